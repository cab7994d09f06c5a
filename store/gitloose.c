/* SPDX-License-Identifier: MIT */
#include "store/gitloose.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/fs.h"

enum { HEADER_MAX = 32 };

static bool damaged(const char *id, struct err *err)
{
	return err_set(err, ERR_IO,
		_("the object %s in the ledger is damaged: restore it from a copy"), id);
}

/* "commit 123" in front of the NUL at header[n - 1]. */
static bool read_header(const char *header, enum object_type *type, size_t *len)
{
	static const char *const names[] = {
		[OBJECT_COMMIT] = "commit ", [OBJECT_TREE] = "tree ", [OBJECT_BLOB] = "blob "};
	int value;

	for (enum object_type t = OBJECT_COMMIT; t <= OBJECT_BLOB; t++) {
		if (!starts_with(header, names[t]))
			continue;
		*type = t;
		if (!str_number(header + strlen(names[t]), &value) || value > OBJECT_MAX)
			return false;
		*len = (size_t)value;
		return true;
	}
	return false;
}

/* Inflates up to n more bytes into out; false where the stream is bad. */
static bool more(z_stream *z, void *out, size_t n, int *rc)
{
	z->next_out = out;
	z->avail_out = (uInt)n;
	*rc = inflate(z, Z_SYNC_FLUSH);
	return *rc == Z_OK || *rc == Z_STREAM_END || (*rc == Z_BUF_ERROR && z->avail_out == 0);
}

static bool inflate_object(z_stream *z, struct object *object)
{
	char header[HEADER_MAX + 1] = {0};
	size_t got, skip;
	int rc;

	if (!more(z, header, HEADER_MAX, &rc))
		return false;
	got = HEADER_MAX - z->avail_out;
	skip = strnlen(header, got) + 1;
	if (skip > got || !read_header(header, &object->type, &object->len) ||
		got - skip > object->len)
		return false;
	object->bytes = xcalloc(object->len + 1, 1);
	memcpy(object->bytes, header + skip, got - skip);
	/* One byte more than there should be: the end of the stream must be seen, and nothing else.
	 */
	if (rc != Z_STREAM_END &&
		!more(z, object->bytes + (got - skip), object->len - (got - skip) + 1, &rc))
		return false;
	object->bytes[object->len] = '\0';
	return rc == Z_STREAM_END && z->total_out == skip + object->len && z->avail_in == 0;
}

bool gitloose_read(int objects, const char *id, struct object *object, struct err *err)
{
	char path[OID_HEX + 2], found[OID_HEX + 1];
	z_stream z = {0};
	char *packed = NULL;
	size_t n;
	bool ok;

	*object = (struct object){0};
	snprintf(path, sizeof(path), "%.2s/%s", id, id + 2);
	if (!fs_read(objects, path, OBJECT_MAX, &packed, &n, err))
		return false;
	z.next_in = (unsigned char *)packed;
	z.avail_in = (uInt)n;
	ok = inflateInit(&z) == Z_OK && inflate_object(&z, object);
	inflateEnd(&z);
	free(packed);
	if (ok)
		object_id(object->type, object->bytes, object->len, found);
	if (!ok || strcmp(found, id) != 0) {
		object_release(object);
		return damaged(id, err);
	}
	memcpy(object->id, found, sizeof(found));
	return true;
}

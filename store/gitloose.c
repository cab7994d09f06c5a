/* SPDX-License-Identifier: MIT */
#include "store/gitloose.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/fs.h"

enum { HEADER_MAX = 32 };

static bool damaged(const char *id, struct err *err)
{
	return err_set(err, ERR_INPUT,
		_("the object %s in the ledger is damaged: restore it from a copy"), id);
}

static const char *const names[] = {
	[OBJECT_COMMIT] = "commit ", [OBJECT_TREE] = "tree ", [OBJECT_BLOB] = "blob "};

/* "commit 123" in front of the NUL at header[n - 1]. */
static bool read_header(const char *header, enum object_type *type, size_t *len)
{
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

/* -- Writing --------------------------------------------------------------------------------- */

/* The zlib stream of header and bytes; the caller frees. */
static unsigned char *deflate_object(const struct object *object, size_t *len)
{
	char header[HEADER_MAX];
	int n = snprintf(header, sizeof(header), "%s%zu", names[object->type], object->len) + 1;
	z_stream z = {0};
	unsigned char *out;
	uLong room;

	if (deflateInit(&z, Z_BEST_SPEED) != Z_OK)
		abort(); /* out of memory */
	room = deflateBound(&z, (uLong)n + (uLong)object->len);
	out = xcalloc(room, 1);
	z.next_out = out;
	z.avail_out = (uInt)room;
	z.next_in = (unsigned char *)header;
	z.avail_in = (uInt)n;
	(void)deflate(&z, Z_NO_FLUSH); /* there is room for all of it */
	z.next_in = (unsigned char *)object->bytes;
	z.avail_in = (uInt)object->len;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	*len = z.total_out;
	deflateEnd(&z);
	return out;
}

static bool write_aside(
	int objects, const char *aside, const void *bytes, size_t n, struct err *err)
{
	int fd =
		openat(objects, aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0400);
	bool ok = fd >= 0 && write(fd, bytes, n) == (ssize_t)n;

	if (fd >= 0 && close(fd) < 0)
		ok = false;
	return ok || err_set(err, ERR_IO, _("cannot write to the ledger: %s"), err_system(errno));
}

static bool give_name(int objects, const char *aside, const char *path, struct err *err)
{
	char folder[3] = {path[0], path[1], '\0'};

	if (renameat(objects, aside, objects, path) == 0)
		return true;
	if (errno == ENOENT && (mkdirat(objects, folder, 0700) == 0 || errno == EEXIST) &&
		renameat(objects, aside, objects, path) == 0)
		return true;
	return err_set(err, ERR_IO, _("cannot write to the ledger: %s"), err_system(errno));
}

bool gitloose_write(int objects, const struct object *object, struct err *err)
{
	char path[OID_HEX + 2], aside[64];
	struct object found = {0};
	struct err why = {0};
	unsigned char *bytes;
	size_t n = 0;
	bool ok;

	snprintf(path, sizeof(path), "%.2s/%s", object->id, object->id + 2);
	if (fs_exists(objects, path) && gitloose_read(objects, object->id, &found, &why)) {
		object_release(&found);
		return true;
	}
	snprintf(aside, sizeof(aside), GITLOOSE_ASIDE "%ld", (long)getpid());
	bytes = deflate_object(object, &n);
	ok = write_aside(objects, aside, bytes, n, err) && give_name(objects, aside, path, err);
	if (!ok)
		(void)unlinkat(objects, aside, 0); /* it only takes room */
	free(bytes);
	return ok;
}

void gitloose_remove(int objects, const char *id)
{
	char path[OID_HEX + 2];

	snprintf(path, sizeof(path), "%.2s/%s", id, id + 2);
	(void)unlinkat(objects, path, 0); /* it only takes room */
}

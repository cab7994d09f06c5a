/* SPDX-License-Identifier: MIT */
#include "store/gitobject.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>

#include "core/mem.h"

void object_id(enum object_type type, const void *bytes, size_t n, char id[OID_HEX + 1])
{
	static const git_object_t kinds[] = {
		[OBJECT_COMMIT] = GIT_OBJECT_COMMIT,
		[OBJECT_TREE] = GIT_OBJECT_TREE,
		[OBJECT_BLOB] = GIT_OBJECT_BLOB,
	};
	git_oid oid;

	/* Hashing bytes in memory fails only where memory does. */
	if (git_libgit2_init() < 0 || git_odb_hash(&oid, bytes, n, kinds[type]) < 0)
		abort();
	git_oid_tostr(id, OID_HEX + 1, &oid);
	git_libgit2_shutdown();
}

void object_release(struct object *object)
{
	free(object->bytes);
	*object = (struct object){0};
}

static char *copy(const void *bytes, size_t n)
{
	char *out = xcalloc(n + 1, 1);

	if (n > 0)
		memcpy(out, bytes, n);
	return out;
}

void objects_add(struct objects *objects, enum object_type type, const void *bytes, size_t n,
	char id[OID_HEX + 1])
{
	object_id(type, bytes, n, id);
	GROW(objects->v, objects->n);
	objects->v[objects->n] = (struct object){.type = type, .bytes = copy(bytes, n), .len = n};
	memcpy(objects->v[objects->n].id, id, OID_HEX + 1);
	objects->n++;
}

void objects_release(struct objects *objects)
{
	for (size_t i = 0; i < objects->n; i++)
		object_release(&objects->v[i]);
	free(objects->v);
	*objects = (struct objects){0};
}

bool oid_is_valid(const char *id)
{
	return id != NULL && strlen(id) == OID_HEX && strspn(id, "0123456789abcdef") == OID_HEX;
}

void oid_to_raw(const char *id, unsigned char raw[OID_HEX / 2])
{
	git_oid oid = {0};

	(void)git_oid_fromstr(&oid, id); /* the caller's promise: oid_is_valid */
	memcpy(raw, oid.id, OID_HEX / 2);
}

void oid_from_raw(const unsigned char raw[OID_HEX / 2], char id[OID_HEX + 1])
{
	git_oid oid;

	memcpy(oid.id, raw, OID_HEX / 2);
	git_oid_tostr(id, OID_HEX + 1, &oid);
}

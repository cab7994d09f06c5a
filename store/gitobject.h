/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITOBJECT_H
#define STORE_GITOBJECT_H

/* git objects in memory: named before anything is written, so that a decision can be signed
 * without touching the disk. */

#include <stdbool.h>
#include <stddef.h>

enum { OID_HEX = 40 };

#define EMPTY_TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

enum object_type { OBJECT_NONE, OBJECT_COMMIT, OBJECT_TREE, OBJECT_BLOB }; /* git's own numbers */

struct object {
	enum object_type type;
	char id[OID_HEX + 1];
	char *bytes; /* owns; NUL-terminated */
	size_t len;
};

struct objects {
	struct object *v; /* owns */
	size_t n;
};

/* The name git gives to these bytes. */
void object_id(enum object_type type, const void *bytes, size_t n, char id[OID_HEX + 1]);
void object_release(struct object *object);
/* Copies the bytes and names them; id receives the name. */
void objects_add(struct objects *objects, enum object_type type, const void *bytes, size_t n,
	char id[OID_HEX + 1]);
void objects_release(struct objects *objects);

bool oid_is_valid(const char *id); /* 40 digits of lower-case hexadecimal */
void oid_to_raw(const char *id, unsigned char raw[OID_HEX / 2]);
void oid_from_raw(const unsigned char raw[OID_HEX / 2], char id[OID_HEX + 1]);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITPACK_H
#define STORE_GITPACK_H

/* Packs, written without libgit2: whole objects and no deltas (stock git's own gc makes those), the
 * index beside them, both on the disk before they get their names. */

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "store/gitobject.h"

/* What the name of a pack that is being written begins with. */
#define GITPACK_ASIDE "tmp_gongkai_"

struct gitpack;

/* A pack of exactly so many objects, in a folder objects/pack; NULL on failure. Until
 * gitpack_finish nobody sees it. */
struct gitpack *gitpack_new(int dir, size_t count, struct err *err);
/* Each object only once. */
MUST_CHECK bool gitpack_add(struct gitpack *pack, const struct object *object, struct err *err);
/* The same for an object that has been in a pack already: its header and its deflated bytes. */
MUST_CHECK bool gitpack_copy(struct gitpack *pack, const unsigned char id[OID_HEX / 2],
	const void *bytes, size_t n, struct err *err);
/* Syncs it and gives it its name: name receives the hash in it. */
MUST_CHECK bool gitpack_finish(struct gitpack *pack, char name[OID_HEX + 1], struct err *err);
void gitpack_free(struct gitpack *pack); /* takes NULL; removes what was not finished */

#endif

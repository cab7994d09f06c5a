/* SPDX-License-Identifier: MIT */
#include "store/backup_git.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/commit.h"
#include "store/table.h"
#include "store/tree.h"

enum {
	OBJECTS_A_PACK = 20000,
	BYTES_A_PACK = 64 << 20,
	DEPTH_MAX = 16,
};

struct copying {
	struct gitrepo *from, *to; /* borrowed */
	struct objects objects; /* of the pack to come */
	struct table seen; /* their names */
	size_t bytes;
	unsigned char (*ids)[OID_HEX / 2]; /* owns; the main line, the tip first */
	size_t n;
};

/* An object for the pack to come, or NULL where the copy has it. Borrowed until the next call; *ok
 * says whether it could be read. */
static const struct object *fetch(
	struct copying *c, const char *id, enum object_type type, bool *ok, struct err *err)
{
	struct object object = {0};

	*ok = true;
	if (table_get(&c->seen, id) != NULL || gitrepo_has(c->to, id))
		return NULL;
	*ok = gitrepo_read_as(c->from, id, type, &object, err);
	if (!*ok)
		return NULL;
	GROW(c->objects.v, c->objects.n);
	c->objects.v[c->objects.n] = object;
	table_put(&c->seen, id, c);
	c->bytes += object.len;
	return &c->objects.v[c->objects.n++];
}

static bool copy_tree(struct copying *c, const char *id, int depth, struct err *err)
{
	const struct object *object;
	struct tree tree = {0};
	bool ok;

	if (depth > DEPTH_MAX)
		return err_set(err, ERR_IO, _("a tree is too deep"));
	object = fetch(c, id, OBJECT_TREE, &ok, err);
	if (object != NULL)
		ok = tree_parse(&tree, object->bytes, object->len, err);
	for (size_t i = 0; ok && i < tree.n; i++) {
		if (tree.v[i].is_folder)
			ok = copy_tree(c, tree.v[i].id, depth + 1, err);
		else
			(void)fetch(c, tree.v[i].id, OBJECT_BLOB, &ok, err); /* ok tells */
	}
	tree_release(&tree);
	return ok;
}

/* A commit and its tree; of one of the main line the decisions that it merges too. */
static bool copy_commit(struct copying *c, const char *id, bool is_link, struct err *err)
{
	const struct object *object;
	struct commit commit = {0};
	bool ok;

	object = fetch(c, id, OBJECT_COMMIT, &ok, err);
	if (object != NULL)
		ok = commit_parse(&commit, object->bytes, object->len, err) &&
		     copy_tree(c, commit.tree, 0, err);
	for (size_t i = 1; ok && is_link && i < commit.parents.n; i++)
		ok = copy_commit(c, commit.parents.v[i], false, err);
	commit_release(&commit);
	return ok;
}

/* From here on the copy stands at this link. */
static bool put_pack(struct copying *c, const char *link, struct err *err)
{
	const struct objects *list = &c->objects;
	bool ok = gitrepo_pack(c->to, &list, 1, err) && gitrepo_set(c->to, link, err);

	objects_release(&c->objects);
	table_release(&c->seen);
	c->bytes = 0;
	return ok;
}

/* From the tip back to where the copy stands. */
static bool read_route(struct copying *c, const char *tip, const char *have, struct err *err)
{
	char at[OID_HEX + 1];

	memcpy(at, tip, sizeof(at));
	while (strcmp(at, have) != 0) {
		struct object object = {0};
		struct commit commit = {0};
		bool ok;

		if (*at == '\0')
			return err_set(err, ERR_REFUSED,
				_("the copy has another history: it stands at %.12s, which this "
				  "store does not lead to; choose a new folder, and ask why"),
				have);
		ok = gitrepo_read_as(c->from, at, OBJECT_COMMIT, &object, err) &&
		     commit_parse(&commit, object.bytes, object.len, err);
		GROW(c->ids, c->n);
		oid_to_raw(at, c->ids[c->n++]);
		if (ok && commit.parents.n > 0)
			memcpy(at, commit.parents.v[0], sizeof(at));
		else
			*at = '\0';
		commit_release(&commit);
		object_release(&object);
		if (!ok)
			return false;
	}
	return true;
}

bool backup_git(
	struct gitrepo *from, struct gitrepo *to, const char *tip, int64_t *links, struct err *err)
{
	struct copying c = {.from = from, .to = to};
	char have[OID_HEX + 1] = "", id[OID_HEX + 1];
	struct err why = {0};
	bool ok = true;

	gitrepo_clear_leftovers(to);
	if (!gitrepo_tip(to, have, &why)) {
		*have = '\0';
		ok = why.code == ERR_NOT_FOUND;
		*err = why;
	}
	ok = ok && read_route(&c, tip, have, err);
	/* The oldest first: what the copy's main leads to is always whole. */
	for (size_t i = c.n; ok && i > 0; i--) {
		oid_from_raw(c.ids[i - 1], id);
		ok = copy_commit(&c, id, true, err);
		if (ok && (i == 1 || c.objects.n >= OBJECTS_A_PACK || c.bytes >= BYTES_A_PACK))
			ok = put_pack(&c, id, err);
	}
	*links = ok ? (int64_t)c.n : 0;
	objects_release(&c.objects);
	table_release(&c.seen);
	free(c.ids);
	return ok;
}

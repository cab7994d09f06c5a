/* SPDX-License-Identifier: MIT */
#include "store/draft.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/commit.h"
#include "store/tree.h"

void draft_release(struct draft *draft)
{
	objects_release(&draft->objects);
	*draft = (struct draft){0};
}

const struct object *draft_commit(const struct draft *draft)
{
	return &draft->objects.v[draft->objects.n - 1];
}

/* A pure change of state has the tree of the decision before it: nothing new but the commit. */
static bool take_tree(
	struct gitrepo *repo, const char *prev, char tree[OID_HEX + 1], struct err *err)
{
	struct object object = {0};
	struct commit commit = {0};
	bool ok = gitrepo_read_as(repo, prev, OBJECT_COMMIT, &object, err) &&
		  commit_parse(&commit, object.bytes, object.len, err);

	if (ok)
		memcpy(tree, commit.tree, OID_HEX + 1);
	commit_release(&commit);
	object_release(&object);
	return ok;
}

static bool make_tree(const struct drafting *how, const struct decision *decision,
	struct objects *objects, char tree[OID_HEX + 1], struct err *err)
{
	struct tree_changes changes = {0};
	struct strv paths = {0};
	char id[OID_HEX + 1];
	bool ok;

	if (decision->record == NULL && decision->prev == NULL)
		return err_set(err, ERR_INPUT, _("the first decision on '%s' needs its record"),
			decision->id);
	if (decision->record == NULL)
		return take_tree(how->repo, decision->prev, tree, err);
	for (size_t i = 0; how->files != NULL && i < how->files->n; i++) {
		char *path = xasprintf("pack/%s", how->files->v[i].path);

		strv_add(&paths, path);
		free(path);
		objects_add(objects, OBJECT_BLOB, how->files->v[i].text, how->files->v[i].len, id);
		tree_changes_add(&changes, paths.v[i], id);
	}
	objects_add(objects, OBJECT_BLOB, decision->record, strlen(decision->record), id);
	tree_changes_add(&changes, "record", id);
	ok = tree_update(how->repo, "", &changes, objects, tree, err);
	tree_changes_release(&changes);
	strv_release(&paths);
	return ok;
}

static bool sign(const struct drafting *how, const char *payload, struct str *raw, struct err *err)
{
	char *armor;

	if (how->signer == NULL)
		return commit_sign(payload, how->key, raw, err);
	armor = signer_sign(how->signer, payload, err);
	if (armor == NULL)
		return false;
	commit_seal(payload, armor, raw);
	free(armor);
	return true;
}

bool draft_make(const struct drafting *how, const struct decision *decision, struct draft *draft,
	struct err *err)
{
	struct str message = {0}, payload = {0}, raw = {0};
	struct commit commit = {.authored = decision->at, .committed = decision->at};
	bool ok;

	*draft = (struct draft){0};
	ok = make_tree(how, decision, &draft->objects, commit.tree, err);
	if (ok) {
		if (how->parent != NULL)
			strv_add(&commit.parents, how->parent);
		decision_message(decision, &message);
		commit.author = commit_identity(how->name, decision->actor);
		commit.committer = xstrdup(commit.author);
		commit.message = str_detach(&message);
		commit_print(&commit, &payload);
		ok = sign(how, str_get(&payload), &raw, err);
	}
	if (ok)
		objects_add(&draft->objects, OBJECT_COMMIT, raw.buf, raw.len, draft->id);
	else
		draft_release(draft);
	commit_release(&commit);
	str_release(&payload);
	str_release(&raw);
	return ok;
}

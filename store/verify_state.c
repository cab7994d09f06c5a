/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/checkpoint.h"
#include "store/hash.h"
#include "store/tree.h"
#include "store/verify.h"

void audit_open_checkpoint(struct audit *audit, const char *dir)
{
	struct checkpoint_claim *claim = &audit->checkpoint;
	char *path = xasprintf("%s/state.git", dir);
	struct checkpoint says = {0};
	struct object object = {0};
	struct err why = {0};

	claim->repo = gitrepo_open(path, &why);
	free(path);
	if (claim->repo == NULL) {
		audit_fault(audit, NULL, "state.git: %s", why.text);
		return;
	}
	if (!gitrepo_tip(claim->repo, claim->id, &why)) {
		claim->id[0] = '\0';
		if (why.code != ERR_NOT_FOUND)
			audit_fault(audit, NULL, "state.git: %s", why.text);
		return;
	}
	if (gitrepo_read_as(claim->repo, claim->id, OBJECT_COMMIT, &object, &why) &&
		commit_parse(&claim->commit, object.bytes, object.len, &why) &&
		checkpoint_parse(claim->commit.message, &says, &why))
		memcpy(claim->ledger, says.ledger, sizeof(claim->ledger));
	else
		audit_fault(audit, claim->id, "state.git: %s", why.text);
	object_release(&object);
}

/* All documents as the replay has them now: their digest, and the tree they would be. */
static bool print_all(
	struct audit *audit, struct checkpoint *is, char tree[OID_HEX + 1], struct err *err)
{
	const char **keys = table_keys(&audit->subjects);
	struct tree_changes changes = {0};
	struct hash *hash = hash_new();
	struct objects objects = {0};
	struct strv paths = {0};
	bool ok;

	for (size_t i = 0; i < audit->subjects.n; i++) {
		const struct subject_state *state = table_get(&audit->subjects, keys[i]);
		struct str text = {0};
		char id[OID_HEX + 1], *path;

		if (*keys[i] != 'D' || state->prev == NULL)
			continue;
		document_print(&state->document, &text);
		hash_add(hash, str_get(&text), text.len);
		object_id(OBJECT_BLOB, str_get(&text), text.len, id);
		path = checkpoint_path(keys[i] + 2);
		strv_add(&paths, path);
		tree_changes_add(&changes, NULL, id);
		is->documents++;
		free(path);
		str_release(&text);
	}
	hash_end(hash, is->sha256);
	hash_free(hash);
	for (size_t i = 0; i < changes.n; i++)
		changes.v[i].path = paths.v[i];
	tree_changes_sort(&changes);
	ok = tree_update(audit->checkpoint.repo, "", &changes, &objects, tree, err);
	objects_release(&objects);
	tree_changes_release(&changes);
	strv_release(&paths);
	free(keys);
	return ok;
}

static void check_tree(struct audit *audit, const char *documents)
{
	struct tree tree = {0};
	const struct tree_entry *found;
	struct err why = {0};

	if (!tree_read(audit->checkpoint.repo, audit->checkpoint.commit.tree, &tree, &why)) {
		audit_fault(audit, audit->checkpoint.id, "state.git: %s", why.text);
		return;
	}
	found = tree_find(&tree, "documents");
	if (strcmp(found != NULL ? found->id : EMPTY_TREE, documents) != 0)
		audit_fault(audit, audit->checkpoint.id,
			_("the checkpoint's files are not what the ledger leads to"));
	tree_release(&tree);
}

void audit_check_checkpoint(struct audit *audit)
{
	const struct checkpoint_claim *claim = &audit->checkpoint;
	struct checkpoint is = {.sequence = audit->sequence};
	char tree[OID_HEX + 1], *message;
	struct err why = {0};

	audit->checkpoint.is_checked = true;
	audit_check_signature(audit, claim->id, &claim->commit);
	if (!print_all(audit, &is, tree, &why)) {
		audit_fault(audit, claim->id, "state.git: %s", why.text);
		return;
	}
	memcpy(is.ledger, claim->ledger, sizeof(is.ledger));
	message = checkpoint_message(&is);
	if (strcmp(message, claim->commit.message) != 0)
		audit_fault(audit, claim->id,
			_("the checkpoint says something else than the ledger leads to"));
	free(message);
	check_tree(audit, tree);
}

void audit_end_checkpoint(struct audit *audit)
{
	if (*audit->checkpoint.ledger != '\0' && !audit->checkpoint.is_checked)
		audit_fault(audit, audit->checkpoint.id,
			_("the checkpoint names a commit that is not on the ledger's main line"));
}

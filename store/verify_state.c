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

/* The files of a checkpoint as the replay would have them now. */
struct expected {
	struct audit *audit;
	struct tree_changes changes;
	struct strv paths;
};

static void expect(struct expected *e, char *path, const void *bytes, size_t n)
{
	char id[OID_HEX + 1];

	object_id(OBJECT_BLOB, bytes, n, id);
	strv_add(&e->paths, path);
	tree_changes_add(&e->changes, NULL, id);
	free(path);
}

static void expect_documents(struct expected *e)
{
	const char **keys = table_keys(&e->audit->subjects);

	for (size_t i = 0; i < e->audit->subjects.n; i++) {
		const struct subject_state *state = table_get(&e->audit->subjects, keys[i]);
		struct str text = {0};
		char *path;

		if (*keys[i] != 'D' || state->prev == NULL)
			continue;
		document_print(&state->document, &text);
		path = checkpoint_path(keys[i] + 2);
		expect(e, xasprintf("documents/%s", path), str_get(&text), text.len);
		free(path);
		str_release(&text);
	}
	free(keys);
}

static void expect_office(struct expected *e)
{
	const struct org *org = &e->audit->office.org;
	const struct pack *pack = e->audit->office.pack;
	struct str text = {0};

	for (size_t i = 0; i < org->unit_count; i++) {
		str_clear(&text);
		unit_print(&org->units[i], &text);
		expect(e, xasprintf("units/%s", org->units[i].id), str_get(&text), text.len);
	}
	for (size_t i = 0; i < org->person_count; i++) {
		str_clear(&text);
		person_print(&org->persons[i], &text);
		expect(e, xasprintf("people/%s", org->persons[i].id), str_get(&text), text.len);
	}
	for (size_t i = 0; pack != NULL && i < pack->files.n; i++)
		expect(e,
			xasprintf(
				"packs/%s-%s/%s", pack->code, pack->version, pack->files.v[i].path),
			pack->files.v[i].text, pack->files.v[i].len);
	str_release(&text);
}

static bool expect_tree(struct audit *audit, struct tree *tree, struct err *err)
{
	struct expected e = {.audit = audit};
	struct objects objects = {0};
	char id[OID_HEX + 1];
	bool ok;

	expect_documents(&e);
	expect_office(&e);
	for (size_t i = 0; i < e.changes.n; i++)
		e.changes.v[i].path = e.paths.v[i];
	tree_changes_sort(&e.changes);
	ok = tree_update(audit->checkpoint.repo, "", &e.changes, &objects, id, err) &&
	     tree_parse(tree, objects.v[objects.n - 1].bytes, objects.v[objects.n - 1].len, err);
	objects_release(&objects);
	tree_changes_release(&e.changes);
	strv_release(&e.paths);
	return ok;
}

void audit_digest(struct audit *audit, int64_t *documents, char sha256[HASH_HEX + 1])
{
	const char **keys = table_keys(&audit->subjects);
	struct hash *hash = hash_new();

	*documents = 0;
	for (size_t i = 0; i < audit->subjects.n; i++) {
		const struct subject_state *state = table_get(&audit->subjects, keys[i]);
		struct str text = {0};

		if (*keys[i] != 'D' || state->prev == NULL)
			continue;
		document_print(&state->document, &text);
		hash_add(hash, str_get(&text), text.len);
		++*documents;
		str_release(&text);
	}
	hash_end(hash, sha256);
	hash_free(hash);
	free(keys);
}

static void check_folder(
	struct audit *audit, const struct tree *is, const struct tree *should, const char *name)
{
	const struct tree_entry *a = tree_find(is, name), *b = tree_find(should, name);

	if (a == NULL && b == NULL)
		return;
	if (a == NULL || b == NULL || strcmp(a->id, b->id) != 0)
		audit_fault(audit, audit->checkpoint.id,
			_("%s/: the checkpoint's files are not what the ledger leads to"), name);
}

/* Every file of it can be read: the names alone were compared. */
static void read_all(struct audit *audit, const char *id, int depth)
{
	enum { DEPTH_MAX = 16 };
	struct tree tree = {0};
	struct err why = {0};

	if (depth > DEPTH_MAX)
		return;
	if (!tree_read(audit->checkpoint.repo, id, &tree, &why))
		audit_fault(audit, audit->checkpoint.id, "state.git: %s", why.text);
	for (size_t i = 0; i < tree.n; i++) {
		struct object object = {0};

		if (tree.v[i].is_folder)
			read_all(audit, tree.v[i].id, depth + 1);
		else if (!gitrepo_read_as(
				 audit->checkpoint.repo, tree.v[i].id, OBJECT_BLOB, &object, &why))
			audit_fault(audit, audit->checkpoint.id, "state.git: %s", why.text);
		object_release(&object);
	}
	tree_release(&tree);
}

static void check_tree(struct audit *audit)
{
	static const char *const names[] = {"documents", "packs", "people", "units"};
	struct tree is = {0}, should = {0};
	struct err why = {0};

	if (!tree_read(audit->checkpoint.repo, audit->checkpoint.commit.tree, &is, &why) ||
		!expect_tree(audit, &should, &why)) {
		audit_fault(audit, audit->checkpoint.id, "state.git: %s", why.text);
	} else {
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			check_folder(audit, &is, &should, names[i]);
		read_all(audit, audit->checkpoint.commit.tree, 0);
		if (is.n > should.n)
			audit_fault(audit, audit->checkpoint.id,
				_("the checkpoint has files that do not belong there"));
	}
	tree_release(&is);
	tree_release(&should);
}

void audit_check_checkpoint(struct audit *audit)
{
	const struct checkpoint_claim *claim = &audit->checkpoint;
	struct checkpoint is = {.sequence = audit->sequence};
	bool is_trusted = audit->is_trusted;
	char *message;

	audit->checkpoint.is_checked = true;
	/* It stands in another repository: what the ledger's hashes chain says nothing of it. */
	audit->is_trusted = false;
	audit_check_signature(audit, claim->id, &claim->commit);
	audit->is_trusted = is_trusted;
	audit_digest(audit, &is.documents, is.sha256);
	memcpy(is.ledger, claim->ledger, sizeof(is.ledger));
	message = checkpoint_message(&is);
	if (strcmp(message, claim->commit.message) != 0)
		audit_fault(audit, claim->id,
			_("the checkpoint says something else than the ledger leads to"));
	free(message);
	check_tree(audit);
}

void audit_end_checkpoint(struct audit *audit)
{
	if (*audit->checkpoint.ledger != '\0' && !audit->checkpoint.is_checked)
		audit_fault(audit, audit->checkpoint.id,
			_("the checkpoint names a commit that is not on the ledger's main line"));
}

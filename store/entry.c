/* SPDX-License-Identifier: MIT */
#include "store/entry.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"
#include "store/tree.h"

void entry_release(struct entry *entry)
{
	commit_release(&entry->commit);
	decision_release(&entry->decision);
	pack_free(entry->pack);
	*entry = (struct entry){0};
}

static bool name_commit(const char *id, struct err *err)
{
	return err_wrap(err, _("the ledger's commit %s"), id);
}

bool entry_parse(struct entry *entry, const struct object *object, struct err *err)
{
	*entry = (struct entry){0};
	memcpy(entry->id, object->id, sizeof(entry->id));
	hash_hex(object->bytes, object->len, entry->sha256);
	if (!commit_parse(&entry->commit, object->bytes, object->len, err) ||
		!decision_parse(&entry->decision, entry->commit.message, err)) {
		(void)name_commit(object->id, err);
		entry_release(entry);
		return false;
	}
	entry->decision.at = entry->commit.authored;
	return true;
}

bool entry_read(struct gitrepo *repo, const char *id, struct entry *entry, struct err *err)
{
	struct object object = {0};
	bool ok;

	*entry = (struct entry){0};
	if (!gitrepo_read_as(repo, id, OBJECT_COMMIT, &object, err))
		return name_commit(id, err);
	ok = entry_parse(entry, &object, err);
	object_release(&object);
	return ok;
}

static bool find(struct gitrepo *repo, const struct entry *entry, const char *name,
	char id[OID_HEX + 1], struct err *err)
{
	struct tree tree = {0};
	const struct tree_entry *found;

	if (!tree_read(repo, entry->commit.tree, &tree, err))
		return name_commit(entry->id, err);
	found = tree_find(&tree, name);
	if (found != NULL)
		memcpy(id, found->id, OID_HEX + 1);
	tree_release(&tree);
	return found != NULL ||
	       err_set(err, ERR_IO, _("the ledger's commit %s has no '%s' in its tree"), entry->id,
		       name);
}

bool entry_load_record(struct gitrepo *repo, struct entry *entry, struct err *err)
{
	struct object object = {0};
	char id[OID_HEX + 1];

	if (!find(repo, entry, "record", id, err))
		return false;
	if (!gitrepo_read_as(repo, id, OBJECT_BLOB, &object, err))
		return name_commit(entry->id, err);
	free(entry->decision.record);
	entry->decision.record = object.bytes;
	return strlen(object.bytes) == object.len ||
	       err_set(err, ERR_IO, _("the ledger's commit %s: its record is no text"), entry->id);
}

bool entry_load_pack(struct gitrepo *repo, struct entry *entry, struct err *err)
{
	struct pack_files files = {0};
	char id[OID_HEX + 1];

	if (!find(repo, entry, "pack", id, err))
		return false;
	if (!tree_files(repo, id, "", &files, err)) {
		pack_files_release(&files);
		return name_commit(entry->id, err);
	}
	pack_free(entry->pack);
	entry->pack = entry_pack(&files, err);
	return entry->pack != NULL || name_commit(entry->id, err);
}

struct pack *entry_pack(struct pack_files *files, struct err *err)
{
	struct str digest = {0};
	char sha256[HASH_HEX + 1];

	pack_files_digest(files, &digest);
	hash_hex(str_get(&digest), digest.len, sha256);
	str_release(&digest);
	return pack_new(files, sha256, err);
}

char *entry_pack_record(const struct pack *pack, const char *site_key)
{
	struct str out = {0};

	record_add(&out, "Pack", pack->id);
	record_add(&out, "Site-Key", site_key);
	return str_detach(&out);
}

bool entry_check_pack(const struct entry *entry, struct err *err)
{
	struct record record = {0};
	bool ok = record_parse(&record, entry->decision.record, err);

	if (ok && (!str_eq(record_get(&record, "Pack"), entry->pack->id) ||
			  strcmp(entry->decision.id, entry->pack->code) != 0))
		ok = err_set(err, ERR_IO,
			_("the ledger's commit %s adopts another pack than it holds"), entry->id);
	record_release(&record);
	return ok;
}

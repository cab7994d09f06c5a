/* SPDX-License-Identifier: MIT */
#include "store/anchor.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"
#include "store/checkpoint.h"
#include "store/lock.h"
#include "store/site_key.h"
#include "store/sshsig.h"
#include "store/store.h"

static const char begin[] = "-----BEGIN SSH SIGNATURE-----";

char *anchor_print(const struct anchor *anchor)
{
	struct str out = {0};
	char stamp[STAMP_SIZE];

	record_add(&out, "Gongkai-Anchor", "1");
	record_add(&out, "Root", anchor->root);
	record_add(&out, "Head", anchor->head);
	record_addf(&out, "Head-SHA256", "sha256:%s", anchor->head_sha256);
	record_addf(&out, "Sequence", "%" PRId64, anchor->sequence);
	record_addf(&out, "Documents", "%" PRId64, anchor->documents);
	record_add(&out, "Time", stamp_format(anchor->time, stamp));
	record_addf(&out, "State-SHA256", "sha256:%s", anchor->state);
	return str_detach(&out);
}

static bool take_oid(const struct record *record, const char *key, char id[OID_HEX + 1])
{
	const char *value = record_get(record, key);

	if (value == NULL || !oid_is_valid(value))
		return false;
	memcpy(id, value, OID_HEX + 1);
	return true;
}

static bool take_hash(const struct record *record, const char *key, char sha256[HASH_HEX + 1])
{
	static const char prefix[] = "sha256:";
	const char *value = record_get(record, key);

	if (value == NULL || !starts_with(value, prefix) ||
		strlen(value) != strlen(prefix) + HASH_HEX)
		return false;
	memcpy(sha256, value + strlen(prefix), HASH_HEX + 1);
	return true;
}

static int64_t take_number(const struct record *record, const char *key)
{
	const char *value = record_get(record, key);

	return value != NULL ? strtoll(value, NULL, 10) : 0;
}

/* Read leniently, made again and compared. */
static bool parse_lines(struct anchor *anchor, const char *lines)
{
	struct record record = {0};
	struct err why = {0};
	char *again = NULL;
	bool ok;

	ok = record_parse(&record, lines, &why) && take_oid(&record, "Root", anchor->root) &&
	     take_oid(&record, "Head", anchor->head) &&
	     take_hash(&record, "Head-SHA256", anchor->head_sha256) &&
	     take_hash(&record, "State-SHA256", anchor->state) &&
	     record_get(&record, "Time") != NULL &&
	     stamp_parse(record_get(&record, "Time"), &anchor->time);
	if (ok) {
		anchor->sequence = take_number(&record, "Sequence");
		anchor->documents = take_number(&record, "Documents");
		again = anchor_print(anchor);
		ok = strcmp(again, lines) == 0;
	}
	free(again);
	record_release(&record);
	return ok;
}

bool anchor_parse(struct anchor *anchor, const char *text, struct err *err)
{
	const char *signature = strstr(text, begin);
	char *lines, *armor;
	bool ok;

	*anchor = (struct anchor){0};
	if (signature == NULL)
		return err_set(err, ERR_INPUT, _("it is no anchor: it bears no signature"));
	lines = xstrndup(text, (size_t)(signature - text));
	armor = str_trim(signature);
	ok = sshsig_verify(armor, ANCHOR_NAMESPACE, lines, strlen(lines), &anchor->signer, err);
	if (!ok)
		(void)err_wrap(err, "%s", _("the anchor"));
	else if (!parse_lines(anchor, lines))
		ok = err_set(err, ERR_INPUT, _("it is no anchor: its lines cannot be read"));
	free(lines);
	free(armor);
	return ok;
}

/* -- Making one ------------------------------------------------------------------------------ */

static bool hash_commit(
	struct gitrepo *repo, const char *id, char sha256[HASH_HEX + 1], struct err *err)
{
	struct object object = {0};

	if (!gitrepo_read_as(repo, id, OBJECT_COMMIT, &object, err))
		return false;
	hash_hex(object.bytes, object.len, sha256);
	object_release(&object);
	return true;
}

/* Index and office of one moment; deciding goes on meanwhile. */
static bool hold_still(struct store *store, struct err *err)
{
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	bool ok = lock >= 0 && store_reopen_index(store, err) && store_catch_up(store, err) &&
		  db_snapshot(store->now.db, err);

	lock_drop(lock);
	return ok;
}

static bool fill(struct store *store, struct anchor *anchor, struct err *err)
{
	struct checkpoint is = {0};
	char *root = NULL;
	bool ok;

	memcpy(anchor->head, store->now.last.id, sizeof(anchor->head));
	anchor->sequence = store->now.last.last;
	anchor->time = store->now.last.at;
	ok = db_first(store->now.db, &root, err) &&
	     hash_commit(store->ledger, anchor->head, anchor->head_sha256, err) &&
	     checkpoint_digest(store->now.db, &is, err);
	if (ok && root == NULL)
		ok = err_set(err, ERR_IO,
			_("the index has no decision; make it again with `gongkai "
			  "rebuild`"));
	if (ok) {
		memcpy(anchor->root, root, sizeof(anchor->root));
		memcpy(anchor->state, is.sha256, sizeof(anchor->state));
		anchor->documents = is.documents;
	}
	free(root);
	return ok;
}

bool store_anchor(struct store *store, char **text, struct err *err)
{
	struct anchor anchor = {0};
	const struct key *key = NULL;
	char *lines, *signature;
	bool ok;

	*text = NULL;
	if (!hold_still(store, err))
		return false;
	ok = (key = site_key(store, err)) != NULL && fill(store, &anchor, err);
	db_rollback(store->now.db);
	if (!ok)
		return false;
	lines = anchor_print(&anchor);
	signature = sshsig_sign(key, ANCHOR_NAMESPACE, lines, strlen(lines), err);
	if (signature != NULL)
		*text = xasprintf("%s%s\n", lines, signature);
	free(lines);
	free(signature);
	return *text != NULL;
}

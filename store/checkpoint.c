/* SPDX-License-Identifier: MIT */
#include "store/checkpoint.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"
#include "store/clock.h"
#include "store/hash.h"
#include "store/site_key.h"
#include "store/lock.h"
#include "store/store.h"
#include "store/tree.h"

enum { BUCKET = 100 };

char *checkpoint_message(const struct checkpoint *checkpoint)
{
	return xasprintf("checkpoint: %" PRId64 " documents as of decision %" PRId64 "\n\n"
			 "Ledger: %s\nSequence: %" PRId64 "\nState-SHA256: sha256:%s\n",
		checkpoint->documents, checkpoint->sequence, checkpoint->ledger,
		checkpoint->sequence, checkpoint->sha256);
}

static bool parse_trailers(const char *message, struct checkpoint *checkpoint, struct err *err)
{
	static const char hash[] = "sha256:";
	const char *body = strstr(message, "\n\n"), *ledger, *sequence, *sha256;
	struct record trailers = {0};
	bool ok = body != NULL && record_parse(&trailers, body + 2, err);

	ledger = ok ? record_get(&trailers, "Ledger") : NULL;
	sequence = ok ? record_get(&trailers, "Sequence") : NULL;
	sha256 = ok ? record_get(&trailers, "State-SHA256") : NULL;
	ok = ledger != NULL && oid_is_valid(ledger) && sequence != NULL && sha256 != NULL &&
	     starts_with(sha256, hash) && strlen(sha256) == strlen(hash) + HASH_HEX;
	if (ok) {
		memcpy(checkpoint->ledger, ledger, sizeof(checkpoint->ledger));
		memcpy(checkpoint->sha256, sha256 + strlen(hash), sizeof(checkpoint->sha256));
		checkpoint->sequence = strtoll(sequence, NULL, 10);
	}
	record_release(&trailers);
	return ok;
}

/* Read leniently, made again and compared. */
bool checkpoint_parse(const char *message, struct checkpoint *checkpoint, struct err *err)
{
	static const char begin[] = "checkpoint: ";
	char *again;
	bool ok;

	*checkpoint = (struct checkpoint){0};
	ok = starts_with(message, begin) && parse_trailers(message, checkpoint, err);
	if (ok) {
		checkpoint->documents = strtoll(message + strlen(begin), NULL, 10);
		again = checkpoint_message(checkpoint);
		ok = strcmp(again, message) == 0;
		free(again);
	}
	return ok || err_set(err, ERR_INPUT, _("it is no checkpoint"));
}

char *checkpoint_path(const char *id)
{
	const char *serial = strrchr(id, '-'), *year = serial;
	int n = 0;

	while (year != NULL && year > id && *--year != '-')
		;
	if (serial == NULL || year == id || !str_number(serial + 1, &n))
		return xasprintf("other/%s", id);
	return xasprintf("%.*s/%.*s/%02d/%s", (int)(year - id), id, (int)(serial - year - 1),
		year + 1, n / BUCKET, id);
}

/* -- Making one ------------------------------------------------------------------------------ */

struct making {
	struct store *store;
	struct gitrepo *repo; /* owns */
	char prev[OID_HEX + 1]; /* the checkpoint before; "" */
	char base[OID_HEX + 1]; /* its tree */
	struct checkpoint was, is;
	struct strv paths; /* as they come */
	struct tree_changes changes;
};

static bool put(struct making *m, char *path, const void *bytes, size_t n, struct err *err)
{
	struct objects one = {0};
	char id[OID_HEX + 1];
	bool ok;

	objects_add(&one, OBJECT_BLOB, bytes, n, id);
	ok = gitrepo_write(m->repo, &one.v[0], err);
	objects_release(&one);
	strv_add(&m->paths, path);
	tree_changes_add(&m->changes, NULL, id);
	free(path);
	return ok;
}

static bool put_walk(struct making *m, struct db_walk walk, struct err *err)
{
	struct err why = {0};
	bool ok = true;

	while (ok && db_walk_next(m->store->now.db, &walk, &why)) {
		char *path = checkpoint_path(walk.id);

		ok = put(m, xasprintf("documents/%s", path), walk.text, strlen(walk.text), err);
		free(path);
	}
	db_walk_release(&walk);
	if (ok && why.code != ERR_NONE) {
		*err = why;
		return false;
	}
	return ok;
}

static bool put_documents(struct making *m, struct err *err)
{
	int64_t since = m->was.sequence;

	return put_walk(m, (struct db_walk){.changed = true, .sequence = since}, err) &&
	       put_walk(m, (struct db_walk){.recounted = true, .sequence = since, .since = since},
		       err);
}

static bool put_office(struct making *m, struct err *err)
{
	const struct office *office = &m->store->now.office;
	const struct pack *pack = office->pack;
	struct str text = {0};
	bool ok = true;

	for (size_t i = 0; ok && i < office->org.unit_count; i++) {
		str_clear(&text);
		unit_print(&office->org.units[i], &text);
		ok = put(m, xasprintf("units/%s", office->org.units[i].id), str_get(&text),
			text.len, err);
	}
	for (size_t i = 0; ok && i < office->org.person_count; i++) {
		str_clear(&text);
		person_print(&office->org.persons[i], &text);
		ok = put(m, xasprintf("people/%s", office->org.persons[i].id), str_get(&text),
			text.len, err);
	}
	for (size_t i = 0; ok && i < pack->files.n; i++)
		ok = put(m,
			xasprintf(
				"packs/%s-%s/%s", pack->code, pack->version, pack->files.v[i].path),
			pack->files.v[i].text, pack->files.v[i].len, err);
	str_release(&text);
	return ok;
}

bool checkpoint_digest(struct db *db, struct checkpoint *is, struct err *err)
{
	struct hash *hash = hash_new();
	struct db_walk walk = {0};
	struct err why = {0};

	while (db_walk_next(db, &walk, &why)) {
		hash_add(hash, walk.text, strlen(walk.text));
		is->documents++;
	}
	db_walk_release(&walk);
	hash_end(hash, is->sha256);
	hash_free(hash);
	if (why.code == ERR_NONE)
		return true;
	*err = why;
	return false;
}

static bool write_tree(struct making *m, char tree[OID_HEX + 1], struct err *err)
{
	struct objects objects = {0};
	bool ok;

	for (size_t i = 0; i < m->changes.n; i++)
		m->changes.v[i].path = m->paths.v[i];
	tree_changes_sort(&m->changes);
	m->changes.anew = "packs"; /* the one that was in force before stands no longer */
	ok = tree_update(m->repo, m->base, &m->changes, &objects, tree, err);
	for (size_t i = 0; ok && i < objects.n; i++)
		ok = gitrepo_write(m->repo, &objects.v[i], err);
	objects_release(&objects);
	return ok;
}

static bool write_commit(struct making *m, char id[OID_HEX + 1], struct err *err)
{
	struct stamp now = clock_now();
	struct commit commit = {.authored = now, .committed = now};
	struct str payload = {0}, raw = {0};
	struct objects objects = {0};
	const struct key *key;
	bool ok = write_tree(m, commit.tree, err);

	if (ok) {
		if (*m->prev != '\0')
			strv_add(&commit.parents, m->prev);
		commit.author = commit_identity(ACTOR_SITE, ACTOR_SITE);
		commit.committer = xstrdup(commit.author);
		commit.message = checkpoint_message(&m->is);
		commit_print(&commit, &payload);
		key = site_key(m->store, err);
		ok = key != NULL && commit_sign(str_get(&payload), key, &raw, err);
	}
	if (ok) {
		objects_add(&objects, OBJECT_COMMIT, raw.buf, raw.len, id);
		ok = gitrepo_write(m->repo, &objects.v[0], err) &&
		     gitrepo_advance(m->repo, *m->prev != '\0' ? m->prev : NULL, id, err);
	}
	objects_release(&objects);
	commit_release(&commit);
	str_release(&payload);
	str_release(&raw);
	return ok;
}

/* What state.git holds so far; nothing where it is new. */
static bool read_last(struct making *m, struct err *err)
{
	struct object object = {0};
	struct commit commit = {0};
	struct err why = {0};
	bool ok;

	if (!gitrepo_tip(m->repo, m->prev, &why)) {
		*m->prev = '\0';
		*err = why;
		return why.code == ERR_NOT_FOUND;
	}
	ok = gitrepo_read_as(m->repo, m->prev, OBJECT_COMMIT, &object, err) &&
	     commit_parse(&commit, object.bytes, object.len, err) &&
	     checkpoint_parse(commit.message, &m->was, err);
	if (ok)
		memcpy(m->base, commit.tree, sizeof(m->base));
	commit_release(&commit);
	object_release(&object);
	return ok || err_wrap(err, "state.git");
}

static bool make(struct making *m, char commit[OID_HEX + 1], struct err *err)
{
	gitrepo_clear_leftovers(m->repo);
	if (!read_last(m, err))
		return false;
	m->is.sequence = m->store->now.last.last;
	memcpy(m->is.ledger, m->store->now.last.id, sizeof(m->is.ledger));
	if (strcmp(m->was.ledger, m->is.ledger) == 0) {
		memcpy(commit, m->prev, sizeof(m->prev));
		return true;
	}
	return put_documents(m, err) && put_office(m, err) &&
	       checkpoint_digest(m->store->now.db, &m->is, err) && write_commit(m, commit, err);
}

/* Index and office of one moment; deciding goes on meanwhile. */
static bool hold_still(struct store *store, struct err *err)
{
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	bool ok = lock >= 0 && store_reopen_index(store, err) && store_catch_up(store, err) &&
		  db_snapshot(store->now.db, err);

	store_unlock(store, lock);
	return ok;
}

bool store_checkpoint(struct store *store, char commit[41], struct err *err)
{
	struct making m = {.store = store};
	char *path = xasprintf("%s/state.git", store->dir);
	int lock = lock_take(store->fd, STATE_LOCK, err);
	bool ok = false;

	if (lock >= 0)
		m.repo = gitrepo_open(path, err);
	if (m.repo != NULL && hold_still(store, err)) {
		ok = make(&m, commit, err);
		db_rollback(store->now.db);
	}
	tree_changes_release(&m.changes);
	strv_release(&m.paths);
	gitrepo_close(m.repo);
	lock_drop(lock);
	free(path);
	return ok;
}

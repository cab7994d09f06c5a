/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/clock.h"
#include "store/content.h"
#include "store/lock.h"
#include "store/swap.h"
#include "store/texts.h"

const char *store_dir(const struct store *store)
{
	return store->dir;
}

const char *store_alarm(const struct store *store)
{
	return store->alarm.code != ERR_NONE ? store->alarm.text : NULL;
}

const struct office *store_office(struct store *store)
{
	return &store->now.office;
}

struct stamp store_now(const struct store *store)
{
	(void)store; /* its zone is the process's, see store/clock.h */
	return clock_now();
}

void store_while_reading(struct store *store, store_ask *ask, void *context)
{
	db_while_reading(store->now.db, ask, context);
}

int store_tick_fd(struct store *store)
{
	return store->tick.watch;
}

void store_tick_clear(struct store *store)
{
	tick_clear(&store->tick);
}

void store_unlock(struct store *store, int lock)
{
	if (lock < 0)
		return;
	lock_drop(lock);
	turn_next(&store->turn, store->fd);
}

void store_sign_with(struct store *store, const struct signing *signing)
{
	set_str(&store->signing.file, signing->key_file);
	set_str(&store->signing.agent, signing->agent);
	store->signing.must = signing->must;
}

bool store_own_key(struct store *store, const char *person, char print[KEY_PRINT_SIZE])
{
	struct signer signer = {0};
	struct err why;
	bool found = signer_choose(&signer, &store->signing, &store->now.office.org, person,
			     clock_now(), &why) &&
		     signer.print[0] != '\0';

	memcpy(print, signer.print, KEY_PRINT_SIZE);
	signer_release(&signer);
	return found;
}

/* -- Keeping up ------------------------------------------------------------------------------ */

static bool catch_up_locked(struct store *store, struct err *err)
{
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	bool ok = lock >= 0 && store_reopen_index(store, err) && store_catch_up(store, err);

	store_unlock(store, lock);
	return ok;
}

bool store_refresh(struct store *store, bool *changed, struct err *err)
{
	char tip[OID_HEX + 1];
	struct stat st;
	bool is_same_file;

	*changed = false;
	if (store->alarm.code != ERR_NONE)
		return catch_up_locked(store, err);
	if (!gitrepo_tip(store->ledger, tip, err))
		return false;
	is_same_file = stat(store->index, &st) == 0 && st.st_ino == store->inode;
	if (is_same_file && strcmp(tip, store->now.last.id) == 0)
		return true;
	*changed = true;
	if (is_same_file) {
		/* Who decided has most likely written the index too. */
		if (!projection_load(&store->now, store->ledger, err))
			return false;
		if (strcmp(tip, store->now.last.id) == 0)
			return true;
	}
	return catch_up_locked(store, err);
}

bool store_rebuild(struct store *store, struct err *err)
{
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	bool ok = lock >= 0 && store_make_index(store, err) && store_sweep_locked(store, err);

	store_unlock(store, lock);
	if (ok)
		texts_catch_up(store, SIZE_MAX);
	if (ok && store->alarm.code != ERR_NONE) {
		*err = store->alarm;
		return false;
	}
	return ok;
}

/* -- Reading --------------------------------------------------------------------------------- */

/* What was handed out by an index that is no more might be handed out again: a rebuild takes over
 * all that was there before it gave the new one its name. The office is not to change here, so the
 * new one is only asked. */
static bool reserve(
	struct store *store, const char *unit, int year, int *serial, ino_t *inode, struct err *err)
{
	struct stat st;
	struct db *db;
	int swap;
	bool ok;

	if (stat(store->index, &st) == 0 && st.st_ino == store->inode) {
		*inode = st.st_ino;
		return db_reserve_serial(store->now.db, unit, year, serial, err);
	}
	swap = swap_begin(store->index, false);
	db = db_open(store->index, 0, err);
	*inode = stat(store->index, &st) == 0 ? st.st_ino : 0;
	swap_end(swap);
	if (db == NULL)
		return false;
	ok = db_reserve_serial(db, unit, year, serial, err);
	db_close(db);
	return ok;
}

char *store_reserve(struct store *store, const char *unit, int year, struct err *err)
{
	ino_t inode = 0;
	struct stat st;
	int serial;

	do {
		if (!reserve(store, unit, year, &serial, &inode, err))
			return NULL;
	} while (stat(store->index, &st) != 0 || st.st_ino != inode);
	return xasprintf("%s-%d-%04d", unit, year, serial);
}

bool store_document(struct store *store, const char *id, struct document *document, struct err *err)
{
	return db_document(store->now.db, id, document, err);
}

bool store_look(struct store *store, struct err *err)
{
	return db_snapshot(store->now.db, err);
}

void store_looked(struct store *store)
{
	struct err ignored;

	(void)!db_commit(store->now.db, &ignored); /* nothing was written */
}

bool store_content(
	struct store *store, const char *sha256, char **bytes, size_t *len, struct err *err)
{
	return content_get(store->content, sha256, bytes, len, err);
}

/* NOLINTNEXTLINE(readability-function-size): the port asks for it */
bool store_subject(struct store *store, enum subject subject, const char *id,
	struct decision *latest, char **commit, char sha256[HASH_HEX + 1], struct err *err)
{
	return db_subject(store->now.db, subject, id, latest, commit, sha256, err);
}

bool store_find_number(struct store *store, const char *number, char **id, struct err *err)
{
	return db_find_number(store->now.db, number, id, err);
}

bool store_voiced(
	struct store *store, const struct strv *actions, struct strv *ids, struct err *err)
{
	return db_voiced(store->now.db, actions, ids, err);
}

/* NOLINTNEXTLINE(readability-function-size): the port asks for it */
bool store_find_stub(struct store *store, const char *original_sha256, const char *state,
	const struct scope *scope, char **id, struct err *err)
{
	return db_find_stub(store->now.db, original_sha256, state, scope, id, err);
}

bool store_list(struct store *store, const struct query *query, const struct scope *scope,
	struct rows *rows, struct err *err)
{
	return db_list(store->now.db, query, scope, rows, err);
}

bool store_count(struct store *store, const struct query *query, const struct scope *scope, int *n,
	struct err *err)
{
	return db_count(store->now.db, query, scope, n, err);
}

bool store_history(struct store *store, const struct history_ask *ask, const struct scope *scope,
	struct history *history, struct err *err)
{
	return db_history(store->now.db, ask, scope, history, err);
}

bool store_acts(struct store *store, const struct scope *scope, const struct past_ask *ask,
	struct act_counts *acts, struct err *err)
{
	return db_acts(store->now.db, scope, ask, acts, err);
}

bool store_published(struct store *store, const struct scope *scope, const struct past_ask *ask,
	struct month_counts *counts, struct err *err)
{
	return db_published(store->now.db, scope, ask, counts, err);
}

bool store_open_since(struct store *store, const struct scope *scope, const char *unit,
	open_take *take, void *context, struct err *err)
{
	return db_open_since(store->now.db, scope, unit, take, context, err);
}

bool store_terms(struct store *store, const struct scope *scope, const char *unit, term_take *take,
	void *context, struct err *err)
{
	return db_terms(store->now.db, scope, unit, take, context, err);
}

bool store_records(struct store *store, const struct scope *scope,
	const struct record_reader *reader, struct err *err)
{
	return db_records(store->now.db, scope, reader, err);
}

bool store_spans(struct store *store, const struct scope *scope, const struct past_ask *ask,
	struct span_counts *spans, struct err *err)
{
	return db_spans(store->now.db, scope, ask, spans, err);
}

bool store_summary_on(struct store *store, const struct scope *scope, const char *unit, int day,
	struct status_counts *cells, struct err *err)
{
	return db_summary_on(store->now.db, scope, unit, day, cells, err);
}

/* NOLINTNEXTLINE(readability-function-size): the port asks for it */
bool store_summary(struct store *store, const struct scope *scope, const char *unit, int from,
	int to, struct status_counts *cells, struct err *err)
{
	struct stamp now = clock_now();
	int today = stamp_day(now);
	struct db_period period = {
		from, to, today, (int)(stamp_moment(now) - moment_make(today, 0))};

	return db_summary(store->now.db, scope, unit, &period, cells, err);
}

char *store_record_at(struct store *store, const char *commit, struct err *err)
{
	struct entry entry = {0};
	char *record = NULL;

	if (!oid_is_valid(commit)) {
		err_set(err, ERR_NOT_FOUND, _("'%s' is no decision"), commit);
		return NULL;
	}
	if (entry_read(store->ledger, commit, &entry, err) &&
		entry_load_record(store->ledger, &entry, err))
		record = xstrdup(entry.decision.record);
	entry_release(&entry);
	return record;
}

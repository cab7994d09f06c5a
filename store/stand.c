/* SPDX-License-Identifier: MIT */
#include "store/stand.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/i18n.h"
#include "store/allowed.h"
#include "store/clock.h"
#include "store/recover.h"

enum { CLOCK_WAIT_MS = 2000, CLOCK_STEP_MS = 20 };

void petition_release(struct petition *petition)
{
	draft_release(&petition->draft);
	entry_release(&petition->entry);
	document_release(&petition->after);
}

bool stand_time(const struct store *store, int64_t not_before, struct stamp *now, struct err *err)
{
	struct stamp least = store->now.last.at;
	const struct timespec step = {.tv_nsec = CLOCK_STEP_MS * 1000000L};
	char said[STAMP_SIZE], last[STAMP_SIZE];

	/* Another pack may have another. */
	if (!clock_set_zone(store->now.office.pack->timezone, err))
		return false;
	if (least.time < not_before)
		least.time = not_before;
	for (int waited = 0; waited <= CLOCK_WAIT_MS; waited += CLOCK_STEP_MS) {
		*now = clock_now();
		if (now->time >= least.time)
			return true;
		nanosleep(&step, NULL);
	}
	return err_set(err, ERR_IO,
		_("the computer's clock says %s, but the last decision was at %s: set the clock "
		  "right"),
		stamp_format(*now, said), stamp_format(least, last));
}

/* After a failed write the disk may hold less than what it said: this process stops writing. */
static bool stop(struct store *store, const char *request, struct err *err)
{
	char what[ERR_TEXT_SIZE];

	memcpy(what, err->text, sizeof(what));
	store->is_stopped = true;
	if (err->code != ERR_UNKNOWN)
		return err_set(err, ERR_IO, _("nothing was changed: %s"), what);
	return err_set(err, ERR_UNKNOWN,
		_("it is not known whether the decision stands: do not repeat it, start the "
		  "program "
		  "again and look (request %s): %s"),
		request, what);
}

bool stand_is_refusal(const struct err *err)
{
	return err->code == ERR_REFUSED || err->code == ERR_STALE || err->code == ERR_NOT_FOUND ||
	       err->code == ERR_INPUT;
}

/* One that waited in the inbox may have come to stand before its answer could be left there. */
static bool is_known(struct store *store, const struct petition *one, bool *known, struct err *err)
{
	char *commit = NULL;

	*known = false;
	if (!one->is_queued)
		return true;
	if (!db_request_known(store->now.db, one->entry.decision.request, &commit, err))
		return false;
	*known = commit != NULL;
	free(commit);
	return true;
}

/* Takes into the index, in the transaction that is open, whatever is allowed. */
static bool take_all(struct store *store, struct petition *const *petitions, size_t n,
	struct batch *batch, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct petition *one = petitions[i];
		bool known;

		if (!is_known(store, one, &known, err))
			return false;
		if (known)
			continue;
		one->err = (struct err){0};
		one->entry.sequence = store->now.last.last + 1 + (int64_t)batch->n;
		one->entry.site_time = batch->at;
		if (projection_take(&store->now, store->ledger, &one->entry, &one->at_hand,
			    &one->after, &one->err)) {
			batch->v[batch->n++] = &one->draft;
			continue;
		}
		if (!stand_is_refusal(&one->err)) {
			*err = one->err;
			return false;
		}
	}
	return true;
}

bool stand_write(
	struct store *store, const struct batch *batch, const char *request, struct err *err)
{
	const struct ledger ledger = {store->ledger, &store->journal, store->site};
	struct link link = {0};
	struct err why = {0};

	if (!db_is_whole(store->now.db, err) ||
		!ledger_append(&ledger, &store->now.last, batch, &link, err)) {
		(void)stop(store, request, err);
		return false;
	}
	if (!projection_arrive(&store->now, &link, err) ||
		!allowed_write(&store->now, store->fd, err) || !db_commit(store->now.db, err)) {
		err->code = ERR_UNKNOWN;
		(void)stop(store, request, err);
		link_release(&link);
		return false;
	}
	if (batch->n > 1)
		store->is_untidy = true; /* that may have been a pack */
	if (store->journal.size > JOURNAL_LIMIT && !recover_cut(store, &why))
		store->is_stopped = true; /* what was decided stands; the journal still has it */
	return true;
}

void stand_undo(struct store *store)
{
	struct err why = {0};

	db_rollback(store->now.db);
	if (!projection_load(&store->now, store->ledger, &why))
		store->is_stopped = true;
}

/* The index goes first, uncommitted: what it refuses never reaches the ledger, and what the ledger
 * has the index will have. */
bool stand(struct store *store, struct petition *const *petitions, size_t n, struct err *err)
{
	struct batch batch = {0};
	int64_t latest = 0;

	for (size_t i = 0; i < n; i++) {
		if (petitions[i]->entry.decision.at.time > latest)
			latest = petitions[i]->entry.decision.at.time;
	}
	if (!stand_time(store, latest, &batch.at, err) || !db_begin(store->now.db, err))
		return false;
	if (!take_all(store, petitions, n, &batch, err)) {
		stand_undo(store);
		return false;
	}
	if (batch.n == 0) {
		db_rollback(store->now.db);
		return true;
	}
	if (stand_write(store, &batch, petitions[n - 1]->entry.decision.request, err))
		return true;
	stand_undo(store);
	return false;
}

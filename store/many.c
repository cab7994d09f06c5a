/* SPDX-License-Identifier: MIT */
#include "store/many.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/clock.h"
#include "store/content.h"
#include "store/inbox.h"
#include "store/lock.h"
#include "store/recover.h"
#include "store/texts.h"

static void finish(struct store *store)
{
	struct many *many = &store->many;

	for (size_t i = 0; i < many->batch.n; i++)
		draft_release(&many->drafts[i]);
	many->batch.n = 0;
	gitrepo_unstage(store->ledger);
	store_unlock(store, many->lock);
	many->lock = -1;
	many->is_on = false;
}

/* Those who wait get their turn between one batch and the next. */
static bool begin(struct store *store, struct err *err)
{
	struct many *many = &store->many;
	bool ok;

	many->lock = lock_take(store->fd, WRITE_LOCK, err);
	ok = many->lock >= 0 && store_reopen_index(store, err) && store_catch_up(store, err) &&
	     inbox_drain(store, NULL, err) && stand_time(store, 0, &many->batch.at, err) &&
	     db_begin(store->now.db, err);
	if (!ok)
		store_unlock(store, many->lock);
	many->is_on = ok;
	return ok;
}

static void forget_actor(struct many *many)
{
	signer_release(&many->signer);
	free(many->actor);
	many->actor = NULL;
}

/* The lock is not held while somebody is asked to touch a key: then nothing is on, and each is
 * decided by itself. */
bool store_begin_many(struct store *store, const char *actor, struct err *err)
{
	struct many *many = &store->many;

	many->err = (struct err){0};
	if (store->is_stopped)
		return err_set(err, ERR_IO,
			_("a write to the store failed before: start the program again"));
	if (!signer_choose(&many->signer, &store->signing, &store->now.office.org, actor,
		    clock_now(), err))
		return false;
	many->actor = xstrdup(actor);
	if (many->signer.agent != NULL || begin(store, err))
		return true;
	forget_actor(many);
	return false;
}

static bool end(struct store *store, struct err *err)
{
	struct many *many = &store->many;
	bool ok = true;

	if (many->batch.n == 0) {
		db_rollback(store->now.db);
	} else {
		ok = content_sync(store->content, err) &&
		     stand_write(store, &many->batch, many->request, err);
		if (!ok)
			stand_undo(store);
		else
			tick_write(&store->tick);
	}
	finish(store);
	return ok;
}

bool store_end_many(struct store *store, struct err *err)
{
	bool ok;

	forget_actor(&store->many);
	if (store->many.err.code == ERR_NONE && store->many.is_on) {
		store->is_untidy = true; /* a large batch is a pack */
		ok = end(store, err);
		recover_tidy(store);
		texts_catch_up(store, SIZE_MAX);
		return ok;
	}
	ok = store->many.err.code == ERR_NONE;
	if (!ok)
		*err = store->many.err;
	store->many.err = (struct err){0};
	return ok;
}

bool store_has_room(const struct store *store)
{
	return store->many.batch.n + 2 <= BATCH_MAX;
}

bool many_fail(struct store *store, const struct err *err)
{
	store->many.err = *err;
	stand_undo(store);
	finish(store);
	return false;
}

static void keep(struct store *store, struct petition *petition, struct receipt *receipt)
{
	struct many *many = &store->many;
	struct draft *draft = &many->drafts[many->batch.n];

	*draft = petition->draft;
	petition->draft = (struct draft){0};
	gitrepo_stage(store->ledger, &draft->objects);
	many->batch.v[many->batch.n++] = draft;
	snprintf(many->request, sizeof(many->request), "%s", petition->entry.decision.request);
	memcpy(receipt->commit, draft->id, sizeof(receipt->commit));
	document_release(&receipt->after);
	receipt->after = petition->after;
	petition->after = (struct document){0};
}

bool many_put(
	struct store *store, struct petition *petition, struct receipt *receipt, struct err *err)
{
	struct many *many = &store->many;

	petition->entry.sequence = store->now.last.last + 1 + (int64_t)many->batch.n;
	petition->entry.site_time = many->batch.at;
	if (!projection_take(&store->now, store->ledger, &petition->entry, &petition->at_hand,
		    &petition->after, err))
		return stand_is_refusal(err) ? false : many_fail(store, err);
	keep(store, petition, receipt);
	if (many->batch.n < BATCH_MAX)
		return true;
	if (end(store, err)) {
		if (begin(store, err))
			return true;
		/* Those before this one stand, but its caller means to end them all together. */
		err_set(err, ERR_UNKNOWN,
			_("it is not known whether the decision stands: start the program again "
			  "and look (request %s)"),
			many->request);
	}
	many->err = *err;
	return false;
}

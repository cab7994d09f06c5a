/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/clock.h"
#include "store/content.h"
#include "store/inbox.h"
#include "store/lock.h"
#include "store/many.h"
#include "store/pack_text.h"
#include "store/recover.h"
#include "store/site_key.h"
#include "store/stand.h"
#include "store/texts.h"

enum { TEXTS_A_PAPER = 4 }; /* put into the index with one that comes in */

void receipt_release(struct receipt *receipt)
{
	document_release(&receipt->after);
	*receipt = (struct receipt){0};
}

static bool check_writable(struct store *store, struct err *err)
{
	bool changed;

	if (store->is_stopped)
		return err_set(err, ERR_IO,
			_("a write to the store failed before: start the program again"));
	/* An alarm may have been put right meanwhile. */
	return store->alarm.code == ERR_NONE || store_refresh(store, &changed, err);
}

/* -- Before the lock ------------------------------------------------------------------------- */

/* On the disk before the journal names it: at once, or many together. */
static bool put_content(struct store *store, const struct content *content, struct err *err)
{
	bool (*put)(int, const void *, size_t, char *, struct err *) =
		store->many.is_on ? content_put_soon : content_put;
	char sha256[HASH_HEX + 1];

	if (content->original != NULL &&
		!put(store->content, content->original, content->original_len, sha256, err))
		return false;
	return content->text == NULL || content->text == content->original ||
	       put(store->content, content->text, content->text_len, sha256, err);
}

/* An adoption carries the pack's files as one text, and its record follows from them. */
static struct pack *read_pack(
	struct decision *decision, const struct content *content, struct err *err)
{
	struct pack_files files = {0};
	struct pack *pack;

	if (content == NULL || content->text == NULL) {
		err_set(err, ERR_INPUT, _("the adoption of '%s' comes without its files"),
			decision->id);
		return NULL;
	}
	if (!pack_text_parse(content->text, content->text_len, &files, err))
		return NULL;
	pack = entry_pack(&files, err);
	if (pack != NULL && !clock_has_zone(pack->timezone, err)) {
		pack_free(pack);
		pack = NULL;
	}
	if (pack != NULL) {
		free(decision->record);
		decision->record = entry_pack_record(pack, NULL);
	}
	return pack;
}

/* The ledger shows one name in every language that the program is used in. */
static const char *actor_name(const struct store *store, const char *id)
{
	const struct person *person = org_person(&store->now.office.org, id);

	if (person == NULL)
		return id;
	for (int i = LANG_COUNT - 1; i >= 0; i--) {
		if (person->name.in[i] != NULL)
			return person->name.in[i];
	}
	return id;
}

static bool sign(struct store *store, const struct decision *decision, const struct signer *signer,
	struct petition *petition, struct err *err)
{
	const struct pack *pack = petition->entry.pack;
	struct drafting how = {
		.repo = store->ledger,
		.key = site_key(store, err),
		.signer = *signer->print != '\0' ? signer : NULL,
		.name = actor_name(store, decision->actor),
		.parent = store->now.last.id,
		.files = pack != NULL ? &pack->files : NULL,
	};
	struct entry entry = {0};

	if (how.key == NULL || !draft_make(&how, decision, &petition->draft, err) ||
		!entry_parse(&entry, draft_commit(&petition->draft), err))
		return false;
	/* What a replay would read from the trees, which are not written yet. */
	entry.decision.record = xstrdup(decision->record);
	entry.pack = petition->entry.pack;
	entry.is_checked = true; /* it was made here: by a key of our own, or looked at */
	petition->entry = entry;
	return true;
}

static bool prepare(struct store *store, struct decision *decision, const struct content *content,
	struct petition *petition, const struct signer *signer, struct err *err)
{
	if (content != NULL && decision->subject == SUBJECT_DOCUMENT) {
		petition->at_hand.text = content->text;
		petition->at_hand.text_len = content->text_len;
	}
	if (decision->subject == SUBJECT_PACK) {
		petition->entry.pack = read_pack(decision, content, err);
		if (petition->entry.pack == NULL)
			return false;
	}
	set_str(&decision->signer, *signer->print != '\0' ? signer->print : NULL);
	return projection_ask(&store->now, decision, &petition->at_hand, err) &&
	       (decision->subject != SUBJECT_DOCUMENT || content == NULL ||
		       put_content(store, content, err)) &&
	       sign(store, decision, signer, petition, err);
}

/* In bulk the actor's signer was chosen once, before the lock. */
static const struct signer *choose_signer(
	struct store *store, const struct decision *decision, struct signer *own, struct err *err)
{
	if (str_eq(store->many.actor, decision->actor))
		return &store->many.signer;
	return signer_choose(own, &store->signing, &store->now.office.org, decision->actor,
		       decision->at, err)
		       ? own
		       : NULL;
}

/* -- Under the lock -------------------------------------------------------------------------- */

/* A request that stands already gets the same answer again; *known says so. */
static bool recall(struct store *store, const struct decision *decision, struct receipt *receipt,
	bool *known, struct err *err)
{
	char *commit = NULL;
	struct entry entry = {0};
	bool ok = db_request_known(store->now.db, decision->request, &commit, err);

	*known = ok && commit != NULL;
	if (*known) {
		ok = entry_read(store->ledger, commit, &entry, err);
		if (ok && (!str_eq(entry.decision.id, decision->id) ||
				  !str_eq(entry.decision.action, decision->action) ||
				  !str_eq(entry.decision.actor, decision->actor)))
			ok = err_set(err, ERR_INPUT, _("the request %s was another decision"),
				decision->request);
	}
	if (ok && *known) {
		memcpy(receipt->commit, entry.id, sizeof(receipt->commit));
		if (decision->subject == SUBJECT_DOCUMENT)
			ok = db_document(store->now.db, decision->id, &receipt->after, err);
	}
	entry_release(&entry);
	free(commit);
	return ok;
}

static bool catch_up(struct store *store, struct err *err)
{
	return store_reopen_index(store, err) && store_catch_up(store, err);
}

/* With the lock: those who waited go first. */
static bool take_turn(
	struct store *store, struct petition *petition, struct receipt *receipt, struct err *err)
{
	bool known = false;

	if (!catch_up(store, err) ||
		!recall(store, &petition->entry.decision, receipt, &known, err))
		return false;
	if (known)
		return true;
	if (site_key(store, err) == NULL || !inbox_drain(store, petition, err))
		return false;
	if (petition->err.code != ERR_NONE) {
		*err = petition->err;
		return false;
	}
	memcpy(receipt->commit, petition->draft.id, sizeof(receipt->commit));
	document_release(&receipt->after);
	receipt->after = petition->after;
	petition->after = (struct document){0};
	tick_write(&store->tick);
	tick_clear(&store->tick); /* that was this one, and the others were taken in above */
	return true;
}

/* Sleeps until there is an answer, or the lock is free and *lock has it; false where neither comes
 * to pass. The number of turns is read before anything is looked at, so none is slept through. */
static bool sleep_for_turn(struct store *store, const char *name, int *lock, struct err *err)
{
	struct timespec now;
	int64_t until = 0, ms;
	bool busy;

	for (*lock = -1;;) {
		uint32_t seen = turn_now(&store->turn, store->fd);

		if (!inbox_is_waiting(store, name))
			return true;
		*lock = lock_try(store->fd, WRITE_LOCK, &busy, err);
		if (*lock >= 0 || !busy)
			return *lock >= 0;
		clock_gettime(CLOCK_MONOTONIC, &now);
		ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
		if (until == 0)
			until = ms + lock_patience();
		if (ms >= until)
			return lock_is_busy(store->fd, WRITE_LOCK, err);
		turn_wait(&store->turn, seen);
	}
}

/* Whoever holds the lock decides on what waits; when it is free again there is either an answer, or
 * nobody who would give one but this process. */
static bool decide_waiting(struct store *store, const char *name, struct err *err)
{
	bool changed, ok;
	int lock;

	if (!sleep_for_turn(store, name, &lock, err))
		return inbox_withdraw(store, name)
			       ? false
			       : err_set(err, ERR_UNKNOWN,
					 _("it is not known whether the decision stands: it is "
					   "being decided on, and that does not end"));
	if (lock < 0)
		return store_has_index(store) || store_refresh(store, &changed, err);
	ok = store_reopen_index(store, err);
	if (ok && inbox_is_waiting(store, name)) {
		ok = store_catch_up(store, err) && inbox_drain(store, NULL, err);
		tick_write(&store->tick);
		if (!ok && err->code != ERR_UNKNOWN)
			inbox_remove(store, name);
	}
	store_unlock(store, lock);
	return ok;
}

/* What stands as it was put in needs no reading. */
static bool recall_mine(struct store *store, const struct petition *petition,
	struct receipt *receipt, bool *known, struct err *err)
{
	const struct decision *decision = &petition->entry.decision;
	char *commit = NULL;
	bool ok = db_request_known(store->now.db, decision->request, &commit, err);
	bool is_mine = ok && commit != NULL && strcmp(commit, petition->draft.id) == 0;

	free(commit);
	if (!ok || !is_mine)
		return ok && recall(store, decision, receipt, known, err);
	*known = true;
	memcpy(receipt->commit, petition->draft.id, sizeof(receipt->commit));
	return db_document(store->now.db, decision->id, &receipt->after, err);
}

static bool wait_turn(struct store *store, const struct petition *petition, const char *name,
	struct receipt *receipt, struct err *err)
{
	const struct decision *decision = &petition->entry.decision;
	bool known = false;

	if (!decide_waiting(store, name, err) || !inbox_read_answer(store, name, err) ||
		!recall_mine(store, petition, receipt, &known, err))
		return false;
	return known || err_set(err, ERR_UNKNOWN,
				_("it is not known whether the decision stands: start the program "
				  "again and look (request %s)"),
				decision->request);
}

/* The lock is free, or the petition waits in the inbox for whoever has it. The office's own changes
 * are rare and wait for the lock themselves. */
static bool decide(
	struct store *store, struct petition *petition, struct receipt *receipt, struct err *err)
{
	struct err why = {0};
	char name[INBOX_NAME];
	bool busy, ok;
	int lock = lock_try(store->fd, WRITE_LOCK, &busy, err);

	if (lock < 0 && busy && petition->entry.decision.subject == SUBJECT_DOCUMENT &&
		inbox_put(store, petition, name, &why))
		return wait_turn(store, petition, name, receipt, err);
	if (lock < 0 && busy)
		lock = lock_take(store->fd, WRITE_LOCK, err);
	ok = lock >= 0 && take_turn(store, petition, receipt, err);
	store_unlock(store, lock);
	return ok;
}

static bool submit(struct store *store, struct decision *decision, const struct content *content,
	struct receipt *receipt, struct err *err)
{
	struct petition petition = {0};
	struct signer own = {0};
	const struct signer *signer;
	bool known = false, ok;

	/* What belongs to a batch that failed does not stand by itself. */
	if (store->many.err.code != ERR_NONE) {
		*err = store->many.err;
		return false;
	}
	if (!check_writable(store, err) || !recall(store, decision, receipt, &known, err))
		return false;
	if (known)
		return true;
	signer = choose_signer(store, decision, &own, err);
	ok = signer != NULL && prepare(store, decision, content, &petition, signer, err) &&
	     (store->many.is_on ? many_put(store, &petition, receipt, err)
				: decide(store, &petition, receipt, err));
	signer_release(&own);
	petition_release(&petition);
	return ok;
}

static bool set_time(struct store *store, struct stamp *at, struct err *err)
{
	if (!store->many.is_on)
		return stand_time(store, 0, at, err);
	*at = store->many.batch.at;
	return true;
}

static const char *site_print(const struct store *store)
{
	const struct signing_key *key = key_list_last(&store->now.office.org.site);

	return key != NULL ? key->print : NULL;
}

bool store_submit(struct store *store, struct decision *decision, const struct content *content,
	struct receipt *receipt, struct err *err)
{
	struct receipt unread = {0}, *told = receipt != NULL ? receipt : &unread;
	char *key;
	bool ok;

	if (decision->request == NULL)
		decision->request = request_new();
	key = xstrdup(site_print(store));
	ok = set_time(store, &decision->at, err) && submit(store, decision, content, told, err);
	/* The site's key was changed while this was signed with the one before. */
	if (!ok && err->code == ERR_REFUSED && decision->signer == NULL &&
		!str_eq(key, site_print(store)))
		ok = set_time(store, &decision->at, err) &&
		     submit(store, decision, content, told, err);
	free(key);
	receipt_release(&unread);
	if (store->is_untidy && !store->many.is_on)
		recover_tidy(store);
	if (ok && content != NULL && !store->many.is_on)
		texts_catch_up(store, TEXTS_A_PAPER);
	return ok;
}

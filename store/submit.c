/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/content.h"
#include "store/lock.h"
#include "store/pack_text.h"
#include "store/stand.h"

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

static bool put_content(struct store *store, const struct content *content, struct err *err)
{
	char sha256[SHA256_HEX + 1];

	if (content->original != NULL &&
		!content_put(store->content, content->original, content->original_len, sha256, err))
		return false;
	return content->text == NULL || content->text == content->original ||
	       content_put(store->content, content->text, content->text_len, sha256, err);
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

static bool sign(struct store *store, const struct decision *decision, struct petition *petition,
	struct err *err)
{
	const struct pack *pack = petition->entry.pack;
	struct drafting how = {
		.repo = store->ledger,
		.key = store->site,
		.name = actor_name(store, decision->actor),
		.parent = store->now.last.id,
		.files = pack != NULL ? &pack->files : NULL,
	};
	struct entry entry = {0};

	if (!draft_make(&how, decision, &petition->draft, err) ||
		!entry_parse(&entry, draft_commit(&petition->draft), err))
		return false;
	/* What a replay would read from the trees, which are not written yet. */
	entry.decision.record = xstrdup(decision->record);
	entry.pack = petition->entry.pack;
	petition->entry = entry;
	return true;
}

static bool prepare(struct store *store, struct decision *decision, const struct content *content,
	struct petition *petition, struct err *err)
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
	if (!projection_ask(&store->now, decision, &petition->at_hand, err))
		return false;
	if (decision->subject == SUBJECT_DOCUMENT && content != NULL &&
		!put_content(store, content, err))
		return false;
	return sign(store, decision, petition, err);
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

static bool stand_alone(
	struct store *store, struct petition *petition, struct receipt *receipt, struct err *err)
{
	bool known = false;

	if (!store_reopen_index(store, err) || !store_catch_up(store, err) ||
		!recall(store, &petition->entry.decision, receipt, &known, err))
		return false;
	if (known)
		return true;
	if (!stand(store, petition, 1, err))
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

static bool submit(struct store *store, struct decision *decision, const struct content *content,
	struct receipt *receipt, struct err *err)
{
	struct petition petition = {0};
	bool known = false, ok;
	int lock = -1;

	if (!check_writable(store, err) || !recall(store, decision, receipt, &known, err))
		return false;
	if (known)
		return true;
	ok = prepare(store, decision, content, &petition, err);
	if (ok) {
		lock = lock_take(store->fd, WRITE_LOCK, err);
		ok = lock >= 0 && stand_alone(store, &petition, receipt, err);
		lock_drop(lock);
	}
	petition_release(&petition);
	return ok;
}

bool store_submit(struct store *store, struct decision *decision, const struct content *content,
	struct receipt *receipt, struct err *err)
{
	struct receipt unread = {0};
	bool ok;

	if (decision->request == NULL)
		decision->request = request_new();
	ok = stand_time(store, 0, &decision->at, err) &&
	     submit(store, decision, content, receipt != NULL ? receipt : &unread, err);
	receipt_release(&unread);
	return ok;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/reading.h"
#include "core/text.h"
#include "core/clock.h"
#include "core/hash.h"
#include "core/i18n.h"
#include "core/links.h"
#include "core/mem.h"
#include "store/verify.h"

/* The chain of decisions on one subject, by git's hash and by SHA-256. */
static bool check_chain(
	struct audit *audit, const struct entry *entry, const struct subject_state *state)
{
	const struct decision *d = &entry->decision;

	if (str_eq(d->prev, state->prev) && strcmp(d->prev_sha256, state->prev_sha256) == 0)
		return true;
	audit_fault(audit, entry->id,
		_("its Prev is not the decision before it on '%s', which is %s"), d->id,
		state->prev != NULL ? state->prev : _("none"));
	return false;
}

/* The record's bytes are what the message says they are; an unchanged tree was read before. */
static bool check_record(
	struct audit *audit, struct entry *entry, const struct subject_state *state)
{
	char sha256[HASH_HEX + 1];
	struct err why = {0};

	if (strcmp(state->tree, entry->commit.tree) == 0) {
		if (entry->decision.subject == SUBJECT_DOCUMENT &&
			strcmp(state->document.record, entry->decision.record_sha256) == 0)
			return true;
	}
	if (!entry_load_record(audit->repo, entry, &why)) {
		audit_fault(audit, entry->id, "%s", why.text);
		return false;
	}
	hash_hex(entry->decision.record, strlen(entry->decision.record), sha256);
	if (strcmp(sha256, entry->decision.record_sha256) == 0)
		return true;
	audit_fault(audit, entry->id, _("its record is not the one that was signed"));
	return false;
}

/* Each document counts once. */
static void count_claim(struct subject_state *state, struct content_claim *claim)
{
	for (size_t i = 0; i < state->content_count; i++) {
		if (state->contents[i] == claim)
			return;
	}
	GROW(state->contents, state->content_count);
	state->contents[state->content_count++] = claim;
	claim->live++;
}

static void purge_claims(struct subject_state *state, const char *commit)
{
	for (size_t i = 0; i < state->content_count; i++) {
		state->contents[i]->live--;
		memcpy(state->contents[i]->purged, commit, OID_HEX + 1);
	}
	state->content_count = 0;
}

static struct content_claim *note_blob(struct audit *audit, struct subject_state *state,
	const struct blob_ref *blob, const char *commit)
{
	struct content_claim *claim;
	char *key;

	if (blob->sha256[0] == '\0')
		return NULL;
	key = xasprintf("%s %lld", blob->sha256, (long long)blob->size);
	claim = table_get(&audit->contents, key);
	if (claim == NULL) {
		claim = xcalloc(1, sizeof(*claim));
		memcpy(claim->commit, commit, sizeof(claim->commit));
		claim->is_old = audit->is_trusted;
		table_put(&audit->contents, key, claim);
	}
	free(key);
	count_claim(state, claim);
	return claim;
}

static const struct screener *current_screener(struct audit *audit)
{
	struct screener_of_pack *of;

	for (size_t i = 0; i < audit->screener_count; i++) {
		if (strcmp(audit->screeners[i].pack, audit->office.pack->id) == 0)
			return audit->screeners[i].screener;
	}
	GROW(audit->screeners, audit->screener_count);
	of = &audit->screeners[audit->screener_count++];
	of->pack = xstrdup(audit->office.pack->id);
	of->screener = screener_new(audit->office.pack);
	return of->screener;
}

/* An edition that was past lets nothing be believed that today's would not find. */
static void note_edition(struct audit *audit, const struct paper *paper, const char *commit)
{
	if (paper->screening < audit->screening)
		audit_fault(audit, commit,
			_("it says that edition %d of the screening looked at %s, when edition %d "
			  "did already"),
			paper->screening, paper->id, audit->screening);
	else
		audit->screening = paper->screening;
}

static void note_findings(struct audit *audit, struct content_claim *claim,
	const struct paper *paper, const char *commit)
{
	free(claim->findings); /* one text may be a rendition here and a paper there */
	claim->findings = strv_join(&paper->findings, "; ");
	claim->screener = current_screener(audit);
	claim->screening = paper->screening;
	note_edition(audit, paper, commit);
}

/* What the store must hold of a paper. Of one refused at the door the stub names the hash alone. */
static void note_contents(struct audit *audit, struct subject_state *state,
	const struct paper *paper, const char *commit)
{
	const struct kind *kind = pack_kind(audit->office.pack, paper->kind);
	bool has_rendition = paper->rendition.sha256[0] != '\0';
	bool is_plain = text_is_plain(paper->encoding);
	struct content_claim *original, *text, *rendition;

	if (kind != NULL && kind->is_stub)
		return;
	original = note_blob(audit, state, &paper->original, commit);
	text = note_blob(audit, state, &paper->text, commit);
	rendition = note_blob(audit, state, &paper->rendition, commit);
	if (rendition != NULL && rendition->encoding == NULL && rendition->findings == NULL)
		note_findings(audit, rendition, paper, commit);
	if (original == NULL || original->encoding != NULL || paper->encoding == NULL)
		return;
	memcpy(original->text, paper->text.sha256, sizeof(original->text));
	original->encoding = xstrdup(paper->encoding);
	/* What a plain text was made of is read again; the text of any other file is believed. */
	if (!has_rendition && is_plain)
		note_findings(audit, original, paper, commit);
	else if (!has_rendition && text != NULL && text->encoding == NULL && text->findings == NULL)
		note_findings(audit, text, paper, commit);
}

static const struct document *known(struct audit *audit, const char *id)
{
	const struct subject_state *state;

	if (id == NULL)
		return NULL;
	state = audit_subject(audit, SUBJECT_DOCUMENT, id);
	return state->prev != NULL ? &state->document : NULL;
}

/* The papers that the law follows from this one; the caller frees the list. */
static const struct document **known_linked(
	struct audit *audit, const struct paper *paper, size_t *n)
{
	const struct document **linked = NULL;
	struct strv ids = {0};

	links_followed(pack_kind(audit->office.pack, paper->kind), paper, &ids);
	if (ids.n > 0)
		linked = xcalloc(ids.n, sizeof(*linked));
	for (size_t i = 0; i < ids.n; i++)
		linked[i] = known(audit, ids.v[i]);
	*n = ids.n;
	strv_release(&ids);
	return linked;
}

static bool admit_document(
	struct audit *audit, struct entry *entry, struct subject_state *state, struct err *err)
{
	struct decision *d = &entry->decision;
	const struct document *before = state->prev != NULL ? &state->document : NULL;
	struct evidence evidence = {0};
	const struct document **linked = NULL;
	struct document after = {0};
	struct paper paper = {0};
	bool ok = true;

	if (before != NULL && strcmp(before->record, d->record_sha256) == 0)
		set_str(&d->record, NULL);
	if (d->record != NULL)
		ok = paper_parse(&paper, d->record, err);
	if (ok) {
		note_contents(audit, state, &paper, entry->id);
		evidence.stub = known(audit, paper.admitted);
		evidence.named = known(audit, d->named);
		linked = known_linked(audit,
			d->record != NULL || before == NULL ? &paper : &before->paper,
			&evidence.linked_count);
		evidence.linked = linked;
		ok = workflow_admit(
			&audit->office, before, d, entry->site_time, &evidence, &after, err);
	}
	if (ok) {
		if (after.purged != DAY_NONE)
			purge_claims(state, entry->id);
		document_release(&state->document);
		state->document = after;
		set_str(&state->document.prev, entry->id);
		memcpy(state->document.prev_sha256, entry->sha256, sizeof(entry->sha256));
	} else {
		document_release(&after);
	}
	paper_release(&paper);
	free(linked);
	return ok;
}

/* What is open is due by the new pack's calendar. */
static void recount(struct audit *audit, const struct pack *pack)
{
	for (size_t i = 0; audit->office.pack != NULL && i < audit->subjects.size; i++) {
		const char *key = audit->subjects.slots[i].key;
		struct subject_state *state = audit->subjects.slots[i].value;

		if (key != NULL && *key == 'D' && state->prev != NULL)
			(void)clock_recount(&state->document, audit->office.pack, pack);
	}
}

static bool admit_pack(
	struct audit *audit, struct entry *entry, struct subject_state *state, struct err *err)
{
	if (!entry_load_pack(audit->repo, entry, err) || !entry_check_pack(entry, err))
		return false;
	if (audit->office.pack != NULL && !workflow_admit_org(&audit->office, state->record,
						  &entry->decision, entry->site_time, err))
		return false;
	recount(audit, entry->pack);
	pack_free(audit->office.pack);
	audit->office.pack = entry->pack;
	entry->pack = NULL;
	set_str(&state->record, entry->decision.record);
	return true;
}

/* Signatures by the key that went are believed up to here, by the new one from here on. */
static bool take_site_key(struct audit *audit, const struct entry *entry, struct err *err)
{
	const struct decision *d = &entry->decision;
	const struct signing_key *now = key_list_last(&audit->office.org.site);

	if (strcmp(d->action, ACTION_REPLACE) == 0)
		audit_note(audit, entry->id,
			_("from here on the site signs with %s: %s replaced its key, which was "
			  "lost, "
			  "and the lost one did not vouch for it"),
			now->print, d->actor);
	else
		audit_note(audit, entry->id,
			_("from here on the site signs with %s: %s changed its key, and the old "
			  "one "
			  "vouched for it"),
			now->print, d->actor);
	return public_key_parse(now->line, &audit->site, err);
}

static bool admit_org(
	struct audit *audit, struct entry *entry, struct subject_state *state, struct err *err)
{
	if (!workflow_admit_org(
		    &audit->office, state->record, &entry->decision, entry->site_time, err) ||
		!office_apply(&audit->office, &entry->decision, err))
		return false;
	set_str(&state->record, entry->decision.record);
	return entry->decision.subject != SUBJECT_SITE || take_site_key(audit, entry, err);
}

static bool admit(
	struct audit *audit, struct entry *entry, struct subject_state *state, struct err *err)
{
	if (entry->decision.subject == SUBJECT_PACK)
		return admit_pack(audit, entry, state, err);
	if (audit->office.pack == NULL)
		return err_set(err, ERR_IO, _("there is no pack to judge it by"));
	if (entry->decision.subject == SUBJECT_DOCUMENT)
		return admit_document(audit, entry, state, err);
	return admit_org(audit, entry, state, err);
}

static bool check_law(struct audit *audit, struct entry *entry, struct subject_state *state)
{
	struct str message = {0};
	struct err why = {0};
	bool ok = admit(audit, entry, state, &why);

	if (!ok)
		audit_fault(audit, entry->id, _("it was not allowed: %s"), why.text);
	else
		decision_message(&entry->decision, &message);
	if (ok && strcmp(str_get(&message), entry->commit.message) != 0) {
		audit_fault(audit, entry->id, _("it says something else than the law gives"));
		ok = false;
	}
	str_release(&message);
	return ok;
}

/* A subject is followed up to the first decision on it that cannot be: what comes after would only
 * repeat that fault in other words. */
void audit_replay(struct audit *audit, struct entry *entry)
{
	struct subject_state *state =
		audit_subject(audit, entry->decision.subject, entry->decision.id);

	if (!state->is_broken)
		state->is_broken = !check_chain(audit, entry, state) ||
				   !check_record(audit, entry, state) ||
				   !check_law(audit, entry, state);
	set_str(&state->prev, entry->id);
	memcpy(state->prev_sha256, entry->sha256, sizeof(state->prev_sha256));
	memcpy(state->tree, entry->commit.tree, sizeof(state->tree));
}

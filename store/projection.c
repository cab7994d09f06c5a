/* SPDX-License-Identifier: MIT */
#include "store/projection.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/hash.h"
#include "core/i18n.h"
#include "core/links.h"
#include "core/mem.h"
#include "store/site_key.h"
#include "store/sshsig.h"

void projection_release(struct projection *p)
{
	shelf_free(p->shelf);
	db_close(p->db);
	office_release(&p->office);
	link_release(&p->last);
	*p = (struct projection){0};
}

static bool load_pack(struct projection *p, struct gitrepo *repo, struct err *err)
{
	char *id = NULL, *commit = NULL;
	struct entry entry = {0};
	bool ok = db_pack(p->db, &id, &commit, err);

	/* What was taken in and rolled back goes too. */
	if (ok && id == NULL) {
		pack_free(p->office.pack);
		p->office.pack = NULL;
	}
	if (ok && id != NULL && (p->office.pack == NULL || strcmp(p->office.pack->id, id) != 0)) {
		ok = entry_read(repo, commit, &entry, err) && entry_load_pack(repo, &entry, err);
		if (ok) {
			pack_free(p->office.pack);
			p->office.pack = entry.pack;
			entry.pack = NULL;
		}
	}
	entry_release(&entry);
	free(id);
	free(commit);
	return ok;
}

static bool load_site(struct projection *p, struct err *err)
{
	struct err why = {0};
	char *record = db_meta(p->db, META_SITE, &why);
	bool ok = why.code == ERR_NONE;

	key_list_release(&p->office.org.site);
	if (!ok)
		*err = why;
	else if (record != NULL)
		ok = site_keys_parse(&p->office.org.site, record, err);
	free(record);
	return ok;
}

static bool keep_site(struct projection *p, struct err *err)
{
	struct str record = {0};
	bool ok;

	site_keys_print(&p->office.org.site, &record);
	ok = db_set_meta(p->db, META_SITE, str_get(&record), err);
	str_release(&record);
	return ok;
}

bool projection_load(struct projection *p, struct gitrepo *repo, struct err *err)
{
	struct link link = {0};
	struct err why = {0};
	char *tip = db_meta(p->db, META_TIP, &why);
	bool ok = why.code == ERR_NONE;

	if (!ok)
		*err = why;
	if (ok && tip != NULL)
		ok = link_read(repo, tip, NULL, &link, err);
	free(tip);
	link_release(&p->last);
	p->last = link;
	return ok && db_org(p->db, &p->office.org, err) && load_site(p, err) &&
	       load_pack(p, repo, err);
}

static struct db_entry row(const struct entry *entry)
{
	return (struct db_entry){
		.decision = &entry->decision,
		.commit = entry->id,
		.commit_sha256 = entry->sha256,
		.signer = entry->decision.signer != NULL ? entry->decision.actor : ACTOR_SITE,
		.sequence = entry->sequence,
		.site_time = entry->site_time,
	};
}

static bool stale(
	const struct decision *decision, const char *actor, const char *action, struct err *err)
{
	if (actor == NULL)
		return err_set(err, ERR_STALE,
			_("'%s' is not there any more as it was seen: look again"), decision->id);
	return err_set(err, ERR_STALE, _("'%s' has moved on: %s did '%s' meanwhile; look again"),
		decision->id, actor, action);
}

/* What was signed must be all that the law gives, word for word. */
static bool check_message(const struct entry *entry, struct err *err)
{
	struct str message = {0};
	bool ok;

	decision_message(&entry->decision, &message);
	ok = strcmp(str_get(&message), entry->commit.message) == 0;
	str_release(&message);
	return ok ||
	       err_set(err, ERR_REFUSED, _("what was signed about '%s' is not what the law gives"),
		       entry->decision.id);
}

/* *found points at the document where it is there: on the shelf, or read into slot. */
static bool look_up(struct projection *p, const char *id, struct document *slot,
	const struct document **found, struct err *err)
{
	struct err why = {0};

	*found = NULL;
	if (id == NULL)
		return true;
	if (p->shelf != NULL)
		return shelf_find(p->shelf, id, found, err);
	if (db_document(p->db, id, slot, &why)) {
		*found = slot;
		return true;
	}
	if (why.code == ERR_NOT_FOUND)
		return true;
	*err = why;
	return false;
}

/* A question to workflow; entry and repo are NULL for a decision that is not signed yet. */
struct inquiry {
	struct decision *decision;
	struct stamp now;
	const struct at_hand *at_hand;
	struct entry *entry;
	struct gitrepo *repo;
};

/* The same record is no record, whether it was written or not: a replay asks the same. */
static bool settle_record(
	const struct inquiry *inquiry, const struct document *before, struct err *err)
{
	struct decision *decision = inquiry->decision;
	char sha256[HASH_HEX + 1];

	memcpy(sha256, decision->record_sha256, sizeof(sha256));
	if (inquiry->entry == NULL && decision->record != NULL)
		hash_hex(decision->record, strlen(decision->record), sha256);
	if (before != NULL && strcmp(before->record, sha256) == 0)
		set_str(&decision->record, NULL);
	else if (inquiry->entry != NULL && decision->record == NULL)
		return entry_load_record(inquiry->repo, inquiry->entry, err);
	return true;
}

/* The papers that the law follows from this one. */
struct linked {
	struct document *slots; /* owns */
	const struct document **found; /* owns; borrowed from whom look_up says */
	size_t n;
};

static void linked_release(struct linked *linked)
{
	for (size_t i = 0; i < linked->n; i++)
		document_release(&linked->slots[i]);
	free(linked->slots);
	free(linked->found);
}

static bool look_up_linked(struct projection *p, const struct paper *paper, struct linked *linked,
	struct evidence *evidence, struct err *err)
{
	struct strv ids = {0};
	bool ok = true;

	if (paper->kind != NULL && paper->fields.n > 0)
		links_followed(pack_kind(p->office.pack, paper->kind), paper, &ids);
	if (ids.n > 0) {
		linked->slots = xcalloc(ids.n, sizeof(*linked->slots));
		linked->found = xcalloc(ids.n, sizeof(*linked->found));
	}
	for (size_t i = 0; ok && i < ids.n; i++, linked->n++)
		ok = look_up(p, ids.v[i], &linked->slots[i], &linked->found[i], err);
	evidence->linked = linked->found;
	evidence->linked_count = linked->n;
	strv_release(&ids);
	return ok;
}

static bool admit_document(struct projection *p, const struct inquiry *inquiry,
	const struct document *before, struct document *after, struct err *err)
{
	struct decision *decision = inquiry->decision;
	struct document stub = {0}, named = {0};
	struct evidence evidence = {0};
	struct linked linked = {0};
	struct paper paper = {0};
	bool ok = true;

	if (inquiry->at_hand != NULL) {
		evidence.text = inquiry->at_hand->text;
		evidence.text_len = inquiry->at_hand->text_len;
	}
	if (decision->record != NULL)
		ok = paper_parse(&paper, decision->record, err);
	ok = ok && look_up(p, paper.admitted, &stub, &evidence.stub, err) &&
	     look_up(p, decision->named, &named, &evidence.named, err) &&
	     look_up_linked(p, decision->record != NULL || before == NULL ? &paper : &before->paper,
		     &linked, &evidence, err) &&
	     workflow_admit(&p->office, before, decision, inquiry->now, &evidence, after, err);
	paper_release(&paper);
	document_release(&stub);
	document_release(&named);
	linked_release(&linked);
	return ok;
}

static bool ask_document(struct projection *p, const struct inquiry *inquiry,
	struct document *after, struct err *err)
{
	struct decision *decision = inquiry->decision;
	struct document slot = {0};
	const struct document *before = NULL, *last;
	bool ok;

	if (p->office.pack == NULL)
		return err_set(err, ERR_IO, _("the ledger begins without a pack"));
	ok = look_up(p, decision->id, &slot, &before, err);
	last = before != NULL ? before : &slot;
	if (ok && (!str_eq(last->prev, decision->prev) ||
			  strcmp(last->prev_sha256, decision->prev_sha256) != 0))
		ok = stale(decision, last->last_actor, last->last_action, err);
	ok = ok && settle_record(inquiry, before, err) &&
	     admit_document(p, inquiry, before, after, err);
	document_release(&slot);
	return ok;
}

/* The founding decision is the only one that nobody is asked about: there is nobody yet. */
static bool ask_org(struct projection *p, const struct inquiry *inquiry, struct err *err)
{
	struct decision *decision = inquiry->decision, latest = {0};
	char *commit = NULL, sha256[HASH_HEX + 1] = "";
	bool ok = true;

	if (decision->record == NULL && inquiry->entry != NULL)
		ok = entry_load_record(inquiry->repo, inquiry->entry, err);
	ok = ok &&
	     db_subject(p->db, decision->subject, decision->id, &latest, &commit, sha256, err);
	if (ok && (!str_eq(commit, decision->prev) || strcmp(sha256, decision->prev_sha256) != 0))
		ok = stale(decision, latest.actor, latest.action, err);
	if (ok && p->office.pack != NULL)
		ok = workflow_admit_org(&p->office, latest.record, decision, inquiry->now, err);
	decision_release(&latest);
	free(commit);
	return ok;
}

bool projection_ask(struct projection *p, struct decision *decision, const struct at_hand *at_hand,
	struct err *err)
{
	struct inquiry inquiry = {.decision = decision, .now = decision->at, .at_hand = at_hand};
	struct document after = {0};
	bool ok;

	if (decision->subject != SUBJECT_DOCUMENT)
		return ask_org(p, &inquiry, err);
	ok = ask_document(p, &inquiry, &after, err);
	document_release(&after);
	return ok;
}

/* Why only now: they come in by the hundred, and each numbers those behind it anew. */
static bool settle_units(struct projection *p, struct err *err)
{
	if (!p->has_new_units)
		return true;
	p->has_new_units = false;
	return db_put_units(p->db, &p->office.org, err);
}

bool projection_settle(struct projection *p, struct err *err)
{
	return p->shelf == NULL || (settle_units(p, err) && shelf_empty(p->shelf, err));
}

static bool put_document(
	struct projection *p, const struct entry *entry, struct document *after, struct err *err)
{
	const struct kind *kind = pack_kind(p->office.pack, after->paper.kind);
	struct db_entry put = row(entry);

	set_str(&after->prev, entry->id);
	memcpy(after->prev_sha256, entry->sha256, sizeof(after->prev_sha256));
	if (p->shelf != NULL)
		return settle_units(p, err) && shelf_put(p->shelf, &put, after, kind, err);
	return db_put_document(p->db, &put, after, kind, err);
}

static bool recount_one(
	struct projection *p, const struct entry *entry, const char *id, struct err *err)
{
	struct document document = {0};
	bool ok = db_document(p->db, id, &document, err);

	if (ok && clock_recount(&document, p->office.pack, entry->pack))
		ok = db_put_recount(p->db, entry->sequence, &document,
			pack_kind(entry->pack, document.paper.kind), err);
	document_release(&document);
	return ok;
}

/* A calendar that changed after the fact changes what is due: both days are kept. */
static bool recount(struct projection *p, const struct entry *entry, struct err *err)
{
	struct strv ids = {0};
	bool ok = p->office.pack == NULL || db_open_documents(p->db, &ids, err);

	for (size_t i = 0; ok && i < ids.n; i++)
		ok = recount_one(p, entry, ids.v[i], err);
	strv_release(&ids);
	return ok;
}

static bool put_pack(
	struct projection *p, struct gitrepo *repo, struct entry *entry, struct err *err)
{
	struct db_entry put = row(entry);

	/* A pack says what is over, and what is due. */
	if ((entry->pack == NULL && !entry_load_pack(repo, entry, err)) ||
		!entry_check_pack(entry, err) || !projection_settle(p, err) ||
		!db_put_pack(p->db, &put, entry->pack, err) || !recount(p, entry, err))
		return false;
	pack_free(p->office.pack);
	p->office.pack = entry->pack;
	entry->pack = NULL;
	if (p->office.org.site.n > 0)
		return true;
	return site_keys_found(
		       &p->office.org.site, entry->decision.record, entry->site_time, err) &&
	       keep_site(p, err);
}

static bool put_org(struct projection *p, const struct entry *entry, struct err *err)
{
	const struct org *units = p->shelf == NULL ? &p->office.org : NULL;
	struct db_entry put = row(entry);

	p->has_new_units =
		p->shelf != NULL && (p->has_new_units || entry->decision.subject == SUBJECT_UNIT);
	p->has_new_signers = p->has_new_signers || entry->decision.subject != SUBJECT_UNIT;
	return office_apply(&p->office, &entry->decision, err) &&
	       db_put_org(p->db, &put, units, err) &&
	       (entry->decision.subject != SUBJECT_SITE || keep_site(p, err));
}

/* Who signed it: workflow is asked whether they may. The founding decision is its own link, and was
 * checked as that. */
static bool read_signer(const struct projection *p, struct entry *entry, struct err *err)
{
	const struct commit *commit = &entry->commit;
	const struct signing_key *site = key_list_last(&p->office.org.site);
	struct public_key signer;
	bool is_site, ok = true;

	if (site == NULL)
		return true;
	if (commit->signature == NULL)
		return err_set(err, ERR_REFUSED, _("it is not signed"));
	if (*entry->signer == '\0') {
		ok = sshsig_signer(commit->signature, &signer, err);
		if (ok)
			(void)public_key_fingerprint(&signer, entry->signer);
	}
	is_site = strcmp(entry->signer, site->print) == 0;
	if (ok && !entry->is_checked && !(is_site && entry->is_vouched))
		ok = sshsig_verify(commit->signature, "git", commit->payload,
			strlen(commit->payload), &signer, err);
	if (!ok) {
		err->code = ERR_REFUSED;
		return err_wrap(err, "%s", _("its signature is not good"));
	}
	set_str(&entry->decision.signer, is_site ? NULL : entry->signer);
	return true;
}

bool projection_take(struct projection *p, struct gitrepo *repo, struct entry *entry,
	const struct at_hand *at_hand, struct document *after, struct err *err)
{
	struct inquiry inquiry = {.decision = &entry->decision,
		.now = entry->site_time,
		.at_hand = at_hand,
		.entry = entry,
		.repo = repo};

	if (!read_signer(p, entry, err))
		return false;
	if (entry->decision.subject == SUBJECT_DOCUMENT)
		return ask_document(p, &inquiry, after, err) && check_message(entry, err) &&
		       put_document(p, entry, after, err);
	if (!ask_org(p, &inquiry, err) || !check_message(entry, err))
		return false;
	if (entry->decision.subject == SUBJECT_PACK)
		return put_pack(p, repo, entry, err);
	return put_org(p, entry, err);
}

bool projection_arrive(struct projection *p, struct link *link, struct err *err)
{
	bool ok = db_set_meta(p->db, META_TIP, link->id, err) &&
		  db_set_meta_number(p->db, META_SEQUENCE, link->last, err);

	link_release(&p->last);
	p->last = *link;
	*link = (struct link){0};
	return ok;
}

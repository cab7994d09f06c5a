/* SPDX-License-Identifier: MIT */
#include "store/verify.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/lock.h"

void verdict_release(struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->n; i++)
		free(verdict->faults[i].what);
	free(verdict->faults);
	for (size_t i = 0; i < verdict->note_count; i++)
		free(verdict->notes[i].what);
	free(verdict->notes);
	*verdict = (struct verdict){0};
}

void audit_fault(struct audit *audit, const char *commit, const char *fmt, ...)
{
	struct verdict *verdict = audit->verdict;
	struct fault *fault;
	va_list ap;

	GROW(verdict->faults, verdict->n);
	fault = &verdict->faults[verdict->n++];
	*fault = (struct fault){0};
	if (commit != NULL)
		memcpy(fault->commit, commit, OID_HEX + 1);
	va_start(ap, fmt);
	fault->what = xvasprintf(fmt, ap);
	va_end(ap);
}

void audit_note(struct audit *audit, const char *commit, const char *fmt, ...)
{
	struct verdict *verdict = audit->verdict;
	struct fault *note;
	va_list ap;

	GROW(verdict->notes, verdict->note_count);
	note = &verdict->notes[verdict->note_count++];
	*note = (struct fault){0};
	if (commit != NULL)
		memcpy(note->commit, commit, OID_HEX + 1);
	va_start(ap, fmt);
	note->what = xvasprintf(fmt, ap);
	va_end(ap);
}

static char *subject_key(enum subject subject, const char *id)
{
	static const char letters[SUBJECT_COUNT] = {
		[SUBJECT_DOCUMENT] = 'D',
		[SUBJECT_PERSON] = 'P',
		[SUBJECT_UNIT] = 'U',
		[SUBJECT_PACK] = 'K',
		[SUBJECT_SITE] = 'S',
	};

	return xasprintf("%c %s", letters[subject], id);
}

struct subject_state *audit_subject(struct audit *audit, enum subject subject, const char *id)
{
	char *key = subject_key(subject, id);
	struct subject_state *state = table_get(&audit->subjects, key);

	if (state == NULL) {
		state = xcalloc(1, sizeof(*state));
		table_put(&audit->subjects, key, state);
	}
	free(key);
	return state;
}

static void release_subjects(struct audit *audit)
{
	for (size_t i = 0; i < audit->subjects.size; i++) {
		struct subject_state *state = audit->subjects.slots[i].value;

		if (state == NULL)
			continue;
		document_release(&state->document);
		free(state->record);
		free(state->prev);
		free(state->contents);
		free(state);
	}
	table_release(&audit->subjects);
}

static void release_contents(struct audit *audit)
{
	for (size_t i = 0; i < audit->contents.size; i++) {
		struct content_claim *claim = audit->contents.slots[i].value;

		if (claim == NULL)
			continue;
		free(claim->encoding);
		free(claim->findings);
		free(claim);
	}
	table_release(&audit->contents);
}

void audit_release(struct audit *audit)
{
	release_subjects(audit);
	release_contents(audit);
	line_release(&audit->line);
	office_release(&audit->office);
	audit_close_graphs(audit->graphs);
	gitcheck_packs_end(audit->packs);
	audit_release_witnesses(audit);
	gitrepo_close(audit->checkpoint.repo);
	commit_release(&audit->checkpoint.commit);
	for (size_t i = 0; i < audit->screener_count; i++) {
		free(audit->screeners[i].pack);
		screener_free(audit->screeners[i].screener);
	}
	free(audit->screeners);
}

/* -- The walk -------------------------------------------------------------------------------- */

/* The tree of every link. git knows it by heart, so that its file can be damaged unnoticed. */
static void check_empty_tree(struct audit *audit)
{
	struct object object = {0};
	struct err why = {0};

	if (!gitrepo_read_as(audit->repo, EMPTY_TREE, OBJECT_TREE, &object, &why))
		audit_fault(audit, NULL, "%s", why.text);
	object_release(&object);
}

static void check_entry(
	struct audit *audit, const char *link, const char *id, struct glimpse *glimpse)
{
	struct entry *entry = &glimpse->entry;

	audit->sequence++;
	audit->verdict->commits++;
	if (!glimpse->is_read) {
		audit_fault(audit, id, "%s", glimpse->err.text);
		return;
	}
	audit_add_evidence(audit, entry, link);
	audit_check_graphs(audit, audit->graphs, id, &entry->commit);
	entry->sequence = audit->sequence;
	entry->site_time = audit->last;
	if (!audit_check_signer(audit, entry, &glimpse->seal))
		audit_subject(audit, entry->decision.subject, entry->decision.id)->is_broken = true;
	audit_check_decision(audit, entry);
	audit_replay(audit, entry);
}

static void check_first(struct audit *audit, const char *id)
{
	struct entry entry = {0};
	struct err why = {0};

	audit->sequence = 1;
	audit->verdict->commits++;
	if (!entry_read(audit->repo, id, &entry, &why)) {
		audit_fault(audit, id, "%s", why.text);
		return;
	}
	entry.sequence = 1;
	audit->last = entry.site_time = entry.commit.committed;
	audit_add_evidence(audit, &entry, id);
	audit_check_graphs(audit, audit->graphs, id, &entry.commit);
	audit_check_root(audit, &entry);
	entry_release(&entry);
}

/* What a link has too many of is read one by one. */
static void check_decisions(struct audit *audit, const char *link, struct stretch *stretch)
{
	const struct strv *parents = &stretch->link.entry.commit.parents;

	for (size_t i = 1; i < parents->n; i++) {
		struct glimpse more = {0};

		if (i > stretch->n)
			glimpse_decision(audit->repo, parents->v[i], !audit->is_trusted, &more);
		check_entry(audit, link, parents->v[i],
			i > stretch->n ? &more : &stretch->decisions[i - 1]);
		glimpse_release(&more);
	}
}

static void check_link(struct audit *audit, const char *id, struct stretch *stretch)
{
	const struct commit *commit = &stretch->link.entry.commit;

	audit->verdict->commits++;
	if (!stretch->link.is_read) {
		audit_fault(audit, id, "%s", stretch->link.err.text);
		return;
	}
	audit_check_graphs(audit, audit->graphs, id, commit);
	audit_check_link_signature(audit, id, stretch);
	if (audit_check_link(audit, id, commit)) {
		audit->last = commit->committed;
		check_decisions(audit, id, stretch);
	}
}

static void count_documents(struct audit *audit)
{
	for (size_t i = 0; i < audit->subjects.size; i++) {
		const char *key = audit->subjects.slots[i].key;
		const struct subject_state *state = audit->subjects.slots[i].value;

		if (key != NULL && *key == 'D' && state->prev != NULL)
			audit->verdict->documents++;
	}
}

/* One moment of ledger and index; writers need not wait for the rest. */
static bool hold_still(struct store *store, char tip[OID_HEX + 1], struct err *err)
{
	/* Where nothing can be written all is still, and there is no lock to be had. */
	const bool is_fixed = store->journal.fd < 0;
	int lock = is_fixed ? -1 : lock_take(store->fd, WRITE_LOCK, err);
	struct err why = {0};
	bool ok;

	if (lock < 0 && !is_fixed)
		return false;
	if (!is_fixed && store->alarm.code == ERR_NONE &&
		(!store_reopen_index(store, &why) || !store_catch_up(store, &why)))
		store->alarm = why;
	ok = gitrepo_tip(store->ledger, tip, err) && db_snapshot(store->now.db, err);
	lock_drop(lock);
	return ok;
}

/* -- Stretch by stretch ---------------------------------------------------------------------- */

enum { LINKS_A_STEP = 64, CONTENTS_A_STEP = 16 };

struct verification {
	struct store *store; /* borrowed */
	struct audit audit;
	struct ahead *ahead; /* owns; reads for the audit */
	struct verdict verdict;
	enum {
		STEP_LINKS,
		STEP_BESIDE,
		STEP_CONTENTS,
		STEP_PACKS,
		STEP_INDEX,
		STEP_TABLES,
		STEP_NONE
	} step;
	char tip[OID_HEX + 1]; /* where ledger and index stood */
	struct index_check *index; /* owns */
	size_t left; /* links that it has still to take in */
	size_t trusted; /* how many links from the first are taken as they are */
	const char **contents; /* owns the list */
	size_t content;
};

static bool find_since(struct verification *v, const char *since, struct err *err)
{
	size_t place;

	if (since == NULL || v->audit.line.is_cut)
		return true;
	if (!line_find(&v->audit.line, since, &place, err))
		return false;
	v->trusted = v->audit.line.n - place;
	return true;
}

struct verification *store_verify_begin(
	struct store *store, const struct verify_options *options, struct err *err)
{
	struct verification *v = xcalloc(1, sizeof(*v));
	char *tip = v->tip;

	v->store = store;
	v->audit.repo = store->ledger;
	v->audit.verdict = &v->verdict;
	if (!audit_open_anchor(&v->audit, options->anchor, err) || !hold_still(store, tip, err))
		goto fail;
	if (audit_check_ends(&v->audit, store->dir)) {
		audit_open_checkpoint(&v->audit, store->dir);
		audit_open_witnesses(&v->audit, store->fd);
		v->audit.graphs = audit_open_graphs(&v->audit, store->dir, "ledger.git");
		check_empty_tree(&v->audit);
		audit_read_line(&v->audit, tip);
	} else {
		v->audit.line.is_cut = true;
	}
	if (find_since(v, options->since, err)) {
		const struct ahead_plan plan = {
			.ids = (const unsigned char(*)[OID_HEX / 2]) v->audit.line.ids,
			.n = v->audit.line.is_cut ? 0 : v->audit.line.n,
			.trusted = v->trusted,
			.aim = AHEAD_AUDIT,
		};

		v->ahead = ahead_begin(store->ledger, &plan);
		return v;
	}
	db_rollback(store->now.db);
fail:
	audit_release(&v->audit);
	verdict_release(&v->verdict);
	free(v);
	return NULL;
}

static void one_link(struct verification *v)
{
	struct audit *audit = &v->audit;
	struct stretch *stretch = ahead_next(v->ahead);
	char id[OID_HEX + 1];

	line_id(&audit->line, audit->line.n - 1 - audit->line.seen, id);
	audit->is_trusted = audit->line.seen < v->trusted;
	if (audit->line.seen == 0)
		check_first(audit, id);
	else
		check_link(audit, id, stretch);
	line_see(&audit->line, audit->last.time);
	if (strcmp(id, audit->checkpoint.ledger) == 0)
		audit_check_checkpoint(audit);
	audit_check_anchor(audit, id);
}

static void some_links(struct verification *v)
{
	const struct line *line = &v->audit.line;

	for (int i = 0; i < LINKS_A_STEP && !line->is_cut && line->seen < line->n; i++)
		one_link(v);
	if (line->is_cut)
		v->step = STEP_PACKS; /* which may say what cut it */
	else if (line->seen == line->n)
		v->step = STEP_BESIDE;
}

static void beside(struct verification *v)
{
	struct audit *audit = &v->audit;

	count_documents(audit);
	audit_end_checkpoint(audit);
	audit_end_anchor(audit);
	audit_end_witnesses(audit);
	audit_check_signers(audit, v->store);
	audit_check_strangers(audit, v->store->dir);
	audit_check_checkpoint_graphs(audit, v->store->dir);
	if (v->store->site == NULL)
		audit_note(audit, NULL,
			_("keys/site is not here: nothing can be decided until it is put back, or "
			  "`gongkai site key replace` gives the site another"));
	v->contents = table_keys(&audit->contents);
	v->step = STEP_CONTENTS;
}

static void some_contents(struct verification *v)
{
	for (int i = 0; i < CONTENTS_A_STEP && v->content < v->audit.contents.n; i++)
		audit_check_content(&v->audit, v->store->content, v->contents[v->content++]);
	if (v->content == v->audit.contents.n)
		v->step = STEP_PACKS;
}

static void report(const struct verification *v, struct verify_progress *progress)
{
	switch (v->step) {
	case STEP_LINKS:
		*progress = (struct verify_progress){_("decisions and signatures"),
			(int64_t)v->audit.line.seen, (int64_t)v->audit.line.n};
		break;
	case STEP_BESIDE:
	case STEP_CONTENTS:
		*progress = (struct verify_progress){_("originals and texts"), (int64_t)v->content,
			(int64_t)v->audit.contents.n};
		break;
	case STEP_PACKS: *progress = (struct verify_progress){_("the packs"), 0, 1}; break;
	case STEP_TABLES:
		*progress = (struct verify_progress){_("the index"),
			(int64_t)(v->audit.line.n - v->left), (int64_t)v->audit.line.n};
		break;
	case STEP_INDEX:
	case STEP_NONE: *progress = (struct verify_progress){_("the index"), 0, 1}; break;
	}
}

bool store_verify_step(struct verification *v, struct verify_progress *progress)
{
	switch (v->step) {
	case STEP_LINKS: some_links(v); break;
	case STEP_BESIDE: beside(v); break;
	case STEP_CONTENTS: some_contents(v); break;
	case STEP_PACKS:
		if (!audit_check_packs(&v->audit, v->store->dir))
			v->step = v->audit.line.is_cut ? STEP_NONE : STEP_INDEX;
		break;
	case STEP_INDEX:
		audit_check_index(&v->audit, v->store);
		v->index = audit_begin_index(&v->audit, v->store, v->tip);
		v->left = v->audit.line.n;
		v->step = STEP_TABLES;
		break;
	case STEP_TABLES:
		if (!audit_step_index(v->index, &v->left))
			v->step = STEP_NONE;
		break;
	case STEP_NONE: break;
	}
	if (progress != NULL)
		report(v, progress);
	return v->step != STEP_NONE;
}

void store_verify_end(struct verification *v, struct verdict *verdict)
{
	v->verdict.is_partial = v->step != STEP_NONE;
	*verdict = v->verdict;
	db_rollback(v->store->now.db);
	ahead_end(v->ahead);
	audit_end_index(v->index);
	audit_release(&v->audit);
	free(v->contents);
	free(v);
}

bool store_verify(struct store *store, struct verdict *verdict, struct err *err)
{
	const struct verify_options whole = {0};
	struct verification *v = store_verify_begin(store, &whole, err);

	*verdict = (struct verdict){0};
	if (v == NULL)
		return false;
	while (store_verify_step(v, NULL))
		;
	store_verify_end(v, verdict);
	return true;
}

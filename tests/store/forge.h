/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_FORGE_H
#define TESTS_STORE_FORGE_H

/* What somebody can do who has the disk, stock git and the site's own key. Include after
 * <cmocka.h>. */

#include "store/draft.h"
#include "store/ledger.h"
#include "tests/store/site.h"

#define GIT "git --git-dir=site/ledger.git "
#define AS_SITE "-c user.name=site -c user.email=site@gongkai "

/* A store with one paper in the section head's hands; its id is the caller's to free. */
static inline struct store *at_section(char **id)
{
	struct store *store = site_make();

	*id = site_import(store, "通知", "内容\n");
	site_mark(store, *id, "public");
	MUST(site_do(store, "clerk", *id, "submit", &err));
	return store;
}

/* What the next honest decision on the paper would say; to be released. */
static inline struct decision passing(struct store *store, const char *id)
{
	struct document document = {0};
	struct decision d = {.subject = SUBJECT_DOCUMENT};

	MUST(store_document(store, id, &document, &err));
	d.id = xstrdup(id);
	d.action = xstrdup("pass");
	d.from = xstrdup("section");
	d.to = xstrdup("secrecy");
	d.attribute = xstrdup("public");
	d.actor = xstrdup("head");
	d.role = xstrdup("head");
	memcpy(d.content, document.paper.text.sha256, sizeof(d.content));
	memcpy(d.record_sha256, document.record, sizeof(d.record_sha256));
	d.pack = xstrdup(store_office(store)->pack->id);
	d.request = request_new();
	d.prev = xstrdup(document.prev);
	MUST((d.record = store_record_at(store, document.prev, &err)) != NULL);
	memcpy(d.prev_sha256, document.prev_sha256, sizeof(d.prev_sha256));
	d.at = store_now(store);
	document_release(&document);
	return d;
}

/* What `passing` and its like come to as objects, signed by key; to be released. */
static inline struct draft drafted(
	struct store *store, const struct decision *decision, const struct key *key)
{
	struct drafting how = {
		.repo = store->ledger, .key = key, .name = "王head", .parent = store->now.last.id};
	struct draft draft;

	MUST(draft_make(&how, decision, &draft, &err));
	return draft;
}

/* Puts a commit and what comes with it on the main line past the gate. */
static inline void force_draft(struct store *store, const struct draft *draft)
{
	struct batch batch = {.n = 1, .at = store_now(store), .v = {draft}};
	const struct ledger ledger = {store->ledger, &store->journal, store->site};
	struct link link;

	MUST(ledger_append(&ledger, &store->now.last, &batch, &link, &err));
	link_release(&link);
}

/* The same with a decision, signed by key; commit receives its name. */
static inline void force(struct store *store, const struct decision *decision,
	const struct key *key, char commit[OID_HEX + 1])
{
	struct draft draft = drafted(store, decision, key);

	force_draft(store, &draft);
	memcpy(commit, draft.id, sizeof(draft.id));
	draft_release(&draft);
}

/* Whether a fault with this commit (NULL: any) has these words. */
static inline bool has_fault(const struct verdict *verdict, const char *commit, const char *words)
{
	for (size_t i = 0; i < verdict->n; i++) {
		if ((commit == NULL || strcmp(verdict->faults[i].commit, commit) == 0) &&
			strstr(verdict->faults[i].what, words) != NULL)
			return true;
	}
	return false;
}

/* A verify of this kind (zero: a whole one). */
static inline void verify_as(
	struct store *store, const struct verify_options *options, struct verdict *verdict)
{
	struct verification *v = NULL;

	MUST((v = store_verify_begin(store, options, &err)) != NULL);
	while (store_verify_step(v, NULL))
		;
	store_verify_end(v, verdict);
}

static inline void assert_fault_as(struct store *store, const struct verify_options *options,
	const char *commit, const char *words)
{
	struct verdict verdict;

	verify_as(store, options, &verdict);
	if (!has_fault(&verdict, commit, words)) {
		for (size_t i = 0; i < verdict.n; i++)
			print_error("%s %s\n", verdict.faults[i].commit, verdict.faults[i].what);
		fail_msg("no fault '%s' at %s among %zu", words, commit != NULL ? commit : "any",
			verdict.n);
	}
	verdict_release(&verdict);
}

static inline void assert_fault(struct store *store, const char *commit, const char *words)
{
	const struct verify_options whole = {0};

	assert_fault_as(store, &whole, commit, words);
}

static inline void assert_no_fault(struct store *store, const struct verify_options *options)
{
	struct verdict verdict;

	verify_as(store, options, &verdict);
	for (size_t i = 0; i < verdict.n; i++)
		print_error("%s %s\n", verdict.faults[i].commit, verdict.faults[i].what);
	assert_int_equal(verdict.n, 0);
	verdict_release(&verdict);
}

#endif

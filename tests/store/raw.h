/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_RAW_H
#define TESTS_STORE_RAW_H

/* The ledger of the store in the folder `site`, read by stock git: every decision on a document in
 * the order of the main line, with the record it left. No index, no checkpoint. Include after
 * tests/store/site.h. */

#include "core/decision.h"
#include "core/paper.h"

struct raw_act { /* one decision */
	struct decision decision;
	struct stamp at; /* the site's */
	int day;
	struct paper paper; /* as it was after it */
};

struct raw_doc {
	struct raw_act *acts; /* owns; oldest first */
	size_t n;
};

struct raw_subject { /* a person or a unit: the record its last decision left */
	enum subject subject;
	char *id, *record; /* owns */
};

struct raw {
	struct raw_subject *subjects; /* owns */
	size_t subject_count;
	struct raw_doc *docs; /* owns; in order of their first decisions */
	size_t n;
	size_t decisions;
};

static inline void raw_release(struct raw *raw)
{
	for (size_t i = 0; i < raw->n; i++) {
		for (size_t k = 0; k < raw->docs[i].n; k++) {
			decision_release(&raw->docs[i].acts[k].decision);
			paper_release(&raw->docs[i].acts[k].paper);
		}
		free(raw->docs[i].acts);
	}
	free(raw->docs);
	for (size_t i = 0; i < raw->subject_count; i++) {
		free(raw->subjects[i].id);
		free(raw->subjects[i].record);
	}
	free(raw->subjects);
	*raw = (struct raw){0};
}

/* A file of any length. */
static inline char *raw_file(const char *name, size_t *len)
{
	struct str text = {0};
	char part[4096];
	size_t n;
	FILE *f = fopen(name, "r");

	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		str_addn(&text, part, n);
	assert_int_equal(fclose(f), 0);
	*len = text.len;
	return str_detach(&text);
}

/* The next object of `cat-file --batch`: its content; NULL where it says missing. */
static inline char *raw_object(char **at)
{
	char *end = strchr(*at, '\n'), *content;
	size_t size;

	assert_non_null(end);
	*end = '\0';
	if (strstr(*at, " missing") != NULL) {
		*at = end + 1;
		return NULL;
	}
	size = strtoul(strrchr(*at, ' ') + 1, NULL, 10);
	content = xstrndup(end + 1, size);
	*at = end + 1 + size + 1;
	return content;
}

static inline struct raw_doc *raw_find(struct raw *raw, const char *id)
{
	for (size_t i = raw->n; i-- > 0;) {
		if (strcmp(raw->docs[i].acts[0].decision.id, id) == 0)
			return &raw->docs[i];
	}
	return NULL;
}

static inline struct raw_doc *raw_doc(struct raw *raw, const char *id)
{
	struct raw_doc *doc = raw_find(raw, id);

	if (doc == NULL) {
		GROW(raw->docs, raw->n);
		doc = &raw->docs[raw->n++];
		*doc = (struct raw_doc){0};
	}
	return doc;
}

static inline void raw_subject(struct raw *raw, const struct decision *decision, const char *record)
{
	size_t i = 0;

	while (i < raw->subject_count && (raw->subjects[i].subject != decision->subject ||
						 strcmp(raw->subjects[i].id, decision->id) != 0))
		i++;
	if (i == raw->subject_count) {
		GROW(raw->subjects, raw->subject_count);
		raw->subjects[raw->subject_count++] = (struct raw_subject){
			.subject = decision->subject, .id = xstrdup(decision->id)};
	}
	set_str(&raw->subjects[i].record, record);
}

static inline void raw_take(
	struct raw *raw, const char *commit, const char *record, struct stamp at)
{
	struct raw_act act = {.at = at, .day = stamp_day(at)};
	const char *message = strstr(commit, "\n\n");
	struct raw_doc *doc;

	assert_non_null(message);
	MUST(decision_parse(&act.decision, message + 2, &err));
	if (act.decision.subject != SUBJECT_DOCUMENT) {
		raw_subject(raw, &act.decision, record);
		decision_release(&act.decision);
		return;
	}
	doc = raw_doc(raw, act.decision.id);
	if (record != NULL)
		MUST(paper_parse(&act.paper, record, &err));
	else
		paper_copy(&act.paper, &doc->acts[doc->n - 1].paper);
	GROW(doc->acts, doc->n);
	doc->acts[doc->n++] = act;
	raw->decisions++;
}

/* "%cI %P" of one link: what it merges, beside the link before it. */
static inline void raw_link(char *line, struct str *wanted, struct stamp **times, size_t *n)
{
	struct strv words = {0};
	struct stamp at;

	strv_split(&words, line, " ");
	assert_true(stamp_parse(words.v[0], &at));
	for (size_t i = 2; i < words.n; i++) {
		str_addf(wanted, "%s\n%s:record\n", words.v[i], words.v[i]);
		GROW(*times, *n);
		(*times)[(*n)++] = at;
	}
	strv_release(&words);
}

static inline void raw_read(struct raw *raw)
{
	struct str wanted = {0};
	struct strv lines = {0};
	struct stamp *times = NULL;
	char *text, *at;
	size_t len, n = 0;

	*raw = (struct raw){0};
	assert_int_equal(scratch_run("git -C site/ledger.git log --first-parent --reverse "
				     "--format='%%cI %%P' main"),
		0);
	text = raw_file("out", &len);
	strv_split(&lines, text, "\n");
	free(text);
	for (size_t i = 0; i < lines.n; i++)
		raw_link(lines.v[i], &wanted, &times, &n);
	scratch_write("wanted", str_get(&wanted), wanted.len);
	assert_int_equal(scratch_run("git -C site/ledger.git cat-file --batch <wanted"), 0);
	text = at = raw_file("out", &len);
	for (size_t i = 0; i < n; i++) {
		char *commit = raw_object(&at), *record = raw_object(&at);

		raw_take(raw, commit, record, times[i]);
		free(commit);
		free(record);
	}
	free(text);
	free(times);
	strv_release(&lines);
	str_release(&wanted);
}

/* -- What a document's decisions say of it ----------------------------------------------------- */

static inline const struct raw_act *raw_last(const struct raw_doc *doc)
{
	return &doc->acts[doc->n - 1];
}

static inline bool raw_moves(const struct raw_act *act)
{
	return act->decision.from == NULL || strcmp(act->decision.from, act->decision.to) != 0;
}

/* The last decision by the end of a day; NULL where it was not there yet. */
static inline const struct raw_act *raw_on(const struct raw_doc *doc, int day)
{
	const struct raw_act *found = NULL;

	for (size_t i = 0; i < doc->n; i++) {
		if (doc->acts[i].day <= day)
			found = &doc->acts[i];
	}
	return found;
}

#endif

/* SPDX-License-Identifier: MIT */
#include "core/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"

enum { DAY_CHARS = 10 }; /* "2026-11-23" */

void document_clear_approvals(struct document *document)
{
	for (size_t i = 0; i < document->approval_count; i++) {
		free(document->approvals[i].person);
		free(document->approvals[i].acting_for);
		free(document->approvals[i].role);
		free(document->approvals[i].action);
		free(document->approvals[i].unit);
	}
	free(document->approvals);
	document->approvals = NULL;
	document->approval_count = 0;
}

void document_clear_opinions(struct document *document)
{
	for (size_t i = 0; i < document->opinion_count; i++) {
		free(document->opinions[i].person);
		free(document->opinions[i].acting_for);
		free(document->opinions[i].role);
		free(document->opinions[i].action);
		free(document->opinions[i].unit);
	}
	free(document->opinions);
	document->opinions = NULL;
	document->opinion_count = 0;
}

void document_release(struct document *document)
{
	paper_release(&document->paper);
	free(document->state);
	document_clear_approvals(document);
	document_clear_opinions(document);
	strv_release(&document->actors);
	strv_release(&document->waivers);
	strv_release(&document->shared);
	for (size_t i = 0; i < document->clock_count; i++) {
		free(document->clocks[i].rule);
		free(document->clocks[i].pauses);
	}
	free(document->clocks);
	free(document->last_actor);
	free(document->last_action);
	free(document->prev);
	*document = (struct document){0};
}

static void copy_votes(struct document *copy, const struct document *from)
{
	copy->approvals = xcalloc(from->approval_count, sizeof(*copy->approvals));
	for (size_t i = 0; i < from->approval_count; i++) {
		copy->approvals[i] = from->approvals[i];
		copy->approvals[i].person = xstrdup(from->approvals[i].person);
		copy->approvals[i].acting_for = xstrdup(from->approvals[i].acting_for);
		copy->approvals[i].role = xstrdup(from->approvals[i].role);
		copy->approvals[i].action = xstrdup(from->approvals[i].action);
		copy->approvals[i].unit = xstrdup(from->approvals[i].unit);
	}
	copy->opinions = xcalloc(from->opinion_count, sizeof(*copy->opinions));
	for (size_t i = 0; i < from->opinion_count; i++) {
		copy->opinions[i].person = xstrdup(from->opinions[i].person);
		copy->opinions[i].acting_for = xstrdup(from->opinions[i].acting_for);
		copy->opinions[i].role = xstrdup(from->opinions[i].role);
		copy->opinions[i].action = xstrdup(from->opinions[i].action);
		copy->opinions[i].unit = xstrdup(from->opinions[i].unit);
	}
}

static struct clock_pause *copy_pauses(const struct clock_run *from)
{
	struct clock_pause *pauses = NULL;

	if (from->pause_count > 0) {
		pauses = xcalloc(from->pause_count, sizeof(*pauses));
		memcpy(pauses, from->pauses, from->pause_count * sizeof(*pauses));
	}
	return pauses;
}

void document_copy(struct document *to, const struct document *from)
{
	struct document copy = *from;

	copy.paper = (struct paper){0};
	paper_copy(&copy.paper, &from->paper);
	copy.state = xstrdup(from->state);
	copy_votes(&copy, from);
	copy.actors = copy.waivers = copy.shared = (struct strv){0};
	strv_copy(&copy.shared, &from->shared);
	strv_copy(&copy.waivers, &from->waivers);
	strv_copy(&copy.actors, &from->actors);
	copy.clocks = xcalloc(from->clock_count, sizeof(*copy.clocks));
	for (size_t i = 0; i < from->clock_count; i++) {
		copy.clocks[i] = from->clocks[i];
		copy.clocks[i].rule = xstrdup(from->clocks[i].rule);
		copy.clocks[i].pauses = copy_pauses(&from->clocks[i]);
	}
	copy.last_actor = xstrdup(from->last_actor);
	copy.last_action = xstrdup(from->last_action);
	copy.prev = xstrdup(from->prev);
	document_release(to);
	*to = copy;
}

/* "-" stands for nobody, so that every line has the same words. */
static const char *or_dash(const char *s)
{
	return s != NULL ? s : "-";
}

static const char *const count_words[] = {
	[COUNT_WORKING] = "working",
	[COUNT_CALENDAR] = "calendar",
};

/* "2026-11-23T14:05": one word. */
static void add_moment(struct str *line, const char *word, int64_t moment)
{
	char buf[MOMENT_SIZE];

	if (moment == 0)
		return;
	moment_format(moment, buf);
	buf[DAY_CHARS] = 'T';
	str_addf(line, "%s%s", word, buf);
}

/* What a clock of days that nothing happened to does not have stands behind, by name. */
static void add_clock(struct str *out, const struct clock_run *c)
{
	char day[DAY_SIZE], due[DAY_SIZE], stopped[DAY_SIZE];
	struct str line = {0};

	day_format(c->stopped, stopped);
	str_addf(&line, "%s %s %s %s %s", c->rule, day_format(c->start, day),
		day_format(c->due, due), *stopped != '\0' ? stopped : "-",
		c->provisional ? "provisional" : "fixed");
	add_moment(&line, " start=", c->start_at);
	add_moment(&line, " due=", c->due_at);
	add_moment(&line, " stopped=", c->stopped_at);
	if (c->first != DAY_NONE)
		str_addf(&line, " first-day=%s", day_format(c->first, day));
	add_moment(&line, " first=", c->first_at);
	if (c->term != 0)
		str_addf(&line, " term=%d", c->term != TERM_AT_ONCE ? c->term : 0);
	if (c->counted > 0)
		str_addf(&line, " count=%s", count_words[c->counted - 1]);
	if (c->extension > 0)
		str_addf(&line, " extended=%d", c->extension);
	for (size_t i = 0; i < c->pause_count; i++) {
		add_moment(&line, " pause=", c->pauses[i].from);
		add_moment(&line, "/", c->pauses[i].to);
	}
	record_add(out, "Clock", str_get(&line));
	str_release(&line);
}

static void add_standing(struct str *out, const struct document *document)
{
	for (size_t i = 0; i < document->approval_count; i++) {
		const struct approval *a = &document->approvals[i];

		record_addf(out, "Approval", "%s %s %s %s %s%s%s", a->person,
			or_dash(a->acting_for), a->role, a->action, a->record,
			a->unit != NULL ? " " : "", a->unit != NULL ? a->unit : "");
	}
	for (size_t i = 0; i < document->opinion_count; i++) {
		const struct opinion *o = &document->opinions[i];

		record_addf(out, "Opinion", "%s %s %s %s%s%s", o->person, or_dash(o->acting_for),
			o->role, o->action, o->unit != NULL ? " " : "",
			o->unit != NULL ? o->unit : "");
	}
	record_add_all(out, "Actor", &document->actors);
	record_add_all(out, "Shared", &document->shared);
	for (size_t i = 0; i < document->clock_count; i++)
		add_clock(out, &document->clocks[i]);
}

void document_print(const struct document *document, struct str *out)
{
	char day[DAY_SIZE], stamp[STAMP_SIZE];

	paper_print(&document->paper, out);
	record_add(out, "Record", document->record);
	record_add(out, "State", document->state);
	record_add(out, "Entered", day_format(document->entered, day));
	add_standing(out, document);
	record_add(out, "Waived", document->waived);
	record_add_all(out, "Waiver", &document->waivers);
	record_add(out, "Signed", document->signed_record);
	record_add(out, "Decided", day_format(document->decided, day));
	record_add(out, "Published", day_format(document->published, day));
	record_add(out, "Purged", day_format(document->purged, day));
	record_add(out, "Created", stamp_format(document->created, stamp));
	record_add(out, "Updated", stamp_format(document->updated, stamp));
	record_addf(out, "Decisions", "%d", document->decisions);
	record_add(out, "Last-Actor", document->last_actor);
	record_add(out, "Last-Action", document->last_action);
	record_add(out, "Prev", document->prev);
	record_add(out, "Prev-SHA256", document->prev_sha256);
}

static char *undash(const char *s)
{
	return strcmp(s, "-") == 0 ? NULL : xstrdup(s);
}

static bool hex_in(char to[HASH_HEX + 1], const char *s)
{
	if (s == NULL) {
		to[0] = '\0';
		return true;
	}
	if (strlen(s) != HASH_HEX || strspn(s, "0123456789abcdef") != HASH_HEX)
		return false;
	memcpy(to, s, HASH_HEX + 1);
	return true;
}

static bool parse_votes(struct document *document, const struct record *record)
{
	for (size_t i = 0; i < record->n; i++) {
		const struct record_line *line = &record->lines[i];
		struct strv w = {0};
		bool ok = true;

		strv_split(&w, line->value, " ");
		if (strcmp(line->key, "Approval") == 0 && (ok = w.n == 5 || w.n == 6)) {
			struct approval a = {.person = xstrdup(w.v[0]),
				.acting_for = undash(w.v[1]),
				.role = xstrdup(w.v[2]),
				.action = xstrdup(w.v[3]),
				.unit = xstrdup(w.n > 5 ? w.v[5] : NULL)};

			ok = hex_in(a.record, w.v[4]);
			GROW(document->approvals, document->approval_count);
			document->approvals[document->approval_count++] = a;
		} else if (ok && strcmp(line->key, "Opinion") == 0 && (ok = w.n == 4 || w.n == 5)) {
			GROW(document->opinions, document->opinion_count);
			document->opinions[document->opinion_count++] =
				(struct opinion){.person = xstrdup(w.v[0]),
					.acting_for = undash(w.v[1]),
					.role = xstrdup(w.v[2]),
					.action = xstrdup(w.v[3]),
					.unit = xstrdup(w.n > 4 ? w.v[4] : NULL)};
		}
		strv_release(&w);
		if (!ok)
			return false;
	}
	return true;
}

static bool parse_moment(const char *text, size_t n, int64_t *moment)
{
	char buf[MOMENT_SIZE] = "";

	if (n >= sizeof(buf) || n <= DAY_CHARS || text[DAY_CHARS] != 'T')
		return false;
	memcpy(buf, text, n);
	buf[DAY_CHARS] = ' ';
	return moment_parse(buf, moment);
}

static bool parse_pause(struct clock_run *run, const char *text)
{
	size_t n = strcspn(text, "/");
	struct clock_pause pause = {0};

	if (!parse_moment(text, n, &pause.from) ||
		(text[n] == '/' && !parse_moment(text + n + 1, strlen(text + n + 1), &pause.to)))
		return false;
	GROW(run->pauses, run->pause_count);
	run->pauses[run->pause_count++] = pause;
	return true;
}

static bool parse_term(struct clock_run *run, const char *text)
{
	if (!str_number(text, &run->term))
		return false;
	if (run->term == 0)
		run->term = TERM_AT_ONCE;
	return true;
}

static bool parse_count(struct clock_run *run, const char *text)
{
	for (size_t i = 0; i < sizeof(count_words) / sizeof(*count_words); i++) {
		if (strcmp(text, count_words[i]) == 0)
			run->counted = (int)i + 1;
	}
	return run->counted > 0;
}

/* One of the words behind: "extended=20". */
static bool parse_extra(struct clock_run *run, const char *word)
{
	const struct {
		const char *name;
		int64_t *moment;
		int *number;
	} extras[] = {{"start=", &run->start_at, NULL}, {"due=", &run->due_at, NULL},
		{"stopped=", &run->stopped_at, NULL}, {"first=", &run->first_at, NULL},
		{"extended=", NULL, &run->extension}};

	if (starts_with(word, "pause="))
		return parse_pause(run, word + strlen("pause="));
	if (starts_with(word, "term="))
		return parse_term(run, word + strlen("term="));
	if (starts_with(word, "count="))
		return parse_count(run, word + strlen("count="));
	if (starts_with(word, "first-day="))
		return day_parse(word + strlen("first-day="), &run->first);
	for (size_t i = 0; i < sizeof(extras) / sizeof(*extras); i++) {
		const char *value = word + strlen(extras[i].name);

		if (!starts_with(word, extras[i].name))
			continue;
		return extras[i].moment != NULL
			       ? parse_moment(value, strlen(value), extras[i].moment)
			       : str_number(value, extras[i].number);
	}
	return false;
}

static bool parse_clock(struct clock_run *run, const struct strv *w)
{
	bool ok = w->n >= 5 && day_parse(w->v[1], &run->start) && day_parse(w->v[2], &run->due) &&
		  (strcmp(w->v[3], "-") == 0 || day_parse(w->v[3], &run->stopped)) &&
		  (strcmp(w->v[4], "provisional") == 0 || strcmp(w->v[4], "fixed") == 0);

	for (size_t i = 5; ok && i < w->n; i++)
		ok = parse_extra(run, w->v[i]);
	if (ok) {
		run->rule = xstrdup(w->v[0]);
		run->provisional = strcmp(w->v[4], "provisional") == 0;
	}
	return ok;
}

static bool add_run(struct document *document, const char *line)
{
	struct clock_run run = {.stopped = DAY_NONE};
	struct strv w = {0};
	bool ok;

	strv_split(&w, line, " ");
	ok = parse_clock(&run, &w);
	strv_release(&w);
	if (!ok) {
		free(run.pauses);
		return false;
	}
	GROW(document->clocks, document->clock_count);
	document->clocks[document->clock_count++] = run;
	return true;
}

static bool parse_clocks(struct document *document, const struct record *record)
{
	struct strv lines = {0};
	bool ok = true;

	record_get_all(record, "Clock", &lines);
	for (size_t i = 0; ok && i < lines.n; i++)
		ok = add_run(document, lines.v[i]);
	strv_release(&lines);
	return ok;
}

static bool parse_day(const struct record *record, const char *key, int *day)
{
	const char *value = record_get(record, key);

	*day = DAY_NONE;
	return value == NULL || day_parse(value, day);
}

static bool parse_standing(struct document *document, const struct record *record)
{
	const char *decisions = record_get(record, "Decisions");

	document->state = xstrdup(record_get(record, "State"));
	record_get_all(record, "Actor", &document->actors);
	record_get_all(record, "Shared", &document->shared);
	record_get_all(record, "Waiver", &document->waivers);
	document->last_actor = xstrdup(record_get(record, "Last-Actor"));
	document->last_action = xstrdup(record_get(record, "Last-Action"));
	document->prev = xstrdup(record_get(record, "Prev"));
	return document->state != NULL && str_number(decisions, &document->decisions) &&
	       hex_in(document->record, record_get(record, "Record")) &&
	       hex_in(document->waived, record_get(record, "Waived")) &&
	       hex_in(document->signed_record, record_get(record, "Signed")) &&
	       hex_in(document->prev_sha256, record_get(record, "Prev-SHA256")) &&
	       parse_day(record, "Entered", &document->entered) &&
	       parse_day(record, "Decided", &document->decided) &&
	       parse_day(record, "Published", &document->published) &&
	       parse_day(record, "Purged", &document->purged) &&
	       stamp_parse(record_get(record, "Created"), &document->created) &&
	       stamp_parse(record_get(record, "Updated"), &document->updated) &&
	       parse_votes(document, record) && parse_clocks(document, record);
}

/* Where the paper ends; NULL where it does not. */
static const char *standing_of(const char *text)
{
	static const char mark[] = "\nRecord: ";
	const char *found = strstr(text, mark);

	return found != NULL ? found + 1 : NULL;
}

bool document_parse(struct document *document, const char *text, struct err *err)
{
	const char *standing = standing_of(text);
	struct record record = {0};
	char *paper;
	bool ok;

	document_release(document);
	if (standing == NULL)
		return err_set(err, ERR_INPUT, _("the document's text has no Record line"));
	paper = xstrndup(text, (size_t)(standing - text));
	ok = paper_parse(&document->paper, paper, err) && record_parse(&record, standing, err);
	if (ok && !parse_standing(document, &record))
		ok = err_set(
			err, ERR_INPUT, _("the document's text has a line that cannot be read"));
	free(paper);
	record_release(&record);
	return ok;
}

/* Behind the value at text: its later lines begin with a blank. */
static const char *value_end(const char *text)
{
	while ((text += strcspn(text, "\n"), text[0] == '\n' && text[1] == ' '))
		text++;
	return text;
}

/* The caller frees. */
static char *skim_value(const char *text, const char *end)
{
	char *value = xstrndup(text, (size_t)(end - text)), *to = value;

	for (const char *from = value; *from != '\0'; from++) {
		*to++ = *from;
		from += *from == '\n';
	}
	*to = '\0';
	return value;
}

void document_skim(struct paper *paper, const char *text)
{
	const struct {
		const char *key;
		char **slot;
	} wanted[] = {{"Document: ", &paper->id}, {"Kind: ", &paper->kind},
		{"Unit: ", &paper->unit}, {"Attribute: ", &paper->attribute}};

	while (*text != '\0' && !starts_with(text, "Record: ")) {
		const char *end = value_end(text);

		if (starts_with(text, "Field: ")) {
			GROW(paper->fields.v, paper->fields.n);
			paper->fields.v[paper->fields.n++] =
				skim_value(text + strlen("Field: "), end);
		}
		for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
			size_t n = strlen(wanted[i].key);

			if (strncmp(text, wanted[i].key, n) == 0) {
				free(*wanted[i].slot);
				*wanted[i].slot = skim_value(text + n, end);
			}
		}
		text = end + (*end == '\n');
	}
}

/* The one that ends first of those that run: a minute is before the end of its day. NULL: none. */
static const struct clock_run *first_end(const struct document *document)
{
	const struct clock_run *first = NULL;

	for (size_t i = 0; i < document->clock_count; i++) {
		const struct clock_run *run = &document->clocks[i];

		if (run->stopped != DAY_NONE || clock_is_paused(run))
			continue;
		if (first == NULL || run->due < first->due ||
			(run->due == first->due && run->due_at != 0 &&
				(first->due_at == 0 || run->due_at < first->due_at)))
			first = run;
	}
	return first;
}

int document_due(const struct document *document)
{
	const struct clock_run *first = first_end(document);

	return first != NULL ? first->due : DAY_NONE;
}

int64_t document_due_at(const struct document *document)
{
	const struct clock_run *first = first_end(document);

	return first != NULL ? first->due_at : 0;
}

bool document_is_overdue(const struct document *document, struct stamp now)
{
	const struct clock_run *first = first_end(document);

	return first != NULL && clock_is_over(first, now);
}

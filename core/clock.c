/* SPDX-License-Identifier: MIT */
#include "core/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/law.h"
#include "core/mem.h"

const struct clock_rule *clock_rule(const struct kind *kind, const char *code)
{
	for (size_t i = 0; kind != NULL && i < kind->clock_count; i++) {
		if (code_eq(kind->clocks[i].code, code))
			return &kind->clocks[i];
	}
	return NULL;
}

bool clock_is_to_publish(const struct kind *kind, const struct clock_rule *rule)
{
	for (size_t i = 0; i < rule->stop.n; i++) {
		const struct state *state = kind_state(kind, rule->stop.v[i]);

		if (state != NULL && state->phase == PHASE_PUBLISHED)
			return true;
	}
	return false;
}

const struct clock_run *clock_to_publish(const struct kind *kind, const struct document *document)
{
	for (size_t i = 0; kind != NULL && i < document->clock_count; i++) {
		for (size_t k = 0; k < kind->clock_count; k++) {
			const struct clock_rule *rule = &kind->clocks[k];

			if (str_eq(rule->code, document->clocks[i].rule) &&
				clock_is_to_publish(kind, rule))
				return &document->clocks[i];
		}
	}
	return NULL;
}

struct clock_run *clock_find(const struct document *document, const char *code)
{
	for (size_t i = 0; i < document->clock_count; i++) {
		if (strcmp(document->clocks[i].rule, code) == 0)
			return &document->clocks[i];
	}
	return NULL;
}

bool clock_is_hours(const struct clock_run *run)
{
	return run->start_at != 0;
}

bool clock_is_paused(const struct clock_run *run)
{
	return run->pause_count > 0 && run->pauses[run->pause_count - 1].to == 0;
}

static bool is_running(const struct clock_run *run)
{
	return run != NULL && run->stopped == DAY_NONE;
}

bool clock_is_over(const struct clock_run *run, struct stamp now)
{
	if (!is_running(run) || clock_is_paused(run))
		return false;
	return clock_is_hours(run) ? stamp_moment(now) > run->due_at : stamp_day(now) > run->due;
}

int clock_term(const struct clock_run *run, const struct clock_rule *rule)
{
	if (run->term != 0)
		return run->term != TERM_AT_ONCE ? run->term : 0;
	return rule->hours > 0 ? rule->hours : rule->days;
}

enum count_unit clock_counts(const struct clock_run *run, const struct clock_rule *rule)
{
	return run->counted > 0 ? (enum count_unit)(run->counted - 1) : rule->count;
}

/* -- When it is due ---------------------------------------------------------------------------- */

static struct due count_on(enum count_unit count, const struct calendar *calendar, int from, int n)
{
	return count == COUNT_WORKING ? calendar_due(calendar, from, n)
				      : calendar_due_plain(calendar, from, n, false);
}

static int count_between(enum count_unit count, const struct calendar *calendar, int from, int to)
{
	if (to <= from)
		return 0;
	return count == COUNT_WORKING ? calendar_between(calendar, from, to) : to - from;
}

/* The day a pause begins still counts, the day it ends does not: of either event the next day is
 * the first. What lies behind the due day pauses nothing any more. While it lasts, the term is
 * counted as if it ended today. */
static void count_days(
	struct clock_run *run, const struct clock_rule *rule, const struct calendar *calendar)
{
	int left = clock_term(run, rule) + run->extension, from = run->start;
	enum count_unit count = clock_counts(run, rule);
	bool provisional = false;
	struct due due;

	for (size_t i = 0; i < run->pause_count; i++) {
		const struct clock_pause *pause = &run->pauses[i];
		int begins = moment_day(pause->from);
		int ends = pause->to != 0 ? moment_day(pause->to) : begins;
		int used = count_between(count, calendar, from, begins);

		if (count_on(count, calendar, from, left).day < begins)
			break;
		provisional = provisional || count_on(count, calendar, from, used).provisional;
		left -= used;
		from = ends > from ? ends : from;
	}
	due = count_on(count, calendar, from, left);
	run->due = due.day;
	run->provisional = provisional || due.provisional;
}

static void count_hours(struct clock_run *run, const struct clock_rule *rule)
{
	int64_t left = (clock_term(run, rule) + run->extension) * INT64_C(60);
	int64_t from = run->start_at;

	for (size_t i = 0; i < run->pause_count; i++) {
		const struct clock_pause *pause = &run->pauses[i];

		if (from + left < pause->from)
			break;
		left -= pause->from > from ? pause->from - from : 0;
		from = pause->to != 0 ? pause->to : pause->from;
	}
	run->due_at = from + left;
	run->due = moment_day(run->due_at);
	run->provisional = false;
}

void clock_count(
	struct clock_run *run, const struct clock_rule *rule, const struct calendar *calendar)
{
	if (clock_is_hours(run))
		count_hours(run, rule);
	else
		count_days(run, rule, calendar);
}

/* Counts, and keeps the due day as it was at first. */
static void count_again(
	struct clock_run *run, const struct clock_rule *rule, const struct calendar *calendar)
{
	int due = run->due;
	int64_t due_at = run->due_at;

	clock_count(run, rule, calendar);
	if (run->first == DAY_NONE && (run->due != due || run->due_at != due_at)) {
		run->first = due;
		run->first_at = due_at;
	}
}

/* -- What turns it ----------------------------------------------------------------------------- */

/* The first of the fields that is filled in; NULL: none is. */
static const char *said(const struct strv *fields, const struct paper *paper)
{
	for (size_t i = 0; i < fields->n; i++) {
		const char *value = paper_field(paper, fields->v[i]);

		if (!str_empty(value))
			return value;
	}
	return NULL;
}

/* Whether it may run by what the paper says now. */
static bool is_asked_for(const struct clock_rule *rule, const struct paper *paper)
{
	return (rule->from.n == 0 || said(&rule->from, paper) != NULL) &&
	       pack_condition(rule->when, law_value, paper);
}

static void set_term(struct clock_run *run, int days)
{
	run->term = days > 0 ? days : TERM_AT_ONCE;
}

/* The row that the paper names may have a term of its own. */
static void hear_row(struct clock_run *run, const struct clock_rule *rule,
	const struct field *field, const char *value)
{
	const struct table_row *row = field != NULL ? table_row(field->table, value) : NULL;
	enum count_unit count = rule->count;
	int days;

	if (row == NULL || !table_term(field->table, row, rule->days_column, &days, &count))
		return;
	set_term(run, days);
	run->counted = count != rule->count ? (int)count + 1 : 0;
}

/* How long the term is, where a field says so. */
static void hear_term(struct clock_run *run, const struct clock_rule *rule, const struct kind *kind,
	const struct paper *paper)
{
	const char *value = rule->days_of != NULL ? paper_field(paper, rule->days_of) : NULL;
	int number;

	if (value == NULL)
		return;
	if (rule->days_column != NULL)
		hear_row(run, rule, kind_field(kind, rule->days_of), value);
	else if (str_number(value, &number) && number > 0 && number <= CLOCK_DAYS_MAX)
		run->term = number;
}

/* Where the fields say when the term began, and how long it is, they are heard. */
static void hear_fields(struct clock_run *run, const struct clock_rule *rule,
	const struct kind *kind, const struct paper *paper)
{
	const char *value = said(&rule->from, paper);
	int64_t moment;

	if (value != NULL && moment_parse(value, &moment)) {
		run->start = moment_day(moment);
		run->start_at = rule->hours > 0 ? moment : 0;
	} else if (value != NULL) {
		(void)day_parse(
			value, &run->start); /* the gate has read it: what is no day stays */
	}
	hear_term(run, rule, kind, paper);
}

static void start_clock(
	struct document *document, const struct clock_rule *rule, const struct clock_event *event)
{
	struct clock_run run = {.start = stamp_day(event->now)}, *slot;

	if (rule->hours > 0)
		run.start_at = stamp_moment(event->now);
	hear_fields(&run, rule, event->kind, &document->paper);
	if (rule->days_of != NULL && run.term == 0 && rule->days == 0)
		return;
	clock_count(&run, rule, &event->pack->calendar);
	slot = clock_find(document, rule->code);
	if (slot == NULL) {
		document->clocks = xreallocarray(
			document->clocks, document->clock_count + 1, sizeof(*document->clocks));
		slot = &document->clocks[document->clock_count++];
		run.rule = xstrdup(rule->code);
	} else {
		run.rule = slot->rule;
		free(slot->pauses);
	}
	*slot = run;
}

static void pause_clock(struct clock_run *run, bool stands, int64_t now)
{
	if (clock_is_paused(run) == stands)
		return;
	if (!stands) {
		run->pauses[run->pause_count - 1].to = now;
		return;
	}
	run->pauses = xreallocarray(run->pauses, run->pause_count + 1, sizeof(*run->pauses));
	run->pauses[run->pause_count++] = (struct clock_pause){.from = now};
}

/* Stopped by what was done now, or at the time that a field says it was done. */
static void stop_clock(struct clock_run *run, const struct clock_rule *rule,
	const struct paper *paper, const struct clock_event *event)
{
	const char *value = said(&rule->to, paper);
	int64_t moment = stamp_moment(event->now);

	if (clock_is_paused(run)) {
		pause_clock(run, false, moment);
		count_again(run, rule, &event->pack->calendar);
	}
	run->stopped = stamp_day(event->now);
	if (value != NULL && moment_parse(value, &moment))
		run->stopped = moment_day(moment);
	else if (value != NULL)
		(void)day_parse(value, &run->stopped);
	run->stopped_at = clock_is_hours(run) ? moment : 0;
}

/* Entering a state. A clock that runs goes on when its start is entered again; one that was stopped
 * starts anew. */
static void enter(
	struct document *document, const struct clock_rule *rule, const struct clock_event *event)
{
	struct clock_run *run = clock_find(document, rule->code);

	if (is_running(run) && strv_has(&rule->stop, document->state))
		stop_clock(run, rule, &document->paper, event);
	if (!is_running(run) && strv_has(&rule->start, document->state) &&
		is_asked_for(rule, &document->paper))
		start_clock(document, rule, event);
	run = clock_find(document, rule->code);
	if (is_running(run))
		pause_clock(run, strv_has(&rule->pause, document->state), stamp_moment(event->now));
}

/* A clock that counts from fields follows them: it may begin late, and end with what it hung on. */
static void follow(
	struct document *document, const struct clock_rule *rule, const struct clock_event *event)
{
	struct clock_run *run = clock_find(document, rule->code);
	bool asked = is_asked_for(rule, &document->paper);

	if (is_running(run) && !asked)
		stop_clock(run, rule, &document->paper, event);
	else if (!is_running(run) && asked && strv_has(&rule->start, document->state))
		start_clock(document, rule, event);
}

void clock_turn(struct document *document, const struct clock_event *event)
{
	for (size_t i = 0; i < event->kind->clock_count; i++) {
		const struct clock_rule *rule = &event->kind->clocks[i];
		struct clock_run *run;

		if (event->moved)
			enter(document, rule, event);
		else if (event->edited && rule->from.n > 0)
			follow(document, rule, event);
		run = clock_find(document, rule->code);
		if (!is_running(run))
			continue;
		if (rule->extend != NULL && rule->extend == event->action && run->extension == 0)
			run->extension = rule->extension;
		hear_fields(run, rule, event->kind, &document->paper);
		count_again(run, rule, &event->pack->calendar);
	}
}

/* What an open term is counted anew by. */
struct recounting {
	const struct kind *kind;
	const struct paper *paper;
	const struct calendar *calendar;
};

/* A law that changes a term does not change those that run: they keep the one they began with. The
 * term of a row is the row's: where the table says another, what is open under the row has it. */
static bool recount_one(struct clock_run *run, const struct clock_rule *before,
	const struct clock_rule *after, const struct recounting *how)
{
	struct clock_run was = *run;

	if (before != NULL && clock_term(run, before) != clock_term(run, after))
		set_term(run, clock_term(run, before));
	if (before != NULL && clock_counts(run, before) != clock_counts(run, after))
		run->counted = (int)clock_counts(run, before) + 1;
	if (after->days_column != NULL)
		hear_term(run, after, how->kind, how->paper);
	count_again(run, after, how->calendar);
	return run->term != was.term || run->counted != was.counted || run->due != was.due ||
	       run->provisional != was.provisional;
}

bool clock_recount(struct document *document, const struct pack *before, const struct pack *after)
{
	const struct kind *was = before != NULL ? pack_kind(before, document->paper.kind) : NULL;
	const struct kind *is = pack_kind(after, document->paper.kind);
	struct recounting how = {is, &document->paper, &after->calendar};
	bool changed = false;

	for (size_t i = 0; i < document->clock_count; i++) {
		struct clock_run *run = &document->clocks[i];
		const struct clock_rule *rule = clock_rule(is, run->rule);

		/* A clock of days that became one of hours, or is gone, runs out as it began. */
		if (is_running(run) && rule != NULL && (rule->hours > 0) == clock_is_hours(run) &&
			recount_one(run, clock_rule(was, run->rule), rule, &how))
			changed = true;
	}
	return changed;
}

/* -- What is said of it ------------------------------------------------------------------------ */

int64_t clock_warn(
	const struct clock_run *run, const struct clock_rule *rule, const struct calendar *calendar)
{
	int day = run->due, left = rule->warn;

	if (rule->warn == 0)
		return 0;
	if (clock_is_hours(run))
		return run->due_at - rule->warn * INT64_C(60);
	while (left > 0 && day > run->start) {
		if (clock_counts(run, rule) != COUNT_WORKING || calendar_is_working(calendar, day))
			left--;
		day--;
	}
	return day;
}

struct clock_when clock_when(int day, int64_t moment)
{
	struct clock_when when;
	char buf[DAY_SIZE];

	if (moment != 0)
		(void)moment_format(moment, when.text);
	else
		(void)snprintf(when.text, sizeof(when.text), "%s", day_format(day, buf));
	return when;
}

static bool stood_still(const struct clock_run *run, int day, int today)
{
	for (size_t i = 0; i < run->pause_count; i++) {
		const struct clock_pause *pause = &run->pauses[i];
		int last = pause->to != 0 ? moment_day(pause->to) : today;

		if (day > moment_day(pause->from) && day <= last)
			return true;
	}
	return false;
}

size_t clock_explain(const struct clock_run *run, const struct clock_rule *rule,
	const struct calendar *calendar, int today, struct clock_step **steps)
{
	int last = clock_is_paused(run) && today > run->due ? today : run->due;
	size_t n = clock_is_hours(run) || last <= run->start ? 0 : (size_t)(last - run->start);
	int counted = 0;

	*steps = xcalloc(n, sizeof(**steps));
	for (size_t i = 0; i < n; i++) {
		struct clock_step *step = &(*steps)[i];
		int day = run->start + 1 + (int)i;
		bool counts = clock_counts(run, rule) != COUNT_WORKING ||
			      calendar_is_working(calendar, day);

		step->is_paused = stood_still(run, day, today);
		step->day = day;
		step->kind = calendar_kind(calendar, day);
		step->name = calendar_name(calendar, day);
		if (counts && !step->is_paused)
			step->count = ++counted;
	}
	return n;
}

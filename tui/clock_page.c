/* SPDX-License-Identifier: MIT */
/* The clocks of a document: when they end, and why then, day by day. */
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/i18n.h"
#include "core/label.h"
#include "tui/paper_pages.h"
#include "tui/say.h"

struct clock_page {
	struct lines *lines;
	int cols;
	const struct session *session;
};

static const char *why(const struct clock_step *step)
{
	static const char *const kinds[] = {
		[CALENDAR_WORKDAY] = N_("working day"),
		[CALENDAR_WEEKEND] = N_("weekend, not counted"),
		[CALENDAR_HOLIDAY] = N_("holiday, not counted"),
		[CALENDAR_MAKEUP] = N_("weekend day that is worked"),
	};

	return step->is_paused ? _("stood still, not counted") : _(kinds[step->kind]);
}

static void explain(
	struct clock_page *page, const struct clock_rule *rule, const struct clock_run *run)
{
	int today = session_today(page->session);
	struct clock_step *steps;
	size_t n = clock_explain(
		run, rule, &session_office(page->session)->pack->calendar, today, &steps);

	for (size_t i = 0; i < n; i++) {
		const struct clock_step *step = &steps[i];
		bool skipped = step->count == 0;
		char number[16] = "  -", day[DAY_SIZE];

		if (!skipped)
			snprintf(number, sizeof(number), "%3d", step->count);
		lines_addf(page->lines, page->cols, skipped ? STYLE_DIM : STYLE_TEXT, 2,
			"%s  %s %s  %s%s%s%s", number, day_format(step->day, day),
			label_weekday(step->day), why(step), *step->name != '\0' ? ": " : "",
			step->name, step->day == today ? _("   <- today") : "");
	}
	free(steps);
}

static bool was_late(const struct clock_run *run)
{
	return clock_is_hours(run) ? run->stopped_at > run->due_at : run->stopped > run->due;
}

static void add_ended(struct clock_page *page, const struct clock_run *run)
{
	bool late = was_late(run);

	lines_addf(page->lines, page->cols, late ? STYLE_LATE : STYLE_GOOD, 2,
		_("began %s, was due %s, ended %s %s"), clock_when(run->start, run->start_at).text,
		clock_when(run->due, run->due_at).text,
		clock_when(run->stopped, run->stopped_at).text,
		late ? _("(late)") : _("(in time)"));
}

/* A minute that has passed is late, though the day has not. */
static void add_running(
	struct clock_page *page, const struct clock_rule *rule, const struct clock_run *run)
{
	struct stamp now = session_now(page->session);
	struct due_end end = {run->due, run->due_at};
	int today = stamp_day(now);
	int64_t warn = rule == NULL ? 0
				    : clock_warn(run, rule,
					      &session_office(page->session)->pack->calendar);
	bool is_near =
		warn != 0 && (clock_is_hours(run) ? stamp_moment(now) >= warn : today >= warn);
	enum style style = clock_is_over(run, now) ? STYLE_LATE
			   : clock_is_paused(run)  ? STYLE_DIM
			   : is_near               ? STYLE_SOON
						   : say_due_style(now, end);
	char left[SAY_DUE_SIZE];

	lines_addf(page->lines, page->cols, style, 2, _("began %s, due %s: %s%s"),
		clock_when(run->start, run->start_at).text, clock_when(run->due, run->due_at).text,
		clock_is_paused(run) ? _("stands still") : say_due(now, end, left),
		run->provisional ? _(" (provisional: past the calendar's last year)") : "");
}

static void add_changes(struct clock_page *page, const struct clock_run *run)
{
	char from[MOMENT_SIZE], to[MOMENT_SIZE];

	if (run->first != DAY_NONE)
		lines_addf(page->lines, page->cols, STYLE_TEXT, 2, _("at first due %s"),
			clock_when(run->first, run->first_at).text);
	if (run->extension > 0)
		lines_addf(page->lines, page->cols, STYLE_TEXT, 2,
			clock_is_hours(run) ? _("extended by %d hours") : _("extended by %d days"),
			run->extension);
	for (size_t i = 0; i < run->pause_count; i++)
		lines_addf(page->lines, page->cols, STYLE_TEXT, 2, _("stood still from %s to %s"),
			moment_format(run->pauses[i].from, from),
			run->pauses[i].to != 0 ? moment_format(run->pauses[i].to, to) : _("now"));
}

static void add_term(
	struct clock_page *page, const struct clock_rule *rule, const struct clock_run *run)
{
	bool working = clock_counts(run, rule) == COUNT_WORKING;

	if (rule->hours > 0) {
		lines_addf(page->lines, page->cols, STYLE_TEXT, 2,
			_("%d hours by the clock on the wall"), clock_term(run, rule));
		return;
	}
	lines_addf(page->lines, page->cols, STYLE_TEXT, 2,
		working ? _("%d working days, the day it began is not counted:")
			: _("%d days, the day it began is not counted"),
		clock_term(run, rule) + run->extension);
	if (working)
		explain(page, rule, run);
}

static void add_clock(
	struct clock_page *page, const struct document *document, const struct clock_run *run)
{
	const struct pack *pack = session_office(page->session)->pack;
	const struct clock_rule *rule =
		clock_rule(pack_kind(pack, document->paper.kind), run->rule);

	lines_add(page->lines, page->cols, STYLE_HEADING, 0,
		rule != NULL ? name_get(&rule->name) : run->rule);
	if (rule != NULL)
		lines_addf(page->lines, page->cols, STYLE_DIM, 2, "%s", name_get(&rule->basis));
	if (run->stopped != DAY_NONE)
		add_ended(page, run);
	else
		add_running(page, rule, run);
	add_changes(page, run);
	if (rule != NULL && run->stopped == DAY_NONE &&
		(rule->hours > 0 || clock_term(run, rule) + run->extension > 0))
		add_term(page, rule, run);
	lines_add(page->lines, page->cols, STYLE_TEXT, 0, "");
}

void pages_clocks(struct lines *lines, int cols, const struct session *session,
	const struct document *document)
{
	struct clock_page page = {lines, cols, session};

	/* Those that run first. */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < document->clock_count; i++) {
			if ((document->clocks[i].stopped == DAY_NONE) == (pass == 0))
				add_clock(&page, document, &document->clocks[i]);
		}
	}
	if (document->clock_count == 0)
		lines_add(lines, cols, STYLE_DIM, 0,
			_("No clock runs here: it begins when the paper is submitted."));
}

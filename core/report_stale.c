/* SPDX-License-Identifier: MIT */
/* What must be kept up to date: sites, columns, accounts whose last update is longer ago than their
 * threshold, and how many days the others have. Which clocks are thresholds, and of how many days,
 * the pack says. */
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/each.h"
#include "core/label.h"
#include "core/law.h"
#include "core/mem.h"
#include "core/reports.h"

enum { SOON = 7 };

struct watched { /* a record under one threshold */
	char *id, *unit, *title; /* owns */
	const struct kind *kind; /* borrowed, as the rule */
	const struct clock_rule *rule;
	int updated, due; /* days; DAY_NONE: no update is on record */
};

struct watch {
	struct watched *v; /* owns */
	size_t n;
	int today;
};

static void watch_release(struct watch *watch)
{
	for (size_t i = 0; i < watch->n; i++) {
		free(watch->v[i].id);
		free(watch->v[i].unit);
		free(watch->v[i].title);
	}
	free(watch->v);
	*watch = (struct watch){0};
}

/* -- Looking ----------------------------------------------------------------------------------- */

static bool has_threshold(const struct kind *kind)
{
	for (size_t i = 0; i < kind->clock_count; i++) {
		if (kind->clocks[i].is_threshold)
			return true;
	}
	return false;
}

/* A threshold that does not run for want of a date is one too. */
static void watch_by(struct watch *watch, const struct kind *kind, const struct clock_rule *rule,
	const struct document *document)
{
	const struct clock_run *run = clock_find(document, rule->code);
	bool runs = run != NULL && run->stopped == DAY_NONE;

	if (!runs && (!strv_has(&rule->start, document->state) ||
			     !pack_condition(rule->when, law_value, &document->paper)))
		return;
	GROW(watch->v, watch->n);
	watch->v[watch->n++] = (struct watched){
		.id = xstrdup(document->paper.id),
		.unit = xstrdup(document->paper.unit),
		.title = xstrdup(document->paper.title),
		.kind = kind,
		.rule = rule,
		.updated = runs ? run->start : DAY_NONE,
		.due = runs ? run->due : DAY_NONE,
	};
}

static bool watch_kind(struct watch *watch, struct session *session, const char *unit,
	const struct kind *kind, struct err *err)
{
	struct each each;

	each_init(&each, session, unit, kind->code);
	while (each_next(&each, err)) {
		for (size_t i = 0; i < kind->clock_count; i++) {
			if (kind->clocks[i].is_threshold)
				watch_by(watch, kind, &kind->clocks[i], &each.document);
		}
	}
	each_release(&each);
	return err->code == ERR_NONE;
}

/* -- Writing ----------------------------------------------------------------------------------- */

static int by_unit(const void *a, const void *b)
{
	const struct watched *x = a, *y = b;
	int order = strcmp(x->unit, y->unit);

	if (order == 0)
		order = strcmp(x->kind->code, y->kind->code);
	return order != 0 ? order : strcmp(x->id, y->id);
}

static int by_due(const void *a, const void *b)
{
	const struct watched *x = a, *y = b;

	return x->due != y->due ? (x->due > y->due) - (x->due < y->due) : strcmp(x->id, y->id);
}

enum standing { STANDS_ALL, STANDS_PAST, STANDS_SOON, STANDS_UNDATED, STANDS_COUNT };

static bool stands(const struct watch *watch, const struct watched *w, enum standing standing)
{
	switch (standing) {
	case STANDS_PAST: return w->due != DAY_NONE && w->due < watch->today;
	case STANDS_SOON: return w->due >= watch->today && w->due <= watch->today + SOON;
	case STANDS_UNDATED: return w->due == DAY_NONE;
	case STANDS_ALL:
	case STANDS_COUNT: break;
	}
	return true;
}

/* How many of the watched from one on stand so, with the list of them. */
static void add_count(struct report_table *table, const struct watch *watch, size_t first, size_t n,
	enum standing standing)
{
	struct str ids = {0};
	int count = 0;

	for (size_t i = first; i < first + n; i++) {
		if (!stands(watch, &watch->v[i], standing))
			continue;
		count++;
		report_case(&ids, watch->v[i].id);
	}
	report_cell_ids(report_number(table, count), &ids);
}

static void add_units(struct report *report, const struct office *office, struct watch *watch)
{
	struct report_table *table = report_table(report, "units", _("By unit"));
	size_t n;

	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_column(table, "kind", _("Kind"), COLUMN_WORD);
	report_sum_column(table, "watched", _("Kept up"));
	report_sum_column(table, "past", _("Past the threshold"));
	report_sum_column(table, "soon", _("Within 7 days"));
	report_sum_column(table, "undated", _("Without an update"));
	table->chart = CHART_BARS;
	table->chart_label = 1;
	table->chart_value = 3;
	if (watch->n > 0)
		qsort(watch->v, watch->n, sizeof(*watch->v), by_unit);
	for (size_t i = 0; i < watch->n; i += n) {
		const struct watched *w = &watch->v[i];

		for (n = 0; i + n < watch->n && watch->v[i + n].kind == w->kind &&
			    strcmp(watch->v[i + n].unit, w->unit) == 0;)
			n++;
		report_word(table, w->unit, label_unit(office, w->unit));
		report_word(table, w->kind->code, name_get(&w->kind->name));
		for (enum standing s = STANDS_ALL; s < STANDS_COUNT; s++)
			add_count(table, watch, i, n, s);
	}
}

static void add_records(struct report *report, const struct office *office, struct watch *watch)
{
	struct report_table *table = report_table(report, "records", _("Nearest first"));

	report_column(table, "id", _("Id"), COLUMN_WORD);
	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_column(table, "title", _("Title"), COLUMN_WORD);
	report_column(table, "threshold", _("Threshold"), COLUMN_WORD);
	report_column(table, "updated", _("Last update"), COLUMN_DAY);
	report_column(table, "due", _("Update by"), COLUMN_DAY);
	report_column(table, "days", _("Days left"), COLUMN_NUMBER);
	if (watch->n > 0)
		qsort(watch->v, watch->n, sizeof(*watch->v), by_due);
	for (size_t i = 0; i < watch->n; i++) {
		const struct watched *w = &watch->v[i];

		report_cases(report_word(table, w->id, NULL), "%s", w->id);
		report_word(table, w->unit, label_unit(office, w->unit));
		report_word(table, w->title, NULL);
		report_word(table, w->rule->code, name_get(&w->rule->name));
		report_day(table, w->updated);
		report_day(table, w->due);
		report_number(table, w->due - watch->today)->is_empty = w->due == DAY_NONE;
	}
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	const struct office *office = session_office(session);
	struct watch watch = {.today = session_today(session)};
	bool ok = true, any = false;

	for (size_t i = 0; ok && i < office->pack->kind_count; i++) {
		const struct kind *kind = &office->pack->kinds[i];

		if (!has_threshold(kind))
			continue;
		any = true;
		ok = watch_kind(&watch, session, ask->unit, kind, err);
	}
	if (!any)
		ok = err_set(err, ERR_INPUT, _("this pack has no clock that is a threshold"));
	if (ok) {
		add_units(report, office, &watch);
		add_records(report, office, &watch);
	}
	watch_release(&watch);
	return ok;
}

const struct report_kind report_stale = {
	.name = "stale",
	.title = N_("Kept up to date"),
	.help = N_(
		"sites, columns and accounts past their threshold, and the days others have left"),
	.make = make,
};

/* SPDX-License-Identifier: MIT */
/* The records of one kind: all of them with their fields, or how the units stand. */
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/each.h"
#include "core/label.h"
#include "core/listing.h"
#include "core/mem.h"
#include "core/reports.h"

enum { PAGE = 1000 }; /* rows whose texts say how wide columns are */

typedef void take_record(void *context, const struct document *document);

static bool is_asked(const struct report_ask *ask, const struct document *document)
{
	int begun = stamp_day(document->created);

	return (ask->from == DAY_NONE || begun >= ask->from) &&
	       (ask->to == DAY_NONE || begun <= ask->to);
}

static bool each_record(struct session *session, const struct report_ask *ask,
	const struct kind *kind, take_record *take, void *context, struct err *err)
{
	struct each each;

	each_init(&each, session, ask->unit, kind->code);
	err->code = ERR_NONE;
	while (each_next(&each, err)) {
		if (is_asked(ask, &each.document))
			take(context, &each.document);
	}
	each_release(&each);
	return err->code == ERR_NONE;
}

/* The kind asked for; else the fallback. NULL where the pack has none such. */
static const struct kind *find_kind(const struct office *office, const struct report_ask *ask,
	const struct kind *fallback, struct err *err)
{
	const struct kind *kind = ask->kind != NULL ? pack_kind(office->pack, ask->kind) : fallback;
	struct strv codes = {0};
	char *joined;

	if (kind != NULL && !kind->is_stub)
		return kind;
	for (size_t i = 0; i < office->pack->kind_count; i++) {
		if (!office->pack->kinds[i].is_stub)
			strv_add(&codes, office->pack->kinds[i].code);
	}
	joined = strv_join(&codes, ", ");
	if (ask->kind == NULL)
		err_set(err, ERR_INPUT, _("say which kind with --kind; there are: %s"), joined);
	else
		err_set(err, ERR_INPUT, _("there is no kind '%s'; there are: %s"), ask->kind,
			joined);
	free(joined);
	strv_release(&codes);
	return NULL;
}

/* -- Every record ------------------------------------------------------------------------------ */

struct listing {
	struct each each; /* owns */
	struct report_ask ask;
	const struct kind *kind;
};

static bool next_records(void *source, struct report_table *table, struct err *err)
{
	struct listing *listing = source;
	int n = 0;

	while (n < PAGE && each_next(&listing->each, err)) {
		if (!is_asked(&listing->ask, &listing->each.document))
			continue;
		listing_add(table, session_office(listing->each.session), listing->kind,
			&listing->each.document);
		n++;
	}
	return err->code == ERR_NONE;
}

static void listing_free(void *source)
{
	struct listing *listing = source;

	each_release(&listing->each);
	free(listing);
}

static bool make_records(struct session *session, const struct report_ask *ask,
	struct report *report, struct err *err)
{
	const struct kind *kind = find_kind(session_office(session), ask, NULL, err);
	struct report_pages pages = {.next = next_records, .release = listing_free};
	struct listing *listing;

	if (kind == NULL)
		return false;
	set_str(&report->title, name_get(&kind->name));
	listing_columns(report_table(report, "records", NULL), kind);
	listing = xcalloc(1, sizeof(*listing));
	*listing = (struct listing){.ask = *ask, .kind = kind};
	each_init(&listing->each, session, ask->unit, kind->code);
	pages.source = listing;
	return report_take_pages(report, &pages, !ask->in_pages, err);
}

const struct report_kind report_records = {
	.name = "records",
	.title = N_("Records"),
	.help = N_("every record of a kind with its fields (--kind)"),
	.make = make_records,
};

/* -- How the units stand ----------------------------------------------------------------------- */

struct standing {
	int n, ended, overdue, late, scored;
	int64_t score;
	int *states; /* owns; in the order of the kind */
	struct str late_ids, ended_ids, scored_ids;
};

struct assessment {
	const struct office *office;
	const struct kind *kind;
	const struct field *score; /* NULL: the kind has none */
	struct stamp now;
	char *begun; /* owns; what the lists are to ask for besides */
	struct standing *units; /* owns; in the order of the tree */
};

static bool was_late(const struct document *document)
{
	for (size_t i = 0; i < document->clock_count; i++) {
		const struct clock_run *run = &document->clocks[i];

		if (run->stopped != DAY_NONE && (clock_is_hours(run) ? run->stopped_at > run->due_at
								     : run->stopped > run->due))
			return true;
	}
	return false;
}

static void count_record(void *context, const struct document *document)
{
	struct assessment *a = context;
	const struct state *state = kind_state(a->kind, document->state);
	const char *value = a->score != NULL ? paper_field(&document->paper, a->score->code) : NULL;
	const struct unit *unit = org_unit(&a->office->org, document->paper.unit);
	struct standing *s;
	int score;

	if (unit == NULL || state == NULL)
		return;
	s = &a->units[unit - a->office->org.units];
	s->n++;
	s->states[state - a->kind->states]++;
	s->overdue += document_is_overdue(document, a->now) ? 1 : 0;
	if (state->phase == PHASE_ENDED) {
		s->ended++;
		report_case(&s->ended_ids, document->paper.id);
	}
	if (was_late(document)) {
		s->late++;
		report_case(&s->late_ids, document->paper.id);
	}
	if (value != NULL && str_number(value, &score)) {
		s->scored++;
		report_case(&s->scored_ids, document->paper.id);
		s->score += score;
	}
}

static void add_standing(struct report_table *table, const struct assessment *a, size_t unit)
{
	struct standing *s = &a->units[unit];
	struct report_cell *score;
	const char *id = a->office->org.units[unit].id, *kind = a->kind->code;

	report_word(table, id, label_unit(a->office, id));
	report_cases(report_number(table, s->n), "kind:%s in:%s%s", kind, id, a->begun);
	for (size_t i = 0; i < a->kind->state_count; i++)
		report_cases(report_number(table, s->states[i]), "kind:%s in:%s state:%s%s", kind,
			id, a->kind->states[i].code, a->begun);
	report_cases(report_number(table, s->overdue), "kind:%s in:%s due:overdue%s", kind, id,
		a->begun);
	report_cell_ids(report_number(table, s->late), &s->late_ids);
	report_cell_ids(report_share(table, s->ended, s->n), &s->ended_ids);
	if (a->score == NULL)
		return;
	score = report_number(table, s->scored > 0 ? (s->score + s->scored / 2) / s->scored : 0);
	score->is_empty = s->scored == 0;
	report_cell_ids(score, &s->scored_ids);
}

static void add_columns(struct report_table *table, const struct assessment *a)
{
	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_sum_column(table, "records", name_get(&a->kind->name));
	for (size_t i = 0; i < a->kind->state_count; i++)
		report_sum_column(
			table, a->kind->states[i].code, name_get(&a->kind->states[i].name));
	report_sum_column(table, "overdue", _("Overdue"));
	report_sum_column(table, "late", _("Late"));
	report_column(table, "ended", _("Ended"), COLUMN_SHARE);
	if (a->score != NULL)
		report_column(table, a->score->code, name_get(&a->score->name), COLUMN_NUMBER);
}

static bool make_tasks(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	const struct office *office = session_office(session);
	struct assessment a = {.office = office,
		.kind = find_kind(office, ask, office->pack->notice.kind, err),
		.now = session_now(session)};
	struct report_table *table;
	bool ok;

	if (a.kind == NULL)
		return false;
	a.score = kind_field(a.kind, "score");
	if (a.score != NULL && a.score->type != FIELD_NUMBER)
		a.score = NULL;
	a.begun = reports_begun(office->pack, ask);
	a.units = xcalloc(office->org.unit_count, sizeof(*a.units));
	for (size_t i = 0; i < office->org.unit_count; i++)
		a.units[i].states = xcalloc(a.kind->state_count, sizeof(int));
	table = report_table(report, "tasks", NULL);
	set_str(&report->title, name_get(&a.kind->name));
	add_columns(table, &a);
	ok = each_record(session, ask, a.kind, count_record, &a, err);
	for (size_t i = 0; i < office->org.unit_count; i++) {
		if (ok && a.units[i].n > 0)
			add_standing(table, &a, i);
		free(a.units[i].states);
		str_release(&a.units[i].late_ids);
		str_release(&a.units[i].ended_ids);
		str_release(&a.units[i].scored_ids);
	}
	free(a.units);
	free(a.begun);
	return ok;
}

const struct report_kind report_tasks = {
	.name = "tasks",
	.title = N_("Tasks by unit"),
	.help = N_("by unit: what is done, overdue, late and how it scores (or of another --kind)"),
	.make = make_tasks,
};

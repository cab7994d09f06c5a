/* SPDX-License-Identifier: MIT */
#include "core/listing.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"
#include "core/session_see.h"

enum { PAGE = 1000 }; /* rows whose texts say how wide columns are */

static enum column_type column_of(enum field_type type)
{
	return type == FIELD_DATE ? COLUMN_DAY : type == FIELD_NUMBER ? COLUMN_NUMBER : COLUMN_WORD;
}

/* Whether a term may end at a minute. */
static bool counts_hours(const struct kind *kind)
{
	bool hours = kind == NULL;

	for (size_t i = 0; !hours && i < kind->clock_count; i++)
		hours = kind->clocks[i].hours > 0;
	return hours;
}

/* The key of a field's column: its code, unless a column of every list is called so. */
static const char *field_key(const char *code)
{
	static const char *const taken[][2] = {{"id", "field-id"}, {"unit", "field-unit"},
		{"state", "field-state"}, {"attribute", "field-attribute"},
		{"number", "field-number"}, {"title", "field-title"}, {"due", "field-due"}};

	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		if (strcmp(taken[i][0], code) == 0)
			return taken[i][1];
	}
	return code;
}

void listing_columns(struct report_table *table, const struct kind *kind)
{
	report_column(table, "id", _("Id"), COLUMN_WORD);
	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	if (kind == NULL)
		report_column(table, "kind", _("Kind"), COLUMN_WORD);
	report_column(table, "state", _("State"), COLUMN_WORD);
	if (kind == NULL || !kind->is_register)
		report_column(table, "attribute", _("Attribute"), COLUMN_WORD);
	report_column(table, "number", _("Number"), COLUMN_WORD);
	report_column(table, "title", _("Title"), COLUMN_WORD);
	report_column(table, "due", _("Due"), COLUMN_DAY);
	if (counts_hours(kind))
		report_column(table, "due_at", _("Due at"), COLUMN_WORD);
	for (size_t i = 0; kind != NULL && i < kind->field_count; i++)
		report_column(table, field_key(kind->fields[i].code),
			name_get(&kind->fields[i].name), column_of(kind->fields[i].type));
}

static void add_field(struct report_table *table, const struct office *office,
	const struct field *field, const char *value)
{
	int day = DAY_NONE, number = 0;
	char *words;

	if (field->type == FIELD_DATE) {
		(void)day_parse(value != NULL ? value : "", &day); /* DAY_NONE is an empty cell */
		report_day(table, day);
		return;
	}
	if (field->type == FIELD_NUMBER) {
		bool is_number = value != NULL && str_number(value, &number);

		report_number(table, number)->is_empty = !is_number;
		return;
	}
	words = label_field(office, field, value);
	report_word(table, value, words);
	free(words);
}

void listing_add(struct report_table *table, const struct office *office, const struct kind *kind,
	const struct document *document)
{
	const struct paper *paper = &document->paper;
	char at[MOMENT_SIZE];

	report_cases(report_word(table, paper->id, NULL), "%s", paper->id);
	report_word(table, paper->unit, label_unit(office, paper->unit));
	if (kind == NULL)
		report_word(table, paper->kind, label_kind(office, paper->kind));
	report_word(table, document->state, label_state(office, paper->kind, document->state));
	if (kind == NULL || !kind->is_register)
		report_word(table, paper->attribute, label_attribute(office, paper->attribute));
	report_word(table, paper->number, NULL);
	report_word(table, paper->title, NULL);
	report_day(table, document_due(document));
	if (counts_hours(kind))
		report_word(table, moment_format(document_due_at(document), at), NULL);
	for (size_t i = 0; kind != NULL && i < kind->field_count; i++)
		add_field(
			table, office, &kind->fields[i], paper_field(paper, kind->fields[i].code));
}

struct listing {
	struct session *session; /* borrowed, as the query */
	struct query *query;
	const struct kind *kind;
	int left; /* rows, 0: all there are; -1: no more */
	struct rows rows; /* owns: the latest page, behind which the next one begins */
};

static bool add_all(const struct listing *listing, struct report_table *table, struct err *err)
{
	const struct rows *rows = &listing->rows;
	struct document document = {0};
	bool ok = true;

	for (size_t i = 0; ok && i < rows->n; i++) {
		document_release(&document);
		ok = see_listed(listing->session, rows->v[i].id, &document, err);
		if (ok)
			listing_add(
				table, session_office(listing->session), listing->kind, &document);
	}
	document_release(&document);
	return ok;
}

static bool next_page(void *source, struct report_table *table, struct err *err)
{
	struct listing *listing = source;
	int n;

	if (listing->left < 0)
		return true;
	listing->query->limit = listing->left == 0 || listing->left > PAGE ? PAGE : listing->left;
	if (!session_next(listing->session, listing->query, &listing->rows, err) ||
		!add_all(listing, table, err))
		return false;
	n = (int)listing->rows.n;
	if (listing->left > 0)
		listing->left = n < listing->left ? listing->left - n : -1;
	return true;
}

static void listing_free(void *source)
{
	struct listing *listing = source;

	rows_release(&listing->rows);
	free(listing);
}

bool session_listing(struct session *session, struct query *query, int limit, struct report *report,
	struct err *err)
{
	const struct kind *kind = query_kind(query, session_office(session)->pack);
	struct listing listing = {.session = session, .query = query, .kind = kind, .left = limit};
	const struct report_pages pages = {.next = next_page,
		.release = listing_free,
		.source = xmemdup(&listing, sizeof(listing))};
	char now[MOMENT_SIZE];

	set_str(&report->title, kind != NULL ? name_get(&kind->name) : _("Papers"));
	moment_format(stamp_moment(session_now(session)), now);
	set_str(&report->about, now);
	listing_columns(report_table(report, "list", NULL), kind);
	reports_seal(session, report);
	return report_take_pages(report, &pages, false, err);
}

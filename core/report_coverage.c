/* SPDX-License-Identifier: MIT */
/* How far the rows of a table are covered: what was published under each, which have nothing, which
 * are overdue, and which published papers name no row. */
#include <stdlib.h>

#include "core/each.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"

struct cover { /* of one row, or of none */
	int published, in_hand, overdue;
	int latest; /* the day something was last published under it; DAY_NONE */
	struct str published_ids, in_hand_ids, overdue_ids;
};

struct coverage {
	struct session *session;
	const struct report_ask *ask;
	const struct pack_table *table;
	struct cover *rows; /* owns */
	struct report_table *loose; /* published papers without a row */
	size_t loose_count;
	struct str loose_ids;
};

/* The field of a kind that names rows of the table; NULL where it has none. */
static const struct field *row_field(const struct kind *kind, const struct pack_table *table)
{
	for (size_t i = 0; i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];

		if (field->type == FIELD_ROW && (table == NULL || field->table == table))
			return field;
	}
	return NULL;
}

/* The table whose rows papers are published under: the first that a kind of papers names. */
static const struct pack_table *find_table(const struct pack *pack)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct field *field = row_field(&pack->kinds[i], NULL);

		if (field != NULL && !pack->kinds[i].is_register && !pack->kinds[i].is_stub)
			return field->table;
	}
	return NULL;
}

/* -- Counting ---------------------------------------------------------------------------------- */

static bool is_in_period(const struct report_ask *ask, int day)
{
	return (ask->from == DAY_NONE || day >= ask->from) &&
	       (ask->to == DAY_NONE || day <= ask->to);
}

static void add_loose(struct coverage *c, const struct document *document)
{
	const struct office *office = session_office(c->session);
	const struct paper *paper = &document->paper;

	report_cases(report_word(c->loose, paper->id, NULL), "%s", paper->id);
	report_word(c->loose, paper->unit, label_unit(office, paper->unit));
	report_word(c->loose, paper->title, NULL);
	report_day(c->loose, document->published);
	report_case(&c->loose_ids, paper->id);
	c->loose_count++;
}

static void count_published(
	struct coverage *c, const struct document *document, const struct table_row *row)
{
	struct cover *cover;

	if (!is_in_period(c->ask, document->published))
		return;
	if (row == NULL) {
		add_loose(c, document);
		return;
	}
	cover = &c->rows[row - c->table->rows];
	cover->published++;
	report_case(&cover->published_ids, document->paper.id);
	if (document->published > cover->latest)
		cover->latest = document->published;
}

static void count(struct coverage *c, const struct each *each, const struct field *field)
{
	const struct document *document = &each->document;
	const struct pack *pack = session_office(c->session)->pack;
	const struct attribute *attribute = pack_attribute(pack, document->paper.attribute);
	const char *value = paper_field(&document->paper, field->code);
	const struct table_row *row = value != NULL ? table_row(c->table, value) : NULL;
	enum phase phase = each_phase(each);
	int due = document_due(document);

	if (phase == PHASE_PUBLISHED) {
		count_published(c, document, row);
	} else if (row != NULL && attribute != NULL && attribute->is_public &&
		   phase < PHASE_PUBLISHED) {
		struct cover *cover = &c->rows[row - c->table->rows];

		cover->in_hand++;
		report_case(&cover->in_hand_ids, document->paper.id);
		if (phase == PHASE_DECIDED && due != DAY_NONE && due < session_today(c->session)) {
			cover->overdue++;
			report_case(&cover->overdue_ids, document->paper.id);
		}
	}
}

static bool count_kind(struct coverage *c, const struct kind *kind, struct err *err)
{
	const struct field *field = row_field(kind, c->table);
	struct each each;
	bool more = true;

	if (field == NULL || kind->is_register || kind->is_stub)
		return true;
	each_init(&each, c->session, c->ask->unit, kind->code);
	while (more && (more = each_next(&each, err)))
		count(c, &each, field);
	each_release(&each);
	return err->code == ERR_NONE;
}

/* -- Writing ----------------------------------------------------------------------------------- */

static void add_columns(struct report_table *rows)
{
	report_column(rows, "row", _("Row"), COLUMN_WORD);
	report_column(rows, "name", _("Name"), COLUMN_WORD);
	report_column(rows, "state", _("State"), COLUMN_WORD);
	report_sum_column(rows, "published", _("Papers published"));
	report_column(rows, "latest", _("Latest"), COLUMN_DAY);
	report_sum_column(rows, "in_hand", _("In hand"));
	report_sum_column(rows, "overdue", _("Overdue"));
}

static const struct {
	const char *word, *label;
} states[] = {
	{"nothing", N_("nothing published")},
	{"in-hand", N_("in hand")},
	{"overdue", N_("overdue")},
	{"published", N_("published")},
};
enum { NOTHING, IN_HAND, OVERDUE, COVERED };

static int state_of(const struct cover *cover)
{
	if (cover->overdue > 0)
		return OVERDUE;
	if (cover->published > 0)
		return COVERED;
	return cover->in_hand > 0 ? IN_HAND : NOTHING;
}

static void write_rows(struct coverage *c, struct report *report, struct report_table *rows)
{
	int nothing = 0, overdue = 0, n = 0;

	for (size_t i = 0; i < c->table->row_count; i++) {
		const struct table_row *row = &c->table->rows[i];
		struct cover *cover = &c->rows[i];
		int state = state_of(cover);

		if (!table_row_matches(c->table, row, c->ask->where) ||
			!table_row_is_live(row, session_today(c->session)))
			continue;
		report_word(rows, row->code, NULL);
		report_word(rows, name_get(&row->name), NULL);
		report_word(rows, states[state].word, _(states[state].label));
		report_cell_ids(report_number(rows, cover->published), &cover->published_ids);
		report_day(rows, cover->latest);
		report_cell_ids(report_number(rows, cover->in_hand), &cover->in_hand_ids);
		report_cell_ids(report_number(rows, cover->overdue), &cover->overdue_ids);
		n++;
		nothing += cover->published == 0;
		overdue += state == OVERDUE;
	}
	report_figure(report, "rows", _("Rows"), n);
	report_figure(report, "rows_without", _("Rows with nothing published"), nothing);
	report_figure(report, "rows_overdue", _("Rows overdue"), overdue);
	report_figure(report, "papers_without_row", _("Published papers without a row"),
		(int64_t)c->loose_count);
	report_figure_ids(report, &c->loose_ids);
}

static void release(struct coverage *c)
{
	for (size_t i = 0; i < c->table->row_count; i++) {
		str_release(&c->rows[i].published_ids);
		str_release(&c->rows[i].in_hand_ids);
		str_release(&c->rows[i].overdue_ids);
	}
	str_release(&c->loose_ids);
	free(c->rows);
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	struct coverage c = {.session = session, .ask = ask, .table = find_table(pack)};
	struct report_table *rows;
	bool ok = true;

	if (c.table == NULL)
		return err_set(err, ERR_REFUSED, _("no paper of this pack names a row of a table"));
	if (!table_check_where(c.table, ask->where, err))
		return false;
	c.rows = xcalloc(c.table->row_count + 1, sizeof(*c.rows));
	rows = report_table(report, "rows", name_get(&c.table->name));
	add_columns(rows);
	rows = report_table(report, "papers_without_row", _("Published papers without a row"));
	report_column(rows, "id", _("Paper"), COLUMN_WORD);
	report_column(rows, "unit", _("Unit"), COLUMN_WORD);
	report_column(rows, "title", _("Title"), COLUMN_WORD);
	report_column(rows, "published", _("Published"), COLUMN_DAY);
	c.loose = rows;
	for (size_t i = 0; ok && i < pack->kind_count; i++)
		ok = count_kind(&c, &pack->kinds[i], err);
	if (ok)
		write_rows(&c, report, &report->tables[0]);
	release(&c);
	return ok;
}

const struct report_kind report_coverage = {
	.name = "coverage",
	.title = N_("How far the catalogue is covered"),
	.help = N_("the rows of the catalogue: what is published under each, which have nothing, "
		   "which are overdue; published papers without a row"),
	.make = make,
};

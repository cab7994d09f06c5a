/* SPDX-License-Identifier: MIT */
#include "core/form_count.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"

void request_release(struct request *request)
{
	free(request->id);
	strv_release(&request->cells);
	*request = (struct request){0};
}

void year_release(struct year *year)
{
	for (size_t i = 0; i < year->n; i++)
		request_release(&year->v[i]);
	free(year->v);
	*year = (struct year){0};
}

/* -- Counting ---------------------------------------------------------------------------------- */

static bool before(int day, int other)
{
	return day != DAY_NONE && day < other;
}

/* Whether a request is one of those that a word counts in the year. */
bool request_counts(const struct request *r, const struct year *year, const char *word)
{
	bool came_before = r->received < year->first, came = r->received <= year->last;
	bool was_done = before(r->done, year->first);

	if (strcmp(word, "new") == 0)
		return came && !came_before;
	if (strcmp(word, "carried") == 0)
		return came_before && !was_done;
	if (strcmp(word, "done") == 0)
		return came && r->done != DAY_NONE && !was_done && r->done <= year->last;
	if (strcmp(word, "left") == 0)
		return came && !before(r->done, year->last + 1);
	if (strcmp(word, "contested") == 0)
		return r->contested >= year->first && r->contested <= year->last;
	return true;
}

/* Whether the request bears a cell of the row and one of the column; where both name the same
 * cells, it is to be the same one. */
static bool is_in(const struct request *r, const struct strv *row, const struct strv *column)
{
	bool in_row = row->n == 0, in_column = column->n == 0, in_both = false, share = false;

	for (size_t i = 0; i < row->n; i++)
		share = share || strv_has(column, row->v[i]);
	for (size_t i = 0; i < r->cells.n; i++) {
		bool a = strv_has(row, r->cells.v[i]), b = strv_has(column, r->cells.v[i]);

		in_row = in_row || a;
		in_column = in_column || b;
		in_both = in_both || (a && b);
	}
	return share ? in_both : in_row && in_column;
}

static void read_of(const struct pack_table *table, const struct table_row *row, struct strv *of)
{
	strv_split(of, name_get(table_cell(table, row, "of")), " ");
}

static const char *word_of(const struct pack_table *table, const struct table_row *row)
{
	return name_get(table_cell(table, row, "count"));
}

static bool is_sum(const struct pack_table *table, size_t i)
{
	return strcmp(word_of(table, &table->rows[i]), "sum") == 0;
}

static int64_t count_cell(
	const struct pack_form *form, const struct year *year, size_t row, size_t column)
{
	const struct table_row *r = &form->rows->rows[row], *c = &form->columns->rows[column];
	struct strv in_row = {0}, in_column = {0};
	int64_t n = 0;

	read_of(form->rows, r, &in_row);
	read_of(form->columns, c, &in_column);
	for (size_t i = 0; i < year->n; i++)
		n += request_counts(&year->v[i], year, word_of(form->rows, r)) &&
		     is_in(&year->v[i], &in_row, &in_column);
	strv_release(&in_row);
	strv_release(&in_column);
	return n;
}

/* The place of a row among a table's. */
static size_t place(const struct pack_table *table, const char *code)
{
	return (size_t)(table_row(table, code) - table->rows);
}

/* Fills in the sums of a table's rows: step is how far the cells of neighbouring rows are apart,
 * `stride` how far those of one row. */
static void add_sums(
	const struct pack_table *table, int64_t *cells, size_t step, size_t stride, size_t across)
{
	for (size_t i = 0; i < table->row_count; i++) {
		struct strv of = {0};

		if (!is_sum(table, i))
			continue;
		read_of(table, &table->rows[i], &of);
		for (size_t k = 0; k < of.n; k++) {
			for (size_t a = 0; a < across; a++)
				cells[i * step + a * stride] +=
					cells[place(table, of.v[k]) * step + a * stride];
		}
		strv_release(&of);
	}
}

int64_t *form_count(const struct pack_form *form, const struct year *year)
{
	size_t rows = form->rows->row_count, columns = form->columns->row_count;
	int64_t *cells = xcalloc(rows * columns, sizeof(*cells));

	for (size_t r = 0; r < rows; r++) {
		for (size_t c = 0; c < columns; c++) {
			if (!is_sum(form->rows, r) && !is_sum(form->columns, c))
				cells[r * columns + c] = count_cell(form, year, r, c);
		}
	}
	add_sums(form->rows, cells, columns, 1, columns);
	add_sums(form->columns, cells, 1, columns, rows);
	return cells;
}

/* -- What cannot be counted -------------------------------------------------------------------- */

/* In how many of a table's entries of some word, sums aside, the request bears a cell. */
static int bears(const struct request *request, const struct pack_table *table, const char *word)
{
	int n = 0;

	for (size_t i = 0; i < table->row_count; i++) {
		struct strv of = {0}, none = {0};

		if (strcmp(word_of(table, &table->rows[i]), word) != 0)
			continue;
		read_of(table, &table->rows[i], &of);
		n += of.n > 0 && is_in(request, &of, &none);
		strv_release(&of);
	}
	return n;
}

static bool has_word(const struct pack_table *table, const char *word)
{
	for (size_t i = 0; i < table->row_count; i++) {
		if (strcmp(word_of(table, &table->rows[i]), word) == 0)
			return true;
	}
	return false;
}

const char *request_fault(
	const struct pack_form *form, const struct year *year, const struct request *r)
{
	bool counts_done = has_word(form->rows, "done");
	bool is_ours =
		counts_done ? request_counts(r, year, "new") || request_counts(r, year, "carried")
			    : request_counts(r, year, "contested");

	if (counts_done && r->received == DAY_NONE)
		return _("the day it was received is missing");
	if (!is_ours)
		return NULL;
	if (counts_done && before(r->done, r->received))
		return _("it was done before it was received");
	if (bears(r, form->columns, "cell") == 0 && counts_done)
		return _("it counts in no column");
	if (bears(r, form->columns, "cell") > 1 && counts_done)
		return _("it counts in several columns");
	if (counts_done && request_counts(r, year, "done") && bears(r, form->rows, "done") == 0)
		return _("it is done and counts in no row");
	if (counts_done && request_counts(r, year, "done") && bears(r, form->rows, "done") > 1)
		return _("it is done and counts in several rows");
	if (!counts_done && bears(r, form->rows, "contested") == 0)
		return _("its contest has ended, and no outcome is filled in");
	return NULL;
}

int64_t form_side(
	const struct pack_form *form, const struct strv *codes, const int64_t *cells, size_t c)
{
	int64_t sum = 0;

	for (size_t i = 0; i < codes->n; i++)
		sum += cells[place(form->rows, codes->v[i]) * form->columns->row_count + c];
	return sum;
}

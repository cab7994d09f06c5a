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
	for (size_t i = 0; i < request->contest_count; i++)
		strv_release(&request->contests[i]);
	free(request->contests);
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

bool request_counts(const struct request *r, const struct year *year, enum form_word word)
{
	bool came_before = r->received < year->first, came = r->received <= year->last;
	bool was_done = before(r->done, year->first);

	switch (word) {
	case FORM_NEW: return came && !came_before;
	case FORM_CARRIED: return came_before && !was_done;
	case FORM_DONE: return came && r->done != DAY_NONE && !was_done && r->done <= year->last;
	case FORM_LEFT: return came && !before(r->done, year->last + 1);
	case FORM_CONTESTED: return r->contest_count > 0;
	case FORM_CELL: return true;
	case FORM_SUM:
	case FORM_WORDS: break;
	}
	return false;
}

/* Whether there is a cell of the row and one of the column; where both name the same cells, it is
 * to be the same one. */
static bool is_in(const struct strv *cells, const struct strv *row, const struct strv *column)
{
	bool in_row = row->n == 0, in_column = column->n == 0, in_both = false, share = false;

	for (size_t i = 0; i < row->n; i++)
		share = share || strv_has(column, row->v[i]);
	for (size_t i = 0; i < cells->n; i++) {
		bool a = strv_has(row, cells->v[i]), b = strv_has(column, cells->v[i]);

		in_row = in_row || a;
		in_column = in_column || b;
		in_both = in_both || (a && b);
	}
	return share ? in_both : in_row && in_column;
}

/* What a request adds to a cell that is no sum. */
static int64_t adds(const struct pack_form *form, const struct year *year, const struct request *r,
	size_t row, size_t column)
{
	const struct form_entry *a = &form->row_entries[row], *b = &form->column_entries[column];
	int64_t n = 0;

	if (!request_counts(r, year, a->word) || !request_counts(r, year, b->word))
		return 0;
	if (a->word != FORM_CONTESTED)
		return is_in(&r->cells, &a->of, &b->of) ? r->amount : 0;
	for (size_t i = 0; i < r->contest_count; i++)
		n += is_in(&r->contests[i], &a->of, &b->of);
	return n;
}

/* The place of a row among a table's. */
static size_t place(const struct pack_table *table, const char *code)
{
	return (size_t)(table_row(table, code) - table->rows);
}

static bool share_a_cell(const struct strv *cells, const struct strv *of)
{
	for (size_t i = 0; i < cells->n; i++) {
		if (strv_has(of, cells->v[i]))
			return true;
	}
	return false;
}

/* The entries that a request may count in: few of many, so that not every cell has to be asked. */
struct places {
	size_t *v; /* owns */
	size_t n;
};

static void find_places(struct places *places, const struct form_entry *entries, size_t n,
	const bool *counts, const struct request *r)
{
	places->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct strv *of = &entries[i].of;
		bool may = counts[entries[i].word] && (of->n == 0 || share_a_cell(&r->cells, of));

		for (size_t k = 0; counts[entries[i].word] && !may && k < r->contest_count; k++)
			may = share_a_cell(&r->contests[k], of);
		if (may)
			places->v[places->n++] = i;
	}
}

/* The entry itself and the sums that it is in, and those that these are in. */
static void find_sums(const struct pack_table *table, const struct form_entry *entries, size_t of,
	struct places *sums)
{
	sums->v = xcalloc(table->row_count, sizeof(*sums->v));
	sums->v[sums->n++] = of;
	for (size_t i = 0; i < table->row_count; i++) {
		bool has = false;

		for (size_t k = 0; entries[i].word == FORM_SUM && k < entries[i].of.n; k++) {
			for (size_t s = 0; s < sums->n; s++)
				has = has || place(table, entries[i].of.v[k]) == sums->v[s];
		}
		if (has)
			sums->v[sums->n++] = i;
	}
}

/* A form being counted. */
struct tally {
	const struct pack_form *form;
	const struct year *year;
	int64_t *cells; /* owns */
	size_t *marked; /* owns; the cells that one request is behind */
	size_t marked_count;
	struct places down, right, *row_sums, *column_sums; /* own */
};

static struct places *all_sums(const struct pack_table *table, const struct form_entry *entries)
{
	struct places *sums = xcalloc(table->row_count, sizeof(*sums));

	for (size_t i = 0; i < table->row_count; i++)
		find_sums(table, entries, i, &sums[i]);
	return sums;
}

static void free_sums(struct places *sums, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(sums[i].v);
	free(sums);
}

static void mark(struct tally *tally, size_t cell)
{
	for (size_t i = 0; i < tally->marked_count; i++) {
		if (tally->marked[i] == cell)
			return;
	}
	tally->marked[tally->marked_count++] = cell;
}

/* Counts it in a cell, and marks that and the sums it is in. */
static void count_in(struct tally *tally, size_t row, size_t column, int64_t n)
{
	size_t width = tally->form->columns->row_count;
	const struct places *rows = &tally->row_sums[row], *columns = &tally->column_sums[column];

	if (n == 0)
		return;
	tally->cells[row * width + column] += n;
	for (size_t i = 0; i < rows->n; i++) {
		for (size_t k = 0; k < columns->n; k++)
			mark(tally, rows->v[i] * width + columns->v[k]);
	}
}

static void count_request(struct tally *tally, const struct request *r)
{
	const struct pack_form *form = tally->form;
	bool counts[FORM_WORDS];

	for (enum form_word word = 0; word < FORM_WORDS; word++)
		counts[word] = request_counts(r, tally->year, word);
	tally->marked_count = 0;
	find_places(&tally->down, form->row_entries, form->rows->row_count, counts, r);
	find_places(&tally->right, form->column_entries, form->columns->row_count, counts, r);
	for (size_t i = 0; i < tally->down.n; i++) {
		for (size_t k = 0; k < tally->right.n; k++) {
			size_t row = tally->down.v[i], column = tally->right.v[k];

			count_in(tally, row, column, adds(form, tally->year, r, row, column));
		}
	}
}

/* How a table's entries lie among the cells. */
struct axis {
	const struct pack_table *table;
	const struct form_entry *entries;
	size_t step; /* how far the cells of neighbouring entries are apart */
	size_t stride; /* how far those of one entry */
	size_t across; /* how many cells one entry has */
};

static void add_sums(const struct axis *axis, int64_t *cells)
{
	for (size_t i = 0; i < axis->table->row_count; i++) {
		const struct form_entry *sum = &axis->entries[i];

		for (size_t k = 0; sum->word == FORM_SUM && k < sum->of.n; k++) {
			size_t from = place(axis->table, sum->of.v[k]);

			for (size_t a = 0; a < axis->across; a++)
				cells[i * axis->step + a * axis->stride] +=
					cells[from * axis->step + a * axis->stride];
		}
	}
}

static bool has_word(const struct form_entry *entries, size_t n, enum form_word word)
{
	for (size_t i = 0; i < n; i++) {
		if (entries[i].word == word)
			return true;
	}
	return false;
}

static void add_all_sums(const struct pack_form *form, int64_t *cells)
{
	size_t rows = form->rows->row_count, columns = form->columns->row_count;
	struct axis down = {form->rows, form->row_entries, columns, 1, columns};
	struct axis right = {form->columns, form->column_entries, 1, columns, rows};

	add_sums(&down, cells);
	add_sums(&right, cells);
}

int64_t *form_count_cases(
	const struct pack_form *form, const struct year *year, form_behind *behind, void *context)
{
	size_t rows = form->rows->row_count, columns = form->columns->row_count;
	struct tally tally = {.form = form,
		.year = year,
		.cells = xcalloc(rows * columns, sizeof(*tally.cells)),
		.marked = xcalloc(rows * columns, sizeof(*tally.marked)),
		.down.v = xcalloc(rows, sizeof(size_t)),
		.right.v = xcalloc(columns, sizeof(size_t)),
		.row_sums = all_sums(form->rows, form->row_entries),
		.column_sums = all_sums(form->columns, form->column_entries)};

	for (size_t i = 0; i < year->n; i++) {
		count_request(&tally, &year->v[i]);
		for (size_t k = 0; behind != NULL && k < tally.marked_count; k++)
			behind(context, tally.marked[k], &year->v[i]);
	}
	add_all_sums(form, tally.cells);
	free(tally.marked);
	free(tally.down.v);
	free(tally.right.v);
	free_sums(tally.row_sums, rows);
	free_sums(tally.column_sums, columns);
	return tally.cells;
}

int64_t *form_count(const struct pack_form *form, const struct year *year)
{
	return form_count_cases(form, year, NULL, NULL);
}

bool form_is_timeless(const struct pack_form *form)
{
	return has_word(form->row_entries, form->rows->row_count, FORM_CELL) &&
	       has_word(form->column_entries, form->columns->row_count, FORM_CELL);
}

/* -- What the state says ----------------------------------------------------------------------- */

/* Whether some entry that counts by the word names the cell. */
static bool names(const struct form_entry *entries, size_t n, enum form_word word, const char *cell)
{
	for (size_t i = 0; i < n; i++) {
		if (entries[i].word == word && strv_has(&entries[i].of, cell))
			return true;
	}
	return false;
}

static void drop_rivals(
	const struct form_entry *entries, size_t n, struct strv *cells, const char *cell)
{
	struct strv kept = {0};

	for (size_t i = 0; i < cells->n; i++) {
		bool is_rival = false;

		for (enum form_word word = 0; word < FORM_SUM; word++)
			is_rival = is_rival || (names(entries, n, word, cell) &&
						       names(entries, n, word, cells->v[i]));
		if (!is_rival)
			strv_add(&kept, cells->v[i]);
	}
	strv_release(cells);
	*cells = kept;
}

void form_put_state(const struct pack_form *form, struct strv *cells, const char *cell)
{
	drop_rivals(form->row_entries, form->rows->row_count, cells, cell);
	drop_rivals(form->column_entries, form->columns->row_count, cells, cell);
	strv_put(cells, cell);
}

bool form_has_contest(const struct pack_form *form, const char *cell)
{
	return names(form->row_entries, form->rows->row_count, FORM_CONTESTED, cell);
}

/* -- What cannot be counted -------------------------------------------------------------------- */

bool form_has(const struct pack_form *form, enum form_word word)
{
	return has_word(form->row_entries, form->rows->row_count, word) ||
	       has_word(form->column_entries, form->columns->row_count, word);
}

/* In how many entries that count by the word the cells are; 1 where none of them asks. */
static int bears(
	const struct strv *cells, const struct form_entry *entries, size_t n, enum form_word word)
{
	const struct strv none = {0};
	int asked = 0, borne = 0;

	for (size_t i = 0; i < n; i++) {
		if (entries[i].word != word || entries[i].of.n == 0)
			continue;
		asked++;
		borne += is_in(cells, &entries[i].of, &none);
	}
	return asked == 0 ? 1 : borne;
}

static const char *cell_fault(const struct pack_form *form, const struct request *r, bool is_done)
{
	size_t rows = form->rows->row_count, columns = form->columns->row_count;
	int n = bears(&r->cells, form->column_entries, columns, FORM_CELL);

	if (n != 1)
		return n == 0 ? _("it counts in no column") : _("it counts in several columns");
	n = bears(&r->cells, form->row_entries, rows, FORM_CELL);
	if (n != 1)
		return n == 0 ? _("it counts in no row") : _("it counts in several rows");
	n = is_done ? bears(&r->cells, form->row_entries, rows, FORM_DONE) : 1;
	if (n != 1)
		return n == 0 ? _("it is done and counts in no row")
			      : _("it is done and counts in several rows");
	return NULL;
}

static const char *contest_fault(const struct request *r)
{
	for (size_t i = 0; i < r->contest_count; i++) {
		if (r->contests[i].n == 0)
			return _("it was contested, and no outcome is filled in");
	}
	return NULL;
}

const char *request_fault(
	const struct pack_form *form, const struct year *year, const struct request *r)
{
	bool is_ours = false;

	if (form_has(form, FORM_CONTESTED))
		return contest_fault(r);
	if (r->received == DAY_NONE)
		return _("the day it was received is missing");
	for (enum form_word word = FORM_NEW; word <= FORM_LEFT; word++)
		is_ours = is_ours || (form_has(form, word) && request_counts(r, year, word));
	if (!is_ours)
		return NULL;
	if (form_has(form, FORM_DONE) && before(r->done, r->received))
		return _("it was done before it was received");
	return cell_fault(form, r, request_counts(r, year, FORM_DONE));
}

int64_t form_side(
	const struct pack_form *form, const struct strv *codes, const int64_t *cells, size_t c)
{
	int64_t sum = 0;

	for (size_t i = 0; i < codes->n; i++)
		sum += cells[place(form->rows, codes->v[i]) * form->columns->row_count + c];
	return sum;
}

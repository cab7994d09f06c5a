/* SPDX-License-Identifier: MIT */
/* The annual report's identities, on years of random requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/day.h"
#include "core/form_count.h"
#include "core/mem.h"
#include "tests/core/fake_gate.h"

enum { YEARS = 1000, REQUESTS = 60 };

static unsigned seed;

static int chance(int n)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16) % n;
}

static const struct pack_form *find_form(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->forms, pack->form_count, NULL), code);
}

/* The cell of a random entry of the table that counts by a word. */
static const char *some_cell(const struct form_entry *entries, size_t n, enum form_word word)
{
	for (;;) {
		const struct form_entry *entry = &entries[chance((int)n)];

		if (entry->word == word && entry->of.n > 0)
			return entry->of.v[chance((int)entry->of.n)];
	}
}

/* Some were received years ago, some are not done, some are done after the year. */
static void make_year(struct year *year, const struct pack_form *form, int first)
{
	*year = (struct year){.first = first, .last = day_add_months(first, 12) - 1};
	for (int i = chance(REQUESTS); i > 0; i--) {
		struct request request = {.id = xasprintf("zfb-2026-%04d", i), .amount = 1};

		request.received = first - 400 + chance(1000);
		if (chance(4) != 0)
			request.done = request.received + chance(300);
		strv_put(&request.cells,
			some_cell(form->column_entries, form->columns->row_count, FORM_CELL));
		if (request.done != DAY_NONE)
			strv_put(&request.cells,
				some_cell(form->row_entries, form->rows->row_count, FORM_DONE));
		GROW(year->v, year->n);
		year->v[year->n++] = request;
	}
}

static int64_t cell(
	const struct pack_form *form, const int64_t *cells, const char *row, size_t column)
{
	return cells[(size_t)(table_row(form->rows, row) - form->rows->rows) *
			     form->columns->row_count +
		     column];
}

/* By hand, without the form: how many a word counts in all. */
static int64_t by_hand(const struct year *year, const char *word)
{
	int64_t n = 0;

	for (size_t i = 0; i < year->n; i++) {
		const struct request *r = &year->v[i];
		bool done_before = r->done != DAY_NONE && r->done < year->first;
		bool done = r->done != DAY_NONE && r->done <= year->last;

		if (r->received > year->last)
			continue;
		n += *word == 'n'   ? r->received >= year->first
		     : *word == 'c' ? r->received < year->first && !done_before
		     : *word == 'd' ? done && !done_before
				    : !done;
	}
	return n;
}

static void test_identities_of_random_years(void **state)
{
	const struct pack_form *form;
	struct gate gate;

	(void)state;
	gate_open(&gate);
	form = find_form(gate.office.pack, "annual-3");
	assert_non_null(form);
	for (int i = 0; i < YEARS; i++) {
		size_t last = form->columns->row_count - 1;
		struct year year, next;
		int64_t *cells, *after;

		seed = (unsigned)i;
		make_year(&year, form, day_make(2008 + chance(30), 1, 1));
		for (size_t k = 0; k < year.n; k++)
			assert_null(request_fault(form, &year, &year.v[k]));
		cells = form_count(form, &year);
		for (size_t c = 0; c <= last; c++)
			assert_int_equal(form_side(form, &form->left, cells, c),
				form_side(form, &form->right, cells, c));
		assert_int_equal(cell(form, cells, "new", last), by_hand(&year, "new"));
		assert_int_equal(cell(form, cells, "carried", last), by_hand(&year, "carried"));
		assert_int_equal(cell(form, cells, "done", last), by_hand(&year, "done"));
		assert_int_equal(cell(form, cells, "left", last), by_hand(&year, "left"));
		next = year;
		next.first = year.last + 1;
		next.last = day_add_months(next.first, 12) - 1;
		after = form_count(form, &next);
		for (size_t c = 0; c <= last; c++)
			assert_int_equal(
				cell(form, cells, "left", c), cell(form, after, "carried", c));
		free(cells);
		free(after);
		year_release(&year);
	}
	gate_close(&gate);
}

/* Whether a request of the year has part in its table. */
static bool is_of(const struct year *year, const struct request *r)
{
	return r->received <= year->last && (r->done == DAY_NONE || r->done >= year->first);
}

enum spoilt {
	NO_DAY,
	NO_COLUMN,
	TWO_COLUMNS,
	NO_ROW,
	TWO_ROWS,
	TURNED_ROUND, /* done before it was received */
	SPOILT
};

/* Breaks what the identity rests on; false: this one cannot be spoilt so. */
static bool spoil(struct request *r, const struct year *year, enum spoilt how)
{
	bool is_done = r->done != DAY_NONE && r->done <= year->last;
	const char *column = r->cells.v[0]; /* the row it is done in comes behind it */
	struct strv cells = {0};

	switch (how) {
	case NO_DAY: r->received = DAY_NONE; return true;
	case NO_COLUMN:
		for (size_t i = 1; i < r->cells.n; i++)
			strv_add(&cells, r->cells.v[i]);
		strv_release(&r->cells);
		r->cells = cells;
		return true;
	case TWO_COLUMNS: strv_add(&r->cells, strcmp(column, "1") == 0 ? "2.1" : "1"); return true;
	case NO_ROW:
		if (!is_done)
			return false;
		strv_add(&cells, column);
		strv_release(&r->cells);
		r->cells = cells;
		return true;
	case TWO_ROWS:
		if (!is_done)
			return false;
		strv_add(&r->cells, strcmp(r->cells.v[1], "3.1") == 0 ? "3.2" : "3.1");
		return true;
	case TURNED_ROUND:
		if (r->received < year->first)
			return false;
		r->done = r->received - 1;
		return true;
	case SPOILT: break;
	}
	return false;
}

/* In each random year each of its cases is spoilt in some way: it alone is named. */
static void test_the_case_that_breaks_a_random_year_is_named(void **state)
{
	const struct pack_form *form;
	int spoilt[SPOILT] = {0};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	form = find_form(gate.office.pack, "annual-3");
	for (int i = 0; i < YEARS; i++) {
		struct year year;

		seed = (unsigned)i;
		make_year(&year, form, day_make(2008 + chance(30), 1, 1));
		for (size_t k = 0; k < year.n; k++) {
			enum spoilt how = (enum spoilt)chance(SPOILT);

			if (!is_of(&year, &year.v[k]) || !spoil(&year.v[k], &year, how))
				continue;
			for (size_t other = k; other < year.n; other++)
				assert_int_equal(request_fault(form, &year, &year.v[other]) != NULL,
					other == k);
			spoilt[how]++;
			year.v[k].received = year.last + 1; /* no more of this year's */
			year.v[k].done = DAY_NONE;
		}
		year_release(&year);
	}
	for (size_t how = 0; how < SPOILT; how++)
		assert_true(spoilt[how] > YEARS);
	gate_close(&gate);
}

/* Table 2: what was in force a year ago, and what was made, less what was repealed, is in force. */
static void test_regulations_of_random_years(void **state)
{
	static const char *const cells[] = {"20.1.1", "20.1.2"}, *const rows[] = {
									 "rule", "normative"};
	enum { MADE, REPEALED, IN_FORCE };
	const struct pack_form *form;
	struct gate gate;

	(void)state;
	gate_open(&gate);
	form = find_form(gate.office.pack, "annual-2-norm");
	assert_non_null(form);
	for (int i = 0; i < YEARS; i++) {
		struct year year = {.first = day_make(2008 + i % 30, 1, 1)}, before;
		int64_t *now, *then;

		seed = (unsigned)i;
		year.last = day_add_months(year.first, 12) - 1;
		for (int k = chance(REQUESTS); k > 0; k--) {
			struct request norm = {
				.received = year.first - 400 + chance(1000), .amount = 1};

			norm.done = chance(2) == 0 ? norm.received + chance(600) : DAY_NONE;
			strv_add(&norm.cells, cells[chance(2)]);
			assert_null(request_fault(form, &year, &norm));
			GROW(year.v, year.n);
			year.v[year.n++] = norm;
		}
		before = year;
		before.last = year.first - 1;
		before.first = day_add_months(year.first, -12);
		now = form_count(form, &year);
		then = form_count(form, &before);
		for (size_t k = 0; k < COUNT(rows); k++)
			assert_int_equal(cell(form, then, rows[k], IN_FORCE) +
						 cell(form, now, rows[k], MADE) -
						 cell(form, now, rows[k], REPEALED),
				cell(form, now, rows[k], IN_FORCE));
		free(now);
		free(then);
		year_release(&year);
	}
	gate_close(&gate);
}

/* One request that would break the identity is named, and why. */
static void test_what_breaks_a_year_is_named(void **state)
{
	static const struct {
		int received, done; /* days from the first of the year; -1000: missing */
		const char *cells, *why;
	} cases[] = {
		{10, 20, "1 3.1", NULL},
		{10, -1000, "1", NULL},
		{-1000, 20, "1 3.1", "missing"},
		{10, 20, "3.1", "no column"},
		{10, 20, "1 2.1 3.1", "several columns"},
		{10, 20, "1", "no row"},
		{10, 20, "1 3.1 3.2", "several rows"},
		{20, 10, "1 3.1", "before it was received"},
		{-50, 20, "1", "no row"},
		{-50, -10, "", NULL},
		{400, 410, "", NULL},
		{10, 400, "1", NULL},
	};
	const struct pack_form *form;
	struct gate gate;

	(void)state;
	gate_open(&gate);
	form = find_form(gate.office.pack, "annual-3");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct request request = {.amount = 1};
		struct year year = {.first = day_make(2026, 1, 1), .last = day_make(2026, 12, 31)};
		const char *why;

		if (cases[i].received != -1000)
			request.received = year.first + cases[i].received;
		if (cases[i].done != -1000)
			request.done = year.first + cases[i].done;
		strv_split(&request.cells, cases[i].cells, " ");
		why = request_fault(form, &year, &request);
		if ((why == NULL) != (cases[i].why == NULL) ||
			(why != NULL && strstr(why, cases[i].why) == NULL))
			fail_msg("%zu: %s", i, why != NULL ? why : "no fault");
		request_release(&request);
	}
	gate_close(&gate);
}

/* A review's outcome counts in its own row and column alone, each contest for itself. */
static void test_contests(void **state)
{
	const struct pack_form *form;
	struct strv first[1] = {{0}}, second[2] = {{0}, {0}}, third[1] = {{0}};
	struct request requests[4] = {{0}};
	struct year year = {.first = day_make(2026, 1, 1), .last = day_make(2026, 12, 31)};
	struct gate gate;
	int64_t *cells;

	(void)state;
	gate_open(&gate);
	form = find_form(gate.office.pack, "annual-4");
	strv_split(&first[0], "4.1.2", " ");
	strv_split(&second[0], "4.1.1", " ");
	strv_split(&second[1], "4.3.4", " ");
	requests[0] = (struct request){.contests = first, .contest_count = 1};
	requests[1] = (struct request){.contests = second, .contest_count = 2};
	requests[2] = (struct request){.contests = third, .contest_count = 1};
	assert_null(request_fault(form, &year, &requests[0]));
	assert_null(request_fault(form, &year, &requests[1]));
	assert_non_null(request_fault(form, &year, &requests[2])); /* without an outcome */
	assert_null(request_fault(form, &year, &requests[3])); /* never contested */
	year.v = requests;
	year.n = 2;
	cells = form_count(form, &year);
	assert_int_equal(cell(form, cells, "review", 0), 1); /* upheld */
	assert_int_equal(cell(form, cells, "review", 1), 1); /* corrected */
	assert_int_equal(cell(form, cells, "review", 4), 2);
	assert_int_equal(cell(form, cells, "suit", 4), 0);
	assert_int_equal(cell(form, cells, "suit-after-review", 0), 0);
	assert_int_equal(cell(form, cells, "suit-after-review", 3), 1); /* pending */
	free(cells);
	strv_release(&first[0]);
	strv_release(&second[0]);
	strv_release(&second[1]);
	gate_close(&gate);
}

/* What lapsed with an outcome proposed already has lapsed, and counts once. */
static void test_a_state_takes_the_place_of_choices(void **state)
{
	const struct pack_form *form;
	struct strv cells = {0};
	struct gate gate;
	char *joined;

	(void)state;
	gate_open(&gate);
	form = find_form(gate.office.pack, "annual-3");
	strv_split(&cells, "2.1 3.3.6 4.1.1", " ");
	form_put_state(form, &cells, "3.6.1");
	joined = strv_join(&cells, " ");
	assert_string_equal(joined, "2.1 4.1.1 3.6.1");
	free(joined);
	strv_release(&cells);
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identities_of_random_years),
		cmocka_unit_test(test_what_breaks_a_year_is_named),
		cmocka_unit_test(test_the_case_that_breaks_a_random_year_is_named),
		cmocka_unit_test(test_regulations_of_random_years),
		cmocka_unit_test(test_contests),
		cmocka_unit_test(test_a_state_takes_the_place_of_choices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

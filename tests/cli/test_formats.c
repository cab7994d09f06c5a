/* SPDX-License-Identifier: MIT */
/* Every report of a random office in every format and both languages, read back: each cell says in
 * each of them what the report says. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "cli/deliver.h"
#include "core/csv.h"
#include "tests/store/busy.h"

enum { DAY_0_OF_SHEETS = 25569 }; /* what spreadsheets number 1970-01-01 */

static char *written(const struct report *report, const char *format, size_t *len)
{
	MUST(deliver(report, format_find(format), "written", &err));
	return raw_file("written", len);
}

#define SAYS(report, table, row, c, format, text)                                                  \
	fail_msg("%s as %s: table %zu, row %zu, column %s says '%s'", (report)->title, format,     \
		(size_t)((table) - (report)->tables), row, (table)->columns[c].key, text)

/* -- CSV --------------------------------------------------------------------------------------- */

/* What a cell is for machines. */
static char *machine(const struct report_table *table, size_t row, size_t c)
{
	const struct report_cell *cell = report_at(table, row, c);
	double n = (double)cell->number;
	char day[DAY_SIZE];

	if (cell->is_empty)
		return xstrdup("");
	switch (table->columns[c].type) {
	case COLUMN_WORD:
	case COLUMN_LIST: return xstrdup(cell->word);
	case COLUMN_DAY: return xstrdup(day_format((int)cell->number, day));
	case COLUMN_NUMBER:
	case COLUMN_ORDINAL: return xasprintf("%.0f", n);
	case COLUMN_SHARE: return xasprintf("%.1f%%", n / 10);
	case COLUMN_AMOUNT: return xasprintf("%.2f", n / 100);
	}
	return NULL;
}

static void check_csv_figures(const struct report *report, const char *at)
{
	struct csv csv = {0};

	if (report->figure_count == 0) {
		assert_int_equal(*at, '\0');
		return;
	}
	MUST(csv_parse(&csv, at, strlen(at), &err));
	assert_int_equal(csv.n, report->figure_count);
	for (size_t i = 0; i < csv.n; i++) {
		assert_string_equal(csv_get(&csv, &csv.rows[i], "figure"), report->figures[i].key);
		assert_int_equal(strtoll(csv_get(&csv, &csv.rows[i], "number"), NULL, 10),
			report->figures[i].number);
	}
	csv_release(&csv);
}

static void check_csv(const struct report *report)
{
	size_t len;
	char *text = written(report, "csv", &len), *at = text;

	assert_memory_equal(text, "\xEF\xBB\xBF", 3);
	at += 3;
	for (size_t i = 0; i < report->table_count; i++) {
		const struct report_table *table = &report->tables[i];
		char *end = strstr(at, "\n\n");
		struct csv csv = {0};

		len = end != NULL ? (size_t)(end + 1 - at) : strlen(at);
		MUST(csv_parse(&csv, at, len, &err));
		assert_int_equal(csv.n, report_rows(table));
		for (size_t k = 0; k < table->cell_count; k++) {
			size_t row = k / table->column_count, c = k % table->column_count;
			const char *got = csv_get(&csv, &csv.rows[row], table->columns[c].key);
			char *expected = machine(table, row, c);

			/* The teeth of a formula. */
			if (strcmp(got + (*got == '\''), expected) != 0)
				SAYS(report, table, row, c, "csv", got);
			free(expected);
		}
		csv_release(&csv);
		at = end != NULL ? end + 2 : at + len;
	}
	check_csv_figures(report, at);
	free(text);
}

/* -- JSON -------------------------------------------------------------------------------------- */

static bool is_near(const json_t *value, double expected)
{
	return json_is_number(value) && fabs(json_number_value(value) - expected) < 1e-9;
}

static bool is_list(const json_t *value, const char *word)
{
	struct strv numbers = {0};
	bool same;

	strv_split(&numbers, word != NULL ? word : "", " ");
	same = json_array_size(value) == numbers.n;
	for (size_t i = 0; same && i < numbers.n; i++)
		same = is_near(json_array_get(value, i), strtod(numbers.v[i], NULL));
	strv_release(&numbers);
	return same;
}

static bool json_says(
	const json_t *value, const struct report_column *column, const struct report_cell *cell)
{
	char day[DAY_SIZE];

	if (column->type == COLUMN_LIST)
		return is_list(value, cell->word);
	if (cell->is_empty)
		return json_is_null(value);
	switch (column->type) {
	case COLUMN_WORD:
	case COLUMN_LIST: return str_eq(json_string_value(value), cell->word);
	case COLUMN_DAY:
		return str_eq(json_string_value(value), day_format((int)cell->number, day));
	case COLUMN_NUMBER:
	case COLUMN_ORDINAL: return is_near(value, (double)cell->number);
	case COLUMN_SHARE: return is_near(value, (double)cell->number / 1000);
	case COLUMN_AMOUNT: return is_near(value, (double)cell->number / 100);
	}
	return false;
}

static json_t *next_line(char **at)
{
	char *end = strchr(*at, '\n');
	json_t *line;

	assert_non_null(end);
	line = json_loadb(*at, (size_t)(end - *at), 0, NULL);
	assert_non_null(line);
	*at = end + 1;
	return line;
}

static void check_json_table(
	const struct report *report, const struct report_table *table, char **at)
{
	for (size_t row = 0; row < report_rows(table); row++) {
		json_t *line = next_line(at);

		for (size_t c = 0; c < table->column_count; c++) {
			const struct report_column *column = &table->columns[c];

			if (!json_says(json_object_get(line, column->key), column,
				    report_at(table, row, c)))
				SAYS(report, table, row, c, "json", "something else");
		}
		json_decref(line);
	}
}

static void check_json(const struct report *report)
{
	size_t len;
	char *text = written(report, "json", &len), *at = text;

	for (size_t i = 0; i < report->table_count; i++)
		check_json_table(report, &report->tables[i], &at);
	if (*at != '\0') {
		json_t *last = next_line(&at);

		for (size_t i = 0; i < report->figure_count; i++)
			assert_true(is_near(json_object_get(last, report->figures[i].key),
				(double)report->figures[i].number));
		json_decref(last);
	}
	assert_int_equal(*at, '\0');
	free(text);
}

/* -- For people -------------------------------------------------------------------------------- */

static char *unescaped(const char *from, const char *to)
{
	static const char *const marks[][2] = {
		{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
	struct str out = {0};

	while (from < to) {
		size_t i = 0;

		while (i < LENGTH(marks) && strncmp(from, marks[i][0], strlen(marks[i][0])) != 0)
			i++;
		if (i < LENGTH(marks)) {
			str_add(&out, marks[i][1]);
			from += strlen(marks[i][0]);
		} else {
			str_addc(&out, *from++);
		}
	}
	return str_detach(&out);
}

static void check_html(const struct report *report)
{
	size_t len;
	char *text = written(report, "html", &len), *at = text;

	for (size_t i = 0; i < report->table_count; i++) {
		const struct report_table *table = &report->tables[i];

		assert_non_null(at = strstr(at, "<tbody>"));
		for (size_t k = 0; k < table->cell_count; k++) {
			size_t row = k / table->column_count, c = k % table->column_count;
			char *expected = report_read(table, c, report_at(table, row, c)), *end,
			     *got;

			assert_non_null(at = strstr(at, "<td"));
			at = strchr(at, '>') + 1;
			assert_non_null(end = strstr(at, "</td>"));
			got = unescaped(at, end);
			if (strcmp(got, expected) != 0)
				SAYS(report, table, row, c, "html", got);
			free(expected);
			free(got);
		}
	}
	for (size_t i = 0; i < report->figure_count; i++) {
		char *said =
			xasprintf(": <strong>%lld</strong>", (long long)report->figures[i].number);

		assert_non_null(at = strstr(at, said));
		free(said);
	}
	free(text);
}

/* From the end of the line with the titles. */
static char *below_head(const char *text, char *at, const char *head)
{
	assert_non_null(at = strstr(at, head));
	while (at != text && at[-1] != '\n')
		assert_non_null(at = strstr(at + 1, head));
	return strchr(at, '\n');
}

/* Each row's line has its cells, from the left. */
static char *check_text_table(
	const struct report *report, const struct report_table *table, char *at)
{
	for (size_t k = 0; k < table->cell_count; k++) {
		size_t row = k / table->column_count, c = k % table->column_count;
		char *expected = report_read(table, c, report_at(table, row, c));
		char *found = strstr(at, expected);

		if (found == NULL) {
			SAYS(report, table, row, c, "text", "something else");
			return at;
		}
		if (*expected != '\0' && c > 0 && memchr(at, '\n', (size_t)(found - at)) != NULL)
			SAYS(report, table, row, c, "text", "nothing on its line");
		at = found + strlen(expected);
		if (c + 1 == table->column_count)
			assert_non_null(at = strchr(at, '\n'));
		free(expected);
	}
	return at;
}

static void check_text(const struct report *report)
{
	size_t len;
	char *text = written(report, "text", &len), *at = text;

	for (size_t i = 0; i < report->table_count; i++) {
		at = below_head(text, at, report->tables[i].columns[0].title);
		at = check_text_table(report, &report->tables[i], at);
	}
	for (size_t i = 0; i < report->figure_count; i++) {
		char *said = xasprintf("%s: %lld\n", report->figures[i].title,
			(long long)report->figures[i].number);

		assert_non_null(at = strstr(at, said));
		free(said);
	}
	free(text);
}

/* -- The workbook ------------------------------------------------------------------------------ */

static double in_sheet(const struct report_column *column, const struct report_cell *cell)
{
	double n = (double)cell->number;

	if (column->type == COLUMN_DAY)
		return n - DAY_1970 + DAY_0_OF_SHEETS;
	return column->type == COLUMN_SHARE    ? n / 1000
	       : column->type == COLUMN_AMOUNT ? n / 100
					       : n;
}

/* The content of a cell by its name, as "B7"; NULL where it has none. */
static char *sheet_cell(char **at, size_t row, size_t c)
{
	char letters[3] = {c < 26 ? (char)('A' + c) : 'A', c < 26 ? '\0' : (char)('A' + c - 26)};
	char *name = xasprintf("<c r=\"%s%zu\"", letters, row + 2);
	char *found = strstr(*at, name), *from;

	free(name);
	if (found == NULL)
		return NULL;
	*at = found;
	from = strchr(found, '>');
	if (from[-1] == '/')
		return NULL;
	/* <v>7</v>, or <is><t>words</t></is> */
	from = strncmp(from, "><is>", 5) == 0 ? strstr(from, "<t") : from + 1;
	from = strchr(from, '>') + 1;
	return unescaped(from, strchr(from, '<'));
}

static void check_sheet(const struct report *report, size_t i)
{
	const struct report_table *table = &report->tables[i];
	char *command = xasprintf("unzip -p written xl/worksheets/sheet%zu.xml", i + 1);
	size_t len;
	char *text, *at;

	assert_int_equal(scratch_run("%s", command), 0);
	text = at = raw_file("out", &len);
	for (size_t k = 0; k < table->cell_count; k++) {
		size_t row = k / table->column_count, c = k % table->column_count;
		const struct report_column *column = &table->columns[c];
		const struct report_cell *cell = report_at(table, row, c);
		char *got;

		if (cell->is_empty && cell->label == NULL)
			continue;
		got = sheet_cell(&at, row, c);
		if (got == NULL) {
			/* An empty word is an empty cell. */
			assert_true(
				cell->label != NULL ? *cell->label == '\0' : *cell->word == '\0');
			continue;
		}
		if (column->type == COLUMN_WORD || column->type == COLUMN_LIST) {
			if (strcmp(got, cell->label != NULL ? cell->label : cell->word) != 0)
				SAYS(report, table, row, c, "xlsx", got);
		} else if (fabs(strtod(got, NULL) - in_sheet(column, cell)) > 1e-9) {
			SAYS(report, table, row, c, "xlsx", got);
		}
		free(got);
	}
	free(command);
	free(text);
}

/* Behind the tables' sheets. */
static void check_sheet_figures(const struct report *report)
{
	size_t len;
	char *text, *at;

	if (report->figure_count == 0)
		return;
	assert_int_equal(
		scratch_run("unzip -p written xl/worksheets/sheet%zu.xml", report->table_count + 1),
		0);
	text = at = raw_file("out", &len);
	for (size_t i = 0; i < report->figure_count; i++) {
		char *name = xasprintf("<c r=\"B%zu\"", i + 1);

		assert_non_null(at = strstr(at, name));
		assert_non_null(at = strstr(at, "<v>"));
		assert_int_equal(strtoll(at + 3, NULL, 10), report->figures[i].number);
		free(name);
	}
	free(text);
}

static void check_xlsx(const struct report *report)
{
	size_t len;

	free(written(report, "xlsx", &len));
	for (size_t i = 0; i < report->table_count; i++)
		check_sheet(report, i);
	check_sheet_figures(report);
}

/* -- All of them ------------------------------------------------------------------------------- */

static void check_formats(struct figures_test *t, const char *name)
{
	struct report report;
	size_t rows = 0;

	t->ask.kind = strcmp(name, "records") == 0 ? "task" : NULL;
	MUST(session_report(&t->session, name, &t->ask, &report, &err));
	for (size_t i = 0; i < report.table_count; i++)
		rows += report_rows(&report.tables[i]);
	/* The campaigns of this office leave nothing on dead ground. */
	if (rows == 0 && strcmp(name, "basis") != 0)
		fail_msg("%s has no row to be looked at", name);
	check_csv(&report);
	check_json(&report);
	check_html(&report);
	check_text(&report);
	check_xlsx(&report);
	report_release(&report);
}

static void test_every_format_says_the_same(void **state)
{
	struct there_was there = {0};
	struct figures_test t = {.seed = 1, .found = &there};
	const struct report_kind *const *all;
	size_t n;

	(void)state;
	found(&t);
	live(&t);
	all = reports_all(&n);
	MUST(session_open(&t.session, t.store, "auditor", &err));
	for (enum lang lang = LANG_EN; lang < LANG_COUNT; lang++) {
		i18n_set(lang);
		for (size_t i = 0; i < n; i++)
			check_formats(&t, all[i]->name);
	}
	i18n_set(LANG_EN);
	session_release(&t.session);
	store_close(t.store);
}

/* -- Page by page ------------------------------------------------------------------------------ */

enum { ROWS = 7 };

struct rows_to_come {
	int next, a_page, fails_at; /* rows */
};

static bool next_rows(void *source, struct report_table *table, struct err *err)
{
	struct rows_to_come *rows = source;

	for (int n = 0; n < rows->a_page && rows->next < ROWS; n++, rows->next++) {
		char *word = xasprintf("=word <%d>", rows->next);

		if (rows->next == rows->fails_at)
			break;
		report_word(table, word, rows->next == 0 ? "a long label for the first" : NULL);
		report_number(table, rows->next * 1000);
		report_day(
			table, rows->next % 2 == 1 ? DAY_NONE : day_make(2026, 1, 1 + rows->next));
		free(word);
	}
	return rows->next != rows->fails_at || err_set(err, ERR_IO, "no more paper");
}

static void keep_source(void *source)
{
	(void)source;
}

static void make_pages(struct report *report, struct rows_to_come *rows, bool is_whole)
{
	const struct report_pages pages = {
		.next = next_rows, .release = keep_source, .source = rows};
	struct report_table *table;

	*report = (struct report){.title = xstrdup("Pages"), .about = xstrdup("of one day")};
	table = report_table(report, "rows", NULL);
	report_column(table, "word", "Word", COLUMN_WORD);
	report_column(table, "number", "Number", COLUMN_NUMBER);
	report_column(table, "day", "Day", COLUMN_DAY);
	report_figure(report, "figure", "A figure", 42);
	strv_add(&report->notes, "a note");
	MUST(report_take_pages(report, &pages, is_whole, &err));
}

static char *paged(const char *format, int a_page, bool is_whole, size_t *len)
{
	struct rows_to_come rows = {.a_page = a_page, .fails_at = -1};
	struct report report;
	char *bytes;

	make_pages(&report, &rows, is_whole);
	assert_int_equal(report_rows(&report.tables[0]), is_whole ? ROWS : a_page);
	bytes = written(&report, format, len);
	report_release(&report);
	if (strcmp(format, "xlsx") != 0)
		return bytes;
	free(bytes);
	assert_int_equal(scratch_run("unzip -p written xl/worksheets/sheet1.xml >sheet"), 0);
	return raw_file("sheet", len);
}

static const char *const all_formats[] = {"text", "csv", "json", "html", "xlsx"};

static void test_pages_come_to_the_same_as_the_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(all_formats); i++) {
		size_t len, expected;
		char *whole = paged(all_formats[i], 2, true, &expected);

		for (int a_page = 1; a_page < ROWS; a_page++) {
			char *bytes = paged(all_formats[i], a_page, false, &len);

			if (len != expected || memcmp(bytes, whole, len) != 0)
				fail_msg("%s in pages of %d: %s", all_formats[i], a_page, bytes);
			free(bytes);
		}
		free(whole);
	}
}

static void test_a_page_that_does_not_come_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(all_formats); i++) {
		struct rows_to_come rows = {.a_page = 2, .fails_at = 4};
		struct report report;
		struct err err = {0};

		make_pages(&report, &rows, false);
		assert_false(deliver(&report, format_find(all_formats[i]), "written", &err));
		assert_string_equal(err.text, "no more paper");
		report_release(&report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_pages_come_to_the_same_as_the_whole, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			test_a_page_that_does_not_come_is_said, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			test_every_format_says_the_same, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Reports without a screen: a line a row, each number behind its column's name; the papers behind a
 * line, other days, a file. Administration begins from the one on who works here. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/office.h"
#include "tui/plain.h"
#include "tui/report_ask.h"

/* A line of the report that can be chosen by its number. */
struct numbered {
	const char *table, *word; /* of a row: its table and its first word */
	const char *query; /* the papers behind it; NULL: none */
};

struct reading {
	const struct report_kind *kind;
	struct report report;
	struct numbered *lines; /* owns; what they hold is the report's */
	size_t n;
	struct strv words; /* owns; what ask borrows from */
	struct report_ask ask;
};

/* ---- reading --------------------------------------------------------------------------------- */

static size_t number(struct reading *reading, struct numbered line)
{
	GROW(reading->lines, reading->n);
	reading->lines[reading->n++] = line;
	return reading->n;
}

/* Words stand by themselves, numbers behind the name of their column; what is empty is not said. */
static void say_row(
	struct plain *plain, struct reading *reading, const struct report_table *table, size_t row)
{
	struct numbered line = {.table = table->key, .word = report_at(table, row, 0)->word};
	struct strv parts = {0};
	char *joined;

	for (size_t c = 0; c < table->column_count; c++) {
		const struct report_cell *cell = report_at(table, row, c);
		char *text = report_read(table, c, cell), *part;

		if (line.query == NULL)
			line.query = cell->query;
		part = table->columns[c].type == COLUMN_WORD
			       ? xstrdup(text)
			       : xasprintf("%s %s", table->columns[c].title, text);
		if (*text != '\0')
			strv_add(&parts, part);
		free(part);
		free(text);
	}
	joined = strv_join(&parts, "; ");
	plain_say(plain, "%zu  %s", number(reading, line), joined);
	free(joined);
	strv_release(&parts);
}

static void say_sums(struct plain *plain, const struct report_table *table)
{
	struct strv parts = {0};
	char *joined;

	for (size_t c = 0; c < table->column_count; c++) {
		char *part = xasprintf("%s %" PRId64, table->columns[c].title,
			table->columns[c].is_summed ? report_column_sum(table, c) : 0);

		if (table->columns[c].is_summed)
			strv_add(&parts, part);
		free(part);
	}
	joined = strv_join(&parts, "; ");
	plain_say(plain, "%s: %s", _("Sum"), joined);
	free(joined);
	strv_release(&parts);
}

static void say_all(struct plain *plain, struct reading *reading)
{
	const struct report *report = &reading->report;

	free(reading->lines);
	reading->lines = NULL;
	reading->n = 0;
	plain_say(plain, "\n%s", _(reading->kind->title));
	if (report->about != NULL)
		plain_say(plain, "%s", report->about);
	for (size_t t = 0; t < report->table_count; t++) {
		const struct report_table *table = &report->tables[t];
		size_t rows = report_rows(table);

		if (table->title != NULL)
			plain_say(plain, "\n%s", table->title);
		for (size_t row = 0; row < rows; row++)
			say_row(plain, reading, table, row);
		if (rows == 0)
			plain_say(plain, "%s", _("none"));
		else if (report_has_sums(table))
			say_sums(plain, table);
	}
	for (size_t i = 0; i < report->figure_count; i++)
		plain_say(plain, "%zu  %s: %" PRId64,
			number(reading, (struct numbered){.query = report->figures[i].query}),
			report->figures[i].title, report->figures[i].number);
	for (size_t i = 0; i < report->notes.n; i++)
		plain_say(plain, "%s", report->notes.v[i]);
}

/* The report of what was typed; what cannot be made leaves the one that was read. */
static bool make(struct plain *plain, struct reading *reading, const char *typed)
{
	struct strv words = {0};
	struct report_ask ask = {0};
	struct report report;
	struct err err;

	strv_split(&words, typed, " ");
	if (!report_ask_read(&ask, &words, &err) ||
		!session_report(plain->app.session, reading->kind->name, &ask, &report, &err)) {
		plain_complain(plain, &err);
		strv_release(&words);
		return false;
	}
	report_release(&reading->report);
	strv_release(&reading->words);
	reading->report = report;
	reading->words = words;
	reading->ask = ask;
	say_all(plain, reading);
	return true;
}

/* A file of the machine the program runs on is of no use to somebody at the other end of SSH. */
static void write_out(struct plain *plain, const struct reading *reading)
{
	struct err err;
	char *path;

	if (getenv("SSH_CONNECTION") != NULL) {
		plain_say(plain, _("From here: ssh HOST report %s --format html > report.html"),
			reading->kind->name);
		return;
	}
	path = plain_ask(plain, _("A new file: report.html for a page, report.xlsx for a workbook, "
				  "report.csv for a table."));
	if (str_empty(path))
		plain_say(plain, _("Nothing was written."));
	else if (report_write(&reading->report, path, &err))
		plain_say(plain, _("Written into %s"), path);
	else
		plain_complain(plain, &err);
	free(path);
}

static void narrow(struct plain *plain, struct reading *reading)
{
	char *line = plain_ask(plain, _("unit:zfb (and what is below it) from:2026-01-01 "
					"to:2026-03-31 as-of:2026-01-31 kind:task. Nothing at all: "
					"everything."));

	if (line != NULL)
		(void)make(plain, reading, line);
	free(line);
}

/* ---- administration -------------------------------------------------------------------------- */

/* What can be done about the office and a row of its report; the form of what was chosen. */
static void administer(struct plain *plain, const struct numbered *row)
{
	struct app *app = &plain->app;
	struct picks picks = {0};
	char *line;
	int at;

	if (app->options->is_read_only) {
		plain_say(plain, "! %s", _("The program was started to read only"));
		return;
	}
	app->offer = &picks;
	office_acts(app, row != NULL ? row->table : NULL, row != NULL ? row->word : NULL);
	app->offer = NULL;
	for (size_t i = 0; i < picks.n; i++) {
		const struct pick *pick = &picks.v[i];

		plain_say(plain, "%zu  %s: %s%s", i + 1, pick->title, pick->why != NULL ? "! " : "",
			pick->why != NULL ? pick->why : pick->detail);
	}
	line = plain_ask(plain, _("Number of what to do, or nothing to leave it:"));
	at = line != NULL ? plain_choice(line, picks.n) : -1;
	if (at >= 0 && picks.v[at].why != NULL) {
		plain_say(plain, "! %s", picks.v[at].why);
	} else if (at >= 0) {
		office_take(app, picks.v[at].code);
		free(plain_form(plain));
	}
	free(line);
	picks_release(&picks);
}

/* ---- the turns ------------------------------------------------------------------------------- */

static void open_line(struct plain *plain, struct reading *reading, const struct numbered *line)
{
	if (reading->kind == &report_office)
		administer(plain, line);
	else if (line->query == NULL)
		plain_say(plain, _("There is no list behind this"));
	else
		plain_list(plain, NULL, line->query);
}

/* False: back. */
static bool turn(struct plain *plain, struct reading *reading)
{
	bool is_office = reading->kind == &report_office, stays = true;
	char *line =
		plain_ask(plain, is_office ? _("Number of who or what to change, a adds, w "
					       "writes it out, b back:")
					   : _("Number to open the papers behind a line, f unit "
					       "and days, w writes it out, b back:"));
	int at = line != NULL ? plain_choice(line, reading->n) : -1;

	if (at >= 0 && reading->lines != NULL) {
		open_line(plain, reading, &reading->lines[at]);
		stays = !is_office || make(plain, reading, "");
	} else if (line != NULL && strcmp(line, "a") == 0 && is_office) {
		administer(plain, NULL);
		stays = make(plain, reading, "");
	} else if (line != NULL && strcmp(line, "f") == 0 && !is_office) {
		narrow(plain, reading);
	} else if (line != NULL && strcmp(line, "w") == 0) {
		write_out(plain, reading);
	} else if (line == NULL || *line == '\0' || strcmp(line, "b") == 0) {
		stays = false;
	} else {
		plain_say(plain, _("There is no choice '%s'"), line);
	}
	free(line);
	return stays && !plain->is_over;
}

static void read_report(struct plain *plain, const struct report_kind *kind, const char *typed)
{
	struct reading reading = {.kind = kind};

	if (make(plain, &reading, typed)) {
		while (turn(plain, &reading))
			;
	}
	report_release(&reading.report);
	strv_release(&reading.words);
	free(reading.lines);
}

void plain_office(struct plain *plain)
{
	read_report(plain, &report_office, "");
}

/* "kind:CODE" of a report on records of one kind; "" of the others; NULL: left. The caller frees.
 */
static char *ask_kind(struct plain *plain, const struct report_kind *kind)
{
	const struct pack *pack = session_office(plain->app.session)->pack;
	struct strv codes = {0};
	char *line, *typed = NULL;
	int at;

	if (kind != &report_records && (kind != &report_tasks || pack->notice.kind != NULL))
		return xstrdup("");
	for (size_t i = 0; i < pack->kind_count; i++) {
		if (pack->kinds[i].is_stub)
			continue;
		strv_add(&codes, pack->kinds[i].code);
		plain_say(plain, "%zu  %s", codes.n, name_get(&pack->kinds[i].name));
	}
	line = plain_ask(plain, _("Records of which kind?"));
	at = line != NULL ? plain_choice(line, codes.n) : -1;
	if (at >= 0 && codes.v != NULL)
		typed = xasprintf("kind:%s", codes.v[at]);
	free(line);
	strv_release(&codes);
	return typed;
}

void plain_reports(struct plain *plain)
{
	size_t n;
	const struct report_kind *const *all = reports_all(&n);
	char *line, *typed;
	int at;

	plain_say(plain, "\n%s", _("Reports"));
	for (size_t i = 0; i < n; i++)
		plain_say(plain, "%zu  %s: %s", i + 1, _(all[i]->title), _(all[i]->help));
	line = plain_ask(plain, _("Number of the report, or nothing to go back:"));
	at = line != NULL ? plain_choice(line, n) : -1;
	typed = at >= 0 ? ask_kind(plain, all[at]) : NULL;
	if (typed != NULL)
		read_report(plain, all[at], typed);
	else if (at < 0 && !str_empty(line))
		plain_say(plain, _("There is no choice '%s'"), line);
	free(typed);
	free(line);
}

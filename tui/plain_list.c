/* SPDX-License-Identifier: MIT */
/* A list of papers without a screen, ten at a time: one is opened by its number, many are selected
 * by numbers or words and acted on together. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/plain.h"
#include "tui/say.h"
#include "tui/selection.h"

enum { PAGE = 10, STRIDE = 1000 };

struct shelf {
	const char *queue, *text; /* NULL: any */
	char *after; /* owns: the last paper of the page before; NULL: the first page */
	struct rows rows; /* of this page */
	struct selection selection;
};

static void print_rows(struct plain *plain, const struct shelf *shelf)
{
	const struct office *office = session_office(plain->app.session);

	for (size_t i = 0; i < shelf->rows.n; i++) {
		const struct row *row = &shelf->rows.v[i];
		char due[SAY_DUE_SIZE];

		plain_say(plain, "%zu%s  %s; %s; %s; %s", i + 1,
			selection_has(&shelf->selection, row->id) ? " *" : "", row->title,
			label_state(office, row->kind, row->state),
			say_attribute(office, row->attribute),
			say_due(session_now(plain->app.session), due_of_row(row), due));
	}
	if (shelf->rows.n == 0)
		plain_say(plain, _("No paper."));
}

/* words may narrow it further; NULL. */
static bool ask_rows(struct plain *plain, const struct shelf *shelf, const char *words,
	struct query *query, struct err *err)
{
	struct session *session = plain->app.session;
	const char *const texts[] = {shelf->text, words};
	bool ok;

	*query = (struct query){.due_before = DAY_NONE, .due_from = DAY_NONE};
	ok = shelf->queue == NULL || session_queue(session, shelf->queue, query, err);
	for (int i = 0; ok && i < 2; i++)
		ok = texts[i] == NULL || query_parse(query, session_office(session), texts[i],
						 session_today(session), err);
	return ok;
}

static bool load(struct plain *plain, struct shelf *shelf)
{
	struct query query;
	struct err err;
	bool ok = ask_rows(plain, shelf, NULL, &query, &err);

	rows_release(&shelf->rows);
	set_str(&query.after, shelf->after);
	query.limit = PAGE;
	ok = ok && session_list(plain->app.session, &query, &shelf->rows, &err);
	query_release(&query);
	if (!ok)
		plain_complain(plain, &err);
	return ok;
}

/* ---- selecting ------------------------------------------------------------------------------- */

/* Every paper of the list that fits the words; none: all of it. */
static bool fitting(
	struct plain *plain, const struct shelf *shelf, const char *words, struct strv *ids)
{
	struct query query;
	struct rows rows = {0};
	struct err err;
	bool ok = ask_rows(plain, shelf, words, &query, &err);

	query.limit = STRIDE;
	while (ok && (ok = session_next(plain->app.session, &query, &rows, &err)) && rows.n > 0) {
		for (size_t i = 0; i < rows.n; i++)
			strv_add(ids, rows.v[i].id);
	}
	rows_release(&rows);
	query_release(&query);
	if (!ok)
		plain_complain(plain, &err);
	return ok;
}

/* "2 4-6" of the page; false where a word is no such number. */
static bool numbered(const struct shelf *shelf, const char *text, struct strv *ids)
{
	struct strv words = {0};
	bool ok = true;

	strv_split(&words, text, " ");
	for (size_t i = 0; ok && i < words.n; i++) {
		char *dash = strchr(words.v[i], '-');
		int from, to;

		if (dash != NULL)
			*dash = '\0';
		from = plain_choice(words.v[i], shelf->rows.n);
		to = dash != NULL ? plain_choice(dash + 1, shelf->rows.n) : from;
		ok = from >= 0 && to >= from;
		for (int at = from; ok && at <= to; at++)
			strv_add(ids, shelf->rows.v[at].id);
	}
	ok = ok && words.n > 0;
	strv_release(&words);
	return ok;
}

static void select_papers(struct plain *plain, struct shelf *shelf, const char *line)
{
	struct strv ids = {0};
	char *words = str_trim(line + 1);
	bool ok;

	ok = numbered(shelf, words, &ids);
	if (!ok) {
		strv_clear(&ids);
		ok = fitting(plain, shelf, words, &ids);
	}
	if (ok && *line == '+') {
		selection_take(&shelf->selection, &ids);
	} else if (ok) {
		for (size_t i = 0; i < ids.n; i++)
			selection_drop(&shelf->selection, ids.v[i]);
	}
	if (ok)
		plain_say(plain, _("%zu papers are selected"), shelf->selection.ids.n);
	free(words);
	strv_release(&ids);
}

static void act(struct plain *plain, struct shelf *shelf)
{
	if (shelf->selection.ids.n == 0) {
		plain_say(plain, _("No paper is selected: + selects all, + 2 4-6 by numbers, + and "
				   "words what they fit"));
		return;
	}
	plain_say(plain, _("%zu papers are selected"), shelf->selection.ids.n);
	plain_many(plain, &shelf->selection.ids);
	/* What was done is another matter now; what was not stays selected. */
	for (size_t i = 0; i < plain->app.done.n; i++)
		selection_drop(&shelf->selection, plain->app.done.v[i]);
	set_str(&shelf->after, NULL);
}

/* ---- the list -------------------------------------------------------------------------------- */

/* False: back. */
static bool answer(struct plain *plain, struct shelf *shelf, const char *line)
{
	int at = plain_choice(line, shelf->rows.n);
	char *id;

	if (at >= 0) {
		id = xstrdup(shelf->rows.v[at].id);
		plain_paper(plain, id);
		free(id);
	} else if (*line == '+' || *line == '-') {
		select_papers(plain, shelf, line);
	} else if (strcmp(line, "a") == 0) {
		act(plain, shelf);
	} else if (strcmp(line, "m") == 0 && shelf->rows.more) {
		set_str(&shelf->after, shelf->rows.v[shelf->rows.n - 1].id);
	} else if (*line == '\0' || strcmp(line, "b") == 0) {
		return false;
	} else {
		plain_say(plain, _("There is no choice '%s'"), line);
	}
	return true;
}

void plain_list(struct plain *plain, const char *queue, const char *text)
{
	struct shelf shelf = {.queue = queue, .text = text};
	bool stays = true;

	while (stays && !plain->is_over && load(plain, &shelf)) {
		char *line;

		print_rows(plain, &shelf);
		line = plain_ask(
			plain, shelf.rows.more
				       ? _("Number to open, m more, + and words selects, a acts on "
					   "the selected, b back:")
				       : _("Number to open, + and words selects, a acts on the "
					   "selected, b back:"));
		stays = line != NULL && answer(plain, &shelf, line);
		free(line);
	}
	selection_release(&shelf.selection);
	rows_release(&shelf.rows);
	free(shelf.after);
}

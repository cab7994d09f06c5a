/* SPDX-License-Identifier: MIT */
/* What each person of a random town may see, asked of the use cases and of the commands a hundred
 * thousand times, and compared with a model that is written otherwise (tests/cli/town.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "core/reports.h"
#include "tests/cli/town.h"
#include "tests/measures.h"

enum { CHECKS = 100000 };

static struct town town;
static struct session sessions[PEOPLE]; /* opened on the first day, and never again */
static int checks;

/* A person with a paper, or with none: what a check is about. */
struct asked {
	int who;
	struct session *session;
	int n;
	const struct town_paper *paper;
	bool lists, sees, whole; /* by the model */
};

#define DIFFERS(asked, what)                                                                       \
	fail_msg("%s and %s (%s, %s): %s; the model says %s", town.people[(asked)->who].id,        \
		(asked)->paper->id, (asked)->paper->unit, (asked)->paper->state, what,             \
		(asked)->whole   ? "whole"                                                         \
		: (asked)->sees  ? "public"                                                        \
		: (asked)->lists ? "title"                                                         \
				 : "nothing")

static void asked_init(struct asked *asked)
{
	do
		asked->who = town_pick(&town, PEOPLE);
	while (!model_works(&town, asked->who));
	asked->session = &sessions[asked->who];
	asked->n = town_pick(&town, town.n);
	asked->paper = &town.papers[asked->n];
	asked->lists = model_lists(&town, asked->who, asked->paper);
	asked->sees = model_sees(&town, asked->who, asked->paper);
	asked->whole = model_sees_whole(&town, asked->who, asked->paper);
	checks++;
}

static bool says(const char *text, char mark, int n)
{
	char word[16];

	(void)snprintf(word, sizeof(word), "%c%04dq", mark, n);
	return text != NULL && strstr(text, word) != NULL;
}

/* What is refused is refused as if it were not there: the same words as of a paper that never was.
 * What stands in lists is there. */
static void check_refusal(const struct asked *asked, const struct err *err)
{
	char *expected = xasprintf(
		asked->lists ? "of %s your roles open the title alone, as it stands in the list"
			     : "there is no document '%s' that you may see",
		asked->paper->id);

	if (err->code != (asked->lists ? ERR_REFUSED : ERR_NOT_FOUND) ||
		strcmp(err->text, expected) != 0)
		DIFFERS(asked, err->text);
	free(expected);
}

/* Of words for a person: every paper that they name or quote is one that the person sees, and
 * quotes of what was said on its way or masked in it are for who sees it whole. */
static void check_words(const struct asked *asked, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		bool is_mark = strchr("TBXC", *p) != NULL && strspn(p + 1, "0123456789") == 4 &&
			       p[5] == 'q';
		int n = is_mark ? (int)strtol(p + 1, NULL, 10) : -1;
		const struct town_paper *paper = n >= 0 && n < town.n ? &town.papers[n] : NULL;

		if (paper == NULL)
			continue;
		if (!model_lists(&town, asked->who, paper) ||
			(*p == 'B' && !model_sees(&town, asked->who, paper)) ||
			((*p == 'C' || *p == 'X') && !model_sees_whole(&town, asked->who, paper)))
			fail_msg("%s is told %.6s of %s (%s, %s): %s", town.people[asked->who].id,
				p, paper->id, paper->unit, paper->state, text);
	}
	for (int i = 0; i < town.n; i++) {
		const struct town_paper *paper = &town.papers[i];
		bool named = strstr(text, paper->id) != NULL &&
			     !model_lists(&town, asked->who, paper) &&
			     strcmp(paper->id, asked->paper->id) != 0;

		/* A paper that is seen says which others it names. */
		for (int k = 0; named && k < town.n; k++)
			named = strcmp(town.papers[k].linked, paper->id) != 0 ||
				!model_sees(&town, asked->who, &town.papers[k]);
		if (named)
			fail_msg("%s is told of %s (%s, %s): %s", town.people[asked->who].id,
				paper->id, paper->unit, paper->state, text);
	}
}

/* -- One paper --------------------------------------------------------------------------------- */

static void check_relations(const struct asked *asked, const struct view *view)
{
	int expected = 0;

	for (int i = 0; i < town.n; i++) {
		const struct town_paper *other = &town.papers[i];
		bool linked = strcmp(other->linked, asked->paper->id) == 0 ||
			      strcmp(asked->paper->linked, other->id) == 0;

		expected += linked && model_sees(&town, asked->who, other);
	}
	if ((int)view->relation_count != expected)
		DIFFERS(asked, "other relations");
}

static void check_show(const struct asked *asked)
{
	struct view view;
	struct err err;
	bool ok = session_show(asked->session, asked->paper->id, &view, &err);

	if (ok != asked->sees)
		DIFFERS(asked, ok ? "shown" : err.text);
	if (!ok) {
		check_refusal(asked, &err);
		return;
	}
	check_relations(asked, &view);
	if (!asked->whole && (view.document.approval_count + view.document.opinion_count +
						     view.document.paper.findings.n >
					     0 ||
				     view.document.paper.original.sha256[0] != '\0' ||
				     view.document.record[0] != '\0' || view.may_edit))
		DIFFERS(asked, "shown more than the public");
	view_release(&view);
}

static void check_text(const struct asked *asked)
{
	char *text = NULL;
	size_t len;
	struct err err;
	bool ok = session_text(asked->session, asked->paper->id, &text, &len, &err);

	if (ok != asked->sees)
		DIFFERS(asked, ok ? "read" : err.text);
	if (!ok)
		check_refusal(asked, &err);
	if (ok && !says(text, 'B', asked->n))
		DIFFERS(asked, "another text");
	if (ok && says(text, 'X', asked->n) != (asked->whole && asked->paper->is_masked))
		DIFFERS(asked, "what was masked");
	free(text);
}

static void check_past(const struct asked *asked)
{
	struct version version = {0};
	struct str diff = {0};
	struct err err;
	bool by_diff = town_chance(&town, 2);
	bool ok = by_diff ? session_diff(asked->session, asked->paper->id, 0, 0, &diff, &err)
			  : session_version(asked->session, asked->paper->id, 1, &version, &err);

	if (ok != asked->whole)
		DIFFERS(asked, ok ? "an earlier version" : err.text);
	if (!ok && !asked->sees)
		check_refusal(asked, &err);
	version_release(&version);
	str_release(&diff);
}

static void check_log(const struct asked *asked)
{
	struct history history = {0};
	struct err err;
	bool ok = session_history(asked->session,
		&(struct history_ask){.document = asked->paper->id}, &history, &err);

	if (ok != asked->sees)
		DIFFERS(asked, ok ? "its decisions" : err.text);
	if (!ok)
		check_refusal(asked, &err);
	for (size_t i = 0; i < history.n; i++) {
		const struct decision *decision = &history.v[i].decision;

		if (!asked->whole && (decision->comment != NULL || decision->code != NULL ||
					     decision->content[0] != '\0'))
			DIFFERS(asked, "what was said of it");
	}
	history_release(&history);
}

static void check_export(const struct asked *asked)
{
	struct publication publication;
	struct err err = {0};
	bool ok = session_export(asked->session, asked->paper->id, &publication, &err);

	if (ok != model_is_public(asked->paper))
		DIFFERS(asked, ok ? "exported" : err.text);
	if (!ok && !asked->sees)
		check_refusal(asked, &err);
	if (ok && says(publication.text, 'X', asked->n))
		DIFFERS(asked, "what was masked, exported");
	publication_release(&publication);
}

static void check_print(const struct asked *asked)
{
	struct str page = {0};
	struct err err;
	bool ok =
		session_print(asked->session, asked->paper->id, town_chance(&town, 2), &page, &err);

	if (ok != asked->sees)
		DIFFERS(asked, ok ? "printed" : err.text);
	if (ok)
		check_words(asked, str_get(&page));
	else
		check_refusal(asked, &err);
	str_release(&page);
}

static void check_screen(const struct asked *asked)
{
	struct findings findings = {0};
	char *masked = NULL;
	struct err err;
	bool ok = session_screen(asked->session, asked->paper->id, &findings, &masked, &err);

	if (ok != asked->sees)
		DIFFERS(asked, ok ? "screened" : err.text);
	if (ok)
		check_words(asked, masked);
	else
		check_refusal(asked, &err);
	findings_release(&findings);
	free(masked);
}

/* Whatever is tried on what is not seen ends as if it were not there. */
static void check_deeds(const struct asked *asked)
{
	static const char *const actions[] = {"submit", "pass", "return", "sign", "publish",
		"withdraw", "void", "recall", "purge", "waive", "countersign"};
	struct deed deed = {.comment = "意见", .code = "FORMAT"};
	struct marking marking = {.attribute = "public"};
	struct change change = {.title = "另一题目"};
	struct err err = {0};
	bool ok = false;

	if (asked->sees)
		return;
	deed.action = actions[town_pick(&town, 11)];
	switch (town_pick(&town, 6)) {
	case 0: ok = session_do(asked->session, asked->paper->id, &deed, &err); break;
	case 1: ok = session_mark(asked->session, asked->paper->id, &marking, &err); break;
	case 2: ok = session_edit(asked->session, asked->paper->id, &change, &err); break;
	case 3: ok = session_redact(asked->session, asked->paper->id, NULL, 0, &err); break;
	case 4: ok = session_unredact(asked->session, asked->paper->id, &err); break;
	default: ok = session_put_aside(asked->session, asked->paper->id, &err); break;
	}
	if (ok)
		DIFFERS(asked, "changed");
	check_refusal(asked, &err);
}

/* -- Lists and counts -------------------------------------------------------------------------- */

struct wanted {
	struct query query;
	const char *unit, *state, *attribute, *drafter, *ground;
	char mark; /* a word is looked for: T in the title, B or X in the text; 0: none */
	int of;
};

static void wanted_init(struct wanted *w)
{
	static const char *const states[] = {"draft", "returned", "section", "secrecy", "office",
		"joint", "sign", "decided", "held", "published", "withdrawn"};
	static const char *const attributes[] = {"public", "private", "on-request", "none"};
	char word[16];

	*w = (struct wanted){.query = {.limit = PAPERS, .order = ORDER_NEWEST}};
	if (town_chance(&town, 2))
		set_str(&w->query.unit, w->unit = town_units[town_pick(&town, UNITS)].id);
	if (town_chance(&town, 3))
		strv_add(&w->query.states, w->state = states[town_pick(&town, 11)]);
	if (town_chance(&town, 4))
		set_str(&w->query.attribute, w->attribute = attributes[town_pick(&town, 4)]);
	if (town_chance(&town, 6))
		strv_add(&w->query.drafters, w->drafter = town.people[town_pick(&town, PEOPLE)].id);
	else if (town_chance(&town, 6))
		strv_add(&w->query.grounds, w->ground = town_chance(&town, 2) ? "CN16-HR" : "CN27");
	if (town_chance(&town, 4)) {
		w->mark = "TBX"[town_pick(&town, 3)];
		w->of = town_pick(&town, town.n);
		(void)snprintf(word, sizeof(word), "%c%04dq", w->mark, w->of);
		strv_add(w->mark == 'T' ? &w->query.words : &w->query.body, word);
	}
	if (town_chance(&town, 2))
		w->query.order = ORDER_DUE;
}

static bool model_has_word(const struct wanted *w, int who, int n)
{
	const struct town_paper *paper = &town.papers[n];

	if (w->mark == 0 || w->mark == 'T')
		return w->mark == 0 || n == w->of;
	/* Texts are searched as they came in: who does not see them so does not find them. */
	return n == w->of && (w->mark == 'B' || paper->is_masked) &&
	       (!paper->is_masked || model_sees_whole(&town, who, paper));
}

static bool model_wants(const struct wanted *w, int who, int n)
{
	const struct town_paper *paper = &town.papers[n];
	const char *attribute = paper->attribute[0] != '\0' ? paper->attribute : "none";

	/* By its text or its ground nobody finds what they may not read. */
	return (w->ground != NULL || w->mark == 'B' || w->mark == 'X'
			       ? model_sees(&town, who, paper)
			       : model_lists(&town, who, paper)) &&
	       (w->unit == NULL || model_is_below(paper->unit, w->unit)) &&
	       (w->state == NULL || strcmp(paper->state, w->state) == 0) &&
	       (w->attribute == NULL || strcmp(attribute, w->attribute) == 0) &&
	       (w->drafter == NULL || strcmp(paper->drafter, w->drafter) == 0) &&
	       (w->ground == NULL || strcmp(paper->ground, w->ground) == 0) &&
	       model_has_word(w, who, n);
}

static int paper_of(const char *id)
{
	for (int i = 0; i < town.n; i++) {
		if (strcmp(town.papers[i].id, id) == 0)
			return i;
	}
	fail_msg("nobody made %s", id);
	return -1;
}

static void check_list(const struct asked *asked)
{
	struct wanted w;
	struct rows rows = {0};
	bool had[PAPERS] = {false};
	int n = 0;

	wanted_init(&w);
	MUST(session_list(asked->session, &w.query, &rows, &err));
	for (size_t i = 0; i < rows.n; i++) {
		int at = paper_of(rows.v[i].id);

		if (had[at] || !model_wants(&w, asked->who, at))
			fail_msg("%s has %s in a list", town.people[asked->who].id, rows.v[i].id);
		had[at] = true;
		if (rows.v[i].code != NULL &&
			!model_sees_whole(&town, asked->who, &town.papers[at]))
			fail_msg("%s is told why %s came back", town.people[asked->who].id,
				rows.v[i].id);
	}
	for (int i = 0; i < town.n; i++)
		n += model_wants(&w, asked->who, i);
	if ((int)rows.n != n)
		fail_msg("%s has %zu in a list; the model says %d", town.people[asked->who].id,
			rows.n, n);
	rows_release(&rows);
	query_release(&w.query);
}

static void check_count(const struct asked *asked)
{
	struct wanted w;
	int n = 0, found;

	wanted_init(&w);
	MUST(session_count(asked->session, &w.query, &found, &err));
	for (int i = 0; i < town.n; i++)
		n += model_wants(&w, asked->who, i);
	if (found != n)
		fail_msg("%s counts %d; the model says %d", town.people[asked->who].id, found, n);
	query_release(&w.query);
}

/* Behind a paper that is not seen nothing is listed, as behind one that is not there. */
static void check_after(const struct asked *asked)
{
	struct query query = {.limit = 5, .after = xstrdup(asked->paper->id)};
	struct rows rows = {0};
	struct err err;
	bool ok = session_list(asked->session, &query, &rows, &err);

	if (ok != asked->lists)
		DIFFERS(asked, ok ? "listed behind" : err.text);
	if (!ok)
		check_refusal(asked, &err);
	rows_release(&rows);
	query_release(&query);
}

static void check_figures(const struct asked *asked)
{
	const char *unit = town_chance(&town, 3) ? NULL : town_units[town_pick(&town, UNITS)].id;
	struct figures figures;
	int n = 0;

	if (town_chance(&town, 2))
		MUST(session_status(asked->session, unit, DAY_NONE, DAY_NONE, &figures, &err));
	else
		MUST(session_status_on(
			asked->session, unit, session_today(asked->session), &figures, &err));
	for (size_t i = 0; i < figures.counts.n; i++) {
		const struct status_count *cell = &figures.counts.v[i];

		n = 0;
		for (int k = 0; k < town.n; k++) {
			const struct town_paper *paper = &town.papers[k];

			n += strcmp(paper->unit, cell->unit) == 0 &&
			     strcmp(paper->state, cell->state) == 0 &&
			     strcasecmp(paper->attribute, cell->attribute) == 0 &&
			     model_lists(&town, asked->who, paper);
		}
		if (n != cell->n)
			fail_msg("%s counts %d %s %s of %s; the model says %d",
				town.people[asked->who].id, cell->n, cell->state, cell->attribute,
				cell->unit, n);
	}
	n = 0;
	for (int k = 0; k < town.n; k++)
		n += (unit == NULL || model_is_below(town.papers[k].unit, unit)) &&
		     model_lists(&town, asked->who, &town.papers[k]);
	if (figures.total != n)
		fail_msg("%s counts %d in all; the model says %d", town.people[asked->who].id,
			figures.total, n);
	figures_release(&figures);
}

static void check_desk(const struct asked *asked)
{
	struct desk desk;

	MUST(session_desk(asked->session, &desk, &err));
	for (size_t i = 0; i < desk.n; i++) {
		struct query query = {.limit = PAPERS};
		struct rows rows = {0};

		MUST(session_queue(asked->session, desk.lines[i].queue, &query, &err));
		MUST(session_list(asked->session, &query, &rows, &err));
		for (size_t k = 0; k < rows.n; k++) {
			if (!model_sees_whole(
				    &town, asked->who, &town.papers[paper_of(rows.v[k].id)]))
				fail_msg("%s waits for %s", rows.v[k].id,
					town.people[asked->who].id);
		}
		if ((int)rows.n != desk.lines[i].n)
			fail_msg("%s: %zu wait, %d are counted", desk.lines[i].queue, rows.n,
				desk.lines[i].n);
		rows_release(&rows);
		query_release(&query);
	}
	desk_release(&desk);
}

static void check_all_decisions(const struct asked *asked)
{
	struct history history = {0};
	bool had[PAPERS] = {false};

	MUST(session_history(asked->session, &(struct history_ask){0}, &history, &err));
	for (size_t i = 0; i < history.n; i++) {
		const struct decision *decision = &history.v[i].decision;
		int n = decision->subject == SUBJECT_DOCUMENT ? paper_of(decision->id) : -1;

		if (n < 0)
			continue;
		had[n] = true;
		if (decision->comment != NULL &&
			!model_sees_whole(&town, asked->who, &town.papers[n]))
			fail_msg("%s reads what was said of %s", town.people[asked->who].id,
				decision->id);
	}
	for (int i = 0; i < town.n; i++) {
		if (had[i] != model_sees(&town, asked->who, &town.papers[i]))
			fail_msg("%s %s the decisions on %s", town.people[asked->who].id,
				had[i] ? "reads" : "lacks", town.papers[i].id);
	}
	history_release(&history);
}

/* -- Reports ----------------------------------------------------------------------------------- */

/* A number is of the papers that the cases behind it are; of acts there may be several on one. */
static void check_cases(const struct asked *asked, const struct report_cell *cell)
{
	const struct office *office = session_office(asked->session);
	bool of_acts = strstr(cell->query, "left:") || strstr(cell->query, "code:") ||
		       strstr(cell->query, "did:");
	struct query query = {0};
	int found;

	MUST(query_parse(&query, office, cell->query, session_today(asked->session), &err));
	MUST(session_count(asked->session, &query, &found, &err));
	if (cell->word == NULL && (of_acts ? found > cell->number : found != cell->number))
		fail_msg("%s: %s: %d cases for the number %d", town.people[asked->who].id,
			cell->query, found, (int)cell->number);
	query_release(&query);
}

static void check_table(const struct asked *asked, const struct report_table *table)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		if (table->cells[i].query != NULL && town_chance(&town, 4) &&
			!is_measure(table->columns[i % table->column_count].key))
			check_cases(asked, &table->cells[i]);
	}
}

static void check_report(const struct asked *asked)
{
	size_t n;
	const struct report_kind *const *kinds = reports_all(&n);
	const struct report_kind *kind = kinds[town_pick(&town, (int)n)];
	struct report_ask ask = {.kind = strcmp(kind->name, "records") == 0 ? "gongwen" : NULL};
	struct report report = {0};
	struct str text = {0};
	struct err err;

	if (town_chance(&town, 2))
		ask.unit = town_units[town_pick(&town, UNITS)].id;
	if (session_report(asked->session, kind->name, &ask, &report, &err)) {
		report_csv(&report, &text);
		report_html(&report, "en", &text);
		check_words(asked, str_get(&text));
		for (size_t i = 0; i < report.table_count; i++) {
			check_table(asked, &report.tables[i]);
		}
	} else {
		check_words(asked, err.text);
	}
	report_release(&report);
	str_release(&text);
}

static void check_audit(const struct asked *asked)
{
	struct report report = {0};
	struct str text = {0};
	struct err err;
	bool ok = session_audit(asked->session, asked->paper->id, &report, &err);

	if (ok != asked->sees)
		DIFFERS(asked, ok ? "audited" : err.text);
	if (!ok)
		check_refusal(asked, &err);
	report_csv(&report, &text);
	check_words(asked, str_get(&text));
	report_release(&report);
	str_release(&text);
}

/* -- All together ------------------------------------------------------------------------------ */

static const struct {
	void (*check)(const struct asked *asked);
	int weight;
} kinds_of_check[] = {
	{check_show, 20},
	{check_text, 12},
	{check_past, 6},
	{check_log, 12},
	{check_export, 4},
	{check_print, 2},
	{check_screen, 2},
	{check_deeds, 8},
	{check_list, 8},
	{check_count, 12},
	{check_after, 6},
	{check_figures, 4},
	{check_desk, 1},
	{check_all_decisions, 1},
	{check_report, 1},
	{check_audit, 1},
};
enum { KINDS_OF_CHECK = sizeof(kinds_of_check) / sizeof(*kinds_of_check) };

static void check_some(int most)
{
	int weights = 0;

	for (int i = 0; i < KINDS_OF_CHECK; i++)
		weights += kinds_of_check[i].weight;
	while (checks < most) {
		int at = town_pick(&town, weights), i = 0;
		struct asked asked;

		for (; at >= kinds_of_check[i].weight; i++)
			at -= kinds_of_check[i].weight;
		asked_init(&asked);
		kinds_of_check[i].check(&asked);
	}
}

static void test_what_everybody_sees(void **state)
{
	(void)state;
	check_some(CHECKS / 2);
}

/* The same people, who stayed logged in: what was lent has come and gone with the days, and who
 * has left sees what the public does. */
static void test_what_they_see_later(void **state)
{
	(void)state;
	for (int day = 3; day <= LATER_DAY; day += 3) {
		town_clock(&town, day);
		for (int i = 0; i < PEOPLE; i++)
			MUST(session_refresh(&sessions[i], NULL, &err));
		check_some(CHECKS / 2 + CHECKS / 2 * day / LATER_DAY);
	}
	check_some(CHECKS);
	print_message("%d checks\n", checks);
}

static void test_who_has_left(void **state)
{
	(void)state;
	for (int i = 0; i < PEOPLE; i++) {
		struct session session;
		struct err err;

		if (model_works(&town, i))
			continue;
		assert_false(session_open(&session, town.store, town.people[i].id, &err));
		for (int k = 0; k < town.n; k++) {
			struct view view;
			bool ok = session_show(&sessions[i], town.papers[k].id, &view, &err);

			assert_int_equal(ok, model_is_public(&town.papers[k]));
			if (ok)
				view_release(&view);
		}
	}
}

static int make(void **state)
{
	const char *seed = getenv("TOWN"); /* another town, for who looks for more */

	if (scratch_enter(state) != 0)
		return -1;
	town_make(&town, seed != NULL ? strtoull(seed, NULL, 10) : 1);
	store_close(town.store); /* who closes puts the texts in */
	town.store = site_open();
	for (int i = 0; i < PEOPLE; i++)
		MUST(session_open(&sessions[i], town.store, town.people[i].id, &err));
	return 0;
}

static int leave(void **state)
{
	for (int i = 0; i < PEOPLE; i++)
		session_release(&sessions[i]);
	store_close(town.store);
	return scratch_leave(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_everybody_sees),
		cmocka_unit_test(test_what_they_see_later),
		cmocka_unit_test(test_who_has_left),
	};

	return cmocka_run_group_tests_name("test_access", tests, make, leave);
}

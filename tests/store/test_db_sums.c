/* SPDX-License-Identifier: MIT */
/* The sums that are kept with every decision are those that a count of everything gives, and what
 * is answered from them is what the decisions themselves give, whatever may be seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/db_sums.h"
#include "tests/store/scratch.h"
#include "tests/store/world.h"

enum { DOCS = 300, ROUNDS = 4, DECISIONS = 700, ASKED = 50 };

/* -- An office whose papers have a term -------------------------------------------------------- */

static char *stops[] = {(char[]){"published"}};
static struct clock_rule term = {.code = (char[]){"term"}, .stop = {stops, 1}};

static void publish_some(struct world *world)
{
	for (size_t i = 0; i < world->n; i += 1 + world_pick(world, 5)) {
		struct document *document = &world->docs[i].document;

		document->decided = world_chance(world, 5) ? DAY_NONE : WORLD_TODAY - 60;
		document->published = world_chance(world, 4)
					      ? DAY_NONE
					      : WORLD_TODAY - 40 + (int)world_pick(world, 70);
		world_put(world, i, 0, "publish");
	}
}

static void work(struct world *world)
{
	for (size_t i = 0; i < DECISIONS; i++)
		world_decide(world);
	publish_some(world);
}

/* -- Kept -------------------------------------------------------------------------------------- */

static char *dump(struct world *world)
{
	struct str out = {0};
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(world->db->sql, "SELECT * FROM sums", -1, &stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			str_addf(&out, "%s|", (const char *)sqlite3_column_text(stmt, i));
		str_add(&out, "\n");
	}
	sqlite3_finalize(stmt);
	return str_detach(&out);
}

static void assert_kept(struct world *world)
{
	struct err err = {0};
	char *kept = dump(world), *made;

	assert_true(db_begin(world->db, &err) && sums_make(world->db, &err) &&
		    db_commit(world->db, &err));
	made = dump(world);
	assert_true(strlen(made) > 100);
	assert_string_equal(kept, made);
	free(kept);
	free(made);
}

/* -- Answered ---------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Added up by all that tells them apart. */
static char *acts_of(struct world *world, const struct scope *scope, const struct past_ask *ask)
{
	struct act_counts acts = {0};
	struct strv lines = {0};
	struct err err = {0};
	char *text;

	if (!db_acts(world->db, scope, ask, &acts, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < acts.n; i++) {
		const struct act_count *v = &acts.v[i];
		char *line = xasprintf("%s %s %s %s", v->unit, v->month, v->action, v->code);

		for (int k = 0; k < v->n; k++)
			strv_add(&lines, line);
		free(line);
	}
	if (lines.n > 0)
		qsort(lines.v, lines.n, sizeof(*lines.v), compare);
	text = strv_join(&lines, "\n");
	strv_release(&lines);
	act_counts_release(&acts);
	return text;
}

static char *published_of(
	struct world *world, const struct scope *scope, const struct past_ask *ask)
{
	struct month_counts counts;
	struct str text = {0};
	struct err err = {0};

	if (!db_published(world->db, scope, ask, &counts, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < counts.n; i++)
		str_addf(&text, "%s %d %d\n", counts.v[i].month, counts.v[i].n, counts.v[i].late);
	free(counts.v);
	return str_detach(&text);
}

struct open_count {
	int n, sum;
};

static void count_open(void *context, const char *kind, const char *state, int entered)
{
	struct open_count *count = context;

	assert_true(*kind != '\0' && *state != '\0');
	count->n++;
	count->sum += entered;
}

static void assert_open(struct world *world, const struct scope *scope, const char *unit)
{
	struct query query = {.unit = xstrdup(unit), .limit = DOCS * 2};
	struct open_count count = {0};
	struct rows rows = {0};
	struct err err = {0};

	for (size_t i = 0; i < WORLD_STATES; i++) {
		if (world_states[i].phase <= PHASE_DECIDED)
			strv_add(&query.states, world_states[i].code);
	}
	assert_true(db_open_since(world->db, scope, unit, count_open, &count, &err));
	assert_true(db_list(world->db, &query, scope, &rows, &err));
	assert_int_equal(count.n, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		count.sum -= rows.v[i].entered;
	assert_int_equal(count.sum, 0);
	rows_release(&rows);
	query_release(&query);
}

static void any_scope(struct world *world, struct scope *scope)
{
	const struct org *org = &world->office.org;
	size_t n = world_pick(world, 4);

	scope->person = xstrdup(world_persons[world_pick(world, WORLD_PERSONS)]);
	for (size_t i = 0; i < n; i++) {
		const struct unit *unit = org_unit(org, world_any_unit(world));

		GROW(scope->openings, scope->n);
		scope->openings[scope->n++] = (struct opening){.units = {unit->lo, unit->hi},
			.titles = (unsigned)world_pick(world, 1u << PHASE_COUNT),
			.nothing = (unsigned)world_pick(world, 1u << PHASE_COUNT)};
	}
}

/* All days, or the days up to a month's end; and the same decisions by days that are no months'. */
static void assert_answered(struct world *world)
{
	for (int i = 0; i < ASKED; i++) {
		struct scope scope = {0}, *seen = i % 10 == 0 ? NULL : &scope;
		struct past_ask ask = {
			.unit = world_chance(world, 3) ? NULL : world_any_unit(world),
			.to = world_chance(world, 2) ? DAY_NONE : day_make(2023, 12, 1) - 1,
			.by_unit = world_chance(world, 2)};
		struct past_ask by_day = ask;
		char *texts[4];

		by_day.from = day_make(2000, 1, 2);
		assert_true(sums_answer(&ask) && !sums_answer(&by_day));
		any_scope(world, &scope);
		texts[0] = acts_of(world, seen, &ask);
		texts[1] = acts_of(world, seen, &by_day);
		assert_string_equal(texts[0], texts[1]);
		ask.to = by_day.to = ask.to != DAY_NONE ? day_make(2026, 5, 1) - 1 : DAY_NONE;
		texts[2] = published_of(world, seen, &ask);
		texts[3] = published_of(world, seen, &by_day);
		assert_string_equal(texts[2], texts[3]);
		assert_open(world, seen, ask.unit);
		for (size_t k = 0; k < 4; k++)
			free(texts[k]);
		scope_release(&scope);
	}
}

static void sums_are_those_of_counting_everything(void **state)
{
	struct world world;

	(void)state;
	world_kinds[0].clocks = &term;
	world_kinds[0].clock_count = 1;
	world_open(&world, "sums.db", 0);
	world_units(&world);
	for (size_t i = 0; i < DOCS; i++)
		(void)world_add(&world, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		work(&world);
		assert_kept(&world);
		assert_answered(&world);
		if (i == 0)
			world_unit(&world, "east-0", "city"); /* all behind it have other numbers */
		else if (i == 1)
			world_unit(&world, "north-2-a", "north-1"); /* within its branch */
		else if (i == 2)
			world_unit(&world, "west-3", "east"); /* to another branch */
		assert_kept(&world);
		assert_answered(&world);
	}
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			sums_are_those_of_counting_everything, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* What the index answers, against an answer found by looking at every document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/fold.h"
#include "tests/store/scratch.h"
#include "tests/store/world.h"

/* -- The naive answer -------------------------------------------------------------------------- */

static bool has_words(const struct document *document, const struct strv *words)
{
	bool all = true;

	for (size_t i = 0; i < words->n; i++) {
		const char *places[] = {
			document->paper.title, document->paper.number, document->paper.id};
		char *word = fold_text(words->v[i]);
		bool any = false;

		for (size_t k = 0; k < 3; k++) {
			char *place = fold_text(places[k] != NULL ? places[k] : "");

			any = any || strstr(place, word) != NULL;
			free(place);
		}
		free(word);
		all = all && any;
	}
	return all;
}

static bool has_body(const char *text, const struct strv *words)
{
	char *folded = fold_text(text);
	bool all = true;

	for (size_t i = 0; i < words->n; i++) {
		char *word = fold_text(words->v[i]);

		all = all && strstr(folded, word) != NULL;
		free(word);
	}
	free(folded);
	return all;
}

/* A unit it names that has not spoken lies in the reach. */
static bool is_waited_for(
	const struct world *world, const struct document *document, const struct reach *reach)
{
	for (size_t i = 0; i < document->shared.n; i++) {
		int unit = org_unit(&world->office.org, document->shared.v[i])->lo;
		bool spoken = false;

		for (size_t k = 0; k < document->opinion_count; k++)
			spoken =
				spoken || str_eq(document->opinions[k].unit, document->shared.v[i]);
		if (!spoken && unit >= reach->units.lo && unit <= reach->units.hi)
			return true;
	}
	return false;
}

static bool is_reached(
	const struct world *world, const struct document *document, const struct query *query)
{
	int unit = org_unit(&world->office.org, document->paper.unit)->lo;

	for (size_t i = 0; i < query->reach_count; i++) {
		const struct reach *reach = &query->reaches[i];

		if (str_eq(reach->kind, document->paper.kind) &&
			str_eq(reach->state, document->state) &&
			(reach->by_others ? is_waited_for(world, document, reach)
					  : unit >= reach->units.lo && unit <= reach->units.hi))
			return true;
	}
	return !query->is_queue;
}

static bool fits_fields(const struct document *document, const struct query *query)
{
	const struct paper *paper = &document->paper;
	int due = document_due(document);

	if (query->attribute != NULL &&
		!str_eq(paper->attribute != NULL ? paper->attribute : "none", query->attribute))
		return false;
	if (query->due_before != DAY_NONE && (due == DAY_NONE || due >= query->due_before))
		return false;
	if (query->due_from != DAY_NONE && (due == DAY_NONE || due < query->due_from))
		return false;
	return (query->kind == NULL || str_eq(query->kind, paper->kind)) &&
	       (query->drafters.n == 0 || strv_has(&query->drafters, paper->drafter)) &&
	       (query->grounds.n == 0 || strv_has(&paper->grounds, query->grounds.v[0])) &&
	       (query->states.n == 0 || strv_has(&query->states, document->state));
}

/* What a list tells of papers whose title alone is seen is not what rests on a ground, has a word
 * in its text or waits for somebody. */
static bool is_listed(const struct world *world, const struct document *document,
	const struct query *query, const struct scope *scope)
{
	bool inside = query->grounds.n > 0 || query->body.n > 0 || query->is_queue;
	enum sight_of sight = access_sight(&world->office, scope, document);

	return inside ? sight >= SIGHT_PUBLIC : sight >= SIGHT_TITLE;
}

static bool fits(
	struct world *world, size_t i, const struct query *query, const struct scope *scope)
{
	const struct document *document = &world->docs[i].document;

	if (scope != NULL && !is_listed(world, document, query, scope))
		return false;
	if (query->touched_by_me &&
		(scope == NULL || !world->docs[i].touched[world_person(scope->person)] ||
			strcmp(document->state, "void") == 0))
		return false;
	if (!has_body(world->docs[i].text, &query->body))
		return false;
	return fits_fields(document, query) && has_words(document, &query->words) &&
	       is_reached(world, document, query) &&
	       (query->unit == NULL ||
		       org_is_within(&world->office.org, document->paper.unit, query->unit));
}

static struct world *sorted; /* qsort has no context */
static enum query_order sorted_by;

static int compare(const void *a, const void *b)
{
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	int x = document_due(&sorted->docs[i].document),
	    y = document_due(&sorted->docs[k].document);

	if (sorted_by == ORDER_NEWEST)
		return i < k ? 1 : -1;
	if (x != y)
		return y == DAY_NONE || (x != DAY_NONE && x < y) ? -1 : 1;
	return i < k ? -1 : 1;
}

/* The places of all that the query wants, in order and direction. */
static size_t answer(
	struct world *world, const struct query *query, const struct scope *scope, size_t *places)
{
	size_t n = 0;

	for (size_t i = 0; i < world->n; i++) {
		if (fits(world, i, query, scope))
			places[n++] = i;
	}
	sorted = world;
	sorted_by = query->order;
	qsort(places, n, sizeof(*places), compare);
	for (size_t i = 0; query->backwards && i < n / 2; i++) {
		size_t swap = places[i];

		places[i] = places[n - 1 - i];
		places[n - 1 - i] = swap;
	}
	return n;
}

/* -- Questions --------------------------------------------------------------------------------- */

static struct unit_range any_range(struct world *world)
{
	const struct unit *unit = org_unit(&world->office.org, world_any_unit(world));
	int lo = (int)world_pick(world, world->office.org.unit_count);

	if (world_chance(world, 6))
		return (struct unit_range){0, INT32_MAX};
	if (world_chance(world, 5))
		return (struct unit_range){lo, lo + (int)world_pick(world, 5)};
	return (struct unit_range){unit->lo, unit->hi};
}

/* Now and then some of those that a role may be kept from. */
static unsigned any_phases(struct world *world)
{
	return (world_chance(world, 4) ? 1u << PHASE_DRAFT : 0u) |
	       (world_chance(world, 4) ? 1u << PHASE_HELD : 0u);
}

static void any_scope(struct world *world, struct scope *scope)
{
	size_t n = world_pick(world, 4);

	scope->person = xstrdup(world_persons[world_pick(world, WORLD_PERSONS)]);
	for (size_t i = 0; i < n; i++) {
		GROW(scope->openings, scope->n);
		scope->openings[scope->n++] = (struct opening){.units = any_range(world),
			.titles = any_phases(world),
			.nothing = any_phases(world)};
	}
}

static void any_reaches(struct world *world, struct query *query)
{
	size_t n = world_pick(world, 5);

	query->is_queue = true;
	for (size_t i = 0; i < n; i++) {
		GROW(query->reaches, query->reach_count);
		query->reaches[query->reach_count++] = (struct reach){
			.kind = xstrdup(world_kinds[world_pick(world, 2)].code),
			.state = xstrdup(world_states[world_pick(world, WORLD_STATES)].code),
			.units = any_range(world),
			.by_others = world_chance(world, 3),
		};
	}
}

static void any_filters(struct world *world, struct query *query)
{
	static const char *const bodies[] = {"政务", "产", "BUDGET", "udg", "公开安", "各单位"};
	static const char *const words[] = {"政务", "budget", "[2018]", "2026-1", "号", "zz",
		"市政办发", "udg", "et", "7", "〔", "办发〔2018〕1", "务公", "BUDGET", "-", "发,",
		"north-2", "t"};

	for (size_t i = 0; i < world_pick(world, 4) && world_chance(world, 2); i++)
		strv_put(&query->states, world_states[world_pick(world, WORLD_STATES)].code);
	if (world_chance(world, 5))
		query->attribute = xstrdup(world_chance(world, 3)
						   ? "none"
						   : world_attributes[1 + world_pick(world, 3)]);
	if (world_chance(world, 5))
		query->unit = xstrdup(world_any_unit(world));
	if (world_chance(world, 8))
		query->kind = xstrdup(world_kinds[world_pick(world, 2)].code);
	if (world_chance(world, 8))
		strv_add(&query->grounds, world_grounds[world_pick(world, 3)]);
	for (size_t n = world_chance(world, 8) ? 1 + world_pick(world, 3) : 0; n > 0; n--)
		strv_put(&query->drafters, world_persons[world_pick(world, WORLD_PERSONS)]);
	if (world_chance(world, 6))
		query->due_before = WORLD_TODAY - 5 + (int)world_pick(world, 10);
	if (world_chance(world, 8))
		query->due_from = WORLD_TODAY - 5 + (int)world_pick(world, 10);
	for (size_t i = 0; i < world_pick(world, 3) && world_chance(world, 3); i++)
		strv_add(&query->words, words[world_pick(world, 18)]);
	query->touched_by_me = world_chance(world, 6);
	if (!query->touched_by_me && world_chance(world, 6))
		strv_add(&query->body, bodies[world_pick(world, 6)]);
}

static void any_query(struct world *world, struct query *query)
{
	if (world_chance(world, 3))
		any_reaches(world, query);
	if (!world_chance(world, 4))
		any_filters(world, query);
	query->order = world_chance(world, 2) ? ORDER_DUE : ORDER_NEWEST;
	query->backwards = world_chance(world, 3);
	query->limit = world_chance(world, 4) ? 0 : (int)world_pick(world, 20);
	if (world_chance(world, 3))
		set_str(&query->after, world->docs[world_pick(world, world->n)].document.paper.id);
}

/* How many of the answer lie before what `after` asks for. */
static size_t skipped_rows(
	struct world *world, const struct query *query, const size_t *places, size_t n)
{
	size_t after = 0, skipped = 0;

	if (query->after == NULL)
		return 0;
	while (strcmp(world->docs[after].document.paper.id, query->after) != 0)
		after++;
	for (size_t i = 0; i < n; i++) {
		int order = places[i] == after ? 0 : compare(&places[i], &after);

		skipped += query->backwards ? order >= 0 : order <= 0;
	}
	return skipped;
}

/* What was said and done is left out of the row of who sees the title alone. */
static void assert_inside(const struct row *row, const struct document *document, bool is_title)
{
	char *grounds = strv_join(&document->paper.grounds, " ");

	assert_int_equal(row->is_title, is_title);
	assert_string_equal(row->grounds, is_title ? "" : grounds);
	assert_true(str_eq(row->last_actor, is_title ? NULL : document->last_actor));
	assert_true(str_eq(row->last_action, is_title ? NULL : document->last_action));
	free(grounds);
}

static void assert_row(const struct row *row, const struct document *document)
{
	const struct paper *paper = &document->paper;

	assert_string_equal(row->id, paper->id);
	assert_string_equal(row->unit, paper->unit);
	assert_string_equal(row->kind, paper->kind);
	assert_string_equal(row->state, document->state);
	assert_true(str_eq(row->attribute, paper->attribute));
	assert_true(str_eq(row->number, paper->number));
	assert_string_equal(row->title, paper->title);
	assert_string_equal(row->drafter, paper->drafter);
	assert_int_equal(row->due, document_due(document));
	assert_int_equal(row->updated, document->updated.time);
	if (row->due != DAY_NONE)
		assert_int_equal(row->provisional, document->clocks[0].provisional);
}

/* What is not seen does not say where it would stand. */
static bool begins_behind_hidden(
	struct world *world, const struct query *query, const struct scope *scope)
{
	for (size_t i = 0; query->after != NULL && scope != NULL && i < world->n; i++) {
		const struct document *document = &world->docs[i].document;

		if (str_eq(document->paper.id, query->after))
			return !is_listed(world, document, query, scope);
	}
	return false;
}

static void check_query(
	struct world *world, const struct query *query, const struct scope *scope, size_t *places)
{
	size_t limit = query->limit > 0 ? (size_t)query->limit : 50;
	size_t n = answer(world, query, scope, places);
	size_t skipped = skipped_rows(world, query, places, n);
	struct rows rows = {0};
	struct err err = {0};
	int count = -1;

	if (begins_behind_hidden(world, query, scope)) {
		assert_false(db_list(world->db, query, scope, &rows, &err));
		assert_int_equal(err.code, ERR_NOT_FOUND);
		return;
	}
	if (!db_list(world->db, query, scope, &rows, &err) ||
		!db_count(world->db, query, scope, &count, &err))
		fail_msg("%s", err.text);
	assert_int_equal(count, n);
	assert_int_equal(rows.n, n - skipped < limit ? n - skipped : limit);
	assert_int_equal(rows.more, n - skipped > limit);
	for (size_t i = 0; i < rows.n; i++) {
		const struct document *document = &world->docs[places[skipped + i]].document;

		assert_row(&rows.v[i], document);
		assert_inside(&rows.v[i], document,
			scope != NULL &&
				access_sight(&world->office, scope, document) == SIGHT_TITLE);
	}
	rows_release(&rows);
}

static void check_queries(struct world *world, int times)
{
	size_t *places = xcalloc(world->n, sizeof(*places));

	for (int i = 0; i < times; i++) {
		struct query query = {0};
		struct scope scope = {0};

		any_scope(world, &scope);
		any_query(world, &query);
		check_query(world, &query, world_chance(world, 8) ? NULL : &scope, places);
		query_release(&query);
		scope_release(&scope);
	}
	free(places);
}

/* -- Summaries --------------------------------------------------------------------------------- */

static bool is_in(const struct document *document, const struct db_period *period)
{
	int created = stamp_day(document->created);

	return (period->from == DAY_NONE || created >= period->from) &&
	       (period->to == DAY_NONE || created <= period->to);
}

static void count_cell(struct world *world, struct status_count *cell,
	const struct db_period *period, const struct scope *scope)
{
	for (size_t i = 0; i < world->n; i++) {
		const struct document *document = &world->docs[i].document;
		const struct paper *paper = &document->paper;
		int due = document_due(document);

		if (!str_eq(paper->unit, cell->unit) || !str_eq(paper->kind, cell->kind) ||
			!str_eq(document->state, cell->state) ||
			!str_eq(paper->attribute != NULL ? paper->attribute : "",
				cell->attribute) ||
			!is_in(document, period) ||
			(scope != NULL &&
				access_sight(&world->office, scope, document) == SIGHT_NONE))
			continue;
		cell->n--;
		cell->overdue -= due != DAY_NONE && due < period->today;
	}
}

static void check_summary(struct world *world, const struct scope *scope, const char *unit,
	const struct db_period *period)
{
	struct query below = {.unit = xstrdup(unit)};
	struct status_counts cells = {0};
	struct err err = {0};
	int total = 0, expected = 0;

	assert_true(db_summary(world->db, scope, unit, period, &cells, &err));
	for (size_t i = 0; i < cells.n; i++) {
		total += cells.v[i].n;
		count_cell(world, &cells.v[i], period, scope);
		assert_int_equal(cells.v[i].n, 0);
		assert_int_equal(cells.v[i].overdue, 0);
	}
	for (size_t i = 0; i < world->n; i++)
		expected +=
			fits(world, i, &below, scope) && is_in(&world->docs[i].document, period);
	assert_int_equal(total, expected);
	status_counts_release(&cells);
	query_release(&below);
}

static void check_summaries(struct world *world, int times)
{
	for (int i = 0; i < times; i++) {
		struct db_period period = {.today = WORLD_TODAY};
		struct scope scope = {0};

		any_scope(world, &scope);
		if (world_chance(world, 2))
			period.from = WORLD_TODAY - 1000 + (int)world_pick(world, 300);
		if (world_chance(world, 2))
			period.to = WORLD_TODAY - 1000 + (int)world_pick(world, 600);
		check_summary(world, world_chance(world, 8) ? NULL : &scope,
			world_chance(world, 2) ? NULL : world_any_unit(world), &period);
		scope_release(&scope);
	}
}

/* -- Histories --------------------------------------------------------------------------------- */

/* The document a decision is on; NULL: it is on something else. */
static const struct document *document_of(
	const struct world *world, const struct decision *decision)
{
	for (size_t i = 0; i < world->n; i++) {
		const struct document *document = &world->docs[i].document;

		if (decision->subject == SUBJECT_DOCUMENT &&
			str_eq(document->paper.id, decision->id))
			return document;
	}
	return NULL;
}

static bool may_see_decision(
	struct world *world, const struct decision *decision, const struct scope *scope)
{
	const struct document *document = document_of(world, decision);

	return document == NULL || access_may_see(&world->office, scope, document);
}

static void assert_entry(const struct history_entry *entry, const struct decision *decision)
{
	struct str a = {0}, b = {0};
	char commit[41];

	decision_message(&entry->decision, &a);
	decision_message(decision, &b);
	assert_string_equal(str_get(&a), str_get(&b));
	assert_string_equal(entry->commit, world_commit(entry->sequence, commit));
	assert_string_equal(entry->signer, entry->sequence % 2 != 0 ? "site" : "ann");
	assert_int_equal(entry->site_time.time, world_time(entry->sequence).time);
	assert_int_equal(entry->site_time.offset, 480);
	assert_null(entry->decision.record);
	str_release(&a);
	str_release(&b);
}

static bool is_within(const struct world *world, const struct decision *decision, const char *unit)
{
	const struct document *document = document_of(world, decision);

	return document != NULL && org_is_within(&world->office.org, document->paper.unit, unit);
}

/* The model's word for what was asked, the document and what may be seen aside. */
static bool is_asked_for(struct world *world, const struct history_ask *ask, int64_t sequence)
{
	const struct decision *decision = &world->decisions[sequence - 1];
	int day = stamp_day(world_time(sequence));

	return (ask->person == NULL || str_eq(decision->actor, ask->person) ||
		       str_eq(decision->acting_for, ask->person)) &&
	       (ask->action == NULL || str_eq(decision->action, ask->action)) &&
	       (ask->unit == NULL || is_within(world, decision, ask->unit)) &&
	       (ask->from == DAY_NONE || day >= ask->from) &&
	       (ask->to == DAY_NONE || day <= ask->to);
}

static void check_history(
	struct world *world, const struct history_ask *ask, const struct scope *scope)
{
	struct history history = {0};
	struct err err = {0};
	int64_t sequence = ask->before > 0 ? ask->before - 1 : world->sequence;
	size_t expected = 0;

	assert_true(db_history(world->db, ask, scope, &history, &err));
	for (; sequence > 0 && (ask->limit == 0 || expected < (size_t)ask->limit); sequence--) {
		const struct decision *decision = &world->decisions[sequence - 1];

		if (ask->document != NULL ? !str_eq(decision->id, ask->document)
					  : !may_see_decision(world, decision, scope))
			continue;
		if (!is_asked_for(world, ask, sequence))
			continue;
		expected++;
		assert_true(expected <= history.n);
		assert_int_equal(history.v[history.n - expected].sequence, sequence);
		assert_entry(&history.v[history.n - expected], decision);
	}
	assert_int_equal(history.n, expected);
	history_release(&history);
}

/* Anything that may be asked, of all documents; mostly little of it. */
static struct history_ask any_history(struct world *world)
{
	const struct decision *like = &world->decisions[world_pick(world, (size_t)world->sequence)];
	struct history_ask ask = {
		.before = (int64_t)world_pick(world, (size_t)world->sequence),
		.limit = (int)world_pick(world, 10),
	};
	int day = stamp_day(world_time((int64_t)world_pick(world, (size_t)world->sequence)));

	if (world_pick(world, 3) == 0)
		ask.person = world_pick(world, 2) == 0 && like->acting_for != NULL
				     ? like->acting_for
				     : like->actor;
	if (world_pick(world, 4) == 0)
		ask.action = like->action;
	if (world_pick(world, 4) == 0)
		ask.unit =
			world->office.org.units[world_pick(world, world->office.org.unit_count)].id;
	if (world_pick(world, 4) == 0)
		ask.from = day;
	if (world_pick(world, 4) == 0)
		ask.to = day + (int)world_pick(world, 3);
	return ask;
}

static void check_histories(struct world *world, int times)
{
	for (int i = 0; i < times; i++) {
		const struct document *document =
			&world->docs[world_pick(world, world->n)].document;
		struct history_ask ask = any_history(world);
		struct history history = {0};
		struct scope scope = {0};
		struct err err = {0};

		any_scope(world, &scope);
		check_history(world, &ask, &scope);
		if (access_may_see(&world->office, &scope, document)) {
			ask.document = document->paper.id;
			check_history(world, &ask, &scope);
		} else {
			assert_false(db_history(world->db,
				&(struct history_ask){.document = document->paper.id}, &scope,
				&history, &err));
			assert_int_equal(err.code, ERR_NOT_FOUND);
		}
		scope_release(&scope);
	}
}

/* -- Tests ------------------------------------------------------------------------------------- */

static void check_all(struct world *world, int times)
{
	world_texts(world);
	check_queries(world, times);
	check_summaries(world, times / 4);
	check_histories(world, times / 4);
}

static void answers_are_those_of_looking_at_everything(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, "list.db", 0);
	world_units(&world);
	for (int i = 0; i < 300; i++)
		world_add(&world, NULL);
	check_all(&world, 800);
	for (int i = 0; i < 600; i++)
		world_decide(&world);
	check_all(&world, 800);
	/* The tree grows in the middle, and a part of it moves. */
	world_unit(&world, "north-1-a", "north-1");
	world_unit(&world, "annex", NULL);
	for (int i = 0; i < 60; i++)
		world_add(&world, NULL);
	check_all(&world, 400);
	world_unit(&world, "north-2", "west");
	world_unit(&world, "west-3", "annex");
	for (int i = 0; i < 60; i++)
		world_decide(&world);
	check_all(&world, 400);
	/* A text that is forgotten is not found, and all others are, once they are in again. */
	world_forget(&world, 7);
	check_all(&world, 200);
	world_close(&world);
}

static void an_empty_index_answers_too(void **state)
{
	struct scope scope = {.person = xstrdup("ann")};
	struct db_period period = {0};
	struct history history = {0};
	struct query query = {0};
	struct status_counts cells = {0};
	struct rows rows = {0};
	struct err err = {0};
	struct world world;
	int n = -1;

	(void)state;
	world_open(&world, "empty.db", 0);
	assert_true(db_list(world.db, &query, &scope, &rows, &err));
	assert_true(db_count(world.db, &query, NULL, &n, &err));
	assert_true(db_summary(world.db, &scope, NULL, &period, &cells, &err));
	assert_true(db_history(world.db, &(struct history_ask){0}, &scope, &history, &err));
	assert_int_equal(rows.n + cells.n + history.n + (size_t)n, 0);
	query.unit = xstrdup("nowhere");
	assert_false(db_list(world.db, &query, &scope, &rows, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_false(db_summary(world.db, &scope, "nowhere", &period, &cells, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	set_str(&query.unit, NULL);
	set_str(&query.after, "city-2026-1");
	assert_false(db_list(world.db, &query, &scope, &rows, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	query_release(&query);
	scope_release(&scope);
	world_close(&world);
}

static void a_return_code_stays_until_the_next(void **state)
{
	static const char *const codes[] = {NULL, "R3", NULL, "R1", NULL};
	static const char *const shown[] = {NULL, "R3", "R3", "R1", "R1"};
	struct query query = {0};
	struct rows rows = {0};
	struct err err = {0};
	struct world world;

	(void)state;
	world_open(&world, "codes.db", 0);
	world_unit(&world, "city", NULL);
	world_add(&world, "city");
	for (size_t i = 0; i < 5; i++) {
		struct decision d = {.id = xstrdup("city-2026-1"),
			.action = xstrdup("return"),
			.code = xstrdup(codes[i])};
		char commit[41], sha256[HASH_HEX + 1];
		struct db_entry entry = world_entry(&world, &d, commit, sha256);

		assert_true(db_put_document(
			world.db, &entry, &world.docs[0].document, &world_kinds[0], &err));
		assert_true(db_list(world.db, &query, NULL, &rows, &err));
		assert_true(str_eq(rows.v[0].code, shown[i]));
	}
	rows_release(&rows);
	world_close(&world);
}

/* -- Many -------------------------------------------------------------------------------------- */

enum { MANY = 20000, PAGE = 500 };

/* Turns all pages of a list; the places of its rows, or their number alone where NULL. */
static size_t turn(struct world *world, struct query *query, char **ids)
{
	struct rows rows = {0};
	struct err err = {0};
	size_t n = 0;

	query->limit = PAGE;
	set_str(&query->after, NULL);
	do {
		if (!db_list(world->db, query, NULL, &rows, &err))
			fail_msg("%s", err.text);
		assert_true(rows.more ? rows.n == PAGE : true);
		for (size_t i = 0; i < rows.n; i++)
			ids[n++] = xstrdup(rows.v[i].id);
		if (rows.n > 0)
			set_str(&query->after, rows.v[rows.n - 1].id);
	} while (rows.more);
	rows_release(&rows);
	return n;
}

/* All pages forwards are all pages backwards, and nothing is missing or there twice. */
static void check_pages(struct world *world, struct query *query)
{
	char **ahead = xcalloc(MANY, sizeof(*ahead)), **back = xcalloc(MANY, sizeof(*back));
	struct err err = {0};
	size_t n = turn(world, query, ahead);
	int count;

	assert_true(db_count(world->db, query, NULL, &count, &err));
	assert_int_equal(count, n);
	query->backwards = true;
	assert_int_equal(turn(world, query, back), n);
	query->backwards = false;
	for (size_t i = 0; i < n; i++)
		assert_string_equal(ahead[i], back[n - 1 - i]);
	for (size_t i = 0; i < n; i++) {
		free(ahead[i]);
		free(back[i]);
	}
	free(ahead);
	free(back);
}

static void pages_of_many_meet_everything(void **state)
{
	struct query query = {0};
	struct world world;
	struct err err = {0};

	(void)state;
	world_open(&world, "many.db", DB_BULK);
	world_units(&world);
	assert_true(db_begin(world.db, &err));
	for (int i = 0; i < MANY; i++)
		world_add(&world, NULL);
	assert_true(db_commit(world.db, &err));
	assert_true(db_finish(world.db, &err));
	check_pages(&world, &query);
	query.order = ORDER_NEWEST;
	check_pages(&world, &query);
	query.unit = xstrdup("north");
	strv_add(&query.states, "sign");
	strv_add(&query.states, "held");
	check_pages(&world, &query);
	query.order = ORDER_DUE;
	check_pages(&world, &query);
	query_release(&query);
	check_all(&world, 8);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_those_of_looking_at_everything),
		cmocka_unit_test(an_empty_index_answers_too),
		cmocka_unit_test(a_return_code_stays_until_the_next),
		cmocka_unit_test(pages_of_many_meet_everything),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}

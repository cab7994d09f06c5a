/* SPDX-License-Identifier: MIT */
/* Lists. Each stream below yields keys out of one index, most of them in the order asked for; the
 * best of all streams are kept, and a stream in order is left as soon as it can add nothing. Only
 * the rows that are shown are read. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/fold.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_fts.h"
#include "store/db_plan.h"

enum { ROWS_DEFAULT = 50 };

struct key {
	int64_t due, n;
};

struct gather {
	struct db *db;
	const struct query *query;
	struct plan plan;
	struct strv words, body; /* folded; own */
	struct strv skipped; /* grounds whose papers were read before; owns */
	struct strv signed_states; /* what is signed comes to; of a query for a pack; owns */
	char *match; /* their tokens, see db_fts.h; NULL: none; owns */
	const char *drafter; /* whose are being read; NULL: everybody's */
	bool is_dated; /* the query asks for a due day */
	bool has_after;
	struct key after;
	size_t capacity; /* 0: they are only counted */
	struct key *keys; /* the best so far, in order; owns */
	size_t n;
	int64_t count;
};

/* -- Order ------------------------------------------------------------------------------------- */

static bool precedes(const struct query *query, struct key a, struct key b)
{
	if (query->backwards) {
		struct key swap = a;

		a = b;
		b = swap;
	}
	if (query->order == ORDER_NEWEST)
		return a.n > b.n;
	return a.due < b.due || (a.due == b.due && a.n < b.n);
}

/* Takes a key in; false when it and what comes after it in this order cannot be among the best. */
static bool offer(struct gather *g, struct key key)
{
	size_t at;

	if (g->has_after && !precedes(g->query, g->after, key))
		return true;
	g->count++;
	if (g->capacity == 0)
		return true;
	if (g->n == g->capacity && !precedes(g->query, key, g->keys[g->n - 1]))
		return false;
	if (g->n < g->capacity) {
		GROW(g->keys, g->n);
		g->n++;
	}
	for (at = g->n - 1; at > 0 && precedes(g->query, key, g->keys[at - 1]); at--)
		g->keys[at] = g->keys[at - 1];
	g->keys[at] = key;
	return true;
}

/* -- Streams ----------------------------------------------------------------------------------- */

static void bind_codes(sqlite3_stmt *stmt, int at, const struct strv *codes)
{
	sqlite3_bind_int(stmt, at, codes->n > 0);
	sqlite3_bind_pointer(stmt, at + 1, (void *)(uintptr_t)codes, "codes", NULL);
}

static void bind_basis(const struct gather *g, sqlite3_stmt *stmt)
{
	const struct query *query = g->query;

	bind_codes(stmt, 19, &query->grounds);
	bind_codes(stmt, 21, &g->skipped);
	sqlite3_bind_int(stmt, 23, query->decided_before);
	sqlite3_bind_int(stmt, 24, query->decided_from);
	sqlite3_bind_int(stmt, 25, query->review_before);
	db_bind_text(stmt, 26, query->names);
	db_bind_text(stmt, 27, query->pack);
	db_bind_text(stmt, 28, query->pack_today);
	sqlite3_bind_pointer(stmt, 29, (void *)(uintptr_t)&g->signed_states, "codes", NULL);
}

/* Both open: nothing is bound. */
static void bind_days(sqlite3_stmt *stmt, int at, const struct days *days)
{
	if (days->from == DAY_NONE && days->to == DAY_NONE)
		return;
	sqlite3_bind_int(stmt, at, days->from != DAY_NONE ? days->from : DAY_NONE + 1);
	sqlite3_bind_int(stmt, at + 1, days->to != DAY_NONE ? days->to : INT32_MAX);
}

static void bind_filters(const struct gather *g, sqlite3_stmt *stmt)
{
	const struct query *query = g->query;
	const char *attribute = query->attribute;

	if (attribute != NULL)
		db_bind_text(stmt, 7, strcasecmp(attribute, "none") == 0 ? "" : attribute);
	sqlite3_bind_int64(stmt, 8, db_due(query->due_from, 0));
	sqlite3_bind_int64(stmt, 9,
		query->due_before != DAY_NONE ? db_due(query->due_before, query->due_minute)
		: g->is_dated                 ? DUE_NEVER
					      : DUE_NEVER + 1);
	sqlite3_bind_int(stmt, 10, g->words.n > 0);
	sqlite3_bind_pointer(stmt, 11, (void *)(uintptr_t)&g->words, "words", NULL);
	db_bind_text(stmt, 13, g->drafter);
	sqlite3_bind_int(stmt, 14, query->touched_by_me);
	sqlite3_bind_int(stmt, 15, 0);
	bind_basis(g, stmt);
	bind_days(stmt, 30, &query->entered);
	bind_days(stmt, 34, &query->published);
	sqlite3_bind_int(stmt, 36, (int)query->term);
}

/* Reads a stream of (n, due); in_order: as the query orders. */
static bool drain(struct gather *g, sqlite3_stmt *stmt, bool in_order, struct err *err)
{
	int rc;

	while ((rc = db_step(g->db, stmt, err)) > 0) {
		struct key key = {
			.n = sqlite3_column_int64(stmt, 0), .due = sqlite3_column_int64(stmt, 1)};

		if (!offer(g, key) && in_order)
			break;
	}
	sqlite3_reset(stmt);
	return rc >= 0;
}

/* What a lane is searched by: its unit, the branch that holds it, or its step alone. */
enum lane_by { BY_STEP, BY_BRANCH, BY_UNIT, BY_COUNT };

static enum lane_by lane_by(const struct layout *layout, struct unit_range units)
{
	if (units.lo == units.hi)
		return BY_UNIT;
	/* Branches ascend in tree order: equal ends have nothing else between them. */
	return layout->units[units.lo].branch == layout->units[units.hi].branch ? BY_BRANCH
										: BY_STEP;
}

static void bind_lane(const struct gather *g, sqlite3_stmt *stmt, const struct lane *lane)
{
	bind_filters(g, stmt);
	sqlite3_bind_int(stmt, 3, lane->step);
	sqlite3_bind_int(stmt, 4, g->db->layout.units[lane->units.lo].branch);
	sqlite3_bind_int(stmt, 5, lane->units.lo);
	sqlite3_bind_int(stmt, 6, lane->units.hi);
}

static bool drain_by_due(struct gather *g, const struct lane *lane, struct err *err)
{
	static const enum stmt stmts[BY_COUNT][2] = {
		[BY_STEP] = {STMT_due_step, STMT_due_step_back},
		[BY_BRANCH] = {STMT_due_branch, STMT_due_branch_back},
		[BY_UNIT] = {STMT_due_unit, STMT_due_unit_back},
	};
	bool in_order = g->query->order == ORDER_DUE;
	bool back = in_order && g->query->backwards;
	struct key from = {.due = back ? INT64_MAX : -1};
	sqlite3_stmt *stmt = db_stmt(g->db, stmts[lane_by(&g->db->layout, lane->units)][back]);

	if (in_order && g->has_after)
		from = g->after;
	bind_lane(g, stmt, lane);
	sqlite3_bind_int64(stmt, 1, from.due);
	sqlite3_bind_int64(stmt, 2, from.n);
	return drain(g, stmt, in_order, err);
}

/* Where a stream by creation begins: behind `after` where that says so. */
static int64_t first_n(const struct gather *g, bool newest, bool by_after)
{
	if (by_after && g->has_after)
		return g->after.n;
	return newest ? INT64_MAX : 0;
}

static bool drain_by_age(struct gather *g, const struct lane *lane, bool undated, struct err *err)
{
	static const enum stmt stmts[BY_COUNT][2] = {
		[BY_STEP] = {STMT_old_step, STMT_new_step},
		[BY_BRANCH] = {STMT_old_branch, STMT_new_branch},
		[BY_UNIT] = {STMT_old_unit, STMT_new_unit},
	};
	bool newest = (g->query->order == ORDER_NEWEST) != g->query->backwards;
	bool by_after = !undated || g->after.due == DUE_NEVER;
	sqlite3_stmt *stmt = db_stmt(g->db, stmts[lane_by(&g->db->layout, lane->units)][newest]);

	bind_lane(g, stmt, lane);
	sqlite3_bind_int64(stmt, 2, first_n(g, newest, by_after));
	sqlite3_bind_int(stmt, 15, undated);
	return drain(g, stmt, true, err);
}

/* Whether papers without a due day are wanted: not before one that has one. */
static bool has_undated(const struct gather *g)
{
	return !g->is_dated && (g->query->order == ORDER_NEWEST || !g->query->backwards ||
				       !g->has_after || g->after.due == DUE_NEVER);
}

/* A lane by due day is the active papers, and then those of a later phase without a due day. */
static bool drain_lane(struct gather *g, const struct lane *lane, struct err *err)
{
	const struct query *query = g->query;
	bool all_active = g->db->layout.steps[lane->step - 1].phase <= PHASE_DECIDED;

	if (query->order == ORDER_NEWEST && !g->is_dated)
		return drain_by_age(g, lane, false, err);
	if (!drain_by_due(g, lane, err))
		return false;
	if (all_active || !has_undated(g))
		return true;
	return drain_by_age(g, lane, true, err);
}

/* What a stream has that others do not: everything; what is seen for being one's own alone; what is
 * seen, or wanted, for naming a unit alone. */
enum stream { STREAM_WHOLE, STREAM_OWN, STREAM_SHARED };

/* Once: it may name several of the units. */
static bool is_first(const struct gather *g, int64_t doc)
{
	struct share *share = shares_of(&g->plan.sight.shares, doc);
	bool first = share != NULL && !share->is_offered;

	if (first)
		share->is_offered = true;
	return first;
}

/* Whether a published paper was found by what only those see who worked on it: the text as it was
 * before something in it was masked, the code of a return. */
static bool is_found_behind_mask(const struct gather *g, sqlite3_stmt *row)
{
	static const struct doc_columns at = {.n = 0, .unit = 2, .step = 3, .drafter = 4};
	sqlite3_stmt *stmt;
	bool is_masked;
	struct err err;

	if ((g->body.n == 0 && g->query->did.code == NULL) ||
		sight_is_whole(&g->plan.sight, row, at))
		return false;
	if (g->query->did.code != NULL)
		return true;
	stmt = db_stmt(g->db, STMT_is_masked);
	sqlite3_bind_int64(stmt, 1, sqlite3_column_int64(row, at.n));
	is_masked = db_step(g->db, stmt, &err) <= 0 || sqlite3_column_int(stmt, 0) != 0;
	sqlite3_reset(stmt);
	return is_masked;
}

/* Whether a row (n, due, unit, step, drafter) is one that the stream is to give. */
static bool is_given(const struct gather *g, sqlite3_stmt *stmt, enum stream stream)
{
	const struct sight *sight = &g->plan.sight;
	int64_t doc = sqlite3_column_int64(stmt, 0);
	int unit = sqlite3_column_int(stmt, 2), step = sqlite3_column_int(stmt, 3);
	bool own = sight_has_own(sight, (const char *)sqlite3_column_text(stmt, 4));
	bool seen = sight_has(sight, step, unit), wants = plan_wants(&g->plan, step, unit);

	if (stream == STREAM_OWN)
		return wants && own && !seen;
	if (stream == STREAM_SHARED && wants && (own || seen))
		return false;
	return (wants || plan_reaches(&g->plan, step, unit, doc)) &&
	       (seen || own || sight_has_shared(sight, step, doc)) &&
	       !is_found_behind_mask(g, stmt) && (stream == STREAM_WHOLE || is_first(g, doc));
}

/* Reads a stream that has more in it than is wanted or seen. */
static bool drain_checked(
	struct gather *g, sqlite3_stmt *stmt, bool in_order, enum stream stream, struct err *err)
{
	int rc;

	while ((rc = db_step(g->db, stmt, err)) > 0) {
		struct key key = {
			.n = sqlite3_column_int64(stmt, 0), .due = sqlite3_column_int64(stmt, 1)};

		if (!is_given(g, stmt, stream))
			continue;
		if (!offer(g, key) && in_order)
			break;
	}
	sqlite3_reset(stmt);
	return rc >= 0;
}

static bool drain_own(struct gather *g, struct err *err)
{
	for (size_t i = 0; i < g->plan.own.n; i++) {
		sqlite3_stmt *stmt = db_stmt(g->db, STMT_own);

		bind_filters(g, stmt);
		sqlite3_bind_int(stmt, 5, g->plan.own.v[i].lo);
		sqlite3_bind_int(stmt, 6, g->plan.own.v[i].hi);
		db_bind_text(stmt, 16, g->plan.sight.me);
		if (!drain_checked(g, stmt, false, STREAM_OWN, err))
			return false;
	}
	return true;
}

static bool drain_shared_in(struct gather *g, const struct ranges *units, struct err *err)
{
	for (size_t i = 0; g->plan.sight.shares.n > 0 && i < units->n; i++) {
		sqlite3_stmt *stmt = db_stmt(g->db, STMT_shared);

		bind_filters(g, stmt);
		sqlite3_bind_int(stmt, 5, units->v[i].lo);
		sqlite3_bind_int(stmt, 6, units->v[i].hi);
		if (!drain_checked(g, stmt, false, STREAM_SHARED, err))
			return false;
	}
	return true;
}

/* What names the units one sees, or those whose voice is waited for. */
static bool drain_shared(struct gather *g, struct err *err)
{
	return (g->plan.sight.all || drain_shared_in(g, &g->plan.sight.units, err)) &&
	       drain_shared_in(g, &g->plan.others, err);
}

/* A stream over everything, over a ground's, or over a person's. */
static sqlite3_stmt *whole(struct gather *g, const enum stmt stmts[2], bool newest, bool by_after)
{
	sqlite3_stmt *stmt = db_stmt(g->db, stmts[newest]);

	bind_filters(g, stmt);
	sqlite3_bind_int64(stmt, 2, first_n(g, newest, by_after));
	return stmt;
}

static bool drain_whole(struct gather *g, const enum stmt stmts[2], struct err *err)
{
	bool in_order = g->query->order == ORDER_NEWEST;
	bool newest = in_order && !g->query->backwards;

	return drain_checked(g, whole(g, stmts, newest, in_order), in_order, STREAM_WHOLE, err);
}

/* Papers of several grounds, each once. */
static bool drain_grounds(struct gather *g, struct err *err)
{
	static const enum stmt stmts[] = {STMT_old_ground, STMT_new_ground};
	bool in_order = g->query->order == ORDER_NEWEST;
	bool newest = in_order && !g->query->backwards;
	bool ok = true;

	strv_clear(&g->skipped);
	for (size_t i = 0; ok && i < g->query->grounds.n; i++) {
		sqlite3_stmt *stmt = whole(g, stmts, newest, in_order);

		db_bind_text(stmt, 12, g->query->grounds.v[i]);
		ok = drain_checked(g, stmt, in_order, STREAM_WHOLE, err);
		strv_add(&g->skipped, g->query->grounds.v[i]);
	}
	return ok;
}

/* What a person is in the middle of is little, and read whole where due days order it. The rest
 * has no due day: it is in order by creation and comes behind. */
static bool drain_touched(struct gather *g, const char *person, struct err *err)
{
	static const enum stmt stmts[] = {STMT_old_touched, STMT_new_touched};
	bool by_age = g->query->order == ORDER_NEWEST;
	sqlite3_stmt *stmt = whole(g, stmts, by_age && !g->query->backwards, by_age);

	db_bind_text(stmt, 16, person);
	sqlite3_bind_int(stmt, 17, true);
	if (!drain_checked(g, stmt, by_age, STREAM_WHOLE, err))
		return false;
	if (g->plan.only_active || !has_undated(g))
		return true;
	stmt = whole(g, stmts, by_age != g->query->backwards, by_age || g->after.due == DUE_NEVER);
	db_bind_text(stmt, 16, person);
	sqlite3_bind_int(stmt, 17, false);
	return drain_checked(g, stmt, true, STREAM_WHOLE, err);
}

static bool drain_named(struct gather *g, struct err *err)
{
	for (size_t i = 0; i < g->query->ids.n; i++) {
		sqlite3_stmt *stmt = db_stmt(g->db, STMT_by_id);

		bind_filters(g, stmt);
		db_bind_text(stmt, 16, g->query->ids.v[i]);
		if (!drain_checked(g, stmt, false, STREAM_WHOLE, err))
			return false;
	}
	return true;
}

static bool drain_acted(struct gather *g, struct err *err)
{
	const struct deed_asked *did = &g->query->did;
	sqlite3_stmt *stmt = db_stmt(g->db, STMT_acted);
	char *joined = strv_join(&did->actions, ","), *actions = xasprintf(",%s,", joined);
	bool ok;

	bind_filters(g, stmt);
	db_bind_text(stmt, 16, did->actions.n > 0 ? actions : NULL);
	db_bind_text(stmt, 17, did->code);
	db_bind_text(stmt, 18, did->left);
	sqlite3_bind_int64(stmt, 32, day_seconds(did->on.from));
	sqlite3_bind_int64(
		stmt, 33, did->on.to != DAY_NONE ? day_seconds(did->on.to + 1) : INT64_MAX);
	ok = drain_checked(g, stmt, false, STREAM_WHOLE, err);
	free(joined);
	free(actions);
	return ok;
}

/* What narrows the search to a unit: the one asked for, or its branch. */
static const char *words_scope(const struct gather *g)
{
	const struct layout *layout = &g->db->layout;
	int n = g->query->unit != NULL ? layout_unit(layout, g->query->unit) : -1;

	if (n < 0 || layout->units[n].depth == 0)
		return NULL;
	return layout->units[layout->units[n].hi == n ? n : layout->units[n].branch].id;
}

/* Little is active: where nothing else is wanted, it is read rather than searched. */
static bool is_searched(struct gather *g)
{
	if (g->words.n > 0 && !g->is_dated && !g->plan.only_active)
		g->match = db_fts_query(&g->words, words_scope(g));
	return g->match != NULL;
}

static bool drain_words(struct gather *g, struct err *err)
{
	static const enum stmt stmts[] = {STMT_old_words, STMT_new_words};
	bool in_order = g->query->order == ORDER_NEWEST;
	sqlite3_stmt *stmt = whole(g, stmts, in_order && !g->query->backwards, in_order);

	db_bind_text(stmt, 18, g->match);
	return drain_checked(g, stmt, in_order, STREAM_WHOLE, err);
}

static bool drain_body(struct gather *g, struct err *err)
{
	static const enum stmt stmts[] = {STMT_old_body, STMT_new_body};
	bool in_order = g->query->order == ORDER_NEWEST;
	sqlite3_stmt *stmt;

	if (g->query->touched_by_me)
		return err_set(err, ERR_INPUT, _("text: and is:mine cannot be asked for together"));
	if (g->match == NULL)
		g->match = db_fts_query_exact(&g->body);
	if (g->match == NULL)
		return err_set(err, ERR_INPUT, _("text: needs letters to look for"));
	stmt = whole(g, stmts, in_order && !g->query->backwards, in_order);
	db_bind_text(stmt, 18, g->match);
	return drain_checked(g, stmt, in_order, STREAM_WHOLE, err);
}

/* Named one by one, or by what was done. */
static bool drain_listed(struct gather *g, struct err *err)
{
	bool has_ids = g->query->ids.n > 0;

	if (g->body.n > 0 || g->query->touched_by_me || (has_ids && query_has_deed(g->query)))
		return err_set(err, ERR_INPUT,
			_("ids: and what was done (did: code: left: on:) stand without one "
			  "another, "
			  "without text: and is:mine"));
	return has_ids ? drain_named(g, err) : drain_acted(g, err);
}

static bool drain_one(struct gather *g, struct err *err)
{
	static const enum stmt named[] = {STMT_old_named, STMT_new_named};
	static const enum stmt all[] = {STMT_old_all, STMT_new_all};
	const struct query *query = g->query;
	bool newest = query->order == ORDER_NEWEST;

	if (query->ids.n > 0 || query_has_deed(query))
		return drain_listed(g, err);
	if (g->body.n > 0)
		return drain_body(g, err);
	if (query->touched_by_me)
		return g->plan.sight.me == NULL || drain_touched(g, g->plan.sight.me, err);
	if (g->drafter != NULL)
		return drain_touched(g, g->drafter, err);
	if (query->names != NULL)
		return drain_whole(g, named, err);
	if (query->grounds.n > 0)
		return drain_grounds(g, err);
	if (is_searched(g))
		return drain_words(g, err);
	/* Words are looked for in the order of the table: rows one by one cost six times as much.
	 */
	if (g->plan.any && !g->is_dated && (g->words.n > 0 || (g->plan.sight.all && newest)))
		return drain_whole(g, all, err);
	for (size_t i = 0; i < g->plan.lane_count; i++) {
		if (!drain_lane(g, &g->plan.lanes[i], err))
			return false;
	}
	return drain_own(g, err) && drain_shared(g, err);
}

/* Drafter by drafter, where it is asked for some. */
static bool drain_all(struct gather *g, struct err *err)
{
	const struct strv *drafters = &g->query->drafters;
	bool ok = drafters->n > 0 || drain_one(g, err);

	for (size_t i = 0; ok && i < drafters->n; i++) {
		g->drafter = drafters->v[i];
		ok = drain_one(g, err);
	}
	return ok;
}

/* -- Questions --------------------------------------------------------------------------------- */

/* What is not seen does not say where it would stand either. */
static bool is_seen(const struct gather *g, sqlite3_stmt *stmt)
{
	static const struct doc_columns at = {.n = 0, .unit = 2, .step = 3, .drafter = 4};

	return sight_has(&g->plan.sight, sqlite3_column_int(stmt, at.step),
		       sqlite3_column_int(stmt, at.unit)) ||
	       sight_has_shared(&g->plan.sight, sqlite3_column_int(stmt, at.step),
		       sqlite3_column_int64(stmt, at.n)) ||
	       sight_is_whole(&g->plan.sight, stmt, at);
}

static bool find_after(struct gather *g, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(g->db, STMT_key);
	int rc;

	if (g->query->after == NULL)
		return true;
	db_bind_text(stmt, 1, g->query->after);
	rc = db_step(g->db, stmt, err);
	if (rc == 0 || (rc > 0 && !is_seen(g, stmt))) {
		sqlite3_reset(stmt);
		return err_set(err, ERR_NOT_FOUND, _("there is no document '%s' that you may see"),
			g->query->after);
	}
	g->has_after = rc > 0;
	if (rc > 0)
		g->after = (struct key){
			.n = sqlite3_column_int64(stmt, 0), .due = sqlite3_column_int64(stmt, 1)};
	sqlite3_reset(stmt);
	return rc > 0;
}

static void fold_all(const struct strv *words, struct strv *folded)
{
	for (size_t i = 0; i < words->n; i++) {
		char *word = fold_text(words->v[i]);

		strv_add(folded, word);
		free(word);
	}
}

static bool gather_init(struct gather *g, struct db *db, const struct query *query,
	const struct scope *scope, struct err *err)
{
	*g = (struct gather){.db = db, .query = query};
	g->is_dated = query->due_before != DAY_NONE || query->due_from != DAY_NONE;
	fold_all(&query->words, &g->words);
	fold_all(&query->body, &g->body);
	if (!db_layout_trusted(db, err))
		return false;
	for (size_t i = 0; query->pack != NULL && i < db->layout.step_count; i++) {
		if (db->layout.steps[i].phase == PHASE_DECIDED)
			strv_put(&g->signed_states, db->layout.steps[i].state);
	}
	return plan_init(&g->plan, &db->layout, query, scope, err) &&
	       sight_read(&g->plan.sight, db, &g->plan.others, err);
}

static void gather_release(struct gather *g)
{
	plan_release(&g->plan);
	strv_release(&g->words);
	strv_release(&g->body);
	strv_release(&g->skipped);
	strv_release(&g->signed_states);
	free(g->match);
	free(g->keys);
}

static int due_day(int64_t due)
{
	return due == DUE_NEVER ? DAY_NONE : (int)(due >> DUE_MINUTE_BITS);
}

static int64_t due_moment(int64_t due)
{
	int minute = (int)(due & DUE_WHOLE_DAY);

	return due == DUE_NEVER || minute == DUE_WHOLE_DAY ? 0 : moment_make(due_day(due), minute);
}

static void read_row(const struct layout *layout, sqlite3_stmt *stmt, struct row *row)
{
	const struct db_step *step = &layout->steps[sqlite3_column_int(stmt, 2) - 1];

	*row = (struct row){
		.id = db_text(stmt, 0),
		.unit = xstrdup(layout->units[sqlite3_column_int(stmt, 1)].id),
		.kind = xstrdup(step->kind),
		.state = xstrdup(step->state),
		.attribute = sqlite3_column_bytes(stmt, 3) > 0 ? db_text(stmt, 3) : NULL,
		.number = db_text(stmt, 4),
		.title = db_text(stmt, 5),
		.drafter = db_text(stmt, 6),
		.grounds = db_text(stmt, 7),
		.due = due_day(sqlite3_column_int64(stmt, 8)),
		.due_at = due_moment(sqlite3_column_int64(stmt, 8)),
		.entered = sqlite3_column_int(stmt, 9),
		.review_by = sqlite3_column_int(stmt, 10),
		.decided = sqlite3_column_int(stmt, 11),
		.published = sqlite3_column_int(stmt, 12),
		.provisional = sqlite3_column_int(stmt, 13) != 0,
		.updated = sqlite3_column_int64(stmt, 14),
		.last_actor = db_text(stmt, 15),
		.last_action = db_text(stmt, 16),
		.code = db_text(stmt, 17),
	};
}

/* Why a paper came back is not for the public; who sees the title alone is not told on what it
 * rests, either. */
static void leave_seen(
	const struct db *db, sqlite3_stmt *stmt, struct doc_columns at, struct row *row)
{
	set_str(&row->code, NULL);
	if (db->layout.steps[sqlite3_column_int(stmt, at.step) - 1].phase == PHASE_PUBLISHED)
		return;
	set_str(&row->grounds, "");
	set_str(&row->last_actor, NULL);
	set_str(&row->last_action, NULL);
	row->review_by = DAY_NONE;
	row->is_title = true;
}

static bool read_rows(struct gather *g, struct rows *rows, size_t limit, struct err *err)
{
	static const struct doc_columns at = {.n = 18, .unit = 1, .step = 2, .drafter = 6};

	rows->more = g->n > limit;
	rows->v = xcalloc(g->n, sizeof(*rows->v));
	for (size_t i = 0; i < g->n && i < limit; i++) {
		sqlite3_stmt *stmt = db_stmt(g->db, STMT_row);

		sqlite3_bind_int64(stmt, 1, g->keys[i].n);
		if (db_step(g->db, stmt, err) <= 0)
			return false;
		read_row(&g->db->layout, stmt, &rows->v[rows->n]);
		if (!sight_is_whole(&g->plan.sight, stmt, at))
			leave_seen(g->db, stmt, at, &rows->v[rows->n]);
		rows->n++;
		sqlite3_reset(stmt);
	}
	return true;
}

bool db_list(struct db *db, const struct query *query, const struct scope *scope, struct rows *rows,
	struct err *err)
{
	size_t limit = query->limit > 0 ? (size_t)query->limit : ROWS_DEFAULT;
	struct gather g;
	bool ok;

	rows_release(rows);
	if (!db_snapshot(db, err))
		return false;
	ok = gather_init(&g, db, query, scope, err);
	g.capacity = limit + 1;
	ok = ok && find_after(&g, err) && drain_all(&g, err) && read_rows(&g, rows, limit, err);
	gather_release(&g);
	return db_end(db, ok, err);
}

/* Adds up what is kept counted; one's own elsewhere is few and counted one by one. */
static bool add_tallies(struct gather *g, struct err *err)
{
	const char *attribute = g->query->attribute;

	for (size_t i = 0; i < g->plan.lane_count; i++) {
		const struct lane *lane = &g->plan.lanes[i];
		sqlite3_stmt *stmt = db_stmt(g->db, STMT_count_step);

		sqlite3_bind_int(stmt, 1, lane->step);
		sqlite3_bind_int(stmt, 2, lane->units.lo);
		sqlite3_bind_int(stmt, 3, lane->units.hi);
		if (attribute != NULL)
			db_bind_text(stmt, 4, strcasecmp(attribute, "none") == 0 ? "" : attribute);
		if (db_step(g->db, stmt, err) <= 0)
			return false;
		g->count += sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return drain_own(g, err) && drain_shared(g, err);
}

/* By what no count is kept of. */
static bool is_narrowed(const struct query *query)
{
	return query->grounds.n > 0 || query->names != NULL || query->pack != NULL ||
	       query->decided_before != DAY_NONE || query->decided_from != DAY_NONE ||
	       query->review_before != DAY_NONE || query->entered.from != DAY_NONE ||
	       query->entered.to != DAY_NONE || query->published.from != DAY_NONE ||
	       query->published.to != DAY_NONE || query->term != TERM_ANY;
}

bool db_count(struct db *db, const struct query *query, const struct scope *scope, int *n,
	struct err *err)
{
	struct gather g;
	bool ok;

	*n = 0;
	if (!db_snapshot(db, err))
		return false;
	ok = gather_init(&g, db, query, scope, err);
	if (g.words.n == 0 && g.body.n == 0 && query->drafters.n == 0 && !is_narrowed(query) &&
		!query->touched_by_me && !g.is_dated && query->ids.n == 0 && !query_has_deed(query))
		ok = ok && add_tallies(&g, err);
	else
		ok = ok && drain_all(&g, err);
	*n = (int)g.count;
	gather_release(&g);
	return db_end(db, ok, err);
}

void rows_release(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		struct row *row = &rows->v[i];

		free(row->id);
		free(row->kind);
		free(row->unit);
		free(row->state);
		free(row->attribute);
		free(row->number);
		free(row->title);
		free(row->drafter);
		free(row->grounds);
		free(row->last_actor);
		free(row->last_action);
		free(row->code);
		strv_release(&row->fields);
	}
	free(rows->v);
	*rows = (struct rows){0};
}

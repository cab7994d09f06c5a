/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "store/db_stmt.h"
#include "tests/store/scratch.h"
#include "tests/store/world.h"

static void execute(const char *path, const char *sql)
{
	sqlite3 *raw;

	assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(raw);
}

/* -- Opening ----------------------------------------------------------------------------------- */

static void opens_only_what_is_its_own(void **state)
{
	struct err err = {0};
	struct db *db;

	(void)state;
	assert_null(db_open("none.db", 0, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	db_close(db_open("a.db", DB_CREATE, &err));
	db = db_open("a.db", 0, &err);
	assert_non_null(db);
	db_close(db);
	execute("a.db", "PRAGMA user_version = 99");
	assert_null(db_open("a.db", DB_CREATE, &err));
	assert_int_equal(err.code, ERR_STALE);
	scratch_write("b.db", "this is no database, however long one looks at it", 49);
	assert_null(db_open("b.db", DB_CREATE, &err));
	assert_int_equal(err.code, ERR_IO);
	execute("c.db", "CREATE TABLE doc (n)");
	assert_null(db_open("c.db", DB_CREATE, &err));
	assert_int_equal(err.code, ERR_STALE);
}

static void half_a_rebuild_is_none(void **state)
{
	struct err err = {0};
	struct db *db = db_open("bulk.db", DB_CREATE | DB_BULK, &err);

	(void)state;
	assert_non_null(db);
	assert_true(db_set_meta(db, META_TIP, "half", &err));
	db_close(db);
	assert_null(db_open("bulk.db", 0, &err));
	assert_int_equal(err.code, ERR_STALE);
	unlink("bulk.db");
	db = db_open("bulk.db", DB_CREATE | DB_BULK, &err);
	assert_true(db_set_meta(db, META_TIP, "whole", &err));
	assert_true(db_finish(db, &err));
	db_close(db);
	db = db_open("bulk.db", DB_READONLY, &err);
	assert_non_null(db);
	assert_false(db_set_meta(db, META_TIP, "no", &err));
	db_close(db);
}

/* -- Transactions ------------------------------------------------------------------------------ */

static void assert_meta(struct db *db, const char *key, const char *value)
{
	struct err err = {0};
	char *text = db_meta(db, key, &err);

	assert_int_equal(err.code, ERR_NONE);
	if (value == NULL)
		assert_null(text);
	else
		assert_string_equal(text, value);
	free(text);
}

/* As many more times as it is let. */
static bool go_on(void *context)
{
	int *left = context;

	return (*left)-- > 0;
}

/* What is read ends where it is told to, what is written does not, and nothing stays open. */
static void reading_is_stopped(void **state)
{
	struct err err = {0};
	struct db *db = db_open("stopped.db", DB_CREATE, &err);
	int64_t n;
	int left;

	(void)state;
	assert_true(db_set_meta_number(db, "n", 7, &err));
	for (int most = 0; most < 2; most++) {
		left = most;
		db_while_reading(db, go_on, &left);
		assert_true(db_snapshot(db, &err));
		if (most == 1)
			assert_true(db_meta_number(db, "n", &n, &err));
		assert_false(db_meta_number(db, "n", &n, &err));
		assert_int_equal(err.code, ERR_STOPPED);
		assert_false(db_end(db, false, &err));
		assert_int_not_equal(sqlite3_get_autocommit(db->sql), 0);
		assert_true(db_begin(db, &err) && db_set_meta_number(db, "n", 8 + most, &err));
		assert_true(db_commit(db, &err));
		db_while_reading(db, NULL, NULL);
		assert_true(db_meta_number(db, "n", &n, &err));
		assert_int_equal(n, 8 + most);
	}
	/* One long statement ends as well, from within. */
	left = 3;
	db_while_reading(db, go_on, &left);
	assert_int_equal(sqlite3_exec(db->sql,
				 "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM c "
				 "WHERE x < 100000000) SELECT count(*) FROM c",
				 NULL, NULL, NULL),
		SQLITE_INTERRUPT);
	assert_false(db_fail(db, &err));
	assert_int_equal(err.code, ERR_STOPPED);
	db_close(db);
}

static void transactions_are_counted(void **state)
{
	struct err err = {0};
	struct db *db = db_open("t.db", DB_CREATE, &err), *other = db_open("t.db", 0, &err);
	int64_t n;

	(void)state;
	assert_meta(db, "a", NULL);
	assert_true(db_begin(db, &err) && db_begin(db, &err));
	assert_true(db_set_meta(db, "a", "1", &err) && db_set_meta_number(db, "n", -5, &err));
	assert_true(db_commit(db, &err));
	assert_meta(other, "a", NULL);
	assert_true(db_commit(db, &err));
	assert_meta(other, "a", "1");
	assert_true(db_meta_number(other, "n", &n, &err) && n == -5);
	assert_true(db_meta_number(other, "none", &n, &err) && n == 0);

	/* A part that rolled back takes the whole with it. */
	assert_true(db_begin(db, &err) && db_begin(db, &err));
	assert_true(db_set_meta(db, "a", "2", &err));
	db_rollback(db);
	assert_false(db_commit(db, &err));
	assert_meta(db, "a", "1");
	db_rollback(db);

	/* One that SQLite took back by itself, as where memory runs out: nothing stands alone. */
	assert_true(db_begin(db, &err) && db_set_meta(db, "a", "4", &err));
	assert_true(db_is_whole(db, &err));
	assert_int_equal(sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	assert_false(db_set_meta(db, "n", "6", &err));
	assert_false(db_is_whole(db, &err));
	assert_false(db_commit(db, &err));
	assert_meta(db, "a", "1");
	assert_true(db_meta_number(db, "n", &n, &err) && n == -5);

	/* A snapshot does not move. */
	assert_true(db_snapshot(other, &err));
	assert_meta(other, "a", "1");
	assert_true(db_set_meta(db, "a", "3", &err));
	assert_meta(other, "a", "1");
	assert_true(db_commit(other, &err));
	assert_meta(other, "a", "3");
	db_close(other);
	assert_true(db_begin(db, &err) && db_set_meta(db, "a", "4", &err));
	db_close(db);
	db = db_open("t.db", 0, &err);
	assert_meta(db, "a", "3");
	db_close(db);
}

static void serials_are_handed_out_once(void **state)
{
	struct err err = {0};
	struct world world;
	struct db *other;
	int serial;

	(void)state;
	world_open(&world, "s.db", 0);
	world_unit(&world, "north-2", NULL);
	world_add(&world, "north-2"); /* north-2-2026-1 */
	other = db_open("s.db", 0, &err);
	assert_true(db_reserve_serial(world.db, "north-2", 2026, &serial, &err) && serial == 2);
	assert_true(db_reserve_serial(other, "north-2", 2026, &serial, &err) && serial == 3);
	assert_true(db_reserve_serial(world.db, "north-2", 2026, &serial, &err) && serial == 4);
	assert_true(db_reserve_serial(world.db, "north-2", 2027, &serial, &err) && serial == 1);
	assert_true(db_reserve_serial(world.db, "north", 2026, &serial, &err) && serial == 1);
	world_add(&world, NULL); /* its serial 2 is below what was handed out */
	assert_true(db_reserve_serial(world.db, "north-2", 2026, &serial, &err) && serial == 5);
	db_close(other);
	world_close(&world);
}

/* -- One thing --------------------------------------------------------------------------------- */

static void documents_come_back_as_they_went(void **state)
{
	struct document document = {0};
	struct str a = {0}, b = {0};
	struct err err = {0};
	struct world world;

	(void)state;
	world_open(&world, "d.db", 0);
	world_units(&world);
	for (int i = 0; i < 50; i++)
		world_add(&world, NULL);
	for (int i = 0; i < 200; i++)
		world_decide(&world);
	for (size_t i = 0; i < world.n; i++) {
		str_clear(&a);
		str_clear(&b);
		document_print(&world.docs[i].document, &a);
		assert_true(
			db_document(world.db, world.docs[i].document.paper.id, &document, &err));
		document_print(&document, &b);
		assert_string_equal(str_get(&a), str_get(&b));
	}
	assert_false(db_document(world.db, "city-2026-999", &document, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	str_release(&a);
	str_release(&b);
	document_release(&document);
	world_close(&world);
}

static void assert_number(struct db *db, const char *number, const char *id)
{
	struct err err = {0};
	char *found;

	assert_true(db_find_number(db, number, &found, &err));
	assert_true(str_eq(found, id));
	free(found);
}

static void numbers_and_originals_are_found(void **state)
{
	char sha256[HASH_HEX + 1];
	struct err err = {0};
	struct document *a, *b;
	struct world world;
	char *id;

	(void)state;
	world_open(&world, "n.db", 0);
	world_unit(&world, "city", NULL);
	world_add(&world, "city");
	world_add(&world, "city");
	a = &world.docs[0].document;
	b = &world.docs[1].document;
	set_str(&a->paper.number, "x〔2018〕1号");
	set_str(&b->paper.number, "x〔2018〕1号");
	set_str(&a->state, "held");
	set_str(&b->state, "void");
	world_sha256(9, a->paper.original.sha256);
	world_put(&world, 0, 0, "edit");
	world_put(&world, 1, 0, "edit");
	assert_number(world.db, "x〔2018〕1号", a->paper.id); /* b is newer and has ended */
	set_str(&b->state, "draft");
	world_put(&world, 1, 0, "edit");
	assert_number(world.db, "x〔2018〕1号", b->paper.id);
	assert_number(world.db, "x〔2018〕2号", NULL);
	assert_true(db_find_stub(world.db, world_sha256(9, sha256), "held", NULL, &id, &err));
	assert_string_equal(id, a->paper.id);
	free(id);
	assert_true(db_find_stub(world.db, sha256, "draft", NULL, &id, &err));
	assert_null(id);
	assert_true(db_find_stub(world.db, sha256, NULL, NULL, &id, &err));
	assert_string_equal(id, a->paper.id);
	free(id);
	a->paper.original.sha256[0] = '\0';
	world_put(&world, 0, 0, "edit");
	assert_true(db_find_stub(world.db, sha256, NULL, NULL, &id, &err));
	assert_null(id);
	world_close(&world);
}

static void requests_are_known(void **state)
{
	static const char *const odd[] = {"r1", "no-such-uuid-but-thirty-six-bytes-ok",
		"DEADBEEF-0000-4000-8000-000000000000"};
	char commit[41];
	struct err err = {0};
	struct world world;
	char *found;

	(void)state;
	world_open(&world, "r.db", 0);
	world_unit(&world, "city", NULL);
	world_add(&world, "city");
	assert_true(db_request_known(
		world.db, world.decisions[world.sequence - 1].request, &found, &err));
	assert_string_equal(found, world_commit(world.sequence, commit));
	free(found);
	for (size_t i = 0; i < 3; i++) {
		struct decision d = {.subject = SUBJECT_PERSON,
			.id = xstrdup("ann"),
			.action = xstrdup(ACTION_PUT),
			.request = xstrdup(odd[i])};
		char sha256[HASH_HEX + 1];
		struct db_entry entry = world_entry(&world, &d, commit, sha256);

		assert_true(db_request_known(world.db, odd[i], &found, &err));
		assert_null(found);
		assert_true(db_put_org(world.db, &entry, &world.office.org, &err));
		assert_true(db_request_known(world.db, odd[i], &found, &err));
		assert_string_equal(found, commit);
		free(found);
	}
	world_close(&world);
}

/* -- Persons, units, packs --------------------------------------------------------------------- */

static void put_person(struct world *world, const char *id, const char *delegate)
{
	char *record = xasprintf("Person: %s\nIn: city\n%s%s%s", id,
		delegate != NULL ? "Delegates: " : "", delegate != NULL ? delegate : "",
		delegate != NULL ? " head city 2026-01-01 2026-12-31 leave\n" : "");

	world_put_org(world, SUBJECT_PERSON, id, record);
	free(record);
}

static void assert_same_org(const struct org *a, const struct org *b)
{
	struct str x = {0}, y = {0};

	assert_int_equal(a->unit_count, b->unit_count);
	assert_int_equal(a->person_count, b->person_count);
	for (size_t i = 0; i < a->unit_count; i++) {
		unit_print(&a->units[i], &x);
		unit_print(&b->units[i], &y);
		assert_int_equal(a->units[i].lo, b->units[i].lo);
		assert_int_equal(a->units[i].hi, b->units[i].hi);
	}
	for (size_t i = 0; i < a->person_count; i++) {
		person_print(&a->persons[i], &x);
		person_print(&b->persons[i], &y);
	}
	assert_string_equal(str_get(&x), str_get(&y));
	str_release(&x);
	str_release(&y);
}

static void the_office_comes_back(void **state)
{
	char commit[41], sha256[HASH_HEX + 1], expected[HASH_HEX + 1];
	struct decision latest = {0};
	struct err err = {0};
	struct org org = {0};
	struct world world;
	char *found;

	(void)state;
	world_open(&world, "o.db", 0);
	world_units(&world);
	put_person(&world, "eva", NULL);
	put_person(&world, "ann", "eva");
	put_person(&world, "eva", "ann"); /* each for the other */
	assert_true(db_org(world.db, &org, &err));
	assert_same_org(&org, &world.office.org);
	assert_true(db_subject(world.db, SUBJECT_PERSON, "eva", &latest, &found, sha256, &err));
	assert_string_equal(found, world_commit(world.sequence, commit));
	assert_string_equal(sha256, world_sha256(world.sequence, expected));
	assert_non_null(strstr(latest.record, "Delegates: ann"));
	assert_string_equal(latest.action, ACTION_PUT);
	free(found);
	assert_true(db_subject(world.db, SUBJECT_UNIT, "eva", &latest, &found, sha256, &err));
	assert_null(found);
	assert_null(latest.record);
	assert_string_equal(sha256, "");
	org_release(&org);
	world_close(&world);
}

static void adopt(struct world *world, const char *code, const char *id)
{
	struct decision decision = {.subject = SUBJECT_PACK,
		.id = xstrdup(code),
		.action = xstrdup(ACTION_ADOPT),
		.actor = xstrdup(ACTOR_SITE)};
	char commit[41], sha256[HASH_HEX + 1];
	struct db_entry entry = world_entry(world, &decision, commit, sha256);
	struct pack pack = world->pack;
	struct err err = {0};

	pack.id = xstrdup(id);
	assert_true(db_put_pack(world->db, &entry, &pack, &err));
	free(pack.id);
}

static void assert_published(struct world *world, int expected)
{
	struct scope nobody = {0};
	struct query query = {0};
	struct err err = {0};
	int n;

	assert_true(db_count(world->db, &query, &nobody, &n, &err));
	assert_int_equal(n, expected);
}

static void the_latest_pack_rules(void **state)
{
	char commit[41], *id, *found;
	struct err err = {0};
	struct world world;

	(void)state;
	world_open(&world, "p.db", 0);
	assert_true(db_pack(world.db, &id, &found, &err));
	assert_null(id);
	assert_null(found);
	adopt(&world, "cn", "cn 1");
	adopt(&world, "uk", "uk 1");
	adopt(&world, "cn", "cn 2");
	assert_true(db_pack(world.db, &id, &found, &err));
	assert_string_equal(id, "cn 2");
	assert_string_equal(found, world_commit(world.sequence, commit));
	free(id);
	free(found);
	/* A state that is public under one pack is not under the next. */
	world_unit(&world, "city", NULL);
	world_add(&world, "city");
	set_str(&world.docs[0].document.state, "published");
	world_put(&world, 0, 0, "publish");
	assert_published(&world, 1);
	world_states[4].phase = PHASE_HELD;
	adopt(&world, "cn", "cn 3");
	assert_published(&world, 0);
	world_states[4].phase = PHASE_PUBLISHED;
	world_close(&world);
}

static void a_scope_from_another_tree_is_refused(void **state)
{
	struct opening north = {.units = {2, 2}};
	struct scope scope = {.openings = &north, .n = 1};
	struct query query = {0};
	struct rows rows = {0};
	struct err err = {0};
	struct org org = {0};
	struct world world;
	struct db *other, *swap;

	(void)state;
	world_open(&world, "x.db", 0);
	world_unit(&world, "city", NULL);
	world_unit(&world, "east", "city");
	world_unit(&world, "north", "city");
	world_add(&world, "north");
	set_str(&world.docs[0].document.state, "draft");
	set_str(&world.docs[0].document.paper.drafter, "ann");
	world_put(&world, 0, 0, "edit");
	other = db_open("x.db", 0, &err);
	assert_false(db_list(other, &query, &scope, &rows, &err)); /* no office at all yet */
	assert_true(db_org(other, &org, &err));
	assert_true(db_list(other, &query, &scope, &rows, &err));
	assert_int_equal(rows.n, 1);
	world_unit(&world, "central", "city"); /* goes before the others: 2 is east now */
	assert_false(db_list(other, &query, &scope, &rows, &err));
	assert_int_equal(err.code, ERR_STALE);
	assert_true(db_org(other, &org, &err));
	assert_true(db_list(other, &query, &scope, &rows, &err));
	assert_int_equal(rows.n, 0);
	/* What was rolled back never was, nor is it taken for what another process does. */
	assert_true(db_begin(world.db, &err));
	world_unit(&world, "aaa", "city");
	db_rollback(world.db);
	assert_true(db_org(other, &world.office.org, &err));
	swap = world.db;
	world.db = other;
	world_unit(&world, "suburb", NULL);
	world.db = swap;
	assert_true(db_org(world.db, &org, &err));
	assert_int_equal(org.unit_count, 5);
	assert_string_equal(org.units[4].id, "suburb");
	north.units = (struct unit_range){3, 3};
	assert_true(db_list(world.db, &query, &scope, &rows, &err));
	assert_int_equal(rows.n, 1);
	rows_release(&rows);
	org_release(&org);
	db_close(other);
	world_close(&world);
}

/* -- Walks ------------------------------------------------------------------------------------- */

static void walks_meet_everything_once(void **state)
{
	struct db_walk walk = {0};
	struct err err = {0};
	struct world world;
	int64_t checkpoint, last = 0;
	size_t n = 0, changed = 0;
	char *before = NULL;

	(void)state;
	world_open(&world, "w.db", 0);
	world_units(&world);
	for (int i = 0; i < 60; i++)
		world_add(&world, NULL);
	checkpoint = world.sequence;
	while (db_walk_next(world.db, &walk, &err)) {
		assert_true(before == NULL || strcmp(before, walk.id) < 0);
		set_str(&before, walk.id);
		n++;
	}
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(n, world.n);
	db_walk_release(&walk);
	for (int i = 0; i < 20; i++)
		world_decide(&world);
	for (size_t i = 0; i < world.n; i++)
		changed += world.docs[i].document.updated.time > world_time(checkpoint).time;
	walk = (struct db_walk){.changed = true, .sequence = checkpoint};
	for (n = 0; db_walk_next(world.db, &walk, &err); n++) {
		assert_true(walk.sequence > last);
		last = walk.sequence;
	}
	assert_int_equal(n, changed);
	free(before);
	db_walk_release(&walk);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_only_what_is_its_own),
		cmocka_unit_test(half_a_rebuild_is_none),
		cmocka_unit_test(transactions_are_counted),
		cmocka_unit_test(reading_is_stopped),
		cmocka_unit_test(serials_are_handed_out_once),
		cmocka_unit_test(documents_come_back_as_they_went),
		cmocka_unit_test(numbers_and_originals_are_found),
		cmocka_unit_test(requests_are_known),
		cmocka_unit_test(the_office_comes_back),
		cmocka_unit_test(the_latest_pack_rules),
		cmocka_unit_test(a_scope_from_another_tree_is_refused),
		cmocka_unit_test(walks_meet_everything_once),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}

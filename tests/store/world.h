/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H

/* A made-up office whose decisions go into an index, and which remembers them itself: what tests
 * of the index ask it can be answered here by looking at everything. Include after <cmocka.h>. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/figures.h"
#include "core/workflow.h"
#include "store/db.h"

enum { WORLD_TODAY = 740100, WORLD_PERSONS = 6, WORLD_NUMBERS = 40 };

static struct state world_states[] = {
	{.code = (char[]){"draft"}, .phase = PHASE_DRAFT},
	{.code = (char[]){"section"}, .phase = PHASE_REVIEW},
	{.code = (char[]){"sign"}, .phase = PHASE_REVIEW},
	{.code = (char[]){"decided"}, .phase = PHASE_DECIDED},
	{.code = (char[]){"published"}, .phase = PHASE_PUBLISHED},
	{.code = (char[]){"held"}, .phase = PHASE_HELD},
	{.code = (char[]){"void"}, .phase = PHASE_ENDED},
};
enum { WORLD_STATES = sizeof(world_states) / sizeof(*world_states) };

static struct kind world_kinds[] = {
	{.code = (char[]){"paper"}, .states = world_states, .state_count = WORLD_STATES},
	{.code = (char[]){"notice"}, .states = world_states, .state_count = WORLD_STATES},
};

static const char *const world_attributes[] = {NULL, "public", "on-request", "private"};
static const char *const world_persons[] = {"ann", "ben", "cho", "dan", "eva", "fay"};
static const char *const world_grounds[] = {"cn14", "cn15", "cn16"};
static const char *const world_words[] = {
	"关于", "政务公开", "安全生产", "Ｂudget", "通知", "2018年"};

struct world_doc {
	struct document document;
	bool touched[WORLD_PERSONS];
	char *text; /* owns; of the paper as it came in */
};

struct world {
	struct db *db;
	struct pack pack;
	struct office office;
	struct world_doc *docs; /* owns; in order of creation */
	size_t n;
	struct decision *decisions; /* owns; by sequence, from 1 */
	int64_t sequence;
	uint64_t seed;
};

/* A number below n (splitmix64: tests are the same everywhere). */
static inline size_t world_pick(struct world *world, size_t n)
{
	uint64_t z = world->seed += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (size_t)((z ^ (z >> 31)) % n);
}

static inline bool world_chance(struct world *world, size_t one_in)
{
	return world_pick(world, one_in) == 0;
}

static inline void world_open(struct world *world, const char *path, int flags)
{
	struct err err = {0};

	*world = (struct world){.seed = 7};
	world->pack = (struct pack){.kinds = world_kinds, .kind_count = 2};
	world->office.pack = &world->pack;
	world->db = db_open(path, flags | DB_CREATE, &err);
	if (world->db == NULL)
		fail_msg("%s", err.text);
}

static inline void world_close(struct world *world)
{
	db_close(world->db);
	for (size_t i = 0; i < world->n; i++) {
		document_release(&world->docs[i].document);
		free(world->docs[i].text);
	}
	free(world->docs);
	for (int64_t i = 0; i < world->sequence; i++)
		decision_release(&world->decisions[i]);
	free(world->decisions);
	org_release(&world->office.org);
}

/* A commit's name for a decision. */
static inline const char *world_commit(int64_t sequence, char commit[41])
{
	(void)snprintf(commit, 41, "%040" PRIx64, (uint64_t)sequence * 0x10001);
	return commit;
}

static inline const char *world_sha256(int64_t sequence, char hex[HASH_HEX + 1])
{
	(void)snprintf(hex, HASH_HEX + 1, "%064" PRIx64, (uint64_t)sequence * 0x1f3);
	return hex;
}

/* When the site took a decision in: some eighty a day. */
static inline struct stamp world_time(int64_t sequence)
{
	return (struct stamp){1700000000 + sequence * 1009, 480};
}

/* Remembers a decision (taken over) as the next one; buffers make the entry's texts. */
static inline struct db_entry world_entry(
	struct world *world, struct decision *decision, char commit[41], char sha256[HASH_HEX + 1])
{
	GROW(world->decisions, (size_t)world->sequence);
	world->decisions[world->sequence++] = *decision;
	return (struct db_entry){
		.decision = &world->decisions[world->sequence - 1],
		.commit = world_commit(world->sequence, commit),
		.commit_sha256 = world_sha256(world->sequence, sha256),
		.signer = world->sequence % 2 != 0 ? "site" : "ann",
		.sequence = world->sequence,
		.site_time = world_time(world->sequence),
	};
}

static inline void world_put_org(
	struct world *world, enum subject subject, const char *id, const char *record)
{
	struct decision decision = {.subject = subject,
		.id = xstrdup(id),
		.action = xstrdup(ACTION_PUT),
		.actor = xstrdup(ACTOR_SITE),
		.record = xstrdup(record)};
	char commit[41], sha256[HASH_HEX + 1];
	struct db_entry entry = world_entry(world, &decision, commit, sha256);
	struct err err = {0};

	if (!office_apply(&world->office, entry.decision, &err) ||
		!db_put_org(world->db, &entry, &world->office.org, &err))
		fail_msg("%s", err.text);
}

static inline void world_unit(struct world *world, const char *id, const char *parent)
{
	struct unit unit = {.id = xstrdup(id), .parent = xstrdup(parent)};
	struct str record = {0};

	unit.name.in[LANG_EN] = xstrdup(id);
	unit_print(&unit, &record);
	world_put_org(world, SUBJECT_UNIT, id, str_get(&record));
	str_release(&record);
	unit_release(&unit);
}

/* A root, three offices below it with four units each, and two units below one of those. */
static inline void world_units(struct world *world)
{
	static const char *const offices[] = {"east", "north", "west"};
	char id[16];

	world_unit(world, "city", NULL);
	for (int i = 0; i < 3; i++) {
		world_unit(world, offices[i], "city");
		for (int k = 1; k <= 4; k++) {
			(void)snprintf(id, sizeof(id), "%s-%d", offices[i], k);
			world_unit(world, id, offices[i]);
		}
	}
	world_unit(world, "north-2-a", "north-2");
	world_unit(world, "north-2-b", "north-2");
}

static inline const char *world_any_unit(struct world *world)
{
	return world->office.org.units[world_pick(world, world->office.org.unit_count)].id;
}

static inline void world_set_clock(struct world *world, struct document *document)
{
	if (document->clocks == NULL) {
		document->clocks = xcalloc(1, sizeof(*document->clocks));
		document->clocks[0].rule = xstrdup("term");
		document->clock_count = 1;
	}
	document->clocks[0].start = WORLD_TODAY - 30;
	document->clocks[0].due = WORLD_TODAY - 10 + (int)world_pick(world, 20);
	document->clocks[0].stopped = world_chance(world, 2) ? WORLD_TODAY : DAY_NONE;
	document->clocks[0].provisional = world_chance(world, 3);
}

static inline void world_mark(struct world *world, struct paper *paper)
{
	set_str(&paper->attribute, world_attributes[world_pick(world, 4)]);
	strv_clear(&paper->grounds);
	for (size_t i = 0; paper->attribute != NULL && i < 3; i++) {
		if (world_chance(world, 3))
			strv_add(&paper->grounds, world_grounds[i]);
	}
}

/* Now and then it names units, of which some have spoken. */
static inline void world_share(struct world *world, struct document *document)
{
	strv_clear(&document->shared);
	document_clear_opinions(document);
	for (size_t i = 0; world_chance(world, 3) && i < 1 + world_pick(world, 3); i++) {
		const char *unit = world_any_unit(world);

		strv_put(&document->shared, unit);
		if (!world_chance(world, 3))
			continue;
		GROW(document->opinions, document->opinion_count);
		document->opinions[document->opinion_count++] =
			(struct opinion){.person = xstrdup("ann"),
				.role = xstrdup("head"),
				.action = xstrdup("agree"),
				.unit = xstrdup(unit)};
	}
}

static inline void world_title(struct world *world, struct paper *paper)
{
	char *title = xasprintf("%s%s %zu", world_words[world_pick(world, 6)],
		world_words[world_pick(world, 6)], world_pick(world, 100));

	set_str(&paper->title, title);
	free(title);
	title = xasprintf("市政办发〔2018〕%zu号", world_pick(world, WORLD_NUMBERS));
	set_str(&paper->number, world_chance(world, 4) ? NULL : title);
	free(title);
}

/* Writes the document as it stands now, by a decision of that action. */
static inline void world_put(struct world *world, size_t i, size_t person, const char *action)
{
	struct document *document = &world->docs[i].document;
	struct decision decision = {.subject = SUBJECT_DOCUMENT,
		.id = xstrdup(document->paper.id),
		.action = xstrdup(action),
		.to = xstrdup(document->state),
		.actor = xstrdup(world_persons[person]),
		.pack = xstrdup("cn 1"),
		.unit = xstrdup(document->shared.n > 0 ? document->shared.v[0] : NULL),
		.prev = xstrdup(document->prev),
		.request = request_new(),
		.at = {1700000000, 480}};
	char commit[41], sha256[HASH_HEX + 1];
	struct db_entry entry = world_entry(world, &decision, commit, sha256);
	struct err err = {0};

	world->docs[i].touched[person] = true;
	set_str(&document->prev, commit);
	memcpy(document->prev_sha256, sha256, sizeof(sha256));
	set_str(&document->last_actor, world_persons[person]);
	set_str(&document->last_action, action);
	document->decisions++;
	document->updated = entry.site_time;
	if (!db_put_document(world->db, &entry, document,
		    pack_kind(&world->pack, document->paper.kind), &err))
		fail_msg("%s", err.text);
}

/* A new document of a unit (NULL: any); its place. */
static inline size_t world_add(struct world *world, const char *unit)
{
	size_t i = world->n, drafter = world_pick(world, WORLD_PERSONS);
	struct document *document;

	GROW(world->docs, world->n);
	world->docs[world->n++] = (struct world_doc){0};
	document = &world->docs[i].document;
	document->paper.unit = xstrdup(unit != NULL ? unit : world_any_unit(world));
	document->paper.id = xasprintf("%s-2026-%zu", document->paper.unit, i + 1);
	document->paper.kind = xstrdup(world_kinds[world_pick(world, 2)].code);
	document->paper.drafter = xstrdup(world_persons[drafter]);
	world_title(world, &document->paper);
	world->docs[i].text = xasprintf("各单位：%s。%zu", document->paper.title, i);
	hash_hex(world->docs[i].text, strlen(world->docs[i].text), document->paper.text.sha256);
	world_mark(world, &document->paper);
	memset(document->record, 'a', HASH_HEX);
	document->state = xstrdup(world_states[world_pick(world, WORLD_STATES)].code);
	document->created = (struct stamp){
		(int64_t)(WORLD_TODAY - DAY_1970 - 1000 + (int)i % 1000) * 86400, 480};
	world_set_clock(world, document);
	world_share(world, document);
	world_put(world, i, drafter, "draft");
	return i;
}

/* Some decision on some document. */
static inline void world_decide(struct world *world)
{
	size_t i = world_pick(world, world->n);
	struct document *document = &world->docs[i].document;

	if (world_chance(world, 3))
		world_mark(world, &document->paper);
	if (world_chance(world, 4))
		world_title(world, &document->paper);
	if (!world_chance(world, 4))
		set_str(&document->state, world_states[world_pick(world, WORLD_STATES)].code);
	world_set_clock(world, document);
	if (world_chance(world, 2))
		world_share(world, document);
	world_put(world, i, world_pick(world, WORLD_PERSONS), "pass");
}

/* Puts in the texts that are due. */
static inline void world_texts(struct world *world)
{
	struct db_text due;
	struct err err = {0};

	while (db_text_due(world->db, &due, &err)) {
		if (!db_text_put(world->db, &due, world->docs[due.doc - 1].text, NULL, &err))
			fail_msg("%s", err.text);
	}
	assert_int_equal(err.code, ERR_NONE);
}

static inline void world_forget(struct world *world, size_t i)
{
	struct err err = {0};

	if (!db_forget_text(world->db, world->docs[i].document.paper.id, &err))
		fail_msg("%s", err.text);
	set_str(&world->docs[i].text, "");
}

static inline size_t world_person(const char *id)
{
	for (size_t i = 0; i < WORLD_PERSONS; i++) {
		if (str_eq(id, world_persons[i]))
			return i;
	}
	return WORLD_PERSONS;
}

#endif

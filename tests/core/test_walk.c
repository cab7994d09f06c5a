/* SPDX-License-Identifier: MIT */
/* Chance walks the workflow. What is said to be open can be done and what is said to be closed
 * cannot; what stands after each step is what the guarantees say; everything written is read back;
 * and the list of decisions alone gives the same document again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

/* The same walk every time; GONGKAI_WALK_SEED and _STEPS choose another. */
static uint64_t seed = UINT64_C(20261123);
static int steps = 20000;

static unsigned dice(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)((seed >> 16) % n);
}

/* People in whom much comes together. */
static const char *const crowd[] = {
	"Person: barred\nIn: zfb\nName-zh: 甲\nRole: head zfb\nRole: clerk zfb\nRole: auditor sz\n",
	"Person: gone\nIn: zfb\nName-zh: 乙\nTo: 2026-11-30\nRole: head zfb\nRole: secrecy zfb\n",
	"Person: deputy\nIn: zfb\nName-zh: 丙\n",
	"Person: many\nIn: zfb\nName-zh: 丁\nRole: clerk zfb\nRole: head zfb\nRole: secrecy zfb\n"
	"Role: disclosure zfb\n",
	"Person: chief\nIn: sz\nName-zh: 戊\nRole: checker sz\nRole: signer sz\nRole: publisher "
	"sz\n"
	"Delegates: many checker zfb 2026-11-01 2027-12-31 leave\n"
	"Delegates: deputy signer zfb 2026-11-01 2026-12-31 leave\n"
	"Delegates: deputy publisher zfb 2026-11-01 2027-12-31 leave\n",
	"Person: fu\nIn: fgw\nName-zh: 庚\nRole: signer fgw\n",
	"Person: cai\nIn: czj\nName-zh: 辛\nRole: signer czj\nRole: signer fgw\n",
	"Person: dai\nIn: czj\nName-zh: 壬\nRole: signer czj\n"
	"Delegates: fu signer czj 2026-11-01 2027-12-31 leave\n",
	"Person: giver\nIn: zfb\nName-zh: 己\nRole: clerk zfb\nRole: head zfb\nRole: checker zfb\n"
	"Delegates: deputy clerk zfb 2026-11-01 2027-12-31 leave\n"
	"Delegates: deputy head zfb 2026-11-01 2027-12-31 leave\n",
};

static const char *const drafters[] = {"clerk", "clerk2", "many", "giver", "deputy"};

/* Clerks may help each other, and change what lies with the office: more can go wrong. */
static const struct patch freer[] = {
	{"gongwen.csv", "draft returned,edit,=,clerk,,drafter",
		"draft returned office,edit,=,clerk,,"},
	{"gongwen.csv", "draft returned,mark,=,clerk,,drafter",
		"draft returned office,mark,=,clerk,,"},
	{"gongwen.csv", "submit,section,clerk,,drafter", "submit,section,clerk,,"},
	{"gongwen.csv", "sign,sign,decided,signer,,unacted", "sign,sign,decided,signer,,"},
};

struct walk {
	struct gate gate;
	struct document answer;
	int day; /* when the walk of this document began */
	int admitted, refused, edits;
};

/* -- What a step may bring --------------------------------------------------------------------- */

static void edit_paper(struct walk *walk, struct paper *paper, const char *who)
{
	char *title = xasprintf("关于第%d次修改的通知", walk->edits++);

	paper_copy(paper, &walk->gate.doc.paper);
	set_str(&paper->title, title);
	if (dice(3) == 0)
		paper_set_field(paper, "policy", dice(2) == 0 ? "yes" : "no");
	if (dice(4) == 0)
		paper_set_field(paper, "no-interpretation", dice(2) == 0 ? "内容简单" : NULL);
	if (dice(3) == 0)
		paper_set_field(paper, "co-signers",
			dice(4) == 0   ? NULL
			: dice(2) == 0 ? "fgw czj"
				       : "czj");
	if (dice(6) == 0)
		paper_set_field(paper, "joint-issuers", dice(2) == 0 ? "市财政局" : NULL);
	if (!str_eq(who, paper->drafter))
		strv_put(&paper->editors, who);
	free(title);
}

/* A marking that holds today; each differs from the last. */
static void mark_paper(struct walk *walk, struct paper *paper, const char *who)
{
	static const char *const attributes[] = {"public", "private", "on-request"};
	unsigned choice = dice(3);

	paper_copy(paper, &walk->gate.doc.paper);
	set_str(&paper->attribute, attributes[choice]);
	strv_clear(&paper->grounds);
	paper->review_by = DAY_NONE;
	free(paper->reason);
	paper->reason = xasprintf("第%d次认定：讨论尚未结束", walk->edits++);
	if (choice > 0) {
		strv_add(&paper->grounds, choice == 1 ? "CN16-DISC" : "CN27");
		paper->review_by = stamp_day(walk->gate.now) + 1 + (int)dice(60);
	}
	if (!str_eq(who, paper->drafter))
		strv_put(&paper->editors, who);
}

/* The same with something wrong in it; false where chance left it right. */
static bool spoil(struct paper *paper)
{
	switch (dice(8)) {
	case 0:
		if (paper->attribute == NULL)
			return false;
		set_str(&paper->attribute, NULL);
		return true;
	case 1: strv_add(&paper->grounds, "CN08-8"); return true;
	case 2: set_str(&paper->reason, "工作需要"); return paper->grounds.n > 0;
	case 3: paper->review_by = 1; return true;
	case 4: set_str(&paper->title, "秘密★1年"); return true;
	case 5: set_str(&paper->drafter, "head"); return true;
	case 6: strv_add(&paper->editors, "signer"); return true;
	default: paper_set_field(paper, "policy", "maybe"); return true;
	}
}

static bool try_act(struct walk *walk, const char *who, const struct action *action, bool spoiled)
{
	struct paper paper = {0};
	struct act_of act = {.who = who,
		.action = action->code,
		.comment = "说明",
		.code = action->act == ACT_RETURN ? "format" : NULL,
		.named = strcmp(action->code, "answer") == 0 || strcmp(action->code, "split") == 0
				 ? walk->answer.paper.id
				 : NULL};
	bool ok, wrong = false;

	if (action->act == ACT_EDIT)
		edit_paper(walk, &paper, who);
	else if (action->act == ACT_MARK)
		mark_paper(walk, &paper, who);
	if (spoiled && paper.id != NULL) {
		wrong = spoil(&paper);
	} else if (spoiled) {
		act.code = action->act == ACT_RETURN ? "because" : "format";
		wrong = true;
	}
	if (paper.id != NULL)
		act.paper = &paper;
	/* What answers it is a part of it, too. */
	set_str(&walk->answer.paper.kind, "gongwen");
	paper_set_field(&walk->answer.paper, "split-from", walk->gate.doc.paper.id);
	walk->gate.evidence.named = &walk->answer;
	ok = gate_act(&walk->gate, &act);
	if (ok && wrong)
		fail_msg("%s by %s is taken, spoiled", action->code, who);
	paper_release(&paper);
	return ok;
}

/* -- What must stand after a step -------------------------------------------------------------- */

static bool made_it(const struct paper *paper, const char *person)
{
	return person != NULL &&
	       (str_eq(paper->drafter, person) || strv_has(&paper->editors, person));
}

static void check_approvals(const struct document *doc)
{
	for (size_t i = 0; i < doc->approval_count; i++) {
		const struct approval *a = &doc->approvals[i];

		assert_false(made_it(&doc->paper, a->person));
		assert_false(made_it(&doc->paper, a->acting_for));
		assert_string_equal(a->record, doc->record);
		for (size_t k = 0; k < i; k++) {
			const struct approval *b = &doc->approvals[k];

			assert_string_not_equal(a->person, b->person);
			assert_false(str_eq(a->person, b->acting_for));
			assert_false(str_eq(a->acting_for, b->person));
			assert_false(a->acting_for != NULL && str_eq(a->acting_for, b->acting_for));
		}
	}
}

static void check_marking(const struct walk *walk, bool is_draft)
{
	const struct paper *paper = &walk->gate.doc.paper;
	int day = stamp_day(walk->gate.now);

	if (paper->attribute == NULL) {
		assert_true(is_draft);
		return;
	}
	if (strcmp(paper->attribute, "public") == 0) {
		assert_int_equal(paper->grounds.n, 0);
		return;
	}
	assert_int_equal(paper->grounds.n, 1);
	assert_string_equal(paper->grounds.v[0],
		strcmp(paper->attribute, "private") == 0 ? "CN16-DISC" : "CN27");
	assert_false(str_empty(paper->reason));
	assert_true(paper->review_by != DAY_NONE);
	assert_true(paper->review_by <= day_add_months(day, 12));
	if (strcmp(walk->gate.doc.last_action, "pass") == 0 ||
		strcmp(walk->gate.doc.last_action, "sign") == 0 ||
		strcmp(walk->gate.doc.last_action, "submit") == 0)
		assert_true(paper->review_by > day);
}

/* What is past joint signing was agreed to by every unit that it names, as it stands. */
static void check_voices(const struct document *doc)
{
	bool past = strcmp(doc->state, "sign") == 0 || strcmp(doc->state, "decided") == 0 ||
		    strcmp(doc->state, "published") == 0;
	struct strv named = {0};

	strv_split(&named, paper_field(&doc->paper, "co-signers"), " ");
	for (size_t i = 0; past && i < named.n; i++) {
		bool agreed = false;

		for (size_t k = 0; k < doc->approval_count; k++)
			agreed = agreed || str_eq(doc->approvals[k].unit, named.v[i]);
		if (!agreed)
			fail_msg("in '%s' without the voice of %s", doc->state, named.v[i]);
	}
	strv_release(&named);
}

static void check_standing(const struct walk *walk)
{
	const struct document *doc = &walk->gate.doc;
	const char *last = doc->last_action;
	bool is_draft = strcmp(doc->state, "draft") == 0 || strcmp(doc->state, "returned") == 0 ||
			strcmp(doc->state, "void") == 0 || strcmp(doc->state, "split") == 0 ||
			doc->purged != DAY_NONE;

	assert_int_equal((doc->purged != DAY_NONE), (strcmp(doc->state, "purged") == 0));
	assert_int_equal(doc->decisions, walk->gate.n);
	check_approvals(doc);
	check_marking(walk, is_draft);
	if (strcmp(last, "edit") == 0 || strcmp(last, "mark") == 0 || strcmp(last, "return") == 0)
		assert_int_equal(doc->approval_count, 0);
	if (strcmp(doc->state, "decided") == 0 || strcmp(doc->state, "published") == 0 ||
		strcmp(doc->state, "held") == 0) {
		assert_string_equal(doc->signed_record, doc->record);
		assert_true(doc->decided != DAY_NONE);
	}
	if (strcmp(doc->state, "published") == 0 || strcmp(doc->state, "withdrawn") == 0)
		assert_string_equal(doc->paper.attribute, "public");
	if (strcmp(doc->state, "held") == 0)
		assert_string_not_equal(doc->paper.attribute, "public");
	assert_true(doc->opinion_count < 4); /* of the step, and of a purge */
	check_voices(doc);
	for (size_t i = 0; i < doc->clock_count; i++)
		assert_true(doc->clocks[i].due >= doc->clocks[i].start);
}

static void check_read_back(const struct gate *gate)
{
	struct str text = {0}, again = {0};
	struct document doc = {0};
	struct decision decision = {0};
	struct err err = {0};

	document_print(&gate->doc, &text);
	if (!document_parse(&doc, str_get(&text), &err))
		fail_msg("%s", err.text);
	document_print(&doc, &again);
	assert_string_equal(str_get(&again), str_get(&text));
	str_clear(&text);
	str_clear(&again);
	decision_message(&gate->log[gate->n - 1], &text);
	if (!decision_parse(&decision, str_get(&text), &err))
		fail_msg("%s", err.text);
	decision_message(&decision, &again);
	assert_string_equal(str_get(&again), str_get(&text));
	decision_release(&decision);
	document_release(&doc);
	str_release(&text);
	str_release(&again);
}

/* -- Options ----------------------------------------------------------------------------------- */

/* Takes the walk's document aside, so that what was tried can be undone. */
struct aside {
	struct document doc;
	size_t n;
};

static void put_aside(const struct walk *walk, struct aside *aside)
{
	document_copy(&aside->doc, &walk->gate.doc);
	aside->n = walk->gate.n;
}

static void put_back(struct walk *walk, struct aside *aside)
{
	document_release(&walk->gate.doc);
	walk->gate.doc = aside->doc;
	while (walk->gate.n > aside->n)
		decision_release(&walk->gate.log[--walk->gate.n]);
	*aside = (struct aside){0};
}

static void check_option(struct walk *walk, const char *who, const struct possibility *option)
{
	struct aside aside = {0};
	bool ok;

	put_aside(walk, &aside);
	ok = try_act(walk, who, option->action, false);
	if (ok != option->is_open)
		fail_msg("in '%s' %s for %s is said to be %s: %s%s", aside.doc.state,
			option->action->code, who, option->is_open ? "open" : "closed",
			ok ? "" : walk->gate.err.text, option->is_open ? "" : option->why.text);
	if (!option->is_open)
		assert_true(option->why.text[0] != '\0' && option->why.code == ERR_REFUSED);
	assert_int_equal(option->needs_code, option->action->act == ACT_RETURN);
	put_back(walk, &aside);
}

static void check_options(struct walk *walk, const struct person *person)
{
	struct possibility *options;
	const struct asker asker = {.person = person, .now = walk->gate.now};
	size_t n = workflow_options(&walk->gate.office, &walk->gate.doc, &asker, &options);

	for (size_t i = 0; i < n; i++)
		check_option(walk, person->id, &options[i]);
	free(options);
}

/* What needs a word is refused without one. */
static void check_needs(struct walk *walk, const struct person *person)
{
	struct possibility *options;
	const struct asker asker = {.person = person, .now = walk->gate.now};
	size_t n = workflow_options(&walk->gate.office, &walk->gate.doc, &asker, &options);

	for (size_t i = 0; i < n; i++) {
		struct act_of act = {.who = person->id,
			.action = options[i].action->code,
			.code = options[i].needs_code ? "format" : NULL};

		if (options[i].is_open && options[i].needs_comment) {
			assert_false(gate_act(&walk->gate, &act));
			assert_non_null(strstr(walk->gate.err.text, "a word of explanation"));
		}
		act.comment = "说明";
		if (options[i].is_open && options[i].needs_named) {
			assert_false(gate_act(&walk->gate, &act));
			assert_non_null(strstr(walk->gate.err.text, "names another paper"));
		}
	}
	free(options);
}

/* -- The walk ---------------------------------------------------------------------------------- */

static void begin(struct walk *walk)
{
	walk->gate.now = gate_noon("2026-11-23");
	do {
		gate_import(&walk->gate, drafters[dice(COUNT(drafters))]);
	} while (walk->gate.doc.prev == NULL);
}

static const struct person *somebody(const struct walk *walk)
{
	return &walk->gate.office.org.persons[dice((unsigned)walk->gate.office.org.person_count)];
}

/* One of what is open to a person; mostly none that leads back, so that walks get far. */
static bool step_of(struct walk *walk, const struct person *person)
{
	struct possibility *options;
	const struct asker asker = {.person = person, .now = walk->gate.now};
	size_t n = workflow_options(&walk->gate.office, &walk->gate.doc, &asker, &options);
	bool ok = false;

	for (size_t i = 0, at = n > 0 ? dice((unsigned)n) : 0; i < n && !ok; i++) {
		const struct possibility *option = &options[(at + i) % n];
		enum act act = option->action->act;
		bool back = act == ACT_VOID || act == ACT_RETURN || act == ACT_RECALL ||
			    act == ACT_PURGE;

		if (option->is_open && (!back || dice(8) == 0))
			ok = try_act(walk, person->id, option->action, false);
	}
	free(options);
	return ok;
}

static bool step_open(struct walk *walk)
{
	size_t n = walk->gate.office.org.person_count, at = dice((unsigned)n);
	bool ok = false;

	for (size_t i = 0; i < n && !ok; i++)
		ok = step_of(walk, &walk->gate.office.org.persons[(at + i) % n]);
	return ok;
}

static bool step_any(struct walk *walk, bool spoiled)
{
	const struct pack *pack = walk->gate.office.pack;
	const struct action *action = &pack->actions[dice((unsigned)pack->action_count)];

	if (dice(10) == 0)
		return try_act(walk, ACTOR_SITE, action, spoiled);
	return try_act(walk, somebody(walk)->id, action, spoiled);
}

static void step(struct walk *walk)
{
	unsigned chance = dice(20);
	bool ok;

	if (dice(40) == 0)
		walk->gate.now.time += (1 + dice(20)) * INT64_C(86400);
	if (strcmp(walk->gate.doc.state, "decided") == 0 && dice(2) == 0)
		ok = ACT(&walk->gate, ACTOR_SITE, "hold");
	else if (chance < 12)
		ok = step_open(walk);
	else
		ok = step_any(walk, chance > 16);
	if (!ok) {
		walk->refused++;
		return;
	}
	walk->admitted++;
	check_standing(walk);
	check_read_back(&walk->gate);
	if (dice(8) == 0)
		check_options(walk, somebody(walk));
	if (dice(16) == 0)
		check_needs(walk, somebody(walk));
}

static bool is_over(const struct gate *gate)
{
	return strcmp(gate->doc.state, "void") == 0 || strcmp(gate->doc.state, "withdrawn") == 0 ||
	       gate->doc.purged != DAY_NONE || gate->n > 60 || dice(200) == 0;
}

static void walk_with(const struct patch *patches, size_t n, struct strv *seen)
{
	struct walk walk = {0};

	gate_open_with(&walk.gate, patches, n);
	for (size_t i = 0; i < COUNT(crowd); i++)
		gate_put(&walk.gate, SUBJECT_PERSON, crowd[i]);
	walk.answer.paper.id = xstrdup("zfb-2026-99");
	begin(&walk);
	for (int i = 0; i < steps; i++) {
		step(&walk);
		strv_put(seen, walk.gate.doc.state);
		if (!is_over(&walk.gate))
			continue;
		gate_replay(&walk.gate, NULL);
		begin(&walk);
	}
	print_message("%d admitted, %d refused\n", walk.admitted, walk.refused);
	assert_true(walk.admitted > steps / 4 && walk.refused > steps / 4);
	document_release(&walk.answer);
	gate_close(&walk.gate);
}

/* Every state was visited, or the walk proves little. */
static void check_seen(const struct strv *seen)
{
	static const char *const states[] = {"draft", "returned", "section", "pre-review",
		"secrecy", "escalated", "office", "consult", "joint", "joint-talks", "joint-raised",
		"sign", "decided", "held", "published", "withdrawn", "void", "purged"};

	for (size_t i = 0; i < COUNT(states); i++) {
		if (!strv_has(seen, states[i]))
			fail_msg("the walk never came to '%s'", states[i]);
	}
}

static void test_walk(void **state)
{
	struct strv seen = {0};

	(void)state;
	walk_with(NULL, 0, &seen);
	check_seen(&seen);
	strv_release(&seen);
}

static void test_walk_where_clerks_help_each_other(void **state)
{
	struct strv seen = {0};

	(void)state;
	walk_with(freer, COUNT(freer), &seen);
	check_seen(&seen);
	strv_release(&seen);
}

/* Every state, every person of the demo: said to be open is open, said to be closed is closed. */
static void test_options_everywhere(void **state)
{
	static const struct {
		const char *attribute, *state;
	} places[] = {{"public", "draft"}, {"private", "draft"}, {"public", "returned"},
		{"public", "section"}, {"private", "section"}, {"public", "secrecy"},
		{"public", "escalated"}, {"public", "office"}, {"public", "consult"},
		{"public", "sign"}, {"private", "sign"}, {"public", "decided"}, {"private", "held"},
		{"on-request", "held"}, {"public", "published"}, {"public", "withdrawn"}};
	struct walk walk = {0};

	(void)state;
	gate_open(&walk.gate);
	for (size_t i = 0; i < COUNT(crowd); i++)
		gate_put(&walk.gate, SUBJECT_PERSON, crowd[i]);
	walk.answer.paper.id = xstrdup("zfb-2026-99");
	for (size_t i = 0; i < COUNT(places); i++) {
		gate_done(&walk.gate, gate_reach(&walk.gate, places[i].attribute, places[i].state));
		assert_string_equal(walk.gate.doc.state, places[i].state);
		for (size_t k = 0; k < walk.gate.office.org.person_count; k++)
			check_options(&walk, &walk.gate.office.org.persons[k]);
	}
	document_release(&walk.answer);
	gate_close(&walk.gate);
}

static int choose(void **state)
{
	const char *steps_wanted = getenv("GONGKAI_WALK_STEPS");
	const char *seed_wanted = getenv("GONGKAI_WALK_SEED");

	(void)state;
	if (steps_wanted != NULL)
		steps = (int)strtol(steps_wanted, NULL, 10);
	if (seed_wanted != NULL)
		seed = strtoull(seed_wanted, NULL, 10) * UINT64_C(0x9e3779b97f4a7c15) + 1;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options_everywhere),
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_walk_where_clerks_help_each_other),
	};

	return cmocka_run_group_tests_name("test_walk", tests, choose, NULL);
}

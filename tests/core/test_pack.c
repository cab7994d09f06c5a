/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/pack.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NAME(text) "name.en = " text "\nname.zh = " text "\n"

/* A small whole pack; every fault below is one change to it. */
/* Laid out by hand: texts among macros. */
/* clang-format off */
static const struct {
	const char *path, *text;
} base[] = {
	{"days.csv",
		"day,kind,name\n"
		"2026-10-01,off,National Day\n"
		"2026-10-10,work,National Day\n"},
	{"flow.csv",
		"from,action,to,role,when,guards\n"
		",begin,draft,clerk,,\n"
		"draft,mark,=,clerk,,drafter\n"
		"draft,submit,check,clerk,,drafter\n"
		"check,pass,sign,head+Boss,Policy=YES attribute!=Public,comment screened\n"
		"check,pass,sign,head>boss,,field:plan|Why?policy=yes&genre!= unacted\n"
		"check,back,draft,head,,code\n"
		"sign,sign,decided,boss,,unacted\n"
		"decided,hold,held,,attribute!=public,\n"
		"decided,publish,out,clerk,attribute=public,\n"},
	{"grounds.ini",
		"[law L]\n"
		NAME("Law") "from = 2019-05-15\n"
		"text = law.txt\n"
		"[ground G1]\n"
		NAME("One") "law = l\n"
		"article = 14\n"
		"evidence.en = e\n"
		"evidence.zh = e\n"
		"attributes = Private\n"
		"binding = must\n"
		"review-months = 12\n"
		"to = 2026-06-30\n"
		"successors = g2\n"
		"[ground G2]\n"
		NAME("Two") "law = L\n"
		"article = 15\n"
		"evidence.en = e\n"
		"evidence.zh = e\n"
		"attributes = private\n"
		"binding = may\n"
		"review-months = 6\n"
		"cell = 3.4\n"
		"[not-a-ground work]\n"
		NAME("Work") "words = 工作需要|work needs|其他\n"
		"why.en = no\n"
		"why.zh = no\n"},
	{"kind.ini",
		"[kind paper]\n"
		NAME("Paper") "workflow = flow.csv\n"
		"[field paper policy]\n"
		NAME("Policy") "type = flag\n"
		"required = yes\n"
		"[field paper plan]\n"
		NAME("Plan") "type = long\n"
		"when = POLICY=yes\n"
		"[field paper why]\n"
		NAME("Why") "type = text\n"
		"max = 50\n"
		"[field paper genre]\n"
		NAME("Genre") "type = choice\n"
		"choices = order|letter\n"
		"choices.en = Order|Letter\n"
		"choices.zh = 令|函\n"
		"[state paper draft]\n"
		NAME("Draft") "phase = draft\n"
		"[state paper check]\n"
		NAME("Check") "phase = review\n"
		"[state paper sign]\n"
		NAME("Sign") "phase = review\n"
		"[state paper decided]\n"
		NAME("Decided") "phase = decided\n"
		"[state paper held]\n"
		NAME("Held") "phase = held\n"
		"[state paper out]\n"
		NAME("Out") "phase = published\n"
		"[clock paper out]\n"
		NAME("Out") "basis.en = 26\n"
		"basis.zh = 26\n"
		"start = Decided\n"
		"stop = out held\n"
		"days = 20\n"
		"count = working\n"
		"when = attribute=public\n"},
	{"law.txt",
		"# Law\n"
		"\n"
		"## 14\n"
		"\n"
		"Not this.\n"
		"Nor that.\n"
		"\n"
		"# Chapter\n"
		"## 15 \n"
		"Or maybe.\n"},
	{"pack.ini",
		"[pack]\n"
		NAME("Test") "code = test\n"
		"version = 2026.1\n"
		"timezone = Asia/Shanghai\n"
		"[calendar]\n"
		"file = days.csv\n"
		"[attribute public]\n"
		NAME("Public") "public = yes\n"
		"note.en = n\n"
		"note.zh = n\n"
		"[attribute private]\n"
		NAME("Private") "[return typo]\n"
		NAME("Typo") "[role clerk]\n"
		NAME("Clerk") "[role head]\n"
		NAME("Head") "sees = unit\n"
		"[role boss]\n"
		NAME("Boss") "sees = all\n"
		"[role admin]\n"
		NAME("Admin") "administers = yes\n"
		"bars-decisions = yes\n"
		"drafts = title\n"
		"withheld = nothing\n"
		"[action begin]\n"
		NAME("Begin") "act = create\n"
		"[action mark]\n"
		NAME("Mark") "act = mark\n"
		"[action submit]\n"
		NAME("Submit") "act = submit\n"
		"[action pass]\n"
		NAME("Pass") "act = approve\n"
		"help.en = h\n"
		"help.zh = h\n"
		"[action back]\n"
		NAME("Back") "act = return\n"
		"[action sign]\n"
		NAME("Sign") "act = sign\n"
		"[action hold]\n"
		NAME("Hold") "act = hold\n"
		"[action publish]\n"
		NAME("Publish") "act = publish\n"},
	{"rows.csv",
		"code,name.en,name.zh,term,body.en,body.zh,ground,reason.en,reason.zh,from,to\n"
		"R-1,First,第一,20,Office,办公室,,,,,\n"
		"R-2,Second,第二,3,Office,办公室,G2,Because,因为,2026-01-01,2026-06-30\n"},
	{"rows.ini",
		"[table rows]\n"
		NAME("Rows") "file = rows.csv\n"
		"columns = term body\n"
		"columns.en = Days|Body\n"
		"columns.zh = 天数|主体\n"
		"[field paper row]\n"
		NAME("Row") "type = row\n"
		"table = ROWS\n"},
};
/* clang-format on */

/* text with the one place where it says old saying new. */
static char *replace(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	if (at == NULL)
		fail_msg("the pack says nothing like '%s'", old);
	return xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* The pack with one change in the file path; NULL path for none, new NULL leaves the file out. */
static struct pack *load(const char *path, const char *old, const char *new, struct err *err)
{
	struct pack_files files = {0};

	for (size_t i = COUNT(base); i-- > 0;) {
		bool changed = path != NULL && strcmp(base[i].path, path) == 0;
		char *text = changed && new != NULL ? replace(base[i].text, old, new)
						    : xstrdup(base[i].text);

		if (!changed || new != NULL)
			pack_files_add(&files, base[i].path, text, strlen(text));
		free(text);
	}
	return pack_new(&files, "0123", err);
}

static struct pack *whole(void)
{
	struct err err;
	struct pack *pack = load(NULL, NULL, NULL, &err);

	if (pack == NULL)
		fail_msg("%s", err.text);
	return pack;
}

static void test_read(void **state)
{
	struct pack *pack = whole();
	const struct ground *ground = pack_ground(pack, "g1");
	const struct kind *kind = pack_kind(pack, "PAPER");
	const struct field *genre = kind_field(kind, "genre");

	(void)state;
	assert_string_equal(pack->id, "test 2026.1 sha256:0123");
	assert_string_equal(pack->timezone, "Asia/Shanghai");
	assert_string_equal(name_get(&pack->name), "Test");
	assert_int_equal(pack->calendar.n, 2);
	assert_true(pack_attribute(pack, "PUBLIC")->is_public);
	assert_false(pack_attribute(pack, "private")->is_public);
	assert_ptr_equal(ground->law, pack_law(pack, "L"));
	assert_string_equal(ground->attributes.v[0], "private");
	assert_string_equal(ground->successors.v[0], "G2");
	assert_int_equal(ground->binding, BINDING_MUST);
	assert_int_equal(ground->review_months, 12);
	assert_null(ground->cell);
	assert_string_equal(pack_ground(pack, "G2")->cell, "3.4");
	assert_int_equal(pack_role(pack, "boss")->sees, SEES_ALL);
	assert_int_equal(pack_role(pack, "boss")->drafts, OPENS_WHOLE);
	assert_int_equal(pack_role(pack, "admin")->drafts, OPENS_TITLE);
	assert_int_equal(pack_role(pack, "admin")->withheld, OPENS_NOTHING);
	assert_true(pack_role(pack, "admin")->administers);
	assert_true(pack_role(pack, "admin")->bars_decisions);
	assert_int_equal(pack_action(pack, "pass")->act, ACT_APPROVE);
	assert_non_null(pack_return_code(pack, "typo"));
	assert_null(pack_stub_kind(pack));
	assert_int_equal(kind->field_count, 5);
	assert_true(kind_field(kind, "policy")->required);
	assert_string_equal(kind_field(kind, "plan")->when, "policy=yes");
	assert_int_equal(kind_field(kind, "plan")->max, 4000);
	assert_int_equal(kind_field(kind, "why")->max, 50);
	assert_string_equal(field_choice(genre, "LETTER")->name.in[LANG_ZH], "函");
	assert_int_equal(kind_state(kind, "out")->phase, PHASE_PUBLISHED);
	assert_string_equal(kind->clocks[0].start.v[0], "decided");
	assert_int_equal(kind->clocks[0].stop.n, 2);
	assert_int_equal(kind->clocks[0].days, 20);
	assert_null(pack_role(pack, "nobody"));
	assert_null(pack_role(pack, NULL));
	pack_free(pack);
}

static void test_table(void **state)
{
	struct pack *pack = whole();
	const struct pack_table *table = pack_table(pack, "Rows");
	const struct table_row *row = table_row(table, "r-2");
	char *near = table_near(table, "r-9");
	int day;

	(void)state;
	assert_int_equal(table->row_count, 2);
	assert_ptr_equal(kind_field(pack_kind(pack, "paper"), "row")->table, table);
	assert_string_equal(name_get(&row->name), "Second");
	assert_string_equal(table_cell(table, row, "TERM")->in[LANG_ZH], "3");
	assert_string_equal(table_cell(table, row, "body")->in[LANG_ZH], "办公室");
	assert_null(table_cell(table, row, "more"));
	assert_null(table_row(table, "R-3"));
	assert_string_equal(near, "R-1 (First), R-2 (Second)");
	assert_true(day_parse("2026-06-30", &day));
	assert_true(table_row_is_live(row, day));
	assert_false(table_row_is_live(row, day + 1));
	assert_true(table_row_is_live(table_row(table, "R-1"), day + 1));
	assert_null(pack_marking_table(pack, "private"));
	free(near);
	pack_free(pack);
}

static void test_workflow(void **state)
{
	struct pack *pack = whole();
	const struct kind *kind = &pack->kinds[0];
	const struct transition *row = kind->transitions;

	(void)state;
	assert_int_equal(kind->transition_count, 9);
	assert_int_equal(row[0].from.n, 0);
	assert_ptr_equal(row[0].to, kind_state(kind, "draft"));
	assert_null(row[1].to);
	assert_int_equal(row[1].guards[0].kind, GUARD_DRAFTER);
	assert_int_equal(row[3].line, 5);
	assert_ptr_equal(row[3].action, pack_action(pack, "pass"));
	assert_string_equal(row[3].when, "policy=yes attribute!=public");
	assert_string_equal(row[3].roles.v[1], "boss");
	assert_false(row[3].in_order);
	assert_true(row[4].in_order);
	assert_int_equal(row[4].guard_count, 2);
	assert_int_equal(row[4].guards[0].kind, GUARD_FIELD);
	assert_string_equal(row[4].guards[0].fields.v[1], "why");
	assert_string_equal(row[4].guards[0].when, "policy=yes genre!=");
	assert_int_equal(row[7].roles.n, 0);
	pack_free(pack);
}

static const struct {
	const char *path, *old, *new, *sentence;
} faults[] = {
	/* sections and keys */
	{"pack.ini", "[role head]", "[rule head]",
		"pack.ini:24: a pack has no section [rule head]; there are: pack, calendar, "
		"number, "
		"attribute, law, ground, not-a-ground, return, role, action, table, form, kind, "
		"field, "
		"state, clock, letter, notice, notice-party, notice-date, "
		"screen"},
	{"pack.ini", "[role head]", "[role]",
		"pack.ini:24: [role] has 0 codes after 'role', it needs 1"},
	{"pack.ini", "[role head]", "[role h.d]",
		"pack.ini:24: 'h.d' is no code; a code is ASCII letters, digits, - and _"},
	{"pack.ini", "[role head]", "[role Clerk]",
		"pack.ini:24: [role Clerk] stands twice; first at pack.ini:21"},
	{"pack.ini", "sees = unit", "seas = unit",
		"pack.ini:27: a section [role] has no key 'seas'; its keys are: name.en, name.zh, "
		"sees, drafts, withheld, administers, bars-decisions"},
	{"pack.ini", "sees = unit", "sees = none",
		"pack.ini:27: 'sees' is 'none'; it is one of: unit, all, published"},
	{"pack.ini", "sees = unit", "drafts = none",
		"pack.ini:27: 'drafts' is 'none'; it is one of: whole, title, nothing"},
	{"pack.ini", "sees = unit", "withheld = yes",
		"pack.ini:27: 'withheld' is 'yes'; it is one of: whole, title, nothing"},
	{"pack.ini", "name.zh = Head\n", "", "pack.ini:24: [role head] says nothing for 'name.zh'"},
	{"pack.ini", "name.zh = Head\n", "name.zh =\n",
		"pack.ini:26: [role head] says nothing for 'name.zh'"},
	{"pack.ini", "note.zh = n\n", "",
		"pack.ini:9: [attribute public] says nothing for 'note.zh'"},
	{"pack.ini", "[pack]", "[attribute x]",
		"pack.ini:4: a section [attribute] has no key 'code'; its keys are: name.en, "
		"name.zh, note.en, note.zh, public"},
	{"pack.ini", "version = 2026.1", "version = one two",
		"pack.ini:5: 'version' is 'one two'; it holds letters, digits and any of -_."},
	{"pack.ini", "public = yes", "public = no",
		"pack.ini:1: no attribute is public; exactly one has 'public = yes'"},
	{"pack.ini", "[return typo]", "public = yes\n[return typo]",
		"pack.ini:18: 'public' and 'private' are both public; exactly one attribute is"},
	{"pack.ini", "[return typo]\n" NAME("Typo"), "",
		"pack.ini:54: 'back' returns papers, with a code, and the pack has no section "
		"[return CODE]"},
	/* the calendar */
	{"pack.ini", "days.csv", "dais.csv", "pack.ini:8: the pack holds no file 'dais.csv'"},
	{"days.csv", "kind,name", "kind,name,more",
		"days.csv:1: the columns of a calendar are day,kind,name"},
	{"days.csv", "10-01,off", "10-32,off",
		"days.csv:2: '2026-10-32' is no day; a day is written 2026-11-23"},
	{"days.csv", "work,", "half,", "days.csv:3: 'half' is no kind of day; it is off or work"},
	{"days.csv", "work,National Day", "work",
		"days.csv:3: the row has 2 cells, the table 3 columns"},
	{"days.csv", "10-10", "10-01",
		"days.csv:1: 2026-10-01 is both a holiday and a day that is worked"},
	{"days.csv", "National", "\xC3(",
		"days.csv:2: bytes that are no UTF-8; save the file as UTF-8"},
	/* laws and grounds */
	{"law.txt", NULL, NULL, "grounds.ini:5: the pack holds no file 'law.txt'"},
	{"grounds.ini", "article = 14", "article = 16",
		"grounds.ini:10: the text of 'L' has no article '16'; 'law.txt' has no line '## "
		"16' "
		"with words below it"},
	{"law.txt", "Or maybe.\n", "",
		"grounds.ini:22: the text of 'L' has no article '15'; 'law.txt' has no line '## "
		"15' "
		"with words below it"},
	{"grounds.ini", "law = l\n", "law = M\n",
		"grounds.ini:9: 'M' is none of the laws of this pack: L"},
	{"grounds.ini", "attributes = Private", "attributes = secret",
		"grounds.ini:13: 'secret' is none of the attributes of this pack: public, private"},
	{"grounds.ini", "attributes = Private", "attributes = private PRIVATE",
		"grounds.ini:13: 'private' stands twice in the list"},
	{"grounds.ini", "attributes = Private", "attributes = public",
		"grounds.ini:13: 'public' is public and needs no ground; leave it out of the "
		"attributes"},
	{"pack.ini", "[return typo]", "[attribute more]\n" NAME("More") "[return typo]",
		"pack.ini:18: no ground of the pack is for 'more'; every attribute that is not "
		"public needs one"},
	{"grounds.ini", "successors = g2", "successors = g3",
		"grounds.ini:17: 'g3' is none of the grounds of this pack: G1, G2"},
	{"grounds.ini", "2026-06-30", "2026-6-30",
		"grounds.ini:16: 'to' is '2026-6-30'; a day is written 2026-11-23"},
	{"grounds.ini", "from = 2019-05-15", "from = 2019-05-15\nto = 2019-05-14",
		"grounds.ini:5: it ends before it begins"},
	{"grounds.ini", "review-months = 12", "review-months = 0",
		"grounds.ini:15: 'review-months' is '0'; it is a number from 1 to 1200"},
	{"grounds.ini", "binding = must", "binding = should",
		"grounds.ini:14: 'binding' is 'should'; it is one of: must, may, none"},
	/* kinds and fields */
	{"kind.ini", "workflow = flow.csv\n", "",
		"kind.ini:1: the kind 'paper' has no 'workflow'; only a stub needs none"},
	{"kind.ini", "[field paper why]", "[field report why]",
		"kind.ini:15: 'report' is none of the kinds of this pack: paper"},
	{"kind.ini", "[field paper why]", "[field paper unit]",
		"kind.ini:15: a field cannot be called 'unit'; conditions, tables and forms mean "
		"the paper's own by it"},
	{"kind.ini", "[field paper why]", "[field paper number]",
		"kind.ini:15: a field cannot be called 'number'; conditions, tables and forms "
		"mean the paper's own by it"},
	{"kind.ini", "type = text", "type = string",
		"kind.ini:18: 'type' is 'string'; it is one of: text, long, date, moment, flag, "
		"choice, number, link, row, units"},
	{"kind.ini", "max = 50", "max = many",
		"kind.ini:19: 'max' is 'many'; it is a number from 1 to 100000"},
	{"kind.ini", "choices = order|letter\n", "choices = order|letter|bill\n",
		"kind.ini:25: 'choices.en' has 2 names for 3 choices"},
	{"kind.ini", "choices = order|letter\n", "choices = order|Order\n",
		"kind.ini:24: 'Order' stands twice in the list"},
	{"kind.ini", "type = choice", "type = text",
		"kind.ini:24: a field of type choice, and only that, has choices"},
	{"kind.ini", "max = 50", "guess = title",
		"kind.ini:19: 'guess' is 'title'; it is one of: nothing, issuer, issued"},
	{"kind.ini", "max = 50", "guess = issued",
		"kind.ini:19: an issuer is guessed for a field of type text, the day of issue for "
		"one of type date"},
	{"kind.ini", "type = long", "type = long\nguess = issuer",
		"kind.ini:14: an issuer is guessed for a field of type text, the day of issue for "
		"one of type date"},
	{"kind.ini", "type = long", "type = choice",
		"kind.ini:10: a field of type choice, and only that, has choices"},
	{"kind.ini", "when = POLICY=yes", "when = polity=yes",
		"kind.ini:14: the condition names 'polity'; it can name attribute, kind, state, "
		"unit, was, or a field of 'paper': policy, plan, why, genre, row"},
	{"kind.ini", "when = POLICY=yes", "when = policy=maybe",
		"kind.ini:14: in the condition 'policy' is 'maybe'; it is empty or one of: no, "
		"yes"},
	{"kind.ini", "when = POLICY=yes", "when = genre=bill",
		"kind.ini:14: in the condition 'genre' is 'bill'; it is empty or one of: order, "
		"letter"},
	{"kind.ini", "when = POLICY=yes", "when = policy",
		"kind.ini:14: 'policy' is no condition; terms are name=value or name!=value, "
		"parted "
		"by blanks"},
	/* states and clocks */
	{"kind.ini", "phase = held", "phase = kept",
		"kind.ini:46: 'phase' is 'kept'; it is one of: draft, review, decided, published, "
		"held, ended"},
	{"kind.ini", "[clock paper out]",
		"[state paper lost]\n" NAME("Lost") "phase = review\n[clock paper out]",
		"kind.ini:51: no way leads to 'lost'; the workflow of 'paper' has no row that "
		"does"},
	{"kind.ini", "start = Decided", "start = decided gone",
		"kind.ini:56: 'gone' is none of the states of this pack: draft, check, sign, "
		"decided, "
		"held, out"},
	{"kind.ini", "days = 20", "days = soon",
		"kind.ini:58: 'days' is 'soon'; it is a number from 1 to 3660"},
	{"kind.ini", "when = attribute=public", "when = attribute=open",
		"kind.ini:60: in the condition 'attribute' is 'open'; it is empty or one of: "
		"public, "
		"private"},
	/* the workflow */
	{"flow.csv", "when,guards", "if,guards",
		"flow.csv:1: the columns of a workflow are from,action,to,role,when,guards"},
	{"flow.csv", "draft,mark,=,clerk,,drafter", "draft,mark,=,clerk,drafter",
		"flow.csv:3: the row has 5 cells, the table 6 columns"},
	{"flow.csv", "check,back", "check sing,back",
		"flow.csv:7: 'sing' is none of the states of this pack: draft, check, sign, "
		"decided, "
		"held, out"},
	{"flow.csv", "draft,mark", "draft,marc",
		"flow.csv:3: 'marc' is none of the actions of this pack: begin, mark, submit, "
		"pass, "
		"back, sign, hold, publish"},
	{"flow.csv", "submit,check", "submit,cheque",
		"flow.csv:4: 'to' is 'cheque'; it is = or one of the states: draft, check, sign, "
		"decided, held, out"},
	{"flow.csv", "mark,=,clerk", "mark,=,clark",
		"flow.csv:3: 'clark' is none of the roles of this pack: clerk, head, boss, admin"},
	{"flow.csv", "head>boss", "head>boss+clerk",
		"flow.csv:6: 'head>boss+clerk' has both + and >; roles speak in any order (+) or "
		"in "
		"this one (>)"},
	{"flow.csv", "head>boss", "head>head", "flow.csv:6: 'head' stands twice in the list"},
	{"flow.csv", "attribute=public", "attribute=open",
		"flow.csv:10: in the condition 'attribute' is 'open'; it is empty or one of: "
		"public, "
		"private"},
	{"flow.csv", "comment screened", "comment screaned",
		"flow.csv:5: 'screaned' is no guard; there are: drafter, comment, code, screened, "
		"unacted, untouched, paper, own-key, gathered, parted, expired:CLOCK, "
		"field:A|B?CONDITION, same:A|B?CONDITION, apart:A|B|DAYS?CONDITION, "
		"called:KIND|STATE"},
	{"flow.csv", "comment screened", "comment parted",
		"flow.csv:5: 'pass' has the guard parted: it is a void, of papers that have a "
		"field "
		"of relation split"},
	{"flow.csv", "comment screened", "comment comment",
		"flow.csv:5: 'comment' stands twice in the list"},
	{"flow.csv", "plan|Why", "plan|how",
		"flow.csv:6: 'how' is none of the fields of this pack: policy, plan, why, genre, "
		"row"},
	{"flow.csv", "field:plan|Why?policy=yes&genre!=", "field:",
		"flow.csv:6: the guard 'field:' names no field"},
	{"flow.csv", ",begin,draft,clerk,,\n", "",
		"flow.csv:1: no row creates a paper; exactly one does"},
	{"flow.csv", "draft,mark", ",begin,draft,head,,\ndraft,mark",
		"flow.csv:3: a second row creates; the first is in line 2"},
	{"flow.csv", ",begin,draft", "check,begin,draft",
		"flow.csv:2: 'begin' makes a new paper: 'from' is empty and 'to' is a state"},
	{"flow.csv", ",begin,draft", ",begin,check",
		"flow.csv:2: 'begin' leads to 'check' (review); a new paper begins in a state of "
		"phase draft"},
	{"flow.csv", "draft,mark", ",mark",
		"flow.csv:3: 'mark' has no 'from'; only an action that creates has none"},
	{"flow.csv", "draft,mark,=,clerk,,drafter", "draft,mark,=,admin,,",
		"pack.ini:37: 'admin' does 'mark' in the state 'draft' of 'paper' (flow.csv:3), "
		"whose "
		"papers this keeps it from; only 'whole' lets it read them"},
	{"flow.csv", "decided,publish", "held,back,draft,admin,,code\ndecided,publish",
		"pack.ini:38: 'admin' does 'back' in the state 'held' of 'paper' (flow.csv:10), "
		"whose "
		"papers this keeps it from; only 'whole' lets it read them"},
	{"flow.csv", "check,back", "check,pass,sign,clerk,,\ncheck,back",
		"flow.csv:7: this row is never taken for 'check'; the one in line 6 has no "
		"condition"},
	/* tables */
	{"rows.ini", "rows.csv", "raws.csv", "rows.ini:4: the pack holds no file 'raws.csv'"},
	{"rows.ini", "term body", "term", "rows.ini:6: 'columns.en' has 2 names for 1 columns"},
	{"rows.ini", "term body", "term bodies", "rows.csv:1: the table has no column 'bodies'"},
	{"rows.csv", "term,", "turm,", "rows.csv:1: the table has no column 'term'"},
	{"rows.csv", "ground,", "graund,", "rows.csv:1: the column 'graund' is not declared"},
	{"rows.csv", "R-2", "r-1", "rows.csv:3: 'r-1' stands twice in the table"},
	{"rows.csv", "R-2", "R 2",
		"rows.csv:3: 'R 2' is no code; a code is ASCII letters, digits, - and _"},
	{"rows.csv", "第二", "", "rows.csv:3: 'R-2' has no name"},
	{"rows.csv", "2026-06-30", "June",
		"rows.csv:3: 'June' is no day; a day is written 2026-11-23"},
	{"rows.csv", ",2026-06-30", "",
		"rows.csv:3: the row has more or fewer cells than the table columns"},
	{"rows.ini", "columns = ", "marks = private\ncolumns = ",
		"rows.csv:2: 'R-1' names no ground; a row that papers are marked by names one"},
	{"rows.ini", "table = ROWS\n", "",
		"rows.ini:8: a field of type row, and only that, names a table"},
	{"rows.ini", "ROWS", "rose",
		"rows.ini:12: 'rose' is none of the tables of this pack: rows"},
	/* what no pack can do */
	{"flow.csv", "draft,submit,check", "draft,pass,check",
		"flow.csv:4: 'pass' (approve) cannot lead from 'draft' (draft) to 'check' "
		"(review); "
		"it leads from review to review, ended"},
	{"flow.csv", "draft,mark,=", "draft,mark,check",
		"flow.csv:3: 'mark' (mark) cannot lead from 'draft' (draft) to 'check' (review); "
		"it "
		"leads from draft, review to draft, review"},
	{"flow.csv", "check,pass,sign,head+Boss", "check,pass,decided,head+Boss",
		"flow.csv:5: 'pass' (approve) cannot lead from 'check' (review) to 'decided' "
		"(decided); it leads from review to review, ended"},
	{"flow.csv", "decided,publish,out", "check,publish,out",
		"flow.csv:10: 'publish' (publish) cannot lead from 'check' (review) to 'out' "
		"(published); it leads from decided to published"},
	{"flow.csv", "decided,hold,held", "sign,hold,held",
		"flow.csv:9: 'hold' (hold) cannot lead from 'sign' (review) to 'held' (held); it "
		"leads from decided, held to held"},
	{"flow.csv", "sign,sign,decided,boss", "sign,sign,decided,",
		"flow.csv:8: 'sign' (sign) has no role; the site by itself only does hold, "
		"publish, "
		"review and move"},
	{"flow.csv",
		"decided,hold,held,,attribute!=public,\ndecided,publish,out,clerk,attribute=public,"
		"\n",
		"",
		"kind.ini:43: no way leads to 'held'; the workflow of 'paper' has no row that "
		"does"},
	{"flow.csv", "sign,sign,decided", "check,sign,decided",
		"kind.ini:35: no row of the workflow leaves 'sign', and its phase is review"},
	{"kind.ini", "[kind paper]", "[kind empty]\n" NAME("Empty") "stub = yes\n[kind paper]",
		"kind.ini:1: the kind 'empty' has no state"},
	{"kind.ini", "[kind paper]",
		"[kind one]\n" NAME("One") "stub = yes\n[state one x]\n" NAME(
			"X") "phase = ended\n"
			     "[kind two]\n" NAME("Two") "stub = yes\n[state two x]\n" NAME(
				     "X") "phase = ended\n"
					  "[kind paper]",
		"kind.ini:12: 'one' and 'two' are both stubs; at most one kind is"},
	/* what a ground needs, and what a choice counts in */
	{"grounds.ini", "successors = g2", "successors = g2\nneeds = weighing",
		"grounds.ini:18: no kind of this pack has a field 'weighing'"},
	{"kind.ini", "choices.zh = 令|函\n", "choices.zh = 令|函\nchoices.cell = 3.1\n",
		"kind.ini:27: 'choices.cell' has not as many cells as there are choices (2)"},
	{"kind.ini", "choices.zh = 令|函\n", "choices.zh = 令|函\nchoices.cell = 1|2|3\n",
		"kind.ini:27: 'choices.cell' has not as many cells as there are choices (2)"},
	/* clocks */
	{"kind.ini", "days = 20\n", "days = 20\nhours = 5\n",
		"kind.ini:51: a clock has either 'days' (or 'days-of') or 'hours'"},
	{"kind.ini", "days = 20\ncount = working\n", "hours = 5\ncount = working\n",
		"kind.ini:59: a clock of days, and only that, says with 'count' which days"},
	{"kind.ini", "days = 20\n", "",
		"kind.ini:51: a clock has either 'days' (or 'days-of') or "
		"'hours'"},
	{"kind.ini", "days = 20\n", "days-of = plan\n",
		"kind.ini:58: 'days-of' is one field of type number, or FIELD.COLUMN of one of "
		"type row"},
	{"kind.ini", "days = 20\n", "days-of = row\n",
		"kind.ini:58: 'days-of' is one field of type number, or FIELD.COLUMN of one of "
		"type row"},
	{"kind.ini", "days = 20\n", "days-of = plan.term\n",
		"kind.ini:58: 'term' is no column of a table whose rows the field 'plan' names"},
	{"kind.ini", "days = 20\n", "days-of = row.turm\n",
		"kind.ini:58: 'turm' is no column of a table whose rows the field 'row' names"},
	{"kind.ini", "days = 20\n", "days-of = row.body\n",
		"kind.ini:58: the row 'R-1' of 'rows' has the term 'Office'; a term is a number of "
		"days, and may say 'working' or 'calendar' behind it"},
	{"kind.ini", "days = 20\n", "days = 20\nfrom = plan\n",
		"kind.ini:59: a clock goes by fields of type date or moment; 'plan' is none"},
	{"kind.ini", "days = 20\n", "days = 20\nextend = pass\n",
		"kind.ini:59: 'extend' names one action, and 'extend-days' how much it adds"},
	{"kind.ini", "days = 20\n", "days = 20\npause = out\n",
		"kind.ini:59: 'out' cannot both pause the clock and start or stop it"},
	{"flow.csv", "comment screened", "comment expired:sign",
		"flow.csv:5: 'sign' is none of the clocks of this pack: out"},
	/* registers */
	{"kind.ini", "workflow = flow.csv\n", "workflow = flow.csv\nregister = yes\nstub = yes\n",
		"kind.ini:5: 'paper' is a stub and cannot be a register too"},
	{"kind.ini", "workflow = flow.csv\n", "workflow = flow.csv\nregister = yes\n",
		"kind.ini:43: 'paper' is a register; its states are of the phases draft, review "
		"and ended, not decided"},
	/* columns of lists */
	{"kind.ini", "workflow = flow.csv\n", "workflow = flow.csv\ncolumns = plan no\n",
		"kind.ini:5: 'no' is none of the fields of this pack: policy, plan, why, genre, "
		"row"},
	{"kind.ini", "workflow = flow.csv\n", "workflow = flow.csv\ncolumns = plan row plan:9\n",
		"kind.ini:5: 'plan' stands twice in the list"},
	{"kind.ini", "workflow = flow.csv\n", "workflow = flow.csv\ncolumns = plan:1\n",
		"kind.ini:5: '1' is no width of a column; it is a number from 2 to 60"},
	{"kind.ini", "workflow = flow.csv\n", "workflow = flow.csv\ncolumns = a b c d e f g h i\n",
		"kind.ini:5: a list shows at most 8 columns of a kind"},
};

static void test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct err err = {0};
		struct pack *pack;

		pack = load(faults[i].path, faults[i].old, faults[i].new, &err);
		if (pack != NULL)
			fail_msg("taken: %s", faults[i].sentence);
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.text, faults[i].sentence);
	}
}

static void test_no_pack(void **state)
{
	struct pack_files files = {0};
	struct err err;

	(void)state;
	assert_null(pack_new(&files, "", &err));
	assert_string_equal(err.text, "pack.ini:1: the pack has no section [pack]");
	pack_files_add(&files, "a.ini", "what\n", 5);
	assert_null(pack_new(&files, "", &err));
	assert_string_equal(err.text, "a.ini:1: not a line");
	assert_int_equal(files.n, 0);
	pack_free(NULL);
}

static void test_stub(void **state)
{
	static const char stub[] = "[kind stub]\n" NAME("Stub") "stub = yes\n"
								"[state stub refused]\n" NAME(
									"Refused") "phase = ended\n"
										   "[kind paper]";
	struct err err;
	struct pack *pack = load("kind.ini", "[kind paper]", stub, &err);

	(void)state;
	assert_non_null(pack);
	assert_string_equal(pack_stub_kind(pack)->code, "stub");
	pack_free(pack);
	assert_null(
		load("kind.ini", "workflow = flow.csv", "workflow = flow.csv\nstub = maybe", &err));
	assert_string_equal(err.text, "kind.ini:5: 'stub' is 'maybe'; it is one of: no, yes");
}

static void test_digest(void **state)
{
	struct pack_files files = {0};
	struct str out = {0};

	(void)state;
	pack_files_add(&files, "b.ini", "x\n", 2);
	pack_files_add(&files, "a/z.csv", "", 0);
	pack_files_add(&files, "b.csv", "\0", 1);
	pack_files_digest(&files, &out);
	assert_int_equal(out.len, 32);
	assert_memory_equal(out.buf, "a/z.csv 0\n\nb.csv 1\n\0\nb.ini 2\nx\n\n", 32);
	str_release(&out);
	pack_files_release(&files);
}

static void test_ground_days(void **state)
{
	static const struct {
		const char *ground, *day;
		bool live;
	} cases[] = {
		{"G1", "2019-05-14", false}, /* before the law */
		{"G1", "2019-05-15", true},
		{"G1", "2026-06-30", true},
		{"G1", "2026-07-01", false}, /* after its own end */
		{"G2", "2019-05-14", false},
		{"G2", "2099-01-01", true},
	};
	struct pack *pack = whole();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int day;

		assert_true(day_parse(cases[i].day, &day));
		assert_int_equal(
			ground_is_live(pack_ground(pack, cases[i].ground), day), cases[i].live);
	}
	pack_free(pack);
}

static void test_article(void **state)
{
	struct pack *pack = whole();
	char *text = pack_article(pack, pack_ground(pack, "G1"));

	(void)state;
	assert_string_equal(text, "Not this.\nNor that.");
	free(text);
	text = pack_article(pack, pack_ground(pack, "G2"));
	assert_string_equal(text, "Or maybe.");
	free(text);
	pack_free(pack);
}

static void test_catch_all(void **state)
{
	static const char *const none[] = {"工作需要", "work", "WORK", " 工作需要。",
		"　工作需要　", "工作 需要，其他", "Work needs!", "其他；其他", "（工作需要）"};
	static const char *const reasons[] = {"", "。", "因工作需要处理", "其它", "workneed",
		"工作需要：涉及商业秘密", "needs work"};
	struct pack *pack = whole();

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++) {
		if (pack_catch_all(pack, none[i]) == NULL)
			fail_msg("'%s' is taken for a reason", none[i]);
	}
	for (size_t i = 0; i < COUNT(reasons); i++) {
		if (pack_catch_all(pack, reasons[i]) != NULL)
			fail_msg("'%s' is taken for none", reasons[i]);
	}
	assert_null(pack_catch_all(pack, NULL));
	pack_free(pack);
}

static void test_codes(void **state)
{
	char code[CODE_MAX + 2];

	(void)state;
	assert_true(code_is_valid("CN14-3S1S_x"));
	assert_false(code_is_valid(""));
	assert_false(code_is_valid("a b"));
	assert_false(code_is_valid("公"));
	memset(code, 'x', sizeof(code));
	code[CODE_MAX + 1] = '\0';
	assert_false(code_is_valid(code));
	code[CODE_MAX] = '\0';
	assert_true(code_is_valid(code));
	assert_true(code_eq("In", "iN"));
	assert_false(code_eq("in", "inn"));
	assert_false(code_eq(NULL, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_workflow),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_no_pack),
		cmocka_unit_test(test_stub),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_ground_days),
		cmocka_unit_test(test_article),
		cmocka_unit_test(test_catch_all),
		cmocka_unit_test(test_codes),
	};

	return cmocka_run_group_tests_name("test_pack", tests, NULL, NULL);
}

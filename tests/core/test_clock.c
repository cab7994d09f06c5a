/* SPDX-License-Identifier: MIT */
/* Terms against days worked out by hand with the calendar of packs/cn at one's elbow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/mem.h"
#include "tests/core/fake_gate.h"

/* -- Counting ---------------------------------------------------------------------------------- */

enum { PAUSES = 3 };

static const struct {
	const char *start, *pauses[PAUSES][2];
	int days, extension;
	const char *due;
	bool provisional;
	enum count_unit count;
} days[] = {
	/* The vectors of DOMAIN 2.8. */
	{"2018-07-19", {{0}}, 20, 0, "2018-08-16", false, COUNT_WORKING},
	{"2018-09-14", {{0}}, 20, 0, "2018-10-18", false, COUNT_WORKING},
	{"2018-09-29", {{0}}, 7, 0, "2018-10-15", false, COUNT_WORKING},
	{"2018-02-09", {{0}}, 15, 0, "2018-03-07", false, COUNT_WORKING},
	{"2019-01-21", {{0}}, 20, 0, "2019-02-21", false, COUNT_WORKING},
	{"2019-04-15", {{0}}, 20, 0, "2019-05-14", false, COUNT_WORKING},
	/* Four days used up to Friday the 6th; sixteen more from Monday the 23rd, less 清明节. */
	{"2026-03-02", {{"2026-03-06", "2026-03-20"}}, 20, 0, "2026-04-14", false, COUNT_WORKING},
	/* A pause of one day, and one over a weekend, cost nothing. */
	{"2026-03-02", {{"2026-03-06", "2026-03-06"}}, 20, 0, "2026-03-30", false, COUNT_WORKING},
	{"2026-03-02", {{"2026-03-07", "2026-03-08"}}, 20, 0, "2026-03-30", false, COUNT_WORKING},
	{"2026-03-02", {{"2026-03-06", "2026-03-10"}, {"2026-03-12", "2026-04-07"}}, 20, 0,
		"2026-04-27", false, COUNT_WORKING},
	/* Over 春节: the holiday falls into the pause and is not skipped twice. */
	{"2026-01-30", {{0}}, 20, 0, "2026-03-05", false, COUNT_WORKING},
	{"2026-01-30", {{"2026-02-10", "2026-02-26"}}, 20, 0, "2026-03-16", false, COUNT_WORKING},
	/* Extended by twenty, and paused besides. */
	{"2026-09-14", {{0}}, 20, 20, "2026-11-13", false, COUNT_WORKING},
	{"2026-09-14", {{"2026-09-18", "2026-10-12"}}, 20, 20, "2026-12-01", false, COUNT_WORKING},
	{"2018-09-14", {{"2018-09-20", "2018-09-28"}}, 20, 0, "2018-10-25", false, COUNT_WORKING},
	/* Paused on the last day: what is left ends when the pause does. */
	{"2026-03-02", {{"2026-03-30", "2026-04-02"}}, 20, 0, "2026-04-02", false, COUNT_WORKING},
	/* Paused when it was over: nothing is gained. */
	{"2026-03-02", {{"2026-03-31", "2026-04-10"}}, 20, 0, "2026-03-30", false, COUNT_WORKING},
	{"2026-03-02", {{"2026-03-31", "2026-04-10"}}, 20, 5, "2026-04-16", false, COUNT_WORKING},
	/* While it stands still, as if it went on today. */
	{"2026-03-02", {{"2026-03-06", NULL}}, 20, 0, "2026-03-30", false, COUNT_WORKING},
	/* Past the last year of the calendar. */
	{"2026-12-01", {{0}}, 20, 0, "2026-12-29", false, COUNT_WORKING},
	{"2026-12-07", {{0}}, 20, 0, "2027-01-04", true, COUNT_WORKING},
	{"2026-12-01", {{"2026-12-10", "2027-01-05"}}, 15, 0, "2027-01-15", true, COUNT_WORKING},
	/* Days as they come. */
	{"2026-03-02", {{0}}, 30, 0, "2026-04-01", false, COUNT_CALENDAR},
	{"2026-03-02", {{"2026-03-12", "2026-03-22"}}, 30, 0, "2026-04-11", false, COUNT_CALENDAR},
	{"2026-12-30", {{0}}, 30, 0, "2027-01-29", false, COUNT_CALENDAR},
};

static void add_pause(struct clock_run *run, const char *from, const char *to)
{
	struct clock_pause pause = {.from = moment_make(gate_day(from), 600)};

	if (to != NULL)
		pause.to = moment_make(gate_day(to), 900);
	GROW(run->pauses, run->pause_count);
	run->pauses[run->pause_count++] = pause;
}

static void test_days(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(days); i++) {
		struct clock_rule rule = {.days = days[i].days, .count = days[i].count};
		struct clock_run run = {
			.start = gate_day(days[i].start), .extension = days[i].extension};
		char due[DAY_SIZE];

		for (size_t k = 0; k < PAUSES && days[i].pauses[k][0] != NULL; k++)
			add_pause(&run, days[i].pauses[k][0], days[i].pauses[k][1]);
		clock_count(&run, &rule, &gate.office.pack->calendar);
		if (strcmp(day_format(run.due, due), days[i].due) != 0 ||
			run.provisional != days[i].provisional)
			fail_msg("%zu: %s + %d: %s%s", i, days[i].start, days[i].days, due,
				run.provisional ? ", provisional" : "");
		free(run.pauses);
	}
	gate_close(&gate);
}

static const struct {
	const char *start, *pauses[PAUSES][2];
	int hours, extension;
	const char *due;
} hours[] = {
	{"2026-11-20 14:05", {{0}}, 5, 0, "2026-11-20 19:05"},
	{"2026-11-20 22:30", {{0}}, 5, 0, "2026-11-21 03:30"},
	/* Weekends and holidays run too. */
	{"2026-11-20 22:30", {{0}}, 24, 0, "2026-11-21 22:30"},
	{"2026-09-30 18:00", {{0}}, 48, 0, "2026-10-02 18:00"},
	{"2026-12-31 23:59", {{0}}, 24, 0, "2027-01-01 23:59"},
	{"2024-02-28 12:00", {{0}}, 24, 0, "2024-02-29 12:00"},
	{"2026-11-20 14:00", {{"2026-11-20 15:00", "2026-11-20 16:30"}}, 5, 0, "2026-11-20 20:30"},
	{"2026-11-20 14:00", {{"2026-11-20 15:00", NULL}}, 5, 0, "2026-11-20 19:00"},
	{"2026-11-20 14:00", {{"2026-11-20 19:01", "2026-11-20 20:00"}}, 5, 0, "2026-11-20 19:00"},
	{"2026-11-20 14:00", {{"2026-11-20 15:00", "2026-11-20 16:00"}}, 5, 2, "2026-11-20 22:00"},
};

static void test_hours(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(hours); i++) {
		struct clock_rule rule = {.hours = hours[i].hours};
		struct clock_run run = {.extension = hours[i].extension};
		char due[MOMENT_SIZE];

		assert_true(moment_parse(hours[i].start, &run.start_at));
		for (size_t k = 0; k < PAUSES && hours[i].pauses[k][0] != NULL; k++) {
			struct clock_pause pause = {0};

			assert_true(moment_parse(hours[i].pauses[k][0], &pause.from));
			if (hours[i].pauses[k][1] != NULL)
				assert_true(moment_parse(hours[i].pauses[k][1], &pause.to));
			GROW(run.pauses, run.pause_count);
			run.pauses[run.pause_count++] = pause;
		}
		clock_count(&run, &rule, NULL);
		assert_string_equal(moment_format(run.due_at, due), hours[i].due);
		assert_int_equal(run.due, moment_day(run.due_at));
		assert_false(run.provisional);
		free(run.pauses);
	}
}

static void test_explained_day_by_day(void **state)
{
	struct clock_rule rule = {.days = 20};
	struct clock_run run = {.start = gate_day("2026-03-02")};
	struct clock_step *steps;
	struct gate gate;
	int counted = 0, still = 0;
	size_t n;

	(void)state;
	gate_open(&gate);
	add_pause(&run, "2026-03-06", "2026-03-20");
	clock_count(&run, &rule, &gate.office.pack->calendar);
	n = clock_explain(&run, &rule, &gate.office.pack->calendar, run.due, &steps);
	assert_int_equal(n, gate_day("2026-04-14") - run.start);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(steps[i].day, run.start + 1 + (int)i);
		if (steps[i].count > 0)
			assert_int_equal(steps[i].count, ++counted);
		still += steps[i].is_paused;
	}
	assert_int_equal(counted, 20);
	assert_int_equal(still, 14); /* from the day after the 6th to the 20th */
	assert_string_equal(steps[n - 9].name, "清明节");
	free(steps);
	/* While it stands still, up to today. */
	run.pauses[0].to = 0;
	clock_count(&run, &rule, &gate.office.pack->calendar);
	n = clock_explain(&run, &rule, &gate.office.pack->calendar, gate_day("2026-05-08"), &steps);
	assert_int_equal(n, gate_day("2026-05-08") - run.start);
	assert_true(steps[n - 1].is_paused);
	free(steps);
	free(run.pauses);
	gate_close(&gate);
}

static void test_explained_over_a_holiday(void **state)
{
	struct clock_rule rule = {.days = 7};
	struct clock_run run = {.start = gate_day("2018-09-28")};
	struct clock_step *steps;
	struct gate gate;

	(void)state;
	gate_open(&gate);
	clock_count(&run, &rule, &gate.office.pack->calendar);
	assert_int_equal(run.due, gate_day("2018-10-12"));
	assert_int_equal(
		clock_explain(&run, &rule, &gate.office.pack->calendar, run.due, &steps), 14);
	assert_int_equal(steps[0].kind, CALENDAR_MAKEUP);
	assert_int_equal(steps[0].count, 1);
	assert_int_equal(steps[2].kind, CALENDAR_HOLIDAY);
	assert_string_equal(steps[2].name, "国庆节");
	assert_int_equal(steps[2].count, 0);
	assert_int_equal(steps[13].count, 7);
	free(steps);
	gate_close(&gate);
}

/* -- What turns a clock ------------------------------------------------------------------------ */

/* clang-format off */
#define NAME(text) "name.en = " text "\nname.zh = " text "\n"
#define BASIS "basis.en = b\nbasis.zh = b\n"
#define STATE(code, phase) "[state ask " code "]\n" NAME(code) "phase = " phase "\n"
#define ACTION(code, act) "[action " code "]\n" NAME(code) "act = " act "\n"
#define KIND                                                                                       \
	"[kind ask]\n" NAME("Ask") "workflow = ask.csv\nregister = yes\n"                          \
	"[field ask received]\n" NAME("Received") "type = date\n"                                  \
	"[field ask corrected]\n" NAME("Corrected") "type = date\n"                                \
	"[field ask grace]\n" NAME("Grace") "type = number\n"                                      \
	"[field ask heard]\n" NAME("Heard") "type = moment\n"                                      \
	STATE("draft", "draft") STATE("work", "review") STATE("third", "review")                   \
	STATE("wait", "review") STATE("replied", "ended") STATE("lapsed", "ended")                 \
	ACTION("t-consult", "move") ACTION("t-back", "move") ACTION("t-extend", "move")                  \
	ACTION("t-correct", "move") ACTION("t-reply", "move") ACTION("t-silence", "move")                \
	ACTION("t-lapse", "move")                                                                    \
	"[clock ask reply]\n" NAME("Reply") BASIS "start = work\nstop = wait replied lapsed\n"     \
	"pause = third\nfrom = corrected received\ndays = 20\ncount = working\n"                   \
	"extend = t-extend\nextend-days = 20\nwarn = 5\n"                                            \
	"[clock ask third]\n" NAME("Third") BASIS "start = third\nstop = work\n"                   \
	"days = 15\ncount = working\n"                                                             \
	"[clock ask grace]\n" NAME("Grace") BASIS "start = wait\nstop = work lapsed\n"             \
	"days-of = grace\ncount = working\n"                                                       \
	"[clock ask word]\n" NAME("Word") BASIS "start = work\nstop = replied\n"                   \
	"from = heard\nhours = 5\nwarn = 1\n"
#define FLOW                                                                                       \
	"from,action,to,role,when,guards\n"                                                        \
	",import,draft,clerk,,\n"                                                                  \
	"draft work third wait,edit,=,clerk,,\n"                                                   \
	"draft,submit,work,clerk,,\n"                                                              \
	"work,t-consult,third,clerk,,\n"                                                             \
	"third,t-back,work,clerk,,\n"                                                                \
	"third,t-silence,work,,,expired:third\n"                                                     \
	"work,t-extend,=,head,,comment\n"                                                            \
	"work,t-correct,wait,clerk,,\n"                                                              \
	"wait,t-back,work,clerk,,\n"                                                                 \
	"wait,t-lapse,lapsed,,,expired:grace\n"                                                      \
	"work,t-reply,replied,clerk,,\n"
/* clang-format on */

static const struct patch ask[] = {{"ask.ini", NULL, KIND}, {"ask.csv", NULL, FLOW}};

static void begin_from(struct gate *gate, const char *day, const char *received)
{
	struct paper paper = {.id = xstrdup("zfb-2026-7"),
		.kind = xstrdup("ask"),
		.unit = xstrdup("zfb"),
		.drafter = xstrdup("clerk"),
		.title = xstrdup("一件申请")};

	gate->now = gate_noon(day);
	paper_set_field(&paper, "received", received);
	gate_done(gate, ACT(gate, "clerk", "import", .paper = &paper));
	gate_done(gate, ACT(gate, "clerk", "submit"));
	paper_release(&paper);
}

static void begin_with(struct gate *gate, const struct patch *patches, size_t n, const char *day)
{
	gate_open_with(gate, patches, n);
	begin_from(gate, day, day);
}

/* A request in the state `work` on that day, received as the field says (NULL: it does not). */
static void begin(struct gate *gate, const char *day, const char *received)
{
	gate_open_with(gate, ask, COUNT(ask));
	begin_from(gate, day, received);
}

static void on(struct gate *gate, const char *day, const char *who, const char *action)
{
	gate->now = gate_noon(day);
	gate_done(gate, ACT(gate, who, action, .comment = "经同意"));
}

static const struct clock_run *run_of(const struct gate *gate, const char *clock)
{
	const struct clock_run *run = clock_find(&gate->doc, clock);

	assert_non_null(run);
	return run;
}

static void due(const struct gate *gate, const char *clock, const char *expected, const char *first)
{
	const struct clock_run *run = run_of(gate, clock);
	char buf[DAY_SIZE];

	assert_string_equal(day_format(run->due, buf), expected);
	assert_string_equal(day_format(run->first, buf), first);
}

static void test_pause_resume_and_extension(void **state)
{
	struct gate gate;

	(void)state;
	begin(&gate, "2026-03-03", "2026-03-02");
	due(&gate, "reply", "2026-03-30", "");
	on(&gate, "2026-03-06", "clerk", "t-consult");
	assert_true(clock_is_paused(run_of(&gate, "reply")));
	/* The other term runs meanwhile, and it alone is due. */
	due(&gate, "third", "2026-03-27", "");
	assert_int_equal(document_due(&gate.doc), run_of(&gate, "third")->due);
	on(&gate, "2026-03-20", "clerk", "t-back");
	assert_false(clock_is_paused(run_of(&gate, "reply")));
	assert_int_not_equal(run_of(&gate, "third")->stopped, DAY_NONE);
	/* Entering its start again did not start it anew. */
	due(&gate, "reply", "2026-04-14", "2026-03-30");
	on(&gate, "2026-04-10", "head", "t-extend");
	due(&gate, "reply", "2026-05-14", "2026-03-30");
	gate_refused(&gate, ACT(&gate, "head", "t-extend", .comment = "再延"),
		"'Reply' has been extended before, and it can be extended once");
	on(&gate, "2026-05-08", "clerk", "t-reply");
	assert_int_equal(run_of(&gate, "reply")->stopped, gate_day("2026-05-08"));
	assert_int_equal(document_due(&gate.doc), DAY_NONE);
	gate_close(&gate);
}

static void test_an_extension_comes_in_time(void **state)
{
	struct gate gate;

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	gate.now = gate_noon("2026-03-31");
	gate_refused(&gate, ACT(&gate, "head", "t-extend", .comment = "延期"),
		"'Reply' ended on 2026-03-30; it is extended before that or not at all");
	gate.now = gate_noon("2026-03-30");
	gate_done(&gate, ACT(&gate, "head", "t-extend", .comment = "延期"));
	due(&gate, "reply", "2026-04-28", "2026-03-30");
	gate_close(&gate);
}

static void test_a_correction_starts_it_anew(void **state)
{
	struct gate gate;

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	on(&gate, "2026-03-04", "clerk", "t-correct");
	assert_int_equal(run_of(&gate, "reply")->stopped, gate_day("2026-03-04"));
	assert_null(clock_find(&gate.doc, "grace")); /* nobody has said how long */
	gate_done(&gate, gate_edit(&gate, "clerk", "corrected", "2026-03-12"));
	on(&gate, "2026-03-13", "clerk", "t-back");
	/* From the day the correction came in, with nothing left of the first run. */
	assert_int_equal(run_of(&gate, "reply")->start, gate_day("2026-03-12"));
	due(&gate, "reply", "2026-04-10", "");
	gate_close(&gate);
}

static void test_a_field_says_how_long(void **state)
{
	struct gate gate;

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	gate_done(&gate, gate_edit(&gate, "clerk", "grace", "10"));
	on(&gate, "2026-03-04", "clerk", "t-correct");
	due(&gate, "grace", "2026-03-18", "");
	assert_int_equal(run_of(&gate, "grace")->term, 10);
	/* Another number, another day; the first one is kept. */
	gate_done(&gate, gate_edit(&gate, "clerk", "grace", "15"));
	due(&gate, "grace", "2026-03-25", "2026-03-18");
	gate_close(&gate);
}

static void test_a_field_says_when_it_began(void **state)
{
	struct gate gate;
	char buf[MOMENT_SIZE];

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	/* Nobody has said when it was heard of: nothing runs from there yet. */
	assert_null(clock_find(&gate.doc, "word"));
	gate_done(&gate, gate_edit(&gate, "clerk", "heard", "2026-03-02 12:00"));
	assert_string_equal(moment_format(run_of(&gate, "word")->due_at, buf), "2026-03-02 17:00");
	gate_done(&gate, gate_edit(&gate, "clerk", "heard", "2026-03-02 08:40"));
	assert_string_equal(moment_format(run_of(&gate, "word")->due_at, buf), "2026-03-02 13:40");
	assert_string_equal(
		moment_format(run_of(&gate, "word")->first_at, buf), "2026-03-02 17:00");
	gate_done(&gate, gate_edit(&gate, "clerk", "received", "2026-02-27"));
	/* The make-up Saturday of the 28th is the first of the twenty. */
	due(&gate, "reply", "2026-03-26", "2026-03-30");
	/* What it hung on is gone, and comes back. */
	gate_done(&gate, gate_edit(&gate, "clerk", "heard", NULL));
	assert_int_not_equal(run_of(&gate, "word")->stopped, DAY_NONE);
	gate_done(&gate, gate_edit(&gate, "clerk", "heard", "2026-03-02 09:00"));
	assert_string_equal(moment_format(run_of(&gate, "word")->due_at, buf), "2026-03-02 14:00");
	assert_int_equal(run_of(&gate, "word")->stopped, DAY_NONE);
	gate_close(&gate);
}

/* -- What running out does --------------------------------------------------------------------- */

static void test_silence(void **state)
{
	struct gate gate;
	const struct transition *row;

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	on(&gate, "2026-03-06", "clerk", "t-consult");
	gate.now = gate_noon("2026-03-27");
	assert_null(workflow_site_row(&gate.office, &gate.doc, gate.now));
	gate_refused(&gate, ACT(&gate, "site", "t-silence"),
		"'t-silence' is for when 'Third' has run out; it is due 2026-03-27");
	gate.now = gate_noon("2026-03-28");
	row = workflow_site_row(&gate.office, &gate.doc, gate.now);
	assert_non_null(row);
	assert_string_equal(row->action->code, "t-silence");
	gate_refused(&gate, ACT(&gate, "clerk", "t-silence"),
		"'t-silence' is done by the program itself");
	gate_done(&gate, ACT(&gate, "site", "t-silence"));
	assert_string_equal(gate.doc.state, "work");
	assert_string_equal(gate.log[gate.n - 1].role, "system");
	/* Four days were used; sixteen are left from Monday the 30th on. */
	due(&gate, "reply", "2026-04-21", "2026-03-30");
	gate_refused(&gate, ACT(&gate, "site", "t-silence"), "is in the state 'work'");
	gate_close(&gate);
}

static void test_lapse(void **state)
{
	struct gate gate;

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	gate_done(&gate, gate_edit(&gate, "clerk", "grace", "5"));
	on(&gate, "2026-03-04", "clerk", "t-correct");
	gate.now = gate_noon("2026-03-11");
	assert_null(workflow_site_row(&gate.office, &gate.doc, gate.now));
	gate.now = gate_noon("2026-03-12");
	gate_done(&gate, ACT(&gate, "site", "t-lapse"));
	assert_string_equal(gate.doc.state, "lapsed");
	gate_close(&gate);
}

static void test_over_to_the_minute(void **state)
{
	struct clock_run run = {.start_at = 1, .stopped = DAY_NONE};
	struct stamp now;

	(void)state;
	assert_true(moment_parse("2026-11-20 14:00", &run.due_at));
	run.due = moment_day(run.due_at);
	assert_true(stamp_parse("2026-11-20T14:00:59+08:00", &now));
	assert_false(clock_is_over(&run, now));
	now.time += 1;
	assert_true(clock_is_over(&run, now));
	run.stopped = run.due;
	assert_false(clock_is_over(&run, now));
}

static void test_near_its_end(void **state)
{
	struct clock_rule rule = {.days = 20, .warn = 5};
	struct clock_run run = {.start = gate_day("2026-09-14")};
	struct gate gate;
	char buf[MOMENT_SIZE], day[DAY_SIZE];

	(void)state;
	gate_open(&gate);
	clock_count(&run, &rule, &gate.office.pack->calendar);
	assert_string_equal(day_format(run.due, day), "2026-10-16");
	/* When five are left: 12 to 16 October. */
	assert_string_equal(
		day_format((int)clock_warn(&run, &rule, &gate.office.pack->calendar), day),
		"2026-10-11");
	rule = (struct clock_rule){.hours = 48, .warn = 6};
	assert_true(moment_parse("2026-11-20 14:00", &run.start_at));
	clock_count(&run, &rule, NULL);
	assert_string_equal(moment_format(clock_warn(&run, &rule, NULL), buf), "2026-11-22 08:00");
	gate_close(&gate);
}

/* -- Another calendar -------------------------------------------------------------------------- */

/* In March 2019 the four days around 1 May were not known yet (they were made up for on 28 April
 * and 5 May). */
static const struct patch before_march[] = {{"ask.ini", NULL, KIND}, {"ask.csv", NULL, FLOW},
	{"calendar/holidays.csv",
		"2019-04-28,work,劳动节\n2019-05-01,off,劳动节\n2019-05-02,off,劳动节\n"
		"2019-05-03,off,劳动节\n2019-05-04,off,劳动节\n2019-05-05,work,劳动节\n",
		"2019-05-01,off,劳动节\n"}};

static void test_a_calendar_that_changed_after_the_fact(void **state)
{
	struct gate gate, after;

	(void)state;
	gate_open_with(&after, ask, COUNT(ask));
	/* The 2nd of May was the twentieth; 28 April was made a day of work before it. */
	begin_with(&gate, before_march, COUNT(before_march), "2019-04-02");
	due(&gate, "reply", "2019-05-02", "");
	assert_false(clock_recount(&gate.doc, gate.office.pack, gate.office.pack));
	assert_true(clock_recount(&gate.doc, gate.office.pack, after.office.pack));
	due(&gate, "reply", "2019-04-30", "2019-05-02");
	/* And once more: the first one is the first. */
	assert_true(clock_recount(&gate.doc, after.office.pack, gate.office.pack));
	due(&gate, "reply", "2019-05-02", "2019-05-02");
	gate_close(&gate);
	/* Two days gained and two lost: nothing has changed, and nothing is noted. */
	begin_with(&gate, before_march, COUNT(before_march), "2019-04-15");
	due(&gate, "reply", "2019-05-14", "");
	assert_false(clock_recount(&gate.doc, gate.office.pack, after.office.pack));
	due(&gate, "reply", "2019-05-14", "");
	/* What has been stopped is not counted again. */
	on(&gate, "2019-04-16", "clerk", "t-reply");
	assert_false(clock_recount(&gate.doc, gate.office.pack, after.office.pack));
	gate_close(&gate);
	gate_close(&after);
}

/* The year after the calendar's last becomes known. */
static void test_provisional_no_more(void **state)
{
	static const struct patch next_year[] = {{"ask.ini", NULL, KIND}, {"ask.csv", NULL, FLOW},
		{"calendar/holidays.csv", "2026-10-10,work,国庆节\n",
			"2026-10-10,work,国庆节\n2027-01-01,off,元旦\n"}};
	struct gate gate, after;

	(void)state;
	gate_open_with(&after, next_year, COUNT(next_year));
	begin(&gate, "2026-12-07", "2026-12-07");
	due(&gate, "reply", "2027-01-04", "");
	assert_true(run_of(&gate, "reply")->provisional);
	assert_true(clock_recount(&gate.doc, gate.office.pack, after.office.pack));
	due(&gate, "reply", "2027-01-05", "2027-01-04");
	assert_false(run_of(&gate, "reply")->provisional);
	gate_close(&gate);
	gate_close(&after);
}

static void test_a_term_stays_as_it_began(void **state)
{
	static const struct patch shorter[] = {{"ask.ini", NULL, KIND}, {"ask.csv", NULL, FLOW}};
	struct gate gate, later;

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	gate_open_with(&later, shorter, COUNT(shorter));
	((struct clock_rule *)(uintptr_t)clock_rule(pack_kind(later.office.pack, "ask"), "reply"))
		->days = 10;
	assert_true(clock_recount(&gate.doc, gate.office.pack, later.office.pack));
	due(&gate, "reply", "2026-03-30", "");
	assert_int_equal(run_of(&gate, "reply")->term, 20);
	assert_false(clock_recount(&gate.doc, later.office.pack, later.office.pack));
	gate_close(&later);
	gate_close(&gate);
}

/* -- The term of a row ------------------------------------------------------------------------- */

/* clang-format off */
#define LINES                                                                                      \
	"[table lines]\n" NAME("Lines") "file = lines.csv\ncolumns = term\n"                       \
	"columns.en = Term\ncolumns.zh = 期限\n"                                                   \
	"[field ask line]\n" NAME("Line") "type = row\ntable = lines\n"                            \
	"[clock ask line]\n" NAME("Line") BASIS "start = work\nstop = replied\n"                   \
	"days = 20\ndays-of = line.term\ncount = working\nwarn = 2\n"
/* clang-format on */
#define ROWS(r3, c10) "code,name,term\nR0,a,0\nR3,b," r3 "\nC10,c," c10 "\nR7,d,7 working\nN,e,\n"

static const struct patch lines[] = {{"ask.ini", NULL, KIND}, {"ask.csv", NULL, FLOW},
	{"lines.ini", NULL, LINES}, {"lines.csv", NULL, ROWS("3", "10 calendar")}};

static const struct {
	const char *row, *due;
	int days;
	enum count_unit count;
	const char *then; /* under a table that says 5 for R3 and 10 for C10, and has no R7 */
} terms[] = {
	{"R0", "2026-03-02", 0, COUNT_WORKING, "2026-03-02"},
	{"R3", "2026-03-05", 3, COUNT_WORKING, "2026-03-09"},
	{"C10", "2026-03-12", 10, COUNT_CALENDAR, "2026-03-16"},
	{"R7", "2026-03-11", 7, COUNT_WORKING, "2026-03-11"},
	{"N", "2026-03-30", 20, COUNT_WORKING, "2026-03-30"},
	{"", "2026-03-30", 20, COUNT_WORKING, "2026-03-30"},
};

static void begin_row(struct gate *gate, const char *row)
{
	struct paper paper = {.id = xstrdup("zfb-2026-7"),
		.kind = xstrdup("ask"),
		.unit = xstrdup("zfb"),
		.drafter = xstrdup("clerk"),
		.title = xstrdup("一件申请")};

	gate_open_with(gate, lines, COUNT(lines));
	gate->now = gate_noon("2026-03-02");
	paper_set_field(&paper, "line", row);
	gate_done(gate, ACT(gate, "clerk", "import", .paper = &paper));
	gate_done(gate, ACT(gate, "clerk", "submit"));
	paper_release(&paper);
}

static void again_as_printed(const struct document *document)
{
	struct document again = {0};
	struct str a = {0}, b = {0};
	struct err err;

	document_print(document, &a);
	if (!document_parse(&again, str_get(&a), &err))
		fail_msg("%s", err.text);
	document_print(&again, &b);
	assert_string_equal(str_get(&a), str_get(&b));
	str_release(&a);
	str_release(&b);
	document_release(&again);
}

static void test_the_term_of_a_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(terms); i++) {
		const struct clock_rule *rule;
		struct gate gate;

		begin_row(&gate, terms[i].row);
		rule = clock_rule(pack_kind(gate.office.pack, "ask"), "line");
		due(&gate, "line", terms[i].due, "");
		assert_int_equal(clock_term(run_of(&gate, "line"), rule), terms[i].days);
		assert_int_equal(clock_counts(run_of(&gate, "line"), rule), terms[i].count);
		again_as_printed(&gate.doc);
		gate_close(&gate);
	}
}

static void test_another_row_another_term(void **state)
{
	struct gate gate;

	(void)state;
	begin_row(&gate, "R3");
	gate_done(&gate, gate_edit(&gate, "clerk", "line", "C10"));
	due(&gate, "line", "2026-03-12", "2026-03-05");
	gate.now = gate_noon("2026-03-09");
	gate_done(&gate, gate_edit(&gate, "clerk", "line", "R0"));
	due(&gate, "line", "2026-03-02", "2026-03-05");
	assert_true(clock_is_over(run_of(&gate, "line"), gate.now));
	gate_close(&gate);
}

static void test_a_table_that_changed(void **state)
{
	static const struct patch other[] = {{"ask.ini", NULL, KIND}, {"ask.csv", NULL, FLOW},
		{"lines.ini", NULL, LINES},
		{"lines.csv", NULL, "code,name,term\nR0,a,0\nR3,b,5\nC10,c,10\nN,e,\n"}};

	(void)state;
	for (size_t i = 0; i < COUNT(terms); i++) {
		bool same = strcmp(terms[i].due, terms[i].then) == 0;
		struct gate gate, after;

		begin_row(&gate, terms[i].row);
		gate_open_with(&after, other, COUNT(other));
		assert_int_equal(
			clock_recount(&gate.doc, gate.office.pack, after.office.pack), !same);
		due(&gate, "line", terms[i].then, same ? "" : terms[i].due);
		assert_false(clock_recount(&gate.doc, after.office.pack, after.office.pack));
		again_as_printed(&gate.doc);
		gate_close(&after);
		gate_close(&gate);
	}
}

/* -- As a record ------------------------------------------------------------------------------- */

static void test_printed_and_read_back(void **state)
{
	struct document again = {0};
	struct str a = {0}, b = {0};
	struct gate gate;
	struct err err;

	(void)state;
	begin(&gate, "2026-03-02", "2026-03-02");
	gate_done(&gate, gate_edit(&gate, "clerk", "heard", "2026-03-02 12:00"));
	gate_done(&gate, gate_edit(&gate, "clerk", "heard", "2026-03-02 08:40"));
	gate_done(&gate, gate_edit(&gate, "clerk", "grace", "5"));
	on(&gate, "2026-03-06", "clerk", "t-consult");
	on(&gate, "2026-03-20", "clerk", "t-back");
	on(&gate, "2026-04-10", "head", "t-extend");
	on(&gate, "2026-04-13", "clerk", "t-consult");
	document_print(&gate.doc, &a);
	assert_non_null(strstr(str_get(&a),
		"Clock: reply 2026-03-02 2026-05-14 - fixed first-day=2026-03-30 extended=20 "
		"pause=2026-03-06T12:00/2026-03-20T12:00 pause=2026-04-13T12:00\n"));
	assert_non_null(strstr(str_get(&a),
		"Clock: word 2026-03-02 2026-03-02 - fixed start=2026-03-02T08:40 "
		"due=2026-03-02T13:40 first-day=2026-03-02 first=2026-03-02T17:00\n"));
	if (!document_parse(&again, str_get(&a), &err))
		fail_msg("%s", err.text);
	document_print(&again, &b);
	assert_string_equal(str_get(&a), str_get(&b));
	str_release(&a);
	str_release(&b);
	document_release(&again);
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_explained_day_by_day),
		cmocka_unit_test(test_explained_over_a_holiday),
		cmocka_unit_test(test_pause_resume_and_extension),
		cmocka_unit_test(test_an_extension_comes_in_time),
		cmocka_unit_test(test_a_correction_starts_it_anew),
		cmocka_unit_test(test_a_field_says_how_long),
		cmocka_unit_test(test_a_field_says_when_it_began),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_lapse),
		cmocka_unit_test(test_over_to_the_minute),
		cmocka_unit_test(test_near_its_end),
		cmocka_unit_test(test_a_calendar_that_changed_after_the_fact),
		cmocka_unit_test(test_provisional_no_more),
		cmocka_unit_test(test_a_term_stays_as_it_began),
		cmocka_unit_test(test_the_term_of_a_row),
		cmocka_unit_test(test_another_row_another_term),
		cmocka_unit_test(test_a_table_that_changed),
		cmocka_unit_test(test_printed_and_read_back),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}

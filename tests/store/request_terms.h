/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_REQUEST_TERMS_H
#define TESTS_STORE_REQUEST_TERMS_H

/* When a request of the pack cn is due, from its raw decisions and the law's own numbers: without
 * the pack's clocks and without core/clock. Include after <cmocka.h>. */

#include "tests/store/busy.h"

/* Working days: articles 32 to 34. */
enum { REPLY_DAYS = 20, EXTENSION_DAYS = 20, ANSWER_DAYS = 15, STRETCHES = 32 };

struct stretch { /* the reply stood still from the day after `from` up to `to` */
	int from, to; /* to DAY_NONE: it still does */
};

struct reply {
	bool runs;
	int days;
	struct stretch still[STRETCHES];
	size_t n;
};

static int request_day(const struct paper *paper, const char *field)
{
	const char *value = paper_field(paper, field);
	int day = DAY_NONE;

	if (value != NULL)
		assert_true(day_parse(value, &day));
	return day;
}

static bool reply_stands_still(const struct reply *reply)
{
	return reply->n > 0 && reply->still[reply->n - 1].to == DAY_NONE;
}

static void reply_hear(struct reply *reply, const struct raw_act *act)
{
	static const char *const over[] = {"correction", "replied", "lapsed", "void"};
	const char *to = act->decision.to;

	if (reply->runs && strcmp(act->decision.action, "extend-reply") == 0)
		reply->days = REPLY_DAYS + EXTENSION_DAYS;
	if (!raw_moves(act))
		return;
	if (strcmp(to, "processing") == 0 && !reply->runs)
		*reply = (struct reply){.runs = true, .days = REPLY_DAYS};
	else if (strcmp(to, "processing") == 0 && reply_stands_still(reply))
		reply->still[reply->n - 1].to = act->day;
	if (strcmp(to, "third-party") == 0 || strcmp(to, "organ") == 0) {
		assert_true(reply->n < STRETCHES);
		reply->still[reply->n++] = (struct stretch){.from = act->day};
	}
	for (size_t i = 0; i < LENGTH(over); i++)
		reply->runs = reply->runs && strcmp(to, over[i]) != 0;
}

/* On the fingers: a working day counts unless the term stood still on it. One that was used up on
 * the day it came to stand still ends on the day it goes on. */
static int reply_end(const struct figures_test *t, const struct reply *reply, int start)
{
	int day = start;

	for (int left = reply->days; left > 0;) {
		bool stood = false;

		day++;
		for (size_t i = 0; i < reply->n; i++)
			stood = stood || (day > reply->still[i].from && day <= reply->still[i].to);
		left -= !stood && calendar_is_working(&t->pack->calendar, day);
	}
	for (size_t i = 0; i < reply->n; i++) {
		if (day == reply->still[i].from)
			day = reply->still[i].to;
	}
	return day;
}

static int working_days_after(const struct figures_test *t, int day, int n)
{
	return reply_end(t, &(struct reply){.days = n}, day);
}

static int reply_due(struct figures_test *t, const struct raw_doc *doc)
{
	const struct paper *paper = &raw_last(doc)->paper;
	struct reply reply = {0};
	int start = request_day(paper, "corrected");

	for (size_t i = 0; i < doc->n; i++)
		reply_hear(&reply, &doc->acts[i]);
	if (!reply.runs || reply_stands_still(&reply))
		return DAY_NONE;
	if (start == DAY_NONE)
		start = request_day(paper, "received");
	t->found->stood_still += reply.n > 0;
	t->found->extended += reply.days > REPLY_DAYS;
	return reply_end(t, &reply, start);
}

/* The days to correct it that were told last; those of nought are none. */
static int correction_due(const struct figures_test *t, const struct raw_doc *doc)
{
	int start = DAY_NONE, days = 0, said;

	for (size_t i = 0; i < doc->n; i++) {
		const struct raw_act *act = &doc->acts[i];
		const char *value = paper_field(&act->paper, "correction-days");

		if (strcmp(act->decision.to, "correction") != 0)
			continue;
		if (!str_number(value != NULL ? value : "0", &said))
			said = 0;
		if (raw_moves(act)) {
			start = act->day;
			days = said;
		} else if (days > 0 && said > 0) {
			days = said;
		}
	}
	return days > 0 ? working_days_after(t, start, days) : DAY_NONE;
}

/* Of somebody who was asked on the day that a field says. */
static int answer_due(const struct figures_test *t, const struct raw_doc *doc, const char *field)
{
	int asked = request_day(&raw_last(doc)->paper, field);

	return asked != DAY_NONE ? working_days_after(t, asked, ANSWER_DAYS) : DAY_NONE;
}

static int request_due(struct figures_test *t, const struct raw_doc *doc)
{
	const char *state = raw_last(doc)->decision.to;

	if (strcmp(state, "correction") == 0)
		return correction_due(t, doc);
	if (strcmp(state, "third-party") == 0)
		return answer_due(t, doc, "third-party-notified");
	if (strcmp(state, "organ") == 0)
		return str_eq(paper_field(&raw_last(doc)->paper, "co-maker"), "yes")
			       ? answer_due(t, doc, "organ-notified")
			       : DAY_NONE;
	return reply_due(t, doc);
}

#endif

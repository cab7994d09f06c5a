/* SPDX-License-Identifier: MIT */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

/* Terms that run beside a document. A kind's rules say what starts, stops, pauses and extends them;
 * here they run, by what was decided alone, so that every replay comes to the same days. */

#include "core/document.h"
#include "core/pack.h"

/* What a decision did that clocks may hang on. */
struct clock_event {
	const struct pack *pack;
	const struct kind *kind;
	bool moved; /* it led to another state, which the document is in */
	bool edited; /* it may have changed fields */
	const struct action *action; /* what took effect; NULL: nothing that extends a term */
	struct stamp now;
};
/* Turns the clocks of a document that stands as the decision leaves it: entering a state starts,
 * stops and pauses them, an action extends one, a field that changed moves its beginning. */
void clock_turn(struct document *document, const struct clock_event *event);

/* Makes due and provisional of all else that a run says. */
void clock_count(
	struct clock_run *run, const struct clock_rule *rule, const struct calendar *calendar);

/* Counts what is open anew, by another pack's calendar; the terms stay those they began with. True:
 * something came out otherwise, and the first due day is kept beside the new one. */
bool clock_recount(struct document *document, const struct pack *before, const struct pack *after);

const struct clock_rule *clock_rule(const struct kind *kind, const char *code); /* NULL; borrowed */
struct clock_run *clock_find(
	const struct document *document, const char *code); /* NULL; borrowed */
/* Whether it is a term within which a paper is to be public: publication stops it. */
bool clock_is_to_publish(const struct kind *kind, const struct clock_rule *rule);
/* The document's run of such a term; NULL; borrowed. */
const struct clock_run *clock_to_publish(const struct kind *kind, const struct document *document);
bool clock_is_hours(const struct clock_run *run); /* it counts minutes and not days */
bool clock_is_paused(const struct clock_run *run); /* it stands still */
/* Whether its term has ended by now without the clock having been stopped. */
bool clock_is_over(const struct clock_run *run, struct stamp now);
/* The days or hours it has in all, without what was added: the rule is its own. */
int clock_term(const struct clock_run *run, const struct clock_rule *rule);
/* How its days count: as its rule says, or the row that gave it its term. */
enum count_unit clock_counts(const struct clock_run *run, const struct clock_rule *rule);
/* The day or, of hours, the minute from which on its end is near; 0 where the rule names none. */
int64_t clock_warn(const struct clock_run *run, const struct clock_rule *rule,
	const struct calendar *calendar);

/* A beginning or end as it is shown: the minute, of a clock of hours; else (moment 0) the day. */
struct clock_when {
	char text[MOMENT_SIZE];
};
struct clock_when clock_when(int day, int64_t moment);

/* One day of the explanation of a term of days. */
struct clock_step {
	int day;
	enum calendar_kind kind;
	const char *name; /* borrowed from the calendar */
	int count; /* the days counted so far, this one included; 0 where it is skipped or stood
		      still */
	bool is_paused;
};
/* Every day after the start up to the due day, or to today while the clock stands still; *steps is
 * the caller's to free. Returns how many; 0 for a clock of hours. */
size_t clock_explain(const struct clock_run *run, const struct clock_rule *rule,
	const struct calendar *calendar, int today, struct clock_step **steps);

#endif

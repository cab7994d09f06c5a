/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CORE_FAKE_GATE_H
#define TESTS_CORE_FAKE_GATE_H

/* What a store and a session do around workflow_admit, for tests of core: the pack of China from
 * its folder, the people of its demo, and documents that are pushed through the gate one decision
 * after another, with the Prev fields a ledger would give them. */

#include "core/workflow.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A change to a file of the pack before it is read: where old stands, new stands; without old, new
 * is a file of its own. */
struct patch {
	const char *path, *old, *new;
};

struct gate {
	struct office office;
	struct stamp now;
	struct document doc; /* the one that acts are done to; no prev: there is none yet */
	struct evidence evidence; /* stub and named, where a test sets them */
	struct decision *log; /* what was admitted on doc, settled, record included */
	struct stamp *times;
	size_t n;
	struct err err; /* of the last act */
};

/* Who does what, and what they say with it. */
struct act_of {
	const char *who, *action;
	const char *comment, *code, *named;
	const char *signer; /* the fingerprint of a key of theirs; NULL: the site signs */
	const struct paper *paper; /* what the record says afterwards */
	const char *text; /* a text other than gate_paper's, which the record then names */
};

void gate_open(struct gate *gate);
void gate_open_with(struct gate *gate, const struct patch *patches, size_t n);
void gate_close(struct gate *gate);
/* For tests that change nothing of it: one gate for all of a group, opened and closed around it. */
extern struct gate shared_gate;
int gate_set_up(void **state);
int gate_tear_down(void **state);
/* The day in the pack's zone at noon. */
struct stamp gate_noon(const char *day);
int gate_day(const char *day);

/* Asks for one decision on gate->doc; where it is admitted, it is done. */
bool gate_act(struct gate *gate, const struct act_of *act);
#define ACT(gate, by, what, ...)                                                                   \
	gate_act(gate, &(struct act_of){.who = (by), .action = (what), __VA_ARGS__})
/* The decision that act would ask for, not settled; the caller releases it. */
struct decision gate_decision(const struct gate *gate, const struct act_of *act);
/* Takes a settled decision and what came of it into the gate's document and log. */
void gate_take(struct gate *gate, struct decision *decision, struct document *after);

/* A paper that lacks nothing to be submitted but its marking. */
void gate_paper(struct paper *paper, const char *id, const char *drafter);
/* Forgets the document and imports another by a person: gongwen, complete, of unit zfb. */
bool gate_import(struct gate *gate, const char *who);
bool gate_mark(struct gate *gate, const char *who, const char *attribute);
/* With grounds parted by blanks, a reason and a day ("" or NULL: none). */
bool gate_mark_with(struct gate *gate, const char *who, const char *attribute, const char *grounds,
	const char *reason, const char *review_by);
bool gate_edit(struct gate *gate, const char *who, const char *field, const char *value);
/* Imports a paper of clerk's, marks it and brings it to a state by the shortest way; false and err
 * where the gate stands in between. */
bool gate_reach(struct gate *gate, const char *attribute, const char *state);

/* Puts a unit or person in from its record, without asking anybody. */
void gate_put(struct gate *gate, enum subject subject, const char *record);
/* Adds a line at the end of a person's record. */
void gate_add(struct gate *gate, const char *person, const char *line);

/* Fails unless the decisions of the log, read from their messages and admitted one after another,
 * give the document again. Each (NULL: nobody) sees the document before decision i. */
void gate_replay(const struct gate *gate,
	void (*each)(const struct gate *gate, size_t i, const struct document *before));

/* Fails unless an act was refused with a sentence that says part, or was done. */
void gate_refused(const struct gate *gate, bool ok, const char *part);
void gate_done(const struct gate *gate, bool ok);

/* Parts of the pack, to be bent into what no loader would let in. */
struct transition *gate_row(struct gate *gate, const char *state, const char *action);
const struct state *gate_state(const struct gate *gate, const char *state);
struct ground *gate_ground(struct gate *gate, const char *code);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef TUI_SAY_H
#define TUI_SAY_H

/* Words for what the screens show, in the current language. Borrowed results live as long as the
 * office; `char *` is the caller's to free. */

#include "core/label.h"
#include "core/session.h"
#include "tui/cell.h"

const char *say_attribute(const struct office *office, const char *attribute); /* NULL: undecided */
enum style say_attribute_style(const struct office *office, const char *attribute);
/* What a rule of the screening is called; its code where the pack has no name for it. */
const char *say_rule(const struct pack *pack, const char *rule);
const char *say_severity(enum severity severity); /* what a finding of it asks for */
/* Findings line by line: what, where, and what may stand in its place. The caller frees; NULL where
 * there are none. */
char *say_findings(const struct pack *pack, const struct findings *findings);

/* A queue of session_queue; its own name where it is none of the desk's. */
const char *say_queue(const struct office *office, const char *queue);

enum { SAY_DUE_SIZE = 48 };
/* A due day and, of a clock of hours, the minute (else 0). */
struct due_end {
	int day;
	int64_t at;
};
struct due_end due_of_row(const struct row *row);
struct due_end due_of(const struct document *document);
/* "3d left", "today", "2d late", "5h left", "20m late"; "" where nothing is due. */
const char *say_due(struct stamp now, struct due_end due, char buf[SAY_DUE_SIZE]);
enum style say_due_style(struct stamp now, struct due_end due);
enum mark say_due_mark(struct stamp now, struct due_end due); /* MARK_COUNT: none */

/* Who can take the next step with a paper in a state: "Head of section (Zhang San)"; NULL where
 * nobody has to. */
char *say_next(const struct session *session, const char *kind, const char *state, const char *unit,
	const char *drafter);
/* The same of a paper at hand: where units that it names speak, those that have not yet. */
char *say_next_of(const struct session *session, const struct document *document);
/* "Section check · next: Head of section (Zhang San)" */
char *say_place(const struct session *session, const char *kind, const char *state,
	const char *unit, const char *drafter);
/* The sentence of an error, as it stands on the screen: with its first letter in capitals, without
 * the codes that a command line would want, (policy), and with `edit` called what
 * the key bar calls it. */
char *say_error(const struct err *err);
/* session_show, with the reasons why acts are closed in such words. */
bool say_show(struct session *session, const char *id, struct view *view, struct err *err);

#endif

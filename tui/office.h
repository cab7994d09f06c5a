/* SPDX-License-Identifier: MIT */
#ifndef TUI_OFFICE_H
#define TUI_OFFICE_H

/* Administration on the screen: what can be done about people, keys, units, delegations, the pack
 * and the sessions that are open, each in a form of its own. The gate is that of the commands. */

#include "tui/views.h"

/* All that can be done, first what is about the row of the office's report that the cursor is on
 * (its table and its id; NULL: on none). What is closed says why. */
void office_acts(struct app *app, const char *table, const char *id);

/* What a line of theirs stands for: its form is opened. */
void office_take(struct app *app, const char *code);

/* What a form is for: its word, what is offered, and about what it is. */
enum office_about { ABOUT_NOTHING, ABOUT_PERSON, ABOUT_UNIT };
struct office_deed {
	const char *code, *title, *help; /* title, help: msgids */
	enum office_about about;
	const char *done; /* a msgid: what is so now, said behind the name */
};
extern const struct office_deed office_deeds[];
extern const size_t office_deed_count;
/* Opens the form of a deed, about a person or a unit (NULL: none). */
void office_form(struct app *app, const struct office_deed *deed, const char *id);

#endif

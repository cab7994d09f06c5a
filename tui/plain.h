/* SPDX-License-Identifier: MIT */
#ifndef TUI_PLAIN_H
#define TUI_PLAIN_H

/* The menus without a screen, for the files they are made of. */

#include <stdio.h>

#include "tui/app.h"

struct plain {
	struct app app; /* without a terminal: what forms live in */
	FILE *in, *out;
	bool is_over; /* the input has ended, or the person leaves */
};

void plain_say(struct plain *plain, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A line as it was typed; NULL at the end of the input. The caller frees. */
char *plain_read(struct plain *plain);
/* The same after a question, without the blanks around it. */
char *plain_ask(struct plain *plain, const char *question);
/* 1..n as an index; -1 where the line is no such number. */
int plain_choice(const char *line, size_t n);
/* What was said by forms and what they opened, and only now comes out. */
void plain_tell(struct plain *plain);

/* Goes through the form that was just opened, answer by answer, until it is saved or left; where it
 * was refused there is none. The id of the paper that was begun by it, else NULL; the caller frees.
 */
char *plain_form(struct plain *plain);

#endif

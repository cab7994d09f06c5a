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
void plain_complain(struct plain *plain, const struct err *err);
/* The code of a return, and the words that go with an act; NULL or "": none. The caller frees. */
char *plain_code(struct plain *plain);
char *plain_comment(struct plain *plain, bool is_needed);
/* What was said by forms and what they opened, and only now comes out. */
void plain_tell(struct plain *plain);

/* Goes through the form that was just opened, answer by answer, until it is saved or left; where it
 * was refused there is none. The id of the paper that was begun by it, else NULL; the caller frees.
 */
char *plain_form(struct plain *plain);

/* A paper, until the person goes back. */
void plain_paper(struct plain *plain, const char *id);
/* A queue (NULL: none) narrowed by a query's text (NULL: all), until the person goes back. */
void plain_list(struct plain *plain, const char *queue, const char *text);
/* What to do with many papers. */
void plain_many(struct plain *plain, const struct strv *ids);
/* Goes through the act on many that was just opened; false: none was. */
bool plain_bulk(struct plain *plain);
/* The reports to choose from; the one on who works here, with what can be done about it. */
void plain_reports(struct plain *plain);
void plain_office(struct plain *plain);

#endif

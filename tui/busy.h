/* SPDX-License-Identifier: MIT */
#ifndef TUI_BUSY_H
#define TUI_BUSY_H

/* Long reading: a sentence in the status line after a moment, and a key that stops it. The other
 * keys that come meanwhile wait. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct input;

struct busy {
	int depth; /* of what is being read */
	int64_t since, looked; /* milliseconds */
	int shown; /* seconds; -1: nothing yet */
	bool is_stopped;
	struct input *later; /* owns: keys that came meanwhile, oldest first */
	size_t later_count;
};

/* Around what reads the store for a screen, and writes nothing. What is stopped fails with
 * ERR_STOPPED. Counted: the outermost pair is one piece of work. */
void busy_begin(struct app *app);
void busy_end(struct app *app);
/* A key that came meanwhile, else the terminal's next; false when there is none. */
bool busy_read(struct app *app, struct input *input);
void busy_release(struct busy *busy);

#endif

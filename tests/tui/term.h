/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_TERM_H
#define TESTS_TUI_TERM_H

/* A program on a pseudo-terminal of our own: what it writes goes into libvterm's screen, what it
 * asks (device attributes, cursor position, modes) is answered.
 *
 * How we know that the program has done what a key made it do, without sleeping: the environment
 * names a file descriptor (GONGKAI_TEST_FD) to which it writes
 *   "r"   each time it wakes up, before it reads any input, and
 *   "\n"  each time it is about to block for input with nothing left to do.
 * The rule and why it has no race stands at term_settle in term.c. Programs that write "\n" alone
 * work too, but for one window: a report of theirs that has another cause (a timer) and crosses our
 * key may be taken for the answer. Either kind must wait for signals and input at once (ppoll, or a
 * descriptor for signals), or a resize that comes just before a plain poll is lost. */

#include <stdint.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "core/err.h"
#include "core/str.h"
#include "tests/tui/charset.h"
#include "tests/tui/grid.h"
#include "tests/tui/modes.h"

struct term {
	VTerm *vt; /* owns; so is every descriptor, -1 where closed */
	int master, slave, reports, events;
	pid_t leader; /* of the session, as a shell would be; 0 when there is none */
	pid_t pid;
	bool is_wide;
	struct charset charset;
	bool running;
	int status; /* after the end: as the shell's $? */
	struct termios before;
	int quiet, deadline; /* milliseconds; quiet 0: the program reports */
	bool reported; /* idle, and nothing happened since */
	size_t bytes; /* written by the program since term_send or term_resize */
	struct modes modes;
	unsigned tail; /* the last bytes written, for bidi */
	unsigned bidi; /* a bidi control that was written, 0: none; libvterm swallows some */
	struct str replies; /* to what the program asked, not yet sent */
};

struct term_options {
	int rows, cols;
	int quiet, deadline;
	bool is_wide; /* shows a quotation mark in two columns, as it says when it is asked */
	const char *root, *lang; /* the stage's, for its character set; root NULL: UTF-8 */
	const char *program, *dir;
	char *const *argv;
	char *const *env;
};

/* Makes SIGINT, SIGTERM and SIGHUP end every wait, so that the callers fail and clean up. */
void term_catch_signals(void);
bool term_stopped(void);

/* Starts the program. The struct must stay where it is until term_close. */
MUST_CHECK bool term_open(struct term *term, const struct term_options *options, struct err *err);
void term_close(struct term *term); /* kills what still runs; takes an unopened struct too */

/* Waits until the program has nothing left to do, or has ended. */
MUST_CHECK bool term_settle(struct term *term, struct err *err);
/* Waits for anything to happen until the moment given (term_now), or for the descriptor `also`
 * (-1: none) to be readable; false when time is over. */
bool term_pump(struct term *term, int64_t until, int also);
int64_t term_now(void); /* milliseconds */

/* Types bytes; does not settle. Fails when the program has ended. */
MUST_CHECK bool term_send(struct term *term, const char *bytes, size_t n, struct err *err);
MUST_CHECK bool term_paste(struct term *term, const char *text, struct err *err);
MUST_CHECK bool term_click(struct term *term, int row, int col, struct err *err);
void term_resize(struct term *term, int rows, int cols);

void term_grid(const struct term *term, struct grid *grid); /* grid_release it */
bool term_termios_restored(const struct term *term);

#endif

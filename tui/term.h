/* SPDX-License-Identifier: MIT */
#ifndef TUI_TERM_H
#define TUI_TERM_H

/* The terminal: curses used for three things alone: finding the cells that differ, terminfo, and
 * decoding function keys. One frame is one write. */

#include <stdbool.h>

#include "core/err.h"
#include "tui/cell.h"
#include "tui/theme.h"

struct term;

enum button { BUTTON_LEFT, BUTTON_WHEEL_UP, BUTTON_WHEEL_DOWN };

struct input {
	int key;
	int row, col; /* K_MOUSE */
	enum button button; /* K_MOUSE */
	char *text; /* K_PASTE: what was pasted, cleaned; owns */
};

/* Takes the terminal. ERR_IO: standard input or output is none, or nobody knows its kind. The
 * terminal is restored by term_close, at exit and by the handlers of fatal signals. */
struct term *term_open(struct err *err);
void term_close(struct term *term); /* takes NULL */
int term_fd(const struct term *term);
bool term_has_colour(const struct term *term);
/* What was not as it should be with locale or TERM, as a sentence; NULL. Borrowed. */
const char *term_note(const struct term *term);
/* Asks the terminal how wide it shows a quotation mark; false where it does not answer. */
bool term_ambiguous_is_wide(struct term *term);
void term_size(const struct term *term, int *rows, int *cols);
void term_theme(struct term *term, const struct theme *theme);
void term_paint(struct term *term, const struct grid *grid);
void term_redraw(struct term *term); /* all of it, at the next paint */
/* Whether the mouse is the program's; false where the terminal has none. */
bool term_mouse(struct term *term, bool on);
/* Gives the terminal back to the shell until the program is continued. False: nobody is there to
 * continue it. */
bool term_suspend(struct term *term);
/* The next key that is there; false when there is none. input->text is the caller's to free. */
bool term_read(struct term *term, struct input *input);

#endif

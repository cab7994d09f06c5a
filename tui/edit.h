/* SPDX-License-Identifier: MIT */
#ifndef TUI_EDIT_H
#define TUI_EDIT_H

/* A text being typed: one line or many. The cursor steps over what is seen as one character;
 * a paste is one step of undo. */

#include <stdbool.h>
#include <stddef.h>

#include "core/str.h"
#include "tui/cell.h"
#include "tui/glyph.h"

struct edit_step {
	char *text; /* owns */
	size_t cursor;
};

struct edit {
	struct str text;
	size_t cursor; /* a byte */
	bool is_line; /* no line breaks */
	bool is_changed;
	struct edit_step *past, *future; /* owns */
	size_t past_n, future_n;
	int group; /* of the last change: the next of the same kind joins its undo step */
	struct glyph_lines lines; /* at width */
	int width, rows; /* at the last draw */
	bool is_wrapped; /* lines are those of the text as it is */
	size_t top; /* the first line seen */
	size_t left; /* the first byte seen of a single line */
	int column; /* that up and down keep to; -1 */
};

void edit_init(struct edit *edit, const char *text, bool is_line);
void edit_release(struct edit *edit);
const char *edit_get(const struct edit *edit);
/* Another text, which is no change of the person's. */
void edit_set(struct edit *edit, const char *text);
/* Types, deletes or moves; false where the key means nothing to a text. */
bool edit_key(struct edit *edit, int key);
/* As one step of undo; in a single line a line break becomes a blank. */
void edit_insert(struct edit *edit, const char *text);
bool edit_undo(struct edit *edit);
bool edit_redo(struct edit *edit);
/* Draws into rect; puts the hardware cursor at the insertion point where has_focus. */
void edit_draw(
	struct edit *edit, struct grid *grid, struct rect rect, enum style style, bool has_focus);

#endif

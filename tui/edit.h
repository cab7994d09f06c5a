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

/* A stretch of the text that is shown in a style, and what there is to say of it. */
struct edit_mark {
	size_t start, len; /* bytes */
	enum style style;
	char *words; /* owns */
};
struct edit_marks {
	struct edit_mark *v; /* owns; in the order of the text */
	size_t n;
};
/* Who says what is marked: asked anew after each change. Zero: nobody. */
struct edit_eye {
	void (*look)(const void *of, const char *text, size_t len, struct edit_marks *marks);
	const void *of; /* borrowed */
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
	struct edit_eye eye;
	struct edit_marks marks; /* owns; of the text as it was drawn last */
	bool is_looked; /* they are those of the text as it is */
};

void edit_init(struct edit *edit, const char *text, bool is_line);
void edit_release(struct edit *edit);
const char *edit_get(const struct edit *edit);
/* Another text, which is no change of the person's. */
void edit_set(struct edit *edit, const char *text);
/* What there is to say of the mark that the cursor stands in; NULL: none. Borrowed. */
const char *edit_told(const struct edit *edit);
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

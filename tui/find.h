/* SPDX-License-Identifier: MIT */
#ifndef TUI_FIND_H
#define TUI_FIND_H

/* Words searched for within a text. Capitals make a difference only where they are typed; full and
 * half width make none; a line's end or a hidden character within the words does not part them. */

#include "tui/cell.h"
#include "tui/glyph.h"

struct find_hit {
	size_t start, len; /* bytes */
};
struct find {
	char *words; /* owns; NULL: nothing is searched for */
	struct find_hit *v; /* owns; in the order of the text */
	size_t n;
	size_t current; /* of v */
};

/* Looks for the words in a text: the first hit at or behind from is the current one, else the
 * first. words NULL: nothing is searched for any more. */
void find_words(struct find *find, const char *words, const char *text, size_t len, size_t from);
/* The same words in another text, or another wrapping of it. */
void find_again(struct find *find, const char *text, size_t len);
void find_release(struct find *find);
/* To the next hit (backwards: the one before); true: it began again at the other end. */
bool find_step(struct find *find, bool backwards);
/* Changes the style of the hits on one line of the text, which was drawn into row from its first
 * column on. */
void find_mark(const struct find *find, struct grid *grid, struct rect row, const char *text,
	const struct glyph_line *line);
/* The same for one stretch of bytes; it is drawn as far as it lies on the line. */
void mark_stretch(struct grid *grid, struct rect row, const char *text,
	const struct glyph_line *line, const struct find_hit *hit, enum style style);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef TUI_GLYPH_H
#define TUI_GLYPH_H

/* Columns: the only module that counts them. What stands on the screen is wcwidth()'s opinion, as
 * it is curses' own; what the cursor steps over is utf8proc's; where lines break is libunistring's.
 * A character that would be shown as nothing, or turn the text around, is shown by its code. */

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

enum { GLYPH_CHARS = 12 };

struct glyph {
	size_t len; /* bytes of text that it stands for */
	int width; /* columns */
	bool is_run; /* every ch has a column of its own; else ch[0] carries the others */
	bool is_hidden; /* stands for a character that is not seen otherwise */
	bool is_blank; /* a tab, or a space of any kind */
	char32_t ch[GLYPH_CHARS]; /* what to draw */
	int n;
};

/* The glyph that s begins with; len > 0. Any bytes will do. */
void glyph_next(const char *s, size_t len, struct glyph *glyph);
/* Where the glyph that ends at `at` begins; 0 for 0. */
size_t glyph_before(const char *s, size_t at);
int glyph_width(const char *s);
int glyph_widthn(const char *s, size_t len);
/* How many bytes fit into width columns, never half a glyph. */
size_t glyph_fit(const char *s, size_t len, int width);
/* One code point as UTF-8 into buf; returns the bytes. */
size_t glyph_encode(char32_t c, char buf[4]);

struct glyph_line {
	size_t start, len; /* bytes; without the line break */
};
struct glyph_lines {
	struct glyph_line *v; /* owns */
	size_t n;
};
/* Breaks a text into lines of at most width columns (width >= 2); always at least one. */
void glyph_wrap(const char *text, size_t len, int width, struct glyph_lines *lines);
void glyph_lines_release(struct glyph_lines *lines);
/* The line that holds a byte. */
size_t glyph_line_at(const struct glyph_lines *lines, size_t at);

#endif

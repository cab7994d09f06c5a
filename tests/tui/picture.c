/* SPDX-License-Identifier: MIT */
/* picture FILE.scr: a golden screen as an SVG picture on stdout. Colours are xterm's. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "core/mem.h"
#include "core/str.h"
#include "core/text.h"

enum { ROWS = 100, COLS = 300, CELL_W = 9, CELL_H = 20, BASELINE = 15, LINE_MAX = 16384 };
enum { FG = 0xd7d7d7, BG = 0x121212, CURSOR = 0xffaf00 };

struct paint {
	int fg, bg; /* 0xRRGGBB */
	bool bold, underline;
};

struct place {
	char text[32]; /* "" : blank, or the right half of a wide character */
	int width;
	struct paint paint;
};

static struct place screen[ROWS][COLS];

/* -- Reading ----------------------------------------------------------------------------------- */

static int palette(int n)
{
	static const int base[] = {0x000000, 0xcd3131, 0x0dbc79, 0xd7ba3d, 0x3b78d8, 0xbc3fbc,
		0x29b8db, 0xd7d7d7, 0x767676, 0xf14c4c, 0x23d18b, 0xf5f543, 0x5c9cf5, 0xd670d6,
		0x61d6e8, 0xffffff};
	static const int step[] = {0, 95, 135, 175, 215, 255};

	if (n < 16)
		return base[n];
	if (n >= 232)
		return (8 + (n - 232) * 10) * 0x010101;
	n -= 16;
	return step[n / 36] << 16 | step[n / 6 % 6] << 8 | step[n % 6];
}

static void put_row(int row, const char *text)
{
	int col = 0;

	while (*text != '\0' && *text != '\n' && col < COLS - 1) {
		const char *next = text;
		int width = wcwidth((wchar_t)text_next(&next));
		struct place *place = &screen[row][col];

		if (width <= 0 && col > 0) { /* a mark above what stands before it */
			text = next;
			continue;
		}
		snprintf(place->text, sizeof(place->text), "%.*s", (int)(next - text), text);
		place->width = width;
		col += width;
		text = next;
	}
}

/* The number at *at, which moves behind it and the sign that follows. */
static int number(const char **at)
{
	char *end;
	long n = strtol(*at, &end, 10);

	*at = *end != '\0' ? end + 1 : end;
	return n >= 0 && n < LINE_MAX ? (int)n : LINE_MAX;
}

static int color(const char *text)
{
	return palette(number(&text) & 0xff);
}

/* `0-39 bold reverse fg2 bg4` */
static void put_look(int row, char *look)
{
	struct paint paint = {.fg = FG, .bg = BG};
	bool is_reverse = false;
	char *save, *word = strtok_r(look, " \n", &save);
	const char *at = word;
	int from, to;

	if (at == NULL)
		return;
	from = number(&at);
	to = number(&at);
	if (to >= COLS)
		return;
	while ((word = strtok_r(NULL, " \n", &save)) != NULL) {
		if (strcmp(word, "bold") == 0)
			paint.bold = true;
		else if (strcmp(word, "underline") == 0)
			paint.underline = true;
		else if (strcmp(word, "reverse") == 0)
			is_reverse = true;
		else if (starts_with(word, "fg"))
			paint.fg = color(word + 2);
		else if (starts_with(word, "bg"))
			paint.bg = color(word + 2);
	}
	if (is_reverse) {
		int fg = paint.fg;

		paint.fg = paint.bg;
		paint.bg = fg;
	}
	for (int col = from; col <= to; col++)
		screen[row][col].paint = paint;
}

static void put_looks(char *line)
{
	char *save, *look, *at = strchr(line, ' ');
	const char *first = line + 1;
	int row = number(&first);

	for (look = at != NULL ? strtok_r(at, ",", &save) : NULL; look != NULL && row < ROWS;
		look = strtok_r(NULL, ",", &save))
		put_look(row, look);
}

static void read_cursor(const char *line, int *cursor)
{
	const char *at = line + strlen("cursor ");

	cursor[0] = number(&at);
	cursor[1] = number(&at);
}

static bool read_screen(FILE *file, int *rows, int *cols, int *cursor)
{
	char line[LINE_MAX];
	const char *at = line + strlen("scr ");
	int row = 0;

	if (fgets(line, sizeof(line), file) == NULL || !starts_with(line, "scr "))
		return false;
	*cols = number(&at);
	*rows = number(&at);
	if (*cols >= COLS || *rows >= ROWS)
		return false;
	for (int r = 0; r < ROWS; r++) {
		for (int c = 0; c < COLS; c++)
			screen[r][c].paint = (struct paint){.fg = FG, .bg = BG};
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '|' && row < ROWS)
			put_row(row++, line + 1);
		else if (line[0] == '@')
			put_looks(line);
		else if (starts_with(line, "cursor ") && strstr(line, "visible") != NULL)
			read_cursor(line, cursor);
	}
	return row == *rows;
}

/* -- Drawing ----------------------------------------------------------------------------------- */

static bool same(struct paint a, struct paint b)
{
	return a.fg == b.fg && a.bg == b.bg && a.bold == b.bold && a.underline == b.underline;
}

static void draw_background(int row, int cols)
{
	for (int col = 0, n; col < cols; col += n) {
		int bg = screen[row][col].paint.bg;

		for (n = 1; col + n < cols && screen[row][col + n].paint.bg == bg; n++)
			;
		if (bg != BG)
			printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
			       "fill=\"#%06x\"/>\n",
				col * CELL_W, row * CELL_H, n * CELL_W, CELL_H, (unsigned)bg);
	}
}

static void put_escaped(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			fputs("&amp;", stdout);
		else if (*text == '<')
			fputs("&lt;", stdout);
		else
			putchar(*text);
	}
}

static bool is_blank(const struct place *place)
{
	return place->text[0] == '\0' || strcmp(place->text, " ") == 0;
}

/* U+2500 to U+257F; fonts with Chinese in them have these as wide as Chinese. */
static bool is_line(const struct place *place)
{
	return strncmp(place->text, "\xe2\x94", 2) == 0 || strncmp(place->text, "\xe2\x95", 2) == 0;
}

/* Cells that look alike, from one that is not blank up to two blanks, have one text, as wide as
 * they are whatever the font; lines are apart from words. */
static int draw_run(int row, int col, int cols)
{
	const struct paint paint = screen[row][col].paint;
	const bool has_lines = is_line(&screen[row][col]);
	int end = col, width;

	for (int at = col; at < cols && same(screen[row][at].paint, paint); at++) {
		if (is_blank(&screen[row][at]) && at - end > 1 && screen[row][at].width != 0)
			break;
		if (!is_blank(&screen[row][at]) && is_line(&screen[row][at]) != has_lines)
			break;
		if (!is_blank(&screen[row][at]))
			end = at + screen[row][at].width;
	}
	width = (end - col) * CELL_W;
	printf("<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s%s>", col * CELL_W,
		row * CELL_H + BASELINE, width, (unsigned)paint.fg,
		paint.bold ? " font-weight=\"bold\"" : "",
		paint.underline ? " text-decoration=\"underline\"" : "",
		has_lines ? " font-family=\"'DejaVu Sans Mono','Noto Sans Mono',monospace\"" : "");
	for (int at = col; at<end; at += screen[row][at].width> 0 ? screen[row][at].width : 1)
		put_escaped(screen[row][at].text[0] != '\0' ? screen[row][at].text : " ");
	printf("</text>\n");
	return end;
}

static void draw(int rows, int cols, const int *cursor)
{
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
	       "xml:space=\"preserve\" font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC',"
	       "'DejaVu Sans Mono',monospace\" font-size=\"15\">\n",
		cols * CELL_W, rows * CELL_H, cols * CELL_W);
	printf("<rect width=\"100%%\" height=\"100%%\" fill=\"#%06x\"/>\n", (unsigned)BG);
	for (int row = 0; row < rows; row++) {
		draw_background(row, cols);
		for (int col = 0; col < cols;)
			col = is_blank(&screen[row][col]) ? col + 1 : draw_run(row, col, cols);
	}
	if (cursor[0] >= 0)
		printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"2\" fill=\"#%06x\"/>\n",
			cursor[1] * CELL_W, (cursor[0] + 1) * CELL_H - 2, CELL_W, (unsigned)CURSOR);
	printf("</svg>\n");
}

int main(int argc, char **argv)
{
	int rows, cols, cursor[2] = {-1, -1};
	FILE *file = argc == 2 ? fopen(argv[1], "re") : NULL;
	bool ok;

	setlocale(LC_CTYPE, "C.UTF-8");
	if (file == NULL) {
		fprintf(stderr, "usage: picture FILE.scr\n");
		return 2;
	}
	ok = read_screen(file, &rows, &cols, cursor);
	fclose(file);
	if (!ok) {
		fprintf(stderr, "picture: %s is no screen\n", argv[1]);
		return 1;
	}
	draw(rows, cols, cursor);
	return 0;
}

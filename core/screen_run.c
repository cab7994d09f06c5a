/* SPDX-License-Identifier: MIT */
#include "core/screen_run.h"

#include <string.h>

#include "core/text.h"

/* What shows as nothing between two digits, the frame of a keycap included. */
static bool is_nothing(unsigned c)
{
	return c == 0x20E3 || text_is_hidden(c);
}

static unsigned peek(const struct scan *scan, size_t at, size_t *behind)
{
	const char *p = scan->text + at;
	unsigned c = at < scan->len ? text_next(&p) : 0;

	*behind = (size_t)(p - scan->text);
	return c;
}

/* The group's first character: letters may stand before the digit that was found. */
static size_t find_begin(const struct scan *scan, size_t start)
{
	const char *first = scan->text + scan->numbers_end, *p = scan->text + start;
	char value;

	for (int i = 0; i < JOINED_MAX && p > first; i++) {
		const char *q = p;
		unsigned c = screen_prev(first, &q);

		if (screen_symbol(c, &value) == SYMBOL_NONE)
			break;
		p = q;
	}
	return (size_t)(p - scan->text);
}

/* Nearly all are plain digits. */
static unsigned read_item(const struct scan *scan, size_t at, struct item *item)
{
	char byte = scan->text[at];
	unsigned c;

	item->start = at;
	if (byte >= '0' && byte <= '9') {
		item->value = byte;
		item->symbol = SYMBOL_DIGIT;
		item->end = at + 1;
		return (unsigned char)byte;
	}
	c = peek(scan, at, &item->end);
	item->symbol = screen_symbol(c, &item->value);
	return c;
}

/* One more group at *at. What has more than its share of characters is no number: it is passed
 * over whole. */
static bool read_group(struct run *run, const struct scan *scan, size_t *at, int sep)
{
	struct group group = {.first = run->item_count, .sep = sep};
	size_t behind, end = *at;
	bool is_long = false;

	for (size_t i = *at; i < scan->len; i = behind) {
		struct item *item = &run->items[run->item_count];
		unsigned c = read_item(scan, i, item);

		behind = item->end;
		if (item->symbol == SYMBOL_NONE && !is_nothing(c))
			break;
		if (item->symbol == SYMBOL_NONE)
			continue;
		end = behind;
		is_long = is_long || group.n > 2 * JOINED_MAX;
		if (is_long)
			continue;
		if (run->item_count == ITEMS_MAX)
			return false;
		run->item_count++;
		group.n++;
		group.digits += item->symbol == SYMBOL_LETTER ? 0 : 1;
	}
	*at = end;
	group.is_taken = is_long;
	run->groups[run->group_count++] = group;
	return true;
}

static int kind_of_sep(unsigned c)
{
	switch (c) {
	case ' ': return SEP_BLANK;
	case '\n': return SEP_LINE;
	case '\t':
	case '|':
	case 0x2502:
	case 0xFF5C: return SEP_CELL;
	case '-':
	case '_':
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
	case 0xFF0D:
	case 0xFE58:
	case 0xFE63: return SEP_DASH;
	case '.':
	case 0xB7:
	case 0x2022:
	case 0x2026:
	case 0x2027:
	case 0x22C5:
	case 0x30FB:
	case 0xFF0E:
	case 0xFF65: return SEP_DOT;
	case '(':
	case ')':
	case 0xFF08:
	case 0xFF09: return SEP_PAREN;
	case ',':
	case 0xFF0C:
	case '/':
	case '*':
	case '~': return SEP_OTHER;
	default: return screen_is_blank(c) ? SEP_BLANK : 0;
	}
}

/* What stands between two groups, *at moving behind it; 0 where the run ends. At most three
 * characters, but a cell or a line may be indented. */
static int read_sep(const struct scan *scan, size_t *at)
{
	int sep = 0, visible = 0, blanks = 0, lines = 0;
	size_t behind, i = *at;
	char value;

	for (; i < scan->len; i = behind) {
		unsigned c = peek(scan, i, &behind);
		int kind = is_nothing(c) ? -1 : kind_of_sep(c);

		if (kind == 0)
			break;
		if (kind < 0)
			continue;
		sep |= kind;
		lines += kind == SEP_LINE ? 1 : 0;
		blanks += kind == SEP_BLANK ? 1 : 0;
		visible += kind == SEP_BLANK || kind == SEP_LINE ? 0 : 1;
		if (lines > 1 || visible > 3 || blanks > 60)
			return 0;
	}
	if (blanks > 3 && (sep & (SEP_CELL | SEP_LINE)) == 0)
		return 0;
	if (screen_symbol(peek(scan, i, &behind), &value) == SYMBOL_NONE)
		return 0;
	*at = i;
	return sep;
}

/* Words between numbers end the run; an X alone is the last place of a number. */
static bool is_number(const struct run *run, const struct group *group)
{
	return group->digits > 0 || (group->n == 1 && run->items[group->first].value == 'X');
}

void run_read(struct run *run, const struct scan *scan, size_t start)
{
	size_t at = find_begin(scan, start);
	int sep = 0;

	run->item_count = run->group_count = 0;
	run->end = start;
	while (run->group_count < GROUPS_MAX && read_group(run, scan, &at, sep)) {
		const struct group *group = &run->groups[run->group_count - 1];

		if (!is_number(run, group)) {
			run->group_count--;
			return;
		}
		run->end = at;
		sep = read_sep(scan, &at);
		if (sep == 0)
			return;
	}
}

/* -- Parted again ------------------------------------------------------------------------------ */

enum { NUMERALS = 2, GLUED_LEAST = 12 };

/* How many numerals of Chinese a group begins with, or ends in. */
static size_t numerals_at(const struct run *run, const struct group *group, bool end)
{
	size_t n = 0;

	while (n < group->n &&
		run->items[end ? group->first + group->n - 1 - n : group->first + n].symbol ==
			SYMBOL_HAN_DIGIT)
		n++;
	return n <= NUMERALS ? n : 0;
}

/* Parts a group into two, the first of which has n items: what is all numerals is no number. */
static void split_group(struct run *run, size_t g, size_t n, bool is_first)
{
	struct group *group = &run->groups[g];
	int digits = group->digits;
	size_t numerals = is_first ? n : group->n - n;

	memmove(group + 1, group, (run->group_count++ - g) * sizeof(*group));
	group[0].n = n;
	group[1].first += n;
	group[1].n -= n;
	group[1].sep = SEP_OTHER;
	group[is_first ? 0 : 1].digits = (int)numerals;
	group[is_first ? 1 : 0].digits = digits - (int)numerals;
	group[is_first ? 0 : 1].is_taken = true;
}

void run_split(struct run *run)
{
	for (size_t g = 0; g < run->group_count && run->group_count + 1 < GROUPS_MAX; g++) {
		const struct group *group = &run->groups[g];
		size_t n;

		if (group->is_taken || group->n < GLUED_LEAST || group->n == 18)
			continue;
		n = numerals_at(run, group, false);
		if (n > 0)
			split_group(run, g++, n, true);
		n = numerals_at(run, &run->groups[g], true);
		if (n > 0 && run->groups[g].n >= GLUED_LEAST)
			split_group(run, g, run->groups[g].n - n, false);
	}
}

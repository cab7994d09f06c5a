/* SPDX-License-Identifier: MIT */
#include "core/diff.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/diff_myers.h"
#include "core/mem.h"
#include "core/text.h"

/* Pieces of two texts as numbers: equal pieces have equal ones. */
struct pieces {
	const char **text; /* owns the list */
	size_t *len;
	int *number;
	size_t n;
};

static void add_piece(struct pieces *pieces, const char *text, size_t len)
{
	GROW(pieces->text, pieces->n);
	GROW(pieces->len, pieces->n);
	pieces->text[pieces->n] = text;
	pieces->len[pieces->n++] = len;
}

static void release_pieces(struct pieces *pieces)
{
	free(pieces->text);
	free(pieces->len);
	free(pieces->number);
	*pieces = (struct pieces){0};
}

static uint64_t hash(const char *text, size_t len)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 1099511628211u;
	return h ^ (h >> 32);
}

/* The pieces of both by their bytes; slots: places in all + 1. */
struct names {
	struct pieces *of[2];
	uint32_t *slots;
	size_t size;
	int count;
};

static int name_of(struct names *names, struct pieces *pieces, size_t i)
{
	size_t at = hash(pieces->text[i], pieces->len[i]) & (names->size - 1);

	for (; names->slots[at] != 0; at = (at + 1) & (names->size - 1)) {
		size_t k = names->slots[at] - 1;
		const struct pieces *other = k < names->of[0]->n ? names->of[0] : names->of[1];

		k -= other == names->of[1] ? names->of[0]->n : 0;
		assert(other->len != NULL);
		if (other->len[k] == pieces->len[i] &&
			memcmp(other->text[k], pieces->text[i], pieces->len[i]) == 0)
			return other->number[k];
	}
	names->slots[at] = (uint32_t)(i + (pieces == names->of[1] ? names->of[0]->n : 0)) + 1;
	return names->count++;
}

static void number_pieces(struct pieces *a, struct pieces *b)
{
	struct names names = {.of = {a, b}, .size = 16};

	while (names.size < 2 * (a->n + b->n))
		names.size *= 2;
	names.slots = xcalloc(names.size, sizeof(*names.slots));
	for (int side = 0; side < 2; side++) {
		struct pieces *pieces = names.of[side];

		pieces->number = xcalloc(pieces->n, sizeof(*pieces->number));
		for (size_t i = 0; i < pieces->n; i++)
			pieces->number[i] = name_of(&names, pieces, i);
	}
	free(names.slots);
}

/* What stands on one side alone is changed for certain: only the rest need be compared. */
static size_t keep_common(const struct pieces *pieces, const char *there, int *kept, char *changed)
{
	size_t n = 0;

	for (size_t i = 0; i < pieces->n; i++) {
		changed[i] = there[pieces->number[i]] != 3 ? 1 : 0;
		if (!changed[i])
			kept[n++] = pieces->number[i];
	}
	return n;
}

static void spread(const struct pieces *pieces, const char *marks, char *changed)
{
	size_t n = 0;

	for (size_t i = 0; i < pieces->n; i++) {
		if (!changed[i])
			changed[i] = marks[n++];
	}
}

static void compare(struct pieces *a, struct pieces *b, char *gone, char *come)
{
	size_t all = a->n + b->n, n, m;
	char *there = xcalloc(all, 1), *marks = xcalloc(all, 1);
	int *kept = xcalloc(all, sizeof(*kept));

	number_pieces(a, b);
	for (size_t i = 0; i < a->n; i++)
		there[a->number[i]] |= 1;
	for (size_t i = 0; i < b->n; i++)
		there[b->number[i]] |= 2;
	n = keep_common(a, there, kept, gone);
	m = keep_common(b, there, kept + n, come);
	diff_myers(kept, n, kept + n, m, marks, marks + n);
	spread(a, marks, gone);
	spread(b, marks + n, come);
	free(kept);
	free(marks);
	free(there);
}

/* -- Words ------------------------------------------------------------------------------------- */

static bool is_word_sign(unsigned c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= 0xC0 && c < 0x2000);
}

/* Letters and digits that stand together are a word; of all else each character is. */
static void split_words(const char *text, size_t len, struct pieces *words)
{
	const char *end = text + len;

	for (const char *p = text; p < end;) {
		const char *start = p;

		if (is_word_sign(text_next(&p))) {
			for (const char *q = p; q < end && is_word_sign(text_next(&q)); p = q)
				;
		}
		add_piece(words, start, (size_t)(p - start));
	}
}

/* The stretches of changed words as ranges of the row; how many characters did not change. */
static size_t add_ranges(
	struct diff *diff, struct diff_row *row, const struct pieces *words, const char *changed)
{
	size_t kept = 0;

	row->first_range = diff->range_count;
	for (size_t i = 0; i < words->n; i++) {
		size_t start = (size_t)(words->text[i] - row->text);
		struct diff_range *last = diff->range_count > row->first_range
						  ? &diff->ranges[diff->range_count - 1]
						  : NULL;

		if (!changed[i]) {
			kept += words->text[i][0] != ' ' ? words->len[i] : 0;
			continue;
		}
		if (last != NULL && last->start + last->len == start) {
			last->len += words->len[i];
			continue;
		}
		GROW(diff->ranges, diff->range_count);
		diff->ranges[diff->range_count++] = (struct diff_range){start, words->len[i]};
	}
	row->range_count = diff->range_count - row->first_range;
	return kept;
}

enum { WORDS_OF = 2 << 20 }; /* bytes of a line beyond which its words are not compared */

/* Two lines of which one took the other's place. What has hardly anything in common is told whole.
 */
static void compare_rows(struct diff *diff, struct diff_row *out, struct diff_row *in)
{
	struct pieces a = {0}, b = {0};
	size_t before = diff->range_count, kept;
	char *gone, *come;

	if (out->len == 0 || in->len == 0 || out->len > WORDS_OF || in->len > WORDS_OF)
		return;
	split_words(out->text, out->len, &a);
	split_words(in->text, in->len, &b);
	gone = xcalloc(a.n, 1);
	come = xcalloc(b.n, 1);
	compare(&a, &b, gone, come);
	kept = add_ranges(diff, out, &a, gone);
	(void)add_ranges(diff, in, &b, come);
	if (kept * 4 < (out->len < in->len ? out->len : in->len)) {
		diff->range_count = before;
		out->range_count = in->range_count = 0;
	}
	free(gone);
	free(come);
	release_pieces(&a);
	release_pieces(&b);
}

/* -- Lines ------------------------------------------------------------------------------------- */

static void split_lines(const char *text, struct pieces *lines)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		add_piece(lines, text, len);
		text += len + (text[len] == '\n' ? 1 : 0);
	}
}

static void add_row(struct diff *diff, enum diff_kind kind, const struct pieces *lines, size_t i)
{
	GROW(diff->rows, diff->n);
	diff->rows[diff->n++] =
		(struct diff_row){.kind = kind, .text = lines->text[i], .len = lines->len[i]};
}

/* The rows in their order; of a stretch that changed, the lines that took each other's place in
 * pairs are compared by words. */
static void add_rows(struct diff *diff, const struct pieces *a, const struct pieces *b,
	const char *gone, const char *come)
{
	size_t i = 0, k = 0;

	while (i < a->n || k < b->n) {
		size_t out = i, in = k, first = diff->n;

		for (; i < a->n && gone[i]; i++) {
			add_row(diff, DIFF_OUT, a, i);
			diff->rows[diff->n - 1].from_line = (int)i + 1;
		}
		for (; k < b->n && come[k]; k++) {
			add_row(diff, DIFF_IN, b, k);
			diff->rows[diff->n - 1].to_line = (int)k + 1;
		}
		for (size_t j = 0; j < i - out && j < k - in; j++)
			compare_rows(
				diff, &diff->rows[first + j], &diff->rows[first + (i - out) + j]);
		for (; i < a->n && k < b->n && !gone[i] && !come[k]; i++, k++) {
			add_row(diff, DIFF_SAME, a, i);
			diff->rows[diff->n - 1].from_line = (int)i + 1;
			diff->rows[diff->n - 1].to_line = (int)k + 1;
		}
	}
}

void diff_init(struct diff *diff, const char *from, const char *to)
{
	struct pieces a = {0}, b = {0};
	char *gone, *come;

	*diff = (struct diff){.is_equal = strcmp(from, to) == 0};
	split_lines(from, &a);
	split_lines(to, &b);
	gone = xcalloc(a.n, 1);
	come = xcalloc(b.n, 1);
	compare(&a, &b, gone, come);
	add_rows(diff, &a, &b, gone, come);
	free(gone);
	free(come);
	release_pieces(&a);
	release_pieces(&b);
}

void diff_release(struct diff *diff)
{
	free(diff->rows);
	free(diff->ranges);
	*diff = (struct diff){0};
}

void diff_row_print(const struct diff *diff, const struct diff_row *row, struct str *out)
{
	const char *open = row->kind == DIFF_OUT ? "[-" : "{+";
	const char *close = row->kind == DIFF_OUT ? "-]" : "+}";
	size_t at = 0;

	for (size_t i = 0; i < row->range_count; i++) {
		const struct diff_range *range = &diff->ranges[row->first_range + i];

		str_addn(out, row->text + at, range->start - at);
		str_add(out, open);
		str_addn(out, row->text + range->start, range->len);
		str_add(out, close);
		at = range->start + range->len;
	}
	str_addn(out, row->text + at, row->len - at);
}

static const char signs[] = {[DIFF_SAME] = ' ', [DIFF_OUT] = '-', [DIFF_IN] = '+'};

enum { AROUND = 3 };

/* Whether a changed row stands close enough for this one to be shown. */
static bool is_near(const struct diff *diff, size_t i)
{
	size_t from = i < AROUND ? 0 : i - AROUND;

	for (size_t k = from; k < diff->n && k <= i + AROUND; k++) {
		if (diff->rows[k].kind != DIFF_SAME)
			return true;
	}
	return false;
}

void diff_words(const char *from, const char *to, struct str *out)
{
	struct diff diff;
	bool was_near = true;

	diff_init(&diff, from, to);
	for (size_t i = 0; i < diff.n; i++) {
		const struct diff_row *row = &diff.rows[i];

		if (!is_near(&diff, i)) {
			was_near = false;
			continue;
		}
		if (!was_near)
			str_addf(
				out, "@@ %d\n", row->from_line > 0 ? row->from_line : row->to_line);
		was_near = true;
		str_addc(out, signs[row->kind]);
		diff_row_print(&diff, row, out);
		str_addc(out, '\n');
	}
	diff_release(&diff);
}

void diff_lines(const char *from, const char *to, struct str *out)
{
	struct diff diff;

	if (strcmp(from, to) == 0)
		return;
	diff_init(&diff, from, to);
	for (size_t i = 0; i < diff.n; i++) {
		str_addc(out, signs[diff.rows[i].kind]);
		str_addn(out, diff.rows[i].text, diff.rows[i].len);
		str_addc(out, '\n');
	}
	diff_release(&diff);
}

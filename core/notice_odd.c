/* SPDX-License-Identifier: MIT */
/* What is odd in a notice: nothing here keeps it from being read. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/notice_read.h"
#include "core/text.h"

enum {
	DOUBLE_MIN = 2, /* characters of a word that stands twice in a row */
	DOUBLE_MAX = 6,
	TERM_MIN = 3, /* characters of a quoted term that is compared with others */
	TERM_MAX = 12,
	TERMS = 1000,
	QUOTE = 0x201C,
	UNQUOTE = 0x201D,
};

/* -- A word twice ------------------------------------------------------------------------------ */

/* Ideographs: in other scripts a syllable stands twice in many a word. */
static bool is_ideograph(unsigned c)
{
	return c >= 0x3400 && c < 0xA000;
}

/* The next n characters of s, all ideographs and not all the same; NULL where they are not. */
static const char *word_end(const char *s, int n)
{
	const char *next = s;
	unsigned first = text_next(&next);
	bool differs = false;

	for (int i = 0; i < n; i++) {
		unsigned c = *s != '\0' ? text_next(&s) : 0;

		if (!is_ideograph(c))
			return NULL;
		differs = differs || c != first;
	}
	return differs ? s : NULL;
}

static size_t doubled_at(const char *s)
{
	size_t longest = 0;

	for (int n = DOUBLE_MIN; n <= DOUBLE_MAX; n++) {
		const char *end = word_end(s, n);

		if (end == NULL)
			break;
		if (strncmp(s, end, (size_t)(end - s)) == 0)
			longest = (size_t)(end - s);
	}
	return longest;
}

static void find_doubled(struct notice *notice, const struct notice_clause *clause)
{
	for (const char *p = clause->text; *p != '\0';) {
		size_t n = doubled_at(p);

		if (n > 0)
			notice_odd(notice, clause->line, clause->place,
				_("'%.*s' stands twice in a row"), (int)n, p);
		if (n > 0)
			p += 2 * n;
		else
			text_next(&p);
	}
}

/* -- Quoted terms that are nearly the same ----------------------------------------------------- */

struct term {
	const struct notice_clause *clause;
	char *text;
};

struct terms {
	struct term *v;
	size_t n;
};

static bool is_known(const struct terms *terms, const char *text)
{
	for (size_t i = 0; i < terms->n; i++) {
		if (strcmp(terms->v[i].text, text) == 0)
			return true;
	}
	return false;
}

static void take_term(
	struct terms *terms, const struct notice_clause *clause, const char *s, const char *end)
{
	char *text = xstrndup(s, (size_t)(end - s));
	int chars = text_length(text);

	if (chars >= TERM_MIN && chars <= TERM_MAX && terms->n < TERMS && !is_known(terms, text)) {
		GROW(terms->v, terms->n);
		terms->v[terms->n++] = (struct term){.clause = clause, .text = text};
	} else {
		free(text);
	}
}

static void collect_terms(struct terms *terms, const struct notice_clause *clause)
{
	const char *open = NULL;

	for (const char *p = clause->text; *p != '\0';) {
		const char *at = p;
		unsigned c = text_next(&p);

		if (c == QUOTE)
			open = p;
		else if (c == UNQUOTE && open != NULL) {
			take_term(terms, clause, open, at);
			open = NULL;
		}
	}
}

static bool differ_in_one(const char *a, const char *b)
{
	int others = 0;

	while (*a != '\0' && *b != '\0')
		others += text_next(&a) != text_next(&b) ? 1 : 0;
	return *a == '\0' && *b == '\0' && others == 1;
}

static void find_variants(struct notice *notice)
{
	struct terms terms = {0};

	for (size_t i = 0; i < notice->clause_count; i++)
		collect_terms(&terms, &notice->clauses[i]);
	for (size_t i = 0; i < terms.n; i++) {
		for (size_t j = 0; j < i; j++) {
			const struct term *a = &terms.v[j], *b = &terms.v[i];

			if (differ_in_one(a->text, b->text))
				notice_odd(notice, b->clause->line, b->clause->place,
					_("'%s' here, '%s' in %s: are both meant?"), b->text,
					a->text, a->clause->place);
		}
	}
	for (size_t i = 0; i < terms.n; i++)
		free(terms.v[i].text);
	free(terms.v);
}

/* -- Numbers of things that no list has -------------------------------------------------------- */

static int parts_of(const struct notice *notice, size_t heading)
{
	int level = notice->clauses[heading].level, n = 0;

	for (size_t i = heading + 1; i < notice->clause_count; i++) {
		if (notice->clauses[i].level <= level)
			break;
		n += notice->clauses[i].level == level + 1 ? 1 : 0;
	}
	return n;
}

static void check_count(struct notice *notice, const struct notice_clause *clause, const char *at,
	size_t len, int said)
{
	const struct notice_clause *nearest = NULL;
	int best = 0;

	for (size_t i = 0; i < notice->clause_count; i++) {
		int n = parts_of(notice, i);

		if (n == said)
			return;
		if (n > 0 && (nearest == NULL || abs(n - said) < abs(best - said))) {
			nearest = &notice->clauses[i];
			best = n;
		}
	}
	if (nearest != NULL)
		notice_odd(notice, clause->line, clause->place,
			_("it speaks of '%.*s'; the list nearest to that, %s, has %d"), (int)len,
			at, nearest->place, best);
}

static void find_counts(
	struct notice *notice, const struct notice_rules *rules, const struct notice_clause *clause)
{
	unsigned before = 0;

	for (const char *p = clause->text; *p != '\0'; before = fold_next(&p)) {
		for (size_t i = 0; i < rules->counts.n && (before < '0' || before > '9'); i++) {
			struct numbers numbers = {0};
			size_t n = read_pattern(rules, rules->counts.v[i], p, &numbers);

			if (n > 0)
				check_count(notice, clause, p, n, numbers.n);
		}
	}
}

/* -- Signs of two widths ----------------------------------------------------------------------- */

static void count_sign(const char *text, unsigned sign, int *narrow, int *wide)
{
	while (*text != '\0') {
		unsigned c = text_next(&text);

		*narrow += c == sign ? 1 : 0;
		*wide += c == sign + 0xFEE0 ? 1 : 0;
	}
}

static void find_widths(struct notice *notice)
{
	static const char signs[] = ",;:()?!";

	for (size_t s = 0; signs[s] != '\0'; s++) {
		int narrow = 0, wide = 0;

		for (size_t i = 0; i < notice->clause_count; i++)
			count_sign(
				notice->clauses[i].text, (unsigned char)signs[s], &narrow, &wide);
		if (narrow > 0 && wide > 0)
			notice_odd(notice, 0, "",
				_("'%c' stands in two widths: %d narrow, %d wide"), signs[s],
				narrow, wide);
	}
}

static int by_line(const void *a, const void *b)
{
	const struct notice_oddity *x = a, *y = b;
	int order = (x->line > y->line) - (x->line < y->line);

	return order != 0 ? order : strcmp(x->what, y->what);
}

void notice_find_odd(struct notice *notice, const struct notice_rules *rules)
{
	for (size_t i = 0; i < notice->clause_count; i++) {
		const struct notice_clause *clause = &notice->clauses[i];

		if (!clause->has_parts && !clause->has_list)
			notice_odd(notice, clause->line, clause->place,
				_("it names nobody as responsible"));
		find_doubled(notice, clause);
		find_counts(notice, rules, clause);
	}
	find_variants(notice);
	find_widths(notice);
	if (notice->oddity_count > 0)
		qsort(notice->oddities, notice->oddity_count, sizeof(*notice->oddities), by_line);
}

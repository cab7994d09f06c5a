/* SPDX-License-Identifier: MIT */
#include "core/screening.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"

const char *const severity_words[SEVERITY_BLOCK + 1] = {
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARN] = "warn",
	[SEVERITY_BLOCK] = "block",
};

void findings_release(struct findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		free(findings->v[i].masked);
	free(findings->v);
	*findings = (struct findings){0};
}

/* So many tell a reader to send the file back; a paper's record need not hold thousands. */
enum { FINDINGS_LISTED = 100, RULES_COUNTED = 64 };

/* Findings without a line of their own, by rule. */
struct rest {
	const char *rule;
	size_t n;
};

/* Counts those from the first on; how many rules there are. */
static size_t count_rest(
	const struct findings *findings, size_t first, struct rest rest[RULES_COUNTED])
{
	size_t rules = 0;

	for (size_t i = first; i < findings->n; i++) {
		size_t k = 0;

		if (findings->v[i].severity == SEVERITY_NOTE)
			continue;
		while (k < rules && strcmp(rest[k].rule, findings->v[i].rule) != 0)
			k++;
		if (k == RULES_COUNTED)
			k--; /* no pack has more rules */
		else if (k == rules)
			rest[rules++] = (struct rest){.rule = findings->v[i].rule};
		rest[k].n++;
	}
	return rules;
}

void findings_list(const struct findings *findings, struct strv *lines)
{
	struct rest rest[RULES_COUNTED];
	size_t rules = 0, i = 0;

	for (; i < findings->n; i++) {
		char *line;

		if (findings->v[i].severity == SEVERITY_NOTE)
			continue;
		if (lines->n + 1 >= FINDINGS_LISTED) {
			rules = count_rest(findings, i, rest);
			break;
		}
		line = xasprintf("%s %d:%d", findings->v[i].rule, findings->v[i].line,
			findings->v[i].column);
		strv_add(lines, line);
		free(line);
	}
	for (size_t k = 0; k < rules; k++) {
		char *line = xasprintf("%s +%zu", rest[k].rule, rest[k].n);

		strv_add(lines, line);
		free(line);
	}
}

/* What may stand between the two characters of a mark and before its star: blanks of any width,
 * and what shows as nothing. */
static bool is_filler(unsigned c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x202F || c == 0x205F || c == 0x2800 || text_is_hidden(c);
}

static bool is_star(unsigned c)
{
	static const unsigned stars[] = {0x2605, 0x2606, '*', 0xFF0A, 0x2B50, 0x2731, 0x22C6,
		0x272D, 0x2217, 0x66D, 0x2729, 0x272A, 0x272B, 0x272E, 0x272F, 0x2730, 0x2736,
		0x2B51, 0x2B52, 0x1F31F, 0xFE61, 0x204E, 0x2055};

	for (size_t i = 0; i < sizeof(stars) / sizeof(*stars); i++) {
		if (c == stars[i])
			return true;
	}
	return false;
}

static bool is_bullet(unsigned c)
{
	return c == '*' || c == 0xFF0A || c == 0x2217 || c == 0xFE61;
}

/* The next character that shows; *lines counts the line ends passed over, of which one may break a
 * mark. 0 where there is none. */
static unsigned next_but_filler(const char **p, const char *end, int *lines)
{
	*lines = 0;
	while (*p < end) {
		unsigned c = text_next(p);

		if (c == '\n' && ++*lines > 1)
			return 0;
		if (c != '\n' && !is_filler(c))
			return c;
	}
	return 0;
}

static bool is_first(unsigned c)
{
	static const unsigned firsts[] = {
		0x7EDD, 0x673A, 0x79D8, 0x7D55, 0x6A5F, 0x7955}; /* 绝 机 秘, and as 絕 機 祕 */

	for (size_t i = 0; i < sizeof(firsts) / sizeof(*firsts); i++) {
		if (c == firsts[i])
			return true;
	}
	return false;
}

/* `绝密★`, `机密★`, `秘密★`. A bare 机密 is an everyday word of statutes and counts only with the
 * star behind it; a star that begins a line of a list is none. */
size_t screening_mark_at(const char *p, const char *end)
{
	const char *start = p;
	unsigned first = text_next(&p), star;
	int lines;

	if (!is_first(first))
		return 0;
	if (next_but_filler(&p, end, &lines) != 0x5BC6) /* 密 */
		return 0;
	star = next_but_filler(&p, end, &lines);
	if (!is_star(star) || (lines > 0 && is_bullet(star)))
		return 0;
	return (size_t)(p - start);
}

void findings_place(struct findings *findings, const char *text)
{
	size_t at = 0;
	int line = 1, column = 1;

	for (size_t i = 0; i < findings->n; i++) {
		for (; at < findings->v[i].offset; at++) {
			if (text[at] == '\n') {
				line++;
				column = 1;
			} else if (((unsigned char)text[at] & 0xC0) != 0x80) {
				column++;
			}
		}
		findings->v[i].line = line;
		findings->v[i].column = column;
	}
}

static void add(struct findings *findings, struct finding finding)
{
	GROW(findings->v, findings->n);
	findings->v[findings->n++] = finding;
}

void screening_scan(const char *text, size_t len, struct findings *findings)
{
	const char *end = text + len;
	struct finding here = {.line = 1, .column = 1, .severity = SEVERITY_BLOCK};

	for (const char *p = text; p < end;) {
		const char *start = p;
		unsigned c = text_next(&p);

		here.offset = (size_t)(start - text);
		here.len = screening_mark_at(start, end);
		if (here.len > 0) {
			here.rule = "secrecy-mark";
			add(findings, here);
		} else if (text_is_hidden(c)) {
			here.rule = "hidden-character";
			here.len = (size_t)(p - start);
			add(findings, here);
		}
		here.column++;
		if (c == '\n') {
			here.line++;
			here.column = 1;
		}
	}
}

bool screening_bears_mark(const char *text, size_t len)
{
	const char *end = text + len;

	for (const char *p = text; p < end; (void)text_next(&p)) {
		if (screening_mark_at(p, end) > 0)
			return true;
	}
	return false;
}

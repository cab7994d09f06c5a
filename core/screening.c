/* SPDX-License-Identifier: MIT */
#include "core/screening.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"

void findings_release(struct findings *findings)
{
	free(findings->v);
	*findings = (struct findings){0};
}

/* So many tell a reader to send the file back; a paper's record need not hold thousands. */
enum { FINDINGS_LISTED = 100 };

void findings_list(const struct findings *findings, struct strv *lines)
{
	for (size_t i = 0; i < findings->n && i < FINDINGS_LISTED; i++) {
		char *line = xasprintf("%s %d:%d", findings->v[i].rule, findings->v[i].line,
			findings->v[i].column);

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
	static const unsigned stars[] = {
		0x2605, 0x2606, '*', 0xFF0A, 0x2B50, 0x2731, 0x22C6, 0x272D, 0x2217, 0x66D};

	for (size_t i = 0; i < sizeof(stars) / sizeof(*stars); i++) {
		if (c == stars[i])
			return true;
	}
	return false;
}

static unsigned next_but_filler(const char **p, const char *end)
{
	while (*p < end) {
		unsigned c = text_next(p);

		if (!is_filler(c))
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

/* The bytes of a secrecy mark at p (`绝密★`, `机密★`, `秘密★`); 0 where there is none. A bare
 * 机密 is an everyday word of statutes and counts only with the star behind it. */
static size_t mark_at(const char *p, const char *end)
{
	const char *start = p;
	unsigned first = text_next(&p);

	if (!is_first(first))
		return 0;
	if (next_but_filler(&p, end) != 0x5BC6) /* 密 */
		return 0;
	return is_star(next_but_filler(&p, end)) ? (size_t)(p - start) : 0;
}

static void add(struct findings *findings, struct finding finding)
{
	GROW(findings->v, findings->n);
	findings->v[findings->n++] = finding;
}

void screening_scan(const char *text, size_t len, struct findings *findings)
{
	const char *end = text + len;
	struct finding here = {.line = 1, .column = 1};

	for (const char *p = text; p < end;) {
		const char *start = p;
		unsigned c = text_next(&p);

		here.offset = (size_t)(start - text);
		here.len = mark_at(start, end);
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
		if (mark_at(p, end) > 0)
			return true;
	}
	return false;
}

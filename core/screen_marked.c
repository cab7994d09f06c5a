/* SPDX-License-Identifier: MIT */
/* Lines that say what a file holds beside the paper's own words (core/marked.h). */
#include <string.h>

#include "core/marked.h"
#include "core/mem.h"
#include "core/screen.h"

/* The rule that looks for a mark; -1. */
static int rule_of(const struct screener *screener, enum mark mark)
{
	for (size_t i = 0; i < screener->rule_count; i++) {
		const struct screen_rule *rule = &screener->rules[i].rule;

		if (rule->validator == VALIDATOR_MARKED_LINE &&
			strv_has(&rule->lists[LIST_WORDS], mark_code(mark)))
			return (int)i;
	}
	return -1;
}

static void add(struct scan *scan, int rule, size_t start, size_t end)
{
	if (rule >= 0)
		screen_add(scan, (size_t)rule, scan->screener->rules[rule].rule.severity, start,
			end, xstrdup(""));
}

/* Lines of one rule that follow each other are one finding. */
void screen_marked(struct scan *scan)
{
	const char *text = scan->text, *stop = text + scan->len;
	size_t start = 0, end = 0;
	int rule = -1;

	if (scan->screener->of[VALIDATOR_MARKED_LINE] < 0)
		return;
	for (const char *p = text; p < stop;) {
		const char *line_end = memchr(p, '\n', (size_t)(stop - p));
		const char *after = line_end != NULL ? line_end + 1 : stop;
		enum mark mark;
		int of = marked_at(p, after, &mark) ? rule_of(scan->screener, mark) : -1;

		if (of != rule) {
			add(scan, rule, start, end);
			start = (size_t)(p - text);
			rule = of;
		}
		end = (size_t)((line_end != NULL ? line_end : stop) - text);
		p = after;
	}
	add(scan, rule, start, end);
}

/* SPDX-License-Identifier: MIT */

/* Files and lines as anybody may hand them in: decoding, guesses, folding, the screening, what is
 * asked of a list, and the difference of two halves. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/diff.h"
#include "core/fold.h"
#include "core/head.h"
#include "core/law.h"
#include "core/mem.h"
#include "core/query.h"
#include "core/screening.h"
#include "core/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void scan(const char *text, size_t len)
{
	struct findings found = {0};
	struct strv lines = {0};
	bool marked = false;

	screening_scan(text, len, &found);
	for (size_t i = 0; i < found.n; i++) {
		must(found.v[i].offset + found.v[i].len <= len && found.v[i].len > 0);
		marked = marked || strcmp(found.v[i].rule, "secrecy-mark") == 0;
	}
	must(marked == screening_bears_mark(text, len));
	findings_list(&found, &lines);
	strv_release(&lines);
	findings_release(&found);
}

static void guess(const char *text)
{
	char *title = head_title(text), *number = head_number(text), *folded;
	struct err err;

	if (title != NULL)
		must(text_check_line("", title, 100, &err));
	if (number != NULL) {
		folded = text_fold_number(number);
		must(strcmp(folded, number) == 0);
		free(folded);
	}
	free(title);
	free(number);
}

static void decode(const uint8_t *data, size_t size)
{
	struct str text = {0};
	const char *encoding;
	struct err err;

	if (text_decode(data, size, &text, &encoding, &err)) {
		must(text_is_utf8(str_get(&text), text.len));
		must(strchr(str_get(&text), '\r') == NULL);
		scan(str_get(&text), text.len);
		guess(str_get(&text));
	}
	str_release(&text);
}

static void ask(const char *line)
{
	struct pack pack = {0};
	struct office office = {.pack = &pack};
	struct unit unit = {.id = xstrdup("zfb")};
	struct query query = {0};
	struct err err;

	must(org_put_unit(&office.org, &unit, &err));
	(void)query_parse(&query, &office, line, 740000, &err);
	query_release(&query);
	org_release(&office.org);
}

/* Lines that may be no UTF-8 at all. */
static void lines(const char *line)
{
	char *number = text_fold_number(line), *again = text_fold_number(number);
	char *folded = fold_text(line);
	struct err err;

	must(!text_is_utf8(line, strlen(line)) || strcmp(number, again) == 0);
	(void)text_check_line("it", line, 20, &err);
	if (law_check_words("it", line, 100, &err))
		must(!screening_bears_mark(line, strlen(line)));
	scan(line, strlen(line));
	ask(line);
	free(number);
	free(again);
	free(folded);
}

static void compare(const char *text)
{
	size_t half = strlen(text) / 2;
	char *from = xstrndup(text, half);
	struct str out = {0};

	diff_lines(from, text + half, &out);
	str_release(&out);
	free(from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = xstrndup((const char *)data, size);

	decode(data, size);
	lines(line);
	compare(line);
	free(line);
	return 0;
}

/* SPDX-License-Identifier: MIT */

/* Two texts, parted by the first byte 0xFF: of the rows of their difference both are made again. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/diff.h"
#include "core/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

/* One side of the rows; the last line's end is not told. */
static void rebuild(const struct diff *diff, enum diff_kind other, const char *text)
{
	struct str side = {0};
	size_t len = strlen(text);

	for (size_t i = 0; i < diff->n; i++) {
		if (diff->rows[i].kind == other)
			continue;
		str_addn(&side, diff->rows[i].text, diff->rows[i].len);
		str_addc(&side, '\n');
	}
	if (len > 0 && text[len - 1] != '\n')
		side.buf[--side.len] = '\0';
	must(strcmp(str_get(&side), text) == 0);
	str_release(&side);
}

static void check_ranges(const struct diff *diff)
{
	for (size_t i = 0; i < diff->n; i++) {
		const struct diff_row *row = &diff->rows[i];
		size_t at = 0;

		must(row->first_range + row->range_count <= diff->range_count ||
			row->range_count == 0);
		for (size_t k = 0; k < row->range_count; k++) {
			const struct diff_range *range = &diff->ranges[row->first_range + k];

			must(range->start >= at && range->len > 0);
			at = range->start + range->len;
			must(at <= row->len);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = size > 0 ? memchr(data, 0xFF, size) : NULL;
	size_t n = cut != NULL ? (size_t)(cut - data) : size;
	char *a = xstrndup((const char *)data, n);
	char *b = cut != NULL ? xstrndup((const char *)cut + 1, size - n - 1) : xstrdup("");
	struct str out = {0};
	struct diff diff;

	diff_init(&diff, a, b);
	rebuild(&diff, DIFF_IN, a);
	rebuild(&diff, DIFF_OUT, b);
	check_ranges(&diff);
	diff_words(a, b, &out);
	must(!diff.is_equal || out.len == 0);
	diff_release(&diff);
	str_release(&out);
	free(a);
	free(b);
	return 0;
}

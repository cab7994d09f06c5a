/* SPDX-License-Identifier: MIT */

/* Texts as anybody may hand them in, looked through by the rules of packs/cn: what is found lies in
 * the text, in its order, is found again, and can be masked. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/screener.h"
#include "core/text.h"
#include "store/packdir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static const struct screener *rules(void)
{
	static struct pack *pack;
	struct err err;

	if (pack == NULL)
		pack = packdir_load("packs/cn", &err);
	must(pack != NULL);
	return screener_of(pack);
}

static void check(const char *text, size_t len, const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];

		must(f->offset <= len && f->len > 0 && f->len <= len - f->offset);
		must(text_is_utf8(text + f->offset, f->len) && f->masked != NULL);
		must(text_is_utf8(f->masked, strlen(f->masked)));
		must(f->line > 0 && f->column > 0 && f->rule != NULL);
		must(i == 0 || f->offset >= found->v[i - 1].offset);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings found = {0}, again = {0};
	struct str text = {0}, masked = {0};
	const char *encoding;
	struct err err;

	if (text_decode(data, size, &text, &encoding, &err)) {
		screener_scan(rules(), str_get(&text), text.len, &found);
		check(str_get(&text), text.len, &found);
		screener_scan(rules(), str_get(&text), text.len, &again);
		must(again.n == found.n);
		screener_mask(str_get(&text), text.len, &found, SEVERITY_NOTE, &masked);
		must(text_is_utf8(str_get(&masked), masked.len));
	}
	findings_release(&found);
	findings_release(&again);
	str_release(&text);
	str_release(&masked);
	return 0;
}

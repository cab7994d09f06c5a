/* SPDX-License-Identifier: MIT */

/* Numbers of documents as anybody types them: what was read is written, and read again as the same.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/doc_number.h"
#include "core/mem.h"
#include "core/text.h"
#include "store/packdir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static const struct number_form *form(void)
{
	static struct pack *pack;
	struct err err;

	if (pack == NULL)
		pack = packdir_load("packs/cn", &err);
	must(pack != NULL);
	return &pack->number;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct doc_number number = {0}, again = {0};
	struct str written = {0};
	struct err err;

	if (text_is_utf8(text, strlen(text)) && doc_number_read(form(), text, &number, &err)) {
		doc_number_write(form(), &number, &written);
		must(doc_number_read(form(), str_get(&written), &again, &err));
		must(str_eq(number.series, again.series) && number.year == again.year &&
			number.serial == again.serial && number.part == again.part);
	}
	doc_number_release(&number);
	doc_number_release(&again);
	str_release(&written);
	free(text);
	return 0;
}

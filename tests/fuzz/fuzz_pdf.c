/* SPDX-License-Identifier: MIT */

/* The reader of PDF on any file, without its cage; and what it tells, as the store takes it. */

#include <stdint.h>
#include <stdlib.h>

#include "core/reading.h"
#include "store/read/parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a reader leaves behind when it gives up is the process's to free, which ends then. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
	return "detect_leaks=0";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gather gather = {0};
	struct reading reading = {0};
	struct str out = {0};
	struct err err;
	jmp_buf escape;

	gather.escape = &escape;
	if (size > 0 && setjmp(escape) == 0) {
		pdf_read(&gather, (const char *)data, size);
		gather_print(&gather, &out);
		if (!reading_parse(str_get(&out), out.len, &reading, &err) && err.code != ERR_INPUT)
			abort();
		reading_release(&reading);
	}
	str_release(&out);
	gather_release(&gather);
	return 0;
}

/* SPDX-License-Identifier: MIT */

/* Whatever a reader that was taken over may write to the store. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/reading.h"
#include "core/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reading reading = {0};
	struct err err;

	if (reading_parse((const char *)data, size, &reading, &err)) {
		const char *text = str_get(&reading.text);

		if (!text_is_utf8(text, reading.text.len) || text_is_plain(reading.encoding))
			abort();
		for (; *text != '\0'; text++) {
			if ((unsigned char)*text < 0x20 && *text != '\n' && *text != '\t')
				abort();
		}
	}
	reading_release(&reading);
	return 0;
}

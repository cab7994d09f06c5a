/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/read/parts.h"

static bool has(const struct zip *zip, const char *space, const char *root)
{
	for (size_t i = 0; i < zip->n; i++) {
		if (zip_is(&zip->parts[i], space, root))
			return true;
	}
	return false;
}

static void zip_files_read(struct gather *gather, const char *bytes, size_t len)
{
	struct zip zip = {0};

	zip_read(&zip, gather, bytes, len);
	if (has(&zip, "wordprocessingml", "document"))
		word_read(&zip, gather);
	else
		gather_fail(gather, FAILURE_UNKNOWN);
	zip_release(&zip);
}

void files_read(struct gather *gather, const char *bytes, size_t len)
{
	if (len >= 4 && memcmp(bytes, "PK", 2) == 0)
		zip_files_read(gather, bytes, len);
	else
		gather_fail(gather, FAILURE_UNKNOWN);
}

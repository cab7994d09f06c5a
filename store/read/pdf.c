/* SPDX-License-Identifier: MIT */
#include "store/read/parts.h"

void pdf_read(struct gather *gather, const char *bytes, size_t len)
{
	(void)bytes;
	(void)len;
	gather_fail(gather, FAILURE_UNKNOWN);
}

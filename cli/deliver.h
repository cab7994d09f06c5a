/* SPDX-License-Identifier: MIT */
#ifndef CLI_DELIVER_H
#define CLI_DELIVER_H

/* A report in the format that was asked for, to a file or to stdout. */

#include "core/report.h"

struct format;
const struct format *format_find(const char *name); /* text, csv, json, html, xlsx; NULL */
/* path NULL or "-": stdout. */
MUST_CHECK bool deliver(const struct report *report, const struct format *format, const char *path,
	struct err *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CLI_DELIVER_H
#define CLI_DELIVER_H

/* What was asked for, to a file or to stdout: a report in its format, a text that is signed. */

#include "core/report.h"

struct cli;
struct format;
const struct format *format_find(const char *name); /* text, csv, json, html, xlsx; NULL */
/* path NULL or "-": stdout. */
MUST_CHECK bool deliver(const struct report *report, const struct format *format, const char *path,
	struct err *err);
/* Into a new file; path NULL: to stdout. With --json, as the member of an object, there too. */
MUST_CHECK bool deliver_text(const struct cli *cli, const char *member, const char *text,
	const char *path, struct err *err);

#endif

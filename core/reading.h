/* SPDX-License-Identifier: MIT */
#ifndef CORE_READING_H
#define CORE_READING_H

/* The text of a file of any kind, as it is searched, screened and decided on: plain text as it is,
 * all others through the reader. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/str.h"

struct reading {
	struct str text; /* UTF-8, lines of the paper and marked lines (core/marked.h) */
	const char *encoding; /* "UTF-8", "GB18030", or what the reader read: "docx"; static */
	struct strv parts; /* what was read, and what was not: "+word/document.xml", "-a.png" */
};

/* ERR_INPUT: it cannot be read, and what to do about it; zip bombs, encrypted files and whatever
 * the reader was stopped over among it. ERR_IO. */
MUST_CHECK bool reading_take(
	const void *bytes, size_t len, struct reading *reading, struct err *err);
/* What the reader wrote, none of which is believed. */
MUST_CHECK bool reading_parse(
	const char *lines, size_t len, struct reading *reading, struct err *err);
void reading_release(struct reading *reading);

#endif

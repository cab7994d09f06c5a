/* SPDX-License-Identifier: MIT */
#ifndef CORE_DOC_NUMBER_H
#define CORE_DOC_NUMBER_H

/* Numbers of documents (发文字号) as people type them: a series, a year, a serial. How a country
 * writes them stands in its pack's section [number]; a pack without one has no numbers that could
 * be read. */

#include <stdbool.h>

#include "core/err.h"
#include "core/pack.h"

struct doc_number {
	char *series; /* owns: "市政办发" */
	int year; /* 0 where the number has none, as orders do */
	int serial;
	int part; /* of 58-1; 0 where it has none */
};

void doc_number_release(struct doc_number *number);
/* ERR_INPUT: what could not be read, and how such a number is written. number is empty then. */
MUST_CHECK bool doc_number_read(const struct number_form *form, const char *text,
	struct doc_number *number, struct err *err);
/* As the pack writes it. */
void doc_number_write(
	const struct number_form *form, const struct doc_number *number, struct str *out);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

/* Lines `Key: value`, in git's trailer syntax and in a fixed order: how papers, people and units
 * are kept in the ledger and in state.git. A value may have several lines; the later ones begin
 * with one blank in the text. A key may stand several times. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/str.h"

/* Writing: one line more. */
void record_add(struct str *out, const char *key, const char *value); /* NULL or "": nothing */
void record_addf(struct str *out, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void record_add_all(struct str *out, const char *key, const struct strv *values);

struct record_line {
	const char *key, *value; /* in the record's text */
};

struct record {
	struct record_line *lines; /* owns */
	size_t n;
	char *text; /* owns; cut into keys and values */
};

const char *record_get(
	const struct record *record, const char *key); /* the first; NULL; borrowed */
void record_get_all(const struct record *record, const char *key, struct strv *values);
/* The record is empty before. ERR_INPUT: a line that is neither, a key with other bytes than
 * letters, digits and `-`, a line without a value, a text that is not UTF-8. */
MUST_CHECK bool record_parse(struct record *record, const char *text, struct err *err);
void record_release(struct record *record);

#endif

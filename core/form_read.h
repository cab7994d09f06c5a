/* SPDX-License-Identifier: MIT */
#ifndef CORE_FORM_READ_H
#define CORE_FORM_READ_H

/* The records that a form counts, out of the documents and what was decided on them. What was
 * replied stands as it was when it was first contested; of a contest that went on at the end of the
 * year counts what it had come to by then, or what was filled in first after that. */

#include "core/form_count.h"
#include "core/session.h"

struct form_year {
	const struct pack_form *form; /* borrowed */
	struct year year; /* owns; its days are the caller's to set */
};

/* Puts those of the unit and below it (NULL: all) that the person may see, and that bear on the
 * year, into the year of each form, newest first. What was dropped as registered by mistake is none
 * of them. */
MUST_CHECK bool form_read(struct session *session, struct form_year *forms, size_t n,
	const char *unit, struct err *err);

#endif

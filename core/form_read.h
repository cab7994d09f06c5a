/* SPDX-License-Identifier: MIT */
#ifndef CORE_FORM_READ_H
#define CORE_FORM_READ_H

/* The records that a form counts, out of the documents and what was decided on them. What was
 * replied stands as it was when it was first contested; of a contest that went on at the end of the
 * year counts what it had come to by then, or what was filled in first after that. */

#include "core/form_count.h"
#include "core/session.h"

/* Puts those of the unit and below it (NULL: all) that the person may see into the year. What was
 * dropped as registered by mistake is none of them. */
MUST_CHECK bool form_read(struct session *session, const struct pack_form *form, const char *unit,
	struct year *year, struct err *err);

#endif

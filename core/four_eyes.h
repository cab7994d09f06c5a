/* SPDX-License-Identifier: MIT */
#ifndef CORE_FOUR_EYES_H
#define CORE_FOUR_EYES_H

/* Guarantee 3: by person, and through delegation too. */

#include "core/document.h"
#include "core/org.h"
#include "core/pack.h"

/* Whether a person (in the stead of acting_for, or NULL) may do an act on this document: nobody
 * reviews, approves or signs what they drafted or edited, and nobody gives two of its approvals or
 * speaks twice in one step. ERR_REFUSED names the person and what they did. */
MUST_CHECK bool four_eyes_check(const struct document *document, enum act act, const char *person,
	const char *acting_for, struct err *err);
/* Whether somebody drafted or edited the paper. */
bool four_eyes_had_a_hand(const struct paper *paper, const char *person);

#endif

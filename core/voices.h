/* SPDX-License-Identifier: MIT */
#ifndef CORE_VOICES_H
#define CORE_VOICES_H

/* Who must speak in a step: a row's roles in the paper's own unit, and in each of the units that
 * a field of the paper names. Private to core/workflow.c and its parts. */

#include "core/question.h"

/* The voices of the question's row, by the paper as it stands. */
void voices_init(struct voices *voices, const struct question *q);
void voices_release(struct voices *voices);

/* Whether it has been heard in this step (or, of a purge, about the purge). */
bool voice_has_spoken(const struct question *q, const struct voice *voice);
/* Whether it may speak now: it has not been heard, and those before it have where the row has an
 * order. */
bool voice_is_next(const struct question *q, const struct voices *voices, size_t i);
/* Whether the person holds the voice: its role over the paper's unit, or in the very unit that is
 * named, not above it: a unit speaks for itself. *acting_for as org_holds. */
bool voice_is_held(const struct question *q, const struct voice *voice, const struct person *person,
	const struct person **acting_for);
/* One person is one voice of a step, whatever they say. */
MUST_CHECK bool voices_check_once(const struct question *q, struct err *err);
/* "Head of A, Head of B": whose turn it is; the caller frees. */
char *voices_waited_for(const struct question *q, const struct voices *voices);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_LABEL_H
#define CORE_LABEL_H

/* What codes are called in the present language, those of the ledger itself too (the site, its
 * role, a change, a pack adopted). All are borrowed; an unknown code is its own name, NULL is "".
 */

#include "core/workflow.h"

const char *label_unit(const struct office *office, const char *id);
const char *label_person(const struct office *office, const char *id);
const char *label_attribute(const struct office *office, const char *code);
const char *label_action(const struct office *office, const char *code);
const char *label_role(const struct office *office, const char *code);
const char *label_kind(const struct office *office, const char *kind);
const char *label_state(const struct office *office, const char *kind, const char *state);
/* Of a state whose kind is not at hand: the first kind's that has it. */
const char *label_any_state(const struct office *office, const char *state);
const char *label_code(const struct office *office, const char *code); /* of a return */
const char *label_weekday(int day);
/* The names of units, of ids parted by blanks; the caller frees. */
char *label_units(const struct office *office, const char *ids);

/* What a field says, in words: a choice's or row's name, yes or no, units by name; NULL is "". The
 * caller frees. */
char *label_field(const struct office *office, const struct field *field, const char *value);

#endif

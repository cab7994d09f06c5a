/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_CITY_H
#define TESTS_BENCH_CITY_H

/* A city of some 500 units and what its papers are called: the same for the same seed. */

#include <stdint.h>

#include "core/org.h"
#include "core/str.h"

struct dice {
	uint64_t seed;
};
size_t dice_pick(struct dice *dice, size_t n); /* 0 to n - 1 */
bool dice_chance(struct dice *dice, size_t percent);

enum { CITY_BRANCHES = 24, CITY_LEAVES = 20, CITY_CLERKS = 2, CITY_ID = 32 };

/* Unit 0 is the city, 1 to CITY_BRANCHES its bureaus and counties, the rest the sections of those
 * in turn. */
enum { CITY_UNITS = 1 + CITY_BRANCHES * (1 + CITY_LEAVES) };
void city_unit_id(size_t unit, char id[CITY_ID]);
size_t city_branch(size_t unit); /* the bureau that a unit is in, 1 to CITY_BRANCHES */
/* The unit as it is put in; the caller releases it. */
void city_unit(size_t unit, struct unit *out);

/* The people of a bureau who are no clerks have its id after their role's: "head-b03". */
extern const char *const city_roles[];
enum { CITY_ROLES = 6 };
void city_person(const char *role, size_t unit, size_t number, char id[CITY_ID]);
void city_put(const char *id, const char *role, size_t unit, struct person *out);

/* Sentences of the packs' laws, for titles and texts. */
struct words {
	struct strv sentences, phrases; /* own */
};
void words_read(struct words *words, const char *packs);
void words_release(struct words *words);
void words_title(const struct words *words, struct dice *dice, int year, struct str *out);
void words_number(size_t unit, int year, size_t serial, struct str *out);
/* A text of about n bytes. */
void words_text(const struct words *words, struct dice *dice, size_t n, struct str *out);
void words_reason(const struct words *words, struct dice *dice, struct str *out);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_HEALTH_H
#define CORE_HEALTH_H

/* Whether a store is well: whose its folder is, room on its disk, ledger and index, calendar, keys,
 * witnesses, sessions, locks. `gongkai doctor` and the report `health` say it. */

#include <stddef.h>

#include "core/store.h"

enum grade { GRADE_OK, GRADE_WARN, GRADE_FAIL };

struct finding_of_health {
	enum grade grade;
	char *what; /* owns; a word for programs: "disk" */
	char *text; /* owns; one sentence, with the way out where it is not well */
};
/* Zero is empty. */
struct health {
	struct finding_of_health *v; /* owns */
	size_t n;
};
void health_release(struct health *health);

const char *grade_code(enum grade grade); /* "ok", "warn", "fail" */
const char *grade_name(enum grade grade); /* in words */
const char *health_name(const char *what); /* the same of a finding's word, of a store's health */
__attribute__((format(printf, 4, 5))) void health_say(
	struct health *health, enum grade grade, const char *what, const char *fmt, ...);

/* What can be seen of a store's folder from outside: its owner, its keys, its disk, locks that were
 * left. A port, implemented by store/. */
void health_folder(struct health *health, const char *dir);
/* What an open store knows: brings it to the ledger's tip first. */
void health_store(struct health *health, struct store *store);

#endif

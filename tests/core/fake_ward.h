/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CORE_FAKE_WARD_H
#define TESTS_CORE_FAKE_WARD_H

/* Papers about people and their health or their children, tenders, numbers masked too little, and
 * papers that bear a secrecy mark without its star: what no check digit tells. A truth is the whole
 * line that says something of somebody (rule "health" or "minor") or an amount that is a secret
 * ("trade-secret"), the number ("masked-number"), the mark ("secrecy-mark") or the number of a copy
 * ("copy-number"). In clean papers the same words
 * stand and say nothing of anybody. Names are drawn by chance. */

#include "tests/core/fake_papers.h"

enum ward_kind { WARD_PERSONS, WARD_MARKS, WARD_CLEAN };

void fake_ward_make(struct fake_paper *paper, enum ward_kind kind, uint64_t seed);

#endif

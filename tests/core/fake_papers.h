/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CORE_FAKE_PAPERS_H
#define TESTS_CORE_FAKE_PAPERS_H

/* Papers of the kinds that offices publish, made up from a seed, and what in them must be found.
 * Nobody's particulars are in them: every number is drawn by chance. */

#include <stdint.h>

#include "core/str.h"

struct truth {
	const char *rule;
	size_t start, end; /* bytes of the text */
	int form; /* how it is written; 0: as usual */
};

struct fake_paper {
	struct str text;
	struct truth *truths; /* owns */
	size_t n;
	int decoys; /* numbers that are something else */
};

/* What a paper is made of: ordinary templates, those with the forms that hide a number, those in
 * which nothing may be found that stops a paper. */
enum fake_kind { FAKE_PLAIN, FAKE_HIDDEN, FAKE_CLEAN, FAKE_KINDS };

void fake_paper_make(struct fake_paper *paper, enum fake_kind kind, uint64_t seed);
void fake_paper_release(struct fake_paper *paper);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_SCREENER_H
#define CORE_SCREENER_H

/* The screening by a pack's rules, in one pass over a text: what must not become public, or not as
 * it stands. It is an aid: what it does not find may still be there. */

#include "core/pack.h"
#include "core/screening.h"

struct screener;
/* Keeps nothing of the pack. Without rules it looks for secrecy marks and hidden characters alone.
 * The caller frees. */
struct screener *screener_new(const struct pack *pack);
/* The pack's own, which it keeps. */
const struct screener *screener_of(struct pack *pack);
void screener_free(struct screener *screener);
/* Everything found in a text (UTF-8), in its order. */
void screener_scan(
	const struct screener *screener, const char *text, size_t len, struct findings *findings);
/* What is found and more than a note, as lines of a paper's record. */
void screener_list(
	const struct screener *screener, const char *text, size_t len, struct strv *lines);
/* The text with every finding of at least that severity masked. */
void screener_mask(const char *text, size_t len, const struct findings *findings,
	enum severity least, struct str *out);

#endif

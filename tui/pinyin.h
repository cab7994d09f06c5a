/* SPDX-License-Identifier: MIT */
#ifndef TUI_PINYIN_H
#define TUI_PINYIN_H

/* The first letters of Chinese words, so that `sh` finds 审核: GB/T 2312 lists the 3755 characters
 * of its first level by pinyin, so the code alone tells the letter. A character outside it has
 * none; one with two readings has the one it is listed under. */

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

/* 'a' to 'z'; 0 where a character has none. */
char pinyin_initial(char32_t c);
/* The initials of text into buf; letters and digits stand for themselves, small. */
const char *pinyin_initials(const char *text, char *buf, size_t size);
/* Whether the initials of text hold what was typed (letters alone), one after the other. */
bool pinyin_matches(const char *text, const char *typed);

#endif

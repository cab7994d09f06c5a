/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_CHARSET_H
#define TESTS_TUI_CHARSET_H

/* A terminal of another character set than UTF-8: its locale, which hardly a machine has, is made
 * for the test; what the program writes is read as such a terminal would, what is typed is encoded
 * as its keyboard does. */

#include <iconv.h>
#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

struct charset {
	iconv_t in, out; /* owns; zero: UTF-8, nothing is to be done */
	uint8_t wide[0x10000 / 8]; /* a bit for each character that is two columns wide there */
	char tail[8]; /* of a character that has not come as a whole */
	size_t tail_len;
	struct str held; /* owns: a sequence that has not come as a whole */
	char last; /* what would be repeated: ASCII alone is, since a border or a blank */
};

/* The part behind the dot of "zh_CN.GB18030", borrowed; NULL: UTF-8. */
const char *charset_of(const char *lang);
/* Makes the locale in the folder root/locale, once; nothing for UTF-8. */
MUST_CHECK bool charset_make(const char *root, const char *lang, struct err *err);

/* lang: one that charset_make has made, or of UTF-8. */
MUST_CHECK bool charset_open(
	struct charset *charset, const char *root, const char *lang, struct err *err);
void charset_close(struct charset *charset);

/* Appends as UTF-8 what the program wrote. A character that is two columns wide there and one in
 * libvterm's eyes gets a blank behind it. */
void charset_decode(struct charset *charset, const char *bytes, size_t n, struct str *out);
/* Appends what the keyboard sends for text in UTF-8; bytes that are none go through. */
void charset_encode(const struct charset *charset, const char *bytes, size_t n, struct str *out);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_KEYS_H
#define TESTS_TUI_KEYS_H

/* What a keyboard sends, as xterm does. */

#include "core/err.h"
#include "core/str.h"

/* Appends the bytes of a word of a key line: `"text"` is typed as it is, so is a bare word;
 * <Name> is a key, with S- A- C- before the name: <Up> <S-Tab> <C-s> <F12> <A-x> <lt>.
 * application: the program asked for application cursor keys. ERR_INPUT: no such key. */
MUST_CHECK bool keys_encode(const char *word, bool application, struct str *out, struct err *err);

#endif

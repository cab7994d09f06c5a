/* SPDX-License-Identifier: MIT */
#ifndef CORE_HEAD_H
#define CORE_HEAD_H

#include <stdbool.h>

/* What the head of a paper says of it: a first guess, for whoever takes it in to confirm. */

/* Its title, lines that it was broken into put together again, with the units that issue it where
 * they stand over it; else the first line of substance. At most 200 characters. The caller frees;
 * NULL where there is none. */
char *head_title(const char *text);
/* Its number where the head has one on a line of its own or beside who signs it: 〔2018〕58号 with
 * its series, 第12号 with the order it is of. The caller frees; NULL where there is none. */
char *head_number(const char *text);
/* Whether a line is the name of an office and nothing else, as far as its last words tell. */
bool head_is_office(const char *line);

#endif

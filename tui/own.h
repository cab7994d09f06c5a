/* SPDX-License-Identifier: MIT */
#ifndef TUI_OWN_H
#define TUI_OWN_H

/* The person's own small files in the state folder: kept filters, where they were, typing that was
 * not saved. Readable to them alone. Where there is no state folder nothing is kept. */

#include "core/conf.h"
#include "core/err.h"
#include "core/str.h"

/* All of a file; NULL where there is none. The caller frees. */
char *own_read(const char *dir, const char *name);
/* Replaces a file whole, or not at all; makes the folders. */
MUST_CHECK bool own_write(const char *dir, const char *name, const char *text, struct err *err);
void own_remove(const char *dir, const char *name);
/* An INI file that a person, or the site, wrote by hand: each fault, told under the name, is a
 * sentence more in problems, and all that is right stands. False: there is no such file. */
bool own_conf(struct conf *conf, const char *path, const char *name, struct strv *problems);
/* A fault of such a file, "FILE:LINE: words". */
void own_complain(struct strv *problems, const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Text that stands on one line: \n, \t and \\ are written so. The caller frees. */
char *own_escape(const char *text);
char *own_unescape(const char *text);

#endif

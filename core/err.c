/* SPDX-License-Identifier: MIT */
#include "core/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

/* Copies s into the fixed text, cut before the character that no longer fits. */
static void put(struct err *err, const char *s)
{
	static const char more[] = "…";
	size_t len = strlen(s);

	if (len < sizeof(err->text)) {
		memcpy(err->text, s, len + 1);
		return;
	}
	len = sizeof(err->text) - sizeof(more);
	while (len > 0 && ((unsigned char)s[len] & 0xC0) == 0x80)
		len--;
	memcpy(err->text, s, len);
	memcpy(err->text + len, more, sizeof(more));
}

bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	err->code = code;
	put(err, s);
	free(s);
	return false;
}

bool err_wrap(struct err *err, const char *fmt, ...)
{
	va_list ap;
	char *context, *s;

	va_start(ap, fmt);
	context = xvasprintf(fmt, ap);
	va_end(ap);
	s = xasprintf("%s: %s", context, err->text);
	put(err, s);
	free(s);
	free(context);
	return false;
}

const char *err_system(int errnum)
{
	static const struct {
		int errnum;
		const char *text;
	} known[] = {
		{ENOENT, N_("no such file or folder")},
		{EACCES, N_("not allowed to")},
		{EPERM, N_("not allowed to")},
		{EISDIR, N_("it is a folder")},
		{ENOTDIR, N_("there is a file where a folder should be")},
		{EEXIST, N_("it exists already")},
		{ENOSPC, N_("the disk is full")},
		{EDQUOT, N_("no disk space is left to you")},
		{EROFS, N_("the disk is read-only")},
		{EMFILE, N_("too many open files")},
		{ENFILE, N_("too many open files")},
		{EIO, N_("the disk does not answer")},
		{ELOOP, N_("it is a symbolic link")},
		{ENAMETOOLONG, N_("the name is too long")},
		{EFBIG, N_("the file is too large")},
		{EPIPE, N_("nobody reads it")},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (known[i].errnum == errnum)
			return _(known[i].text);
	}
	return strerror(errnum);
}

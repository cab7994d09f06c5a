/* SPDX-License-Identifier: MIT */
#include "tui/own.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"

enum { OWN_MAX = 4 << 20, CONF_MAX = 64 << 10 };

char *own_read(const char *dir, const char *name)
{
	char *path, *text;
	size_t len;
	FILE *file;

	if (dir == NULL)
		return NULL;
	path = xasprintf("%s/%s", dir, name);
	file = fopen(path, "re");
	free(path);
	if (file == NULL)
		return NULL;
	text = xcalloc(OWN_MAX + 1, 1);
	len = fread(text, 1, OWN_MAX, file);
	text[len] = '\0';
	fclose(file);
	return text;
}

static void make_folders(const char *path)
{
	char *copy = xstrdup(path);

	for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(copy, 0700); /* what cannot be made is told by the file that fails */
		*slash = '/';
	}
	free(copy);
}

static bool write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return true;
}

bool own_write(const char *dir, const char *name, const char *text, struct err *err)
{
	char *path, *fresh;
	bool ok;
	int fd;

	if (dir == NULL)
		return true;
	path = xasprintf("%s/%s", dir, name);
	fresh = xasprintf("%s.new", path);
	make_folders(path);
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	ok = fd >= 0 && write_all(fd, text, strlen(text)) && fdatasync(fd) == 0;
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	ok = ok && rename(fresh, path) == 0;
	if (!ok) {
		err_set(err, ERR_IO, _("%s: %s"), path, err_system(errno));
		unlink(fresh);
	}
	free(fresh);
	free(path);
	return ok;
}

void own_remove(const char *dir, const char *name)
{
	char *path;

	if (dir == NULL)
		return;
	path = xasprintf("%s/%s", dir, name);
	unlink(path);
	free(path);
}

bool own_conf(struct conf *conf, const char *path, const char *name, struct strv *problems)
{
	FILE *file = fopen(path, "re");
	char *text;
	size_t len;

	if (file == NULL && (errno == ENOENT || errno == ENOTDIR))
		return false;
	if (file == NULL) {
		text = xasprintf("%s: %s", name, err_system(errno));
		strv_put(problems, text);
		free(text);
		return true;
	}
	text = xcalloc(CONF_MAX + 1, 1);
	len = fread(text, 1, CONF_MAX, file);
	fclose(file);
	conf_read_right(conf, name, text, len, problems);
	free(text);
	return true;
}

void own_complain(struct strv *problems, const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	char *what, *text;

	va_start(ap, fmt);
	what = xvasprintf(fmt, ap);
	va_end(ap);
	text = xasprintf("%s:%d: %s", file, line, what);
	strv_put(problems, text);
	free(text);
	free(what);
}

char *own_escape(const char *text)
{
	struct str out = {0};

	for (const char *s = text != NULL ? text : ""; *s != '\0'; s++) {
		if (*s == '\n')
			str_add(&out, "\\n");
		else if (*s == '\t')
			str_add(&out, "\\t");
		else if (*s == '\\')
			str_add(&out, "\\\\");
		else
			str_addc(&out, *s);
	}
	str_addn(&out, "", 0);
	return out.buf != NULL ? str_detach(&out) : xstrdup("");
}

char *own_unescape(const char *text)
{
	struct str out = {0};

	for (const char *s = text; *s != '\0'; s++) {
		bool is_escape = *s == '\\' && s[1] != '\0';

		s += is_escape ? 1 : 0;
		str_addc(&out, is_escape && *s == 'n' ? '\n' : is_escape && *s == 't' ? '\t' : *s);
	}
	return out.buf != NULL ? str_detach(&out) : xstrdup("");
}

/* SPDX-License-Identifier: MIT */
#include "tests/tui/charset.h"

#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "core/mem.h"
#include "core/text.h"

const char *charset_of(const char *lang)
{
	const char *dot = strchr(lang, '.');

	return dot == NULL || strcmp(dot, ".UTF-8") == 0 ? NULL : dot + 1;
}

/* localedef's own words go to where the tests' do. */
/* Where only the folder of the tests is looked into, the words' locale has to be there too. */
static bool link_plain(const char *folder)
{
	char *name = xasprintf("%s/C.utf8", folder);
	bool ok = symlink("/usr/lib/locale/C.utf8", name) == 0 || errno == EEXIST;

	free(name);
	return ok;
}

static bool compile(const char *source, const char *map, const char *path)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		execlp("localedef", "localedef", "--no-archive", "-i", source, "-f", map, path,
			(char *)NULL);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && status == 0;
}

bool charset_make(const char *root, const char *lang, struct err *err)
{
	char *folder = xasprintf("%s/locale", root), *path = xasprintf("%s/%s", folder, lang);
	char *source = xstrndup(lang, strcspn(lang, "."));
	const char *map = charset_of(lang);
	bool ok = map == NULL || access(path, F_OK) == 0 ||
		  ((mkdir(folder, 0700) == 0 || errno == EEXIST) && link_plain(folder) &&
			  compile(source, map, path)) ||
		  err_set(err, ERR_IO,
			  "the locale %s cannot be made: localedef needs the Debian package "
			  "'locales'",
			  lang);

	free(source);
	free(path);
	free(folder);
	return ok;
}

/* Why not newlocale: glibc 2.36 leaks what it reads of LOCPATH there. */
static bool read_widths(struct charset *charset, const char *folder, const char *lang)
{
	char *was = xstrdup(setlocale(LC_CTYPE, NULL));
	bool ok;

	setenv("LOCPATH", folder, 1);
	ok = setlocale(LC_CTYPE, lang) != NULL;
	for (unsigned c = 0; ok && c < 0x10000; c++) {
		if (wcwidth((wchar_t)c) == 2)
			charset->wide[c / 8] |= (uint8_t)(1 << c % 8);
	}
	unsetenv("LOCPATH");
	setlocale(LC_CTYPE, was);
	free(was);
	return ok;
}

bool charset_open(struct charset *charset, const char *root, const char *lang, struct err *err)
{
	const char *name = charset_of(lang);
	char *folder = xasprintf("%s/locale", root);
	bool ok = name == NULL;

	*charset = (struct charset){0};
	if (name != NULL) {
		charset->in = iconv_open("UTF-8", name);
		charset->out = iconv_open(name, "UTF-8");
		ok = charset->in != (iconv_t)-1 && charset->out != (iconv_t)-1 &&
		     read_widths(charset, folder, lang);
	}
	free(folder);
	if (ok)
		return true;
	err_set(err, ERR_IO, "%s: neither locale nor character set: %s", lang, strerror(errno));
	charset_close(charset);
	return false;
}

void charset_close(struct charset *charset)
{
	if (charset->in != NULL && charset->in != (iconv_t)-1)
		iconv_close(charset->in);
	if (charset->out != NULL && charset->out != (iconv_t)-1)
		iconv_close(charset->out);
	str_release(&charset->held);
	*charset = (struct charset){0};
}

/* Converts as far as it goes; returns how many bytes of a whole character's beginning are left. */
static size_t convert(iconv_t cd, const char *bytes, size_t n, struct str *out)
{
	char *from = (char *)(uintptr_t)bytes, buf[256];

	while (n > 0) {
		char *to = buf;
		size_t room = sizeof(buf);
		bool ok = iconv(cd, &from, &n, &to, &room) != (size_t)-1 || errno == E2BIG;
		int why = errno;

		str_addn(out, buf, (size_t)(to - buf));
		if (ok)
			continue;
		if (why == EINVAL)
			return n;
		str_addn(out, from++, 1);
		n--;
	}
	return 0;
}

/* Text alone is looked at: what tells the terminal something is ASCII. */
static void widen(const struct charset *charset, const char *text, struct str *out)
{
	while (*text != '\0') {
		const char *start = text;
		unsigned c = text_next(&text);
		bool is_wide = c < 0x10000 && (charset->wide[c / 8] >> c % 8 & 1) != 0;

		str_addn(out, start, (size_t)(text - start));
		str_add(out, is_wide && wcwidth((wchar_t)c) == 1 ? " " : "");
	}
}

/* How many bytes at p are a sequence that repeats, and how often; 0: none. *is_whole: it has ended.
 */
static size_t repetition(const char *p, int *times, bool *is_whole)
{
	size_t n = 1 + (p[1] == '[');
	size_t digits = n == 2 ? strspn(p + n, "0123456789") : 0;

	*times = (int)strtol(p + n, NULL, 10);
	*is_whole = p[n + digits] != '\0';
	return !*is_whole || (digits > 0 && p[n + digits] == 'b') ? n + digits + *is_whole : 0;
}

/* Writes out what libvterm 0.1.4 does wrongly: repeated up to the last column but one, it wraps. */
static void repeat(struct charset *charset, struct str *out)
{
	const char *p = str_get(&charset->held);
	struct str rest = {0};

	while (*p != '\0') {
		bool is_whole = true;
		int times = 0;
		size_t n = *p == '\033' ? repetition(p, &times, &is_whole) : 0;

		if (!is_whole) { /* the rest of it comes later */
			str_add(&rest, p);
			break;
		}
		while (n > 0 && times-- > 0)
			str_addc(out, charset->last);
		if (n == 0) {
			charset->last = *p;
			str_addc(out, *p);
			n = 1;
		}
		p += n;
	}
	str_release(&charset->held);
	charset->held = rest;
}

void charset_decode(struct charset *charset, const char *bytes, size_t n, struct str *out)
{
	struct str whole = {0}, text = {0}, wide = {0};
	size_t left;

	/* Outside of UTF-8 curses has the terminal repeat characters. */
	if (charset->in == NULL) {
		str_addn(out, bytes, n);
		return;
	}
	str_addn(&whole, charset->tail, charset->tail_len);
	str_addn(&whole, bytes, n);
	left = convert(charset->in, str_get(&whole), whole.len, &text);
	charset->tail_len = left <= sizeof(charset->tail) ? left : 0;
	memcpy(charset->tail, str_get(&whole) + whole.len - left, charset->tail_len);
	widen(charset, str_get(&text), &wide);
	str_add(&charset->held, str_get(&wide));
	repeat(charset, out);
	str_release(&wide);
	str_release(&text);
	str_release(&whole);
}

void charset_encode(const struct charset *charset, const char *bytes, size_t n, struct str *out)
{
	size_t left = 0;

	if (charset->out == NULL)
		str_addn(out, bytes, n);
	else
		left = convert(charset->out, bytes, n, out);
	str_addn(out, bytes + n - left, left);
}

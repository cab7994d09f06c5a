/* SPDX-License-Identifier: MIT */
#include "core/conf.h"

#include <errno.h>
#include <iniparser/iniparser.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/pack.h"
#include "core/str.h"
#include "core/text.h"

/* iniparser reads the values. What it does in silence with a text that is not quite right (it keeps
 * the last of two keys, cuts a value at a ';', joins a line to a comment before it, drops what
 * follows a quote) is refused here first, line by line, where the line's number is known. */

enum {
	LINE_BYTES = 1022, /* iniparser's buffer, less the line's end and the NUL */
	NAME_BYTES = 200,
	SECTIONS_MAX = 2000, /* in one file: iniparser's dictionary is a list */
	KEYS_MAX = 10000,
};

static const char mark[] = "\xEF\xBB\xBF";

struct scan {
	struct conf *conf;
	const char *file;
	struct err *err;
	int line;
	size_t start; /* the first section of this file in conf */
	size_t keys;
	struct str clean; /* what iniparser is given: the same lines, trimmed */
	struct strv
		*problems; /* where faults are told, and what is right stands; NULL: one ends it */
	bool is_lost; /* below a section that could not be read */
};

static bool fault(struct scan *scan, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool fault(struct scan *scan, const char *fmt, ...)
{
	va_list ap;
	char *sentence;

	va_start(ap, fmt);
	sentence = xvasprintf(fmt, ap);
	va_end(ap);
	err_set(scan->err, ERR_INPUT, "%s:%d: %s", scan->file, scan->line, sentence);
	free(sentence);
	return false;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Names are what iniparser keeps apart: no colon, no bracket, nothing but ASCII. */
static bool is_name(const char *name, const char *more)
{
	size_t n = 0;

	for (; name[n] != '\0'; n++) {
		char c = lower(name[n]);

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && strchr(more, c) == NULL)
			return false;
	}
	return n > 0 && n <= NAME_BYTES;
}

static bool read_section(struct scan *scan, const char *text)
{
	size_t n = strlen(text);
	struct strv words = {0};
	char *inner, *name;
	bool ok = true;

	if (n < 2 || text[n - 1] != ']')
		return fault(scan, _("a section ends in ']' and nothing follows it: [NAME]"));
	inner = xstrndup(text + 1, n - 2);
	strv_split(&words, inner, " \t");
	name = strv_join(&words, " ");
	strv_release(&words);
	if (!is_name(name, "-_. "))
		ok = fault(scan,
			_("a section's name holds ASCII letters, digits, blanks, - _ and . alone"));
	for (size_t i = scan->start; ok && i < scan->conf->n; i++) {
		if (code_eq(scan->conf->sections[i].name, name))
			ok = fault(scan, _("[%s] stands twice; first in line %d"), name,
				scan->conf->sections[i].line);
	}
	if (ok && scan->conf->n - scan->start == SECTIONS_MAX)
		ok = fault(scan, _("the file has too many sections; part it"));
	if (ok) {
		conf_add_section(scan->conf, scan->file, scan->line, name);
		str_addf(&scan->clean, "[%s]\n", name);
	}
	free(inner);
	free(name);
	return ok;
}

/* Nothing but a comment, or nothing. */
static bool is_rest(const char *s)
{
	s += strspn(s, " \t");
	return *s == '\0' || *s == ';' || *s == '#';
}

static bool check_value(struct scan *scan, const char *value)
{
	const char *end;

	if (*value == '"' || *value == '\'') {
		end = strchr(value + 1, *value);
		if (end == NULL)
			return fault(scan, _("a quote is opened and never closed"));
		if (!is_rest(end + 1))
			return fault(scan,
				_("text follows the closing quote; a value in quotes holds no "
				  "quote of its kind"));
		return true;
	}
	end = value + strcspn(value, ";#");
	if (*end != '\0' && end > value && end[-1] != ' ' && end[-1] != '\t')
		return fault(scan, _("a value that holds ';' or '#' stands in double quotes"));
	return true;
}

static bool read_entry(struct scan *scan, const char *text)
{
	const char *equals = strchr(text, '=');
	struct conf_section *section;
	char *written, *key;
	bool ok = true;

	if (equals == NULL)
		return fault(scan, _("neither [section], nor key = value, nor # comment"));
	if (scan->conf->n == scan->start)
		return fault(scan, _("a key before the first [section]"));
	section = &scan->conf->sections[scan->conf->n - 1];
	written = xstrndup(text, (size_t)(equals - text));
	key = str_trim(written);
	free(written);
	for (char *p = key; *p != '\0'; p++)
		*p = lower(*p);
	if (!is_name(key, "-_."))
		ok = fault(scan, _("a key holds ASCII letters, digits, - _ and . alone"));
	for (size_t i = 0; ok && i < section->n; i++) {
		if (strcmp(section->entries[i].key, key) == 0)
			ok = fault(scan,
				_("the key '%s' stands twice in its section; first "
				  "in line %d"),
				key, section->entries[i].line);
	}
	if (ok && scan->keys++ == KEYS_MAX)
		ok = fault(scan, _("the file has too many keys; part it"));
	ok = ok && check_value(scan, equals + 1 + strspn(equals + 1, " \t"));
	if (ok) {
		conf_add_entry(section, key, "", scan->line);
		str_addf(&scan->clean, "%s\n", text);
	}
	free(key);
	return ok;
}

static bool read_line(struct scan *scan, const char *bytes, size_t n)
{
	char *line, *text;
	bool ok;

	if (n > 0 && bytes[n - 1] == '\r')
		n--;
	if (n > LINE_BYTES)
		return fault(scan, _("the line is longer than %d bytes"), LINE_BYTES);
	for (size_t i = 0; i < n; i++) {
		if (((unsigned char)bytes[i] < 0x20 && bytes[i] != '\t') || bytes[i] == 0x7F)
			return fault(scan, _("a control character; a line holds text and tabs"));
	}
	if (!text_is_utf8(bytes, n))
		return fault(scan, _("bytes that are no UTF-8; save the file as UTF-8"));
	line = xstrndup(bytes, n);
	text = xstrndup(line + strspn(line, " \t"), n);
	for (size_t len = strlen(text); len > 0 && strchr(" \t", text[len - 1]) != NULL; len--)
		text[len - 1] = '\0';
	if (*text != '\0' && text[strlen(text) - 1] == '\\')
		ok = fault(scan, _("a line ends in '\\'; a value stands in one line"));
	else if (*text == '\0' || *text == '#' || *text == ';')
		ok = true;
	else
		ok = *text == '[' ? read_section(scan, text) : read_entry(scan, text);
	free(line);
	free(text);
	return ok;
}

/* A line with a fault is left out, and so are the keys below a section that is none. */
static bool leave_out(struct scan *scan, const char *bytes, size_t n)
{
	if (scan->problems == NULL)
		return false;
	scan->is_lost = n > 0 && *bytes == '[';
	strv_put(scan->problems, scan->err->text);
	return true;
}

static bool take_line(struct scan *scan, const char *bytes, size_t n)
{
	size_t blanks = 0;

	while (blanks < n && (bytes[blanks] == ' ' || bytes[blanks] == '\t'))
		blanks++;
	bytes += blanks;
	n -= blanks;
	if (n > 0 && *bytes == '[')
		scan->is_lost = false;
	return scan->is_lost || read_line(scan, bytes, n) || leave_out(scan, bytes, n);
}

static bool scan_text(struct scan *scan, const char *text, size_t len)
{
	const char *p = text, *end = text + len;

	if (len >= sizeof(mark) - 1 && memcmp(text, mark, sizeof(mark) - 1) == 0)
		p += sizeof(mark) - 1;
	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((stop != NULL ? stop : end) - p);

		scan->line++;
		if (!take_line(scan, p, n))
			return false;
		p += stop != NULL ? n + 1 : n;
	}
	return true;
}

static int silent(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static int silent(const char *fmt, ...)
{
	(void)fmt;
	return 0;
}

/* iniparser loads by name alone: it is given a file in memory. */
static dictionary *load(const struct str *text, const char *file, struct err *err)
{
	int fd = memfd_create("gongkai-ini", MFD_CLOEXEC);
	dictionary *dict = NULL;
	size_t done = 0;
	char path[64];

	while (fd >= 0 && done < text->len) {
		ssize_t n = write(fd, text->buf + done, text->len - done);

		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0 && done == text->len) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		iniparser_set_error_callback(silent);
		dict = iniparser_load(path);
		iniparser_set_error_callback(NULL);
	}
	if (dict == NULL)
		err_set(err, ERR_IO, _("%s: cannot be read through memory: %s"), file,
			err_system(errno));
	if (fd >= 0)
		close(fd);
	return dict;
}

/* Fills in the values of the sections that were scanned. */
static bool fill(struct scan *scan)
{
	dictionary *dict = load(&scan->clean, scan->file, scan->err);
	bool ok = dict != NULL;

	for (size_t i = scan->start; ok && i < scan->conf->n; i++) {
		struct conf_section *section = &scan->conf->sections[i];

		for (size_t k = 0; ok && k < section->n; k++) {
			struct conf_entry *entry = &section->entries[k];
			char *name = xasprintf("%s:%s", section->name, entry->key);
			const char *value = iniparser_getstring(dict, name, NULL);

			free(name);
			scan->line = entry->line;
			if (value == NULL)
				ok = fault(scan, _("the line cannot be read"));
			else
				set_str(&entry->value, value);
		}
	}
	if (dict != NULL)
		iniparser_freedict(dict);
	return ok;
}

bool conf_read(struct conf *conf, const char *file, const char *text, size_t len, struct err *err)
{
	struct scan scan = {.conf = conf, .file = file, .err = err, .start = conf->n};
	bool ok = scan_text(&scan, text, len) && (scan.clean.len == 0 || fill(&scan));

	str_release(&scan.clean);
	return ok;
}

void conf_read_right(
	struct conf *conf, const char *file, const char *text, size_t len, struct strv *problems)
{
	struct err err = {0};
	struct scan scan = {
		.conf = conf, .file = file, .err = &err, .start = conf->n, .problems = problems};

	scan_text(&scan, text, len);
	if (scan.clean.len > 0 && !fill(&scan))
		strv_put(problems, err.text);
	str_release(&scan.clean);
}

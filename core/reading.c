/* SPDX-License-Identifier: MIT */
#include "core/reading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/i18n.h"
#include "core/marked.h"
#include "core/mem.h"
#include "core/reader.h"
#include "core/text.h"

static const char *const failure_sentences[FAILURE_COUNT] = {
	[FAILURE_DAMAGED] =
		N_("it is damaged or not complete; open it in the program it was made with and "
		   "save it again"),
	[FAILURE_ENCRYPTED] =
		N_("it is encrypted: nobody could review it; take its password off and save it "
		   "again"),
	[FAILURE_LARGE] = N_("it unpacks to more than a paper holds, as files do that are made to "
			     "harm; have it made anew by whoever sent it"),
	[FAILURE_DEEP] =
		N_("its parts are nested deeper than in any paper; have it made anew by whoever "
		   "sent it"),
	[FAILURE_ENTITIES] =
		N_("it defines entities of its own, as no office program does; save it again in "
		   "one"),
	[FAILURE_TWICE] =
		N_("it holds two parts of one name, and shows different texts to different "
		   "programs; save it again"),
	[FAILURE_EMPTY] = N_("it is empty"),
	[FAILURE_UNKNOWN] =
		N_("it is no kind of file that is read; save it as text, .docx, .odt or .pdf "
		   "first"),
};

void reading_release(struct reading *reading)
{
	str_release(&reading->text);
	strv_release(&reading->parts);
	*reading = (struct reading){0};
}

/* -- What the reader wrote --------------------------------------------------------------------- */

static bool no_reader(struct err *err)
{
	return err_set(err, ERR_INPUT, _("the reader answered what no reader answers"));
}

static bool take_format(struct reading *reading, const char *word, size_t len, struct err *err)
{
	char *format = xstrndup(word, len);

	reading->encoding = text_is_plain(format) ? NULL : text_encoding(format);
	free(format);
	return reading->encoding != NULL || no_reader(err);
}

/* Terminals act on these, and no text needs them. */
static void add_clean(struct str *out, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (((unsigned char)p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7F)
			str_add(out, "\xEF\xBF\xBD");
		else
			str_addc(out, p[i]);
	}
}

/* A line of the paper must not look like a marked one. */
static void take_text(struct reading *reading, const char *p, size_t len)
{
	enum mark mark;

	if (marked_at(p, p + len, &mark)) {
		str_add(&reading->text, "[");
		p += 3;
		len -= 3;
	}
	add_clean(&reading->text, p, len);
	str_addc(&reading->text, '\n');
}

static bool take_marked(struct reading *reading, const char *p, size_t len, struct err *err)
{
	const char *blank = memchr(p, ' ', len);
	struct str clean = {0};
	enum mark mark;
	bool ok = blank != NULL && mark_parse(p, (size_t)(blank - p), &mark);

	if (!ok)
		return no_reader(err);
	add_clean(&clean, blank + 1, len - (size_t)(blank + 1 - p));
	marked_add(&reading->text, mark, str_get(&clean), clean.len);
	str_release(&clean);
	return true;
}

enum { PARTS_MAX = 1000 };

static bool take_part(struct reading *reading, const char *p, size_t len)
{
	struct str clean = {0};

	add_clean(&clean, p, len);
	if (reading->parts.n < PARTS_MAX)
		strv_add(&reading->parts, str_get(&clean));
	str_release(&clean);
	return true;
}

static bool take_failure(const char *word, size_t len, struct err *err)
{
	for (int i = 0; i < FAILURE_COUNT; i++) {
		if (strlen(failure_words[i]) == len && memcmp(failure_words[i], word, len) == 0)
			return err_set(err, ERR_INPUT, "%s", _(failure_sentences[i]));
	}
	return no_reader(err);
}

/* One line: what it is, and the rest of it. */
static bool take_line(struct reading *reading, const char *p, size_t len, struct err *err)
{
	switch (p[0]) {
	case 'F': return take_format(reading, p + 1, len - 1, err);
	case 'T': take_text(reading, p + 1, len - 1); return true;
	case 'M': return take_marked(reading, p + 1, len - 1, err);
	case '+':
	case '-': return take_part(reading, p, len);
	case 'E': return take_failure(p + 1, len - 1, err);
	default: return no_reader(err);
	}
}

bool reading_parse(const char *lines, size_t len, struct reading *reading, struct err *err)
{
	const char *end = lines + len;
	bool is_whole = false;

	if (len == 0 || !text_is_utf8(lines, len))
		return no_reader(err);
	for (const char *p = lines; p < end && !is_whole;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		if (stop == NULL || stop == p)
			return no_reader(err);
		is_whole = stop == p + 1 && *p == '.';
		if (!is_whole && !take_line(reading, p, (size_t)(stop - p), err))
			return false;
		p = stop + 1;
	}
	if (!is_whole || reading->encoding == NULL)
		return no_reader(err);
	return !str_empty(str_get(&reading->text)) ||
	       err_set(err, ERR_INPUT, "%s", _(failure_sentences[FAILURE_EMPTY]));
}

/* -- What kind of file it is ------------------------------------------------------------------- */

enum sort { SORT_TEXT, SORT_FILE, SORT_PDF, SORT_IMAGE };

static const struct {
	const char *bytes;
	size_t len;
	enum sort sort;
} beginnings[] = {
	{"PK\003\004", 4, SORT_FILE},
	{"PK\005\006", 4, SORT_FILE},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, SORT_FILE},
	{"{\\rtf", 5, SORT_FILE},
	{"%PDF-", 5, SORT_PDF},
	{"\x89PNG\r\n", 6, SORT_IMAGE},
	{"\xFF\xD8\xFF", 3, SORT_IMAGE},
	{"GIF8", 4, SORT_IMAGE},
	{"II*\0", 4, SORT_IMAGE},
	{"MM\0*", 4, SORT_IMAGE},
};

/* A page of the web begins with one of these, after blanks. */
static bool is_html(const char *p, size_t len)
{
	static const char *const words[] = {
		"<!doctype html", "<html", "<head", "<body", "<meta ", "<title"};

	if (len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
		p += 3;
		len -= 3;
	}
	while (len > 0 && strchr(" \t\r\n", *p) != NULL && *p != '\0') {
		p++;
		len--;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]);

		if (len > n && strncasecmp(p, words[i], n) == 0)
			return true;
	}
	if (len <= 5 || memcmp(p, "<?xml", 5) != 0)
		return false;
	return memmem(p, len < 1024 ? len : 1024, "<html", 5) != NULL;
}

static enum sort sort_of(const char *bytes, size_t len)
{
	size_t head = len < 1024 ? len : 1024;

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++) {
		if (len >= beginnings[i].len &&
			memcmp(bytes, beginnings[i].bytes, beginnings[i].len) == 0)
			return beginnings[i].sort;
	}
	/* Programs that show PDF look so far for its beginning; a text may speak of it. */
	if (memmem(bytes, head, "%PDF-", 5) != NULL && memchr(bytes, '\0', len) != NULL)
		return SORT_PDF;
	return is_html(bytes, len) ? SORT_FILE : SORT_TEXT;
}

/* Nobody reads pictures here: a person must look at it, and say so. */
static bool take_image(struct reading *reading)
{
	static const char words[] = "picture without text";

	reading->encoding = "image";
	marked_add(&reading->text, MARK_UNSCREENABLE, words, strlen(words));
	return true;
}

bool reading_take(const void *bytes, size_t len, struct reading *reading, struct err *err)
{
	enum sort sort = sort_of(bytes, len);
	struct str out = {0};
	bool ok;

	*reading = (struct reading){0};
	if (sort == SORT_IMAGE)
		return take_image(reading);
	if (sort == SORT_TEXT) {
		ok = text_decode(bytes, len, &reading->text, &reading->encoding, err);
	} else {
		ok = reader_run(
			     sort == SORT_PDF ? READER_PDF : READER_FILES, bytes, len, &out, err) &&
		     reading_parse(str_get(&out), out.len, reading, err);
		str_release(&out);
	}
	if (!ok)
		reading_release(reading);
	return ok;
}

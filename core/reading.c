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
		N_("it says in two ways what is in it, and shows different texts to different "
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

/* What a text begins with, behind blanks, comments and what says that it is XML; of UTF-16 each
 * other byte. */
static void take_head(const char *p, size_t len, struct str *head)
{
	enum { HEAD = 4096 };
	const char *from;

	for (size_t i = 0; i < len && i < HEAD; i++) {
		if (p[i] != '\0' && (i > 1 || strchr("\xFE\xFF", p[i]) == NULL))
			str_addc(head, p[i]);
	}
	if (head->buf == NULL)
		return;
	from = head->buf;
	if (starts_with(from, "\xEF\xBB\xBF"))
		from += 3;
	for (;;) {
		const char *end = NULL;

		from += strspn(from, " \t\r\n");
		if (starts_with(from, "<!--"))
			end = strstr(from, "-->");
		else if (starts_with(from, "<?"))
			end = strstr(from, "?>");
		if (end == NULL)
			break;
		from = strchr(end, '>') + 1;
	}
	head->len = strlen(from);
	memmove(head->buf, from, head->len + 1);
}

/* A page of the web begins with one of these. */
static bool is_html(const char *p, size_t len)
{
	static const char *const words[] = {"<!doctype html", "html", "head", "body", "meta",
		"title", "table", "div", "p", "style", "script", "link", "base", "center", "font",
		"span", "h1", "h2", "h3", "form", "section", "article", "main", "ul", "ol", "b"};
	struct str head = {0};
	const char *at;
	bool is = false;

	take_head(p, len, &head);
	at = str_get(&head);
	is = strncasecmp(at, words[0], strlen(words[0])) == 0;
	for (size_t i = 1; !is && *at == '<' && i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]);

		is = strncasecmp(at + 1, words[i], n) == 0 && at[1 + n] != '\0' &&
		     strchr(" \t\r\n>/", at[1 + n]) != NULL;
	}
	str_release(&head);
	return is;
}

/* What programs write as text and people cannot read as such: letters with what is attached, packed
 * pages of the web, office papers as one XML. Their words are cut into pieces by what is between.
 */
static bool is_packed_text(const char *p, size_t len)
{
	static const char *const words[] = {"<?mso-application", "<pkg:package", "<w:worddocument",
		"<office:document", "<uof:", "<uof "};
	static const char *const types[] = {"\ncontent-type: multipart/",
		"\ncontent-transfer-encoding: base64", "\ncontent-transfer-encoding: quoted"};
	size_t n = len < 4096 ? len : 4096;
	char *head = xstrndup(p, strnlen(p, n));
	bool is = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		is = is || strcasestr(head, words[i]) != NULL;
	is = is && strstr(head, "<?xml") != NULL;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		is = is || (strcasestr(head, "mime-version:") != NULL &&
				   strcasestr(head, types[i]) != NULL);
	free(head);
	return is;
}

/* Whether a file ends as a zip does, whose programs read it from its end. */
static bool ends_as_zip(const unsigned char *p, size_t len)
{
	enum { END = 22, COMMENT = 65535 };

	for (size_t i = END; i <= len && i <= END + COMMENT; i++) {
		const unsigned char *end = p + len - i;

		if (memcmp(end, "PK\5\6", 4) == 0 && (size_t)(end[20] | end[21] << 8) == i - END)
			return true;
	}
	return false;
}

/* A file that is two: what one program shows is not what another does. */
static bool is_two(const char *bytes, size_t len)
{
	size_t head = len < 1024 ? len : 1024;

	if (len >= 4 && memcmp(bytes, "PK", 2) == 0 && (bytes[2] == 3 || bytes[2] == 5))
		return memmem(bytes, head, "%PDF-", 5) != NULL;
	return ends_as_zip((const unsigned char *)bytes, len);
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
	if (is_two(bytes, len))
		return err_set(err, ERR_INPUT, "%s", _(failure_sentences[FAILURE_TWICE]));
	if (sort == SORT_TEXT && is_packed_text(bytes, len))
		return err_set(err, ERR_INPUT, "%s", _(failure_sentences[FAILURE_UNKNOWN]));
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

/* SPDX-License-Identifier: MIT */
/* .doc and .wps of before 2007: streams in a file of sectors ([MS-CFB]), and Word's table of the
 * pieces its text lies in ([MS-DOC] 2.8.35). No library of Debian's reads them; what is not text
 * there (changes, properties) is not looked for, and that is said. */
#include <stdint.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"
#include "store/read/parts.h"

enum { HEADER = 512, ENTRY = 128, STREAM_MAX = 64 << 20 };

struct ole {
	struct gather *gather;
	const unsigned char *bytes;
	size_t len, sector, mini;
	struct str fat, minifat, dir, ministream; /* owns */
	size_t cutoff;
};

static unsigned u16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static const unsigned char *at(const struct str *s, size_t offset, size_t n)
{
	return offset <= s->len && n <= s->len - offset ? (const unsigned char *)s->buf + offset
							: NULL;
}

static void add_sector(struct ole *ole, struct str *out, uint32_t sector)
{
	size_t from = ((size_t)sector + 1) * ole->sector;

	/* The last one may be cut off. */
	if (from >= ole->len)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	str_addn(out, ole->bytes + from,
		ole->len - from < ole->sector ? ole->len - from : ole->sector);
}

/* The sectors of a chain; one that runs in a circle grows too long. */
static void add_chain(struct ole *ole, struct str *out, uint32_t sector)
{
	while (sector < 0xFFFFFFF8u) {
		const unsigned char *next = at(&ole->fat, (size_t)sector * 4, 4);

		if (next == NULL || out->len > ole->len || out->len > STREAM_MAX)
			gather_fail(ole->gather, FAILURE_DAMAGED);
		add_sector(ole, out, sector);
		sector = u32(next);
	}
}

static void add_mini_chain(struct ole *ole, struct str *out, uint32_t sector)
{
	while (sector < 0xFFFFFFF8u) {
		const unsigned char *next = at(&ole->minifat, (size_t)sector * 4, 4);
		const unsigned char *data = at(&ole->ministream, sector * ole->mini, ole->mini);

		if (next == NULL || data == NULL || out->len > ole->len)
			gather_fail(ole->gather, FAILURE_DAMAGED);
		str_addn(out, data, ole->mini);
		sector = u32(next);
	}
}

static void read_fat(struct ole *ole)
{
	uint32_t next = u32(ole->bytes + 68), count = u32(ole->bytes + 44);
	size_t per = ole->sector / 4 - 1, done = 0;

	for (size_t i = 0; i < 109 && done < count; i++, done++)
		add_sector(ole, &ole->fat, u32(ole->bytes + 76 + i * 4));
	while (done < count) {
		struct str table = {0};

		if (ole->fat.len > ole->len)
			gather_fail(ole->gather, FAILURE_DAMAGED);
		add_sector(ole, &table, next);
		if (table.len < ole->sector)
			gather_fail(ole->gather, FAILURE_DAMAGED);
		for (size_t i = 0; i < per && done < count; i++, done++)
			add_sector(ole, &ole->fat, u32((const unsigned char *)table.buf + i * 4));
		next = u32((const unsigned char *)table.buf + per * 4);
		str_release(&table);
	}
}

/* An entry of the directory by its name; NULL. */
static const unsigned char *find_entry(const struct ole *ole, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + ENTRY <= ole->dir.len; i += ENTRY) {
		const unsigned char *entry = at(&ole->dir, i, ENTRY);
		size_t k = 0;

		while (k < n && u16(entry + 2 * k) == (unsigned char)name[k])
			k++;
		if (k == n && u16(entry + 2 * k) == 0)
			return entry;
	}
	return NULL;
}

static bool read_stream(struct ole *ole, const char *name, struct str *out)
{
	const unsigned char *entry = find_entry(ole, name);
	size_t size;

	if (entry == NULL)
		return false;
	size = u32(entry + 120);
	if (size < ole->cutoff)
		add_mini_chain(ole, out, u32(entry + 116));
	else
		add_chain(ole, out, u32(entry + 116));
	return true;
}

static void open_ole(struct ole *ole)
{
	const unsigned char *root;
	unsigned shift;

	if (ole->len < HEADER)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	shift = u16(ole->bytes + 30);
	if ((shift != 9 && shift != 12) || u16(ole->bytes + 32) != 6)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	ole->sector = (size_t)1 << shift;
	ole->mini = 64;
	ole->cutoff = u32(ole->bytes + 56);
	read_fat(ole);
	add_chain(ole, &ole->dir, u32(ole->bytes + 48));
	add_chain(ole, &ole->minifat, u32(ole->bytes + 60));
	root = at(&ole->dir, 0, ENTRY);
	if (root == NULL)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	add_chain(ole, &ole->ministream, u32(root + 116));
}

/* -- Word's text ------------------------------------------------------------------------------- */

/* What code page 1252 has where Latin-1 has controls. */
static unsigned wide(unsigned char c)
{
	static const unsigned short high[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026,
		0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
		0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

	return c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
}

/* The parts that follow each other in one run of characters, and where they belong. */
static const struct {
	size_t offset; /* of their length in the header */
	int mark; /* -1: the paper */
} stories[] = {{0x4C, -1}, {0x50, -1}, {0x54, MARK_HEADER}, {0x58, MARK_OTHER},
	{0x5C, MARK_COMMENT}, {0x60, -1}, {0x64, -1}, {0x68, MARK_HEADER}};
enum { STORIES = 8, FIELDS = 64 };

struct doc {
	struct str word, table; /* streams */
	struct str text[STORIES];
	uint32_t ends[STORIES];
	/* Fields inside one another: what each computes, and behind a sign what it shows. */
	bool is_code[FIELDS];
	int fields;
	struct str code;
	size_t pictures;
};

static bool is_in_code(const struct doc *doc)
{
	for (int i = 0; i < doc->fields; i++) {
		if (doc->is_code[i])
			return true;
	}
	return false;
}

static void end_code(struct ole *ole, struct doc *doc)
{
	part_field(ole->gather, str_get(&doc->code));
	str_clear(&doc->code);
}

static void turn_field(struct ole *ole, struct doc *doc, unsigned c)
{
	if (c == 0x13 && doc->fields >= FIELDS)
		gather_fail(ole->gather, FAILURE_DEEP);
	if (c == 0x13) {
		doc->is_code[doc->fields++] = true;
	} else if (doc->fields > 0) {
		end_code(ole, doc);
		doc->is_code[doc->fields - 1] = false;
		doc->fields -= c == 0x15;
	}
}

/* Paragraphs, cells, fields and pictures are signs in the text. */
static void add_character(struct ole *ole, struct doc *doc, struct str *out, unsigned c)
{
	char bytes[4];

	out = is_in_code(doc) ? &doc->code : out;
	doc->pictures += c == 0x01 || c == 0x08;
	if (c >= 0x13 && c <= 0x15)
		turn_field(ole, doc, c);
	else if (c == 0x0D || c == 0x0B || c == 0x0C)
		str_addc(out, '\n');
	else if (c == 0x07 && out->len > 0 && out->buf[out->len - 1] == '\t')
		out->buf[out->len - 1] = '\n'; /* behind the last cell one more ends the row */
	else if (c == 0x07)
		str_addc(out, '\t');
	else if (c == 0x1E)
		str_addc(out, '-');
	else if ((c >= 0x20 || c == '\t') && c != 0x1F)
		str_addn(out, bytes, text_put(c, bytes));
}

static void add_piece(struct ole *ole, struct doc *doc, uint32_t cp, uint32_t end, uint32_t fc)
{
	bool is_narrow = (fc & 0x40000000u) != 0;
	size_t from = is_narrow ? (fc & 0x3FFFFFFFu) / 2 : fc, step = is_narrow ? 1 : 2;
	const unsigned char *p = at(&doc->word, from, (size_t)(end - cp) * step);
	int story = 0;

	if (p == NULL)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	for (; cp < end; cp++, p += step) {
		unsigned c = is_narrow ? wide(*p) : u16(p);

		while (story < STORIES - 1 && cp >= doc->ends[story]) {
			story++;
			doc->fields = 0;
			end_code(ole, doc);
		}
		if (c >= 0xD800 && c < 0xDC00 && !is_narrow && cp + 1 < end) {
			unsigned low = u16(p + 2);

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				cp++;
				p += step;
			}
		}
		if (c >= 0xD800 && c < 0xE000)
			c = 0xFFFD;
		add_character(ole, doc, &doc->text[story], c);
	}
}

static void read_pieces(struct ole *ole, struct doc *doc, size_t offset, size_t len)
{
	const unsigned char *p = at(&doc->table, offset, len);
	size_t i = 0, n;

	if (p == NULL)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	while (i + 3 <= len && p[i] == 1)
		i += 3 + (size_t)u16(p + i + 1);
	if (i + 5 > len || p[i] != 2 || u32(p + i + 1) > len - i - 5 || u32(p + i + 1) < 4)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	n = (u32(p + i + 1) - 4) / 12;
	p += i + 5;
	for (size_t k = 0; k < n; k++) {
		uint32_t cp = u32(p + k * 4), end = u32(p + k * 4 + 4);

		if (end < cp || end > STREAM_MAX || doc->text[0].len > STREAM_MAX)
			gather_fail(ole->gather, FAILURE_DAMAGED);
		add_piece(ole, doc, cp, end, u32(p + (n + 1) * 4 + k * 8 + 2));
	}
}

static void print_doc(struct ole *ole, struct doc *doc)
{
	static const char warning[] =
		"properties, tracked changes and hidden text of this old format";
	static const char pool[] = "other files that are laid into this one";
	static const char macros[] = "macros";

	for (int i = 0; i < STORIES; i++) {
		if (stories[i].mark >= 0)
			part_mark(ole->gather, (enum mark)stories[i].mark, &doc->text[i]);
		else
			gather_text(ole->gather, str_get(&doc->text[i]), doc->text[i].len);
		if (stories[i].mark < 0)
			gather_line(ole->gather);
		str_release(&doc->text[i]);
	}
	end_code(ole, doc);
	if (doc->pictures > 0)
		gather_markf(ole->gather, MARK_PICTURE, "pictures and objects: %zu", doc->pictures);
	if (find_entry(ole, "ObjectPool") != NULL)
		gather_mark(ole->gather, MARK_UNREAD, pool, strlen(pool));
	if (find_entry(ole, "Macros") != NULL)
		gather_mark(ole->gather, MARK_UNREAD, macros, strlen(macros));
	gather_mark(ole->gather, MARK_UNREAD, warning, strlen(warning));
	str_release(&doc->code);
	gather_part(ole->gather, true, "WordDocument");
}

static void read_word(struct ole *ole, struct doc *doc)
{
	const unsigned char *header = at(&doc->word, 0, 0x1AA);
	uint32_t sum = 0;
	unsigned flags;

	if (header == NULL || u16(header) != 0xA5EC)
		gather_fail(ole->gather, FAILURE_DAMAGED);
	flags = u16(header + 0x0A);
	if ((flags & 0x0100) != 0)
		gather_fail(ole->gather, FAILURE_ENCRYPTED);
	if (!read_stream(ole, (flags & 0x0200) != 0 ? "1Table" : "0Table", &doc->table))
		gather_fail(ole->gather, FAILURE_DAMAGED);
	for (int i = 0; i < STORIES; i++) {
		sum += u32(header + stories[i].offset);
		doc->ends[i] = sum;
	}
	read_pieces(ole, doc, u32(header + 0x1A2), u32(header + 0x1A6));
	print_doc(ole, doc);
	str_release(&doc->table);
}

void ole_read(struct gather *gather, const char *bytes, size_t len)
{
	struct ole ole = {.gather = gather, .bytes = (const unsigned char *)bytes, .len = len};
	struct doc doc = {0};

	open_ole(&ole);
	if (find_entry(&ole, "EncryptedPackage") != NULL)
		gather_fail(gather, FAILURE_ENCRYPTED);
	if (read_stream(&ole, "WordDocument", &doc.word)) {
		gather->format = "doc";
		read_word(&ole, &doc);
	} else {
		gather->format = "ole";
		gather_mark(gather, MARK_UNSCREENABLE, "a file of an old office program", 31);
	}
	str_release(&doc.word);
	str_release(&ole.fat);
	str_release(&ole.minifat);
	str_release(&ole.dir);
	str_release(&ole.ministream);
}

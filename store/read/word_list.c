/* SPDX-License-Identifier: MIT */
#include "store/read/word_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"
#include "store/read/xml.h"

#define WORD "wordprocessingml"

enum { STYLES_DEEP = 20, COUNT_MAX = 99999 };

void lists_release(struct lists *lists)
{
	for (size_t i = 0; i < lists->kind_count; i++) {
		free(lists->kinds[i].id);
		for (int k = 0; k < LIST_LEVELS; k++) {
			free(lists->kinds[i].levels[k].format);
			free(lists->kinds[i].levels[k].text);
			free(lists->kinds[i].levels[k].style);
		}
	}
	for (size_t i = 0; i < lists->list_count; i++) {
		free(lists->lists[i].id);
		free(lists->lists[i].kind);
	}
	for (size_t i = 0; i < lists->style_count; i++) {
		free(lists->styles[i].id);
		free(lists->styles[i].base);
		free(lists->styles[i].list);
	}
	free(lists->kinds);
	free(lists->lists);
	free(lists->styles);
	*lists = (struct lists){0};
}

/* -- What there is ----------------------------------------------------------------------------- */

struct reading_lists {
	struct lists *lists;
	int level; /* that is read; -1: none */
	bool in_kind, in_list, in_style;
};

static int level_of(const char **attributes, const char *name)
{
	const char *value = xml_attribute(attributes, name);
	int level;

	return value != NULL && str_number(value, &level) && level < LIST_LEVELS ? level : -1;
}

static void open_level(const char *name, const char *value, struct list_level *level)
{
	int start;

	if (strcmp(name, "start") == 0 && value != NULL && str_number(value, &start) &&
		start <= COUNT_MAX)
		level->start = start;
	else if (strcmp(name, "numFmt") == 0)
		set_str(&level->format, value);
	else if (strcmp(name, "lvlText") == 0)
		set_str(&level->text, value);
	else if (strcmp(name, "pStyle") == 0)
		set_str(&level->style, value);
	else if (strcmp(name, "suff") == 0)
		level->is_close = str_eq(value, "nothing");
}

static void begin_kind(struct lists *lists, const char **attributes)
{
	const char *id = xml_attribute(attributes, "abstractNumId");

	GROW(lists->kinds, lists->kind_count);
	lists->kinds[lists->kind_count++] = (struct list_kind){.id = xstrdup(id != NULL ? id : "")};
	for (int i = 0; i < LIST_LEVELS; i++)
		lists->kinds[lists->kind_count - 1].levels[i].start = 1;
}

static void begin_list(struct lists *lists, const char **attributes)
{
	const char *id = xml_attribute(attributes, "numId");

	GROW(lists->lists, lists->list_count);
	lists->lists[lists->list_count++] = (struct list){.id = xstrdup(id != NULL ? id : "")};
}

static void number_open(struct xml *xml, const char *name, const char **attributes)
{
	struct reading_lists *reading = xml->data;
	struct lists *lists = reading->lists;
	const char *value = xml_attribute(attributes, "val");
	int start;

	if (strcmp(name, "abstractNum") == 0) {
		begin_kind(lists, attributes);
		reading->in_kind = true;
	} else if (strcmp(name, "num") == 0) {
		begin_list(lists, attributes);
		reading->in_list = true;
	} else if (strcmp(name, "lvl") == 0 || strcmp(name, "lvlOverride") == 0) {
		reading->level = level_of(attributes, "ilvl");
	} else if (reading->in_kind && reading->level >= 0) {
		open_level(
			name, value, &lists->kinds[lists->kind_count - 1].levels[reading->level]);
	} else if (reading->in_list && strcmp(name, "abstractNumId") == 0) {
		set_str(&lists->lists[lists->list_count - 1].kind, value);
	} else if (reading->in_list && strcmp(name, "startOverride") == 0 && reading->level >= 0 &&
		   value != NULL && str_number(value, &start) && start <= COUNT_MAX) {
		lists->lists[lists->list_count - 1].starts[reading->level] = start;
	}
}

static void number_close(struct xml *xml, const char *name)
{
	struct reading_lists *reading = xml->data;

	if (strcmp(name, "abstractNum") == 0)
		reading->in_kind = false;
	else if (strcmp(name, "num") == 0)
		reading->in_list = false;
	else if (strcmp(name, "lvl") == 0 || strcmp(name, "lvlOverride") == 0)
		reading->level = -1;
}

static void style_open(struct xml *xml, const char *name, const char **attributes)
{
	struct reading_lists *reading = xml->data;
	struct lists *lists = reading->lists;
	const char *id = xml_attribute(attributes, "styleId");
	const char *value = xml_attribute(attributes, "val");
	struct list_style *style =
		lists->style_count > 0 ? &lists->styles[lists->style_count - 1] : NULL;

	if (strcmp(name, "style") == 0) {
		GROW(lists->styles, lists->style_count);
		lists->styles[lists->style_count++] =
			(struct list_style){.id = xstrdup(id != NULL ? id : ""), .level = -1};
		reading->in_style = true;
	} else if (reading->in_style && style != NULL && strcmp(name, "basedOn") == 0) {
		set_str(&style->base, value);
	} else if (reading->in_style && style != NULL && strcmp(name, "numId") == 0) {
		set_str(&style->list, value);
	} else if (reading->in_style && style != NULL && strcmp(name, "ilvl") == 0) {
		style->level = level_of(attributes, "val");
	}
}

static void style_close(struct xml *xml, const char *name)
{
	struct reading_lists *reading = xml->data;

	reading->in_style = reading->in_style && strcmp(name, "style") != 0;
}

void lists_read(struct lists *lists, struct zip *zip, struct gather *gather)
{
	static const struct xml_walker numbers = {.open = number_open, .close = number_close};
	static const struct xml_walker styles = {.open = style_open, .close = style_close};
	struct reading_lists reading = {.lists = lists, .level = -1};

	for (size_t i = 0; i < zip->n; i++) {
		const struct zip_part *part = &zip->parts[i];

		if (zip_is(part, WORD, "numbering"))
			xml_walk(gather, part->bytes.buf, part->bytes.len, &numbers, &reading);
		else if (zip_is(part, WORD, "styles"))
			xml_walk(gather, part->bytes.buf, part->bytes.len, &styles, &reading);
	}
}

/* -- How numbers are written ------------------------------------------------------------------- */

/* 十一, 一百零五; legal: 壹拾壹. */
static void add_counting(struct str *out, int n, bool is_legal)
{
	static const char *const plain[] = {
		"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万"};
	static const char *const legal[] = {
		"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖", "拾", "佰", "仟", "万"};
	const char *const *digits = is_legal ? legal : plain;
	bool begun = false, gap = false;

	for (int place = 4, power = 10000; place >= 0; place--, power /= 10) {
		int digit = n / power % 10;

		if (digit == 0) {
			gap = begun;
			continue;
		}
		if (gap)
			str_add(out, digits[0]);
		if (!(digit == 1 && place == 1 && !begun && !is_legal))
			str_add(out, digits[digit]);
		if (place > 0)
			str_add(out, digits[9 + place]);
		begun = true;
		gap = false;
	}
	if (!begun)
		str_add(out, digits[0]);
}

static void add_roman(struct str *out, int n, bool is_lower)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} signs[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
		{100, "C", "c"}, {90, "XC", "xc"}, {50, "L", "l"}, {40, "XL", "xl"}, {10, "X", "x"},
		{9, "IX", "ix"}, {5, "V", "v"}, {4, "IV", "iv"}, {1, "I", "i"}};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		for (; n >= signs[i].value; n -= signs[i].value)
			str_add(out, is_lower ? signs[i].lower : signs[i].upper);
	}
}

static void add_each_digit(struct str *out, int n, unsigned zero)
{
	static const char *const ideographs[] = {
		"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	char digits[16], bytes[4];

	snprintf(digits, sizeof(digits), "%d", n);
	for (const char *p = digits; *p != '\0'; p++) {
		if (zero == 0)
			str_add(out, ideographs[*p - '0']);
		else
			str_addn(out, bytes, text_put(zero + (unsigned)(*p - '0'), bytes));
	}
}

enum way {
	DECIMAL,
	ZERO,
	COUNTING,
	LEGAL,
	DIGITS,
	WIDE,
	STEMS,
	BRANCHES,
	CIRCLE,
	UPPER,
	LOWER,
	ROMAN,
	SMALL_ROMAN,
	NOTHING
};

static enum way way_of(const char *format)
{
	static const struct {
		const char *name;
		enum way way;
	} ways[] = {{"decimalZero", ZERO}, {"chineseCounting", COUNTING},
		{"chineseCountingThousand", COUNTING}, {"japaneseCounting", COUNTING},
		{"taiwaneseCounting", COUNTING}, {"taiwaneseCountingThousand", COUNTING},
		{"chineseLegalSimplified", LEGAL}, {"ideographLegalTraditional", LEGAL},
		{"ideographDigital", DIGITS}, {"taiwaneseDigital", DIGITS},
		{"japaneseDigitalTenThousand", DIGITS}, {"decimalFullWidth", WIDE},
		{"ideographTraditional", STEMS}, {"ideographZodiac", BRANCHES},
		{"decimalEnclosedCircle", CIRCLE}, {"decimalEnclosedCircleChinese", CIRCLE},
		{"upperLetter", UPPER}, {"lowerLetter", LOWER}, {"upperRoman", ROMAN},
		{"lowerRoman", SMALL_ROMAN}, {"none", NOTHING}};

	for (size_t i = 0; format != NULL && i < sizeof(ways) / sizeof(*ways); i++) {
		if (strcmp(ways[i].name, format) == 0)
			return ways[i].way;
	}
	return DECIMAL;
}

static void add_number(struct str *out, int n, enum way way)
{
	static const char *const stems[] = {
		"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
	static const char *const branches[] = {
		"子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"};
	char bytes[4];

	if (way == COUNTING || way == LEGAL)
		add_counting(out, n, way == LEGAL);
	else if (way == DIGITS || way == WIDE)
		add_each_digit(out, n, way == WIDE ? 0xFF10 : 0);
	else if (way == STEMS && n >= 1 && n <= 10)
		str_add(out, stems[n - 1]);
	else if (way == BRANCHES && n >= 1 && n <= 12)
		str_add(out, branches[n - 1]);
	else if (way == CIRCLE && n >= 1 && n <= 20)
		str_addn(out, bytes, text_put(0x2460 + (unsigned)n - 1, bytes));
	else if ((way == UPPER || way == LOWER) && n >= 1)
		for (int i = 0; i <= (n - 1) / 26 && i < 8; i++)
			str_addc(out, (char)((way == UPPER ? 'A' : 'a') + (n - 1) % 26));
	else if ((way == ROMAN || way == SMALL_ROMAN) && n < 4000)
		add_roman(out, n, way == SMALL_ROMAN);
	else if (way != NOTHING)
		str_addf(out, way == ZERO ? "%02d" : "%d", n);
}

/* -- A paragraph's ----------------------------------------------------------------------------- */

static struct list_style *find_style(struct lists *lists, const char *id)
{
	for (size_t i = 0; id != NULL && i < lists->style_count; i++) {
		if (strcmp(lists->styles[i].id, id) == 0)
			return &lists->styles[i];
	}
	return NULL;
}

static struct list *find_list(struct lists *lists, const char *id)
{
	for (size_t i = 0; id != NULL && i < lists->list_count; i++) {
		if (strcmp(lists->lists[i].id, id) == 0)
			return &lists->lists[i];
	}
	return NULL;
}

static struct list_kind *find_kind(struct lists *lists, const struct list *list)
{
	for (size_t i = 0; list != NULL && list->kind != NULL && i < lists->kind_count; i++) {
		if (strcmp(lists->kinds[i].id, list->kind) == 0)
			return &lists->kinds[i];
	}
	return NULL;
}

static int level_of_style(const struct list_kind *kind, const char *style)
{
	for (int i = 0; style != NULL && i < LIST_LEVELS; i++) {
		if (str_eq(kind->levels[i].style, style))
			return i;
	}
	return 0;
}

static void advance(struct list_kind *kind, struct list *list, int at)
{
	struct list_level *level = &kind->levels[at];

	for (int i = 0; i < at; i++) {
		if (kind->levels[i].count == 0)
			kind->levels[i].count = kind->levels[i].start;
	}
	if (list->starts[at] > 0)
		level->count = list->starts[at];
	else if (level->count == 0)
		level->count = level->start;
	else if (level->count < COUNT_MAX)
		level->count++;
	list->starts[at] = 0;
	for (int i = at + 1; i < LIST_LEVELS; i++)
		kind->levels[i].count = 0;
}

/* A sign of a list, in a font of signs: it says only that there is one. */
static void add_bullet(struct str *out, const char *text)
{
	const char *p = text;
	unsigned c = *p != '\0' ? text_next(&p) : 0;

	if (c >= 0xE000 && c < 0xF900)
		str_add(out, "•");
	else
		str_add(out, text);
}

static void add_label(struct str *out, const struct list_kind *kind, const struct list_level *level)
{
	const char *p = level->text != NULL ? level->text : "";

	if (str_eq(level->format, "bullet")) {
		add_bullet(out, p);
	} else {
		for (; *p != '\0'; p++) {
			if (*p == '%' && p[1] >= '1' && p[1] <= '9') {
				const struct list_level *of = &kind->levels[*++p - '1'];

				add_number(out, of->count, way_of(of->format));
			} else {
				str_addc(out, *p);
			}
		}
	}
	/* Behind Chinese punctuation nobody misses a blank. */
	if (out->len > 0 && !level->is_close && (out->buf[out->len - 1] & 0x80) == 0 &&
		out->buf[out->len - 1] != ' ')
		str_addc(out, ' ');
}

struct list_place lists_count(
	struct lists *lists, const char *list, int level, const char *style, struct str *out)
{
	struct list_style *of = find_style(lists, style);
	struct list_place place = {0};
	const char *said_by = style;
	struct list *found;

	for (int i = 0; list == NULL && of != NULL && i < STYLES_DEEP; i++) {
		list = of->list;
		level = level < 0 ? of->level : level;
		said_by = of->id;
		of = find_style(lists, of->base);
	}
	found = find_list(lists, list);
	place.kind = find_kind(lists, found);
	if (place.kind == NULL)
		return place;
	level = level >= 0 ? level : level_of_style(place.kind, said_by);
	place.level = &place.kind->levels[level];
	advance(place.kind, found, level);
	add_label(out, place.kind, place.level);
	return place;
}

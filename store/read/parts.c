/* SPDX-License-Identifier: MIT */
#include "store/read/parts.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/xml.h"

bool is_blank(const struct str *text)
{
	return str_empty(str_get(text));
}

void part_mark(struct gather *gather, enum mark mark, const struct str *words)
{
	if (!is_blank(words))
		gather_mark(gather, mark, words->buf, words->len);
}

static bool is_dull_field(const char *code)
{
	static const char *const words[] = {
		"PAGE", "NUMPAGES", "TOC", "REF", "SEQ", "STYLEREF", "SECTIONPAGES"};

	code += strspn(code, " ");
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (starts_with(code, words[i]))
			return true;
	}
	return *code == '\0';
}

void part_field(struct gather *gather, const char *code)
{
	if (code != NULL && !is_dull_field(code))
		gather_mark(gather, MARK_FIELD, code, strlen(code));
}

/* -- Words wherever they are ------------------------------------------------------------------- */

static void words_text(struct xml *xml, const char *text, size_t len)
{
	struct str *words = xml->data;

	/* A style of tables is named by a number, and no word. */
	if (*text == '{' && len == 38 && text[37] == '}')
		return;
	str_addn(words, text, len);
	if (words->len > TEXT_MAX)
		gather_fail(xml->gather, FAILURE_LARGE);
}

static void words_close(struct xml *xml, const char *name)
{
	struct str *words = xml->data;
	bool is_end = strcmp(name, "p") == 0 || strcmp(name, "h") == 0 || strcmp(name, "row") == 0;

	if (words->len > 0 && strchr(" \n", words->buf[words->len - 1]) == NULL)
		str_addc(words, is_end ? '\n' : ' ');
	else if (words->len > 0 && is_end)
		words->buf[words->len - 1] = '\n';
}

void part_words(const struct zip_part *part, struct gather *gather, struct str *words)
{
	static const struct xml_walker walker = {.close = words_close, .text = words_text};

	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, words);
}

/* -- Properties -------------------------------------------------------------------------------- */

struct properties {
	struct str value;
	char *name; /* owns; of a property that has a name of its own */
};

/* What a program notes of itself says nothing of anybody. */
static bool is_dull(const char *name)
{
	static const char *const names[] = {"TotalTime", "Pages", "Words", "Characters", "Lines",
		"Paragraphs", "Application", "AppVersion", "DocSecurity", "CharactersWithSpaces",
		"ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "revision",
		"generator", "editing-cycles", "editing-duration", "lpstr", "i4", "Slides", "Notes",
		"HiddenSlides", "MMClips", "PresentationFormat"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static void properties_open(struct xml *xml, const char *name, const char **attributes)
{
	struct properties *p = xml->data;

	str_clear(&p->value);
	if (strcmp(name, "property") == 0 || strcmp(name, "user-defined") == 0 ||
		strcmp(name, "CustomData") == 0)
		set_str(&p->name, xml_attribute(attributes, "name") != NULL
					  ? xml_attribute(attributes, "name")
					  : xml_attribute(attributes, "Name"));
}

static void properties_close(struct xml *xml, const char *name)
{
	struct properties *p = xml->data;

	if (!is_blank(&p->value) && (p->name != NULL || !is_dull(name)))
		gather_markf(xml->gather, MARK_PROPERTY, "%s: %s", p->name != NULL ? p->name : name,
			str_get(&p->value));
	str_clear(&p->value);
	if (strcmp(name, "property") == 0 || strcmp(name, "user-defined") == 0 ||
		strcmp(name, "CustomData") == 0)
		set_str(&p->name, NULL);
}

static void properties_text(struct xml *xml, const char *text, size_t len)
{
	struct properties *p = xml->data;

	str_addn(&p->value, text, len);
}

void part_properties(const struct zip_part *part, struct gather *gather)
{
	static const struct xml_walker walker = {
		.open = properties_open, .close = properties_close, .text = properties_text};
	struct properties p = {0};

	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, &p);
	str_release(&p.value);
	free(p.name);
}

/* -- Where links lead -------------------------------------------------------------------------- */

static void links_open(struct xml *xml, const char *name, const char **attributes)
{
	const char *mode = xml_attribute(attributes, "TargetMode");
	const char *target = xml_attribute(attributes, "Target");

	(void)name;
	if (mode != NULL && strcmp(mode, "External") == 0 && target != NULL)
		gather_mark(xml->gather, MARK_LINK, target, strlen(target));
}

static void read_links(const struct zip_part *part, struct gather *gather)
{
	static const struct xml_walker walker = {.open = links_open};

	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, NULL);
}

/* -- The rest ---------------------------------------------------------------------------------- */

static bool ends_in(const char *name, const char *const *ends, size_t n)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < n; i++) {
		size_t k = strlen(ends[i]);

		if (len >= k && strcasecmp(name + len - k, ends[i]) == 0)
			return true;
	}
	return false;
}

/* A part that is no XML: a picture, nothing that could hold words, or who knows. */
static void name_part(const struct zip_part *part, struct gather *gather)
{
	static const char *const pictures[] = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf",
		".wmf", ".svg", ".tif", ".tiff", ".svm", ".jb2", ".wdp"};
	static const char *const dull[] = {".ttf", ".otf", ".odttf", ".ttc", ".fntdata", ".esl",
		".dat", "mimetype", "layout-cache", "printersettings1.bin", ".sig"};

	if (ends_in(part->name, pictures, sizeof(pictures) / sizeof(*pictures)))
		gather_mark(gather, MARK_PICTURE, part->name, strlen(part->name));
	else if (!ends_in(part->name, dull, sizeof(dull) / sizeof(*dull)))
		gather_mark(gather, MARK_UNREAD, part->name, strlen(part->name));
}

/* XML of somebody else's, where attributes may be words as well as the rest. */
static bool is_foreign(const struct zip_part *part)
{
	static const char *const known[] = {
		"schemas.", "purl.oclc.org", "oasis", "ofdspec", "w3.org", "openoffice"};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (strstr(part->root, known[i]) != NULL)
			return false;
	}
	return true;
}

static void foreign_open(struct xml *xml, const char *name, const char **attributes)
{
	(void)name;
	for (; *attributes != NULL; attributes += 2) {
		const char *local = strrchr(attributes[0], ' ');

		gather_markf(xml->gather, MARK_OTHER, "%s: %s",
			local != NULL ? local + 1 : attributes[0], attributes[1]);
	}
}

static void read_attributes(const struct zip_part *part, struct gather *gather)
{
	static const struct xml_walker walker = {.open = foreign_open};

	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, NULL);
}

static void read_rest(struct zip_part *part, struct gather *gather)
{
	struct str words = {0};

	part->is_done = true;
	if (zip_is(part, "", "Relationships") || zip_is(part, "relationships", "Relationships"))
		read_links(part, gather);
	else if (zip_is(part, "properties", "coreProperties") ||
		 zip_is(part, "roperties", "Properties") || zip_is(part, "", "document-meta"))
		part_properties(part, gather);
	else
		part_words(part, gather, &words);
	part_mark(gather, MARK_OTHER, &words);
	if (is_foreign(part))
		read_attributes(part, gather);
	str_release(&words);
}

void parts_finish(struct zip *zip, struct gather *gather)
{
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		if (!part->is_done && *part->root != '\0')
			read_rest(part, gather);
		else if (!part->is_done && !(part->is_xml && part->bytes.len == 0))
			name_part(part, gather);
		gather_part(gather, part->is_done, part->name);
	}
}

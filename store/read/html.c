/* SPDX-License-Identifier: MIT */
/* Pages of the web, by libxml2's reader of HTML, which fetches nothing. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "core/err.h"
#include "core/text.h"
#include "store/read/parts.h"

static bool is_one_of(const char *name, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], name) == 0)
			return true;
	}
	return false;
}

static bool is_block(const char *name)
{
	static const char *const words[] = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4",
		"h5", "h6", "table", "ul", "ol", "body", "section", "article", "hr", "pre", "dt",
		"dd", "title", "form", "center", "option", "blockquote", "header", "footer"};

	return is_one_of(name, words, sizeof(words) / sizeof(*words));
}

static const char *attribute(xmlNode *node, const char *name)
{
	for (xmlAttr *a = node->properties; a != NULL; a = a->next) {
		if (strcmp((const char *)a->name, name) == 0)
			return a->children != NULL && a->children->content != NULL
				       ? (const char *)a->children->content
				       : "";
	}
	return NULL;
}

/* Blanks and line ends of the source are one blank. */
static void add_folded(struct str *to, const char *text)
{
	for (; *text != '\0'; text++) {
		bool is_gap = strchr(" \t\r\n", *text) != NULL;

		if (!is_gap)
			str_addc(to, *text);
		else if (to->len > 0 && strchr(" \t\n", to->buf[to->len - 1]) == NULL)
			str_addc(to, ' ');
	}
}

static bool style_hides(const char *style)
{
	static const char *const words[] = {"display:none", "visibility:hidden", "opacity:0;"};
	struct str plain = {0};
	bool is = false;

	for (; *style != '\0'; style++) {
		if (strchr(" \t\r\n", *style) == NULL)
			str_addc(&plain, *style);
	}
	str_addc(&plain, ';');
	for (size_t i = 0; !is && i < sizeof(words) / sizeof(*words); i++)
		is = strcasestr(plain.buf, words[i]) != NULL;
	str_release(&plain);
	return is;
}

static bool hides(xmlNode *node)
{
	const char *style = attribute(node, "style"), *type = attribute(node, "type");

	if (attribute(node, "hidden") != NULL)
		return true;
	if (type != NULL && strcasecmp(type, "hidden") == 0)
		return true;
	return style != NULL && style_hides(style);
}

static void note(struct gather *gather, enum mark mark, const char *text)
{
	struct str line = {0};

	if (text != NULL)
		add_folded(&line, text);
	part_mark(gather, mark, &line);
	str_release(&line);
}

static void note_attributes(struct gather *gather, xmlNode *node, bool is_hidden)
{
	const char *name = (const char *)node->name, *link = attribute(node, "href");

	note(gather, MARK_ALT, attribute(node, "alt"));
	note(gather, MARK_ALT, attribute(node, "title"));
	note(gather, is_hidden ? MARK_HIDDEN : MARK_OTHER, attribute(node, "value"));
	note(gather, MARK_OTHER, attribute(node, "placeholder"));
	/* A page in the page shows what is in it. */
	note(gather, MARK_HIDDEN, attribute(node, "srcdoc"));
	if (link != NULL && strchr(link, ':') != NULL)
		note(gather, MARK_LINK, link);
	if (strcmp(name, "meta") == 0)
		note(gather, MARK_PROPERTY, attribute(node, "content"));
	if (strcmp(name, "img") == 0)
		note(gather, MARK_PICTURE, attribute(node, "src"));
}

static void walk(struct gather *gather, xmlNode *node, struct str *hidden, int depth);

static void end_cell(struct gather *gather)
{
	struct str *body = &gather->body;

	if (body->len > 0 && body->buf[body->len - 1] == ' ')
		body->buf[--body->len] = '\0';
	gather_text(gather, "\t", 1);
}

/* Paragraphs in a cell do not break its row. */
static bool breaks_line(const xmlNode *node)
{
	if (!is_block((const char *)node->name))
		return false;
	for (const xmlNode *at = node->parent; at != NULL && at->name != NULL; at = at->parent) {
		const char *name = (const char *)at->name;

		if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
			return false;
		if (strcmp(name, "table") == 0)
			break;
	}
	return true;
}

/* A style may put words before and behind others. */
static void note_style(struct gather *gather, const xmlNode *node)
{
	for (const xmlNode *at = node->children; at != NULL; at = at->next) {
		const char *text = (const char *)at->content;

		if (text != NULL && strstr(text, "content") != NULL)
			note(gather, MARK_OTHER, text);
	}
}

static void enter(struct gather *gather, xmlNode *node, struct str *hidden, int depth)
{
	const char *name = (const char *)node->name;
	struct str unseen = {0};
	bool is_hidden = hidden == NULL && hides(node);
	bool breaks = hidden == NULL && breaks_line(node);

	note_attributes(gather, node, is_hidden || hidden != NULL);
	if (strcmp(name, "style") == 0) {
		note_style(gather, node);
		return;
	}
	if (breaks)
		gather_line(gather);
	if (strcmp(name, "script") == 0 || strcmp(name, "noscript") == 0 ||
		strcmp(name, "template") == 0 || strcmp(name, "textarea") == 0 ||
		strcmp(name, "rt") == 0 || strcmp(name, "rp") == 0) {
		walk(gather, node->children, &unseen, depth + 1);
		part_mark(gather, MARK_OTHER, &unseen);
	} else if (is_hidden || strcmp(name, "title") == 0) {
		walk(gather, node->children, &unseen, depth + 1);
		part_mark(gather, is_hidden ? MARK_HIDDEN : MARK_PROPERTY, &unseen);
	} else {
		walk(gather, node->children, hidden, depth + 1);
	}
	str_release(&unseen);
	if (hidden != NULL)
		return;
	if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
		end_cell(gather);
	else if (breaks)
		gather_line(gather);
	else if (is_block(name))
		add_folded(&gather->body, " ");
}

static void walk(struct gather *gather, xmlNode *node, struct str *hidden, int depth)
{
	if (depth > DEPTH_MAX)
		gather_fail(gather, FAILURE_DEEP);
	for (; node != NULL; node = node->next) {
		const char *content = (const char *)node->content;

		if (node->type == XML_ELEMENT_NODE)
			enter(gather, node, hidden, depth);
		else if (node->type == XML_COMMENT_NODE)
			note(gather, MARK_OTHER, content);
		else if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
			 content != NULL)
			add_folded(hidden != NULL ? hidden : &gather->body, content);
	}
}

static void be_silent(void *data, const char *message, ...)
{
	(void)data;
	(void)message;
}

/* A parser that stops halfway, since elements are nested too deep or a text is too long, still
 * hands out what it has: what comes behind would be read by nobody. */
static htmlDocPtr parse(struct gather *gather, const struct str *text)
{
	htmlParserCtxtPtr parser = htmlNewParserCtxt();
	bool is_halted, is_deep;
	htmlDocPtr doc;

	if (parser == NULL)
		gather_fail(gather, FAILURE_LARGE);
	doc = htmlCtxtReadMemory(parser, text->buf, (int)text->len, NULL, "UTF-8",
		HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER |
			HTML_PARSE_IGNORE_ENC);
	is_halted = parser->disableSAX != 0;
	is_deep = parser->lastError.code == XML_ERR_INTERNAL_ERROR;
	htmlFreeParserCtxt(parser);
	if (doc == NULL || is_halted)
		gather_fail(gather, doc == NULL ? FAILURE_DAMAGED
				    : is_deep   ? FAILURE_DEEP
						: FAILURE_LARGE);
	return doc;
}

void html_read(struct gather *gather, const char *bytes, size_t len)
{
	struct str text = {0};
	const char *encoding;
	struct err err;
	htmlDocPtr doc;

	gather->format = "html";
	if (!text_decode(bytes, len, &text, &encoding, &err) || text.len > TEXT_MAX)
		gather_fail(gather, text.len > TEXT_MAX ? FAILURE_LARGE : FAILURE_DAMAGED);
	xmlSetGenericErrorFunc(NULL, be_silent);
	doc = parse(gather, &text);
	walk(gather, doc->children, NULL, 0);
	gather_line(gather);
	xmlFreeDoc(doc);
	str_release(&text);
	gather_part(gather, true, "html");
}

/* SPDX-License-Identifier: MIT */
#include "core/page.h"

#include <string.h>

#include "core/text.h"

void page_put(struct page *page, const char *text)
{
	while (text != NULL && *text != '\0') {
		const char *start = text;
		unsigned c = text_next(&text);

		if (text_is_hidden(c) || (c < ' ' && c != '\n' && c != '\t') || c == 0x7F)
			str_addf(page->out, "[U+%04X]", c);
		else if (page->is_html && strchr("<>&\"", *start) != NULL)
			str_addf(page->out, "&#%u;", c);
		else
			str_addn(page->out, start, (size_t)(text - start));
	}
}

void page_tag(struct page *page, const char *html, const char *text)
{
	str_add(page->out, page->is_html ? html : text);
}

static const char style[] =
	"body{font-family:serif;max-width:42em;margin:2em auto;line-height:1.6}"
	"h1{text-align:center}h2{font-size:1em;border-top:1px solid}"
	"pre{font-family:inherit;white-space:pre-wrap}th{text-align:left;padding-right:1em;"
	"vertical-align:top;font-weight:normal}.number{text-align:center}.foot{font-size:.8em}li{"
	"margin-bottom:.5em}.letter p{margin:0}.indented{text-indent:2em}.signed{text-align:right;"
	"padding-right:4em}.next{break-before:page}@page{size:A4;margin:25mm}";

void page_begin(struct page *page, const char *name, const char *heading)
{
	if (page->is_html) {
		str_addf(page->out,
			"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<title>",
			page->lang == LANG_ZH ? "zh-CN" : "en");
		page_put(page, name);
		str_addf(page->out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
	}
	page_tag(page, "<h1>", "");
	page_put(page, heading);
	page_tag(page, "</h1>\n", "\n");
}

void page_next(struct page *page, const char *heading)
{
	page_tag(page, "<h1 class=\"next\">",
		"\n========================================================================\n\n");
	page_put(page, heading);
	page_tag(page, "</h1>\n", "\n");
}

void page_foot(struct page *page, const char *line)
{
	if (line == NULL)
		return;
	page_tag(page, "<p class=\"foot\">", "\n");
	page_put(page, line);
	page_tag(page, "</p>\n", "\n");
}

void page_end(struct page *page)
{
	page_tag(page, "</body>\n</html>\n", "");
}

/* SPDX-License-Identifier: MIT */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

/* A page to be printed, as text or as HTML that runs nothing. */

#include <stdbool.h>

#include "core/i18n.h"
#include "core/str.h"

struct page {
	struct str *out; /* borrowed */
	bool is_html;
	enum lang lang; /* of its words */
};

void page_begin(struct page *page, const char *name, const char *heading);
/* What follows begins on a sheet of its own. */
void page_next(struct page *page, const char *heading);
/* A text of others: what would turn it around, or stand in it unseen, is printed by its code. */
void page_put(struct page *page, const char *text);
void page_tag(struct page *page, const char *html, const char *text);
/* A line below all else; NULL: none. */
void page_foot(struct page *page, const char *line);
void page_end(struct page *page);

#endif

/* SPDX-License-Identifier: MIT */
#include "tui/text_page.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/say.h"

enum style say_severity_style(enum severity severity)
{
	switch (severity) {
	case SEVERITY_NOTE: return STYLE_MATCH;
	case SEVERITY_WARN: return STYLE_SOON;
	case SEVERITY_BLOCK: return STYLE_LATE;
	}
	return STYLE_TEXT;
}

static void forget(struct text_page *page)
{
	free(page->text);
	free(page->public);
	findings_release(&page->findings);
	page->text = page->public = NULL;
	page->len = page->public_len = 0;
	page->cols = 0;
}

bool text_page_load(
	struct text_page *page, struct session *session, const struct paper *paper, struct err *err)
{
	char *masked = NULL;
	bool ok;

	forget(page);
	ok = session_text(session, paper->id, &page->text, &page->len, err) &&
	     session_screen(session, paper->id, &page->findings, &masked, err) &&
	     session_public_text(session, paper->id, &page->public, &page->public_len, err);
	page->is_proposal = paper->rendition.sha256[0] == '\0';
	if (ok && page->is_proposal) {
		free(page->public);
		page->public = masked;
		page->public_len = strlen(masked);
		masked = NULL;
	}
	free(masked);
	if (page->hit > page->findings.n)
		page->hit = 0;
	return ok;
}

void text_page_release(struct text_page *page)
{
	forget(page);
	glyph_lines_release(&page->lines);
	*page = (struct text_page){0};
}

const char *text_page_get(const struct text_page *page, size_t *len)
{
	const char *text = page->is_public ? page->public : page->text;

	*len = text == NULL ? 0 : page->is_public ? page->public_len : page->len;
	return text != NULL ? text : "";
}

void text_page_wrap(struct text_page *page, int cols)
{
	const char *text;
	size_t len;

	if (page->cols == cols)
		return;
	page->cols = cols;
	text = text_page_get(page, &len);
	glyph_wrap(text, len, cols, &page->lines);
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* The findings that touch a line; they are in the order of the text. */
static void mark_findings(const struct text_page *page, struct grid *grid, struct rect row,
	const struct glyph_line *line)
{
	for (size_t i = 0; i < page->findings.n; i++) {
		const struct finding *finding = &page->findings.v[i];
		struct find_hit hit = {finding->offset, finding->len};

		if (finding->offset >= line->start + line->len)
			break;
		mark_stretch(grid, row, page->text, line, &hit,
			page->hit == i + 1 ? STYLE_SELECTED
					   : say_severity_style(finding->severity));
	}
}

void text_page_draw(const struct text_page *page, const struct list *list, const struct find *find,
	struct grid *grid, struct rect rect)
{
	size_t len;
	const char *text = text_page_get(page, &len);

	for (int i = 0; i < rect.rows && list->top + i < list->n; i++) {
		const struct glyph_line *line = &page->lines.v[list->top + i];
		struct rect row = {rect.row + i, rect.col, 1, rect.cols};

		grid_text(grid, row, STYLE_TEXT, text + line->start, line->len);
		if (!page->is_public)
			mark_findings(page, grid, row, line);
		find_mark(find, grid, row, text, line);
	}
}

bool text_page_has_foot(const struct text_page *page)
{
	return page->findings.n > 0 || page->is_public;
}

/* With commands in braces, for app_hint. */
static const char *foot_of_public(const struct text_page *page)
{
	if (!page->is_proposal)
		return _("As the public may read it: the rendition. {public-text} shows the paper "
			 "itself");
	return page->findings.n == 0
		       ? _("As the public would read it: nothing is masked. {public-text} shows "
			   "the paper itself")
		       : _("As masking would make it. {public-text} shows the paper itself");
}

static char *foot_of_hits(const struct text_page *page, const struct app *app)
{
	const struct finding *finding;
	char *hint, *text;

	if (page->hit == 0) {
		hint = app_hint(app, _("{next-hit} goes there, {public-text} masks"));
		text = xasprintf(_("! found in the text: %zu. %s"), page->findings.n, hint);
		free(hint);
		return text;
	}
	finding = &page->findings.v[page->hit - 1];
	return xasprintf(_("! %zu/%zu  %s (%s) %d:%d, masked: %s"), page->hit, page->findings.n,
		say_rule(app_office(app)->pack, finding->rule), say_severity(finding->severity),
		finding->line, finding->column,
		*finding->masked != '\0' ? finding->masked : _("(taken out)"));
}

void text_page_draw_foot(
	const struct text_page *page, const struct app *app, struct grid *grid, struct rect rect)
{
	char *text =
		page->is_public ? app_hint(app, foot_of_public(page)) : foot_of_hits(page, app);
	enum style style = page->is_public ? STYLE_SOON : STYLE_FAULT;

	grid_fill(grid, rect, style);
	grid_cut(grid, rect.row, rect.col, rect.cols, style, text);
	free(text);
}

/* ---- going places ---------------------------------------------------------------------------- */

void text_page_go(const struct text_page *page, struct list *list, size_t at)
{
	int line = (int)glyph_line_at(&page->lines, at);

	if (line < list->top || line >= list->top + list->rows)
		list->top = line > list->rows / 3 ? line - list->rows / 3 : 0;
	list->cursor = line;
}

bool text_page_next_hit(struct text_page *page, struct list *list)
{
	if (page->findings.n == 0)
		return false;
	if (page->is_public)
		text_page_turn(page);
	page->hit = page->hit % page->findings.n + 1;
	text_page_wrap(page, page->cols > 0 ? page->cols : 40);
	text_page_go(page, list, page->findings.v[page->hit - 1].offset);
	return true;
}

void text_page_turn(struct text_page *page)
{
	page->is_public = !page->is_public;
	page->cols = 0;
}

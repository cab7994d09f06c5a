/* SPDX-License-Identifier: MIT */
/* A paper on paper: its text with the attribute's line below it, its particulars, and who decided
 * what. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/session_see.h"
#include "core/text.h"

/* A page being written, as text or as HTML. */
struct page {
	struct str *out;
	bool is_html;
};

/* What would turn the text around, or stand in it unseen, is printed by its code. */
static void put(struct page *page, const char *text)
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

static void tag(struct page *page, const char *html, const char *text)
{
	str_add(page->out, page->is_html ? html : text);
}

static void heading(struct page *page, const char *text)
{
	tag(page, "<h2>", "\n");
	put(page, text);
	tag(page, "</h2>\n", "\n");
}

static void pair(struct page *page, const char *label, const char *value)
{
	if (str_empty(value))
		return;
	tag(page, "<tr><th>", "  ");
	put(page, label);
	tag(page, "</th><td>", ": ");
	put(page, value);
	tag(page, "</td></tr>\n", "\n");
}

static void pair_day(struct page *page, const char *label, int day)
{
	char buf[DAY_SIZE];

	pair(page, label, day_format(day, buf));
}

static const char style[] =
	"body{font-family:serif;max-width:42em;margin:2em auto;line-height:1.6}"
	"h1{text-align:center}h2{font-size:1em;border-top:1px solid}"
	"pre{font-family:inherit;white-space:pre-wrap}th{text-align:left;padding-right:1em;"
	"vertical-align:top;font-weight:normal}.number{text-align:center}li{margin-bottom:.5em}";

static void head(struct page *page, const struct paper *paper)
{
	if (page->is_html) {
		str_addf(page->out,
			"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<title>",
			i18n_lang() == LANG_ZH ? "zh-CN" : "en");
		put(page, paper->id);
		str_addf(page->out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
	}
	tag(page, "<h1>", "");
	put(page, paper->title);
	tag(page, "</h1>\n", "\n");
	if (paper->number == NULL)
		return;
	tag(page, "<p class=\"number\">", "");
	put(page, paper->number);
	tag(page, "</p>\n", "\n");
}

/* 附注: what the attribute makes of the paper, in brackets below its text; what nobody has signed
 * is not said as if it were so. */
static void note(struct page *page, const struct pack *pack, const struct document *document)
{
	const struct paper *paper = &document->paper;
	const struct attribute *attribute =
		paper->attribute != NULL ? pack_attribute(pack, paper->attribute) : NULL;
	bool is_signed = str_eq(document->signed_record, document->record);
	char *line = attribute != NULL
			     ? xasprintf(is_signed ? "(%s)" : _("(%s: proposed, not signed yet)"),
				       name_get(&attribute->note))
			     : xstrdup(_("(Not marked yet: what the public may read has not been "
					 "decided)"));

	tag(page, "<p>", "\n");
	put(page, line);
	tag(page, "</p>\n", "\n");
	free(line);
}

static void particulars(
	struct page *page, const struct office *office, const struct document *document)
{
	const struct paper *paper = &document->paper;

	heading(page, _("Particulars"));
	tag(page, "<table>\n", "");
	pair(page, _("Id"), paper->id);
	pair(page, _("Unit"), label_unit(office, paper->unit));
	pair(page, _("Drafter"), label_person(office, paper->drafter));
	pair(page, _("State"), label_state(office, paper->kind, document->state));
	pair(page, _("Attribute"),
		paper->attribute != NULL ? label_attribute(office, paper->attribute) : NULL);
	for (size_t i = 0; i < paper->grounds.n; i++) {
		const struct ground *ground = pack_ground(office->pack, paper->grounds.v[i]);
		char *text = ground == NULL
				     ? xstrdup(paper->grounds.v[i])
				     : xasprintf("%s %s", ground->code, name_get(&ground->name));

		pair(page, _("Ground"), text);
		free(text);
	}
	pair(page, _("Reason"), paper->reason);
	pair_day(page, _("Review by"), paper->review_by);
	pair_day(page, _("Decided"), document->decided);
	pair_day(page, _("Published"), document->published);
	if (paper->rendition.sha256[0] != '\0')
		pair(page, _("Text"), _("as the public may read it: parts are masked"));
	tag(page, "</table>\n", "");
}

static char *describe(const struct office *office, const struct history_entry *entry)
{
	const struct decision *decision = &entry->decision;
	char at[STAMP_SIZE];
	struct str out = {0};

	stamp_format(entry->site_time, at);
	at[10] = ' ';
	at[16] = '\0';
	str_addf(&out, "%s  %s", at, label_action(office, decision->action));
	if (decision->code != NULL)
		str_addf(&out, ": %s", label_code(office, decision->code));
	str_addf(&out, "  %s", label_person(office, decision->actor));
	if (decision->acting_for != NULL)
		str_addf(&out, _(" for %s"), label_person(office, decision->acting_for));
	str_addf(&out, " (%s)", label_role(office, decision->role));
	if (!str_eq(decision->from, decision->to))
		str_addf(&out, "  -> %s", label_any_state(office, decision->to));
	if (decision->attribute != NULL)
		str_addf(&out, "  %s", label_attribute(office, decision->attribute));
	return str_detach(&out);
}

static void decide(
	struct page *page, const struct office *office, const struct history_entry *entry)
{
	char *line = describe(office, entry);
	char *signature = xasprintf(_("%.12s, signed by: %s"), entry->commit,
		entry->signer[0] == '\0'            ? _("nobody who is known")
		: str_eq(entry->signer, ACTOR_SITE) ? _("the site's key")
						    : label_person(office, entry->signer));

	tag(page, "<li>", "  ");
	put(page, line);
	if (!str_empty(entry->decision.comment)) {
		tag(page, "<br>", "\n      ");
		put(page, entry->decision.comment);
	}
	tag(page, "<br>", "\n      ");
	put(page, signature);
	tag(page, "</li>\n", "\n");
	free(signature);
	free(line);
}

static void foot(struct page *page, const struct session *session)
{
	char at[STAMP_SIZE], *line;

	stamp_format(session_now(session), at);
	at[10] = ' ';
	at[16] = '\0';
	line = xasprintf(_("Printed %s by %s. A copy: what counts is the ledger."), at,
		label_person(session_office(session), session->person));
	tag(page, "<p>", "\n");
	put(page, line);
	tag(page, "</p>\n</body>\n</html>\n", "\n");
	free(line);
}

static void print_all(struct page *page, const struct session *session,
	const struct document *document, const struct history *history, const char *text)
{
	const struct office *office = session_office(session);

	head(page, &document->paper);
	tag(page, "<pre>", "\n");
	put(page, text);
	tag(page, "</pre>\n", "\n");
	if (document->paper.attribute != NULL || *text != '\0')
		note(page, office->pack, document);
	particulars(page, office, document);
	heading(page, _("Decisions"));
	tag(page, "<ol>\n", "");
	for (size_t i = 0; i < history->n; i++)
		decide(page, office, &history->v[i]);
	tag(page, "</ol>\n", "");
	foot(page, session);
}

bool session_print(
	struct session *session, const char *id, bool is_html, struct str *out, struct err *err)
{
	struct document document = {0};
	struct history history = {0};
	char *text = NULL;
	size_t len;
	bool ok = see_document(session, id, &document, err) &&
		  session_history(session, &(struct history_ask){.document = id}, &history, err);

	if (ok && document.purged != DAY_NONE)
		text = xstrdup(_("[Its content was purged]"));
	else if (ok)
		ok = see_text(session, &document, paper_public(&document.paper), &text, &len, err);
	if (ok)
		print_all(&(struct page){out, is_html}, session, &document, &history, text);
	free(text);
	history_release(&history);
	document_release(&document);
	return ok;
}

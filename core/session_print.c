/* SPDX-License-Identifier: MIT */
/* A paper on paper: its text with the attribute's line below it, its particulars, and who decided
 * what. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/page.h"
#include "core/session_see.h"

static void heading(struct page *page, const char *text)
{
	page_tag(page, "<h2>", "\n");
	page_put(page, text);
	page_tag(page, "</h2>\n", "\n");
}

static void pair(struct page *page, const char *label, const char *value)
{
	if (str_empty(value))
		return;
	page_tag(page, "<tr><th>", "  ");
	page_put(page, label);
	page_tag(page, "</th><td>", ": ");
	page_put(page, value);
	page_tag(page, "</td></tr>\n", "\n");
}

static void pair_day(struct page *page, const char *label, int day)
{
	char buf[DAY_SIZE];

	pair(page, label, day_format(day, buf));
}

static void head(struct page *page, const struct paper *paper)
{
	page_begin(page, paper->id, paper->title);
	if (paper->number == NULL)
		return;
	page_tag(page, "<p class=\"number\">", "");
	page_put(page, paper->number);
	page_tag(page, "</p>\n", "\n");
}

/* 附注: what the attribute makes of the paper, in brackets below its text; what nobody has signed
 * is not said as if it were so. */
static void note(struct page *page, const struct pack *pack, const struct document *document)
{
	const struct paper *paper = &document->paper;
	const struct attribute *attribute =
		paper->attribute != NULL ? pack_attribute(pack, paper->attribute) : NULL;
	bool is_signed = str_eq(document->signed_record, document->record);
	char *line =
		attribute != NULL
			? xasprintf(is_signed ? _("(%s)") : _("(%s: proposed, not signed yet)"),
				  name_get(&attribute->note))
			: xstrdup(_("(Not marked yet: what the public may read has not been "
				    "decided)"));

	page_tag(page, "<p>", "\n");
	page_put(page, line);
	page_tag(page, "</p>\n", "\n");
	free(line);
}

static void particulars(
	struct page *page, const struct office *office, const struct document *document)
{
	const struct paper *paper = &document->paper;

	heading(page, _("Particulars"));
	page_tag(page, "<table>\n", "");
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
	page_tag(page, "</table>\n", "");
}

static char *describe(const struct office *office, const struct history_entry *entry)
{
	const struct decision *decision = &entry->decision;
	char at[MOMENT_SIZE];
	struct str out = {0};

	moment_format(stamp_moment(entry->site_time), at);
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

	page_tag(page, "<li>", "  ");
	page_put(page, line);
	if (!str_empty(entry->decision.comment)) {
		page_tag(page, "<br>", "\n      ");
		page_put(page, entry->decision.comment);
	}
	page_tag(page, "<br>", "\n      ");
	page_put(page, signature);
	page_tag(page, "</li>\n", "\n");
	free(signature);
	free(line);
}

static void foot(struct page *page, const struct session *session)
{
	char at[MOMENT_SIZE], *line, *seal = session_seal(session);

	moment_format(stamp_moment(session_now(session)), at);
	line = xasprintf(_("Printed %s by %s. A copy: what counts is the ledger."), at,
		label_person(session_office(session), session->person));
	page_tag(page, "<p>", "\n");
	page_put(page, line);
	page_tag(page, "</p>\n", "\n");
	page_foot(page, seal);
	page_end(page);
	free(seal);
	free(line);
}

static void print_all(struct page *page, const struct session *session,
	const struct document *document, const struct history *history, const char *text)
{
	const struct office *office = session_office(session);

	head(page, &document->paper);
	page_tag(page, "<pre>", "\n");
	page_put(page, text);
	page_tag(page, "</pre>\n", "\n");
	if (document->paper.attribute != NULL || *text != '\0')
		note(page, office->pack, document);
	particulars(page, office, document);
	heading(page, _("Decisions"));
	page_tag(page, "<ol>\n", "");
	for (size_t i = 0; i < history->n; i++)
		decide(page, office, &history->v[i]);
	page_tag(page, "</ol>\n", "");
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
		print_all(&(struct page){out, is_html, i18n_lang()}, session, &document, &history,
			text);
	free(text);
	history_release(&history);
	document_release(&document);
	return ok;
}

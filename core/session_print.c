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

static void put_number(struct page *page, const struct paper *paper)
{
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

/* What there is of a paper to be printed. */
struct gathered {
	struct document document; /* owns */
	struct history history; /* owns */
	char *text; /* owns */
};

static bool gather(
	struct session *session, const char *id, struct gathered *gathered, struct err *err)
{
	struct document *document = &gathered->document;
	size_t len;

	*gathered = (struct gathered){0};
	if (!see_document(session, id, document, err) ||
		!session_history(
			session, &(struct history_ask){.document = id}, &gathered->history, err))
		return false;
	if (document->purged != DAY_NONE) {
		gathered->text = xstrdup(_("[Its content was purged]"));
		return true;
	}
	return see_text(
		session, document, paper_public(&document->paper), &gathered->text, &len, err);
}

static void gathered_release(struct gathered *gathered)
{
	free(gathered->text);
	history_release(&gathered->history);
	document_release(&gathered->document);
}

/* All but its title. */
static void print_paper(
	struct page *page, const struct session *session, const struct gathered *gathered)
{
	const struct office *office = session_office(session);
	const struct document *document = &gathered->document;

	put_number(page, &document->paper);
	page_tag(page, "<pre>", "\n");
	page_put(page, gathered->text);
	page_tag(page, "</pre>\n", "\n");
	if (document->paper.attribute != NULL || *gathered->text != '\0')
		note(page, office->pack, document);
	particulars(page, office, document);
	heading(page, _("Decisions"));
	page_tag(page, "<ol>\n", "");
	for (size_t i = 0; i < gathered->history.n; i++)
		decide(page, office, &gathered->history.v[i]);
	page_tag(page, "</ol>\n", "");
}

bool session_print(
	struct session *session, const char *id, bool is_html, struct str *out, struct err *err)
{
	struct page page = {out, is_html, i18n_lang()};
	struct gathered gathered;
	bool ok = gather(session, id, &gathered, err);

	if (ok) {
		page_begin(&page, id, gathered.document.paper.title);
		print_paper(&page, session, &gathered);
		foot(&page, session);
	}
	gathered_release(&gathered);
	return ok;
}

/* A line of the list in front, and the paper behind it; false: it cannot be printed. */
static bool print_one(struct page *list, struct page *rest, struct session *session, const char *id,
	struct strv *refused)
{
	struct gathered gathered;
	struct err err;
	bool ok = gather(session, id, &gathered, &err);
	char *line = ok ? xasprintf("%s  %s", id, gathered.document.paper.title)
			: xasprintf(_("%s  not printed: %s"), id, err.text);

	page_tag(list, "<li>", "  ");
	page_put(list, line);
	page_tag(list, "</li>\n", "\n");
	if (ok) {
		page_next(rest, gathered.document.paper.title);
		print_paper(rest, session, &gathered);
	} else {
		strv_add(refused, line);
	}
	free(line);
	gathered_release(&gathered);
	return ok;
}

bool session_print_many(struct session *session, const struct strv *ids, bool is_html,
	struct str *out, struct strv *refused, struct err *err)
{
	struct str papers = {0};
	struct page list = {out, is_html, i18n_lang()}, rest = {&papers, is_html, i18n_lang()};
	char *title = xasprintf(_("%zu papers"), ids->n);
	size_t n = 0;

	page_begin(&list, title, title);
	page_tag(&list, "<ol>\n", "");
	for (size_t i = 0; i < ids->n; i++)
		n += print_one(&list, &rest, session, ids->v[i], refused);
	page_tag(&list, "</ol>\n", "");
	str_addn(out, str_get(&papers), papers.len);
	foot(&list, session);
	free(title);
	str_release(&papers);
	return n > 0 || err_set(err, ERR_REFUSED, "%s",
				refused->n > 0 ? refused->v[0] : _("there is no paper to print"));
}

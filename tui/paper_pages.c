/* SPDX-License-Identifier: MIT */
#include "tui/paper_pages.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/law.h"
#include "core/mem.h"
#include "tui/deeds.h"
#include "tui/say.h"

/* ---- particulars
 * ------------------------------------------------------------------------------------ */

static void add_grounds(
	struct lines *lines, int cols, const struct session *session, const struct paper *paper)
{
	const struct pack *pack = session_office(session)->pack;

	for (size_t i = 0; i < paper->grounds.n; i++) {
		const struct ground *ground = pack_ground(pack, paper->grounds.v[i]);
		char *text;

		if (ground == NULL)
			text = xstrdup(paper->grounds.v[i]);
		else
			text = xasprintf(_("%s: %s (%s, article %s)%s"), ground->code,
				name_get(&ground->name), name_get(&ground->law->name),
				ground->article,
				ground_is_live(ground, session_today(session))
					? ""
					: _(" - no longer in force"));
		lines_pair(lines, cols, _("Ground"), STYLE_TEXT, text);
		free(text);
	}
}

/* The row it is marked by; or that there is none, where there should be one. */
static void add_row(
	struct lines *lines, int cols, const struct office *office, const struct paper *paper)
{
	const struct pack_table *table = pack_marking_table(office->pack, paper->attribute);
	const struct table_row *row =
		table != NULL && paper->row != NULL ? table_row(table, paper->row) : NULL;
	char *text = row != NULL ? xasprintf("%s %s", row->code, name_get(&row->name)) : NULL;

	if (text != NULL)
		lines_pair(lines, cols, name_get(&table->name), STYLE_TEXT, text);
	else if (law_outside(office->pack, paper) != NULL)
		lines_pair(lines, cols, name_get(&table->name), STYLE_FAULT,
			_("! outside the negative list: it falls under no row"));
	free(text);
}

static void add_fields(
	struct lines *lines, int cols, const struct session *session, const struct paper *paper)
{
	const struct kind *kind = pack_kind(session_office(session)->pack, paper->kind);

	for (size_t i = 0; kind != NULL && i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];
		const char *value = paper_field(paper, field->code);
		char *words = label_field(session_office(session), field, value);

		if (value != NULL)
			lines_pair(lines, cols, name_get(&field->name), STYLE_TEXT, words);
		else if (field->required)
			lines_pair(lines, cols, name_get(&field->name), STYLE_FAULT,
				_("missing, needed to submit"));
		free(words);
	}
}

static void add_relations(
	struct lines *lines, int cols, const struct office *office, const struct view *view)
{
	for (size_t i = 0; i < view->relation_count; i++) {
		const struct relation_seen *relation = &view->relations[i];
		const char *back = name_get(&relation->field->back);
		const char *label = !relation->is_back ? name_get(&relation->field->name)
				    : str_empty(back)  ? _("Named by")
						       : back;
		char *text = xasprintf("%s %s (%s, %s %s)", relation->id,
			relation->title != NULL ? relation->title : "",
			label_state(office, relation->kind, relation->state),
			say_attribute(office, relation->attribute), relation->grounds);

		lines_pair(
			lines, cols, label, say_attribute_style(office, relation->attribute), text);
		free(text);
	}
}

static void add_approvals(struct lines *lines, int cols, const struct session *session,
	const struct document *document)
{
	const struct office *office = session_office(session);

	for (size_t i = 0; i < document->approval_count; i++) {
		const struct approval *approval = &document->approvals[i];
		bool holds = strcmp(approval->record, document->record) == 0;
		char *text = xasprintf("%s (%s%s%s)%s", label_person(office, approval->person),
			approval->unit != NULL ? label_unit(office, approval->unit) : "",
			approval->unit != NULL ? ", " : "", label_role(office, approval->role),
			holds ? "" : _(" - void, the paper was changed"));

		lines_pair(lines, cols, label_action(office, approval->action),
			holds ? STYLE_GOOD : STYLE_DIM, text);
		free(text);
	}
}

static void add_file(struct lines *lines, int cols, const struct paper *paper)
{
	char *file;

	if (paper->original.sha256[0] == '\0')
		return;
	file = xasprintf(_("%s, %lld bytes, %s"), paper->file_name != NULL ? paper->file_name : "-",
		(long long)paper->original.size, paper->encoding != NULL ? paper->encoding : "");
	lines_pair(lines, cols, _("File"), STYLE_TEXT, file);
	lines_pair(lines, cols, "SHA-256", STYLE_DIM, paper->original.sha256);
	free(file);
}

/* "mobile 3:14" with the rule's name in the present language. The caller frees. */
static char *named_findings(const struct pack *pack, const struct paper *paper)
{
	struct str out = {0};

	for (size_t i = 0; i < paper->findings.n; i++) {
		const char *finding = paper->findings.v[i];
		size_t len = strcspn(finding, " ");
		char *rule = xstrndup(finding, len);

		str_addf(&out, "%s%s%s", i > 0 ? ", " : "", say_rule(pack, rule), finding + len);
		free(rule);
	}
	return str_detach(&out);
}

void pages_read(
	struct lines *lines, int cols, struct session *session, const struct document *document)
{
	char *read, *unread;

	if (!session_file_words(session, document, &read, &unread))
		return;
	lines_pair(lines, cols, _("Read of the file"), STYLE_TEXT, read);
	lines_pair(lines, cols, _("Not read"), STYLE_TEXT, unread);
	free(read);
	free(unread);
}

void pages_particulars(
	struct lines *lines, int cols, const struct session *session, const struct view *view)
{
	const struct office *office = session_office(session);
	const struct document *document = &view->document;
	const struct paper *paper = &document->paper;
	const struct kind *kind = pack_kind(office->pack, paper->kind);
	char day[DAY_SIZE], *findings = named_findings(office->pack, paper);

	lines_pair(lines, cols, _("Title"), STYLE_HEADING, paper->title);
	lines_pair(lines, cols, _("Number"), STYLE_TEXT, paper->number);
	lines_pair(lines, cols, _("Unit"), STYLE_TEXT, label_unit(office, paper->unit));
	lines_pair(lines, cols, _("Drafter"), STYLE_TEXT, label_person(office, paper->drafter));
	if (kind != NULL && kind->is_register)
		lines_pair(lines, cols, _("Kind"), STYLE_TEXT, name_get(&kind->name));
	else
		lines_pair(lines, cols, _("Attribute"),
			say_attribute_style(office, paper->attribute),
			say_attribute(office, paper->attribute));
	add_grounds(lines, cols, session, paper);
	lines_pair(lines, cols, _("Reason"), STYLE_TEXT, paper->reason);
	add_row(lines, cols, office, paper);
	lines_pair(lines, cols, _("Review by"), STYLE_TEXT, day_format(paper->review_by, day));
	add_fields(lines, cols, session, paper);
	lines_pair(lines, cols, _("Selection"), STYLE_SOON, view->selection);
	add_relations(lines, cols, office, view);
	lines_pair(lines, cols, _("Findings"), STYLE_FAULT, findings);
	lines_pair(lines, cols, _("Admitted by"), STYLE_TEXT, paper->admitted);
	add_file(lines, cols, paper);
	lines_pair(lines, cols, _("Decided"), STYLE_TEXT, day_format(document->decided, day));
	lines_pair(lines, cols, _("Published"), STYLE_TEXT, day_format(document->published, day));
	add_approvals(lines, cols, session, document);
	free(findings);
}

/* ---- decisions
 * ---------------------------------------------------------------------------------------- */

/* "2026-01-05 09:30" */
static const char *when_of(const struct history_entry *entry, char when[MOMENT_SIZE])
{
	return moment_format(stamp_moment(entry->site_time), when);
}

static enum rail rail_of(const struct history_entry *entry)
{
	return entry->signer[0] == '\0'                 ? RAIL_NO_KEY
	       : strcmp(entry->signer, ACTOR_SITE) == 0 ? RAIL_SITE_KEY
							: RAIL_OWN_KEY;
}

static void add_heading(struct lines *lines, int cols, const struct office *office,
	const struct history_entry *entry, bool with_document)
{
	const struct decision *decision = &entry->decision;
	bool is_named = with_document || decision->subject != SUBJECT_DOCUMENT;
	char when[MOMENT_SIZE];

	lines_addf(lines, cols, STYLE_HEADING, 2, "%s  %s%s%s%s%s", when_of(entry, when),
		label_action(office, decision->action), is_named ? "  " : "",
		is_named ? decision->id : "", decision->code != NULL ? ": " : "",
		label_code(office, decision->code));
}

/* Who made it, for whom, in which role, and where it led. */
static void add_actor(
	struct lines *lines, int cols, const struct office *office, const struct decision *decision)
{
	char *acting = NULL, *move = NULL;

	if (decision->acting_for != NULL)
		acting = xasprintf(_(" for %s"), label_person(office, decision->acting_for));
	if (decision->subject == SUBJECT_DOCUMENT && !str_eq(decision->from, decision->to))
		move = xasprintf("   %s%s%s",
			decision->from != NULL ? label_any_state(office, decision->from) : "",
			decision->from != NULL ? " -> " : "-> ",
			label_any_state(office, decision->to));
	lines_addf(lines, cols, STYLE_TEXT, 4, "%s%s (%s)%s", label_person(office, decision->actor),
		acting != NULL ? acting : "", label_role(office, decision->role),
		move != NULL ? move : "");
	free(acting);
	free(move);
}

static void add_decision(struct lines *lines, int cols, const struct session *session,
	const struct history_entry *entry, bool with_document)
{
	const struct office *office = session_office(session);
	const struct decision *decision = &entry->decision;
	enum rail rail = rail_of(entry);
	size_t from = lines->n;
	char *grounds;

	add_heading(lines, cols, office, entry, with_document);
	add_actor(lines, cols, office, decision);
	if (decision->attribute != NULL) {
		grounds = strv_join(&decision->grounds, " ");
		lines_addf(lines, cols, say_attribute_style(office, decision->attribute), 4,
			"%s  %s", say_attribute(office, decision->attribute), grounds);
		free(grounds);
	}
	if (!str_empty(decision->comment))
		lines_add(lines, cols, STYLE_TEXT, 4, decision->comment);
	lines_addf(lines, cols, rail == RAIL_NO_KEY ? STYLE_FAULT : STYLE_DIM, 4,
		_("%.10s  signed by: %s"), entry->commit,
		rail == RAIL_NO_KEY     ? _("NOBODY KNOWN")
		: rail == RAIL_SITE_KEY ? _("the site's key")
					: label_person(office, entry->signer));
	lines_rail(lines, from, rail);
}

/* How long a paper lay between two decisions, where that was a day or more. */
static void add_gap(struct lines *lines, int cols, const struct history_entry *before,
	const struct history_entry *after)
{
	int days = stamp_day(after->site_time) - stamp_day(before->site_time);
	size_t from = lines->n;

	if (days < 1)
		return;
	lines_addf(lines, cols, STYLE_DIM, 4, _("%d days later"), days);
	lines_rail(lines, from, RAIL_ON);
}

void pages_decisions(struct lines *lines, int cols, const struct session *session,
	const struct history *history, bool with_document)
{
	for (size_t i = history->n; i > 0; i--) {
		add_decision(lines, cols, session, &history->v[i - 1], with_document);
		if (i > 1)
			add_gap(lines, cols, &history->v[i - 2], &history->v[i - 1]);
	}
	if (history->n == 0)
		lines_add(lines, cols, STYLE_DIM, 0, _("No decision that you may see."));
}

/* ---- actions
 * ------------------------------------------------------------------------------------------ */

void pages_actions(struct lines *lines, int cols, const struct view *view)
{
	size_t open_count, *order = deeds_order(view, &open_count);

	lines_add(lines, cols, STYLE_HEADING, 0, _("You can (Enter or a opens the menu)"));
	for (size_t i = 0; i < open_count; i++) {
		const struct action *action = view->options[order[i]].action;

		lines_addf(lines, cols, STYLE_GOOD, 2, "%zu  %s", i + 1, name_get(&action->name));
		lines_add(lines, cols, STYLE_TEXT, 5, name_get(&action->help));
	}
	if (open_count == 0)
		lines_add(lines, cols, STYLE_DIM, 2, _("nothing, at this step"));
	if (open_count < view->option_count) {
		lines_add(lines, cols, STYLE_TEXT, 0, "");
		lines_add(lines, cols, STYLE_HEADING, 0, _("Closed to you, and why"));
	}
	for (size_t i = open_count; i < view->option_count; i++) {
		const struct possibility *option = &view->options[order[i]];

		lines_addf(lines, cols, STYLE_DIM, 2, _("%s: %s"), name_get(&option->action->name),
			option->why.text);
	}
	free(order);
}

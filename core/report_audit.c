/* SPDX-License-Identifier: MIT */
/* The decisions of one document after the other, as an auditor reads them. */
#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"

enum { SHORT_HASH = 16, MINUTES = 16 }; /* characters: "2026-11-23T09:00" */

static char *way(const struct office *office, const char *kind, const struct decision *decision)
{
	if (decision->from == NULL || str_eq(decision->from, decision->to))
		return xstrdup(label_state(office, kind, decision->to));
	return xasprintf("%s → %s", label_state(office, kind, decision->from),
		label_state(office, kind, decision->to));
}

static char *who(const struct office *office, const struct decision *decision)
{
	if (decision->acting_for == NULL)
		return xasprintf("%s (%s)", label_person(office, decision->actor),
			label_role(office, decision->role));
	return xasprintf(_("%s for %s (%s)"), label_person(office, decision->actor),
		label_person(office, decision->acting_for), label_role(office, decision->role));
}

static char *said(const struct office *office, const struct decision *decision)
{
	struct str out = {0};
	char *grounds = strv_join(&decision->grounds, ", ");

	if (decision->attribute != NULL)
		str_add(&out, label_attribute(office, decision->attribute));
	if (*grounds != '\0')
		str_addf(&out, " (%s)", grounds);
	if (decision->code != NULL)
		str_addf(&out, "; %s", label_code(office, decision->code));
	if (!str_empty(decision->comment))
		str_addf(&out, "; %s", decision->comment);
	free(grounds);
	return str_detach(&out);
}

static void add_entry(struct report_table *table, const struct office *office, const char *kind,
	const struct history_entry *entry)
{
	const struct decision *decision = &entry->decision;
	char *led = way(office, kind, decision), *by = who(office, decision);
	char *words = said(office, decision);
	char at[STAMP_SIZE], *time, *record = xstrndup(decision->record_sha256, SHORT_HASH);

	time = xstrndup(stamp_format(entry->site_time, at), MINUTES);
	*strchr(time, 'T') = ' ';
	report_word(table, at, time);
	report_word(table, decision->actor, by);
	report_word(table, decision->action, label_action(office, decision->action));
	report_word(table, decision->to, led);
	report_word(table, words, NULL);
	report_word(table, decision->record_sha256, record);
	report_word(
		table, entry->signer, entry->signer[0] != '\0' ? NULL : _("nobody who is known"));
	report_word(table, entry->commit, NULL);
	free(time);
	free(record);
	free(led);
	free(by);
	free(words);
}

static void add_columns(struct report_table *table)
{
	report_column(table, "time", _("Time"), COLUMN_WORD);
	report_column(table, "actor", _("By"), COLUMN_WORD);
	report_column(table, "action", _("Action"), COLUMN_WORD);
	report_column(table, "to", _("State"), COLUMN_WORD);
	report_column(table, "said", _("Attribute, ground, words"), COLUMN_WORD);
	report_column(table, "record_sha256", _("SHA-256 of the paper"), COLUMN_WORD);
	report_column(table, "signature", _("Signed by"), COLUMN_WORD);
	report_column(table, "commit", _("Commit"), COLUMN_WORD);
}

bool session_audit(struct session *session, const char *id, struct report *report, struct err *err)
{
	const struct office *office = session_office(session);
	struct history history = {0};
	struct report_table *table;
	struct view view;
	char *title;

	if (!session_show(session, id, &view, err))
		return false;
	if (!session_history(session, &(struct history_ask){.document = id}, &history, err)) {
		view_release(&view);
		return false;
	}
	title = xasprintf("%s  %s", view.document.paper.id,
		view.document.paper.title != NULL ? view.document.paper.title : "");
	table = report_table(report, "decisions", title);
	add_columns(table);
	for (size_t i = 0; i < history.n; i++)
		add_entry(table, office, view.document.paper.kind, &history.v[i]);
	free(title);
	history_release(&history);
	view_release(&view);
	return true;
}

bool session_proof(struct session *session, const char *bundle, char **signers, struct err *err)
{
	if (access_sees_all(session_office(session), &session->scope))
		return store_proof(session->store, bundle, signers, err);
	*signers = NULL;
	return err_set(err, ERR_REFUSED,
		_("the proof holds the decisions on every paper: only who may see all of them, "
		  "such "
		  "as an auditor, can export it"));
}

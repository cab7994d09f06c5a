/* SPDX-License-Identifier: MIT */
/* Whether the store is well, as `gongkai doctor` says it, for who looks after it. */
#include "core/access.h"
#include "core/health.h"
#include "core/i18n.h"
#include "core/reports.h"

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct report_table *table;
	struct health health = {0};

	(void)ask;
	if (!session_administers(session) &&
		!access_sees_all(session_office(session), &session->scope))
		return err_set(err, ERR_REFUSED,
			_("how the store is, is for who administers it or sees all of it"));
	table = report_table(report, "health", NULL);
	report_column(table, "grade", _("Grade"), COLUMN_WORD);
	report_column(table, "check", _("Check"), COLUMN_WORD);
	report_column(table, "text", _("What was found"), COLUMN_WORD);
	health_folder(&health, store_dir(session->store));
	health_store(&health, session->store);
	for (size_t i = 0; i < health.n; i++) {
		report_word(table, grade_code(health.v[i].grade), grade_name(health.v[i].grade));
		report_word(table, health.v[i].what, health_name(health.v[i].what));
		report_word(table, health.v[i].text, NULL);
	}
	health_release(&health);
	return true;
}

const struct report_kind report_health = {
	.name = "health",
	.title = N_("The store's health"),
	.help = N_("folder, disk, locks, ledger and index, calendar, keys, witnesses, sessions"),
	.make = make,
};

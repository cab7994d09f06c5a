/* SPDX-License-Identifier: MIT */
/* The papers by unit, kind, state and attribute. */
#include <stdlib.h>

#include "core/label.h"
#include "core/reports.h"

/* begun: what the lists are to ask for besides; NULL: there are none of a day that has gone. */
static void add_count(struct report_table *table, const struct office *office,
	const struct status_count *count, const char *begun)
{
	const char *attribute = *count->attribute != '\0' ? count->attribute : "none";
	struct report_cell *cell;

	report_word(table, count->unit, label_unit(office, count->unit));
	report_word(table, count->kind, label_kind(office, count->kind));
	report_word(table, count->state, label_state(office, count->kind, count->state));
	report_word(table, attribute,
		*count->attribute != '\0' ? label_attribute(office, attribute)
					  : _("not decided yet"));
	cell = report_number(table, count->n);
	if (begun != NULL)
		report_cases(cell, "kind:%s in:%s state:%s attribute:%s%s", count->kind,
			count->unit, count->state, attribute, begun);
	cell = report_number(table, count->overdue);
	if (begun != NULL)
		report_cases(cell, "kind:%s in:%s state:%s attribute:%s due:overdue%s", count->kind,
			count->unit, count->state, attribute, begun);
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct report_table *table = report_table(report, "status", NULL);
	char *begun =
		ask->as_of == DAY_NONE ? reports_begun(session_office(session)->pack, ask) : NULL;
	struct figures figures;

	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_column(table, "kind", _("Kind"), COLUMN_WORD);
	report_column(table, "state", _("State"), COLUMN_WORD);
	report_column(table, "attribute", _("Attribute"), COLUMN_WORD);
	report_sum_column(table, "papers", _("Papers"));
	report_sum_column(table, "overdue", _("Overdue"));
	if (ask->as_of != DAY_NONE
			? !session_status_on(session, ask->unit, ask->as_of, &figures, err)
			: !session_status(session, ask->unit, ask->from, ask->to, &figures, err)) {
		free(begun);
		return false;
	}
	for (size_t i = 0; i < figures.counts.n; i++)
		add_count(table, session_office(session), &figures.counts.v[i], begun);
	free(begun);
	if (ask->as_of != DAY_NONE)
		strv_add(&report->notes,
			_("of a day that has gone it is not counted what was overdue then"));
	figures_release(&figures);
	return true;
}

const struct report_kind report_status = {
	.name = "status",
	.title = N_("Where the papers stand"),
	.help = N_("the papers by unit, kind, state and attribute"),
	.takes_day = true,
	.make = make,
};

/* SPDX-License-Identifier: MIT */
/* What is withheld though no row of the list names it. */
#include <stdlib.h>

#include "core/each.h"
#include "core/label.h"
#include "core/law.h"
#include "core/mem.h"
#include "core/reports.h"

static bool is_asked(const struct report_ask *ask, const struct document *document)
{
	int day = stamp_day(document->created);

	return (ask->from == DAY_NONE || day >= ask->from) &&
	       (ask->to == DAY_NONE || day <= ask->to);
}

static void add_paper(
	struct report_table *out, const struct office *office, const struct document *document)
{
	const struct paper *paper = &document->paper;
	char *grounds = strv_join(&paper->grounds, " ");

	report_cases(report_word(out, paper->id, NULL), "%s", paper->id);
	report_word(out, paper->unit, label_unit(office, paper->unit));
	report_word(out, paper->title, NULL);
	report_word(out, document->state, label_state(office, paper->kind, document->state));
	report_word(out, grounds, NULL);
	report_word(out, paper->reason, NULL);
	free(grounds);
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	const struct office *office = session_office(session);
	struct report_table *out = report_table(report, "papers", NULL);
	int withheld = 0, outside = 0;
	struct str withheld_ids = {0}, outside_ids = {0};
	struct each each;

	report_column(out, "id", _("Paper"), COLUMN_WORD);
	report_column(out, "unit", _("Unit"), COLUMN_WORD);
	report_column(out, "title", _("Title"), COLUMN_WORD);
	report_column(out, "state", _("State"), COLUMN_WORD);
	report_column(out, "grounds", _("Grounds"), COLUMN_WORD);
	report_column(out, "reason", _("Reason"), COLUMN_WORD);
	each_init(&each, session, ask->unit, NULL);
	while (each_next(&each, err)) {
		const struct paper *paper = &each.document.paper;

		if (pack_marking_table(office->pack, paper->attribute) == NULL ||
			each_phase(&each) == PHASE_ENDED || !is_asked(ask, &each.document))
			continue;
		withheld++;
		report_case(&withheld_ids, paper->id);
		if (law_outside(office->pack, paper) != NULL) {
			add_paper(out, office, &each.document);
			report_case(&outside_ids, paper->id);
			outside++;
		}
	}
	each_release(&each);
	report_figure(report, "withheld", _("Papers withheld"), withheld);
	report_figure_ids(report, &withheld_ids);
	report_figure(report, "outside", _("Outside the list"), outside);
	report_figure_ids(report, &outside_ids);
	return err->code == ERR_NONE;
}

const struct report_kind report_outside = {
	.name = "outside-list",
	.title = N_("Withheld outside the negative list"),
	.help = N_("what is withheld though no row of the negative list names it"),
	.make = make,
};

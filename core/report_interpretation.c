/* SPDX-License-Identifier: MIT */
/* What is published together with another paper that explains it: of the published papers that
 * should have one, how many have, how many say why not, how many do neither. */
#include <stdlib.h>

#include "core/each.h"
#include "core/label.h"
#include "core/law.h"
#include "core/mem.h"
#include "core/reports.h"

enum { PAPERS, WITH, EXCUSED, WITHOUT, COUNTED };

struct tally {
	int n[COUNTED];
	struct str ids[COUNTED];
};

/* The field of a kind by which its papers are published together with another; NULL. */
static const struct field *together(const struct kind *kind)
{
	for (size_t i = 0; i < kind->field_count; i++) {
		if (kind->fields[i].type == FIELD_LINK &&
			kind->fields[i].relation == RELATION_TOGETHER)
			return &kind->fields[i];
	}
	return NULL;
}

static bool is_asked(const struct report_ask *ask, const struct each *each)
{
	int day = each->document.published;

	return each_phase(each) == PHASE_PUBLISHED && (ask->from == DAY_NONE || day >= ask->from) &&
	       (ask->to == DAY_NONE || day <= ask->to);
}

static void count_as(struct tally *tally, int what, const struct paper *paper)
{
	tally->n[what]++;
	report_case(&tally->ids[what], paper->id);
}

static void count(struct tally *tally, const struct field *field, const struct paper *paper)
{
	bool excused = field->instead != NULL && paper_field(paper, field->instead) != NULL;

	count_as(tally, PAPERS, paper);
	count_as(tally,
		paper_field(paper, field->code) != NULL ? WITH
		: excused                               ? EXCUSED
							: WITHOUT,
		paper);
}

static bool count_kind(struct session *session, const struct report_ask *ask,
	const struct kind *kind, struct tally *units, struct err *err)
{
	const struct field *field = together(kind);
	const struct org *org = &session_office(session)->org;
	struct each each;

	if (field == NULL)
		return true;
	each_init(&each, session, ask->unit, kind->code);
	while (each_next(&each, err)) {
		const struct paper *paper = &each.document.paper;
		const struct unit *unit = org_unit(org, paper->unit);

		if (unit != NULL && is_asked(ask, &each) &&
			pack_condition(field->when, law_value, paper))
			count(&units[unit - org->units], field, paper);
	}
	each_release(&each);
	return err->code == ERR_NONE;
}

static void add_unit(struct report_table *out, const struct unit *unit, struct tally *tally)
{
	report_word(out, unit->id, name_get(&unit->name));
	for (int i = 0; i < COUNTED; i++)
		report_cell_ids(report_number(out, tally->n[i]), &tally->ids[i]);
	report_share(out, tally->n[WITH], tally->n[PAPERS]);
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	const struct office *office = session_office(session);
	struct report_table *out = report_table(report, "units", NULL);
	struct tally *units = xcalloc(office->org.unit_count + 1, sizeof(*units));
	bool ok = true;

	report_column(out, "unit", _("Unit"), COLUMN_WORD);
	report_sum_column(out, "papers", _("Policy papers published"));
	report_sum_column(out, "interpreted", _("Interpreted"));
	report_sum_column(out, "excused", _("Reason given"));
	report_sum_column(out, "without", _("Plan alone, or nothing"));
	report_column(out, "rate", _("Rate"), COLUMN_SHARE);
	for (size_t i = 0; ok && i < office->pack->kind_count; i++)
		ok = count_kind(session, ask, &office->pack->kinds[i], units, err);
	for (size_t i = 0; ok && i < office->org.unit_count; i++) {
		if (units[i].n[PAPERS] > 0)
			add_unit(out, &office->org.units[i], &units[i]);
	}
	free(units);
	return ok;
}

const struct report_kind report_interpretation = {
	.name = "interpretation",
	.title = N_("Interpretation of policies"),
	.help = N_("of the policy papers published, how many came with their interpretation"),
	.make = make,
};

/* SPDX-License-Identifier: MIT */
/* Campaigns that look at papers again: what was taken in, how it stood then, and how it stands. */
#include <stdlib.h>
#include <string.h>

#include "core/each.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"

struct tables {
	struct report_table *campaigns, *papers; /* borrowed from the report */
};

/* How a paper stood when it was taken in: what the decision that did it says of it. */
struct before {
	char *attribute, *grounds; /* owns */
};

static bool find_before(struct session *session, const char *id, const char *campaign,
	const struct action *takes, struct before *before, struct err *err)
{
	struct history history = {0};
	bool ok = session_history(session, &(struct history_ask){.document = id}, &history, err);

	*before = (struct before){0};
	for (size_t i = 0; ok && i < history.n && before->grounds == NULL; i++) {
		const struct decision *decision = &history.v[i].decision;

		if (!code_eq(decision->action, takes->code) || !str_eq(decision->named, campaign))
			continue;
		before->attribute = xstrdup(decision->attribute);
		before->grounds = strv_join(&decision->grounds, " ");
	}
	history_release(&history);
	return ok;
}

enum { SAME, CHANGED, OPEN, COUNTED };

struct tally {
	int papers, n[COUNTED];
	struct str ids[COUNTED];
};

static bool is_done(const struct each *each)
{
	enum phase phase = each_phase(each);

	return phase != PHASE_DRAFT && phase != PHASE_REVIEW;
}

static void count(struct tally *tally, const struct each *each, const struct before *before)
{
	int what = OPEN;

	if (is_done(each))
		what = str_eq(before->attribute, each->document.paper.attribute) ? SAME : CHANGED;
	tally->papers++;
	tally->n[what]++;
	report_case(&tally->ids[what], each->document.paper.id);
}

static void add_paper(struct report_table *out, const struct office *office, const char *campaign,
	const struct each *each, const struct before *before)
{
	const struct paper *paper = &each->document.paper;
	char *grounds = strv_join(&paper->grounds, " ");
	bool done = is_done(each);

	report_cases(report_word(out, campaign, NULL), "%s", campaign);
	report_cases(report_word(out, paper->id, NULL), "%s", paper->id);
	report_word(out, paper->unit, label_unit(office, paper->unit));
	report_word(out, paper->title, NULL);
	report_word(out, before->attribute, label_attribute(office, before->attribute));
	report_word(out, before->grounds, NULL);
	report_word(out, done ? paper->attribute : NULL,
		done ? label_attribute(office, paper->attribute) : NULL);
	report_word(out, done ? grounds : NULL, NULL);
	report_word(
		out, each->document.state, label_state(office, paper->kind, each->document.state));
	free(grounds);
}

static bool add_papers(struct session *session, const struct document *campaign,
	struct report_table *out, struct tally *tally, struct err *err)
{
	const struct office *office = session_office(session);
	const struct action *takes = pack_kind(office->pack, campaign->paper.kind)->takes;
	struct each each;
	bool ok = true;

	each_init(&each, session, NULL, NULL);
	set_str(&each.query.names, campaign->paper.id);
	while (ok && each_next(&each, err)) {
		struct before before;

		ok = find_before(
			session, each.document.paper.id, campaign->paper.id, takes, &before, err);
		/* Named by a decision of another kind: an answer, a link. */
		if (ok && before.grounds != NULL) {
			count(tally, &each, &before);
			add_paper(out, office, campaign->paper.id, &each, &before);
		}
		free(before.attribute);
		free(before.grounds);
	}
	each_release(&each);
	return ok && err->code == ERR_NONE;
}

static void add_campaign(struct report_table *out, const struct office *office,
	const struct document *campaign, struct tally *tally)
{
	const struct paper *paper = &campaign->paper;

	report_cases(report_word(out, paper->id, NULL), "%s", paper->id);
	report_word(out, paper->unit, label_unit(office, paper->unit));
	report_word(out, paper->title, NULL);
	report_word(out, campaign->state, label_state(office, paper->kind, campaign->state));
	report_cases(report_number(out, tally->papers), "names:%s", paper->id);
	for (int i = 0; i < COUNTED; i++)
		report_cell_ids(report_number(out, tally->n[i]), &tally->ids[i]);
	report_share(out, tally->papers - tally->n[OPEN], tally->papers);
}

static bool is_asked(const struct report_ask *ask, const struct document *document)
{
	int day = stamp_day(document->created);

	return (ask->from == DAY_NONE || day >= ask->from) &&
	       (ask->to == DAY_NONE || day <= ask->to);
}

static bool add_kind(struct session *session, const struct report_ask *ask, const struct kind *kind,
	const struct tables *out, struct err *err)
{
	struct each each;
	bool ok = true;

	if (kind->takes == NULL)
		return true;
	each_init(&each, session, ask->unit, kind->code);
	while (ok && each_next(&each, err)) {
		struct tally tally = {0};

		if (!is_asked(ask, &each.document))
			continue;
		ok = add_papers(session, &each.document, out->papers, &tally, err);
		if (ok)
			add_campaign(
				out->campaigns, session_office(session), &each.document, &tally);
		for (int i = 0; i < COUNTED; i++)
			str_release(&tally.ids[i]);
	}
	each_release(&each);
	return ok && err->code == ERR_NONE;
}

static void add_columns(const struct tables *out)
{
	report_column(out->campaigns, "id", _("Campaign"), COLUMN_WORD);
	report_column(out->campaigns, "unit", _("Unit"), COLUMN_WORD);
	report_column(out->campaigns, "title", _("Title"), COLUMN_WORD);
	report_column(out->campaigns, "state", _("State"), COLUMN_WORD);
	report_sum_column(out->campaigns, "papers", _("Papers taken in"));
	report_sum_column(out->campaigns, "same", _("Attribute kept"));
	report_sum_column(out->campaigns, "changed", _("Attribute changed"));
	report_sum_column(out->campaigns, "open", _("Not decided yet"));
	report_column(out->campaigns, "done", _("Done"), COLUMN_SHARE);
	report_column(out->papers, "campaign", _("Campaign"), COLUMN_WORD);
	report_column(out->papers, "id", _("Paper"), COLUMN_WORD);
	report_column(out->papers, "unit", _("Unit"), COLUMN_WORD);
	report_column(out->papers, "title", _("Title"), COLUMN_WORD);
	report_column(out->papers, "before", _("Attribute before"), COLUMN_WORD);
	report_column(out->papers, "grounds_before", _("Grounds before"), COLUMN_WORD);
	report_column(out->papers, "after", _("Attribute after"), COLUMN_WORD);
	report_column(out->papers, "grounds_after", _("Grounds after"), COLUMN_WORD);
	report_column(out->papers, "state", _("State"), COLUMN_WORD);
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	struct tables out;
	bool ok = true;

	report_table(report, "campaigns", _("Campaigns"));
	out.papers = report_table(report, "papers", _("Papers, before and after"));
	out.campaigns = &report->tables[0]; /* making the second may have moved it */
	add_columns(&out);
	for (size_t i = 0; ok && i < pack->kind_count; i++)
		ok = add_kind(session, ask, &pack->kinds[i], &out, err);
	return ok;
}

const struct report_kind report_campaign = {
	.name = "campaign",
	.title = N_("Papers looked at again"),
	.help = N_("campaigns of re-review: each paper before and after, and what is left"),
	.make = make,
};

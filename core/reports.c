/* SPDX-License-Identifier: MIT */
#include "core/reports.h"

#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/mem.h"

static const struct report_kind *const all[] = {
	&report_status,
	&report_breach,
	&report_gaps,
	&report_coverage,
	&report_comparison,
	&report_returns,
	&report_ageing,
	&report_times,
	&report_trend,
	&report_basis,
	&report_annual,
	&report_tasks,
	&report_records,
	&report_interpretation,
	&report_outside,
	&report_stale,
	&report_campaign,
	&report_overview,
	&report_office,
	&report_health,
};
enum { ALL = sizeof(all) / sizeof(all[0]) };

const struct report_kind *const *reports_all(size_t *n)
{
	*n = ALL;
	return all;
}

const struct report_kind *reports_find(const char *name)
{
	for (size_t i = 0; i < ALL; i++) {
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	}
	return NULL;
}

static bool unknown_report(const char *name, struct err *err)
{
	struct strv names = {0};
	char *joined;

	for (size_t i = 0; i < ALL; i++)
		strv_add(&names, all[i]->name);
	joined = strv_join(&names, ", ");
	err_set(err, ERR_INPUT, _("there is no report '%s'; there is: %s"), name, joined);
	free(joined);
	strv_release(&names);
	return false;
}

char *reports_did(const struct pack *pack, enum act act, const struct days *days)
{
	char from[DAY_SIZE], to[DAY_SIZE];
	struct str query = {0};

	for (size_t i = 0; i < pack->action_count; i++) {
		if (pack->actions[i].act == act)
			str_addf(&query, "%s%s",
				query.len > 0 ? "," : " did:", pack->actions[i].code);
	}
	if (days->from != DAY_NONE || days->to != DAY_NONE)
		str_addf(&query, " on:%s..%s", day_format(days->from, from),
			day_format(days->to, to));
	return str_detach(&query);
}

char *reports_on(const char *unit, const struct days *days)
{
	char from[DAY_SIZE], to[DAY_SIZE];
	struct str query = {0};

	if (days->from != DAY_NONE || days->to != DAY_NONE)
		str_addf(&query, " on:%s..%s", day_format(days->from, from),
			day_format(days->to, to));
	if (unit != NULL)
		str_addf(&query, " unit:%s", unit);
	return str_detach(&query);
}

struct days reports_month(const char *month, const struct report_ask *ask)
{
	int year = (int)strtol(month, NULL, 10), at = (int)strtol(month + 5, NULL, 10);
	struct days days = {.from = day_make(year, at, 1)};

	days.to = day_add_months(days.from, 1) - 1;
	if (ask->from != DAY_NONE && ask->from > days.from)
		days.from = ask->from;
	if (ask->to != DAY_NONE && ask->to < days.to)
		days.to = ask->to;
	return days;
}

char *reports_published(const struct days *days, bool late)
{
	char from[DAY_SIZE], to[DAY_SIZE];
	struct str query = {0};

	str_add(&query, late ? "term:late" : "term:ended");
	if (days->from != DAY_NONE || days->to != DAY_NONE)
		str_addf(&query, " published:%s..%s", day_format(days->from, from),
			day_format(days->to, to));
	return str_detach(&query);
}

char *reports_begun(const struct pack *pack, const struct report_ask *ask)
{
	struct days days = {ask->from, ask->to};

	if (days.from == DAY_NONE && days.to == DAY_NONE)
		return xstrdup("");
	return reports_did(pack, ACT_CREATE, &days);
}

/* "City of Jinzhong, 2026-01-01 to 2026-11-23; as of 2026-11-23". */
static char *about(const struct session *session, const struct report_ask *ask)
{
	char from[DAY_SIZE], to[DAY_SIZE], today[DAY_SIZE];
	struct str line = {0};

	if (ask->unit != NULL)
		str_addf(&line, "%s; ", label_unit(session_office(session), ask->unit));
	day_format(ask->from, from);
	day_format(ask->to, to);
	if (ask->from != DAY_NONE && ask->to != DAY_NONE)
		str_addf(&line, _("%s to %s; "), from, to);
	else if (ask->from != DAY_NONE)
		str_addf(&line, _("from %s on; "), from);
	else if (ask->to != DAY_NONE)
		str_addf(&line, _("up to %s; "), to);
	str_addf(&line, _("as of %s"),
		day_format(ask->as_of != DAY_NONE ? ask->as_of : session_today(session), today));
	return str_detach(&line);
}

void reports_seal(const struct session *session, struct report *report)
{
	char *line = session_seal(session);

	if (line != NULL)
		strv_add(&report->notes, line);
	free(line);
}

static bool knows_unit(const struct session *session, const struct report_ask *ask, struct err *err)
{
	return ask->table != NULL || ask->unit == NULL ||
	       org_unit(&session_office(session)->org, ask->unit) != NULL ||
	       err_set(err, ERR_INPUT, _("there is no unit '%s'"), ask->unit);
}

static bool make(struct session *session, const char *name, const struct report_ask *ask,
	struct report *report, struct err *err)
{
	const struct report_kind *kind = reports_find(name);

	*report = (struct report){0};
	if (kind == NULL)
		return unknown_report(name, err);
	if (!knows_unit(session, ask, err))
		return false;
	if (ask->table != NULL && !kind->takes_table)
		return err_set(err, ERR_INPUT,
			_("the report '%s' is made of the store and takes no table"), name);
	if (ask->as_of != DAY_NONE && !kind->takes_day)
		return err_set(
			err, ERR_INPUT, _("the report '%s' can only be made as of now"), name);
	report->title = xstrdup(_(kind->title));
	report->about = ask->table != NULL ? xstrdup(_("of a table")) : about(session, ask);
	if (kind->make(session, ask, report, err)) {
		if (ask->table == NULL)
			reports_seal(session, report);
		return true;
	}
	report_release(report);
	return false;
}

/* A unit may be called by its name; NULL: it is not. A table is read without a store. */
static const struct unit *unit_called(struct session *session, const struct report_ask *ask)
{
	const struct org *org;

	if (ask->table != NULL || ask->unit == NULL)
		return NULL;
	org = &session_office(session)->org;
	return org_unit(org, ask->unit) == NULL ? org_named(org, ask->unit, session_today(session))
						: NULL;
}

bool session_report(struct session *session, const char *name, const struct report_ask *ask,
	struct report *report, struct err *err)
{
	struct report_ask known = *ask;
	const struct unit *named = unit_called(session, ask);

	if (named != NULL)
		known.unit = named->id;
	return make(session, name, &known, report, err);
}

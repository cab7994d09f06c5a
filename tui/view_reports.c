/* SPDX-License-Identifier: MIT */
/* The reports to choose from, and those that have a key of their own. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/reports.h"
#include "tui/pick.h"

void view_overview(struct app *app)
{
	view_report(app, &report_overview, "");
}

void view_office(struct app *app)
{
	view_report(app, &report_office, "");
}

static void open_of(struct app *app, const struct report_kind *report, const char *kind)
{
	char *typed = xasprintf("kind:%s", kind);

	view_report(app, report, typed);
	free(typed);
}

static void open_records(struct app *app, const char *kind)
{
	open_of(app, &report_records, kind);
}

static void open_tasks(struct app *app, const char *kind)
{
	open_of(app, &report_tasks, kind);
}

/* Records are of one kind at a time; so are tasks, where the pack does not say which are some. */
static void pick_kind(struct app *app, void (*taken)(struct app *app, const char *kind))
{
	const struct office *office = session_office(app->session);
	struct picks picks = {0};

	for (size_t i = 0; i < office->pack->kind_count; i++) {
		const struct kind *kind = &office->pack->kinds[i];

		if (!kind->is_stub)
			picks_add(&picks, kind->code, name_get(&kind->name), "", NULL);
	}
	pick_and(app, _("Records of which kind?"), &picks, taken);
}

static void open_report(struct app *app, const char *name)
{
	const struct report_kind *kind = reports_find(name);
	const struct pack *pack = session_office(app->session)->pack;

	if (kind == &report_records)
		pick_kind(app, open_records);
	else if (kind == &report_tasks && pack->notice.kind == NULL)
		pick_kind(app, open_tasks);
	else
		view_report(app, kind, "");
}

void view_reports(struct app *app)
{
	struct picks picks = {0};
	const struct report_kind *const *all;
	size_t n;

	all = reports_all(&n);
	for (size_t i = 0; i < n; i++)
		picks_add(&picks, all[i]->name, _(all[i]->title), _(all[i]->help), NULL);
	picks.hides_codes = true;
	pick_and(app, _("Reports"), &picks, open_report);
}

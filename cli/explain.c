/* SPDX-License-Identifier: MIT */
#include "cli/explain.h"

#include <stdlib.h>

#include "cli/js.h"
#include "core/label.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/mem.h"

static const struct {
	const char *code, *name;
} kinds[] = {
	[CALENDAR_WORKDAY] = {"workday", N_("working day")},
	[CALENDAR_WEEKEND] = {"weekend", N_("weekend")},
	[CALENDAR_HOLIDAY] = {"holiday", N_("holiday")},
	[CALENDAR_MAKEUP] = {"makeup", N_("make-up day, worked")},
};

json_t *explain_json(const struct calendar *calendar, int start, int n)
{
	struct calendar_step *steps;
	size_t count = calendar_explain(calendar, start, n, &steps);
	json_t *days = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *day = json_object();

		js_day(day, "day", steps[i].day);
		js_str(day, "kind", kinds[steps[i].kind].code);
		js_str(day, "name", steps[i].name);
		js_int(day, "count", steps[i].count);
		json_array_append_new(days, day);
	}
	free(steps);
	return days;
}

static void add_step(struct sheet *sheet, const struct calendar_step *step)
{
	char day[DAY_SIZE];
	char *count = step->count > 0 ? xasprintf("%d", step->count) : xstrdup("-");

	sheet_add(sheet, day_format(step->day, day));
	sheet_add(sheet, label_weekday(step->day));
	sheet_add(sheet, count);
	sheet_add(sheet, _(kinds[step->kind].name));
	sheet_add(sheet, step->name);
	free(count);
}

void explain_print(const struct calendar *calendar, int start, int n, int indent)
{
	struct sheet sheet = {.columns = 5, .indent = indent};
	struct calendar_step *steps;
	size_t count = calendar_explain(calendar, start, n, &steps);

	for (size_t i = 0; i < count; i++)
		add_step(&sheet, &steps[i]);
	sheet_print(&sheet);
	sheet_release(&sheet);
	free(steps);
}

const struct clock_rule *explain_rule(const struct kind *kind, const char *code)
{
	for (size_t i = 0; kind != NULL && i < kind->clock_count; i++) {
		if (code_eq(kind->clocks[i].code, code))
			return &kind->clocks[i];
	}
	return NULL;
}

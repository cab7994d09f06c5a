/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/explain.h"
#include "cli/js.h"
#include "core/label.h"
#include "cli/out.h"
#include "cli/packs.h"

static const struct option_spec options[] = {
	{"explain", 0, NULL, N_("Each day that was counted or skipped, and why")},
	{"pack", 0, "PACK",
		N_("The calendar of this pack; else the store's, or cn without a store")},
	{0},
};

static void print_json(const struct calendar *calendar, int start, int n, const struct due *due)
{
	json_t *line = json_object();

	js_day(line, "start", start);
	js_int(line, "days", n);
	js_day(line, "due", due->day);
	js_bool(line, "provisional", due->provisional);
	js_put(line, "explanation", explain_json(calendar, start, n));
	js_print(line);
}

static void print_words(const struct calendar *calendar, int start, int n, bool explain)
{
	struct due due = calendar_due(calendar, start, n);
	char day[DAY_SIZE], horizon[DAY_SIZE];

	if (explain)
		explain_print(calendar, start, n, 0);
	out_print("%s\n", day_format(due.day, day));
	if (due.provisional)
		out_complain(_("provisional: the calendar ends on %s"),
			day_format(calendar->horizon, horizon));
}

enum { DAYS_MAX = 10000 }; /* some forty years */

static enum status due(struct cli *cli, const struct args *args)
{
	const char *date = args_word(args, 1), *days = args_word(args, 2);
	struct packs packs = {0};
	struct err err;
	int start, n;

	if (!day_parse(date, &start))
		return usage(args, _("'%s' is no date; write it like 2026-11-23"), date);
	if (!str_number(days, &n) || n > DAYS_MAX)
		return usage(args, _("'%s' is no number of days from 0 to %d"), days, DAYS_MAX);
	if (!packs_find(&packs, cli, args_get(args, "pack"), &err)) {
		packs_release(&packs);
		return fail(&err);
	}
	if (cli->json) {
		struct due found = calendar_due(&packs.pack->calendar, start, n);

		print_json(&packs.pack->calendar, start, n, &found);
	} else {
		print_words(&packs.pack->calendar, start, n, args_has(args, "explain"));
	}
	packs_release(&packs);
	return STATUS_DONE;
}

static const struct verb verbs[] = {
	{"due", "DATE DAYS", 2, 2, due},
};

static enum status run(struct cli *cli, const struct args *args)
{
	return verb_run(cli, args, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

const struct command command_calendar = {
	.name = "calendar",
	.synopsis = "due DATE DAYS [--explain]",
	.help = N_("Count working days: when a term ends that begins with DATE"),
	.options = options,
	.max = -1,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/explain.h"
#include "cli/js.h"
#include "core/label.h"
#include "cli/out.h"
#include "cli/packs.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"pause", 0, "FROM..TO",
		N_("The term stands still in between; may be given several times")},
	{"extend", 0, "DAYS", N_("Working days added to it")},
	{"explain", 0, NULL, N_("Each day that was counted or skipped, and why")},
	{"pack", 0, "PACK",
		N_("The calendar of this pack; else the store's, or cn without a store")},
	{0},
};

enum { DAYS_MAX = 10000 }; /* some forty years */

/* A term of working days, and what happened to it. */
struct term {
	struct clock_run run;
	struct clock_rule rule;
	struct packs packs;
};

static struct explanation explain(const struct term *term)
{
	return (struct explanation){.run = &term->run,
		.rule = &term->rule,
		.calendar = &term->packs.pack->calendar,
		.today = term->run.due};
}

static void print_json(const struct term *term)
{
	struct explanation of = explain(term);
	json_t *line = json_object();

	js_day(line, "start", term->run.start);
	js_int(line, "days", term->rule.days);
	js_day(line, "due", term->run.due);
	js_bool(line, "provisional", term->run.provisional);
	js_put(line, "explanation", explain_json(&of));
	js_print(line);
}

static void print_words(const struct term *term, bool explains)
{
	struct explanation of = explain(term);
	char day[DAY_SIZE];

	if (explains)
		explain_print(&of, 0);
	out_print("%s\n", day_format(term->run.due, day));
	if (term->run.provisional)
		out_complain(_("provisional: the calendar ends on %s"),
			day_format(of.calendar->horizon, day));
}

/* "2026-03-02..2026-03-20" */
static bool read_pause(struct clock_run *run, const char *text, struct err *err)
{
	const char *dots = strstr(text, "..");
	char *from = dots != NULL ? xstrndup(text, (size_t)(dots - text)) : NULL;
	int begins, ends;
	bool ok = from != NULL && day_parse(from, &begins) && day_parse(dots + 2, &ends) &&
		  begins <= ends;

	free(from);
	if (!ok)
		return err_set(err, ERR_INPUT,
			_("'%s' is no pause; write it like 2026-03-02..2026-03-20"), text);
	GROW(run->pauses, run->pause_count);
	run->pauses[run->pause_count++] =
		(struct clock_pause){moment_make(begins, 0), moment_make(ends, 0)};
	return true;
}

static int by_begin(const void *a, const void *b)
{
	const struct clock_pause *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static bool read_options(struct term *term, const struct args *args, struct err *err)
{
	struct strv pauses = {0};
	bool ok = args_number(args, "extend", &term->run.extension, err);

	args_all(args, "pause", &pauses);
	for (size_t i = 0; ok && i < pauses.n; i++)
		ok = read_pause(&term->run, pauses.v[i], err);
	strv_release(&pauses);
	if (term->run.pause_count > 0)
		qsort(term->run.pauses, term->run.pause_count, sizeof(*term->run.pauses), by_begin);
	return ok;
}

static enum status print_due(struct cli *cli, const struct args *args, struct term *term)
{
	struct err err;

	if (!packs_find(&term->packs, cli, args_get(args, "pack"), &err))
		return fail(&err);
	clock_count(&term->run, &term->rule, &term->packs.pack->calendar);
	if (cli->json)
		print_json(term);
	else
		print_words(term, args_has(args, "explain"));
	return STATUS_DONE;
}

static enum status due(struct cli *cli, const struct args *args)
{
	const char *date = args_word(args, 1), *days = args_word(args, 2);
	struct term term = {.rule = {.count = COUNT_WORKING}};
	enum status status;
	struct err err;

	if (!day_parse(date, &term.run.start))
		return usage(args, _("'%s' is no date; write it like 2026-11-23"), date);
	if (!str_number(days, &term.rule.days) || term.rule.days > DAYS_MAX)
		return usage(args, _("'%s' is no number of days from 0 to %d"), days, DAYS_MAX);
	if (!read_options(&term, args, &err))
		status = usage(args, "%s", err.text);
	else
		status = print_due(cli, args, &term);
	packs_release(&term.packs);
	free(term.run.pauses);
	return status;
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
	.synopsis = "due DATE DAYS [--pause FROM..TO] [--extend DAYS] [--explain]",
	.help = N_("Count working days: when a term ends that begins with DATE"),
	.options = options,
	.max = -1,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* The clocks of a document: when they end, and why then. */
#include <stdlib.h>

#include "cli/explain.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/show.h"
#include "core/mem.h"

static struct explanation explain(
	const struct session *session, const struct kind *kind, const struct clock_run *run)
{
	return (struct explanation){.run = run,
		.rule = clock_rule(kind, run->rule),
		.calendar = &session_office(session)->pack->calendar,
		.today = session_today(session)};
}

/* -- JSON -------------------------------------------------------------------------------------- */

static void put_moment(json_t *object, const char *key, int64_t moment)
{
	char buf[MOMENT_SIZE];

	js_str(object, key, moment_format(moment, buf));
}

static json_t *pauses(const struct clock_run *run)
{
	json_t *array = json_array();

	for (size_t i = 0; i < run->pause_count; i++) {
		json_t *object = json_object();

		put_moment(object, "from", run->pauses[i].from);
		put_moment(object, "to", run->pauses[i].to);
		json_array_append_new(array, object);
	}
	return array;
}

static void put_rule(json_t *object, const struct explanation *of)
{
	const struct clock_rule *rule = of->rule;
	int64_t warn = clock_warn(of->run, rule, of->calendar);
	bool working = clock_counts(of->run, rule) == COUNT_WORKING;

	if (rule->hours > 0) {
		js_int(object, "hours", clock_term(of->run, rule));
		put_moment(object, "warn", warn);
		return;
	}
	js_int(object, "days", clock_term(of->run, rule));
	js_str(object, "count", working ? "working" : "calendar");
	js_day(object, "warn", (int)warn);
	if (working)
		js_put(object, "explanation", explain_json(of));
}

static json_t *clock_json(const struct explanation *of)
{
	const struct clock_run *run = of->run;
	json_t *object = json_object();

	js_str(object, "rule", run->rule);
	js_day(object, "start", run->start);
	js_day(object, "due", run->due);
	js_day(object, "stopped", run->stopped);
	js_bool(object, "provisional", run->provisional);
	js_day(object, "first_due", run->first != DAY_NONE ? run->first : run->due);
	js_int(object, "extension", run->extension);
	js_bool(object, "paused", clock_is_paused(run));
	js_put(object, "pauses", pauses(run));
	put_moment(object, "start_at", run->start_at);
	put_moment(object, "due_at", run->due_at);
	put_moment(object, "stopped_at", run->stopped_at);
	put_moment(object, "first_due_at", run->first_at != 0 ? run->first_at : run->due_at);
	if (of->rule != NULL)
		put_rule(object, of);
	return object;
}

json_t *show_clocks_json(const struct session *session, const struct document *document)
{
	const struct kind *kind = pack_kind(session_office(session)->pack, document->paper.kind);
	json_t *array = json_array();

	for (size_t i = 0; i < document->clock_count; i++) {
		struct explanation of = explain(session, kind, &document->clocks[i]);

		json_array_append_new(array, clock_json(&of));
	}
	return array;
}

/* -- In words ---------------------------------------------------------------------------------- */

static void print_changes(const struct clock_run *run)
{
	static const char indent[] = "\n    ";

	if (run->first != DAY_NONE) {
		out_print("%s", indent);
		out_print(_("at first due %s"), clock_when(run->first, run->first_at).text);
	}
	if (run->extension > 0) {
		out_print("%s", indent);
		out_print(
			clock_is_hours(run) ? _("extended by %d hours") : _("extended by %d days"),
			run->extension);
	}
	for (size_t i = 0; i < run->pause_count; i++) {
		char from[MOMENT_SIZE], to[MOMENT_SIZE];

		out_print("%s", indent);
		out_print(_("stood still from %s to %s"), moment_format(run->pauses[i].from, from),
			run->pauses[i].to != 0 ? moment_format(run->pauses[i].to, to) : _("now"));
	}
	out_print("\n");
}

static void print_clock(const struct explanation *of)
{
	const struct clock_run *run = of->run;

	out_print("  %s: ", of->rule != NULL ? name_get(&of->rule->name) : run->rule);
	out_print(_("from %s, due %s"), clock_when(run->start, run->start_at).text,
		clock_when(run->due, run->due_at).text);
	if (run->provisional)
		out_print(", %s", _("provisional: beyond the calendar"));
	if (run->stopped != DAY_NONE)
		out_print(_(", ended %s"), clock_when(run->stopped, run->stopped_at).text);
	print_changes(run);
	if (of->rule == NULL || run->stopped != DAY_NONE)
		return;
	out_print("    %s\n", name_get(&of->rule->basis));
	if (clock_counts(run, of->rule) == COUNT_WORKING)
		explain_print(of, 4);
}

void show_clocks(const struct session *session, const struct document *document)
{
	const struct kind *kind = pack_kind(session_office(session)->pack, document->paper.kind);

	if (document->clock_count > 0)
		out_print("\n%s\n", _("Clocks"));
	for (size_t i = 0; i < document->clock_count; i++) {
		struct explanation of = explain(session, kind, &document->clocks[i]);

		print_clock(&of);
	}
}

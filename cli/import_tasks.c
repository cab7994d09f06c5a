/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/file.h"
#include "cli/intake.h"
#include "cli/js.h"
#include "core/label.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/duty.h"
#include "core/mem.h"
#include "core/reading.h"

enum { NOTICE_LIMIT = 4 << 20 };

/* ---- as JSON ----------------------------------------------------------------------------------
 */

static json_t *dates_json(const struct notice_clause *clause)
{
	json_t *array = json_array();

	for (size_t i = 0; i < clause->date_count; i++) {
		const struct notice_date *date = &clause->dates[i];
		json_t *object = json_object();

		js_str(object, "words", date->words);
		js_day(object, "day", date->day);
		js_bool(object, "deadline", date->is_deadline);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *duty_json(const struct duty *duty)
{
	json_t *object = json_object();

	js_str(object, "name", duty->party != NULL ? duty->party->name : NULL);
	js_str(object, "part", duty->party != NULL ? duty->party->role->code : NULL);
	js_bool(object, "group", duty->party != NULL && duty->party->is_group);
	js_str(object, "unit", duty->unit);
	js_list(object, "near", &duty->near);
	js_day(object, "due", duty->due);
	js_str(object, "number", duty->number);
	js_str(object, "id", duty->taken);
	return object;
}

static void print_clause_json(const struct notice_clause *clause, const struct duties *duties)
{
	json_t *line = json_object(), *array = json_array();

	for (size_t i = 0; i < duties->n; i++) {
		if (duties->v[i].clause == clause)
			json_array_append_new(array, duty_json(&duties->v[i]));
	}
	js_str(line, "clause", clause->place);
	js_str(line, "path", clause->path);
	js_int(line, "line", clause->line);
	js_str(line, "title", clause->title);
	js_text(line, "text", clause->text, strlen(clause->text));
	js_bool(line, "list", clause->has_list);
	js_put(line, "dates", dates_json(clause));
	js_put(line, "duties", array);
	js_print(line);
}

static void print_rest_json(const struct notice *notice)
{
	static const char *const words[] = {[NOTICE_BEFORE] = "before",
		[NOTICE_FURNITURE] = "furniture",
		[NOTICE_STRAY] = "unread"};

	for (size_t i = 0; i < notice->oddity_count; i++) {
		json_t *line = json_object();

		js_str(line, "odd", notice->oddities[i].what);
		js_str(line, "clause", notice->oddities[i].place);
		js_int(line, "line", notice->oddities[i].line);
		js_print(line);
	}
	for (size_t i = 0; i < notice->rest_count; i++) {
		json_t *line = json_object();

		js_str(line, "rest", words[notice->rest[i].rest]);
		js_int(line, "line", notice->rest[i].line);
		js_str(line, "text", notice->rest[i].text);
		js_print(line);
	}
}

struct sums {
	int clauses, lists, duties, taken, unknown, unread;
};

static struct sums add_up(const struct notice *notice, const struct duties *duties)
{
	struct sums sums = {.duties = (int)duties->n};

	for (size_t i = 0; i < notice->clause_count; i++) {
		sums.clauses += notice->clauses[i].has_parts ? 0 : 1;
		sums.lists += notice->clauses[i].has_list ? 1 : 0;
	}
	for (size_t i = 0; i < duties->n; i++) {
		sums.taken += duties->v[i].taken != NULL ? 1 : 0;
		sums.unknown += duties->v[i].unit == NULL ? 1 : 0;
	}
	for (size_t i = 0; i < notice->rest_count; i++)
		sums.unread += notice->rest[i].rest == NOTICE_STRAY ? 1 : 0;
	return sums;
}

static void print_json(const struct notice *notice, const struct duties *duties)
{
	struct sums sums = add_up(notice, duties);
	json_t *line = json_object();

	for (size_t i = 0; i < notice->clause_count; i++) {
		if (!notice->clauses[i].has_parts || notice->clauses[i].has_list)
			print_clause_json(&notice->clauses[i], duties);
	}
	print_rest_json(notice);
	js_str(line, "notice", notice->number);
	js_str(line, "title", notice->title);
	js_day(line, "issued", notice->issued);
	js_int(line, "clauses", sums.clauses);
	js_int(line, "with_list", sums.lists);
	js_int(line, "asked", sums.duties);
	js_int(line, "taken", sums.taken);
	js_int(line, "unknown", sums.unknown);
	js_int(line, "odd", (long long)notice->oddity_count);
	js_int(line, "unread", sums.unread);
	js_print(line);
}

/* ---- for people -------------------------------------------------------------------------------
 */

static void add_duty(struct sheet *sheet, const struct office *office, const struct duty *duty)
{
	char due[DAY_SIZE], *near = strv_join(&duty->near, ", ");
	char *unknown = *near != '\0' ? xasprintf(_("? near: %s"), near) : xstrdup("?");

	sheet_add(sheet, duty->clause->place);
	sheet_add(sheet, day_format(duty->due, due));
	sheet_add(sheet, duty->party != NULL ? name_get(&duty->party->role->name) : "");
	sheet_add(sheet, duty->party != NULL ? duty->party->name : "");
	sheet_add(sheet, duty->unit != NULL ? label_unit(office, duty->unit) : unknown);
	sheet_add(sheet, duty->taken);
	sheet_add(sheet, duty->clause->title);
	free(unknown);
	free(near);
}

static void print_rest(const struct notice *notice)
{
	int furniture = 0, before = 0;

	if (notice->oddity_count > 0)
		out_print("\n%s\n", _("Odd"));
	for (size_t i = 0; i < notice->oddity_count; i++) {
		const struct notice_oddity *odd = &notice->oddities[i];

		if (odd->line > 0)
			out_print(_("  line %d, %s: %s\n"), odd->line, odd->place, odd->what);
		else
			out_print("  %s\n", odd->what);
	}
	for (size_t i = 0; i < notice->rest_count; i++) {
		const struct notice_line *line = &notice->rest[i];

		furniture += line->rest == NOTICE_FURNITURE ? 1 : 0;
		before += line->rest == NOTICE_BEFORE ? 1 : 0;
		if (line->rest == NOTICE_STRAY)
			out_print(
				_("  line %d is part of no clause: %s\n"), line->line, line->text);
	}
	out_print(_("\nBefore the first clause %d lines, of the page around it %d\n"), before,
		furniture);
}

static void print_page(
	const struct office *office, const struct notice *notice, const struct duties *duties)
{
	struct sheet sheet = {.columns = 7, .is_list = true, .gives_way = 6, .spare = "52"};
	struct sums sums = add_up(notice, duties);
	char issued[DAY_SIZE];

	out_print("%s\n%s %s\n\n", notice->title != NULL ? notice->title : "",
		notice->number != NULL ? notice->number : "", day_format(notice->issued, issued));
	for (size_t i = 0; i < duties->n; i++)
		add_duty(&sheet, office, &duties->v[i]);
	sheet_print(&sheet);
	sheet_release(&sheet);
	print_rest(notice);
	out_print(_("Clauses %d, %d of them with a list; duties %d: %d taken before, %d of no "
		    "known unit\n"),
		sums.clauses, sums.lists, sums.duties, sums.taken, sums.unknown);
}

/* ---- taking them in ---------------------------------------------------------------------------
 */

static bool same_name(const struct duty *a, const struct duty *b)
{
	return a->party != NULL && b->party != NULL && str_eq(a->party->name, b->party->name);
}

/* Each name is told once, with the number of its clauses. */
static bool fail_unknown(struct tally *tally, const struct duties *duties, size_t i)
{
	const struct duty *duty = &duties->v[i];
	char *near = strv_join(&duty->near, ", ");
	int n = 0, earlier = 0;
	struct err err;

	for (size_t j = 0; j < duties->n; j++) {
		if (duties->v[j].unit == NULL && same_name(duty, &duties->v[j])) {
			n++;
			earlier += j < i ? 1 : 0;
		}
	}
	if (*near != '\0')
		err_set(&err, ERR_NOT_FOUND,
			_("no unit is called '%s' (%s, %d in all); near: %s; say which with "
			  "--match %s=UNIT"),
			duty->party->name, duty->clause->place, n, near, duty->party->name);
	else
		err_set(&err, ERR_NOT_FOUND,
			_("no unit is called '%s' (%s, %d in all); say which with --match "
			  "%s=UNIT, or add it with `gongkai unit add`"),
			duty->party->name, duty->clause->place, n, duty->party->name);
	free(near);
	if (earlier == 0)
		return tally_fail(tally, "", &err);
	tally->failed++;
	return true;
}

static bool take_one(
	struct intake_run *run, const struct notice *notice, const struct duties *duties, size_t i)
{
	const struct duty *duty = &duties->v[i];
	char *id = NULL;
	struct err err;
	bool ok;

	if (duty->taken != NULL)
		return true;
	if (duty->unit == NULL)
		return fail_unknown(&run->tally, duties, i);
	ok = run->is_open || session_begin_many(&run->cli->session, &err);
	run->is_open = run->is_open || ok;
	run->tries++;
	ok = ok && duty_take(&run->cli->session, notice, duty, &id, &err);
	if (ok) {
		strv_add(&run->ids, id);
		strv_add(&run->names, duty->number);
	} else {
		err_wrap(&err, "%s", duty->number);
		if (!tally_fail(&run->tally, "", &err))
			return false;
	}
	free(id);
	return run->tries < MANY || intake_flush(run);
}

static enum status take_all(
	struct cli *cli, const struct notice *notice, const struct duties *duties)
{
	struct intake_run run = {.cli = cli, .is_bulk = true};
	int taken = 0;

	for (size_t i = 0; i < duties->n; i++) {
		taken += duties->v[i].taken != NULL ? 1 : 0;
		if (!take_one(&run, notice, duties, i))
			break;
	}
	if (taken > 0)
		out_complain(_("%d were taken before and are left as they are"), taken);
	if (notice->oddity_count > 0)
		out_complain(_("%zu things are odd in the notice; --dry-run shows them"),
			notice->oddity_count);
	/* What was taken before is no failure of this run. */
	run.tally.done += taken;
	return intake_end(&run);
}

static bool read_notice(struct cli *cli, const char *path, struct notice *notice, struct err *err)
{
	const struct pack *pack = session_office(&cli->session)->pack;
	struct reading reading = {0};
	size_t len;
	char *bytes = file_read(path, NOTICE_LIMIT, &len, err);
	bool ok = bytes != NULL && reading_take(bytes, len, &reading, err) &&
		  notice_read(notice, pack, str_get(&reading.text), err);

	reading_release(&reading);
	free(bytes);
	return ok || (err_wrap(err, "%s", path), false);
}

enum status intake_tasks(struct cli *cli, const char *path, const struct tasks_options *options)
{
	const struct person *me = session_person(&cli->session);
	struct duty_options wanted = {.keeper = options->unit != NULL ? options->unit
						: me != NULL          ? me->unit
								      : "",
		.matches = options->matches,
		.near = options->near};
	enum status status = STATUS_DONE;
	struct notice notice = {0};
	struct duties duties = {0};
	struct err err;
	bool ok = read_notice(cli, path, &notice, &err) &&
		  duties_plan(&duties, &cli->session, &notice, &wanted, &err);

	if (ok && !options->dry_run)
		status = take_all(cli, &notice, &duties);
	else if (ok && cli->json)
		print_json(&notice, &duties);
	else if (ok)
		print_page(session_office(&cli->session), &notice, &duties);
	duties_release(&duties);
	notice_release(&notice);
	return ok ? status : fail(&err);
}

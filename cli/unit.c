/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/js.h"
#include "core/label.h"
#include "cli/org.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"name", 0, "NAME", N_("Its name, in the language of the words")},
	{"name-en", 0, "NAME", N_("Its name in English")},
	{"name-zh", 0, "NAME", N_("Its name in Chinese")},
	{"parent", 0, "UNIT", N_("The unit above it; empty for none")},
	{"from", 0, "DATE", N_("Its first day (add)")},
	{"on", 0, "DATE", N_("Its last day (end; today)")},
	{0},
};

static void print_json(const struct unit *unit)
{
	json_t *line = json_object();

	js_str(line, "unit", unit->id);
	org_name_json(line, &unit->name);
	js_str(line, "parent", unit->parent);
	js_day(line, "from", unit->from);
	js_day(line, "to", unit->to);
	js_print(line);
}

/* Below its parent by two blanks a level. */
static char *indented(const struct org *org, const struct unit *unit)
{
	int level = 0;

	for (const char *up = unit->parent; up != NULL && org_unit(org, up) != NULL;
		up = org_unit(org, up)->parent)
		level++;
	return xasprintf("%*s%s", 2 * level, "", unit->id);
}

static enum status list(struct cli *cli, const struct args *args)
{
	const struct org *org = &session_office(&cli->session)->org;
	struct sheet sheet = {.columns = 3, .is_list = true, .gives_way = 1};
	char to[DAY_SIZE];

	(void)args;
	for (size_t i = 0; i < org->unit_count; i++) {
		const struct unit *unit = &org->units[i];
		char *id = indented(org, unit);

		if (cli->json) {
			print_json(unit);
		} else {
			sheet_add(&sheet, id);
			sheet_add(&sheet, name_get(&unit->name));
			sheet_add(&sheet, day_format(unit->to, to));
		}
		free(id);
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
	return STATUS_DONE;
}

static const struct unit *find(const struct cli *cli, const char *id, struct err *err)
{
	const struct unit *unit = org_unit(&session_office(&cli->session)->org, id);

	if (unit == NULL)
		err_set(err, ERR_NOT_FOUND,
			_("there is no unit '%s'; `gongkai unit list` shows them"), id);
	return unit;
}

static enum status show(struct cli *cli, const struct args *args)
{
	struct err err;
	const struct unit *unit = find(cli, args_word(args, 1), &err);
	struct str text = {0};

	if (unit == NULL)
		return fail(&err);
	if (cli->json) {
		print_json(unit);
		return STATUS_DONE;
	}
	unit_print(unit, &text);
	out_bytes(str_get(&text), text.len);
	str_release(&text);
	return STATUS_DONE;
}

/* The options onto a unit; the office's own must not change before the decision. */
static bool apply(struct unit *unit, const struct args *args, struct err *err)
{
	const char *parent = args_get(args, "parent");

	org_take_names(&unit->name, args);
	if (parent != NULL)
		set_str(&unit->parent, *parent != '\0' ? parent : NULL);
	return args_day(args, "from", &unit->from, err);
}

static bool copy_unit(struct unit *copy, const struct cli *cli, const char *id, struct err *err)
{
	return unit_copy(copy, &session_office(&cli->session)->org, id, err);
}

static enum status put(
	struct cli *cli, struct unit *unit, const struct args *args, bool ok, struct err *err)
{
	ok = ok && apply(unit, args, err) && session_put_unit(&cli->session, unit, err);
	unit_release(unit);
	return ok ? STATUS_DONE : fail(err);
}

static enum status add(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 1);
	struct unit unit = {.id = xstrdup(id)};
	struct err err;
	bool ok = true;

	if (org_unit(&session_office(&cli->session)->org, id) != NULL)
		ok = err_set(&err, ERR_REFUSED,
			_("there is a unit '%s' already; `gongkai unit change` changes it"), id);
	return put(cli, &unit, args, ok, &err);
}

static enum status change(struct cli *cli, const struct args *args)
{
	struct unit copy = {0};
	struct err err;
	bool ok = copy_unit(&copy, cli, args_word(args, 1), &err);

	return put(cli, &copy, args, ok, &err);
}

static enum status end(struct cli *cli, const struct args *args)
{
	struct unit copy = {0};
	struct err err;
	bool ok = copy_unit(&copy, cli, args_word(args, 1), &err);

	copy.to = session_today(&cli->session);
	ok = ok && args_day(args, "on", &copy.to, &err);
	return put(cli, &copy, args, ok, &err);
}

static const struct verb verbs[] = {
	{"list", "", 0, 0, list},
	{"show", "UNIT", 1, 1, show},
	{"add", "UNIT --name NAME [--parent UNIT]", 1, 1, add},
	{"change", "UNIT [--name NAME] [--parent UNIT]", 1, 1, change},
	{"end", "UNIT [--on DATE]", 1, 1, end},
};

static enum status run(struct cli *cli, const struct args *args)
{
	return verb_run(cli, args, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

const struct command command_unit = {
	.name = "unit",
	.synopsis = "list | show UNIT | add UNIT | change UNIT | end UNIT",
	.help = N_("Units: look at them, add, change and end them"),
	.options = options,
	.need = NEED_PERSON,
	.max = -1,
	.run = run,
};

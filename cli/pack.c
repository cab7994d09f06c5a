/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/js.h"
#include "cli/out.h"
#include "cli/packs.h"
#include "cli/sheet.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"pack", 0, "PACK", N_("Show this pack; else the store's, or cn without a store")},
	{0},
};

/* -- Which there are --------------------------------------------------------------------------- */

static void add_pack(struct cli *cli, struct sheet *sheet, const struct pack *pack, bool adopted)
{
	json_t *line;

	if (!cli->json) {
		sheet_add(sheet, adopted ? "*" : "");
		sheet_add(sheet, pack->code);
		sheet_add(sheet, pack->version);
		sheet_add(sheet, name_get(&pack->name));
		return;
	}
	line = json_object();
	js_str(line, "pack", pack->code);
	js_str(line, "version", pack->version);
	js_str(line, "name", name_get(&pack->name));
	js_str(line, "id", pack->id);
	js_bool(line, "adopted", adopted);
	js_print(line);
}

/* The pack in force, then those that came with the program. */
static enum status list(struct cli *cli, const struct args *args)
{
	struct sheet sheet = {.columns = 4};
	const struct pack *now = NULL;
	struct strv names = {0};
	struct err err;

	(void)args;
	if (cli->open(cli, &err))
		now = store_office(cli->store)->pack;
	if (now != NULL)
		add_pack(cli, &sheet, now, true);
	packs_names(&names);
	for (size_t i = 0; i < names.n; i++) {
		struct pack *pack = packs_load(names.v[i], &err);

		if (pack == NULL)
			out_complain("%s", err.text);
		else if (now == NULL || strcmp(now->id, pack->id) != 0)
			add_pack(cli, &sheet, pack, false);
		pack_free(pack);
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
	strv_release(&names);
	return STATUS_DONE;
}

/* -- What is in one ---------------------------------------------------------------------------- */

static void add_coded(
	struct sheet *sheet, const char *code, const struct name *name, const char *more)
{
	sheet_add(sheet, code);
	sheet_add(sheet, name_get(name));
	sheet_add(sheet, more);
}

static void attributes(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->attribute_count; i++)
		add_coded(sheet, pack->attributes[i].code, &pack->attributes[i].name,
			name_get(&pack->attributes[i].note));
}

static void grounds(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->ground_count; i++) {
		const struct ground *ground = &pack->grounds[i];
		char *of = xasprintf("%s %s", name_get(&ground->law->name), ground->article);

		add_coded(sheet, ground->code, &ground->name, of);
		free(of);
	}
}

static void returns(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->return_code_count; i++)
		add_coded(sheet, pack->return_codes[i].code, &pack->return_codes[i].name, "");
}

static void roles(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->role_count; i++)
		add_coded(sheet, pack->roles[i].code, &pack->roles[i].name, "");
}

static void actions(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->action_count; i++)
		add_coded(sheet, pack->actions[i].code, &pack->actions[i].name,
			name_get(&pack->actions[i].help));
}

static void kinds(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->kind_count; i++)
		add_coded(sheet, pack->kinds[i].code, &pack->kinds[i].name, "");
}

static void fields(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t j = 0; j < pack->kinds[i].field_count; j++) {
			const struct field *field = &pack->kinds[i].fields[j];

			add_coded(sheet, field->code, &field->name, name_get(&field->help));
		}
	}
}

static void states(const struct pack *pack, struct sheet *sheet)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t j = 0; j < pack->kinds[i].state_count; j++)
			add_coded(sheet, pack->kinds[i].states[j].code,
				&pack->kinds[i].states[j].name, pack->kinds[i].code);
	}
}

static const struct {
	const char *name;
	void (*add)(const struct pack *, struct sheet *);
} parts[] = {
	{"attributes", attributes},
	{"grounds", grounds},
	{"returns", returns},
	{"roles", roles},
	{"kinds", kinds},
	{"fields", fields},
	{"states", states},
	{"actions", actions},
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

static void print_table(const struct cli *cli, const char *part, const struct sheet *sheet)
{
	for (size_t i = 0; cli->json && i < sheet->cells.n; i += sheet->columns) {
		json_t *line = json_object();

		js_str(line, "part", part);
		js_str(line, "code", sheet->cells.v[i]);
		js_str(line, "name", sheet->cells.v[i + 1]);
		js_str(line, "more", sheet->cells.v[i + 2]);
		js_print(line);
	}
	if (!cli->json)
		sheet_print(sheet);
}

static enum status print_parts(struct cli *cli, const struct pack *pack, const char *wanted)
{
	if (!cli->json)
		out_print("%s %s  %s\n", pack->code, pack->version, name_get(&pack->name));
	for (size_t i = 0; i < PARTS; i++) {
		struct sheet sheet = {.columns = 3, .indent = 2};

		if (wanted != NULL && strcmp(wanted, parts[i].name) != 0)
			continue;
		parts[i].add(pack, &sheet);
		if (!cli->json)
			out_print("\n%s\n", parts[i].name);
		print_table(cli, parts[i].name, &sheet);
		sheet_release(&sheet);
	}
	return STATUS_DONE;
}

static bool is_part(const char *name)
{
	for (size_t i = 0; i < PARTS; i++) {
		if (strcmp(parts[i].name, name) == 0)
			return true;
	}
	return false;
}

static enum status show(struct cli *cli, const struct args *args)
{
	const char *part = args_word(args, 1);
	struct packs packs = {0};
	enum status status;
	struct err err;

	if (part != NULL && !is_part(part))
		return usage(args,
			_("a pack has no '%s'; it has attributes, grounds, returns, roles, kinds, "
			  "fields, states, actions"),
			part);
	if (packs_find(&packs, cli, args_get(args, "pack"), &err))
		status = print_parts(cli, packs.pack, part);
	else
		status = fail(&err);
	packs_release(&packs);
	return status;
}

/* -- Another one ------------------------------------------------------------------------------- */

static bool adopt_files(struct cli *cli, const char *name, struct err *err)
{
	char *folder = packs_folder(name);
	struct pack *pack = packs_load(name, err); /* says file and line of a fault */
	struct pack_files files = {0};
	bool ok = pack != NULL && pack_files_read(folder, &files, err) &&
		  session_adopt(&cli->session, pack->code, &files, err);

	pack_files_release(&files);
	pack_free(pack);
	free(folder);
	return ok;
}

static enum status adopt(struct cli *cli, const struct args *args)
{
	struct err err;

	if (!cli->begin(cli, &err) || !adopt_files(cli, args_word(args, 1), &err))
		return fail(&err);
	out_print("%s\n", session_office(&cli->session)->pack->id);
	return STATUS_DONE;
}

static const struct verb verbs[] = {
	{"list", "", 0, 0, list},
	{"show", "[PART] [--pack PACK]", 0, 1, show},
	{"adopt", "DIR", 1, 1, adopt},
};

static enum status run(struct cli *cli, const struct args *args)
{
	return verb_run(cli, args, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

const struct command command_pack = {
	.name = "pack",
	.synopsis = "list | show [PART] [--pack PACK] | adopt DIR",
	.help = N_("Rule packs: which there are, what is in them, adopt one"),
	.options = options,
	.more = N_("PART: attributes, grounds, returns, roles, kinds, fields, states, actions."),
	.max = -1,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/places.h"
#include "cli/sheet.h"
#include "core/mem.h"

enum { NAME, VALUE, FROM, VALUES, HELP, CELLS };

static void print_json(char *const *cells)
{
	json_t *line = json_object();
	struct strv values = {0};

	strv_split(&values, cells[VALUES], " ");
	js_str(line, "setting", cells[NAME]);
	js_str(line, "value", cells[VALUE]);
	js_str(line, "from", cells[FROM]);
	js_list(line, "values", &values);
	js_print(line);
	strv_release(&values);
}

static void print_settings(const struct cli *cli, const struct strv *cells)
{
	struct sheet sheet = {.columns = 4, .is_list = true, .gives_way = 3, .spare = "3"};

	for (size_t i = 0; i + CELLS <= cells->n; i += CELLS) {
		char **row = &cells->v[i];

		if (cli->json) {
			print_json(row);
			continue;
		}
		sheet_add(&sheet, row[NAME]);
		sheet_add(&sheet, row[VALUE]);
		sheet_add(&sheet, *row[FROM] != '\0' ? row[FROM] : _("as built"));
		sheet_add(&sheet, row[HELP]);
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
}

static void print_file(const struct cli *cli, const char *folder, const char *name)
{
	char *path = xasprintf("%s%s", folder, name);
	bool is_there = access(path, R_OK) == 0;
	json_t *line;

	if (cli->json) {
		line = json_object();
		js_str(line, "file", path);
		js_bool(line, "there", is_there);
		js_print(line);
	} else {
		out_print("%s%s%s\n", path, is_there ? "" : "  ", is_there ? "" : _("(not there)"));
	}
	free(path);
}

/* In the order in which they speak: the later goes before the earlier. */
static void print_files(const struct cli *cli)
{
	char *site = place_site(cli), *own = place_config(cli);

	if (!cli->json)
		out_print("\n");
	print_file(cli, site, "");
	print_file(cli, own, "/config.ini");
	print_file(cli, own, "/keys.ini");
	print_file(cli, own, "/themes");
	free(own);
	free(site);
}

static enum status print_one(const struct args *args, const struct strv *cells)
{
	struct strv names = {0};
	char *joined;

	for (size_t i = 0; i + CELLS <= cells->n; i += CELLS) {
		if (strcmp(cells->v[i + NAME], args_word(args, 0)) == 0) {
			out_print("%s\n", cells->v[i + VALUE]);
			strv_release(&names);
			return STATUS_DONE;
		}
		strv_add(&names, cells->v[i + NAME]);
	}
	joined = strv_join(&names, ", ");
	out_complain(_("there is no setting '%s'; there are %s"), args_word(args, 0), joined);
	free(joined);
	strv_release(&names);
	return STATUS_REFUSED;
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct strv cells = {0}, problems = {0};
	enum status status = STATUS_DONE;

	cli->list_settings(cli, &cells, &problems);
	if (args->words.n > 0) {
		status = print_one(args, &cells);
	} else {
		print_settings(cli, &cells);
		print_files(cli);
	}
	for (size_t i = 0; i < problems.n; i++)
		out_complain("%s", problems.v[i]);
	if (problems.n > 0)
		status = STATUS_REFUSED;
	strv_release(&problems);
	strv_release(&cells);
	return status;
}

const struct command command_config = {
	.name = "config",
	.synopsis = "[NAME]",
	.help = N_("The settings of the screen, and who said each; a NAME: its value"),
	.max = 1,
	.run = run,
};

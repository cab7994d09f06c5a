/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/file.h"
#include "cli/intake.h"
#include "cli/js.h"
#include "cli/out.h"
#include "core/mem.h"
#include "core/law.h"
#include "core/text.h"

static const struct option_spec options[] = {
	{"kind", 'k', "KIND", N_("The kind of document; else the pack's first")},
	{"title", 't', "TITLE", N_("Its title; else the first line of its text")},
	{"number", 0, "NUMBER", N_("Its number")},
	{"unit", 'u', "UNIT", N_("The unit it belongs to; else your own")},
	{"set", 's', "FIELD=VALUE", N_("A field; may be given several times")},
	{"table", 0, "FILE.csv", N_("A document a row, the columns named as fields")},
	{"tasks", 0, "FILE", N_("A notice that hands out tasks: a record a clause and unit")},
	{"match", 0, "NAME=UNIT", N_("What a name in the notice stands for (several: A=x,y)")},
	{"near", 0, NULL, N_("A name that is short for one unit alone is that unit's")},
	{"dry-run", 0, NULL, N_("Show what the notice says, or what would go, and do nothing")},
	{"resume", 0, NULL, N_("Leave out what came in before; for a folder this is always so")},
	{"past", 0, NULL, N_("List what you took in so far, in one go each")},
	{"undo", 0, "ID",
		N_("End again what came in together with this paper, as far as the law lets you")},
	{"comment", 'm', "TEXT", N_("Why it is undone; stands in the ledger")},
	{"limit", 0, "BYTES", N_("The largest file to take (67108864)")},
	{0},
};

void intake_print_id(const struct cli *cli, const char *id)
{
	json_t *line;

	if (!cli->json) {
		out_print("%s\n", id);
		return;
	}
	line = json_object();
	js_str(line, "id", id);
	js_print(line);
}

bool intake_flush(struct intake_run *run)
{
	struct err err;
	bool go_on = true, ok;

	out_progress(NULL);
	strv_clear(&run->hashes);
	if (!run->is_open)
		return true;
	ok = session_end_many(&run->cli->session, &err);
	for (size_t i = 0; i < run->ids.n; i++) {
		struct err why = err;

		if (ok) {
			intake_print_id(run->cli, run->ids.v[i]);
			tally_done(&run->tally);
		} else if (go_on) {
			err_wrap(&why, "%s", run->names.v[i]);
			go_on = tally_fail(&run->tally, "", &why);
		}
	}
	strv_clear(&run->ids);
	strv_clear(&run->names);
	run->is_open = false;
	run->tries = 0;
	return go_on;
}

static bool take_in(
	struct intake_run *run, struct intake *intake, const char *what, struct err *err)
{
	char *id = NULL;
	bool ok;

	if (run->is_bulk && !run->is_open) {
		if (!session_begin_many(&run->cli->session, err))
			return false;
		run->is_open = true;
	}
	run->tries++;
	ok = session_import(&run->cli->session, intake, &id, err);
	if (!ok) {
		err_wrap(err, "%s", what);
	} else if (run->is_open) {
		strv_add(&run->ids, id);
		strv_add(&run->names, what);
	} else {
		intake_print_id(run->cli, id);
		tally_done(&run->tally);
	}
	free(id);
	return ok;
}

/* Whether it came in before, by its bytes or, without any, by what it is called. */
static bool find_before(
	struct intake_run *run, const struct intake *intake, bool *before, struct err *err)
{
	const struct change *change = &intake->change;
	char *id = NULL;
	bool ok;

	*before = false;
	if (!run->goes_on)
		return true;
	if (change->file == NULL) {
		ok = session_find_same(&run->cli->session, intake, &id, err);
		*before = id != NULL;
		free(id);
		return ok;
	}
	hash_hex(change->file, change->file_len, run->hash);
	ok = session_find_original(&run->cli->session, run->hash, &id, err);
	*before = id != NULL || strv_has(&run->hashes, run->hash);
	free(id);
	return ok;
}

/* What a file is called: names that came from elsewhere may be GB18030. */
static bool take_name(const char *path, char **name, struct err *err)
{
	const char *bytes = file_name(path), *encoding;
	struct str text = {0};
	struct err ignored;
	bool is_text = text_decode(bytes, strlen(bytes), &text, &encoding, &ignored);

	*name = is_text ? xstrdup(text.buf) : NULL;
	str_release(&text);
	return text_check_line(_("the file's name"), is_text ? *name : bytes, TITLE_MAX, err) ||
	       err_wrap(err, "%s", path);
}

bool intake_one(struct intake_run *run, struct intake *intake, const char *path, const char *what)
{
	struct change *change = &intake->change;
	char *bytes = NULL, *name = NULL;
	struct err err;
	bool ok = true, go_on = true, before = false;

	if (++run->at <= run->total)
		out_progress(_("%zu of %zu"), run->at, run->total);
	if (path != NULL) {
		/* Nobody shall wait for somebody's typing. */
		if (strcmp(path, "-") == 0)
			go_on = intake_flush(run);
		ok = strcmp(path, "-") == 0 || take_name(path, &name, &err);
		if (ok)
			bytes = file_read(path, change->limit, &change->file_len, &err);
		change->file = bytes;
		change->file_name = name;
		ok = bytes != NULL;
		/* The sentence names the file, but not the row it stands in. */
		if (!ok && strcmp(what, path) != 0)
			err_wrap(&err, "%s", what);
	}
	ok = ok && (find_before(run, intake, &before, &err) || err_wrap(&err, "%s", what)) &&
	     (before || take_in(run, intake, what, &err));
	run->left_out += before;
	if (ok && !before && run->goes_on && path != NULL)
		strv_put(&run->hashes, run->hash);
	free(bytes);
	free(name);
	change->file = change->file_name = NULL;
	out_progress(NULL);
	if (!ok)
		go_on = tally_fail(&run->tally, "", &err) && go_on;
	if (run->tries >= 2 * MANY || !session_has_room(&run->cli->session))
		go_on = intake_flush(run) && go_on;
	return go_on;
}

enum status intake_end(struct intake_run *run)
{
	(void)intake_flush(run); /* there is nothing left to stop */
	strv_release(&run->ids);
	strv_release(&run->names);
	strv_release(&run->hashes);
	run->tally.done += run->left_out;
	if (run->left_out > 0)
		out_complain(_("%d came in before and were left out"), run->left_out);
	return tally_status(&run->tally);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum status import_files(struct cli *cli, const struct args *args, struct intake *intake)
{
	struct intake_run run = {.cli = cli,
		.is_bulk = args->words.n > 1,
		.goes_on = args_has(args, "resume"),
		.total = args->words.n > 1 ? args->words.n : 0};

	if (args->words.n == 0)
		(void)intake_one(&run, intake, NULL, intake->change.title);
	for (size_t i = 0; i < args->words.n; i++) {
		const char *path = args->words.v[i];

		if (is_folder(path) ? !intake_folder(&run, intake, path)
				    : !intake_one(&run, intake, path, path))
			break;
	}
	return intake_end(&run);
}

static bool wrong_words(const struct args *args, enum status *status)
{
	bool is_table = args_has(args, "table"), is_notice = args_has(args, "tasks");

	*status = STATUS_USAGE;
	if (is_notice && (args->words.n > 0 || is_table))
		usage(args, _("--tasks takes one notice; leave other files out"));
	else if (!is_notice &&
		 (args_has(args, "match") || args_has(args, "near") || args_has(args, "dry-run")))
		usage(args, _("--match, --near and --dry-run are for --tasks"));
	else if (args_has(args, "comment"))
		usage(args, _("--comment is for --undo"));
	else if (is_table && args->words.n > 0)
		usage(args, _("--table takes its files from the table; leave '%s' out"),
			args->words.v[0]);
	else if (!is_notice && !is_table && args->words.n == 0 && !args_has(args, "title"))
		usage(args, _("name the files, `-` for standard input, a --table, or a --title "
			      "for what has no file"));
	else if (!is_notice &&
		 (is_table || args->words.n > 1 ||
			 (args->words.n == 1 && is_folder(args->words.v[0]))) &&
		 (args_has(args, "title") || args_has(args, "number")))
		usage(args, _("--title and --number are for one paper"));
	else
		return false;
	return true;
}

static enum status import_tasks(struct cli *cli, const struct args *args)
{
	struct tasks_options tasks = {.unit = args_get(args, "unit"),
		.near = args_has(args, "near"),
		.dry_run = args_has(args, "dry-run")};
	enum status status;

	args_all(args, "match", &tasks.matches);
	status = intake_tasks(cli, args_get(args, "tasks"), &tasks);
	strv_release(&tasks.matches);
	return status;
}

static enum status undo(struct cli *cli, const struct args *args)
{
	if (args->words.n > 0 || args_has(args, "table") || args_has(args, "tasks") ||
		args_has(args, "title"))
		return usage(args, _("--past and --undo take nothing in; leave files out"));
	return args_has(args, "past") ? import_past(cli) : import_undo(cli, args);
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct intake intake = {
		.kind = args_get(args, "kind"),
		.unit = args_get(args, "unit"),
		.change = {.title = args_get(args, "title"), .number = args_get(args, "number")},
	};
	int limit = FILE_LIMIT;
	enum status status;
	struct err err;

	if (args_has(args, "past") || args_has(args, "undo"))
		return undo(cli, args);
	if (wrong_words(args, &status))
		return status;
	if (args_has(args, "tasks"))
		return import_tasks(cli, args);
	if (!args_number(args, "limit", &limit, &err))
		return usage(args, "%s", err.text);
	intake.change.limit = (size_t)limit;
	args_all(args, "set", &intake.change.fields);
	if (args_has(args, "table"))
		status = intake_table(
			cli, args_get(args, "table"), &intake, args_has(args, "resume"));
	else
		status = import_files(cli, args, &intake);
	strv_release(&intake.change.fields);
	return status;
}

const struct command command_import = {
	.name = "import",
	.synopsis = "FILE|DIR... | --title TITLE | --table FILE.csv | --tasks NOTICE | --past | "
		    "--undo ID",
	.help = N_("Take in papers; you become their drafter. Prints the new ids"),
	.options = options,
	.more = N_(".docx, .xlsx, .odt, .ods, .ofd, .pdf, .html, .doc and text (UTF-8, GB18030). "
		   "`-` is standard input."),
	.need = NEED_PERSON,
	.max = -1,
	.run = run,
};

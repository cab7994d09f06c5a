/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/export.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/tally.h"
#include "core/mem.h"
#include "core/witness.h"

static const struct option_spec options[] = {
	{"output", 'o', "DIR", N_("The folder to write to (.)")},
	{"audit", 0, NULL, N_("Instead: the decisions, and the proof of them for stock git")},
	{0},
};

struct export
{
	struct cli *cli;
	const char *dir;
	struct tally tally;
	int left_out; /* papers of a query that are not public */
};

/* The paper as the public reads it: what it is, then what it says. */
static void write_text(const struct publication *paper, struct str *out)
{
	str_addf(out, "%s\n", paper->title);
	if (!str_empty(paper->number))
		str_addf(out, "%s\n", paper->number);
	if (!str_empty(paper->note))
		str_addf(out, "%s\n", paper->note);
	str_addc(out, '\n');
	str_addn(out, paper->text, paper->len);
	if (paper->len > 0 && paper->text[paper->len - 1] != '\n')
		str_addc(out, '\n');
}

static char *particulars(const struct publication *paper)
{
	json_t *line = json_object();
	char *text, *with_end;

	js_str(line, "id", paper->id);
	js_str(line, "title", paper->title);
	js_str(line, "number", paper->number);
	js_str(line, "unit", paper->unit);
	js_str(line, "note", paper->note);
	js_day(line, "published", paper->published);
	text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER);
	with_end = xasprintf("%s\n", text);
	free(text);
	json_decref(line);
	return with_end;
}

static bool write_one(const struct export *export, const char *id, const char *suffix,
	const char *bytes, size_t len, struct err *err)
{
	char *path = xasprintf("%s/%s.%s", export->dir, id, suffix);
	bool ok = file_write_new(path, bytes, len, err);
	json_t *line;

	if (ok && export->cli->json) {
		line = json_object();
		js_str(line, "id", id);
		js_str(line, "file", path);
		js_print(line);
	} else if (ok) {
		out_print("%s\n", path);
	}
	free(path);
	return ok;
}

static bool export_one(struct export *export, const char *id, struct err *err)
{
	struct publication paper = {0};
	struct str text = {0};
	char *json;
	bool ok;

	if (!session_export(&export->cli->session, id, &paper, err))
		return false;
	if (mkdir(export->dir, 0777) != 0 && errno != EEXIST) {
		publication_release(&paper);
		return err_set(err, ERR_IO, "%s: %s", export->dir, err_system(errno));
	}
	write_text(&paper, &text);
	json = particulars(&paper);
	ok = write_one(export, paper.id, "txt", str_get(&text), text.len, err) &&
	     write_one(export, paper.id, "json", json, strlen(json), err);
	free(json);
	str_release(&text);
	publication_release(&paper);
	return ok;
}

/* Written over: what is exported again is as it was, the checkpoint is another. */
bool export_checkpoint(struct cli *cli, const char *dir, struct err *err)
{
	char *path = xasprintf("%s/checkpoint.txt", dir);
	struct ledger_head head = {0};
	bool ok = store_head(cli->store, &head, err) &&
		  (head.text == NULL || file_write(path, head.text, strlen(head.text), err));

	if (ok && head.text != NULL && !cli->json)
		out_print("%s\n", path);
	ledger_head_release(&head);
	free(path);
	return ok;
}

/* "zfb-2026-0003": a name, a year and a serial. */
static bool looks_like_id(const char *word)
{
	const char *serial = strrchr(word, '-');
	size_t name;

	if (serial == NULL || serial[1] == '\0' || serial - word < 6)
		return false;
	for (const char *c = serial + 1; *c != '\0'; c++) {
		if (!isdigit((unsigned char)*c))
			return false;
	}
	name = (size_t)(serial - word) - 5;
	return word[name] == '-' && strspn(word + name + 1, "0123456789") == 4;
}

static bool is_published(const struct export *export, const struct row *row)
{
	const struct pack *pack = session_office(&export->cli->session)->pack;
	const struct kind *kind = pack_kind(pack, row->kind);
	const struct state *state = kind != NULL ? kind_state(kind, row->state) : NULL;

	return state != NULL && state->phase == PHASE_PUBLISHED;
}

/* A page of the query; *more: there is another, behind query->after. */
static bool export_page(struct export *export, struct query *query, bool *more, struct err *err)
{
	struct rows rows = {0};
	bool ok = session_list(&export->cli->session, query, &rows, err);
	struct err why;

	*more = ok && rows.more && rows.n > 0;
	for (size_t i = 0; i < rows.n; i++) {
		if (!is_published(export, &rows.v[i]))
			export->left_out++;
		else if (export_one(export, rows.v[i].id, &why))
			tally_done(&export->tally);
		else
			tally_fail(&export->tally, rows.v[i].id, &why);
	}
	if (*more)
		set_str(&query->after, rows.v[rows.n - 1].id);
	rows_release(&rows);
	return ok;
}

static enum status export_query(struct export *export, const char *text)
{
	struct session *session = &export->cli->session;
	struct query query = {0};
	struct err err;
	bool more = true, ok;

	ok = query_parse(&query, session_office(session), text, session_today(session), &err);
	query.limit = 200;
	while (ok && more)
		ok = export_page(export, &query, &more, &err);
	query_release(&query);
	if (export->left_out > 0)
		out_complain(_("%d papers of the query are not published and stay here"),
			export->left_out);
	if (!ok)
		return fail(&err);
	return tally_status(&export->tally);
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct export export = {.cli = cli, .dir = "."};
	char *text = strv_join(&args->words, " ");
	enum status status;
	struct err err;

	if (args_has(args, "output"))
		export.dir = args_get(args, "output");
	if (args_has(args, "audit")) {
		status = export_audit(
			cli, export.dir, text, args->words.n == 1 && looks_like_id(text));
	} else if (args->words.n > 1 || !looks_like_id(text)) {
		export.tally.is_bulk = true;
		status = export_query(&export, text);
	} else {
		status = export_one(&export, text, &err) ? STATUS_DONE : fail(&err);
	}
	if (status == STATUS_DONE && !args_has(args, "audit") &&
		!export_checkpoint(cli, export.dir, &err))
		status = fail(&err);
	free(text);
	return status;
}

const struct command command_export = {
	.name = "export",
	.synopsis = "[--audit] ID|QUERY [-o DIR]",
	.help = N_("Write published papers and their particulars as files, and nothing else"),
	.options = options,
	.need = NEED_PERSON,
	.min = 1,
	.max = -1,
	.run = run,
};

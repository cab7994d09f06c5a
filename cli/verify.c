/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/stop.h"

enum { ANCHOR_MAX = 64 << 10 };

static const struct option_spec options[] = {
	{"since", 0, "COMMIT", N_("Only what came after a commit of the main line")},
	{"anchor", 0, "FILE", N_("And that the ledger still contains what the anchor saw")},
	{0},
};

static void print_json(const struct verdict *verdict)
{
	json_t *line;

	for (size_t i = 0; i < verdict->note_count; i++) {
		line = json_object();
		js_str(line, "commit", verdict->notes[i].commit);
		js_str(line, "note", verdict->notes[i].what);
		js_print(line);
	}
	for (size_t i = 0; i < verdict->n; i++) {
		line = json_object();
		js_str(line, "commit", verdict->faults[i].commit);
		js_str(line, "what", verdict->faults[i].what);
		js_print(line);
	}
	line = json_object();
	js_bool(line, "ok", verdict->n == 0 && !verdict->is_partial);
	if (verdict->is_partial)
		js_bool(line, "stopped", true);
	js_int(line, "commits", verdict->commits);
	js_int(line, "documents", verdict->documents);
	js_int(line, "faults", (long long)verdict->n);
	js_print(line);
}

static void print_found(const struct fault *found, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (found[i].commit[0] != '\0')
			out_print("%s: %s\n", found[i].commit, found[i].what);
		else
			out_print("%s\n", found[i].what);
	}
}

static void print_words(const struct verdict *verdict)
{
	print_found(verdict->notes, verdict->note_count);
	print_found(verdict->faults, verdict->n);
	out_print(_("%lld commits, %lld documents, %zu faults\n"), (long long)verdict->commits,
		(long long)verdict->documents, verdict->n);
	if (verdict->is_partial)
		out_print(_("stopped before the end: what comes after was not looked at\n"));
}

static void show_progress(const struct verify_progress *progress)
{
	enum { CELLS = 30 };
	static const char full[] = "##############################";
	int64_t total = progress->total > 0 ? progress->total : 1;
	int n = (int)(progress->done * CELLS / total);

	out_progress("%s [%.*s%*s] %lld/%lld", progress->what, n, full, CELLS - n, "",
		(long long)progress->done, (long long)progress->total);
}

static void walk(struct verification *verification, struct verdict *verdict)
{
	struct verify_progress progress = {0};

	stop_watch();
	while (!stop_asked() && store_verify_step(verification, &progress))
		show_progress(&progress);
	out_progress(NULL);
	store_verify_end(verification, verdict);
}

/* Reads the anchor that is named; NULL where none is. */
static bool read_anchor(const struct args *args, char **anchor, struct err *err)
{
	const char *path = args_get(args, "anchor");
	size_t len;

	*anchor = NULL;
	if (path != NULL)
		*anchor = file_read(path, ANCHOR_MAX, &len, err);
	return path == NULL || *anchor != NULL;
}

/* It counts and names everything. Who has the store's own files can look at them all anyway. */
static bool may_look(struct cli *cli, struct err *err)
{
	if (cli->remote == NULL)
		return true;
	return cli->begin(cli, err) &&
	       (access_sees_all(session_office(&cli->session), &cli->session.scope) ||
		       err_set(err, ERR_REFUSED,
			       _("the whole ledger is verified by those who may see all of it, or "
				 "by the store's owner on the server")));
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct verify_options wanted = {.since = args_get(args, "since")};
	struct verification *verification;
	struct verdict verdict = {0};
	enum status status;
	struct err err;
	char *anchor;

	if (!may_look(cli, &err) || !read_anchor(args, &anchor, &err))
		return fail(&err);
	wanted.anchor = anchor;
	out_progress(_("checking every decision, signature and original ..."));
	verification = store_verify_begin(cli->store, &wanted, &err);
	free(anchor);
	if (verification == NULL) {
		out_progress(NULL);
		return fail(&err);
	}
	walk(verification, &verdict);
	status = verdict.n == 0 && !verdict.is_partial ? STATUS_DONE : STATUS_REFUSED;
	if (cli->json)
		print_json(&verdict);
	else
		print_words(&verdict);
	verdict_release(&verdict);
	return status;
}

const struct command command_verify = {
	.name = "verify",
	.synopsis = "[--since COMMIT] [--anchor FILE]",
	.help = N_("Check every signature, transition and original against the ledger"),
	.options = options,
	.more = N_("Exit status 1 where there is any fault; each is named with its commit. Ctrl-C "
		   "ends it.\n--since believes the history up to COMMIT, which its hash stands "
		   "for, because it was\nverified before: it is replayed, but its signatures and "
		   "originals are not looked at."),
	.need = NEED_STORE,
	.run = run,
};

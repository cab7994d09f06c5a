/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"

static void print_json(const struct verdict *verdict)
{
	json_t *line;

	for (size_t i = 0; i < verdict->n; i++) {
		line = json_object();
		js_str(line, "commit", verdict->faults[i].commit);
		js_str(line, "what", verdict->faults[i].what);
		js_print(line);
	}
	line = json_object();
	js_bool(line, "ok", verdict->n == 0);
	js_int(line, "commits", verdict->commits);
	js_int(line, "documents", verdict->documents);
	js_int(line, "faults", (long long)verdict->n);
	js_print(line);
}

static void print_words(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->n; i++) {
		const struct fault *fault = &verdict->faults[i];

		if (fault->commit[0] != '\0')
			out_print("%s: %s\n", fault->commit, fault->what);
		else
			out_print("%s\n", fault->what);
	}
	out_print(_("%lld commits, %lld documents, %zu faults\n"), (long long)verdict->commits,
		(long long)verdict->documents, verdict->n);
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct verdict verdict = {0};
	enum status status;
	struct err err;
	bool ok;

	(void)args;
	out_progress(_("checking every decision, signature and original ..."));
	ok = store_verify(cli->store, &verdict, &err);
	out_progress(NULL);
	if (!ok) {
		verdict_release(&verdict);
		return fail(&err);
	}
	status = verdict.n == 0 ? STATUS_DONE : STATUS_REFUSED;
	if (cli->json)
		print_json(&verdict);
	else
		print_words(&verdict);
	verdict_release(&verdict);
	return status;
}

const struct command command_verify = {
	.name = "verify",
	.synopsis = "",
	.help = N_("Check every signature, transition and original against the ledger"),
	.more = N_("Exit status 1 where there is any fault; each is named with its commit."),
	.need = NEED_STORE,
	.run = run,
};

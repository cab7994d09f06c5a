/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/tally.h"
#include "core/mem.h"

enum { AT_ONCE = 2 * MANY };

static const struct option_spec options[] = {
	{"keep", 0, NULL,
		N_("As it is marked, on its grounds as they stand today, in place of ATTRIBUTE")},
	{"ground", 'g', "CODE", N_("A ground; may be given several times")},
	{"reason", 'r', "TEXT", N_("Why it is not public")},
	{"row", 0, "CODE",
		N_("The row of the list that it falls under: fills in the ground, and the reason "
		   "where there is none")},
	{"review-by", 0, "DATE", N_("When to look at it again; else the latest the grounds allow")},
	{0},
};

/* False where it is no use to go on. */
static bool tell(const struct strv *ids, const struct err *outcomes, struct tally *tally)
{
	bool go_on = true;

	for (size_t i = 0; i < ids->n; i++) {
		if (outcomes[i].code == ERR_NONE)
			tally_done(tally);
		else if (go_on)
			go_on = tally_fail(tally, ids->v[i], &outcomes[i]);
	}
	return go_on;
}

static enum status run(struct cli *cli, const struct args *args)
{
	size_t n = args->words.n - (args_has(args, "keep") ? 0 : 1);
	struct marking marking = {.attribute = n < args->words.n ? args->words.v[n] : NULL,
		.reason = args_get(args, "reason"),
		.row = args_get(args, "row")};
	struct tally tally = {.is_bulk = n > 1};
	struct err err, *outcomes;
	bool go_on = true;

	if (n == 0)
		return usage(args, _("an attribute is needed, or --keep"));
	if (!args_day(args, "review-by", &marking.review_by, &err))
		return usage(args, "%s", err.text);
	args_all(args, "ground", &marking.grounds);
	outcomes = xcalloc(AT_ONCE, sizeof(*outcomes));
	for (size_t i = 0; go_on && i < n; i += AT_ONCE) {
		const struct strv ids = {
			.v = &args->words.v[i], .n = n - i < AT_ONCE ? n - i : AT_ONCE};

		session_mark_many(&cli->session, &ids, &marking, outcomes);
		go_on = tell(&ids, outcomes, &tally);
	}
	free(outcomes);
	strv_release(&marking.grounds);
	return tally_status(&tally);
}

const struct command command_mark = {
	.name = "mark",
	.synopsis = "ID... ATTRIBUTE|--keep [--ground CODE]... [--reason TEXT] [--row CODE] "
		    "[--review-by "
		    "DATE]",
	.help = N_("Say what the public may read; what is not public needs a ground and a reason"),
	.options = options,
	.need = NEED_PERSON,
	.min = 1,
	.max = -1,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/keys.h"
#include "cli/out.h"

static enum status change(struct cli *cli, bool is_lost)
{
	const struct signing_key *key;
	struct err err;

	if (!session_change_site_key(&cli->session, is_lost, &err))
		return fail(&err);
	key = key_list_last(&session_office(&cli->session)->org.site);
	if (!cli->json)
		out_print(_("the site signs with %s from now on\n"), key->print);
	return STATUS_DONE;
}

static enum status key(struct cli *cli, const struct args *args)
{
	const char *verb = args_word(args, 1);

	if (strcmp(verb, "list") == 0) {
		keys_print(cli, ACTOR_SITE, &session_office(&cli->session)->org.site);
		return STATUS_DONE;
	}
	if (strcmp(verb, "rotate") == 0)
		return change(cli, false);
	if (strcmp(verb, "replace") == 0)
		return change(cli, true);
	return usage(args, _("it is written: gongkai %s %s %s"), "site", "key",
		"list | rotate | replace");
}

static const struct verb verbs[] = {
	{"key", "list | rotate | replace", 1, 1, key},
};

static enum status run(struct cli *cli, const struct args *args)
{
	return verb_run(cli, args, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

const struct command command_site = {
	.name = "site",
	.synopsis = "key list | key rotate | key replace",
	.help = N_("The site's own key: look at it, change it, replace it where it is lost"),
	.more = N_("`rotate` makes a new key, and the old one vouches for it. `replace` is for a "
		   "store that came\nwithout its key: an administrator makes another, and signs "
		   "with a key of their own (--key)."),
	.need = NEED_PERSON,
	.max = -1,
	.run = run,
};

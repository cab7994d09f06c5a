/* SPDX-License-Identifier: MIT */
/* Lines of authorized_keys: who gets in over SSH, and that they get to nothing but the program. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/keys.h"
#include "cli/out.h"
#include "core/mem.h"

enum { PATH_BYTES = 4096 };

/* Where the program is, as sshd shall call it. The caller frees. */
static char *own_path(struct err *err)
{
	char path[PATH_BYTES];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n < 0) {
		err_set(err, ERR_IO, _("where the program is cannot be told: %s"),
			err_system(errno));
		return NULL;
	}
	path[n] = '\0';
	return xstrdup(path);
}

/* A shell may read the line: nothing that means anything to one. */
static bool is_plain(const char *path)
{
	return path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				 "/._+-")] == '\0';
}

/* The forced command up to --as; the caller frees. */
static char *forced_command(const struct cli *cli, struct err *err)
{
	char *path = own_path(err), *command = NULL;
	const char *dir = cli->is_told_dir ? store_dir(cli->store) : "";

	if (path == NULL)
		return NULL;
	if (!is_plain(path) || !is_plain(dir))
		err_set(err, ERR_INPUT,
			_("sshd cannot be given the path '%s': it wants letters, digits and / . _ "
			  "+ "
			  "- alone"),
			is_plain(path) ? dir : path);
	else if (*dir != '\0')
		command = xasprintf("%s -C %s session", path, dir);
	else
		command = xasprintf("%s session", path);
	free(path);
	return command;
}

/* Somebody signs for themselves by an ssh-agent, which sshd then has to let through. */
static bool wants_agent(const struct pack *pack)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t t = 0; t < kind->transition_count; t++) {
			if (transition_has(&kind->transitions[t], GUARD_OWN_KEY))
				return true;
		}
	}
	return false;
}

static bool is_asked_for(const struct args *args, const struct signing_key *key)
{
	const char *type = args_word(args, 1), *blob = args_word(args, 2);
	char *asked;
	bool is;

	if (type == NULL)
		return true;
	asked = xasprintf("%s %s", type, blob != NULL ? blob : "");
	is = signing_key_is(key, asked);
	free(asked);
	return is;
}

static void print_person(struct cli *cli, const struct args *args, const struct person *person,
	const char *command, bool has_agent)
{
	struct stamp now = store_now(cli->store);

	for (size_t i = 0; i < person->keys.n; i++) {
		const struct signing_key *key = &person->keys.v[i];

		if (signing_key_is_live(key, now) && is_asked_for(args, key))
			out_print("restrict,pty%s,command=\"%s --as %s\" %s\n",
				has_agent ? ",agent-forwarding" : "", command, person->id,
				key->line);
	}
}

enum status keys_authorized(struct cli *cli, const struct args *args)
{
	const struct office *office = store_office(cli->store);
	int today = stamp_day(store_now(cli->store));
	bool has_agent = wants_agent(office->pack);
	struct err err;
	char *command = forced_command(cli, &err);

	if (command == NULL)
		return fail(&err);
	for (size_t i = 0; i < office->org.person_count; i++) {
		if (person_is_live(&office->org.persons[i], today))
			print_person(cli, args, &office->org.persons[i], command, has_agent);
	}
	free(command);
	return STATUS_DONE;
}

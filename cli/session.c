/* SPDX-License-Identifier: MIT */
/* The entry for sshd's forced command: the screen, or the one command that was asked for. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#include "cli/out.h"
#include "cli/places.h"
#include "cli/remote.h"
#include "core/cell.h"
#include "core/mem.h"

/* Without a -C sshd's SetEnv says where the store is; else it is where packages keep such things.
 */
#define USUAL_STORE "/var/lib/gongkai/store"

static void note(struct cli *cli, const char *what, const char *print)
{
	char *line = xasprintf("%s %s %s %s", cli->as != NULL ? cli->as : "-", cli->remote->address,
		print != NULL ? print : "-", what);

	store_log(cli->store, line);
	free(line);
}

/* No titles, no reasons: the command's name and how it ended. */
static void note_end(struct cli *cli, const char *print, const char *verb, enum status status)
{
	static const char *const ends[] = {[STATUS_DONE] = "done",
		[STATUS_REFUSED] = "refused",
		[STATUS_USAGE] = "usage",
		[STATUS_PART] = "part",
		[STATUS_UNKNOWN] = "unknown"};
	const struct command *command = command_find(verb);
	char *what = xasprintf("%s %s",
		*verb == '\0'     ? "screen"
		: command == NULL ? "?"
				  : command->name,
		status < sizeof(ends) / sizeof(ends[0]) ? ends[status] : "hung up");

	note(cli, what, print);
	free(what);
}

/* argv for the program, ended by NULL; its words are the remote's. */
static enum status run_words(struct cli *cli, const struct strv *words)
{
	char **argv = xcalloc(words->n + 2, sizeof(*argv));
	char program[] = "gongkai";
	int argc = 1;
	enum status status;

	argv[0] = program;
	for (size_t i = 0; i < words->n; i++)
		argv[argc++] = words->v[i];
	status = cli->again(cli, argc, argv);
	free(argv);
	return status;
}

static const char *verb_of(const struct strv *words)
{
	return words->n > 0 && *words->v[0] != '-' ? words->v[0] : "";
}

static enum status enter(struct cli *cli, struct remote *remote)
{
	struct visit visit = {.address = remote->address};
	const struct person *person;
	enum status status;
	struct err err = {0};
	char *who;

	cli->remote = remote;
	person = remote_person(remote, cli->store, cli->as, &visit.key, &err);
	if (person == NULL) {
		note(cli, "log-in refused", visit.key);
		return fail(&err);
	}
	cli->as = visit.person = who = xstrdup(person->id);
	if (store_enter(cli->store, &visit, &err)) {
		char *print = xstrdup(visit.key); /* the office may be read anew meanwhile */

		note(cli, "log-in", print);
		status = run_words(cli, &remote->words);
		note_end(cli, print, verb_of(&remote->words), status);
		free(print);
	} else {
		note(cli, "log-in refused: too many", visit.key);
		status = fail(&err);
	}
	cli->as = NULL;
	cli->remote = NULL;
	free(who);
	return status;
}

/* What a session reads besides the store, and the only programs it starts: the readers, and the
 * loader without which they would not begin. */
static const char site_config[] = GONGKAI_SYSCONFDIR "/gongkai/config.ini";
static const char *const readable[] = {GONGKAI_PACKDIR, GONGKAI_THEMEDIR, GONGKAI_LOCALEDIR,
	"/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/locale", "/usr/share/zoneinfo",
	"/usr/share/terminfo", "/etc/terminfo", "/etc/ld.so.cache", "/etc/localtime", site_config,
	"/usr/share/poppler", NULL};
static const char *const runnable[] = {
	GONGKAI_LIBEXECDIR, "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", NULL};

/* From here on there is nothing but the store, whoever speaks through the connection. */
static void enter_cell(const char *dir)
{
	const struct cell cell = {.dir = dir, .read = readable, .run = runnable};
	struct cell_state state;

	cell_enter(&cell, &state);
}

/* What is made for a moment is made in the store too. */
static void keep_scratch_in(const char *dir)
{
	char *scratch = xasprintf("%s/desk", dir);

	if (mkdir(scratch, 0700) == 0 || errno == EEXIST)
		setenv("TMPDIR", scratch, 1);
	free(scratch);
}

/* Without a store there is the system's log alone. */
static void note_fault(const struct remote *remote, const struct err *err)
{
	syslog(LOG_AUTHPRIV | LOG_ERR, "gongkai: - %s - fault: %s", remote->address, err->text);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *site = getenv("GONGKAI_STORE");
	char *dir = xstrdup(cli->is_told_dir ? cli->dir : site != NULL ? site : USUAL_STORE);
	const char *had = cli->dir;
	struct remote remote = {0};
	enum status status;
	struct err err, why;
	bool ok;

	(void)args;
	remote_harden();
	cli->dir = dir;
	ok = remote_take(&remote, &err);
	enter_cell(dir);
	if (!cli->open(cli, &why)) {
		note_fault(&remote, &why);
		status = fail(ok ? &why : &err);
	} else if (ok) {
		keep_scratch_in(dir);
		status = enter(cli, &remote);
	} else {
		cli->remote = &remote;
		note(cli, "log-in refused", NULL);
		cli->remote = NULL;
		status = fail(&err);
	}
	remote_release(&remote);
	cli->dir = had;
	free(dir);
	return status;
}

const struct command command_session = {
	.name = "session",
	.synopsis = "",
	.help = N_("The entry over SSH, as sshd's forced command: the screen, or the one command "
		   "asked for"),
	.more = N_("Who somebody is says the key that sshd let in (ExposeAuthInfo yes), which is "
		   "one of a person's;\n--as PERSON must then be the same. No file of the server "
		   "can be named from there. docs/ssh.md says\nhow sshd is set up."),
	.run = run,
};

/* SPDX-License-Identifier: MIT */
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/js.h"
#include "cli/out.h"
#include "cli/packs.h"
#include "core/cell.h"
#include "core/health.h"
#include "core/mem.h"
#include "core/reader.h"

static void print(const struct cli *cli, const struct finding_of_health *finding)
{
	json_t *line;

	if (cli->json) {
		line = json_object();
		js_str(line, "check", finding->what);
		js_str(line, "grade", grade_code(finding->grade));
		js_str(line, "text", finding->text);
		js_print(line);
	} else {
		out_print("%-4s  %s\n", grade_code(finding->grade), finding->text);
	}
}

/* -- Terminal and tools ------------------------------------------------------------------------ */

static void check_locale(struct health *health)
{
	const char *charset = nl_langinfo(CODESET);

	health_say(health, strcmp(charset, "UTF-8") == 0 ? GRADE_OK : GRADE_FAIL, "locale",
		_("characters are %s, words are %s"), charset,
		i18n_lang() == LANG_ZH ? _("Chinese") : _("English"));
}

static void check_terminal(struct health *health)
{
	const char *term = getenv("TERM");
	struct winsize size;

	if (term == NULL || *term == '\0' || strcmp(term, "dumb") == 0)
		health_say(health, GRADE_WARN, "terminal",
			_("TERM names no terminal: commands work, the screen does not"));
	else
		health_say(health, GRADE_OK, "terminal", _("the terminal is %s"), term);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return;
	health_say(health, size.ws_col < 60 || size.ws_row < 15 ? GRADE_WARN : GRADE_OK, "size",
		_("the terminal has %u columns and %u rows; the screen wants 60 and 15"),
		size.ws_col, size.ws_row);
}

static void check_screen(struct health *health, const struct cli *cli)
{
	struct strv sentences = {0};

	cli->look_at_terminal(&sentences);
	for (size_t i = 0; i < sentences.n; i++)
		health_say(health, GRADE_OK, "screen", "%s", sentences.v[i]);
	strv_release(&sentences);
}

static bool is_on_path(const char *tool)
{
	const char *path = getenv("PATH");
	struct strv dirs = {0};
	bool found = false;

	strv_split(&dirs, path != NULL ? path : "/usr/bin:/bin", ":");
	for (size_t i = 0; i < dirs.n && !found; i++) {
		char *file = xasprintf("%s/%s", dirs.v[i], tool);

		found = access(file, X_OK) == 0;
		free(file);
	}
	strv_release(&dirs);
	return found;
}

static void check_tools(struct health *health)
{
	static const char *const tools[] = {"git", "ssh-keygen"};

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		if (is_on_path(tools[i]))
			health_say(health, GRADE_OK, tools[i],
				_("%s is there for checks from outside"), tools[i]);
		else
			health_say(health, GRADE_WARN, tools[i],
				_("%s is not installed: the ledger cannot be checked from outside"),
				tools[i]);
	}
}

static void check_reader(struct health *health)
{
	struct reader_cage cage;
	struct err err;

	if (!reader_look(&cage, &err))
		health_say(health, GRADE_FAIL, "reader", _("files cannot be read: %s"), err.text);
	else if (cage.landlock == 0)
		health_say(health, GRADE_WARN, "reader",
			_("files are read in a cage of seccomp and limits; this kernel has no "
			  "Landlock"));
	else
		health_say(health, GRADE_OK, "reader",
			_("files are read in a cage of seccomp, limits and Landlock %d"),
			cage.landlock);
}

/* What the compiler was asked for; tests/cli/build.sh looks at what came of it. */
static void check_build(struct health *health)
{
	static const char *const parts[] = {
#ifdef __PIE__
		"PIE",
#endif
#ifdef __SSP_STRONG__
		"stack protector",
#endif
#if defined(_FORTIFY_SOURCE) && _FORTIFY_SOURCE >= 3
		"fortify 3",
#endif
#ifdef __CET__
		"CET",
#endif
#ifdef __SANITIZE_ADDRESS__
		"AddressSanitizer",
#endif
		NULL
	};
	struct strv words = {0};
	char *joined;

	for (size_t i = 0; parts[i] != NULL; i++)
		strv_add(&words, parts[i]);
	joined = strv_join(&words, ", ");
	health_say(health, words.n > 1 ? GRADE_OK : GRADE_WARN, "build", _("it is built with: %s"),
		words.n > 0 ? joined : _("nothing against mistakes"));
	free(joined);
	strv_release(&words);
}

/* What holds a session over SSH once somebody has taken it over. */
static void check_cell(struct health *health)
{
	struct cell_state cell;

	cell_look(&cell);
	if (cell.landlock > 0 && cell.seccomp)
		health_say(health, GRADE_OK, "session",
			_("sessions over SSH are held to the store by Landlock %d and seccomp"),
			cell.landlock);
	else
		health_say(health, GRADE_WARN, "session",
			_("sessions over SSH are held less than they could be: this kernel lacks "
			  "%s"),
			cell.landlock > 0 ? "seccomp"
			: cell.seccomp    ? "Landlock"
					  : "Landlock, seccomp");
}

static void check_place(struct health *health, struct cli *cli)
{
	struct stat st;
	struct err err;

	if (stat(cli->dir, &st) != 0) {
		health_say(health, GRADE_FAIL, "folder",
			_("there is no store at '%s'; make one with `gongkai init`"), cli->dir);
		return;
	}
	health_folder(health, cli->dir);
	if (cli->open(cli, &err))
		health_store(health, cli->store);
	else
		health_say(health, GRADE_FAIL, "store", "%s", err.text);
}

static enum status run(struct cli *cli, const struct args *args)
{
	enum status status = STATUS_DONE;
	struct health health = {0};

	(void)args;
	check_place(&health, cli);
	check_locale(&health);
	check_terminal(&health);
	check_screen(&health, cli);
	check_tools(&health);
	check_reader(&health);
	check_cell(&health);
	check_build(&health);
	for (size_t i = 0; i < health.n; i++) {
		print(cli, &health.v[i]);
		if (health.v[i].grade == GRADE_FAIL)
			status = STATUS_REFUSED;
	}
	health_release(&health);
	return status;
}

const struct command command_doctor = {
	.name = "doctor",
	.synopsis = "",
	.help = N_("Look after the store, the terminal and the tools: ok, warn or fail"),
	.run = run,
};

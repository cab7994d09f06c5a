/* SPDX-License-Identifier: MIT */
/* Puts the rooms together: language, store, person, and then the screen or one command. */
#include <errno.h>
#include <ftw.h>
#include <langinfo.h>
#include <locale.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/out.h"
#include "cli/places.h"
#include "cli/remote.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/store.h"
#include "tui/tui.h"

/* -- Language ---------------------------------------------------------------------------------- */

static const char *set_env(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/* As gettext would choose: LANGUAGE, unless the locale says C outright. */
static enum lang wanted_lang(void)
{
	const char *locale = set_env("LC_ALL");
	const char *language = set_env("LANGUAGE");

	if (locale == NULL)
		locale = set_env("LC_MESSAGES");
	if (locale == NULL)
		locale = set_env("LANG");
	if (locale != NULL && (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0))
		return LANG_EN;
	return i18n_parse(language != NULL ? language : locale);
}

/* Only the character set and the words follow the locale. Debian's C.UTF-8 always exists, so that
 * Chinese is read and written where no Chinese locale was made. */
static void set_language(void)
{
	enum lang lang = wanted_lang();

	if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	setlocale(LC_MESSAGES, "C.UTF-8");
	bindtextdomain("gongkai", GONGKAI_LOCALEDIR);
	bind_textdomain_codeset("gongkai", "UTF-8");
	textdomain("gongkai");
	i18n_set(lang);
}

/* -- The store --------------------------------------------------------------------------------- */

/* $GONGKAI_STORE, else the user's data folder. The caller frees. */
static char *default_dir(void)
{
	const char *dir = set_env("GONGKAI_STORE");
	const char *data = set_env("XDG_DATA_HOME");
	const char *home = set_env("HOME");

	if (dir != NULL)
		return xstrdup(dir);
	if (data != NULL)
		return xasprintf("%s/gongkai", data);
	return xasprintf("%s/.local/share/gongkai", home != NULL ? home : "");
}

/* What can be read of a ledger that was tampered with is shown all the same, but nobody shall take
 * it for the whole. */
static void show_alarm(struct cli *cli)
{
	struct err alarm;
	bool changed;

	if (store_alarm(cli->store) != NULL)
		out_complain(
			_("THE LEDGER IS NOT IN ORDER: %s. What came before can be read, nothing "
			  "can be written; `gongkai verify` says more"),
			store_alarm(cli->store));
	else if (!store_refresh(cli->store, &changed, &alarm))
		out_complain(_("take care, this store is not in order: %s"), alarm.text);
}

static bool open_store(struct cli *cli, struct err *err)
{
	if (cli->store != NULL)
		return true;
	cli->store = store_open(cli->dir, err);
	if (cli->store == NULL && err->code == ERR_NOT_FOUND)
		return err_set(err, ERR_NOT_FOUND,
			_("there is no store at '%s'; make one with `gongkai init`, or name one "
			  "with -C DIR"),
			cli->dir);
	if (cli->store != NULL)
		show_alarm(cli);
	return cli->store != NULL;
}

/* The folders above the store, as the XDG rules want them. */
static bool make_parents(const char *dir, struct err *err)
{
	char *path = xstrdup(dir);
	bool ok = true;

	for (char *slash = strchr(path + 1, '/'); ok && slash != NULL;
		slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			ok = err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
		*slash = '/';
	}
	free(path);
	return ok;
}

static bool create_store(struct cli *cli, struct pack_files *files, struct err *err)
{
	if (!make_parents(cli->dir, err) || !store_create(cli->dir, files, err))
		return false;
	return open_store(cli, err);
}

/* -- Who acts ---------------------------------------------------------------------------------- */

static bool owns_store(const struct cli *cli, struct err *err)
{
	struct stat st;

	if (stat(cli->dir, &st) == 0 && st.st_uid == getuid())
		return true;
	return err_set(err, ERR_REFUSED,
		_("only the owner of the store may say who acts; leave --as out"));
}

/* Whose key is asked for must be there; whatever else is at hand is used where it fits. */
static void sign_with(struct cli *cli)
{
	cli->signing.agent = set_env("SSH_AUTH_SOCK");
	if (cli->signing.key_file == NULL)
		cli->signing.key_file = set_env("GONGKAI_KEY");
	session_sign_with(&cli->session, &cli->signing);
}

static bool begin_as(struct cli *cli, const char *person, struct err *err)
{
	if (!session_open(&cli->session, cli->store, person, err))
		return false;
	sign_with(cli);
	return true;
}

static bool begin(struct cli *cli, struct err *err)
{
	const struct passwd *user = getpwuid(getuid());
	const struct person *person;

	if (!open_store(cli, err))
		return false;
	if (cli->remote != NULL)
		return begin_as(cli, cli->as, err);
	if (cli->as != NULL)
		return owns_store(cli, err) && begin_as(cli, cli->as, err);
	person = user == NULL ? NULL : org_login(&store_office(cli->store)->org, user->pw_name);
	if (person == NULL)
		return err_set(err, ERR_NOT_FOUND,
			_("nobody here has the login '%s'; say who acts with --as PERSON, "
			  "`gongkai person list --as PERSON` shows who there is"),
			user == NULL ? "?" : user->pw_name);
	return begin_as(cli, person->id, err);
}

/* -- One command ------------------------------------------------------------------------------- */

/* Over SSH it is sshd that says who acts; --as may say it too. */
static bool is_right_remote(const struct cli *cli, const struct args *args, struct err *err)
{
	return remote_as(cli->as, args_get(args, "as"), err) && remote_may(args, err);
}

/* What the options common to all commands say. False: an option was wrong and *status says so. */
static bool take_globals(struct cli *cli, const struct args *args, enum status *status)
{
	const char *lang = args_get(args, "lang"), *as = args_get(args, "as");
	struct err err;

	if (cli->remote != NULL && !is_right_remote(cli, args, &err)) {
		*status = fail(&err);
		return false;
	}
	if (args_get(args, "store") != NULL) {
		cli->dir = args_get(args, "store");
		cli->is_told_dir = true;
	}
	if (as != NULL && cli->remote == NULL)
		cli->as = as;
	if (args_get(args, "key") != NULL)
		cli->signing = (struct signing){.key_file = args_get(args, "key"), .must = true};
	cli->json = cli->json || args_has(args, "json");
	if (lang != NULL && strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0) {
		*status = usage(args, _("--lang: '%s' is neither zh nor en"), lang);
		return false;
	}
	if (lang != NULL)
		i18n_set(i18n_parse(lang));
	if (*cli->dir != '\0')
		return true;
	*status = usage(args, _("-C: the name of a folder is empty"));
	return false;
}

static bool right_words(const struct args *args)
{
	const struct command *command = args->command;
	int n = (int)args->words.n;

	return n >= command->min && (command->max < 0 || n <= command->max);
}

static enum status run_command(struct cli *cli, const struct args *args)
{
	const struct command *command = args->command;
	enum status status;
	struct err err;

	if (!right_words(args))
		return usage(
			args, _("it is written: gongkai %s %s"), command->name, command->synopsis);
	if (command->need == NEED_STORE && !open_store(cli, &err))
		return fail(&err);
	if (command->need == NEED_PERSON && !begin(cli, &err))
		return fail(&err);
	if (command->need == NEED_PERSON)
		session_keep_time(&cli->session);
	status = command->run(cli, args);
	return out_flush() || status != STATUS_DONE ? status : STATUS_REFUSED;
}

static enum status unknown_command(const struct args *args, const char *name)
{
	const struct command *near = command_nearest(name);

	if (near != NULL)
		return usage(
			args, _("there is no command '%s'; the nearest is '%s'"), name, near->name);
	return usage(args, _("there is no command '%s'"), name);
}

static void print_version(void)
{
	out_print("gongkai %s\n", GONGKAI_VERSION);
}

/* argv[0] is the command's name. */
static enum status dispatch(struct cli *cli, struct args *globals, int argc, char **argv)
{
	struct args args = {.command = command_find(argv[0])};
	enum status status = STATUS_DONE;
	struct err err;
	int next;

	if (args.command == NULL)
		return unknown_command(globals, argv[0]);
	if (!args_parse(&args, argc, argv, &next, &err)) {
		status = usage(&args, "%s", err.text);
	} else if (take_globals(cli, &args, &status)) {
		if (args_has(&args, "help"))
			help_command(args.command);
		else if (args_has(&args, "version"))
			print_version();
		else
			status = run_command(cli, &args);
	}
	args_release(&args);
	return status;
}

/* -- The screen -------------------------------------------------------------------------------- */

/* A store where nobody has a login is one to try things in: there the person can be switched. */
static bool is_demo(const struct office *office)
{
	for (size_t i = 0; i < office->org.person_count; i++) {
		if (office->org.persons[i].login != NULL)
			return false;
	}
	return true;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_tree(const char *dir)
{
	if (nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		out_complain(_("%s could not be removed"), dir);
}

static bool read_ambiguous(const struct args *args, enum tui_ambiguous *ambiguous)
{
	static const char *const words[] = {"auto", "narrow", "wide"};
	const char *word = args_get(args, "ambiguous");

	*ambiguous = AMBIGUOUS_AUTO;
	for (int i = 0; word != NULL && i < 3; i++) {
		if (strcmp(word, words[i]) == 0) {
			*ambiguous = (enum tui_ambiguous)i;
			return true;
		}
	}
	return word == NULL;
}

static void list_settings(struct cli *cli, struct strv *cells, struct strv *problems)
{
	char *site = place_site(cli), *config = place_config(cli), *state = place_state(cli);
	const struct tui_options options = {.theme_dir = GONGKAI_THEMEDIR,
		.site_config = site,
		.config_dir = config,
		.state_dir = state};

	tui_settings(&options, cells, problems);
	free(state);
	free(config);
	free(site);
}

static enum status run_screen(struct cli *cli, const struct args *args)
{
	char *config, *state, *site;
	struct tui_options options = {
		.lang = args_get(args, "lang"),
		.is_read_only = args_has(args, "read-only"),
		.no_color = set_env("NO_COLOR") != NULL,
		.is_ascii = args_has(args, "ascii"),
		.is_tutor = args_has(args, "tutor"),
		.no_mouse = args_has(args, "no-mouse"),
		.theme = args_get(args, "theme"),
		.theme_dir = GONGKAI_THEMEDIR,
		.pack_dir = GONGKAI_PACKDIR,
	};
	struct err err;
	int status;

	if (!read_ambiguous(args, &options.ambiguous))
		return usage(args, _("--ambiguous is auto, narrow or wide"));
	options.site_config = site = place_site(cli);
	options.config_dir = config = place_config(cli);
	options.state_dir = state = place_state(cli);
	if (!options.is_read_only)
		session_keep_time(&cli->session);
	options.is_demo = cli->remote == NULL && is_demo(store_office(cli->store));
	/* The screen writes in the terminal's own character set, GB18030 too. One without Chinese
	 * it mends itself, and says so. */
	if (setlocale(LC_CTYPE, "") == NULL || (args_has(args, "plain") && MB_CUR_MAX == 1))
		setlocale(LC_CTYPE, "C.UTF-8");
	status = args_has(args, "plain") ? tui_plain(&cli->session, &options, stdin, stdout)
					 : tui_run(&cli->session, &options, &err);
	setlocale(LC_CTYPE, "C.UTF-8");
	if (status != 0)
		fail(&err);
	free(state);
	free(config);
	free(site);
	return (enum status)status;
}

/* A demo store in a folder of its own that goes afterwards, and somebody to be in it. */
static enum status run_tutor(struct cli *cli, const struct args *args)
{
	char dir[] = "/tmp/gongkai-tutor-XXXXXX";
	char *words[] = {(char[]){"init"}, (char[]){"--demo"}, NULL};
	struct args init = {0};
	enum status status;
	struct err err;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return usage(args, _("the screen needs a terminal; name a command"));
	if (mkdtemp(dir) == NULL) {
		err_set(&err, ERR_IO, "%s: %s", dir, err_system(errno));
		return fail(&err);
	}
	cli->dir = dir;
	cli->as = "clerk";
	status = dispatch(cli, &init, 2, words);
	if (status == STATUS_DONE)
		status = begin(cli, &err) ? run_screen(cli, args) : fail(&err);
	session_release(&cli->session);
	store_close(cli->store);
	cli->store = NULL;
	remove_tree(dir);
	cli->dir = "";
	return status;
}

static enum status run(struct cli *cli, struct args *globals, int argc, char **argv)
{
	enum status status;
	struct err err;
	int next;

	if (!args_parse(globals, argc, argv, &next, &err))
		return usage(globals, "%s", err.text);
	if (!take_globals(cli, globals, &status))
		return status;
	if (args_has(globals, "version") || args_has(globals, "help")) {
		if (args_has(globals, "help"))
			help_program();
		else
			print_version();
		return STATUS_DONE;
	}
	if (next < argc)
		return dispatch(cli, globals, argc - next, argv + next);
	if (args_has(globals, "tutor"))
		return run_tutor(cli, globals);
	if (!args_has(globals, "plain") && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
		return usage(globals, _("the screen needs a terminal; name a command"));
	if (!begin(cli, &err))
		return fail(&err);
	return run_screen(cli, globals);
}

/* The same words from the other end of SSH. */
static enum status run_again(struct cli *cli, int argc, char **argv)
{
	struct args globals = {0};
	enum status status = run(cli, &globals, argc, argv);

	args_release(&globals);
	return status;
}

/* As an account's shell: sshd gives the forced command behind -c, or nothing at all. */
static enum status run_as_shell(struct cli *cli, const char *text)
{
	struct args globals = {0};
	struct strv words = {0};
	enum status status;
	struct err err;

	if (!remote_shell(text, &words, &err))
		return fail(&err);
	status = run(cli, &globals, (int)words.n, words.v);
	args_release(&globals);
	strv_release(&words);
	return status;
}

int main(int argc, char **argv)
{
	char *dir = default_dir();
	struct cli cli = {.dir = dir,
		.open = open_store,
		.begin = begin,
		.again = run_again,
		.create = create_store,
		.look_at_terminal = tui_doctor,
		.list_settings = list_settings};
	struct args globals = {0};
	enum status status;

	set_language();
	if (argc == 3 && strcmp(argv[1], "-c") == 0)
		status = run_as_shell(&cli, argv[2]);
	else if (argc == 1 && argv[0][0] == '-')
		status = run_as_shell(&cli, "gongkai session");
	else
		status = run(&cli, &globals, argc, argv);
	if (!out_flush() && status == STATUS_DONE)
		status = STATUS_REFUSED;
	session_release(&cli.session);
	store_close(cli.store);
	args_release(&globals);
	free(dir);
	return (int)status;
}

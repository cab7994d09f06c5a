/* SPDX-License-Identifier: MIT */
#include "cli/remote.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/file.h"
#include "cli/words.h"
#include "core/i18n.h"
#include "core/mem.h"

enum { AUTH_MAX = 64 * 1024, TERM_MAX = 32, ADDRESS_MAX = 64 };

/* -- What sshd says ---------------------------------------------------------------------------- */

/* `publickey TYPE BLOB`, a line for each method that was asked for. One key, not two people's. */
static bool take_key(struct remote *remote, const char *text, struct err *err)
{
	struct strv lines = {0};
	bool ok = true;

	strv_split(&lines, text, "\n");
	for (size_t i = 0; ok && i < lines.n; i++) {
		static const char method[] = "publickey ";

		if (strncmp(lines.v[i], method, strlen(method)) != 0)
			continue;
		ok = remote->key == NULL;
		set_str(&remote->key, lines.v[i] + strlen(method));
	}
	strv_release(&lines);
	if (!ok)
		return err_set(err, ERR_REFUSED,
			_("sshd asked for more than one key; one says who somebody is"));
	if (remote->key == NULL)
		return err_set(err, ERR_REFUSED,
			_("nobody logged in here by a key; people are known by their keys alone"));
	return true;
}

static bool read_auth(struct remote *remote, struct err *err)
{
	const char *path = getenv("SSH_USER_AUTH");
	struct err why;
	size_t len;
	char *text;
	bool ok;

	if (path == NULL)
		return err_set(err, ERR_REFUSED,
			_("sshd does not say which key was used: it wants `ExposeAuthInfo yes`"));
	text = file_read(path, AUTH_MAX, &len, &why);
	if (text == NULL)
		return err_set(err, ERR_REFUSED,
			_("what sshd left of the log-in cannot be read: %s"), why.text);
	ok = take_key(remote, text, err);
	free(text);
	return ok;
}

/* `ssh HOST list` and `ssh HOST gongkai list` are the same. */
static bool take_words(struct remote *remote, struct err *err)
{
	const char *line = getenv("SSH_ORIGINAL_COMMAND");
	struct strv words = {0};
	struct err why;
	bool ok = line == NULL || words_split(line, &words, &why);

	for (size_t i = 0; ok && i < words.n; i++) {
		if (i > 0 || strcmp(words.v[i], "gongkai") != 0)
			strv_add(&remote->words, words.v[i]);
	}
	strv_release(&words);
	return ok || err_set(err, ERR_REFUSED, "%s", why.text);
}

/* -- The environment --------------------------------------------------------------------------- */

static bool consists_of(const char *value, const char *signs, size_t max)
{
	return value != NULL && *value != '\0' && strlen(value) <= max &&
	       value[strspn(value, signs)] == '\0';
}

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

static bool is_locale(const char *value)
{
	static const char *const locales[] = {
		"C.UTF-8", "en_US.UTF-8", "en_GB.UTF-8", "zh_CN.UTF-8", "zh_CN.GB18030"};

	for (size_t i = 0; value != NULL && i < sizeof(locales) / sizeof(locales[0]); i++) {
		if (strcmp(value, locales[i]) == 0)
			return true;
	}
	return false;
}

static void keep(const char *name, const char *value)
{
	if (value != NULL)
		setenv(name, value, 1);
}

/* What is not named here does not reach ncurses, the C library, git or SQLite. */
static void clean_environment(struct remote *remote)
{
	static const char *const kept[] = {"TERM", "LANG", "SSH_AUTH_SOCK", "SSH_CONNECTION"};
	enum { KEPT = sizeof(kept) / sizeof(kept[0]) };
	char *values[KEPT];

	for (size_t i = 0; i < KEPT; i++)
		values[i] = xstrdup(getenv(kept[i]));
	clearenv();
	setenv("PATH", "/usr/bin:/bin", 1);
	keep("TERM", consists_of(values[0], LETTERS DIGITS ".+-", TERM_MAX) ? values[0]
									    : "xterm-256color");
	keep("LANG", is_locale(values[1]) ? values[1] : "C.UTF-8");
	keep("SSH_AUTH_SOCK", values[2]);
	/* The screen asks whether the other end is somewhere else. */
	keep("SSH_CONNECTION", consists_of(values[3], "abcdef" DIGITS ".: %", 4 * ADDRESS_MAX)
				       ? values[3]
				       : "unknown");
	i18n_set(i18n_lang()); /* gettext too has it in the environment */
	remote->address = xstrdup(getenv("SSH_CONNECTION"));
	remote->address[strcspn(remote->address, " ")] = '\0';
	for (size_t i = 0; i < KEPT; i++)
		free(values[i]);
}

bool remote_take(struct remote *remote, struct err *err)
{
	bool ok = read_auth(remote, err) && take_words(remote, err);

	clean_environment(remote);
	return ok;
}

void remote_release(struct remote *remote)
{
	free(remote->key);
	free(remote->address);
	strv_release(&remote->words);
}

void remote_harden(void)
{
	const struct rlimit none = {0};

	umask(077);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#ifndef __SANITIZE_ADDRESS__ /* which looks into its own process for leaks */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	close_range(STDERR_FILENO + 1, ~0U, 0);
}

/* -- Who it is --------------------------------------------------------------------------------- */

static const struct signing_key *key_of(const struct person *person, const char *line)
{
	for (size_t i = 0; i < person->keys.n; i++) {
		if (signing_key_is(&person->keys.v[i], line))
			return &person->keys.v[i];
	}
	return NULL;
}

bool remote_as(const char *person, const char *as, struct err *err)
{
	if (as == NULL || strcmp(as, person) == 0)
		return true;
	return err_set(err, ERR_REFUSED, _("the key that logged in is %s's, not %s's"), person, as);
}

const struct person *remote_person(const struct remote *remote, struct store *store, const char *as,
	const char **print, struct err *err)
{
	const struct org *org = &store_office(store)->org;
	struct stamp now = store_now(store);

	for (size_t i = 0; i < org->person_count; i++) {
		const struct person *person = &org->persons[i];
		const struct signing_key *key = key_of(person, remote->key);

		if (key == NULL)
			continue;
		*print = key->print;
		if (!signing_key_is_live(key, now) || !person_is_live(person, stamp_day(now)))
			err_set(err, ERR_REFUSED,
				_("this key of %s is not valid now; ask an administrator"),
				person->id);
		else if (remote_as(person->id, as, err))
			return person;
		return NULL;
	}
	err_set(err, ERR_REFUSED,
		_("the key that logged in is nobody's here; an administrator puts it in with "
		  "`gongkai person key add`"));
	return NULL;
}

/* -- What may be asked for --------------------------------------------------------------------- */

/* The commands, and where among their words files begin. What is not here is done on the server
 * itself, by who owns the store. */
enum { NOT_HERE = -2, NO_FILES = -1 };
static const struct {
	const char *command;
	int files;
} allowed[] = {
	{"import", 0},
	{"edit", NO_FILES},
	{"mark", NO_FILES},
	{"do", NO_FILES},
	{"list", NO_FILES},
	{"show", NO_FILES},
	{"log", NO_FILES},
	{"diff", NO_FILES},
	{"calendar", NO_FILES},
	{"report", NO_FILES},
	{"letter", NO_FILES},
	{"verify", NO_FILES},
	{"screen", 0},
	{"redact", NO_FILES},
	{"split", NO_FILES},
	{"unit", NO_FILES},
	{"person", NO_FILES},
	{"pack", NO_FILES},
	{"config", NO_FILES},
	{"help", NO_FILES},
};

static int files_of(const struct args *args)
{
	const char *name = args->command->name;
	const char *word = args_word(args, 0), *next = args_word(args, 1);

	if (strcmp(name, "person") == 0 && (str_eq(word, "keys") || str_eq(word, "sessions")))
		return NOT_HERE;
	if (strcmp(name, "person") == 0 && str_eq(word, "key") && str_eq(next, "add"))
		return 3;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
		if (strcmp(allowed[i].command, name) == 0)
			return allowed[i].files;
	}
	return NOT_HERE;
}

static bool names_file(const char *what, const char *word, struct err *err)
{
	if (strcmp(word, "-") == 0)
		return true;
	return err_set(err, ERR_REFUSED,
		_("%s '%s': over SSH no file of the server can be named; `-` is what you send, and "
		  "what is written comes to you"),
		what, word);
}

static const struct option_spec *spec_of(const struct option_spec *specs, const char *name)
{
	for (; specs != NULL && specs->name != NULL; specs++) {
		if (strcmp(specs->name, name) == 0)
			return specs;
	}
	return NULL;
}

/* The value of an option is a file where its help calls it one. */
static bool option_may(const struct args *args, size_t i, struct err *err)
{
	const char *name = args->names.v[i], *value = args->values.v[i];
	const struct option_spec *spec =
		args->command != NULL ? spec_of(args->command->options, name) : NULL;

	if (spec == NULL)
		spec = spec_of(global_options, name);
	if (spec == NULL)
		spec = spec_of(screen_options, name);
	if (strcmp(name, "store") == 0 || strcmp(name, "key") == 0 || strcmp(name, "tutor") == 0)
		return err_set(err, ERR_REFUSED, _("--%s is not for work over SSH"), name);
	if (spec != NULL && spec->value != NULL &&
		(strncmp(spec->value, "FILE", 4) == 0 || strncmp(spec->value, "DIR", 3) == 0))
		return names_file(name, value, err);
	if ((strcmp(name, "pack") == 0 || strcmp(name, "theme") == 0) && strchr(value, '/') != NULL)
		return names_file(name, value, err);
	return true;
}

bool remote_may(const struct args *args, struct err *err)
{
	const struct command *command = args->command;
	int files;

	for (size_t i = 0; i < args->names.n; i++) {
		if (!option_may(args, i, err))
			return false;
	}
	if (command == NULL)
		return true;
	files = files_of(args);
	if (files == NOT_HERE)
		return err_set(err, ERR_REFUSED,
			_("'%s' is not for work over SSH: it is done on the server, by who owns "
			  "the store"),
			command->name);
	for (size_t i = 0; i < args->words.n; i++) {
		if (files != NO_FILES && i >= (size_t)files &&
			!names_file(command->name, args->words.v[i], err))
			return false;
	}
	if (strcmp(command->name, "pack") == 0 && args_word(args, 1) != NULL &&
		strchr(args_word(args, 1), '/') != NULL)
		return names_file(command->name, args_word(args, 1), err);
	return true;
}

/* -- As a shell -------------------------------------------------------------------------------- */

bool remote_shell(const char *text, struct strv *words, struct err *err)
{
	struct strv found = {0};
	struct err why;
	bool ok = words_split(text, &found, &why) && (found.n == 2 || found.n == 4) &&
		  strcmp(file_name(found.v[0]), "gongkai") == 0 &&
		  strcmp(found.v[1], "session") == 0 &&
		  (found.n == 2 || strcmp(found.v[2], "--as") == 0);

	for (size_t i = 0; ok && i < found.n; i++)
		strv_add(words, found.v[i]);
	strv_release(&found);
	return ok || err_set(err, ERR_REFUSED,
			     _("this account has no shell and no file transfer: `ssh -t` opens the "
			       "screen, `ssh HOST list` runs a command of gongkai"));
}

/* SPDX-License-Identifier: MIT */
#include <langinfo.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "cli/js.h"
#include "cli/out.h"
#include "cli/packs.h"
#include "core/cell.h"
#include "core/mem.h"
#include "core/reader.h"
#include "core/witness.h"

enum grade { GRADE_OK, GRADE_WARN, GRADE_FAIL };

struct checkup {
	struct cli *cli;
	bool any_fail;
};

static void say(struct checkup *checkup, enum grade grade, const char *what, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* One finding: what was looked at, and how it is. */
static void say(struct checkup *checkup, enum grade grade, const char *what, const char *fmt, ...)
{
	static const char *const names[] = {
		[GRADE_OK] = "ok", [GRADE_WARN] = "warn", [GRADE_FAIL] = "fail"};
	json_t *line;
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	if (grade == GRADE_FAIL)
		checkup->any_fail = true;
	if (checkup->cli->json) {
		line = json_object();
		js_str(line, "check", what);
		js_str(line, "grade", names[grade]);
		js_str(line, "text", text);
		js_print(line);
	} else {
		out_print("%-4s  %s\n", names[grade], text);
	}
	free(text);
}

/* -- The store's folder and keys --------------------------------------------------------------- */

/* Ours, and nobody else may so much as look. */
static void check_private(struct checkup *checkup, const char *what, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		say(checkup, GRADE_FAIL, what, _("%s is not there"), path);
	else if (st.st_uid != getuid())
		say(checkup, GRADE_FAIL, what, _("%s belongs to another user"), path);
	else if ((st.st_mode & 077) != 0)
		say(checkup, GRADE_FAIL, what, _("%s is open to others (mode %o): chmod go= %s"),
			path, st.st_mode & 0777U, path);
	else
		say(checkup, GRADE_OK, what, _("%s is yours alone"), path);
}

static void check_folder(struct checkup *checkup)
{
	static const char *const below[] = {"keys", "keys/site"};

	check_private(checkup, "folder", checkup->cli->dir);
	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
		char *path = xasprintf("%s/%s", checkup->cli->dir, below[i]);

		check_private(checkup, "key", path);
		free(path);
	}
}

static void check_disk(struct checkup *checkup)
{
	struct statvfs fs;
	unsigned long long free_mib, all_mib;

	if (statvfs(checkup->cli->dir, &fs) != 0 || fs.f_blocks == 0)
		return;
	free_mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	all_mib = (unsigned long long)fs.f_blocks * fs.f_frsize >> 20;
	say(checkup, free_mib < 512 ? GRADE_WARN : GRADE_OK, "disk",
		_("%llu of %llu MiB are free on the disk"), free_mib, all_mib);
}

/* -- Ledger, index, calendar ------------------------------------------------------------------- */

/* Opening brings the index up to the ledger's tip, so that what opens is in step. */
static bool check_store(struct checkup *checkup)
{
	struct err err;

	if (!checkup->cli->open(checkup->cli, &err)) {
		say(checkup, GRADE_FAIL, "store", "%s", err.text);
		return false;
	}
	if (!store_refresh(checkup->cli->store, &(bool){false}, &err)) {
		say(checkup, GRADE_FAIL, "store", "%s", err.text);
		return false;
	}
	say(checkup, GRADE_OK, "store", _("the ledger and its index are in step"));
	return true;
}

enum { HORIZON_DAYS = 90 };

static void check_calendar(struct checkup *checkup)
{
	struct store *store = checkup->cli->store;
	const struct pack *pack = store_office(store)->pack;
	int left = pack->calendar.horizon - stamp_day(store_now(store));
	char day[DAY_SIZE];

	say(checkup, GRADE_OK, "pack", _("the rules are %s %s"), pack->code, pack->version);
	day_format(pack->calendar.horizon, day);
	if (pack->calendar.horizon == DAY_NONE)
		say(checkup, GRADE_WARN, "calendar",
			_("the pack has no calendar: every term is provisional"));
	else if (left < HORIZON_DAYS)
		say(checkup, GRADE_WARN, "calendar",
			_("the calendar ends on %s: terms beyond it are provisional; adopt a pack "
			  "with the next year"),
			day);
	else
		say(checkup, GRADE_OK, "calendar", _("the calendar reaches to %s"), day);
}

/* -- People, keys, what others have left ------------------------------------------------------- */

enum { SOON_DAYS = 30, LEFT_SECONDS = 600 };

/* Those that end soon; how many there are that hold. */
static int check_key_list(
	struct checkup *checkup, const char *whose, const struct key_list *list, struct stamp now)
{
	char day[DAY_SIZE];
	int live = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct signing_key *key = &list->v[i];

		if (!signing_key_is_live(key, now))
			continue;
		live++;
		if (key->to.time == 0 || stamp_day(key->to) - stamp_day(now) > SOON_DAYS)
			continue;
		say(checkup, GRADE_WARN, "expiry",
			_("the key %s of %s ends on %s: `gongkai person key add` puts in another"),
			key->print, whose, day_format(stamp_day(key->to), day));
	}
	return live;
}

static void check_keys(struct checkup *checkup)
{
	const struct org *org = &store_office(checkup->cli->store)->org;
	struct stamp now = store_now(checkup->cli->store);
	int people = 0, with_key = 0;

	check_key_list(checkup, _("the site"), &org->site, now);
	for (size_t i = 0; i < org->person_count; i++) {
		const struct person *person = &org->persons[i];

		if (!person_is_live(person, stamp_day(now)))
			continue;
		people++;
		with_key += check_key_list(checkup, person->id, &person->keys, now) > 0;
	}
	say(checkup, GRADE_OK, "people",
		_("%d people are at work, %d of them with keys of their own"), people, with_key);
}

enum { STALE_SECONDS = 24 * 3600 };

/* What no witness has seen can still be dropped unnoticed. */
static void check_witness(struct checkup *checkup, const struct witness *one, int64_t decisions)
{
	int64_t waited = store_now(checkup->cli->store).time - one->at.time;
	long long tail = (long long)(decisions - one->size);
	char day[DAY_SIZE];

	day_format(stamp_day(one->at), day);
	if (one->size == 0)
		say(checkup, GRADE_WARN, "witness", _("the witness %s has cosigned nothing"),
			one->name);
	else if (tail < 0)
		say(checkup, GRADE_FAIL, "witness",
			_("the witness %s saw %lld decisions more on %s than there are: the ledger "
			  "was cut short"),
			one->name, -tail, day);
	else
		say(checkup, tail > 0 && waited > STALE_SECONDS ? GRADE_WARN : GRADE_OK, "witness",
			_("the witness %s cosigned on %s; %lld decisions have come since"),
			one->name, day, tail);
}

static void check_witnesses(struct checkup *checkup)
{
	struct witnesses witnesses = {0};
	struct err err;

	if (!store_witnesses(checkup->cli->store, &witnesses, &err))
		say(checkup, GRADE_FAIL, "witness", "%s", err.text);
	for (size_t i = 0; i < witnesses.n; i++)
		check_witness(checkup, &witnesses.v[i], witnesses.decisions);
	witnesses_release(&witnesses);
}

static void check_sessions(struct checkup *checkup)
{
	struct strv lines = {0};

	store_visits(checkup->cli->store, &lines);
	say(checkup, GRADE_OK, "sessions",
		_("%zu sessions are open over SSH (`gongkai person sessions`)"), lines.n);
	strv_release(&lines);
}

/* Git's own locks do not end with who took them; ours do. */
static void check_locks(struct checkup *checkup)
{
	static const char *const locks[] = {"ledger.git/HEAD.lock", "ledger.git/config.lock",
		"ledger.git/packed-refs.lock", "ledger.git/refs/heads/main.lock",
		"state.git/HEAD.lock", "state.git/config.lock", "state.git/packed-refs.lock",
		"state.git/refs/heads/main.lock"};
	bool any = false;

	for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++) {
		char *path = xasprintf("%s/%s", checkup->cli->dir, locks[i]);
		struct stat st;

		if (lstat(path, &st) == 0 && time(NULL) - st.st_mtime > LEFT_SECONDS) {
			any = true;
			say(checkup, GRADE_WARN, "locks",
				_("%s was left by something that was stopped; the next decision "
				  "takes it away; where it does not, remove it while nobody works"),
				path);
		}
		free(path);
	}
	if (!any)
		say(checkup, GRADE_OK, "locks", _("no lock was left behind"));
}

/* -- Terminal and tools ------------------------------------------------------------------------ */

static void check_locale(struct checkup *checkup)
{
	const char *charset = nl_langinfo(CODESET);

	say(checkup, strcmp(charset, "UTF-8") == 0 ? GRADE_OK : GRADE_FAIL, "locale",
		_("characters are %s, words are %s"), charset,
		i18n_lang() == LANG_ZH ? _("Chinese") : _("English"));
}

static void check_terminal(struct checkup *checkup)
{
	const char *term = getenv("TERM");
	struct winsize size;

	if (term == NULL || *term == '\0' || strcmp(term, "dumb") == 0)
		say(checkup, GRADE_WARN, "terminal",
			_("TERM names no terminal: commands work, the screen does not"));
	else
		say(checkup, GRADE_OK, "terminal", _("the terminal is %s"), term);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return;
	say(checkup, size.ws_col < 60 || size.ws_row < 15 ? GRADE_WARN : GRADE_OK, "size",
		_("the terminal has %u columns and %u rows; the screen wants 60 and 15"),
		size.ws_col, size.ws_row);
}

static void check_screen(struct checkup *checkup)
{
	struct strv sentences = {0};

	checkup->cli->look_at_terminal(&sentences);
	for (size_t i = 0; i < sentences.n; i++)
		say(checkup, GRADE_OK, "screen", "%s", sentences.v[i]);
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

static void check_tools(struct checkup *checkup)
{
	static const char *const tools[] = {"git", "ssh-keygen"};

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		if (is_on_path(tools[i]))
			say(checkup, GRADE_OK, tools[i], _("%s is there for checks from outside"),
				tools[i]);
		else
			say(checkup, GRADE_WARN, tools[i],
				_("%s is not installed: the ledger cannot be checked from outside"),
				tools[i]);
	}
}

static void check_reader(struct checkup *checkup)
{
	struct reader_cage cage;
	struct err err;

	if (!reader_look(&cage, &err))
		say(checkup, GRADE_FAIL, "reader", _("files cannot be read: %s"), err.text);
	else if (cage.landlock == 0)
		say(checkup, GRADE_WARN, "reader",
			_("files are read in a cage of seccomp and limits; this kernel has no "
			  "Landlock"));
	else
		say(checkup, GRADE_OK, "reader",
			_("files are read in a cage of seccomp, limits and Landlock %d"),
			cage.landlock);
}

/* What the compiler was asked for; tests/cli/build.sh looks at what came of it. */
static void check_build(struct checkup *checkup)
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
	say(checkup, words.n > 1 ? GRADE_OK : GRADE_WARN, "build", _("it is built with: %s"),
		words.n > 0 ? joined : _("nothing against mistakes"));
	free(joined);
	strv_release(&words);
}

/* What holds a session over SSH once somebody has taken it over. */
static void check_cell(struct checkup *checkup)
{
	struct cell_state cell;

	cell_look(&cell);
	if (cell.landlock > 0 && cell.seccomp)
		say(checkup, GRADE_OK, "session",
			_("sessions over SSH are held to the store by Landlock %d and seccomp"),
			cell.landlock);
	else
		say(checkup, GRADE_WARN, "session",
			_("sessions over SSH are held less than they could be: this kernel lacks "
			  "%s"),
			cell.landlock > 0 ? "seccomp"
			: cell.seccomp    ? "Landlock"
					  : "Landlock, seccomp");
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct checkup checkup = {.cli = cli};
	struct stat st;

	(void)args;
	if (stat(cli->dir, &st) != 0) {
		say(&checkup, GRADE_FAIL, "folder",
			_("there is no store at '%s'; make one with `gongkai init`"), cli->dir);
	} else {
		check_folder(&checkup);
		check_disk(&checkup);
		if (check_store(&checkup)) {
			check_calendar(&checkup);
			check_keys(&checkup);
			check_witnesses(&checkup);
			check_sessions(&checkup);
		}
		check_locks(&checkup);
	}
	check_locale(&checkup);
	check_terminal(&checkup);
	check_screen(&checkup);
	check_tools(&checkup);
	check_reader(&checkup);
	check_cell(&checkup);
	check_build(&checkup);
	return checkup.any_fail ? STATUS_REFUSED : STATUS_DONE;
}

const struct command command_doctor = {
	.name = "doctor",
	.synopsis = "",
	.help = N_("Look after the store, the terminal and the tools: ok, warn or fail"),
	.run = run,
};

/* SPDX-License-Identifier: MIT */
#include "tests/tui/play.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/tui/golden.h"
#include "tests/tui/keys.h"
#include "tests/tui/monkey.h"

enum { RANDOM_BURST = 20 };

/* One case while it runs. */
struct play {
	const struct play_options *options;
	const struct script *script;
	const char *size, *lang, *color; /* the variant */
	char *name; /* owns; "queue 80x24 zh_CN 256" */
	char *dir; /* owns */
	struct strv env; /* owns */
	struct term term;
	bool started;
	struct strv *used; /* the goldens that were looked at, by file name */
	struct str detail; /* owns; printed below the sentence of a failure */
};

/* The script's file name without directory and ending; the caller frees. */
static char *script_name(const struct script *script)
{
	const char *slash = strrchr(script->path, '/');
	const char *base = slash != NULL ? slash + 1 : script->path;
	const char *dot = strrchr(base, '.');

	return xstrndup(base, dot != NULL ? (size_t)(dot - base) : strlen(base));
}

/* The path of a file in the script's directory; the caller frees. */
static char *beside(const struct script *script, const char *name, const char *ending)
{
	const char *slash = strrchr(script->path, '/');
	int n = slash != NULL ? (int)(slash + 1 - script->path) : 0;

	return xasprintf("%.*s%s%s", n, script->path, name, ending);
}

/* Where a golden lies, or with file "" all of the script; the caller frees. */
static char *golden_path(const struct script *script, const char *file)
{
	char *folder = script_name(script), *below = xasprintf("%s/%s", folder, file);
	char *path = beside(script, below, "");

	free(below);
	free(folder);
	return path;
}

static bool start(struct play *play, const struct step *step, struct err *err)
{
	const struct script *script = play->script;
	struct term_options options = {
		.quiet = script->quiet,
		.deadline = script->deadline,
		.is_wide = script->is_wide,
		.root = play->options->stage->root,
		.lang = play->lang,
		.program = play->options->stage->program,
		.dir = play->dir,
	};
	struct strv argv = {0}, env = {0};
	bool ok;

	(void)step;
	if (play->started)
		term_close(&play->term);
	strv_add(&argv, "gongkai");
	for (size_t i = 0; i < script->args.n; i++) {
		char *arg =
			stage_expand(play->options->stage, play->dir, word_text(script->args.v[i]));

		strv_add(&argv, arg);
		free(arg);
	}
	GROW(argv.v, argv.n); /* the NULL after the last */
	strv_copy(&env, &play->env);
	if (script->quiet == 0)
		strv_add(&env, "GONGKAI_TEST_FD=3");
	GROW(env.v, env.n);
	options.argv = argv.v;
	options.env = env.v;
	ok = parse_pair(play->size, 'x', &options.cols, &options.rows) &&
	     term_open(&play->term, &options, err);
	play->started = ok;
	strv_release(&argv);
	strv_release(&env);
	return ok && term_settle(&play->term, err);
}

static bool run(struct play *play, const struct step *step, struct err *err)
{
	struct strv env = {0};
	bool ok;

	strv_copy(&env, &play->env);
	stage_add_names(play->options->stage, play->dir, &env);
	ok = stage_run(&play->term, play->dir, &env, step->words.v[0], &play->detail, err);
	strv_release(&env);
	return ok;
}

static bool type(struct play *play, const struct str *bytes, struct err *err)
{
	return term_send(&play->term, str_get(bytes), bytes->len, err) &&
	       term_settle(&play->term, err);
}

static bool key(struct play *play, const struct step *step, struct err *err)
{
	struct str bytes = {0};
	bool ok = true;

	for (size_t i = 0; ok && i < step->words.n; i++) {
		bool application = modes_on(&play->term.modes, MODE_CURSOR_KEYS);

		ok = keys_encode(step->words.v[i], application, &bytes, err);
		if (ok && (step->kind == STEP_KEY || i + 1 == step->words.n)) {
			ok = type(play, &bytes, err);
			str_clear(&bytes);
		}
	}
	str_release(&bytes);
	return ok;
}

static bool paste(struct play *play, const struct step *step, struct err *err)
{
	return term_paste(&play->term, word_text(step->words.v[0]), err) &&
	       term_settle(&play->term, err);
}

static bool click(struct play *play, const struct step *step, struct err *err)
{
	return term_click(&play->term, step->a, step->b, err) && term_settle(&play->term, err);
}

static bool assert_sane(struct play *play, const struct step *step, struct err *err);

/* Starts the program again where a key has ended it; any other end than a wished one is a fault. */
static bool keep_running(struct play *play, const struct step *step, struct err *err)
{
	if (play->term.running)
		return true;
	if (play->term.status != 0)
		return err_set(
			err, ERR_STALE, "the program ended with status %d", play->term.status);
	return start(play, step, err);
}

static bool type_random(
	struct play *play, const struct step *step, unsigned *seed, int burst, struct err *err)
{
	struct str bytes = {0};
	bool ok = true;
	int rows, cols;

	if (rand_r(seed) % 8 == 0) {
		monkey_size(seed, &rows, &cols);
		term_resize(&play->term, rows, cols);
		ok = term_settle(&play->term, err);
	}
	if (ok && play->term.running) {
		monkey_type(seed, burst, &bytes);
		ok = type(play, &bytes, err) || !play->term.running;
	}
	str_release(&bytes);
	return ok && (!play->term.running || assert_sane(play, step, err));
}

/* A number of the environment's, at least 1. */
static int wish(const char *name, int otherwise)
{
	const char *text = getenv(name);
	int n;

	return text != NULL && str_number(text, &n) && n > 0 ? n : otherwise;
}

/* The first bytes of what a failure follows from are its seed and how far it came. Keys behind one
 * that ended the program reach nobody, and are not counted. */
static bool random_keys(struct play *play, const struct step *step, struct err *err)
{
	int times = wish("SOAK", 1), burst = wish("SOAK_BURST", RANDOM_BURST), n = step->a;
	unsigned seed = (unsigned)(step->b + wish("SOAK_SEED", 0));
	int typed = 0;

	n = n > INT_MAX / times ? INT_MAX : n * times;
	while (typed < n && !term_stopped()) {
		if (!keep_running(play, step, err) || !type_random(play, step, &seed, burst, err))
			return err_wrap(err, "random keys of seed %d, after %d", step->b, typed);
		typed += play->term.running ? burst : 0;
	}
	return true;
}

static bool resize(struct play *play, const struct step *step, struct err *err)
{
	term_resize(&play->term, step->b, step->a);
	return term_settle(&play->term, err);
}

static bool send_signal(struct play *play, const struct step *step, struct err *err)
{
	if (!play->term.running || kill(play->term.pid, step->a) != 0)
		return err_set(err, ERR_IO, "the program has ended");
	return true;
}

static bool is_shown(const struct play *play, const char *regex)
{
	struct grid grid;
	struct str text = {0};
	regex_t re;
	bool hit = false;

	term_grid(&play->term, &grid);
	grid_text(&grid, "", &text);
	if (regcomp(&re, regex, REG_EXTENDED | REG_NEWLINE | REG_NOSUB) == 0) {
		hit = regexec(&re, str_get(&text), 0, NULL, 0) == 0;
		regfree(&re);
	}
	str_release(&text);
	grid_release(&grid);
	return hit;
}

static bool wait_text(struct play *play, const struct step *step, struct err *err)
{
	const char *regex = word_text(step->words.v[0]);
	int64_t until = term_now() + play->script->deadline;

	do {
		if (!term_settle(&play->term, err))
			return false;
		if (is_shown(play, regex))
			return true;
	} while (play->term.running && term_pump(&play->term, until, -1));
	return err_set(err, ERR_NOT_FOUND, "'%s' did not come up%s", regex,
		play->term.running ? "" : ", and the program has ended");
}

static bool assert_text(struct play *play, const struct step *step, struct err *err)
{
	const char *regex = word_text(step->words.v[0]);
	bool wanted = step->kind == STEP_TEXT;

	if (is_shown(play, regex) == wanted)
		return true;
	return err_set(err, ERR_STALE, "'%s' is %s the screen", regex, wanted ? "not on" : "on");
}

static bool assert_cursor(struct play *play, const struct step *step, struct err *err)
{
	struct grid grid;
	int row, col;

	term_grid(&play->term, &grid);
	row = grid.row;
	col = grid.col;
	grid_release(&grid);
	if (row == step->a && col == step->b)
		return true;
	return err_set(
		err, ERR_STALE, "the cursor is at %d,%d, not %d,%d", row, col, step->a, step->b);
}

static bool assert_bytes(struct play *play, const struct step *step, struct err *err)
{
	size_t most = (size_t)step->a;

	if (play->term.bytes <= most)
		return true;
	return err_set(err, ERR_STALE, "the program wrote %zu bytes, more than %zu",
		play->term.bytes, most);
}

static bool assert_exit(struct play *play, const struct step *step, struct err *err)
{
	struct term *term = &play->term;
	int64_t until = term_now() + term->deadline;

	while (term->running && term_pump(term, until, -1))
		;
	if (term->running)
		return err_set(err, ERR_STALE, "the program has not ended");
	if (term->status == step->a)
		return true;
	return err_set(
		err, ERR_STALE, "the program ended with status %d, not %d", term->status, step->a);
}

static bool assert_modes(struct play *play, const struct step *step, struct err *err)
{
	char *wanted = strv_join(&step->words, " ");
	struct str modes = {0};
	bool ok;

	modes_print(&play->term.modes, &modes);
	ok = strcmp(wanted, str_get(&modes)) == 0;
	if (!ok)
		err_set(err, ERR_STALE, "the terminal's modes are %s, not %s", str_get(&modes),
			wanted);
	else if (strcmp(wanted, "none") == 0 && !term_termios_restored(&play->term))
		ok = err_set(err, ERR_STALE, "the terminal's settings (stty) were not put back");
	free(wanted);
	str_release(&modes);
	return ok;
}

static bool assert_sane(struct play *play, const struct step *step, struct err *err)
{
	struct grid grid;
	bool ok;

	(void)step;
	term_grid(&play->term, &grid);
	ok = grid_check(&grid, err);
	grid_release(&grid);
	if (ok && play->term.bidi != 0)
		ok = err_set(err, ERR_INPUT, "the program wrote the bidi control U+%04X",
			play->term.bidi);
	return ok;
}

/* The random end of the case's directory, as far as it shows, made the same in every run. */
static void mask_dir(const char *dir, char *text)
{
	const char *tail = strrchr(dir, '-') + 1;
	size_t head = (size_t)(tail - dir);

	for (char *at = text; (at = strstr(at, "/tmp/scr-")) != NULL; at += head) {
		for (size_t i = 0; tail[i] != '\0' && at[head + i] == tail[i]; i++)
			at[head + i] = 'X';
	}
}

static char *snap_text(const struct play *play)
{
	bool looks = strcmp(play->size, "80x24") == 0 ||
		     (strcmp(play->size, "132x43") == 0 && strcmp(play->color, "256") == 0);
	struct grid grid;
	struct str text = {0};

	term_grid(&play->term, &grid);
	str_addf(&text, "scr %dx%d %s %s\n", grid.cols, grid.rows, play->lang, play->color);
	grid_golden(&grid, looks, &text);
	grid_release(&grid);
	mask_dir(play->dir, text.buf);
	return str_detach(&text);
}

static void dump(const struct play *play, const char *snap)
{
	struct grid grid;
	struct str text = {0};

	term_grid(&play->term, &grid);
	grid_text(&grid, "", &text);
	grid_release(&grid);
	mask_dir(play->dir, text.buf);
	fprintf(play->options->dump, "== %s: %s\n%s", play->name, snap, str_get(&text));
	str_release(&text);
}

static bool snap(struct play *play, const struct step *step, struct err *err)
{
	const char *name = step->words.v[0];
	char *file, *path, *text;
	bool ok;

	if (play->options->dump != NULL)
		dump(play, name);
	if (!assert_sane(play, step, err))
		return false;
	if (play->options->show)
		return true;
	file = xasprintf("%s.%s.%s.%s.scr", name, play->size, play->lang, play->color);
	path = golden_path(play->script, file);
	strv_put(play->used, file);
	text = snap_text(play);
	ok = golden_check(path, text, play->options->update, &play->detail, err);
	free(text);
	free(path);
	free(file);
	return ok;
}

static bool (*const actions[STEP_COUNT])(struct play *, const struct step *, struct err *) = {
	[STEP_RUN] = run,
	[STEP_START] = start,
	[STEP_KEY] = key,
	[STEP_BURST] = key,
	[STEP_PASTE] = paste,
	[STEP_CLICK] = click,
	[STEP_RANDOM] = random_keys,
	[STEP_RESIZE] = resize,
	[STEP_SIGNAL] = send_signal,
	[STEP_WAIT] = wait_text,
	[STEP_SNAP] = snap,
	[STEP_TEXT] = assert_text,
	[STEP_NO_TEXT] = assert_text,
	[STEP_CURSOR] = assert_cursor,
	[STEP_BYTES] = assert_bytes,
	[STEP_EXIT] = assert_exit,
	[STEP_MODES] = assert_modes,
	[STEP_SANE] = assert_sane,
};

static bool applies(const struct play *play, const struct step *step)
{
	for (size_t i = 0; i < step->only.n; i++) {
		const char *tag = step->only.v[i];

		if (strcmp(tag, play->size) != 0 && strcmp(tag, play->lang) != 0 &&
			strcmp(tag, play->color) != 0)
			return false;
	}
	return true;
}

static bool take(struct play *play, const struct step *step, struct err *err)
{
	if (!applies(play, step))
		return true;
	if (step->kind != STEP_RUN && step->kind != STEP_START && !play->started &&
		!start(play, step, err))
		return err_wrap(err, "%s:%d: start", play->script->path, step->line);
	if (step->kind == STEP_START && play->started && play->term.running)
		return err_set(err, ERR_INPUT, "%s:%d: the program is still running",
			play->script->path, step->line);
	str_clear(&play->detail);
	if (!actions[step->kind](play, step, err))
		return err_wrap(err, "%s:%d", play->script->path, step->line);
	return true;
}

static bool make_setup(struct play *play, const char *name, const char *made, struct err *err)
{
	char *file = beside(play->script, name, ".setup");
	/* $here is its folder, so that it finds what lies beside it. */
	char *path = realpath(file, NULL),
	     *line = xasprintf("set -e; here=$(dirname '%s'); . '%s'", path, path);
	struct strv env = {0};
	bool ok =
		path != NULL || err_set(err, ERR_NOT_FOUND, "setup %s: there is no %s", name, file);

	stage_env(play->options->stage, made, play->lang, play->color, &env);
	stage_add_names(play->options->stage, made, &env);
	ok = ok && stage_run(&play->term, made, &env, line, &play->detail, err);
	strv_release(&env);
	free(line);
	free(path);
	free(file);
	return ok;
}

/* Copies what the setup of this name makes; it is made once a language. */
static bool setup(struct play *play, const char *name, struct err *err)
{
	const struct stage *stage = play->options->stage;
	char *made = xasprintf("%s/%s-%s", stage->root, name, play->lang);
	char *line = xasprintf("cp -a '%s/.' .", made);
	bool ok = mkdir(made, 0700) != 0 || make_setup(play, name, made, err);

	if (!ok)
		stage_remove_dir(made);
	ok = ok && stage_run(&play->term, play->dir, &play->env, line, &play->detail, err);
	free(line);
	free(made);
	return ok;
}

static bool play_steps(struct play *play, struct err *err)
{
	const struct script *script = play->script;

	for (size_t i = 0; i < script->setups.n; i++) {
		if (!setup(play, script->setups.v[i], err))
			return false;
	}
	for (size_t i = 0; i < script->n; i++) {
		if (!take(play, &script->steps[i], err))
			return false;
	}
	return true;
}

static void report(const struct play *play, const struct err *err)
{
	FILE *out = play->options->out;
	struct grid grid;
	struct str text = {0};

	fprintf(out, "FAIL %s\n  %s\n%s", play->name, err->text, str_get(&play->detail));
	if (play->started) {
		term_grid(&play->term, &grid);
		grid_golden(&grid, false, &text);
		grid_release(&grid);
		if (!play->term.running)
			str_addf(&text, "ended with status %d\n", play->term.status);
		fprintf(out, "%s", str_get(&text));
	}
	str_release(&text);
}

/* NAME=VALUE, instead of what stands there of that name. */
static void set_env(struct strv *env, const char *pair)
{
	size_t n = strcspn(pair, "=") + 1;

	for (size_t i = 0; i < env->n; i++) {
		if (strncmp(env->v[i], pair, n) == 0) {
			free(env->v[i]);
			env->v[i] = xstrdup(pair);
			return;
		}
	}
	strv_add(env, pair);
}

static void play_case(struct play *play, struct play_count *count)
{
	const struct script *script = play->script;
	struct err err = {0};
	bool ok;

	play->term.deadline = script->deadline;
	play->dir = stage_make_dir(&err);
	ok = play->dir != NULL && charset_make(play->options->stage->root, play->lang, &err);
	if (ok) {
		stage_env(play->options->stage, play->dir, play->lang, play->color, &play->env);
		for (size_t i = 0; i < script->env.n; i++) {
			char *pair =
				stage_expand(play->options->stage, play->dir, script->env.v[i]);

			set_env(&play->env, pair);
			free(pair);
		}
		ok = play_steps(play, &err);
	}
	if (!ok)
		report(play, &err);
	count->passed += ok;
	count->failed += !ok;
	term_close(&play->term);
	stage_reap();
	stage_remove_dir(play->dir);
	free(play->dir);
	strv_release(&play->env);
	str_release(&play->detail);
}

static void play_variant(const struct play *variant, struct play_count *count)
{
	struct play play = *variant;
	char *base = script_name(play.script);

	play.name = xasprintf("%s %s %s %s", base, play.size, play.lang, play.color);
	if (!term_stopped() && (play.options->only == NULL ||
				       regexec(play.options->only, play.name, 0, NULL, 0) == 0))
		play_case(&play, count);
	free(play.name);
	free(base);
}

/* A golden that no snap compares with is a test that somebody believes in, and does not run. */
static void find_unused(const struct play *play, struct play_count *count)
{
	char *folder = golden_path(play->script, "");
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');

		if (dot == NULL || strcmp(dot, ".scr") != 0 || strv_has(play->used, entry->d_name))
			continue;
		if (play->options->update) {
			unlinkat(dirfd(dir), entry->d_name, 0);
			continue;
		}
		fprintf(play->options->out, "FAIL %s%s: no snap uses it; UPDATE=1 removes it\n",
			folder, entry->d_name);
		count->failed++;
	}
	if (dir != NULL)
		closedir(dir);
	free(folder);
}

static void play_variants(struct play *play, struct play_count *count)
{
	const struct script *script = play->script;

	for (size_t s = 0; s < script->sizes.n; s++) {
		for (size_t l = 0; l < script->langs.n; l++) {
			for (size_t c = 0; c < script->colors.n; c++) {
				play->size = script->sizes.v[s];
				play->lang = script->langs.v[l];
				play->color = script->colors.v[c];
				play_variant(play, count);
			}
		}
	}
}

void play_script(const char *path, const struct play_options *options, struct play_count *count)
{
	int failed = count->failed;
	struct script script;
	struct strv used = {0};
	struct play play = {.options = options, .script = &script, .used = &used};
	struct err err;

	if (!script_load(&script, path, &err)) {
		fprintf(options->out, "FAIL %s\n", err.text);
		count->failed++;
	} else {
		play_variants(&play, count);
		if (options->only == NULL && !options->show && count->failed == failed &&
			!term_stopped())
			find_unused(&play, count);
	}
	strv_release(&used);
	script_release(&script);
}

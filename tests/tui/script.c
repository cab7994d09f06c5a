/* SPDX-License-Identifier: MIT */
#include "tests/tui/script.h"

#include <errno.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "tests/tui/keys.h"

enum { DEADLINE_DEFAULT = 60000 };

const char *word_text(const char *word)
{
	return word[0] == '"' ? word + 1 : word;
}

bool parse_pair(const char *text, char between, int *a, int *b)
{
	const char *mid = strchr(text, between);
	char first[8];

	if (mid == NULL || mid - text > 3 || strlen(mid + 1) > 3)
		return false;
	snprintf(first, sizeof(first), "%.*s", (int)(mid - text), text);
	return str_number(first, a) && str_number(mid + 1, b);
}

/* One escape of a quoted word; a backslash before anything else stays, as regexes need it. */
static const char *escape(const char *p, struct str *out)
{
	static const char from[] = "nte\"\\", to[] = "\n\t\033\"\\";
	const char *hit = p[1] != '\0' ? strchr(from, p[1]) : NULL;

	if (hit == NULL) {
		str_addc(out, '\\');
		return p + 1;
	}
	str_addc(out, to[hit - from]);
	return p + 2;
}

static bool quoted(const char **at, struct str *out, struct err *err)
{
	const char *p = *at + 1;

	str_addc(out, '"');
	while (*p != '\0' && *p != '"') {
		if (*p == '\\')
			p = escape(p, out);
		else
			str_addc(out, *p++);
	}
	if (*p != '"')
		return err_set(err, ERR_INPUT, "a quoted text has no end");
	*at = p + 1;
	return true;
}

static bool split(const char *p, struct strv *words, struct err *err)
{
	struct str word = {0};
	bool ok = true;

	for (p += strspn(p, " \t"); ok && *p != '\0' && *p != '#'; p += strspn(p, " \t")) {
		if (*p == '"') {
			ok = quoted(&p, &word, err);
		} else {
			size_t n = strcspn(p, " \t");

			str_addn(&word, p, n);
			p += n;
		}
		strv_add(words, str_get(&word));
		str_clear(&word);
	}
	str_release(&word);
	return ok;
}

static bool is_regex(const char *text, struct err *err)
{
	regex_t re;
	int rc = regcomp(&re, text, REG_EXTENDED | REG_NEWLINE | REG_NOSUB);
	char why[200];

	if (rc == 0) {
		regfree(&re);
		return true;
	}
	regerror(rc, &re, why, sizeof(why));
	return err_set(err, ERR_INPUT, "'%s': %s", text, why);
}

static bool want(const struct step *step, size_t n, struct err *err)
{
	if (step->words.n == n)
		return true;
	return err_set(err, ERR_INPUT, "takes %zu words, not %zu", n, step->words.n);
}

static bool parse_none(struct step *step, struct err *err)
{
	return want(step, 0, err);
}

/* Appends word to list, `<Down>*3` three times. */
static void repeat(struct strv *list, const char *word)
{
	const char *star = word[0] == '<' ? strstr(word, ">*") : NULL;
	int times = 1;

	if (star == NULL || !str_number(star + 2, &times)) {
		strv_add(list, word);
		return;
	}
	for (int i = 0; i < times; i++)
		strv_addn(list, word, (size_t)(star + 1 - word));
}

static bool parse_keys(struct step *step, struct err *err)
{
	struct str bytes = {0};
	struct strv words = {0};
	bool ok = step->words.n > 0 || err_set(err, ERR_INPUT, "needs keys");

	for (size_t i = 0; i < step->words.n; i++)
		repeat(&words, step->words.v[i]);
	strv_release(&step->words);
	step->words = words;
	for (size_t i = 0; ok && i < words.n; i++)
		ok = keys_encode(words.v[i], false, &bytes, err);
	str_release(&bytes);
	return ok;
}

static bool parse_word(struct step *step, struct err *err)
{
	return want(step, 1, err);
}

static bool parse_name(struct step *step, struct err *err)
{
	if (!want(step, 1, err))
		return false;
	if (strchr(step->words.v[0], '/') != NULL)
		return err_set(err, ERR_INPUT, "'%s' is not a plain name", step->words.v[0]);
	return true;
}

static bool parse_regex(struct step *step, struct err *err)
{
	return want(step, 1, err) && is_regex(word_text(step->words.v[0]), err);
}

static bool parse_place(struct step *step, struct err *err)
{
	if (!want(step, 1, err))
		return false;
	if (!parse_pair(step->words.v[0], ',', &step->a, &step->b))
		return err_set(err, ERR_INPUT, "'%s' is not ROW,COLUMN", step->words.v[0]);
	return true;
}

static bool parse_random(struct step *step, struct err *err)
{
	char *end;

	if (!want(step, 1, err))
		return false;
	step->a = (int)strtol(step->words.v[0], &end, 10);
	if (*end != ',' || !str_number(end + 1, &step->b))
		return err_set(err, ERR_INPUT, "'%s' is not KEYS,SEED", step->words.v[0]);
	return true;
}

static bool parse_size(struct step *step, struct err *err)
{
	if (!want(step, 1, err))
		return false;
	if (!parse_pair(step->words.v[0], 'x', &step->a, &step->b) || step->a < 1 || step->b < 1)
		return err_set(err, ERR_INPUT, "'%s' is not COLUMNSxROWS", step->words.v[0]);
	return true;
}

static bool parse_number(struct step *step, struct err *err)
{
	if (!want(step, 1, err))
		return false;
	if (!str_number(step->words.v[0], &step->a))
		return err_set(err, ERR_INPUT, "'%s' is not a number", step->words.v[0]);
	return true;
}

static bool parse_signal(struct step *step, struct err *err)
{
	if (!want(step, 1, err))
		return false;
	for (int n = 1; n < NSIG; n++) {
		const char *name = sigabbrev_np(n);

		if (name != NULL && strcmp(name, step->words.v[0]) == 0)
			step->a = n;
	}
	if (step->a == 0)
		return err_set(err, ERR_INPUT, "'%s' is not a signal", step->words.v[0]);
	return true;
}

static bool parse_any(struct step *step, struct err *err)
{
	return step->words.n > 0 || err_set(err, ERR_INPUT, "needs words");
}

struct command {
	const char *name;
	enum step_kind kind;
	bool (*parse)(struct step *step, struct err *err);
};

static const struct command commands[] = {
	{"run", STEP_RUN, NULL},
	{"start", STEP_START, parse_none},
	{"key", STEP_KEY, parse_keys},
	{"burst", STEP_BURST, parse_keys},
	{"paste", STEP_PASTE, parse_word},
	{"click", STEP_CLICK, parse_place},
	{"random", STEP_RANDOM, parse_random},
	{"resize", STEP_RESIZE, parse_size},
	{"signal", STEP_SIGNAL, parse_signal},
	{"wait", STEP_WAIT, parse_regex},
	{"snap", STEP_SNAP, parse_name},
	{"assert text", STEP_TEXT, parse_regex},
	{"assert no text", STEP_NO_TEXT, parse_regex},
	{"assert cursor", STEP_CURSOR, parse_place},
	{"assert bytes<=", STEP_BYTES, parse_number},
	{"assert exit", STEP_EXIT, parse_number},
	{"assert modes", STEP_MODES, parse_any},
	{"assert sane", STEP_SANE, parse_none},
};

/* What follows name in line, or NULL: words of name may be parted by more than one blank. */
static const char *after(const char *line, const char *name)
{
	for (; *name != '\0'; name++) {
		if (*name == ' ') {
			if (*line != ' ' && *line != '\t')
				return NULL;
			line += strspn(line, " \t");
		} else if (*line++ != *name) {
			return NULL;
		}
	}
	if (name[-1] != '=' && *line != '\0' && strchr(" \t#", *line) == NULL)
		return NULL;
	return line + strspn(line, " \t");
}

static bool add_step(struct script *script, const char *line, struct step *step, struct err *err)
{
	const struct command *command = NULL;
	const char *rest = NULL;
	bool ok;

	for (size_t i = 0; rest == NULL && i < sizeof(commands) / sizeof(commands[0]); i++) {
		command = &commands[i];
		rest = after(line, command->name);
	}
	if (rest == NULL)
		return err_set(err, ERR_INPUT, "unknown command '%s'", line);
	step->kind = command->kind;
	if (command->parse == NULL) { /* a shell line stays as it is */
		strv_add(&step->words, rest);
		ok = *rest != '\0' || err_set(err, ERR_INPUT, "needs a shell line");
	} else {
		ok = split(rest, &step->words, err) && command->parse(step, err);
	}
	if (!ok)
		return err_wrap(err, "%s", command->name);
	GROW(script->steps, script->n);
	script->steps[script->n++] = *step;
	*step = (struct step){0};
	return true;
}

/* "50ms" or "10s" */
static bool duration(const char *text, int *ms)
{
	size_t n = strspn(text, "0123456789");
	char *digits = xstrndup(text, n);
	bool ok = n <= 6 && str_number(digits, ms);

	free(digits);
	if (ok && strcmp(text + n, "s") == 0)
		*ms *= 1000;
	else
		ok = ok && strcmp(text + n, "ms") == 0;
	return ok && *ms > 0;
}

static bool is_size(const char *text)
{
	int cols = 0, rows = 0;

	return parse_pair(text, 'x', &cols, &rows) && cols > 0 && rows > 0;
}

static bool is_lang(const char *text)
{
	return strpbrk(text, "/ ") == NULL;
}

static bool is_color(const char *text)
{
	return strcmp(text, "256") == 0 || strcmp(text, "mono") == 0;
}

static bool is_assignment(const char *text)
{
	return strchr(text, '=') != NULL && text[0] != '=';
}

static bool is_name(const char *text)
{
	return strchr(text, '/') == NULL;
}

static bool is_argument(const char *text)
{
	return text != NULL;
}

/* A setting that is a list of words; false with an empty err where line is none. */
static bool add_list(struct script *script, const char *line, struct err *err)
{
	const struct {
		const char *name;
		struct strv *to;
		bool (*good)(const char *text);
		bool marks;
	} lists[] = {
		{"size", &script->sizes, is_size, false},
		{"lang", &script->langs, is_lang, false},
		{"color", &script->colors, is_color, false},
		{"env", &script->env, is_assignment, false},
		{"setup", &script->setups, is_name, false},
		{"args", &script->args, is_argument, true},
	};
	struct strv words = {0};
	const char *rest = NULL;
	size_t i = 0;
	bool ok;

	while (i < sizeof(lists) / sizeof(lists[0]) && (rest = after(line, lists[i].name)) == NULL)
		i++;
	if (rest == NULL)
		return false;
	ok = split(rest, &words, err);
	for (size_t w = 0; ok && w < words.n; w++) {
		const char *text = word_text(words.v[w]);

		ok = lists[i].good(text) ||
		     err_set(err, ERR_INPUT, "%s: '%s' cannot be read", lists[i].name, text);
		strv_add(lists[i].to, lists[i].marks ? words.v[w] : text);
	}
	strv_release(&words);
	return ok;
}

static bool add_time(struct script *script, const char *line, struct err *err)
{
	const char *quiet = after(line, "quiet"), *deadline = after(line, "deadline");

	if (quiet == NULL && deadline == NULL)
		return false;
	if (duration(quiet != NULL ? quiet : deadline,
		    quiet != NULL ? &script->quiet : &script->deadline))
		return true;
	return err_set(err, ERR_INPUT, "'%s' is not a time like 50ms or 10s", line);
}

static bool add_line(struct script *script, const char *line, int number, struct err *err)
{
	struct step step = {.line = number};
	bool ok = false;

	*err = (struct err){0};
	if (strcmp(line, "wide") == 0) {
		script->is_wide = true;
		return true;
	}
	if (add_list(script, line, err) || add_time(script, line, err))
		return true;
	if (err->code == ERR_NONE) {
		if (*line == '@') {
			size_t n = strcspn(line, " \t");
			char *tags = xstrndup(line + 1, n - 1);

			strv_split(&step.only, tags, ",");
			free(tags);
			line += n + strspn(line + n, " \t");
		}
		ok = add_step(script, line, &step, err);
	}
	strv_release(&step.only);
	strv_release(&step.words);
	return ok || err_wrap(err, "%s:%d", script->path, number);
}

bool script_parse(struct script *script, const char *path, const char *text, struct err *err)
{
	bool ok = true;

	*script = (struct script){.path = xstrdup(path), .deadline = DEADLINE_DEFAULT};
	for (int number = 1; ok && *text != '\0'; number++) {
		size_t n = strcspn(text, "\n");
		char *copy = xstrndup(text, n), *line = str_trim(copy);

		if (*line != '\0' && *line != '#')
			ok = add_line(script, line, number, err);
		free(line);
		free(copy);
		text += n + (text[n] == '\n');
	}
	if (script->sizes.n == 0)
		strv_add(&script->sizes, "80x24");
	if (script->langs.n == 0)
		strv_add(&script->langs, "zh_CN");
	if (script->colors.n == 0)
		strv_add(&script->colors, "256");
	if (ok && script->n == 0)
		ok = err_set(err, ERR_INPUT, "%s: has no steps", path);
	return ok;
}

bool script_load(struct script *script, const char *path, struct err *err)
{
	struct str text = {0};
	FILE *file = fopen(path, "re");
	char buf[4096];
	size_t n;
	bool ok;

	*script = (struct script){0};
	if (file == NULL)
		return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	while ((n = fread(buf, 1, sizeof(buf), file)) > 0)
		str_addn(&text, buf, n);
	ok = !ferror(file) || err_set(err, ERR_IO, "%s: cannot be read", path);
	fclose(file);
	ok = ok && script_parse(script, path, str_get(&text), err);
	str_release(&text);
	return ok;
}

void script_release(struct script *script)
{
	for (size_t i = 0; i < script->n; i++) {
		strv_release(&script->steps[i].only);
		strv_release(&script->steps[i].words);
	}
	free(script->steps);
	free(script->path);
	strv_release(&script->sizes);
	strv_release(&script->langs);
	strv_release(&script->colors);
	strv_release(&script->env);
	strv_release(&script->setups);
	strv_release(&script->args);
	*script = (struct script){0};
}

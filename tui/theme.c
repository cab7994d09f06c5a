/* SPDX-License-Identifier: MIT */
#include "tui/theme.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"
#include "core/i18n.h"
#include "core/mem.h"

enum { THEME_FILE_MAX = 64 << 10, INHERIT_DEPTH = 4 };

static const struct {
	const char *name, *fallback;
	enum style inherits;
} roles[STYLE_COUNT] = {
#define STYLE(id, name, inherits, fallback) [STYLE_##id] = {name, fallback, STYLE_##inherits},
#include "tui/style.def"
#undef STYLE
};

static const char *const colours[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan",
	"white", "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue",
	"bright-magenta", "bright-cyan", "bright-white"};

static const struct {
	const char *name;
	unsigned bit;
} attributes[] = {
	{"bold", LOOK_BOLD},
	{"dim", LOOK_DIM},
	{"reverse", LOOK_REVERSE},
	{"underline", LOOK_UNDERLINE},
	{"italic", LOOK_ITALIC},
};

static bool parse_colour(const char *word, int *colour)
{
	for (size_t i = 0; i < sizeof(colours) / sizeof(*colours); i++) {
		if (strcmp(word, colours[i]) == 0) {
			*colour = (int)i;
			return true;
		}
	}
	if (strcmp(word, "default") == 0) {
		*colour = -1;
		return true;
	}
	return str_number(word, colour) && *colour <= 255;
}

static bool parse_attribute(const char *word, unsigned *bits)
{
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		if (strcmp(word, attributes[i].name) == 0) {
			*bits |= attributes[i].bit;
			return true;
		}
	}
	return false;
}

bool look_parse(struct look *look, const char *text, struct err *err)
{
	struct strv words = {0};
	bool is_ground = false, ok = true;

	*look = (struct look){.fg = -1, .bg = -1};
	strv_split(&words, text, " \t");
	for (size_t i = 0; i < words.n && ok; i++) {
		if (strcmp(words.v[i], "on") == 0)
			is_ground = true;
		else if (!parse_attribute(words.v[i], &look->attributes) &&
			 !parse_colour(words.v[i], is_ground ? &look->bg : &look->fg))
			ok = err_set(err, ERR_INPUT,
				_("'%s' is no colour and no attribute (red, bright-blue, 0 to 255, "
				  "default; "
				  "bold dim reverse underline italic)"),
				words.v[i]);
	}
	strv_release(&words);
	return ok;
}

void theme_mono(struct theme *theme)
{
	struct err err;

	for (int i = 0; i < STYLE_COUNT; i++) {
		if (!look_parse(&theme->looks[i], roles[i].fallback, &err))
			theme->looks[i] = (struct look){.fg = -1, .bg = -1};
	}
	set_str(&theme->name, "mono");
}

static int role_named(const char *name)
{
	for (int i = 0; i < STYLE_COUNT; i++) {
		if (strcmp(roles[i].name, name) == 0)
			return i;
	}
	return -1;
}

static bool read_styles(
	struct theme *theme, const struct conf_section *section, bool given[], struct err *err)
{
	for (size_t i = 0; i < section->n; i++) {
		const struct conf_entry *entry = &section->entries[i];
		int role = role_named(entry->key);

		if (role < 0)
			return err_set(err, ERR_INPUT, _("%s:%d: there is no style '%s'"),
				section->file, entry->line, entry->key);
		if (!look_parse(&theme->looks[role], entry->value, err))
			return err_wrap(err, "%s:%d", section->file, entry->line);
		given[role] = true;
	}
	return true;
}

/* A file's bytes; the caller frees. */
static char *slurp(const char *path, size_t *len, struct err *err)
{
	FILE *file = fopen(path, "re");
	char *text;

	if (file == NULL) {
		err_set(err, ERR_NOT_FOUND, _("%s: %s"), path, err_system(errno));
		return NULL;
	}
	text = xcalloc(THEME_FILE_MAX + 1, 1);
	*len = fread(text, 1, THEME_FILE_MAX, file);
	fclose(file);
	return text;
}

static bool load(struct theme *theme, const char *dir, const char *name, bool given[], int depth,
	struct err *err)
{
	struct conf conf = {0};
	char *path = xasprintf("%s/%s.ini", dir, name), *text;
	const char *inherit = NULL;
	size_t len = 0;
	bool ok;

	text = slurp(path, &len, err);
	ok = text != NULL && conf_read(&conf, path, text, len, err);
	for (size_t i = 0; ok && i < conf.n; i++) {
		if (strcmp(conf.sections[i].name, "theme") == 0)
			inherit = conf_get(&conf.sections[i], "inherit");
	}
	if (ok && inherit != NULL && depth < INHERIT_DEPTH)
		ok = load(theme, dir, inherit, given, depth + 1, err);
	for (size_t i = 0; ok && i < conf.n; i++) {
		if (strcmp(conf.sections[i].name, "styles") == 0)
			ok = read_styles(theme, &conf.sections[i], given, err);
	}
	conf_release(&conf);
	free(text);
	free(path);
	return ok;
}

bool theme_load(struct theme *theme, const char *dir, const char *name, struct err *err)
{
	bool given[STYLE_COUNT] = {false};

	theme_mono(theme);
	if (strchr(name, '/') != NULL)
		return err_set(
			err, ERR_INPUT, _("a theme is named without its folder: '%s'"), name);
	if (!load(theme, dir, name, given, 0, err)) {
		theme_mono(theme);
		return false;
	}
	/* style.def lists a role after the one it inherits from. */
	for (int i = 0; i < STYLE_COUNT; i++) {
		if (!given[i])
			theme->looks[i] = theme->looks[roles[i].inherits];
	}
	set_str(&theme->name, name);
	return true;
}

static int is_theme(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".ini") == 0;
}

void theme_names(const char *dir, struct strv *names)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_theme, alphasort);

	for (int i = 0; i < n; i++) {
		strv_addn(names, entries[i]->d_name, strlen(entries[i]->d_name) - 4);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

void theme_release(struct theme *theme)
{
	free(theme->name);
	*theme = (struct theme){0};
}

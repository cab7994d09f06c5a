/* SPDX-License-Identifier: MIT */
#include "tui/theme.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "tui/own.h"

enum { INHERIT_DEPTH = 4 };

static const struct {
	const char *name, *fallback;
	enum style inherits;
} roles[STYLE_COUNT] = {
#define STYLE(id, name, inherits, fallback) [STYLE_##id] = {name, fallback, STYLE_##inherits},
#include "tui/style.def"
#undef STYLE
};

static const char *const palette[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan",
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

/* "rgb:1c3a5e" */
static bool parse_rgb(const char *word, int *colour)
{
	const char *digits = word + 4;

	if (!starts_with(word, "rgb:") || strspn(digits, "0123456789abcdefABCDEF") != 6 ||
		strlen(digits) != 6)
		return false;
	*colour = RGB | (int)strtol(digits, NULL, 16);
	return true;
}

static bool parse_colour(const char *word, int *colour)
{
	for (size_t i = 0; i < sizeof(palette) / sizeof(*palette); i++) {
		if (strcmp(word, palette[i]) == 0) {
			*colour = (int)i;
			return true;
		}
	}
	if (strcmp(word, "default") == 0) {
		*colour = -1;
		return true;
	}
	return parse_rgb(word, colour) || (str_number(word, colour) && *colour <= 255);
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
				  "rgb:1c3a5e, default; bold dim reverse underline italic)"),
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

/* ---- colours that a terminal has ------------------------------------------------------------- */

/* xterm's: a cube of six by six by six behind the first sixteen, then greys. */
static int cube_level(int i)
{
	return i == 0 ? 0 : 55 + 40 * i;
}

static int palette_rgb(int colour)
{
	static const int first[16] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
		0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff,
		0x00ffff, 0xffffff};
	int i = colour - 16;

	if (colour < 16)
		return first[colour];
	if (colour >= 232)
		return (8 + 10 * (colour - 232)) * 0x010101;
	return cube_level(i / 36) << 16 | cube_level(i / 6 % 6) << 8 | cube_level(i % 6);
}

static int distance(int a, int b)
{
	int sum = 0;

	for (int shift = 0; shift <= 16; shift += 8) {
		int d = (a >> shift & 0xff) - (b >> shift & 0xff);

		sum += d * d;
	}
	return sum;
}

/* The first sixteen are left out: a terminal may show them as it likes. */
static int nearest(int rgb)
{
	int best = 16;

	for (int i = 17; i < 256; i++) {
		if (distance(rgb, palette_rgb(i)) < distance(rgb, palette_rgb(best)))
			best = i;
	}
	return best;
}

int look_colour(int colour, int colours)
{
	enum { DIRECT = 1 << 24, PLAIN = 8 };
	int rgb;

	if (colour < 0 || (colour < PLAIN && colour < colours))
		return colour;
	if (colours >= DIRECT) {
		rgb = (colour & RGB) != 0 ? colour & ~RGB : palette_rgb(colour);
		return rgb < PLAIN ? 0
				   : rgb; /* the first eight numbers are colours of the palette */
	}
	if ((colour & RGB) != 0)
		colour = nearest(colour & ~RGB);
	return colour < colours ? colour : -1;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
	struct theme *theme;
	const struct theme_dirs *dirs;
	struct strv *problems;
	bool given[STYLE_COUNT];
};

static void read_style(
	struct reader *reader, const struct conf_section *section, const struct conf_entry *entry)
{
	int role = role_named(entry->key);
	struct look look;
	struct err err;

	if (role < 0) {
		own_complain(reader->problems, section->file, entry->line,
			_("there is no style '%s'"), entry->key);
	} else if (!look_parse(&look, entry->value, &err)) {
		own_complain(reader->problems, section->file, entry->line, "%s", err.text);
	} else {
		reader->theme->looks[role] = look;
		reader->given[role] = true;
	}
}

/* A theme that is its own ancestor is that of the folder behind. */
static bool find(const struct theme_dirs *dirs, const char *name, bool skips_own,
	struct strv *problems, struct conf *conf)
{
	char *path, *shown = xasprintf("themes/%s.ini", name);
	bool ok = false;

	if (dirs->own != NULL && !skips_own && strchr(name, '/') == NULL) {
		path = xasprintf("%s/%s.ini", dirs->own, name);
		ok = own_conf(conf, path, shown, problems);
		free(path);
	}
	if (!ok && dirs->installed != NULL && strchr(name, '/') == NULL) {
		path = xasprintf("%s/%s.ini", dirs->installed, name);
		ok = own_conf(conf, path, path, problems);
		free(path);
	}
	free(shown);
	return ok;
}

static bool load(struct reader *reader, const char *name, bool skips_own, int depth);

static void inherit(
	struct reader *reader, const struct conf_section *section, const char *name, int depth)
{
	const char *from = conf_get(section, "inherit");
	int line = conf_line(section, "inherit");

	if (from == NULL)
		return;
	if (depth == INHERIT_DEPTH)
		own_complain(reader->problems, section->file, line,
			_("'%s' would be inherited again and again"), from);
	else if (!load(reader, from, strcmp(from, name) == 0, depth + 1))
		own_complain(reader->problems, section->file, line,
			_("there is no theme '%s' to inherit"), from);
}

static bool load(struct reader *reader, const char *name, bool skips_own, int depth)
{
	struct conf conf = {0};
	bool ok = find(reader->dirs, name, skips_own, reader->problems, &conf);

	for (size_t i = 0; i < conf.n; i++) {
		if (strcmp(conf.sections[i].name, "theme") == 0)
			inherit(reader, &conf.sections[i], name, depth);
	}
	for (size_t i = 0; i < conf.n; i++) {
		const struct conf_section *section = &conf.sections[i];

		if (strcmp(section->name, "styles") == 0) {
			for (size_t k = 0; k < section->n; k++)
				read_style(reader, section, &section->entries[k]);
		} else if (strcmp(section->name, "theme") != 0) {
			own_complain(reader->problems, section->file, section->line,
				_("there is no section [%s]; there are [theme] and [styles]"),
				section->name);
		}
	}
	conf_release(&conf);
	return ok;
}

bool theme_load(struct theme *theme, const struct theme_dirs *dirs, const char *name,
	struct strv *problems, struct err *err)
{
	struct reader reader = {.theme = theme, .dirs = dirs, .problems = problems};
	struct strv names = {0};
	char *joined;

	theme_mono(theme);
	if (!load(&reader, name, false, 0)) {
		theme_names(dirs, &names);
		joined = strv_join(&names, ", ");
		err_set(err, ERR_NOT_FOUND, _("there is no theme '%s'; there are %s"), name,
			joined);
		free(joined);
		strv_release(&names);
		return false;
	}
	/* style.def lists a role after the one it inherits from. */
	for (int i = 0; i < STYLE_COUNT; i++) {
		if (!reader.given[i])
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

static void add_names(const char *dir, struct strv *names)
{
	struct dirent **entries;
	int n = dir != NULL ? scandir(dir, &entries, is_theme, alphasort) : -1;

	for (int i = 0; i < n; i++) {
		char *name = xstrndup(entries[i]->d_name, strlen(entries[i]->d_name) - 4);

		strv_put(names, name);
		free(name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void theme_names(const struct theme_dirs *dirs, struct strv *names)
{
	add_names(dirs->installed, names);
	add_names(dirs->own, names);
	if (names->n > 0)
		qsort(names->v, names->n, sizeof(*names->v), by_name);
}

void theme_release(struct theme *theme)
{
	free(theme->name);
	*theme = (struct theme){0};
}

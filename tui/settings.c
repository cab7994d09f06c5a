/* SPDX-License-Identifier: MIT */
#include "tui/settings.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/app.h"
#include "tui/own.h"

static void apply_language(struct app *app);
static void apply_theme(struct app *app);
static void apply_keys(struct app *app);
static void apply_mouse(struct app *app);
static void apply_preview(struct app *app);
static void apply_marks(struct app *app);
static void apply_blanks(struct app *app);

static const struct {
	const char *name, *values, *built, *help;
	void (*apply)(struct app *app);
} table[SETTING_COUNT] = {
	[SETTING_LANGUAGE] = {"language", "auto zh en", "auto",
		N_("The language of the words; auto: as the locale says"), apply_language},
	[SETTING_THEME] = {"theme", NULL, "default", N_("The colours"), apply_theme},
	[SETTING_KEYS] = {"keys", "clerk vi", "clerk",
		N_("The preset of keys; keys.ini may say otherwise"), apply_keys},
	[SETTING_MOUSE] = {"mouse", "auto on off", "auto",
		N_("Whether the mouse is the program's; auto: unless over SSH"), apply_mouse},
	[SETTING_PREVIEW] = {"preview", "on off", "off",
		N_("The paper under the cursor beside a list, or below it"), apply_preview},
	[SETTING_AMBIGUOUS] = {"ambiguous", "auto narrow wide", "auto",
		N_("How wide the terminal shows quotation marks; auto: it is asked"), apply_marks},
	[SETTING_ASCII] = {"ascii", "on off", "off", N_("Borders and marks in ASCII"), apply_marks},
	[SETTING_BLANKS] = {"blanks", "on off", "off",
		N_("Ideographic blanks, tabs, blanks at the end of a line, no-break spaces are "
		   "marked"),
		apply_blanks},
};

const char *setting_name(enum setting setting)
{
	return table[setting].name;
}

const char *setting_help(enum setting setting)
{
	return _(table[setting].help);
}

const char *setting_values(enum setting setting)
{
	return table[setting].values;
}

const char *settings_get(const struct settings *settings, enum setting setting)
{
	const char *said = settings->v[setting].value;

	return said != NULL ? said : table[setting].built;
}

bool settings_is(const struct settings *settings, enum setting setting, const char *value)
{
	return strcmp(settings_get(settings, setting), value) == 0;
}

void settings_put(
	struct settings *settings, enum setting setting, const char *value, const char *from)
{
	set_str(&settings->v[setting].value, value);
	set_str(&settings->v[setting].from, from);
}

void settings_release(struct settings *settings)
{
	for (int i = 0; i < SETTING_COUNT; i++)
		settings_put(settings, (enum setting)i, NULL, NULL);
}

/* ---- saying ---------------------------------------------------------------------------------- */

static bool may_be(enum setting setting, const char *value)
{
	struct strv values = {0};
	bool ok = *value != '\0';

	if (table[setting].values == NULL)
		return ok;
	strv_split(&values, table[setting].values, " ");
	ok = strv_has(&values, value);
	strv_release(&values);
	return ok;
}

static bool refuse_name(const char *name, struct err *err)
{
	struct strv names = {0};
	char *joined;

	for (int i = 0; i < SETTING_COUNT; i++)
		strv_add(&names, table[i].name);
	joined = strv_join(&names, ", ");
	err_set(err, ERR_INPUT, _("there is no setting '%s'; there are %s"), name, joined);
	free(joined);
	strv_release(&names);
	return false;
}

bool settings_say(struct settings *settings, const char *name, const char *value, const char *from,
	struct err *err)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		if (strcmp(table[i].name, name) != 0)
			continue;
		if (!may_be((enum setting)i, value))
			return err_set(err, ERR_INPUT, _("'%s' cannot be '%s'; it is one of: %s"),
				name, value,
				table[i].values != NULL ? table[i].values : _("the themes"));
		settings_put(settings, (enum setting)i, value, from);
		return true;
	}
	return refuse_name(name, err);
}

static void read_section(
	struct settings *settings, const struct conf_section *section, struct strv *problems)
{
	bool is_ours = strcmp(section->name, "screen") == 0;
	struct err err;

	if (!is_ours)
		own_complain(problems, section->file, section->line,
			_("there is no section [%s]; there is [screen]"), section->name);
	for (size_t i = 0; is_ours && i < section->n; i++) {
		const struct conf_entry *entry = &section->entries[i];
		char *from = xasprintf("%s:%d", section->file, entry->line);

		if (!settings_say(settings, entry->key, entry->value, from, &err))
			own_complain(problems, section->file, entry->line, "%s", err.text);
		free(from);
	}
}

static void read_file(
	struct settings *settings, const char *path, const char *name, struct strv *problems)
{
	struct conf conf = {0};

	own_conf(&conf, path, name, problems);
	for (size_t i = 0; i < conf.n; i++)
		read_section(settings, &conf.sections[i], problems);
	conf_release(&conf);
}

static void read_options(struct settings *settings, const struct tui_options *options)
{
	static const char *const widths[] = {
		[AMBIGUOUS_NARROW] = "narrow", [AMBIGUOUS_WIDE] = "wide"};

	if (options->lang != NULL)
		settings_put(settings, SETTING_LANGUAGE, options->lang, "--lang");
	if (options->theme != NULL)
		settings_put(settings, SETTING_THEME, options->theme, "--theme");
	if (options->no_mouse)
		settings_put(settings, SETTING_MOUSE, "off", "--no-mouse");
	if (options->ambiguous != AMBIGUOUS_AUTO)
		settings_put(
			settings, SETTING_AMBIGUOUS, widths[options->ambiguous], "--ambiguous");
	if (options->is_ascii)
		settings_put(settings, SETTING_ASCII, "on", "--ascii");
}

void settings_load(
	struct settings *settings, const struct tui_options *options, struct strv *problems)
{
	char *theme = own_read(options->state_dir, "theme"), *path;

	if (options->site_config != NULL)
		read_file(settings, options->site_config, options->site_config, problems);
	if (theme != NULL)
		settings_put(settings, SETTING_THEME, theme, ":theme");
	if (options->config_dir != NULL) {
		path = xasprintf("%s/config.ini", options->config_dir);
		read_file(settings, path, "config.ini", problems);
		free(path);
	}
	read_options(settings, options);
	free(theme);
}

/* keys.ini has the last word on the preset. Themes and keys are read for what is wrong with them.
 */
static void look_at_files(
	struct settings *settings, const struct tui_options *options, struct strv *problems)
{
	char *keys = xasprintf("%s/keys.ini", options->config_dir);
	char *own = xasprintf("%s/themes", options->config_dir);
	const struct theme_dirs dirs = {own, options->theme_dir};
	bool is_vi = settings_is(settings, SETTING_KEYS, "vi");
	struct keymap map = {.preset = is_vi ? PRESET_VI : PRESET_CLERK};
	struct theme theme = {0};
	struct err err;

	if (keymap_load(&map, keys, problems) && (map.preset == PRESET_VI) != is_vi)
		settings_put(settings, SETTING_KEYS, is_vi ? "clerk" : "vi", "keys.ini");
	if (!theme_load(&theme, &dirs, settings_get(settings, SETTING_THEME), problems, &err))
		strv_add(problems, err.text);
	theme_release(&theme);
	keymap_release(&map);
	free(own);
	free(keys);
}

static char *names_of_themes(const struct tui_options *options)
{
	char *own = xasprintf("%s/themes", options->config_dir);
	const struct theme_dirs dirs = {own, options->theme_dir};
	struct strv names = {0};
	char *joined;

	theme_names(&dirs, &names);
	joined = strv_join(&names, " ");
	strv_release(&names);
	free(own);
	return joined;
}

void tui_settings(const struct tui_options *options, struct strv *cells, struct strv *problems)
{
	struct settings settings = {0};

	settings_load(&settings, options, problems);
	look_at_files(&settings, options, problems);
	for (int i = 0; i < SETTING_COUNT; i++) {
		const char *from = settings.v[i].from;
		char *values = table[i].values != NULL ? xstrdup(table[i].values)
						       : names_of_themes(options);

		strv_add(cells, table[i].name);
		strv_add(cells, settings_get(&settings, (enum setting)i));
		strv_add(cells, from != NULL ? from : "");
		strv_add(cells, values);
		strv_add(cells, _(table[i].help));
		free(values);
	}
	settings_release(&settings);
}

/* ---- doing ----------------------------------------------------------------------------------- */

static void apply_language(struct app *app)
{
	const char *value = settings_get(&app->settings, SETTING_LANGUAGE);

	i18n_set(strcmp(value, "auto") == 0 ? app->usual_lang : i18n_parse(value));
	app_refresh(app);
}

static void apply_theme(struct app *app)
{
	app_theme(app, settings_get(&app->settings, SETTING_THEME));
}

static void apply_keys(struct app *app)
{
	app->keys.preset =
		settings_is(&app->settings, SETTING_KEYS, "vi") ? PRESET_VI : PRESET_CLERK;
}

static void apply_mouse(struct app *app)
{
	bool wanted = settings_is(&app->settings, SETTING_MOUSE, "auto")
			      ? getenv("SSH_CONNECTION") == NULL
			      : settings_is(&app->settings, SETTING_MOUSE, "on");

	if (wanted != app->has_mouse)
		app->has_mouse = term_mouse(app->term, wanted);
}

static void apply_preview(struct app *app)
{
	app->has_preview = settings_is(&app->settings, SETTING_PREVIEW, "on");
}

/* Asked once: the answer is read as if it were typed. */
static bool terminal_is_wide(struct app *app)
{
	if (app->width == AMBIGUOUS_AUTO) {
		app->width = term_ambiguous_is_wide(app->term) ? AMBIGUOUS_WIDE : AMBIGUOUS_NARROW;
		term_redraw(app->term);
	}
	return app->width == AMBIGUOUS_WIDE;
}

/* A terminal that shows such characters two columns wide, as Chinese ones may, would shift every
 * line: borders and marks are ASCII there. */
static void apply_marks(struct app *app)
{
	bool is_wide =
		settings_is(&app->settings, SETTING_AMBIGUOUS, "wide") ||
		(settings_is(&app->settings, SETTING_AMBIGUOUS, "auto") && terminal_is_wide(app));

	app->grid.is_ascii = is_wide || settings_is(&app->settings, SETTING_ASCII, "on");
	if (is_wide)
		app_say(app, LEVEL_NOTE,
			_("This terminal shows some characters two columns wide, such as quotation "
			  "marks; set its ambiguous width to narrow, or lines of text may be "
			  "shifted"));
}

static void apply_blanks(struct app *app)
{
	app->grid.has_blanks = settings_is(&app->settings, SETTING_BLANKS, "on");
}

void settings_apply(struct app *app, enum setting setting)
{
	table[setting].apply(app);
}

void settings_apply_all(struct app *app)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		if (i != SETTING_ASCII) /* as the one before it */
			settings_apply(app, (enum setting)i);
	}
}

bool settings_load_keys(struct app *app)
{
	struct strv problems = {0};
	char *path = xasprintf(
		"%s/keys.ini", app->options->config_dir != NULL ? app->options->config_dir : "");
	bool is_there;

	keymap_release(&app->keys);
	apply_keys(app);
	is_there = app->options->config_dir != NULL && keymap_load(&app->keys, path, &problems);
	app_problems(app, path, &problems);
	strv_release(&problems);
	free(path);
	return is_there;
}

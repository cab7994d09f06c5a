/* SPDX-License-Identifier: MIT */
/* The pickers that belong to no view: who to be in the demo, the theme, the settings. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/own.h"
#include "tui/pick.h"
#include "tui/say.h"

static char *roles_of(const struct office *office, const struct person *person)
{
	struct str out = {0};

	for (size_t i = 0; i < person->post_count; i++) {
		if (i > 0)
			str_add(&out, ", ");
		str_addf(&out, "%s (%s)", label_role(office, person->posts[i].role),
			label_unit(office, person->posts[i].unit));
	}
	return str_detach(&out);
}

void view_persons(struct app *app)
{
	const struct office *office = app_office(app);
	struct picks picks = {0};

	for (size_t i = 0; i < office->org.person_count; i++) {
		const struct person *person = &office->org.persons[i];
		char *roles, *title;

		if (!person_is_live(person, session_today(app->session)))
			continue;
		roles = roles_of(office, person);
		title = xasprintf("%s  %s", name_get(&person->name), roles);
		picks_add(&picks, person->id, title, NULL, NULL);
		picks.v[picks.n - 1].is_ticked = str_eq(person->id, app->session->person);
		free(title);
		free(roles);
	}
	pick_and(app, _("Be another person (demo)"), &picks, app_person);
}

/* The theme stays at the next start, unless --theme says otherwise. */
static void take_theme(struct app *app, const char *name)
{
	const char *from = app->settings.v[SETTING_THEME].from;
	struct err err;

	/* The person's file goes before what is kept. */
	if (from != NULL && starts_with(from, "config.ini:"))
		app_say(app, LEVEL_NOTE, _("Until the program is left: then %s says '%s' again"),
			from, settings_get(&app->settings, SETTING_THEME));
	settings_put(&app->settings, SETTING_THEME, name, ":theme");
	settings_apply(app, SETTING_THEME);
	if (!own_write(app->options->state_dir, "theme", name, &err))
		app_say(app, LEVEL_REFUSED, "%s", err.text);
}

void view_themes(struct app *app)
{
	const struct theme_dirs dirs = app_themes(app);
	struct strv names = {0};
	struct picks picks = {0};

	theme_names(&dirs, &names);
	for (size_t i = 0; i < names.n; i++) {
		picks_add(&picks, names.v[i], "", NULL, NULL);
		picks.v[i].is_ticked = str_eq(names.v[i], app->theme.name);
	}
	strv_release(&names);
	pick_and(app, _("Theme"), &picks, take_theme);
}

/* ---- settings -------------------------------------------------------------------------------- */

/* "NAME VALUE", or a name alone, which asks for the value. */
static void take_setting(struct app *app, const char *line)
{
	size_t n = strcspn(line, " ");
	char *name = xstrndup(line, n), *value = str_trim(line + n);
	struct err err;

	if (*value == '\0') {
		app->argument = line;
		view_settings(app);
	} else if (!settings_say(&app->settings, name, value, ":set", &err)) {
		app_say(app, LEVEL_REFUSED, "%s", err.text);
	} else {
		app_say(app, LEVEL_DONE, _("Until the program is left: %s"), line);
		for (int i = 0; i < SETTING_COUNT; i++) {
			if (strcmp(setting_name((enum setting)i), name) == 0)
				settings_apply(app, (enum setting)i);
		}
	}
	free(value);
	free(name);
}

static void add_names(const struct app *app, struct picks *picks)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		enum setting setting = (enum setting)i;
		const char *from = app->settings.v[i].from;
		char *title = xasprintf("%-8s %s", settings_get(&app->settings, setting),
			from != NULL ? from : _("as built"));

		picks_add(picks, setting_name(setting), title, setting_help(setting), NULL);
		free(title);
	}
}

static void add_values(const struct app *app, enum setting setting, struct picks *picks)
{
	const struct theme_dirs dirs = app_themes(app);
	struct strv values = {0};

	if (setting_values(setting) == NULL)
		theme_names(&dirs, &values);
	else
		strv_split(&values, setting_values(setting), " ");
	for (size_t i = 0; i < values.n; i++) {
		char *line = xasprintf("%s %s", setting_name(setting), values.v[i]);

		picks_add(picks, line, "", setting_help(setting), NULL);
		picks->v[i].is_ticked = settings_is(&app->settings, setting, values.v[i]);
		free(line);
	}
	strv_release(&values);
}

/* The setting whose name stands there, alone or before a blank; SETTING_COUNT. */
static enum setting named(const char *line)
{
	size_t n = strcspn(line, " ");
	int i = 0;

	while (i < SETTING_COUNT && (strlen(setting_name((enum setting)i)) != n ||
					    strncmp(setting_name((enum setting)i), line, n) != 0))
		i++;
	return (enum setting)i;
}

void view_settings(struct app *app)
{
	const char *line = app->argument != NULL ? app->argument : "";
	enum setting setting = named(line);
	struct picks picks = {0};

	if (app->offer == NULL && strchr(line, ' ') != NULL) {
		app->argument = NULL;
		take_setting(app, line);
		return;
	}
	if (setting == SETTING_COUNT || (app->offer != NULL && strchr(line, ' ') == NULL))
		add_names(app, &picks);
	else
		add_values(app, setting, &picks);
	if (app->offer == NULL)
		app->argument = NULL;
	pick_and(app, _("Settings"), &picks, take_setting);
}

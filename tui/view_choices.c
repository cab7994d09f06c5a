/* SPDX-License-Identifier: MIT */
/* The pickers that belong to no view: who to be in the demo, and the theme. */
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
	struct err err;

	app_theme(app, name);
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

/* SPDX-License-Identifier: MIT */
/* What can be done about the office: a choice that opens a form. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "tui/office.h"
#include "tui/pick.h"

const struct office_deed office_deeds[] = {
	{"person-change", N_("Change a person"), N_("Another name, unit or login; the id stays"),
		ABOUT_PERSON, N_("changed")},
	{"grant", N_("Grant a role"), N_("A role in a unit and in what is below it"), ABOUT_PERSON,
		N_("holds the role from now on")},
	{"revoke", N_("Take a role back"), N_("What was decided under it stays"), ABOUT_PERSON,
		N_("holds the role no longer")},
	{"key-add", N_("Add a key"), N_("A public key that they log in and sign with"),
		ABOUT_PERSON, N_("the key is theirs from now on")},
	{"key-end", N_("End a key"), N_("It logs nobody in and signs nothing any more"),
		ABOUT_PERSON, N_("the key has its end")},
	{"person-end", N_("End a person"), N_("They leave: nothing is deleted"), ABOUT_PERSON,
		N_("the last day is set")},
	{"unit-change", N_("Change a unit"), N_("Another name, or another place in the tree"),
		ABOUT_UNIT, N_("changed")},
	{"unit-end", N_("End a unit"), N_("Old papers stay under its name"), ABOUT_UNIT,
		N_("the last day is set")},
	{"person-add", N_("Add a person"), N_("Somebody new, with a unit and a role"),
		ABOUT_NOTHING, N_("works here from now on; next: a key")},
	{"unit-add", N_("Add a unit"), N_("Below another, or by itself"), ABOUT_NOTHING,
		N_("a unit from now on")},
	{"delegate", N_("Delegate"),
		N_("Lend one of your own posts for some days, with the reason"), ABOUT_NOTHING,
		N_("stands in for you")},
	{"pack", N_("Adopt a pack"),
		N_("Other rules, from now on; what was decided stays as it was"), ABOUT_NOTHING,
		N_("in force from now on")},
};
const size_t office_deed_count = sizeof(office_deeds) / sizeof(office_deeds[0]);

static bool is_about_me(const struct session *session, const char *id)
{
	const struct person *me = session_person(session);

	return me != NULL && str_eq(me->id, id);
}

/* Why it is closed to who asks: the gate would say the same. The caller frees; NULL: it is open. */
static char *why_closed(
	const struct session *session, const struct office_deed *deed, const char *id)
{
	const struct person *me = session_person(session);

	if (me == NULL)
		return xstrdup(_("only a person can do that"));
	if (strcmp(deed->code, "delegate") == 0)
		return me->post_count > 0 ? NULL
					  : xstrdup(_("you hold no post that could be lent"));
	if (session_administers(session) ||
		(starts_with(deed->code, "key-") && is_about_me(session, id)))
		return NULL;
	return xasprintf(_("units, people and packs are changed by an administrator; "
			   "%s is none"),
		me->id);
}

static void add(
	struct app *app, const struct office_deed *deed, const char *id, struct picks *picks)
{
	bool has_id = deed->about != ABOUT_NOTHING || strcmp(deed->code, "unit-add") == 0;
	char *code = xasprintf("%s %s", deed->code, has_id && id != NULL ? id : "");
	char *title = deed->about != ABOUT_NOTHING ? xasprintf(_("%s: %s"), _(deed->title), id)
						   : xstrdup(_(deed->title));
	char *why = why_closed(app->session, deed, id);

	picks_add(picks, code, title, _(deed->help), why);
	free(code);
	free(title);
	free(why);
}

void office_take(struct app *app, const char *code)
{
	size_t n = strcspn(code, " ");
	const char *id = code[n] == ' ' && code[n + 1] != '\0' ? code + n + 1 : NULL;

	for (size_t i = 0; i < office_deed_count; i++) {
		if (strlen(office_deeds[i].code) == n &&
			strncmp(office_deeds[i].code, code, n) == 0)
			office_form(app, &office_deeds[i], id);
	}
}

void office_acts(struct app *app, const char *table, const char *id)
{
	enum office_about about = str_eq(table, "people")  ? ABOUT_PERSON
				  : str_eq(table, "units") ? ABOUT_UNIT
							   : ABOUT_NOTHING;
	struct picks picks = {.hides_codes = true};

	for (size_t i = 0; i < office_deed_count; i++) {
		const struct office_deed *deed = &office_deeds[i];
		bool is_unit = about == ABOUT_UNIT;

		if (deed->about == about || deed->about == ABOUT_NOTHING)
			add(app, deed, deed->about == about || is_unit ? id : NULL, &picks);
	}
	pick_and(app, _("Administration"), &picks, office_take);
}

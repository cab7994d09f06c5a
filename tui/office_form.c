/* SPDX-License-Identifier: MIT */
/* The forms of administration: each fills in its fields and makes one decision of them. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "tui/form.h"
#include "tui/office.h"

struct office_form {
	struct form form;
	const struct office_deed *deed;
	char *id; /* owns; the person or unit it is about; NULL: a new one, or none */
};

static struct session *session_of(const struct form *form)
{
	return form->base.app->session;
}

static const struct office *office_of(const struct form *form)
{
	return session_office(session_of(form));
}

static const char *id_of(const struct form *form)
{
	return ((const struct office_form *)form)->id;
}

static const char *filled(const struct form *form, const char *code)
{
	const char *value = form_value(form, code);

	return *value != '\0' ? value : NULL;
}

/* The day that was typed; DAY_NONE where there is none: form_check has looked at it. */
static int day_of(const struct form *form, const char *code)
{
	int day = DAY_NONE;

	return day_parse(form_value(form, code), &day) ? day : DAY_NONE;
}

/* -- Fields ------------------------------------------------------------------------------------ */

static char *post_words(const struct office *office, const char *role, const char *unit)
{
	return xasprintf("%s (%s)", label_role(office, role), label_unit(office, unit));
}

/* A post as its code has it, `ROLE@UNIT`. */
static void show_post(const struct office *office, struct form_field *field)
{
	char *role = xstrdup(field->value), *at = strchr(role, '@'), *words;

	if (at != NULL) {
		*at = '\0';
		words = post_words(office, role, at + 1);
		set_str(&field->shown, words);
		free(words);
	}
	free(role);
}

static void show(struct form *form, struct form_field *field)
{
	const struct office *office = office_of(form);

	if (strcmp(field->code, "post") == 0)
		show_post(office, field);

	if (strcmp(field->code, "unit") == 0 || strcmp(field->code, "parent") == 0)
		set_str(&field->shown, label_unit(office, field->value));
	else if (strcmp(field->code, "role") == 0)
		set_str(&field->shown, label_role(office, field->value));
	else if (strcmp(field->code, "person") == 0)
		set_str(&field->shown, label_person(office, field->value));
}

static struct form_field *choice(
	struct form *form, const char *code, const char *label, const char *help, const char *value)
{
	struct form_field *field = form_add(form, FORM_CHOICE, code, label, help, value);

	show(form, field);
	return field;
}

static void add_names(struct form *form, const struct name *name)
{
	static const struct name none;

	name = name != NULL ? name : &none;
	form_add(form, FORM_LINE, "name-zh", _("Name in Chinese"),
		_("One of the two names will do"), name->in[LANG_ZH]);
	form_add(form, FORM_LINE, "name-en", _("Name in English"),
		_("One of the two names will do"), name->in[LANG_EN]);
}

static void add_id(struct form *form, const char *help)
{
	form_add(form, FORM_LINE, "id", _("Id"), help, NULL)->is_required = true;
}

static void add_last_day(struct form *form, const char *help)
{
	char today[DAY_SIZE];

	form_add(form, FORM_DATE, "on", _("Last day"), help,
		day_format(session_today(session_of(form)), today));
}

static void fill_person(struct form *form)
{
	const struct person *person =
		id_of(form) != NULL ? org_person(&office_of(form)->org, id_of(form)) : NULL;

	if (person == NULL)
		add_id(form, _("1 to 32 of a-z, 0-9 and -, beginning with a letter; it stays for "
			       "ever"));
	add_names(form, person != NULL ? &person->name : NULL);
	choice(form, "unit", _("Unit"), _("The unit they belong to"),
		person != NULL ? person->unit : NULL)
		->is_required = true;
	if (person == NULL)
		choice(form, "role", _("Role"),
			_("A role they hold in that unit; more can be granted later"), NULL);
	form_add(form, FORM_LINE, "login", _("Login"),
		_("The Unix user who is this person; empty for none"),
		person != NULL ? person->login : NULL);
}

static void fill_post(struct form *form)
{
	const struct person *person = org_person(&office_of(form)->org, id_of(form));

	choice(form, "role", _("Role"), _("What they may do"), NULL)->is_required = true;
	choice(form, "unit", _("Unit"), _("Where: in this unit and in what is below it"),
		person != NULL ? person->unit : NULL)
		->is_required = true;
}

static void fill_key(struct form *form)
{
	form_add(form, FORM_LINE, "key", _("Public key"),
		_("The line of the file that ends in .pub: paste it here"), NULL)
		->is_required = true;
	form_add(form, FORM_DATE, "from", _("From"), _("Its first day; empty: from now on"), NULL);
	form_add(form, FORM_DATE, "to", _("To"), _("Its last day; empty: without an end"), NULL);
}

static void fill_unit(struct form *form)
{
	bool is_new = strcmp(((struct office_form *)form)->deed->code, "unit-add") == 0;
	const struct unit *unit =
		id_of(form) != NULL ? org_unit(&office_of(form)->org, id_of(form)) : NULL;
	const char *parent = NULL;

	if (unit != NULL)
		parent = is_new ? unit->id : unit->parent;
	if (is_new)
		add_id(form, _("1 to 32 of a-z, 0-9 and -, beginning with a letter; it stays for "
			       "ever"));
	add_names(form, is_new || unit == NULL ? NULL : &unit->name);
	choice(form, "parent", _("Part of"), _("The unit above it"), parent);
}

static void fill_delegation(struct form *form)
{
	char today[DAY_SIZE];

	choice(form, "person", _("Stands in"), _("Who stands in for you"), id_of(form))
		->is_required = true;
	form_add(form, FORM_CHOICE, "post", _("Post"), _("Which of your posts is lent"), NULL)
		->is_required = true;
	choice(form, "unit", _("Only in"), _("A unit below that of the post; empty: all of it"),
		NULL);
	form_add(form, FORM_DATE, "from", _("From"), _("The first day"),
		day_format(session_today(session_of(form)), today))
		->is_required = true;
	form_add(form, FORM_DATE, "to", _("To"), _("The last day"), NULL)->is_required = true;
	form_add(form, FORM_LINE, "reason", _("Reason"), _("It stands in the ledger"), NULL)
		->is_required = true;
}

static void fill_pack(struct form *form)
{
	form_add(form, FORM_CHOICE, "pack", _("Pack"), _("One that came with the program"), NULL);
	if (getenv("SSH_CONNECTION") == NULL)
		form_add(form, FORM_LINE, "folder", _("Or a folder"),
			_("A pack of your own: the folder with its pack.ini"), NULL);
}

static void fill(struct form *form)
{
	const char *code = ((struct office_form *)form)->deed->code;

	if (strcmp(code, "person-add") == 0 || strcmp(code, "person-change") == 0)
		fill_person(form);
	else if (strcmp(code, "grant") == 0)
		fill_post(form);
	else if (strcmp(code, "revoke") == 0)
		form_add(form, FORM_CHOICE, "post", _("Post"), _("Which they hold no longer"), NULL)
			->is_required = true;
	else if (strcmp(code, "key-add") == 0)
		fill_key(form);
	else if (strcmp(code, "unit-add") == 0 || strcmp(code, "unit-change") == 0)
		fill_unit(form);
	else if (strcmp(code, "delegate") == 0)
		fill_delegation(form);
	else if (strcmp(code, "pack") == 0)
		fill_pack(form);
	if (strcmp(code, "key-end") == 0) {
		form_add(form, FORM_CHOICE, "key", _("Key"), _("What it has signed stays good"),
			NULL)
			->is_required = true;
		form_add(form, FORM_DATE, "on", _("Last day"), _("Empty: at once"), NULL);
		form_add(form, FORM_LINE, "reason", _("Reason"),
			_("Needed for another's key: lost, stolen, left"), NULL);
	} else if (strcmp(code, "person-end") == 0 || strcmp(code, "unit-end") == 0) {
		add_last_day(form, _("Nothing is deleted: what was done stays under the name"));
	}
}

/* -- Choices ----------------------------------------------------------------------------------- */

static void pick_units(const struct form *form, struct picks *picks)
{
	const struct org *org = &office_of(form)->org;

	for (size_t i = 0; i < org->unit_count; i++) {
		if (unit_is_live(&org->units[i], session_today(session_of(form))))
			picks_add(
				picks, org->units[i].id, name_get(&org->units[i].name), NULL, NULL);
	}
}

static void pick_persons(const struct form *form, struct picks *picks)
{
	const struct org *org = &office_of(form)->org;
	const struct person *me = session_person(session_of(form));

	for (size_t i = 0; i < org->person_count; i++) {
		const struct person *person = &org->persons[i];

		if (person != me && person_is_live(person, session_today(session_of(form))))
			picks_add(picks, person->id, label_person(office_of(form), person->id),
				NULL, NULL);
	}
}

static void pick_roles(const struct form *form, struct picks *picks)
{
	const struct pack *pack = office_of(form)->pack;

	for (size_t i = 0; i < pack->role_count; i++)
		picks_add(picks, pack->roles[i].code, name_get(&pack->roles[i].name), NULL, NULL);
}

static void pick_posts(const struct form *form, const struct person *person, struct picks *picks)
{
	for (size_t i = 0; person != NULL && i < person->post_count; i++) {
		const struct post *post = &person->posts[i];
		char *code = xasprintf("%s@%s", post->role, post->unit);
		char *title = post_words(office_of(form), post->role, post->unit);

		picks_add(picks, code, title, NULL, NULL);
		free(code);
		free(title);
	}
	picks->hides_codes = true;
}

static void pick_keys(const struct form *form, struct picks *picks)
{
	const struct person *person = org_person(&office_of(form)->org, id_of(form));
	struct stamp now = session_now(session_of(form));

	for (size_t i = 0; person != NULL && i < person->keys.n; i++) {
		const struct signing_key *key = &person->keys.v[i];
		char since[STAMP_SIZE], *title;

		stamp_format(key->from, since);
		since[DAY_SIZE - 1] = '\0';
		title = xasprintf("%s  %s", key->print, since);
		picks_add(picks, key->print, title, NULL,
			signing_key_is_live(key, now) ? NULL : _("it has ended already"));
		free(title);
	}
	picks->hides_codes = true;
}

/* The pack in a folder, to be looked at; NULL: what is wrong with it. */
static struct pack *load_pack(const char *folder, struct err *err)
{
	struct pack_files files = {0};
	char sha256[HASH_HEX + 1];
	struct str digest = {0};

	if (!pack_files_read(folder, &files, err))
		return NULL;
	pack_files_digest(&files, &digest);
	hash_hex(str_get(&digest), digest.len, sha256);
	str_release(&digest);
	return pack_new(&files, sha256, err);
}

static void pick_packs(const struct form *form, struct picks *picks)
{
	const char *all = form->base.app->options->pack_dir;
	DIR *dir = all != NULL ? opendir(all) : NULL;
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char *folder = xasprintf("%s/%s", all, entry->d_name);
		struct err err;
		struct pack *pack = *entry->d_name != '.' ? load_pack(folder, &err) : NULL;

		if (pack != NULL) {
			char *title = xasprintf(
				"%s %s  %s", pack->code, pack->version, name_get(&pack->name));

			picks_add(picks, entry->d_name, title, NULL,
				str_eq(pack->id, office_of(form)->pack->id) ? _("it is in force")
									    : NULL);
			free(title);
		}
		pack_free(pack);
		free(folder);
	}
	if (dir != NULL)
		closedir(dir);
	picks->hides_codes = true;
}

static void picks(struct form *form, const struct form_field *field, struct picks *picks)
{
	const char *deed = ((struct office_form *)form)->deed->code;

	if (!field->is_required)
		picks_add(picks, "", _("(nothing)"), NULL, NULL);
	if (strcmp(field->code, "unit") == 0 || strcmp(field->code, "parent") == 0)
		pick_units(form, picks);
	else if (strcmp(field->code, "role") == 0)
		pick_roles(form, picks);
	else if (strcmp(field->code, "person") == 0)
		pick_persons(form, picks);
	else if (strcmp(field->code, "key") == 0)
		pick_keys(form, picks);
	else if (strcmp(field->code, "pack") == 0)
		pick_packs(form, picks);
	else if (strcmp(field->code, "post") == 0)
		pick_posts(form,
			strcmp(deed, "delegate") == 0
				? session_person(session_of(form))
				: org_person(&office_of(form)->org, id_of(form)),
			picks);
}

static void changed(struct form *form, struct form_field *field)
{
	if (field->fault == NULL)
		show(form, field);
}

/* -- Saving ------------------------------------------------------------------------------------ */

static void take_names(const struct form *form, struct name *name)
{
	set_str(&name->in[LANG_ZH], filled(form, "name-zh"));
	set_str(&name->in[LANG_EN], filled(form, "name-en"));
}

static bool save_person(struct form *form, struct person *person, struct err *err)
{
	take_names(form, &person->name);
	set_str(&person->unit, form_value(form, "unit"));
	set_str(&person->login, filled(form, "login"));
	return filled(form, "role") == NULL ||
	       person_grant(person, form_value(form, "role"), person->unit, err);
}

static bool turn_post(struct form *form, struct person *person, struct err *err)
{
	char *role = xstrdup(form_value(form, "post")), *at = strchr(role, '@');
	bool ok;

	*at++ = '\0';
	ok = person_revoke(person, role, at, err);
	free(role);
	return ok;
}

static bool put_person(struct form *form, const char *deed, struct err *err)
{
	const struct org *org = &office_of(form)->org;
	struct person person = {0};
	bool is_new = strcmp(deed, "person-add") == 0, ok = true;

	if (is_new && org_person(org, form_value(form, "id")) != NULL)
		return err_set(err, ERR_REFUSED, _("there is a person '%s' already"),
			form_value(form, "id"));
	if (is_new)
		person.id = xstrdup(form_value(form, "id"));
	else
		ok = person_copy(&person, org, id_of(form), err);
	if (ok && strcmp(deed, "person-end") == 0)
		person.to = day_of(form, "on");
	else if (ok && strcmp(deed, "grant") == 0)
		ok = person_grant(&person, form_value(form, "role"), form_value(form, "unit"), err);
	else if (ok && strcmp(deed, "revoke") == 0)
		ok = turn_post(form, &person, err);
	else if (ok)
		ok = save_person(form, &person, err);
	ok = ok && session_put_person(session_of(form), &person, err);
	person_release(&person);
	return ok;
}

static bool put_unit(struct form *form, const char *deed, struct err *err)
{
	const struct org *org = &office_of(form)->org;
	struct unit unit = {0};
	bool is_new = strcmp(deed, "unit-add") == 0, ok = true;

	if (is_new && org_unit(org, form_value(form, "id")) != NULL)
		return err_set(err, ERR_REFUSED, _("there is a unit '%s' already"),
			form_value(form, "id"));
	if (is_new)
		unit.id = xstrdup(form_value(form, "id"));
	else
		ok = unit_copy(&unit, org, id_of(form), err);
	if (ok && strcmp(deed, "unit-end") == 0) {
		unit.to = day_of(form, "on");
	} else if (ok) {
		take_names(form, &unit.name);
		set_str(&unit.parent, filled(form, "parent"));
	}
	ok = ok && session_put_unit(session_of(form), &unit, err);
	unit_release(&unit);
	return ok;
}

static bool put_key(struct form *form, const char *deed, struct err *err)
{
	struct new_key new = {form_value(form, "key"), day_of(form, "from"), day_of(form, "to")};
	struct key_ending ending = {
		form_value(form, "key"), day_of(form, "on"), filled(form, "reason")};

	return strcmp(deed, "key-add") == 0
		       ? session_add_key(session_of(form), id_of(form), &new, err)
		       : session_end_key(session_of(form), id_of(form), &ending, err);
}

static bool put_delegation(struct form *form, struct err *err)
{
	char *role = xstrdup(form_value(form, "post")), *at = strchr(role, '@');
	char *unit = xstrdup(filled(form, "unit") != NULL ? filled(form, "unit") : at + 1);
	char *to = xstrdup(form_value(form, "person")),
	     *reason = str_trim(form_value(form, "reason"));
	const struct delegation delegation = {.to = to,
		.role = role,
		.unit = unit,
		.first = day_of(form, "from"),
		.last = day_of(form, "to"),
		.reason = reason};
	bool ok;

	*at = '\0';
	ok = session_delegate(session_of(form), &delegation, err);
	free(role);
	free(unit);
	free(to);
	free(reason);
	return ok;
}

static bool put_pack(struct form *form, struct err *err)
{
	const char *all = form->base.app->options->pack_dir, *own = filled(form, "folder");
	struct pack_files files = {0};
	struct pack *pack;
	char *folder;
	bool ok;

	if (own == NULL && filled(form, "pack") == NULL)
		return err_set(err, ERR_INPUT, _("choose a pack, or name a folder"));
	folder = own != NULL ? str_trim(own) : xasprintf("%s/%s", all, form_value(form, "pack"));
	pack = load_pack(folder, err);
	ok = pack != NULL && pack_files_read(folder, &files, err) &&
	     session_adopt(session_of(form), pack->code, &files, err);
	pack_files_release(&files);
	pack_free(pack);
	free(folder);
	return ok;
}

static bool put(struct form *form, const char *deed, struct err *err)
{
	if (strcmp(deed, "delegate") == 0)
		return put_delegation(form, err);
	if (strcmp(deed, "pack") == 0)
		return put_pack(form, err);
	if (starts_with(deed, "key-"))
		return put_key(form, deed, err);
	if (starts_with(deed, "unit-"))
		return put_unit(form, deed, err);
	return put_person(form, deed, err);
}

static bool save(struct form *form)
{
	const struct office_form *office = (struct office_form *)form;
	const struct office_deed *deed = office->deed;
	struct app *app = form->base.app;
	const char *word = filled(form, "id");
	char *about;
	struct err err;

	if (word == NULL)
		word = office->id != NULL ? office->id : form_value(form, "person");
	about = xstrdup(word);
	if (!put(form, deed->code, &err)) {
		app_refuse(app, &err);
		free(about);
		return false;
	}
	app_pop(app);
	app_refresh(app);
	if (strcmp(deed->code, "pack") == 0)
		set_str(&about, app_office(app)->pack->version);
	app_say(app, LEVEL_DONE, "%s: %s", about, _(deed->done));
	free(about);
	return true;
}

/* -- Opening ----------------------------------------------------------------------------------- */

static char *title(struct form *form)
{
	const struct office_form *office = (struct office_form *)form;

	return office->id != NULL ? xasprintf(_("%s: %s"), _(office->deed->title), office->id)
				  : xstrdup(_(office->deed->title));
}

static void release(struct form *form)
{
	free(((struct office_form *)form)->id);
}

static const struct form_ops ops = {
	.title = title,
	.changed = changed,
	.picks = picks,
	.save = save,
	.release = release,
};

void office_form(struct app *app, const struct office_deed *deed, const char *id)
{
	struct office_form *office = form_new(sizeof(*office), &ops, app);
	char *key = xasprintf("office %s %s", deed->code, id != NULL ? id : "");

	office->deed = deed;
	office->id = xstrdup(id);
	fill(&office->form);
	form_open(&office->form, key);
	free(key);
}

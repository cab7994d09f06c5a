/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/js.h"
#include "cli/keys.h"
#include "cli/org.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/label.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"name", 0, "NAME", N_("Their name, in the language of the words")},
	{"name-en", 0, "NAME", N_("Their name in English")},
	{"name-zh", 0, "NAME", N_("Their name in Chinese")},
	{"unit", 'u', "UNIT", N_("The unit they belong to")},
	{"login", 0, "USER", N_("The Unix user who is this person; empty for none")},
	{"role", 0, "ROLE[@UNIT]", N_("A role they hold (add); may be given several times")},
	{"from", 0, "DATE", N_("The first day (add, delegate; today), or a key's (key add; now)")},
	{"to", 0, "DATE", N_("The last day of a delegation, or of a key")},
	{"on", 0, "DATE", N_("Their last day (end; today), or a key's (key end; at once)")},
	{"reason", 'r', "TEXT", N_("Why it is delegated, or why another's key is ended")},
	{0},
};

static void put_posts(json_t *line, const struct person *person)
{
	json_t *roles = json_array(), *delegations = json_array();

	for (size_t i = 0; i < person->post_count; i++) {
		char *post = xasprintf("%s@%s", person->posts[i].role, person->posts[i].unit);

		json_array_append_new(roles, json_string(post));
		free(post);
	}
	for (size_t i = 0; i < person->delegation_count; i++) {
		const struct delegation *delegation = &person->delegations[i];
		json_t *object = json_object();

		js_str(object, "to", delegation->to);
		js_str(object, "role", delegation->role);
		js_str(object, "unit", delegation->unit);
		js_day(object, "first", delegation->first);
		js_day(object, "last", delegation->last);
		js_str(object, "reason", delegation->reason);
		json_array_append_new(delegations, object);
	}
	js_put(line, "roles", roles);
	js_put(line, "delegations", delegations);
}

static void print_json(const struct cli *cli, const struct person *person)
{
	json_t *line = json_object();

	js_str(line, "person", person->id);
	org_name_json(line, &person->name);
	js_str(line, "unit", person->unit);
	js_str(line, "login", person->login);
	js_day(line, "from", person->from);
	js_day(line, "to", person->to);
	put_posts(line, person);
	js_put(line, "keys", keys_json(&person->keys, store_now(cli->store)));
	js_print(line);
}

static void add_row(struct sheet *sheet, const struct office *office, const struct person *person)
{
	struct str posts = {0};
	char to[DAY_SIZE];

	for (size_t i = 0; i < person->post_count; i++)
		str_addf(&posts, "%s%s@%s", i > 0 ? " " : "", person->posts[i].role,
			person->posts[i].unit);
	sheet_add(sheet, person->id);
	sheet_add(sheet, name_get(&person->name));
	sheet_add(sheet, label_unit(office, person->unit));
	sheet_add(sheet, str_get(&posts));
	sheet_add(sheet, person->login);
	sheet_add(sheet, day_format(person->to, to));
	str_release(&posts);
}

static enum status list(struct cli *cli, const struct args *args)
{
	const struct office *office = session_office(&cli->session);
	struct sheet sheet = {.columns = 6, .is_list = true, .gives_way = 3, .spare = "542"};

	(void)args;
	for (size_t i = 0; i < office->org.person_count; i++) {
		if (cli->json)
			print_json(cli, &office->org.persons[i]);
		else
			add_row(&sheet, office, &office->org.persons[i]);
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
	return STATUS_DONE;
}

static const struct person *find(const struct cli *cli, const char *id, struct err *err)
{
	const struct person *person = org_person(&session_office(&cli->session)->org, id);

	if (person == NULL)
		err_set(err, ERR_NOT_FOUND,
			_("there is no person '%s'; `gongkai person list` shows them"), id);
	return person;
}

static enum status show(struct cli *cli, const struct args *args)
{
	struct err err;
	const struct person *person = find(cli, args_word(args, 1), &err);
	struct str text = {0};

	if (person == NULL)
		return fail(&err);
	if (cli->json) {
		print_json(cli, person);
		return STATUS_DONE;
	}
	person_print(person, &text);
	out_bytes(str_get(&text), text.len);
	str_release(&text);
	return STATUS_DONE;
}

/* -- Changes ----------------------------------------------------------------------------------- */

static bool copy_person(struct person *copy, const struct cli *cli, const char *id, struct err *err)
{
	return person_copy(copy, &session_office(&cli->session)->org, id, err);
}

static bool bad_post(const char *text, struct err *err)
{
	return err_set(err, ERR_INPUT, _("'%s' names no unit; write ROLE@UNIT"), text);
}

/* Grants or revokes the post that a word names. */
static bool turn_post(struct person *person, const char *text,
	bool (*turn)(struct person *, const char *, const char *, struct err *), struct err *err)
{
	char *role, *unit;
	bool ok;

	if (!org_split_post(text, person->unit, &role, &unit))
		return bad_post(text, err);
	ok = turn(person, role, unit, err);
	free(role);
	free(unit);
	return ok;
}

static bool apply(struct person *person, const struct args *args, struct err *err)
{
	const char *login = args_get(args, "login");

	org_take_names(&person->name, args);
	if (args_get(args, "unit") != NULL)
		set_str(&person->unit, args_get(args, "unit"));
	if (login != NULL)
		set_str(&person->login, *login != '\0' ? login : NULL);
	return args_day(args, "from", &person->from, err);
}

static bool grant_all(struct person *person, const struct args *args, struct err *err)
{
	struct strv posts = {0};
	bool ok = true;

	args_all(args, "role", &posts);
	for (size_t i = 0; ok && i < posts.n; i++)
		ok = turn_post(person, posts.v[i], person_grant, err);
	strv_release(&posts);
	return ok;
}

static enum status put(struct cli *cli, struct person *person, bool ok, struct err *err)
{
	ok = ok && session_put_person(&cli->session, person, err);
	person_release(person);
	return ok ? STATUS_DONE : fail(err);
}

static enum status add(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 1);
	struct person person = {.id = xstrdup(id)};
	struct err err;
	bool ok = true;

	if (org_person(&session_office(&cli->session)->org, id) != NULL)
		ok = err_set(&err, ERR_REFUSED,
			_("there is a person '%s' already; `gongkai person change` changes them"),
			id);
	ok = ok && apply(&person, args, &err) && grant_all(&person, args, &err);
	if (ok && person.unit == NULL && person.post_count > 0)
		person.unit = xstrdup(person.posts[0].unit);
	if (ok && person.unit == NULL)
		ok = err_set(&err, ERR_INPUT, _("say which unit they belong to with --unit"));
	return put(cli, &person, ok, &err);
}

static enum status change(struct cli *cli, const struct args *args)
{
	struct person person = {0};
	struct err err;
	bool ok = copy_person(&person, cli, args_word(args, 1), &err) && apply(&person, args, &err);

	return put(cli, &person, ok, &err);
}

static enum status end(struct cli *cli, const struct args *args)
{
	struct person person = {0};
	struct err err;
	bool ok = copy_person(&person, cli, args_word(args, 1), &err);

	person.to = session_today(&cli->session);
	ok = ok && args_day(args, "on", &person.to, &err);
	return put(cli, &person, ok, &err);
}

static enum status grant(struct cli *cli, const struct args *args)
{
	struct person person = {0};
	struct err err;
	bool ok = copy_person(&person, cli, args_word(args, 1), &err) &&
		  turn_post(&person, args_word(args, 2), person_grant, &err);

	return put(cli, &person, ok, &err);
}

static enum status revoke(struct cli *cli, const struct args *args)
{
	struct person person = {0};
	struct err err;
	bool ok = copy_person(&person, cli, args_word(args, 1), &err) &&
		  turn_post(&person, args_word(args, 2), person_revoke, &err);

	return put(cli, &person, ok, &err);
}

static enum status delegate(struct cli *cli, const struct args *args)
{
	const struct person *me = session_person(&cli->session);
	struct delegation delegation = {
		.to = args->words.v[1], .first = session_today(&cli->session)};
	char *role, *unit, *reason;
	struct err err;
	bool ok;

	if (!args_day(args, "from", &delegation.first, &err) ||
		!args_day(args, "to", &delegation.last, &err))
		return usage(args, "%s", err.text);
	if (delegation.last == DAY_NONE || args_get(args, "reason") == NULL)
		return usage(
			args, _("a delegation needs its last day and a reason: --to, --reason"));
	if (!org_split_post(args_word(args, 2), me->unit, &role, &unit))
		return usage(args, _("'%s' names no unit; write ROLE@UNIT"), args_word(args, 2));
	reason = xstrdup(args_get(args, "reason"));
	delegation.role = role;
	delegation.unit = unit;
	delegation.reason = reason;
	ok = session_delegate(&cli->session, &delegation, &err);
	free(role);
	free(unit);
	free(reason);
	return ok ? STATUS_DONE : fail(&err);
}

static void print_visit(const char *text)
{
	static const char *const names[] = {"person", "since", "address", "key", "process"};
	struct strv parts = {0};
	json_t *line = json_object();

	strv_split(&parts, text, " ");
	for (size_t i = 0; i < parts.n && i < sizeof(names) / sizeof(names[0]); i++)
		js_str(line, names[i], parts.v[i]);
	js_print(line);
	strv_release(&parts);
}

static enum status sessions(struct cli *cli, const struct args *args)
{
	struct strv lines = {0};

	(void)args;
	store_visits(cli->store, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		if (cli->json)
			print_visit(lines.v[i]);
		else
			out_print("%s\n", lines.v[i]);
	}
	strv_release(&lines);
	return STATUS_DONE;
}

static const struct verb verbs[] = {
	{"list", "", 0, 0, list},
	{"show", "PERSON", 1, 1, show},
	{"add", "PERSON --name NAME --unit UNIT [--login USER] [--role ROLE[@UNIT]]...", 1, 1, add},
	{"change", "PERSON [--name NAME] [--unit UNIT] [--login USER]", 1, 1, change},
	{"end", "PERSON [--on DATE]", 1, 1, end},
	{"grant", "PERSON ROLE[@UNIT]", 2, 2, grant},
	{"revoke", "PERSON ROLE[@UNIT]", 2, 2, revoke},
	{"delegate", "TO-PERSON ROLE[@UNIT] [--from DATE] --to DATE --reason TEXT", 2, 2, delegate},
	{"keys", "[TYPE KEY]", 0, 2, keys_authorized},
	{"sessions", "", 0, 0, sessions},
	{"key", "list [PERSON] | add PERSON FILE.pub | end PERSON FINGERPRINT", 1, 3, keys_person},
};

/* sshd asks for keys before anybody is there, and who looks at the sessions is who owns the store.
 */
static bool needs_nobody(const struct args *args)
{
	const char *verb = args_word(args, 0);

	return str_eq(verb, "keys") || str_eq(verb, "sessions");
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct err err;

	if (!(needs_nobody(args) ? cli->open(cli, &err) : cli->begin(cli, &err)))
		return fail(&err);
	if (!needs_nobody(args))
		session_keep_time(&cli->session);
	return verb_run(cli, args, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

const struct command command_person = {
	.name = "person",
	.synopsis =
		"list | show P | add P | change P | end P | grant P ROLE@UNIT | revoke P "
		"ROLE@UNIT | delegate P ROLE@UNIT | key list [P] | key add P FILE.pub | key end P "
		"FINGERPRINT | keys [TYPE KEY] | sessions",
	.help = N_("People: look at them, add, change and end them, their roles and keys, your "
		   "delegations"),
	.options = options,
	.more = N_(
		"A role without @UNIT is held in the person's own unit. With `delegate` you hand "
		"one of\nyour own roles to another person, from a day to a day. Whoever signs with "
		"a key "
		"of their own\n(--key, GONGKAI_KEY, an ssh-agent) adds to their keys and ends "
		"them; else an administrator does.\n`keys` prints lines of authorized_keys, "
		"`sessions` who is in over SSH: for who owns the store (docs/ssh.md)."),
	.max = -1,
	.run = run,
};

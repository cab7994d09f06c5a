/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/demo.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/packs.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"pack", 0, "PACK", N_("The rule pack: a name, or a folder with a `/` in it (cn)")},
	{"demo", 0, NULL, N_("Units, people of every role and papers to try things with")},
	{"unit", 0, "ID", N_("The first unit (office)")},
	{"unit-name", 0, "NAME", N_("What it is called")},
	{"admin", 0, "ID", N_("The first person, who administers (your login)")},
	{0},
};

/* A login as a person's id: what may not stand in one is left out. The caller frees. */
static char *fold_login(const char *login)
{
	struct str id = {0};

	for (const char *c = login; *c != '\0' && id.len < 32; c++) {
		int small = tolower((unsigned char)*c);

		if ((small >= 'a' && small <= 'z') ||
			(id.len > 0 && (isdigit(small) || small == '-')))
			str_addc(&id, (char)small);
	}
	if (id.len == 0)
		str_add(&id, "admin");
	return str_detach(&id);
}

static const char *administering_role(const struct pack *pack)
{
	for (size_t i = 0; i < pack->role_count; i++) {
		if (pack->roles[i].administers)
			return pack->roles[i].code;
	}
	return NULL;
}

static bool put_unit(struct session *site, const struct args *args, const char *id, struct err *err)
{
	const char *name = args_get(args, "unit-name");
	struct unit unit = {.id = xstrdup(id)};
	bool ok;

	unit.name.in[i18n_lang()] = xstrdup(name != NULL ? name : id);
	ok = session_put_unit(site, &unit, err);
	unit_release(&unit);
	return ok;
}

static bool put_admin(
	struct session *site, const struct args *args, const char *unit, struct err *err)
{
	const char *role = administering_role(session_office(site)->pack);
	const struct passwd *user = getpwuid(getuid());
	const char *login = user != NULL ? user->pw_name : "admin";
	const char *wanted = args_get(args, "admin");
	struct person person = {.unit = xstrdup(unit), .login = xstrdup(login)};
	bool ok;

	if (role == NULL) {
		person_release(&person);
		return err_set(err, ERR_INPUT, _("the pack has no role that administers"));
	}
	person.id = wanted != NULL ? xstrdup(wanted) : fold_login(login);
	person.name.in[i18n_lang()] = xstrdup(login);
	GROW(person.posts, person.post_count);
	person.posts[person.post_count++] =
		(struct post){.role = xstrdup(role), .unit = xstrdup(unit)};
	ok = session_put_person(site, &person, err);
	person_release(&person);
	return ok;
}

static bool fill(struct cli *cli, const struct args *args, const char *folder, struct err *err)
{
	const char *unit = args_get(args, "unit") != NULL ? args_get(args, "unit") : "office";
	struct session site;
	bool ok;

	if (args_has(args, "demo"))
		return demo_fill(cli, folder, err);
	session_open_site(&site, cli->store);
	ok = put_unit(&site, args, unit, err) && put_admin(&site, args, unit, err);
	session_release(&site);
	return ok;
}

/* All that can be known to be wrong before anything is made. */
static bool check(const struct args *args, const char *name, const char *folder, struct err *err)
{
	static const char *const ids[] = {"unit", "admin"};
	struct pack *pack;

	for (size_t i = 0; i < 2; i++) {
		const char *id = args_get(args, ids[i]);

		if (id != NULL && !id_is_valid(id))
			return err_set(err, ERR_INPUT,
				_("--%s: '%s' is no id: 1 to 32 of a-z, 0-9 and `-`, a letter "
				  "first"),
				ids[i], id);
	}
	pack = packs_load(name, err);
	pack_free(pack);
	if (pack == NULL)
		return false;
	return !args_has(args, "demo") || demo_exists(folder) ||
	       err_set(err, ERR_NOT_FOUND, _("%s: this pack has no demo"), folder);
}

static bool make(struct cli *cli, const struct args *args, const char *name, const char *folder,
	struct err *err)
{
	struct pack_files files = {0};
	char commit[41];
	bool ok;

	if (!check(args, name, folder, err) || !pack_files_read(folder, &files, err))
		return false;
	ok = cli->create(cli, &files, err);
	pack_files_release(&files);
	if (!ok)
		return false;
	if (fill(cli, args, folder, err) && store_checkpoint(cli->store, commit, err))
		return true;
	return err_wrap(err, _("'%s' is not complete, remove it and try again"), cli->dir);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *pack = args_get(args, "pack") != NULL ? args_get(args, "pack") : "cn";
	char *folder = packs_folder(pack);
	struct err err;
	bool ok = make(cli, args, pack, folder, &err);
	json_t *line;

	free(folder);
	if (!ok)
		return fail(&err);
	if (!cli->json) {
		out_print("%s\n", cli->dir);
		return STATUS_DONE;
	}
	line = json_object();
	js_str(line, "store", cli->dir);
	js_print(line);
	return STATUS_DONE;
}

const struct command command_init = {
	.name = "init",
	.synopsis = "[--pack PACK] [--demo] [--unit ID] [--unit-name NAME] [--admin ID]",
	.help = N_("Make a new store"),
	.options = options,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
#include "cli/demo.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/file.h"
#include "cli/org.h"
#include "cli/out.h"
#include "core/conf.h"
#include "core/csv.h"
#include "core/mem.h"

enum { DEMO_BYTES = 4 << 20 };

static char *demo_read(const char *folder, const char *name, size_t *len, struct err *err)
{
	char *path = xasprintf("%s/demo/%s", folder, name);
	char *text = file_read(path, DEMO_BYTES, len, err);

	free(path);
	return text;
}

bool demo_exists(const char *folder)
{
	char *path = xasprintf("%s/demo/demo.ini", folder);
	bool exists = access(path, R_OK) == 0;

	free(path);
	return exists;
}

/* -- Units and people -------------------------------------------------------------------------- */

static void take_name(struct name *name, const struct conf_section *section)
{
	set_str(&name->in[LANG_EN], conf_get(section, "name.en"));
	set_str(&name->in[LANG_ZH], conf_get(section, "name.zh"));
}

static bool put_unit(
	struct session *site, const struct conf_section *section, const char *id, struct err *err)
{
	struct unit unit = {.id = xstrdup(id), .parent = xstrdup(conf_get(section, "parent"))};
	bool ok;

	take_name(&unit.name, section);
	ok = session_put_unit(site, &unit, err);
	unit_release(&unit);
	return ok;
}

static void take_posts(struct person *person, const char *roles)
{
	struct strv words = {0};

	if (roles != NULL)
		strv_split(&words, roles, " ");
	for (size_t i = 0; i < words.n; i++) {
		struct post post = {0};

		if (!org_split_post(words.v[i], person->unit, &post.role, &post.unit))
			continue;
		GROW(person->posts, person->post_count);
		person->posts[person->post_count++] = post;
	}
	strv_release(&words);
}

static bool administers(const struct person *person, const struct pack *pack)
{
	for (size_t i = 0; i < person->post_count; i++) {
		const struct role *role = pack_role(pack, person->posts[i].role);

		if (role != NULL && role->administers)
			return true;
	}
	return false;
}

/* The site puts people in only until somebody administers: those come last. */
static bool put_person(struct session *site, const struct conf_section *section, const char *id,
	bool administrators, struct err *err)
{
	struct person person = {.id = xstrdup(id),
		.unit = xstrdup(conf_get(section, "unit")),
		.login = xstrdup(conf_get(section, "login"))};
	bool ok = true;

	take_name(&person.name, section);
	take_posts(&person, conf_get(section, "roles"));
	if (administers(&person, session_office(site)->pack) == administrators)
		ok = session_put_person(site, &person, err);
	person_release(&person);
	return ok;
}

static bool put_all(struct session *site, const struct conf *conf, struct err *err)
{
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < conf->n; i++) {
			const struct conf_section *section = &conf->sections[i];
			const char *id = strchr(section->name, ' ');
			bool is_unit = starts_with(section->name, "unit ");

			if (id == NULL || is_unit != (round == 0))
				continue;
			id += strspn(id, " ");
			if (!(is_unit ? put_unit(site, section, id, err)
				      : put_person(site, section, id, round == 2, err)))
				return err_wrap(err, "%s:%d", section->file, section->line);
		}
	}
	return true;
}

static bool fill_org(struct cli *cli, const char *folder, struct err *err)
{
	struct conf conf = {0};
	struct session site;
	size_t len = 0;
	char *text = demo_read(folder, "demo.ini", &len, err);
	bool ok = text != NULL && conf_read(&conf, "demo/demo.ini", text, len, err);

	session_open_site(&site, cli->store);
	ok = ok && put_all(&site, &conf, err);
	session_release(&site);
	conf_release(&conf);
	free(text);
	return ok;
}

/* -- Papers and what was done with them -------------------------------------------------------- */

struct demo {
	struct cli *cli;
	const char *folder;
	struct csv papers, acts; /* own */
	struct strv ids; /* owns; of the papers, "" until they are in */
};

static bool read_table(const char *folder, const char *name, struct csv *csv, struct err *err)
{
	size_t len = 0;
	char *text = demo_read(folder, name, &len, err);
	bool ok = text != NULL && csv_parse(csv, text, len, err);

	free(text);
	return ok;
}

static const char *filled(const struct csv *csv, const struct csv_row *row, const char *column)
{
	const char *cell = csv_get(csv, row, column);

	return *cell != '\0' ? cell : NULL;
}

static bool is_field(const char *column)
{
	static const char *const others[] = {"ref", "unit", "title", "number", "file", "kind"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (strcmp(others[i], column) == 0)
			return false;
	}
	return true;
}

static void take_fields(struct strv *fields, const struct csv *csv, const struct csv_row *row)
{
	for (size_t i = 0; i < csv->columns.n; i++) {
		char *field;

		if (!is_field(csv->columns.v[i]) || *row->cells.v[i] == '\0')
			continue;
		field = xasprintf("%s=%s", csv->columns.v[i], row->cells.v[i]);
		strv_add(fields, field);
		free(field);
	}
}

static bool import(struct demo *demo, struct session *session, size_t at, struct err *err)
{
	const struct csv *papers = &demo->papers;
	const struct csv_row *row = &papers->rows[at];
	const char *file = filled(papers, row, "file");
	struct intake intake = {.kind = filled(papers, row, "kind"),
		.unit = filled(papers, row, "unit"),
		.change = {.title = filled(papers, row, "title"),
			.number = filled(papers, row, "number")}};
	char *text = NULL, *id = NULL;
	bool ok = true;

	if (file != NULL) {
		text = demo_read(demo->folder, file, &intake.change.file_len, err);
		intake.change.file = text;
		intake.change.file_name = file_name(file);
		ok = text != NULL;
	}
	take_fields(&intake.change.fields, papers, row);
	ok = ok && session_import(session, &intake, &id, err);
	if (ok)
		set_str(&demo->ids.v[at], id);
	strv_release(&intake.change.fields);
	free(text);
	free(id);
	return ok;
}

static bool mark(struct demo *demo, struct session *session, const struct csv_row *row,
	const char *id, struct err *err)
{
	struct marking marking = {.attribute = filled(&demo->acts, row, "attribute"),
		.reason = filled(&demo->acts, row, "reason")};
	bool ok;

	strv_split(&marking.grounds, csv_get(&demo->acts, row, "grounds"), " ");
	ok = session_mark(session, id, &marking, err);
	strv_release(&marking.grounds);
	return ok;
}

static bool find_paper(const struct demo *demo, const char *ref, size_t *at, struct err *err)
{
	for (*at = 0; *at < demo->papers.n; (*at)++) {
		if (strcmp(csv_get(&demo->papers, &demo->papers.rows[*at], "ref"), ref) == 0)
			return true;
	}
	return err_set(err, ERR_INPUT, _("there is no paper '%s'"), ref);
}

static bool act(struct demo *demo, const struct csv_row *row, struct err *err)
{
	const struct csv *acts = &demo->acts;
	const char *action = csv_get(acts, row, "action");
	struct session session = {0};
	size_t at;
	bool ok;

	if (!find_paper(demo, csv_get(acts, row, "ref"), &at, err) ||
		!session_open(&session, demo->cli->store, csv_get(acts, row, "who"), err))
		return false;
	if (strcmp(action, "import") == 0) {
		ok = import(demo, &session, at, err);
	} else if (strcmp(action, "mark") == 0) {
		ok = mark(demo, &session, row, demo->ids.v[at], err);
	} else {
		struct deed deed = {.action = action,
			.comment = filled(acts, row, "comment"),
			.code = filled(acts, row, "code")};

		ok = session_do(&session, demo->ids.v[at], &deed, err);
	}
	session_release(&session);
	return ok;
}

static bool fill_papers(struct demo *demo, struct err *err)
{
	for (size_t i = 0; i < demo->papers.n; i++)
		strv_add(&demo->ids, "");
	for (size_t i = 0; i < demo->acts.n; i++) {
		const struct csv_row *row = &demo->acts.rows[i];

		out_progress(_("filling the store: decision %zu of %zu"), i + 1, demo->acts.n);
		if (row->ragged)
			err_set(err, ERR_INPUT, _("a row of another length"));
		if (row->ragged || !act(demo, row, err))
			return err_wrap(err, "demo/acts.csv:%d", row->line);
	}
	return true;
}

bool demo_fill(struct cli *cli, const char *folder, struct err *err)
{
	struct demo demo = {.cli = cli, .folder = folder};
	bool ok = fill_org(cli, folder, err) &&
		  read_table(folder, "papers.csv", &demo.papers, err) &&
		  read_table(folder, "acts.csv", &demo.acts, err) && fill_papers(&demo, err);

	out_progress(NULL);
	csv_release(&demo.papers);
	csv_release(&demo.acts);
	strv_release(&demo.ids);
	return ok;
}

/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_BUSY_H
#define TESTS_STORE_BUSY_H

/* A random office over some years: units, people, and what they do with papers, requests and
 * tasks. Include after <cmocka.h>. */

#include "core/law.h"
#include "core/reports.h"
#include "tests/store/site.h"
#include "tests/store/raw.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
enum { OFFICES = 2, TURNS = 240, A_TURN = 16, FIRST_YEAR = 2018, ACTS = 6 };

struct figures_test {
	struct store *store;
	const struct pack *pack;
	struct raw raw;
	struct session session; /* who reads */
	int today;
	struct report_ask ask;
	uint64_t seed;
};

static size_t pick(struct figures_test *t, size_t n)
{
	uint64_t z = t->seed += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (size_t)((z ^ (z >> 31)) % n);
}

/* -- An office --------------------------------------------------------------------------------- */

static const char *const units[][2] = {
	{"city", NULL}, {"east", "city"}, {"east-1", "east"}, {"west", "city"}};
static const char *const people[][3] = {/* id, role, unit */
	{"clerk", "clerk", "city"}, {"clerk-east", "clerk", "east"},
	{"clerk-one", "clerk", "east-1"}, {"clerk-west", "clerk", "west"}, {"head", "head", "city"},
	{"head-east", "head", "east"}, {"disclosure", "disclosure", "city"},
	{"secrecy", "secrecy", "city"}, {"checker", "checker", "city"},
	{"signer", "signer", "city"}, {"publisher", "publisher", "city"},
	{"supervisor", "supervisor", "city"}, {"auditor", "auditor", "city"}};
static const char *const kinds[] = {
	"gongwen", "gongwen", "gongwen", "request", "request", "task", "norm", "tally"};

static void put_unit(struct session *session, const char *id, const char *parent)
{
	struct unit unit = {.id = xstrdup(id), .parent = xstrdup(parent)};

	unit.name.in[LANG_ZH] = xstrdup(id);
	MUST(session_put_unit(session, &unit, &err));
	unit_release(&unit);
}

static void put_person(struct session *session, const char *const who[3])
{
	struct person person = {.id = xstrdup(who[0]), .unit = xstrdup(who[2]), .post_count = 1};

	person.name.in[LANG_ZH] = xstrdup(who[0]);
	person.posts = xcalloc(1, sizeof(*person.posts));
	person.posts[0] = (struct post){.role = xstrdup(who[1]), .unit = xstrdup(who[2])};
	MUST(session_put_person(session, &person, &err));
	person_release(&person);
}

static void set_today(struct figures_test *t, int day)
{
	char text[DAY_SIZE], clock[40];

	t->today = day;
	(void)snprintf(clock, sizeof(clock), "%sT%02zu:%02zu:00", day_format(day, text),
		8 + pick(t, 9), pick(t, 60));
	setenv("GONGKAI_CLOCK", clock, 1);
}

static void found(struct figures_test *t)
{
	struct pack_files files = {0};
	struct session session;

	set_today(t, day_make(FIRST_YEAR, 9, 3));
	MUST(pack_files_read(GONGKAI_PACKDIR "/cn", &files, &err));
	MUST(store_create("site", &files, &err));
	t->store = site_open();
	t->pack = store_office(t->store)->pack;
	session_open_site(&session, t->store);
	for (size_t i = 0; i < LENGTH(units); i++)
		put_unit(&session, units[i][0], units[i][1]);
	for (size_t i = 0; i < LENGTH(people); i++)
		put_person(&session, people[i]);
	session_release(&session);
}

/* -- What its people do ------------------------------------------------------------------------ */

static char *any_value(struct figures_test *t, const struct field *field)
{
	char day[DAY_SIZE];

	switch (field->type) {
	case FIELD_DATE: return xstrdup(day_format(t->today + 20 - (int)pick(t, 60), day));
	case FIELD_FLAG: return xstrdup(pick(t, 2) == 0 ? "yes" : "no");
	case FIELD_CHOICE: return xstrdup(field->choices[pick(t, field->choice_count)].code);
	case FIELD_NUMBER: return xasprintf("%zu", pick(t, 100));
	case FIELD_ROW: return xstrdup(field->table->rows[pick(t, field->table->row_count)].code);
	case FIELD_TEXT:
	case FIELD_LONG: return xstrdup("某事项");
	case FIELD_MOMENT:
	case FIELD_LINK:
	case FIELD_UNITS: break;
	}
	return NULL;
}

/* Received days come one way; a term that is emptied again is another test's. */
static void add_field(struct figures_test *t, const struct field *field, struct strv *fields)
{
	char *value = any_value(t, field), *line;
	char day[DAY_SIZE];

	if (value == NULL)
		return;
	if (strcmp(field->code, "received") == 0) {
		free(value);
		value = xstrdup(day_format(t->today - (int)pick(t, 40), day));
	}
	line = xasprintf("%s=%s", field->code, value);
	strv_add(fields, line);
	free(line);
	free(value);
}

static bool begin_paper(struct figures_test *t)
{
	const struct kind *kind = pack_kind(t->pack, kinds[pick(t, LENGTH(kinds))]);
	const char *who = strcmp(kind->code, "request") == 0 ? "disclosure"
			  : strcmp(kind->code, "task") == 0  ? "supervisor"
							     : people[pick(t, 4)][0];
	struct intake intake = {.change = {.title = "关于某事项的通知"}, .kind = kind->code};
	char *number = xasprintf("市政办发〔%d〕%zu号", FIRST_YEAR, 1 + pick(t, 60)), *id = NULL;
	struct session session;
	struct err why;
	bool ok;

	if (strcmp(who, "disclosure") == 0 || strcmp(who, "supervisor") == 0)
		intake.unit = units[pick(t, LENGTH(units))][0];
	if (strcmp(kind->code, "gongwen") == 0) {
		intake.change.file = "各单位：请遵照执行。\n";
		intake.change.file_len = strlen(intake.change.file);
		intake.change.file_name = "paper.txt";
		intake.change.number = pick(t, 3) == 0 ? NULL : number;
	}
	for (size_t i = 0; i < kind->field_count; i++) {
		if (kind->fields[i].required || pick(t, 3) == 0)
			add_field(t, &kind->fields[i], &intake.change.fields);
	}
	MUST(session_open(&session, t->store, who, &err));
	ok = session_import(&session, &intake, &id, &why);
	session_release(&session);
	strv_release(&intake.change.fields);
	free(number);
	free(id);
	return ok;
}

static bool mark(struct figures_test *t, struct session *session, const char *id)
{
	struct marking marking = {.reason = "内部人事管理，公开会影响工作"};
	const struct attribute *attribute = &t->pack->attributes[pick(t, t->pack->attribute_count)];
	const struct pack_table *list = pack_marking_table(t->pack, attribute->code);
	struct err err;
	bool ok;

	if (pick(t, 4) == 0)
		attribute = pack_attribute(t->pack, "public");
	marking.attribute = attribute->code;
	if (!attribute->is_public && list != NULL && pick(t, 2) == 0)
		marking.row = list->rows[pick(t, list->row_count)].code;
	for (size_t i = 0; i < t->pack->ground_count && !attribute->is_public; i++) {
		const struct ground *ground = &t->pack->grounds[i];

		if (marking.grounds.n == 0 && pick(t, 4) == 0 && ground_is_live(ground, t->today) &&
			strv_has(&ground->attributes, attribute->code))
			strv_add(&marking.grounds, ground->code);
	}
	if (attribute->is_public)
		marking.reason = NULL;
	ok = session_mark(session, id, &marking, &err);
	strv_release(&marking.grounds);
	return ok;
}

static bool edit(struct figures_test *t, struct session *session, const struct document *document)
{
	const struct kind *kind = pack_kind(t->pack, document->paper.kind);
	struct change change = {0};
	struct err err;
	bool ok;

	for (size_t i = 0; i < kind->field_count; i++) {
		if (strcmp(kind->fields[i].code, "received") != 0 && pick(t, 3) == 0)
			add_field(t, &kind->fields[i], &change.fields);
	}
	ok = session_edit(session, document->paper.id, &change, &err);
	strv_release(&change.fields);
	return ok;
}

static bool act_on(struct figures_test *t, struct session *session, const struct view *view)
{
	const struct possibility *option = &view->options[pick(t, view->option_count)];
	struct deed deed = {.action = option->action->code, .comment = "同意"};
	const char *id = view->document.paper.id;
	struct err err;

	if (!option->is_open)
		return false;
	switch (option->action->act) {
	case ACT_CREATE: return false;
	case ACT_EDIT: return pick(t, 3) == 0 && edit(t, session, &view->document);
	case ACT_MARK: return pick(t, 2) == 0 && mark(t, session, id);
	case ACT_PURGE:
	case ACT_VOID:
	case ACT_RECALL:
	case ACT_RETURN:
	case ACT_WAIVE:
		if (pick(t, 6) != 0)
			return false;
		break;
	case ACT_SUBMIT:
	case ACT_APPROVE:
	case ACT_SIGN:
	case ACT_OPINION:
	case ACT_HOLD:
	case ACT_PUBLISH:
	case ACT_REVIEW:
	case ACT_COUNT: break;
	case ACT_MOVE:
	case ACT_WITHDRAW:
		if (pick(t, 3) != 0 && strcmp(view->document.paper.kind, "gongwen") == 0)
			return false;
		break;
	}
	deed.code = option->needs_code
			    ? t->pack->return_codes[pick(t, t->pack->return_code_count)].code
			    : NULL;
	return session_do(session, id, &deed, &err);
}

/* Somebody does something with some paper. */
static bool do_something(struct figures_test *t, const struct strv *ids)
{
	const char *id = ids->v[pick(t, ids->n)];
	bool done = false;

	for (int tries = 0; !done && tries < 40; tries++) {
		struct session session;
		struct view view;
		struct err why;

		MUST(session_open(&session, t->store, people[pick(t, LENGTH(people))][0], &err));
		if (session_show(&session, id, &view, &why)) {
			done = view.option_count > 0 && act_on(t, &session, &view);
			view_release(&view);
		}
		session_release(&session);
	}
	return done;
}

static void all_ids(struct figures_test *t, struct strv *ids)
{
	struct query query = {.order = ORDER_NEWEST, .limit = 1000};
	struct rows rows = {0};

	strv_clear(ids);
	MUST(store_list(t->store, &query, NULL, &rows, &err));
	for (size_t i = 0; i < rows.n; i++)
		strv_add(ids, rows.v[i].id);
	rows_release(&rows);
	query_release(&query);
}

/* What is done in one turn stands together, at one time. */
static void live(struct figures_test *t)
{
	struct strv ids = {0};

	for (int i = 0; i < TURNS; i++) {
		/* Many decide before the law changes in 2019, some long after. */
		set_today(t, t->today + 1 + (int)pick(t, i < TURNS / 2 ? 3 : 20));
		MUST(store_begin_many(t->store, "clerk", &err));
		for (size_t k = 1 + pick(t, A_TURN); k > 0; k--) {
			if (i < 3 || ids.n == 0 || pick(t, 20) == 0)
				(void)begin_paper(t); /* refused is nothing done */
			else
				(void)do_something(t, &ids);
		}
		MUST(store_end_many(t->store, &err));
		all_ids(t, &ids);
	}
	strv_release(&ids);
}

#endif

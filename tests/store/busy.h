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

struct there_was { /* what there must be some of, or nothing was tried */
	int watched, past, taken_in, decided_anew, explained, dead;
	int stood_still, extended, requests_late; /* requests whose reply was held up */
	int years; /* with requests that were answered and contested */
};

struct figures_test {
	struct store *store;
	const struct pack *pack;
	struct raw raw;
	struct session session; /* who reads */
	int today;
	struct report_ask ask;
	uint64_t seed;
	bool never_looks_again; /* what rests on dead ground goes on doing so */
	struct strv interpretations, campaigns; /* ids */
	struct there_was *found; /* borrowed; of all offices */
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
static const char *const kinds[] = {"gongwen", "gongwen", "gongwen", "gongwen", "gongwen",
	"gongwen", "request", "request", "request", "task", "task", "norm", "tally", "column",
	"account", "site", "campaign", "campaign", "interpretation"};
/* Who begins records of a kind; papers are begun by the clerks. */
static const char *const beginners[][2] = {{"request", "disclosure"}, {"task", "supervisor"},
	{"column", "publisher"}, {"account", "publisher"}, {"site", "publisher"},
	{"campaign", "disclosure"}};
static const char *const selections[] = {"state:held", "attribute:private", "is:dead"};

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

static void lend(struct figures_test *t, const char *to, int last)
{
	struct delegation lent = {.to = xstrdup(to),
		.role = xstrdup("head"),
		.unit = xstrdup("east"),
		.reason = xstrdup("休假"),
		.first = t->today,
		.last = last};
	struct session session;

	MUST(session_open(&session, t->store, "head-east", &err));
	MUST(session_delegate(&session, &lent, &err));
	session_release(&session);
	free(lent.to);
	free(lent.role);
	free(lent.unit);
	free(lent.reason);
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
	lend(t, "clerk-east", t->today + 30);
	lend(t, "clerk-one", t->today + 9000);
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
	case FIELD_LINK:
		if (field->relation == RELATION_TOGETHER && t->interpretations.n > 0)
			return xstrdup(t->interpretations.v[pick(t, t->interpretations.n)]);
		break;
	case FIELD_MOMENT:
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
	if (strcmp(field->code, "selection") == 0)
		set_str(&value, selections[pick(t, LENGTH(selections))]);
	line = xasprintf("%s=%s", field->code, value);
	strv_add(fields, line);
	free(line);
	free(value);
}

static const char *beginner_of(const char *kind)
{
	for (size_t i = 0; i < LENGTH(beginners); i++) {
		if (strcmp(beginners[i][0], kind) == 0)
			return beginners[i][1];
	}
	return NULL;
}

static bool begin_paper(struct figures_test *t)
{
	const struct kind *kind = pack_kind(t->pack, kinds[pick(t, LENGTH(kinds))]);
	const char *beginner = beginner_of(kind->code);
	const char *who = beginner != NULL ? beginner : people[pick(t, 4)][0];
	struct intake intake = {.change = {.title = "关于某事项的通知"}, .kind = kind->code};
	char *number = xasprintf("市政办发〔%d〕%zu号", FIRST_YEAR, 1 + pick(t, 60)), *id = NULL;
	struct session session;
	struct err why;
	bool ok;

	if (beginner != NULL)
		intake.unit = units[pick(t, LENGTH(units))][0];
	if (strcmp(kind->code, "gongwen") == 0 || strcmp(kind->code, "interpretation") == 0) {
		intake.change.file = "各单位：请遵照执行。\n";
		intake.change.file_len = strlen(intake.change.file);
		intake.change.file_name = "paper.txt";
		intake.change.number =
			pick(t, 3) == 0 || strcmp(kind->code, "gongwen") != 0 ? NULL : number;
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

	/* A campaign is started by itself, see below, and seldom found something at once. */
	if (!option->is_open || (strcmp(view->document.paper.kind, "campaign") == 0 &&
					option->action->act != ACT_EDIT))
		return false;
	if (t->never_looks_again && strcmp(option->action->code, "rescreen") == 0)
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
	strv_clear(&t->interpretations);
	strv_clear(&t->campaigns);
	MUST(store_list(t->store, &query, NULL, &rows, &err));
	for (size_t i = 0; i < rows.n; i++) {
		strv_add(ids, rows.v[i].id);
		if (strcmp(rows.v[i].kind, "interpretation") == 0)
			strv_add(&t->interpretations, rows.v[i].id);
		if (strcmp(rows.v[i].kind, "campaign") == 0)
			strv_add(&t->campaigns, rows.v[i].id);
	}
	rows_release(&rows);
	query_release(&query);
}

static void do_as(struct figures_test *t, const char *who, const char *action, const char *id)
{
	struct deed deed = {.action = action, .comment = "同意"};
	struct session session;

	MUST(session_open(&session, t->store, who, &err));
	MUST(session_do(&session, id, &deed, &err));
	session_release(&session);
}

/* A paper brought to its signature; chance alone seldom gets there. ground NULL: it is public. The
 * caller frees its id. */
static char *sign(
	struct figures_test *t, const char *kind, const char *ground, const struct strv *fields)
{
	static const char *const steps[][2] = {{"clerk", "submit"}, {"head", "pass"},
		{"secrecy", "pass"}, {"checker", "pass"}, {"signer", "sign"}};
	struct marking marking = {.attribute = "public"};
	struct intake intake = {.change = {.title = "关于某线路防护的通知",
					.file = "各单位：请遵照执行。\n",
					.file_name = "paper.txt"},
		.kind = kind};
	struct session session;
	char *id = NULL;

	intake.change.file_len = strlen(intake.change.file);
	strv_copy(&intake.change.fields, fields);
	if (ground != NULL) {
		marking.attribute = "private";
		marking.reason = "公开后可能危及公共安全";
		strv_add(&marking.grounds, ground);
	}
	MUST(session_open(&session, t->store, "clerk", &err));
	MUST(session_import(&session, &intake, &id, &err));
	MUST(session_mark(&session, id, &marking, &err));
	session_release(&session);
	for (size_t i = 0; i < LENGTH(steps); i++)
		do_as(t, steps[i][0], steps[i][1], id);
	strv_release(&intake.change.fields);
	strv_release(&marking.grounds);
	return id;
}

/* A paper that is kept back on a ground of its day. */
static void withhold(struct figures_test *t)
{
	bool is_early = t->today < day_make(2019, 5, 15);
	struct strv fields = {0};

	strv_add(&fields, "policy=no");
	free(sign(t, "gongwen", is_early ? "CN08-8" : "CN14-3S1S", &fields));
	strv_release(&fields);
}

/* A policy and what explains it, published together. */
static void explain(struct figures_test *t)
{
	struct strv fields = {0};
	char *id, *line;

	strv_add(&fields, "form=text");
	strv_add(&fields, "channel=网站");
	strv_add(&fields, "interpreter=某局长");
	id = sign(t, "interpretation", NULL, &fields);
	strv_clear(&fields);
	line = xasprintf("interpretation-paper=%s", id);
	strv_add(&fields, "policy=yes");
	strv_add(&fields, line);
	free(id);
	id = sign(t, "gongwen", NULL, &fields);
	do_as(t, "publisher", "publish", id);
	strv_release(&fields);
	free(line);
	free(id);
}

/* Campaigns begin: the site takes in what it selects, which is a batch of its own. */
static void start_campaigns(struct figures_test *t)
{
	struct deed deed = {.action = "start", .comment = "同意"};
	struct session session;
	struct err why;

	MUST(session_open(&session, t->store, "disclosure", &err));
	for (size_t i = 0; i < t->campaigns.n; i++) {
		if (!session_do(&session, t->campaigns.v[i], &deed, &why))
			assert_int_not_equal(why.code, ERR_IO); /* refused is nothing done */
	}
	session_release(&session);
}

/* What is done in one turn stands together, at one time. */
static void live(struct figures_test *t)
{
	struct strv ids = {0};

	for (int i = 0; i < TURNS; i++) {
		/* Many decide before the law changes in 2019, some long after. */
		set_today(t, t->today + 1 + (int)pick(t, i < TURNS / 2 ? 3 : 20));
		if (i % 16 == 0)
			withhold(t);
		else if (i % 16 == 8)
			explain(t);
		MUST(store_begin_many(t->store, "clerk", &err));
		for (size_t k = 1 + pick(t, A_TURN); k > 0; k--) {
			if (i < 3 || ids.n == 0 || pick(t, 20) == 0)
				(void)begin_paper(t); /* refused is nothing done */
			else
				(void)do_something(t, &ids);
		}
		MUST(store_end_many(t->store, &err));
		if (!t->never_looks_again && pick(t, 8) == 0)
			start_campaigns(t);
		all_ids(t, &ids);
	}
	strv_release(&ids);
	strv_release(&t->interpretations);
	strv_release(&t->campaigns);
}

#endif

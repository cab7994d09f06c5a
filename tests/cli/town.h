/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CLI_TOWN_H
#define TESTS_CLI_TOWN_H

/* A random town in a real store: units, people with posts, what they lent each other, papers on
 * their way; and what each of them may see, said once more from the rules as they are written in
 * docs/security.md, over facts of its own: nothing here calls core/access.h or core/org.h. Include
 * after <cmocka.h>. */

#include <inttypes.h>
#include <stdint.h>

#include "tests/store/site.h"

enum {
	UNITS = 10,
	PEOPLE = 30,
	POSTS = 3,
	LENT = 2,
	PAPERS = 160,
	SHARED = 3,
	ID = 32,
	FIRST_DAY = 0, /* counted from the day the town is made */
	LATER_DAY = 20,
};

struct town_unit {
	const char *id, *parent;
};

/* In no order: the program puts them in tree order, the model climbs. */
static const struct town_unit town_units[UNITS] = {
	{"zfb", NULL},
	{"fgw", NULL},
	{"mishu", "zfb"},
	{"jiage", "fgw"},
	{"xinxi", "zfb"},
	{"aban", "xinxi"},
	{"touzi", "fgw"},
	{"jyj", NULL},
	{"zban", "xinxi"},
	{"chu", "jiage"},
};

struct town_post {
	const char *role, *unit;
};
struct town_lent {
	int to;
	struct town_post post;
	int first, last; /* days of the town */
};
struct town_person {
	char id[ID];
	const char *unit;
	int to; /* the last day */
	struct town_post posts[POSTS];
	int post_count;
	struct town_lent lent[LENT];
	int lent_count;
};

struct town_paper { /* what is the case, as the store has it */
	char id[ID], kind[ID], unit[ID], drafter[ID], state[ID], attribute[ID], ground[ID];
	char shared[SHARED][ID];
	int shared_count;
	char linked[ID]; /* the paper it names */
	bool is_masked; /* there is a rendition */
};

struct town {
	struct store *store;
	struct town_person people[PEOPLE];
	struct town_paper papers[PAPERS];
	int n;
	int today; /* of the town */
	uint64_t seed;
};

/* A number below n (splitmix64: the town is the same everywhere). */
static inline int town_pick(struct town *town, int n)
{
	uint64_t z = town->seed += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (int)((z ^ (z >> 31)) % (uint64_t)n);
}

static inline void town_copy(char to[ID], const char *from)
{
	size_t n = strlen(from);

	assert_true(n < ID);
	memmove(to, from, n + 1);
}

static inline bool town_chance(struct town *town, int one_in)
{
	return town_pick(town, one_in) == 0;
}

/* -- The model --------------------------------------------------------------------------------- */

static inline const char *model_parent(const char *unit)
{
	for (int i = 0; i < UNITS; i++) {
		if (strcmp(town_units[i].id, unit) == 0)
			return town_units[i].parent;
	}
	return NULL;
}

static inline bool model_is_below(const char *unit, const char *top) /* or is it */
{
	for (; unit != NULL; unit = model_parent(unit)) {
		if (strcmp(unit, top) == 0)
			return true;
	}
	return false;
}

static inline bool model_reads_all(const char *role)
{
	return strcmp(role, "auditor") == 0;
}

static inline bool model_is_draft(const struct town_paper *paper)
{
	return strcmp(paper->state, "draft") == 0 || strcmp(paper->state, "returned") == 0;
}

static inline bool model_is_public(const struct town_paper *paper)
{
	return strcmp(paper->state, "published") == 0;
}

/* How much of a paper: as it stands in a list; all that those who work on it read. */
enum model_sight { MODEL_NOTHING, MODEL_TITLE, MODEL_WHOLE };

/* The rows of packs/cn/roles.ini: who administers reads no draft, and of what is withheld the title
 * alone, as who publishes; who counts has drafts by their titles. */
static inline enum model_sight model_role_opens(const char *role, const struct town_paper *paper)
{
	bool admin = strcmp(role, "admin") == 0, publisher = strcmp(role, "publisher") == 0;

	if (model_is_draft(paper) && admin)
		return MODEL_NOTHING;
	if (model_is_draft(paper) && strcmp(role, "statistician") == 0)
		return MODEL_TITLE;
	if (strcmp(paper->state, "held") == 0 && (publisher || admin))
		return MODEL_TITLE;
	return MODEL_WHOLE;
}

/* Whether one post reaches what lies in the unit. */
static inline bool model_post_opens(const struct town_post *post, const char *unit)
{
	return model_reads_all(post->role) || model_is_below(unit, post->unit);
}

static inline bool model_works(const struct town *town, int person)
{
	return town->today <= town->people[person].to;
}

/* What was lent opens no more than the lender's own post does, while both are there. */
static inline bool model_lent_opens(const struct town *town, const struct town_person *giver,
	const struct town_lent *lent, const char *unit)
{
	if (town->today < lent->first || town->today > lent->last)
		return false;
	for (int i = 0; i < giver->post_count; i++) {
		const struct town_post *own = &giver->posts[i];
		bool meet = model_is_below(own->unit, lent->post.unit) ||
			    model_is_below(lent->post.unit, own->unit);

		if (strcmp(own->role, lent->post.role) == 0 && meet &&
			(model_reads_all(own->role) ||
				(model_is_below(unit, own->unit) &&
					model_is_below(unit, lent->post.unit))))
			return true;
	}
	return false;
}

static inline enum model_sight model_more(enum model_sight a, enum model_sight b)
{
	return a > b ? a : b;
}

/* What the paper's lying in the unit, or naming it, lets the person see. */
static inline enum model_sight model_opens_unit(
	const struct town *town, int person, const char *unit, const struct town_paper *paper)
{
	const struct town_person *me = &town->people[person];
	enum model_sight sight = MODEL_NOTHING;

	for (int i = 0; i < me->post_count; i++) {
		if (model_post_opens(&me->posts[i], unit))
			sight = model_more(sight, model_role_opens(me->posts[i].role, paper));
	}
	for (int k = 0; k < PEOPLE; k++) {
		const struct town_person *giver = &town->people[k];

		for (int i = 0; model_works(town, k) && i < giver->lent_count; i++) {
			if (giver->lent[i].to == person &&
				model_lent_opens(town, giver, &giver->lent[i], unit))
				sight = model_more(
					sight, model_role_opens(giver->lent[i].post.role, paper));
		}
	}
	return sight;
}

static inline enum model_sight model_sight_of(
	const struct town *town, int person, const struct town_paper *paper)
{
	enum model_sight sight = model_opens_unit(town, person, paper->unit, paper);

	if (strcmp(paper->drafter, town->people[person].id) == 0)
		return MODEL_WHOLE;
	for (int i = 0; !model_is_draft(paper) && i < paper->shared_count; i++)
		sight = model_more(sight, model_opens_unit(town, person, paper->shared[i], paper));
	return sight;
}

/* The paper as those who work on it see it. */
static inline bool model_sees_whole(
	const struct town *town, int person, const struct town_paper *paper)
{
	return model_sight_of(town, person, paper) == MODEL_WHOLE;
}

/* Whether a list has it. */
static inline bool model_lists(const struct town *town, int person, const struct town_paper *paper)
{
	return model_is_public(paper) || model_sight_of(town, person, paper) != MODEL_NOTHING;
}

static inline bool model_sees(const struct town *town, int person, const struct town_paper *paper)
{
	return model_is_public(paper) || model_sees_whole(town, person, paper);
}

/* -- The town ---------------------------------------------------------------------------------- */

static inline void town_clock(struct town *town, int day)
{
	char *clock = xasprintf("2026-01-%02dT09:00:00", 5 + day);

	setenv("GONGKAI_CLOCK", clock, 1);
	free(clock);
	town->today = day;
}

static inline const char *town_day(int day, char buf[24])
{
	(void)snprintf(buf, 24, "2026-01-%02d", 5 + day);
	return buf;
}

static inline void town_put_person(struct town *town, struct session *site, int i)
{
	const struct town_person *p = &town->people[i];
	struct person person = {0};
	struct str record = {0};
	char day[24], last[24];

	str_addf(&record, "Person: %s\nIn: %s\nName-zh: %s\n", p->id, p->unit, p->id);
	if (p->to < LATER_DAY)
		str_addf(&record, "To: %s\n", town_day(p->to, day));
	for (int k = 0; k < p->post_count; k++)
		str_addf(&record, "Role: %s %s\n", p->posts[k].role, p->posts[k].unit);
	for (int k = 0; k < p->lent_count; k++)
		str_addf(&record, "Delegates: %s %s %s %s %s away\n",
			town->people[p->lent[k].to].id, p->lent[k].post.role, p->lent[k].post.unit,
			town_day(p->lent[k].first, day), town_day(p->lent[k].last, last));
	MUST(person_parse(&person, str_get(&record), &err));
	MUST(session_put_person(site, &person, &err));
	person_release(&person);
	str_release(&record);
}

/* A set of those who work in each root, so that papers go their way; the others hold what chance
 * gives them. */
static inline void town_people(struct town *town)
{
	static const char *const roles[] = {"clerk", "head", "disclosure", "secrecy", "checker",
		"signer", "publisher", "statistician", "supervisor", "auditor", "admin"};
	enum { ROLES = sizeof(roles) / sizeof(*roles) };

	for (int i = 0; i < PEOPLE; i++) {
		struct town_person *p = &town->people[i];

		(void)snprintf(p->id, sizeof(p->id), "p%c%c", 'a' + i / 10, 'a' + i % 10);
		p->unit = town_units[town_pick(town, UNITS)].id;
		p->to = 1000;
		if (i == PEOPLE - 1) {
			p->posts[p->post_count++] = (struct town_post){"admin", "zfb"};
			break;
		}
		if (i < 14) /* the seven who move papers, in two of the roots */
			p->posts[p->post_count++] =
				(struct town_post){roles[i % 7], i < 7 ? "zfb" : "fgw"};
		while (i >= 14 && p->post_count < POSTS && !town_chance(town, 2))
			p->posts[p->post_count++] =
				(struct town_post){roles[town_pick(town, ROLES)],
					town_units[town_pick(town, UNITS)].id};
	}
	for (int i = 0; i < PEOPLE - 1; i++) {
		struct town_person *p = &town->people[i];

		while (p->post_count > 0 && p->lent_count < LENT && town_chance(town, 2)) {
			struct town_lent *lent = &p->lent[p->lent_count];

			lent->to = town_pick(town, PEOPLE);
			lent->post = p->posts[town_pick(town, p->post_count)];
			for (int k = town_pick(town, UNITS); k < UNITS && town_chance(town, 2);
				k++) {
				if (model_is_below(town_units[k].id, lent->post.unit))
					lent->post.unit = town_units[k].id;
			}
			lent->first = town_pick(town, LATER_DAY);
			lent->last = lent->first + town_pick(town, LATER_DAY);
			if (lent->last > LATER_DAY + 5)
				lent->last = LATER_DAY + 5;
			p->lent_count += lent->to != i;
		}
	}
}

/* Some go, some lose a post that they have lent: what was lent goes with it. */
static inline void town_change(struct town *town, struct session *admin, int i)
{
	struct town_person *p = &town->people[i];
	bool loses = i >= 14 && p->post_count > 0 && town_chance(town, 4);

	if (i % 7 == 6)
		p->to = town_pick(town, LATER_DAY);
	if (loses)
		p->posts[0] = p->posts[--p->post_count];
	if (i % 7 == 6 || loses)
		town_put_person(town, admin, i);
}

static inline void town_put_unit(struct session *site, const struct town_unit *of)
{
	const struct org *org = &session_office(site)->org;
	struct unit unit = {.id = xstrdup(of->id), .parent = xstrdup(of->parent)};

	unit.name.in[LANG_ZH] = xasprintf("%s单位", of->id);
	if (org_unit(org, of->id) == NULL &&
		(of->parent == NULL || org_unit(org, of->parent) != NULL))
		MUST(session_put_unit(site, &unit, &err));
	unit_release(&unit);
}

/* Parents first: none lies deeper than four. */
static inline void town_put_units(struct session *site)
{
	for (int i = 0; i < 4 * UNITS; i++)
		town_put_unit(site, &town_units[i % UNITS]);
}

static inline void town_office(struct town *town)
{
	struct session site, admin;

	session_open_site(&site, town->store);
	town_put_units(&site);
	town_people(town);
	for (int i = 0; i < PEOPLE; i++) { /* once somebody administers, the site no longer does */
		struct town_person whole = town->people[i];

		if (i < PEOPLE - 1)
			town->people[i].post_count = town->people[i].lent_count = 0;
		town_put_person(town, &site, i);
		town->people[i] = whole;
	}
	MUST(session_open(&admin, town->store, town->people[PEOPLE - 1].id, &err));
	for (int i = 0; i < PEOPLE - 1; i++)
		town_put_person(town, &admin, i);
	for (int i = 0; i < PEOPLE - 1; i++)
		town_change(town, &admin, i);
	session_release(&admin);
	session_release(&site);
}

/* -- Papers ------------------------------------------------------------------------------------ */

/* What a text of a paper's says: the words that every paper has, and some that it alone has. T is
 * the title's, B stands in what the public reads, X in what was masked, C in what was said of it.
 */
enum town_text { TOWN_PUBLIC, TOWN_ORIGINAL };

static inline char *town_text(int n, enum town_text which)
{
	char *masked = which == TOWN_ORIGINAL ? xasprintf("X%04dq", n) : xstrdup("");
	char *text =
		xasprintf("关于T%04dq的通知\n\n各县区：B%04dq事项通知如下。%s\n", n, n, masked);

	free(masked);
	return text;
}

/* The facts, as they stand. */
static inline void town_look(struct town *town, int n)
{
	struct town_paper *paper = &town->papers[n];
	struct document document = {0};

	MUST(store_document(town->store, paper->id, &document, &err));
	town_copy(paper->kind, document.paper.kind);
	town_copy(paper->unit, document.paper.unit);
	town_copy(paper->drafter, document.paper.drafter);
	town_copy(paper->state, document.state);
	town_copy(
		paper->attribute, document.paper.attribute != NULL ? document.paper.attribute : "");
	town_copy(paper->ground, document.paper.grounds.n > 0 ? document.paper.grounds.v[0] : "");
	paper->is_masked = document.paper.rendition.sha256[0] != '\0';
	document_release(&document);
}

static inline int town_with(struct town *town, const char *role, const char *unit)
{
	int from = town_pick(town, PEOPLE);

	for (int i = 0; i < PEOPLE; i++) {
		int k = (from + i) % PEOPLE;
		const struct town_person *p = &town->people[k];

		for (int j = 0; model_works(town, k) && j < p->post_count; j++) {
			if (strcmp(p->posts[j].role, role) == 0 &&
				model_is_below(unit, p->posts[j].unit))
				return k;
		}
	}
	return -1;
}

static inline bool town_do(struct town *town, int who, int n, const char *action)
{
	char *comment = xasprintf("C%04dq以为可行", n);
	struct deed deed = {.action = action, .comment = comment};
	struct session session;
	struct err why;
	bool ok;

	if (strcmp(action, "return") == 0)
		deed.code = "FORMAT";
	MUST(session_open(&session, town->store, town->people[who].id, &err));
	ok = session_do(&session, town->papers[n].id, &deed, &why);
	session_release(&session);
	free(comment);
	town_look(town, n);
	return ok;
}

static inline void town_mark(struct town *town, struct session *session, const char *id)
{
	struct marking marking = {.reason = "经逐项核对，仅涉及内部人事管理，不对外产生影响"};
	int n = town_pick(town, 8);

	if (n == 0)
		return;
	marking.attribute = n < 6 ? "public" : n == 6 ? "private" : "on-request";
	if (n >= 6)
		strv_add(&marking.grounds, n == 6 ? "CN16-HR" : "CN27");
	MUST(session_mark(session, id, &marking, &err));
	strv_release(&marking.grounds);
}

/* Names other units, and a paper that the drafter sees. */
static inline void town_fields(
	struct town *town, int who, struct town_paper *paper, struct strv *fields)
{
	struct str units = {0};
	int linked = town->n > 0 ? town_pick(town, town->n) : 0;

	strv_add(fields, "policy=no");
	while (paper->shared_count < SHARED && town_chance(town, 3)) {
		const char *unit = town_units[town_pick(town, UNITS)].id;
		bool again = strcmp(unit, paper->unit) == 0;

		for (int i = 0; i < paper->shared_count; i++)
			again = again || strcmp(paper->shared[i], unit) == 0;
		if (again)
			break;
		town_copy(paper->shared[paper->shared_count++], unit);
		str_addf(&units, "%s%s", units.len > 0 ? " " : "", unit);
	}
	if (units.len > 0) {
		char *field = xasprintf("co-signers=%s", str_get(&units));

		strv_add(fields, field);
		free(field);
	}
	if (town->n > 0 && town_chance(town, 4) && model_sees(town, who, &town->papers[linked])) {
		char *field = xasprintf("forwards-paper=%s", town->papers[linked].id);

		town_copy(paper->linked, town->papers[linked].id);
		strv_add(fields, field);
		free(field);
	}
	str_release(&units);
}

static inline void town_finish_draft(
	struct town *town, struct session *session, const char *id, bool is_masked)
{
	char *text = town_text(town->n, TOWN_PUBLIC);

	if (is_masked)
		MUST(session_redact(session, id, text, strlen(text), &err));
	town_mark(town, session, id);
	town_copy(town->papers[town->n].id, id);
	town_look(town, town->n);
	town->n++;
	free(text);
}

static inline void town_draft(struct town *town)
{
	int n = town->n;
	struct town_paper *paper = &town->papers[n];
	const char *unit = town_units[town_pick(town, UNITS)].id;
	int who = town_with(town, "clerk", unit);
	char *text, *title = xasprintf("关于T%04dq的通知", n), *id = NULL;
	struct intake intake = {.change = {.title = title, .file_name = "paper.txt"}, .unit = unit};
	bool is_masked = town_chance(town, 3);
	struct session session;
	struct err why;

	*paper = (struct town_paper){0};
	if (who >= 0) {
		town_copy(paper->unit, unit);
		text = town_text(n, is_masked ? TOWN_ORIGINAL : TOWN_PUBLIC);
		intake.change.file = text;
		intake.change.file_len = strlen(text);
		town_fields(town, who, paper, &intake.change.fields);
		MUST(session_open(&session, town->store, town->people[who].id, &err));
		if (session_import(&session, &intake, &id, &why))
			town_finish_draft(town, &session, id, is_masked);
		session_release(&session);
		free(text);
		free(id);
	}
	strv_release(&intake.change.fields);
	free(title);
}

static const struct town_step {
	const char *state, *action, *role;
} town_steps[] = {
	{"draft", "submit", "clerk"},
	{"returned", "submit", "clerk"},
	{"section", "pass", "head"},
	{"pre-review", "pass", "disclosure"},
	{"secrecy", "pass", "secrecy"},
	{"office", "pass", "checker"},
	{"joint", "countersign", "signer"},
	{"sign", "sign", "signer"},
	{"decided", "publish", "publisher"},
	{"published", "withdraw", "publisher"},
};

static inline const struct town_step *town_step(const char *state)
{
	for (size_t i = 0; i < sizeof(town_steps) / sizeof(*town_steps); i++) {
		if (strcmp(town_steps[i].state, state) == 0)
			return &town_steps[i];
	}
	return NULL;
}

/* One step of a paper's way, or none where nobody can make it. */
static inline bool town_move(struct town *town, int n)
{
	struct town_paper *paper = &town->papers[n];
	const struct town_step *step = town_step(paper->state);
	const char *unit = paper->unit;
	bool ok = false;

	if (step == NULL || (model_is_public(paper) && !town_chance(town, 5)))
		return false;
	if (strcmp(step->state, "joint") == 0 && paper->shared_count > 0)
		unit = paper->shared[town_pick(town, paper->shared_count)];
	for (int tries = 0; !ok && tries < 3; tries++) {
		int who = town_with(town, step->role, unit);
		bool back = strcmp(step->role, "clerk") != 0 && !model_is_public(paper) &&
			    strcmp(step->state, "joint") != 0 && town_chance(town, 12);

		for (int i = 0; strcmp(step->role, "clerk") == 0 && i < PEOPLE; i++) {
			if (strcmp(town->people[i].id, paper->drafter) == 0)
				who = i;
		}
		ok = who >= 0 && town_do(town, who, n, back ? "return" : step->action);
	}
	return ok;
}

static inline void town_papers(struct town *town)
{
	for (int tries = 0; town->n < PAPERS && tries < 2 * PAPERS; tries++) {
		int before = town->n;

		town_draft(town);
		for (int far = town_pick(town, 14); town->n > before && far > 0; far--) {
			if (!town_move(town, before))
				break;
		}
	}
}

static inline void town_make(struct town *town, uint64_t seed)
{
	*town = (struct town){.seed = seed};
	town->store = site_found(GONGKAI_PACKDIR "/cn");
	town_clock(town, FIRST_DAY);
	town_office(town);
	town_papers(town);
}

#endif

/* SPDX-License-Identifier: MIT */
#include "core/query.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"

void query_release(struct query *query)
{
	strv_release(&query->words);
	strv_release(&query->body);
	strv_release(&query->states);
	free(query->attribute);
	free(query->unit);
	free(query->kind);
	strv_release(&query->grounds);
	free(query->names);
	free(query->pack);
	free(query->pack_today);
	strv_release(&query->drafters);
	for (size_t i = 0; i < query->reach_count; i++) {
		free(query->reaches[i].kind);
		free(query->reaches[i].state);
	}
	free(query->reaches);
	strv_release(&query->ids);
	strv_release(&query->did.actions);
	free(query->did.code);
	free(query->did.left);
	free(query->after);
	*query = (struct query){0};
}

/* The only kind that has a state; *kind is left where it is that one, and NULL where it is not. */
static bool narrow(const struct pack *pack, const char *state, const struct kind **kind)
{
	const char *colon = strchr(state, ':');

	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *one = &pack->kinds[i];
		size_t n = strlen(one->code);
		bool has = colon == NULL ? kind_state(one, state) != NULL
					 : (size_t)(colon - state) == n &&
						   strncmp(one->code, state, n) == 0;

		if (has && *kind != NULL && *kind != one)
			return false;
		if (has)
			*kind = one;
	}
	return true;
}

const struct kind *query_kind(const struct query *query, const struct pack *pack)
{
	const struct kind *kind = NULL;
	bool is_one = true;

	if (query->kind != NULL)
		return pack_kind(pack, query->kind);
	for (size_t i = 0; query->is_queue && i < query->reach_count; i++) {
		const struct kind *of = pack_kind(pack, query->reaches[i].kind);

		is_one = is_one && (kind == NULL || kind == of);
		kind = of;
	}
	for (size_t i = 0; kind == NULL && i < query->states.n; i++)
		is_one = is_one && narrow(pack, query->states.v[i], &kind);
	return is_one ? kind : NULL;
}

/* What a term is read with. */
struct reader {
	struct query *query;
	const struct office *office;
	int today;
};

/* The codes of all states there are, or of those that bear the name. */
static void states_of(const struct pack *pack, const char *name, struct strv *states)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t k = 0; k < kind->state_count; k++) {
			if (name == NULL || name_is(&kind->states[k].name, name))
				strv_put(states, kind->states[k].code);
		}
	}
}

static bool read_state(struct reader *r, const char *value, struct err *err)
{
	struct strv states = {0};
	size_t before = r->query->states.n;
	char *joined;
	bool ok;

	states_of(r->office->pack, NULL, &states);
	joined = strv_join(&states, ", ");
	if (strv_has(&states, value))
		strv_add(&r->query->states, value);
	else
		states_of(r->office->pack, value, &r->query->states);
	ok = r->query->states.n > before ||
	     err_set(err, ERR_INPUT, _("there is no state '%s'; there are: %s"), value, joined);
	free(joined);
	strv_release(&states);
	return ok;
}

static bool read_attribute(struct reader *r, const char *value, struct err *err)
{
	const struct pack *pack = r->office->pack;
	const struct attribute *attribute = pack_attribute(pack, value);

	for (size_t i = 0; attribute == NULL && i < pack->attribute_count; i++) {
		if (name_is(&pack->attributes[i].name, value))
			attribute = &pack->attributes[i];
	}
	if (attribute == NULL && strcmp(value, "none") != 0)
		return err_set(err, ERR_INPUT,
			_("there is no attribute '%s'; `none` finds papers not marked yet"), value);
	set_str(&r->query->attribute, attribute != NULL ? attribute->code : value);
	return true;
}

static bool read_unit(struct reader *r, const char *value, struct err *err)
{
	const struct org *org = &r->office->org;
	const struct unit *unit = org_unit(org, value);

	if (unit == NULL)
		unit = org_named(org, value, r->today);
	if (unit == NULL)
		return err_set(err, ERR_INPUT, _("there is no unit '%s'"), value);
	set_str(&r->query->unit, unit->id);
	return true;
}

static bool read_in(struct reader *r, const char *value, struct err *err)
{
	r->query->unit_itself = true;
	return read_unit(r, value, err);
}

static bool read_kind(struct reader *r, const char *value, struct err *err)
{
	if (pack_kind(r->office->pack, value) == NULL)
		return err_set(err, ERR_INPUT, _("there is no kind '%s'"), value);
	set_str(&r->query->kind, value);
	return true;
}

static bool read_ground(struct reader *r, const char *value, struct err *err)
{
	const struct ground *ground = pack_ground(r->office->pack, value);

	if (ground == NULL)
		return err_set(err, ERR_INPUT, _("there is no ground '%s'"), value);
	strv_clear(&r->query->grounds);
	strv_add(&r->query->grounds, ground->code);
	return true;
}

static bool read_drafter(struct reader *r, const char *value, struct err *err)
{
	if (org_person(&r->office->org, value) == NULL)
		return err_set(err, ERR_INPUT, _("there is no person '%s'"), value);
	strv_clear(&r->query->drafters);
	strv_add(&r->query->drafters, value);
	return true;
}

/* "7d" */
static bool read_days(const char *value, int *n)
{
	size_t len = strlen(value);
	char *days = len > 1 && value[len - 1] == 'd' ? xstrndup(value, len - 1) : NULL;
	bool ok = days != NULL && str_number(days, n) && *n <= 36500;

	free(days);
	return ok;
}

/* overdue, <7d, <2026-12-01 */
static bool read_before(const struct reader *r, const char *value, int *before)
{
	int n;

	if (strcmp(value, "overdue") == 0) {
		*before = r->today;
		return true;
	}
	if (value[0] != '<')
		return false;
	if (day_parse(value + 1, before))
		return true;
	if (!read_days(value + 1, &n))
		return false;
	*before = r->today + n;
	return true;
}

static bool read_due(struct reader *r, const char *value, struct err *err)
{
	if (starts_with(value, ">=") && day_parse(value + 2, &r->query->due_from))
		return true;
	r->query->is_overdue = str_eq(value, "overdue"); /* the last one that is said holds */
	return read_before(r, value, &r->query->due_before) ||
	       err_set(err, ERR_INPUT,
		       _("due: takes overdue, <7d, <2026-12-01 or >=2026-12-01, not '%s'"), value);
}

static bool read_review(struct reader *r, const char *value, struct err *err)
{
	return read_before(r, value, &r->query->review_before) ||
	       err_set(err, ERR_INPUT, _("review: takes overdue, <30d or <2026-12-01, not '%s'"),
		       value);
}

/* <2019-05-15, >=2019-05-15, >365d: so many days ago and more */
static bool read_decided(struct reader *r, const char *value, struct err *err)
{
	int n;

	if (value[0] == '<' && day_parse(value + 1, &r->query->decided_before))
		return true;
	if (starts_with(value, ">=") && day_parse(value + 2, &r->query->decided_from))
		return true;
	if (value[0] == '>' && read_days(value + 1, &n)) {
		r->query->decided_before = r->today - n;
		return true;
	}
	return err_set(err, ERR_INPUT,
		_("decided: takes <2026-12-01, >=2026-12-01 or >365d (ago), not '%s'"), value);
}

/* A document nobody may see names nothing: it need not be there. */
static bool read_names(struct reader *r, const char *value, struct err *err)
{
	if (*value == '\0')
		return err_set(err, ERR_INPUT, _("names: takes a document's id"));
	set_str(&r->query->names, value);
	return true;
}

static bool read_pack(struct reader *r, const char *value, struct err *err)
{
	if (*value == '\0')
		return err_set(err, ERR_INPUT,
			_("pack: takes a version, as `gongkai pack` shows it, or old"));
	set_str(&r->query->pack, value);
	set_str(&r->query->pack_today, r->office->pack->id);
	return true;
}

/* All the pack's grounds that are not in force today. */
static bool take_dead(struct reader *r)
{
	const struct pack *pack = r->office->pack;

	strv_clear(&r->query->grounds);
	for (size_t i = 0; i < pack->ground_count; i++) {
		if (!ground_is_live(&pack->grounds[i], r->today))
			strv_add(&r->query->grounds, pack->grounds[i].code);
	}
	if (r->query->grounds.n == 0)
		strv_add(&r->query->grounds, "-");
	return true;
}

static bool read_ids(struct reader *r, const char *value, struct err *err)
{
	struct strv ids = {0};

	strv_split(&ids, value, ",");
	for (size_t i = 0; i < ids.n; i++)
		strv_put(&r->query->ids, ids.v[i]);
	strv_release(&ids);
	return r->query->ids.n > 0 ||
	       err_set(err, ERR_INPUT, _("ids: needs ids with commas between"));
}

static bool read_did(struct reader *r, const char *value, struct err *err)
{
	struct strv codes = {0};
	bool ok = true;

	strv_split(&codes, value, ",");
	for (size_t i = 0; ok && i < codes.n; i++) {
		const struct action *action = pack_action(r->office->pack, codes.v[i]);

		if (action != NULL)
			strv_put(&r->query->did.actions, action->code);
		else
			ok = err_set(err, ERR_INPUT, _("there is no action '%s'"), codes.v[i]);
	}
	strv_release(&codes);
	return ok;
}

static bool read_code(struct reader *r, const char *value, struct err *err)
{
	const struct return_code *code = pack_return_code(r->office->pack, value);

	if (code == NULL)
		return err_set(err, ERR_INPUT, _("there is no reason '%s' to return"), value);
	set_str(&r->query->did.code, code->code);
	return true;
}

static bool read_left(struct reader *r, const char *value, struct err *err)
{
	struct query scratch = {0};
	struct reader reader = {&scratch, r->office, r->today};
	bool ok = read_state(&reader, value, err);

	query_release(&scratch);
	if (ok)
		set_str(&r->query->did.left, value);
	return ok;
}

/* 2026-01-01..2026-01-31; either may be left out. */
static bool read_span(const char *term, const char *value, struct days *days, struct err *err)
{
	const char *dots = strstr(value, "..");
	char *from = dots != NULL ? xstrndup(value, (size_t)(dots - value)) : xstrdup(value);
	const char *to = dots != NULL ? dots + 2 : value;
	bool ok = (*from == '\0' || day_parse(from, &days->from)) &&
		  (*to == '\0' || day_parse(to, &days->to)) && strcmp(value, "..") != 0 &&
		  *value != '\0';

	free(from);
	return ok || err_set(err, ERR_INPUT,
			     _("%s: takes 2026-01-01, 2026-01-01..2026-01-31, or one open end, "
			       "not '%s'"),
			     term, value);
}

static bool read_on(struct reader *r, const char *value, struct err *err)
{
	return read_span("on", value, &r->query->did.on, err);
}

static bool read_entered(struct reader *r, const char *value, struct err *err)
{
	return read_span("entered", value, &r->query->entered, err);
}

static bool read_published(struct reader *r, const char *value, struct err *err)
{
	return read_span("published", value, &r->query->published, err);
}

static bool read_term(struct reader *r, const char *value, struct err *err)
{
	if (strcmp(value, "ended") != 0 && strcmp(value, "late") != 0)
		return err_set(err, ERR_INPUT, _("term: takes ended or late, not '%s'"), value);
	r->query->term = *value == 'e' ? TERM_ENDED : TERM_LATE;
	return true;
}

static bool read_sort(struct reader *r, const char *value, struct err *err)
{
	if (strcmp(value, "due") == 0)
		r->query->order = ORDER_DUE;
	else if (strcmp(value, "newest") == 0)
		r->query->order = ORDER_NEWEST;
	else
		return err_set(err, ERR_INPUT, _("sort: takes due or newest, not '%s'"), value);
	return true;
}

static bool read_is(struct reader *r, const char *value, struct err *err)
{
	if (strcmp(value, "dead") == 0)
		return take_dead(r);
	if (strcmp(value, "mine") != 0)
		return err_set(err, ERR_INPUT, _("is: takes mine or dead, not '%s'"), value);
	r->query->touched_by_me = true;
	return true;
}

static bool read_text(struct reader *r, const char *value, struct err *err)
{
	if (*value == '\0')
		return err_set(err, ERR_INPUT, _("text: needs letters to look for"));
	strv_add(&r->query->body, value);
	return true;
}

static const struct {
	const char *name;
	bool (*read)(struct reader *r, const char *value, struct err *err);
} terms[] = {
	{"state", read_state},
	{"attribute", read_attribute},
	{"unit", read_unit},
	{"in", read_in},
	{"kind", read_kind},
	{"ground", read_ground},
	{"drafter", read_drafter},
	{"due", read_due},
	{"decided", read_decided},
	{"review", read_review},
	{"pack", read_pack},
	{"names", read_names},
	{"is", read_is},
	{"ids", read_ids},
	{"did", read_did},
	{"code", read_code},
	{"left", read_left},
	{"on", read_on},
	{"entered", read_entered},
	{"published", read_published},
	{"term", read_term},
	{"sort", read_sort},
	{"text", read_text},
};

enum { TERM_COUNT = sizeof(terms) / sizeof(terms[0]) };

static bool unknown_term(const char *word, struct err *err)
{
	struct strv names = {0};
	char *joined;

	for (size_t i = 0; i < TERM_COUNT; i++)
		strv_add(&names, terms[i].name);
	joined = strv_join(&names, ", ");
	err_set(err, ERR_INPUT, _("'%s' asks for no field there is; there are: %s"), word, joined);
	free(joined);
	strv_release(&names);
	return false;
}

/* Whether a word is a term: letters before a colon. Anything else is looked for as it stands. */
static bool is_term(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz");

	return n > 0 && word[n] == ':';
}

static bool read_word(struct reader *r, const char *word, struct err *err)
{
	if (!is_term(word)) {
		strv_add(&r->query->words, word);
		return true;
	}
	for (size_t i = 0; i < TERM_COUNT; i++) {
		size_t n = strlen(terms[i].name);

		if (strncmp(word, terms[i].name, n) == 0 && word[n] == ':')
			return terms[i].read(r, word + n + 1, err);
	}
	return unknown_term(word, err);
}

bool query_has_deed(const struct query *query)
{
	const struct deed_asked *did = &query->did;

	return did->actions.n > 0 || did->code != NULL || did->left != NULL ||
	       did->on.from != DAY_NONE || did->on.to != DAY_NONE;
}

bool query_parse(struct query *query, const struct office *office, const char *text, int today,
	struct err *err)
{
	struct reader reader = {query, office, today};
	struct strv words = {0};
	bool ok = true;

	strv_split(&words, text, " \t\n");
	for (size_t i = 0; ok && i < words.n; i++)
		ok = read_word(&reader, words.v[i], err);
	strv_release(&words);
	return ok;
}

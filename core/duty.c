/* SPDX-License-Identifier: MIT */
#include "core/duty.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"

struct planner {
	struct duties *duties;
	struct session *session;
	const struct notice *notice;
	const struct duty_options *options;
	int today;
};

static const struct org *org_of(const struct planner *p)
{
	return &session_office(p->session)->org;
}

/* -- Whose it is ------------------------------------------------------------------------------- */

/* Names are compared whatever the width of their signs. */
static bool same_name(const char *a, const char *b)
{
	char *x = text_narrow(a), *y = text_narrow(b);
	bool same = strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

static bool check_match(const struct planner *p, const char *match, struct err *err)
{
	const char *units = strrchr(match, '=');
	struct strv ids = {0};
	bool ok = units != NULL && units > match && units[1] != '\0';

	if (!ok)
		return err_set(err, ERR_INPUT,
			_("'%s' matches nothing; it is written NAME=UNIT or NAME=UNIT,UNIT"),
			match);
	strv_split(&ids, units + 1, ",");
	for (size_t i = 0; ok && i < ids.n; i++) {
		ok = org_unit(org_of(p), ids.v[i]) != NULL;
		if (!ok)
			err_set(err, ERR_INPUT, _("there is no unit '%s'"), ids.v[i]);
	}
	strv_release(&ids);
	return ok;
}

static bool check_options(const struct planner *p, struct err *err)
{
	for (size_t i = 0; i < p->options->matches.n; i++) {
		if (!check_match(p, p->options->matches.v[i], err))
			return false;
	}
	return org_unit(org_of(p), p->options->keeper) != NULL ||
	       err_set(err, ERR_INPUT, _("there is no unit '%s'"), p->options->keeper);
}

/* What the person said the name stands for. */
static void find_matches(const struct planner *p, const char *name, struct strv *units)
{
	for (size_t i = 0; i < p->options->matches.n; i++) {
		const char *match = p->options->matches.v[i], *ids = strrchr(match, '=');
		char *said = xstrndup(match, (size_t)(ids - match));

		if (same_name(said, name))
			strv_split(units, ids + 1, ",");
		free(said);
	}
}

static void find_units(const struct planner *p, const struct notice_party *party,
	struct strv *units, struct strv *near)
{
	const struct unit *unit = org_named(org_of(p), party->name, p->today);

	find_matches(p, party->name, units);
	if (units->n > 0)
		return;
	if (unit != NULL) {
		strv_add(units, unit->id);
	} else if (party->is_group) {
		strv_add(units, p->options->keeper);
	} else {
		org_near(org_of(p), party->name, p->today, near);
		if (p->options->near && near->n == 1)
			strv_add(units, near->v[0]);
	}
}

/* -- The duties -------------------------------------------------------------------------------- */

static char *make_number(
	const struct planner *p, const struct notice_clause *clause, const char *whom)
{
	const char *notice = p->notice->number != NULL ? p->notice->number : p->notice->title;
	char *plain = xasprintf("%s-%s%s%s", notice != NULL ? notice : "", clause->path,
		*whom != '\0' ? "-" : "", whom);
	char *number = text_fold_number(plain);

	free(plain);
	return number;
}

static bool is_planned(const struct planner *p, const char *number)
{
	for (size_t i = 0; i < p->duties->n; i++) {
		if (strcmp(p->duties->v[i].number, number) == 0)
			return true;
	}
	return false;
}

static bool find_taken(const struct planner *p, struct duty *duty, struct err *err)
{
	struct query query = {.limit = 10};
	struct rows rows = {0};
	bool ok;

	strv_add(&query.words, duty->number);
	ok = session_list(p->session, &query, &rows, err);
	for (size_t i = 0; ok && i < rows.n; i++) {
		if (str_eq(rows.v[i].number, duty->number))
			set_str(&duty->taken, rows.v[i].id);
	}
	rows_release(&rows);
	query_release(&query);
	return ok;
}

/* unit NULL: nobody knows whose it is. */
static bool add_duty(const struct planner *p, const struct notice_clause *clause,
	const struct notice_party *party, const char *unit, const struct strv *near,
	struct err *err)
{
	const struct unit *whose = unit != NULL ? org_unit(org_of(p), unit) : NULL;
	const char *names[LANG_COUNT + 2] = {party != NULL ? party->name : ""};
	bool by_unit = unit != NULL &&
		       !(party != NULL && party->is_group && str_eq(unit, p->options->keeper));
	struct duty duty = {.clause = clause, .party = party, .unit = xstrdup(unit)};

	for (int i = 0, n = 1; whose != NULL && i < LANG_COUNT; i++) {
		if (whose->name.in[i] != NULL)
			names[n++] = whose->name.in[i];
	}
	duty.due = notice_due(clause, names);
	duty.number = make_number(p, clause, party == NULL ? "" : by_unit ? unit : party->name);
	if (is_planned(p, duty.number)) {
		free(duty.number);
		free(duty.unit);
		return true;
	}
	strv_copy(&duty.near, near);
	if (p->duties->n >= DUTIES_MAX)
		err_set(err, ERR_INPUT, _("the notice asks for more than %d things"), DUTIES_MAX);
	GROW(p->duties->v, p->duties->n);
	p->duties->v[p->duties->n++] = duty;
	return p->duties->n <= DUTIES_MAX && find_taken(p, &p->duties->v[p->duties->n - 1], err);
}

static bool add_party(const struct planner *p, const struct notice_clause *clause,
	const struct notice_party *party, struct err *err)
{
	struct strv units = {0}, near = {0};
	bool ok = true;

	find_units(p, party, &units, &near);
	if (units.n == 0)
		ok = add_duty(p, clause, party, NULL, &near, err);
	for (size_t i = 0; ok && i < units.n; i++)
		ok = add_duty(p, clause, party, units.v[i], &near, err);
	strv_release(&units);
	strv_release(&near);
	return ok;
}

bool duties_plan(struct duties *duties, struct session *session, const struct notice *notice,
	const struct duty_options *options, struct err *err)
{
	struct planner planner = {.duties = duties,
		.session = session,
		.notice = notice,
		.options = options,
		.today = session_today(session)};
	static const struct strv none = {0};
	bool ok;

	*duties = (struct duties){0};
	ok = check_options(&planner, err);
	for (size_t i = 0; ok && i < notice->clause_count; i++) {
		const struct notice_clause *clause = &notice->clauses[i];

		if (clause->party_count == 0 && !clause->has_parts)
			ok = add_duty(&planner, clause, NULL, options->keeper, &none, err);
		for (size_t j = 0; ok && j < clause->party_count; j++)
			ok = add_party(&planner, clause, &clause->parties[j], err);
	}
	if (!ok)
		duties_release(duties);
	return ok;
}

void duties_release(struct duties *duties)
{
	for (size_t i = 0; i < duties->n; i++) {
		free(duties->v[i].unit);
		free(duties->v[i].number);
		free(duties->v[i].taken);
		strv_release(&duties->v[i].near);
	}
	free(duties->v);
	*duties = (struct duties){0};
}

/* -- Taking one in ----------------------------------------------------------------------------- */

static void set_field(
	const struct kind *kind, struct strv *fields, const char *code, const char *value)
{
	char *field;

	if (kind_field(kind, code) == NULL || str_empty(value))
		return;
	field = xasprintf("%s=%s", code, value);
	strv_add(fields, field);
	free(field);
}

static void fill_in(struct strv *fields, const struct kind *kind, const struct notice *notice,
	const struct duty *duty)
{
	struct str dates = {0};
	char due[DAY_SIZE];

	for (size_t i = 0; i < duty->clause->date_count; i++)
		str_addf(&dates, "%s%s", i > 0 ? " " : "", duty->clause->dates[i].words);
	set_field(kind, fields, "notice", notice->number != NULL ? notice->number : notice->title);
	set_field(kind, fields, "clause", duty->clause->place);
	set_field(kind, fields, "content", duty->clause->text);
	set_field(kind, fields, "dates", str_get(&dates));
	set_field(kind, fields, "due", day_format(duty->due, due));
	if (duty->party != NULL) {
		set_field(kind, fields, "party", duty->party->name);
		set_field(kind, fields, "part", duty->party->role->code);
	}
	str_release(&dates);
}

bool duty_take(struct session *session, const struct notice *notice, const struct duty *duty,
	char **id, struct err *err)
{
	const struct kind *kind = session_office(session)->pack->notice.kind;
	struct intake intake = {.unit = duty->unit};
	bool ok;

	*id = NULL;
	if (kind == NULL)
		return err_set(err, ERR_REFUSED,
			_("the pack does not say what a clause becomes: its section [notice] has "
			  "no 'kind'"));
	if (duty->unit == NULL)
		return err_set(err, ERR_REFUSED, _("no unit is called '%s'"), duty->party->name);
	intake.kind = kind->code;
	intake.change.title = duty->clause->title;
	intake.change.number = duty->number;
	fill_in(&intake.change.fields, kind, notice, duty);
	ok = session_import(session, &intake, id, err);
	strv_release(&intake.change.fields);
	return ok;
}

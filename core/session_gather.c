/* SPDX-License-Identifier: MIT */
/* Records that gather papers (a campaign): once one is started the site takes in every paper that
 * its query finds, by a decision on each that names the record, and then moves the record on. What
 * was selected is so in the ledger, paper by paper, and cannot grow or shrink afterwards. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/session.h"
#include "core/session_see.h"

enum { PAGE = 500 };

/* -- What is selected -------------------------------------------------------------------------- */

/* The states out of which papers are taken in, or all of the kinds that have such. */
static void add_states(
	const struct pack *pack, const struct action *takes, bool is_all, struct strv *states)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];
		struct strv from = {0};

		for (size_t k = 0; k < kind->transition_count; k++) {
			for (size_t s = 0; s < kind->transitions[k].from.n &&
					   kind->transitions[k].action == takes;
				s++)
				strv_put(&from, kind->transitions[k].from.v[s]);
		}
		for (size_t k = 0; from.n > 0 && k < kind->state_count; k++) {
			char *state = xasprintf("%s:%s", kind->code, kind->states[k].code);

			if (is_all || strv_has(&from, kind->states[k].code))
				strv_put(states, state);
			free(state);
		}
		strv_release(&from);
	}
}

/* Of the states asked for (none: of all) those out of which papers are taken in. False: none. */
static bool narrow_states(const struct pack *pack, const struct action *takes, struct query *query)
{
	struct strv states = {0}, both = {0};

	add_states(pack, takes, false, &states);
	for (size_t i = 0; i < states.n; i++) {
		if (query->states.n == 0 || strv_has(&query->states, states.v[i]) ||
			strv_has(&query->states, strchr(states.v[i], ':') + 1))
			strv_add(&both, states.v[i]);
	}
	strv_copy(&query->states, &both);
	strv_release(&states);
	strv_release(&both);
	return query->states.n > 0;
}

static bool read_selection(const struct session *session, const char *unit, const char *text,
	struct query *query, struct err *err)
{
	const struct office *office = session_office(session);

	if (!query_parse(query, office, text != NULL ? text : "", session_today(session), err))
		return false;
	if (query->touched_by_me)
		return err_set(err, ERR_INPUT, _("is:mine is somebody's, and selects nothing"));
	if (query->unit == NULL)
		set_str(&query->unit, unit);
	if (!org_is_within(&office->org, query->unit, unit))
		return err_set(err, ERR_INPUT, _("%s is not below %s, whose record this is"),
			query->unit, unit);
	query->order = ORDER_NEWEST;
	query->limit = PAGE;
	return true;
}

bool gather_check(const struct session *session, const struct kind *kind, const struct paper *paper,
	struct err *err)
{
	struct query query = {0};
	bool ok = kind->selects == NULL || str_empty(paper_field(paper, kind->selects->code)) ||
		  read_selection(session, paper->unit, paper_field(paper, kind->selects->code),
			  &query, err) ||
		  err_wrap(err, "%s", kind->selects->code);

	query_release(&query);
	return ok;
}

/* The site sees all. */
static bool list_all(
	struct session *session, struct query *query, struct strv *ids, struct err *err)
{
	struct opening all = {.units = {0, INT_MAX}};
	struct scope scope = {.openings = &all, .n = 1};
	struct rows rows = {0};
	bool ok = true, more = true;

	while (ok && more) {
		ok = store_list(session->store, query, &scope, &rows, err);
		for (size_t i = 0; ok && i < rows.n; i++)
			strv_add(ids, rows.v[i].id);
		more = ok && rows.more && rows.n > 0;
		if (more)
			set_str(&query->after, rows.v[rows.n - 1].id);
		rows_release(&rows);
	}
	return ok;
}

static bool select_papers(
	struct session *session, const struct document *record, struct strv *ids, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct kind *kind = pack_kind(pack, record->paper.kind);
	struct query query = {0};
	bool ok = read_selection(session, record->paper.unit,
		paper_field(&record->paper, kind->selects->code), &query, err);

	if (ok && narrow_states(pack, kind->takes, &query))
		ok = list_all(session, &query, ids, err);
	query_release(&query);
	return ok;
}

/* -- How many that is, before ------------------------------------------------------------------ */

static int count(struct session *session, const struct query *query)
{
	struct err err;
	int n = 0;

	return session_count(session, query, &n, &err) ? n : 0;
}

/* Where what is asked for is instead; the caller frees. */
static char *why_none(struct session *session, const struct kind *kind, struct query *query)
{
	const struct office *office = session_office(session);
	char *unit = xstrdup(query->unit), *why;
	int n;

	set_str(&query->unit, NULL);
	n = query->states.n > 0 ? count(session, query) : 0;
	if (n > 0) {
		why = xasprintf(_("it finds nothing in %s and below, where it looks, and %d in "
				  "other units: begin it for the unit that they belong to"),
			label_unit(office, unit), n);
	} else {
		set_str(&query->unit, unit);
		strv_clear(&query->states);
		add_states(office->pack, kind->takes, true, &query->states);
		n = count(session, query);
		why = n > 0 ? xasprintf(_("what it finds in %s and below (%d) is at no step from "
					  "which '%s' leads on"),
				      label_unit(office, unit), n, name_get(&kind->takes->name))
			    : xasprintf(_("it finds nothing in %s and below"),
				      label_unit(office, unit));
	}
	free(unit);
	return why;
}

char *session_selection(struct session *session, const struct kind *kind, const char *unit,
	const char *text, int *n)
{
	struct query query = {0};
	struct err err;
	char *said;

	*n = 0;
	if (!read_selection(session, unit, text, &query, &err))
		said = xstrdup(err.text);
	else {
		if (narrow_states(session_office(session)->pack, kind->takes, &query))
			*n = count(session, &query);
		said = *n > 0 ? xasprintf(_("papers found today: %d"), *n)
			      : why_none(session, kind, &query);
	}
	query_release(&query);
	return said;
}

static const struct transition *starting_row(
	const struct session *session, const struct document *document, const char *action)
{
	const struct office *office = session_office(session);
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);
	const struct transition *gathering =
		kind != NULL && kind->selects != NULL ? kind_gathering(kind) : NULL;
	const struct transition *row =
		gathering != NULL ? workflow_transition(office, document, action) : NULL;

	return row != NULL && row->to != NULL && strv_has(&gathering->from, row->to->code) ? row
											   : NULL;
}

bool gather_may_start(struct session *session, const struct document *document, const char *action,
	char **said, struct err *err)
{
	const struct kind *kind = pack_kind(session_office(session)->pack, document->paper.kind);
	char *selection;
	int n;

	if (starting_row(session, document, action) == NULL)
		return true;
	selection = session_selection(session, kind, document->paper.unit,
		paper_field(&document->paper, kind->selects->code), &n);
	if (n == 0)
		err_set(err, ERR_REFUSED, "%s: %s", name_get(&kind->selects->name), selection);
	if (said != NULL) {
		free(*said);
		*said = xstrdup(selection);
	}
	free(selection);
	return n > 0;
}

/* -- Taking in --------------------------------------------------------------------------------- */

/* What has moved on meanwhile, or may not be taken in, stays out; `report campaign` names it. */
static bool take_in(struct session *site, const struct document *record, const char *id,
	const struct action *takes, struct err *err)
{
	struct document document = {0};
	const struct transition *row = NULL;
	struct err why = {0};
	bool ok = store_document(site->store, id, &document, err);

	if (ok)
		row = workflow_transition(session_office(site), &document, takes->code);
	if (row != NULL && row->roles.n == 0 &&
		!site_does(site, &document, row, record->paper.id, &why) &&
		why.code != ERR_REFUSED && why.code != ERR_STALE) {
		*err = why;
		ok = false;
	}
	document_release(&document);
	return ok;
}

static bool take_batch(struct session *site, const struct document *record, char *const *ids,
	size_t n, struct err *err)
{
	const struct action *takes =
		pack_kind(session_office(site)->pack, record->paper.kind)->takes;
	struct err end = {0};
	bool ok = true;

	if (!store_begin_many(site->store, site->person, err))
		return false;
	for (size_t i = 0; ok && i < n; i++)
		ok = take_in(site, record, ids[i], takes, err);
	if (store_end_many(site->store, &end))
		return ok;
	if (ok)
		*err = end;
	return false;
}

static bool gather(struct session *session, const char *id, struct strv *done, struct err *err)
{
	struct session site = {0};
	struct document record = {0};
	const struct kind *kind;
	const struct transition *row;
	struct strv ids = {0};
	struct err why = {0};
	bool ok;

	session_open_site(&site, session->store);
	ok = store_document(session->store, id, &record, err) &&
	     select_papers(&site, &record, &ids, err);
	for (size_t i = 0; ok && i < ids.n; i += MANY)
		ok = take_batch(
			&site, &record, &ids.v[i], ids.n - i < MANY ? ids.n - i : MANY, err);
	kind = pack_kind(session_office(session)->pack, record.paper.kind);
	row = ok ? kind_gathering(kind) : NULL;
	/* Somebody else may have been faster. */
	if (row != NULL && !site_does(&site, &record, row, NULL, &why) && why.code != ERR_REFUSED &&
		why.code != ERR_STALE) {
		*err = why;
		ok = false;
	}
	if (ok && row != NULL) {
		strv_add(done, id);
		strv_add(done, row->action->code);
	}
	strv_release(&ids);
	document_release(&record);
	session_release(&site);
	return ok;
}

/* The records that wait for it: seldom any. */
static bool find_started(struct session *session, struct strv *ids, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	struct query query = {.order = ORDER_NEWEST, .limit = PAGE};
	bool ok = true;

	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct transition *row =
			pack->kinds[i].selects != NULL ? kind_gathering(&pack->kinds[i]) : NULL;

		for (size_t k = 0; row != NULL && k < row->from.n; k++) {
			char *state = xasprintf("%s:%s", pack->kinds[i].code, row->from.v[k]);

			strv_put(&query.states, state);
			free(state);
		}
	}
	if (query.states.n > 0)
		ok = list_all(session, &query, ids, err);
	query_release(&query);
	return ok;
}

bool session_gather(struct session *session, bool is_trial, struct strv *done, struct err *err)
{
	struct strv ids = {0};
	bool ok = true;

	if (!session->is_many && store_alarm(session->store) == NULL)
		ok = find_started(session, &ids, err);
	for (size_t i = 0; ok && !is_trial && i < ids.n; i++)
		ok = gather(session, ids.v[i], done, err);
	strv_release(&ids);
	return ok;
}

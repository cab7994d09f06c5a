/* SPDX-License-Identifier: MIT */
/* Records that gather papers (a campaign): once one is started the site takes in every paper that
 * its query finds, by a decision on each that names the record, and then moves the record on. What
 * was selected is so in the ledger, paper by paper, and cannot grow or shrink afterwards. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/session.h"
#include "core/session_see.h"

enum { PAGE = 500 };

static const struct transition *gathering_row(const struct kind *kind)
{
	for (size_t i = 0; i < kind->transition_count; i++) {
		if (transition_gathers(&kind->transitions[i]))
			return &kind->transitions[i];
	}
	return NULL;
}

/* -- What is selected -------------------------------------------------------------------------- */

/* Where nothing is said of states: those out of which papers are taken in. */
static void add_states(const struct pack *pack, const struct action *takes, struct query *query)
{
	for (size_t i = 0; query->states.n == 0 && i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t k = 0; k < kind->transition_count; k++) {
			const struct transition *row = &kind->transitions[k];

			for (size_t s = 0; row->action == takes && s < row->from.n; s++) {
				char *state = xasprintf("%s:%s", kind->code, row->from.v[s]);

				strv_put(&query->states, state);
				free(state);
			}
		}
	}
}

static bool read_selection(const struct session *session, const struct kind *kind,
	const struct paper *paper, struct query *query, struct err *err)
{
	const struct office *office = session_office(session);
	const char *text = paper_field(paper, kind->selects->code);

	if (!query_parse(query, office, text != NULL ? text : "", session_today(session), err))
		return false;
	if (query->touched_by_me)
		return err_set(err, ERR_INPUT, _("is:mine is somebody's, and selects nothing"));
	if (query->unit == NULL)
		set_str(&query->unit, paper->unit);
	if (!org_is_within(&office->org, query->unit, paper->unit))
		return err_set(err, ERR_INPUT, _("%s is not below %s, whose record this is"),
			query->unit, paper->unit);
	query->order = ORDER_NEWEST;
	query->limit = PAGE;
	return true;
}

bool gather_check(const struct session *session, const struct kind *kind, const struct paper *paper,
	struct err *err)
{
	struct query query = {0};
	bool ok = kind->selects == NULL ||
		  str_empty(paper_field(paper, kind->selects->code)) ||
		  read_selection(session, kind, paper, &query, err) ||
		  err_wrap(err, "%s", kind->selects->code);

	query_release(&query);
	return ok;
}

/* The site sees all. */
static bool list_all(struct session *session, struct query *query, struct strv *ids, struct err *err)
{
	struct unit_range all = {0, INT_MAX};
	struct scope scope = {.ranges = &all, .n = 1};
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

static bool select_papers(struct session *session, const struct document *record, struct strv *ids,
	struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct kind *kind = pack_kind(pack, record->paper.kind);
	struct query query = {0};
	bool ok = read_selection(session, kind, &record->paper, &query, err);

	add_states(pack, kind->takes, &query);
	ok = ok && list_all(session, &query, ids, err);
	query_release(&query);
	return ok;
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
		ok = take_batch(&site, &record, &ids.v[i], ids.n - i < MANY ? ids.n - i : MANY, err);
	kind = pack_kind(session_office(session)->pack, record.paper.kind);
	row = ok ? gathering_row(kind) : NULL;
	/* Somebody else may have been faster. */
	if (row != NULL && !site_does(&site, &record, row, NULL, &why) &&
		why.code != ERR_REFUSED && why.code != ERR_STALE) {
		*err = why;
		ok = false;
	}
	if (ok) {
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
			pack->kinds[i].selects != NULL ? gathering_row(&pack->kinds[i]) : NULL;

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

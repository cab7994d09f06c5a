/* SPDX-License-Identifier: MIT */
/* What clocks that ran out make the site do: the rows without a role that wait for one; and what
 * should have followed from a decision at once, and did not. */
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "core/mem.h"
#include "core/session.h"
#include "core/session_see.h"

enum {
	CHAIN_MAX = 8,
	PAGE = 200
}; /* rows the site may take after one another; papers read at once */

static bool waits_for_clock(const struct transition *row)
{
	for (size_t i = 0; row->roles.n == 0 && i < row->guard_count; i++) {
		if (row->guards[i].kind == GUARD_EXPIRED)
			return true;
	}
	return false;
}

/* The states that something leaves when a clock runs out; or those that it leaves at once. */
static void add_states(const struct pack *pack, bool by_clock, struct strv *states)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t k = 0; k < kind->transition_count; k++) {
			const struct transition *row = &kind->transitions[k];
			bool fits = by_clock ? waits_for_clock(row)
					     : row->roles.n == 0 && row->guard_count == 0;

			for (size_t s = 0; fits && s < row->from.n; s++)
				strv_put(states, row->from.v[s]);
		}
	}
}

/* All that the query finds; it is released. */
static bool find(struct session *session, struct query *query, struct strv *ids, struct err *err)
{
	struct opening all = {.units = {0, INT_MAX}};
	struct scope scope = {.openings = &all, .n = 1};
	struct rows rows = {0};
	bool ok = true, more = query->states.n > 0;

	query->limit = PAGE;
	while (ok && more) {
		ok = store_list(session->store, query, &scope, &rows, err);
		for (size_t i = 0; ok && i < rows.n; i++)
			strv_add(ids, rows.v[i].id);
		more = ok && rows.more && rows.n > 0;
		if (more)
			set_str(&query->after, rows.v[rows.n - 1].id);
		rows_release(&rows);
	}
	query_release(query);
	return ok;
}

/* What is due by today: few, and found by the index. */
static bool find_due(struct session *session, struct strv *ids, struct err *err)
{
	struct query query = {.due_before = session_today(session) + 1};

	add_states(session_office(session)->pack, true, &query.states);
	return find(session, &query, ids, err);
}

/* What was left where the site takes it on at once, by somebody who was stopped after deciding.
 * Why only since a day: who begins to work here asks this, and others wait there for people. */
static bool find_left(struct session *session, int since, struct strv *ids, struct err *err)
{
	struct query query = {.entered = {since, DAY_NONE}};

	add_states(session_office(session)->pack, false, &query.states);
	return find(session, &query, ids, err);
}

/* Does, or names, what one document's clocks demand. What somebody else was faster with is no
 * fault. */
static bool expire_one(
	struct session *session, const char *id, bool is_trial, struct strv *done, struct err *err)
{
	for (int i = 0; i < CHAIN_MAX; i++) {
		const struct transition *row;
		struct document document = {0};
		struct err why = {0};
		bool ok = store_document(session->store, id, &document, err);

		if (!ok)
			return false;
		row = workflow_site_row(
			session_office(session), &document, store_now(session->store));
		if (row != NULL && !is_trial)
			ok = site_does(session, &document, row, NULL, &why);
		document_release(&document);
		if (!ok && why.code != ERR_STALE && why.code != ERR_REFUSED) {
			*err = why;
			return false;
		}
		if (row == NULL || !ok)
			return true;
		strv_add(done, id);
		strv_add(done, row->action->code);
		if (is_trial)
			return true;
	}
	return true;
}

static bool take_on(
	struct session *session, int since, bool is_trial, struct strv *done, struct err *err)
{
	struct strv ids = {0};
	bool ok = true;

	if (store_alarm(session->store) == NULL)
		ok = find_due(session, &ids, err) && find_left(session, since, &ids, err);
	for (size_t i = 0; ok && i < ids.n; i++)
		ok = expire_one(session, ids.v[i], is_trial, done, err);
	ok = ok && session_gather(session, is_trial, done, err);
	strv_release(&ids);
	return ok;
}

bool session_expire(struct session *session, bool is_trial, struct strv *done, struct err *err)
{
	return take_on(session, DAY_NONE, is_trial, done, err);
}

void session_keep_time(struct session *session)
{
	int64_t now = stamp_moment(store_now(session->store));
	struct strv done = {0};
	struct err err;

	if (session->looked == now)
		return;
	/* Whatever stands in the way is met again, and told, by who decides next. */
	session->looked =
		take_on(session, session_today(session) - 1, false, &done, &err) ? now : -1;
	strv_release(&done);
}

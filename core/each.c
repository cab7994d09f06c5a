/* SPDX-License-Identifier: MIT */
#include "core/each.h"

#include "core/mem.h"
#include "core/session_see.h"

enum { PAGE = 200 };

void each_init(struct each *each, struct session *session, const char *unit, const char *kind)
{
	*each = (struct each){.session = session};
	each->query = (struct query){.due_before = DAY_NONE,
		.due_from = DAY_NONE,
		.order = ORDER_NEWEST,
		.limit = PAGE,
		.unit = xstrdup(unit),
		.kind = xstrdup(kind)};
}

bool each_next(struct each *each, struct err *err)
{
	*err = (struct err){0};
	if (each->at == each->rows.n) {
		each->at = 0;
		if (!session_next(each->session, &each->query, &each->rows, err))
			return false;
	}
	if (each->rows.n == 0)
		return false;
	document_release(&each->document);
	return see_listed(each->session, each->rows.v[each->at++].id, &each->document, err);
}

void each_release(struct each *each)
{
	query_release(&each->query);
	rows_release(&each->rows);
	document_release(&each->document);
}

enum phase each_phase(const struct each *each)
{
	const struct kind *kind =
		pack_kind(session_office(each->session)->pack, each->document.paper.kind);
	const struct state *state = kind != NULL ? kind_state(kind, each->document.state) : NULL;

	return state != NULL ? state->phase : PHASE_ENDED;
}

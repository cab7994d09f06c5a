/* SPDX-License-Identifier: MIT */
#include "tui/deeds.h"

#include "core/mem.h"

enum { RANK_ON, RANK_MARK, RANK_EDIT, RANK_OTHER, RANK_END, RANK_CLOSED };

static int rank(const struct possibility *option)
{
	if (!option->is_open)
		return RANK_CLOSED;
	switch (option->action->act) {
	case ACT_SUBMIT:
	case ACT_APPROVE:
	case ACT_SIGN:
	case ACT_OPINION:
	case ACT_PUBLISH: return RANK_ON;
	case ACT_MARK: return RANK_MARK;
	case ACT_EDIT: return RANK_EDIT;
	case ACT_CREATE:
	case ACT_RETURN:
	case ACT_MOVE:
	case ACT_WAIVE:
	case ACT_RECALL:
	case ACT_HOLD:
	case ACT_REVIEW:
	case ACT_COUNT: return RANK_OTHER;
	case ACT_VOID:
	case ACT_PURGE:
	case ACT_WITHDRAW: return RANK_END;
	}
	return RANK_OTHER;
}

size_t *deeds_order(const struct view *view, size_t *open_count)
{
	size_t *order = xcalloc(view->option_count + 1, sizeof(*order)), n = 0;

	for (int r = RANK_ON; r <= RANK_CLOSED; r++) {
		if (r == RANK_CLOSED)
			*open_count = n;
		for (size_t i = 0; i < view->option_count; i++) {
			if (rank(&view->options[i]) == r)
				order[n++] = i;
		}
	}
	return order;
}

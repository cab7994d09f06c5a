/* SPDX-License-Identifier: MIT */
/* Every table of the index against one that is made anew from the ledger: here the writing path is
 * what is wanted, for what it would write is what must be there. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/db_compare.h"
#include "store/replay.h"
#include "store/verify.h"

struct index_check {
	struct audit *audit; /* borrowed */
	struct db *db; /* borrowed */
	struct replay_copy *copy; /* owns; NULL: there is nothing to compare, or no more */
};

/* A ledger with a fault gives no index to compare with, and the fault was told. */
static void cannot(struct index_check *check, const struct err *why)
{
	if (check->audit->verdict->n == 0)
		audit_fault(
			check->audit, NULL, _("the index could not be compared: %s"), why->text);
	replay_copy_end(check->copy);
	check->copy = NULL;
}

struct index_check *audit_begin_index(struct audit *audit, struct store *store, const char *tip)
{
	struct index_check *check = xcalloc(1, sizeof(*check));
	struct err why = {0};

	check->audit = audit;
	check->db = store->now.db;
	if (store->alarm.code != ERR_NONE)
		return check;
	check->copy = replay_copy_begin(
		store->ledger, store->journal.fd >= 0 ? store->dir : NULL, tip, &why);
	if (check->copy == NULL)
		cannot(check, &why);
	return check;
}

static void differs(void *context, const struct db_difference *difference)
{
	struct audit *audit = context;

	if (difference->column != NULL)
		audit_fault(audit, NULL,
			_("the index says otherwise than the ledger: table '%s', column '%s', "
			  "rows: "
			  "%lld, the first of them: %s; make it again with `gongkai rebuild`"),
			difference->table, difference->column, (long long)difference->n,
			difference->row);
	else if (difference->is_extra)
		audit_fault(audit, NULL,
			_("the index has what the ledger does not say: table '%s', rows: %lld, the "
			  "first of them: %s; make it again with `gongkai rebuild`"),
			difference->table, (long long)difference->n, difference->row);
	else
		audit_fault(audit, NULL,
			_("the index lacks what the ledger says: table '%s', rows: %lld, the first "
			  "of them: %s; make it again with `gongkai rebuild`"),
			difference->table, (long long)difference->n, difference->row);
}

bool audit_step_index(struct index_check *check, size_t *left)
{
	struct err why = {0};

	*left = 0;
	if (check->copy == NULL)
		return false;
	if (!replay_copy_step(check->copy, left, &why)) {
		cannot(check, &why);
		return false;
	}
	if (*left > 0)
		return true;
	if (db_compare(check->db, replay_copy_db(check->copy), differs, check->audit, &why)) {
		replay_copy_end(check->copy);
		check->copy = NULL;
	} else {
		cannot(check, &why);
	}
	return false;
}

void audit_end_index(struct index_check *check)
{
	if (check == NULL)
		return;
	replay_copy_end(check->copy);
	free(check);
}

/* SPDX-License-Identifier: MIT */
#include "store/recover.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/lock.h"

/* First the objects, then the branch, and only then is the journal no longer needed: each step is
 * on the disk before the next, and may be done again. */
static bool settle(
	struct store *store, const struct passages *passages, const char *tip, struct err *err)
{
	const struct objects **lists = xcalloc(passages->n + 1, sizeof(*lists));
	bool ok;

	for (size_t i = 0; i < passages->n; i++)
		lists[i] = &passages->v[i].objects;
	ok = gitrepo_pack(store->ledger, lists, passages->n, err) &&
	     (*tip == '\0' || gitrepo_set(store->ledger, tip, err)) &&
	     journal_cut(&store->journal, err);
	free(lists);
	return ok;
}

/* Whether the main line that ends at tip has come by id. */
static bool leads_by(struct store *store, const char *tip, const char *id)
{
	char at[OID_HEX + 1];
	struct err why = {0};

	memcpy(at, tip, sizeof(at));
	while (*at != '\0' && strcmp(at, id) != 0) {
		struct link link = {0};

		if (!link_read(store->ledger, at, NULL, &link, &why))
			return false;
		memcpy(at, link.prev, sizeof(at));
		link_release(&link);
	}
	return *at != '\0';
}

/* A branch that was being written over when the power went may name nothing that ever was. */
static bool names_something(struct store *store, const char *tip)
{
	struct object object = {0};
	struct err why = {0};

	if (!gitrepo_read(store->ledger, tip, &object, &why))
		return why.code != ERR_NOT_FOUND;
	object_release(&object);
	return true;
}

/* Where the branch is to be: at the journal's end, or where it is, beyond that. A branch that
 * cannot be read was cut short by a loss of power, as nothing else writes it so. */
static bool find_end(struct store *store, const struct passages *passages, char tip[OID_HEX + 1],
	bool *amiss, struct err *err)
{
	const char *end = passages->v[passages->n - 1].to;
	struct err why = {0};
	bool known = gitrepo_tip(store->ledger, tip, &why);

	*amiss = !known || strcmp(tip, end) != 0;
	if (!*amiss)
		return true;
	for (size_t i = 0; known && i < passages->n; i++)
		known = strcmp(tip, passages->v[i].from) != 0;
	known = known && names_something(store, tip);
	if (!known) {
		memcpy(tip, end, OID_HEX + 1);
		return true;
	}
	return leads_by(store, tip, end) ||
	       err_set(err, ERR_IO,
		       _("the journal leads to %.12s, which the ledger does not have: the ledger "
			 "was rewritten or replaced; restore it from a copy"),
		       end);
}

static bool all_there(struct store *store, const struct passages *passages)
{
	for (size_t i = 0; i < passages->n; i++) {
		const struct objects *objects = &passages->v[i].objects;

		for (size_t k = 0; k < objects->n; k++) {
			struct object found = {0};
			struct err why = {0};

			if (!gitrepo_read(store->ledger, objects->v[k].id, &found, &why))
				return false;
			object_release(&found);
		}
	}
	return true;
}

/* Whether all is as the last decision left it, at one glance. */
static bool is_done(struct store *store, bool *done, struct err *err)
{
	char to[OID_HEX + 1], tip[OID_HEX + 1];
	struct err why = {0};

	*done = false;
	if (!journal_look(&store->journal, store->fd, to, err))
		return false;
	*done = store->journal.size == 0 ||
		(*to != '\0' && gitrepo_tip(store->ledger, tip, &why) && strcmp(tip, to) == 0);
	return true;
}

static bool bring_together(struct store *store, bool deep, struct err *err)
{
	struct passages passages = {0};
	char tip[OID_HEX + 1] = "";
	bool done, amiss = true, ok;

	if (!is_done(store, &done, err))
		return false;
	if (store->journal.size == 0 || (done && !deep))
		return true;
	ok = journal_read(&store->journal, &passages, err);
	if (ok && passages.n > 0)
		ok = find_end(store, &passages, tip, &amiss, err);
	amiss = amiss || passages.is_torn || !all_there(store, &passages);
	if (ok && amiss) {
		gitrepo_clear_leftovers(store->ledger);
		ok = settle(store, &passages, tip, err);
	}
	passages_release(&passages);
	return ok;
}

void recover(struct store *store, bool deep)
{
	struct err why = {0};

	store->apart = (struct err){0};
	if (!bring_together(store, deep, &why))
		store->apart = why;
}

bool recover_cut(struct store *store, struct err *err)
{
	struct passages passages = {0};
	char tip[OID_HEX + 1] = "";
	bool ok = journal_read(&store->journal, &passages, err) &&
		  gitrepo_tip(store->ledger, tip, err);

	ok = ok && settle(store, &passages, tip, err);
	store->is_untidy = ok;
	passages_release(&passages);
	return ok;
}

void recover_tidy(struct store *store)
{
	struct err why = {0};
	bool busy;
	int lock;

	store->is_untidy = false;
	if (store->is_stopped || !gitrepo_has_many_packs(store->ledger))
		return;
	lock = lock_try(store->fd, PACK_LOCK, &busy, &why);
	/* Packs that could not be merged are as good as before. */
	if (lock >= 0 && !gitrepo_merge_packs(store->ledger, &why))
		store->is_untidy = false;
	lock_drop(lock);
}

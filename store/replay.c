/* SPDX-License-Identifier: MIT */
#include "store/replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/allowed.h"
#include "store/site_key.h"
#include "store/swap.h"

enum { LINKS_A_TRANSACTION = 256 };

struct route { /* the links to go, the nearest last */
	char (*ids)[OID_HEX + 1]; /* owns */
	size_t n;
};

/* From the tip back to where the projection stands. */
static bool find_route(struct gitrepo *repo, const char *from, struct route *route, struct err *err)
{
	char at[OID_HEX + 1];

	if (!gitrepo_tip(repo, at, err))
		return false;
	while (strcmp(at, from) != 0) {
		struct link link = {0};

		if (*at == '\0')
			return err_set(err, ERR_IO,
				_("the index stands at %.12s, which the ledger does not lead to: "
				  "the ledger was rewritten or replaced; restore it from a copy"),
				from);
		if (!link_read(repo, at, NULL, &link, err))
			return false;
		GROW(route->ids, route->n);
		memcpy(route->ids[route->n++], at, sizeof(at));
		memcpy(at, link.prev, sizeof(at));
		link_release(&link);
	}
	return true;
}

static bool check_order(const struct link *last, const struct link *link, struct err *err)
{
	if (link->first != last->last + 1)
		return err_set(err, ERR_IO, _("the ledger's commit %s: its numbers do not follow"),
			link->id);
	if (link->at.time < last->at.time)
		return err_set(err, ERR_IO, _("the ledger's commit %s: its time runs backwards"),
			link->id);
	return true;
}

static bool take_decision(struct projection *p, struct gitrepo *repo, const struct link *link,
	size_t i, bool is_vouched, struct err *err)
{
	struct document after = {0};
	struct entry entry = {0};
	bool ok = entry_read(repo, link->decisions.v[i], &entry, err);

	entry.is_vouched = is_vouched;
	entry.sequence = link->first + (int64_t)i;
	entry.site_time = link->at;
	if (ok && !projection_take(p, repo, &entry, NULL, &after, err)) {
		err->code = ERR_IO;
		ok = err_wrap(err, _("the ledger's commit %s"), link->decisions.v[i]);
	}
	document_release(&after);
	entry_release(&entry);
	return ok;
}

/* The key that a link brings in by its one decision: the founding one, or a change of the site's.
 */
static bool brings_key(struct gitrepo *repo, const struct link *link, bool is_first,
	struct public_key *key, struct err *err)
{
	struct key_list keys = {0};
	struct entry entry = {0};
	bool ok = link->decisions.n == 1 && entry_read(repo, link->decisions.v[0], &entry, err) &&
		  (is_first || entry.decision.subject == SUBJECT_SITE) &&
		  entry_load_record(repo, &entry, err);

	if (ok && is_first)
		ok = site_keys_found(&keys, entry.decision.record, link->at, err);
	else if (ok)
		ok = site_keys_parse(&keys, entry.decision.record, err);
	ok = ok && public_key_parse(key_list_last(&keys)->line, key, err);
	key_list_release(&keys);
	entry_release(&entry);
	return ok;
}

/* Reads a link that the site signed: with its key, or with the one that the link brings in, which
 * vouches for nothing yet. */
static bool read_link(struct projection *p, struct gitrepo *repo, const char *id, struct link *link,
	bool *is_vouched, struct err *err)
{
	const struct signing_key *now = key_list_last(&p->office.org.site);
	struct public_key key;
	struct err why;

	*link = (struct link){0};
	*is_vouched = now != NULL && public_key_parse(now->line, &key, err) &&
		      link_read(repo, id, &key, link, err);
	if (*is_vouched)
		return true;
	if (!link_read(repo, id, NULL, link, now != NULL ? &why : err))
		return false;
	if (brings_key(repo, link, now == NULL, &key, now != NULL ? &why : err)) {
		link_release(link);
		return link_read(repo, id, &key, link, now != NULL ? &why : err);
	}
	link_release(link);
	return false;
}

static bool take_link(struct projection *p, struct gitrepo *repo, const char *id, struct err *err)
{
	struct link link = {0};
	bool is_vouched;
	bool ok = read_link(p, repo, id, &link, &is_vouched, err) &&
		  check_order(&p->last, &link, err);

	for (size_t i = 0; ok && i < link.decisions.n; i++)
		ok = take_decision(p, repo, &link, i, is_vouched, err);
	ok = ok && projection_arrive(p, &link, err);
	link_release(&link);
	return ok;
}

/* Up to max links in one transaction; all or none. */
static bool take_links(struct projection *p, struct gitrepo *repo, struct route *route, size_t max,
	int dir, struct err *err)
{
	struct err why = {0};
	bool ok = db_begin(p->db, err);

	for (size_t i = 0; ok && i < max; i++)
		ok = take_link(p, repo, route->ids[route->n - 1 - i], err);
	ok = ok && (dir < 0 || allowed_write(p, dir, err));
	if (ok && db_commit(p->db, err)) {
		route->n -= max;
		return true;
	}
	db_rollback(p->db);
	if (!projection_load(p, repo, &why))
		*err = why;
	return false;
}

bool replay_catch_up(struct projection *p, struct gitrepo *repo, int dir, struct err *err)
{
	struct route route = {0};
	bool ok = find_route(repo, p->last.id, &route, err);

	while (ok && route.n > 0) {
		size_t max = route.n < LINKS_A_TRANSACTION ? route.n : LINKS_A_TRANSACTION;

		if (take_links(p, repo, &route, max, dir, err))
			continue;
		/* Again one by one, up to the one that is bad. */
		for (ok = max > 1; ok && route.n > 0;)
			ok = take_links(p, repo, &route, 1, dir, err);
		break;
	}
	free(route.ids);
	return ok;
}

static void remove_index(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		char *name = xasprintf("%s%s", path, ends[i]);

		(void)unlink(name); /* not there, or the opening tells */
		free(name);
	}
}

/* Another index's leftovers beside the new file would be taken for its own. */
static bool move_into_place(const char *aside, const char *path, struct err *err)
{
	int swap = swap_begin(path, true);
	bool ok;

	remove_index(path);
	ok = rename(aside, path) == 0;
	if (!ok)
		err_set(err, ERR_IO, _("cannot rename '%s': %s"), aside, err_system(errno));
	swap_end(swap);
	return ok;
}

/* The serials that were handed out. Nobody reserves one until the transaction on the old index
 * ends, after the new one has its name. An index that cannot be read has nothing to give. */
static bool carry_serials(struct db *old, struct db *new, struct err *err)
{
	struct err why = {0};

	return old == NULL || !db_begin(old, &why) || db_carry_serials(old, new, err);
}

bool replay_rebuild(struct projection *p, struct rebuild *rebuild, struct err *err)
{
	char *aside = xasprintf("%s.new", rebuild->path);
	struct err why = {0};
	struct db *old;
	bool ok;

	projection_release(p);
	remove_index(aside);
	rebuild->fault = (struct err){0};
	old = db_open(rebuild->path, 0, &why);
	p->db = db_open(aside, DB_CREATE | DB_BULK, err);
	ok = p->db != NULL;
	if (ok && !replay_catch_up(p, rebuild->repo, -1, &why))
		rebuild->fault = why;
	p->has_new_signers = p->office.org.site.n > 0;
	ok = ok && allowed_write(p, rebuild->dir, err);
	ok = ok && carry_serials(old, p->db, err) && db_finish(p->db, err);
	projection_release(p);
	ok = ok && move_into_place(aside, rebuild->path, err);
	db_close(old);
	if (ok) {
		p->db = db_open(rebuild->path, 0, err);
		ok = p->db != NULL && projection_load(p, rebuild->repo, err);
	}
	free(aside);
	return ok;
}

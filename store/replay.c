/* SPDX-License-Identifier: MIT */
#include "store/replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/ahead.h"
#include "store/allowed.h"
#include "store/site_key.h"
#include "store/swap.h"

enum { LINKS_A_TRANSACTION = 256 };

/* Links on their way into a projection. */
struct replay {
	struct projection *p; /* borrowed, like repo */
	struct gitrepo *repo;
	int dir; /* where allowed_signers keeps step; -1: nowhere */
	unsigned char (*ids)[OID_HEX / 2]; /* owns; of the links to go, the nearest last */
	size_t n; /* how many of them are still to go */
	struct ahead *ahead; /* owns; reads them; NULL after a failure */
};

static void replay_end(struct replay *replay)
{
	ahead_end(replay->ahead);
	free(replay->ids);
}

/* From the tip back to where the projection stands. */
static bool find_route_to(struct replay *replay, const char *tip, struct err *err)
{
	const char *from = replay->p->last.id;
	char at[OID_HEX + 1];

	memcpy(at, tip, sizeof(at));
	while (strcmp(at, from) != 0) {
		struct link link = {0};

		if (*at == '\0')
			return err_set(err, ERR_IO,
				_("the index stands at %.12s, which the ledger does not lead to: "
				  "the ledger was rewritten or replaced; restore it from a copy"),
				from);
		if (!link_read(replay->repo, at, NULL, &link, err))
			return false;
		GROW(replay->ids, replay->n);
		oid_to_raw(at, replay->ids[replay->n++]);
		memcpy(at, link.prev, sizeof(at));
		link_release(&link);
	}
	return true;
}

static bool find_route(struct replay *replay, struct err *err)
{
	char tip[OID_HEX + 1];

	return gitrepo_tip(replay->repo, tip, err) && find_route_to(replay, tip, err);
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

static bool take_decision(struct replay *replay, const struct link *link, size_t i,
	struct glimpse *glimpse, bool is_vouched, struct err *err)
{
	struct entry *entry = &glimpse->entry;
	struct document after = {0};
	bool ok;

	if (!glimpse->is_read) {
		*err = glimpse->err;
		return false;
	}
	entry->is_vouched = is_vouched;
	entry->is_checked = glimpse->seal.is_good;
	entry->sequence = link->first + (int64_t)i;
	entry->site_time = link->at;
	ok = projection_take(replay->p, replay->repo, entry, NULL, &after, err);
	if (!ok) {
		err->code = ERR_IO;
		(void)err_wrap(err, _("the ledger's commit %s"), entry->id);
	}
	document_release(&after);
	return ok;
}

/* The founding decision is its own link. */
static bool take_decisions(struct replay *replay, const struct link *link, struct stretch *stretch,
	bool is_vouched, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < link->decisions.n; i++) {
		struct glimpse founding = {0}, *glimpse = &founding;

		if (i < stretch->n)
			glimpse = &stretch->decisions[i];
		else
			glimpse_decision(replay->repo, link->decisions.v[i], false, &founding);
		ok = take_decision(replay, link, i, glimpse, is_vouched, err);
		glimpse_release(&founding);
	}
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

static bool is_signed_by(const struct glimpse *link, const struct public_key *key, struct err *err)
{
	if (!link->seal.is_good)
		*err = link->seal.err;
	else if (public_key_eq(&link->seal.signer, key))
		return true;
	else
		(void)err_set(err, ERR_IO, _("it is not signed by the site"));
	err->code = ERR_IO;
	return err_wrap(err, _("the ledger's commit %s"), link->entry.id);
}

/* A link that the site signed: with its key, or with the one that the link brings in, which vouches
 * for nothing yet. */
static bool read_link(struct replay *replay, const struct glimpse *glimpse, struct link *link,
	bool *is_vouched, struct err *err)
{
	const struct signing_key *now = key_list_last(&replay->p->office.org.site);
	struct err why = {0}, *other = now != NULL ? &why : err;
	struct public_key key;

	*link = (struct link){0};
	if (!glimpse->is_read) {
		*err = glimpse->err;
		err->code = ERR_IO;
		return err_wrap(err, _("the ledger's commit %s"), glimpse->entry.id);
	}
	if (!link_take(&glimpse->entry.commit, glimpse->entry.id, link, err))
		return false;
	*is_vouched = now != NULL && public_key_parse(now->line, &key, err) &&
		      is_signed_by(glimpse, &key, err);
	if (*is_vouched || (brings_key(replay->repo, link, now == NULL, &key, other) &&
				   is_signed_by(glimpse, &key, other)))
		return true;
	link_release(link);
	return false;
}

static bool take_link(struct replay *replay, struct err *err)
{
	struct projection *p = replay->p;
	struct stretch *stretch = ahead_next(replay->ahead);
	struct link link = {0};
	bool is_vouched;
	bool ok = read_link(replay, &stretch->link, &link, &is_vouched, err) &&
		  check_order(&p->last, &link, err) &&
		  take_decisions(replay, &link, stretch, is_vouched, err) &&
		  projection_arrive(p, &link, err);

	link_release(&link);
	return ok;
}

static void read_ahead(struct replay *replay)
{
	const struct ahead_plan plan = {.ids = (const unsigned char(*)[OID_HEX / 2]) replay->ids,
		.n = replay->n,
		.aim = AHEAD_REPLAY};

	if (replay->ahead == NULL)
		replay->ahead = ahead_begin(replay->repo, &plan);
}

/* Up to max links in one transaction; all or none. */
static bool take_links(struct replay *replay, size_t max, struct err *err)
{
	struct projection *p = replay->p;
	struct err why = {0};
	bool ok = db_begin(p->db, err);

	read_ahead(replay);
	for (size_t i = 0; ok && i < max; i++)
		ok = take_link(replay, err);
	ok = ok && (replay->dir < 0 || allowed_write(p, replay->dir, err));
	if (ok && db_commit(p->db, err)) {
		replay->n -= max;
		return true;
	}
	ahead_end(replay->ahead);
	replay->ahead = NULL;
	db_rollback(p->db);
	if (!projection_load(p, replay->repo, &why))
		*err = why;
	return false;
}

bool replay_catch_up(struct projection *p, struct gitrepo *repo, int dir, struct err *err)
{
	struct replay replay = {.p = p, .repo = repo, .dir = dir};
	bool ok = find_route(&replay, err);

	while (ok && replay.n > 0) {
		size_t max = replay.n < LINKS_A_TRANSACTION ? replay.n : LINKS_A_TRANSACTION;

		if (take_links(&replay, max, err))
			continue;
		/* Again one by one, up to the one that is bad. */
		for (ok = max > 1; ok && replay.n > 0;)
			ok = take_links(&replay, 1, err);
		break;
	}
	replay_end(&replay);
	return ok;
}

/* -- A new index ------------------------------------------------------------------------------- */

static bool remove_file(const char *path, struct err *err)
{
	return unlink(path) == 0 || errno == ENOENT ||
	       err_set(err, ERR_IO, _("cannot remove '%s': %s"), path, err_system(errno));
}

/* Another index's leftovers beside a new file would be taken for its own. */
static bool remove_beside(const char *path, struct err *err)
{
	static const char *const ends[] = {"-wal", "-shm", "-journal"};
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof(ends) / sizeof(*ends); i++) {
		char *name = xasprintf("%s%s", path, ends[i]);

		ok = remove_file(name, err);
		free(name);
	}
	return ok;
}

static bool move_into_place(const char *aside, const char *path, struct err *err)
{
	int swap = swap_begin(path, true);
	bool ok;

	if (swap < 0)
		return err_set(
			err, ERR_IO, _("cannot lock '%s-swap': %s"), path, err_system(errno));
	ok = remove_beside(path, err);
	if (ok && rename(aside, path) < 0)
		ok = err_set(err, ERR_IO, _("cannot rename '%s': %s"), aside, err_system(errno));
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

/* The first n links in one transaction, of which replay->n are left after a failure: what was made
 * is of no use then. */
static bool take_first(struct replay *replay, size_t n, struct err *err)
{
	struct projection *p = replay->p;
	bool ok = db_begin(p->db, err);

	read_ahead(replay);
	for (; ok && n > 0; n--) {
		ok = take_link(replay, err);
		replay->n -= ok ? 1 : 0;
	}
	ahead_end(replay->ahead);
	replay->ahead = NULL;
	return ok && projection_settle(p, err) && db_commit(p->db, err);
}

static bool begin_aside(struct projection *p, const char *aside, struct err *err)
{
	projection_release(p);
	if (!remove_file(aside, err) || !remove_beside(aside, err))
		return false;
	p->db = db_open(aside, DB_CREATE | DB_BULK, err);
	if (p->db != NULL)
		p->shelf = shelf_new(p->db);
	return p->db != NULL;
}

/* All of it; or, where there is a fault in the ledger, what comes before that, which is taken
 * again: what is on the shelf cannot be taken back. */
static bool take_good(
	struct replay *replay, struct rebuild *rebuild, const char *aside, struct err *err)
{
	const size_t all = replay->n;
	struct err why = {0};
	size_t good;

	if (take_first(replay, all, &why))
		return true;
	rebuild->fault = why;
	good = all - replay->n;
	replay->n = all;
	return begin_aside(replay->p, aside, err) && take_first(replay, good, err);
}

static bool fill(struct projection *p, struct rebuild *rebuild, const char *aside, struct err *err)
{
	struct replay replay = {.p = p, .repo = rebuild->repo, .dir = -1};
	struct err why = {0};
	bool ok = begin_aside(p, aside, err);

	rebuild->fault = (struct err){0};
	if (ok && find_route(&replay, &why))
		ok = take_good(&replay, rebuild, aside, err);
	else if (ok)
		rebuild->fault = why;
	replay_end(&replay);
	return ok;
}

bool replay_rebuild(struct projection *p, struct rebuild *rebuild, struct err *err)
{
	char *aside = xasprintf("%s.new", rebuild->path);
	struct err why = {0};
	struct db *old = db_open(rebuild->path, 0, &why);
	bool ok = fill(p, rebuild, aside, err);

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

/* -- A copy, to be compared -------------------------------------------------------------------- */

struct replay_copy {
	struct projection made; /* owns */
	struct replay replay;
};

struct replay_copy *replay_copy_begin(
	struct gitrepo *repo, const char *dir, const char *tip, struct err *err)
{
	struct replay_copy *copy = xcalloc(1, sizeof(*copy));

	copy->replay = (struct replay){.p = &copy->made, .repo = repo, .dir = -1};
	copy->made.db = db_open_nameless(dir, err);
	if (copy->made.db != NULL)
		copy->made.shelf = shelf_new(copy->made.db);
	if (copy->made.db != NULL && find_route_to(&copy->replay, tip, err))
		return copy;
	replay_copy_end(copy);
	return NULL;
}

bool replay_copy_step(struct replay_copy *copy, size_t *left, struct err *err)
{
	struct replay *replay = &copy->replay;
	size_t n = replay->n < LINKS_A_TRANSACTION ? replay->n : LINKS_A_TRANSACTION;
	bool ok = db_begin(copy->made.db, err);

	read_ahead(replay);
	for (; ok && n > 0; n--, replay->n--)
		ok = take_link(replay, err);
	if (!ok || replay->n == 0) {
		ahead_end(replay->ahead);
		replay->ahead = NULL;
	}
	if (ok && replay->n == 0)
		ok = projection_settle(&copy->made, err);
	ok = ok && db_commit(copy->made.db, err) &&
	     (replay->n > 0 || db_finish_copy(copy->made.db, err));
	*left = replay->n;
	return ok;
}

struct db *replay_copy_db(struct replay_copy *copy)
{
	return copy->made.db;
}

void replay_copy_end(struct replay_copy *copy)
{
	if (copy == NULL)
		return;
	replay_end(&copy->replay);
	projection_release(&copy->made);
	free(copy);
}

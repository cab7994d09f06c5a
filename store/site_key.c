/* SPDX-License-Identifier: MIT */
#include "store/site_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"
#include "store/fs.h"
#include "store/inbox.h"
#include "store/lock.h"
#include "store/signer.h"
#include "store/stand.h"

static const char now_name[] = "site", next_name[] = "site.next";

bool site_keys_found(struct key_list *list, const char *record, struct stamp at, struct err *err)
{
	struct record lines = {0};
	char print[KEY_PRINT_SIZE];
	struct signing_key key = {.print = print, .from = at};
	bool ok = record_parse(&lines, record != NULL ? record : "", err);

	key_list_release(list);
	key.line = ok ? (char *)(uintptr_t)record_get(&lines, "Site-Key") : NULL;
	key.by = (char *)(uintptr_t)ACTOR_SITE;
	if (ok && key.line == NULL)
		ok = err_set(err, ERR_INPUT, _("the founding record names no key"));
	ok = ok && key_print(key.line, print, err);
	if (ok)
		key_list_add(list, &key);
	record_release(&lines);
	return ok;
}

/* -- The key in the store ------------------------------------------------------------------------
 */

static char *key_path(const struct store *store, const char *name)
{
	return xasprintf("%s/keys/%s", store->dir, name);
}

static bool is_current(const struct store *store, const struct key *key)
{
	const struct signing_key *now = key_list_last(&store->now.office.org.site);
	char print[FINGERPRINT_SIZE];

	return key != NULL && now != NULL &&
	       strcmp(now->print, public_key_fingerprint(key_public(key), print)) == 0;
}

/* The new key takes the place of the old one, whose private half is not needed any more. */
static bool move_in(const struct store *store, struct err *err)
{
	char *from = key_path(store, next_name), *to = key_path(store, now_name);
	int dir = fs_open_dir(store->fd, "keys", err);
	bool ok = dir >= 0;

	if (ok && rename(from, to) != 0)
		ok = err_set(err, ERR_IO, _("cannot rename '%s'"), from);
	ok = ok && fs_sync_dir(dir, err);
	if (dir >= 0)
		close(dir);
	free(from);
	free(to);
	return ok;
}

/* Loads a key of that name and keeps it where it is the current one. */
static bool take_up(struct store *store, const char *name)
{
	char *path = key_path(store, name);
	struct err why;
	struct key *key = key_load(path, &why);
	bool is_it = is_current(store, key);

	if (is_it) {
		key_free(store->site);
		store->site = key;
	} else {
		key_free(key);
	}
	free(path);
	return is_it;
}

const struct key *site_key(struct store *store, struct err *err)
{
	if (is_current(store, store->site) || take_up(store, now_name))
		return store->site;
	/* A change that stands and whose end was not seen. Another process may move it in now. */
	if (take_up(store, next_name)) {
		(void)move_in(store, err); /* else the next who needs it tries */
		return store->site;
	}
	err_set(err, ERR_REFUSED,
		_("'%s' lacks keys/site, the site's key, so nothing can be decided: copy it "
		  "back (a backup has it only when it was made with "
		  "--with-key), or, where it is lost, let an administrator make "
		  "another (gongkai site key replace)"),
		store->dir);
	return NULL;
}

/* -- Another key ---------------------------------------------------------------------------------
 */

struct change { /* of the site's key */
	struct key *next; /* owns */
	struct signer signer; /* replacing: the administrator's */
	struct petition petition;
};

static void change_release(struct change *change)
{
	key_free(change->next);
	signer_release(&change->signer);
	petition_release(&change->petition);
}

static void discard_next(const struct store *store)
{
	char *path = key_path(store, next_name);

	(void)unlink(path); /* not there, or the saving tells */
	free(path);
}

/* Another may lie there under that name: one that never came to be the site's, or the one that is.
 */
static bool save_next(struct store *store, const struct key *next, struct err *err)
{
	char *path = key_path(store, next_name);
	bool ok =
		!is_current(store, store->site) || take_up(store, now_name) || move_in(store, err);

	if (ok)
		discard_next(store);
	ok = ok && fs_make_dir(store->fd, "keys", err) && key_save(next, path, err);
	free(path);
	return ok;
}

static char *make_record(
	const struct store *store, const struct decision *decision, const struct public_key *next)
{
	const struct key_list *was = &store->now.office.org.site;
	char *line = public_key_line(next), print[FINGERPRINT_SIZE];
	struct signing_key key = {.line = line, .by = decision->actor, .from = decision->at};
	struct key_list is = {0};
	struct str out = {0};

	key.print = print;
	public_key_fingerprint(next, print);
	for (size_t i = 0; i < was->n; i++)
		key_list_add(&is, &was->v[i]);
	if (is.n > 0)
		is.v[is.n - 1].to = decision->at;
	key_list_add(&is, &key);
	site_keys_print(&is, &out);
	key_list_release(&is);
	free(line);
	return str_detach(&out);
}

/* Whether the key is lost, as it must be to be replaced, or here, as it must be to be changed. */
static bool check_lost(struct store *store, bool is_lost, struct err *err)
{
	bool is_here = site_key(store, err) != NULL;

	if (is_lost && is_here)
		return err_set(err, ERR_REFUSED,
			_("the site's key is here: change it with `gongkai site key rotate`"));
	return is_lost || is_here;
}

static bool sign(
	struct store *store, struct decision *decision, struct change *change, struct err *err)
{
	const struct signer *signer = change->signer.print[0] != '\0' ? &change->signer : NULL;
	struct drafting how = {.repo = store->ledger,
		.key = store->site,
		.signer = signer,
		.name = decision->actor,
		.parent = store->now.last.id};

	set_str(&decision->signer, signer != NULL ? signer->print : NULL);
	free(decision->record);
	decision->record = make_record(store, decision, key_public(change->next));
	if (!projection_ask(&store->now, decision, &change->petition.at_hand, err) ||
		!draft_make(&how, decision, &change->petition.draft, err) ||
		!entry_parse(&change->petition.entry, draft_commit(&change->petition.draft), err))
		return false;
	change->petition.entry.decision.record = xstrdup(decision->record);
	return true;
}

/* The link that takes the change in is the first that the new key signs: so it shows that its
 * private half is here. */
static bool make_stand(struct store *store, struct change *change, struct err *err)
{
	struct petition *const alone[] = {&change->petition};
	struct key *old = store->site;
	struct err why;
	bool ok;

	store->site = change->next;
	ok = stand(store, alone, 1, err);
	if (ok && change->petition.err.code != ERR_NONE) {
		*err = change->petition.err;
		ok = false;
	}
	if (!ok) {
		store->site = old;
		if (err->code != ERR_UNKNOWN)
			discard_next(store);
		return false;
	}
	change->next = NULL;
	key_free(old);
	(void)move_in(store, &why); /* it stands: the next opening tries again */
	return true;
}

/* Signed before the lock: an ssh-agent may ask its owner first. */
static bool prepare(
	struct store *store, struct decision *decision, struct change *change, struct err *err)
{
	struct decision latest = {0};
	bool is_lost = strcmp(decision->action, ACTION_REPLACE) == 0, changed;
	bool ok =
		store_refresh(store, &changed, err) && check_lost(store, is_lost, err) &&
		stand_time(store, 0, &decision->at, err) &&
		(!is_lost || signer_choose(&change->signer, &store->signing, &store->now.office.org,
				     decision->actor, decision->at, err)) &&
		db_subject(store->now.db, SUBJECT_SITE, decision->id, &latest, &decision->prev,
			decision->prev_sha256, err);

	if (ok)
		change->next = key_generate(err);
	decision_release(&latest);
	return ok && change->next != NULL && sign(store, decision, change, err);
}

/* Those who wait signed for a site with the old key: they go first. */
static bool change_key(struct store *store, const struct decision *decision, struct change *change,
	struct err *err)
{
	bool is_lost = strcmp(decision->action, ACTION_REPLACE) == 0;

	return store_reopen_index(store, err) && store_catch_up(store, err) &&
	       check_lost(store, is_lost, err) && (is_lost || inbox_drain(store, NULL, err)) &&
	       save_next(store, change->next, err) && make_stand(store, change, err);
}

bool store_change_site_key(struct store *store, const char *actor, bool is_lost, struct err *err)
{
	struct decision decision = {.subject = SUBJECT_SITE};
	struct change change = {0};
	int lock = -1;
	bool ok;

	decision.id = xstrdup(ACTOR_SITE);
	decision.action = xstrdup(is_lost ? ACTION_REPLACE : ACTION_ROTATE);
	decision.actor = xstrdup(actor);
	decision.request = request_new();
	ok = prepare(store, &decision, &change, err);
	if (ok)
		lock = lock_take(store->fd, WRITE_LOCK, err);
	ok = ok && lock >= 0 && change_key(store, &decision, &change, err);
	lock_drop(lock);
	if (ok) {
		tick_write(&store->tick);
		tick_clear(&store->tick);
	}
	change_release(&change);
	decision_release(&decision);
	return ok;
}

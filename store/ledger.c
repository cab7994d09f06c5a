/* SPDX-License-Identifier: MIT */
#include "store/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/bug.h"
#include "store/commit.h"
#include "store/lock.h"
#include "store/sshsig.h"

static const char site_id[] = "site";

void link_release(struct link *link)
{
	strv_release(&link->decisions);
	*link = (struct link){0};
}

static char *link_message(int64_t first, int64_t last)
{
	if (first == last)
		return xasprintf("site: decision %lld\n\nSequence: %lld-%lld\n", (long long)first,
			(long long)first, (long long)last);
	return xasprintf("site: decisions %lld to %lld\n\nSequence: %lld-%lld\n", (long long)first,
		(long long)last, (long long)first, (long long)last);
}

static bool check_signer(
	const struct commit *commit, const struct public_key *site, struct err *err)
{
	struct public_key signer = {0};

	if (commit->signature == NULL)
		return err_set(err, ERR_IO, _("it is not signed"));
	if (!sshsig_verify(commit->signature, "git", commit->payload, strlen(commit->payload),
		    &signer, err))
		return false;
	if (!public_key_eq(&signer, site))
		return err_set(err, ERR_IO, _("it is not signed by the site"));
	return true;
}

/* What a commit of the main line must look like, and what it says. */
static bool read_numbers(const struct commit *commit, struct link *link, struct err *err)
{
	const char *trailer = strstr(commit->message, "\n\nSequence: ");
	char *expected;
	bool ok;

	if (commit->parents.n == 0) {
		link->first = link->last = 1;
		strv_add(&link->decisions, link->id);
		return true;
	}
	if (trailer == NULL || commit->parents.n < 2 || commit->parents.n > BATCH_MAX + 1 ||
		strcmp(commit->tree, EMPTY_TREE) != 0)
		return err_set(err, ERR_IO, _("it is no link of the main line"));
	link->first = strtoll(trailer + strlen("\n\nSequence: "), NULL, 10);
	link->last = link->first + (int64_t)commit->parents.n - 2;
	expected = link_message(link->first, link->last);
	ok = strcmp(expected, commit->message) == 0;
	free(expected);
	if (!ok)
		return err_set(
			err, ERR_IO, _("its message is not that of a link of the main line"));
	memcpy(link->prev, commit->parents.v[0], sizeof(link->prev));
	for (size_t i = 1; i < commit->parents.n; i++)
		strv_add(&link->decisions, commit->parents.v[i]);
	return true;
}

static bool is_no_link(const char *id, struct err *err)
{
	err->code = ERR_IO;
	return err_wrap(err, _("the ledger's commit %s"), id);
}

bool link_take(const struct commit *commit, const char *id, struct link *link, struct err *err)
{
	*link = (struct link){.at = commit->committed};
	memcpy(link->id, id, sizeof(link->id));
	if (read_numbers(commit, link, err))
		return true;
	link_release(link);
	return is_no_link(id, err);
}

bool link_read(struct gitrepo *repo, const char *id, const struct public_key *site,
	struct link *link, struct err *err)
{
	struct object object = {0};
	struct commit commit = {0};
	bool ok;

	*link = (struct link){0};
	if (!gitrepo_read_as(repo, id, OBJECT_COMMIT, &object, err))
		return false;
	if (commit_parse(&commit, object.bytes, object.len, err) &&
		(site == NULL || check_signer(&commit, site, err)))
		ok = link_take(&commit, object.id, link, err);
	else
		ok = is_no_link(id, err);
	commit_release(&commit);
	object_release(&object);
	return ok;
}

/* For the founding, which no journal precedes: each object is synced. */
static bool write_draft(struct gitrepo *repo, const struct draft *draft, struct err *err)
{
	for (size_t i = 0; i < draft->objects.n; i++) {
		if (!gitrepo_write(repo, &draft->objects.v[i], err))
			return false;
	}
	return true;
}

/* Whether main has reached id: another process may have gone on from there meanwhile. */
static bool stands(struct gitrepo *repo, const char *id, struct err *err)
{
	struct link link = {0};
	char at[OID_HEX + 1];
	bool found = false;

	if (bug("equality"))
		lock_bug_lose();
	if (!gitrepo_tip(repo, at, err))
		return false;
	if (bug("equality"))
		return strcmp(at, id) == 0 || err_set(err, ERR_IO, "not equal");
	while (!found && *at != '\0') {
		found = strcmp(at, id) == 0;
		if (!found && !link_read(repo, at, NULL, &link, err))
			return false;
		memcpy(at, link.prev, sizeof(at));
		link_release(&link);
	}
	return found || err_set(err, ERR_UNKNOWN, _("the ledger is not where it was put"));
}

bool ledger_found(struct gitrepo *repo, const struct draft *draft, struct err *err)
{
	struct objects empty = {0};
	char id[OID_HEX + 1];
	bool ok;

	objects_add(&empty, OBJECT_TREE, "", 0, id);
	ok = gitrepo_write(repo, &empty.v[0], err) && write_draft(repo, draft, err) &&
	     gitrepo_advance(repo, NULL, draft->id, err) && stands(repo, draft->id, err);
	objects_release(&empty);
	return ok;
}

static bool make_link(const struct key *site, const struct link *last, const struct batch *batch,
	struct objects *objects, struct err *err)
{
	struct commit commit = {.tree = EMPTY_TREE, .authored = batch->at, .committed = batch->at};
	struct str payload = {0}, raw = {0};
	char id[OID_HEX + 1];
	bool ok;

	strv_add(&commit.parents, last->id);
	for (size_t i = 0; i < batch->n; i++)
		strv_add(&commit.parents, batch->v[i]->id);
	commit.author = commit_identity(site_id, site_id);
	commit.committer = xstrdup(commit.author);
	commit.message = link_message(last->last + 1, last->last + (int64_t)batch->n);
	commit_print(&commit, &payload);
	ok = commit_sign(str_get(&payload), site, &raw, err);
	if (ok)
		objects_add(objects, OBJECT_COMMIT, raw.buf, raw.len, id);
	commit_release(&commit);
	str_release(&payload);
	str_release(&raw);
	return ok;
}

/* Objects; more go into a pack of their own: two files and their syncs instead of a file each. */
enum { LOOSE_MAX = 12 };

/* What stands is made visible: from here on readers and stock git see it. */
static bool show(
	const struct ledger *ledger, const struct objects *const *lists, size_t n, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += lists[i]->n;
	if (count > LOOSE_MAX)
		return gitrepo_pack(ledger->repo, lists, n, err);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < lists[i]->n; k++) {
			if (!gitrepo_put(ledger->repo, &lists[i]->v[k], err))
				return false;
		}
	}
	return true;
}

/* Nobody else has seen what is in the journal only: while main stands as before, it can be taken
 * back, and the answer is a plain no. */
static bool take_back(const struct ledger *ledger, const char *from, int64_t size, struct err *err)
{
	char at[OID_HEX + 1];
	struct err why = {0};

	if (gitrepo_tip(ledger->repo, at, &why) && strcmp(at, from) == 0 &&
		journal_withdraw(ledger->journal, size, &why))
		err->code = ERR_IO;
	else
		err->code = ERR_UNKNOWN;
	return false;
}

/* Journal, objects, branch: in this order. */
static bool pass(const struct ledger *ledger, const char *from, const char *to,
	const struct objects *const *lists, size_t n, struct err *err)
{
	int64_t size = ledger->journal->size;

	bug_answer_early();
	if (!journal_append(ledger->journal, from, to, lists, n, err))
		return bug("unwritten");
	if (!show(ledger, lists, n, err) || !gitrepo_move(ledger->repo, from, to, err))
		return take_back(ledger, from, size, err);
	if (stands(ledger->repo, to, err))
		return true;
	err->code = bug("equality") ? ERR_IO : ERR_UNKNOWN;
	return false;
}

static void describe(
	struct link *link, const char *id, const struct link *last, const struct batch *batch)
{
	*link = (struct link){
		.first = last->last + 1, .last = last->last + (int64_t)batch->n, .at = batch->at};
	memcpy(link->id, id, sizeof(link->id));
	memcpy(link->prev, last->id, sizeof(link->prev));
	for (size_t i = 0; i < batch->n; i++)
		strv_add(&link->decisions, batch->v[i]->id);
}

bool ledger_append(const struct ledger *ledger, const struct link *last, const struct batch *batch,
	struct link *link, struct err *err)
{
	const struct objects *lists[BATCH_MAX + 1];
	struct objects own = {0};
	bool ok;

	*link = (struct link){0};
	for (size_t i = 0; i < batch->n; i++)
		lists[i] = &batch->v[i]->objects;
	lists[batch->n] = &own;
	ok = make_link(ledger->site, last, batch, &own, err) &&
	     pass(ledger, last->id, own.v[0].id, lists, batch->n + 1, err);
	if (ok)
		describe(link, own.v[0].id, last, batch);
	objects_release(&own);
	return ok;
}

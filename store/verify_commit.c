/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"
#include "core/signers.h"
#include "store/sshsig.h"
#include "store/tree.h"
#include "store/verify.h"

static const char empty_tree[] = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
static const char site_identity[] = "site <site@gongkai>";

enum { DECISIONS_MAX = 64 };

/* Whose good signature it is; of what is trusted it only reads who signed. seal NULL: it was not
 * looked at yet. */
static bool check_signature(struct audit *audit, const char *id, const struct commit *commit,
	const struct seal *seal, struct public_key *signer)
{
	struct seal own = {0};

	if (commit->signature == NULL) {
		audit_fault(audit, id, _("it is not signed"));
		return false;
	}
	if (audit->is_trusted) {
		own.is_good = sshsig_signer(commit->signature, &own.signer, &own.err);
		seal = &own;
	} else if (seal == NULL) {
		seal_check(&own, commit);
		seal = &own;
	}
	*signer = seal->signer;
	if (!seal->is_good)
		audit_fault(audit, id, _("its signature is not good: %s"), seal->err.text);
	return seal->is_good;
}

static void check_is(struct audit *audit, const char *id, const struct commit *commit,
	const struct seal *seal, const struct public_key *key)
{
	char print[FINGERPRINT_SIZE];
	struct public_key signer;

	if (check_signature(audit, id, commit, seal, &signer) && !public_key_eq(&signer, key))
		audit_fault(audit, id, _("it is signed by a key that may not sign here: %s"),
			public_key_fingerprint(&signer, print));
}

void audit_check_signature(struct audit *audit, const char *id, const struct commit *commit)
{
	check_is(audit, id, commit, NULL, &audit->site);
}

/* The key that the site signs with after a change of it; false where the decision is none. */
static bool read_next_key(
	struct audit *audit, const struct glimpse *decision, struct public_key *key)
{
	struct key_list keys = {0};
	struct entry entry = {0};
	struct err why;
	bool ok = decision->is_read && decision->entry.decision.subject == SUBJECT_SITE &&
		  entry_read(audit->repo, decision->entry.id, &entry, &why) &&
		  entry_load_record(audit->repo, &entry, &why) &&
		  site_keys_parse(&keys, entry.decision.record, &why) &&
		  public_key_parse(key_list_last(&keys)->line, key, &why);

	key_list_release(&keys);
	entry_release(&entry);
	return ok;
}

void audit_check_link_signature(struct audit *audit, const char *id, const struct stretch *stretch)
{
	const struct glimpse *link = &stretch->link;
	struct public_key key;

	if (stretch->n != 1 || !read_next_key(audit, &stretch->decisions[0], &key))
		key = audit->site;
	check_is(audit, id, &link->entry.commit, &link->seal, &key);
}

bool audit_check_signer(struct audit *audit, struct entry *entry, const struct seal *seal)
{
	const struct signing_key *key;
	struct public_key signer;
	char print[FINGERPRINT_SIZE];
	bool is_site;

	if (!check_signature(audit, entry->id, &entry->commit, seal, &signer))
		return false;
	public_key_fingerprint(&signer, print);
	is_site = public_key_eq(&signer, &audit->site) ||
		  (audit->is_trusted && signers_owner(&audit->office.org, print, &key) == NULL);
	set_str(&entry->decision.signer, is_site ? NULL : print);
	return true;
}

/* -- The founding decision --------------------------------------------------------------------- */

static bool read_site_key(struct audit *audit, const struct entry *entry, struct err *err)
{
	char print[FINGERPRINT_SIZE] = "", by[] = ACTOR_SITE;
	struct signing_key first = {.print = print, .by = by, .from = entry->site_time};
	struct record record = {0};
	const char *line;
	bool ok = record_parse(&record, entry->decision.record, err);

	line = ok ? record_get(&record, "Site-Key") : NULL;
	if (ok && line == NULL)
		ok = err_set(err, ERR_INPUT, _("the founding record names no key"));
	ok = ok && public_key_parse(line, &audit->site, err);
	if (ok) {
		public_key_fingerprint(&audit->site, print);
		first.line = (char *)(uintptr_t)line;
		key_list_add(&audit->office.org.site, &first);
	}
	record_release(&record);
	return ok;
}

static void check_founding(struct audit *audit, const struct entry *entry)
{
	const struct decision *d = &entry->decision;

	if (entry->commit.parents.n != 0 || d->subject != SUBJECT_PACK ||
		strcmp(d->action, ACTION_ADOPT) != 0 || strcmp(d->actor, ACTOR_SITE) != 0 ||
		strcmp(d->role, ROLE_SYSTEM) != 0 || d->prev != NULL)
		audit_fault(audit, entry->id,
			_("it is not a founding decision: the ledger does not begin there"));
	if (strcmp(entry->commit.author, site_identity) != 0 ||
		strcmp(entry->commit.committer, site_identity) != 0)
		audit_fault(audit, entry->id, _("its author is not the site"));
}

void audit_check_root(struct audit *audit, struct entry *entry)
{
	struct err why = {0};

	check_founding(audit, entry);
	if (!entry_load_record(audit->repo, entry, &why) || !read_site_key(audit, entry, &why)) {
		audit_fault(audit, entry->id, "%s", why.text);
		return;
	}
	audit_check_signature(audit, entry->id, &entry->commit);
	audit_replay(audit, entry);
}

/* -- Links of the main line -------------------------------------------------------------------- */

static char *link_text(int64_t first, int64_t last)
{
	char *range = xasprintf("%lld-%lld", (long long)first, (long long)last);
	char *text = first == last ? xasprintf("site: decision %lld\n\nSequence: %s\n",
					     (long long)first, range)
				   : xasprintf("site: decisions %lld to %lld\n\nSequence: %s\n",
					     (long long)first, (long long)last, range);

	free(range);
	return text;
}

bool audit_check_link(struct audit *audit, const char *id, const struct commit *commit)
{
	size_t n = commit->parents.n == 0 ? 0 : commit->parents.n - 1;
	char *text;

	if (n == 0) {
		audit_fault(audit, id,
			_("it stands on the main line and merges no decision: the program did not "
			  "make it"));
		return false;
	}
	text = link_text(audit->sequence + 1, audit->sequence + (int64_t)n);
	if (strcmp(text, commit->message) != 0)
		audit_fault(audit, id,
			_("its message is not that of a link with decisions %lld to %lld"),
			(long long)audit->sequence + 1, (long long)audit->sequence + (long long)n);
	free(text);
	if (n > DECISIONS_MAX)
		audit_fault(audit, id, _("it merges more than %d decisions"), DECISIONS_MAX);
	if (strcmp(commit->tree, empty_tree) != 0)
		audit_fault(audit, id, _("its tree is not empty"));
	if (strcmp(commit->author, site_identity) != 0 ||
		strcmp(commit->committer, site_identity) != 0)
		audit_fault(audit, id, _("its author is not the site"));
	if (commit->committed.time != commit->authored.time)
		audit_fault(audit, id, _("it has two times"));
	if (commit->committed.time < audit->last.time)
		audit_fault(audit, id, _("its time is before that of the link before it"));
	return true;
}

/* -- Decisions --------------------------------------------------------------------------------- */

static void check_times(struct audit *audit, const struct entry *entry)
{
	const struct commit *commit = &entry->commit;
	bool has_seen = false;
	int64_t seen = 0;

	if (commit->parents.n == 1)
		has_seen = line_time(&audit->line, commit->parents.v[0], &seen);
	if (commit->parents.n != 1)
		audit_fault(
			audit, entry->id, _("it has %zu parents and not one"), commit->parents.n);
	else if (!has_seen)
		audit_fault(audit, entry->id,
			_("its parent is no earlier commit of the main line: its signer saw "
			  "something else"));
	if (commit->authored.time != commit->committed.time ||
		commit->authored.offset != commit->committed.offset)
		audit_fault(audit, entry->id, _("it has two times"));
	if (has_seen && commit->authored.time < seen)
		audit_fault(audit, entry->id,
			_("it is dated before what its signer saw: the date is forged"));
	if (commit->authored.time > entry->site_time.time)
		audit_fault(audit, entry->id, _("it is dated after the site took it in"));
}

static void check_author(struct audit *audit, const struct entry *entry)
{
	char *id = commit_identity_id(entry->commit.author);

	if (!str_eq(id, entry->decision.actor))
		audit_fault(audit, entry->id, _("its author is not its actor '%s'"),
			entry->decision.actor);
	if (strcmp(entry->commit.author, entry->commit.committer) != 0)
		audit_fault(audit, entry->id, _("its author is not its committer"));
	free(id);
}

static void check_tree(struct audit *audit, const struct entry *entry)
{
	bool is_pack = entry->decision.subject == SUBJECT_PACK;
	const struct tree_entry *record, *pack;
	struct tree tree = {0};
	struct err why = {0};

	if (!tree_read(audit->repo, entry->commit.tree, &tree, &why)) {
		audit_fault(audit, entry->id, "%s", why.text);
		return;
	}
	record = tree_find(&tree, "record");
	pack = tree_find(&tree, "pack");
	if (tree.n != (is_pack ? 2U : 1U) || record == NULL || record->is_folder ||
		is_pack != (pack != NULL && pack->is_folder))
		audit_fault(audit, entry->id, _("its tree holds something else than its record"));
	tree_release(&tree);
}

void audit_check_decision(struct audit *audit, const struct entry *entry)
{
	const struct subject_state *state =
		audit_subject(audit, entry->decision.subject, entry->decision.id);

	check_times(audit, entry);
	check_author(audit, entry);
	if (strcmp(state->tree, entry->commit.tree) != 0)
		check_tree(audit, entry);
}

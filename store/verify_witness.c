/* SPDX-License-Identifier: MIT */
/* What witnesses cosigned, against the tree that the replay makes of the ledger as it is now: the
 * one that is kept for the next checkpoint is not looked at. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/clock.h"
#include "store/verify.h"

static void add_claim(struct audit *audit, struct witness_note *note, const struct note_key *by,
	const char *where)
{
	struct witness_audit *w = &audit->witnesses;

	GROW(w->claims, w->n);
	w->claims[w->n++] =
		(struct witness_claim){.note = *note, .by = by, .where = xstrdup(where)};
	*note = (struct witness_note){0};
}

/* One that is not there was never made. */
static void read_claim(struct audit *audit, int dir, const char *name, const struct note_key *by)
{
	struct witness_note note;
	struct err why;
	char *where = xasprintf(WITNESS_DIR "/%s", name);

	if (witness_note_read(dir, name, &note, &why))
		add_claim(audit, &note, by, where);
	else if (why.code != ERR_NOT_FOUND)
		audit_fault(audit, NULL, "%s", why.text);
	free(where);
}

void audit_open_witnesses(struct audit *audit, int store)
{
	struct witness_audit *w = &audit->witnesses;
	struct err why;
	int dir = witness_dir(store, &why);

	if (dir < 0) {
		if (why.code != ERR_NOT_FOUND)
			audit_fault(audit, NULL, "%s", why.text);
		return;
	}
	read_claim(audit, dir, "note", NULL);
	if (!witness_keys_read(dir, &w->keys, &why))
		audit_fault(audit, NULL, "%s", why.text);
	for (size_t i = 0; i < w->keys.n; i++) {
		char *name = witness_keys_file(&w->keys.v[i]);

		read_claim(audit, dir, name, &w->keys.v[i]);
		free(name);
	}
	close(dir);
}

bool audit_add_note(struct audit *audit, const char *text)
{
	struct witness_note note;
	struct err why;
	bool ok = witness_note_parse(&note, text, strlen(text), &why);

	if (ok)
		add_claim(audit, &note, NULL, _("the checkpoint"));
	return ok;
}

void audit_release_witnesses(struct audit *audit)
{
	struct witness_audit *w = &audit->witnesses;

	for (size_t i = 0; i < w->n; i++) {
		witness_note_release(&w->claims[i].note);
		free(w->claims[i].where);
	}
	free(w->claims);
	witness_keys_release(&w->keys);
}

/* -- While the ledger is walked ---------------------------------------------------------------- */

void audit_add_evidence(struct audit *audit, const struct entry *entry, const char *link)
{
	struct witness_audit *w = &audit->witnesses;
	const struct evidence_line line = {.sequence = audit->sequence,
		.time = audit->last.time,
		.commit = entry->id,
		.sha256 = entry->sha256,
		.link = link};
	struct merkle_hash leaf, root;

	/* Behind a decision that could not be read there is no tree. */
	if (w->n == 0 || w->tree.n + 1 != audit->sequence)
		return;
	evidence_leaf(&line, &leaf);
	merkle_add(&w->tree, &leaf, NULL);
	for (size_t i = 0; i < w->n; i++) {
		struct witness_claim *claim = &w->claims[i];

		if (claim->note.head.tree.n != w->tree.n)
			continue;
		merkle_root(&w->tree, &root);
		claim->is_met = true;
		claim->holds = merkle_eq(&root, &claim->note.head.tree.root);
		memcpy(claim->link, link, sizeof(claim->link));
	}
}

/* -- At its end -------------------------------------------------------------------------------- */

/* Whose word it is, and of when: "w1.example, 2026-11-20". The caller frees. */
static char *whose(const struct witness_claim *claim)
{
	char day[DAY_SIZE];
	struct stamp at = {claim->time, clock_now().offset};

	if (claim->by == NULL)
		return xstrdup(claim->where);
	return xasprintf(
		_("what '%s' cosigned on %s"), claim->by->name, day_format(stamp_day(at), day));
}

static void check_tree(struct audit *audit, const struct witness_claim *claim)
{
	const int64_t n = claim->note.head.tree.n;
	char *what = whose(claim);

	if (n > audit->sequence)
		audit_fault(audit, NULL,
			_("%s is of %lld decisions, and the ledger has %lld: its end was cut off "
			  "or it was set back"),
			what, (long long)n, (long long)audit->sequence);
	else if (claim->is_met && !claim->holds)
		audit_fault(audit, claim->link,
			_("%s is of %lld decisions that are not the first of this ledger: history "
			  "was rewritten"),
			what, (long long)n);
	else if (!claim->is_met && n > 0)
		audit_fault(audit, NULL,
			_("%s cannot be compared: there are decisions that cannot be read"), what);
	free(what);
}

/* Whether it is of this ledger, and bears the signature of whose word it is: a witness's word needs
 * no other. */
static bool check_seal(struct audit *audit, struct witness_claim *claim)
{
	const char *origin = claim->note.head.origin;
	char root[OID_HEX + 1], *own;
	bool ok;

	line_id(&audit->line, audit->line.n - 1, root);
	own = xasprintf("gongkai/%s", root);
	ok = strcmp(own, origin) == 0;
	free(own);
	if (!ok)
		audit_fault(audit, NULL, _("%s: it is a checkpoint of another ledger, '%s'"),
			claim->where, origin);
	else if (claim->by != NULL &&
		 note_check(&claim->note.note, claim->by, &claim->time) != NOTE_SIGNED)
		audit_fault(audit, NULL, _("%s: the cosignature of '%s' is not good"), claim->where,
			claim->by->name);
	else
		return true;
	return false;
}

static void check_site(struct audit *audit, const struct witness_claim *claim)
{
	if (witness_note_signer(&claim->note, &audit->office.org.site) == NULL)
		audit_fault(audit, NULL,
			_("%s: no key that the site has in this ledger has signed it: it is "
			  "forged, or the ledger was set back"),
			claim->where);
}

static void tell_tail(struct audit *audit, const struct witness_claim *latest)
{
	const int64_t tail = audit->sequence - (latest != NULL ? latest->note.head.tree.n : 0);
	char *what;

	if (audit->witnesses.keys.n == 0 || tail <= 0)
		return;
	if (latest == NULL) {
		audit_note(audit, NULL, _("no witness has cosigned anything yet"));
		return;
	}
	what = whose(latest);
	audit_note(audit, NULL, _("%lld decisions came after %s: no witness has seen them"),
		(long long)tail, what);
	free(what);
}

void audit_end_witnesses(struct audit *audit)
{
	struct witness_audit *w = &audit->witnesses;
	const struct witness_claim *latest = NULL;

	if (audit->line.is_cut)
		return;
	for (size_t i = 0; i < w->n; i++) {
		struct witness_claim *claim = &w->claims[i];

		if (!check_seal(audit, claim))
			continue;
		check_tree(audit, claim);
		check_site(audit, claim);
		if (claim->by != NULL && claim->is_met && claim->holds &&
			(latest == NULL || claim->note.head.tree.n > latest->note.head.tree.n))
			latest = claim;
	}
	tell_tail(audit, latest);
}

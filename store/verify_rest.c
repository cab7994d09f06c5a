/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/reading.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/signers.h"
#include "core/text.h"
#include "store/content.h"
#include "store/fs.h"
#include "store/gitdouble.h"
#include "store/verify.h"

static const char *const repositories[] = {"ledger.git", "state.git"};

enum {
	SIGNERS_MAX = 16 * 1024 * 1024,
	REPOSITORIES = sizeof(repositories) / sizeof(*repositories),
};

/* What is to be published was looked through, and the record says what was found. */
static void check_findings(struct audit *audit, const struct content_claim *claim, const char *text,
	size_t len, const char *sha256)
{
	struct strv lines = {0};
	char *findings;

	if (claim->findings == NULL)
		return;
	screener_list(claim->screener, text, len, &lines);
	findings = strv_join(&lines, "; ");
	if (strcmp(findings, claim->findings) != 0 && claim->screening != SCREENING_EDITION)
		audit_note(audit, claim->commit,
			_("today's screening (edition %d) of %.12s finds '%s' where that of its "
			  "day "
			  "(%d) found '%s': what was let stand then holds for that alone; look at "
			  "it "
			  "again"),
			SCREENING_EDITION, sha256, findings, claim->screening, claim->findings);
	else if (strcmp(findings, claim->findings) != 0)
		audit_fault(audit, claim->commit,
			_("the screening of %.12s finds '%s' where the record has '%s'"), sha256,
			findings, claim->findings);
	free(findings);
	strv_release(&lines);
}

/* What a file says is what the reader of that day made of it. Where today's makes something else of
 * it, that is no fault, but somebody should compare them. */
static void read_again(struct audit *audit, const struct content_claim *claim, const char *bytes,
	size_t len, const char *sha256)
{
	struct reading reading = {0};
	char is[HASH_HEX + 1] = "";
	struct err why;

	if (reading_take(bytes, len, &reading, &why))
		hash_hex(str_get(&reading.text), reading.text.len, is);
	if (strcmp(is, claim->text) != 0)
		audit_note(audit, claim->commit,
			_("the original %.12s is read otherwise today than when it came in: the "
			  "reader has changed since then, or the text is not that of its original; "
			  "compare them"),
			sha256);
	reading_release(&reading);
}

/* The text is what the program makes of the original, and so is what the screening found. */
static void check_text(struct audit *audit, const struct content_claim *claim, const char *bytes,
	size_t len, const char *sha256)
{
	struct str text = {0};
	char is[HASH_HEX + 1];
	const char *encoding = "";
	struct err why = {0};

	if (!text_is_plain(claim->encoding)) {
		read_again(audit, claim, bytes, len, sha256);
		return;
	}
	if (!text_decode(bytes, len, &text, &encoding, &why)) {
		audit_fault(audit, claim->commit, _("the text of %.12s cannot be read again: %s"),
			sha256, why.text);
		return;
	}
	hash_hex(str_get(&text), text.len, is);
	if (strcmp(is, claim->text) != 0 || strcmp(encoding, claim->encoding) != 0)
		audit_fault(audit, claim->commit,
			_("its text is not that of its original %.12s: the record is forged"),
			sha256);
	check_findings(audit, claim, str_get(&text), text.len, sha256);
	str_release(&text);
}

void audit_check_content(struct audit *audit, int content, const char *key)
{
	const struct content_claim *claim = table_get(&audit->contents, key);
	long long size = strtoll(key + HASH_HEX + 1, NULL, 10);
	char *sha256 = xstrndup(key, HASH_HEX), *bytes = NULL;
	struct err why = {0};
	size_t len;

	if (claim->live == 0 && claim->purged[0] != '\0') {
		if (content_get(content, sha256, &bytes, &len, &why) || why.code != ERR_NOT_FOUND)
			audit_fault(audit, claim->purged,
				_("it purges the content %.12s, which is still on the disk: "
				  "`gongkai rebuild` removes it"),
				sha256);
		goto out;
	}
	if (claim->is_old)
		goto out;
	if (!content_get(content, sha256, &bytes, &len, &why))
		audit_fault(audit, claim->commit, "%s", why.text);
	else if (size < 0 || (unsigned long long)size != len)
		audit_fault(audit, claim->commit, _("the content %.12s has %zu bytes, not %lld"),
			sha256, len, size);
	else if (claim->encoding != NULL)
		check_text(audit, claim, bytes, len, sha256);
	else
		check_findings(audit, claim, bytes, len, sha256);
out:
	free(bytes);
	free(sha256);
}

/* Stock git is told of them by a setting, whose path ends with the place where the store was. */
static void check_settings(struct audit *audit, const char *repository, const char *text)
{
	switch (gitcheck_signers(repository, text)) {
	case SIGNERS_OURS: break;
	case SIGNERS_NOWHERE:
		audit_note(audit, NULL,
			_("the settings of %s name no allowed_signers that is there, so that stock "
			  "git knows no key: a store that can be written sets them right when it "
			  "is opened"),
			repository);
		break;
	case SIGNERS_FOREIGN:
		audit_fault(audit, NULL,
			_("the settings of %s name a file that is not the store's "
			  "allowed_signers: stock git believes other keys"),
			repository);
		break;
	}
}

void audit_check_signers(struct audit *audit, const struct store *store)
{
	struct str expected = {0};
	struct err why = {0};
	char *text = NULL;

	signers_print(&audit->office.org, &expected);
	if (!fs_read(store->fd, "allowed_signers", SIGNERS_MAX, &text, NULL, &why))
		audit_fault(audit, NULL, "allowed_signers: %s", why.text);
	else if (strcmp(text, str_get(&expected)) != 0)
		audit_fault(audit, NULL, _("allowed_signers is not what the ledger says"));
	for (size_t i = 0; text != NULL && i < REPOSITORIES; i++) {
		char *path = xasprintf("%s/%s", store->dir, repositories[i]);

		check_settings(audit, path, text);
		free(path);
	}
	free(text);
	str_release(&expected);
}

/* -- The repositories -------------------------------------------------------------------------- */

void audit_check_strangers(struct audit *audit, const char *dir)
{
	for (size_t i = 0; i < REPOSITORIES; i++) {
		char *path = xasprintf("%s/%s", dir, repositories[i]);
		struct strv names = {0};
		struct err why = {0};

		if (!gitcheck_strangers(path, &names, &why))
			audit_fault(audit, NULL, "%s", why.text);
		for (size_t k = 0; k < names.n; k++)
			audit_fault(audit, NULL,
				_("%s has '%s', which can make git show another history, or run a "
				  "program"),
				repositories[i], names.v[k]);
		/* Whoever fetches looks whether all is there; no other command asks it unasked. */
		if (gitcheck_has_bitmap(path))
			audit_note(audit, NULL,
				_("%s has a bitmap beside its packs, which is not compared: a "
				  "false one makes a fetch fail, and shows no other history; `git "
				  "repack -a -d --no-write-bitmap-index` does without"),
				repositories[i]);
		strv_release(&names);
		free(path);
	}
}

static bool is_told(const struct audit *audit, const char *fault)
{
	for (size_t i = 0; i < audit->verdict->n; i++) {
		if (strcmp(audit->verdict->faults[i].what, fault) == 0)
			return true;
	}
	return false;
}

/* Ends that disagree and a sum that is wrong are often one damage. */
static void take_faults(struct audit *audit, struct strv *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		if (!is_told(audit, faults->v[i]))
			audit_fault(audit, NULL, "%s", faults->v[i]);
	}
	strv_release(faults);
}

bool audit_check_ends(struct audit *audit, const char *dir)
{
	struct strv faults = {0};
	bool ok;

	for (size_t i = 0; i < REPOSITORIES; i++) {
		char *path = xasprintf("%s/%s", dir, repositories[i]);

		gitcheck_ends(path, &faults);
		free(path);
	}
	ok = faults.n == 0;
	take_faults(audit, &faults);
	return ok;
}

bool audit_check_packs(struct audit *audit, const char *dir)
{
	struct strv faults = {0};
	char *path;

	if (audit->packs == NULL) {
		if (audit->repositories == REPOSITORIES)
			return false;
		path = xasprintf("%s/%s", dir, repositories[audit->repositories++]);
		gitdouble_check(path, &faults);
		audit->packs = gitcheck_packs_begin(path);
		free(path);
	}
	if (!gitcheck_packs_step(audit->packs, &faults)) {
		gitcheck_packs_end(audit->packs);
		audit->packs = NULL;
	}
	take_faults(audit, &faults);
	return true;
}

/* -- The index --------------------------------------------------------------------------------- */

static void check_document(
	struct audit *audit, const char *id, const char *text, struct table *seen)
{
	char *key = xasprintf("D %s", id);
	const struct subject_state *state = table_get(&audit->subjects, key);
	struct str expected = {0};

	table_put(seen, key, seen);
	if (state == NULL || state->prev == NULL) {
		audit_fault(audit, NULL, _("the index has a document '%s' that the ledger has not"),
			id);
	} else if (!state->is_broken) {
		document_print(&state->document, &expected);
		if (strcmp(str_get(&expected), text) != 0)
			audit_fault(audit, state->prev,
				_("the index shows '%s' otherwise than the ledger: rebuild it"),
				id);
	}
	str_release(&expected);
	free(key);
}

static void check_missing(struct audit *audit, const struct table *seen)
{
	const char **keys = table_keys(&audit->subjects);

	for (size_t i = 0; i < audit->subjects.n; i++) {
		const struct subject_state *state = table_get(&audit->subjects, keys[i]);

		if (*keys[i] == 'D' && state->prev != NULL && !state->is_broken &&
			table_get(seen, keys[i]) == NULL)
			audit_fault(audit, state->prev, _("the index lacks '%s': rebuild it"),
				keys[i] + 2);
	}
	free(keys);
}

static void print_office(const struct org *org, struct str *out)
{
	for (size_t i = 0; i < org->unit_count; i++)
		unit_print(&org->units[i], out);
	for (size_t i = 0; i < org->person_count; i++)
		person_print(&org->persons[i], out);
	site_keys_print(&org->site, out);
}

static void check_office(struct audit *audit, const struct office *office)
{
	struct str ours = {0}, theirs = {0};

	print_office(&audit->office.org, &ours);
	print_office(&office->org, &theirs);
	if (strcmp(str_get(&ours), str_get(&theirs)) != 0)
		audit_fault(audit, NULL,
			_("the index shows units or people otherwise than the ledger: rebuild it"));
	if (audit->office.pack == NULL || office->pack == NULL ||
		strcmp(audit->office.pack->id, office->pack->id) != 0)
		audit_fault(audit, NULL, _("the index stands under another pack: rebuild it"));
	str_release(&ours);
	str_release(&theirs);
}

void audit_check_index(struct audit *audit, struct store *store)
{
	struct db_walk walk = {0};
	struct table seen = {0};
	struct err why = {0};

	if (store->alarm.code != ERR_NONE) {
		/* It stands at what precedes the fault, and was not meant to go on. */
		audit_fault(audit, NULL, "%s", store->alarm.text);
		return;
	}
	if (!projection_load(&store->now, store->ledger, &why)) {
		audit_fault(audit, NULL, _("the index cannot be read: %s"), why.text);
		return;
	}
	while (db_walk_next(store->now.db, &walk, &why))
		check_document(audit, walk.id, walk.text, &seen);
	if (why.code != ERR_NONE)
		audit_fault(audit, NULL, _("the index cannot be read: %s"), why.text);
	db_walk_release(&walk);
	check_missing(audit, &seen);
	table_release(&seen);
	check_office(audit, &store->now.office);
}

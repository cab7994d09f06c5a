/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/content.h"
#include "store/fs.h"
#include "store/verify.h"

enum { SIGNERS_MAX = 1024 * 1024 };

void audit_check_contents(struct audit *audit, int content)
{
	const char **keys = table_keys(&audit->contents);

	for (size_t i = 0; i < audit->contents.n; i++) {
		char *sha256 = xstrndup(keys[i], SHA256_HEX);
		struct err why = {0};

		if (!content_check(
			    content, sha256, strtoll(keys[i] + SHA256_HEX + 1, NULL, 10), &why))
			audit_fault(audit, table_get(&audit->contents, keys[i]), "%s", why.text);
		free(sha256);
	}
	free(keys);
}

void audit_check_signers(struct audit *audit, int dir)
{
	char *key = public_key_line(&audit->site), *text = NULL;
	char *expected = xasprintf("site@gongkai namespaces=\"git\" %s\n", key);
	struct err why = {0};

	if (!fs_read(dir, "allowed_signers", SIGNERS_MAX, &text, NULL, &why))
		audit_fault(audit, NULL, "allowed_signers: %s", why.text);
	else if (strcmp(text, expected) != 0)
		audit_fault(audit, NULL, _("allowed_signers is not what the ledger says"));
	free(text);
	free(expected);
	free(key);
}

void audit_check_strangers(struct audit *audit)
{
	struct strv names = {0};
	struct err why = {0};

	if (!gitrepo_strangers(audit->repo, &names, &why))
		audit_fault(audit, NULL, "%s", why.text);
	for (size_t i = 0; i < names.n; i++)
		audit_fault(audit, NULL,
			_("ledger.git has '%s', which can make git show another history"),
			names.v[i]);
	strv_release(&names);
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

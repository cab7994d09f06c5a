/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "store/verify.h"

bool audit_open_anchor(struct audit *audit, const char *text, struct err *err)
{
	return text == NULL || audit_add_note(audit, text) ||
	       anchor_parse(&audit->anchor.anchor, text, err);
}

/* Where its head is found, the site has the key that it had then; else any of its keys will do. */
static void check_signer(struct audit *audit, bool is_found)
{
	const struct public_key *signer = &audit->anchor.anchor.signer;
	char print[FINGERPRINT_SIZE];

	public_key_fingerprint(signer, print);
	if (is_found ? !public_key_eq(signer, &audit->site)
		     : key_list_find(&audit->office.org.site, print) == NULL)
		audit_fault(audit, NULL,
			_("the anchor is signed by a key that was not the site's then: %s"), print);
}

/* The root comes first, and tells which store it is. */
static void check_root(struct audit *audit, const char *link)
{
	const struct anchor *anchor = &audit->anchor.anchor;

	if (strcmp(anchor->root, link) == 0)
		return;
	audit->anchor.is_checked = true;
	if (public_key_eq(&anchor->signer, &audit->site))
		audit_fault(audit, link,
			_("the anchor is of a ledger that began with %.12s: this one was rewritten "
			  "from its first commit"),
			anchor->root);
	else
		audit_fault(audit, link,
			_("the anchor is of another store, whose ledger began with %.12s"),
			anchor->root);
}

static void check_head(struct audit *audit, const char *link)
{
	const struct anchor *anchor = &audit->anchor.anchor;
	char sha256[HASH_HEX + 1] = "", state[HASH_HEX + 1];
	struct object object = {0};
	struct err why = {0};
	int64_t documents;

	audit->anchor.is_checked = true;
	check_signer(audit, true);
	if (gitrepo_read_as(audit->repo, link, OBJECT_COMMIT, &object, &why))
		hash_hex(object.bytes, object.len, sha256);
	object_release(&object);
	audit_digest(audit, &documents, state);
	if (strcmp(sha256, anchor->head_sha256) != 0)
		audit_fault(
			audit, link, _("its bytes are not those that the anchor has a hash of"));
	if (anchor->sequence != audit->sequence || anchor->time.time != audit->last.time)
		audit_fault(audit, link,
			_("the anchor has it at decision %lld and another time: it is forged"),
			(long long)anchor->sequence);
	if (documents != anchor->documents || strcmp(state, anchor->state) != 0)
		audit_fault(
			audit, link, _("what stood there is not what the anchor has a digest of"));
}

void audit_check_anchor(struct audit *audit, const char *link)
{
	if (*audit->anchor.anchor.head == '\0' || audit->anchor.is_checked)
		return;
	if (audit->line.seen == 1)
		check_root(audit, link);
	if (!audit->anchor.is_checked && strcmp(audit->anchor.anchor.head, link) == 0)
		check_head(audit, link);
}

void audit_end_anchor(struct audit *audit)
{
	const struct anchor *anchor = &audit->anchor.anchor;

	if (*anchor->head == '\0' || audit->anchor.is_checked)
		return;
	check_signer(audit, false);
	if (anchor->sequence > audit->sequence)
		audit_fault(audit, anchor->head,
			_("the anchor saw %lld decisions and the ledger has %lld: its end was cut "
			  "off"),
			(long long)anchor->sequence, (long long)audit->sequence);
	else
		audit_fault(audit, anchor->head,
			_("the anchor saw this commit after %lld decisions, and the ledger does "
			  "not have it on its main line: history was rewritten"),
			(long long)anchor->sequence);
}

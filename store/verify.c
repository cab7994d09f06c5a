/* SPDX-License-Identifier: MIT */
#include "store/verify.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/lock.h"

void verdict_release(struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->n; i++)
		free(verdict->faults[i].what);
	free(verdict->faults);
	*verdict = (struct verdict){0};
}

void audit_fault(struct audit *audit, const char *commit, const char *fmt, ...)
{
	struct verdict *verdict = audit->verdict;
	struct fault *fault;
	va_list ap;

	GROW(verdict->faults, verdict->n);
	fault = &verdict->faults[verdict->n++];
	*fault = (struct fault){0};
	if (commit != NULL)
		memcpy(fault->commit, commit, OID_HEX + 1);
	va_start(ap, fmt);
	fault->what = xvasprintf(fmt, ap);
	va_end(ap);
}

static char *subject_key(enum subject subject, const char *id)
{
	static const char letters[SUBJECT_COUNT] = {
		[SUBJECT_DOCUMENT] = 'D',
		[SUBJECT_PERSON] = 'P',
		[SUBJECT_UNIT] = 'U',
		[SUBJECT_PACK] = 'K',
	};

	return xasprintf("%c %s", letters[subject], id);
}

struct subject_state *audit_subject(struct audit *audit, enum subject subject, const char *id)
{
	char *key = subject_key(subject, id);
	struct subject_state *state = table_get(&audit->subjects, key);

	if (state == NULL) {
		state = xcalloc(1, sizeof(*state));
		table_put(&audit->subjects, key, state);
	}
	free(key);
	return state;
}

static void free_values(struct table *table)
{
	for (size_t i = 0; i < table->size; i++)
		free(table->slots[i].value);
	table_release(table);
}

void audit_release(struct audit *audit)
{
	for (size_t i = 0; i < audit->subjects.size; i++) {
		struct subject_state *state = audit->subjects.slots[i].value;

		if (state == NULL)
			continue;
		document_release(&state->document);
		free(state->record);
		free(state->prev);
	}
	free_values(&audit->subjects);
	free_values(&audit->links);
	free_values(&audit->contents);
	office_release(&audit->office);
	gitrepo_close(audit->checkpoint.repo);
	commit_release(&audit->checkpoint.commit);
}

/* -- The walk -------------------------------------------------------------------------------- */

struct line { /* the main line, the tip first */
	char (*ids)[OID_HEX + 1]; /* owns */
	size_t n;
	bool is_cut; /* it ends at what cannot be read */
};

static bool read_commit(struct audit *audit, const char *id, struct commit *commit, struct err *err)
{
	struct object object = {0};
	bool ok;

	*commit = (struct commit){0};
	if (!gitrepo_read_as(audit->repo, id, OBJECT_COMMIT, &object, err))
		return false;
	ok = commit_parse(commit, object.bytes, object.len, err);
	object_release(&object);
	return ok;
}

/* The tree of every link. git knows it by heart, so that its file can be damaged unnoticed. */
static void check_empty_tree(struct audit *audit)
{
	struct object object = {0};
	struct err why = {0};

	if (!gitrepo_read_as(audit->repo, EMPTY_TREE, OBJECT_TREE, &object, &why))
		audit_fault(audit, NULL, "%s", why.text);
	object_release(&object);
}

/* First parents, down to the commit that has none. */
static void read_line(struct audit *audit, const char *tip, struct line *line)
{
	char at[OID_HEX + 1];
	struct commit commit;
	struct err why = {0};

	memcpy(at, tip, sizeof(at));
	while (*at != '\0') {
		if (!read_commit(audit, at, &commit, &why)) {
			audit_fault(audit, at, _("%s; the main line cannot be followed beyond it"),
				why.text);
			line->is_cut = true;
			return;
		}
		GROW(line->ids, line->n);
		memcpy(line->ids[line->n++], at, sizeof(at));
		if (commit.parents.n > 0)
			memcpy(at, commit.parents.v[0], sizeof(at));
		else
			*at = '\0';
		commit_release(&commit);
	}
}

static void check_entry(struct audit *audit, const char *id)
{
	struct entry entry = {0};
	struct err why = {0};

	audit->sequence++;
	audit->verdict->commits++;
	if (!entry_read(audit->repo, id, &entry, &why)) {
		audit_fault(audit, id, "%s", why.text);
		return;
	}
	entry.sequence = audit->sequence;
	entry.site_time = audit->last;
	audit_check_signature(audit, id, &entry.commit);
	audit_check_decision(audit, &entry);
	audit_replay(audit, &entry);
	entry_release(&entry);
}

static void check_first(struct audit *audit, const char *id)
{
	struct entry entry = {0};
	struct err why = {0};

	audit->sequence = 1;
	audit->verdict->commits++;
	if (!entry_read(audit->repo, id, &entry, &why)) {
		audit_fault(audit, id, "%s", why.text);
		return;
	}
	entry.sequence = 1;
	audit->last = entry.site_time = entry.commit.committed;
	audit_check_root(audit, &entry);
	entry_release(&entry);
}

static void note_link(struct audit *audit, const char *id)
{
	int64_t *at = xcalloc(1, sizeof(*at));

	*at = audit->last.time;
	table_put(&audit->links, id, at);
}

static void check_link(struct audit *audit, const char *id)
{
	struct commit commit = {0};
	struct err why = {0};

	audit->verdict->commits++;
	if (!read_commit(audit, id, &commit, &why)) {
		audit_fault(audit, id, "%s", why.text);
		return;
	}
	audit_check_signature(audit, id, &commit);
	if (audit_check_link(audit, id, &commit)) {
		audit->last = commit.committed;
		for (size_t i = 1; i < commit.parents.n; i++)
			check_entry(audit, commit.parents.v[i]);
	}
	commit_release(&commit);
}

static void count_documents(struct audit *audit)
{
	for (size_t i = 0; i < audit->subjects.size; i++) {
		const char *key = audit->subjects.slots[i].key;
		const struct subject_state *state = audit->subjects.slots[i].value;

		if (key != NULL && *key == 'D' && state->prev != NULL)
			audit->verdict->documents++;
	}
}

/* False where it could not be walked to its beginning. */
static bool verify_ledger(struct audit *audit, const char *tip)
{
	struct line line = {0};

	check_empty_tree(audit);
	read_line(audit, tip, &line);
	for (size_t i = line.is_cut ? 0 : line.n; i > 0; i--) {
		if (audit->links.n == 0)
			check_first(audit, line.ids[i - 1]);
		else
			check_link(audit, line.ids[i - 1]);
		note_link(audit, line.ids[i - 1]);
		if (strcmp(line.ids[i - 1], audit->checkpoint.ledger) == 0)
			audit_check_checkpoint(audit);
	}
	free(line.ids);
	return !line.is_cut;
}

/* One moment of ledger and index; writers need not wait for the rest. */
static bool hold_still(struct store *store, char tip[OID_HEX + 1], struct err *err)
{
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	struct err why = {0};
	bool ok;

	if (lock < 0)
		return false;
	if (store->alarm.code == ERR_NONE &&
		(!store_reopen_index(store, &why) || !store_catch_up(store, &why)))
		store->alarm = why;
	ok = gitrepo_tip(store->ledger, tip, err) && db_snapshot(store->now.db, err);
	lock_drop(lock);
	return ok;
}

bool store_verify(struct store *store, struct verdict *verdict, struct err *err)
{
	struct audit audit = {.repo = store->ledger, .verdict = verdict};
	char tip[OID_HEX + 1];

	*verdict = (struct verdict){0};
	if (!hold_still(store, tip, err))
		return false;
	audit_open_checkpoint(&audit, store->dir);
	if (verify_ledger(&audit, tip)) {
		count_documents(&audit);
		audit_end_checkpoint(&audit);
		audit_check_signers(&audit, store->fd);
		audit_check_strangers(&audit);
		audit_check_contents(&audit, store->content);
		audit_check_index(&audit, store);
	}
	db_rollback(store->now.db);
	audit_release(&audit);
	return true;
}

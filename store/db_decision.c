/* SPDX-License-Identifier: MIT */
#include "store/db_decision.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/db_stmt.h"
#include "store/db_sums.h"

/* -- In ---------------------------------------------------------------------------------------- */

/* A UUID as request_new makes it, in half the bytes; false for any other text. */
static bool pack_request(const char *request, char hex[33])
{
	size_t n = 0;

	if (strlen(request) != 36)
		return false;
	for (int i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? request[i] != '-' : strchr("0123456789abcdef", request[i]) == NULL)
			return false;
		if (!dash)
			hex[n++] = request[i];
	}
	hex[n] = '\0';
	return true;
}

void db_bind_request(sqlite3_stmt *stmt, int i, const char *request)
{
	char hex[33];

	if (request != NULL && pack_request(request, hex))
		db_bind_hex(stmt, i, hex);
	else
		db_bind_text(stmt, i, request);
}

static bool put_pack_id(struct db *db, const char *id, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_pack_add);

	if (id == NULL)
		return true;
	db_bind_text(stmt, 1, id);
	return db_run(db, stmt, err);
}

static void bind_act(sqlite3_stmt *stmt, const struct decision *d)
{
	db_bind_text(stmt, 6, d->action);
	db_bind_text(stmt, 7, d->from);
	db_bind_text(stmt, 8, d->to);
	db_bind_text(stmt, 9, d->attribute);
	db_bind_text(stmt, 11, d->actor);
	db_bind_text(stmt, 12, d->acting_for);
	db_bind_text(stmt, 13, d->role);
	db_bind_text(stmt, 28, d->unit);
	db_bind_text(stmt, 14, d->code);
	db_bind_text(stmt, 15, d->named);
	db_bind_text(stmt, 16, d->comment);
	db_bind_hex(stmt, 17, d->content);
	db_bind_hex(stmt, 18, d->record_sha256);
	db_bind_text(stmt, 19, d->pack);
	db_bind_request(stmt, 20, d->request);
	db_bind_hex(stmt, 21, d->prev);
	db_bind_hex(stmt, 22, d->prev_sha256);
	sqlite3_bind_int64(stmt, 23, d->at.time);
	sqlite3_bind_int(stmt, 24, d->at.offset);
}

bool db_put_decision(struct db *db, const struct db_entry *entry, int64_t doc, struct err *err)
{
	const struct decision *d = entry->decision;
	char *grounds = strv_join(&d->grounds, " ");
	sqlite3_stmt *stmt;
	bool ok;

	ok = put_pack_id(db, d->pack, err);
	stmt = db_stmt(db, STMT_decision_add);
	sqlite3_bind_int64(stmt, 1, entry->sequence);
	db_bind_hex(stmt, 2, entry->commit);
	sqlite3_bind_int(stmt, 3, (int)d->subject);
	if (doc != 0)
		sqlite3_bind_int64(stmt, 4, doc);
	else
		db_bind_text(stmt, 5, d->id);
	bind_act(stmt, d);
	db_bind_text(stmt, 10, *grounds != '\0' ? grounds : NULL);
	db_bind_text(stmt, 25, entry->signer);
	sqlite3_bind_int64(stmt, 26, entry->site_time.time);
	sqlite3_bind_int(stmt, 27, entry->site_time.offset);
	ok = ok && db_run(db, stmt, err);
	free(grounds);
	return ok;
}

/* The text itself is put in later, see db_text.c. */
static bool want_body(struct db *db, const struct decision *decision,
	const struct db_standing *standing, struct err *err)
{
	const char *sha256 = standing->after->paper.text.sha256;
	sqlite3_stmt *stmt;

	if (*sha256 == '\0' || (decision->prev != NULL && decision->record == NULL))
		return true;
	stmt = db_stmt(db, STMT_body_want);
	sqlite3_bind_int64(stmt, 1, standing->n);
	db_bind_hex(stmt, 2, sha256);
	return db_run(db, stmt, err);
}

static bool put_link(
	struct db *db, const char *target, enum link_how how, int64_t doc, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_link_add);

	db_bind_text(stmt, 1, target);
	sqlite3_bind_int(stmt, 2, (int)how);
	sqlite3_bind_int64(stmt, 3, doc);
	return db_run(db, stmt, err);
}

/* "<unit>-<year>-<serial>": which of a kind's fields are links is for the pack to say, and for who
 * reads them; anything that looks like an id is kept. */
static bool is_id(const char *value)
{
	size_t n = strcspn(value, " \t\n");
	const char *serial = strrchr(value, '-');

	return value[n] == '\0' && serial != NULL && serial[1] != '\0' &&
	       serial[1 + strspn(serial + 1, "0123456789")] == '\0';
}

static bool put_links(struct db *db, const struct decision *decision,
	const struct db_standing *standing, struct err *err)
{
	const struct strv *fields = &standing->after->paper.fields;

	for (size_t i = 0; i < fields->n && decision->record != NULL; i++) {
		const char *value = strchr(fields->v[i], '=');

		if (value != NULL && is_id(value + 1) &&
			!put_link(db, value + 1, LINK_FIELD, standing->n, err))
			return false;
	}
	return decision->named == NULL ||
	       put_link(db, decision->named, LINK_DECISION, standing->n, err);
}

static bool put_act(struct db *db, const struct db_entry *entry, const struct db_standing *standing,
	struct err *err)
{
	const struct document *after = standing->after;
	const struct decision *decision = entry->decision;
	int step; /* numbered in the order in which decisions first lead there */

	return db_step_number(
		       db, after->paper.kind, after->state, (int)standing->phase, &step, err) &&
	       want_body(db, decision, standing, err) && put_links(db, decision, standing, err) &&
	       db_put_blobs(db, decision, standing->n, after, err) &&
	       db_put_decision(db, entry, standing->n, err) &&
	       sums_add_acts(db, standing->n, entry->sequence, 1, err);
}

bool db_put_act(struct db *db, const struct db_entry *entry, const struct db_standing *standing,
	struct err *err)
{
	assert(entry->decision->subject == SUBJECT_DOCUMENT);
	if (!db_begin(db, err))
		return false;
	return db_end(db, db_layout(db, err) && put_act(db, entry, standing, err), err);
}

/* -- Out --------------------------------------------------------------------------------------- */

static char *unpack_request(sqlite3_stmt *stmt, int column)
{
	char hex[33];

	if (sqlite3_column_type(stmt, column) != SQLITE_BLOB)
		return db_text(stmt, column);
	db_hex_in(stmt, column, hex, 16);
	return xasprintf("%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

void db_read_entry(sqlite3_stmt *stmt, struct history_entry *entry)
{
	struct decision *d = &entry->decision;
	const char *grounds = (const char *)sqlite3_column_text(stmt, 8);
	const char *signer = (const char *)sqlite3_column_text(stmt, 23);

	*entry = (struct history_entry){.sequence = sqlite3_column_int64(stmt, 0)};
	db_hex_in(stmt, 1, entry->commit, 20);
	d->subject = (enum subject)sqlite3_column_int(stmt, 2);
	d->id = db_text(stmt, 3);
	d->action = db_text(stmt, 4);
	d->from = db_text(stmt, 5);
	d->to = db_text(stmt, 6);
	d->attribute = db_text(stmt, 7);
	if (grounds != NULL)
		strv_split(&d->grounds, grounds, " ");
	d->actor = db_text(stmt, 9);
	d->acting_for = db_text(stmt, 10);
	d->role = db_text(stmt, 11);
	d->unit = db_text(stmt, 29);
	d->code = db_text(stmt, 12);
	d->named = db_text(stmt, 13);
	d->comment = db_text(stmt, 14);
	db_hex_in(stmt, 15, d->content, HASH_HEX / 2);
	db_hex_in(stmt, 16, d->record_sha256, HASH_HEX / 2);
	d->pack = db_text(stmt, 17);
	d->request = unpack_request(stmt, 18);
	d->prev = db_hex(stmt, 19);
	db_hex_in(stmt, 20, d->prev_sha256, HASH_HEX / 2);
	d->at.time = sqlite3_column_int64(stmt, 21);
	d->at.offset = sqlite3_column_int(stmt, 22);
	(void)snprintf(entry->signer, sizeof(entry->signer), "%s", signer != NULL ? signer : "");
	entry->site_time.time = sqlite3_column_int64(stmt, 24);
	entry->site_time.offset = sqlite3_column_int(stmt, 25);
}

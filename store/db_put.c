/* SPDX-License-Identifier: MIT */
/* Taking in decisions: the one place that writes rows. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/clock.h"
#include "core/fold.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_decision.h"
#include "store/db_share.h"
#include "store/db_sums.h"

/* -- The document ------------------------------------------------------------------------------ */

/* What is about to be written, and what stands so far. */
struct change {
	const struct document *after;
	const struct db_standing *standing;
	int unit, step;
	bool active;
	char *attribute, *grounds, *words; /* owns; words is what is searched */
	struct strv touched;
	char *touched_line; /* owns */
	struct {
		int unit, step;
		bool active, shared, voiced;
		int phase;
		size_t touched; /* how many of them so far */
		char *attribute, *grounds, *title, *number, *original, *words; /* owns */
	} before;
};

static void change_release(struct change *change)
{
	free(change->attribute);
	free(change->grounds);
	free(change->words);
	strv_release(&change->touched);
	free(change->touched_line);
	free(change->before.attribute);
	free(change->before.grounds);
	free(change->before.title);
	free(change->before.number);
	free(change->before.original);
	free(change->before.words);
}

static char *searched(const struct paper *paper)
{
	char *all = xasprintf("%s\n%s\n%s", paper->title != NULL ? paper->title : "",
		paper->number != NULL ? paper->number : "", paper->id);
	char *folded = fold_text(all);

	free(all);
	return folded;
}

static bool read_before(struct db *db, struct change *change, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_doc_before);
	int rc;

	sqlite3_bind_int64(stmt, 1, change->standing->n);
	rc = db_step(db, stmt, err);
	if (rc > 0) {
		change->before.step = sqlite3_column_int(stmt, 1);
		change->before.unit = sqlite3_column_int(stmt, 2);
		change->before.attribute = db_text(stmt, 3);
		change->before.grounds = db_text(stmt, 4);
		change->before.title = db_text(stmt, 5);
		change->before.number = db_text(stmt, 6);
		change->before.original = db_text(stmt, 7);
		strv_split(&change->touched, (const char *)sqlite3_column_text(stmt, 8), " ");
		change->before.touched = change->touched.n;
		change->before.active = sqlite3_column_int(stmt, 9) != 0;
		change->before.words = db_text(stmt, 10);
		change->before.shared = sqlite3_column_int(stmt, 11) != 0;
		change->before.voiced = sqlite3_column_int(stmt, 12) != 0;
		change->before.phase = sqlite3_column_int(stmt, 13);
		sqlite3_reset(stmt);
	}
	return rc >= 0;
}

/* Whether the earliest term that runs may still move. */
static bool is_provisional(const struct document *document, int due)
{
	for (size_t i = 0; i < document->clock_count; i++) {
		const struct clock_run *run = &document->clocks[i];

		if (run->stopped == DAY_NONE && !clock_is_paused(run) && run->due == due)
			return run->provisional;
	}
	return false;
}

int64_t db_due(int day, int minute)
{
	return ((int64_t)day << DUE_MINUTE_BITS) | minute;
}

void db_bind_due(
	sqlite3_stmt *stmt, int due_at, int provisional_at, const struct document *document)
{
	int due = document_due(document);
	int64_t at = document_due_at(document);
	int minute = at != 0 ? (int)(at - moment_make(due, 0)) : DUE_WHOLE_DAY;

	sqlite3_bind_int64(stmt, due_at, due != DAY_NONE ? db_due(due, minute) : DUE_NEVER);
	sqlite3_bind_int(stmt, provisional_at, is_provisional(document, due));
}

static void bind_standing(sqlite3_stmt *stmt, const struct change *change)
{
	const struct document *after = change->after;

	sqlite3_bind_int(stmt, 2, change->step);
	sqlite3_bind_int64(stmt, 1, change->standing->n);
	sqlite3_bind_int(stmt, 3, (int)change->standing->phase);
	db_bind_text(stmt, 4, change->attribute);
	db_bind_due(stmt, 5, 11, after);
	sqlite3_bind_int64(stmt, 6, change->standing->sequence);
	sqlite3_bind_int(stmt, 7, after->entered);
	sqlite3_bind_int(stmt, 8, after->paper.review_by);
	sqlite3_bind_int(stmt, 9, after->decided);
	sqlite3_bind_int(stmt, 10, after->published);
	sqlite3_bind_int64(stmt, 12, after->updated.time);
	db_bind_text(stmt, 13, after->last_actor);
	db_bind_text(stmt, 14, after->last_action);
	db_bind_text(stmt, 15, change->standing->code);
	db_bind_text(stmt, 16, change->grounds);
	db_bind_text(stmt, 26, change->touched_line);
	sqlite3_bind_int(stmt, 27, change->standing->term_from);
	sqlite3_bind_int(stmt, 28, change->standing->term);
}

/* A number and its kin as one of the columns that are NULL when empty. */
static const char *or_null(const char *s)
{
	return s != NULL && *s != '\0' ? s : NULL;
}

static bool add_doc(struct db *db, const struct change *change, struct err *err)
{
	const struct paper *paper = &change->after->paper;
	sqlite3_stmt *stmt = db_stmt(db, STMT_doc_add);

	bind_standing(stmt, change);
	db_bind_text(stmt, 17, paper->id);
	sqlite3_bind_int(stmt, 18, change->unit);
	sqlite3_bind_int(stmt, 19, db->layout.units[change->unit].branch);
	sqlite3_bind_int(stmt, 20, stamp_day(change->after->created));
	db_bind_text(stmt, 21, paper->drafter);
	db_bind_text(stmt, 22, or_null(paper->number));
	db_bind_hex(stmt, 23, paper->original.sha256);
	db_bind_text(stmt, 24, paper->title);
	db_bind_text(stmt, 25, change->words);
	return db_run(db, stmt, err);
}

static bool change_doc(struct db *db, const struct change *change, struct err *err)
{
	const struct paper *paper = &change->after->paper;
	sqlite3_stmt *stmt = db_stmt(db, STMT_doc_change);

	bind_standing(stmt, change);
	if (!db_run(db, stmt, err))
		return false;
	/* SQLite rewrites an index whose column is named, changed or not. */
	if (str_eq(paper->title, change->before.title) &&
		str_eq(or_null(paper->number), change->before.number) &&
		strcasecmp(paper->original.sha256, change->before.original) == 0)
		return true;
	stmt = db_stmt(db, STMT_doc_change_words);
	sqlite3_bind_int64(stmt, 1, change->standing->n);
	db_bind_text(stmt, 2, or_null(paper->number));
	db_bind_hex(stmt, 3, paper->original.sha256);
	db_bind_text(stmt, 4, paper->title);
	db_bind_text(stmt, 5, change->words);
	return db_run(db, stmt, err);
}

/* Adds the text's words to those that are searched, or takes them out. */
static bool put_words(struct db *db, const struct change *change, enum stmt id, const char *folded,
	struct err *err)
{
	const struct db_unit *unit = &db->layout.units[change->unit];
	sqlite3_stmt *stmt = db_stmt(db, id);
	char *text =
		xasprintf("%s\n\1%s\n\1%s", folded, unit->id, db->layout.units[unit->branch].id);
	bool ok;

	sqlite3_bind_int64(stmt, 1, change->standing->n);
	db_bind_text(stmt, 2, text);
	ok = db_run(db, stmt, err);
	free(text);
	return ok;
}

/* A build reads them all at its end. */
static bool index_words(struct db *db, const struct change *change, bool is_new, struct err *err)
{
	if (db->is_bulk || (!is_new && str_eq(change->words, change->before.words)))
		return true;
	return (is_new || put_words(db, change, STMT_words_drop, change->before.words, err)) &&
	       put_words(db, change, STMT_words_put, change->words, err);
}

static bool put_standing(struct db *db, const struct change *change, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_standing_put);
	struct str text = {0};
	bool ok;

	document_print(change->after, &text);
	sqlite3_bind_int64(stmt, 1, change->standing->n);
	db_bind_text(stmt, 2, str_get(&text));
	ok = db_run(db, stmt, err);
	str_release(&text);
	return ok;
}

/* Runs a statement of a code or a person, and the document. */
static bool put_pair(struct db *db, enum stmt id, const char *word, const struct change *change,
	bool active, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, id);

	db_bind_text(stmt, 1, word);
	sqlite3_bind_int64(stmt, 2, change->standing->n);
	if (sqlite3_bind_parameter_count(stmt) > 2)
		sqlite3_bind_int(stmt, 3, active);
	return db_run(db, stmt, err);
}

static bool drop_grounds(struct db *db, const struct change *change, struct err *err)
{
	struct strv codes = {0};
	bool ok = true;

	if (change->before.grounds != NULL)
		strv_split(&codes, change->before.grounds, " ");
	for (size_t i = 0; ok && i < codes.n; i++)
		ok = put_pair(db, STMT_ground_drop, codes.v[i], change, false, err);
	strv_release(&codes);
	return ok;
}

static bool put_grounds(struct db *db, const struct change *change, struct err *err)
{
	const struct strv *codes = &change->after->paper.grounds;

	if (str_eq(change->grounds, change->before.grounds))
		return true;
	if (!drop_grounds(db, change, err))
		return false;
	for (size_t i = 0; i < codes->n; i++) {
		if (!put_pair(db, STMT_ground_add, codes->v[i], change, false, err))
			return false;
	}
	return true;
}

static bool put_shares(struct db *db, const struct change *change, struct err *err)
{
	return (!change->before.shared && change->after->shared.n == 0) ||
	       db_put_shares(db, change->standing->n, change->after, err);
}

static bool put_voices(struct db *db, const struct change *change, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_voice_drop);
	bool ok = true;

	if (change->before.voiced) {
		sqlite3_bind_int64(stmt, 1, change->standing->n);
		ok = db_run(db, stmt, err);
	}
	for (size_t i = 0; ok && i < change->after->opinion_count; i++) {
		stmt = db_stmt(db, STMT_voice_add);
		sqlite3_bind_int64(stmt, 1, change->standing->n);
		db_bind_text(stmt, 2, change->after->opinions[i].action);
		ok = db_run(db, stmt, err);
	}
	return ok;
}

/* The rows of those who were there already change with what they begin with alone. */
static bool put_touch(struct db *db, const struct change *change, struct err *err)
{
	bool moved = change->active != change->before.active;

	for (size_t i = 0; i < change->touched.n; i++) {
		const char *person = change->touched.v[i];
		bool is_old = i < change->before.touched;

		if (is_old && moved &&
			!put_pair(db, STMT_touch_drop, person, change, change->before.active, err))
			return false;
		if ((!is_old || moved) &&
			!put_pair(db, STMT_touch_add, person, change, change->active, err))
			return false;
	}
	return true;
}

static bool tally(struct db *db, int step, int unit, const char *attribute, int n, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_tally_add);

	sqlite3_bind_int(stmt, 1, step);
	sqlite3_bind_int(stmt, 2, unit);
	db_bind_text(stmt, 3, attribute);
	sqlite3_bind_int(stmt, 4, n);
	return db_run(db, stmt, err);
}

static bool put_tally(struct db *db, const struct change *change, bool is_new, struct err *err)
{
	if (!is_new && change->before.step == change->step && change->before.unit == change->unit &&
		str_eq(change->before.attribute, change->attribute))
		return true;
	return (is_new || tally(db, change->before.step, change->before.unit,
				  change->before.attribute, -1, err)) &&
	       tally(db, change->step, change->unit, change->attribute, 1, err);
}

/* Takes "<unit>-<year>-<serial>" apart; *unit is the caller's to free. */
static bool split_id(const char *id, char **unit, int *year, int *serial)
{
	const char *last = strrchr(id, '-');
	const char *middle = last != NULL ? memrchr(id, '-', (size_t)(last - id)) : NULL;
	char *text;
	bool ok;

	if (middle == NULL)
		return false;
	text = xstrndup(middle + 1, (size_t)(last - middle - 1));
	ok = str_number(text, year) && str_number(last + 1, serial);
	free(text);
	if (ok)
		*unit = xstrndup(id, (size_t)(middle - id));
	return ok;
}

/* Notes a document's serial, so that it is not handed out again. */
static bool see_serial(struct db *db, const char *id, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_serial_seen);
	int year, serial;
	char *unit;
	bool ok;

	if (!split_id(id, &unit, &year, &serial))
		return true;
	db_bind_text(stmt, 1, unit);
	sqlite3_bind_int(stmt, 2, year);
	sqlite3_bind_int(stmt, 3, serial);
	ok = db_run(db, stmt, err);
	free(unit);
	return ok;
}

/* What was done on it before counts under the phase it is in. */
static bool moves_phase(const struct change *change, bool is_new)
{
	return !is_new && change->before.phase != (int)change->standing->phase;
}

static bool count_out(struct db *db, const struct change *change, bool is_new, struct err *err)
{
	int64_t n = change->standing->n;

	return (is_new || sums_add_published(db, n, -1, err)) &&
	       (!moves_phase(change, is_new) || sums_add_acts(db, n, 0, -1, err));
}

static bool count_in(struct db *db, const struct change *change, bool is_new, struct err *err)
{
	int64_t n = change->standing->n;

	return sums_add_published(db, n, 1, err) &&
	       (!moves_phase(change, is_new) || sums_add_acts(db, n, 0, 1, err)) &&
	       (is_new || sums_tidy(db, err));
}

static bool put_change(struct db *db, struct change *change, struct err *err)
{
	const struct db_standing *standing = change->standing;
	const struct paper *paper = &change->after->paper;
	const bool is_new = !standing->is_written;

	change->unit = layout_unit(&db->layout, paper->unit);
	if (change->unit < 0)
		return err_set(err, ERR_IO, _("the index has no unit '%s'"), paper->unit);
	if (!db_step_number(db, paper->kind, change->after->state, (int)standing->phase,
		    &change->step, err) ||
		(!is_new && !read_before(db, change, err)))
		return false;
	change->active =
		document_due(change->after) != DAY_NONE || standing->phase <= PHASE_DECIDED;
	for (size_t i = 0; i < standing->touched.n; i++)
		strv_put(&change->touched, standing->touched.v[i]);
	change->touched_line = strv_join(&change->touched, " ");
	if (!count_out(db, change, is_new, err))
		return false;
	if (!(is_new ? add_doc(db, change, err) : change_doc(db, change, err)))
		return false;
	if (is_new && !see_serial(db, paper->id, err))
		return false;
	return count_in(db, change, is_new, err) && index_words(db, change, is_new, err) &&
	       put_standing(db, change, err) && put_grounds(db, change, err) &&
	       put_touch(db, change, err) && put_tally(db, change, is_new, err) &&
	       put_shares(db, change, err) && put_voices(db, change, err);
}

bool db_put_standing(struct db *db, struct db_standing *standing, struct err *err)
{
	const struct paper *paper = &standing->after->paper;
	struct change change = {
		.after = standing->after,
		.standing = standing,
		.attribute = xstrdup(paper->attribute != NULL ? paper->attribute : ""),
		.grounds = strv_join(&paper->grounds, " "),
		.words = searched(paper),
	};
	bool ok = db_begin(db, err);

	if (ok)
		ok = db_end(db, db_layout(db, err) && put_change(db, &change, err), err);
	if (ok) {
		standing->is_written = true;
		set_str(&standing->code, NULL);
		strv_clear(&standing->touched);
	}
	change_release(&change);
	return ok;
}

static void note_touched(struct db_standing *standing, const char *person)
{
	if (person != NULL && strcmp(person, ACTOR_SITE) != 0)
		strv_put(&standing->touched, person);
}

void db_standing_note(
	struct db_standing *standing, const struct db_entry *entry, const struct kind *kind)
{
	const struct decision *decision = entry->decision;
	const struct clock_run *run = clock_to_publish(kind, standing->after);

	standing->phase = kind_state(kind, standing->after->state)->phase;
	standing->term_from = run != NULL ? run->start : DAY_NONE;
	standing->term = run != NULL ? run->due : DAY_NONE;

	standing->sequence = entry->sequence;
	if (decision->code != NULL)
		set_str(&standing->code, decision->code);
	note_touched(standing, standing->after->paper.drafter);
	note_touched(standing, decision->actor);
}

void db_standing_release(struct db_standing *standing)
{
	free(standing->code);
	strv_release(&standing->touched);
	*standing = (struct db_standing){0};
}

/* Its number, or the one it is to have. */
static bool find_number(struct db *db, struct db_standing *standing, struct err *err)
{
	struct err why = {0};

	standing->is_written = db_number(db, standing->after->paper.id, &standing->n, &why);
	if (standing->is_written)
		return true;
	if (why.code != ERR_NOT_FOUND) {
		*err = why;
		return false;
	}
	if (!db_last_number(db, &standing->n, err))
		return false;
	standing->n++;
	return true;
}

bool db_put_document(struct db *db, const struct db_entry *entry, const struct document *after,
	const struct kind *kind, struct err *err)
{
	struct db_standing standing = {.after = after};
	bool ok = db_begin(db, err);

	if (ok) {
		db_standing_note(&standing, entry, kind);
		ok = db_end(db,
			find_number(db, &standing, err) && db_put_standing(db, &standing, err) &&
				db_put_act(db, entry, &standing, err),
			err);
	}
	db_standing_release(&standing);
	return ok;
}

/* -- Persons, units, packs --------------------------------------------------------------------- */

static bool put_subject(
	struct db *db, const struct db_entry *entry, const char *record, struct err *err)
{
	const struct decision *d = entry->decision;
	sqlite3_stmt *stmt = db_stmt(db, STMT_subject_put);

	sqlite3_bind_int(stmt, 1, (int)d->subject);
	db_bind_text(stmt, 2, d->id);
	sqlite3_bind_int64(stmt, 3, entry->sequence);
	db_bind_hex(stmt, 4, entry->commit_sha256);
	db_bind_text(stmt, 5, record);
	return db_run(db, stmt, err) && db_put_decision(db, entry, 0, err);
}

/* The caller's office has the change already, and others' have not. */
static bool change_office(struct db *db, struct err *err)
{
	sqlite3_stmt *stmt;
	bool is_known;

	if (!db_layout(db, err))
		return false;
	is_known = db->office == db->layout.office;
	stmt = db_stmt(db, STMT_layout_office_changed);
	if (db_step(db, stmt, err) <= 0)
		return false;
	db->office = is_known ? sqlite3_column_int64(stmt, 0) : OFFICE_UNKNOWN;
	return db_run(db, stmt, err);
}

bool db_put_org(struct db *db, const struct db_entry *entry, const struct org *org, struct err *err)
{
	enum subject subject = entry->decision->subject;

	assert(subject == SUBJECT_PERSON || subject == SUBJECT_UNIT || subject == SUBJECT_SITE);
	if (!db_begin(db, err))
		return false;
	return db_end(db,
		put_subject(db, entry, entry->decision->record, err) && change_office(db, err) &&
			(subject != SUBJECT_UNIT || org == NULL || db_put_units(db, org, err)),
		err);
}

/* A state may have another phase under the new pack. */
static bool put_phases(struct db *db, const struct pack *pack, struct err *err)
{
	int number;

	for (size_t i = 0; i < db->layout.step_count; i++) {
		const struct db_step *step = &db->layout.steps[i];
		const struct kind *kind = pack_kind(pack, step->kind);
		const struct state *state = kind != NULL ? kind_state(kind, step->state) : NULL;

		if (state != NULL && !db_step_number(db, kind->code, state->code, (int)state->phase,
					     &number, err))
			return false;
	}
	return true;
}

bool db_put_pack(
	struct db *db, const struct db_entry *entry, const struct pack *pack, struct err *err)
{
	assert(entry->decision->subject == SUBJECT_PACK);
	if (!db_begin(db, err))
		return false;
	return db_end(db,
		db_layout(db, err) && put_subject(db, entry, pack->id, err) &&
			put_phases(db, pack, err),
		err);
}

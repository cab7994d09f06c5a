/* SPDX-License-Identifier: MIT */
/* The units' tree and the kinds' states: small tables that every query needs, read once and again
 * when they have changed. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/org.h"
#include "store/db.h"
#include "store/db_stmt.h"
#include "store/db_sums.h"

void layout_release(struct layout *layout)
{
	for (size_t i = 0; i < layout->unit_count; i++)
		free(layout->units[i].id);
	free(layout->units);
	for (size_t i = 0; i < layout->step_count; i++) {
		free(layout->steps[i].kind);
		free(layout->steps[i].state);
	}
	free(layout->steps);
	*layout = (struct layout){.tree = -1};
}

int layout_unit(const struct layout *layout, const char *id)
{
	for (size_t i = 0; i < layout->unit_count; i++) {
		if (strcmp(layout->units[i].id, id) == 0)
			return (int)i;
	}
	return -1;
}

bool layout_range(
	const struct layout *layout, const char *unit, struct unit_range *range, struct err *err)
{
	*range = (struct unit_range){0, (int)layout->unit_count - 1};
	if (unit == NULL)
		return true;
	range->lo = layout_unit(layout, unit);
	if (range->lo < 0)
		return err_set(err, ERR_NOT_FOUND, _("there is no unit '%s'"), unit);
	range->hi = layout->units[range->lo].hi;
	return true;
}

static bool read_units(struct db *db, struct layout *layout, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_layout_units);
	int rc;

	while ((rc = db_step(db, stmt, err)) > 0) {
		GROW(layout->units, layout->unit_count);
		layout->units[layout->unit_count++] = (struct db_unit){
			.id = db_text(stmt, 0),
			.hi = sqlite3_column_int(stmt, 1),
			.depth = sqlite3_column_int(stmt, 2),
			.branch = sqlite3_column_int(stmt, 3),
		};
	}
	return rc == 0;
}

static bool read_steps(struct db *db, struct layout *layout, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_layout_steps);
	int rc;

	while ((rc = db_step(db, stmt, err)) > 0) {
		/* None is ever deleted, so that a step's number is its place. */
		if (sqlite3_column_int64(stmt, 0) != (int64_t)layout->step_count + 1) {
			sqlite3_reset(stmt);
			return err_set(err, ERR_IO,
				_("the index is damaged (%s); make it again with `gongkai "
				  "rebuild`"),
				"step");
		}
		GROW(layout->steps, layout->step_count);
		layout->steps[layout->step_count++] = (struct db_step){
			.kind = db_text(stmt, 1),
			.state = db_text(stmt, 2),
			.phase = sqlite3_column_int(stmt, 3),
		};
	}
	return rc == 0;
}

bool db_layout(struct db *db, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_layout);
	int64_t tree, steps, office;

	if (db_step(db, stmt, err) <= 0)
		return false;
	tree = sqlite3_column_int64(stmt, 0);
	steps = sqlite3_column_int64(stmt, 1);
	office = sqlite3_column_int64(stmt, 2);
	sqlite3_reset(stmt);
	db->layout.office = office;
	if (db->layout.unit_count > 0 && db->layout.tree == tree &&
		db->layout.steps_version == steps)
		return true;
	layout_release(&db->layout);
	if (!read_units(db, &db->layout, err) || !read_steps(db, &db->layout, err)) {
		layout_release(&db->layout);
		return false;
	}
	db->layout.tree = tree;
	db->layout.steps_version = steps;
	db->layout.office = office;
	return true;
}

bool db_layout_trusted(struct db *db, struct err *err)
{
	if (!db_layout(db, err))
		return false;
	if (db->layout.tree != db->office_tree)
		return err_set(err, ERR_STALE, _("the units have changed in between; look again"));
	return true;
}

/* -- Steps ------------------------------------------------------------------------------------- */

static bool set_phase(struct db *db, int number, int phase, struct err *err)
{
	sqlite3_stmt *touch;

	static const enum stmt both[] = {STMT_step_phase, STMT_step_phase_docs};

	for (size_t i = 0; i < sizeof(both) / sizeof(*both); i++) {
		sqlite3_stmt *stmt = db_stmt(db, both[i]);

		sqlite3_bind_int(stmt, 1, number);
		sqlite3_bind_int(stmt, 2, phase);
		if (!db_run(db, stmt, err))
			return false;
	}
	touch = db_stmt(db, STMT_step_phase_touch);
	sqlite3_bind_int(touch, 1, number);
	return db_run(db, touch, err) && sums_make(db, err);
}

bool db_step_number(
	struct db *db, const char *kind, const char *state, int phase, int *number, struct err *err)
{
	sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < db->layout.step_count; i++) {
		const struct db_step *step = &db->layout.steps[i];

		if (strcasecmp(step->kind, kind) == 0 && strcasecmp(step->state, state) == 0)
			break;
	}
	*number = (int)i + 1;
	if (i < db->layout.step_count && db->layout.steps[i].phase == phase)
		return true;
	if (i < db->layout.step_count) {
		if (!set_phase(db, *number, phase, err))
			return false;
	} else {
		stmt = db_stmt(db, STMT_step_add);
		db_bind_text(stmt, 1, kind);
		db_bind_text(stmt, 2, state);
		sqlite3_bind_int(stmt, 3, phase);
		if (!db_run(db, stmt, err))
			return false;
	}
	return db_run(db, db_stmt(db, STMT_layout_steps_changed), err) && db_layout(db, err);
}

/* -- Units ------------------------------------------------------------------------------------- */

/* The units of org as rows of the index; the ids are borrowed. */
static struct db_unit *units_of(const struct org *org)
{
	struct db_unit *units = xcalloc(org->unit_count, sizeof(*units));

	for (size_t i = 0; i < org->unit_count; i++) {
		const struct unit *unit = &org->units[i];
		const struct unit *above = org_unit(org, unit->parent);
		int depth = above != NULL ? units[above->lo].depth + 1 : 0;

		units[i] = (struct db_unit){
			.id = unit->id,
			.hi = unit->hi,
			.depth = depth,
			.branch = depth > 1 ? units[above->lo].branch : (int)i,
		};
	}
	return units;
}

static bool is_same(const struct db_unit *a, const struct db_unit *b)
{
	return strcmp(a->id, b->id) == 0 && a->hi == b->hi && a->depth == b->depth &&
	       a->branch == b->branch;
}

static bool write_units(struct db *db, const struct db_unit *units, size_t n, struct err *err)
{
	if (!db_run(db, db_stmt(db, STMT_unit_clear), err))
		return false;
	for (size_t i = 0; i < n; i++) {
		sqlite3_stmt *stmt = db_stmt(db, STMT_unit_add);

		sqlite3_bind_int(stmt, 1, (int)i);
		db_bind_text(stmt, 2, units[i].id);
		sqlite3_bind_int(stmt, 3, units[i].hi);
		sqlite3_bind_int(stmt, 4, units[i].depth);
		sqlite3_bind_int(stmt, 5, units[i].branch);
		if (!db_run(db, stmt, err))
			return false;
	}
	return sums_put_above(db, units, n, err);
}

/* Which documents the tree's change concerns. */
struct shifts {
	bool any; /* a unit has another number or branch */
	bool moved; /* a unit lies in another branch */
	bool uprooted; /* a unit lies right below another one */
};

static bool is_uprooted(const struct db_unit *before, int old, const struct db_unit *units, int new)
{
	int was = unit_above(before, old), is = unit_above(units, new);

	return (was < 0) != (is < 0) || (was >= 0 && strcmp(before[was].id, units[is].id) != 0);
}

/* Notes the units whose number or branch is another one now. */
static bool note_shifts(struct db *db, const struct db_unit *units, size_t n, struct shifts *shifts,
	struct err *err)
{
	const struct layout *before = &db->layout;
	size_t new = 0;

	*shifts = (struct shifts){0};
	for (size_t old = 0; old < before->unit_count; old++) {
		sqlite3_stmt *stmt;
		size_t looked = 0;

		/* Most have kept their order: look on from the last one's place. */
		while (looked < n && strcmp(units[new].id, before->units[old].id) != 0) {
			new = (new + 1) % n;
			looked++;
		}
		if (looked == n)
			return err_set(err, ERR_IO,
				_("unit '%s' is missing: units end, they never go"),
				before->units[old].id);
		if (is_uprooted(before->units, (int)old, units, (int)new))
			shifts->uprooted = true;
		if (new == old && units[new].branch == before->units[old].branch)
			continue;
		shifts->any = true;
		if (strcmp(units[units[new].branch].id,
			    before->units[before->units[old].branch].id) != 0)
			shifts->moved = true;
		stmt = db_stmt(db, STMT_shift_add);
		sqlite3_bind_int64(stmt, 1, (int64_t)old);
		sqlite3_bind_int64(stmt, 2, (int64_t) new);
		sqlite3_bind_int(stmt, 3, units[new].branch);
		if (!db_run(db, stmt, err))
			return false;
	}
	return true;
}

static bool renumber(struct db *db, const struct db_unit *units, size_t n, struct err *err)
{
	static const enum stmt docs[] = {STMT_shift_docs, STMT_shift_shares, STMT_shift_sums,
		STMT_shift_sums_back, STMT_shift_clear, STMT_tally_clear, STMT_tally_again};
	static const enum stmt words[] = {STMT_words_clear, STMT_words_fill};
	struct shifts shifts;
	bool ok;

	if (!note_shifts(db, units, n, &shifts, err))
		return false;
	for (size_t i = 0; shifts.any && i < sizeof(docs) / sizeof(*docs); i++) {
		if (!db_run(db, db_stmt(db, docs[i]), err))
			return false;
	}
	ok = write_units(db, units, n, err) && (!shifts.uprooted || sums_make(db, err));
	for (size_t i = 0; ok && shifts.moved && !db->is_bulk && i < 2; i++)
		ok = db_run(db, db_stmt(db, words[i]), err);
	return ok && db_run(db, db_stmt(db, STMT_layout_tree_changed), err) && db_layout(db, err);
}

bool db_put_units(struct db *db, const struct org *org, struct err *err)
{
	struct db_unit *units = units_of(org);
	size_t i = 0;
	bool ok = db_layout(db, err);

	while (ok && i < org->unit_count && i < db->layout.unit_count &&
		is_same(&units[i], &db->layout.units[i]))
		i++;
	if (ok && (i < org->unit_count || i < db->layout.unit_count))
		ok = renumber(db, units, org->unit_count, err);
	if (ok)
		db->office_tree = db->layout.tree;
	free(units);
	return ok;
}

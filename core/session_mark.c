/* SPDX-License-Identifier: MIT */
/* What the public may read of a paper: said, or tried. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/mem.h"
#include "core/session.h"
#include "core/session_see.h"

/* What the row fills in: itself, its grounds, the reason it offers. */
static void take_row(const struct pack *pack, struct paper *paper, const char *code)
{
	const struct pack_table *table = pack_marking_table(pack, paper->attribute);
	const struct table_row *row = NULL;

	if (table != NULL && !str_empty(code))
		row = table_row(table, code);
	set_str(&paper->row, row != NULL ? row->code : str_empty(code) ? NULL : code);
	set_str(&paper->reason, row != NULL ? name_get(&row->reason) : NULL);
	for (size_t i = 0; row != NULL && i < row->grounds.n; i++)
		strv_put(&paper->grounds, row->grounds.v[i]);
}

/* Codes as the pack writes them, so that the record has one spelling. */
static void take_marking(
	const struct pack *pack, struct paper *paper, const struct marking *marking, int today)
{
	const struct attribute *attribute =
		marking->attribute != NULL ? pack_attribute(pack, marking->attribute) : NULL;
	char *reason = marking->reason != NULL ? str_trim(marking->reason) : NULL;

	set_str(&paper->attribute, attribute != NULL ? attribute->code : marking->attribute);
	strv_clear(&paper->grounds);
	take_row(pack, paper, marking->row);
	for (size_t i = 0; i < marking->grounds.n; i++) {
		const struct ground *ground = pack_ground(pack, marking->grounds.v[i]);

		strv_put(&paper->grounds, ground != NULL ? ground->code : marking->grounds.v[i]);
	}
	if (paper->row == NULL || !str_empty(reason))
		set_str(&paper->reason, str_empty(reason) ? NULL : reason);
	paper->review_by = marking->review_by != DAY_NONE
				   ? marking->review_by
				   : law_latest_review(pack, &paper->grounds, today);
	free(reason);
}

/* The mark as it is, on today's grounds: what of it the marking does not say otherwise. */
static bool keep_marking(const struct session *session, const struct paper *paper,
	const struct marking *marking, struct marking *kept, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	int today = session_today(session);
	const struct pack_table *table = pack_marking_table(pack, paper->attribute);
	const struct table_row *row =
		table != NULL && paper->row != NULL ? table_row(table, paper->row) : NULL;

	*kept = *marking;
	kept->grounds = (struct strv){0};
	if (paper->attribute == NULL)
		return err_set(
			err, ERR_REFUSED, _("%s has no attribute that could be kept"), paper->id);
	kept->attribute = paper->attribute;
	if (str_empty(marking->reason))
		kept->reason = paper->reason;
	if (marking->row == NULL && row != NULL && table_row_is_live(row, today))
		kept->row = row->code;
	if (marking->grounds.n == 0)
		return law_carry(pack, paper, today, &kept->grounds, err);
	strv_copy(&kept->grounds, &marking->grounds);
	return true;
}

/* The paper as it is, and as it would be marked; the caller releases both in either case. */
static bool make_marked(struct session *session, const char *id, const struct marking *marking,
	struct document *document, struct paper *paper, struct err *err)
{
	struct marking kept = {0};
	bool ok = law_check_words(_("the reason"), marking->reason, REASON_MAX, err) &&
		  see_document(session, id, document, err) &&
		  (marking->attribute != NULL ||
			  keep_marking(session, &document->paper, marking, &kept, err));

	if (ok) {
		paper_copy(paper, &document->paper);
		take_marking(session_office(session)->pack, paper,
			marking->attribute != NULL ? marking : &kept, session_today(session));
	}
	strv_release(&kept.grounds);
	return ok;
}

bool session_mark(
	struct session *session, const char *id, const struct marking *marking, struct err *err)
{
	struct document document = {0};
	struct paper paper = {0};
	bool ok = make_marked(session, id, marking, &document, &paper, err) &&
		  write_change(session, &document, ACT_MARK, &paper, NULL, err);

	paper_release(&paper);
	document_release(&document);
	return ok;
}

bool session_try_mark(
	struct session *session, const char *id, const struct marking *marking, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	struct document document = {0};
	struct paper paper = {0};
	bool ok = make_marked(session, id, marking, &document, &paper, err) &&
		  law_check_marking(pack, &paper, session_today(session), err);

	paper_release(&paper);
	document_release(&document);
	return ok;
}

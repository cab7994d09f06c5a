/* SPDX-License-Identifier: MIT */
/* A mixed paper becomes two: what may be public, and what is withheld. Each is a paper of its own,
 * marked and decided by itself; the whole ends, and both name it. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/links.h"
#include "core/mem.h"
#include "core/screening.h"
#include "core/session_see.h"

/* The action by which the whole is split, where the person may do it now. */
static const struct action *splitting_action(const struct view *view, struct err *err)
{
	for (size_t i = 0; i < view->option_count; i++) {
		const struct possibility *option = &view->options[i];

		if (!option->needs_parts)
			continue;
		if (option->is_open)
			return option->action;
		*err = option->why;
		return NULL;
	}
	err_set(err, ERR_REFUSED, _("%s cannot be split at this step"), view->document.paper.id);
	return NULL;
}

/* What the whole says of itself, and that the part is one of it. */
static void carry_fields(const struct kind *kind, const struct paper *whole, struct strv *fields)
{
	for (size_t i = 0; i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];
		const char *value = paper_field(whole, field->code);
		bool is_split = field_is_split(field);
		char *pair;

		if (!is_split && value == NULL)
			continue;
		pair = xasprintf("%s=%s", field->code, is_split ? whole->id : value);
		strv_add(fields, pair);
		free(pair);
	}
}

static bool begin_part(struct session *session, const struct document *whole,
	const struct split_part *part, struct strv *ids, struct err *err)
{
	const struct paper *paper = &whole->paper;
	const struct kind *kind = pack_kind(session_office(session)->pack, paper->kind);
	struct intake intake = {.kind = paper->kind, .unit = paper->unit};
	char *id = NULL;
	bool ok;

	intake.change.title = str_empty(part->title) ? paper->title : part->title;
	intake.change.file = part->file;
	intake.change.file_len = part->len;
	intake.change.file_name = part->file_name != NULL ? part->file_name : "text.txt";
	carry_fields(kind, paper, &intake.change.fields);
	ok = session_import(session, &intake, &id, err);
	if (ok)
		strv_add(ids, id);
	free(id);
	strv_release(&intake.change.fields);
	return ok;
}

/* What is not said is the whole's: its rendition to be public, its text to be withheld. *text is
 * the caller's to free. */
static bool fill_part(struct session *session, const struct document *whole, bool is_public,
	struct split_part *part, char **text, struct err *err)
{
	const struct blob_ref *ref = is_public ? &whole->paper.rendition : &whole->paper.text;

	if (part->file != NULL)
		return true;
	if (ref->sha256[0] == '\0')
		return err_set(err, ERR_INPUT,
			is_public ? _("say what of it may be public, or make its rendition first "
				      "(`redact`)")
				  : _("say what of it is withheld: it has no text"));
	if (!see_text(session, whole, ref, text, &part->len, err))
		return false;
	part->file = *text;
	return true;
}

/* Before anything is begun: no stub shall remain of half a split. */
static bool check_parts(const struct split_part *a, const struct split_part *b, struct err *err)
{
	if (a->len == 0 || b->len == 0)
		return err_set(err, ERR_INPUT, _("a part is empty"));
	if (a->len == b->len && memcmp(a->file, b->file, a->len) == 0)
		return err_set(err, ERR_INPUT, _("both parts say the same"));
	return (!screening_bears_mark(a->file, a->len) && !screening_bears_mark(b->file, b->len)) ||
	       law_refuse_mark(err);
}

/* The parts first: where one cannot be begun, the whole is as it was. */
static bool write_all(struct session *session, const struct document *whole,
	const struct splitting *splitting, const struct action *action, struct strv *ids,
	struct err *err)
{
	struct deed deed = {.action = action->code,
		.comment = splitting->comment,
		.seen = splitting->seen != NULL ? splitting->seen : whole->prev};

	if (!begin_part(session, whole, &splitting->open, ids, err) ||
		!begin_part(session, whole, &splitting->withheld, ids, err))
		return false;
	deed.named = ids->v[0];
	return session_do(session, whole->paper.id, &deed, err);
}

static bool check_comment(
	const struct view *view, const struct splitting *splitting, struct err *err)
{
	for (size_t i = 0; i < view->option_count; i++) {
		const struct possibility *option = &view->options[i];

		if (option->needs_parts && option->needs_comment && str_empty(splitting->comment))
			return err_set(err, ERR_REFUSED,
				_("'%s' needs a word of explanation (--comment)"),
				name_get(&option->action->name));
	}
	return law_check_words(_("the comment"), splitting->comment, REASON_MAX, err);
}

bool session_split(struct session *session, const char *id, const struct splitting *splitting,
	struct strv *parts, struct err *err)
{
	struct splitting whole = *splitting;
	struct view view = {0};
	const struct action *action = NULL;
	char *open = NULL, *withheld = NULL, *joined;
	struct err end = {0};
	bool ok = session_show(session, id, &view, err);

	if (ok)
		action = splitting_action(&view, err);
	ok = ok && action != NULL && check_comment(&view, splitting, err) &&
	     fill_part(session, &view.document, true, &whole.open, &open, err) &&
	     fill_part(session, &view.document, false, &whole.withheld, &withheld, err) &&
	     check_parts(&whole.open, &whole.withheld, err) && session_begin_many(session, err);
	if (ok) {
		ok = write_all(session, &view.document, &whole, action, parts, err);
		if (!session_end_many(session, &end)) {
			*err = ok ? end : *err;
			ok = false;
			strv_clear(parts);
		}
	}
	if (!ok && parts->n > 0) {
		joined = strv_join(parts, ", ");
		err_wrap(err, _("%s is not split, but begun is: %s"), id, joined);
		free(joined);
	}
	free(open);
	free(withheld);
	view_release(&view);
	return ok;
}

/* SPDX-License-Identifier: MIT */
/* The form that says what the public may read: one attribute, never a default; for anything but
 * public the grounds in force today, the reason, and the day it is looked at again. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/mem.h"
#include "tui/deeds.h"
#include "tui/form.h"
#include "tui/say.h"

struct mark_form {
	struct form form;
	char *id; /* owns; NULL: many */
	struct strv ids; /* owns; many */
	char *proposal; /* owns; what the paper it passes on is marked, or NULL */
	char *found; /* owns; what the screening finds in the paper's text, or NULL */
	bool has_own_day; /* the review day was typed, so the grounds no longer set it */
};

static struct app *app_of(const struct form *form)
{
	return form->base.app;
}

static const struct pack *pack_of(const struct form *form)
{
	return app_office(app_of(form))->pack;
}

static char *title(struct form *form)
{
	const struct mark_form *mark = (struct mark_form *)form;

	return mark->id != NULL ? xasprintf(_("Mark %s"), mark->id)
				: xasprintf(_("Mark %zu papers"), mark->ids.n);
}

/* ---- grounds
 * -------------------------------------------------------------------------------------------- */

static const char *why_not(const struct form *form, const struct ground *ground, char **made)
{
	const char *attribute = form_value(form, "attribute");
	char *successors, day[DAY_SIZE];

	if (!ground_is_live(ground, session_today(app_of(form)->session))) {
		int to = ground->to != DAY_NONE ? ground->to : ground->law->to;

		successors = strv_join(&ground->successors, " ");
		*made = xasprintf(_("no longer in force since %s; see %s"),
			to != DAY_NONE ? day_format(to + 1, day) : "?", successors);
		free(successors);
		return *made;
	}
	if (*attribute != '\0' && !strv_has(&ground->attributes, attribute)) {
		*made = xasprintf(_("carries no paper that is '%s'"),
			say_attribute(app_office(app_of(form)), attribute));
		return *made;
	}
	return NULL;
}

static void add_article(struct str *out, const struct pack *pack, const struct ground *ground)
{
	char *article = pack_article(pack, ground);

	if (name_get(&ground->evidence)[0] != '\0')
		str_addf(out, _("In the file: %s\n"), name_get(&ground->evidence));
	if (name_get(&ground->override)[0] != '\0')
		str_addf(out, _("Public all the same when: %s\n"), name_get(&ground->override));
	if (article != NULL)
		str_addf(out, _("%s, article %s: %s\n"), name_get(&ground->law->name),
			ground->article, article);
	free(article);
}

static void add_ground(const struct form *form, const struct ground *ground, struct picks *picks)
{
	struct str detail = {0};
	char *made = NULL;
	const char *why = why_not(form, ground, &made);

	add_article(&detail, pack_of(form), ground);
	picks_add(picks, ground->code, name_get(&ground->name), str_get(&detail), why);
	str_release(&detail);
	free(made);
}

static void pick_grounds(const struct form *form, struct picks *picks)
{
	const struct pack *pack = pack_of(form);

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < pack->ground_count; i++) {
			char *made = NULL;
			bool is_open = why_not(form, &pack->grounds[i], &made) == NULL;

			free(made);
			if (is_open == (pass == 0))
				add_ground(form, &pack->grounds[i], picks);
		}
	}
	for (size_t i = 0; i < pack->catch_all_count; i++)
		picks_add(picks, _("no ground"), name_get(&pack->catch_alls[i].name), NULL,
			name_get(&pack->catch_alls[i].why));
}

static void pick_attributes(const struct form *form, struct picks *picks)
{
	const struct pack *pack = pack_of(form);

	for (size_t i = 0; i < pack->attribute_count; i++) {
		const struct attribute *attribute = &pack->attributes[i];
		char *detail = xasprintf(_("On the paper: %s. %s"), name_get(&attribute->note),
			attribute->is_public ? _("It needs no ground.")
					     : _("It needs a ground in force today and a reason."));

		picks_add(picks, attribute->code, name_get(&attribute->name), detail, NULL);
		free(detail);
	}
	picks->hides_codes = true;
}

/* The table that papers of the chosen attribute are marked by; NULL. */
static const struct pack_table *table_of(const struct form *form)
{
	return pack_marking_table(pack_of(form), form_value(form, "attribute"));
}

static void pick_rows(const struct form *form, struct picks *picks)
{
	const struct pack_table *table = table_of(form);
	int today = session_today(app_of(form)->session);

	picks_add(picks, "", _("(no row fits: it stands outside the negative list)"), NULL, NULL);
	for (size_t i = 0; table != NULL && i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		char *grounds = strv_join(&row->grounds, " ");
		char *detail = xasprintf("%s: %s", grounds, name_get(&row->reason));

		picks_add(picks, row->code, name_get(&row->name), detail,
			table_row_is_live(row, today) ? NULL : _("this row is not in force today"));
		free(detail);
		free(grounds);
	}
}

static void picks(struct form *form, const struct form_field *field, struct picks *picks)
{
	if (strcmp(field->code, "attribute") == 0)
		pick_attributes(form, picks);
	else if (strcmp(field->code, "row") == 0)
		pick_rows(form, picks);
	else
		pick_grounds(form, picks);
}

/* ---- what one answer does to the others
 * ------------------------------------------------------------------ */

/* The latest day the grounds allow. */
static int latest_review(const struct form *form, const struct strv *grounds)
{
	int today = session_today(app_of(form)->session), latest = DAY_NONE;

	for (size_t i = 0; i < grounds->n; i++) {
		const struct ground *ground = pack_ground(pack_of(form), grounds->v[i]);
		int day = ground != NULL ? day_add_months(today, ground->review_months) : DAY_NONE;

		if (day != DAY_NONE && (latest == DAY_NONE || day < latest))
			latest = day;
	}
	return latest;
}

static void fit_attribute(struct form *form)
{
	const char *code = form_value(form, "attribute");
	const struct attribute *attribute =
		*code != '\0' ? pack_attribute(pack_of(form), code) : NULL;
	bool is_public = attribute != NULL && attribute->is_public;
	static const char *const others[] = {"grounds", "reason", "review-by"};
	struct form_field *row = form_find(form, "row");

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct form_field *field = form_find(form, others[i]);
		/* Public where another mark was proposed is explained too. */
		bool is_told = ((struct mark_form *)form)->proposal != NULL &&
			       strcmp(others[i], "reason") == 0;

		field->is_off = is_public && !is_told;
		field->is_required = !is_public;
	}
	if (row != NULL)
		row->is_off = table_of(form) == NULL;
	set_str(&form_find(form, "attribute")->shown,
		attribute != NULL ? name_get(&attribute->name) : NULL);
}

static void check_grounds(struct form *form, struct form_field *field)
{
	struct str shown = {0};

	form_fault(field, NULL);
	for (size_t i = 0; i < field->chosen.n; i++) {
		const struct ground *ground = pack_ground(pack_of(form), field->chosen.v[i]);
		char *made = NULL;
		const char *why = ground != NULL ? why_not(form, ground, &made)
						 : _("there is no such ground");

		str_addf(&shown, "%s%s %s", i > 0 ? "; " : "", field->chosen.v[i],
			ground != NULL ? name_get(&ground->name) : "");
		if (why != NULL) {
			char *fault = xasprintf("%s: %s", field->chosen.v[i], why);

			form_fault(field, fault);
			free(fault);
		}
		free(made);
	}
	set_str(&field->shown, str_get(&shown));
	str_release(&shown);
}

static void check_reason(struct form *form, struct form_field *field)
{
	char *reason = str_trim(edit_get(&field->edit));
	const struct catch_all *catch_all =
		*reason != '\0' ? pack_catch_all(pack_of(form), reason) : NULL;

	if (catch_all != NULL && field->fault == NULL)
		form_fault(field, name_get(&catch_all->why));
	free(reason);
}

static void check_day(struct form *form, struct form_field *field)
{
	int latest = latest_review(form, &form_find(form, "grounds")->chosen), day;
	char buf[DAY_SIZE], *fault;

	if (field->fault != NULL || !day_parse(edit_get(&field->edit), &day) || latest == DAY_NONE)
		return;
	if (day <= latest)
		return;
	fault = xasprintf(
		_("at the latest %s: the grounds allow no longer"), day_format(latest, buf));
	form_fault(field, fault);
	free(fault);
}

static void fit_day(struct form *form)
{
	struct mark_form *mark = (struct mark_form *)form;
	struct form_field *field = form_find(form, "review-by");
	int latest = latest_review(form, &form_find(form, "grounds")->chosen);
	char day[DAY_SIZE];

	mark->has_own_day = mark->has_own_day || field->edit.is_changed;
	if (mark->has_own_day)
		return;
	edit_set(&field->edit, day_format(latest, day));
	form_fault(field, NULL);
}

static void show_row(struct form *form)
{
	struct form_field *field = form_find(form, "row");
	const struct pack_table *table = table_of(form);
	const struct table_row *row =
		field != NULL && table != NULL ? table_row(table, field->value) : NULL;
	char *shown = row != NULL ? xasprintf("%s %s", row->code, name_get(&row->name)) : NULL;

	if (field != NULL)
		set_str(&field->shown, shown);
	free(shown);
}

/* The row's ground is filled in, and its reason offered where nothing was written yet. */
static void take_row(struct form *form, const struct form_field *field)
{
	const struct pack_table *table = table_of(form);
	const struct table_row *row = table != NULL ? table_row(table, field->value) : NULL;
	struct form_field *grounds = form_find(form, "grounds");

	show_row(form);
	if (row == NULL || !field->is_changed)
		return;
	for (size_t i = 0; i < row->grounds.n; i++)
		strv_put(&grounds->chosen, row->grounds.v[i]);
	check_grounds(form, grounds);
	fit_day(form);
	if (str_empty(form_value(form, "reason"))) {
		form_set(form, "reason", name_get(&row->reason), NULL);
		form_fault(form_find(form, "reason"), NULL);
	}
}

static void changed(struct form *form, struct form_field *field)
{
	if (strcmp(field->code, "row") == 0) {
		take_row(form, field);
		return;
	}
	if (strcmp(field->code, "attribute") == 0) {
		fit_attribute(form);
		check_grounds(form, form_find(form, "grounds"));
	} else if (strcmp(field->code, "grounds") == 0) {
		check_grounds(form, field);
		fit_day(form);
	} else if (strcmp(field->code, "reason") == 0) {
		check_reason(form, field);
	} else {
		check_day(form, field);
	}
}

/* ---- help beside
 * ------------------------------------------------------------------------------------------ */

static char *detail(struct form *form, const struct form_field *field)
{
	const struct strv *grounds = &form_find(form, "grounds")->chosen;
	struct str out = {0};
	char day[DAY_SIZE];

	if (strcmp(field->code, "attribute") == 0)
		return xstrdup(((struct mark_form *)form)->found);
	if (field->is_off || strcmp(field->code, "row") == 0)
		return NULL;
	if (strcmp(field->code, "review-by") == 0) {
		int latest = latest_review(form, grounds);

		if (latest == DAY_NONE)
			return NULL;
		return xasprintf(
			_("The grounds allow %s at the latest; an earlier day is always right."),
			day_format(latest, day));
	}
	for (size_t i = 0; i < grounds->n; i++) {
		const struct ground *ground = pack_ground(pack_of(form), grounds->v[i]);

		if (ground != NULL)
			add_article(&out, pack_of(form), ground);
	}
	return out.len > 0 ? str_detach(&out) : NULL;
}

static bool save(struct form *form)
{
	struct mark_form *mark = (struct mark_form *)form;
	struct app *app = app_of(form);
	const struct form_field *grounds = form_find(form, "grounds");
	struct marking marking = {
		.attribute = form_value(form, "attribute"), .review_by = DAY_NONE};
	const char *attribute;
	char *id;
	struct err err;

	if (!form_find(form, "reason")->is_off)
		marking.reason = form_value(form, "reason");
	if (!grounds->is_off) {
		marking.grounds = grounds->chosen;
		if (form_find(form, "row") != NULL && table_of(form) != NULL)
			marking.row = form_value(form, "row");
		if (!day_parse(form_value(form, "review-by"), &marking.review_by))
			marking.review_by = DAY_NONE;
	}
	if (mark->id == NULL) {
		ask_bulk_mark(app, FORM_ASK_OWN, &mark->ids, &marking);
		return false;
	}
	if (!session_mark(app->session, mark->id, &marking, &err)) {
		app_refuse(app, &err);
		return false;
	}
	id = xstrdup(mark->id);
	attribute = say_attribute(app_office(app), marking.attribute);
	app_pop(app);
	app_refresh(app);
	deed_say(app, id, _("%s is marked: %s"), id, attribute);
	free(id);
	return true;
}

/* Back from the many: where nothing was done the form stands as it was filled in. */
static void answer(struct form *form, int tag, const struct answer *got)
{
	(void)tag;
	if (got->ok && got->chosen->n > 0)
		app_answer(app_of(form), got);
}

static void release(struct form *form)
{
	strv_release(&((struct mark_form *)form)->ids);
	free(((struct mark_form *)form)->id);
	free(((struct mark_form *)form)->proposal);
	free(((struct mark_form *)form)->found);
}

static const struct form_ops ops = {
	.title = title,
	.changed = changed,
	.picks = picks,
	.detail = detail,
	.save = save,
	.answer = answer,
	.release = release,
};

static bool may_mark(const struct view *view, struct err *err)
{
	if (view->may_mark)
		return true;
	for (size_t i = 0; i < view->option_count; i++) {
		if (view->options[i].action->act == ACT_MARK) {
			*err = view->options[i].why;
			return false;
		}
	}
	return err_set(
		err, ERR_REFUSED, _("a paper is marked while it is being drafted, and not now"));
}

/* Where the pack has lists that papers are marked by. */
static void add_row(struct form *form, const struct paper *paper)
{
	const struct pack *pack = pack_of(form);
	const struct pack_table *table = NULL;

	for (size_t i = 0; i < pack->table_count && table == NULL; i++)
		table = pack->tables[i].marks.n > 0 ? &pack->tables[i] : NULL;
	if (table != NULL)
		form_add(form, FORM_CHOICE, "row", name_get(&table->name),
			_("The row it falls under fills in the ground and offers the reason. Enter "
			  "chooses."),
			paper->row);
}

/* What the law follows from the paper that this one passes on: said, and never filled in. The
 * caller frees. */
static char *proposal(const struct app *app, const struct view *view)
{
	for (size_t i = 0; i < view->relation_count; i++) {
		const struct relation_seen *relation = &view->relations[i];

		if (!relation->is_back && relation->field->relation == RELATION_SPLIT &&
			relation->attribute != NULL)
			return xasprintf(_("The whole, %s, is marked: %s. Another mark for a part "
					   "of it needs a reason. Enter chooses."),
				relation->id, say_attribute(app_office(app), relation->attribute));
		if (!relation->is_back && relation->field->relation == RELATION_MARK &&
			relation->attribute != NULL)
			return xasprintf(_("Proposed: %s, as %s (%s) is marked. Another mark needs "
					   "a reason. Enter chooses."),
				say_attribute(app_office(app), relation->attribute), relation->id,
				name_get(&relation->field->name));
	}
	return NULL;
}

/* Whoever says what the public may read sees what stands in it. The caller frees. */
static char *found_in(const struct app *app, const char *id)
{
	struct findings findings = {0};
	struct err err;
	char *told = NULL;

	/* A paper without a text has nothing to be found in. */
	if (session_screen(app->session, id, &findings, NULL, &err))
		told = say_findings(app_office(app)->pack, &findings);
	findings_release(&findings);
	return told;
}

/* Where a ground has ended, what took its place is offered. */
static void add_grounds(struct form *form, const struct paper *paper, int today)
{
	struct strv *chosen = &form_add(form, FORM_MANY, "grounds", _("Grounds"),
		_("The articles in force today that it rests on. Enter chooses; F3 reads them."),
		NULL)
				       ->chosen;
	struct err ended;

	if (law_carry(pack_of(form), paper, today, chosen, &ended))
		return;
	strv_copy(chosen, &paper->grounds);
}

/* The fields, filled in as a paper is marked so far. */
static void add_fields(
	struct mark_form *mark, const struct paper *paper, const char *attribute, const char *help)
{
	struct form *form = &mark->form;
	int today = session_today(app_of(form)->session);
	char day[DAY_SIZE];

	form_add(form, FORM_CHOICE, "attribute", _("Attribute"), help,
		attribute != NULL ? attribute : paper->attribute)
		->is_required = true;
	add_row(form, paper);
	add_grounds(form, paper, today);
	form_add(form, FORM_TEXT, "reason", _("Reason"),
		_("Why this paper falls under these articles, in words that hold before a court"),
		paper->reason);
	form_add(form, FORM_DATE, "review-by", _("Review by"),
		_("The day it must be looked at again, as 2026-01-31"),
		paper->review_by > today ? day_format(paper->review_by, day) : "");
	mark->has_own_day = paper->review_by != DAY_NONE && paper->review_by > today;
	fit_attribute(form);
	show_row(form);
	check_grounds(form, form_find(form, "grounds"));
}

void view_mark(struct app *app, const char *id, const char *attribute)
{
	struct mark_form *mark;
	struct view view = {0};
	struct err err;
	char *key;

	if (!session_show(app->session, id, &view, &err) || !may_mark(&view, &err)) {
		view_release(&view);
		app_refuse(app, &err);
		return;
	}
	mark = form_new(sizeof(*mark), &ops, app);
	mark->id = xstrdup(id);
	mark->proposal = proposal(app, &view);
	mark->found = found_in(app, id);
	add_fields(mark, &view.document.paper, attribute,
		mark->proposal != NULL ? mark->proposal
				       : _("What may the public read? Nothing is chosen for you: "
					   "say it. Enter chooses."));
	view_release(&view);
	key = xasprintf("mark %s", id);
	form_open(&mark->form, key);
	free(key);
}

void ask_mark(struct app *app, int tag, const struct strv *ids)
{
	struct mark_form *mark = form_new(sizeof(*mark), &ops, app);
	struct paper none = {.review_by = DAY_NONE};

	strv_copy(&mark->ids, ids);
	add_fields(mark, &none, NULL,
		_("What may the public read of these papers? One mark for all of them; F2 shows "
		  "which take it. Enter chooses."));
	mark->form.base.tag = tag;
	form_open(&mark->form, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "tui/form.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"
#include "tui/form_draw.h"

enum { ASK_VALUE = 1, ASK_TEXT };

bool form_is_typed(const struct form_field *field)
{
	return field->type == FORM_LINE || field->type == FORM_DATE || field->type == FORM_MOMENT ||
	       field->type == FORM_NUMBER || field->type == FORM_TEXT;
}

struct form_field *form_add(struct form *form, enum form_type type, const char *code,
	const char *label, const char *help, const char *value)
{
	struct form_field *field;

	form->fields = xreallocarray(form->fields, (size_t)form->n + 1, sizeof(*form->fields));
	field = &form->fields[form->n++];
	*field = (struct form_field){
		.code = xstrdup(code),
		.label = xstrdup(label),
		.help = xstrdup(help),
		.type = type,
		.value = xstrdup(value != NULL ? value : ""),
	};
	edit_init(&field->edit, value != NULL ? value : "", type != FORM_TEXT);
	return field;
}

void form_clear(struct form *form)
{
	for (int i = 0; i < form->n; i++) {
		struct form_field *field = &form->fields[i];

		free(field->code);
		free(field->label);
		free(field->help);
		free(field->value);
		free(field->shown);
		free(field->fault);
		strv_release(&field->chosen);
		edit_release(&field->edit);
	}
	free(form->fields);
	form->fields = NULL;
	form->n = form->cursor = form->top = 0;
}

struct form_field *form_find(struct form *form, const char *code)
{
	for (int i = 0; i < form->n; i++) {
		if (strcmp(form->fields[i].code, code) == 0)
			return &form->fields[i];
	}
	return NULL;
}

const char *form_value(const struct form *form, const char *code)
{
	for (int i = 0; i < form->n; i++) {
		const struct form_field *field = &form->fields[i];

		if (strcmp(field->code, code) == 0)
			return form_is_typed(field) ? edit_get(&field->edit) : field->value;
	}
	return "";
}

void form_set(struct form *form, const char *code, const char *value, const char *shown)
{
	struct form_field *field = form_find(form, code);

	if (field == NULL)
		return;
	if (form_is_typed(field))
		edit_set(&field->edit, value);
	set_str(&field->value, value);
	set_str(&field->shown, shown);
}

void form_fault(struct form_field *field, const char *fault)
{
	set_str(&field->fault, fault);
}

bool form_is_changed(const struct form *form)
{
	for (int i = 0; i < form->n; i++) {
		if (form->fields[i].is_changed || form->fields[i].edit.is_changed)
			return true;
	}
	return false;
}

static bool is_empty(const struct form_field *field)
{
	if (field->type == FORM_MANY)
		return field->chosen.n == 0;
	return str_empty(form_is_typed(field) ? edit_get(&field->edit) : field->value);
}

/* What is wrong with a value whatever it means; NULL: nothing. The caller frees. */
static char *fault_of(const struct form_field *field)
{
	const char *text = edit_get(&field->edit);
	int64_t moment;
	int n;

	if (field->is_off || is_empty(field) || !form_is_typed(field))
		return NULL;
	if (field->type == FORM_DATE && !day_parse(text, &n))
		return xstrdup(_("not a day: write 2026-01-31"));
	if (field->type == FORM_MOMENT && !moment_parse(text, &moment))
		return xstrdup(_("not a moment: write 2026-01-31 14:05"));
	if (field->type == FORM_NUMBER && !str_number(text, &n))
		return xstrdup(_("not a number"));
	if (field->max > 0 && text_length(text) > field->max)
		return xasprintf(_("%d characters; at most %d"), text_length(text), field->max);
	return NULL;
}

void form_look(struct form *form, struct form_field *field)
{
	free(field->fault);
	field->fault = fault_of(field);
	if (form->ops->changed != NULL)
		form->ops->changed(form, field);
}

bool form_check(struct form *form)
{
	int first = -1;

	for (int i = 0; i < form->n; i++)
		form_look(form, &form->fields[i]);
	for (int i = form->n - 1; i >= 0; i--) {
		struct form_field *field = &form->fields[i];

		if (field->is_required && !field->is_off && is_empty(field))
			form_fault(field, _("needed"));
		if (field->fault != NULL && !field->is_off)
			first = i;
	}
	if (first >= 0)
		form->cursor = first;
	return first < 0;
}

/* ---- the view
 * ------------------------------------------------------------------------------------------- */

static struct form_field *current(struct form *form)
{
	return &form->fields[form->cursor];
}

static void go(struct form *form, int step)
{
	int at = form->cursor;

	form_look(form, current(form));
	do {
		at = (at + step + form->n) % form->n;
	} while (form->fields[at].is_off && at != form->cursor);
	form->cursor = at;
}

static void cycle(struct form *form, struct form_field *field)
{
	const char *next = *field->value == '\0'              ? "yes"
			   : strcmp(field->value, "yes") == 0 ? "no"
							      : "";

	set_str(&field->value, next);
	field->is_changed = true;
	form_look(form, field);
}

static void pick(struct form *form, const struct form_field *field)
{
	struct picks picks = {0};

	form->ops->picks(form, field, &picks);
	for (size_t i = 0; i < picks.n; i++) {
		picks.v[i].is_ticked = field->type == FORM_MANY
					       ? strv_has(&field->chosen, picks.v[i].code)
					       : strcmp(field->value, picks.v[i].code) == 0;
	}
	ask_pick(form->base.app, ASK_VALUE, field->label, &picks, field->type == FORM_MANY);
}

static void open_field(struct form *form, struct form_field *field)
{
	switch (field->type) {
	case FORM_TEXT:
		ask_text(form->base.app, ASK_TEXT, field->label, field->help,
			edit_get(&field->edit), &field->edit.eye);
		break;
	case FORM_FLAG: cycle(form, field); break;
	case FORM_CHOICE:
	case FORM_MANY: pick(form, field); break;
	case FORM_LINE:
	case FORM_DATE:
	case FORM_MOMENT:
	case FORM_NUMBER: go(form, 1); break;
	}
}

static bool type(struct tui_view *base, int key)
{
	struct form *form = (struct form *)base;
	struct form_field *field = current(form);

	if (key != K_ESCAPE)
		form->is_leaving = false;
	if (field->is_off)
		return false;
	if (!form_is_typed(field)) {
		if (field->type == FORM_FLAG && (key == 'y' || key == 'n')) {
			set_str(&field->value, key == 'y' ? "yes" : "no");
			field->is_changed = true;
			form_look(form, field);
			return true;
		}
		if (key != ' ' && key != K_RIGHT)
			return false;
		open_field(form, field);
		return true;
	}
	if (key == K_UP || key == K_DOWN || key == K_ENTER || key == K_TAB || key == K_PAGE_UP ||
		key == K_PAGE_DOWN)
		return false;
	if (!edit_key(&field->edit, key))
		return false;
	if (field->fault != NULL)
		form_look(form, field);
	return true;
}

static void paste(struct tui_view *base, const char *text)
{
	struct form *form = (struct form *)base;
	struct form_field *field = current(form);

	if (form_is_typed(field) && !field->is_off)
		edit_insert(&field->edit, text);
	else
		app_say(base->app, LEVEL_NOTE, _("Nothing here takes pasted text"));
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct form *form = (struct form *)base;
	struct form_field *field = current(form);

	if (tag >= FORM_ASK_OWN) {
		form->ops->answer(form, tag, got);
		return;
	}
	if (!got->ok)
		return;
	if (tag == FORM_ASK_DRAFT) {
		form_recover(form);
		return;
	}
	if (tag == ASK_TEXT) {
		if (strcmp(got->text, edit_get(&field->edit)) != 0) {
			edit_set(&field->edit, got->text);
			field->edit.is_changed = true;
		}
	} else if (field->type == FORM_MANY) {
		strv_copy(&field->chosen, got->chosen);
	} else {
		set_str(&field->value, got->text);
	}
	field->is_changed = true;
	form_look(form, field);
	go(form, 1);
}

static void cancel(struct form *form)
{
	struct app *app = form->base.app;

	if (!form_is_changed(form) || form->is_leaving) {
		if (form->is_leaving)
			form_forget_draft(app, form->draft);
		app_pop(app);
		return;
	}
	form->is_leaving = true;
	app_say(app, LEVEL_NOTE, _("Not saved: F2 saves, Esc again leaves without"));
}

/* The form is gone when it was saved. */
static void save_now(struct form *form)
{
	struct app *app = form->base.app;
	char *draft = xstrdup(form->draft);

	if (form->ops->save(form))
		form_forget_draft(app, draft);
	free(draft);
}

static void save(struct form *form)
{
	struct app *app = form->base.app;

	if (app->options->is_read_only)
		app_say(app, LEVEL_REFUSED, _("The program was started to read only"));
	else if (!form_check(form))
		app_say(app, LEVEL_REFUSED, _("%s: %s"), current(form)->label,
			current(form)->fault);
	else
		save_now(form);
}

static void read_detail(struct form *form)
{
	struct form_field *field = current(form);
	char *text = form->ops->detail != NULL ? form->ops->detail(form, field) : NULL;

	if (text != NULL)
		view_text(form->base.app, field->label, text);
	else
		app_say(form->base.app, LEVEL_NOTE, _("There is no more to read about this field"));
	free(text);
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct form *form = (struct form *)base;
	struct form_field *field = current(form);

	if (id == CMD_FIELD_NEXT || id == CMD_PAGE_DOWN)
		go(form, 1);
	else if (id == CMD_FIELD_PREV || id == CMD_PAGE_UP)
		go(form, -1);
	else if (id == CMD_FIELD_OPEN)
		open_field(form, field);
	else if (id == CMD_SAVE)
		save(form);
	else if (id == CMD_CANCEL)
		cancel(form);
	else if (id == CMD_ARTICLE)
		read_detail(form);
	else if (id == CMD_UNDO || id == CMD_REDO)
		(void)(id == CMD_UNDO ? edit_undo(&field->edit) : edit_redo(&field->edit));
	else
		return false;
	return true;
}

static const char *closed(struct tui_view *base, enum command_id id)
{
	const struct form *form = (struct form *)base;

	if (id == CMD_ARTICLE && form->ops->detail == NULL)
		return _("There is no more to read about this field");
	return NULL;
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	form_draw((struct form *)base, grid, area);
}

static char *title(struct tui_view *base)
{
	struct form *form = (struct form *)base;

	return form->ops->title(form);
}

static char *status(struct tui_view *base)
{
	struct form *form = (struct form *)base;

	return xasprintf(_("field %d of %d%s   * needed   F2 saves, Esc leaves"), form->cursor + 1,
		form->n, form_is_changed(form) ? _("   changed") : "");
}

bool form_is_dirty(const struct form *form)
{
	struct tui_view *top = form->base.app->top;

	return form_is_changed(form) ||
	       (top->below == &form->base && top->ops->is_dirty != NULL && top->ops->is_dirty(top));
}

static bool is_dirty(struct tui_view *base)
{
	return form_is_changed((struct form *)base);
}

static void keep(struct tui_view *base)
{
	form_keep((struct form *)base);
}

static void close(struct tui_view *base)
{
	struct form *form = (struct form *)base;

	if (form->ops->release != NULL)
		form->ops->release(form);
	form_clear(form);
	free(form->draft);
}

static const enum command_id bar[] = {CMD_SAVE, CMD_FIELD_OPEN, CMD_FIELD_NEXT, CMD_CANCEL,
	CMD_HELP, CMD_ARTICLE, CMD_UNDO, CMD_NONE};

static const struct view_ops form_view_ops = {
	.name = "form",
	.scopes = SCOPE_FORM | SCOPE_PAGE,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.closed = closed,
	.paste = paste,
	.answer = answer,
	.keep = keep,
	.is_dirty = is_dirty,
	.close = close,
};

struct form *form_of(struct tui_view *view)
{
	return view != NULL && view->ops == &form_view_ops ? (struct form *)view : NULL;
}

void *form_new(size_t size, const struct form_ops *ops, struct app *app)
{
	struct form *form = view_new(size, &form_view_ops, app);

	form->ops = ops;
	return form;
}

/* SPDX-License-Identifier: MIT */
/* Typing that was not saved is kept in the person's state folder, readable to them alone, and
 * offered again when the same form is opened: a lost connection loses at most two seconds. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/form.h"
#include "tui/own.h"

/* What a field holds, as one string; what is being typed into its editor counts. The caller frees.
 */
static char *content(const struct form *form, int i)
{
	const struct form_field *field = &form->fields[i];
	const struct tui_view *top = form->base.app->top;

	if (i == form->cursor && top->below == &form->base && top->ops->typing != NULL)
		return xstrdup(top->ops->typing((struct tui_view *)(uintptr_t)top));
	if (field->type == FORM_MANY)
		return strv_join(&field->chosen, " ");
	return xstrdup(form_is_typed(field) ? edit_get(&field->edit) : field->value);
}

void form_keep(struct form *form)
{
	struct app *app = form->base.app;
	struct str text = {0};
	struct err err;

	if (form->draft == NULL || !form_is_dirty(form))
		return;
	for (int i = 0; i < form->n; i++) {
		char *value = content(form, i), *line = own_escape(value);

		str_addf(&text, "%s\t%s\n", form->fields[i].code, line);
		free(line);
		free(value);
	}
	if (!own_write(app->options->state_dir, form->draft, str_get(&text), &err))
		app_say(app, LEVEL_REFUSED, "%s", err.text);
	str_release(&text);
}

void form_forget_draft(struct app *app, const char *draft)
{
	if (draft != NULL)
		own_remove(app->options->state_dir, draft);
}

static void put_back(struct form *form, const char *code, const char *value)
{
	struct form_field *field = form_find(form, code);

	if (field == NULL)
		return;
	if (field->type == FORM_MANY) {
		strv_clear(&field->chosen);
		strv_split(&field->chosen, value, " ");
	} else if (form_is_typed(field)) {
		if (strcmp(edit_get(&field->edit), value) == 0)
			return;
		edit_set(&field->edit, value);
		field->edit.is_changed = true;
	} else {
		set_str(&field->value, value);
	}
	field->is_changed = true;
	if (form->ops->changed != NULL)
		form->ops->changed(form, form_find(form, code));
}

void form_recover(struct form *form)
{
	char *text = own_read(form->base.app->options->state_dir, form->draft);
	struct strv lines = {0};

	if (text != NULL)
		strv_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n; i++) {
		char *tab = strchr(lines.v[i], '\t'), *value;

		if (tab == NULL)
			continue;
		*tab = '\0';
		value = own_unescape(tab + 1);
		put_back(form, lines.v[i], value);
		free(value);
	}
	strv_release(&lines);
	free(text);
}

void form_open(struct form *form, const char *key)
{
	struct app *app = form->base.app;
	char *text;

	form->draft = key != NULL ? app_file(app, "draft", key) : NULL;
	app_push(app, &form->base);
	if (form->draft == NULL)
		return;
	text = own_read(app->options->state_dir, form->draft);
	if (text != NULL)
		ask_yes(app, FORM_ASK_DRAFT, _("Typing that was not saved"),
			_("What you typed here before was not saved: the connection was lost, or "
			  "the program ended. Take it up again?"));
	free(text);
}

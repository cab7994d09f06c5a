/* SPDX-License-Identifier: MIT */
/* The form that splits a mixed paper: what may be public beside what is withheld, both typed out of
 * the whole. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/screener.h"
#include "tui/form.h"
#include "tui/say.h"

struct split_form {
	struct form form;
	char *id, *seen; /* owns */
};

static struct app *app_of(const struct form *form)
{
	return form->base.app;
}

static char *title(struct form *form)
{
	return xasprintf(_("Split %s"), ((struct split_form *)form)->id);
}

static void changed(struct form *form, struct form_field *field)
{
	(void)form;
	form_fault(field, NULL);
}

/* What the screening finds in a part as it stands in the form. */
static char *detail(struct form *form, const struct form_field *field)
{
	struct pack *pack = app_office(app_of(form))->pack;
	struct findings findings = {0};
	const char *text = edit_get(&field->edit);
	char *told;

	if (strcmp(field->code, "public") != 0)
		return NULL;
	screener_scan(screener_of(pack), text, strlen(text), &findings);
	told = say_findings(pack, &findings);
	findings_release(&findings);
	return told;
}

static struct split_part part_of(const struct form *form, const char *title, const char *text)
{
	return (struct split_part){.title = form_value(form, title),
		.file = form_value(form, text),
		.len = strlen(form_value(form, text))};
}

static bool save(struct form *form)
{
	struct split_form *split = (struct split_form *)form;
	struct app *app = app_of(form);
	struct splitting splitting = {.open = part_of(form, "public-title", "public"),
		.withheld = part_of(form, "withheld-title", "withheld"),
		.comment = form_value(form, "comment"),
		.seen = split->seen};
	struct strv parts = {0};
	struct err err;
	char *id = xstrdup(split->id), *hint;
	bool ok = session_split(app->session, id, &splitting, &parts, &err);

	if (ok) {
		app_pop(app);
		app_refresh(app);
		hint = app_hint(app, _("Next: {mark} marks each of them"));
		app_say(app, LEVEL_DONE, _("%s is split: %s may be public, %s is withheld. %s"), id,
			parts.v[0], parts.v[1], hint);
		free(hint);
	} else {
		app_refuse(app, &err);
	}
	strv_release(&parts);
	free(id);
	return ok;
}

static void release(struct form *form)
{
	free(((struct split_form *)form)->id);
	free(((struct split_form *)form)->seen);
}

static const struct form_ops ops = {
	.title = title,
	.changed = changed,
	.detail = detail,
	.save = save,
	.release = release,
};

static void add_part(struct form *form, const char *const codes[2], const char *const labels[2],
	const char *title, const char *text, const char *help)
{
	form_add(form, FORM_LINE, codes[0], labels[0], _("One line; empty takes the whole's"),
		title);
	form_add(form, FORM_TEXT, codes[1], labels[1], help, text)->is_required = true;
}

void view_split(struct app *app, const char *id, const char *seen)
{
	struct view view = {0};
	struct split_form *split;
	struct form *form;
	struct err err;
	char *text = NULL, *open = NULL, *key;
	size_t len;

	if (!session_show(app->session, id, &view, &err) ||
		!session_text(app->session, id, &text, &len, &err) ||
		!session_public_text(app->session, id, &open, &len, &err)) {
		app_refuse(app, &err);
		view_release(&view);
		free(text);
		return;
	}
	split = form_new(sizeof(*split), &ops, app);
	form = &split->form;
	split->id = xstrdup(id);
	split->seen = xstrdup(seen);
	add_part(form, (const char *const[]){"public-title", "public"},
		(const char *const[]){_("Title, public"), _("May be public")},
		view.document.paper.title, open,
		_("Enter opens the editor: take out what may not be read by everybody"));
	add_part(form, (const char *const[]){"withheld-title", "withheld"},
		(const char *const[]){_("Title, withheld"), _("Withheld")},
		view.document.paper.title, text,
		_("Enter opens the editor: what stays here is not public; it may be all of it"));
	form_add(form, FORM_TEXT, "comment", _("Why"),
		_("Why it is split. Both parts become papers of their own: mark each of them"),
		NULL)
		->is_required = true;
	free(text);
	free(open);
	view_release(&view);
	key = xasprintf("split %s", id);
	form_open(form, key);
	free(key);
}

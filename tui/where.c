/* SPDX-License-Identifier: MIT */
#include "tui/where.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/own.h"
#include "tui/views.h"

enum { DEPTH_MAX = 12 };

/* From the desk upwards: a line a view, its name and what it says about itself. */
static void add_views(const struct tui_view *view, struct str *text)
{
	struct strv parts = {0};

	if (view == NULL)
		return;
	add_views(view->below, text);
	if (view->ops->remember == NULL)
		return;
	view->ops->remember((struct tui_view *)(uintptr_t)view, &parts);
	str_add(text, view->ops->name);
	for (size_t i = 0; i < parts.n; i++) {
		char *part = own_escape(parts.v[i]);

		str_addf(text, "\t%s", part);
		free(part);
	}
	str_addc(text, '\n');
	strv_release(&parts);
}

void where_keep(struct app *app)
{
	char *name = app_file(app, "where", NULL);
	struct str text = {0};
	struct err err;

	add_views(app->top, &text);
	/* That it could not be kept is told nobody: the screen is gone, and nothing is lost. */
	if (text.len == 0 || !own_write(app->options->state_dir, name, str_get(&text), &err))
		own_remove(app->options->state_dir, name);
	str_release(&text);
	free(name);
}

/* The parts of a line; empty ones count. */
static void split(const char *line, struct strv *parts)
{
	while (line != NULL) {
		const char *tab = strchr(line, '\t');
		char *raw = xstrndup(line, tab != NULL ? (size_t)(tab - line) : strlen(line));
		char *part = own_unescape(raw);

		strv_add(parts, part);
		free(part);
		free(raw);
		line = tab != NULL ? tab + 1 : NULL;
	}
}

static void open_view(struct app *app, const struct strv *parts)
{
	const char *name = parts->v[0];

	if (strcmp(name, "papers") == 0)
		view_papers_again(app, parts);
	else if (strcmp(name, "document") == 0)
		view_document_again(app, parts);
	else if (strcmp(name, "figures") == 0)
		view_figures(app);
	else if (strcmp(name, "history") == 0)
		view_history(app);
}

void where_restore(struct app *app)
{
	char *name = app_file(app, "where", NULL), *text = own_read(app->options->state_dir, name);
	struct strv lines = {0};

	if (text != NULL)
		strv_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n && i < DEPTH_MAX; i++) {
		struct strv parts = {0};

		split(lines.v[i], &parts);
		if (parts.n > 0)
			open_view(app, &parts);
		strv_release(&parts);
	}
	if (lines.n > 0)
		app_say(app, LEVEL_NOTE, _("You are where you were; 0 is the desk"));
	strv_release(&lines);
	free(text);
	free(name);
}

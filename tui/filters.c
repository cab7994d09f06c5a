/* SPDX-License-Identifier: MIT */
#include "tui/filters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/app.h"
#include "tui/own.h"

enum { FILTERS_MAX = 20 };

static const struct {
	const char *name, *query;
} fixed[] = {
	{N_("All papers"), ""},
	{N_("Late"), "due:overdue"},
	{N_("Within 7 days"), ""},
	{N_("Not marked"), "attribute:none"},
};
enum { FIXED = sizeof(fixed) / sizeof(*fixed) };

static const char file_name[] = "filters";

size_t filters_count(const struct app *app)
{
	return FIXED + app->filter_names.n;
}

const char *filters_name(const struct app *app, size_t i)
{
	return i < FIXED ? _(fixed[i].name) : app->filter_names.v[i - FIXED];
}

/* From today on: what is late has a tab of its own. */
static const char *soon(struct app *app)
{
	char day[DAY_SIZE];

	snprintf(app->soon, sizeof(app->soon), "due:>=%s due:<8d",
		day_format(session_today(app->session), day));
	return app->soon;
}

const char *filters_query(struct app *app, size_t i)
{
	if (i == FILTER_SOON)
		return soon(app);
	return i < FIXED ? fixed[i].query : app->filter_queries.v[i - FIXED];
}

static void save(struct app *app)
{
	struct str text = {0};
	struct err err;

	for (size_t i = 0; i < app->filter_names.n; i++) {
		char *name = own_escape(app->filter_names.v[i]);
		char *query = own_escape(app->filter_queries.v[i]);

		str_addf(&text, "%s\t%s\n", name, query);
		free(query);
		free(name);
	}
	if (!own_write(app->options->state_dir, file_name, str_get(&text), &err))
		app_say(app, LEVEL_REFUSED, "%s", err.text);
	str_release(&text);
}

void filters_keep(struct app *app, const char *name, const char *query)
{
	for (size_t i = 0; i < app->filter_names.n; i++) {
		if (strcmp(app->filter_names.v[i], name) == 0) {
			set_str(&app->filter_queries.v[i], query);
			save(app);
			return;
		}
	}
	if (app->filter_names.n == FILTERS_MAX) {
		app_say(app, LEVEL_REFUSED, _("%d filters are kept already; forget one first"),
			FILTERS_MAX);
		return;
	}
	strv_add(&app->filter_names, name);
	strv_add(&app->filter_queries, query);
	save(app);
}

static void take_out(struct strv *list, size_t at)
{
	free(list->v[at]);
	list->n--;
	memmove(list->v + at, list->v + at + 1, (list->n - at) * sizeof(*list->v));
}

bool filters_forget(struct app *app, size_t i)
{
	if (i < FIXED || i >= filters_count(app))
		return false;
	take_out(&app->filter_names, i - FIXED);
	take_out(&app->filter_queries, i - FIXED);
	save(app);
	return true;
}

void filters_load(struct app *app)
{
	char *text = own_read(app->options->state_dir, file_name);
	struct strv lines = {0};

	if (text != NULL)
		strv_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n && i < FILTERS_MAX; i++) {
		char *tab = strchr(lines.v[i], '\t'), *name, *query;

		if (tab == NULL)
			continue;
		*tab = '\0';
		name = own_unescape(lines.v[i]);
		query = own_unescape(tab + 1);
		strv_add(&app->filter_names, name);
		strv_add(&app->filter_queries, query);
		free(query);
		free(name);
	}
	strv_release(&lines);
	free(text);
}

/* SPDX-License-Identifier: MIT */
#include "tui/unread.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "tui/app.h"
#include "tui/own.h"

void unread_begin(struct app *app)
{
	struct unread *unread = &app->unread;
	char *name = app_file(app, "seen", NULL), *text = own_read(app->options->state_dir, name),
	     *end;

	unread->since = -1;
	if (text != NULL) {
		unread->since = strtoll(text, &end, 10);
		if (end == text || unread->since < 0)
			unread->since = -1;
	}
	free(text);
	free(name);
	unread_refresh(app);
	if (unread->since < 0) /* who was never here has nothing that is new to them alone */
		unread->since = unread->news.latest;
}

void unread_refresh(struct app *app)
{
	struct unread *unread = &app->unread;
	struct news news;
	struct err err;
	int64_t since = unread->since >= 0 ? unread->since : INT64_MAX;
	bool ok;

	busy_begin(app);
	ok = session_news(app->session, since, &news, &err);
	busy_end(app);
	if (!ok) /* the views tell what is wrong */
		return;
	news_release(&unread->news);
	unread->news = news;
}

static bool is_opened(const struct unread *unread, size_t i)
{
	for (size_t k = 0; k < unread->opened_count; k++) {
		if (strcmp(unread->opened[k].id, unread->news.v[i].id) == 0)
			return unread->opened[k].sequence >= unread->news.v[i].sequence;
	}
	return false;
}

size_t unread_count(const struct app *app)
{
	size_t n = 0;

	for (size_t i = 0; i < app->unread.news.n; i++)
		n += is_opened(&app->unread, i) ? 0 : 1;
	return n;
}

bool unread_has(const struct app *app, const char *id)
{
	for (size_t i = 0; i < app->unread.news.n; i++) {
		if (strcmp(app->unread.news.v[i].id, id) == 0)
			return !is_opened(&app->unread, i);
	}
	return false;
}

void unread_open(struct app *app, const char *id)
{
	struct unread *unread = &app->unread;
	size_t i = 0;

	if (app->is_plain) /* nothing is counted there */
		return;
	while (i < unread->opened_count && strcmp(unread->opened[i].id, id) != 0)
		i++;
	if (i == unread->opened_count) {
		GROW(unread->opened, unread->opened_count);
		unread->opened[unread->opened_count++].id = xstrdup(id);
	}
	unread->opened[i].sequence = unread->news.latest;
}

void unread_end(struct app *app)
{
	struct unread *unread = &app->unread;
	int64_t upto = unread->news.latest > unread->since ? unread->news.latest : unread->since;
	char *name = app_file(app, "seen", NULL), *text = xasprintf("%" PRId64 "\n", upto);
	struct err err;

	/* That it could not be kept is told nobody: what is new is new once more. */
	if (upto > 0)
		(void)!own_write(app->options->state_dir, name, text, &err);
	free(text);
	free(name);
	for (size_t i = 0; i < unread->opened_count; i++)
		free(unread->opened[i].id);
	free(unread->opened);
	news_release(&unread->news);
	*unread = (struct unread){0};
}

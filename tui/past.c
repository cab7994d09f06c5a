/* SPDX-License-Identifier: MIT */
#include "tui/past.h"

#include <stdlib.h>
#include <string.h>

#include "tui/own.h"

enum { LINES_MAX = 100 };

static const char file_name[] = "lines";

void past_load(struct app *app)
{
	char *text = own_read(app->options->state_dir, file_name);
	struct strv lines = {0};

	if (text != NULL)
		strv_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n && i < LINES_MAX; i++) {
		char *line = own_unescape(lines.v[i]);

		if (strchr(line, '\t') != NULL)
			strv_put(&app->lines, line);
		free(line);
	}
	strv_release(&lines);
	free(text);
}

void past_keep(struct app *app, const char *line)
{
	struct strv *lines = &app->lines;
	struct str text = {0};
	struct err err;

	strv_put(lines, line);
	if (lines->n > LINES_MAX) {
		free(lines->v[0]);
		lines->n--;
		memmove(lines->v, lines->v + 1, lines->n * sizeof(*lines->v));
	}
	for (size_t i = 0; i < lines->n; i++) {
		char *escaped = own_escape(lines->v[i]);

		str_addf(&text, "%s\n", escaped);
		free(escaped);
	}
	/* That it could not be kept is no reason to disturb whoever searches. */
	(void)!own_write(app->options->state_dir, file_name, str_get(&text), &err);
	str_release(&text);
}

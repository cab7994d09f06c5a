/* SPDX-License-Identifier: MIT */
#include "tui/print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

enum { PRINTED_MAX = 1000 };

bool print_ask(struct app *app, int tag)
{
	if (getenv("SSH_CONNECTION") != NULL)
		return false;
	ask_line(app, tag, _("Print"),
		_("A new file: paper.txt, or paper.html for a page that a browser prints. "
		  "Nothing at all shows it on the screen."),
		"");
	return true;
}

bool print_is_html(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL && (strcmp(dot, ".html") == 0 || strcmp(dot, ".htm") == 0);
}

/* What is there already is not written over. */
static bool write_file(const char *path, const struct str *text, struct err *err)
{
	FILE *file = fopen(path, "wxe");
	bool ok;

	if (file == NULL)
		return err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	ok = fwrite(str_get(text), 1, text->len, file) == text->len;
	ok = fclose(file) == 0 && ok;
	return ok || err_set(err, ERR_IO, _("%s could not be written whole"), path);
}

void print_out(struct app *app, const char *path, const char *title, const struct str *text)
{
	struct err err;

	if (*path == '\0')
		view_text(app, title, str_get(text));
	else if (write_file(path, text, &err))
		app_say(app, LEVEL_DONE, _("Printed into %s: %s"), path, title);
	else
		app_refuse(app, &err);
}

void print_papers(struct app *app, const struct strv *ids, const char *typed)
{
	char *path = str_trim(typed), *title = xasprintf(_("%zu papers"), ids->n);
	bool is_html = print_is_html(path), ok;
	struct strv refused = {0};
	struct str out = {0};
	struct err err;

	busy_begin(app);
	if (ids->n > PRINTED_MAX)
		ok = err_set(&err, ERR_INPUT, _("%zu papers at once are too many; at most %d"),
			ids->n, PRINTED_MAX);
	else if (ids->n == 1)
		ok = session_print(app->session, ids->v[0], is_html, &out, &err);
	else
		ok = session_print_many(app->session, ids, is_html, &out, &refused, &err);
	busy_end(app);
	if (ok)
		print_out(app, path, ids->n == 1 ? ids->v[0] : title, &out);
	else
		app_refuse(app, &err);
	for (size_t i = 0; ok && i < refused.n; i++)
		app_say(app, LEVEL_REFUSED, "%s", refused.v[i]);
	strv_release(&refused);
	str_release(&out);
	free(title);
	free(path);
}

/* SPDX-License-Identifier: MIT */
#include "tui/report_ask.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/i18n.h"

static bool read_term(struct report_ask *ask, const char *word, struct err *err)
{
	const char *value = strchr(word, ':');
	size_t n = value != NULL ? (size_t)(value - word) : 0;
	const struct {
		const char *name;
		int *day;
	} days[] = {{"from", &ask->from}, {"to", &ask->to}, {"as-of", &ask->as_of}};

	if (n == 4 && strncmp(word, "unit", n) == 0) {
		ask->unit = value + 1;
		return true;
	}
	if (n == 4 && strncmp(word, "kind", n) == 0) {
		ask->kind = value + 1;
		return true;
	}
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		if (n == strlen(days[i].name) && strncmp(word, days[i].name, n) == 0)
			return day_parse(value + 1, days[i].day) ||
			       err_set(err, ERR_INPUT, _("'%s' is no day, as 2026-01-05 is"),
				       value + 1);
	}
	return err_set(err, ERR_INPUT,
		_("a report is asked for by unit: kind: from: to: as-of:, not by '%s'"), word);
}

bool report_ask_read(struct report_ask *ask, const struct strv *words, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < words->n; i++)
		ok = read_term(ask, words->v[i], err);
	return ok;
}

static bool ends_in(const char *path, const char *end)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL && strcmp(dot, end) == 0;
}

bool report_write(const struct report *report, const char *path, struct err *err)
{
	bool is_html = ends_in(path, ".html"), is_book = ends_in(path, ".xlsx");
	struct str text = {0};
	FILE *file;
	bool ok;

	if (!is_html && !is_book && !ends_in(path, ".csv"))
		return err_set(err, ERR_INPUT, _("'%s' ends in none of: .html, .xlsx, .csv"), path);
	file = fopen(path, "wxe");
	if (file == NULL)
		return err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	if (is_html)
		report_html(report, i18n_lang() == LANG_ZH ? "zh-CN" : "en", &text);
	else if (!is_book)
		report_csv(report, &text);
	ok = fwrite(str_get(&text), 1, text.len, file) == text.len;
	ok = fclose(file) == 0 && ok;
	str_release(&text);
	if (!ok)
		return err_set(err, ERR_IO, _("%s could not be written whole"), path);
	return !is_book || report_xlsx(report, path, err);
}

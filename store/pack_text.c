/* SPDX-License-Identifier: MIT */
#include "store/pack_text.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

/* "path length\nbytes\n" at *p; false, and *p anywhere, where it is not that. */
static bool take_file(const char **p, const char *end, struct pack_files *files)
{
	const char *line_end = memchr(*p, '\n', (size_t)(end - *p));
	char *line, *blank, *path = NULL;
	int n = 0;
	bool ok;

	if (line_end == NULL)
		return false;
	line = xstrndup(*p, (size_t)(line_end - *p));
	blank = strrchr(line, ' ');
	ok = blank != NULL && blank > line && str_number(blank + 1, &n) &&
	     (size_t)(end - line_end) >= (size_t)n + 2 && line_end[1 + n] == '\n';
	if (ok) {
		path = xstrndup(line, (size_t)(blank - line));
		pack_files_add(files, path, line_end + 1, (size_t)n);
		*p = line_end + 1 + n + 1;
	}
	free(path);
	free(line);
	return ok;
}

bool pack_text_parse(const char *text, size_t len, struct pack_files *files, struct err *err)
{
	const char *p = text, *end = text + len;

	while (p < end) {
		if (take_file(&p, end, files))
			continue;
		pack_files_release(files);
		return err_set(err, ERR_INPUT, _("the pack's files cannot be told apart"));
	}
	return files->n > 0 || err_set(err, ERR_INPUT, _("the pack has no files"));
}

/* SPDX-License-Identifier: MIT */
#include "tests/tui/golden.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/mem.h"

static void add_lines(struct strv *lines, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		strv_addn(lines, text, n);
		text += n + (text[n] == '\n');
	}
}

/* common[i][j], flat: the longest common subsequence of a's lines from i and b's from j. */
static unsigned *common_table(const struct strv *a, const struct strv *b)
{
	size_t width = b->n + 1;
	unsigned *common = xcalloc((a->n + 1) * width, sizeof(*common));

	for (size_t i = a->n; i-- > 0;) {
		for (size_t j = b->n; j-- > 0;) {
			unsigned down = common[(i + 1) * width + j],
				 right = common[i * width + j + 1];

			if (strcmp(a->v[i], b->v[j]) == 0)
				common[i * width + j] = common[(i + 1) * width + j + 1] + 1;
			else
				common[i * width + j] = down > right ? down : right;
		}
	}
	return common;
}

void golden_diff(const char *old, const char *new, struct str *out)
{
	struct strv a = {0}, b = {0};
	size_t i = 0, j = 0, width;
	unsigned *common;
	bool inside = false;

	add_lines(&a, old);
	add_lines(&b, new);
	common = common_table(&a, &b);
	width = b.n + 1;
	while (i < a.n || j < b.n) {
		if (i < a.n && j < b.n && strcmp(a.v[i], b.v[j]) == 0) {
			i++, j++;
			inside = false;
			continue;
		}
		if (!inside)
			str_addf(out, "line %zu:\n", i + 1);
		inside = true;
		if (j == b.n ||
			(i < a.n && common[(i + 1) * width + j] >= common[i * width + j + 1]))
			str_addf(out, "-%s\n", a.v[i++]);
		else
			str_addf(out, "+%s\n", b.v[j++]);
	}
	free(common);
	strv_release(&a);
	strv_release(&b);
}

static bool read_file(const char *path, struct str *out)
{
	FILE *file = fopen(path, "re");
	char buf[4096];
	size_t n;

	if (file == NULL)
		return false;
	while ((n = fread(buf, 1, sizeof(buf), file)) > 0)
		str_addn(out, buf, n);
	fclose(file);
	return true;
}

static bool write_file(const char *path, const char *text, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash != NULL ? xstrndup(path, (size_t)(slash - path)) : xstrdup(".");
	bool made = mkdir(dir, 0777) == 0 || errno == EEXIST;
	FILE *file = made ? fopen(path, "we") : NULL;
	bool ok = file != NULL && fputs(text, file) >= 0;

	if (file != NULL)
		ok = fclose(file) == 0 && ok;
	free(dir);
	return ok || err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
}

bool golden_check(
	const char *path, const char *text, bool update, struct str *diff, struct err *err)
{
	struct str old = {0};
	bool found = read_file(path, &old);
	bool ok = found && strcmp(str_get(&old), text) == 0;

	if (!ok && update) {
		ok = write_file(path, text, err);
	} else if (!found) {
		err_set(err, ERR_NOT_FOUND, "%s is missing; UPDATE=1 writes it", path);
	} else if (!ok) {
		golden_diff(str_get(&old), text, diff);
		err_set(err, ERR_STALE, "the screen is not as in %s", path);
	}
	str_release(&old);
	return ok;
}

/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/intake.h"
#include "cli/out.h"
#include "core/mem.h"

enum { DEEP_MAX = 50 };

/* What shows in no window of files either: what programs keep there for themselves. */
static bool is_aside(const char *name)
{
	return *name == '.' || starts_with(name, "~$") || strcasecmp(name, "thumbs.db") == 0 ||
	       strcasecmp(name, "desktop.ini") == 0;
}

static int wanted(const struct dirent *entry)
{
	return !is_aside(entry->d_name);
}

static bool complain(struct intake_run *run, const char *path, const char *why)
{
	struct err err;

	err_set(&err, ERR_INPUT, "%s: %s", path, why);
	return tally_fail(&run->tally, "", &err);
}

static bool find_files(struct intake_run *run, const char *folder, int depth, struct strv *files)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, wanted, versionsort);
	bool go_on = true;

	if (n < 0)
		return complain(run, folder, err_system(errno));
	for (int i = 0; i < n; i++) {
		char *path = xasprintf("%s/%s", folder, entries[i]->d_name);
		struct stat st;

		free(entries[i]);
		if (!go_on) {
			free(path);
			continue;
		}
		if (lstat(path, &st) != 0)
			go_on = complain(run, path, err_system(errno));
		else if (S_ISREG(st.st_mode))
			strv_add(files, path);
		else if (!S_ISDIR(st.st_mode))
			go_on = complain(run, path,
				S_ISLNK(st.st_mode) ? _("a link, which is not followed; name "
							"what it leads to")
						    : _("no regular file"));
		else if (depth >= DEEP_MAX)
			go_on = complain(run, path, _("folders nested too deep"));
		else
			go_on = find_files(run, path, depth + 1, files);
		free(path);
	}
	free(entries);
	return go_on;
}

bool intake_folder(struct intake_run *run, struct intake *intake, const char *path)
{
	bool goes_on = run->goes_on, go_on;
	struct strv files = {0};
	size_t len = strlen(path);
	char *folder;

	while (len > 1 && path[len - 1] == '/')
		len--;
	folder = xstrndup(path, len);
	go_on = find_files(run, folder, 1, &files);
	if (go_on && files.n == 0)
		go_on = complain(run, folder, _("no files in it"));
	run->is_bulk = run->goes_on = true;
	run->at = 0;
	run->total = files.n;
	for (size_t i = 0; go_on && i < files.n; i++)
		go_on = intake_one(run, intake, files.v[i], files.v[i]);
	go_on = intake_flush(run) && go_on;
	run->goes_on = goes_on;
	run->total = 0;
	strv_release(&files);
	free(folder);
	return go_on;
}

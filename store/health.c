/* SPDX-License-Identifier: MIT */
/* What can be seen of a store's folder from outside. */
#include "core/health.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"

/* -- The store's folder and keys --------------------------------------------------------------- */

/* Ours, and nobody else may so much as look. */
static void check_private(struct health *health, const char *what, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		health_say(health, GRADE_FAIL, what, _("%s is not there"), path);
	else if (st.st_uid != getuid())
		health_say(health, GRADE_FAIL, what, _("%s belongs to another user"), path);
	else if ((st.st_mode & 077) != 0)
		health_say(health, GRADE_FAIL, what,
			_("%s is open to others (mode %o): chmod go= %s"), path, st.st_mode & 0777U,
			path);
	else
		health_say(health, GRADE_OK, what, _("%s is yours alone"), path);
}

static void check_owner(struct health *health, const char *dir)
{
	static const char *const below[] = {"keys", "keys/site"};

	check_private(health, "folder", dir);
	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
		char *path = xasprintf("%s/%s", dir, below[i]);

		check_private(health, "key", path);
		free(path);
	}
}

static void check_disk(struct health *health, const char *dir)
{
	struct statvfs fs;
	unsigned long long free_mib, all_mib;

	if (statvfs(dir, &fs) != 0 || fs.f_blocks == 0)
		return;
	free_mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	all_mib = (unsigned long long)fs.f_blocks * fs.f_frsize >> 20;
	health_say(health, free_mib < 512 ? GRADE_WARN : GRADE_OK, "disk",
		_("%llu of %llu MiB are free on the disk"), free_mib, all_mib);
}

enum { LEFT_SECONDS = 600 };

/* Git's own locks do not end with who took them; ours do. */
static void check_locks(struct health *health, const char *dir)
{
	static const char *const locks[] = {"ledger.git/HEAD.lock", "ledger.git/config.lock",
		"ledger.git/packed-refs.lock", "ledger.git/refs/heads/main.lock",
		"state.git/HEAD.lock", "state.git/config.lock", "state.git/packed-refs.lock",
		"state.git/refs/heads/main.lock"};
	bool any = false;

	for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++) {
		char *path = xasprintf("%s/%s", dir, locks[i]);
		struct stat st;

		if (lstat(path, &st) == 0 && time(NULL) - st.st_mtime > LEFT_SECONDS) {
			any = true;
			health_say(health, GRADE_WARN, "locks",
				_("%s was left by something that was stopped; the next decision "
				  "takes it away; where it does not, remove it while nobody works"),
				path);
		}
		free(path);
	}
	if (!any)
		health_say(health, GRADE_OK, "locks", _("no lock was left behind"));
}

void health_folder(struct health *health, const char *dir)
{
	check_owner(health, dir);
	check_disk(health, dir);
	check_locks(health, dir);
}

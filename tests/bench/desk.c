/* SPDX-License-Identifier: MIT */
#include "tests/bench/desk.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "store/packdir.h"
#include "store/store.h"
#include "tests/bench/must.h"

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void desk_remove(const char *folder)
{
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

char *desk_folder(const char *store, const char *name)
{
	char *folder = xasprintf("%s.%s", store, name);

	desk_remove(folder);
	need(mkdir(folder, 0700) == 0, folder);
	return folder;
}

static void put_clerk(struct session *site)
{
	struct person person = {.id = xstrdup(DESK_CLERK), .unit = xstrdup("zfb"), .post_count = 1};

	person.name.in[LANG_ZH] = xstrdup("办事员");
	person.posts = xcalloc(1, sizeof(*person.posts));
	person.posts[0] = (struct post){.role = xstrdup("clerk"), .unit = xstrdup("zfb")};
	MUST(session_put_person(site, &person, &err));
	person_release(&person);
}

char *desk_store(const char *folder)
{
	char *dir = xasprintf("%s/store", folder);
	struct unit unit = {.id = xstrdup("zfb")};
	struct pack_files files = {0};
	struct session site;
	struct store *store;

	MUST(pack_files_read(GONGKAI_PACKDIR "/cn", &files, &err));
	MUST(store_create(dir, &files, &err));
	MUST((store = store_open(dir, &err)) != NULL);
	session_open_site(&site, store);
	unit.name.in[LANG_ZH] = xstrdup("政府办公室");
	MUST(session_put_unit(&site, &unit, &err));
	unit_release(&unit);
	put_clerk(&site);
	session_release(&site);
	store_close(store);
	return dir;
}

char *desk_import(struct session *session, int i)
{
	char *title = xasprintf("关于做好第%d次政务公开工作的通知", i);
	char *text = xasprintf("%s\n\n各县区人民政府：现将有关事项通知如下。\n", title);
	struct intake intake = {.change = {.title = title,
					.file = text,
					.file_len = strlen(text),
					.file_name = "paper.txt"}};
	char *id = NULL;

	strv_add(&intake.change.fields, "policy=no");
	MUST(session_import(session, &intake, &id, &err));
	strv_release(&intake.change.fields);
	free(title);
	free(text);
	return id;
}

void desk_mark(struct session *session, const char *id, int i)
{
	struct marking marking = {.attribute = "public"};

	if (i % 2 != 0) {
		marking.attribute = "on-request";
		marking.reason = "公开后影响工作正常开展";
		strv_add(&marking.grounds, "CN27");
	}
	MUST(session_mark(session, id, &marking, &err));
	strv_release(&marking.grounds);
}

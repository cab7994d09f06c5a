/* SPDX-License-Identifier: MIT */
#include "cli/packs.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/mem.h"

#define FIRST_PACK "cn"

char *packs_folder(const char *name)
{
	if (strchr(name, '/') != NULL || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return xstrdup(name);
	return xasprintf("%s/%s", GONGKAI_PACKDIR, name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void packs_names(struct strv *names)
{
	DIR *dir = opendir(GONGKAI_PACKDIR);
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char *ini = xasprintf("%s/%s/pack.ini", GONGKAI_PACKDIR, entry->d_name);

		if (*entry->d_name != '.' && access(ini, R_OK) == 0)
			strv_add(names, entry->d_name);
		free(ini);
	}
	if (dir != NULL)
		closedir(dir);
	if (names->n > 1)
		qsort(names->v, names->n, sizeof(*names->v), by_name);
}

static struct pack *load_folder(const char *folder, struct err *err)
{
	struct pack_files files = {0};
	char sha256[HASH_HEX + 1];
	struct str digest = {0};
	struct err inner = {0};
	struct pack *pack;

	if (!pack_files_read(folder, &files, err))
		return NULL;
	pack_files_digest(&files, &digest);
	hash_hex(str_get(&digest), digest.len, sha256);
	str_release(&digest);
	pack = pack_new(&files, sha256, &inner);
	if (pack == NULL)
		err_set(err, inner.code, "%s/%s", folder, inner.text);
	return pack;
}

static bool unknown_pack(const char *name, struct err *err)
{
	struct strv names = {0};
	char *joined;

	packs_names(&names);
	joined = strv_join(&names, ", ");
	err_set(err, ERR_NOT_FOUND,
		_("there is no pack '%s'; there are: %s; a folder is named with a `/` in it"), name,
		joined);
	free(joined);
	strv_release(&names);
	return false;
}

struct pack *packs_load(const char *name, struct err *err)
{
	char *folder = packs_folder(name);
	struct pack *pack = load_folder(folder, err);

	if (pack == NULL && err->code == ERR_NOT_FOUND && strchr(name, '/') == NULL)
		unknown_pack(name, err);
	free(folder);
	return pack;
}

static bool load_named(struct packs *packs, const char *name, struct err *err)
{
	packs->loaded = packs_load(name, err);
	packs->pack = packs->loaded;
	return packs->loaded != NULL;
}

bool packs_find(struct packs *packs, struct cli *cli, const char *name, struct err *err)
{
	if (name != NULL)
		return load_named(packs, name, err);
	if (!cli->open(cli, err)) {
		if (err->code != ERR_NOT_FOUND)
			return false;
		return load_named(packs, FIRST_PACK, err);
	}
	packs->pack = store_office(cli->store)->pack;
	return true;
}

void packs_release(struct packs *packs)
{
	pack_free(packs->loaded);
	*packs = (struct packs){0};
}

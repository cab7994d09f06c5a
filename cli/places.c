/* SPDX-License-Identifier: MIT */
#include "cli/places.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"

static const char *set_env(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

static char *own_dir(const char *xdg, const char *below)
{
	const char *dir = set_env(xdg), *home = set_env("HOME");

	if (dir != NULL && *dir == '/')
		return xasprintf("%s/gongkai", dir);
	return xasprintf("%s/%s/gongkai", home != NULL ? home : "", below);
}

static char *desk_dir(const struct cli *cli)
{
	return xasprintf("%s/desk/%s", cli->dir, cli->as);
}

char *place_site(const struct cli *cli)
{
	const char *dirs = cli->remote == NULL ? set_env("XDG_CONFIG_DIRS") : NULL;
	struct strv list = {0};
	char *path = NULL;

	strv_split(&list, dirs != NULL ? dirs : "", ":");
	for (size_t i = 0; path == NULL && i < list.n; i++) {
		path = xasprintf("%s/gongkai/config.ini", list.v[i]);
		if (*path != '/' || access(path, F_OK) != 0) {
			free(path);
			path = NULL;
		}
	}
	strv_release(&list);
	return path != NULL ? path : xstrdup(GONGKAI_SYSCONFDIR "/gongkai/config.ini");
}

char *place_config(const struct cli *cli)
{
	const char *dir = set_env("GONGKAI_CONFIG_DIR");

	if (cli->remote != NULL)
		return desk_dir(cli);
	return dir != NULL ? xstrdup(dir) : own_dir("XDG_CONFIG_HOME", ".config");
}

char *place_state(const struct cli *cli)
{
	return cli->remote != NULL ? desk_dir(cli) : own_dir("XDG_STATE_HOME", ".local/state");
}

/* SPDX-License-Identifier: MIT */
#include "core/conf.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

void conf_release(struct conf *conf)
{
	for (size_t i = 0; i < conf->n; i++) {
		struct conf_section *section = &conf->sections[i];

		for (size_t k = 0; k < section->n; k++) {
			free(section->entries[k].key);
			free(section->entries[k].value);
		}
		free(section->entries);
		free(section->file);
		free(section->name);
	}
	free(conf->sections);
	*conf = (struct conf){0};
}

struct conf_section *conf_add_section(
	struct conf *conf, const char *file, int line, const char *name)
{
	struct conf_section *section;

	GROW(conf->sections, conf->n);
	section = &conf->sections[conf->n++];
	section->file = xstrdup(file);
	section->line = line;
	section->name = xstrdup(name);
	return section;
}

void conf_add_entry(struct conf_section *section, const char *key, const char *value, int line)
{
	GROW(section->entries, section->n);
	section->entries[section->n++] = (struct conf_entry){
		.key = xstrdup(key),
		.value = xstrdup(value),
		.line = line,
	};
}

static const struct conf_entry *find(const struct conf_section *section, const char *key)
{
	for (size_t i = 0; i < section->n; i++) {
		if (strcmp(section->entries[i].key, key) == 0)
			return &section->entries[i];
	}
	return NULL;
}

const char *conf_get(const struct conf_section *section, const char *key)
{
	const struct conf_entry *entry = find(section, key);

	return entry != NULL ? entry->value : NULL;
}

int conf_line(const struct conf_section *section, const char *key)
{
	const struct conf_entry *entry = find(section, key);

	return entry != NULL ? entry->line : section->line;
}

/* SPDX-License-Identifier: MIT */
#include "tui/keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "tui/own.h"

static const struct {
	const char *name;
	unsigned scopes;
} contexts[] = {
	{"desk", SCOPE_DESK | SCOPE_MOVE | SCOPE_ALL},
	{"list", SCOPE_LIST | SCOPE_MOVE | SCOPE_ALL},
	{"document", SCOPE_DOCUMENT | SCOPE_TEXT | SCOPE_MOVE | SCOPE_ALL},
	{"read", SCOPE_TEXT | SCOPE_MOVE | SCOPE_ALL},
	{"table", SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL},
	{"ledger", SCOPE_LEDGER | SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL},
	{"office", SCOPE_OFFICE | SCOPE_REPORT | SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL},
	{"report", SCOPE_REPORT | SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL},
	{"pick", SCOPE_PICK | SCOPE_PICK_MANY | SCOPE_MOVE | SCOPE_PROMPT},
	{"form", SCOPE_FORM | SCOPE_PAGE},
	{"edit", SCOPE_EDIT},
	{"prompt", SCOPE_PROMPT},
};
enum { CONTEXTS = sizeof(contexts) / sizeof(*contexts) };

static const char *const presets[PRESET_COUNT] = {[PRESET_CLERK] = "clerk", [PRESET_VI] = "vi"};

const char *keymap_context(size_t i, unsigned *scopes)
{
	if (i >= CONTEXTS)
		return NULL;
	*scopes = contexts[i].scopes;
	return contexts[i].name;
}

/* ---- looking up ------------------------------------------------------------------------------ */

static const char *preset_keys(const struct keymap *map, enum command_id id)
{
	const struct command *command = command_get(id);
	const char *keys = command->keys[map->preset];

	return *keys != '\0' ? keys : command->keys[PRESET_CLERK];
}

static int bits(unsigned scopes)
{
	return __builtin_popcount(scopes);
}

/* The line of keys.ini that speaks for a command there, the one for the fewest views first. */
static const struct key_line *own_binding(
	const struct keymap *map, enum command_id id, unsigned scopes)
{
	const struct key_line *best = NULL;

	for (size_t i = 0; i < map->n; i++) {
		const struct key_line *own = &map->own[i];

		if (own->id == id && (own->scopes & scopes & command_get(id)->scopes) != 0 &&
			(best == NULL || bits(own->scopes) < bits(best->scopes)))
			best = own;
	}
	return best;
}

static bool has_key(const char *s, int key)
{
	while (*s != '\0') {
		if (*s == ' ')
			s++;
		else if (keycode_parse(&s) == key)
			return true;
	}
	return false;
}

static enum command_id preset_command(const struct keymap *map, unsigned scopes, int key)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		enum command_id id = (enum command_id)i;

		if ((command_get(id)->scopes & scopes) != 0 &&
			own_binding(map, id, scopes) == NULL && has_key(preset_keys(map, id), key))
			return id;
	}
	return CMD_NONE;
}

enum command_id keymap_command(const struct keymap *map, unsigned scopes, int key)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct key_line *own = &map->own[i];

		if (own_binding(map, own->id, scopes) == own && has_key(own->keys, key))
			return own->id;
	}
	return preset_command(map, scopes, key);
}

int keymap_key(const struct keymap *map, enum command_id id, unsigned scopes, int n)
{
	const struct key_line *own = own_binding(map, id, scopes);
	const char *s = own != NULL ? own->keys : preset_keys(map, id);

	while (*s != '\0') {
		int key = *s == ' ' ? 0 : keycode_parse(&s);

		if (key == 0)
			s++;
		else if (keymap_command(map, scopes, key) == id && n-- == 0)
			return key;
	}
	return 0;
}

void keymap_keys(
	const struct keymap *map, enum command_id id, unsigned scopes, char *buf, size_t size)
{
	char label[KEY_NAME_SIZE];
	size_t used = 0;
	int key;

	buf[0] = '\0';
	for (int n = 0;
		(key = keymap_key(map, id, scopes, n)) != 0 && used + KEY_NAME_SIZE + 3 < size;
		n++) {
		int more = snprintf(buf + used, size - used, "%s%s", n > 0 ? "  " : "",
			keycode_label(key, label));

		used += (size_t)more;
	}
}

/* The key of a command in a view of these scopes; where it is none of theirs, in the views that it
 * is for. */
static int key_named(const struct keymap *map, unsigned scopes, const char *name)
{
	enum command_id id = command_named(scopes, name);

	if (id != CMD_NONE)
		return keymap_key(map, id, scopes, 0);
	id = command_named(~0U, name);
	return id != CMD_NONE ? keymap_key(map, id, command_get(id)->scopes, 0) : 0;
}

char *keymap_hint(const struct keymap *map, unsigned scopes, const char *hint)
{
	char label[KEY_NAME_SIZE];
	struct str out = {0};

	while (*hint != '\0') {
		size_t plain = strcspn(hint, "{"), len;
		char *name;
		int key;

		str_addn(&out, hint, plain);
		hint += plain;
		if (*hint == '\0')
			break;
		len = strcspn(hint, "}");
		name = xstrndup(hint + 1, len - 1);
		key = map != NULL ? key_named(map, scopes, name) : 0;
		/* What has no key is reached through the palette. */
		if (map == NULL)
			str_add(&out, _(command_get(command_named(~0U, name))->title));
		else if (key != 0)
			str_add(&out, keycode_label(key, label));
		else
			str_addf(&out, ":%s", name);
		free(name);
		hint += len + (hint[len] == '}' ? 1 : 0);
	}
	return str_detach(&out);
}

void keymap_release(struct keymap *map)
{
	for (size_t i = 0; i < map->n; i++)
		free(map->own[i].keys);
	free(map->own);
	*map = (struct keymap){0};
}

/* ---- keys.ini -------------------------------------------------------------------------------- */

/* What is read, and where complaints go. */
struct reader {
	struct keymap *map;
	const char *file; /* as messages name it */
	struct strv *problems;
};

/* "[keys]" is everywhere, "[keys list]" in lists alone; 0: no such section. */
static unsigned section_scopes(const char *name)
{
	if (strcmp(name, "keys") == 0)
		return ~0U;
	for (size_t i = 0; i < CONTEXTS && starts_with(name, "keys "); i++) {
		if (strcmp(name + 5, contexts[i].name) == 0)
			return contexts[i].scopes;
	}
	return 0;
}

static void read_preset(struct reader *reader, const struct conf_entry *entry)
{
	for (int i = 0; i < PRESET_COUNT; i++) {
		if (strcmp(entry->value, presets[i]) == 0) {
			reader->map->preset = (enum preset)i;
			return;
		}
	}
	own_complain(reader->problems, reader->file, entry->line,
		_("there is no preset '%s'; there are clerk and vi"), entry->value);
}

static bool are_keys(struct reader *reader, const struct conf_entry *entry)
{
	struct strv words = {0};
	bool ok = true;

	strv_split(&words, entry->value, " \t");
	for (size_t i = 0; i < words.n; i++) {
		const char *s = words.v[i];

		if (keycode_parse(&s) == 0 || *s != '\0') {
			own_complain(reader->problems, reader->file, entry->line,
				_("'%s' is no key; keys are written a, <F6>, <C-s>, <Enter>"),
				words.v[i]);
			ok = false;
		}
	}
	strv_release(&words);
	return ok;
}

/* One name may be several rows of the list: act on a document, act on a row. */
static void bind(struct reader *reader, const struct conf_entry *entry, unsigned scopes)
{
	struct keymap *map = reader->map;
	bool is_known = false, is_here = false;

	map->line_count++;
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *command = command_get((enum command_id)i);

		if (strcmp(command->name, entry->key) != 0)
			continue;
		is_known = true;
		if ((command->scopes & scopes) == 0)
			continue;
		is_here = true;
		GROW(map->own, map->n);
		map->own[map->n++] = (struct key_line){(enum command_id)i, command->scopes & scopes,
			xstrdup(entry->value), entry->line};
	}
	if (!is_known)
		own_complain(reader->problems, reader->file, entry->line,
			_("there is no command '%s'; F10 on the screen lists them"), entry->key);
	else if (!is_here)
		own_complain(reader->problems, reader->file, entry->line,
			_("'%s' is no command of that section"), entry->key);
}

static void read_section(struct reader *reader, const struct conf_section *section)
{
	unsigned scopes = section_scopes(section->name);

	if (scopes == 0) {
		own_complain(reader->problems, reader->file, section->line,
			_("there is no section [%s]; there are [keys] and [keys desk], list, "
			  "document, read, table, pick, form, edit, prompt"),
			section->name);
		return;
	}
	for (size_t i = 0; i < section->n; i++) {
		const struct conf_entry *entry = &section->entries[i];

		if (strcmp(section->name, "keys") == 0 && strcmp(entry->key, "preset") == 0)
			read_preset(reader, entry);
		else if (are_keys(reader, entry))
			bind(reader, entry, scopes);
	}
}

/* A key that two lines want in one kind of view; and one that leaves another command without any.
 */
static void check_key(struct reader *reader, const struct key_line *own, int key, unsigned scopes)
{
	struct keymap plain = {.preset = reader->map->preset};
	enum command_id was = keymap_command(&plain, scopes, key);
	enum command_id now = keymap_command(reader->map, scopes, key);
	char name[KEY_NAME_SIZE];

	keycode_spell(key, name);
	if (now != own->id && strcmp(command_get(now)->name, command_get(own->id)->name) != 0)
		own_complain(reader->problems, reader->file, own->line,
			_("%s means '%s' already (line %d); the first line stands"), name,
			command_get(now)->name, own_binding(reader->map, now, scopes)->line);
	else if (was != CMD_NONE && was != own->id &&
		 own_binding(reader->map, was, scopes) == NULL &&
		 keymap_key(reader->map, was, scopes, 0) == 0)
		own_complain(reader->problems, reader->file, own->line,
			_("%s is taken from '%s', which has no other key"), name,
			command_get(was)->name);
}

static void check(struct reader *reader)
{
	for (size_t i = 0; i < reader->map->n; i++) {
		const struct key_line *own = &reader->map->own[i];

		for (size_t c = 0; c < CONTEXTS; c++) {
			const char *s = own->keys;

			if (own_binding(reader->map, own->id, contexts[c].scopes) != own)
				continue;
			while (*s != '\0') {
				if (*s == ' ' || *s == '\t')
					s++;
				else
					check_key(
						reader, own, keycode_parse(&s), contexts[c].scopes);
			}
		}
	}
}

bool keymap_load(struct keymap *map, const char *path, struct strv *problems)
{
	const char *slash = strrchr(path, '/');
	struct reader reader = {map, slash != NULL ? slash + 1 : path, problems};
	struct conf conf = {0};
	bool is_there = own_conf(&conf, path, reader.file, problems);

	for (size_t i = 0; i < conf.n; i++)
		read_section(&reader, &conf.sections[i]);
	check(&reader);
	conf_release(&conf);
	return is_there;
}

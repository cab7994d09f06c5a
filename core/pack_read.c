/* SPDX-License-Identifier: MIT */
#include "core/pack_read.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

enum { KEYS_MAX = 17 };

enum need { OPTIONAL, REQUIRED };
enum form { PLAIN, NAMED }; /* NAMED: in every language, name.en and name.zh */

struct key {
	const char *name;
	enum need need;
	enum form form;
};

/* What a section is called, how many codes follow, what it holds, who reads it; in the order in
 * which they are read, so that what a section names has been read before. */
static const struct section_type {
	const char *word;
	size_t codes;
	void (*read)(struct source *source);
	void (*link)(struct source *source); /* once everything is read; NULL */
	struct key keys[KEYS_MAX + 1];
} types[] = {
	{"pack", 0, pack_read_pack, NULL,
		{{"code", REQUIRED, PLAIN}, {"version", REQUIRED, PLAIN}, {"name", REQUIRED, NAMED},
			{"timezone", REQUIRED, PLAIN}}},
	{"calendar", 0, pack_read_calendar, NULL, {{"file", REQUIRED, PLAIN}}},
	{"number", 0, pack_read_number, NULL,
		{{"write", REQUIRED, PLAIN}, {"write-order", REQUIRED, PLAIN},
			{"example", REQUIRED, PLAIN}, {"brackets", OPTIONAL, PLAIN},
			{"ordinal", OPTIONAL, PLAIN}, {"end", OPTIONAL, PLAIN},
			{"year-end", OPTIONAL, PLAIN}, {"numerals", OPTIONAL, PLAIN},
			{"tens", OPTIONAL, PLAIN}}},
	{"attribute", 1, pack_read_attribute, NULL,
		{{"name", REQUIRED, NAMED}, {"note", OPTIONAL, NAMED},
			{"public", OPTIONAL, PLAIN}}},
	{"law", 1, pack_read_law, NULL,
		{{"name", REQUIRED, NAMED}, {"from", OPTIONAL, PLAIN}, {"to", OPTIONAL, PLAIN},
			{"text", OPTIONAL, PLAIN}}},
	{"ground", 1, pack_read_ground, pack_link_ground,
		{{"law", REQUIRED, PLAIN}, {"article", REQUIRED, PLAIN}, {"name", REQUIRED, NAMED},
			{"evidence", REQUIRED, NAMED}, {"override", OPTIONAL, NAMED},
			{"attributes", REQUIRED, PLAIN}, {"binding", REQUIRED, PLAIN},
			{"review-months", REQUIRED, PLAIN}, {"cell", OPTIONAL, PLAIN},
			{"from", OPTIONAL, PLAIN}, {"to", OPTIONAL, PLAIN},
			{"successors", OPTIONAL, PLAIN}, {"needs", OPTIONAL, PLAIN}}},
	{"not-a-ground", 1, pack_read_catch_all, NULL,
		{{"name", REQUIRED, NAMED}, {"words", REQUIRED, PLAIN}, {"why", REQUIRED, NAMED}}},
	{"return", 1, pack_read_return_code, NULL, {{"name", REQUIRED, NAMED}}},
	{"role", 1, pack_read_role, NULL,
		{{"name", REQUIRED, NAMED}, {"sees", OPTIONAL, PLAIN}, {"drafts", OPTIONAL, PLAIN},
			{"withheld", OPTIONAL, PLAIN}, {"administers", OPTIONAL, PLAIN},
			{"bars-decisions", OPTIONAL, PLAIN}}},
	{"action", 1, pack_read_action, NULL,
		{{"name", REQUIRED, NAMED}, {"help", OPTIONAL, NAMED}, {"act", REQUIRED, PLAIN}}},
	{"table", 1, pack_read_table, NULL,
		{{"name", REQUIRED, NAMED}, {"file", REQUIRED, PLAIN}, {"marks", OPTIONAL, PLAIN},
			{"columns", OPTIONAL, PLAIN}, {"columns", OPTIONAL, NAMED},
			{"parent", OPTIONAL, PLAIN}, {"own", OPTIONAL, PLAIN}}},
	{"form", 1, pack_read_form, pack_link_form,
		{{"name", REQUIRED, NAMED}, {"kind", REQUIRED, PLAIN},
			{"received", REQUIRED, PLAIN}, {"done", OPTIONAL, PLAIN},
			{"amount", OPTIONAL, PLAIN}, {"unit", OPTIONAL, PLAIN},
			{"when", OPTIONAL, PLAIN}, {"rows", REQUIRED, PLAIN},
			{"columns", REQUIRED, PLAIN}, {"balance", OPTIONAL, PLAIN}}},
	{"kind", 1, pack_read_kind, pack_link_kind,
		{{"name", REQUIRED, NAMED}, {"workflow", OPTIONAL, PLAIN},
			{"stub", OPTIONAL, PLAIN}, {"register", OPTIONAL, PLAIN},
			{"columns", OPTIONAL, PLAIN}, {"selects", OPTIONAL, PLAIN},
			{"takes", OPTIONAL, PLAIN}}},
	{"field", 2, pack_read_field, pack_link_field,
		{{"name", REQUIRED, NAMED}, {"help", OPTIONAL, NAMED}, {"type", REQUIRED, PLAIN},
			{"required", OPTIONAL, PLAIN}, {"when", OPTIONAL, PLAIN},
			{"max", OPTIONAL, PLAIN}, {"choices", OPTIONAL, PLAIN},
			{"choices", OPTIONAL, NAMED}, {"choices.cell", OPTIONAL, PLAIN},
			{"table", OPTIONAL, PLAIN}, {"relation", OPTIONAL, PLAIN},
			{"back", OPTIONAL, NAMED}, {"instead", OPTIONAL, PLAIN},
			{"guess", OPTIONAL, PLAIN}}},
	{"state", 2, pack_read_state, NULL,
		{{"name", REQUIRED, NAMED}, {"phase", REQUIRED, PLAIN}, {"cell", OPTIONAL, PLAIN},
			{"rests", OPTIONAL, PLAIN}}},
	{"clock", 2, pack_read_clock, NULL,
		{{"name", REQUIRED, NAMED}, {"basis", REQUIRED, NAMED}, {"start", REQUIRED, PLAIN},
			{"stop", OPTIONAL, PLAIN}, {"pause", OPTIONAL, PLAIN},
			{"from", OPTIONAL, PLAIN}, {"to", OPTIONAL, PLAIN},
			{"days", OPTIONAL, PLAIN}, {"days-of", OPTIONAL, PLAIN},
			{"hours", OPTIONAL, PLAIN}, {"count", OPTIONAL, PLAIN},
			{"extend", OPTIONAL, PLAIN}, {"extend-days", OPTIONAL, PLAIN},
			{"extend-hours", OPTIONAL, PLAIN}, {"warn", OPTIONAL, PLAIN},
			{"threshold", OPTIONAL, PLAIN}, {"when", OPTIONAL, PLAIN}}},
	{"letter", 2, pack_read_letter, pack_link_letter,
		{{"name", REQUIRED, NAMED}, {"language", REQUIRED, PLAIN},
			{"text", REQUIRED, PLAIN}, {"when", OPTIONAL, PLAIN},
			{"draft", OPTIONAL, PLAIN}}},
	{"notice", 0, pack_read_notice, pack_link_notice,
		{{"kind", OPTIONAL, PLAIN}, {"numerals", REQUIRED, PLAIN},
			{"levels", REQUIRED, PLAIN}, {"places", REQUIRED, PLAIN},
			{"ends", REQUIRED, PLAIN}, {"between", REQUIRED, PLAIN},
			{"parts", OPTIONAL, PLAIN}, {"labels", OPTIONAL, PLAIN},
			{"deadlines", OPTIONAL, PLAIN}, {"groups", OPTIONAL, PLAIN},
			{"furniture", OPTIONAL, PLAIN}, {"counts", OPTIONAL, PLAIN}}},
	{"notice-party", 1, pack_read_notice_party, NULL,
		{{"name", REQUIRED, NAMED}, {"before", OPTIONAL, PLAIN},
			{"after", OPTIONAL, PLAIN}}},
	{"notice-date", 1, pack_read_notice_date, NULL,
		{{"words", REQUIRED, PLAIN}, {"on", OPTIONAL, PLAIN}}},
	{"screen", 1, pack_read_screen, NULL,
		{{"name", REQUIRED, NAMED}, {"validator", REQUIRED, PLAIN},
			{"severity", REQUIRED, PLAIN}, {"other", OPTIONAL, PLAIN},
			{"mask", OPTIONAL, PLAIN}, {"file", OPTIONAL, PLAIN},
			{"words", OPTIONAL, PLAIN}, {"except", OPTIONAL, PLAIN},
			{"official", OPTIONAL, PLAIN}, {"after", OPTIONAL, PLAIN},
			{"words-more", OPTIONAL, PLAIN}, {"parts", OPTIONAL, PLAIN},
			{"places", OPTIONAL, PLAIN}, {"ends", OPTIONAL, PLAIN}}},
};

static const struct section_type *find_type(const char *word)
{
	return coded_find((struct coded){types, COUNT(types), sizeof(types[0]), NULL}, word);
}

static bool is_key(const struct key *key, const char *written)
{
	size_t n = strlen(key->name);

	if (key->form == PLAIN)
		return strcmp(written, key->name) == 0;
	return strncmp(written, key->name, n) == 0 &&
	       (strcmp(written + n, ".en") == 0 || strcmp(written + n, ".zh") == 0);
}

static char *join_keys(const struct section_type *type)
{
	struct str s = {0};

	for (const struct key *key = type->keys; key->name != NULL; key++) {
		str_add(&s, s.len > 0 ? ", " : "");
		if (key->form == PLAIN)
			str_add(&s, key->name);
		else
			str_addf(&s, "%s.en, %s.zh", key->name, key->name);
	}
	return str_detach(&s);
}

static void check_known(struct source *source, const struct section_type *type)
{
	for (size_t i = 0; i < source->section->n; i++) {
		const char *written = source->section->entries[i].key;
		const struct key *key = type->keys;
		char *allowed;

		while (key->name != NULL && !is_key(key, written))
			key++;
		if (key->name != NULL)
			continue;
		allowed = join_keys(type);
		source_fault(source, written, _("a section [%s] has no key '%s'; its keys are: %s"),
			type->word, written, allowed);
		free(allowed);
	}
}

static void check_filled(struct source *source, const char *key)
{
	if (str_empty(conf_get(source->section, key)))
		source_fault(
			source, key, _("[%s] says nothing for '%s'"), source->section->name, key);
}

/* What is required is there; what is named is named in every language. */
static void check_needed(struct source *source, const struct section_type *type)
{
	for (const struct key *key = type->keys; key->name != NULL; key++) {
		char *en = xasprintf("%s.en", key->name), *zh = xasprintf("%s.zh", key->name);

		if (key->form == PLAIN && key->need == REQUIRED)
			check_filled(source, key->name);
		if (key->form == NAMED &&
			(key->need == REQUIRED || !str_empty(conf_get(source->section, en)) ||
				!str_empty(conf_get(source->section, zh)))) {
			check_filled(source, en);
			check_filled(source, zh);
		}
		free(en);
		free(zh);
	}
}

static void check_section(struct source *source)
{
	const struct section_type *type =
		source->words.n > 0 ? find_type(source->words.v[0]) : NULL;
	char *allowed;

	if (type == NULL) {
		allowed = coded_join((struct coded){types, COUNT(types), sizeof(types[0]), NULL});
		source_fault(source, NULL, _("a pack has no section [%s]; there are: %s"),
			source->section->name, allowed);
		free(allowed);
		return;
	}
	if (source->words.n != type->codes + 1)
		source_fault(source, NULL, _("[%s] has %zu codes after '%s', it needs %zu"),
			source->section->name, source->words.n - 1, type->word, type->codes);
	for (size_t i = 1; i < source->words.n; i++) {
		if (!code_is_valid(source->words.v[i]))
			source_fault(source, NULL,
				_("'%s' is no code; a code is ASCII letters, digits, - and _"),
				source->words.v[i]);
	}
	check_known(source, type);
	check_needed(source, type);
}

static int order_of_names(const struct source *x, const struct source *y)
{
	for (size_t i = 0; i < x->words.n && i < y->words.n; i++) {
		int order = code_order(x->words.v[i], y->words.v[i]);

		if (order != 0)
			return order;
	}
	return (x->words.n > y->words.n) - (x->words.n < y->words.n);
}

/* Sections of one name stay in the order of the files. */
static int by_name(const void *a, const void *b)
{
	const struct source *x = *(struct source *const *)a, *y = *(struct source *const *)b;
	int order = order_of_names(x, y);

	return order != 0 ? order : (x > y) - (x < y);
}

static bool check_unique(struct source *sources, size_t n)
{
	struct source **sorted = xcalloc(n, sizeof(*sorted));
	bool ok = true;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &sources[i];
	if (n > 0)
		qsort(sorted, n, sizeof(*sorted), by_name);
	for (size_t i = 1; ok && i < n; i++) {
		const struct source *first = sorted[i - 1];

		ok = order_of_names(first, sorted[i]) != 0;
		if (!ok)
			source_fault(sorted[i], NULL, _("[%s] stands twice; first at %s:%d"),
				sorted[i]->section->name, first->section->file,
				first->section->line);
	}
	free(sorted);
	return ok;
}

/* Reads the sections of every type in turn, or links them. */
static bool each_type(struct source *sources, size_t n, bool link)
{
	for (size_t t = 0; t < COUNT(types); t++) {
		void (*read)(struct source *) = link ? types[t].link : types[t].read;

		for (size_t i = 0; i < n && read != NULL; i++) {
			if (code_eq(sources[i].words.v[0], types[t].word))
				read(&sources[i]);
			if (sources[i].failed)
				return false;
		}
	}
	return true;
}

static bool check_each(struct source *sources, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		check_section(&sources[i]);
		if (sources[i].failed)
			return false;
	}
	return true;
}

bool pack_read_sections(struct pack *pack, const struct conf *conf, struct err *err)
{
	struct source *sources = xcalloc(conf->n, sizeof(*sources));
	bool ok;

	for (size_t i = 0; i < conf->n; i++) {
		sources[i] =
			(struct source){.pack = pack, .section = &conf->sections[i], .err = err};
		strv_split(&sources[i].words, conf->sections[i].name, " \t");
	}
	ok = check_each(sources, conf->n) && check_unique(sources, conf->n) &&
	     each_type(sources, conf->n, false) && each_type(sources, conf->n, true);
	for (size_t i = 0; i < conf->n; i++)
		strv_release(&sources[i].words);
	free(sources);
	return ok;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/pack_read.h"

static void read_list(
	struct source *source, const char *key, const char *separators, struct strv *list)
{
	const char *text = conf_get(source->section, key);

	if (text != NULL && !source->failed)
		strv_split(list, text, separators);
}

static void check_level(struct source *source, const char *key, const char *level)
{
	size_t at = strcspn(level, "#%");

	if (level[at] == '\0')
		source_fault(source, key, _("'%s' has no # or %% for the number"), level);
	else if (strlen(level) == 1 && strcmp(key, "levels") == 0)
		source_fault(source, key,
			_("a number alone begins no clause; say what stands beside it"));
}

/* Every level has its place, and all their number. */
static void check_levels(struct source *source, const struct notice_rules *rules)
{
	if (!source->failed && rules->levels.n != rules->places.n)
		source_fault(source, "places", _("there are %zu places for %zu levels"),
			rules->places.n, rules->levels.n);
	for (size_t i = 0; i < rules->levels.n; i++) {
		struct strv ways = {0};

		strv_split(&ways, rules->levels.v[i], "|");
		for (size_t j = 0; j < ways.n; j++)
			check_level(source, "levels", ways.v[j]);
		if (ways.n == 0)
			check_level(source, "levels", rules->levels.v[i]);
		strv_release(&ways);
	}
	for (size_t i = 0; i < rules->places.n; i++)
		check_level(source, "places", rules->places.v[i]);
}

void pack_read_notice(struct source *source)
{
	struct notice_rules *rules = &source->pack->notice;

	rules->is_there = true;
	read_list(source, "numerals", " \t", &rules->numerals);
	read_list(source, "levels", " \t", &rules->levels);
	read_list(source, "places", " \t", &rules->places);
	read_list(source, "ends", "|", &rules->ends);
	read_list(source, "between", "|", &rules->between);
	read_list(source, "parts", "|", &rules->parts);
	read_list(source, "labels", "|", &rules->labels);
	read_list(source, "deadlines", "|", &rules->deadlines);
	read_list(source, "groups", "|", &rules->groups);
	read_list(source, "furniture", "|", &rules->furniture);
	read_list(source, "counts", "|", &rules->counts);
	check_levels(source, rules);
}

/* The parts somebody can have are the choices of the kind's field for them. */
static void check_parts(struct source *source, const struct notice_rules *rules)
{
	const struct field *field = rules->kind != NULL ? kind_field(rules->kind, "part") : NULL;

	for (size_t i = 0; field != NULL && i < rules->role_count; i++) {
		if (field_choice(field, rules->roles[i].code) == NULL)
			source_fault(source, "kind",
				_("the field 'part' of '%s' has no choice '%s', and there is a "
				  "[notice-party %s]"),
				rules->kind->code, rules->roles[i].code, rules->roles[i].code);
	}
}

void pack_link_notice(struct source *source)
{
	struct pack *pack = source->pack;
	char *code = source_text(source, "kind");

	if (pack->notice.role_count == 0)
		source_fault(source, NULL,
			_("a pack with a section [notice] needs a section [notice-party CODE]"));
	if (code != NULL) {
		pack->notice.kind = pack_kind(pack, code);
		if (pack->notice.kind == NULL && !source->failed)
			source->failed =
				!coded_unknown(CODED(pack->kinds, pack->kind_count, _("kinds")),
					code, source_place(source, "kind"), source->err);
	}
	check_parts(source, &pack->notice);
	free(code);
}

void pack_read_notice_party(struct source *source)
{
	struct notice_rules *rules = &source->pack->notice;
	struct party_role *role = SOURCE_ADD(source, rules->roles, rules->role_count);

	role->name = source_name(source, "name");
	read_list(source, "before", "|", &role->before);
	read_list(source, "after", "|", &role->after);
}

/* "12-31" */
static void read_month_day(struct source *source, struct notice_date_rule *rule)
{
	char *text = source_text(source, "on"), *day = NULL;
	int year, at;

	if (text == NULL)
		return;
	day = xasprintf("2000-%s", text);
	if (day_parse(day, &at))
		day_split(at, &year, &rule->month, &rule->mday);
	else
		source_fault(
			source, "on", _("'%s' is no day of a year; it is written 12-31"), text);
	free(day);
	free(text);
}

void pack_read_notice_date(struct source *source)
{
	struct notice_rules *rules = &source->pack->notice;
	struct notice_date_rule *rule = SOURCE_ADD(source, rules->dates, rules->date_count);

	read_list(source, "words", "|", &rule->words);
	read_month_day(source, rule);
	for (size_t i = 0; i < rule->words.n; i++) {
		const char *words = rule->words.v[i];

		if (strstr(words, "{m}") == NULL && strstr(words, "{q}") == NULL &&
			rule->month == 0)
			source_fault(source, "words",
				_("'%s' names no month; it needs {m} or {q}, or a key 'on'"),
				words);
	}
}

void notice_rules_release(struct notice_rules *rules)
{
	struct strv *lists[] = {&rules->numerals, &rules->levels, &rules->places, &rules->ends,
		&rules->between, &rules->parts, &rules->labels, &rules->deadlines, &rules->groups,
		&rules->furniture, &rules->counts};

	for (size_t i = 0; i < COUNT(lists); i++)
		strv_release(lists[i]);
	for (size_t i = 0; i < rules->role_count; i++) {
		free(rules->roles[i].code);
		name_release(&rules->roles[i].name);
		strv_release(&rules->roles[i].before);
		strv_release(&rules->roles[i].after);
	}
	for (size_t i = 0; i < rules->date_count; i++) {
		free(rules->dates[i].code);
		strv_release(&rules->dates[i].words);
	}
	free(rules->roles);
	free(rules->dates);
	*rules = (struct notice_rules){0};
}

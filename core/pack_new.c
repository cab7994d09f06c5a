/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/pack_read.h"
#include "core/screener.h"
#include "core/text.h"

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static bool check_text(const struct pack_file *file, struct err *err)
{
	int line = 1;

	for (const char *p = file->text, *end = p + file->len; p < end; line++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((stop != NULL ? stop : end) - p);

		if (!text_is_utf8(p, n))
			return pack_fault(err, (struct place){file->path, line},
				_("bytes that are no UTF-8; save the file as UTF-8"));
		p += n + 1;
	}
	return true;
}

static bool read_files(const struct pack_files *files, struct conf *conf, struct err *err)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct pack_file *file = &files->v[i];

		if (i > 0 && strcmp(files->v[i - 1].path, file->path) == 0)
			return pack_fault(err, (struct place){file->path, 1},
				_("the file stands twice in the pack"));
		if (!ends_with(file->path, ".ini")) {
			if (!check_text(file, err))
				return false;
		} else if (!conf_read(conf, file->path, file->text, file->len, err)) {
			return false;
		}
	}
	return true;
}

struct pack *pack_new(struct pack_files *files, const char *sha256, struct err *err)
{
	struct pack *pack = xcalloc(1, sizeof(*pack));
	struct conf conf = {0};
	bool ok;

	pack->files = *files;
	*files = (struct pack_files){0};
	ok = read_files(&pack->files, &conf, err) && pack_read_sections(pack, &conf, err) &&
	     pack_check(pack, &conf, err);
	conf_release(&conf);
	if (!ok) {
		pack_free(pack);
		return NULL;
	}
	pack->id = xasprintf("%s %s sha256:%s", pack->code, pack->version, sha256);
	return pack;
}

static void release_ground(struct ground *ground)
{
	free(ground->code);
	free(ground->article);
	name_release(&ground->name);
	name_release(&ground->evidence);
	name_release(&ground->override);
	strv_release(&ground->attributes);
	free(ground->cell);
	free(ground->needs);
	strv_release(&ground->successors);
}

static void release_field(struct field *field)
{
	free(field->code);
	name_release(&field->name);
	name_release(&field->help);
	name_release(&field->back);
	free(field->when);
	free(field->instead);
	for (size_t i = 0; i < field->choice_count; i++) {
		free(field->choices[i].code);
		name_release(&field->choices[i].name);
		free(field->choices[i].cell);
	}
	free(field->choices);
}

static void release_transition(struct transition *transition)
{
	strv_release(&transition->from);
	strv_release(&transition->roles);
	strv_release(&transition->fields);
	free(transition->when);
	for (size_t i = 0; i < transition->guard_count; i++) {
		strv_release(&transition->guards[i].fields);
		free(transition->guards[i].when);
		free(transition->guards[i].clock);
	}
	free(transition->guards);
}

static void release_clock(struct clock_rule *clock)
{
	free(clock->code);
	name_release(&clock->name);
	name_release(&clock->basis);
	strv_release(&clock->start);
	strv_release(&clock->stop);
	free(clock->when);
	strv_release(&clock->pause);
	strv_release(&clock->from);
	strv_release(&clock->to);
	free(clock->days_of);
	free(clock->days_column);
}

static void release_kind(struct kind *kind)
{
	free(kind->code);
	name_release(&kind->name);
	for (size_t i = 0; i < kind->field_count; i++)
		release_field(&kind->fields[i]);
	free(kind->fields);
	for (size_t i = 0; i < kind->state_count; i++) {
		free(kind->states[i].code);
		name_release(&kind->states[i].name);
		free(kind->states[i].cell);
	}
	free(kind->states);
	for (size_t i = 0; i < kind->transition_count; i++)
		release_transition(&kind->transitions[i]);
	free(kind->transitions);
	for (size_t i = 0; i < kind->clock_count; i++)
		release_clock(&kind->clocks[i]);
	free(kind->clocks);
	free(kind->columns);
	for (size_t i = 0; i < kind->letter_count; i++) {
		free(kind->letters[i].code);
		name_release(&kind->letters[i].name);
		free(kind->letters[i].when);
		strv_release(&kind->letters[i].draft);
	}
	free(kind->letters);
}

static void release_law(struct law *law)
{
	free(law->code);
	name_release(&law->name);
	free(law->text);
}

static void release_attribute(struct attribute *attribute)
{
	free(attribute->code);
	name_release(&attribute->name);
	name_release(&attribute->note);
}

static void release_catch_all(struct catch_all *catch_all)
{
	free(catch_all->code);
	name_release(&catch_all->name);
	strv_release(&catch_all->words);
	strv_release(&catch_all->folded);
	name_release(&catch_all->why);
}

static void release_return_code(struct return_code *return_code)
{
	free(return_code->code);
	name_release(&return_code->name);
}

static void release_role(struct role *role)
{
	free(role->code);
	name_release(&role->name);
}

static void release_action(struct action *action)
{
	free(action->code);
	name_release(&action->name);
	name_release(&action->help);
}

static void release_screen_rule(struct screen_rule *rule)
{
	free(rule->code);
	name_release(&rule->name);
	for (size_t i = 0; i < LIST_COUNT; i++)
		strv_release(&rule->lists[i]);
}

#define RELEASE_ALL(items, n, release)                                                             \
	do {                                                                                       \
		for (size_t i = 0; i < (n); i++)                                                   \
			release(&(items)[i]);                                                      \
		free(items);                                                                       \
	} while (0)

static void number_form_release(struct number_form *form)
{
	free(form->write);
	free(form->write_order);
	free(form->example);
	free(form->brackets);
	free(form->ordinal);
	free(form->end);
	free(form->year_end);
	strv_release(&form->numerals);
	strv_release(&form->tens);
}

void pack_free(struct pack *pack)
{
	if (pack == NULL)
		return;
	RELEASE_ALL(pack->attributes, pack->attribute_count, release_attribute);
	RELEASE_ALL(pack->laws, pack->law_count, release_law);
	RELEASE_ALL(pack->grounds, pack->ground_count, release_ground);
	RELEASE_ALL(pack->catch_alls, pack->catch_all_count, release_catch_all);
	RELEASE_ALL(pack->return_codes, pack->return_code_count, release_return_code);
	RELEASE_ALL(pack->roles, pack->role_count, release_role);
	RELEASE_ALL(pack->actions, pack->action_count, release_action);
	RELEASE_ALL(pack->forms, pack->form_count, pack_form_release);
	RELEASE_ALL(pack->tables, pack->table_count, pack_release_table);
	RELEASE_ALL(pack->kinds, pack->kind_count, release_kind);
	notice_rules_release(&pack->notice);
	screener_free(pack->screener);
	RELEASE_ALL(pack->screen_rules, pack->screen_rule_count, release_screen_rule);
	calendar_release(&pack->calendar);
	pack_files_release(&pack->files);
	name_release(&pack->name);
	free(pack->code);
	free(pack->version);
	free(pack->id);
	free(pack->timezone);
	number_form_release(&pack->number);
	free(pack);
}

/* SPDX-License-Identifier: MIT */
#include "core/pack_read.h"

#include <stdlib.h>

#include "core/mem.h"

struct check {
	const struct pack *pack;
	const struct conf *conf;
	struct err *err;
};

static bool is_section(const struct conf_section *section, const char *const *words)
{
	struct strv have = {0};
	size_t n = 0;
	bool same = true;

	strv_split(&have, section->name, " \t");
	for (; words[n] != NULL; n++)
		same = same && n < have.n && code_eq(have.v[n], words[n]);
	same = same && n == have.n;
	strv_release(&have);
	return same;
}

/* Where a section begins, or a key of it. */
static struct place find_place(const struct check *check, const char *type, const char *code,
	const char *more, const char *key)
{
	const char *words[] = {type, code, more, NULL};

	for (size_t i = 0; i < check->conf->n; i++) {
		const struct conf_section *section = &check->conf->sections[i];

		if (is_section(section, words))
			return (struct place){section->file,
				key != NULL ? conf_line(section, key) : section->line};
	}
	return (struct place){"pack.ini", 1};
}

static bool check_attributes(const struct check *check)
{
	const struct pack *pack = check->pack;
	const struct attribute *first = NULL;

	for (size_t i = 0; i < pack->attribute_count; i++) {
		const struct attribute *attribute = &pack->attributes[i];

		if (first != NULL && attribute->is_public)
			return pack_fault(check->err,
				find_place(check, "attribute", attribute->code, NULL, "public"),
				_("'%s' and '%s' are both public; exactly one attribute is"),
				first->code, attribute->code);
		if (attribute->is_public)
			first = attribute;
	}
	if (first == NULL)
		return pack_fault(check->err, find_place(check, "pack", NULL, NULL, NULL),
			_("no attribute is public; exactly one has 'public = yes'"));
	return true;
}

static bool check_grounds_of(const struct check *check, const struct attribute *attribute)
{
	const struct pack *pack = check->pack;

	for (size_t i = 0; i < pack->ground_count; i++) {
		if (!strv_has(&pack->grounds[i].attributes, attribute->code))
			continue;
		if (!attribute->is_public)
			return true;
		return pack_fault(check->err,
			find_place(check, "ground", pack->grounds[i].code, NULL, "attributes"),
			_("'%s' is public and needs no ground; leave it out of the attributes"),
			attribute->code);
	}
	return attribute->is_public ||
	       pack_fault(check->err, find_place(check, "attribute", attribute->code, NULL, NULL),
		       _("no ground of the pack is for '%s'; every attribute that is not public "
			 "needs one"),
		       attribute->code);
}

static bool check_article(const struct check *check, const struct ground *ground)
{
	char *text;
	bool ok;

	if (ground->law->text == NULL)
		return true;
	text = pack_article(check->pack, ground);
	ok = !str_empty(text);
	free(text);
	return ok ||
	       pack_fault(check->err, find_place(check, "ground", ground->code, NULL, "article"),
		       _("the text of '%s' has no article '%s'; '%s' has no line '## %s' with "
			 "words below it"),
		       ground->law->code, ground->article, ground->law->text, ground->article);
}

static bool leaves(const struct transition *row, const struct state *state)
{
	return row->to != NULL && row->to != state && strv_has(&row->from, state->code);
}

static bool check_ways_out(const struct check *check, const struct kind *kind)
{
	for (size_t s = 0; s < kind->state_count; s++) {
		const struct state *state = &kind->states[s];
		bool out = state->phase == PHASE_PUBLISHED || state->phase == PHASE_HELD ||
			   state->phase == PHASE_ENDED;

		for (size_t i = 0; i < kind->transition_count; i++)
			out = out || leaves(&kind->transitions[i], state);
		if (!out)
			return pack_fault(check->err,
				find_place(check, "state", kind->code, state->code, NULL),
				_("no row of the workflow leaves '%s', and its phase is %s"),
				state->code, phase_words[state->phase]);
	}
	return true;
}

/* Marks the states that rows lead to from the marked ones. */
static bool spread(const struct kind *kind, bool *reached)
{
	bool changed = false;

	for (size_t i = 0; i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];
		bool from = row->from.n == 0;

		if (row->to == NULL || reached[row->to - kind->states])
			continue;
		for (size_t k = 0; k < row->from.n; k++)
			from = from || reached[kind_state(kind, row->from.v[k]) - kind->states];
		if (from)
			changed = reached[row->to - kind->states] = true;
	}
	return changed;
}

static bool check_ways_in(const struct check *check, const struct kind *kind)
{
	bool *reached = xcalloc(kind->state_count, sizeof(*reached));
	bool ok = true;

	while (spread(kind, reached))
		continue;
	for (size_t i = 0; ok && i < kind->state_count; i++) {
		if (!reached[i])
			ok = pack_fault(check->err,
				find_place(check, "state", kind->code, kind->states[i].code, NULL),
				_("no way leads to '%s'; the workflow of '%s' has no row that "
				  "does"),
				kind->states[i].code, kind->code);
	}
	free(reached);
	return ok;
}

static const char *path_of_workflow(const struct check *check, const struct kind *kind)
{
	const char *words[] = {"kind", kind->code, NULL};

	for (size_t i = 0; i < check->conf->n; i++) {
		if (is_section(&check->conf->sections[i], words))
			return conf_get(&check->conf->sections[i], "workflow");
	}
	return "";
}

/* The first row whose condition holds is taken: one without a condition hides those after it. */
static bool check_hidden(const struct check *check, const struct kind *kind)
{
	for (size_t i = 0; i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];

		for (size_t k = 0; k < i * row->from.n; k++) {
			const struct transition *above = &kind->transitions[k / row->from.n];
			const char *state = row->from.v[k % row->from.n];

			if (above->action == row->action && above->when == NULL &&
				strv_has(&above->from, state))
				return pack_fault(check->err,
					(struct place){path_of_workflow(check, kind), row->line},
					_("this row is never taken for '%s'; the one in line %d "
					  "has no condition"),
					state, above->line);
		}
	}
	return true;
}

static bool check_creation(const struct check *check, const struct kind *kind)
{
	const struct transition *first = NULL;

	for (size_t i = 0; i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];

		if (row->action->act == ACT_CREATE && first != NULL)
			return pack_fault(check->err,
				(struct place){path_of_workflow(check, kind), row->line},
				_("a second row creates; the first is in line %d"), first->line);
		if (row->action->act == ACT_CREATE)
			first = row;
	}
	return first != NULL || kind->is_stub ||
	       pack_fault(check->err, (struct place){path_of_workflow(check, kind), 1},
		       _("no row creates a paper; exactly one does"));
}

static bool is_for_drafter(const struct transition *row)
{
	for (size_t i = 0; i < row->guard_count; i++) {
		if (row->guards[i].kind == GUARD_DRAFTER)
			return true;
	}
	return false;
}

/* The key of the role that keeps it from reading papers in a state; NULL: none. */
static const char *kept_from(const struct role *role, const struct state *state)
{
	if (state->phase == PHASE_DRAFT && role->drafts != OPENS_WHOLE)
		return "drafts";
	if (state->phase == PHASE_HELD && role->withheld != OPENS_WHOLE)
		return "withheld";
	return NULL;
}

/* Nobody decides on what they may not read; what one drafted oneself one always may. */
static bool check_readers(
	const struct check *check, const struct kind *kind, const struct transition *row)
{
	for (size_t i = 0; !is_for_drafter(row) && i < row->roles.n * row->from.n; i++) {
		const struct role *role = pack_role(check->pack, row->roles.v[i / row->from.n]);
		const struct state *state = kind_state(kind, row->from.v[i % row->from.n]);
		const char *key = role != NULL ? kept_from(role, state) : NULL;

		if (key != NULL)
			return pack_fault(check->err,
				find_place(check, "role", role->code, NULL, key),
				_("'%s' does '%s' in the state '%s' of '%s' (%s:%d), whose papers "
				  "this keeps it from; only 'whole' lets it read them"),
				role->code, row->action->code, state->code, kind->code,
				path_of_workflow(check, kind), row->line);
	}
	return true;
}

static bool check_all_readers(const struct check *check, const struct kind *kind)
{
	for (size_t i = 0; i < kind->transition_count; i++) {
		if (!check_readers(check, kind, &kind->transitions[i]))
			return false;
	}
	return true;
}

static bool check_kind(const struct check *check, const struct kind *kind)
{
	if (kind->state_count == 0)
		return pack_fault(check->err, find_place(check, "kind", kind->code, NULL, NULL),
			_("the kind '%s' has no state"), kind->code);
	return check_creation(check, kind) && check_hidden(check, kind) &&
	       check_all_readers(check, kind) &&
	       (kind->is_stub || (check_ways_in(check, kind) && check_ways_out(check, kind)));
}

static bool check_kinds(const struct check *check)
{
	const struct pack *pack = check->pack;
	const struct kind *stub = NULL;

	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		if (kind->is_stub && stub != NULL)
			return pack_fault(check->err,
				find_place(check, "kind", kind->code, NULL, "stub"),
				_("'%s' and '%s' are both stubs; at most one kind is"), stub->code,
				kind->code);
		if (kind->is_stub)
			stub = kind;
		if (!check_kind(check, kind))
			return false;
	}
	return true;
}

static bool check_returns(const struct check *check)
{
	const struct pack *pack = check->pack;

	for (size_t i = 0; i < pack->action_count; i++) {
		if (pack->actions[i].act == ACT_RETURN && pack->return_code_count == 0)
			return pack_fault(check->err,
				find_place(check, "action", pack->actions[i].code, NULL, NULL),
				_("'%s' returns papers, with a code, and the pack has no section "
				  "[return CODE]"),
				pack->actions[i].code);
	}
	return true;
}

bool pack_check(const struct pack *pack, const struct conf *conf, struct err *err)
{
	struct check check = {.pack = pack, .conf = conf, .err = err};

	if (pack->code == NULL)
		return err_set(err, ERR_INPUT, _("pack.ini:1: the pack has no section [pack]"));
	if (!check_attributes(&check))
		return false;
	for (size_t i = 0; i < pack->attribute_count; i++) {
		if (!check_grounds_of(&check, &pack->attributes[i]))
			return false;
	}
	for (size_t i = 0; i < pack->ground_count; i++) {
		if (!check_article(&check, &pack->grounds[i]))
			return false;
	}
	return check_returns(&check) && check_kinds(&check);
}

/* SPDX-License-Identifier: MIT */
#include "core/pack_read.h"

#include <stdlib.h>
#include <string.h>

#include "core/csv.h"
#include "core/mem.h"

static const char *const columns[] = {"from", "action", "to", "role", "when", "guards"};

static const char *const guard_words[GUARD_COUNT] = {
	[GUARD_DRAFTER] = "drafter",
	[GUARD_COMMENT] = "comment",
	[GUARD_CODE] = "code",
	[GUARD_SCREENED] = "screened",
	[GUARD_UNACTED] = "unacted",
	[GUARD_UNTOUCHED] = "untouched",
	[GUARD_PAPER] = "paper",
	[GUARD_OWN_KEY] = "own-key",
	[GUARD_GATHERED] = "gathered",
	[GUARD_PARTED] = "parted",
	[GUARD_EXPIRED] = "expired:CLOCK",
	[GUARD_FIELD] = "field:A|B?CONDITION",
	[GUARD_SAME] = "same:A|B?CONDITION",
	[GUARD_APART] = "apart:A|B|DAYS?CONDITION",
	[GUARD_CALLED] = "called:KIND|STATE",
};

enum {
	DRAFT = 1 << PHASE_DRAFT,
	REVIEW = 1 << PHASE_REVIEW,
	DECIDED = 1 << PHASE_DECIDED,
	PUBLISHED = 1 << PHASE_PUBLISHED,
	HELD = 1 << PHASE_HELD,
	ENDED = 1 << PHASE_ENDED,
};

/* Where an act may lead, whatever a pack says: nothing leaves drafting but by SUBMIT (which asks
 * for the attribute) or VOID, nothing is decided but by SIGN, nothing published but out of what was
 * decided. stays: from each of these phases into the same. site: what the site does by itself. */
static const struct {
	unsigned from, to, stays;
	bool site;
} law[ACT_COUNT] = {
	[ACT_CREATE] = {.to = DRAFT},
	[ACT_EDIT] = {.from = REVIEW, .to = DRAFT | REVIEW, .stays = DRAFT},
	[ACT_MARK] = {.from = REVIEW, .to = DRAFT | REVIEW, .stays = DRAFT},
	[ACT_SUBMIT] = {.from = DRAFT, .to = REVIEW | ENDED},
	[ACT_APPROVE] = {.from = REVIEW, .to = REVIEW | ENDED},
	[ACT_SIGN] = {.from = REVIEW, .to = DECIDED | ENDED},
	[ACT_RETURN] = {.from = REVIEW | DECIDED | HELD, .to = DRAFT},
	[ACT_OPINION] = {.from = REVIEW, .to = REVIEW},
	[ACT_MOVE] = {.from = REVIEW | DECIDED | HELD,
		.to = REVIEW | ENDED,
		.stays = DECIDED | PUBLISHED | HELD | ENDED,
		.site = true},
	[ACT_WAIVE] = {.stays = DRAFT | REVIEW | DECIDED},
	[ACT_RECALL] = {.from = REVIEW, .to = DRAFT},
	[ACT_VOID] = {.from = DRAFT | REVIEW, .to = ENDED},
	[ACT_HOLD] = {.from = DECIDED | HELD, .to = HELD, .site = true},
	[ACT_PUBLISH] = {.from = DECIDED, .to = PUBLISHED, .site = true},
	[ACT_WITHDRAW] = {.from = PUBLISHED, .to = DRAFT | REVIEW | HELD | ENDED},
	[ACT_REVIEW] = {.from = HELD, .to = REVIEW | HELD, .site = true},
	[ACT_PURGE] = {.from = DRAFT | REVIEW | DECIDED | PUBLISHED | HELD | ENDED, .to = ENDED},
};

/* A register's records go back and forth, and what was ended may be taken up again; what would
 * mark, decide, publish or withhold is not for them. */
static struct step_law {
	unsigned from, to, stays;
} law_of(const struct kind *kind, enum act act)
{
	struct step_law step = {law[act].from, law[act].to, law[act].stays};

	if (kind->is_register && act == ACT_MOVE)
		step = (struct step_law){REVIEW | ENDED, REVIEW | ENDED, REVIEW | ENDED};
	return step;
}

static bool is_for_papers(enum act act)
{
	switch (act) {
	case ACT_MARK:
	case ACT_SIGN:
	case ACT_WAIVE:
	case ACT_HOLD:
	case ACT_PUBLISH:
	case ACT_WITHDRAW:
	case ACT_REVIEW:
	case ACT_PURGE: return true;
	case ACT_CREATE:
	case ACT_EDIT:
	case ACT_SUBMIT:
	case ACT_APPROVE:
	case ACT_RETURN:
	case ACT_OPINION:
	case ACT_MOVE:
	case ACT_RECALL:
	case ACT_VOID:
	case ACT_COUNT: break;
	}
	return false;
}

struct flow {
	const struct pack *pack;
	struct kind *kind;
	const struct csv *csv;
	struct err *err;
};

static char *join_phases(unsigned set)
{
	struct str s = {0};

	for (int i = 0; i <= PHASE_ENDED; i++) {
		if ((set & 1U << i) != 0)
			str_addf(&s, "%s%s", s.len > 0 ? ", " : "", phase_words[i]);
	}
	return str_detach(&s);
}

static bool bad_step(const struct flow *flow, const struct transition *row,
	const struct state *from, const struct state *to, struct place place)
{
	struct step_law step = law_of(flow->kind, row->action->act);
	char *sources = join_phases(step.from | step.stays);
	char *targets = join_phases(step.to | step.stays);

	pack_fault(flow->err, place,
		_("'%s' (%s) cannot lead from '%s' (%s) to '%s' (%s); it leads from %s to %s"),
		row->action->code, act_words[row->action->act], from->code,
		phase_words[from->phase], to->code, phase_words[to->phase], sources, targets);
	free(sources);
	free(targets);
	return false;
}

static bool check_step(const struct flow *flow, const struct transition *row,
	const struct state *from, struct place place)
{
	const struct state *to = row->to != NULL ? row->to : from;
	unsigned out = 1U << from->phase, in = 1U << to->phase;
	struct step_law step = law_of(flow->kind, row->action->act);

	if ((step.from & out) != 0 && (step.to & in) != 0)
		return true;
	if ((step.stays & out) != 0 && in == out)
		return true;
	return bad_step(flow, row, from, to, place);
}

static bool check_create(const struct flow *flow, const struct transition *row, struct place place)
{
	if (row->from.n > 0 || row->to == NULL)
		return pack_fault(flow->err, place,
			_("'%s' makes a new paper: 'from' is empty and 'to' is a state"),
			row->action->code);
	if (!flow->kind->is_stub && row->to->phase != PHASE_DRAFT)
		return pack_fault(flow->err, place,
			_("'%s' leads to '%s' (%s); a new paper begins in a state of phase draft"),
			row->action->code, row->to->code, phase_words[row->to->phase]);
	return true;
}

/* What people of other units than the paper's may say. */
static bool takes_others(enum act act)
{
	return act == ACT_APPROVE || act == ACT_OPINION || act == ACT_MOVE;
}

static bool can_part(const struct kind *kind)
{
	bool can = false;

	for (size_t i = 0; i < kind->field_count; i++)
		can = can || field_is_split(&kind->fields[i]);
	return can;
}

static bool check_row(const struct flow *flow, const struct transition *row, struct place place)
{
	enum act act = row->action->act;
	bool ok = true;

	if (row->roles.n == 0 && !law[act].site && !(act == ACT_CREATE && flow->kind->is_stub))
		return pack_fault(flow->err, place,
			_("'%s' (%s) has no role; the site by itself only does hold, publish, "
			  "review "
			  "and move"),
			row->action->code, act_words[act]);
	if (row->roles.n > 0 && transition_has(row, GUARD_GATHERED))
		return pack_fault(flow->err, place,
			_("'%s' has the guard gathered: the site does it, and no role"),
			row->action->code);
	if (transition_has(row, GUARD_PARTED) &&
		(act != ACT_VOID || row->to == NULL || flow->kind->is_register ||
			!can_part(flow->kind)))
		return pack_fault(flow->err, place,
			_("'%s' has the guard parted: it is a void, of papers that have a field of "
			  "relation split"),
			row->action->code);
	if (flow->kind->is_register && is_for_papers(act))
		return pack_fault(flow->err, place,
			_("'%s' (%s) is for papers; '%s' is a register, whose records carry "
			  "nothing to mark, decide, publish or withhold"),
			row->action->code, act_words[act], flow->kind->code);
	if (act == ACT_CREATE)
		return check_create(flow, row, place);
	for (size_t i = 0; i < row->fields.n && !takes_others(act); i++) {
		if (*row->fields.v[i] != '\0')
			return pack_fault(flow->err, place,
				_("'%s' (%s) is for people of the paper's own unit; '@' is for "
				  "approvals, opinions and moves"),
				row->action->code, act_words[act]);
	}
	if (act == ACT_PURGE && (row->roles.n < 2 || row->to == NULL))
		return pack_fault(flow->err, place,
			_("'%s' takes a paper's content from the disk: 'role' names two, joined by "
			  "+ or >, and 'to' is a state"),
			row->action->code);
	if (row->from.n == 0)
		return pack_fault(flow->err, place,
			_("'%s' has no 'from'; only an action that creates has none"),
			row->action->code);
	for (size_t i = 0; ok && i < row->from.n && !flow->kind->is_stub; i++)
		ok = check_step(flow, row, kind_state(flow->kind, row->from.v[i]), place);
	return ok;
}

static bool read_action(
	const struct flow *flow, struct transition *row, const char *code, struct place place)
{
	const struct pack *pack = flow->pack;

	row->action = pack_action(pack, code);
	return row->action != NULL ||
	       coded_unknown(CODED(pack->actions, pack->action_count, _("actions")), code, place,
		       flow->err);
}

static bool read_to(
	const struct flow *flow, struct transition *row, const char *code, struct place place)
{
	char *allowed;

	row->to = kind_state(flow->kind, code);
	if (row->to != NULL || strcmp(code, "=") == 0)
		return true;
	allowed = coded_join(CODED(flow->kind->states, flow->kind->state_count, _("states")));
	pack_fault(flow->err, place, _("'to' is '%s'; it is = or one of the states: %s"), code,
		allowed);
	free(allowed);
	return false;
}

static bool is_twice(const struct transition *row, const char *role, const char *field)
{
	for (size_t i = 0; i < row->roles.n; i++) {
		if (strcmp(row->roles.v[i], role) == 0 && strcmp(row->fields.v[i], field) == 0)
			return true;
	}
	return false;
}

/* "ROLE", or "ROLE@FIELD" of the units that a field names. */
static bool read_voice(
	const struct flow *flow, struct transition *row, const char *term, struct place place)
{
	char *code = xstrndup(term, strcspn(term, "@"));
	const struct role *role = pack_role(flow->pack, code);
	const char *at = strchr(term, '@');
	const struct field *field = at != NULL ? kind_field(flow->kind, at + 1) : NULL;
	bool ok = role != NULL;

	if (!ok)
		coded_unknown(CODED(flow->pack->roles, flow->pack->role_count, _("roles")), code,
			place, flow->err);
	else if (at != NULL && (field == NULL || field->type != FIELD_UNITS))
		ok = pack_fault(flow->err, place,
			_("'%s' is no field of type units of '%s'; a role is held in the paper's "
			  "own unit, or behind @ in those that such a field names"),
			at + 1, flow->kind->code);
	else if (is_twice(row, role->code, field != NULL ? field->code : ""))
		ok = pack_fault(flow->err, place, _("'%s' stands twice in the list"), term);
	if (ok) {
		strv_add(&row->roles, role->code);
		strv_add(&row->fields, field != NULL ? field->code : "");
	}
	free(code);
	return ok;
}

static bool read_roles(
	const struct flow *flow, struct transition *row, const char *text, struct place place)
{
	struct strv terms = {0};
	bool ok = true;

	row->in_order = strchr(text, '>') != NULL;
	if (row->in_order && strchr(text, '+') != NULL)
		return pack_fault(flow->err, place,
			_("'%s' has both + and >; roles speak in any order (+) or in this one (>)"),
			text);
	strv_split(&terms, text, "+> \t");
	for (size_t i = 0; ok && i < terms.n; i++)
		ok = read_voice(flow, row, terms.v[i], place);
	strv_release(&terms);
	return ok;
}

/* The condition behind a guard's "?"; its terms are parted by & here, where blanks part guards. The
 * text before it goes to *head, which the caller frees. */
static bool read_head(const struct flow *flow, struct guard *guard, const char *text,
	struct place place, char **head)
{
	size_t n = strcspn(text, "?");
	char *when = xstrdup(text[n] == '?' ? text + n + 1 : "");
	bool ok;

	for (char *p = when; *p != '\0'; p++) {
		if (*p == '&')
			*p = ' ';
	}
	*head = xstrndup(text, n);
	ok = condition_read(&guard->when, flow->pack, flow->kind, when, place, flow->err);
	free(when);
	return ok;
}

static bool read_names(
	const struct flow *flow, struct guard *guard, const char *names, struct place place)
{
	struct coded fields = CODED(flow->kind->fields, flow->kind->field_count, _("fields"));

	return codes_read(&guard->fields, fields, names, "|", place, flow->err);
}

/* "A|B?CONDITION" */
static bool read_fields(
	const struct flow *flow, struct guard *guard, const char *text, struct place place)
{
	char *head;
	bool ok =
		read_head(flow, guard, text, place, &head) && read_names(flow, guard, head, place);

	if (ok && guard->fields.n == 0)
		ok = pack_fault(flow->err, place, _("the guard 'field:' names no field"));
	free(head);
	return ok;
}

static bool check_dates(const struct flow *flow, const struct guard *guard, struct place place)
{
	for (size_t i = 0; i < guard->fields.n; i++) {
		if (kind_field(flow->kind, guard->fields.v[i])->type != FIELD_DATE)
			return pack_fault(flow->err, place,
				_("'%s' is no field of type date of '%s'"), guard->fields.v[i],
				flow->kind->code);
	}
	return true;
}

/* "A|B?CONDITION", or "A|B|DAYS?CONDITION" of two dates. */
static bool read_two(
	const struct flow *flow, struct guard *guard, const char *text, struct place place)
{
	bool dates = guard->kind == GUARD_APART, ok;
	struct strv words = {0};
	char *head, *two;

	ok = read_head(flow, guard, text, place, &head);
	strv_split(&words, head, "|");
	if (ok &&
		(words.n != (dates ? 3U : 2U) || (dates && !str_number(words.v[2], &guard->days))))
		ok = pack_fault(
			flow->err, place, _("the guard is written %s"), guard_words[guard->kind]);
	two = ok ? xasprintf("%s|%s", words.v[0], words.v[1]) : xstrdup("");
	ok = ok && read_names(flow, guard, two, place) &&
	     (!dates || check_dates(flow, guard, place));
	free(two);
	free(head);
	strv_release(&words);
	return ok;
}

static bool read_expired(
	const struct flow *flow, struct guard *guard, const char *code, struct place place)
{
	const struct kind *kind = flow->kind;
	struct coded clocks = CODED(kind->clocks, kind->clock_count, _("clocks"));
	char *const *clock = coded_find(clocks, code);

	if (clock == NULL)
		return coded_unknown(clocks, code, place, flow->err);
	guard->clock = xstrdup(*clock);
	return true;
}

/* "KIND|STATE", of a register. */
static bool read_called(
	const struct flow *flow, struct guard *guard, const char *text, struct place place)
{
	const struct pack *pack = flow->pack;
	const struct kind *kind = NULL;
	const struct state *state = NULL;
	struct strv words = {0};

	strv_split(&words, text, "|");
	if (words.n == 2)
		kind = pack_kind(pack, words.v[0]);
	if (kind != NULL && kind->is_register)
		state = kind_state(kind, words.v[1]);
	strv_release(&words);
	if (state == NULL)
		return pack_fault(flow->err, place,
			_("the guard is written %s, with a register and a state of it"),
			guard_words[GUARD_CALLED]);
	strv_add(&guard->fields, kind->code);
	strv_add(&guard->fields, state->code);
	return true;
}

static const struct {
	const char *word;
	enum guard_kind kind;
	bool (*read)(
		const struct flow *flow, struct guard *guard, const char *rest, struct place place);
} told[] = {
	{"expired:", GUARD_EXPIRED, read_expired},
	{"field:", GUARD_FIELD, read_fields},
	{"same:", GUARD_SAME, read_two},
	{"apart:", GUARD_APART, read_two},
	{"called:", GUARD_CALLED, read_called},
};

static bool unknown_guard(const struct flow *flow, const char *word, struct place place)
{
	char *allowed =
		coded_join((struct coded){guard_words, GUARD_COUNT, sizeof(*guard_words), NULL});

	pack_fault(flow->err, place, _("'%s' is no guard; there are: %s"), word, allowed);
	free(allowed);
	return false;
}

static struct guard *add_guard(struct transition *row, enum guard_kind kind)
{
	GROW(row->guards, row->guard_count);
	row->guards[row->guard_count].kind = kind;
	return &row->guards[row->guard_count++];
}

static bool read_guard(
	const struct flow *flow, struct transition *row, const char *word, struct place place)
{
	int kind = 0;

	for (size_t i = 0; i < COUNT(told); i++) {
		if (starts_with(word, told[i].word))
			return told[i].read(flow, add_guard(row, told[i].kind),
				word + strlen(told[i].word), place);
	}
	while (kind < GUARD_EXPIRED && !code_eq(word, guard_words[kind]))
		kind++;
	if (kind == GUARD_EXPIRED)
		return unknown_guard(flow, word, place);
	if (transition_has(row, (enum guard_kind)kind))
		return pack_fault(flow->err, place, _("'%s' stands twice in the list"), word);
	add_guard(row, (enum guard_kind)kind);
	return true;
}

static bool read_guards(
	const struct flow *flow, struct transition *row, const char *text, struct place place)
{
	struct strv words = {0};
	bool ok = true;

	strv_split(&words, text, " \t");
	for (size_t i = 0; ok && i < words.n; i++)
		ok = read_guard(flow, row, words.v[i], place);
	strv_release(&words);
	return ok;
}

static bool read_row(const struct flow *flow, const struct csv_row *cells, struct place place)
{
	struct kind *kind = flow->kind;
	const struct csv *csv = flow->csv;
	struct transition *row;

	GROW(kind->transitions, kind->transition_count);
	row = &kind->transitions[kind->transition_count++];
	row->line = place.line;
	if (cells->ragged)
		return pack_fault(flow->err, place,
			_("the row has %zu cells, the table %zu columns"), cells->cells.n,
			csv->columns.n);
	return codes_read(&row->from, CODED(kind->states, kind->state_count, _("states")),
		       csv_get(csv, cells, "from"), " \t", place, flow->err) &&
	       read_action(flow, row, csv_get(csv, cells, "action"), place) &&
	       read_to(flow, row, csv_get(csv, cells, "to"), place) &&
	       read_roles(flow, row, csv_get(csv, cells, "role"), place) &&
	       condition_read(&row->when, flow->pack, kind, csv_get(csv, cells, "when"), place,
		       flow->err) &&
	       read_guards(flow, row, csv_get(csv, cells, "guards"), place) &&
	       check_row(flow, row, place);
}

static bool check_columns(const struct csv *csv, struct place place, struct err *err)
{
	bool ok = csv->columns.n == COUNT(columns);

	for (size_t i = 0; i < COUNT(columns); i++)
		ok = ok && csv_column(csv, columns[i]) >= 0;
	return ok || pack_fault(err, place, _("the columns of a workflow are %s"),
			     "from,action,to,role,when,guards");
}

bool pack_read_workflow(
	const struct pack *pack, struct kind *kind, const char *path, struct err *err)
{
	const struct pack_file *file = pack_file(pack, path);
	struct csv csv = {0};
	struct flow flow = {.pack = pack, .kind = kind, .csv = &csv, .err = err};
	bool ok;

	if (!csv_parse(&csv, file->text, file->len, err))
		return err_wrap(err, "%s", path);
	ok = check_columns(&csv, (struct place){path, 1}, err);
	for (size_t i = 0; ok && i < csv.n; i++)
		ok = read_row(&flow, &csv.rows[i], (struct place){path, csv.rows[i].line});
	csv_release(&csv);
	return ok;
}

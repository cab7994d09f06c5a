/* SPDX-License-Identifier: MIT */
#include "core/pack_read.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

enum {
	TEXT_CHARS = 200, /* of a field that says nothing else */
	LONG_CHARS = 4000,
	DAY_CHARS = 10,
	MOMENT_CHARS = 16,
	LINK_CHARS = 120,
	NUMBER_CHARS = 9,
	UNITS_CHARS = 1000,
	CHARS_MAX = 100000,
};

const char *const phase_words[] = {
	[PHASE_DRAFT] = "draft",
	[PHASE_REVIEW] = "review",
	[PHASE_DECIDED] = "decided",
	[PHASE_PUBLISHED] = "published",
	[PHASE_HELD] = "held",
	[PHASE_ENDED] = "ended",
};

const char *const act_words[] = {
	[ACT_CREATE] = "create",
	[ACT_EDIT] = "edit",
	[ACT_MARK] = "mark",
	[ACT_SUBMIT] = "submit",
	[ACT_APPROVE] = "approve",
	[ACT_SIGN] = "sign",
	[ACT_RETURN] = "return",
	[ACT_OPINION] = "opinion",
	[ACT_MOVE] = "move",
	[ACT_WAIVE] = "waive",
	[ACT_RECALL] = "recall",
	[ACT_VOID] = "void",
	[ACT_HOLD] = "hold",
	[ACT_PUBLISH] = "publish",
	[ACT_WITHDRAW] = "withdraw",
	[ACT_REVIEW] = "review",
	[ACT_PURGE] = "purge",
};

void pack_read_role(struct source *source)
{
	static const char *const sees[] = {
		[SEES_UNIT] = "unit", [SEES_ALL] = "all", [SEES_PUBLISHED] = "published"};
	static const char *const opens[] = {
		[OPENS_WHOLE] = "whole", [OPENS_TITLE] = "title", [OPENS_NOTHING] = "nothing"};
	struct pack *pack = source->pack;
	struct role *role = SOURCE_ADD(source, pack->roles, pack->role_count);

	role->name = source_name(source, "name");
	role->sees = (enum sees)source_word(source, "sees", sees, COUNT(sees));
	role->drafts = (enum opens)source_word(source, "drafts", opens, COUNT(opens));
	role->withheld = (enum opens)source_word(source, "withheld", opens, COUNT(opens));
	role->administers = source_yes(source, "administers");
	role->bars_decisions = source_yes(source, "bars-decisions");
}

void pack_read_action(struct source *source)
{
	struct pack *pack = source->pack;
	struct action *action = SOURCE_ADD(source, pack->actions, pack->action_count);

	action->name = source_name(source, "name");
	action->help = source_name(source, "help");
	action->act = (enum act)source_word(source, "act", act_words, COUNT(act_words));
}

void pack_read_kind(struct source *source)
{
	struct pack *pack = source->pack;
	struct kind *kind = SOURCE_ADD(source, pack->kinds, pack->kind_count);

	kind->name = source_name(source, "name");
	kind->is_stub = source_yes(source, "stub");
	kind->is_register = source_yes(source, "register");
	if (kind->is_stub && kind->is_register)
		source_fault(source, "register", _("'%s' is a stub and cannot be a register too"),
			kind->code);
}

/* The kind that a section's second word names. */
struct kind *source_kind(struct source *source)
{
	const struct pack *pack = source->pack;

	for (size_t i = 0; i < pack->kind_count; i++) {
		if (code_eq(pack->kinds[i].code, source->words.v[1]))
			return &pack->kinds[i];
	}
	if (!source->failed)
		source->failed = !coded_unknown(CODED(pack->kinds, pack->kind_count, _("kinds")),
			source->words.v[1], source_place(source, NULL), source->err);
	return NULL;
}

/* "field" or "field:width". */
static void add_column(struct source *source, struct kind *kind, const char *word)
{
	char *code = xstrndup(word, strcspn(word, ":"));
	const char *colon = strchr(word, ':');
	struct kind_column column = {.field = kind_field(kind, code)};

	if (column.field == NULL)
		source->failed = !coded_unknown(CODED(kind->fields, kind->field_count, _("fields")),
			code, source_place(source, "columns"), source->err);
	else if (colon != NULL && (!str_number(colon + 1, &column.width) || column.width < 2 ||
					  column.width > COLUMN_WIDTH_MAX))
		source_fault(source, "columns",
			_("'%s' is no width of a column; it is a number from %d to %d"), colon + 1,
			2, COLUMN_WIDTH_MAX);
	free(code);
	GROW(kind->columns, kind->column_count);
	kind->columns[kind->column_count++] = column;
}

static void read_columns(struct source *source, struct kind *kind)
{
	struct strv words = {0};

	strv_split(&words, conf_get(source->section, "columns"), " \t");
	if (words.n > KIND_COLUMNS_MAX)
		source_fault(source, "columns", _("a list shows at most %d columns of a kind"),
			KIND_COLUMNS_MAX);
	for (size_t i = 0; !source->failed && i < words.n; i++)
		add_column(source, kind, words.v[i]);
	for (size_t i = 0; i < kind->column_count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (kind->columns[k].field == kind->columns[i].field)
				source_fault(source, "columns", _("'%s' stands twice in the list"),
					kind->columns[i].field->code);
		}
	}
	strv_release(&words);
}

/* A register whose records select papers: by what field, and by what act the site takes them in. */
static void read_gathering(struct source *source, struct kind *kind)
{
	const struct pack *pack = source->pack;
	struct strv fields = {0}, actions = {0};
	const struct field *field;

	source_codes(
		source, "selects", CODED(kind->fields, kind->field_count, _("fields")), &fields);
	source_codes(
		source, "takes", CODED(pack->actions, pack->action_count, _("actions")), &actions);
	field = fields.n > 0 ? kind_field(kind, fields.v[0]) : NULL;
	if (fields.n > 1 || actions.n != fields.n ||
		(fields.n > 0) != (kind_gathering(kind) != NULL) ||
		(field != NULL &&
			(!kind->is_register || !field->required ||
				(field->type != FIELD_TEXT && field->type != FIELD_LONG))))
		source_fault(source, "selects",
			_("a register that gathers papers says with 'selects' by which required "
			  "field of words, with 'takes' by which action, and has a row with the "
			  "guard gathered"));
	kind->selects = field;
	kind->takes = actions.n > 0 ? pack_action(pack, actions.v[0]) : NULL;
	strv_release(&fields);
	strv_release(&actions);
}

void pack_link_kind(struct source *source)
{
	struct kind *kind = source_kind(source);
	const struct pack_file *file = source_file(source, "workflow");

	if (source->failed)
		return;
	if (file == NULL && !kind->is_stub)
		source_fault(source, NULL,
			_("the kind '%s' has no 'workflow'; only a stub needs none"), kind->code);
	read_columns(source, kind);
	if (file != NULL && !source->failed &&
		!pack_read_workflow(source->pack, kind, file->path, source->err))
		source->failed = true;
	if (!source->failed)
		read_gathering(source, kind);
}

/* The choices' names in one language, one for each code. */
static void name_choices(
	struct source *source, struct field *field, const char *key, enum lang lang)
{
	const char *text = conf_get(source->section, key);
	struct strv names = {0};

	strv_split(&names, text, "|");
	if (names.n != field->choice_count)
		source_fault(source, key, _("'%s' has %zu names for %zu choices"), key, names.n,
			field->choice_count);
	for (size_t i = 0; i < names.n && i < field->choice_count; i++)
		field->choices[i].name.in[lang] = str_trim(names.v[i]);
	strv_release(&names);
}

/* The cells the choices count in, one for each; an empty one is none. */
static void read_cells(struct source *source, struct field *field)
{
	const char *text = conf_get(source->section, "choices.cell");

	for (size_t i = 0; text != NULL && i < field->choice_count; i++) {
		size_t n = strcspn(text, "|");
		char *cell = xstrndup(text, n), *trimmed = str_trim(cell);

		free(cell);
		if (*trimmed != '\0')
			field->choices[i].cell = xstrdup(trimmed);
		free(trimmed);
		text += n;
		if ((*text == '|') != (i + 1 < field->choice_count)) {
			source_fault(source, "choices.cell",
				_("'%s' has not as many cells as there are choices (%zu)"),
				"choices.cell", field->choice_count);
			return;
		}
		text += *text == '|';
	}
}

static void read_choices(struct source *source, struct field *field)
{
	struct strv codes = {0};

	strv_split(&codes, conf_get(source->section, "choices"), "| \t");
	for (size_t i = 0; i < codes.n; i++) {
		if (!code_is_valid(codes.v[i]))
			source_fault(source, "choices",
				_("'%s' is no code; a code is ASCII letters, digits, - and _"),
				codes.v[i]);
		if (field_choice(field, codes.v[i]) != NULL)
			source_fault(
				source, "choices", _("'%s' stands twice in the list"), codes.v[i]);
		GROW(field->choices, field->choice_count);
		field->choices[field->choice_count++].code = xstrdup(codes.v[i]);
	}
	strv_release(&codes);
	name_choices(source, field, "choices.en", LANG_EN);
	name_choices(source, field, "choices.zh", LANG_ZH);
	read_cells(source, field);
	if ((field->type == FIELD_CHOICE) != (field->choice_count > 0))
		source_fault(
			source, "choices", _("a field of type choice, and only that, has choices"));
}

/* The table that a field of type row, and only that, names. */
static void read_table(struct source *source, struct field *field)
{
	const struct pack *pack = source->pack;
	struct strv codes = {0};

	source_codes(source, "table", CODED(pack->tables, pack->table_count, _("tables")), &codes);
	if ((field->type == FIELD_ROW) != (codes.n == 1))
		source_fault(
			source, "table", _("a field of type row, and only that, names a table"));
	else if (codes.n == 1)
		field->table = pack_table(pack, codes.v[0]);
	strv_release(&codes);
}

static void read_relation(struct source *source, struct field *field)
{
	static const char *const words[] = {
		[RELATION_PLAIN] = "plain",
		[RELATION_MARK] = "mark",
		[RELATION_TOGETHER] = "together",
		[RELATION_SPLIT] = "split",
	};

	field->relation = (enum relation)source_word(source, "relation", words, COUNT(words));
	field->back = source_name(source, "back");
	if (field->type != FIELD_LINK &&
		(field->relation != RELATION_PLAIN || field->back.in[LANG_EN] != NULL))
		source_fault(source, "relation",
			_("only a field of type link has a relation and another side"));
}

static void read_guess(struct source *source, struct field *field)
{
	static const char *const words[] = {
		[GUESS_NOTHING] = "nothing", [GUESS_ISSUER] = "issuer", [GUESS_ISSUED] = "issued"};

	field->guess = (enum field_guess)source_word(source, "guess", words, COUNT(words));
	if ((field->guess == GUESS_ISSUER && field->type != FIELD_TEXT) ||
		(field->guess == GUESS_ISSUED && field->type != FIELD_DATE))
		source_fault(source, "guess",
			_("an issuer is guessed for a field of type text, the day of issue for "
			  "one of type date"));
}

void pack_read_field(struct source *source)
{
	static const char *const types[] = {
		[FIELD_TEXT] = "text",
		[FIELD_LONG] = "long",
		[FIELD_DATE] = "date",
		[FIELD_MOMENT] = "moment",
		[FIELD_FLAG] = "flag",
		[FIELD_CHOICE] = "choice",
		[FIELD_NUMBER] = "number",
		[FIELD_LINK] = "link",
		[FIELD_ROW] = "row",
		[FIELD_UNITS] = "units",
	};
	static const int chars[] = {
		[FIELD_TEXT] = TEXT_CHARS,
		[FIELD_LONG] = LONG_CHARS,
		[FIELD_DATE] = DAY_CHARS,
		[FIELD_MOMENT] = MOMENT_CHARS,
		[FIELD_FLAG] = CODE_MAX,
		[FIELD_CHOICE] = CODE_MAX,
		[FIELD_NUMBER] = NUMBER_CHARS,
		[FIELD_LINK] = LINK_CHARS,
		[FIELD_ROW] = CODE_MAX,
		[FIELD_UNITS] = UNITS_CHARS,
	};
	static const char *const own[] = {"attribute", "kind", "state", "unit", "title", "number",
		"file", "text", "path", "name", "was"};
	struct kind *kind = source_kind(source);
	struct field *field;

	if (kind == NULL)
		return;
	field = SOURCE_ADD(source, kind->fields, kind->field_count);
	for (size_t i = 0; i < COUNT(own); i++) {
		if (code_eq(field->code, own[i]))
			source_fault(source, NULL,
				_("a field cannot be called '%s'; conditions, tables and forms "
				  "mean the paper's own by it"),
				field->code);
	}
	field->name = source_name(source, "name");
	field->help = source_name(source, "help");
	field->type = (enum field_type)source_word(source, "type", types, COUNT(types));
	field->required = source_yes(source, "required");
	field->max = source_number(source, "max", 1, CHARS_MAX, chars[field->type]);
	read_choices(source, field);
	read_table(source, field);
	read_relation(source, field);
	read_guess(source, field);
}

static void link_field(struct source *source, const struct kind *kind, struct field *field)
{
	struct strv instead = {0};

	source_when(source, kind, &field->when);
	source_codes(
		source, "instead", CODED(kind->fields, kind->field_count, _("fields")), &instead);
	if (instead.n > 1 || (instead.n > 0 && field->type != FIELD_LINK))
		source_fault(
			source, "instead", _("'instead' is one field, of a field of type link"));
	field->instead = instead.n > 0 ? xstrdup(instead.v[0]) : NULL;
	strv_release(&instead);
}

void pack_link_field(struct source *source)
{
	struct kind *kind = source_kind(source);

	for (size_t i = 0; kind != NULL && i < kind->field_count; i++) {
		if (code_eq(kind->fields[i].code, source->words.v[2]))
			link_field(source, kind, &kind->fields[i]);
	}
}

void pack_read_state(struct source *source)
{
	struct kind *kind = source_kind(source);
	struct state *state;

	if (kind == NULL)
		return;
	state = SOURCE_ADD(source, kind->states, kind->state_count);
	state->name = source_name(source, "name");
	state->cell = source_text(source, "cell");
	state->phase = (enum phase)source_word(source, "phase", phase_words, COUNT(phase_words));
	state->rests = source_yes(source, "rests");
	if (kind->is_register && state->phase != PHASE_DRAFT && state->phase != PHASE_REVIEW &&
		state->phase != PHASE_ENDED)
		source_fault(source, "phase",
			_("'%s' is a register; its states are of the phases draft, review and "
			  "ended, not %s"),
			kind->code, phase_words[state->phase]);
}

/* The fields that say when it begins and was stopped: of hours they are moments, of days they may
 * be dates too. */
static void check_when(struct source *source, const struct kind *kind,
	const struct clock_rule *clock, const char *key, const struct strv *fields)
{
	for (size_t i = 0; i < fields->n; i++) {
		enum field_type type = kind_field(kind, fields->v[i])->type;

		if (type != FIELD_MOMENT && (type != FIELD_DATE || clock->hours > 0))
			source_fault(source, key,
				clock->hours > 0
					? _("a clock of hours goes by fields of type moment; "
					    "'%s' is none")
					: _("a clock goes by fields of type date or moment; "
					    "'%s' is none"),
				fields->v[i]);
	}
}

/* Every row has a term in the column, or says nothing. */
static void check_terms(struct source *source, const struct pack_table *table, const char *column)
{
	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		const struct name *cell = table_cell(table, row, column);
		enum count_unit count;
		int days;

		if (!str_empty(cell->in[LANG_EN]) && !table_term(table, row, column, &days, &count))
			source_fault(source, "days-of",
				_("the row '%s' of '%s' has the term '%s'; a term is a number of "
				  "days, and may say 'working' or 'calendar' behind it"),
				row->code, table->code, cell->in[LANG_EN]);
	}
}

/* "FIELD.COLUMN": the column of the table whose rows the field names. */
static void read_days_column(struct source *source, const struct field *field, const char *column,
	struct clock_rule *clock)
{
	int i = field->table != NULL ? table_column(field->table, column) : -1;

	if (field->table == NULL || i < 0) {
		source_fault(source, "days-of",
			_("'%s' is no column of a table whose rows the field '%s' names"), column,
			field->code);
		return;
	}
	clock->days_column = xstrdup(field->table->columns[i].code);
	check_terms(source, field->table, clock->days_column);
}

static void read_days_of(struct source *source, const struct kind *kind, struct clock_rule *clock)
{
	const char *given = conf_get(source->section, "days-of");
	const char *text = given != NULL ? given : "", *dot = strchr(text, '.');
	char *code = xstrndup(text, strcspn(text, "."));
	const struct field *field = kind_field(kind, code);

	if (!str_empty(text) && (field == NULL || (dot == NULL && field->type != FIELD_NUMBER)))
		source_fault(source, "days-of",
			_("'days-of' is one field of type number, or FIELD.COLUMN of one of type "
			  "row"));
	else if (dot != NULL)
		read_days_column(source, field, dot + 1, clock);
	if (field != NULL)
		clock->days_of = xstrdup(field->code);
	free(code);
}

/* A term is of days, with how they count, or of hours, by the clock on the wall. */
static void read_term(struct source *source, const struct kind *kind, struct clock_rule *clock)
{
	static const char *const counts[] = {
		[COUNT_WORKING] = "working", [COUNT_CALENDAR] = "calendar"};
	bool counts_days;

	clock->days = source_number(source, "days", clock->from.n > 0 ? 0 : 1, CLOCK_DAYS_MAX, 0);
	clock->hours = source_number(source, "hours", 1, CLOCK_HOURS_MAX, 0);
	read_days_of(source, kind, clock);
	counts_days = !str_empty(conf_get(source->section, "days")) || clock->days_of != NULL;
	if (counts_days == (clock->hours > 0))
		source_fault(
			source, NULL, _("a clock has either 'days' (or 'days-of') or 'hours'"));
	if (counts_days == str_empty(conf_get(source->section, "count")))
		source_fault(source, "count",
			_("a clock of days, and only that, says with 'count' which days"));
	clock->count = (enum count_unit)source_word(source, "count", counts, COUNT(counts));
}

static void read_extension(struct source *source, struct clock_rule *clock)
{
	const char *key = clock->hours > 0 ? "extend-hours" : "extend-days";
	const char *other = clock->hours > 0 ? "extend-days" : "extend-hours";
	const struct pack *pack = source->pack;
	struct strv codes = {0};

	clock->extension = source_number(source, key, 1, CLOCK_DAYS_MAX, 0);
	source_codes(
		source, "extend", CODED(pack->actions, pack->action_count, _("actions")), &codes);
	if (codes.n > 1 || (codes.n == 1) != (clock->extension > 0) ||
		conf_get(source->section, other) != NULL)
		source_fault(source, "extend",
			_("'extend' names one action, and '%s' how much it adds"), key);
	clock->extend = codes.n > 0 ? pack_action(pack, codes.v[0]) : NULL;
	strv_release(&codes);
}

void pack_read_clock(struct source *source)
{
	struct kind *kind = source_kind(source);
	struct clock_rule *clock;
	struct coded states;

	if (kind == NULL)
		return;
	clock = SOURCE_ADD(source, kind->clocks, kind->clock_count);
	clock->name = source_name(source, "name");
	clock->basis = source_name(source, "basis");
	states = CODED(kind->states, kind->state_count, _("states"));
	source_codes(source, "start", states, &clock->start);
	source_codes(source, "stop", states, &clock->stop);
	source_codes(source, "pause", states, &clock->pause);
	for (size_t i = 0; i < clock->pause.n; i++) {
		if (strv_has(&clock->start, clock->pause.v[i]) ||
			strv_has(&clock->stop, clock->pause.v[i]))
			source_fault(source, "pause",
				_("'%s' cannot both pause the clock and start or stop it"),
				clock->pause.v[i]);
	}
	source_codes(
		source, "from", CODED(kind->fields, kind->field_count, _("fields")), &clock->from);
	read_term(source, kind, clock);
	source_codes(source, "to", CODED(kind->fields, kind->field_count, _("fields")), &clock->to);
	check_when(source, kind, clock, "from", &clock->from);
	check_when(source, kind, clock, "to", &clock->to);
	read_extension(source, clock);
	clock->is_threshold = source_yes(source, "threshold");
	clock->warn = source_number(source, "warn", 1, CLOCK_DAYS_MAX, 0);
	source_when(source, kind, &clock->when);
}

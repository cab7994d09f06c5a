/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "cli/out.h"
#include "cli/show.h"
#include "cli/sheet.h"
#include "core/law.h"
#include "core/mem.h"

static void add(struct sheet *sheet, const char *name, const char *value)
{
	if (str_empty(value))
		return;
	sheet_add(sheet, name);
	sheet_add(sheet, value);
}

static void add_day(struct sheet *sheet, const char *name, int day)
{
	char buf[DAY_SIZE];

	add(sheet, name, day_format(day, buf));
}

static void add_person(
	struct sheet *sheet, const struct office *office, const char *name, const char *id)
{
	char *text = xasprintf("%s (%s)", label_person(office, id), id);

	add(sheet, name, text);
	free(text);
}

static void add_grounds(struct sheet *sheet, const struct office *office, const struct paper *paper)
{
	for (size_t i = 0; i < paper->grounds.n; i++) {
		const char *code = paper->grounds.v[i];
		const struct ground *ground = pack_ground(office->pack, code);
		char *text = ground == NULL ? xstrdup(code)
					    : xasprintf("%s %s", code, name_get(&ground->name));

		add(sheet, i == 0 ? _("Ground") : "", text);
		free(text);
	}
}

/* The row it is marked by; or that there is none, where there should be one. */
static void add_row(struct sheet *sheet, const struct office *office, const struct paper *paper)
{
	const struct pack_table *outside = law_outside(office->pack, paper);
	const struct pack_table *table = pack_marking_table(office->pack, paper->attribute);
	const struct table_row *row =
		table != NULL && paper->row != NULL ? table_row(table, paper->row) : NULL;
	char *text = NULL;

	if (row != NULL)
		text = xasprintf("%s %s", row->code, name_get(&row->name));
	if (table != NULL)
		add(sheet, name_get(&table->name),
			outside != NULL ? _("! outside the list: it falls under no row") : text);
	free(text);
}

static void add_state(
	struct sheet *sheet, const struct office *office, const struct document *document)
{
	char day[DAY_SIZE];
	char *text = xasprintf(_("%s, since %s"),
		label_state(office, document->paper.kind, document->state),
		day_format(document->entered, day));

	add(sheet, _("State"), text);
	free(text);
}

static void add_file(struct sheet *sheet, const struct paper *paper)
{
	char *text;

	if (paper->original.sha256[0] == '\0')
		return;
	text = xasprintf(_("%s, %lld bytes, %s"),
		paper->file_name != NULL ? paper->file_name : _("without a name"),
		(long long)paper->original.size, paper->encoding != NULL ? paper->encoding : "");
	add(sheet, _("File"), text);
	free(text);
	if (paper->rendition.sha256[0] == '\0')
		return;
	text = xasprintf(_("masked for the public, %lld bytes"), (long long)paper->rendition.size);
	add(sheet, _("Rendition"), text);
	free(text);
}

static void print_particulars(const struct office *office, const struct document *document)
{
	struct sheet sheet = {.columns = 2, .indent = 2};
	const struct paper *paper = &document->paper;
	const struct kind *kind = pack_kind(office->pack, paper->kind);

	out_print("%s  %s\n", paper->id, paper->title != NULL ? paper->title : "");
	add(&sheet, _("Number"), paper->number);
	add(&sheet, _("Kind"), label_kind(office, paper->kind));
	add(&sheet, _("Unit"), label_unit(office, paper->unit));
	add_person(&sheet, office, _("Drafter"), paper->drafter);
	add_state(&sheet, office, document);
	if (kind == NULL || !kind->is_register)
		add(&sheet, _("Attribute"),
			paper->attribute != NULL ? label_attribute(office, paper->attribute)
						 : _("not decided yet"));
	add_grounds(&sheet, office, paper);
	add(&sheet, _("Reason"), paper->reason);
	add_row(&sheet, office, paper);
	add_day(&sheet, _("Review by"), paper->review_by);
	add_day(&sheet, _("Decided"), document->decided);
	add_day(&sheet, _("Published"), document->published);
	add_file(&sheet, paper);
	sheet_print(&sheet);
	sheet_release(&sheet);
}

/* The caller frees. */
static char *field_value(const struct office *office, const struct field *field, const char *value)
{
	const struct table_row *row =
		field->type == FIELD_ROW ? table_row(field->table, value) : NULL;

	if (row != NULL)
		return xasprintf("%s %s", value, name_get(&row->name));
	return label_field(office, field, value);
}

static void add_findings(struct sheet *sheet, const struct document *document)
{
	const struct paper *paper = &document->paper;
	struct strv open = {0};

	guards_open_findings(document, &open);
	for (size_t i = 0; i < paper->findings.n; i++) {
		const char *finding = paper->findings.v[i];
		char *line = strv_has(&open, finding) ? xstrdup(finding)
						      : xasprintf(_("%s (waived)"), finding);

		add(sheet, i == 0 ? _("Findings") : "", line);
		free(line);
	}
	strv_release(&open);
}

static void print_fields(const struct office *office, const struct document *document)
{
	const struct paper *paper = &document->paper;
	const struct kind *kind = pack_kind(office->pack, paper->kind);
	struct sheet sheet = {.columns = 2, .indent = 2};

	for (size_t i = 0; kind != NULL && i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];
		const char *value = paper_field(paper, field->code);

		char *words = value != NULL ? field_value(office, field, value) : NULL;

		add(&sheet, name_get(&field->name), words);
		free(words);
	}
	add_findings(&sheet, document);
	if (sheet.cells.n > 0)
		out_print("\n%s\n", _("Particulars"));
	sheet_print(&sheet);
	sheet_release(&sheet);
}

static void add_relation(
	struct sheet *sheet, const struct office *office, const struct relation_seen *relation)
{
	const struct name *back = &relation->field->back;
	char *text = xasprintf("%s  %s, %s %s", relation->title != NULL ? relation->title : "",
		label_state(office, relation->kind, relation->state),
		relation->attribute != NULL ? label_attribute(office, relation->attribute)
					    : _("not decided yet"),
		relation->grounds);

	if (relation->is_back && str_empty(name_get(back)))
		sheet_add(sheet, _("Named by"));
	else
		sheet_add(sheet, name_get(relation->is_back ? back : &relation->field->name));
	sheet_add(sheet, relation->id);
	sheet_add(sheet, text);
	free(text);
}

static void print_relations(const struct office *office, const struct view *view)
{
	struct sheet sheet = {.columns = 3, .indent = 2};

	for (size_t i = 0; i < view->relation_count; i++)
		add_relation(&sheet, office, &view->relations[i]);
	if (sheet.cells.n > 0)
		out_print("\n%s\n", _("Related papers"));
	sheet_print(&sheet);
	sheet_release(&sheet);
}

/* One voice: an approval or an opinion. */
static void add_voice(struct sheet *sheet, const struct office *office, const char *action,
	const char *role, const char *const persons[3])
{
	char *who = persons[1] == NULL
			    ? xasprintf("%s (%s)", label_person(office, persons[0]), persons[0])
			    : xasprintf(_("%s (%s) for %s"), label_person(office, persons[0]),
				      persons[0], label_person(office, persons[1]));

	sheet_add(sheet, label_action(office, action));
	sheet_add(sheet, label_role(office, role));
	if (persons[2] != NULL) {
		char *with = xasprintf("%s, %s", who, label_unit(office, persons[2]));

		free(who);
		who = with;
	}
	sheet_add(sheet, who);
	free(who);
}

static void print_voices(const struct office *office, const struct document *document)
{
	struct sheet sheet = {.columns = 3, .indent = 2};

	for (size_t i = 0; i < document->approval_count; i++) {
		const struct approval *a = &document->approvals[i];

		add_voice(&sheet, office, a->action, a->role,
			(const char *const[]){a->person, a->acting_for, a->unit});
	}
	for (size_t i = 0; i < document->opinion_count; i++) {
		const struct opinion *o = &document->opinions[i];

		add_voice(&sheet, office, o->action, o->role,
			(const char *const[]){o->person, o->acting_for, o->unit});
	}
	if (sheet.cells.n > 0)
		out_print("\n%s\n", _("Approvals and opinions"));
	sheet_print(&sheet);
	sheet_release(&sheet);
}

static const char *needs(const struct possibility *option)
{
	if (option->needs_code)
		return _("with --code");
	if (option->needs_named)
		return _("with --named and --comment");
	return option->needs_comment ? _("with --comment") : "";
}

static void print_options(const struct view *view, bool open)
{
	struct sheet sheet = {.columns = 3, .indent = 2};

	for (size_t i = 0; i < view->option_count; i++) {
		const struct possibility *option = &view->options[i];

		if (option->is_open != open)
			continue;
		sheet_add(&sheet, option->action->code);
		sheet_add(&sheet, name_get(&option->action->name));
		sheet_add(&sheet, open ? needs(option) : option->why.text);
	}
	if (sheet.cells.n > 0)
		out_print("\n%s\n", open ? _("You may") : _("Closed to you"));
	sheet_print(&sheet);
	sheet_release(&sheet);
}

void show_page(const struct session *session, const struct view *view)
{
	const struct office *office = session_office(session);

	print_particulars(office, &view->document);
	print_fields(office, &view->document);
	if (view->selection != NULL)
		out_print("\n%s: %s\n", _("Selection"), view->selection);
	print_relations(office, view);
	show_clocks(session, &view->document);
	print_voices(office, &view->document);
	print_options(view, true);
	print_options(view, false);
}

/* SPDX-License-Identifier: MIT */
/* The form of a paper: a new one, typed or taken from a file; or a draft being mended. The fields
 * are the kind's. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/i18n.h"
#include "core/foot.h"
#include "core/head.h"
#include "core/mem.h"
#include "core/screener.h"
#include "core/reading.h"
#include "core/text.h"
#include "tui/deeds.h"
#include "tui/form.h"
#include "tui/say.h"
#include "tui/text_page.h"

enum { TEXT_EDIT_MAX = 1 << 20 }; /* longer texts are mended outside and taken in as a file */

struct paper_form {
	struct form form;
	char *id; /* owns; NULL: a new paper */
	char *kind_code; /* owns */
	char *unit; /* owns; of what is being mended */
	char *asked, *selected; /* owns; a unit and a selection, and what is said of it */
	char *guessed_from; /* owns; the path whose title and number were filled in */
};

static struct session *session_of(const struct form *form)
{
	return form->base.app->session;
}

static const struct kind *kind_of(const struct form *form)
{
	const struct paper_form *paper = (const struct paper_form *)form;

	return pack_kind(session_office(session_of(form))->pack, paper->kind_code);
}

static char *title(struct form *form)
{
	const struct paper_form *paper = (struct paper_form *)form;

	if (paper->id != NULL)
		return xasprintf(_("Edit %s"), paper->id);
	if (kind_of(form)->is_register)
		return xasprintf(_("New: %s"), name_get(&kind_of(form)->name));
	return xstrdup(_("New paper"));
}

/* ---- files
 * ---------------------------------------------------------------------------------------------- */

char *view_read_file(const char *path, size_t *len, struct err *err)
{
	FILE *file = NULL;
	struct stat st;
	char *bytes = NULL;

	if (stat(path, &st) != 0) {
		err_set(err, ERR_INPUT, "%s: %s", path, err_system(errno));
		return NULL;
	}
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_LIMIT) {
		err_set(err, ERR_INPUT,
			S_ISREG(st.st_mode) ? _("%s: larger than 64 MiB") : _("%s: no file"), path);
		return NULL;
	}
	file = fopen(path, "re");
	if (file == NULL) {
		err_set(err, ERR_INPUT, "%s: %s", path, err_system(errno));
		return NULL;
	}
	bytes = xcalloc((size_t)st.st_size + 1, 1);
	*len = fread(bytes, 1, (size_t)st.st_size, file);
	fclose(file);
	return bytes;
}

/* "~/x" is what people type. */
static char *path_of(const struct form *form)
{
	char *typed = str_trim(form_value(form, "path"));
	const char *home = getenv("HOME");
	char *path;

	if (strncmp(typed, "~/", 2) != 0 || home == NULL)
		return typed;
	path = xasprintf("%s%s", home, typed + 1);
	free(typed);
	return path;
}

static void propose(struct form *form, const char *code, const char *value)
{
	if (!str_empty(value) && str_empty(form_value(form, code)))
		form_set(form, code, value, NULL);
}

/* What the paper says of its attribute (附注) is told and no more: nothing is assumed of it. */
static void tell_note(struct form *form, const char *text)
{
	const struct pack *pack = session_office(session_of(form))->pack;

	for (size_t i = 0; i < pack->attribute_count; i++) {
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			const char *note = pack->attributes[i].note.in[lang];

			if (!str_empty(note) && foot_says(text, note))
				app_say(form->base.app, LEVEL_NOTE,
					_("The file says: %s. That marks nothing: mark the paper "
					  "when it is saved"),
					note);
		}
	}
}

static void guess(struct form *form, const char *text)
{
	const struct kind *kind = kind_of(form);
	char *heading = head_title(text), *number = head_number(text), day[DAY_SIZE];
	struct foot foot;

	foot_read(&foot, text);
	propose(form, "title", heading);
	propose(form, "number", number);
	for (size_t i = 0; i < kind->field_count; i++) {
		if (kind->fields[i].guess == GUESS_ISSUER)
			propose(form, kind->fields[i].code, foot.issuer);
		if (kind->fields[i].guess == GUESS_ISSUED)
			propose(form, kind->fields[i].code, day_format(foot.day, day));
	}
	tell_note(form, text);
	foot_release(&foot);
	free(heading);
	free(number);
}

/* Looks into the file as soon as its path was typed: it can be read, and it says its own title. */
static void look_into(struct form *form, struct form_field *field)
{
	struct paper_form *paper = (struct paper_form *)form;
	char *path = path_of(form), *bytes;
	struct reading reading = {0};
	struct err err;
	size_t len = 0;

	form_fault(field, NULL);
	if (*path == '\0' || str_eq(path, paper->guessed_from)) {
		free(path);
		return;
	}
	bytes = view_read_file(path, &len, &err);
	if (bytes == NULL || !reading_take(bytes, len, &reading, &err)) {
		form_fault(field, err.text);
	} else {
		guess(form, str_get(&reading.text));
		set_str(&paper->guessed_from, path);
	}
	reading_release(&reading);
	free(bytes);
	free(path);
}

/* ---- fields
 * --------------------------------------------------------------------------------------------- */

static const struct {
	enum form_type type;
} types[] = {
	[FIELD_TEXT] = {FORM_LINE},
	[FIELD_LONG] = {FORM_TEXT},
	[FIELD_DATE] = {FORM_DATE},
	[FIELD_MOMENT] = {FORM_MOMENT},
	[FIELD_FLAG] = {FORM_FLAG},
	[FIELD_CHOICE] = {FORM_CHOICE},
	[FIELD_NUMBER] = {FORM_NUMBER},
	[FIELD_LINK] = {FORM_LINE},
	[FIELD_ROW] = {FORM_CHOICE},
	[FIELD_UNITS] = {FORM_LINE},
};

static void show_choice(struct form *form, struct form_field *field)
{
	const struct field *of = kind_field(kind_of(form), field->code);
	const struct choice *choice = of != NULL ? field_choice(of, field->value) : NULL;
	const struct table_row *row =
		of != NULL && of->table != NULL ? table_row(of->table, field->value) : NULL;
	char *shown = row != NULL ? xasprintf("%s %s", row->code, name_get(&row->name)) : NULL;

	set_str(&field->shown, choice != NULL ? name_get(&choice->name) : shown);
	free(shown);
}

/* What the screening finds is marked in the text while it is typed. */
static void look(const void *of, const char *text, size_t len, struct edit_marks *marks)
{
	struct pack *pack = session_office(of)->pack;
	struct findings findings = {0};

	screener_scan(screener_of(pack), text, len, &findings);
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *finding = &findings.v[i];

		GROW(marks->v, marks->n);
		marks->v[marks->n++] = (struct edit_mark){.start = finding->offset,
			.len = finding->len,
			.style = say_severity_style(finding->severity),
			.words = xasprintf(_("%s (%s), masked: %s"), say_rule(pack, finding->rule),
				say_severity(finding->severity),
				*finding->masked != '\0' ? finding->masked : _("(taken out)"))};
	}
	findings_release(&findings);
}

static void add_text(struct form *form, const char *help, const char *text)
{
	struct form_field *field = form_add(form, FORM_TEXT, "text", _("Text"), help, text);

	field->edit.eye = (struct edit_eye){look, session_of(form)};
}

/* Required fields first: they are what a paper cannot leave drafting without. */
static void add_fields(struct form *form, const struct paper *paper)
{
	const struct kind *kind = kind_of(form);

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < kind->field_count; i++) {
			const struct field *field = &kind->fields[i];
			struct form_field *added;

			if (field->required != (pass == 0))
				continue;
			added = form_add(form, types[field->type].type, field->code,
				name_get(&field->name), name_get(&field->help),
				paper != NULL ? paper_field(paper, field->code) : NULL);
			added->max = field->max;
			added->is_wanted = field->required;
			if (types[field->type].type == FORM_CHOICE)
				show_choice(form, added);
		}
	}
}

/* The kinds this person may begin; *first is one of them, papers before registers. */
static int count_kinds(const struct session *session, const struct kind **first)
{
	const struct pack *pack = session_office(session)->pack;
	int n = 0;

	*first = NULL;
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		if (!session_may_begin(session, kind))
			continue;
		n++;
		if (*first == NULL || ((*first)->is_register && !kind->is_register))
			*first = kind;
	}
	return n;
}

/* A path of the machine the program runs on means nothing to somebody at the other end of SSH. */
static void add_path(struct form *form, const char *help)
{
	if (getenv("SSH_CONNECTION") == NULL)
		form_add(form, FORM_LINE, "path", _("File"), help, NULL);
}

static void add_heading(struct form *form, const char *title, const char *number)
{
	struct form_field *field =
		form_add(form, FORM_LINE, "title", _("Title"), _("One line"), title);

	field->is_required = kind_of(form)->is_register;
	form_add(form, FORM_LINE, "number", _("Number"),
		_("The number the paper bears; it may come later"), number);
}

static void add_paper(struct form *form, const char *title)
{
	add_path(form,
		_("Path of a file (.docx, .doc, .ofd, .pdf, .txt, ...); leave it empty to type the "
		  "text below. Title and number are read from it."));
	form_add(form, FORM_LINE, "title", _("Title"),
		_("One line; empty takes the first line of the text"), title);
	form_add(form, FORM_LINE, "number", _("Number"),
		_("The number the paper bears; it may come later"), NULL);
	add_text(form, _("A paste goes in as it is"), NULL);
}

/* The form of something new, of the kind that was chosen. */
static void fill_new(struct form *form, const char *title, const char *unit)
{
	const struct session *session = session_of(form);
	const struct kind *kind = kind_of(form), *first;
	struct form_field *field;

	if (count_kinds(session, &first) > 1) {
		field = form_add(form, FORM_CHOICE, "kind", _("Kind"),
			_("What is begun: a paper, or a record of a register"), kind->code);
		set_str(&field->shown, name_get(&kind->name));
	}
	if (kind->is_register)
		add_heading(form, title, NULL);
	else
		add_paper(form, title);
	field = form_add(form, FORM_CHOICE, "unit", _("Unit"), _("Whose paper it is"), unit);
	set_str(&field->shown, label_unit(session_office(session), unit));
	add_fields(form, NULL);
}

/* Another kind has other fields: the form is made anew, and what was said of the title stays. */
static void take_kind(struct form *form, const struct form_field *field)
{
	struct paper_form *paper = (struct paper_form *)form;
	char *title, *unit;

	if (str_eq(field->value, paper->kind_code))
		return;
	title = xstrdup(form_value(form, "title"));
	unit = xstrdup(form_value(form, "unit"));
	set_str(&paper->kind_code, field->value);
	set_str(&paper->guessed_from, NULL);
	form_clear(form);
	fill_new(form, title, unit);
	free(title);
	free(unit);
}

static void changed(struct form *form, struct form_field *field)
{
	struct err err;
	const char *text = edit_get(&field->edit);

	if (strcmp(field->code, "path") == 0)
		look_into(form, field);
	else if (strcmp(field->code, "kind") == 0)
		take_kind(form, field);
	else if (strcmp(field->code, "text") == 0 && field->edit.is_changed)
		guess(form, text);
	else if (strcmp(field->code, "title") == 0 || strcmp(field->code, "number") == 0) {
		if (field->fault == NULL && *text != '\0' &&
			!text_check_line(field->label, text, 500, &err))
			form_fault(field, err.text);
	} else if (field->type == FORM_CHOICE && strcmp(field->code, "unit") != 0) {
		show_choice(form, field);
	} else if (strcmp(field->code, "unit") == 0) {
		set_str(&field->shown, label_unit(session_office(session_of(form)), field->value));
	}
}

static void pick_units(const struct form *form, struct picks *picks)
{
	const struct org *org = &session_office(session_of(form))->org;
	int today = session_today(session_of(form));

	for (size_t i = 0; i < org->unit_count; i++) {
		if (unit_is_live(&org->units[i], today))
			picks_add(
				picks, org->units[i].id, name_get(&org->units[i].name), NULL, NULL);
	}
}

static void pick_kinds(const struct form *form, struct picks *picks)
{
	const struct pack *pack = session_office(session_of(form))->pack;

	for (size_t i = 0; i < pack->kind_count; i++) {
		if (session_may_begin(session_of(form), &pack->kinds[i]))
			picks_add(picks, pack->kinds[i].code, name_get(&pack->kinds[i].name), NULL,
				NULL);
	}
	picks->hides_codes = true;
}

/* All that the table says of a row; the caller frees. */
static char *row_detail(const struct pack_table *table, const struct table_row *row)
{
	struct str out = {0};

	for (size_t i = 0; i < table->column_count; i++) {
		if (!str_empty(name_get(&row->cells[i])))
			str_addf(&out, "%s%s: %s", out.len > 0 ? "  " : "",
				name_get(&table->columns[i].name), name_get(&row->cells[i]));
	}
	return str_detach(&out);
}

static void pick_rows(const struct form *form, const struct pack_table *table, struct picks *picks)
{
	int today = session_today(session_of(form));

	for (size_t i = 0; i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		char *detail = row_detail(table, row);

		picks_add(picks, row->code, name_get(&row->name), detail,
			table_row_is_live(row, today) ? NULL : _("this row is not in force today"));
		free(detail);
	}
}

static void picks(struct form *form, const struct form_field *field, struct picks *picks)
{
	const struct field *of = kind_field(kind_of(form), field->code);

	if (strcmp(field->code, "unit") == 0) {
		pick_units(form, picks);
		return;
	}
	if (strcmp(field->code, "kind") == 0) {
		pick_kinds(form, picks);
		return;
	}
	picks_add(picks, "", _("(nothing)"), NULL, NULL);
	if (of != NULL && of->table != NULL)
		pick_rows(form, of->table, picks);
	for (size_t i = 0; of != NULL && i < of->choice_count; i++)
		picks_add(picks, of->choices[i].code, name_get(&of->choices[i].name), NULL, NULL);
	picks->hides_codes = of == NULL || of->table == NULL;
}

/* What the record would take in, looked for once; the caller frees. */
static char *selection(struct form *form, const char *text)
{
	struct paper_form *paper = (struct paper_form *)form;
	const struct form_field *unit = form_find(form, "unit");
	const char *whose = unit != NULL ? unit->value : paper->unit;
	char *asked = xasprintf("%s %s", whose, text);
	int n;

	if (!str_eq(asked, paper->asked)) {
		free(paper->selected);
		paper->selected = str_empty(text) ? NULL
						  : session_selection(session_of(form),
							    kind_of(form), whose, text, &n);
		set_str(&paper->asked, asked);
	}
	free(asked);
	return xstrdup(paper->selected);
}

/* What the screening finds in the text as it stands in the form: seen before anybody reviews it. */
static char *detail(struct form *form, const struct form_field *field)
{
	struct pack *pack = session_office(session_of(form))->pack;
	struct findings findings = {0};
	const char *text = edit_get(&field->edit);
	char *told;

	if (kind_of(form)->selects != NULL && str_eq(field->code, kind_of(form)->selects->code))
		return selection(form, text);
	if (strcmp(field->code, "text") != 0)
		return NULL;
	screener_scan(screener_of(pack), text, strlen(text), &findings);
	told = say_findings(pack, &findings);
	findings_release(&findings);
	return told;
}

/* ---- saving
 * --------------------------------------------------------------------------------------------- */

/* "code=value" of what the person touched; all of them for a new paper. */
static void collect(struct form *form, struct change *change)
{
	const struct kind *kind = kind_of(form);
	bool is_new = ((struct paper_form *)form)->id == NULL;

	for (int i = 0; i < form->n; i++) {
		const struct form_field *field = &form->fields[i];
		char *trimmed, *pair;

		if (kind_field(kind, field->code) == NULL || strcmp(field->code, "text") == 0 ||
			!(is_new || field->is_changed || field->edit.is_changed))
			continue;
		trimmed = str_trim(form_value(form, field->code));
		pair = xasprintf("%s=%s", field->code, trimmed);
		if (!is_new || *trimmed != '\0')
			strv_add(&change->fields, pair);
		free(pair);
		free(trimmed);
	}
	change->title = str_empty(form_value(form, "title")) ? NULL : form_value(form, "title");
	change->number = form_value(form, "number");
}

/* The text typed, or the file named; *bytes is the caller's to free. */
static bool collect_file(struct form *form, struct change *change, char **bytes, struct err *err)
{
	const struct form_field *text = form_find(form, "text");
	char *path = path_of(form), *slash;
	bool ok = true;

	if (*path != '\0') {
		*bytes = view_read_file(path, &change->file_len, err);
		ok = *bytes != NULL;
		change->file = *bytes;
		slash = strrchr(path, '/');
		/* Names the file for as long as the form lives. */
		form_set(form, "name", slash != NULL ? slash + 1 : path, NULL);
		set_str(&((struct paper_form *)form)->guessed_from, path);
		change->file_name = strrchr(((struct paper_form *)form)->guessed_from, '/');
		change->file_name = change->file_name != NULL
					    ? change->file_name + 1
					    : ((struct paper_form *)form)->guessed_from;
	} else if (text != NULL && text->edit.is_changed && !str_empty(edit_get(&text->edit))) {
		*bytes = xstrdup(edit_get(&text->edit));
		change->file = *bytes;
		change->file_len = strlen(*bytes);
		change->file_name = "text.txt";
	}
	free(path);
	return ok;
}

static bool create(struct form *form, const struct change *change, struct err *err)
{
	struct app *app = form->base.app;
	struct intake intake = {.change = *change,
		.kind = ((struct paper_form *)form)->kind_code,
		.unit = str_empty(form_value(form, "unit")) ? NULL : form_value(form, "unit")};
	char *id = NULL;

	if (!session_import(app->session, &intake, &id, err)) {
		free(id);
		return false;
	}
	app_pop(app);
	app_refresh(app);
	view_document(app, id, NULL);
	deed_say(app, id, _("%s is begun"), id);
	free(id);
	return true;
}

static bool mend(struct form *form, const struct change *change, struct err *err)
{
	struct app *app = form->base.app;
	char *id;

	if (!session_edit(app->session, ((struct paper_form *)form)->id, change, err))
		return false;
	id = xstrdup(((struct paper_form *)form)->id);
	app_pop(app);
	app_refresh(app);
	deed_say(app, id, _("%s is saved"), id);
	free(id);
	return true;
}

static bool save(struct form *form)
{
	struct change change = {0};
	struct err err;
	char *bytes = NULL;
	struct app *app = form->base.app;
	bool ok;

	collect(form, &change);
	ok = collect_file(form, &change, &bytes, &err);
	if (ok && change.title == NULL && change.file == NULL)
		ok = err_set(&err, ERR_INPUT,
			kind_of(form)->is_register
				? _("a record needs a title")
				: _("a paper needs a title or a text: fill in one of them"));
	if (ok)
		ok = ((struct paper_form *)form)->id == NULL ? create(form, &change, &err)
							     : mend(form, &change, &err);
	if (!ok)
		app_refuse(app, &err);
	strv_release(&change.fields);
	free(bytes);
	return ok;
}

static void release(struct form *form)
{
	struct paper_form *paper = (struct paper_form *)form;

	free(paper->id);
	free(paper->kind_code);
	free(paper->unit);
	free(paper->asked);
	free(paper->selected);
	free(paper->guessed_from);
}

static const struct form_ops ops = {
	.title = title,
	.changed = changed,
	.picks = picks,
	.detail = detail,
	.save = save,
	.release = release,
};

/* ---- opening
 * -------------------------------------------------------------------------------------------- */

static struct form *make(struct app *app, const char *id, const char *kind)
{
	struct paper_form *paper = form_new(sizeof(*paper), &ops, app);

	paper->id = xstrdup(id);
	paper->kind_code = xstrdup(kind);
	return &paper->form;
}

void view_new_paper(struct app *app)
{
	const struct person *person = session_person(app->session);
	const struct kind *kind;
	struct form *form;

	count_kinds(app->session, &kind);
	if (kind == NULL)
		return;
	form = make(app, NULL, kind->code);
	fill_new(form, NULL, person->unit);
	/* A paper is what is begun as a rule: typing begins below it. Which register, nobody knows.
	 */
	form->cursor = strcmp(form->fields[0].code, "kind") == 0 && !kind->is_register ? 1 : 0;
	form_open(form, "new");
}

static bool may_edit(const struct view *view, struct err *err)
{
	if (view->may_edit)
		return true;
	for (size_t i = 0; i < view->option_count; i++) {
		if (view->options[i].action->act == ACT_EDIT) {
			*err = view->options[i].why;
			return false;
		}
	}
	return err_set(
		err, ERR_REFUSED, _("a paper is edited while it is being drafted, and not now"));
}

static void fill(struct form *form, const struct paper *paper, const char *text, size_t len)
{
	add_heading(form, paper->title, paper->number);
	if (kind_of(form)->is_register) {
		add_fields(form, paper);
		return;
	}
	if (len <= TEXT_EDIT_MAX)
		add_text(form, _("A paste goes in as it is"), text);
	add_path(form, _("A file that replaces the text; empty keeps what is there"));
	add_fields(form, paper);
}

void view_edit_paper(struct app *app, const char *id)
{
	struct view view = {0};
	struct form *form;
	char *text = NULL, *key;
	size_t len = 0;
	struct err err;

	if (!session_show(app->session, id, &view, &err) || !may_edit(&view, &err) ||
		!session_text(app->session, id, &text, &len, &err)) {
		view_release(&view);
		free(text);
		app_refuse(app, &err);
		return;
	}
	form = make(app, id, view.document.paper.kind);
	set_str(&((struct paper_form *)form)->unit, view.document.paper.unit);
	fill(form, &view.document.paper, text, len);
	free(text);
	view_release(&view);
	key = xasprintf("edit %s", id);
	form_open(form, key);
	free(key);
}

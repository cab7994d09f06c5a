/* SPDX-License-Identifier: MIT */
/* Forms without a screen: one answer after the other. What a field means, what it may be and what
 * is wrong with it comes from the same forms as on the screen. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/form.h"
#include "tui/plain.h"

enum { SHOWN = 20 }; /* lines of a choice at a time */

/* What comes after an answer. */
enum turn { TURN_ON, TURN_BACK, TURN_END, TURN_AGAIN, TURN_LEAVE };

/* ---- what stands there ----------------------------------------------------------------------- */

/* Sentences about keys of the screen are of no use here. Keys are named alike in all languages. */
static bool is_about_keys(const char *sentence, size_t n)
{
	static const char *const keys[] = {"Enter", "F2", "F3"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (memmem(sentence, n, keys[i], strlen(keys[i])) != NULL)
			return true;
	}
	return false;
}

static size_t sentence_len(const char *text)
{
	static const char *const ends[] = {". ", ": ", "。", "："};
	size_t best = strlen(text);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		const char *end = strstr(text, ends[i]);
		size_t n = end != NULL ? (size_t)(end - text) + strlen(ends[i]) : best;

		best = n < best ? n : best;
	}
	return best;
}

static void say_help(struct plain *plain, const char *help)
{
	struct str out = {0};

	for (const char *s = help != NULL ? help : ""; *s != '\0'; s += sentence_len(s)) {
		size_t n = sentence_len(s);

		if (!is_about_keys(s, n))
			str_addn(&out, s, n);
	}
	if (!str_empty(str_get(&out)))
		plain_say(plain, "%s", str_get(&out));
	str_release(&out);
}

static int count_lines(const char *text)
{
	int n = *text != '\0' ? 1 : 0;

	for (const char *s = text; *s != '\0'; s++)
		n += *s == '\n' && s[1] != '\0' ? 1 : 0;
	return n;
}

/* An answer in one line; the caller frees. */
static char *answer_of(const struct form_field *field)
{
	const char *text = edit_get(&field->edit);
	int lines;

	if (!form_is_typed(field))
		return xstrdup(field->shown != NULL && *field->shown != '\0'      ? field->shown
			       : field->type == FORM_FLAG && *field->value == 'y' ? _("yes")
			       : field->type == FORM_FLAG && *field->value == 'n' ? _("no")
										  : field->value);
	lines = count_lines(text);
	if (lines < 2)
		return xstrdup(text);
	return xasprintf(_("%.*s ... (%d lines)"), (int)strcspn(text, "\n"), text, lines);
}

static void say_field(struct plain *plain, const struct form_field *field)
{
	char *answer = answer_of(field);

	plain_say(plain, "\n%s%s", field->label,
		field->is_required || field->is_wanted ? _(" (needed)") : "");
	say_help(plain, field->help);
	if (*answer != '\0')
		plain_say(plain, _("Now: %s"), answer);
	if (field->fault != NULL)
		plain_say(plain, "! %s", field->fault);
	free(answer);
}

static void say_more(struct plain *plain, struct form *form, const struct form_field *field)
{
	char *text = form->ops->detail != NULL ? form->ops->detail(form, field) : NULL;

	plain_say(
		plain, "%s", text != NULL ? text : _("There is no more to read about this field"));
	free(text);
}

/* ---- choices --------------------------------------------------------------------------------- */

static bool fits(const struct pick *pick, const char *words)
{
	return *words == '\0' || strcasestr(pick->code, words) != NULL ||
	       (pick->title != NULL && strcasestr(pick->title, words) != NULL);
}

static bool is_chosen(const struct form_field *field, const struct pick *pick)
{
	return field->type == FORM_MANY ? strv_has(&field->chosen, pick->code)
					: strcmp(field->value, pick->code) == 0;
}

/* Those that can be taken, numbered for as long as the field is asked for; the rest is told of. */
static void say_picks(struct plain *plain, const struct form_field *field,
	const struct picks *picks, const char *words)
{
	int shown = 0, more = 0, closed = 0;

	for (size_t i = 0; i < picks->n; i++) {
		const struct pick *pick = &picks->v[i];

		if (!fits(pick, words))
			continue;
		if (pick->why != NULL)
			closed++;
		else if (shown++ >= SHOWN)
			more++;
		else
			plain_say(plain, "%zu  %s%s%s%s", i + 1,
				picks->hides_codes ? "" : pick->code,
				picks->hides_codes || *pick->code == '\0' ? "" : " ", pick->title,
				is_chosen(field, pick) ? _(" (chosen)") : "");
	}
	if (more > 0)
		plain_say(plain, _("%d more: type words to look for among them"), more);
	if (closed > 0)
		plain_say(plain, _("%d closed: x says why"), closed);
	if (shown + closed == 0)
		plain_say(plain, _("Nothing fits '%s'"), words);
}

static void say_closed(struct plain *plain, const struct picks *picks)
{
	for (size_t i = 0; i < picks->n; i++) {
		if (picks->v[i].why != NULL)
			plain_say(plain, "%s %s: %s", picks->v[i].code, picks->v[i].title,
				picks->v[i].why);
	}
}

/* "?3": what is to know about the third. */
static bool say_one(struct plain *plain, const struct picks *picks, const char *line)
{
	int at = *line == '?' ? plain_choice(line + 1, picks->n) : -1;

	if (at < 0)
		return false;
	plain_say(plain, "%s",
		!str_empty(picks->v[at].detail) ? picks->v[at].detail : picks->v[at].title);
	return true;
}

/* Numbers parted by blanks; false: they are none. */
static bool take(
	struct plain *plain, struct form_field *field, const struct picks *picks, const char *line)
{
	struct strv words = {0}, codes = {0};
	bool ok = true, is_many = field->type == FORM_MANY;

	strv_split(&words, line, " ,\t");
	for (size_t i = 0; ok && i < words.n; i++) {
		int at = plain_choice(words.v[i], picks->n);

		ok = at >= 0 && (is_many || words.n == 1);
		if (ok && picks->v[at].why != NULL)
			plain_say(plain, "! %s: %s", picks->v[at].title, picks->v[at].why);
		else if (ok)
			strv_put(&codes, picks->v[at].code);
	}
	ok = ok && words.n > 0;
	if (ok && codes.n > 0) {
		if (is_many)
			strv_copy(&field->chosen, &codes);
		else
			set_str(&field->value, codes.v[0]);
		field->is_changed = true;
	}
	strv_release(&words);
	strv_release(&codes);
	return ok;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* Lines up to one with a dot alone; the first may have been read already. */
static char *read_lines(struct plain *plain, const char *first)
{
	struct str text = {0};
	char *line = first != NULL ? xstrdup(first) : plain_read(plain);

	while (line != NULL && strcmp(line, ".") != 0) {
		str_addf(&text, "%s\n", line);
		free(line);
		line = plain_read(plain);
	}
	free(line);
	if (text.len > 0)
		text.buf[--text.len] = '\0';
	return text.buf != NULL ? str_detach(&text) : xstrdup("");
}

static void say_lines(struct plain *plain, const char *text)
{
	int number = 1;

	while (*text != '\0') {
		int n = (int)strcspn(text, "\n");

		plain_say(plain, "%d  %.*s", number++, n, text);
		text += n + (text[n] == '\n' ? 1 : 0);
	}
}

/* The byte where a line begins; the text's end where there are not so many. */
static size_t line_start(const char *text, int number)
{
	const char *s = text;

	while (--number > 0 && *s != '\0') {
		s += strcspn(s, "\n");
		s += *s == '\n' ? 1 : 0;
	}
	return (size_t)(s - text);
}

/* Other lines in the place of one (c), before it (i), or none (d). */
static void change_lines(struct plain *plain, struct form_field *field, char how, int number)
{
	const char *text = edit_get(&field->edit);
	size_t from = line_start(text, number),
	       to = how == 'i' ? from : line_start(text, number + 1);
	struct str out = {0};
	char *lines = how != 'd' ? read_lines(plain, NULL) : NULL;

	str_addn(&out, text, from);
	if (from > 0 && text[from - 1] != '\n' && lines != NULL)
		str_addc(&out, '\n');
	if (lines != NULL)
		str_addf(&out, "%s%s", lines, text[to] != '\0' ? "\n" : "");
	str_add(&out, text + to);
	if (!plain->is_over) {
		edit_set(&field->edit, str_get(&out));
		field->is_changed = field->edit.is_changed = true;
	}
	str_release(&out);
	free(lines);
}

/* A text that stands there is mended line by line; false: the line is none of its commands. */
static bool mend_text(struct plain *plain, struct form_field *field, const char *line)
{
	char *rest = str_trim(*line != '\0' ? line + 1 : "");
	int number = 0;
	bool ok = true;

	if (strcmp(line, "p") == 0)
		say_lines(plain, edit_get(&field->edit));
	else if (strchr("cid", *line) != NULL && str_number(rest, &number) && number > 0)
		change_lines(plain, field, *line, number);
	else
		ok = false;
	free(rest);
	return ok;
}

static void write_text(struct plain *plain, struct form_field *field, const char *first)
{
	char *text = read_lines(plain, first);

	if (!plain->is_over) {
		edit_set(&field->edit, text);
		field->is_changed = field->edit.is_changed = true;
	}
	free(text);
}

/* ---- one answer ------------------------------------------------------------------------------ */

static char *question_of(const struct form_field *field)
{
	switch (field->type) {
	case FORM_TEXT:
		return xasprintf(
			str_empty(edit_get(&field->edit))
				? _("%s, in lines, behind them a dot alone:")
				: _("%s: w writes it anew, p reads it, c 3 changes line 3, "
				    "i 3 puts lines before it, d 3 takes it out:"),
			field->label);
	case FORM_FLAG: return xasprintf(_("%s, y or n:"), field->label);
	case FORM_CHOICE:
		return xasprintf(_("%s, its number, or words to look for:"), field->label);
	case FORM_MANY:
		return xasprintf(_("%s, their numbers with blanks between, or words to look for:"),
			field->label);
	case FORM_DATE: return xasprintf(_("%s, as 2026-01-31:"), field->label);
	case FORM_MOMENT: return xasprintf(_("%s, as 2026-01-31 14:05:"), field->label);
	case FORM_LINE:
	case FORM_NUMBER: break;
	}
	return xasprintf("%s:", field->label);
}

static void empty(struct form_field *field)
{
	strv_clear(&field->chosen);
	set_str(&field->value, "");
	edit_set(&field->edit, "");
	field->is_changed = field->edit.is_changed = true;
}

/* What was typed, as the field's type takes it; false: it is to be asked again as it is. */
static bool take_answer(
	struct plain *plain, struct form_field *field, const struct picks *picks, const char *line)
{
	bool has_text = field->type == FORM_TEXT && !str_empty(edit_get(&field->edit));

	if (strcmp(line, "-") == 0) {
		empty(field);
	} else if (field->type == FORM_CHOICE || field->type == FORM_MANY) {
		return take(plain, field, picks, line);
	} else if (field->type == FORM_FLAG) {
		if (strcmp(line, "y") != 0 && strcmp(line, "n") != 0)
			return false;
		set_str(&field->value, *line == 'y' ? "yes" : "no");
		field->is_changed = true;
	} else if (has_text && strcmp(line, "w") != 0) {
		mend_text(plain, field, line);
		return false;
	} else if (field->type == FORM_TEXT) {
		write_text(plain, field, has_text ? NULL : line);
	} else {
		edit_set(&field->edit, line);
		field->is_changed = field->edit.is_changed = true;
	}
	return true;
}

/* Asks until the line is an answer to the field, or says where to go. */
static enum turn ask_one(struct plain *plain, struct form *form, struct form_field *field)
{
	struct picks picks = {0};
	bool is_choice = field->type == FORM_CHOICE || field->type == FORM_MANY;
	char *question, *line;
	enum turn turn = TURN_AGAIN;
	bool is_answered = false;

	if (is_choice) {
		form->ops->picks(form, field, &picks);
		say_picks(plain, field, &picks, "");
	}
	while (turn == TURN_AGAIN && !is_answered) {
		question = question_of(field);
		line = plain_ask(plain, question);
		if (line == NULL || strcmp(line, "!") == 0)
			turn = TURN_LEAVE;
		else if (*line == '\0')
			turn = TURN_ON;
		else if (strcmp(line, "<") == 0)
			turn = TURN_BACK;
		else if (strcmp(line, ">") == 0)
			turn = TURN_END;
		else if (strcmp(line, "?") == 0)
			say_more(plain, form, field);
		else if (is_choice && strcmp(line, "x") == 0)
			say_closed(plain, &picks);
		else if (!is_choice || !say_one(plain, &picks, line)) {
			is_answered = take_answer(plain, field, &picks, line);
			if (!is_answered && is_choice)
				say_picks(plain, field, &picks, line);
		}
		free(line);
		free(question);
	}
	picks_release(&picks);
	return turn;
}

/* The same, with what follows from the answer; a wrong one is asked for again. */
static enum turn ask_field(struct plain *plain, struct form *form, int at)
{
	struct form_field *field = &form->fields[at];
	enum turn turn;

	form->cursor = at;
	say_field(plain, field);
	turn = ask_one(plain, form, field);
	if (plain->is_over)
		return TURN_LEAVE;
	form_look(form, field);
	form_keep(form);
	plain_tell(plain);
	if (turn == TURN_AGAIN) /* answered */
		turn = at < form->n && form->fields[at].fault != NULL ? TURN_AGAIN : TURN_ON;
	return turn;
}

/* ---- the form -------------------------------------------------------------------------------- */

static int step(const struct form *form, int at, int by)
{
	do {
		at += by;
	} while (at >= 0 && at < form->n && form->fields[at].is_off);
	return at;
}

/* From one field to the next; false: it is left. */
static bool ask_all(struct plain *plain, struct form *form)
{
	int at = step(form, -1, 1);

	while (at < form->n) {
		enum turn turn = ask_field(plain, form, at);

		if (turn == TURN_LEAVE)
			return false;
		if (turn == TURN_END)
			return true;
		if (turn == TURN_ON)
			at = step(form, at, 1);
		if (turn == TURN_BACK && step(form, at, -1) >= 0)
			at = step(form, at, -1);
	}
	return true;
}

/* What was answered, is needed or wrong; the rest is counted, unless all are wanted. */
static void say_all(struct plain *plain, struct form *form, bool are_all)
{
	char *title = form->ops->title(form);
	int left = 0;

	plain_say(plain, "\n%s", title);
	for (int i = 0; i < form->n; i++) {
		const struct form_field *field = &form->fields[i];
		char *answer = answer_of(field);
		bool is_shown = are_all || *answer != '\0' || field->fault != NULL ||
				field->is_required || field->is_wanted;

		if (!field->is_off && is_shown)
			plain_say(plain, "%d  %s: %s%s%s", i + 1, field->label,
				*answer != '\0' ? answer : _("(nothing)"),
				field->fault != NULL ? "  ! " : "",
				field->fault != NULL ? field->fault : "");
		left += field->is_off || is_shown ? 0 : 1;
		free(answer);
	}
	if (left > 0)
		plain_say(plain, _("Nothing was said to %d more; a lists them"), left);
	free(title);
}

static bool is_open(const struct app *app, const struct form *form)
{
	const struct tui_view *view = app->top;

	while (view != NULL && view != &form->base)
		view = view->below;
	return view != NULL;
}

/* True: it was saved, and the form is gone. */
static bool save(struct plain *plain, struct form *form)
{
	struct app *app = &plain->app;

	app_command(app, CMD_SAVE);
	(void)plain_bulk(plain); /* one mark for many: which take it is seen first */
	if (!is_open(app, form))
		return true;
	while (app->top != &form->base) /* the box with the reason */
		app_pop(app);
	plain_tell(plain);
	return false;
}

/* All answers once more, and what to do with them; true: the form is gone. */
static bool finish(struct plain *plain, struct form *form)
{
	bool is_gone = false, stays = true;
	char *line;
	int at;

	form_check(form);
	say_all(plain, form, false);
	while (!is_gone && stays && !plain->is_over) {
		line = plain_ask(plain,
			_("s saves, a number changes that answer, b leaves without saving:"));
		at = line != NULL ? plain_choice(line, (size_t)form->n) : -1;
		if (at >= 0 && !form->fields[at].is_off) {
			stays = ask_field(plain, form, at) != TURN_LEAVE;
			form_check(form);
			say_all(plain, form, false);
		} else if (line != NULL && strcmp(line, "s") == 0) {
			is_gone = save(plain, form);
		} else if (line != NULL && strcmp(line, "a") == 0) {
			say_all(plain, form, true);
		} else if (line == NULL || strcmp(line, "b") == 0 || strcmp(line, "!") == 0) {
			stays = false;
		} else {
			plain_say(plain, _("There is no choice '%s'"), line);
		}
		free(line);
	}
	return is_gone;
}

/* Typing of another day is offered by a question over the form. */
static void take_up(struct plain *plain, const struct form *form)
{
	struct app *app = &plain->app;
	char *line;

	if (app->top == &form->base)
		return;
	plain_say(plain, _("What you typed here before was not saved: the connection was lost, or "
			   "the program ended. Take it up again?"));
	line = plain_ask(plain, _("y or n:"));
	app_answer(app, &(struct answer){.ok = line != NULL && strcmp(line, "y") == 0, .text = ""});
	free(line);
}

/* The paper that is open now; the caller frees. */
static char *opened(const struct app *app)
{
	struct strv parts = {0};
	char *id = NULL;

	if (app->top != NULL && strcmp(app->top->ops->name, "document") == 0) {
		app->top->ops->remember(app->top, &parts);
		id = xstrdup(parts.v[0]);
	}
	strv_release(&parts);
	return id;
}

char *plain_form(struct plain *plain)
{
	struct app *app = &plain->app;
	struct form *form = form_of(app->top);
	char *id = NULL, *title, *draft;

	if (form == NULL && app->top != NULL)
		form = form_of(app->top->below);
	if (form != NULL) {
		title = form->ops->title(form);
		plain_say(plain, "\n%s", title);
		plain_say(plain,
			_("Enter leaves an answer as it is, - empties it, ? says more, < goes "
			  "back, > to the end, ! leaves without saving."));
		free(title);
		take_up(plain, form);
		draft = xstrdup(form->draft);
		if (ask_all(plain, form) && finish(plain, form))
			id = opened(app);
		else if (!plain->is_over) { /* left on purpose */
			form_forget_draft(app, draft);
			plain_say(plain, _("Left; nothing was decided."));
		}
		free(draft);
	}
	plain_tell(plain);
	while (app->top != NULL)
		app_pop(app);
	return id;
}

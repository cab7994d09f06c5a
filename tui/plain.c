/* SPDX-License-Identifier: MIT */
/* The screen without a screen: numbered menus and questions, one line after the other, for screen
 * readers, braille lines and the poorest terminals. Nothing moves, nothing is redrawn. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/deeds.h"
#include "tui/glyph.h"
#include "tui/paper_pages.h"
#include "tui/plain.h"
#include "tui/say.h"
#include "tui/views.h"

enum { COLS = 76 };

/* ---- words out and in
 * -------------------------------------------------------------------------------------- */

/* What a terminal would obey, or hide, is shown by its code. */
static void put_safe(FILE *out, const char *text)
{
	size_t len = strlen(text);
	struct glyph glyph;
	char buf[4];

	for (size_t at = 0; at < len; at += glyph.len) {
		if (text[at] == '\n' || text[at] == '\t') {
			fputc(text[at], out);
			glyph.len = 1;
			continue;
		}
		glyph_next(text + at, len - at, &glyph);
		for (int i = 0; i < glyph.n; i++) {
			size_t n = glyph_encode(glyph.ch[i], buf);

			fwrite(buf, 1, n, out);
		}
	}
}

void plain_say(struct plain *plain, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	put_safe(plain->out, text);
	fputc('\n', plain->out);
	free(text);
}

void plain_complain(struct plain *plain, const struct err *err)
{
	char *text = say_error(err);

	plain_say(plain, "! %s", text);
	free(text);
}

char *plain_read(struct plain *plain)
{
	char *line = NULL;
	size_t size = 0;

	fflush(plain->out);
	if (getline(&line, &size, plain->in) < 0) {
		free(line);
		plain->is_over = true;
		fputc('\n', plain->out);
		return NULL;
	}
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

char *plain_ask(struct plain *plain, const char *question)
{
	char *line, *trimmed;

	put_safe(plain->out, question);
	fputs(" ", plain->out);
	line = plain_read(plain);
	if (line == NULL)
		return NULL;
	if (!isatty(fileno(plain->in))) /* no key has ended the line of the question */
		fputc('\n', plain->out);
	trimmed = str_trim(line);
	free(line);
	return trimmed;
}

int plain_choice(const char *line, size_t n)
{
	int number;

	return str_number(line, &number) && number >= 1 && (size_t)number <= n ? number - 1 : -1;
}

void plain_tell(struct plain *plain)
{
	struct app *app = &plain->app;

	for (size_t i = 0; i < app->message_count; i++) {
		struct message *message = &app->messages[i];

		plain_say(
			plain, "%s%s", message->level == LEVEL_REFUSED ? "! " : "", message->text);
		free(message->text);
	}
	app->message_count = 0;
}

static void print_lines(struct plain *plain, struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct line *line = &lines->v[i];

		plain_say(plain, "%s%s%s", line->label != NULL ? line->label : "",
			line->label != NULL ? ": " : "", line->text);
	}
	lines_release(lines);
}

/* ---- an act
 * ------------------------------------------------------------------------------------------------
 */

char *plain_code(struct plain *plain)
{
	const struct pack *pack = session_office(plain->app.session)->pack;
	char *line, *code = NULL;
	int at;

	for (size_t i = 0; i < pack->return_code_count; i++)
		plain_say(plain, "%zu  %s", i + 1, name_get(&pack->return_codes[i].name));
	line = plain_ask(plain, _("Number of the reason, or nothing to leave it:"));
	at = line != NULL ? plain_choice(line, pack->return_code_count) : -1;
	if (at >= 0)
		code = xstrdup(pack->return_codes[at].code);
	free(line);
	return code;
}

char *plain_comment(struct plain *plain, bool is_needed)
{
	return plain_ask(plain, is_needed ? _("Your opinion or reason, in one line:")
					  : _("What the drafter should mend, in one line, or "
					      "nothing:"));
}

/* What must be said with an act; false: it is left. */
static bool ask_for(struct plain *plain, const struct possibility *option, const char *id,
	char **named, char **code, char **comment)
{
	char *line;
	bool ok;

	if (option->needs_named) {
		*named = plain_ask(plain, _("The id of the paper that this act names:"));
		if (str_empty(*named))
			return false;
	}
	if (option->needs_code && (*code = plain_code(plain)) == NULL)
		return false;
	if (option->needs_comment || option->needs_code) {
		*comment = plain_comment(plain, option->needs_comment);
		if (option->needs_comment && str_empty(*comment))
			return false;
	}
	if (!deed_is_final(option->action->act))
		return !plain->is_over;
	plain_say(plain, _("This cannot be taken back."));
	line = plain_ask(plain, _("Type the paper's id to go on, or nothing to leave it:"));
	ok = line != NULL && strcmp(line, id) == 0;
	free(line);
	return ok;
}

/* The acts that fill in a form. */
static void act_by_form(
	struct plain *plain, const struct view *view, const struct possibility *option)
{
	const char *id = view->document.paper.id;
	struct app *app = &plain->app;

	if (option->needs_parts)
		view_split(app, id, view->document.prev);
	else if (option->action->act == ACT_EDIT)
		view_edit_paper(app, id);
	else
		view_mark(app, id,
			workflow_only_mark(app_office(app), &view->document, option->action->code));
	free(plain_form(plain));
}

static void act(struct plain *plain, const struct view *view, const struct possibility *option)
{
	const char *id = view->document.paper.id;
	char *named = NULL, *code = NULL, *comment = NULL;
	struct err err;

	if (plain->app.options->is_read_only) {
		plain_say(plain, "! %s", _("The program was started to read only"));
	} else if (option->action->act == ACT_EDIT || option->action->act == ACT_MARK ||
		   option->needs_parts) {
		act_by_form(plain, view, option);
	} else if (!ask_for(plain, option, id, &named, &code, &comment)) {
		plain_say(plain, _("Left; nothing was decided."));
	} else {
		struct deed deed = {.action = option->action->code,
			.comment = str_empty(comment) ? NULL : comment,
			.code = code,
			.named = named,
			.seen = view->document.prev};

		if (session_do(plain->app.session, id, &deed, &err))
			plain_say(plain, _("%s: done."), name_get(&option->action->name));
		else
			plain_complain(plain, &err);
	}
	free(comment);
	free(code);
	free(named);
}

/* ---- a paper
 * -----------------------------------------------------------------------------------------------
 */

static void print_closed(struct plain *plain, const struct view *view)
{
	for (size_t i = 0; i < view->option_count; i++) {
		if (!view->options[i].is_open)
			plain_say(plain, "%s: %s", name_get(&view->options[i].action->name),
				view->options[i].why.text);
	}
}

static void print_text(struct plain *plain, const char *id)
{
	char *text = NULL;
	size_t len;
	struct err err;

	if (!session_text(plain->app.session, id, &text, &len, &err))
		plain_complain(plain, &err);
	else
		plain_say(plain, "%s", len > 0 ? text : _("This paper has no text."));
	free(text);
}

static void print_decisions(struct plain *plain, const char *id)
{
	struct history history = {0};
	struct lines lines = {0};
	struct err err;

	if (!session_history(
		    plain->app.session, &(struct history_ask){.document = id}, &history, &err)) {
		plain_complain(plain, &err);
	} else {
		pages_decisions(&lines, COLS, plain->app.session, &history, false);
		print_lines(plain, &lines);
	}
	history_release(&history);
}

/* The letters that show more of a paper; false: none of them. */
static bool show_more(struct plain *plain, const struct view *view, const char *line)
{
	const char *id = view->document.paper.id;
	struct lines lines = {0};

	if (strcmp(line, "t") == 0) {
		print_text(plain, id);
	} else if (strcmp(line, "d") == 0) {
		print_decisions(plain, id);
	} else if (strcmp(line, "p") == 0) {
		pages_particulars(&lines, COLS, plain->app.session, view);
		pages_read(&lines, COLS, plain->app.session, &view->document);
		print_lines(plain, &lines);
	} else if (strcmp(line, "w") == 0) {
		print_closed(plain, view);
	} else {
		return false;
	}
	return true;
}

static void print_paper(struct plain *plain, const struct view *view, const size_t *order, size_t n)
{
	const struct office *office = session_office(plain->app.session);
	const struct document *document = &view->document;
	const struct paper *paper = &document->paper;
	struct due_end due = due_of(document);
	char left[SAY_DUE_SIZE];
	char *place = say_place(
		plain->app.session, paper->kind, document->state, paper->unit, paper->drafter);

	plain_say(plain, "\n%s", paper->title);
	plain_say(plain, "%s; %s; %s", paper->id, place, say_attribute(office, paper->attribute));
	if (due.day != DAY_NONE)
		plain_say(plain, "%s", say_due(session_now(plain->app.session), due, left));
	for (size_t i = 0; i < n; i++)
		plain_say(plain, "%zu  %s: %s", i + 1,
			name_get(&view->options[order[i]].action->name),
			name_get(&view->options[order[i]].action->help));
	free(place);
}

/* Once round a paper; false: back. */
static bool paper_turn(struct plain *plain, const char *id)
{
	struct view view = {0};
	struct err err;
	size_t n, *order;
	char *line;
	bool stays = true;
	int at;

	if (!say_show(plain->app.session, id, &view, &err)) {
		plain_complain(plain, &err);
		return false;
	}
	order = deeds_order(&view, &n);
	print_paper(plain, &view, order, n);
	line = plain_ask(
		plain, _("Number to act; t text, p particulars, d decisions, w what is closed "
			 "and why, b back:"));
	at = line != NULL ? plain_choice(line, n) : -1;
	if (at >= 0)
		act(plain, &view, &view.options[order[at]]);
	else if (line == NULL || strcmp(line, "b") == 0 || *line == '\0')
		stays = false;
	else if (!show_more(plain, &view, line))
		plain_say(plain, _("There is no choice '%s'"), line);
	free(line);
	free(order);
	view_release(&view);
	return stays && !plain->is_over;
}

void plain_paper(struct plain *plain, const char *id)
{
	while (paper_turn(plain, id))
		;
}

/* ---- the desk
 * ------------------------------------------------------------------------------------ */

static void print_desk(struct plain *plain, const struct desk *desk)
{
	char day[DAY_SIZE], *unwitnessed = session_unwitnessed(plain->app.session);

	plain_say(plain, "\n%s  %s  %s", _("Desk"),
		name_get(&session_person(plain->app.session)->name),
		day_format(session_today(plain->app.session), day));
	for (size_t i = 0; i < desk->n; i++) {
		const struct desk_line *line = &desk->lines[i];

		if (line->overdue > 0)
			plain_say(plain, _("%zu  %s: %d, late: %d"), i + 1, line->name, line->n,
				line->overdue);
		else
			plain_say(plain, "%zu  %s: %d", i + 1, line->name, line->n);
	}
	if (unwitnessed != NULL)
		plain_say(plain, "%s", unwitnessed);
	free(unwitnessed);
}

static void begin_paper(struct plain *plain)
{
	char *id;

	if (plain->app.options->is_read_only) {
		plain_say(plain, "! %s", _("The program was started to read only"));
		return;
	}
	view_new_paper(&plain->app);
	id = plain_form(plain);
	if (id != NULL)
		plain_paper(plain, id);
	free(id);
}

static void desk_turn(struct plain *plain)
{
	struct desk desk = {0};
	struct err err;
	bool may_begin;
	char *line;
	int at;

	if (!session_refresh(plain->app.session, &(bool){false}, &err))
		plain_complain(plain, &err);
	if (!session_desk(plain->app.session, &desk, &err)) {
		plain_complain(plain, &err);
		plain->is_over = true;
		return;
	}
	print_desk(plain, &desk);
	may_begin = session_may_begin(plain->app.session, NULL);
	line = plain_ask(plain,
		may_begin ? _("Number to open, n begins a paper, / and words to search, r reports, "
			      "o who works here, q leaves:")
			  : _("Number to open, / and words to search, r reports, o who works here, "
			      "q leaves:"));
	at = line != NULL ? plain_choice(line, desk.n) : -1;
	if (at >= 0)
		plain_list(plain, desk.lines[at].queue, NULL);
	else if (line != NULL && *line == '/')
		plain_list(plain, NULL, line + 1);
	else if (line != NULL && strcmp(line, "n") == 0 && may_begin)
		begin_paper(plain);
	else if (line != NULL && strcmp(line, "r") == 0)
		plain_reports(plain);
	else if (line != NULL && strcmp(line, "o") == 0)
		plain_office(plain);
	else if (line != NULL && strcmp(line, "q") == 0)
		plain->is_over = true;
	else if (line != NULL)
		plain_say(plain, _("There is no choice '%s'"), line);
	free(line);
	desk_release(&desk);
}

/* Of the settings the language alone means something here. */
static void settle(struct plain *plain)
{
	struct app *app = &plain->app;
	struct strv problems = {0};

	app->usual_lang = i18n_lang();
	settings_load(&app->settings, app->options, &problems);
	settings_apply(app, SETTING_LANGUAGE);
	for (size_t i = 0; i < problems.n; i++)
		plain_say(plain, "! %s", problems.v[i]);
	strv_release(&problems);
}

int tui_plain(struct session *session, const struct tui_options *options, FILE *in, FILE *out)
{
	struct plain plain = {
		.app = {.session = session, .options = options, .is_plain = true},
		.in = in,
		.out = out,
	};

	settle(&plain);
	if (options->is_read_only)
		plain_say(&plain, "%s", _("[read only] "));
	while (!plain.is_over)
		desk_turn(&plain);
	plain_tell(&plain);
	free(plain.app.messages);
	strv_release(&plain.app.done);
	settings_release(&plain.app.settings);
	return 0;
}

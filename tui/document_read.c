/* SPDX-License-Identifier: MIT */
/* Reading a document: searching in its pages, comparing it with what it was, and from one paper to
 * those it names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/letter.h"
#include "core/mem.h"
#include "tui/document.h"
#include "tui/print.h"
#include "tui/say.h"

enum { ASK_FIND = 1, ASK_BASE, ASK_RELATED, ASK_PRINT, ASK_LETTER };

char *document_page_text(const struct document_view *view, size_t *len)
{
	struct str joined = {0};

	if (view->page == PAGE_TEXT) {
		const char *text = text_page_get(&view->text, len);

		return xstrndup(text, *len);
	}
	for (size_t i = 0; i < view->lines.n; i++)
		str_addf(&joined, "%s\n", view->lines.v[i].text);
	*len = joined.len;
	return str_detach(&joined);
}

/* ---- searching in a page
 * ---------------------------------------------------------------------------------- */

/* The byte of the page's text that stands at the top of the screen. */
static size_t top_of(const struct document_view *view)
{
	const struct list *list = &view->lists[view->page];
	size_t at = 0;

	if (view->page == PAGE_TEXT)
		return list->top < (int)view->text.lines.n ? view->text.lines.v[list->top].start
							   : 0;
	for (int i = 0; i < list->top && i < (int)view->lines.n; i++)
		at += strlen(view->lines.v[i].text) + 1;
	return at;
}

static void go_to_byte(struct document_view *view, size_t at)
{
	struct list *list = &view->lists[view->page];
	int line = 0;

	if (view->page == PAGE_TEXT) {
		text_page_go(&view->text, list, at);
		return;
	}
	for (size_t end = 0; line < (int)view->lines.n; line++) {
		end += strlen(view->lines.v[line].text) + 1;
		if (at < end)
			break;
	}
	if (line < list->top || line >= list->top + list->rows)
		list->top = line > list->rows / 3 ? line - list->rows / 3 : 0;
	list->cursor = line;
}

static void go_to_hit(struct document_view *view)
{
	if (view->find.n > 0)
		go_to_byte(view, view->find.v[view->find.current].start);
}

void document_typed(struct tui_view *base, int tag, const char *text)
{
	struct document_view *view = (struct document_view *)base;
	size_t len;
	char *page = document_page_text(view, &len);

	(void)tag;
	find_words(&view->find, text, page, len, view->find_from);
	free(page);
	if (view->find.n > 0)
		go_to_hit(view);
	else
		go_to_byte(view, view->find_from);
}

static void step_find(struct document_view *view, bool backwards)
{
	struct app *app = view->base.app;
	char *hint;

	if (view->find.words == NULL) {
		hint = app_hint(app, _("Nothing was searched for yet: {find} does"));
		app_say(app, LEVEL_NOTE, "%s", hint);
		free(hint);
	} else if (view->find.n == 0) {
		app_say(app, LEVEL_NOTE, _("'%s' does not stand on this page"), view->find.words);
	} else if (find_step(&view->find, backwards)) {
		app_say(app, LEVEL_NOTE, backwards ? _("On from the end") : _("On from the start"));
	}
	go_to_hit(view);
}

bool document_find(struct document_view *view, enum command_id id)
{
	bool backwards = id == CMD_FIND_TEXT_PREVIOUS;

	if (id == CMD_FIND_TEXT) {
		view->find_from = top_of(view);
		ask_find(view->base.app, ASK_FIND);
	} else if (!backwards && id != CMD_FIND_TEXT_NEXT) {
		return false;
	} else if (view->page != PAGE_CHANGES) {
		step_find(view, backwards);
	} else if (!diff_page_step(&view->diff, &view->lists[PAGE_CHANGES], backwards)) {
		app_say(view->base.app, LEVEL_NOTE, _("There is no further change on that side"));
	}
	return true;
}

/* ---- what is compared, what is named
 * ---------------------------------------------------------------------------- */

static void ask_base(struct document_view *view)
{
	const struct office *office = app_office(view->base.app);
	struct picks picks = {.hides_codes = true};

	picks_add(&picks, "0", _("What the last reviewer had"), NULL, NULL);
	picks_add(&picks, "-1", _("What the public may read"), NULL, NULL);
	for (size_t i = view->history.n; i > 0; i--) {
		const struct history_entry *entry = &view->history.v[i - 1];
		char *code = xasprintf("%zu", i), when[MOMENT_SIZE], *title;

		moment_format(stamp_moment(entry->site_time), when);
		title = xasprintf("%3zu  %s  %s  %s", i, when,
			label_action(office, entry->decision.action),
			label_person(office, entry->decision.actor));
		picks_add(&picks, code, title, NULL, NULL);
		free(code);
		free(title);
	}
	ask_pick(view->base.app, ASK_BASE, _("Compare this paper with"), &picks, false);
}

static void ask_related(struct document_view *view)
{
	const struct office *office = app_office(view->base.app);
	struct picks picks = {0};

	for (size_t i = 0; i < view->view.relation_count; i++) {
		const struct relation_seen *relation = &view->view.relations[i];
		const char *back = name_get(&relation->field->back);
		char *title = xasprintf("%s  %s",
			!relation->is_back ? name_get(&relation->field->name)
			: str_empty(back)  ? _("Named by")
					   : back,
			relation->title != NULL ? relation->title : "");

		picks_add(&picks, relation->id, title,
			label_state(office, relation->kind, relation->state), NULL);
		free(title);
	}
	if (picks.n > 0)
		ask_pick(view->base.app, ASK_RELATED, _("Papers it names, or that name it"), &picks,
			false);
	else
		app_say(view->base.app, LEVEL_NOTE,
			_("This paper names no other, and none names it"));
}

static void show_changes(struct document_view *view)
{
	if (view->page == PAGE_CHANGES) {
		view->diff.is_inline = !view->diff.is_inline;
		view->diff.cols = 0;
		view->lists[PAGE_CHANGES] = (struct list){.rows = view->lists[PAGE_CHANGES].rows};
		return;
	}
	document_turn(view, PAGE_CHANGES);
}

/* ---- printing
 * ---------------------------------------------------------------------------------------- */

/* path "": on the screen. */
static void print_to(struct document_view *view, const char *typed)
{
	struct app *app = view->base.app;
	struct str out = {0};
	struct err err;
	char *path = str_trim(typed);
	bool is_html = print_is_html(path);

	if (view->letter != NULL
			? session_letter(app->session, view->id, view->letter, is_html, &out, &err)
			: session_print(app->session, view->id, is_html, &out, &err))
		print_out(app, path, view->id, &out);
	else
		app_refuse(app, &err);
	str_release(&out);
	free(path);
}

static void ask_where(struct document_view *view)
{
	if (!print_ask(view->base.app, ASK_PRINT))
		print_to(view, "");
}

/* Where the record has letters: which of them, or the record itself. */
static void print(struct document_view *view)
{
	struct app *app = view->base.app;
	struct letters letters = {0};
	struct picks picks = {0};
	struct err err;

	set_str(&view->letter, NULL);
	if (!session_letters(app->session, view->id, &letters, &err))
		app_refuse(app, &err);
	picks_add(&picks, "", _("The record itself, with its decisions"), NULL, NULL);
	for (size_t i = 0; i < letters.n; i++) {
		const struct letter_seen *seen = &letters.v[i];

		if (seen->is_open)
			picks_add(&picks, seen->letter->code, name_get(&seen->letter->name),
				seen->is_draft ? _("as a draft: not approved yet") : NULL, NULL);
	}
	letters_release(&letters);
	picks.hides_codes = true;
	if (picks.n > 1) {
		ask_pick(app, ASK_LETTER, _("Print"), &picks, false);
		return;
	}
	picks_release(&picks);
	ask_where(view);
}

void document_answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct document_view *view = (struct document_view *)base;

	if (tag == ASK_FIND && !got->ok) {
		find_release(&view->find);
		go_to_byte(view, view->find_from);
	} else if (tag == ASK_FIND && view->find.n == 0 && view->find.words != NULL) {
		app_say(base->app, LEVEL_NOTE, _("'%s' does not stand on this page"),
			view->find.words);
	} else if (got->ok && tag == ASK_BASE) {
		diff_page_forget(&view->diff);
		view->diff.base = (int)strtol(got->text, NULL, 10);
		document_turn(view, PAGE_CHANGES);
		view->lists[PAGE_CHANGES] = (struct list){0};
	} else if (got->ok && tag == ASK_PRINT) {
		print_to(view, got->text);
	} else if (got->ok && tag == ASK_LETTER) {
		set_str(&view->letter, *got->text != '\0' ? got->text : NULL);
		ask_where(view);
	} else if (got->ok && tag == ASK_RELATED) {
		view_document(base->app, got->text, NULL);
	}
}

bool document_read(struct document_view *view, enum command_id id)
{
	struct app *app = view->base.app;

	if (id == CMD_CHANGES) {
		show_changes(view);
	} else if (id == CMD_COMPARE) {
		ask_base(view);
	} else if (id == CMD_RELATED) {
		ask_related(view);
	} else if (id == CMD_PRINT) {
		print(view);
	} else if (id == CMD_NEXT_HIT) {
		if (view->page != PAGE_TEXT)
			document_turn(view, PAGE_TEXT);
		if (!text_page_next_hit(&view->text, &view->lists[PAGE_TEXT]))
			app_say(app, LEVEL_NOTE,
				_("The screening found nothing in this text; that is not to say "
				  "that it may be published"));
	} else if (id == CMD_PUBLIC_TEXT) {
		if (view->page != PAGE_TEXT)
			document_turn(view, PAGE_TEXT);
		text_page_turn(&view->text);
		view->cols = 0;
	} else {
		return false;
	}
	return true;
}

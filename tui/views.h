/* SPDX-License-Identifier: MIT */
#ifndef TUI_VIEWS_H
#define TUI_VIEWS_H

/* How the views open each other. */

#include "tui/app.h"
#include "tui/edit.h"
#include "tui/pager.h"

struct report_kind;

void view_desk(struct app *app);
/* A queue by name (NULL: none) narrowed by a query's text (NULL: all), under a title. */
void view_papers(struct app *app, const char *queue, const char *text, const char *heading);
/* A queue through one of the filters of tui/filters.h. */
void view_queue(struct app *app, const char *queue, size_t tab);
/* A list as it was remembered. */
void view_papers_again(struct app *app, const struct strv *parts);
/* A document; from is the list it was opened from, and may be NULL. */
void view_document(struct app *app, const char *id, struct pager *from);
/* A document as it was remembered: the page, and how far it was read. */
void view_document_again(struct app *app, const struct strv *parts);
/* seen: the commit the person looked at before they chose to act; NULL: as it stands now. */
void view_acts(struct app *app, const char *id, const char *seen);
void view_new_paper(struct app *app);
void view_edit_paper(struct app *app, const char *id);
/* attribute: what is to be chosen in it, or NULL: as it is. */
void view_mark(struct app *app, const char *id, const char *attribute);
/* One mark for many papers; the answer is that of ask_bulk. ids is copied. */
void ask_mark(struct app *app, int tag, const struct strv *ids);
/* Splits a mixed paper; seen as of view_acts. */
void view_split(struct app *app, const char *id, const char *seen);
void view_history(struct app *app);
/* A file of the person's; the caller frees. NULL: ERR_INPUT. */
char *view_read_file(const char *path, size_t *len, struct err *err);
/* A notice that hands out tasks: what was read of it is seen before anything is taken in. */
void view_tasks(struct app *app);
void view_verify(struct app *app); /* the whole ledger, by who may see all of it */
void view_figures(struct app *app);
void view_reports(struct app *app); /* a choice of them */
/* A report of what is typed behind "f": "unit:zfb from:2026-01-01", or "". */
void view_report(struct app *app, const struct report_kind *kind, const char *typed);
void view_office(struct app *app); /* the one on who works here, with what can be done about it */
void view_overview(struct app *app); /* the report of that name */
void view_persons(struct app *app);
void view_help(struct app *app);
void view_palette(struct app *app);
void view_messages(struct app *app);
void view_themes(struct app *app);
void view_settings(struct app *app); /* what app->argument says is set; else a choice */
/* A text to read, such as an article. */
void view_text(struct app *app, const char *heading, const char *text);
/* A box that stands until a key is pressed. */
void view_notice(struct app *app, const char *title, const char *text);

/* One line of a picker; what is greyed cannot be taken, and says why. */
struct pick {
	char *code, *title, *detail,
		*why; /* owns; detail is shown below for the line under the cursor */
	bool is_ticked;
};
struct picks {
	struct pick *v; /* owns */
	size_t n;
	bool hides_codes; /* the titles say enough */
};
void picks_add(struct picks *picks, const char *code, const char *title, const char *detail,
	const char *why);
void picks_release(struct picks *picks);
/* Asks for one (answer.text) or many (answer.chosen) of picks, which it takes over. */
void ask_pick(struct app *app, int tag, const char *title, struct picks *picks, bool is_many);
/* Asks for a line; a help sentence stands above it. */
void ask_line(struct app *app, int tag, const char *title, const char *help, const char *text);
/* Asks for a line at the foot of the view, which is told of every change by its `typed`; help
 * stands below it; the lines asked for with this label before can be had again by Up and Down. */
void ask_prompt(struct app *app, int tag, const char *label, const char *help, const char *text);
/* The same for words to be found in a text. */
void ask_find(struct app *app, int tag);
/* Asks for a text of many lines. */
void ask_text(struct app *app, int tag, const char *title, const char *help, const char *text,
	const struct edit_eye *eye); /* what is marked in it; NULL: nothing */
/* Asks whether to go on; anything but yes is no. */
void ask_yes(struct app *app, int tag, const char *title, const char *question);
/* Asks to type a word, as the guard before what cannot be undone. */
void ask_typed(struct app *app, int tag, const char *title, const char *question, const char *word);

/* One act on many papers: what goes and what does not is seen first. The answer's chosen are the
 * papers it was done to; ids is copied. */
void ask_bulk(struct app *app, int tag, const struct strv *ids);

/* The same for one marking, and for a wrong import, of which each paper is recalled and ended as
 * far as the law lets the person (core/undo.h). marking is copied. */
void ask_bulk_mark(struct app *app, int tag, const struct strv *ids, const struct marking *marking);
void ask_bulk_undo(struct app *app, int tag, const struct strv *ids);
/* Asks which import was wrong, and goes on as ask_bulk_undo does. */
void ask_import(struct app *app);

/* Why a command of the desk or a list is closed to the person; NULL: it is open. */
const char *papers_closed(struct tui_view *view, enum command_id id);

#endif

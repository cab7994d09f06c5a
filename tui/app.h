/* SPDX-License-Identifier: MIT */
#ifndef TUI_APP_H
#define TUI_APP_H

/* The loop, the stack of views, and what all screens share: header, status line, key bar, messages.
 */

#include "core/i18n.h"
#include "tui/busy.h"
#include "tui/keymap.h"
#include "tui/settings.h"
#include "tui/term.h"
#include "tui/tui.h"
#include "tui/unread.h"
#include "tui/view.h"

enum level { LEVEL_NOTE, LEVEL_DONE, LEVEL_REFUSED };

struct picks;

struct message {
	enum level level;
	char *text; /* owns */
	char time[8]; /* "09:00" */
};

struct app {
	struct session *session; /* borrowed */
	const struct tui_options *options; /* borrowed */
	struct term *term;
	struct settings settings; /* as they were said last, by whatever */
	enum lang usual_lang; /* as the locale says */
	enum tui_ambiguous width; /* as the terminal answered; auto: not asked yet */
	struct theme theme;
	char *own_themes; /* owns: the person's folder of themes; NULL: none */
	struct keymap keys;
	struct grid grid;
	struct busy busy;
	struct unread unread;
	int signals; /* that end the program; 0: not looked for yet */
	struct tui_view *top;
	struct message *messages; /* owns; oldest first */
	size_t message_count;
	struct {
		int from, to;
		enum command_id id;
	} hits[16]; /* where the key bar's commands stand */
	int hit_count;
	int lesson; /* of the tutor */
	bool has_mouse;
	bool is_kept; /* all typing is where it is safe */
	bool has_toast; /* the last message still stands on the screen */
	struct strv filter_names, filter_queries; /* kept by the person */
	struct strv lines; /* answers of prompts, oldest first, each behind its kind */
	char soon[40]; /* the query of what is due within 7 days */
	bool has_preview; /* lists show the paper under the cursor */
	struct strv done; /* the papers last decided on: what take-back is about */
	bool is_plain; /* there is no screen: menus, line by line */
	bool is_leaving;
	int status;
	int key; /* the one being handled */
	/* What was typed behind a command's name: the answer to what the command asks first. NULL:
	 * none. Borrowed. */
	const char *argument;
	struct picks
		*offer; /* where a picker leaves its lines instead of opening; NULL: it opens */
};

void app_push(struct app *app, struct tui_view *view);
/* Asks: the answer comes to the present top view's hook, with the tag. */
void app_ask(struct app *app, struct tui_view *view, int tag);
void app_pop(struct app *app);
/* Closes the top view and hands its answer to the one below. */
void app_answer(struct app *app, const struct answer *answer);
void app_pop_to_desk(struct app *app);
/* Has every view look again. */
void app_refresh(struct app *app);
/* Has every view write what would be lost. */
void app_keep(struct app *app);
void app_mouse(struct app *app, const struct input *input);
/* The name of the person's file in the state folder for this store and a key (NULL: none): "WHAT-"
 * and digits. The caller frees. */
char *app_file(const struct app *app, const char *what, const char *key);
void app_command(struct app *app, enum command_id id);

/* Recalls the papers last decided on, as far as the law allows. */
void app_take_back(struct app *app);

/* A hint with commands in braces, "{save} saves", as the keys are set here. The caller frees. */
char *app_hint(const struct app *app, const char *hint);

/* A toast: stands above the key bar until the next key, and in the messages for ever. */
void app_say(struct app *app, enum level level, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* What was wrong with a file, each a message; the last one counts them. */
void app_problems(struct app *app, const char *file, const struct strv *problems);
/* A refusal stands in a box until a key is pressed. */
void app_refuse(struct app *app, const struct err *err);
void app_person(struct app *app, const char *id); /* be somebody else */
void app_theme(struct app *app, const char *name);
struct theme_dirs app_themes(const struct app *app); /* borrowed */
const struct office *app_office(const struct app *app);

#endif

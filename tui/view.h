/* SPDX-License-Identifier: MIT */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

/* A view: one file ending in its `static const struct view_ops`. A hook left NULL means the common
 * behaviour. Named tui_view, since core's struct view is what stands on a document's page. */

#include "core/str.h"
#include "tui/cell.h"
#include "tui/command.h"
#include "tui/keycode.h"

struct app;
struct tui_view;

/* What a view that was asked something gives back to the one below it. */
struct answer {
	bool ok; /* false: cancelled */
	int index;
	const char *text;
	const struct strv *chosen;
};

struct view_ops {
	const char *name;
	unsigned scopes;
	bool is_overlay; /* drawn over what is below it */
	const enum command_id *bar; /* the key bar, ended by CMD_NONE */
	char *(*title)(struct tui_view *view); /* of the breadcrumb; the caller frees */
	char *(*status)(struct tui_view *view); /* of the status line; the caller frees */
	void (*draw)(struct tui_view *view, struct grid *grid, struct rect area);
	bool (*type)(struct tui_view *view, int key); /* before any command; true: taken */
	bool (*command)(struct tui_view *view, enum command_id id); /* true: done */
	const char *(*closed)(
		struct tui_view *view, enum command_id id); /* why not now; NULL: open */
	void (*paste)(struct tui_view *view, const char *text);
	void (*refresh)(struct tui_view *view); /* something was decided, or the language changed */
	void (*typed)(struct tui_view *view, int tag, const char *text); /* so far, in a prompt */
	void (*answer)(struct tui_view *view, int tag, const struct answer *answer);
	/* A slice of long work, at most a few tenths of a second; false: nothing is left to do. The
	 * keys that came meanwhile are taken between two slices. */
	bool (*work)(struct tui_view *view);
	void (*keep)(struct tui_view *view); /* writes typing that is not saved where it is safe */
	const char *(*typing)(struct tui_view *view); /* what stands in it so far; borrowed */
	/* What the view is about, for view_..._again at the next start; NULL: it is not kept. */
	void (*remember)(struct tui_view *view, struct strv *parts);
	bool (*click)(struct tui_view *view, int row, int col); /* true: done */
	bool (*is_dirty)(struct tui_view *view); /* holds typing that would be lost */
	void (*close)(struct tui_view *view); /* frees what it owns, not the view */
};

/* Each view's struct begins with it. */
struct tui_view {
	const struct view_ops *ops;
	struct app *app;
	struct tui_view *below;
	int tag; /* what the view below asked for */
};

/* A new view of size bytes; app_push takes it over. */
void *view_new(size_t size, const struct view_ops *ops, struct app *app);

#endif

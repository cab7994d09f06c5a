/* SPDX-License-Identifier: MIT */
#ifndef TUI_PREVIEW_H
#define TUI_PREVIEW_H

/* A paper beside or below the list it stands in: where it stands, what can be done, its text. It
 * follows the cursor; the paper is looked at when it is drawn, and again when it has changed. */

#include "tui/app.h"

struct preview {
	char *id; /* owns; NULL: none yet */
	int64_t updated;
	struct view view;
	bool is_there;
	char *text; /* owns */
	size_t len;
};

/* Where the list and its preview stand: beside each other in a wide window, else one below the
 * other. False: there is no room, and all of it is the list's. */
bool preview_split(struct rect area, struct rect *list, struct rect *paper);
void preview_draw(struct preview *preview, struct app *app, struct grid *grid, struct rect rect,
	const struct row *row);
void preview_release(struct preview *preview);

#endif

/* SPDX-License-Identifier: MIT */
#include "tui/tutor.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

/* A lesson is over when its command was run; view NULL: anywhere. */
static const struct {
	enum command_id id;
	const char *view;
	const char *text;
} lessons[] = {
	{CMD_DOWN, "desk",
		N_("This is the desk: your queues, and what needs you now. Press the Down arrow.")},
	{CMD_OPEN, "desk", N_("Go to a paper under 'Needs you now' and open it with Enter.")},
	{CMD_NEXT_TAB, "document",
		N_("This is a paper. Tab turns its pages: text, particulars, clocks, decisions, "
		   "actions.")},
	{CMD_MARK, "document",
		N_("F7 (or m) marks the paper: what may the public read? Nothing is assumed.")},
	{CMD_SAVE, "form",
		N_("Enter chooses the attribute. A paper that is not public needs a ground and a "
		   "reason. F2 saves.")},
	{CMD_ACT, "document",
		N_("F6 (or a) shows all that can be done now, and why the rest is closed.")},
	{CMD_BACK, NULL,
		N_("Choose Submit by its number; u takes it back as long as nobody has decided. "
		   "Then Esc goes back.")},
	{CMD_SEARCH, NULL, N_("On the desk, F3 (or /) finds papers by their words. Try it.")},
	{CMD_HELP, NULL,
		N_("F1 (or ?) shows the keys of the place where you are; type to narrow, Enter "
		   "runs.")},
	{CMD_PALETTE, NULL,
		N_("F10 (or :) finds commands by name, in Chinese also by first letters.")},
	{CMD_PERSON, NULL,
		N_("Here you can be anybody: F9 (or w), then the head of section, who passes the "
		   "paper on.")},
	{CMD_QUIT, NULL, N_("That is all there is to it. Q leaves; this store is thrown away.")},
};
enum { LESSONS = sizeof(lessons) / sizeof(*lessons) };

void tutor_saw(struct app *app, enum command_id id, const char *view)
{
	const char *wanted;

	if (!app->options->is_tutor || app->lesson >= LESSONS)
		return;
	wanted = lessons[app->lesson].view;
	if (lessons[app->lesson].id == id && (wanted == NULL || strcmp(wanted, view) == 0) &&
		app->lesson + 1 < LESSONS)
		app->lesson++;
}

void tutor_draw(const struct app *app, struct grid *grid, struct rect rect)
{
	char *text = xasprintf("%d/%d  %s", app->lesson + 1, LESSONS, _(lessons[app->lesson].text));

	grid_fill(grid, rect, STYLE_TEXT);
	grid_rule(grid, rect.row, rect.col, rect.cols, STYLE_BORDER);
	grid_wrap(grid, (struct rect){rect.row + 1, rect.col + 1, rect.rows - 1, rect.cols - 2},
		STYLE_HEADING, text);
	free(text);
}

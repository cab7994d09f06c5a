/* SPDX-License-Identifier: MIT */
#include "tui/busy.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/app.h"
#include "tui/loop.h"

/* Milliseconds until a word is said, and between two looks at the keys. */
enum { QUIET = 150, LOOK = 40 };

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Only the status line changes: the views may be half-way from one thing to another. */
static void show(struct app *app, int seconds)
{
	struct grid *grid = &app->grid;
	int row = grid->rows - 2;
	char *hint = seconds > 0 ? xasprintf(_("Working, %d s   {stop} stops"), seconds)
				 : xstrdup(_("Working…   {stop} stops"));
	char *text = keymap_hint(&app->keys, SCOPE_ALL, hint);

	if (row > 0) {
		grid_fill(grid, (struct rect){row, 0, 1, grid->cols}, STYLE_STATUS);
		grid_cut(grid, row, 1, grid->cols - 2, STYLE_STATUS, text);
		term_paint(app->term, grid);
	}
	free(text);
	free(hint);
}

/* The key that stops is taken at once, whatever came before it; the others wait. */
static void take_keys(struct app *app)
{
	struct busy *busy = &app->busy;
	struct input input;

	while (term_read(app->term, &input)) {
		if (keymap_command(&app->keys, SCOPE_ALL, input.key) == CMD_STOP) {
			busy->is_stopped = true;
			continue;
		}
		GROW(busy->later, busy->later_count);
		busy->later[busy->later_count++] = input;
	}
}

#ifdef GONGKAI_TEST
/* What a test reads is slow while the file is there that it names: it takes two seconds, and lasts
 * until a key comes. */
static int64_t elapsed(struct app *app)
{
	const char *slow = getenv("GONGKAI_TEST_SLOW");
	struct pollfd key = {.fd = term_fd(app->term), .events = POLLIN};

	if (slow == NULL || unlink(slow) != 0)
		return 0;
	show(app, 0);
	show(app, 2);
	loop_tell("\n");
	while (poll(&key, 1, -1) <= 0)
		;
	loop_tell("r");
	app->busy.looked = -LOOK;
	return QUIET;
}
#else
static int64_t elapsed(struct app *app)
{
	return now_ms() - app->busy.since;
}
#endif

/* Whether to read on. */
static bool ask(void *context)
{
	struct app *app = context;
	struct busy *busy = &app->busy;
	int64_t ms = busy->is_stopped ? 0 : elapsed(app);

	if (ms < QUIET || ms - busy->looked < LOOK)
		return !busy->is_stopped;
	busy->looked = ms;
	if (ms / 1000 != busy->shown) {
		busy->shown = (int)(ms / 1000);
		show(app, busy->shown);
	}
	take_keys(app);
	/* Whoever ends the program does not wait either. */
	return !busy->is_stopped && !loop_is_ended(app);
}

void busy_begin(struct app *app)
{
	struct busy *busy = &app->busy;

	if (app->is_plain || busy->depth++ > 0)
		return;
	busy->since = now_ms();
	busy->looked = 0;
	busy->shown = -1;
	busy->is_stopped = false;
	store_while_reading(app->session->store, ask, app);
}

void busy_end(struct app *app)
{
	if (!app->is_plain && --app->busy.depth == 0)
		store_while_reading(app->session->store, NULL, NULL);
}

bool busy_read(struct app *app, struct input *input)
{
	struct busy *busy = &app->busy;

	if (busy->later_count == 0)
		return term_read(app->term, input);
	*input = busy->later[0];
	memmove(busy->later, busy->later + 1, --busy->later_count * sizeof(*busy->later));
	return true;
}

void busy_release(struct busy *busy)
{
	for (size_t i = 0; i < busy->later_count; i++)
		free(busy->later[i].text);
	free(busy->later);
}

/* SPDX-License-Identifier: MIT */
/* One act on many papers without a screen: the same steps as there. Which acts there are and how
 * many papers each goes for; the papers that stay, and why; what must be said with it; the act;
 * what was refused. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/bulk.h"
#include "tui/plain.h"

enum { FEW = 10 }; /* papers that are listed without being asked for */

/* The acts that go for any of them come first. */
static size_t open_offers(const struct bulk_view *view)
{
	size_t n = 0;

	while (n < view->offer_count && view->offers[n].open > 0)
		n++;
	return n;
}

static bool choose(struct plain *plain, struct bulk_view *view)
{
	size_t n = open_offers(view);
	char *line;
	int at;

	for (size_t i = 0; i < n; i++) {
		const struct offer *offer = &view->offers[i];

		plain_say(plain, _("%zu  %s: %d of %zu go. %s"), i + 1,
			name_get(&offer->action->name), offer->open, view->n,
			name_get(&offer->action->help));
	}
	if (n == 0) {
		plain_say(plain, "! %s", _("None of these papers can take a step by you"));
		return false;
	}
	line = plain_ask(plain, _("Number of the act, or nothing to leave it:"));
	at = line != NULL ? plain_choice(line, n) : -1;
	free(line);
	if (at >= 0)
		view->chosen = (size_t)at;
	return at >= 0;
}

/* The papers that go, or those that stay, with what there is to say about each. */
static void list_papers(struct plain *plain, const struct bulk_view *view, bool going)
{
	for (size_t i = 0; i < view->n; i++) {
		const struct looked *paper = &view->papers[i];
		const char *remark = bulk_remark(view, paper);

		if (bulk_goes(view, paper) == going)
			plain_say(plain, "%s  %s%s%s", paper->id, paper->title,
				*remark != '\0' ? ": " : "", remark);
	}
}

static bool preview(struct plain *plain, struct bulk_view *view)
{
	size_t open = (size_t)view->offers[view->chosen].open, stay = view->n - open;
	bool goes_on = false, asks = open > 0;

	view->step = STEP_PREVIEW;
	plain_say(plain, _("%s: %zu papers go, %zu stay."), bulk_name(view), open, stay);
	if (stay <= FEW)
		list_papers(plain, view, false);
	if (open == 0)
		plain_say(plain, "! %s", _("None of these papers can take this step"));
	while (asks && !goes_on) {
		char *line = plain_ask(plain, _("y goes on, l lists the papers that go, s those "
						"that stay and why, b leaves them:"));
		const char *word = line != NULL ? line : "b";

		goes_on = strcmp(word, "y") == 0;
		asks = strcmp(word, "l") == 0 || strcmp(word, "s") == 0;
		if (asks)
			list_papers(plain, view, strcmp(word, "l") == 0);
		free(line);
	}
	return goes_on;
}

/* What must be said with the act; false: it is left. */
static bool ask_for(struct plain *plain, struct bulk_view *view)
{
	const struct offer *offer = &view->offers[view->chosen];
	char number[16], *line;
	bool ok;

	if (offer->needs_code && (view->said.code = plain_code(plain)) == NULL)
		return false;
	if (offer->needs_code || offer->needs_comment)
		view->said.comment = plain_comment(plain, offer->needs_comment);
	if (offer->needs_comment && str_empty(view->said.comment))
		return false;
	if (!bulk_is_final(view))
		return !plain->is_over;
	snprintf(number, sizeof(number), "%d", offer->open);
	plain_say(plain, _("This cannot be taken back."));
	line = plain_ask(plain, _("Type the number of papers to go on, or nothing to leave it:"));
	ok = line != NULL && strcmp(line, number) == 0;
	free(line);
	return ok;
}

static void go(struct plain *plain, struct bulk_view *view)
{
	view->step = STEP_ACT;
	view->at = 0;
	while (view->base.ops->work(&view->base))
		plain_say(plain, _("%zu of %zu"), view->at, view->n);
	plain_tell(plain);
	for (size_t i = 0; i < view->n; i++) {
		if (view->papers[i].outcome != NULL)
			plain_say(plain, "! %s  %s: %s", view->papers[i].id, view->papers[i].title,
				view->papers[i].outcome);
	}
}

bool plain_bulk(struct plain *plain)
{
	struct app *app = &plain->app;
	struct bulk_view *view = (struct bulk_view *)app->top;

	if (view == NULL || strcmp(view->base.ops->name, "bulk") != 0)
		return false;
	while (view->base.ops->work(&view->base))
		;
	if ((view->job != JOB_DEED || choose(plain, view)) && preview(plain, view) &&
		ask_for(plain, view))
		go(plain, view);
	else
		plain_say(plain, _("Left; nothing was decided."));
	bulk_leave(view);
	return true;
}

static bool is_read_only(struct plain *plain)
{
	if (plain->app.options->is_read_only)
		plain_say(plain, "! %s", _("The program was started to read only"));
	return plain->app.options->is_read_only;
}

void plain_many(struct plain *plain, const struct strv *ids)
{
	struct app *app = &plain->app;
	char *line;

	if (is_read_only(plain))
		return;
	strv_clear(&app->done);
	line = plain_ask(plain, _("What to do with them: a an act of their step, k one mark for "
				  "all, z undoes an import, b back:"));
	if (line != NULL && strcmp(line, "a") == 0)
		ask_bulk(app, 0, ids);
	else if (line != NULL && strcmp(line, "k") == 0)
		ask_mark(app, 0, ids);
	else if (line != NULL && strcmp(line, "z") == 0)
		ask_bulk_undo(app, 0, ids);
	else if (line != NULL && *line != '\0' && strcmp(line, "b") != 0)
		plain_say(plain, _("There is no choice '%s'"), line);
	if (app->top != NULL && !plain_bulk(plain))
		free(plain_form(plain));
	free(line);
}

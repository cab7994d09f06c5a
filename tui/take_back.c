/* SPDX-License-Identifier: MIT */
/* Undo, as far as the law knows it: what was submitted is recalled as long as nobody else has
 * decided. Anything else stands in the ledger, and is answered by another decision. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/app.h"
#include "tui/deeds.h"
#include "tui/say.h"

/* Why a paper cannot be recalled, as the gate says it. */
static void why_not(const struct view *view, struct err *err)
{
	for (size_t i = 0; i < view->option_count; i++) {
		if (view->options[i].action->act == ACT_RECALL) {
			*err = view->options[i].why;
			return;
		}
	}
	err_set(err, ERR_REFUSED,
		_("only what the drafter submitted can be recalled, and only until somebody "
		  "decides on it"));
}

static bool recall(struct session *session, const char *id, struct err *err)
{
	struct view view = {0};
	const struct possibility *option;
	struct deed deed = {0};
	bool ok = false;

	if (!session_show(session, id, &view, err))
		return false;
	option = deed_recall(&view);
	if (option == NULL) {
		why_not(&view, err);
	} else {
		deed.action = option->action->code;
		deed.seen = view.document.prev;
		ok = session_do(session, id, &deed, err);
	}
	view_release(&view);
	return ok;
}

void app_take_back(struct app *app)
{
	struct err err = {0}, last = {0};
	size_t done = 0;

	if (app->options->is_read_only) {
		app_say(app, LEVEL_REFUSED, _("The program was started to read only"));
		return;
	}
	if (app->done.n == 0) {
		app_say(app, LEVEL_NOTE, _("You have decided nothing yet that could be recalled"));
		return;
	}
	for (size_t i = 0; i < app->done.n; i++) {
		if (recall(app->session, app->done.v[i], &err))
			done++;
		else
			last = err;
	}
	if (done == 0)
		app_refuse(app, &last);
	else if (done < app->done.n)
		app_say(app, LEVEL_REFUSED, _("%zu papers are back with you, %zu are not: %s"),
			done, app->done.n - done, last.text);
	else if (done == 1)
		app_say(app, LEVEL_DONE, _("%s is back with you"), app->done.v[0]);
	else
		app_say(app, LEVEL_DONE, _("%zu papers are back with you"), done);
	strv_clear(&app->done);
	app_refresh(app);
}

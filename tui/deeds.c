/* SPDX-License-Identifier: MIT */
#include "tui/deeds.h"
#include "tui/say.h"

#include <stdarg.h>
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"

enum { RANK_ON, RANK_MARK, RANK_EDIT, RANK_OTHER, RANK_END, RANK_CLOSED };

int deed_rank(enum act act)
{
	switch (act) {
	case ACT_SUBMIT:
	case ACT_APPROVE:
	case ACT_SIGN:
	case ACT_OPINION:
	case ACT_PUBLISH: return RANK_ON;
	case ACT_MARK: return RANK_MARK;
	case ACT_EDIT: return RANK_EDIT;
	case ACT_CREATE:
	case ACT_RETURN:
	case ACT_MOVE:
	case ACT_WAIVE:
	case ACT_RECALL:
	case ACT_HOLD:
	case ACT_REVIEW:
	case ACT_COUNT: return RANK_OTHER;
	case ACT_VOID:
	case ACT_PURGE:
	case ACT_WITHDRAW: return RANK_END;
	}
	return RANK_OTHER;
}

static int rank(const struct possibility *option)
{
	return option->is_open ? deed_rank(option->action->act) : RANK_CLOSED;
}

size_t *deeds_order(const struct view *view, size_t *open_count)
{
	size_t *order = xcalloc(view->option_count + 1, sizeof(*order)), n = 0;

	for (int r = RANK_ON; r <= RANK_CLOSED; r++) {
		if (r == RANK_CLOSED)
			*open_count = n;
		for (size_t i = 0; i < view->option_count; i++) {
			if (rank(&view->options[i]) == r)
				order[n++] = i;
		}
	}
	return order;
}

const struct possibility *deed_blocked(const struct view *view)
{
	const struct possibility *blocked = NULL;

	for (size_t i = 0; i < view->option_count; i++) {
		const struct possibility *option = &view->options[i];

		if (rank(option) == RANK_ON)
			return NULL;
		if (option->action->act == ACT_SUBMIT && view->may_edit)
			blocked = option;
	}
	return blocked;
}

/* The caller frees; NULL where there is nothing to say. */
static char *next(const struct app *app, const struct view *view)
{
	size_t n, *order = deeds_order(view, &n);
	const struct possibility *first = n > 0 ? &view->options[order[0]] : NULL;
	const struct possibility *blocked = deed_blocked(view);
	char *text = NULL, *hint;

	free(order);
	if (first != NULL && rank(first) == RANK_ON) {
		hint = app_hint(app, _("Next: {act}"));
		text = xasprintf(_("%s, then %s"), hint, name_get(&first->action->name));
		free(hint);
	} else if (view->may_mark && view->document.paper.attribute == NULL) {
		text = app_hint(app, _("Next: {mark} marks what the public may read"));
	} else if (blocked != NULL) {
		text = xasprintf(
			_("%s is closed: %s"), name_get(&blocked->action->name), blocked->why.text);
	}
	return text;
}

void deed_say(struct app *app, const char *id, const char *done, ...)
{
	struct view view = {0};
	struct err err;
	va_list ap;
	char *text, *then = NULL;

	va_start(ap, done);
	text = xvasprintf(done, ap);
	va_end(ap);
	if (say_show(app->session, id, &view, &err))
		then = next(app, &view);
	app_say(app, LEVEL_DONE, then != NULL ? _("%s. %s") : "%s", text, then);
	free(then);
	free(text);
	view_release(&view);
}

bool deed_is_final(enum act act)
{
	return act == ACT_SIGN || act == ACT_PUBLISH || act == ACT_WITHDRAW || act == ACT_VOID ||
	       act == ACT_PURGE;
}

static void ask_code(struct app *app, const char *title)
{
	const struct pack *pack = app_office(app)->pack;
	struct picks picks = {.hides_codes = true};

	for (size_t i = 0; i < pack->return_code_count; i++)
		picks_add(&picks, pack->return_codes[i].code, name_get(&pack->return_codes[i].name),
			NULL, NULL);
	ask_pick(app, ASK_CODE, title, &picks, false);
}

static void ask_comment(struct app *app, const char *title, bool is_needed)
{
	ask_text(app, ASK_COMMENT, title,
		is_needed ? _("Your opinion or reason, in words; it stands in "
			      "the ledger for ever")
			  : _("What the drafter should mend (may stay empty); "
			      "it stands in the ledger for ever"),
		"", NULL);
}

void said_forget(struct said *said)
{
	free(said->code);
	free(said->comment);
	*said = (struct said){0};
}

bool said_ask(struct app *app, const struct said *said, const char *name, bool needs_code,
	bool needs_comment)
{
	if (needs_code && said->code == NULL)
		ask_code(app, name);
	else if (!said->has_comment && (needs_comment || needs_code))
		ask_comment(app, name, needs_comment);
	else
		return false;
	return true;
}

void said_take(
	struct app *app, struct said *said, int tag, const struct answer *got, bool needs_comment)
{
	if (tag == ASK_CODE) {
		set_str(&said->code, got->text);
	} else if (tag == ASK_COMMENT && str_empty(got->text) && needs_comment) {
		app_say(app, LEVEL_REFUSED, _("This act needs words: your opinion or the reason"));
	} else if (tag == ASK_COMMENT) {
		said->has_comment = true;
		set_str(&said->comment, str_empty(got->text) ? NULL : got->text);
	} else if (tag == ASK_TYPED) {
		said->is_sure = true;
	}
}

const struct possibility *deed_recall(const struct view *view)
{
	for (size_t i = 0; i < view->option_count; i++) {
		if (view->options[i].is_open && view->options[i].action->act == ACT_RECALL)
			return &view->options[i];
	}
	return NULL;
}

/* SPDX-License-Identifier: MIT */
#ifndef TUI_DEEDS_H
#define TUI_DEEDS_H

#include "tui/views.h"

/* The order in which a person is shown what can be done: what moves the paper on, then the other
 * open actions, then the closed ones. Indexes of view->options; the caller frees. */
size_t *deeds_order(const struct view *view, size_t *open_count);
/* The place of an act in that order: what moves a paper on first, what ends it last. */
int deed_rank(enum act act);
/* Whether an act cannot be taken back: a word is typed before it. */
bool deed_is_final(enum act act);
/* What has been said so far with the act under way. */
struct said {
	char *code, *comment; /* owns */
	bool has_comment, is_sure;
};

enum { ASK_CODE = 1, ASK_COMMENT, ASK_TYPED, SAID_ASK_OWN };

void said_forget(struct said *said);
/* Asks for the return code or the words that an act still lacks, by one of the tags above; false
 * where it lacks neither. A code may go with words, an act may need them. */
bool said_ask(struct app *app, const struct said *said, const char *name, bool needs_code,
	bool needs_comment);
/* Takes the answer to one of those tags. */
void said_take(
	struct app *app, struct said *said, int tag, const struct answer *got, bool needs_comment);
/* The step onward that the paper is not ready for, where it is the person's to mend; NULL. */
const struct possibility *deed_blocked(const struct view *view);
/* Says what was done with the paper that is shown now, and what is next with it: "Next: F6, then
 * Submit", or why that is closed. */
__attribute__((format(printf, 3, 4))) void deed_say(
	struct app *app, const char *id, const char *done, ...);
/* The recall that the person may make now; NULL. */
const struct possibility *deed_recall(const struct view *view);

#endif

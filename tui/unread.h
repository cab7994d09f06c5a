/* SPDX-License-Identifier: MIT */
#ifndef TUI_UNREAD_H
#define TUI_UNREAD_H

/* What has come before the person since they last left the program, and was not opened since. It is
 * kept in the person's state folder: the ledger knows nothing of it. */

#include <stdint.h>

#include "core/news.h"
#include "core/str.h"

struct app;

struct unread {
	struct news news;
	int64_t since; /* the decision that they had seen when they left; -1: they never were here
			*/
	struct {
		char *id; /* owns */
		int64_t sequence; /* the latest decision on it when it was opened */
	} * opened; /* owns */
	size_t opened_count;
};

/* For the person of the session: from what is kept. */
void unread_begin(struct app *app);
void unread_refresh(struct app *app);
/* Papers neither opened nor older than the last visit. */
size_t unread_count(const struct app *app);
bool unread_has(const struct app *app, const char *id);
void unread_open(struct app *app, const char *id);
/* Keeps how far they have seen; the person leaves. */
void unread_end(struct app *app);

#endif

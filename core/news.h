/* SPDX-License-Identifier: MIT */
#ifndef CORE_NEWS_H
#define CORE_NEWS_H

/* What others have put before a person since a decision of the ledger. */

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

struct session;

/* Decisions that are looked at: who has been away longer is told that there is more. */
enum { NEWS_MOST = 200 };

struct news {
	struct {
		char *id; /* owns; of a paper that waits for the person or came back to them */
		int64_t sequence; /* of the latest decision on it */
	} * v; /* owns; newest first */
	size_t n;
	int64_t latest; /* decision that the person may see; 0: none */
	bool more; /* than the decisions that were looked at */
};

/* The papers that others decided on since, and that lie before the person now. */
MUST_CHECK bool session_news(
	struct session *session, int64_t since, struct news *news, struct err *err);
void news_release(struct news *news);

#endif

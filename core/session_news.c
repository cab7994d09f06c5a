/* SPDX-License-Identifier: MIT */
#include "core/news.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/session.h"

static void add(struct news *news, const struct history_entry *entry)
{
	GROW(news->v, news->n);
	news->v[news->n].id = xstrdup(entry->decision.id);
	news->v[news->n++].sequence = entry->sequence;
}

/* The papers of what others have decided since, each once. */
static void add_decided(
	struct news *news, const struct history *history, const char *person, int64_t since)
{
	struct strv ids = {0};

	for (size_t i = history->n; i-- > 0;) { /* newest first */
		const struct history_entry *entry = &history->v[i];
		const struct decision *decision = &entry->decision;

		if (entry->sequence <= since || decision->subject != SUBJECT_DOCUMENT ||
			str_eq(decision->actor, person) || strv_has(&ids, decision->id))
			continue;
		strv_add(&ids, decision->id);
		add(news, entry);
	}
	strv_release(&ids);
}

/* Notes which of them lie in a queue. */
static bool find_queued(struct session *session, const char *queue, const struct news *news,
	struct strv *there, struct err *err)
{
	struct query query = {.due_before = DAY_NONE, .due_from = DAY_NONE};
	struct rows rows = {0};
	bool ok = session_queue(session, queue, &query, err);
	bool is_list = query.ids.n > 0; /* of papers already: a short one */

	for (size_t i = 0; !is_list && i < news->n; i++)
		strv_add(&query.ids, news->v[i].id);
	query.limit = NEWS_MOST;
	ok = ok && session_list(session, &query, &rows, err);
	for (size_t i = 0; ok && i < rows.n; i++)
		strv_put(there, rows.v[i].id);
	rows_release(&rows);
	query_release(&query);
	return ok;
}

static void keep_those(struct news *news, const struct strv *there)
{
	size_t n = 0;

	for (size_t i = 0; i < news->n; i++) {
		if (strv_has(there, news->v[i].id))
			news->v[n++] = news->v[i];
		else
			free(news->v[i].id);
	}
	news->n = n;
}

bool session_news(struct session *session, int64_t since, struct news *news, struct err *err)
{
	static const char *const queues[] = {"desk", "returned", "second"};
	struct history history = {0};
	struct strv there = {0};
	bool ok;

	*news = (struct news){0};
	ok = session_history(session, &(struct history_ask){.limit = NEWS_MOST}, &history, err);
	if (ok && history.n > 0)
		news->latest = history.v[history.n - 1].sequence;
	if (ok)
		add_decided(news, &history, session->person, since);
	news->more = news->n > 0 && history.n == NEWS_MOST && history.v[0].sequence > since + 1;
	for (size_t i = 0; ok && news->n > 0 && i < sizeof(queues) / sizeof(*queues); i++)
		ok = find_queued(session, queues[i], news, &there, err);
	keep_those(news, &there);
	news->more = news->more && news->n > 0;
	strv_release(&there);
	history_release(&history);
	if (!ok)
		news_release(news);
	return ok;
}

void news_release(struct news *news)
{
	for (size_t i = 0; i < news->n; i++)
		free(news->v[i].id);
	free(news->v);
	*news = (struct news){0};
}

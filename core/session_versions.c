/* SPDX-License-Identifier: MIT */
/* A paper as its decisions left it, and the differences between them. */
#include <stdlib.h>
#include <string.h>

#include "core/diff.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/session_see.h"

static bool paper_at(struct session *session, const struct history *history, int number,
	struct paper *paper, struct err *err)
{
	char *record;
	bool ok;

	if (number < 1 || (size_t)number > history->n)
		return err_set(err, ERR_INPUT, _("there is no decision %d; there are %zu"), number,
			history->n);
	record = store_record_at(session->store, history->v[number - 1].commit, err);
	ok = record != NULL && paper_parse(paper, record, err);
	free(record);
	return ok;
}

bool session_version(struct session *session, const char *id, int number, struct version *version,
	struct err *err)
{
	struct history history = {0};
	struct document document = {0};
	bool ok = see_whole(session, id, &document, err) &&
		  session_history(session, &(struct history_ask){.document = id}, &history, err) &&
		  paper_at(session, &history, number, &version->paper, err) &&
		  see_text(session, &document, &version->paper.text, &version->text, &version->len,
			  err);

	history_release(&history);
	document_release(&document);
	return ok;
}

void version_release(struct version *version)
{
	paper_release(&version->paper);
	free(version->text);
	*version = (struct version){0};
}

/* Whoever drafted or mended a paper does not review it. */
static bool is_hand(const struct paper *paper, const char *person)
{
	return str_eq(paper->drafter, person) || strv_has(&paper->editors, person);
}

int version_reviewed(const struct paper *paper, const struct history *history)
{
	for (size_t i = history->n; i > 0; i--) {
		const struct decision *decision = &history->v[i - 1].decision;

		if (!str_eq(decision->role, ROLE_SYSTEM) && !is_hand(paper, decision->actor))
			return (int)i;
	}
	return 0;
}

static bool diff_papers(struct session *session, const char *id, const struct paper *a,
	const struct paper *b, struct str *out, struct err *err)
{
	struct document document = {0};
	struct str from = {0}, to = {0};
	char *text_a = NULL, *text_b = NULL;
	size_t len;
	bool ok;

	paper_print(a, &from);
	paper_print(b, &to);
	diff_lines(str_get(&from), str_get(&to), out);
	ok = see_document(session, id, &document, err) &&
	     see_text(session, &document, &a->text, &text_a, &len, err) &&
	     see_text(session, &document, &b->text, &text_b, &len, err);
	document_release(&document);
	if (ok)
		diff_lines(text_a, text_b, out);
	free(text_a);
	free(text_b);
	str_release(&from);
	str_release(&to);
	return ok;
}

bool session_diff(
	struct session *session, const char *id, int from, int to, struct str *out, struct err *err)
{
	struct history history = {0};
	struct paper a = {0}, b = {0};
	struct document document = {0};
	bool ok = see_whole(session, id, &document, err) &&
		  session_history(session, &(struct history_ask){.document = id}, &history, err);

	document_release(&document);
	ok = ok && paper_at(session, &history, from > 0 ? from : 1, &a, err) &&
	     paper_at(session, &history, to > 0 ? to : (int)history.n, &b, err) &&
	     diff_papers(session, id, &a, &b, out, err);
	paper_release(&a);
	paper_release(&b);
	history_release(&history);
	return ok;
}

/* SPDX-License-Identifier: MIT */
#ifndef CORE_SESSION_SEE_H
#define CORE_SESSION_SEE_H

#include "core/session.h"

/* The document, if the person may see it. ERR_NOT_FOUND tells nothing of whether it is there;
 * ERR_REFUSED: its title alone may be seen. */
MUST_CHECK bool see_document(
	struct session *session, const char *id, struct document *document, struct err *err);

/* The same where more is asked for than the public may read. ERR_REFUSED: it is seen for being
 * published alone. */
MUST_CHECK bool see_whole(
	struct session *session, const char *id, struct document *document, struct err *err);

/* A document of a list's: where its title alone may be seen, what a list says of it. */
MUST_CHECK bool see_listed(
	struct session *session, const char *id, struct document *document, struct err *err);

/* core/session_write.c: the site takes a row that names no role, and names a document with it
 * (NULL: none). ERR_REFUSED, ERR_STALE. */
MUST_CHECK bool site_does(struct session *session, const struct document *document,
	const struct transition *row, const char *named, struct err *err);
/* core/session_gather.c: has the site take in what started records select, and move them on. done
 * gets an id and an action's code in turn. Nothing is done while many are decided at once. */
MUST_CHECK bool session_gather(
	struct session *session, bool is_trial, struct strv *done, struct err *err);
/* ERR_INPUT: what the record would select cannot be asked for. */
MUST_CHECK bool gather_check(const struct session *session, const struct kind *kind,
	const struct paper *paper, struct err *err);
/* Whether an action does not begin the gathering, or there is something to gather (ERR_REFUSED:
 * where it is instead). *said: session_selection's words, the caller's to free; said may be NULL.
 */
MUST_CHECK bool gather_may_start(struct session *session, const struct document *document,
	const char *action, char **said, struct err *err);
/* core/session_write.c: submits the paper as changed by an action of the kind that means act;
 * content may be NULL. */
MUST_CHECK bool write_change(struct session *session, const struct document *document, enum act act,
	const struct paper *paper, const struct content *content, struct err *err);
/* core/session_read.c: the text of a paper as it is or was; "" where it has none. */
MUST_CHECK bool see_text(struct session *session, const struct document *document,
	const struct blob_ref *ref, char **text, size_t *len, struct err *err);

/* core/session_purge.c: whether an action takes content from the disk. */
bool purge_is(const struct session *session, const char *action);
/* ERR_REFUSED: other papers than those purged together share what it names. */
MUST_CHECK bool purge_check(
	struct session *session, const char *id, const struct strv *together, struct err *err);
/* After the decision: takes from the disk what may leave it. */
MUST_CHECK bool purge_finish(struct session *session, const char *id, struct err *err);
/* Whether a file was purged before (or it cannot be told): err says so. */
MUST_CHECK bool purge_refuses(struct session *session, const char *sha256, struct err *err);
/* ERR_NOT_FOUND: the document's content was purged. */
MUST_CHECK bool purge_says(const struct document *document, struct err *err);

/* core/session_links.c: what a view tells of other papers, and what may be done beside them. */
MUST_CHECK bool see_relations(struct session *session, struct view *view, struct err *err);
void relations_release(struct view *view);
size_t see_options(struct session *session, struct view *view, const struct asker *asker);
/* Does the deed on the papers that are published together with this one and wait for it. */
MUST_CHECK bool do_together(struct session *session, const struct document *document,
	const struct deed *deed, struct err *err);

#endif

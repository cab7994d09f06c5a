/* SPDX-License-Identifier: MIT */
#ifndef TUI_PAPER_PAGES_H
#define TUI_PAPER_PAGES_H

/* The pages of a document's view, as lines. */

#include "core/session.h"
#include "tui/lines.h"

void pages_particulars(
	struct lines *lines, int cols, const struct session *session, const struct view *view);
/* What of a file was read, and what was not; nothing where the paper is none. */
void pages_read(
	struct lines *lines, int cols, struct session *session, const struct document *document);
void pages_clocks(struct lines *lines, int cols, const struct session *session,
	const struct document *document);
/* Decisions, newest first. */
void pages_decisions(struct lines *lines, int cols, const struct session *session,
	const struct history *history, bool with_document);
void pages_actions(struct lines *lines, int cols, const struct view *view);

#endif

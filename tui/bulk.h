/* SPDX-License-Identifier: MIT */
#ifndef TUI_BULK_H
#define TUI_BULK_H

/* One act on many papers, for the files it is made of. */

#include "core/undo.h"
#include "tui/deeds.h"
#include "tui/list.h"
#include "tui/views.h"

enum bulk_job {
	JOB_DEED, /* one of the acts that the papers' steps offer */
	JOB_MARK,
	JOB_UNDO, /* of a wrong import */
};
enum bulk_step { STEP_LOOK, STEP_CHOOSE, STEP_PREVIEW, STEP_ACT, STEP_SUMMARY };

/* Why each act is closed to a paper; NULL: it goes. */
struct looked {
	char *id, *title, *seen; /* owns */
	char *attribute; /* owns: what it is marked; NULL where it is not, or of a register */
	char *note; /* owns: what comes before it goes, or NULL */
	char **why; /* owns; by act; "" of an act that the paper's step does not have */
	char *outcome; /* owns: why it was refused; NULL: done, or not tried */
	bool is_done, is_tried;
};

struct offer {
	const struct action *action; /* borrowed from the pack; NULL: the job is no single action */
	bool needs_comment, needs_code;
	int open;
};

struct bulk_view {
	struct tui_view base;
	enum bulk_job job;
	struct marking marking; /* of JOB_MARK; owns what it names */
	enum bulk_step step;
	struct looked *papers; /* owns */
	size_t n, at; /* at: how far looking or acting is */
	struct offer *offers; /* owns */
	size_t offer_count;
	size_t *order; /* owns: the papers as they are listed, those that matter most first */
	struct list list;
	size_t chosen; /* the offer */
	struct said said; /* owns */
	bool is_stopped;
};

/* Looks at one paper: what could be done with it, and why the rest is closed. */
void bulk_look(struct bulk_view *view, struct looked *paper);
/* After the last: the acts in the order they are shown in. */
void bulk_sort(struct bulk_view *view);
bool bulk_goes(const struct bulk_view *view, const struct looked *paper);
/* Does the chosen act on the papers from..to, which stand together or not at all. */
void bulk_act(struct bulk_view *view, size_t from, size_t to);
/* How many papers stand together. */
size_t bulk_batch(const struct bulk_view *view);
/* What there is to say of a paper at this step: why it stays, or was refused; "": nothing. */
const char *bulk_remark(const struct bulk_view *view, const struct looked *paper);
/* Closes it and hands the ids of what was done to whoever asked. */
void bulk_leave(struct bulk_view *view);
const char *bulk_name(const struct bulk_view *view); /* of the chosen act */
/* Whether the chosen act cannot be taken back. */
bool bulk_is_final(const struct bulk_view *view);

#endif

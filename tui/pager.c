/* SPDX-License-Identifier: MIT */
#include "tui/pager.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

static void row_release(struct row *row)
{
	struct rows one = {.v = xmemdup(row, sizeof(*row)), .n = 1};

	rows_release(&one);
}

/* Takes n rows out of the window, from its start or its end. */
static void drop(struct pager *pager, size_t n, bool from_start)
{
	struct rows *rows = &pager->rows;
	size_t at = from_start ? 0 : rows->n - n;

	for (size_t i = at; i < at + n; i++)
		row_release(&rows->v[i]);
	if (from_start) {
		memmove(rows->v, rows->v + n, (rows->n - n) * sizeof(*rows->v));
		pager->first += (int)n;
		pager->list.cursor -= (int)n;
		pager->list.top -= (int)n;
		pager->at_start = false;
	} else {
		pager->at_end = false;
	}
	rows->n -= n;
}

static void append(struct pager *pager, struct rows *more)
{
	for (size_t i = 0; i < more->n; i++) {
		GROW(pager->rows.v, pager->rows.n);
		pager->rows.v[pager->rows.n++] = more->v[i];
	}
	pager->at_end = !more->more;
	free(more->v);
	*more = (struct rows){0};
	if (pager->rows.n > PAGER_WINDOW && pager->list.cursor > PAGER_WINDOW / 2)
		drop(pager, pager->rows.n - PAGER_WINDOW, true);
}

/* more comes nearest first. */
static void prepend(struct pager *pager, struct rows *more)
{
	size_t n = more->n, old = pager->rows.n;

	if (n > 0) {
		struct row *v = xreallocarray(NULL, n + old, sizeof(*v));

		for (size_t i = 0; i < n; i++)
			v[i] = more->v[n - 1 - i];
		if (old > 0)
			memcpy(v + n, pager->rows.v, old * sizeof(*v));
		free(pager->rows.v);
		/* GROW doubles at powers of two: give it the room that it thinks it has. */
		pager->rows.v = NULL;
		pager->rows.n = 0;
		for (size_t i = 0; i < n + old; i++) {
			GROW(pager->rows.v, pager->rows.n);
			pager->rows.v[pager->rows.n++] = v[i];
		}
		free(v);
	}
	pager->at_start = !more->more;
	pager->first -= (int)n;
	if (pager->first < 0 || pager->at_start)
		pager->first = 0;
	pager->list.cursor += (int)n;
	pager->list.top += (int)n;
	free(more->v);
	*more = (struct rows){0};
	if (pager->rows.n > PAGER_WINDOW)
		drop(pager, pager->rows.n - PAGER_WINDOW, false);
}

static bool load_behind(struct pager *pager, int limit, struct err *err)
{
	struct rows more = {0};
	const char *after = pager->rows.n > 0 ? pager->rows.v[pager->rows.n - 1].id : NULL;

	if (!pager->load(pager->context, after, false, limit, &more, err)) {
		rows_release(&more);
		return false;
	}
	append(pager, &more);
	return true;
}

static bool load_before(struct pager *pager, int limit, struct err *err)
{
	struct rows more = {0};
	const char *after = pager->rows.n > 0 ? pager->rows.v[0].id : NULL;

	if (!pager->load(pager->context, after, true, limit, &more, err)) {
		rows_release(&more);
		return false;
	}
	prepend(pager, &more);
	return true;
}

bool pager_start(struct pager *pager, struct err *err)
{
	struct rows old = pager->rows;
	int rows = pager->list.rows;

	pager->rows = (struct rows){0};
	if (!load_behind(pager, PAGER_PAGE, err)) {
		pager->rows = old;
		return false;
	}
	rows_release(&old);
	pager->first = 0;
	pager->at_start = true;
	pager->list = (struct list){0};
	list_fit(&pager->list, (int)pager->rows.n, rows);
	return true;
}

bool pager_end(struct pager *pager, struct err *err)
{
	struct rows old = pager->rows;
	int rows = pager->list.rows;

	pager->rows = (struct rows){0};
	if (!load_before(pager, PAGER_PAGE, err)) {
		pager->rows = old;
		return false;
	}
	rows_release(&old);
	pager->at_end = true;
	pager->first = pager->at_start ? 0 : pager->total - (int)pager->rows.n;
	if (pager->first < 0)
		pager->first = 0;
	pager->list = (struct list){.cursor = (int)pager->rows.n - 1};
	list_fit(&pager->list, (int)pager->rows.n, rows);
	return true;
}

static void find(struct pager *pager, const char *id)
{
	for (size_t i = 0; id != NULL && i < pager->rows.n; i++) {
		if (strcmp(pager->rows.v[i].id, id) == 0)
			pager->list.cursor = (int)i;
	}
}

static bool is_here(const struct pager *pager, const char *id)
{
	const struct row *row = pager_row(pager);

	return row != NULL && strcmp(row->id, id) == 0;
}

/* Walks down from the window to its end in pages, so that memory stays small. */
static bool seek_behind(struct pager *pager, const char *id, struct err *err)
{
	find(pager, id);
	while (!is_here(pager, id) && !pager->at_end) {
		pager->list.cursor = (int)pager->rows.n - 1;
		if (!load_behind(pager, PAGER_WINDOW / 2, err))
			return false;
		find(pager, id);
	}
	return true;
}

bool pager_seek(struct pager *pager, const char *id, struct err *err)
{
	const struct row *row = pager_row(pager);
	char *was = row != NULL ? xstrdup(row->id) : NULL;
	int rows = pager->list.rows;
	bool ok;

	find(pager, id);
	ok = is_here(pager, id) || seek_behind(pager, id, err);
	if (ok && !is_here(pager, id))
		ok = pager_start(pager, err) && seek_behind(pager, id, err);
	if (ok && !is_here(pager, id) && was != NULL)
		ok = pager_start(pager, err) && seek_behind(pager, was, err);
	list_fit(&pager->list, (int)pager->rows.n, rows);
	free(was);
	return ok;
}

bool pager_refresh(struct pager *pager, struct err *err)
{
	const struct row *row = pager_row(pager);
	const char *first = pager->first > 0 && row != NULL ? pager->rows.v[0].id : NULL;
	char *id = row != NULL ? xstrdup(row->id) : NULL;
	struct list list = pager->list;
	struct pager fresh = *pager;
	int want = (int)pager->rows.n < PAGER_PAGE ? PAGER_PAGE : (int)pager->rows.n;
	bool ok;

	fresh.rows = (struct rows){0};
	if (pager->first > 0 &&
		pager->rows.n > 0) { /* deep down: from the window's first row on, that row too */
		struct rows before = {0};

		ok = pager->load(pager->context, first, false, want, &before, err);
		if (ok)
			append(&fresh, &before);
		rows_release(&before);
		ok = ok && load_before(&fresh, 1, err);
	} else {
		ok = load_behind(&fresh, want, err);
		fresh.at_start = true;
	}
	if (!ok) {
		rows_release(&fresh.rows);
		free(id);
		return false;
	}
	rows_release(&pager->rows);
	*pager = fresh;
	pager->list = list;
	find(pager, id);
	list_fit(&pager->list, (int)pager->rows.n, list.rows);
	free(id);
	return true;
}

bool pager_command(struct pager *pager, enum command_id id, struct err *err)
{
	struct list *list = &pager->list;
	int page = list->rows > 2 ? list->rows : 2;

	if (id == CMD_FIRST)
		return pager->at_start ? list_command(list, id) : pager_start(pager, err);
	if (id == CMD_LAST)
		return pager->at_end ? list_command(list, id) : pager_end(pager, err);
	if ((id == CMD_DOWN || id == CMD_PAGE_DOWN) && !pager->at_end &&
		list->cursor + 2 * page >= (int)pager->rows.n) {
		if (!load_behind(pager, PAGER_PAGE, err))
			return false;
	}
	if ((id == CMD_UP || id == CMD_PAGE_UP) && !pager->at_start && list->cursor < 2 * page) {
		if (!load_before(pager, PAGER_PAGE, err))
			return false;
	}
	list_fit(list, (int)pager->rows.n, list->rows);
	return list_command(list, id);
}

const struct row *pager_row(const struct pager *pager)
{
	if (pager->list.cursor >= (int)pager->rows.n)
		return NULL;
	return &pager->rows.v[pager->list.cursor];
}

void pager_release(struct pager *pager)
{
	rows_release(&pager->rows);
	*pager = (struct pager){0};
}

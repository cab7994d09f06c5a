/* SPDX-License-Identifier: MIT */
#include "tui/list.h"

bool list_command(struct list *list, enum command_id id)
{
	int page = list->rows > 2 ? list->rows - 1 : 1;

	if (id == CMD_UP)
		list->cursor--;
	else if (id == CMD_DOWN)
		list->cursor++;
	else if (id == CMD_PAGE_UP)
		list->cursor -= page;
	else if (id == CMD_PAGE_DOWN)
		list->cursor += page;
	else if (id == CMD_FIRST)
		list->cursor = 0;
	else if (id == CMD_LAST)
		list->cursor = list->n - 1;
	else
		return false;
	list_fit(list, list->n, list->rows);
	return true;
}

void list_fit(struct list *list, int n, int rows)
{
	list->n = n;
	list->rows = rows < 1 ? 1 : rows;
	if (list->cursor >= n)
		list->cursor = n - 1;
	if (list->cursor < 0)
		list->cursor = 0;
	if (list->top > n - list->rows)
		list->top = n - list->rows;
	if (list->top > list->cursor)
		list->top = list->cursor;
	if (list->top < list->cursor - list->rows + 1)
		list->top = list->cursor - list->rows + 1;
	if (list->top < 0)
		list->top = 0;
}

/* SPDX-License-Identifier: MIT */
#include "tui/terminfo.h"

#include <curses.h>
#include <term.h>

bool terminfo_has(const char *kind, int fd)
{
	int rc;

	if (setupterm(kind, fd, &rc) != OK)
		return false;
	del_curterm(cur_term);
	return true;
}

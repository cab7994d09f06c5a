/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_MODES_H
#define TESTS_TUI_MODES_H

/* The private modes of a terminal, read out of what a program writes. libvterm keeps some of them
 * to itself and knows nothing of others. */

#include "core/str.h"

enum mode {
	MODE_CURSOR_KEYS,
	MODE_CURSOR,
	MODE_ALT_OLD,
	MODE_CLICK,
	MODE_DRAG,
	MODE_MOVE,
	MODE_SGR,
	MODE_ALT,
	MODE_ALT_SAVE,
	MODE_PASTE,
	MODE_SYNC,
	MODE_COUNT,
};

enum { MODES_CSI_MAX = 64 };

struct modes {
	unsigned changed; /* a bit for each that is not as at the start */
	enum { MODES_GROUND, MODES_ESCAPE, MODES_CSI } state;
	char csi[MODES_CSI_MAX]; /* longer sequences are none of ours */
	size_t len;
};

void modes_feed(struct modes *m, const char *bytes, size_t n);
bool modes_on(const struct modes *m, enum mode mode);
/* Appends "none", or the numbers of the modes that are not as at the start: "25 1049". */
void modes_print(const struct modes *m, struct str *out);

#endif

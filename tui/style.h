/* SPDX-License-Identifier: MIT */
#ifndef TUI_STYLE_H
#define TUI_STYLE_H

/* Roles, not colours: code says STYLE_LATE, a theme says what that looks like. */

enum style {
#define STYLE(id, name, inherits, fallback) STYLE_##id,
#include "tui/style.def"
#undef STYLE
	STYLE_COUNT,
};

#endif

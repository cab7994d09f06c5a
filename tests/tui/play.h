/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_PLAY_H
#define TESTS_TUI_PLAY_H

/* Runs scripts: every variant of each is a case. */

#include <regex.h>
#include <stdio.h>

#include "tests/tui/script.h"
#include "tests/tui/stage.h"

struct play_options {
	const struct stage *stage;
	const regex_t
		*only; /* NULL: every case; else those whose "NAME SIZE LANG COLOR" it matches */
	bool update; /* write the goldens instead of comparing */
	bool show; /* print the screens to dump, and compare nothing */
	FILE *dump; /* NULL, or where the text of every snap goes */
	FILE *out; /* failures */
};

struct play_count {
	int passed, failed;
};

/* Runs the cases of the script at path; prints one paragraph for each that fails. */
void play_script(const char *path, const struct play_options *options, struct play_count *count);

#endif

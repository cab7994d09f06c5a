/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_STAGE_H
#define TESTS_TUI_STAGE_H

/* Where cases run: temporary directories, the wiped environment, and shell lines in them. */

#include "core/err.h"
#include "core/str.h"
#include "tests/tui/term.h"

struct stage {
	char *root; /* owns; holds bin/gongkai and a directory for each setup and language */
	char *program; /* owns; absolute */
	struct strv env; /* owns; NAME=VALUE for every program and shell line */
};

/* program: path of the program under test. */
MUST_CHECK bool stage_init(struct stage *stage, const char *program, struct err *err);
void stage_release(struct stage *stage); /* removes the directories */

/* Makes a new directory for a case; the caller frees and stage_remove_dir()s it. */
char *stage_make_dir(struct err *err);
void stage_remove_dir(const char *dir);

/* Appends the environment of a case: nothing of ours but PATH and what sanitizers read. */
void stage_env(const struct stage *stage, const char *dir, const char *lang, const char *color,
	struct strv *env);

/* What a directory is known as to scripts: $STORE, $TMP and $GONGKAI of text replaced. The caller
 * frees. */
char *stage_expand(const struct stage *stage, const char *dir, const char *text);

/* Appends what shell lines know besides: STORE, TMP and GONGKAI. */
void stage_add_names(const struct stage *stage, const char *dir, struct strv *env);

/* Runs a shell line in dir with env, while the program on term (may be unopened) goes on.
 * ERR_REFUSED: it did not succeed; what it printed is appended to output. */
MUST_CHECK bool stage_run(struct term *term, const char *dir, struct strv *env, const char *line,
	struct str *output, struct err *err);

/* Kills and reaps whatever descends from this process. */
void stage_reap(void);

#endif

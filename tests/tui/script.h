/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_SCRIPT_H
#define TESTS_TUI_SCRIPT_H

/* A .screen file: settings, then steps. One command a line, words parted by blanks, "text" in
 * double quotes (\n \t \e \" \\ inside), # starts a comment. A line that starts with
 * `@zh_CN,80x24` holds only in the variants that have all these tags.
 *
 *   size 80x24 132x43   lang zh_CN en   color 256 mono    the variants: every combination;
 *                                                         zh_CN.GB18030 is made for the test
 *   env NAME=VALUE                                        for the program and for run lines
 *   setup NAME                sources NAME.setup beside it, once a language; cases get copies
 *   args WORDS                of the program; $STORE, $TMP, $GONGKAI are replaced
 *   quiet 50ms                the program does not report idle: wait for silence instead
 *   wide                      the terminal says that it shows a quotation mark in two columns
 *   deadline 10s              how long one step may take
 *   run SHELL-LINE            must succeed; with $STORE, $TMP, $GONGKAI, and gongkai on the PATH
 *   start                     starts the program; implied by the first step that needs it;
 *                                                         again after it has ended
 *   key <Down> <C-s> j "text" <Down>*3     one after the other, each waited for
 *   burst WORDS               the same in one write
 *   paste "text"              bracketed when the program asked for it
 *   click ROW,COL             counted from 0, as everywhere here
 *   resize 40x10
 *   random 2000,7         so many random keys of this seed, sizes from 1x1 to 300x100 between; the
 *                         program is started again when a key has ended it. $SOAK multiplies
 *   signal TERM               not waited for: `assert exit` or `wait` does that
 *   wait "REGEX"              extended, over the rows of the screen joined by newlines
 *   snap NAME                 compares the screen with NAME's golden
 *   assert text "REGEX" | no text "REGEX" | cursor 5,14 | bytes<=2500 | exit 0 | modes none | sane
 */

#include "core/err.h"
#include "core/str.h"

enum step_kind {
	STEP_RUN,
	STEP_START,
	STEP_KEY,
	STEP_BURST,
	STEP_PASTE,
	STEP_CLICK,
	STEP_RANDOM,
	STEP_RESIZE,
	STEP_SIGNAL,
	STEP_WAIT,
	STEP_SNAP,
	STEP_TEXT,
	STEP_NO_TEXT,
	STEP_CURSOR,
	STEP_BYTES,
	STEP_EXIT,
	STEP_MODES,
	STEP_SANE,
	STEP_COUNT,
};

struct step {
	enum step_kind kind;
	int line;
	struct strv only; /* owns; the tags a variant must have */
	struct strv words; /* owns; a quoted word starts with '"', any other does not */
	int a, b; /* row and column, columns and rows, or a number */
};

struct script {
	char *path; /* owns, like the rest */
	struct strv sizes, langs, colors; /* at least one of each after script_parse */
	struct strv env, setups;
	struct strv args; /* words as in struct step */
	struct step *steps;
	size_t n;
	int quiet; /* milliseconds; 0: the program reports idle */
	int deadline; /* milliseconds */
	bool is_wide; /* the terminal shows ambiguous characters in two columns */
};

/* Reads the text of a script; path is for messages, and names the place of its goldens.
 * ERR_INPUT: "path:line: what is wrong". */
MUST_CHECK bool script_parse(
	struct script *script, const char *path, const char *text, struct err *err);
MUST_CHECK bool script_load(struct script *script, const char *path, struct err *err);
void script_release(struct script *script);

/* The word without the mark of a quoted one; borrowed. */
const char *word_text(const char *word);

/* "80x24" to columns and rows, "5,14" to row and column; both from 0 to 999. */
bool parse_pair(const char *text, char between, int *a, int *b);

#endif

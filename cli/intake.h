/* SPDX-License-Identifier: MIT */
#ifndef CLI_INTAKE_H
#define CLI_INTAKE_H

/* Papers coming in, by file or by the rows of a table. */

#include "cli/tally.h"
#include "core/hash.h"

/* Many papers stand together, as long as there is room: their ids are printed once they do. */
struct intake_run {
	struct cli *cli; /* borrowed */
	struct tally tally;
	bool is_bulk, is_open;
	size_t tries; /* since the batch began */
	struct strv ids, names; /* of those that will stand, and what names them */
	bool goes_on; /* leave out what came in before */
	char hash[HASH_HEX + 1]; /* of the file in hand */
	struct strv hashes; /* of what the batch takes in */
	size_t at, total; /* how far it is, for whoever waits */
	int left_out;
};

/* The papers in a folder and in those in it, in the order of their names; links are not followed,
 * and what programs leave there for themselves is no paper. Files that came in before are left out,
 * so that the same again goes on after an interruption. False: stop. */
bool intake_folder(struct intake_run *run, struct intake *intake, const char *path);

/* Takes in one paper, from a file (NULL: without one), and prints its id. what names it where it
 * fails. False: stop. */
bool intake_one(struct intake_run *run, struct intake *intake, const char *path, const char *what);
/* What was taken so far stands, and its ids are printed. False: stop. */
bool intake_flush(struct intake_run *run);
/* After the last one. */
enum status intake_end(struct intake_run *run);
/* A paper a row: columns title, number, kind, unit, file (beside the table) and the fields of the
 * kinds. The intake says what holds for every row that says nothing else. */
enum status intake_table(
	struct cli *cli, const char *path, const struct intake *intake, bool goes_on);

void intake_print_id(const struct cli *cli, const char *id);

/* Lists what the person took in, in one go each; ends one such go again (core/undo.h). */
enum status import_past(struct cli *cli);
enum status import_undo(struct cli *cli, const struct args *args);

/* What a notice asks of whom (core/notice.h): a record a clause and unit. */
struct tasks_options {
	const char *unit; /* that keeps what names no unit; NULL: the person's */
	struct strv matches; /* owns; "NAME=UNIT,UNIT": what a name in the notice stands for */
	bool near; /* a name that is short for one unit alone is that unit's */
	bool dry_run;
};
enum status intake_tasks(struct cli *cli, const char *path, const struct tasks_options *options);

#endif

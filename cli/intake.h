/* SPDX-License-Identifier: MIT */
#ifndef CLI_INTAKE_H
#define CLI_INTAKE_H

/* Papers coming in, by file or by the rows of a table. */

#include "cli/tally.h"

/* Takes in one paper, from a file (NULL: without one), and prints its id. what names it where it
 * fails. False: stop. */
bool intake_one(struct cli *cli, struct intake *intake, const char *path, const char *what,
	struct tally *tally);
/* A paper a row: columns title, number, kind, unit, file (beside the table) and the fields of the
 * kinds. The intake says what holds for every row that says nothing else. */
enum status intake_table(struct cli *cli, const char *path, const struct intake *intake);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CLI_TALLY_H
#define CLI_TALLY_H

/* Bulk work: it goes on past what fails, names it, and says at the end how it went. */

#include "cli/command.h"

struct tally {
	int done, failed;
	bool is_bulk; /* failures are named by what they happened to */
	bool unknown; /* an outcome is unknown: stop */
};

void tally_done(struct tally *tally);
/* Says `what: sentence`. False: the work must not go on. */
bool tally_fail(struct tally *tally, const char *what, const struct err *err);
enum status tally_status(const struct tally *tally);

#endif

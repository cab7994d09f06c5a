/* SPDX-License-Identifier: MIT */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

#include "cli/command.h"

/* Writes the audit package of a document, or of what a query finds, to a folder. */
enum status export_audit(struct cli *cli, const char *dir, const char *asked, bool is_id);

/* The last checkpoint beside what was exported, where one was made: checkpoint.txt. */
MUST_CHECK bool export_checkpoint(struct cli *cli, const char *dir, struct err *err);

#endif

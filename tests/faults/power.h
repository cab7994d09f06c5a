/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_POWER_H
#define TESTS_FAULTS_POWER_H

/* A loss of power: what this process wrote, renamed and removed without a sync after it is kept,
 * cut short, emptied or undone, each file by a throw of the dice. The index is left out: SQLite has
 * its own tests, and the ledger can do without it. */

void power_begin(void);
void power_wrote(int fd);
void power_synced(int fd); /* a file, or a folder: then the names in it */
void power_synced_all(void);
/* Before the rename happens; from and to are paths below the folders. */
void power_renames(int from_dir, const char *from, int to_dir, const char *to);
void power_fails(unsigned seed); /* leaves behind what a machine would find that starts again */

#endif

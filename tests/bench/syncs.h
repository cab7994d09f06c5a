/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_SYNCS_H
#define TESTS_BENCH_SYNCS_H

/* How many calls of this process have synced a file or a folder since it began. */
long syncs(void);

#endif

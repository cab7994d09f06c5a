/* SPDX-License-Identifier: MIT */
#include "tests/bench/crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/must.h"
#include "tests/bench/timing.h"

void *crowd_reports(size_t n, size_t size)
{
	void *reports =
		mmap(NULL, n * size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	need(reports != MAP_FAILED, "mmap");
	return reports;
}

void crowd_free(void *reports, size_t n, size_t size)
{
	(void)munmap(reports, n * size);
}

int crowd_run(const struct crowd *crowd, size_t n,
	void (*work)(const struct crowd *crowd, size_t who, void *reports), void *reports)
{
	int status, failed = 0;

	(void)fflush(stdout);
	for (size_t i = 0; i < n; i++) {
		pid_t pid = fork();

		need(pid >= 0, "fork");
		if (pid == 0) {
			work(crowd, i, reports);
			_exit(0);
		}
	}
	while (wait(&status) > 0)
		failed += status != 0;
	return failed;
}

void crowd_sleep(double at)
{
	double left = at - now_us();
	struct timespec pause;

	if (left <= 0)
		return;
	pause.tv_sec = (time_t)(left / 1e6);
	pause.tv_nsec = (long)((left - (double)pause.tv_sec * 1e6) * 1e3);
	(void)nanosleep(&pause, NULL);
}

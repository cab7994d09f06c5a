/* SPDX-License-Identifier: MIT */
#include "tests/faults/jobs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { JOBS_MAX = 64 };

static struct job {
	pid_t pid;
	struct tally *tally;
	char label[LABEL_SIZE];
} jobs[JOBS_MAX];
static int running;
static void (*tell)(pid_t stranger);

void jobs_told(void (*ended)(pid_t stranger))
{
	tell = ended;
}

static void end(struct job *job, int status)
{
	job->tally->points++;
	if (!WIFEXITED(status))
		printf("  %s: %s\n", job->label,
			WTERMSIG(status) == SIGALRM ? "it hangs" : strsignal(WTERMSIG(status)));
	if (status != 0)
		job->tally->broken++;
	*job = jobs[--running];
}

static void reap(void)
{
	int status;
	pid_t pid = waitpid(-1, &status, 0);

	if (pid < 0) {
		if (errno == EINTR)
			return;
		perror("waitpid");
		exit(1);
	}
	for (int i = 0; i < running; i++) {
		if (jobs[i].pid != pid)
			continue;
		end(&jobs[i], status);
		pid = 0;
		break;
	}
	if (tell != NULL)
		tell(pid);
}

static int most(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (int)n;
}

bool jobs_enter(struct tally *tally, const char *label)
{
	pid_t pid;

	while (running >= most())
		reap();
	fflush(stdout);
	pid = fork();
	if (pid < 0) {
		perror("fork");
		exit(1);
	}
	if (pid == 0) {
		alarm(WATCHDOG);
		return true;
	}
	jobs[running] = (struct job){.pid = pid, .tally = tally};
	snprintf(jobs[running].label, LABEL_SIZE, "%s", label);
	running++;
	return false;
}

void jobs_leave(bool is_kept)
{
	fflush(stdout);
	_exit(is_kept ? 0 : 1);
}

void jobs_wait(void)
{
	while (running > 0)
		reap();
}

/* SPDX-License-Identifier: MIT */
#include "tests/faults/failing.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/judge.h"
#include "tests/faults/photo.h"
#include "tests/faults/points.h"
#include "tests/faults/told.h"

enum {
	OPENS = CALL_OPEN | CALL_MAKE,
	KERNEL = CALLS_FILE | CALL_MAP | CALL_LOCK,
};

const struct failing failings[] = {
	{"EIO once", CALLS_FILE, EIO, false, 5},
	{"EIO from then on", CALLS_ROOM, EIO, true, 9},
	{"ENOSPC once", CALLS_ROOM, ENOSPC, false, 5},
	{"ENOSPC from then on", CALLS_ROOM, ENOSPC, true, 5},
	{"EDQUOT once", CALLS_ROOM, EDQUOT, false, 23},
	{"EROFS from then on", CALL_MAKE | CALL_NAME | CALL_DROP | CALL_SIZE, EROFS, true, 11},
	{"EMFILE once", OPENS, EMFILE, false, 5},
	{"EMFILE from then on", OPENS, EMFILE, true, 7},
	{"ENOMEM once", KERNEL, ENOMEM, false, 23},
	{"ENOMEM from then on", KERNEL, ENOMEM, true, 23},
	{"EINTR once", CALL_READ | CALL_WRITE | OPENS | CALL_LOCK, EINTR, false, 23},
	{"ENOLCK once", CALL_LOCK, ENOLCK, false, 2},
	{"half once", CALL_READ | CALL_WRITE, 0, false, 11},
	{"half from then on", CALL_READ | CALL_WRITE, 0, true, 23},
	{"no memory once", CALL_ALLOC, ENOMEM, false, 101},
	{"no memory from then on", CALL_ALLOC, ENOMEM, true, 101},
};
const size_t failing_count = sizeof(failings) / sizeof(*failings);

static int own_number;

/* Plays it in a child, in the folder `.`; how the child ended. */
static int play(const struct scene *scene, unsigned seed, const struct failpoint *fault)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		alarm(WATCHDOG);
		if (fault->calls == CALL_ALLOC && freopen("/dev/null", "w", stderr) == NULL)
			_exit(99); /* every one of them says that it is out of memory */
		points_fail(fault, &told->calls);
		scene_play(scene, seed);
		points_stop();
		told->syncs = points_syncs();
		told->has_ended = true;
		_exit(0);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void enter_copy(const char *start, const char *name)
{
	photo_take(start, name);
	if (chdir(name) < 0)
		exit(1);
}

void failing_play(const struct scene *scene, const char *start, const char *name, unsigned seed)
{
	const struct failpoint none = {.calls = CALLS_CHANGE};

	memset(told, 0, sizeof(*told));
	enter_copy(start, name);
	(void)play(scene, seed, &none);
	if (chdir("..") < 0)
		exit(1);
	photo_drop(name);
}

/* How many calls there are to fail. */
static int count(const struct scene *scene, const char *start, unsigned seed, int calls)
{
	const struct failpoint none = {.calls = calls};
	int n;

	memset(told, 0, sizeof(*told));
	enter_copy(start, "count");
	(void)play(scene, seed, &none);
	n = told->calls;
	if (chdir("..") < 0)
		exit(1);
	photo_drop("count");
	return n;
}

/* In a job. Out of memory the process may end in any way, but it ends. */
static bool try_one(const struct scene *scene, const char *start, unsigned seed,
	const struct failpoint *fault, const char *label)
{
	char name[32];
	bool is_kept;
	int status;

	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED)
		return false;
	snprintf(name, sizeof(name), "try-%d", own_number);
	enter_copy(start, name);
	status = play(scene, seed, fault);
	is_kept =
		!WIFSIGNALED(status) || (fault->calls == CALL_ALLOC && WTERMSIG(status) != SIGALRM);
	if (!is_kept)
		printf("  %s: %s\n", label, strsignal(WTERMSIG(status)));
	is_kept = judge(scene, told, label) && is_kept;
	if (chdir("..") == 0)
		photo_drop(name);
	return is_kept;
}

void failing_sweep(const struct scene *scene, const char *start, const struct failing *failing,
	unsigned seed, const struct spacing *spacing, struct tally *tally)
{
	struct failpoint fault = {0, 0, failing->error, failing->is_lasting};
	int calls = count(scene, start, seed, failing->calls);

	fault.calls = failing->calls;
	for (fault.at = 1 + spacing->from % spacing->step; fault.at <= calls;
		fault.at += spacing->step) {
		char label[LABEL_SIZE];

		own_number++;
		snprintf(label, sizeof(label), "%s, %s, seed %u, call %d", scene->name,
			failing->name, seed, fault.at);
		if (jobs_enter(tally, label))
			jobs_leave(try_one(scene, start, seed, &fault, label));
	}
	jobs_wait();
}

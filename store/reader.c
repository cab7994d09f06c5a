/* SPDX-License-Identifier: MIT */
/* Starts the reader, hands it one file and takes what it writes; never through a shell. */
#include "core/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"

static const char *const programs[] = {
	[READER_FILES] = GONGKAI_LIBEXECDIR "/read",
	[READER_PDF] = GONGKAI_LIBEXECDIR "/read-pdf",
};

static bool failed(const char *what, int errnum, struct err *err)
{
	return err_set(err, ERR_IO, "%s: %s", what, err_system(errnum));
}

/* The file without a name: the reader gets a descriptor, and nobody can change it any more. */
static int hold(const char *bytes, size_t len, struct err *err)
{
	int fd = memfd_create("paper", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t done = 0;

	while (fd >= 0 && done < len) {
		ssize_t n = write(fd, bytes + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	if (fd >= 0 && done == len &&
		fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) ==
			0)
		return fd;
	failed("memfd", errno, err);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Nothing of ours but these two descriptors goes with it: no environment, no signal that is blocked
 * or ignored; it closes whatever was left open by itself. */
static bool start(
	const char *program, const char *word, const int ends[2], pid_t *pid, struct err *err)
{
	char *words[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)word, NULL};
	char *none[] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t all, empty;
	int rc;

	sigfillset(&all);
	sigemptyset(&empty);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	rc = posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addopen(
			&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (rc == 0)
		rc = posix_spawnattr_setsigdefault(&attr, &all);
	if (rc == 0)
		rc = posix_spawnattr_setsigmask(&attr, &empty);
	if (rc == 0)
		rc = posix_spawnattr_setflags(
			&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	if (rc == 0)
		rc = posix_spawn(pid, program, &actions, &attr, words, none);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return rc == 0 || failed(program, rc, err);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Why we stopped it, or NULL. */
static const char *collect(int fd, struct str *out)
{
	enum { CHUNK = 64 << 10 };
	int64_t deadline = now_ms() + READER_SECONDS * 1000;
	char *chunk = xcalloc(CHUNK, 1);
	const char *why = NULL;

	while (why == NULL) {
		struct pollfd poller = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - now_ms();
		ssize_t n = 0;

		if (left <= 0)
			why = N_("reading it takes too long; have it made anew by whoever sent it");
		else if (poll(&poller, 1, (int)left) > 0 && (n = read(fd, chunk, CHUNK)) == 0)
			break;
		if (n > 0)
			str_addn(out, chunk, (size_t)n);
		if (out->len > READER_OUTPUT)
			why = N_("it holds more text than a paper does; split it up");
	}
	free(chunk);
	return why;
}

/* How a process ended that was not asked to. */
static bool judge(int status, struct err *err)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return err_set(err, ERR_IO, _("the reader cannot be started"));
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return err_set(err, ERR_INPUT,
			_("it made its reader do what the cage forbids, and was stopped: treat it "
			  "as a file that is made to harm"));
	if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return err_set(err, ERR_INPUT,
			_("reading it takes too long; have it made anew by whoever sent it"));
	return err_set(err, ERR_INPUT,
		_("its reader broke down over it; open it in the program it was made with and "
		  "save it again"));
}

/* Runs it on what in holds, with a word or without. */
static bool run(const char *program, const char *word, int in, struct str *out, struct err *err)
{
	int ends[2] = {-1, -1}, status = 0;
	const char *why = NULL;
	pid_t pid = -1;
	bool ok = pipe2(ends, O_CLOEXEC) == 0 || failed("pipe", errno, err);

	ok = ok && start(program, word, (int[]){in, ends[1]}, &pid, err);
	if (ends[1] >= 0)
		close(ends[1]);
	if (ok) {
		why = collect(ends[0], out);
		if (why != NULL)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		ok = why == NULL ? judge(status, err) : err_set(err, ERR_INPUT, "%s", _(why));
	}
	if (ends[0] >= 0)
		close(ends[0]);
	return ok;
}

bool reader_run(enum reader reader, const void *bytes, size_t len, struct str *out, struct err *err)
{
	int in = hold(bytes, len, err);
	bool ok = in >= 0 && run(programs[reader], NULL, in, out, err);

	if (in >= 0)
		close(in);
	return ok;
}

bool reader_look(struct reader_cage *cage, struct err *err)
{
	int in = hold("?", 1, err), seccomp = 0;
	struct strv words = {0};
	struct str out = {0};
	bool ok = in >= 0 && run(programs[READER_FILES], "cage", in, &out, err);

	*cage = (struct reader_cage){0};
	strv_split(&words, str_get(&out), " \n");
	if (ok && (words.n != 4 || !str_number(words.v[1], &cage->landlock) ||
			  !str_number(words.v[3], &seccomp)))
		ok = err_set(err, ERR_IO, _("the reader cannot be started"));
	cage->seccomp = seccomp == 1;
	if (in >= 0)
		close(in);
	strv_release(&words);
	str_release(&out);
	return ok;
}

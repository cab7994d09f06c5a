/* SPDX-License-Identifier: MIT */
/* Random bytes on the standard input of a session, with a terminal and without one: under the
 * sanitizers none of it leaves a report. NOISE says how many; `make soak` sends ten millions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <utmp.h>

#include "tests/store/scratch.h"
#include "tests/tui/monkey.h"

enum { USUAL = 300000, CHUNK = 256, READ_MAX = 65536, STATUS_MOST = 4 };

static unsigned seed = 7;
static long budget = USUAL; /* bytes in all */

struct run {
	pid_t pid;
	int pidfd, in, out; /* ours; the same one where it is a terminal */
	int slave; /* kept open to see what was not read; -1 */
};

/* -- A session --------------------------------------------------------------------------------- */

/* In the child: as sshd would start it. asked NULL: the screen. */
static void become_session(const char *asked)
{
	const char *program = getenv("GONGKAI");
	int errors = open("errors", O_WRONLY | O_CREAT | O_APPEND, 0600);

	dup2(errors, STDERR_FILENO);
	setenv("SSH_USER_AUTH", "auth", 1);
	setenv("SSH_CONNECTION", "127.0.0.1 50000 127.0.0.1 22", 1);
	setenv("TERM", "xterm-256color", 1);
	if (asked != NULL)
		setenv("SSH_ORIGINAL_COMMAND", asked, 1);
	else
		unsetenv("SSH_ORIGINAL_COMMAND");
	if (program != NULL)
		execl(program, program, "-C", "store", "session", (char *)NULL);
	perror("GONGKAI");
	_exit(127);
}

static void start_on_terminal(struct run *run, const char *asked)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};

	assert_int_equal(openpty(&run->in, &run->slave, NULL, NULL, &size), 0);
	run->out = run->in;
	run->pid = fork();
	assert_true(run->pid >= 0);
	if (run->pid == 0) {
		close(run->in);
		if (login_tty(run->slave) != 0)
			_exit(127);
		become_session(asked);
	}
	assert_int_equal(fcntl(run->in, F_SETFL, O_NONBLOCK), 0);
}

static void start_on_pipes(struct run *run, const char *asked)
{
	int in[2], out[2];

	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	run->slave = -1;
	run->pid = fork();
	assert_true(run->pid >= 0);
	if (run->pid == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		become_session(asked);
	}
	close(in[0]);
	close(out[1]);
	run->in = in[1];
	run->out = out[0];
	assert_int_equal(fcntl(run->in, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(fcntl(run->out, F_SETFL, O_NONBLOCK), 0);
}

static void start(struct run *run, bool on_terminal, const char *asked)
{
	if (on_terminal)
		start_on_terminal(run, asked);
	else
		start_on_pipes(run, asked);
	run->pidfd = pidfd_open(run->pid, 0);
	assert_true(run->pidfd >= 0);
}

/* Reads away what it says. */
static void drain(const struct run *run)
{
	static char buf[READ_MAX];

	while (read(run->out, buf, sizeof(buf)) > 0)
		;
}

/* A terminal sends HUP when it is gone, and INT or QUIT for a key where the program leaves that to
 * it. */
static void check_end(int status)
{
	char *errors;

	if (WIFEXITED(status) ? WEXITSTATUS(status) <= STATUS_MOST
			      : WTERMSIG(status) == SIGHUP || WTERMSIG(status) == SIGINT ||
					WTERMSIG(status) == SIGQUIT)
		return;
	(void)scratch_run("tail -c 4000 errors");
	errors = scratch_read("out");
	fail_msg("it ended by %d (seed %u): %s", status, seed, errors);
	free(errors);
}

/* Waits until a session on a terminal has read all, or has ended; what it left. A terminal tells
 * nobody that something was read: hence the look every few milliseconds. */
static int wait_until_read(const struct run *run)
{
	enum { LOOK = 5 };
	int left = 1;

	while (left > 0) {
		struct pollfd fds[] = {{run->pidfd, POLLIN, 0}, {run->out, POLLIN, 0}};
		int rc = poll(fds, 2, LOOK);
		bool has_ended = rc > 0 && (fds[0].revents & POLLIN) != 0;

		if (rc > 0 && (fds[1].revents & POLLIN) != 0)
			drain(run);
		if (ioctl(run->slave, FIONREAD, &left) != 0)
			left = 0;
		if (has_ended)
			break;
	}
	return left;
}

/* Closes its input and waits; how many of the bytes it was sent it did not read. */
static long finish(struct run *run)
{
	char buf[READ_MAX];
	int status, left = run->slave >= 0 ? wait_until_read(run) : 0;

	if (run->slave >= 0)
		close(run->slave);
	close(run->in);
	if (run->out != run->in)
		assert_int_equal(fcntl(run->out, F_SETFL, 0), 0);
	while (run->out != run->in && read(run->out, buf, sizeof(buf)) > 0)
		;
	if (run->out != run->in)
		close(run->out);
	assert_int_equal(waitpid(run->pid, &status, 0), run->pid);
	close(run->pidfd);
	check_end(status);
	return left;
}

static void check_errors(void)
{
	if (scratch_run("grep -aE -A 30 'Sanitizer|runtime error' errors") == 0) {
		char *errors = scratch_read("out");

		fail_msg("%s", errors);
		free(errors);
	}
	assert_int_equal(truncate("errors", 0), 0);
}

/* -- Bytes ------------------------------------------------------------------------------------- */

/* Any bytes, and those of keys, pastes and mice, which get further. What sends the program to sleep
 * is left out: nobody would wake it. */
static void make_noise(struct str *out)
{
	enum { SUSPEND = 0x1A };

	str_clear(out);
	if (rand_r(&seed) % 2 == 0) {
		monkey_type(&seed, CHUNK / 3, out);
		return;
	}
	for (int i = 0; i < CHUNK; i++) {
		char c = (char)(rand_r(&seed) >> 4);

		str_addc(out, c == SUSPEND ? '\n' : c);
	}
}

/* Sends up to most bytes, until the session ends; how many it took. */
static long feed(struct run *run, long most)
{
	struct str noise = {0};
	size_t at = 0;
	long sent = 0;

	if (run->slave >= 0) { /* on a terminal it speaks first */
		struct pollfd fds[] = {{run->pidfd, POLLIN, 0}, {run->out, POLLIN, 0}};

		poll(fds, 2, -1);
	}
	for (;;) {
		struct pollfd fds[] = {
			{run->pidfd, POLLIN, 0}, {run->out, POLLIN, 0}, {run->in, POLLOUT, 0}};
		ssize_t n;

		if (at == noise.len) {
			make_noise(&noise);
			at = 0;
		}
		if (sent >= most || poll(fds, 3, -1) < 0 || (fds[0].revents & POLLIN) != 0)
			break;
		if ((fds[1].revents & POLLIN) != 0)
			drain(run);
		if ((fds[2].revents & (POLLERR | POLLHUP)) != 0)
			break;
		if ((fds[2].revents & POLLOUT) == 0)
			continue;
		n = write(run->in, str_get(&noise) + at, noise.len - at);
		if (n < 0 && errno != EAGAIN)
			break;
		at += n > 0 ? (size_t)n : 0;
		sent += n > 0 ? n : 0;
	}
	str_release(&noise);
	return sent;
}

/* -- Ways in ----------------------------------------------------------------------------------- */

static const struct way {
	bool on_terminal;
	const char *asked; /* NULL: the screen */
	long most; /* bytes at a time */
} ways[] = {
	{true, NULL, 40000},
	{false, "screen -", 20000},
	{true, "--read-only", 40000},
	{false, "import - --set policy=no", 20000},
	{true, "--plain", 10000},
	{false, "--plain", 10000},
	{false, "import --table -", 20000},
	{false, "edit zfb-2026-0009 --file -", 20000},
	{false, "import --tasks -", 20000},
	{false, "redact zfb-2026-0009 --file -", 20000},
	{false, "report breach --table -", 20000},
};
enum { WAYS = sizeof(ways) / sizeof(*ways) };

static void test_random_bytes_on_standard_input(void **state)
{
	long sent = 0, shares[WAYS];
	int runs = 0;

	(void)state;
	for (int i = 0; i < WAYS; i++)
		shares[i] = budget / WAYS + 1;
	for (int i = 0; i < WAYS; i++) {
		while (shares[i] > 0) {
			struct run run;
			long took, most = shares[i] < ways[i].most ? shares[i] : ways[i].most;

			start(&run, ways[i].on_terminal, ways[i].asked);
			took = feed(&run, most);
			took -= finish(&run);
			/* What says no at once has read nothing, and is asked once. */
			shares[i] -= took > 0 ? took : most;
			sent += took;
			runs++;
			check_errors();
		}
	}
	print_message("%ld bytes, %d sessions\n", sent, runs);
}

static void test_random_bytes_as_the_command(void **state)
{
	struct str noise = {0};

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct run run;

		make_noise(&noise);
		start(&run, false, str_get(&noise));
		finish(&run);
		check_errors();
	}
	str_release(&noise);
}

/* The demo, and a key that is the clerk's. */
static int set_up(void **state)
{
	const char *program = getenv("GONGKAI"), *noise = getenv("NOISE");

	if (scratch_enter(state) != 0 || program == NULL)
		return -1;
	if (noise != NULL && *noise != '\0')
		budget = strtol(noise, NULL, 10);
	signal(SIGPIPE, SIG_IGN);
	return scratch_run(
		"ssh-keygen -q -t ed25519 -N '' -f clerk && '%s' init --demo -C store && "
		"'%s' -C store --as admin person key add clerk clerk.pub && "
		"echo \"publickey $(cut -d' ' -f1,2 clerk.pub)\" >auth",
		program, program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_bytes_on_standard_input),
		cmocka_unit_test(test_random_bytes_as_the_command),
	};

	return cmocka_run_group_tests_name("test_noise", tests, set_up, scratch_leave);
}

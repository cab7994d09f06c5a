/* SPDX-License-Identifier: MIT */
/* Standard error while the screen is up: a pseudo-terminal stands in for the screen. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tui/noise.h"

struct screen {
	int terminal, real, was;
};

static int begin(void **state)
{
	static struct screen screen;

	screen.terminal = posix_openpt(O_RDWR | O_NOCTTY);
	if (screen.terminal < 0 || grantpt(screen.terminal) != 0 || unlockpt(screen.terminal) != 0)
		return -1;
	screen.real = open(ptsname(screen.terminal), O_RDWR | O_NOCTTY);
	screen.was = dup(STDERR_FILENO);
	*state = &screen;
	return screen.real < 0 || screen.was < 0;
}

static int end(void **state)
{
	struct screen *screen = *state;

	dup2(screen->was, STDERR_FILENO);
	close(screen->was);
	close(screen->real);
	close(screen->terminal);
	return 0;
}

static void say(const char *text)
{
	assert_int_equal(write(STDERR_FILENO, text, strlen(text)), strlen(text));
}

/* What came out on the screen. */
static void assert_drawn(const struct screen *screen, const char *text)
{
	struct pollfd source = {.fd = screen->terminal, .events = POLLIN};
	char buf[4096];
	ssize_t n = 0;

	if (poll(&source, 1, 0) > 0)
		n = read(screen->terminal, buf, sizeof(buf) - 1);
	buf[n > 0 ? n : 0] = '\0';
	assert_string_equal(buf, text);
}

static void assert_taken(const char *text)
{
	char *line = noise_take();

	assert_non_null(line);
	assert_string_equal(line, text);
	free(line);
}

static void test_kept(void **state)
{
	const struct screen *screen = *state;

	dup2(screen->real, STDERR_FILENO);
	noise_catch();
	if (isatty(STDERR_FILENO))
		skip(); /* a sanitizer's report is never kept */
	assert_null(noise_take());
	say("one\n\ntwo \033[2J\nthr");
	assert_taken("one");
	assert_taken("two  [2J");
	assert_null(noise_take());
	say("ee\nfour");
	assert_taken("three");
	assert_null(noise_take());
	assert_drawn(screen, "");
	noise_release();
	assert_drawn(screen, "four");
	assert_true(isatty(STDERR_FILENO));
	say("five");
	assert_drawn(screen, "five");
	noise_release();
	assert_null(noise_take());
}

static void test_long(void **state)
{
	const struct screen *screen = *state;
	char text[2501];
	size_t seen = 0;
	char *line;

	dup2(screen->real, STDERR_FILENO);
	noise_catch();
	if (isatty(STDERR_FILENO))
		skip();
	memset(text, 'a', sizeof(text) - 2);
	text[sizeof(text) - 2] = '\n';
	text[sizeof(text) - 1] = '\0';
	say(text);
	while ((line = noise_take()) != NULL) {
		seen += strlen(line);
		free(line);
	}
	assert_int_equal(seen, sizeof(text) - 2);
	noise_release();
}

static void test_file(void **state)
{
	int file[2];

	(void)state;
	assert_int_equal(pipe(file), 0);
	dup2(file[1], STDERR_FILENO);
	noise_catch();
	say("to a file\n");
	assert_null(noise_take());
	noise_release();
	close(file[0]);
	close(file[1]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kept, begin, end),
		cmocka_unit_test_setup_teardown(test_long, begin, end),
		cmocka_unit_test_setup_teardown(test_file, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

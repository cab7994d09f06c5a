/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_SCRATCH_H
#define TESTS_STORE_SCRATCH_H

/* A folder of its own for a test, and stock tools run inside it. Include after <cmocka.h>. The
 * commands are the tests' own words: a shell is what they want. */

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"

/* A cmocka set-up: makes the folder, enters it, and keeps the person's own settings of git out. */
static inline int scratch_enter(void **state)
{
	char path[] = "/tmp/gongkai-test-XXXXXX";

	if (mkdtemp(path) == NULL || chdir(path) != 0)
		return -1;
	setenv("HOME", path, 1);
	setenv("XDG_CONFIG_HOME", path, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CEILING_DIRECTORIES", "/tmp", 1);
	unsetenv("GIT_DIR");
	unsetenv("SSH_AUTH_SOCK");
	*state = xstrdup(path);
	return 0;
}

static inline int scratch_leave(void **state)
{
	char *command = xasprintf("rm -rf '%s'", (char *)*state);
	int rc = chdir("/") != 0 || system(command) != 0; /* NOLINT(cert-env33-c) */

	free(command);
	free(*state);
	return rc;
}

static inline void scratch_write(const char *name, const void *bytes, size_t n)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* The whole of a file that ends before 64 KiB, as text; the caller frees. */
static inline char *scratch_read(const char *name)
{
	enum { MOST = 64 * 1024 };
	char *text = xcalloc(MOST, 1);
	FILE *f = fopen(name, "r");

	assert_non_null(f);
	assert_true(fread(text, 1, MOST, f) < MOST);
	fclose(f);
	return text;
}

/* Runs a shell command; its exit status. What it says is in the files out and err. */
__attribute__((format(printf, 1, 2))) static inline int scratch_run(const char *fmt, ...)
{
	va_list ap;
	char *command, *quiet;
	int rc;

	va_start(ap, fmt);
	command = xvasprintf(fmt, ap);
	va_end(ap);
	quiet = xasprintf("{ %s\n} >out 2>err", command);
	rc = system(quiet); /* NOLINT(cert-env33-c) */
	free(quiet);
	free(command);
	return rc;
}

#endif

/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "store/content.h"
#include "store/fs.h"
#include "store/lock.h"
#include "tests/store/scratch.h"

static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
#define ABC_PATH "ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static int here(void)
{
	struct err err = {0};
	int fd = fs_open_dir(AT_FDCWD, ".", &err);

	assert_true(fd >= 0);
	return fd;
}

static void put_abc(int dir)
{
	char sha256[HASH_HEX + 1];
	struct err err = {0};

	assert_true(content_put(dir, "abc", 3, sha256, &err));
	assert_string_equal(sha256, abc);
}

static void what_goes_in_comes_out(void **state)
{
	struct err err = {0};
	struct stat st;
	char *bytes;
	size_t len;
	int dir = here();

	(void)state;
	put_abc(dir);
	put_abc(dir);
	assert_int_equal(stat(ABC_PATH, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0400);
	assert_int_equal(scratch_run("test $(sha256sum <" ABC_PATH " | cut -c1-64) = %s", abc), 0);
	assert_int_equal(scratch_run("test $(find . -type f | grep -c %s) = 1", abc), 0);
	assert_true(content_get(dir, abc, &bytes, &len, &err));
	assert_int_equal(len, 3);
	assert_string_equal(bytes, "abc");
	assert_true(content_check(dir, abc, 3, &err));
	free(bytes);
	close(dir);
}

static void what_is_not_there_is_not_found(void **state)
{
	static const char *const names[] = {
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "",
		"../../../../etc/passwd",
		"BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
		"..7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
	int dir = here();

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct err err = {0};
		char *bytes;
		size_t len;

		assert_false(content_get(dir, names[i], &bytes, &len, &err));
		assert_int_equal(err.code, ERR_NOT_FOUND);
	}
	close(dir);
}

static void a_change_is_seen_and_mended(void **state)
{
	static const char *const damages[] = {
		"printf abd", "printf ab", "printf ''", "printf abcd"};
	struct err err = {0};
	int dir = here();

	(void)state;
	put_abc(dir);
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		assert_int_equal(scratch_run("rm -f " ABC_PATH "; %s >" ABC_PATH, damages[i]), 0);
		assert_false(content_check(dir, abc, 3, &err));
		assert_int_equal(err.code, ERR_IO);
		put_abc(dir);
		assert_true(content_check(dir, abc, 3, &err));
	}
	assert_false(content_check(dir, abc, 4, &err));
	assert_int_equal(err.code, ERR_IO);
	close(dir);
}

static void links_are_not_followed(void **state)
{
	struct err err = {0};
	char *bytes;
	size_t len;
	int dir = here();

	(void)state;
	put_abc(dir);
	assert_int_equal(scratch_run("mv " ABC_PATH " aside && ln -s ../../aside " ABC_PATH), 0);
	assert_false(content_get(dir, abc, &bytes, &len, &err));
	assert_int_equal(scratch_run("mv ba real && ln -s real ba"), 0);
	assert_false(content_get(dir, abc, &bytes, &len, &err));
	assert_false(fs_read(dir, "ba", 100, &bytes, &len, &err));
	assert_int_equal(scratch_run("mkfifo pipe"), 0);
	assert_false(fs_read(dir, "pipe", 100, &bytes, &len, &err));
	assert_int_equal(err.code, ERR_INPUT);
	close(dir);
}

static void a_file_is_replaced_whole(void **state)
{
	struct err err = {0};
	char *text;
	int dir = here();

	(void)state;
	assert_true(fs_write(dir, "f", 0600, "one", 3, &err));
	assert_true(fs_write(dir, "f", 0600, "second", 6, &err));
	assert_true(fs_read(dir, "f", 6, &text, NULL, &err));
	assert_string_equal(text, "second");
	free(text);
	assert_false(fs_read(dir, "f", 5, &text, NULL, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(scratch_run("test \"$(ls -A | grep -vxE 'out|err')\" = f"), 0);
	close(dir);
}

static void privacy_is_asked_for(void **state)
{
	struct err err = {0};
	int dir;

	(void)state;
	assert_int_equal(scratch_run("mkdir -m 750 d"), 0);
	dir = fs_open_dir(AT_FDCWD, "d", &err);
	assert_true(dir >= 0);
	assert_false(fs_check_private(dir, "d", &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_non_null(strstr(err.text, "chmod 700 d"));
	assert_int_equal(scratch_run("chmod 700 d"), 0);
	assert_true(fs_check_private(dir, "d", &err));
	close(dir);
}

static void one_at_a_time(void **state)
{
	struct err err = {0};
	int dir = here(), lock;
	char *pid;

	(void)state;
	lock = lock_take(dir, "lock", &err);
	assert_true(lock >= 0);
	assert_int_equal(scratch_run("test $(cat lock) = $PPID"), 0);
	assert_int_not_equal(scratch_run("flock -n lock true"), 0);
	setenv("GONGKAI_LOCK_MS", "20", 1);
	assert_int_equal(lock_take(dir, "lock", &err), -1);
	unsetenv("GONGKAI_LOCK_MS");
	assert_int_equal(err.code, ERR_IO);
	pid = xasprintf("process %ld", (long)getpid());
	assert_non_null(strstr(err.text, pid));
	free(pid);
	lock_drop(lock);
	assert_int_equal(scratch_run("flock -n lock true"), 0);
	close(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_goes_in_comes_out, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			what_is_not_there_is_not_found, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			a_change_is_seen_and_mended, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			links_are_not_followed, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			a_file_is_replaced_whole, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(privacy_is_asked_for, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(one_at_a_time, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

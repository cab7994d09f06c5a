/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/hash.h"
#include "core/text.h"
#include "store/packdir.h"
#include "tests/store/scratch.h"

/* The packs as they are shipped, read before the tests go elsewhere. */
static void test_shipped(void **state)
{
	struct err err = {0};
	struct pack *pack = packdir_load("packs/cn", &err);

	(void)state;
	if (pack == NULL) {
		fail_msg("%s", err.text);
		return;
	}
	assert_true(starts_with(pack->id, "cn "));
	assert_int_equal(strlen(strstr(pack->id, "sha256:")), strlen("sha256:") + HASH_HEX);
	assert_non_null(pack_stub_kind(pack));
	for (size_t i = 0; i < pack->files.n; i++)
		assert_false(starts_with(pack->files.v[i].path, "demo/"));
	for (size_t i = 0; i < pack->ground_count; i++) {
		char *article = pack_article(pack, &pack->grounds[i]);

		assert_non_null(article);
		free(article);
	}
	pack_free(pack);
}

static void put(const char *path, const char *text)
{
	scratch_write(path, text, strlen(text));
}

static void make(void)
{
	assert_int_equal(scratch_run("rm -rf p; mkdir -p p/demo p/law/demo p/.git"), 0);
	put("p/pack.ini", "[pack]\ncode = x\n");
	put("p/a.csv", "a\n");
	put("p/law/b.txt", "b");
	put("p/law/demo/c.txt", "");
	put("p/demo/d.ini", "?");
	put("p/.git/e.ini", "?");
	put("p/.hidden.ini", "?");
	put("p/README.md", "?");
	put("p/ini", "?");
}

static void test_read(void **state)
{
	static const char *const paths[] = {"a.csv", "law/b.txt", "law/demo/c.txt", "pack.ini"};
	struct pack_files files;
	char before[HASH_HEX + 1], after[HASH_HEX + 1];
	struct err err;

	(void)state;
	make();
	assert_true(pack_files_read("p", &files, &err));
	assert_int_equal(files.n, 4);
	for (size_t i = 0; i < files.n; i++)
		assert_string_equal(files.v[i].path, paths[i]);
	assert_string_equal(files.v[1].text, "b");
	packdir_hash(&files, before);
	pack_files_release(&files);
	put("p/law/b.txt", "c");
	assert_true(pack_files_read("p", &files, &err));
	packdir_hash(&files, after);
	pack_files_release(&files);
	assert_string_not_equal(before, after);
}

static void test_fault(void **state)
{
	struct err err;

	(void)state;
	make();
	assert_null(packdir_load("p", &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.text, "p/pack.ini:1: [pack] says nothing for 'version'");
	assert_null(packdir_load("nowhere", &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(packdir_load("p/pack.ini", &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(scratch_run("mkdir empty"), 0);
	assert_null(packdir_load("empty", &err));
	assert_string_equal(err.text, "empty: holds no *.ini file, so no pack");
}

static void refused(const char *sentence)
{
	struct pack_files files;
	struct err err;

	assert_false(pack_files_read("p", &files, &err));
	assert_int_equal(err.code, ERR_INPUT);
	if (strstr(err.text, sentence) == NULL)
		fail_msg("'%s' is not in '%s'", sentence, err.text);
	assert_int_equal(files.n, 0);
}

static void test_hostile(void **state)
{
	struct pack_files files;
	struct err err;

	(void)state;
	make();
	assert_int_equal(symlink("/etc/passwd", "p/law/x.txt"), 0);
	refused("p/law/x.txt: a symbolic link");
	make();
	assert_int_equal(symlink("/", "p/root"), 0);
	refused("p/root: a symbolic link");
	make();
	assert_int_equal(scratch_run("mkfifo p/x.txt"), 0);
	refused("p/x.txt");
	make();
	assert_int_equal(scratch_run("truncate -s 4194304 p/x.txt"), 0);
	assert_true(pack_files_read("p", &files, &err));
	pack_files_release(&files);
	assert_int_equal(scratch_run("truncate -s 4194305 p/x.txt"), 0);
	refused("p/x.txt: 'x.txt' is too large");
	make();
	assert_int_equal(
		scratch_run("for i in 1 2 3 4 5 6 7 8 9; do truncate -s 4M p/$i.txt; done"), 0);
	refused("p: a pack has at most 32 MiB");
	make();
	assert_int_equal(scratch_run("for i in $(seq 497); do : >p/$i.txt; done"), 0);
	refused("p: a pack has at most 500 files");
	make();
	assert_int_equal(scratch_run("mkdir -p p/1/2/3/4/5/6/7/8"), 0);
	assert_true(pack_files_read("p", &files, &err));
	pack_files_release(&files);
	assert_int_equal(scratch_run("mkdir p/1/2/3/4/5/6/7/8/9"), 0);
	refused("p/1/2/3/4/5/6/7/8/9: folders more than 8 deep");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped),
		cmocka_unit_test_setup_teardown(test_read, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_fault, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_hostile, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests_name("test_packdir", tests, NULL, NULL);
}

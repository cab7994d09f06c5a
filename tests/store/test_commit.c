/* SPDX-License-Identifier: MIT */
/* Commits and trees as bytes: what was made comes back, and nothing else is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/checkpoint.h"
#include "store/commit.h"
#include "store/pack_text.h"
#include "store/tree.h"

#define OID "0123456789abcdef0123456789abcdef01234567"
#define HEAD "tree " OID "\nparent " OID "\n"
#define AUTHOR "author 王 <clerk@gongkai> 1767574800 +0800\n"
#define COMMITTER "committer 王 <clerk@gongkai> 1767574800 +0800\n"
#define SIGNED "gpgsig -----BEGIN\n abc\n -----END\n"

static void a_commit_comes_back(void **state)
{
	static const char text[] = HEAD AUTHOR COMMITTER SIGNED "\nsubject\n\nKey: value\n";
	struct commit commit;
	struct err err = {0};
	char *id;

	(void)state;
	assert_true(commit_parse(&commit, text, sizeof(text) - 1, &err));
	assert_int_equal(commit.parents.n, 1);
	assert_int_equal(commit.authored.time, 1767574800);
	assert_int_equal(commit.authored.offset, 480);
	assert_string_equal(commit.signature, "-----BEGIN\nabc\n-----END");
	assert_string_equal(commit.payload, HEAD AUTHOR COMMITTER "\nsubject\n\nKey: value\n");
	assert_string_equal(commit.message, "subject\n\nKey: value\n");
	id = commit_identity_id(commit.author);
	assert_string_equal(id, "clerk");
	free(id);
	commit_release(&commit);
}

static void another_form_is_no_commit(void **state)
{
	static const char *const cases[] = {
		"",
		"tree " OID,
		"tree 0123\n" AUTHOR COMMITTER "\nx",
		"tree 0123456789ABCDEF0123456789abcdef01234567\n" AUTHOR COMMITTER "\nx",
		HEAD COMMITTER AUTHOR "\nx",
		HEAD AUTHOR COMMITTER "encoding GBK\n\nx",
		HEAD AUTHOR COMMITTER "mergetag x\n\nx",
		HEAD AUTHOR COMMITTER SIGNED SIGNED "\nx",
		HEAD AUTHOR AUTHOR COMMITTER "\nx",
		HEAD AUTHOR COMMITTER,
		HEAD AUTHOR COMMITTER "gpgsig",
		HEAD "author 王 1767574800 +0800\n" COMMITTER "\nx",
		HEAD "author 王 <clerk@gongkai> 1767574800 0800\n" COMMITTER "\nx",
		HEAD "author 王 <clerk@gongkai> 1767574800 +0860\n" COMMITTER "\nx",
		HEAD "author 王 <clerk@gongkai> 01767574800 +0800\n" COMMITTER "\nx",
		HEAD "author 王 <clerk@gongkai> 99999999999999999999 +0800\n" COMMITTER "\nx",
		HEAD "author 王 <clerk@gongkai>  1767574800 +0800\n" COMMITTER "\nx",
	};
	static const char zero[] = HEAD AUTHOR COMMITTER "\nx\0y";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct commit commit;
		struct err err = {0};

		if (commit_parse(&commit, cases[i], strlen(cases[i]), &err))
			fail_msg("taken: %s", cases[i]);
		assert_int_equal(err.code, ERR_INPUT);
		assert_null(commit.message);
	}
	struct commit commit;
	struct err err = {0};

	assert_false(commit_parse(&commit, zero, sizeof(zero) - 1, &err));
}

static void a_name_cannot_break_a_header(void **state)
{
	static const struct {
		const char *name, *expected;
	} cases[] = {
		{"王拟", "王拟 <x@gongkai>"},
		{"a <b@c> 1 +0000\nparent", "a b@c 1 +0000parent <x@gongkai>"},
		{"\n\t", "x <x@gongkai>"},
		{NULL, "x <x@gongkai>"},
		{"　", "x <x@gongkai>"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *identity = commit_identity(cases[i].name, "x");

		assert_string_equal(identity, cases[i].expected);
		free(identity);
	}
	assert_null(commit_identity_id("x <x@elsewhere>"));
	assert_null(commit_identity_id("x"));
	assert_null(commit_identity_id("x <@gongkai>"));
}

#define RAW "aaaaaaaaaaaaaaaaaaaa"

static void trees_are_read_strictly(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		bool ok;
	} cases[] = {
#define CASE(text, ok) {text, sizeof(text) - 1, ok}
		CASE("", true),
		CASE("100644 record\0" RAW, true),
		CASE("40000 pack\0" RAW "100644 record\0" RAW, true),
		CASE("100644 a.b\0" RAW "40000 a\0" RAW, true), /* as `a/` */
		CASE("40000 a\0" RAW "100644 a.b\0" RAW, false),
		CASE("100644 record\0" RAW "100644 record\0" RAW, false),
		CASE("100755 record\0" RAW, false),
		CASE("120000 record\0" RAW, false),
		CASE("160000 record\0" RAW, false),
		CASE("040000 pack\0" RAW, false),
		CASE("100644 \0" RAW, false),
		CASE("100644 a/b\0" RAW, false),
		CASE("100644 record\0aaaaaaaaaaaaaaaaaaa", false),
		CASE("100644 record", false),
		CASE("4", false),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tree tree;
		struct err err = {0};

		if (tree_parse(&tree, cases[i].bytes, cases[i].len, &err) != cases[i].ok)
			fail_msg("case %zu: %s", i, err.text);
		tree_release(&tree);
	}
}

static void papers_have_a_place(void **state)
{
	static const struct {
		const char *id, *path;
	} cases[] = {
		{"zfb-2026-0001", "zfb/2026/00/zfb-2026-0001"},
		{"zfb-2026-99", "zfb/2026/00/zfb-2026-99"},
		{"zfb-2026-100", "zfb/2026/01/zfb-2026-100"},
		{"a-b-2026-123456", "a-b/2026/1234/a-b-2026-123456"},
		{"strange", "other/strange"},
		{"x-y", "other/x-y"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *path = checkpoint_path(cases[i].id);

		assert_string_equal(path, cases[i].path);
		free(path);
	}
}

static void a_checkpoint_comes_back(void **state)
{
	struct checkpoint is = {.documents = 3, .sequence = 17, .ledger = OID}, back;
	struct err err = {0};
	char *message;

	(void)state;
	memset(is.sha256, 'e', HASH_HEX);
	message = checkpoint_message(&is);
	assert_true(checkpoint_parse(message, &back, &err));
	assert_int_equal(back.sequence, 17);
	assert_int_equal(back.documents, 3);
	assert_string_equal(back.sha256, is.sha256);
	message[strlen("checkpoint: ")] = '0';
	assert_true(checkpoint_parse(message, &back, &err)); /* a number of its own */
	message[strlen("checkpoint: ")] = 'x';
	assert_false(checkpoint_parse(message, &back, &err));
	assert_false(checkpoint_parse("", &back, &err));
	assert_false(checkpoint_parse("checkpoint: 1\n\nLedger: x\n", &back, &err));
	free(message);
}

static void a_pack_travels_as_one_text(void **state)
{
	struct pack_files files = {0}, back = {0};
	struct str text = {0};
	struct err err = {0};

	(void)state;
	pack_files_add(&files, "law/a b.txt", "one\n\ntwo 3\n", 11);
	pack_files_add(&files, "pack.ini", "", 0);
	pack_files_digest(&files, &text);
	assert_true(pack_text_parse(text.buf, text.len, &back, &err));
	assert_int_equal(back.n, 2);
	assert_string_equal(back.v[0].path, "law/a b.txt");
	assert_string_equal(back.v[0].text, "one\n\ntwo 3\n");
	pack_files_release(&back);
	for (size_t n = 0; n < text.len; n++) {
		bool ok = pack_text_parse(text.buf, n, &back, &err);

		if (ok) /* cut between two files */
			assert_int_equal(back.n, 1);
		pack_files_release(&back);
	}
	pack_files_release(&files);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_commit_comes_back),
		cmocka_unit_test(another_form_is_no_commit),
		cmocka_unit_test(a_name_cannot_break_a_header),
		cmocka_unit_test(trees_are_read_strictly),
		cmocka_unit_test(papers_have_a_place),
		cmocka_unit_test(a_checkpoint_comes_back),
		cmocka_unit_test(a_pack_travels_as_one_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

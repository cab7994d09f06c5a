/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "store/hash.h"
#include "tests/store/scratch.h"

static const struct {
	const char *text, *hex;
} known[] = {
	{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void known_answers(void **state)
{
	char hex[HASH_HEX + 1];
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		hash_hex(known[i].text, strlen(known[i].text), hex);
		assert_string_equal(hex, known[i].hex);
		scratch_write("text", known[i].text, strlen(known[i].text));
		memset(hex, 'x', sizeof(hex));
		assert_true(hash_file("text", hex, &err));
		assert_string_equal(hex, known[i].hex);
	}
}

static void piece_by_piece_is_the_same(void **state)
{
	char whole[HASH_HEX + 1], pieces[HASH_HEX + 1];
	unsigned char bytes[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7);
	hash_hex(bytes, sizeof(bytes), whole);
	for (size_t step = 1; step < 200; step += 13) {
		struct hash *hash = hash_new();

		for (size_t i = 0; i < sizeof(bytes); i += step)
			hash_add(hash, bytes + i,
				sizeof(bytes) - i < step ? sizeof(bytes) - i : step);
		hash_end(hash, pieces);
		hash_free(hash);
		assert_string_equal(pieces, whole);
	}
}

static void a_large_file_is_what_sha256sum_says(void **state)
{
	char hex[HASH_HEX + 1];
	struct err err = {0};
	char *said;

	(void)state;
	assert_int_equal(scratch_run("head -c 1000003 /dev/urandom >large"), 0);
	assert_int_equal(scratch_run("sha256sum large"), 0);
	said = scratch_read("out");
	assert_true(hash_file("large", hex, &err));
	assert_memory_equal(hex, said, HASH_HEX);
	free(said);
}

static void what_is_no_file_is_refused(void **state)
{
	char hex[HASH_HEX + 1];
	struct err err = {0};

	(void)state;
	assert_false(hash_file("absent", hex, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "'absent'"));
	assert_false(hash_file("/", hex, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_false(hash_file("fifo", hex, &err));
	assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_answers),
		cmocka_unit_test(piece_by_piece_is_the_same),
		cmocka_unit_test(a_large_file_is_what_sha256sum_says),
		cmocka_unit_test(what_is_no_file_is_refused),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}

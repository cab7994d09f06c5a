/* SPDX-License-Identifier: MIT */
/* Signed notes: against a note and keys that are published, against stock openssl, and every form
 * that is not the one form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/base64.h"
#include "store/note.h"
#include "tests/store/scratch.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define DASH "\xe2\x80\x94 "
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define TEXT "example.com/log\n20852163\n" ROOT "\n"

struct pen {
	struct key *secret;
	struct note_key key;
};

static void take_pen(struct pen *pen, const char *name, enum note_use use)
{
	struct err err;

	assert_non_null(pen->secret = key_generate(&err));
	assert_true(note_key_make(&pen->key, name, use, key_public(pen->secret), &err));
}

static void put_pen(struct pen *pen)
{
	key_free(pen->secret);
	note_key_release(&pen->key);
}

/* The key that Go's notes are explained with: its id follows from name, use and key. */
static void a_published_key(void **state)
{
	static const char line[] =
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
	struct note_key key;
	struct err err;
	char *again;

	(void)state;
	assert_true(note_key_parse(&key, line, &err));
	assert_int_equal(key.id, 0xc74f20a3);
	assert_string_equal(key.name, "PeterNeumann");
	again = note_key_line(&key);
	assert_string_equal(again, line);
	free(again);
	note_key_release(&key);
}

/* And the note that it signed. */
static void a_published_note(void **state)
{
	static const char text[] =
		"If you think cryptography is the answer to your problem,\n"
		"then you don't know what your problem is.\n"
		"\n" DASH "PeterNeumann "
		"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
		"KvqfqdngotpRZb6KE6RyyBwJnAM=\n";
	struct note_key key;
	struct note note;
	struct err err;

	(void)state;
	assert_true(note_key_parse(&key,
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n", &err));
	assert_true(note_parse(&note, text, strlen(text), &err));
	assert_int_equal(note_check(&note, &key, NULL), NOTE_SIGNED);
	note.text[0] = 'i';
	assert_int_equal(note_check(&note, &key, NULL), NOTE_FORGED);
	note_release(&note);
	note_key_release(&key);
}

static void it_comes_back(void **state)
{
	struct pen log = {0}, witness = {0};
	struct note note = {.text = xstrdup(TEXT)}, back;
	struct str out = {0}, again = {0};
	struct err err;
	int64_t time = 0;

	(void)state;
	take_pen(&log, "example.com/log", NOTE_LOG);
	take_pen(&witness, "w1", NOTE_WITNESS);
	assert_int_equal(note_check(&note, &log.key, NULL), NOTE_UNSIGNED);
	assert_true(note_sign(&note, &log.key, log.secret, 0, &err));
	assert_true(note_sign(&note, &witness.key, witness.secret, 1679315147, &err));
	assert_true(note_sign(&note, &witness.key, witness.secret, INT64_C(1) << 40, &err));
	note_print(&note, &out);
	assert_true(note_parse(&back, str_get(&out), out.len, &err));
	note_print(&back, &again);
	assert_string_equal(str_get(&again), str_get(&out));
	assert_int_equal(back.n, 3);
	assert_int_equal(note_check(&back, &log.key, NULL), NOTE_SIGNED);
	assert_int_equal(note_check(&back, &witness.key, &time), NOTE_SIGNED);
	assert_true(time == INT64_C(1) << 40);
	note_keep(&back, &log.key, NULL);
	assert_int_equal(back.n, 1);
	assert_int_equal(note_check(&back, &witness.key, NULL), NOTE_UNSIGNED);
	note_release(&note);
	note_release(&back);
	str_release(&out);
	str_release(&again);
	put_pen(&log);
	put_pen(&witness);
}

/* One of the key's that is not good spoils the good one; so does another's time. */
static void forgeries(void **state)
{
	struct pen witness = {0}, other = {0};
	struct note note = {.text = xstrdup(TEXT)};
	struct err err;

	(void)state;
	take_pen(&witness, "w1", NOTE_WITNESS);
	take_pen(&other, "w1", NOTE_WITNESS);
	assert_true(note_sign(&note, &other.key, other.secret, 7, &err));
	assert_int_equal(note_check(&note, &witness.key, NULL), NOTE_UNSIGNED);
	note.v[0].id = witness.key.id;
	assert_int_equal(note_check(&note, &witness.key, NULL), NOTE_FORGED);
	assert_true(note_sign(&note, &witness.key, witness.secret, 7, &err));
	assert_int_equal(note_check(&note, &witness.key, NULL), NOTE_FORGED);
	note.v[0].id = other.key.id;
	assert_int_equal(note_check(&note, &witness.key, NULL), NOTE_SIGNED);
	for (size_t i = 0; i < note.v[1].n; i++) {
		note.v[1].bytes[i] ^= 0x10;
		assert_int_equal(note_check(&note, &witness.key, NULL), NOTE_FORGED);
		note.v[1].bytes[i] ^= 0x10;
	}
	note.v[1].n--;
	assert_int_equal(note_check(&note, &witness.key, NULL), NOTE_FORGED);
	note_release(&note);
	put_pen(&witness);
	put_pen(&other);
}

static void no_notes(void **state)
{
	static const char *const bad[] = {"", "\n", "\n\n", "text\n", "text\n\n", TEXT, TEXT "\n",
		TEXT "\n\n", TEXT "\nx\n", TEXT "\n" DASH "\n", TEXT "\n" DASH "name\n",
		TEXT "\n" DASH "name \n", TEXT "\n" DASH " AAAAAAAA\n",
		TEXT "\n" DASH "na+me AAAAAAAA\n", TEXT "\n" DASH "na\xc2\xa0me AAAAAAAA\n",
		TEXT "\n" DASH "na\xe3\x80\x80me AAAAAAAA\n", TEXT "\n" DASH "name AAAA\n",
		TEXT "\n" DASH "name AAAAAAA\n", TEXT "\n" DASH "name AAAAAAAA",
		TEXT "\n" DASH "name AAAAAAAA \n", TEXT "\n" DASH "name  AAAAAAAA\n",
		TEXT "\n- name AAAAAAAA\n", TEXT "\n" DASH "name AAAAAAAA\nx\n",
		TEXT "\n" DASH "name AAAAAAAA\r\n", "te\txt\n\n" DASH "name AAAAAAAA\n",
		"te\xffxt\n\n" DASH "name AAAAAAAA\n", TEXT DASH "name AAAAAAAA\n"};
	static const char nul[] = "te\0xt\n\n" DASH "name AAAAAAAA\n";
	struct note note;
	struct err err;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		if (note_parse(&note, bad[i], strlen(bad[i]), &err))
			fail_msg("taken: %zu: %s", i, bad[i]);
	}
	assert_false(note_parse(&note, nul, sizeof(nul) - 1, &err));
}

static void no_keys(void **state)
{
	static const char *const bad[] = {"", "+", "++", "PeterNeumann", "PeterNeumann+c74f20a3",
		"PeterNeumann+c74f20a3+",
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
		"PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n\n"};
	struct note_key key;
	struct err err;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		if (note_key_parse(&key, bad[i], &err))
			fail_msg("taken: %s", bad[i]);
	}
}

static void heads(void **state)
{
	static const char *const bad[] = {"", "\n", "o\n1\n", "o\n1\nAAAA\n", "o\n01\n" ROOT "\n",
		"o\n-1\n" ROOT "\n", "o\n+1\n" ROOT "\n", "o\n1 \n" ROOT "\n", "o\n\n1\n" ROOT "\n",
		"\no\n1\n" ROOT "\n", "o\n9223372036854775807\n" ROOT "\n",
		"o\n99999999999999999999\n" ROOT "\n", "o\n1\n" ROOT "\n\nx\n", "o\n1\n" ROOT};
	struct note_head head;
	struct err err;
	char *text;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		if (note_head_parse(&head, bad[i], &err))
			fail_msg("taken: %s", bad[i]);
	}
	assert_true(note_head_parse(&head, TEXT "an extension\n", &err));
	assert_int_equal(head.tree.n, 20852163);
	text = note_head_text(&head);
	assert_string_equal(text, TEXT);
	free(text);
	note_head_release(&head);
}

/* What stock openssl must know of a signature: the key in its own form, the bytes, what was signed.
 */
static void for_openssl(const struct pen *pen, const unsigned char *signature, const char *text)
{
	static const unsigned char head[] = {
		0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
	char *line = note_key_line(&pen->key), *bytes;
	size_t n;
	unsigned char *raw = base64_decode(line + strlen(line) - 44, 44, &n);

	bytes = xcalloc(1, sizeof(head) + ED25519_KEY);
	memcpy(bytes, head, sizeof(head));
	memcpy(bytes + sizeof(head), raw + 1, ED25519_KEY);
	scratch_write("key.der", bytes, sizeof(head) + ED25519_KEY);
	scratch_write("signature", signature, ED25519_SIGNATURE);
	scratch_write("text", text, strlen(text));
	free(bytes);
	free(raw);
	free(line);
}

static void openssl_believes_us(void **state)
{
	static const char verify[] = "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der "
				     "-rawin -in text -sigfile signature";
	struct pen log = {0}, witness = {0};
	struct note note = {.text = xstrdup(TEXT)};
	struct err err;

	(void)state;
	take_pen(&log, "example.com/log", NOTE_LOG);
	take_pen(&witness, "w1", NOTE_WITNESS);
	assert_true(note_sign(&note, &log.key, log.secret, 0, &err));
	assert_true(note_sign(&note, &witness.key, witness.secret, 1679315147, &err));
	for_openssl(&log, note.v[0].bytes, TEXT);
	assert_int_equal(scratch_run("%s", verify), 0);
	for_openssl(&witness, note.v[1].bytes + 8, "cosignature/v1\ntime 1679315147\n" TEXT);
	assert_int_equal(scratch_run("%s", verify), 0);
	for_openssl(&witness, note.v[1].bytes + 8, "cosignature/v1\ntime 1679315148\n" TEXT);
	assert_int_not_equal(scratch_run("%s", verify), 0);
	note_release(&note);
	put_pen(&log);
	put_pen(&witness);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_published_key),
		cmocka_unit_test(a_published_note),
		cmocka_unit_test(it_comes_back),
		cmocka_unit_test(forgeries),
		cmocka_unit_test(no_notes),
		cmocka_unit_test(no_keys),
		cmocka_unit_test(heads),
		cmocka_unit_test_setup_teardown(openssl_believes_us, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

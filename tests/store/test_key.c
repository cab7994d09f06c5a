/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "core/str.h"
#include "store/base64.h"
#include "store/key.h"
#include "store/wire.h"
#include "tests/store/scratch.h"

static struct key *generate(void)
{
	struct err err = {0};
	struct key *key = key_generate(&err);

	assert_non_null(key);
	return key;
}

/* Loads a file that must fail, with this code and these words. */
static void refused(const char *path, enum err_code code, const char *words)
{
	struct err err = {0};

	assert_null(key_load(path, &err));
	assert_int_equal(err.code, code);
	assert_non_null(strstr(err.text, words));
	assert_non_null(strstr(err.text, path));
}

static void ssh_keygen_reads_our_file(void **state)
{
	struct key *key = generate();
	char *line = key_public_line(key), *said, print[FINGERPRINT_SIZE];
	struct err err = {0};
	struct stat st;

	(void)state;
	assert_true(key_save(key, "ours", &err));
	assert_int_equal(lstat("ours", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(scratch_run("ssh-keygen -y -P '' -f ours"), 0);
	said = scratch_read("out");
	assert_true(starts_with(said, line));
	assert_true(str_eq(said + strlen(line), "\n"));
	free(said);
	assert_int_equal(scratch_run("ssh-keygen -l -f ours"), 0);
	said = scratch_read("out");
	assert_true(starts_with(said, "256 SHA256:"));
	assert_non_null(strstr(said, public_key_fingerprint(key_public(key), print)));
	assert_int_equal(strlen(print), FINGERPRINT_SIZE - 1);
	free(said);
	free(line);
	key_free(key);
}

static void we_read_what_ssh_keygen_made(void **state)
{
	static const char *const comments[] = {"", "a", "zhang@office", "1234567890123456"};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(comments) / sizeof(comments[0]); i++) {
		struct public_key public;
		struct key *key;
		char *line;

		assert_int_equal(scratch_run("rm -f theirs theirs.pub; "
					     "ssh-keygen -q -t ed25519 -N '' -C '%s' -f theirs",
					 comments[i]),
			0);
		key = key_load("theirs", &err);
		assert_non_null(key);
		line = scratch_read("theirs.pub");
		assert_true(public_key_parse(line, &public, &err));
		assert_true(public_key_eq(&public, key_public(key)));
		free(line);
		key_free(key);
	}
}

static void saved_and_loaded_is_the_same_key(void **state)
{
	struct key *key = generate(), *again;
	unsigned char a[ED25519_SIGNATURE], b[ED25519_SIGNATURE];
	struct err err = {0};
	struct key *other = generate();

	(void)state;
	assert_true(key_save(key, "./same", &err));
	again = key_load("same", &err);
	assert_non_null(again);
	assert_true(public_key_eq(key_public(key), key_public(again)));
	assert_false(public_key_eq(key_public(key), key_public(other)));
	assert_true(key_sign(key, "text", 4, a, &err));
	assert_true(key_sign(again, "text", 4, b, &err));
	assert_memory_equal(a, b, sizeof(a));
	assert_true(public_key_verify(key_public(key), "text", 4, a, &err));
	assert_false(public_key_verify(key_public(key), "Text", 4, a, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_false(public_key_verify(key_public(other), "text", 4, a, &err));
	key_free(key);
	key_free(again);
	key_free(other);
	key_free(NULL);
}

static void saving_never_overwrites(void **state)
{
	struct key *key = generate();
	struct err err = {0};
	char *text;

	(void)state;
	scratch_write("taken", "mine", 4);
	assert_int_equal(symlink("nowhere", "link"), 0);
	assert_false(key_save(key, "taken", &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_non_null(strstr(err.text, "'taken'"));
	text = scratch_read("taken");
	assert_string_equal(text, "mine");
	free(text);
	assert_false(key_save(key, "link", &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_int_not_equal(access("nowhere", F_OK), 0);
	assert_false(key_save(key, "no/such/folder", &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_false(key_save(key, "/dev/full/x", &err));
	assert_false(key_save(key, "./", &err));
	key_free(key);
}

static void the_mask_does_not_matter(void **state)
{
	struct key *key = generate();
	struct err err = {0};
	struct stat st;
	mode_t mask;

	(void)state;
	mask = umask(0777);
	assert_true(key_save(key, "masked", &err));
	umask(mask);
	assert_int_equal(lstat("masked", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	key_free(key);
}

static void files_that_others_can_touch_are_refused(void **state)
{
	static const unsigned bad[] = {0640, 0604, 0620, 0700, 0644, 0666, 04600};
	struct key *key = generate(), *again;
	struct err err = {0};

	(void)state;
	assert_true(key_save(key, "mode", &err));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(chmod("mode", bad[i]), 0);
		refused("mode", ERR_REFUSED, "chmod 600");
	}
	assert_int_equal(chmod("mode", 0400), 0);
	again = key_load("mode", &err);
	assert_non_null(again);
	key_free(again);
	assert_int_equal(symlink("mode", "mode-link"), 0);
	refused("mode-link", ERR_REFUSED, "symbolic link");
	assert_int_equal(mkfifo("mode-fifo", 0600), 0);
	refused("mode-fifo", ERR_INPUT, "not a regular file");
	refused("absent", ERR_NOT_FOUND, "no such file");
	if (geteuid() == 0) {
		assert_int_equal(chown("mode", 65534, 65534), 0);
		refused("mode", ERR_REFUSED, "another user");
	}
	key_free(key);
}

static void other_keys_are_refused_with_the_way_out(void **state)
{
	static const struct {
		const char *make, *words;
	} cases[] = {
		{"ssh-keygen -q -t ed25519 -N secret -f file", "passphrase"},
		{"ssh-keygen -q -t rsa -b 2048 -N '' -f file",
			"'ssh-rsa' signs only out of an ssh-agent"},
		{"ssh-keygen -q -t ecdsa -N '' -f file",
			"'ecdsa-sha2-nistp256' signs only out of an ssh-agent"},
		{"ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f file", "not an OpenSSH private key"},
		{"openssl genpkey -algorithm ed25519 -out file", "not an OpenSSH private key"},
		{"ssh-keygen -q -t ed25519 -N '' -f file; cp file.pub file",
			"not an OpenSSH private"},
		{": >file", "not an OpenSSH private key"},
		{"head -c 20000 /dev/zero >file", "too large"},
		{"head -c 16384 /dev/urandom >file", "not an OpenSSH private key"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(scratch_run("rm -f file file.pub; %s", cases[i].make), 0);
		assert_int_equal(chmod("file", 0600), 0);
		refused("file", ERR_INPUT, cases[i].words);
	}
}

/* Every cut and every flipped bit of a key file ends in a sentence: the two check numbers must
 * agree, and the comment is empty. */
static void a_damaged_file_is_refused(void **state)
{
	static const char label[] = "OPENSSH PRIVATE KEY";
	struct key *key = generate();
	struct err err = {0};
	char *text;
	unsigned char *blob;
	size_t len;

	(void)state;
	assert_true(key_save(key, "whole", &err));
	text = scratch_read("whole");
	for (size_t n = 0; n + 1 < strlen(text); n++) {
		char *cut = xmemdup(text, n);

		err = (struct err){0};
		assert_null(key_parse(cut, n, &err));
		assert_int_equal(err.code, ERR_INPUT);
		free(cut);
	}
	blob = base64_unarmor(label, text, strlen(text), &len);
	assert_non_null(blob);
	for (size_t n = 0; n < len; n++) {
		char *armor = base64_armor(label, blob, n);

		assert_null(key_parse(armor, strlen(armor), &err));
		free(armor);
	}
	for (size_t bit = 0; bit < 8 * len; bit++) {
		char *armor;

		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
		armor = base64_armor(label, blob, len);
		err = (struct err){0};
		assert_null(key_parse(armor, strlen(armor), &err));
		assert_int_equal(err.code, ERR_INPUT);
		free(armor);
		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	free(blob);
	free(text);
	key_free(key);
}

/* A file put together by hand around a good private part: only the exact one is good. */
struct recipe {
	const char *magic, *cipher, *kdf, *options;
	uint32_t count;
	char padding;
	const char *after, *words; /* words: NULL where it is good */
};

static char *cook(const struct recipe *recipe, const struct key *key, struct wire private)
{
	struct str inner = {0}, blob = {0};
	char *armor;

	str_addn(&inner, private.p, private.n);
	for (char pad = 1; pad <= recipe->padding; pad++)
		str_addc(&inner, pad);
	str_addn(&blob, recipe->magic, strlen(recipe->magic) + 1);
	wire_put_text(&blob, recipe->cipher);
	wire_put_text(&blob, recipe->kdf);
	wire_put_text(&blob, recipe->options);
	wire_put_u32(&blob, recipe->count);
	wire_put_string(&blob, key_public(key)->blob, key_public(key)->n);
	wire_put_string(&blob, inner.buf, inner.len);
	str_add(&blob, recipe->after);
	armor = base64_armor("OPENSSH PRIVATE KEY", blob.buf, blob.len);
	str_release(&inner);
	str_release(&blob);
	return armor;
}

static void the_parser_is_strict(void **state)
{
	enum { PADDING = 5, PRIVATE = 136 }; /* of an Ed25519 key without a comment */
	static const char v1[] = "openssh-key-v1", cut[] = "damaged";
	static const struct recipe recipes[] = {
		{v1, "none", "none", "", 1, PADDING, "", NULL},
		{"openssh-key-v2", "none", "none", "", 1, PADDING, "", cut},
		{v1, "none", "bcrypt", "", 1, PADDING, "", cut},
		{v1, "none", "none", "x", 1, PADDING, "", cut},
		{v1, "none", "none", "", 0, PADDING, "", cut},
		{v1, "none", "none", "", 2, PADDING, "", cut},
		{v1, "none", "none", "", 1, PADDING - 1, "", cut},
		{v1, "none", "none", "", 1, 0, "", cut},
		{v1, "none", "none", "", 1, PADDING + 8, "", cut},
		{v1, "none", "none", "", 1, PADDING, "x", cut},
		{v1, "aes256-ctr", "bcrypt", "x", 1, PADDING, "", "passphrase"},
		{v1, "chacha20-poly1305@openssh.com", "bcrypt", "x", 1, PADDING, "tag",
			"passphrase"},
	};
	struct key *key = generate();
	struct err err = {0};
	unsigned char *blob;
	char *file;
	size_t len;

	(void)state;
	assert_true(key_save(key, "strict", &err));
	file = scratch_read("strict");
	blob = base64_unarmor("OPENSSH PRIVATE KEY", file, strlen(file), &len);
	assert_non_null(blob);
	for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++) {
		char *made = cook(
			&recipes[i], key, (struct wire){blob + len - PRIVATE, PRIVATE - PADDING});
		struct key *again = key_parse(made, strlen(made), &err);

		if (recipes[i].words == NULL) {
			assert_non_null(again);
		} else {
			assert_null(again);
			assert_int_equal(err.code, ERR_INPUT);
			assert_non_null(strstr(err.text, recipes[i].words));
		}
		key_free(again);
		free(made);
	}
	free(blob);
	free(file);
	key_free(key);
}

#define ED "AAAAC3NzaC1lZDI1NTE5AAAAI"
#define ED_LINE "ssh-ed25519 " ED "N1IAJR6SfPyMJkHIEH+4d4Fhrvb1S2SDSsoHSfMGgEh"
#define ZERO "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void public_lines(void **state)
{
	static const struct {
		const char *line;
		bool good;
	} cases[] = {
		{ED_LINE, true},
		{ED_LINE "\n", true},
		{ED_LINE "\r\n", true},
		{ED_LINE " zhang of the office\n", true},
		{ED_LINE "\tzhang", true},
		{"ssh-ed25519  " ED "N1IAJR6SfPyMJkHIEH+4d4Fhrvb1S2SDSsoHSfMGgEh", true},
		{ED_LINE " zhang\nssh-rsa AAAA", false},
		{ED_LINE "\n\n", false},
		{ED_LINE "=", false},
		{ED_LINE "AAAA", false},
		{" " ED_LINE, false},
		{"restrict " ED_LINE, false},
		{"ssh-rsa " ED "N1IAJR6SfPyMJkHIEH+4d4Fhrvb1S2SDSsoHSfMGgEh", false},
		{"ssh-dss AAAAB3NzaC1kc3MAAAAA", false},
		{"ssh-ed25519 " ED, false},
		{"ssh-ed25519 " ED "A" ZERO, false}, /* of order 4 */
		{"ssh-ed25519", false},
		{"ssh-ed25519 ", false},
		{"ssh-ed25519 AAAA", false},
		{"", false},
		{"\n", false},
		{"# a comment", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct public_key key;
		struct err err = {0};
		bool good = public_key_parse(cases[i].line, &key, &err);

		if (good != cases[i].good)
			fail_msg("%s", cases[i].line);
		if (good) {
			char *line = public_key_line(&key);

			assert_string_equal(line, ED_LINE);
			assert_true(public_key_can_verify(&key, &err));
			free(line);
		} else {
			assert_int_equal(key.type, KEY_NONE);
			assert_int_equal(key.n, 0);
			assert_int_equal(err.code, ERR_INPUT);
		}
	}
}

static void small_order_keys_are_refused(void **state)
{
	unsigned char raw[ED25519_KEY] = {0};

	(void)state;
	for (int first = 0; first < 2; first++) {
		for (int sign = 0; sign < 2; sign++) {
			struct public_key made, read;
			struct err err = {0};

			raw[0] = (unsigned char)first;
			raw[ED25519_KEY - 1] = (unsigned char)(sign * 0x80);
			public_key_from_ed25519(raw, &made);
			assert_false(public_key_read(made.blob, made.n, &read, &err));
			assert_int_equal(err.code, ERR_INPUT);
		}
	}
	for (int first = 0xEC; first <= 0xEE; first++) {
		struct public_key made, read;
		struct err err = {0};

		memset(raw, 0xFF, sizeof(raw));
		raw[0] = (unsigned char)first;
		public_key_from_ed25519(raw, &made);
		assert_false(public_key_read(made.blob, made.n, &read, &err));
		raw[ED25519_KEY - 1] = 0x7F;
		public_key_from_ed25519(raw, &made);
		assert_false(public_key_read(made.blob, made.n, &read, &err));
		raw[5] = 0;
		public_key_from_ed25519(raw, &made);
		assert_true(public_key_read(made.blob, made.n, &read, &err));
	}
}

static void other_types_are_named(void **state)
{
	static const struct {
		const char *make, *type;
	} cases[] = {
		{"rsa -b 2048", "ssh-rsa"},
		{"ecdsa -b 256", "ecdsa-sha2-nistp256"},
		{"ecdsa -b 384", "ecdsa-sha2-nistp384"},
		{"ecdsa -b 521", "ecdsa-sha2-nistp521"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *line, *said, print[FINGERPRINT_SIZE];
		struct public_key key;
		struct err err = {0};

		assert_int_equal(
			scratch_run("rm -f o o.pub; ssh-keygen -q -t %s -N '' -f o", cases[i].make),
			0);
		line = scratch_read("o.pub");
		assert_true(public_key_parse(line, &key, &err));
		assert_string_equal(public_key_type(&key), cases[i].type);
		assert_true(public_key_can_verify(&key, &err));
		assert_int_equal(scratch_run("ssh-keygen -l -f o.pub"), 0);
		said = scratch_read("out");
		assert_non_null(strstr(said, public_key_fingerprint(&key, print)));
		free(said);
		free(line);
	}
}

static void security_keys_are_named(void **state)
{
	static const char *const lines[] = {
		"sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIFo6"
		"dqQvBXEnW6eTyhbxDDzNrFJN8AuWPOnQrCLJzCPFAAAABHNzaDo= me",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct public_key key;
		struct err err = {0};

		assert_true(public_key_parse(lines[i], &key, &err));
		assert_int_equal(key.type, KEY_SK_ED25519);
		assert_true(public_key_can_verify(&key, &err));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ssh_keygen_reads_our_file),
		cmocka_unit_test(we_read_what_ssh_keygen_made),
		cmocka_unit_test(saved_and_loaded_is_the_same_key),
		cmocka_unit_test(saving_never_overwrites),
		cmocka_unit_test(the_mask_does_not_matter),
		cmocka_unit_test(files_that_others_can_touch_are_refused),
		cmocka_unit_test(other_keys_are_refused_with_the_way_out),
		cmocka_unit_test(a_damaged_file_is_refused),
		cmocka_unit_test(the_parser_is_strict),
		cmocka_unit_test(public_lines),
		cmocka_unit_test(small_order_keys_are_refused),
		cmocka_unit_test(other_types_are_named),
		cmocka_unit_test(security_keys_are_named),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}

/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/evp.h>

#include "core/str.h"
#include "store/base64.h"
#include "store/sshsig.h"
#include "store/wire.h"
#include "tests/store/scratch.h"

static const char text[] = "publish zfb-2026-17\n\nand the reason\n";
static const char label[] = "SSH SIGNATURE";
enum { TEXT_LEN = sizeof(text) - 1 };

static struct key *key; /* saved as the file "key" too */

static int setup(void **state)
{
	struct err err = {0};

	if (scratch_enter(state) != 0)
		return -1;
	key = key_generate(&err);
	return key == NULL || !key_save(key, "key", &err);
}

static int teardown(void **state)
{
	key_free(key);
	return scratch_leave(state);
}

static char *sign(const char *namespace, const void *bytes, size_t n)
{
	struct err err = {0};
	char *armor = sshsig_sign(key, namespace, bytes, n, &err);

	assert_non_null(armor);
	return armor;
}

/* Fails unless the armor is refused as input, with no signer and a sentence. */
static void refused(const char *armor, const char *namespace, const char *words)
{
	struct public_key signer;
	struct err err = {0};

	assert_false(sshsig_verify(armor, namespace, text, TEXT_LEN, &signer, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(signer.type, KEY_NONE);
	assert_int_equal(signer.n, 0);
	assert_non_null(strstr(err.text, words));
}

static void we_believe_ourselves(void **state)
{
	char *armor = sign("git", text, TEXT_LEN), *ended = xasprintf("%s\n", armor);
	struct public_key signer;
	struct err err = {0};

	(void)state;
	assert_true(sshsig_verify(armor, "git", text, TEXT_LEN, &signer, &err));
	assert_true(public_key_eq(&signer, key_public(key)));
	assert_true(sshsig_verify(ended, "git", text, TEXT_LEN, &signer, &err));
	refused(armor, "file", "another use");
	refused(armor, "gi", "another use");
	refused(armor, "gitt", "another use");
	assert_false(sshsig_verify(armor, "git", text, TEXT_LEN - 1, &signer, &err));
	assert_false(sshsig_verify(armor, "git", "", 0, &signer, &err));
	assert_string_equal(err.text, "the signature does not fit this text");
	free(armor);
	armor = sign("git", "", 0);
	assert_true(sshsig_verify(armor, "git", "", 0, &signer, &err));
	assert_true(sshsig_verify(armor, "git", NULL, 0, &signer, &err));
	free(ended);
	free(armor);
}

/* Ed25519 signs without chance, so both programs must write the same bytes. */
static void our_signature_is_ssh_keygens_own(void **state)
{
	char *armor = sign("git", text, TEXT_LEN), *theirs;

	(void)state;
	scratch_write("text", text, TEXT_LEN);
	assert_int_equal(scratch_run("ssh-keygen -Y sign -n git -f key <text"), 0);
	theirs = scratch_read("out");
	assert_true(starts_with(theirs, armor));
	assert_true(str_eq(theirs + strlen(armor), "\n"));
	free(theirs);
	free(armor);
}

static void ssh_keygen_believes_us(void **state)
{
	char *armor = sign("git", text, TEXT_LEN), *line = key_public_line(key), *allowed;

	(void)state;
	scratch_write("sig", armor, strlen(armor));
	scratch_write("text", text, TEXT_LEN);
	allowed = xasprintf("zhang@office namespaces=\"git\" %s\n", line);
	scratch_write("allowed", allowed, strlen(allowed));
	assert_int_equal(scratch_run("ssh-keygen -Y check-novalidate -n git -s sig <text"), 0);
	assert_int_equal(
		scratch_run("ssh-keygen -Y verify -f allowed -I zhang@office -n git -s sig <text"),
		0);
	assert_int_not_equal(scratch_run("ssh-keygen -Y check-novalidate -n file -s sig <text"), 0);
	assert_int_not_equal(
		scratch_run("echo >>text; ssh-keygen -Y check-novalidate -n git -s sig <text"), 0);
	free(allowed);
	free(line);
	free(armor);
}

static void we_believe_ssh_keygen(void **state)
{
	static const char *const hashes[] = {"sha512", "sha256"};
	struct err err = {0};

	(void)state;
	scratch_write("text", text, TEXT_LEN);
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		struct public_key signer;
		char *armor;

		assert_int_equal(scratch_run("ssh-keygen -Y sign -O hashalg=%s -n git -f key <text",
					 hashes[i]),
			0);
		armor = scratch_read("out");
		assert_true(sshsig_verify(armor, "git", text, TEXT_LEN, &signer, &err));
		assert_true(public_key_eq(&signer, key_public(key)));
		refused(armor, "file", "another use");
		free(armor);
	}
}

static void other_types_are_believed_too(void **state)
{
	static const char *const kinds[] = {
		"rsa -b 2048", "rsa -b 3072", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521"};

	(void)state;
	scratch_write("text", text, TEXT_LEN);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct public_key signer, expected;
		struct err err = {0};
		char *armor, *line;

		assert_int_equal(scratch_run("rm -f o o.pub; ssh-keygen -q -t %s -N '' -f o && "
					     "ssh-keygen -Y sign -n git -f o <text",
					 kinds[i]),
			0);
		armor = scratch_read("out");
		line = scratch_read("o.pub");
		assert_true(public_key_parse(line, &expected, &err));
		if (!sshsig_verify(armor, "git", text, TEXT_LEN, &signer, &err))
			fail_msg("%s: %s", kinds[i], err.text);
		assert_true(public_key_eq(&signer, &expected));
		assert_false(sshsig_verify(armor, "git", text, TEXT_LEN - 1, &signer, &err));
		assert_non_null(strstr(err.text, "does not fit"));
		free(line);
		free(armor);
	}
}

static void short_rsa_is_not_believed(void **state)
{
	char *armor;

	(void)state;
	scratch_write("text", text, TEXT_LEN);
	assert_int_equal(scratch_run("rm -f o o.pub; ssh-keygen -q -t rsa -b 1024 -N '' -f o && "
				     "ssh-keygen -Y sign -n git -f o <text"),
		0);
	armor = scratch_read("out");
	refused(armor, "git", "1024 bits");
	free(armor);
}

/* A FIDO key is nothing that a test can touch: what it would sign is put together here, signed with
 * a plain key, and stock ssh-keygen is asked whether it is what one makes. */
struct touch {
	unsigned char flags;
	const char *application;
	bool stock, good; /* ssh-keygen asks for no touch, we do */
};

static char *touch(const struct touch *how, struct public_key *as)
{
	const struct public_key *plain = key_public(key);
	unsigned char raw[ED25519_SIGNATURE], digest[64];
	struct str blob = {0}, message = {0}, wrapped = {0}, signature = {0};
	struct err err;
	unsigned n;
	char *armor;

	wire_put_text(&blob, "sk-ssh-ed25519@openssh.com");
	wire_put_string(&blob, plain->blob + plain->n - ED25519_KEY, ED25519_KEY);
	wire_put_text(&blob, "ssh:");
	assert_true(public_key_read(blob.buf, blob.len, as, &err));
	assert_true(sshsig_text("git", text, TEXT_LEN, &message, &err));
	EVP_Digest(how->application, strlen(how->application), digest, &n, EVP_sha256(), NULL);
	str_addn(&wrapped, digest, n);
	str_addc(&wrapped, (char)how->flags);
	wire_put_u32(&wrapped, 7);
	EVP_Digest(message.buf, message.len, digest, &n, EVP_sha256(), NULL);
	str_addn(&wrapped, digest, n);
	assert_true(key_sign(key, wrapped.buf, wrapped.len, raw, &err));
	wire_put_text(&signature, "sk-ssh-ed25519@openssh.com");
	wire_put_string(&signature, raw, sizeof(raw));
	str_addc(&signature, (char)how->flags);
	wire_put_u32(&signature, 7);
	armor = sshsig_armor(as, "git", &signature);
	str_release(&blob);
	str_release(&message);
	str_release(&wrapped);
	str_release(&signature);
	return armor;
}

static void fido_keys_must_be_touched(void **state)
{
	static const struct touch cases[] = {
		{1, "ssh:", true, true},
		{5, "ssh:", true, true},
		{0, "ssh:", true, false},
		{1, "web:", false, false},
	};

	(void)state;
	scratch_write("text", text, TEXT_LEN);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct public_key as, signer;
		char *armor = touch(&cases[i], &as), *line = public_key_line(&as);
		char *allowed = xasprintf("me %s\n", line);
		struct err err = {0};

		scratch_write("sig", armor, strlen(armor));
		scratch_write("allowed", allowed, strlen(allowed));
		assert_int_equal(scratch_run("ssh-keygen -Y verify -n git -f allowed -I me "
					     "-s sig <text") == 0,
			cases[i].stock);
		assert_int_equal(
			sshsig_verify(armor, "git", text, TEXT_LEN, &signer, &err), cases[i].good);
		if (cases[i].good)
			assert_true(public_key_eq(&signer, &as));
		free(allowed);
		free(line);
		free(armor);
	}
}

static void every_cut_is_refused(void **state)
{
	char *armor = sign("git", text, TEXT_LEN);
	size_t len;
	unsigned char *blob = base64_unarmor(label, armor, strlen(armor), &len);

	(void)state;
	assert_non_null(blob);
	for (size_t n = 0; n < len; n++) {
		char *cut = base64_armor(label, blob, n);

		refused(cut, "git", "signature");
		free(cut);
	}
	for (size_t n = 0; n < strlen(armor); n++) {
		char *cut = xstrndup(armor, n);

		refused(cut, "git", "not an SSH signature");
		free(cut);
	}
	free(blob);
	free(armor);
}

static void every_flipped_bit_is_refused(void **state)
{
	char *armor = sign("git", text, TEXT_LEN);
	size_t len;
	unsigned char *blob = base64_unarmor(label, armor, strlen(armor), &len);

	(void)state;
	assert_non_null(blob);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		char *bad;

		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
		bad = base64_armor(label, blob, len);
		refused(bad, "git", "");
		free(bad);
		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t bit = 0; bit < 8 * strlen(armor); bit++) {
		armor[bit / 8] = (char)(armor[bit / 8] ^ (1 << bit % 8));
		refused(armor, "git", "");
		armor[bit / 8] = (char)(armor[bit / 8] ^ (1 << bit % 8));
	}
	free(blob);
	free(armor);
}

/* A blob put together by hand: only the whole and exact one is good. */
struct recipe {
	const char *magic;
	uint32_t version;
	const char *namespace, *reserved, *hash, *type;
	size_t signature; /* bytes of it */
	const char *inside, *after; /* what follows in the signature's string, and after it */
	const char *words; /* NULL where it is good */
};

static char *cook(const struct recipe *recipe, const unsigned char *raw)
{
	struct str blob = {0}, signature = {0};
	char *armor;

	wire_put_text(&signature, recipe->type);
	wire_put_string(&signature, raw, recipe->signature);
	str_add(&signature, recipe->inside);
	str_add(&blob, recipe->magic);
	wire_put_u32(&blob, recipe->version);
	wire_put_string(&blob, key_public(key)->blob, key_public(key)->n);
	wire_put_text(&blob, recipe->namespace);
	wire_put_text(&blob, recipe->reserved);
	wire_put_text(&blob, recipe->hash);
	wire_put_string(&blob, signature.buf, signature.len);
	str_add(&blob, recipe->after);
	armor = base64_armor(label, blob.buf, blob.len);
	str_release(&signature);
	str_release(&blob);
	return armor;
}

static void the_parser_is_strict(void **state)
{
	static const char ed[] = "ssh-ed25519";
	static const struct recipe recipes[] = {
		{"SSHSIG", 1, "git", "", "sha512", ed, 64, "", "", NULL},
		{"SSHSIg", 1, "git", "", "sha512", ed, 64, "", "", "damaged"},
		{"SSHSIG", 0, "git", "", "sha512", ed, 64, "", "", "version"},
		{"SSHSIG", 2, "git", "", "sha512", ed, 64, "", "", "version"},
		{"SSHSIG", 1, "", "", "sha512", ed, 64, "", "", "another use"},
		{"SSHSIG", 1, "git", "x", "sha512", ed, 64, "", "", "damaged"},
		{"SSHSIG", 1, "git", "", "sha1", ed, 64, "", "", "hash"},
		{"SSHSIG", 1, "git", "", "", ed, 64, "", "", "hash"},
		{"SSHSIG", 1, "git", "", "SHA512", ed, 64, "", "", "hash"},
		{"SSHSIG", 1, "git", "", "sha256", ed, 64, "", "", "does not fit"},
		{"SSHSIG", 1, "git", "", "sha512", "ssh-rsa", 64, "", "", "damaged"},
		{"SSHSIG", 1, "git", "", "sha512", ed, 63, "", "", "damaged"},
		{"SSHSIG", 1, "git", "", "sha512", ed, 0, "", "", "damaged"},
		{"SSHSIG", 1, "git", "", "sha512", ed, 64, "x", "", "damaged"},
		{"SSHSIG", 1, "git", "", "sha512", ed, 64, "", "x", "damaged"},
	};
	char *armor = sign("git", text, TEXT_LEN);
	size_t len;
	unsigned char *blob = base64_unarmor(label, armor, strlen(armor), &len);

	(void)state;
	assert_non_null(blob);
	for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++) {
		char *made = cook(&recipes[i], blob + len - ED25519_SIGNATURE);
		struct public_key signer;
		struct err err = {0};

		if (recipes[i].words == NULL)
			assert_true(sshsig_verify(made, "git", text, TEXT_LEN, &signer, &err));
		else
			refused(made, "git", recipes[i].words);
		free(made);
	}
	free(blob);
	free(armor);
}

/* The order of the group, added to the second half of a signature, leaves it good for a careless
 * verifier: one decision would have two ids. */
static void a_signature_has_one_form(void **state)
{
	static const unsigned char order[ED25519_KEY] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12,
		0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
	char *armor = sign("git", text, TEXT_LEN), *bad;
	size_t len;
	unsigned char *blob = base64_unarmor(label, armor, strlen(armor), &len);
	unsigned carry = 0;

	(void)state;
	assert_non_null(blob);
	for (size_t i = 0; i < sizeof(order); i++) {
		carry += (unsigned)blob[len - sizeof(order) + i] + order[i];
		blob[len - sizeof(order) + i] = (unsigned char)carry;
		carry >>= 8;
	}
	bad = base64_armor(label, blob, len);
	refused(bad, "git", "does not fit");
	free(bad);
	free(blob);
	free(armor);
}

/* The armor as git wants it in a commit: continuation lines begin with one space. */
static char *signed_commit(const char *head, const char *message)
{
	char *payload = xasprintf("%s\n%s", head, message);
	char *armor = sign("git", payload, strlen(payload));
	struct str commit = {0};

	str_addf(&commit, "%sgpgsig ", head);
	for (const char *c = armor; *c != '\0'; c++) {
		str_addc(&commit, *c);
		if (*c == '\n')
			str_addc(&commit, ' ');
	}
	str_addf(&commit, "\n\n%s", message);
	free(armor);
	free(payload);
	return str_detach(&commit);
}

static void git_believes_a_commit(void **state)
{
	static const char head[] = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
				   "author zhang <zhang@office> 1772000000 +0800\n"
				   "committer site <site@office> 1772000000 +0800\n";
	char *commit = signed_commit(head, "publish zfb-2026-17\n\nAction: publish\n");
	char *line = key_public_line(key), *allowed, *said, *at;

	(void)state;
	allowed = xasprintf("zhang@office namespaces=\"git\" %s\n", line);
	scratch_write("allowed", allowed, strlen(allowed));
	scratch_write("commit", commit, strlen(commit));
	assert_int_equal(
		scratch_run(
			"git init -q repo && cd repo && "
			"git config gpg.ssh.allowedSignersFile ../allowed && "
			"git hash-object -t tree -w /dev/null && "
			"git update-ref refs/heads/good $(git hash-object -t commit -w ../commit) "
			"&& git fsck --strict"),
		0);
	assert_int_equal(scratch_run("git -C repo verify-commit good"), 0);
	said = scratch_read("err");
	assert_non_null(strstr(said, "Good \"git\" signature for zhang@office"));
	free(said);
	assert_int_equal(scratch_run("git -C repo log -1 --format='%%G? %%GS %%s' good"), 0);
	said = scratch_read("out");
	assert_string_equal(said, "G zhang@office publish zfb-2026-17\n");
	free(said);
	at = strstr(commit, "Action: publish");
	assert_non_null(at);
	at[0] = 'a';
	scratch_write("commit", commit, strlen(commit));
	assert_int_equal(scratch_run("cd repo && git update-ref refs/heads/bad "
				     "$(git hash-object -t commit -w ../commit)"),
		0);
	assert_int_not_equal(scratch_run("git -C repo verify-commit bad"), 0);
	free(allowed);
	free(line);
	free(commit);
}

/* What git signed with our key file, taken out of its commit, is good here too. */
static void we_believe_gits_commit(void **state)
{
	struct public_key signer;
	struct str payload = {0}, armor = {0};
	struct err err = {0};
	char *commit, *line, *next;
	bool in_signature = false, in_head = true;

	(void)state;
	assert_int_equal(
		scratch_run("git init -q theirs && cd theirs && "
			    "git -c user.name=z -c user.email=z@o -c gpg.format=ssh "
			    "-c user.signingKey=../key commit -q -S --allow-empty -m theirs && "
			    "git cat-file commit HEAD >../commit"),
		0);
	commit = scratch_read("commit");
	for (line = commit; *line != '\0'; line = next) {
		size_t n = strcspn(line, "\n") + 1;

		next = line + n;
		in_head = in_head && *line != '\n';
		if (in_head && starts_with(line, "gpgsig "))
			in_signature = true;
		else if (*line != ' ')
			in_signature = false;
		if (in_head && in_signature)
			str_addn(&armor, strchr(line, ' ') + 1,
				n - 1 - (size_t)(strchr(line, ' ') - line));
		else
			str_addn(&payload, line, n);
	}
	assert_true(sshsig_verify(str_get(&armor), "git", payload.buf, payload.len, &signer, &err));
	assert_true(public_key_eq(&signer, key_public(key)));
	str_release(&payload);
	str_release(&armor);
	free(commit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(we_believe_ourselves),
		cmocka_unit_test(our_signature_is_ssh_keygens_own),
		cmocka_unit_test(ssh_keygen_believes_us),
		cmocka_unit_test(we_believe_ssh_keygen),
		cmocka_unit_test(other_types_are_believed_too),
		cmocka_unit_test(short_rsa_is_not_believed),
		cmocka_unit_test(fido_keys_must_be_touched),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(every_flipped_bit_is_refused),
		cmocka_unit_test(the_parser_is_strict),
		cmocka_unit_test(a_signature_has_one_form),
		cmocka_unit_test(git_believes_a_commit),
		cmocka_unit_test(we_believe_gits_commit),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

/* SPDX-License-Identifier: MIT */
#include "store/public_key.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "core/i18n.h"
#include "core/keys.h"
#include "core/mem.h"
#include "store/base64.h"
#include "store/hash.h"
#include "store/wire.h"

/* What the blob of each type holds after its name. */
static const struct {
	const char *name;
	int strings;
} types[KEY_TYPE_COUNT] = {
	[KEY_NONE] = {"", 0},
	[KEY_ED25519] = {"ssh-ed25519", 1},
	[KEY_RSA] = {"ssh-rsa", 2},
	[KEY_ECDSA_P256] = {"ecdsa-sha2-nistp256", 2},
	[KEY_ECDSA_P384] = {"ecdsa-sha2-nistp384", 2},
	[KEY_ECDSA_P521] = {"ecdsa-sha2-nistp521", 2},
	[KEY_SK_ED25519] = {"sk-ssh-ed25519@openssh.com", 2},
	[KEY_SK_ECDSA] = {"sk-ecdsa-sha2-nistp256@openssh.com", 3},
};

/* The points of order 8 and less, but for the sign bit: with one of these as a key, a signature of
 * one text is good for others too. No honest program makes one. */
static const unsigned char small_order[][ED25519_KEY] = {
	{0},
	{1},
	{0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
		0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d,
		0x53, 0xfc, 0x05},
	{0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
		0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92,
		0xac, 0x03, 0x7a},
	{0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0x7f},
	{0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0x7f},
	{0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0x7f},
};

static enum key_type type_of(struct wire name)
{
	for (enum key_type type = KEY_ED25519; type < KEY_TYPE_COUNT; type++) {
		if (wire_is(name, types[type].name))
			return type;
	}
	return KEY_NONE;
}

static bool is_small_order(const unsigned char *raw)
{
	const size_t last = ED25519_KEY - 1;

	for (size_t i = 0; i < sizeof(small_order) / sizeof(small_order[0]); i++) {
		if (memcmp(raw, small_order[i], last) == 0 &&
			(raw[last] & 0x7F) == small_order[i][last])
			return true;
	}
	return false;
}

/* Whether the rest of a blob is what its type promises. */
static bool is_body(enum key_type type, struct wire rest)
{
	struct wire string = {0};

	for (int i = 0; i < types[type].strings; i++) {
		if (!wire_string(&rest, &string) || string.n == 0)
			return false;
	}
	return rest.n == 0 &&
	       (type != KEY_ED25519 || (string.n == ED25519_KEY && !is_small_order(string.p)));
}

bool public_key_read(const void *blob, size_t n, struct public_key *key, struct err *err)
{
	struct wire rest = {blob, n}, name;
	enum key_type type;

	*key = (struct public_key){0};
	if (n > KEY_BLOB_MAX || !wire_string(&rest, &name))
		return err_set(err, ERR_INPUT, _("the public key is damaged"));
	type = type_of(name);
	if (type == KEY_NONE)
		return err_set(err, ERR_INPUT,
			_("the public key is of a type that is not known here: "
			  "make one with 'ssh-keygen -t ed25519'"));
	if (!is_body(type, rest))
		return err_set(err, ERR_INPUT, _("the public key is damaged"));
	key->type = type;
	key->n = n;
	memcpy(key->blob, blob, n);
	return true;
}

bool public_key_parse(const char *line, struct public_key *key, struct err *err)
{
	size_t len = strcspn(line, "\r\n"), name, n;
	const char *text;
	unsigned char *blob;
	bool ok;

	*key = (struct public_key){0};
	ok = str_eq(line + len, "") || str_eq(line + len, "\n") || str_eq(line + len, "\r\n");
	name = strcspn(line, " \t");
	text = line + name + strspn(line + name, " \t");
	blob = base64_decode(text, strcspn(text, " \t\r\n"), &n);
	if (!ok || name == 0 || blob == NULL) {
		free(blob);
		return err_set(err, ERR_INPUT,
			_("this is not a public key: "
			  "expected one line such as 'ssh-ed25519 AAAA... name'"));
	}
	ok = public_key_read(blob, n, key, err);
	free(blob);
	if (ok &&
		!wire_is((struct wire){(const unsigned char *)line, name}, types[key->type].name)) {
		*key = (struct public_key){0};
		return err_set(
			err, ERR_INPUT, _("the public key is not of the type that its line says"));
	}
	return ok;
}

void public_key_from_ed25519(const unsigned char raw[ED25519_KEY], struct public_key *key)
{
	struct str blob = {0};

	wire_put_text(&blob, types[KEY_ED25519].name);
	wire_put_string(&blob, raw, ED25519_KEY);
	*key = (struct public_key){.type = KEY_ED25519, .n = blob.len};
	memcpy(key->blob, blob.buf, blob.len);
	str_release(&blob);
}

bool public_key_eq(const struct public_key *a, const struct public_key *b)
{
	return a->type == b->type && a->n == b->n && memcmp(a->blob, b->blob, a->n) == 0;
}

const char *public_key_type(const struct public_key *key)
{
	return types[key->type].name;
}

char *public_key_line(const struct public_key *key)
{
	char *text = base64_encode(key->blob, key->n);
	char *line = xasprintf("%s %s", public_key_type(key), text);

	free(text);
	return line;
}

const char *public_key_fingerprint(const struct public_key *key, char buf[FINGERPRINT_SIZE])
{
	unsigned char digest[HASH_BYTES];
	char *text;

	hash_bytes(key->blob, key->n, digest);
	text = base64_encode(digest, sizeof(digest));
	text[strcspn(text, "=")] = '\0';
	(void)snprintf(buf, FINGERPRINT_SIZE, "SHA256:%s", text);
	free(text);
	return buf;
}

bool key_print(const char *line, char print[KEY_PRINT_SIZE], struct err *err)
{
	struct public_key key;
	char *again;
	bool ok;

	if (!public_key_parse(line, &key, err) || !public_key_can_verify(&key, err))
		return false;
	again = public_key_line(&key);
	ok = strcmp(again, line) == 0;
	free(again);
	public_key_fingerprint(&key, print);
	return ok ||
	       err_set(err, ERR_INPUT, _("the public key's line has more in it than the key"));
}

/* The bits of an RSA key, whose second number is the modulus. */
static size_t rsa_bits(const struct public_key *key)
{
	struct wire rest = {key->blob, key->n}, part = {0};

	for (int i = 0; i < 3; i++)
		(void)wire_string(&rest, &part); /* public_key_read has seen them */
	while (part.n > 0 && *part.p == 0)
		part = (struct wire){part.p + 1, part.n - 1};
	if (part.n == 0)
		return 0;
	return part.n * 8 - (size_t)(__builtin_clz(*part.p) - 24);
}

bool public_key_can_verify(const struct public_key *key, struct err *err)
{
	if (key->type == KEY_RSA && rsa_bits(key) < RSA_BITS_MIN)
		return err_set(err, ERR_INPUT,
			_("an RSA key of %zu bits is too short: make a key with "
			  "'ssh-keygen -t ed25519'"),
			rsa_bits(key));
	return key->type != KEY_NONE ||
	       err_set(err, ERR_INPUT, _("there is no key: make one with 'ssh-keygen -t ed25519'"));
}

bool public_key_verify(const struct public_key *key, const void *bytes, size_t n,
	const unsigned char signature[ED25519_SIGNATURE], struct err *err)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY *pkey;
	bool ok;

	assert(key->type == KEY_ED25519);
	pkey = EVP_PKEY_new_raw_public_key(
		EVP_PKEY_ED25519, NULL, key->blob + key->n - ED25519_KEY, ED25519_KEY);
	ok = ctx != NULL && pkey != NULL &&
	     EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	     EVP_DigestVerify(ctx, signature, ED25519_SIGNATURE, bytes, n) == 1;
	EVP_PKEY_free(pkey);
	EVP_MD_CTX_free(ctx);
	return ok || err_set(err, ERR_INPUT, _("the signature does not fit this text"));
}

/* SPDX-License-Identifier: MIT */
#include "store/sshsig.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "core/i18n.h"
#include "core/str.h"
#include "store/base64.h"
#include "store/key_check.h"
#include "store/wire.h"

enum { VERSION = 1 };

static const char label[] = "SSH SIGNATURE";
static const char magic[] = {'S', 'S', 'H', 'S', 'I', 'G'};

/* The parts of a signature's blob. */
struct parts {
	struct public_key signer;
	struct wire namespace, hash;
	struct wire signature; /* its type, and what belongs to it */
};

/* What the key really signs: everything that names the use, and the hash of the text. */
static bool put_signed(
	struct str *out, const char *namespace, const char *hash, const void *bytes, size_t n)
{
	const EVP_MD *md = str_eq(hash, "sha512") ? EVP_sha512() : EVP_sha256();
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int len;

	if (EVP_Digest(bytes, n, digest, &len, md, NULL) != 1)
		return false;
	str_addn(out, magic, sizeof(magic));
	wire_put_text(out, namespace);
	wire_put_text(out, "");
	wire_put_text(out, hash);
	wire_put_string(out, digest, len);
	return true;
}

bool sshsig_text(
	const char *namespace, const void *bytes, size_t n, struct str *out, struct err *err)
{
	assert(*namespace != '\0');
	return put_signed(out, namespace, "sha512", bytes, n) ||
	       err_set(err, ERR_IO, _("libcrypto cannot hash"));
}

char *sshsig_armor(
	const struct public_key *signer, const char *namespace, const struct str *signature)
{
	struct str blob = {0};
	char *armor;

	str_addn(&blob, magic, sizeof(magic));
	wire_put_u32(&blob, VERSION);
	wire_put_string(&blob, signer->blob, signer->n);
	wire_put_text(&blob, namespace);
	wire_put_text(&blob, "");
	wire_put_text(&blob, "sha512");
	wire_put_string(&blob, signature->buf, signature->len);
	armor = base64_armor(label, blob.buf, blob.len);
	armor[strlen(armor) - 1] = '\0';
	str_release(&blob);
	return armor;
}

char *sshsig_sign(
	const struct key *key, const char *namespace, const void *bytes, size_t n, struct err *err)
{
	unsigned char raw[ED25519_SIGNATURE];
	struct str text = {0}, signature = {0};
	char *armor = NULL;

	if (sshsig_text(namespace, bytes, n, &text, err) &&
		key_sign(key, text.buf, text.len, raw, err)) {
		wire_put_text(&signature, "ssh-ed25519");
		wire_put_string(&signature, raw, ED25519_SIGNATURE);
		armor = sshsig_armor(key_public(key), namespace, &signature);
	}
	str_release(&signature);
	str_release(&text);
	return armor;
}

static bool damaged(struct err *err)
{
	return err_set(err, ERR_INPUT, _("the signature is damaged"));
}

static bool read_blob(struct wire rest, struct parts *parts, struct err *err)
{
	struct wire signer, reserved;
	uint32_t version;

	if (!wire_literal(&rest, magic, sizeof(magic)) || !wire_u32(&rest, &version))
		return damaged(err);
	if (version != VERSION)
		return err_set(err, ERR_INPUT, _("the signature is of an unknown version"));
	if (!wire_string(&rest, &signer) || !wire_string(&rest, &parts->namespace) ||
		!wire_string(&rest, &reserved) || reserved.n > 0 ||
		!wire_string(&rest, &parts->hash) || !wire_string(&rest, &parts->signature) ||
		rest.n > 0)
		return damaged(err);
	return public_key_read(signer.p, signer.n, &parts->signer, err) &&
	       public_key_can_verify(&parts->signer, err);
}

static bool check(const struct parts *parts, const char *namespace, const void *bytes, size_t n,
	struct err *err)
{
	const char *hash = wire_is(parts->hash, "sha512") ? "sha512" : "sha256";
	struct str text = {0};
	bool ok;

	if (!wire_is(parts->hash, hash))
		return err_set(err, ERR_INPUT, _("the signature uses an unknown hash"));
	if (!wire_is(parts->namespace, namespace))
		return err_set(err, ERR_INPUT,
			_("the signature was made for another use, not for '%s'"), namespace);
	ok = put_signed(&text, namespace, hash, bytes, n)
		     ? key_check(&parts->signer, text.buf, text.len, parts->signature.p,
			       parts->signature.n, err)
		     : err_set(err, ERR_IO, _("libcrypto cannot hash"));
	str_release(&text);
	return ok;
}

bool sshsig_signer(const char *armor, struct public_key *signer, struct err *err)
{
	struct parts parts = {0};
	unsigned char *blob;
	size_t len;
	bool ok;

	*signer = (struct public_key){0};
	blob = base64_unarmor(label, armor, strlen(armor), &len);
	if (blob == NULL)
		return err_set(err, ERR_INPUT, _("this is not an SSH signature"));
	ok = read_blob((struct wire){blob, len}, &parts, err);
	if (ok)
		*signer = parts.signer;
	free(blob);
	return ok;
}

bool sshsig_verify(const char *armor, const char *namespace, const void *bytes, size_t n,
	struct public_key *signer, struct err *err)
{
	struct parts parts = {0};
	unsigned char *blob;
	size_t len;
	bool ok;

	assert(*namespace != '\0');
	*signer = (struct public_key){0};
	blob = base64_unarmor(label, armor, strlen(armor), &len);
	if (blob == NULL)
		return err_set(err, ERR_INPUT, _("this is not an SSH signature"));
	ok = read_blob((struct wire){blob, len}, &parts, err) &&
	     check(&parts, namespace, bytes, n, err);
	if (ok)
		*signer = parts.signer;
	free(blob);
	return ok;
}

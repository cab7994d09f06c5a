/* SPDX-License-Identifier: MIT */
#include "store/key_check.h"

#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "core/i18n.h"
#include "store/wire.h"

enum {
	SK_TAIL = 5, /* behind the signature of a FIDO key: its flags, its counter */
	SK_TOUCHED = 1, /* the flag that says somebody was there */
};

/* A signature taken apart, and the key it must fit. */
struct question {
	struct wire name, key; /* the key's type, and what follows it in its blob */
	struct wire type, raw, tail;
	const unsigned char *bytes;
	size_t n;
};

/* -- Keys of libcrypto ---------------------------------------------------------------------------
 */

static EVP_PKEY *make_key(const char *type, OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *pkey = NULL;

	if (params == NULL || ctx == NULL || EVP_PKEY_fromdata_init(ctx) != 1 ||
		EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
		pkey = NULL;
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

static EVP_PKEY *rsa_key(struct wire blob)
{
	struct wire e, n;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	BIGNUM *be = NULL, *bn = NULL;
	EVP_PKEY *pkey = NULL;

	if (build != NULL && wire_string(&blob, &e) && wire_string(&blob, &n)) {
		be = BN_bin2bn(e.p, (int)e.n, NULL);
		bn = BN_bin2bn(n.p, (int)n.n, NULL);
	}
	if (be != NULL && bn != NULL && BN_num_bits(bn) >= RSA_BITS_MIN &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, bn) == 1 &&
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, be) == 1)
		params = OSSL_PARAM_BLD_to_param(build);
	pkey = make_key("RSA", params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(be);
	BN_free(bn);
	return pkey;
}

static const char *curve_group(struct wire name)
{
	static const struct {
		const char *ssh, *group;
	} curves[] = {{"nistp256", "P-256"}, {"nistp384", "P-384"}, {"nistp521", "P-521"}};

	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		if (wire_is(name, curves[i].ssh))
			return curves[i].group;
	}
	return NULL;
}

static EVP_PKEY *ecdsa_key(struct wire blob, const char *group)
{
	struct wire name, point;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY *pkey;

	if (build != NULL && wire_string(&blob, &name) && wire_string(&blob, &point) &&
		str_eq(curve_group(name), group) &&
		OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1 &&
		OSSL_PARAM_BLD_push_octet_string(
			build, OSSL_PKEY_PARAM_PUB_KEY, point.p, point.n) == 1)
		params = OSSL_PARAM_BLD_to_param(build);
	pkey = make_key("EC", params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	return pkey;
}

static EVP_PKEY *ed25519_key(struct wire blob)
{
	struct wire raw;

	if (!wire_string(&blob, &raw) || raw.n != ED25519_KEY)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, raw.p, raw.n);
}

/* -- Signatures ----------------------------------------------------------------------------------
 */

/* Takes over pkey, which may be NULL. md is NULL for Ed25519, which has its own. */
static bool verify(EVP_PKEY *pkey, const EVP_MD *md, struct wire signature, struct wire text)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = pkey != NULL && ctx != NULL &&
		  EVP_DigestVerifyInit(ctx, NULL, md, NULL, pkey) == 1 &&
		  EVP_DigestVerify(ctx, signature.p, signature.n, text.p, text.n) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return ok;
}

/* In the one form that a positive number has. */
static BIGNUM *read_number(struct wire *rest)
{
	struct wire part;

	if (!wire_string(rest, &part) || part.n == 0 || (part.p[0] & 0x80) != 0 ||
		(part.p[0] == 0 && (part.n == 1 || (part.p[1] & 0x80) == 0)))
		return NULL;
	return BN_bin2bn(part.p, (int)part.n, NULL);
}

/* The two numbers, as libcrypto wants them. */
static bool verify_ecdsa(EVP_PKEY *pkey, const EVP_MD *md, struct wire raw, struct wire text)
{
	ECDSA_SIG *pair = ECDSA_SIG_new();
	unsigned char *der = NULL;
	BIGNUM *r = read_number(&raw), *s = read_number(&raw);
	bool ok = false;
	int len;

	if (pair == NULL || r == NULL || s == NULL || raw.n > 0 ||
		ECDSA_SIG_set0(pair, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		EVP_PKEY_free(pkey);
	} else {
		len = i2d_ECDSA_SIG(pair, &der);
		ok = verify(pkey, md, (struct wire){der, len > 0 ? (size_t)len : 0}, text);
	}
	OPENSSL_free(der);
	ECDSA_SIG_free(pair);
	return ok;
}

static bool check_ed25519(const struct question *q)
{
	return verify(ed25519_key(q->key), NULL, q->raw, (struct wire){q->bytes, q->n});
}

static bool check_ecdsa(const struct question *q, const char *group, const EVP_MD *md)
{
	return verify_ecdsa(ecdsa_key(q->key, group), md, q->raw, (struct wire){q->bytes, q->n});
}

static bool check_rsa(const struct question *q)
{
	const EVP_MD *md = wire_is(q->type, "rsa-sha2-512") ? EVP_sha512() : EVP_sha256();

	return verify(rsa_key(q->key), md, q->raw, (struct wire){q->bytes, q->n});
}

/* What a FIDO key signs: the hash of what it is for, its flags and counter, the hash of the text.
 */
static bool wrap_sk(
	const struct question *q, struct wire application, unsigned char out[2 * 32 + SK_TAIL])
{
	unsigned int len;

	if (q->tail.n != SK_TAIL || (q->tail.p[0] & SK_TOUCHED) == 0)
		return false;
	memcpy(out + 32, q->tail.p, SK_TAIL);
	return EVP_Digest(application.p, application.n, out, &len, EVP_sha256(), NULL) == 1 &&
	       EVP_Digest(q->bytes, q->n, out + 32 + SK_TAIL, &len, EVP_sha256(), NULL) == 1;
}

static bool check_sk_ed25519(const struct question *q)
{
	unsigned char text[2 * 32 + SK_TAIL];
	struct wire rest = q->key, point, application;

	return wire_string(&rest, &point) && wire_string(&rest, &application) &&
	       wrap_sk(q, application, text) &&
	       verify(ed25519_key(q->key), NULL, q->raw, (struct wire){text, sizeof(text)});
}

static bool check_sk_ecdsa(const struct question *q)
{
	unsigned char text[2 * 32 + SK_TAIL];
	struct wire rest = q->key, curve, point, application;

	return wire_string(&rest, &curve) && wire_string(&rest, &point) &&
	       wire_string(&rest, &application) && wrap_sk(q, application, text) &&
	       verify_ecdsa(ecdsa_key(q->key, "P-256"), EVP_sha256(), q->raw,
		       (struct wire){text, sizeof(text)});
}

/* Whether it has the parts that a signature by such a key has. */
static bool is_whole(const struct question *q, enum key_type type)
{
	bool is_sk = type == KEY_SK_ED25519 || type == KEY_SK_ECDSA;
	bool is_ed = type == KEY_ED25519 || type == KEY_SK_ED25519;

	if (type == KEY_RSA) {
		if (!wire_is(q->type, "rsa-sha2-512") && !wire_is(q->type, "rsa-sha2-256"))
			return false;
	} else if (q->type.n != q->name.n || memcmp(q->type.p, q->name.p, q->name.n) != 0) {
		return false;
	}
	return q->tail.n == (is_sk ? SK_TAIL : 0) && (!is_ed || q->raw.n == ED25519_SIGNATURE);
}

static bool check(const struct question *q, enum key_type type)
{
	switch (type) {
	case KEY_ED25519: return check_ed25519(q);
	case KEY_RSA: return check_rsa(q);
	case KEY_ECDSA_P256: return check_ecdsa(q, "P-256", EVP_sha256());
	case KEY_ECDSA_P384: return check_ecdsa(q, "P-384", EVP_sha384());
	case KEY_ECDSA_P521: return check_ecdsa(q, "P-521", EVP_sha512());
	case KEY_SK_ED25519: return check_sk_ed25519(q);
	case KEY_SK_ECDSA: return check_sk_ecdsa(q);
	case KEY_NONE:
	case KEY_TYPE_COUNT: break;
	}
	return false;
}

bool key_check(const struct public_key *key, const void *bytes, size_t n, const void *signature,
	size_t len, struct err *err)
{
	struct question q = {.key = {key->blob, key->n}, .bytes = bytes, .n = n};

	q.tail = (struct wire){signature, len};
	if (!wire_string(&q.key, &q.name) || !wire_string(&q.tail, &q.type) ||
		!wire_string(&q.tail, &q.raw) || !is_whole(&q, key->type))
		return err_set(err, ERR_INPUT, _("the signature is damaged"));
	return check(&q, key->type) ||
	       err_set(err, ERR_INPUT, _("the signature does not fit this text"));
}

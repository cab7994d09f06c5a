/* SPDX-License-Identifier: MIT */
#include "store/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/base64.h"
#include "store/wire.h"

enum {
	FILE_MAX =
		16 * 1024, /* an RSA key of 16384 bits has 12 KiB: it is named, not called broken */
	BLOCK = 8, /* what OpenSSH pads the private part to */
};

static const char label[] = "OPENSSH PRIVATE KEY";
static const char magic[] = "openssh-key-v1"; /* its NUL belongs to it */

struct key {
	EVP_PKEY *pkey; /* owns; libcrypto wipes it */
	struct public_key public;
};

/* Takes over pkey, which may be NULL. */
static struct key *from_pkey(EVP_PKEY *pkey, struct err *err)
{
	unsigned char raw[ED25519_KEY];
	size_t n = sizeof(raw);
	struct key *key;

	if (pkey == NULL || EVP_PKEY_get_raw_public_key(pkey, raw, &n) != 1) {
		EVP_PKEY_free(pkey);
		err_set(err, ERR_IO, _("libcrypto cannot make an Ed25519 key"));
		return NULL;
	}
	key = xcalloc(1, sizeof(*key));
	key->pkey = pkey;
	public_key_from_ed25519(raw, &key->public);
	return key;
}

struct key *key_generate(struct err *err)
{
	return from_pkey(EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), err);
}

void key_free(struct key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->pkey);
	free(key);
}

const struct public_key *key_public(const struct key *key)
{
	return &key->public;
}

char *key_public_line(const struct key *key)
{
	return public_key_line(&key->public);
}

bool key_sign(const struct key *key, const void *bytes, size_t n,
	unsigned char signature[ED25519_SIGNATURE], struct err *err)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t len = ED25519_SIGNATURE;
	bool ok = ctx != NULL && EVP_DigestSignInit(ctx, NULL, NULL, NULL, key->pkey) == 1 &&
		  EVP_DigestSign(ctx, signature, &len, bytes, n) == 1 && len == ED25519_SIGNATURE;

	EVP_MD_CTX_free(ctx);
	return ok || err_set(err, ERR_IO, _("libcrypto cannot sign"));
}

/* The private part of a file: two equal check numbers, the key, a comment, padding 1, 2, 3, ...
 * Returns the seed inside, or NULL. */
static const unsigned char *find_seed(struct wire rest)
{
	uint32_t check, again;
	struct wire type, public, private, comment;

	if (rest.n % BLOCK != 0 || !wire_u32(&rest, &check) || !wire_u32(&rest, &again) ||
		check != again || !wire_string(&rest, &type) || !wire_is(type, "ssh-ed25519") ||
		!wire_string(&rest, &public) || public.n != ED25519_KEY ||
		!wire_string(&rest, &private) || private.n != 2 * ED25519_KEY ||
		memcmp(private.p + ED25519_KEY, public.p, ED25519_KEY) != 0 ||
		!wire_string(&rest, &comment) || rest.n >= BLOCK)
		return NULL;
	for (size_t i = 0; i < rest.n; i++) {
		if (rest.p[i] != i + 1)
			return NULL;
	}
	return private.p;
}

static bool damaged(struct err *err)
{
	err_set(err, ERR_INPUT, _("the private key is damaged: restore it from a copy"));
	return false;
}

/* Opens the unencrypted envelope around exactly one Ed25519 key. */
static bool read_envelope(
	struct wire rest, struct public_key *public, struct wire *private, struct err *err)
{
	struct wire cipher, kdf, options, blob;
	uint32_t count;

	if (!wire_literal(&rest, magic, sizeof(magic)) || !wire_string(&rest, &cipher) ||
		!wire_string(&rest, &kdf) || !wire_string(&rest, &options) ||
		!wire_u32(&rest, &count) || count != 1 || !wire_string(&rest, &blob) ||
		!wire_string(&rest, private) || (rest.n > 0 && wire_is(cipher, "none")))
		return damaged(err);
	if (!wire_is(cipher, "none"))
		return err_set(err, ERR_INPUT,
			_("the private key has a passphrase, which cannot be asked for here: "
			  "put it into an ssh-agent with 'ssh-add', or use another key"));
	if (!wire_is(kdf, "none") || options.n > 0)
		return damaged(err);
	if (!public_key_read(blob.p, blob.n, public, err))
		return false;
	if (public->type != KEY_ED25519)
		return err_set(err, ERR_INPUT,
			_("a key of the type '%s' signs only out of an ssh-agent: put it there "
			  "with 'ssh-add', or make one with 'ssh-keygen -t ed25519'"),
			public_key_type(public));
	return true;
}

static struct key *read_blob(struct wire blob, struct err *err)
{
	struct public_key public;
	struct wire private;
	const unsigned char *seed;
	struct key *key;

	if (!read_envelope(blob, &public, &private, err))
		return NULL;
	seed = find_seed(private);
	if (seed == NULL) {
		(void)damaged(err);
		return NULL;
	}
	key = from_pkey(
		EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, ED25519_KEY), err);
	if (key != NULL && !public_key_eq(&key->public, &public)) {
		(void)damaged(err);
		key_free(key);
		return NULL;
	}
	return key;
}

struct key *key_parse(const char *text, size_t n, struct err *err)
{
	size_t len;
	unsigned char *blob = base64_unarmor(label, text, n, &len);
	struct key *key;

	if (blob == NULL) {
		err_set(err, ERR_INPUT,
			_("this is not an OpenSSH private key: make one with 'ssh-keygen -t "
			  "ed25519'"));
		return NULL;
	}
	key = read_blob((struct wire){blob, len}, err);
	OPENSSL_cleanse(blob, len);
	free(blob);
	return key;
}

/* The same demands as ssh's own, and the owner's too. */
static bool is_private(int fd, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(err, ERR_IO, "%s", err_system(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_INPUT, _("this is not a regular file"));
	if (st.st_uid != geteuid())
		return err_set(err, ERR_REFUSED, _("the key belongs to another user"));
	if ((st.st_mode & 07777 & ~0600U) != 0)
		return err_set(err, ERR_REFUSED,
			_("others may read or change this key: allow its owner alone, with 'chmod "
			  "600'"));
	if (st.st_size > FILE_MAX)
		return err_set(err, ERR_INPUT, _("this is too large for a private key"));
	return true;
}

static bool read_all(int fd, char *buf, size_t *len, struct err *err)
{
	ssize_t n;

	for (*len = 0; *len < FILE_MAX; *len += (size_t)n) {
		n = read(fd, buf + *len, FILE_MAX - *len);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n < 0)
			return err_set(err, ERR_IO, "%s", err_system(errno));
		else if (n == 0)
			break;
	}
	return true;
}

static int open_key(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd >= 0)
		return fd;
	if (errno == ELOOP)
		err_set(err, ERR_REFUSED, _("a key is not read through a symbolic link"));
	else
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s", err_system(errno));
	return -1;
}

struct key *key_load(const char *path, struct err *err)
{
	char text[FILE_MAX];
	size_t len = 0;
	struct key *key = NULL;
	int fd = open_key(path, err);

	if (fd >= 0 && is_private(fd, err) && read_all(fd, text, &len, err))
		key = key_parse(text, len, err);
	if (fd >= 0)
		close(fd);
	OPENSSL_cleanse(text, len);
	if (key == NULL)
		err_wrap(err, "'%s'", path);
	return key;
}

/* The part of the file that holds the seed; out has room for all of it, so that it does not grow
 * and leave a copy behind. */
static bool put_private(const struct key *key, struct str *out)
{
	const unsigned char *public = key->public.blob + key->public.n - ED25519_KEY;
	unsigned char pair[2 * ED25519_KEY];
	size_t n = ED25519_KEY;
	uint32_t check;
	bool ok;

	memcpy(pair + ED25519_KEY, public, ED25519_KEY);
	ok = EVP_PKEY_get_raw_private_key(key->pkey, pair, &n) == 1 &&
	     RAND_bytes((unsigned char *)&check, sizeof(check)) == 1;
	if (ok) {
		wire_put_u32(out, check);
		wire_put_u32(out, check);
		wire_put_text(out, "ssh-ed25519");
		wire_put_string(out, public, ED25519_KEY);
		wire_put_string(out, pair, sizeof(pair));
		wire_put_text(out, "");
		for (char pad = 1; out->len % BLOCK != 0; pad++)
			str_addc(out, pad);
	}
	OPENSSL_cleanse(pair, sizeof(pair));
	return ok;
}

/* An empty string that holds 512 bytes without growing: a file's bytes are fewer than 300. */
static struct str roomy(void)
{
	static const char zeros[512];
	struct str s = {0};

	str_addn(&s, zeros, sizeof(zeros));
	str_clear(&s);
	return s;
}

static void wipe(struct str *s)
{
	OPENSSL_cleanse(s->buf, s->size);
	str_release(s);
}

/* The file's text; the caller wipes and frees. */
static char *key_text(const struct key *key, struct err *err)
{
	struct str private = roomy(), blob = roomy();
	char *text = NULL;

	if (put_private(key, &private)) {
		str_addn(&blob, magic, sizeof(magic));
		wire_put_text(&blob, "none");
		wire_put_text(&blob, "none");
		wire_put_text(&blob, "");
		wire_put_u32(&blob, 1);
		wire_put_string(&blob, key->public.blob, key->public.n);
		wire_put_string(&blob, private.buf, private.len);
		text = base64_armor(label, blob.buf, blob.len);
	} else {
		err_set(err, ERR_IO, _("libcrypto cannot hand out the key"));
	}
	wipe(&private);
	wipe(&blob);
	return text;
}

static bool write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, text, n);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			text += done;
			n -= (size_t)done;
		}
	}
	return true;
}

/* Makes the file in its directory; what was begun and failed is taken away again. */
static bool save_in(int dir, const char *name, const char *text, struct err *err)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok;

	if (fd < 0 && errno == EEXIST)
		return err_set(err, ERR_REFUSED,
			_("the file exists, and a key is never overwritten: choose another name"));
	if (fd < 0)
		return err_set(err, ERR_IO, "%s", err_system(errno));
	ok = fchmod(fd, 0600) == 0 && write_all(fd, text, strlen(text)) && fsync(fd) == 0 &&
	     fsync(dir) == 0;
	if (!ok)
		err_set(err, ERR_IO, "%s", err_system(errno));
	close(fd);
	if (!ok)
		unlinkat(dir, name, 0);
	return ok;
}

bool key_save(const struct key *key, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	char *folder = slash != NULL ? xstrndup(path, (size_t)(name - path)) : xstrdup(".");
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *text = NULL;
	bool ok = false;

	if (dir < 0)
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s", err_system(errno));
	else
		text = key_text(key, err);
	if (text != NULL) {
		ok = save_in(dir, name, text, err);
		OPENSSL_cleanse(text, strlen(text));
	}
	if (dir >= 0)
		close(dir);
	free(text);
	free(folder);
	return ok || err_wrap(err, "'%s'", path);
}

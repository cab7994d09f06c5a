/* SPDX-License-Identifier: MIT */
#include "store/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "core/i18n.h"
#include "core/mem.h"

enum { PIECE = 128 * 1024 };

struct hash {
	EVP_MD_CTX *ctx; /* owns */
};

/* SHA-256 fails only for want of memory or of a working libcrypto; neither leaves a way on. */
static void must(bool ok)
{
	if (!ok) {
		fputs("gongkai: SHA-256 is not available\n", stderr);
		exit(1);
	}
}

static void put_hex(const unsigned char digest[HASH_BYTES], char out[HASH_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < HASH_BYTES; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[HASH_HEX] = '\0';
}

/* Looked up once: libcrypto's search takes as long as hashing a record. */
static EVP_MD *sha256;

static void find_sha256(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	must(sha256 != NULL);
}

void hash_bytes(const void *bytes, size_t n, unsigned char out[HASH_BYTES])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, find_sha256);
	must(EVP_Digest(bytes, n, out, NULL, sha256, NULL) == 1);
}

void hash_hex(const void *bytes, size_t n, char out[HASH_HEX + 1])
{
	unsigned char digest[HASH_BYTES];

	hash_bytes(bytes, n, digest);
	put_hex(digest, out);
}

struct hash *hash_new(void)
{
	struct hash *hash = xcalloc(1, sizeof(*hash));

	hash->ctx = EVP_MD_CTX_new();
	must(hash->ctx != NULL && EVP_DigestInit_ex(hash->ctx, EVP_sha256(), NULL) == 1);
	return hash;
}

void hash_add(struct hash *hash, const void *bytes, size_t n)
{
	must(EVP_DigestUpdate(hash->ctx, bytes, n) == 1);
}

void hash_end(struct hash *hash, char out[HASH_HEX + 1])
{
	unsigned char digest[HASH_BYTES];

	must(EVP_DigestFinal_ex(hash->ctx, digest, NULL) == 1);
	put_hex(digest, out);
}

void hash_free(struct hash *hash)
{
	if (hash == NULL)
		return;
	EVP_MD_CTX_free(hash->ctx);
	free(hash);
}

/* O_NONBLOCK: a FIFO must be refused, not waited for. */
static int open_regular(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0) {
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, _("cannot open '%s': %s"),
			path, err_system(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	err_set(err, ERR_INPUT, _("'%s' is not a regular file"), path);
	return -1;
}

bool hash_file(const char *path, char out[HASH_HEX + 1], struct err *err)
{
	int fd = open_regular(path, err);
	unsigned char *piece;
	struct hash *hash;
	ssize_t n;
	bool ok;

	if (fd < 0)
		return false;
	piece = xcalloc(1, PIECE);
	hash = hash_new();
	while ((n = read(fd, piece, PIECE)) > 0 || (n < 0 && errno == EINTR)) {
		if (n > 0)
			hash_add(hash, piece, (size_t)n);
	}
	ok = n == 0 || err_set(err, ERR_IO, _("cannot read '%s': %s"), path, err_system(errno));
	if (ok)
		hash_end(hash, out);
	hash_free(hash);
	free(piece);
	close(fd);
	return ok;
}

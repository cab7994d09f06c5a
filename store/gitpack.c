/* SPDX-License-Identifier: MIT */
#include "store/gitpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <zlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/fs.h"
#include "store/wire.h"

enum {
	RAW = OID_HEX / 2,
	BUFFER = 1 << 18, /* written at once */
	OFFSET_MAX = INT32_MAX, /* beyond it an index needs its long form */
	FANOUT = 256,
	VERSION = 2,
};

struct packed {
	unsigned char id[RAW];
	uint32_t crc, offset;
};

struct gitpack {
	int dir; /* borrowed */
	int fd; /* owns */
	size_t count, n;
	struct packed *v; /* owns */
	EVP_MD_CTX *hash; /* owns; of all that was added so far */
	struct str buffer; /* not written yet */
	uint64_t offset; /* the end, buffer included */
	char aside[64];
};

static bool fail(struct err *err)
{
	return err_set(err, ERR_IO, _("cannot write a pack of the ledger: %s"), err_system(errno));
}

static bool hashed(int ok)
{
	if (ok != 1)
		abort(); /* hashing bytes in memory fails only where memory does */
	return true;
}

static bool flush(struct gitpack *pack, struct err *err)
{
	const char *p = pack->buffer.buf;
	size_t left = pack->buffer.len;

	while (left > 0) {
		ssize_t put = write(pack->fd, p, left);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fail(err);
		p += put;
		left -= (size_t)put;
	}
	str_clear(&pack->buffer);
	return true;
}

static bool append(struct gitpack *pack, const void *bytes, size_t n, struct err *err)
{
	hashed(EVP_DigestUpdate(pack->hash, bytes, n));
	str_addn(&pack->buffer, bytes, n);
	pack->offset += n;
	return pack->buffer.len < BUFFER || flush(pack, err);
}

struct gitpack *gitpack_new(int dir, size_t count, struct err *err)
{
	struct gitpack *pack = xcalloc(1, sizeof(*pack));
	struct str head = {0};
	bool ok;

	pack->dir = dir;
	pack->count = count;
	pack->v = xcalloc(count + 1, sizeof(*pack->v));
	pack->hash = EVP_MD_CTX_new();
	hashed(pack->hash != NULL && EVP_DigestInit_ex(pack->hash, EVP_sha1(), NULL));
	snprintf(pack->aside, sizeof(pack->aside), GITPACK_ASIDE "%ld", (long)getpid());
	pack->fd = openat(
		dir, pack->aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	ok = pack->fd >= 0 || fail(err);
	str_add(&head, "PACK");
	wire_put_u32(&head, VERSION);
	wire_put_u32(&head, (uint32_t)count);
	ok = ok && append(pack, head.buf, head.len, err);
	str_release(&head);
	if (ok)
		return pack;
	gitpack_free(pack);
	return NULL;
}

void gitpack_free(struct gitpack *pack)
{
	if (pack == NULL)
		return;
	if (pack->fd >= 0) {
		close(pack->fd);
		(void)unlinkat(pack->dir, pack->aside, 0); /* it only takes room */
	}
	EVP_MD_CTX_free(pack->hash);
	str_release(&pack->buffer);
	free(pack->v);
	free(pack);
}

bool gitpack_copy(struct gitpack *pack, const unsigned char id[RAW], const void *bytes, size_t n,
	struct err *err)
{
	struct packed *one = &pack->v[pack->n];

	if (pack->n == pack->count || pack->offset > OFFSET_MAX)
		return err_set(err, ERR_IO, _("too much for one pack of the ledger"));
	memcpy(one->id, id, RAW);
	one->crc = (uint32_t)crc32(0, bytes, (uInt)n);
	one->offset = (uint32_t)pack->offset;
	pack->n++;
	return append(pack, bytes, n, err);
}

/* The type, and the size in groups of 4, 7, 7, ... bits. */
static size_t put_header(unsigned char *out, enum object_type type, size_t len)
{
	size_t n = 0;

	out[n] = (unsigned char)((unsigned)type << 4 | (len & 15));
	for (len >>= 4; len > 0; len >>= 7) {
		out[n++] |= 128;
		out[n] = (unsigned char)(len & 127);
	}
	return n + 1;
}

bool gitpack_add(struct gitpack *pack, const struct object *object, struct err *err)
{
	enum { HEADER = 16 };
	uLongf len = compressBound((uLong)object->len);
	unsigned char *out = xcalloc(HEADER + len, 1), id[RAW];
	size_t head = put_header(out, object->type, object->len);
	bool ok;

	if (compress2(out + head, &len, (const Bytef *)object->bytes, (uLong)object->len,
		    Z_BEST_SPEED) != Z_OK)
		abort(); /* there is room, and memory */
	oid_to_raw(object->id, id);
	ok = gitpack_copy(pack, id, out, head + len, err);
	free(out);
	return ok;
}

/* -- The index --------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct packed *)a)->id, ((const struct packed *)b)->id, RAW);
}

/* What was merged is; sorting takes as much memory again. */
static bool is_in_order(const struct gitpack *pack)
{
	for (size_t i = 1; i < pack->n; i++) {
		if (by_id(&pack->v[i - 1], &pack->v[i]) > 0)
			return false;
	}
	return true;
}

static void print_index(struct gitpack *pack, const unsigned char hash[RAW], struct str *out)
{
	static const unsigned char head[] = {0xff, 't', 'O', 'c'};
	unsigned char own[RAW];
	size_t below = 0;

	if (!is_in_order(pack))
		qsort(pack->v, pack->n, sizeof(*pack->v), by_id);
	str_addn(out, head, sizeof(head));
	wire_put_u32(out, VERSION);
	for (unsigned byte = 0; byte < FANOUT; byte++) {
		while (below < pack->n && pack->v[below].id[0] <= byte)
			below++;
		wire_put_u32(out, (uint32_t)below);
	}
	for (size_t i = 0; i < pack->n; i++)
		str_addn(out, pack->v[i].id, RAW);
	for (size_t i = 0; i < pack->n; i++)
		wire_put_u32(out, pack->v[i].crc);
	for (size_t i = 0; i < pack->n; i++)
		wire_put_u32(out, pack->v[i].offset);
	str_addn(out, hash, RAW);
	hashed(EVP_Digest(out->buf, out->len, own, NULL, EVP_sha1(), NULL));
	str_addn(out, own, RAW);
}

static bool give_name(struct gitpack *pack, const char *name, struct err *err)
{
	char final[64];

	snprintf(final, sizeof(final), "pack-%s.pack", name);
	if (fchmod(pack->fd, 0400) < 0 || fsync(pack->fd) < 0 || close(pack->fd) < 0 ||
		renameat(pack->dir, pack->aside, pack->dir, final) < 0)
		return fail(err);
	pack->fd = -1;
	return true;
}

bool gitpack_finish(struct gitpack *pack, char name[OID_HEX + 1], struct err *err)
{
	struct str index = {0};
	unsigned char hash[RAW];
	char final[64];
	bool ok;

	if (pack->n != pack->count)
		return err_set(err, ERR_IO, _("a pack of the ledger lacks some of its objects"));
	hashed(EVP_DigestFinal_ex(pack->hash, hash, NULL));
	str_addn(&pack->buffer, hash, RAW);
	oid_from_raw(hash, name);
	ok = flush(pack, err);
	print_index(pack, hash, &index);
	snprintf(final, sizeof(final), "pack-%s.idx", name);
	/* git sees a pack by its index: so that comes last. */
	ok = ok && give_name(pack, name, err) &&
	     fs_write(pack->dir, final, 0400, index.buf, index.len, err);
	str_release(&index);
	return ok;
}

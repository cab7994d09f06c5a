/* SPDX-License-Identifier: MIT */
#include "tests/bench/packfile.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>
#include <zlib.h>

#include "core/mem.h"
#include "tests/bench/must.h"

enum { PACK_HEADER = 12, FANOUT = 256, FULL = 256 << 20 };

void packfile_init(struct packfile *pack, const char *repository)
{
	*pack = (struct packfile){.dir = xasprintf("%s/objects/pack", repository), .full = FULL};
}

static void add_32(struct str *out, unsigned value)
{
	uint32_t big = htonl(value);

	str_addn(out, &big, sizeof(big));
}

static void add_header(struct str *out, const struct object *object)
{
	size_t n = object->len >> 4;
	unsigned char byte = (unsigned char)(((unsigned)object->type << 4) | (object->len & 15));

	for (; n > 0; n >>= 7) {
		str_addc(out, (char)(byte | 0x80));
		byte = n & 0x7f;
	}
	str_addc(out, (char)byte);
}

static void deflate_into(struct str *out, const struct object *object)
{
	static z_stream z;
	static bool ready;
	unsigned char part[16384];
	int rc;

	if (!ready) {
		need(deflateInit(&z, 1) == Z_OK, "zlib");
		ready = true;
	}
	(void)deflateReset(&z);
	z.next_in = (unsigned char *)object->bytes;
	z.avail_in = (uInt)object->len;
	do {
		z.next_out = part;
		z.avail_out = sizeof(part);
		rc = deflate(&z, Z_FINISH);
		str_addn(out, part, sizeof(part) - z.avail_out);
	} while (rc == Z_OK);
}

void packfile_add(struct packfile *pack, const struct object *object)
{
	size_t from;

	if (pack->n == 0) {
		str_clear(&pack->bytes);
		str_addn(&pack->bytes, "PACK\0\0\0\2\0\0\0\0", PACK_HEADER);
	}
	from = pack->bytes.len;
	add_header(&pack->bytes, object);
	deflate_into(&pack->bytes, object);
	GROW(pack->v, pack->n);
	pack->v[pack->n] = (struct packed){.offset = (unsigned)from,
		.crc = (unsigned)crc32(0, (const unsigned char *)pack->bytes.buf + from,
			(uInt)(pack->bytes.len - from))};
	oid_to_raw(object->id, pack->v[pack->n].id);
	pack->n++;
	if (pack->bytes.len >= pack->full)
		packfile_flush(pack);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct packed *)a)->id, ((const struct packed *)b)->id, OID_HEX / 2);
}

static void add_sum(struct str *out, unsigned char sum[SHA_DIGEST_LENGTH])
{
	SHA1((const unsigned char *)out->buf, out->len, sum);
	str_addn(out, sum, SHA_DIGEST_LENGTH);
}

static void make_index(
	const struct packfile *pack, const unsigned char sum[SHA_DIGEST_LENGTH], struct str *out)
{
	unsigned char own[SHA_DIGEST_LENGTH];
	size_t i = 0;

	str_addn(out, "\377tOc\0\0\0\2", 8);
	for (unsigned first = 0; first < FANOUT; first++) {
		while (i < pack->n && pack->v[i].id[0] <= first)
			i++;
		add_32(out, (unsigned)i);
	}
	for (i = 0; i < pack->n; i++)
		str_addn(out, pack->v[i].id, OID_HEX / 2);
	for (i = 0; i < pack->n; i++)
		add_32(out, pack->v[i].crc);
	for (i = 0; i < pack->n; i++)
		add_32(out, pack->v[i].offset);
	str_addn(out, sum, SHA_DIGEST_LENGTH);
	add_sum(out, own);
}

static void write_file(
	const struct packfile *pack, const char *hex, const char *end, const struct str *bytes)
{
	char *path = xasprintf("%s/pack-%s.%s", pack->dir, hex, end);
	FILE *file = fopen(path, "w");

	need(file != NULL, path);
	need(fwrite(bytes->buf, 1, bytes->len, file) == bytes->len, path);
	need(fclose(file) == 0, path);
	free(path);
}

void packfile_flush(struct packfile *pack)
{
	uint32_t count = htonl((uint32_t)pack->n);
	unsigned char sum[SHA_DIGEST_LENGTH];
	struct str index = {0};
	char hex[OID_HEX + 1];

	if (pack->n == 0)
		return;
	memcpy(pack->bytes.buf + 8, &count, sizeof(count));
	add_sum(&pack->bytes, sum);
	oid_from_raw(sum, hex);
	write_file(pack, hex, "pack", &pack->bytes);
	qsort(pack->v, pack->n, sizeof(*pack->v), by_id);
	make_index(pack, sum, &index);
	write_file(pack, hex, "idx", &index);
	str_release(&index);
	pack->n = 0;
}

void packfile_release(struct packfile *pack)
{
	packfile_flush(pack);
	str_release(&pack->bytes);
	free(pack->v);
	free(pack->dir);
	*pack = (struct packfile){0};
}

/* SPDX-License-Identifier: MIT */
#include "store/base64.h"

#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "core/mem.h"

enum {
	COLUMNS = 70, /* as ssh-keygen writes */
	COLUMNS_MAX = 76, /* as others write */
	TEXT_MAX = 1 << 20, /* far above any key or signature; libcrypto counts in int */
};

static void wipe(void *p, size_t n)
{
	OPENSSL_cleanse(p, n);
	free(p);
}

char *base64_encode(const void *bytes, size_t n)
{
	char *text;

	assert(n <= TEXT_MAX);
	text = xcalloc((n + 2) / 3 * 4 + 1, 1);
	EVP_EncodeBlock((unsigned char *)text, bytes, (int)n);
	return text;
}

/* libcrypto forgives white space, padding in the middle and spare bits. Whatever it made of text,
 * text is canonical only where encoding gives it back. */
static bool is_canonical(const char *text, size_t n, const void *bytes, size_t len)
{
	char *again = base64_encode(bytes, len);
	bool same = strlen(again) == n && memcmp(again, text, n) == 0;

	wipe(again, strlen(again));
	return same;
}

unsigned char *base64_decode(const char *text, size_t n, size_t *len)
{
	unsigned char *bytes;
	size_t pad = 0;

	*len = 0;
	if (n % 4 != 0 || n > TEXT_MAX)
		return NULL;
	while (pad < 2 && pad < n && text[n - 1 - pad] == '=')
		pad++;
	bytes = xcalloc(n / 4 * 3 + 1, 1);
	if (EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)n) == (int)(n / 4 * 3) &&
		is_canonical(text, n, bytes, n / 4 * 3 - pad)) {
		*len = n / 4 * 3 - pad;
		return bytes;
	}
	wipe(bytes, n / 4 * 3);
	return NULL;
}

char *base64_armor(const char *label, const void *bytes, size_t n)
{
	char *flat = base64_encode(bytes, n);
	char *begin = xasprintf("-----BEGIN %s-----\n", label);
	char *end = xasprintf("-----END %s-----\n", label);
	size_t flat_len = strlen(flat);
	char *text = xcalloc(strlen(begin) + flat_len + flat_len / COLUMNS + strlen(end) + 2, 1);
	char *to = stpcpy(text, begin);

	for (size_t i = 0; i < flat_len; i += COLUMNS) {
		size_t line = flat_len - i < COLUMNS ? flat_len - i : COLUMNS;

		memcpy(to, flat + i, line);
		to += line;
		*to++ = '\n';
	}
	stpcpy(to, end);
	wipe(flat, flat_len);
	free(begin);
	free(end);
	return text;
}

/* Moves *text and *n to what stands between the two marker lines, its last line feed included. */
static bool strip_markers(const char *label, const char **text, size_t *n)
{
	char *begin = xasprintf("-----BEGIN %s-----\n", label);
	char *end = xasprintf("\n-----END %s-----", label);
	size_t begin_len = strlen(begin), end_len = strlen(end), len = *n;
	bool ok;

	if (len > 0 && (*text)[len - 1] == '\n')
		len--;
	ok = len >= begin_len + end_len && memcmp(*text, begin, begin_len) == 0 &&
	     memcmp(*text + len - end_len, end, end_len) == 0;
	if (ok) {
		*text += begin_len;
		*n = len - begin_len - end_len + 1;
	}
	free(begin);
	free(end);
	return ok;
}

/* Copies text without its line feeds; false where a line is empty or too long. */
static bool join_lines(const char *text, size_t n, char *flat, size_t *flat_len)
{
	size_t line = 0;

	*flat_len = 0;
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\n' && line == 0)
			return false;
		line = text[i] == '\n' ? 0 : line + 1;
		if (line > COLUMNS_MAX)
			return false;
		if (line > 0)
			flat[(*flat_len)++] = text[i];
	}
	return true;
}

unsigned char *base64_unarmor(const char *label, const char *text, size_t n, size_t *len)
{
	unsigned char *bytes = NULL;
	size_t flat_len;
	char *flat;

	*len = 0;
	if (n > TEXT_MAX || !strip_markers(label, &text, &n))
		return NULL;
	flat = xcalloc(n, 1);
	if (join_lines(text, n, flat, &flat_len))
		bytes = base64_decode(flat, flat_len, len);
	wipe(flat, n);
	return bytes;
}

/* SPDX-License-Identifier: MIT */
#include "store/wire.h"

#include <assert.h>
#include <string.h>

static void take(struct wire *wire, size_t n)
{
	wire->p += n;
	wire->n -= n;
}

bool wire_u32(struct wire *wire, uint32_t *value)
{
	if (wire->n < 4)
		return false;
	*value = (uint32_t)wire->p[0] << 24 | (uint32_t)wire->p[1] << 16 |
		 (uint32_t)wire->p[2] << 8 | wire->p[3];
	take(wire, 4);
	return true;
}

bool wire_string(struct wire *wire, struct wire *string)
{
	struct wire rest = *wire;
	uint32_t n;

	if (!wire_u32(&rest, &n) || rest.n < n)
		return false;
	*string = (struct wire){rest.p, n};
	take(&rest, n);
	*wire = rest;
	return true;
}

bool wire_literal(struct wire *wire, const void *bytes, size_t n)
{
	if (wire->n < n || memcmp(wire->p, bytes, n) != 0)
		return false;
	take(wire, n);
	return true;
}

bool wire_is(struct wire string, const char *text)
{
	return string.n == strlen(text) && memcmp(string.p, text, string.n) == 0;
}

void wire_put_u32(struct str *out, uint32_t value)
{
	const unsigned char bytes[] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16),
		(unsigned char)(value >> 8), (unsigned char)value};

	str_addn(out, bytes, sizeof(bytes));
}

void wire_put_string(struct str *out, const void *bytes, size_t n)
{
	assert(n <= UINT32_MAX);
	wire_put_u32(out, (uint32_t)n);
	str_addn(out, bytes, n);
}

void wire_put_text(struct str *out, const char *text)
{
	wire_put_string(out, text, strlen(text));
}

/* SPDX-License-Identifier: MIT */
#ifndef STORE_WIRE_H
#define STORE_WIRE_H

/* The encoding of the SSH protocol (RFC 4251): big-endian numbers and strings with their length in
 * front. Keys, signatures and the agent speak it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/str.h"

/* Bytes being read: each reader takes from the front; false, and nothing taken, where too few are
 * left. */
struct wire {
	const unsigned char *p; /* borrowed */
	size_t n;
};

bool wire_u32(struct wire *wire, uint32_t *value);
bool wire_string(struct wire *wire, struct wire *string);
bool wire_literal(struct wire *wire, const void *bytes, size_t n); /* exactly these bytes */
bool wire_is(struct wire string, const char *text);

void wire_put_u32(struct str *out, uint32_t value);
void wire_put_string(struct str *out, const void *bytes, size_t n);
void wire_put_text(struct str *out, const char *text); /* as a string, without its NUL */

#endif

/* SPDX-License-Identifier: MIT */
/* hash_hex for tests of core, which link no cryptography: 256 bits that change with every byte and
 * with the length. Nobody attacks it here. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/hash.h"

static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

void hash_hex(const void *bytes, size_t n, char out[HASH_HEX + 1])
{
	const unsigned char *p = bytes;

	for (uint64_t lane = 0; lane < 4; lane++) {
		uint64_t h = mix(n + lane * UINT64_C(0x9e3779b97f4a7c15) + 1);

		for (size_t i = 0; i < n; i++)
			h = mix(h ^ (p[i] + (lane << 8)));
		snprintf(out + 16 * lane, 17, "%016llx", (unsigned long long)h);
	}
}

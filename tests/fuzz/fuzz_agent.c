/* SPDX-License-Identifier: MIT */

/* Hostile answers of an ssh-agent: keys and signatures, and every type of key that checks one. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/agent.h"
#include "store/key_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct agent_keys keys = {0};
	struct str signature = {0};
	struct err err = {0};

	if (agent_read_keys(data, size, &keys)) {
		for (size_t i = 0; i < keys.n; i++) {
			/* As a signature the same bytes are good for nothing. */
			if (key_check(&keys.v[i], "text", 4, data, size, &err) ||
				key_check(&keys.v[i], "text", 4, keys.v[i].blob, keys.v[i].n, &err))
				abort();
		}
	}
	(void)!agent_read_signature(data, size, &signature);
	str_release(&signature);
	agent_keys_release(&keys);
	return 0;
}

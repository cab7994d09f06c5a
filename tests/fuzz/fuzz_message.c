/* SPDX-License-Identifier: MIT */

/* Hostile commit messages: what is read as a decision is written as the same bytes. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/decision.h"
#include "core/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct decision decision = {0}, copy = {0};
	struct str again = {0};
	struct err err;

	if (decision_parse(&decision, text, &err)) {
		decision_copy(&copy, &decision);
		decision_message(&copy, &again);
		if (strcmp(str_get(&again), text) != 0 || copy.record_sha256[0] == '\0')
			abort();
	}
	decision_release(&decision);
	decision_release(&copy);
	str_release(&again);
	free(text);
	return 0;
}

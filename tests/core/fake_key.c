/* SPDX-License-Identifier: MIT */
/* key_print for tests of core: a fingerprint made of fake_hash's digits. */
#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "core/keys.h"

bool key_print(const char *line, char print[KEY_PRINT_SIZE], struct err *err)
{
	char hex[HASH_HEX + 1];

	if (strncmp(line, "ssh-", 4) != 0)
		return err_set(err, ERR_INPUT, "this is not a public key");
	hash_hex(line, strlen(line), hex);
	(void)snprintf(print, KEY_PRINT_SIZE, "SHA256:%.43s", hex);
	return true;
}

/* SPDX-License-Identifier: MIT */

/* Hostile signatures, public lines and private keys: as the text they come as, and, so that the
 * fuzzer need not learn base64, as the bytes inside it. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/base64.h"
#include "store/key.h"
#include "store/sshsig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_text(const char *text, size_t n)
{
	struct public_key public;
	struct err err = {0};

	if (sshsig_verify(text, "git", "text", 4, &public, &err) != (public.type != KEY_NONE))
		abort();
	if (public_key_parse(text, &public, &err)) {
		struct public_key again;
		char *line = public_key_line(&public);

		if (!public_key_parse(line, &again, &err) || !public_key_eq(&public, &again))
			abort();
		free(line);
	}
	key_free(key_parse(text, n, &err));
}

static void as_armor(const char *label, const uint8_t *data, size_t size)
{
	char *text = base64_armor(label, data, size);

	as_text(text, strlen(text));
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct public_key public;
	struct err err = {0};

	as_text(text, strlen(text));
	key_free(key_parse((const char *)data, size, &err));
	as_armor("SSH SIGNATURE", data, size);
	as_armor("OPENSSH PRIVATE KEY", data, size);
	(void)!public_key_read(data, size, &public, &err);
	free(text);
	return 0;
}

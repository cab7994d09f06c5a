/* SPDX-License-Identifier: MIT */
/* What a stranger needs to check the ledger with stock git alone. */
#include <stdlib.h>

#include "core/mem.h"
#include "store/fs.h"
#include "store/gitbundle.h"
#include "store/gitrepo.h"
#include "store/store.h"

enum { SIGNERS_MAX = 64 << 20 };

bool store_proof(struct store *store, const char *bundle, char **signers, struct err *err)
{
	char *ledger = xasprintf("%s/ledger.git", store->dir);
	char tip[OID_HEX + 1];
	bool ok;

	*signers = NULL;
	ok = gitrepo_tip(store->ledger, tip, err) &&
	     fs_read(store->fd, "allowed_signers", SIGNERS_MAX, signers, NULL, err);
	if (ok && !gitbundle_write(ledger, tip, bundle, err)) {
		free(*signers);
		*signers = NULL;
		ok = false;
	}
	free(ledger);
	return ok;
}

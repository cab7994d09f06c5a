/* SPDX-License-Identifier: MIT */
#ifndef STORE_SITE_KEY_H
#define STORE_SITE_KEY_H

/* The site's own key, as the ledger has it and as it lies in the store. */

#include "store/store.h"

/* The key that the ledger says the site signs with now; borrowed until the office changes. NULL,
 * and ERR_REFUSED with the way out, where it is not in this store. */
const struct key *site_key(struct store *store, struct err *err);

/* The keys that a founding record names: one, from that moment on. ERR_INPUT. */
MUST_CHECK bool site_keys_found(
	struct key_list *list, const char *record, struct stamp at, struct err *err);

#endif

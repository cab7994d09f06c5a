/* SPDX-License-Identifier: MIT */
#ifndef STORE_MANY_H
#define STORE_MANY_H

/* The inside of store_begin_many. */

#include "store/stand.h"

/* Asks workflow and takes it in; it stands only after store_end_many. */
MUST_CHECK bool many_put(
	struct store *store, struct petition *petition, struct receipt *receipt, struct err *err);
/* Gives up: all that was put in since the last batch is gone, and whatever still comes before
 * store_end_many is refused with err. Returns false. */
bool many_fail(struct store *store, const struct err *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef STORE_TEXTS_H
#define STORE_TEXTS_H

/* Papers' texts, put into the index after the decisions that brought them. */

#include "store/store.h"

/* Puts in up to so many texts that are not in yet. What fails is tried again with the next paper:
 * no decision depends on it. Not for who holds the lock. */
void texts_catch_up(struct store *store, size_t most);

#endif

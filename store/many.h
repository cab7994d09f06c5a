/* SPDX-License-Identifier: MIT */
#ifndef STORE_MANY_H
#define STORE_MANY_H

/* The inside of store_begin_many. */

#include "store/stand.h"

/* Asks workflow and takes it in; it stands only after store_end_many. */
MUST_CHECK bool many_put(
	struct store *store, struct petition *petition, struct receipt *receipt, struct err *err);

#endif

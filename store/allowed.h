/* SPDX-License-Identifier: MIT */
#ifndef STORE_ALLOWED_H
#define STORE_ALLOWED_H

/* The file allowed_signers, which tells stock ssh-keygen and git whose signatures count, and when.
 */

#include "store/projection.h"

/* Makes the file in that folder what the office says, where decisions on people and the site may
 * have changed it: before the index commits them, so that what opens after a crash comes here
 * again. For who holds the lock. */
MUST_CHECK bool allowed_write(struct projection *p, int dir, struct err *err);

#endif

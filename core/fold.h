/* SPDX-License-Identifier: MIT */
#ifndef CORE_FOLD_H
#define CORE_FOLD_H

/* Text as it is searched: case, full and half width, compatibility forms and the kinds of brackets
 * around a document number make no difference. */

/* The caller frees. Text that is no UTF-8 comes back as it is. */
char *fold_text(const char *text);

#endif

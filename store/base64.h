/* SPDX-License-Identifier: MIT */
#ifndef STORE_BASE64_H
#define STORE_BASE64_H

/* Bytes as text: base64, and the BEGIN/END armor that OpenSSH puts around it. Private keys pass
 * through here: temporary copies are wiped, results are the caller's to wipe. */

#include <stddef.h>

char *base64_encode(const void *bytes, size_t n); /* padded, one line; the caller frees */
/* Takes canonical, padded base64 alone: no white space, no spare bits. NULL for anything else; the
 * caller frees. */
unsigned char *base64_decode(const char *text, size_t n, size_t *len);

/* "-----BEGIN LABEL-----", lines of 70 columns, "-----END LABEL-----", each with its line feed. The
 * caller frees. */
char *base64_armor(const char *label, const void *bytes, size_t n);
/* The bytes inside; the last line feed may be missing, and nothing may stand around the armor. NULL
 * for anything else; the caller frees. */
unsigned char *base64_unarmor(const char *label, const char *text, size_t n, size_t *len);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_KEYS_H
#define CORE_KEYS_H

/* The keys whose signatures are believed: people's and the site's own, each from a moment to a
 * moment. No key is ever taken out of a list or handed on to another: it ends. */

#include <stdbool.h>
#include <stddef.h>

#include "core/day.h"
#include "core/err.h"
#include "core/record.h"
#include "core/str.h"

enum {
	KEY_PRINT_SIZE = 51, /* "SHA256:", 43 letters and the NUL */
	/* Seconds that a decision on keys may be on its way, from when it is signed until the site
	 * takes it in. Stock git, which has only the signer's word for the time, believes a key
	 * that ended for as long. */
	KEY_GRACE = 300,
};

struct signing_key {
	char *print; /* its fingerprint, "SHA256:..." */
	char *line; /* "ssh-ed25519 AAAA..." */
	char *by; /* the actor of the decision that put it in */
	struct stamp from, to; /* both moments included; to.time 0: open */
};

struct key_list {
	struct signing_key *v; /* owns; in the order they were put in */
	size_t n;
};

void key_list_release(struct key_list *list);
const struct signing_key *key_list_find(const struct key_list *list, const char *print);
const struct signing_key *key_list_last(const struct key_list *list); /* NULL; borrowed */
/* Copies its parts. */
void key_list_add(struct key_list *list, const struct signing_key *key);
/* Whether it is the key "TYPE BLOB"; its own line may go on with a comment. */
bool signing_key_is(const struct signing_key *key, const char *line);
bool signing_key_is_live(const struct signing_key *key, struct stamp at);

/* As lines `Key: PRINT TYPE BLOB BY FROM [TO]` of a record, and back. */
void key_list_print(const struct key_list *list, struct str *out);
MUST_CHECK bool key_list_read(struct key_list *list, const struct record *record);
/* The record of the site, `Site: site` and its keys, the last being the one it signs with now. */
void site_keys_print(const struct key_list *list, struct str *out);
MUST_CHECK bool site_keys_parse(struct key_list *list, const char *text, struct err *err);

/* The fingerprint of a public key's line. core has no cryptography of its own: store/public_key.c
 * implements this. ERR_INPUT: it is no such line, or signatures of that type cannot be checked. */
MUST_CHECK bool key_print(const char *line, char print[KEY_PRINT_SIZE], struct err *err);

#endif

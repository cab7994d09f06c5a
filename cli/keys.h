/* SPDX-License-Identifier: MIT */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

/* Keys, as the commands on people and on the site show and change them. */

#include <jansson.h>

#include "cli/command.h"

/* A line each, of a person or of the site. */
void keys_print(struct cli *cli, const char *who, const struct key_list *keys);
json_t *keys_json(const struct key_list *keys, struct stamp now);
/* `person keys [TYPE BLOB]`: lines of authorized_keys, of all or of that key alone, as
 * sshd's AuthorizedKeysCommand wants them; nobody acts, the store alone is needed. */
enum status keys_authorized(struct cli *cli, const struct args *args);
/* `person key list [PERSON] | add PERSON FILE | end PERSON FINGERPRINT`, the words from `key` on.
 */
enum status keys_person(struct cli *cli, const struct args *args);

#endif

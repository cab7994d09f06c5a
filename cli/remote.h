/* SPDX-License-Identifier: MIT */
#ifndef CLI_REMOTE_H
#define CLI_REMOTE_H

/* Work over SSH: who logged in, as sshd says it and nobody else, and what can be asked for from
 * there. The account is everybody's; the key is one person's. */

#include "cli/command.h"

struct remote {
	char *key; /* "ssh-ed25519 AAAA...": the key that sshd let in */
	char *address; /* of the client; "" where sshd says none */
	struct strv words; /* the command asked for, without the program's name; none: the screen */
};

/* Reads what sshd left in the environment (SSH_USER_AUTH, of ExposeAuthInfo yes;
 * SSH_ORIGINAL_COMMAND), and leaves of it but TERM, LANG, the agent and the address, each where it
 * is what it should be. ERR_REFUSED: sshd does not say which key, or more than one; a command that
 * words_split does not take. Released in every case. */
MUST_CHECK bool remote_take(struct remote *remote, struct err *err);
void remote_release(struct remote *remote);

/* Whether --as, where it is given (not NULL), is the person whose key it was. ERR_REFUSED. */
MUST_CHECK bool remote_as(const char *person, const char *as, struct err *err);

/* The one whose key it is, today, who must be as (remote_as). Borrowed from the store's office;
 * NULL: ERR_REFUSED. *print: the key's fingerprint, borrowed. */
const struct person *remote_person(const struct remote *remote, struct store *store, const char *as,
	const char **print, struct err *err);

/* Whether a command may run as it is written: no file of the server is named, but `-` for what
 * comes and goes through the connection. args->command NULL: the screen. ERR_REFUSED. */
MUST_CHECK bool remote_may(const struct args *args, struct err *err);

/* What a process that strangers talk to gives up: core dumps, being looked into by others of the
 * account, new privileges, files left open by who started it. */
void remote_harden(void);

/* The words of `SHELL -c TEXT`, where this program is the account's shell: `gongkai session`, and
 * `--as PERSON` at most. ERR_REFUSED. */
MUST_CHECK bool remote_shell(const char *text, struct strv *words, struct err *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef STORE_INBOX_H
#define STORE_INBOX_H

/* The folder STORE/inbox: signed decisions whose turn has not come, because another process holds
 * the store's lock. Whoever holds it decides on all that wait, the oldest first, and leaves each
 * one's answer: a petition that stands is gone, and the index knows its request; one that was
 * refused leaves a file with the reason. The file itself is left, hidden, to whose it was: the next
 * petition is written over it, as making and removing files costs more than all else here on some
 * file systems. Nothing here needs to be synced: what stands is in the
 * journal, and what was lost was not answered. */

#include "store/stand.h"

enum { INBOX_NAME = 96 };

/* Puts a petition about a document in; name receives what it is called there. */
MUST_CHECK bool inbox_put(struct store *store, const struct petition *petition,
	char name[INBOX_NAME], struct err *err);
/* Decides on all that wait and then on mine (NULL: none), whose outcome is in it. The lock is held
 * and all caught up. As stand. */
MUST_CHECK bool inbox_drain(struct store *store, struct petition *mine, struct err *err);
/* Whether anything there waits for its turn. */
bool inbox_is_empty(struct store *store);
/* Whether this one was not answered yet. */
bool inbox_is_waiting(struct store *store, const char *name);
/* Takes back one that nobody has claimed; false where somebody has. */
bool inbox_withdraw(struct store *store, const char *name);
/* The same, claimed or not, for who holds the store's lock. */
void inbox_remove(struct store *store, const char *name);
/* Takes the answer away: false, with the reason, where it was refused; true where it stands, or
 * the index must tell. */
MUST_CHECK bool inbox_read_answer(struct store *store, const char *name, struct err *err);
/* Removes the file that this process keeps there to write over. */
void inbox_forget(struct store *store);
/* Removes answers that nobody came for: only where nobody else has the store open. */
void inbox_sweep(struct store *store);

#endif

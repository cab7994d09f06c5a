/* SPDX-License-Identifier: MIT */
#ifndef STORE_TURN_H
#define STORE_TURN_H

/* How those who wait for an answer learn that the store's lock was given back: a number in a file
 * that all of them have mapped, and on which they sleep. All wake at once and none of them needs
 * the lock to look, which queueing for the lock itself would ask of each in turn. It proves
 * nothing: who wakes looks, and who was not woken looks a little later. */

#include <stdint.h>

struct turn {
	uint32_t *count; /* mapped; NULL: not yet, or it cannot be */
};

/* The number before one looks, for turn_wait. dir is the folder; who is to sleep makes the file. */
uint32_t turn_now(struct turn *turn, int dir);
/* Sleeps until the number is not what it was seen to be, or a moment. */
void turn_wait(const struct turn *turn, uint32_t seen);
/* After the lock was given back: wakes all who sleep. */
void turn_next(struct turn *turn, int dir);
void turn_close(struct turn *turn);

#endif

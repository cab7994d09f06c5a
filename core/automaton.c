/* SPDX-License-Identifier: MIT */
#include "core/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

/* Bytes that no word has behave alike: class 0. */
static void find_classes(
	struct automaton *automaton, const char *const *words, const size_t *lens, size_t n)
{
	automaton->classes = 1;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < lens[i]; k++) {
			uint8_t *class = &automaton->class_of[(unsigned char)words[i][k]];

			if (*class == 0)
				*class = (uint8_t)(automaton->classes++ & 0xFF);
		}
	}
}

static uint32_t new_state(struct automaton *automaton, size_t *room)
{
	if (automaton->states == *room) {
		*room = *room == 0 ? 256 : *room * 2;
		automaton->next = xreallocarray(
			automaton->next, *room, automaton->classes * sizeof(*automaton->next));
		automaton->word = xreallocarray(automaton->word, *room, sizeof(*automaton->word));
	}
	memset(&automaton->next[automaton->states * automaton->classes], 0,
		automaton->classes * sizeof(*automaton->next));
	automaton->word[automaton->states] = 0;
	return (uint32_t)automaton->states++;
}

static void add_word(
	struct automaton *automaton, size_t *room, const char *word, size_t len, size_t number)
{
	uint32_t state = 0;

	for (size_t i = 0; i < len; i++) {
		size_t at =
			state * automaton->classes + automaton->class_of[(unsigned char)word[i]];
		uint32_t to = automaton->next[at];

		if (to == 0) {
			to = new_state(automaton, room);
			automaton->next[at] = to;
		}
		state = to;
	}
	if (state != 0 && automaton->word[state] == 0)
		automaton->word[state] = (uint32_t)number + 1;
}

/* Breadth first: where a byte leads out of the tree, to the longest end that a word begins with. */
static void close_gaps(struct automaton *automaton)
{
	uint32_t *queue = xcalloc(automaton->states, sizeof(*queue));
	uint32_t *fail = xcalloc(automaton->states, sizeof(*fail));
	size_t head = 0, tail = 0;

	automaton->also = xcalloc(automaton->states, sizeof(*automaton->also));
	automaton->end = xcalloc(automaton->states, sizeof(*automaton->end));
	for (size_t c = 0; c < automaton->classes; c++) {
		if (automaton->next[c] != 0)
			queue[tail++] = automaton->next[c];
	}
	while (head < tail) {
		uint32_t state = queue[head++], back = fail[state];

		automaton->also[state] = automaton->end[back];
		automaton->end[state] =
			automaton->word[state] != 0 ? state : automaton->also[state];
		for (size_t c = 0; c < automaton->classes; c++) {
			uint32_t *to = &automaton->next[state * automaton->classes + c];
			uint32_t short_to = automaton->next[back * automaton->classes + c];

			if (*to != 0) {
				fail[*to] = short_to;
				queue[tail++] = *to;
			} else {
				*to = short_to;
			}
		}
	}
	free(queue);
	free(fail);
}

void automaton_init(
	struct automaton *automaton, const char *const *words, const size_t *lens, size_t n)
{
	size_t room = 0;

	*automaton = (struct automaton){0};
	find_classes(automaton, words, lens, n);
	new_state(automaton, &room);
	for (size_t i = 0; i < n; i++)
		add_word(automaton, &room, words[i], lens[i], i);
	close_gaps(automaton);
}

void automaton_release(struct automaton *automaton)
{
	free(automaton->next);
	free(automaton->word);
	free(automaton->also);
	free(automaton->end);
	*automaton = (struct automaton){0};
}

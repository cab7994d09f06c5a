/* SPDX-License-Identifier: MIT */
#ifndef CORE_AUTOMATON_H
#define CORE_AUTOMATON_H

/* Many words found in one pass over a text (Aho and Corasick): a table that takes one step a byte,
 * whatever the text is. */

#include <stddef.h>
#include <stdint.h>

struct automaton {
	uint32_t *next; /* owns; states x classes: the state behind a byte */
	/* Of a state, all owned: the word that its bytes are, + 1; the state that is the longest
	 * word ending in it; the same, shorter than itself. 0: none. */
	uint32_t *word, *end, *also;
	uint8_t class_of[256];
	size_t classes, states;
};

/* n words of lens bytes, in UTF-8. Of two equal ones the first is found, an empty one never. */
void automaton_init(
	struct automaton *automaton, const char *const *words, const size_t *lens, size_t n);
void automaton_release(struct automaton *automaton);

static inline uint32_t automaton_step(const struct automaton *automaton, uint32_t state, char byte)
{
	return automaton
		->next[state * automaton->classes + automaton->class_of[(unsigned char)byte]];
}

#endif

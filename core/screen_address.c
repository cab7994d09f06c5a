/* SPDX-License-Identifier: MIT */
/* Where somebody lives, below the township. */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen.h"
#include "core/text.h"

/* An address that is being read: parts (3号楼, 2单元, 501室) that follow each other. */
enum { ADDRESS_FAR = 40, ROOM_MAX = 6 };

static bool is_address_sign(unsigned c)
{
	char value;

	return screen_is_han(c) || screen_symbol(c, &value) != SYMBOL_NONE || c == '-' ||
	       c == 0xFF0D || c == '#' || c == 0xB7 || c == 0x2014;
}

/* Where the number before a part begins (3, 十二, B2, 3-2); at where there is none. */
static size_t number_start(const struct scan *scan, size_t at)
{
	size_t start = at;
	const char *p = scan->text + at;
	char value;

	for (int n = 0; n < 8; n++) {
		unsigned c = screen_prev(scan->text, &p);
		bool numeral = screen_symbol(c, &value) != SYMBOL_NONE || c == 0x5341 ||
			       c == 0x767E; /* 十 百 */

		if (!numeral && c != '-' && c != 0xFF0D && c != '#')
			break;
		if (numeral)
			start = (size_t)(p - scan->text);
	}
	return start;
}

/* The beginning of the words that lead to a place. */
static size_t words_start(const struct scan *scan, size_t at)
{
	size_t start = at;
	const char *p = scan->text + at;

	for (int n = 0; n < ADDRESS_FAR; n++) {
		unsigned c = screen_prev(scan->text, &p);

		if (c == 0 || !is_address_sign(c))
			break;
		start = (size_t)(p - scan->text);
	}
	return start;
}

static bool has_bit(const struct screen_event *event, enum screen_list list, size_t rule)
{
	return (event->word->sets[list] & ((uint64_t)1 << rule)) != 0;
}

/* What the words in and just before the span say. */
struct surroundings {
	size_t start; /* behind a label that stands in the span */
	size_t town; /* behind the township, or what is above it */
	int places;
	int houses; /* places that are no township and no road */
	bool is_home, is_office;
	bool runs_on; /* into a label or the name of a township: 居住地址, 上街镇 */
};

/* Whether a longer word that speaks of an office holds the one at i: 住 of 住院部. */
static bool is_part_of_office(const struct scan *scan, size_t i, size_t rule)
{
	const struct screen_event *event = &scan->ring[i % CONTEXT_RING];

	for (size_t k = i + 1; k < scan->events && k < i + 4; k++) {
		const struct screen_event *other = &scan->ring[k % CONTEXT_RING];

		if (other->start <= event->start && other->end > event->end &&
			has_bit(other, LIST_EXCEPT, rule))
			return true;
	}
	return false;
}

/* The first of the words that end no more than so far before the place. */
static size_t first_event(const struct scan *scan, size_t place)
{
	size_t oldest = scan->events > CONTEXT_RING ? scan->events - CONTEXT_RING : 0;
	size_t i = scan->events;

	while (i > oldest && scan->ring[(i - 1) % CONTEXT_RING].end + ADDRESS_GAP > place)
		i--;
	return i;
}

static void look_around(
	const struct scan *scan, size_t rule, size_t start, size_t end, struct surroundings *around)
{
	*around = (struct surroundings){.start = start, .town = start};
	for (size_t i = first_event(scan, start); i < scan->events; i++) {
		const struct screen_event *event = &scan->ring[i % CONTEXT_RING];
		bool within = event->start >= start && event->end <= end;
		bool near = event->end <= start && start - event->end < 24 &&
			    memchr(scan->text + event->end, '\n', start - event->end) == NULL;
		bool behind = event->start >= end && event->start - end < 24 &&
			      memchr(scan->text + end, '\n', event->start - end) == NULL;

		if (behind && has_bit(event, LIST_EXCEPT, rule))
			around->is_office = true;
		if (event->start < end && event->end > end && has_bit(event, LIST_WORDS, rule))
			around->runs_on = true;
		if (event->start == end && has_bit(event, LIST_OFFICIAL, rule))
			around->runs_on = true;
		if (!within && !near)
			continue;
		if (has_bit(event, LIST_WORDS, rule) && !is_part_of_office(scan, i, rule)) {
			around->is_home = true;
			if (within && event->end > around->start)
				around->start = around->town = event->end;
		}
		if (has_bit(event, LIST_EXCEPT, rule))
			around->is_office = true;
		if (within && has_bit(event, LIST_PLACES, rule))
			around->places++;
		if (within && has_bit(event, LIST_PLACES, rule) &&
			!has_bit(event, LIST_ENDS, rule) && !has_bit(event, LIST_OFFICIAL, rule))
			around->houses++;
		if (within && has_bit(event, LIST_OFFICIAL, rule) && event->end > around->town)
			around->town = event->end;
	}
}

/* Whether a township ends at or behind a place, and nothing that could be part of an address
 * follows: a place alone (城 of 汝城县热水镇, 街 of 街道) then names nothing below it, or it is
 * masked. */
static bool ends_at_town(const struct scan *scan, size_t rule, size_t end)
{
	const struct screen_lookup *towns = &scan->screener->rules[rule].lists[LIST_OFFICIAL];
	size_t behind, i = scan->address.start;
	char value;

	if (screen_symbol(screen_at(scan, i, &behind), &value) != SYMBOL_NONE)
		return false;
	for (int n = 0; n < ADDRESS_FAR && is_address_sign(screen_at(scan, i, &behind));
		n++, i = behind) {
		for (size_t w = 0; (w = screen_word_at(scan, i, towns, w)) > 0;) {
			size_t town = i + strlen(towns->words->v[w - 1]), next;

			if (town >= end && !is_address_sign(screen_at(scan, town, &next)))
				return true;
		}
	}
	return false;
}

/* Behind what follows a place and belongs to it: 3-2-501. */
static size_t numbers_end(const struct scan *scan, size_t at)
{
	const char *p = scan->text + at, *end = scan->text + scan->len;
	char value;

	for (int n = 0; n < 16 && p < end; n++) {
		const char *q = p;
		unsigned c = text_next(&q);

		if (screen_symbol(c, &value) == SYMBOL_NONE && c != '-' && c != 0xFF0D && c != '#')
			break;
		p = q;
	}
	return (size_t)(p - scan->text);
}

/* Behind the room that follows a part without a word: 2单元501. What is longer is a number. */
static size_t room_end(const struct scan *scan, size_t at)
{
	size_t end = numbers_end(scan, at);

	return end - at <= ROOM_MAX ? end : at;
}

/* Where an address begins that goes on in the line of start: on the line before, behind the label
 * of a home. */
static size_t broken_start(const struct scan *scan, size_t rule, size_t start)
{
	size_t line = start, from;

	if (start == 0 || scan->text[start - 1] != '\n')
		return start;
	line--;
	from = words_start(scan, line);
	if (line - from < 2)
		return start;
	for (size_t i = first_event(scan, from); i < scan->events; i++) {
		const struct screen_event *event = &scan->ring[i % CONTEXT_RING];

		if (event->end > line)
			break;
		if (event->end + ADDRESS_GAP > from && has_bit(event, LIST_WORDS, rule) &&
			memchr(scan->text + event->end, '\n', line - event->end) == NULL)
			return from;
	}
	return start;
}

void screen_address_end(struct scan *scan)
{
	struct screen_address *address = &scan->address;
	int found = scan->screener->of[VALIDATOR_ADDRESS];
	size_t rule = (size_t)found, start;
	struct surroundings around;
	struct str masked = {0};

	if (!address->is_open || found < 0)
		return;
	address->is_open = false;
	address->end = room_end(scan, address->end);
	start = broken_start(scan, rule, words_start(scan, address->start));
	look_around(scan, rule, start, address->end, &around);
	if (!around.is_home)
		around.is_home = screen_context(scan, rule, start) == CONTEXT_FOR ||
				 screen_column(scan, rule, start) == CONTEXT_FOR;
	if (around.runs_on || (around.is_office && !around.is_home) ||
		(address->strong == 0 && ends_at_town(scan, rule, address->end)))
		return;
	/* A house on a road alone is anybody's, and most are offices. */
	if (!around.is_home &&
		(around.places == 0 || (address->strong == 0 && around.houses == 0) ||
			(address->strong < 1 && around.town == around.start) ||
			(address->strong == 0 && address->weak == 0)))
		return;
	str_addn(&masked, scan->text + around.start, around.town - around.start);
	str_add(&masked, "***");
	screen_add(scan, rule, scan->screener->rules[rule].rule.severity, around.start,
		address->end, str_detach(&masked));
}

/* Whether the part carries on what is open: 3号楼 | 2单元 | 501室. */
static bool carries_on(const struct scan *scan, size_t number)
{
	const struct screen_address *address = &scan->address;

	if (!address->is_open || number < address->end || number - address->end > ADDRESS_GAP)
		return false;
	for (const char *p = scan->text + address->end; p < scan->text + number;) {
		unsigned c = text_next(&p);

		if (!is_address_sign(c) && c != ' ')
			return false;
	}
	return true;
}

void screen_part(struct scan *scan, size_t start, size_t end, bool strong)
{
	struct screen_address *address = &scan->address;
	size_t number = number_start(scan, start);

	if (number == start)
		return;
	if (address->is_open && end <= address->end)
		return;
	/* 3号, and 3号楼; or the next one. */
	if ((address->is_open && number < address->end && end > address->end) ||
		carries_on(scan, number)) {
		address->end = end;
	} else {
		screen_address_end(scan);
		*address = (struct screen_address){.start = number, .end = end, .is_open = true};
	}
	address->strong += strong ? 1 : 0;
	address->weak += strong ? 0 : 1;
}

/* Whether the words that lead to the place stand behind the label of a home and a sign. */
static bool is_behind_label(struct scan *scan, size_t rule, size_t start)
{
	size_t from = words_start(scan, start);
	const char *p = scan->text + from;
	unsigned c = screen_prev(scan->text, &p);

	if (c != ':' && c != 0xFF1A && c != ' ' && c != 0x3000)
		return screen_column(scan, rule, from) == CONTEXT_FOR;
	return screen_context(scan, rule, from) == CONTEXT_FOR;
}

void screen_place(struct scan *scan, size_t rule, size_t start, size_t end)
{
	struct screen_address *address = &scan->address;

	if (carries_on(scan, start)) {
		address->end = numbers_end(scan, end);
		return;
	}
	if (address->is_open && start < address->end + ADDRESS_GAP)
		return;
	if (screen_is_part_of_other(scan, rule, start, end))
		return; /* 家庭 */
	if (!is_behind_label(scan, rule, start))
		return;
	screen_address_end(scan);
	*address = (struct screen_address){
		.start = start, .end = numbers_end(scan, end), .weak = 1, .is_open = true};
}

/* SPDX-License-Identifier: MIT */
#ifndef CORE_SCREEN_H
#define CORE_SCREEN_H

/* What the parts of the screener share. Private to core/screen*.c. */

#include <stdint.h>

#include "core/automaton.h"
#include "core/pack.h"
#include "core/screener.h"

/* What a word that was found sets off, beside being context. */
enum trigger {
	TRIGGER_DIGIT,
	TRIGGER_AT,
	TRIGGER_HIDDEN,
	TRIGGER_MARK, /* the first character of a secrecy mark */
	TRIGGER_WORD, /* of LIST_WORDS of a rule that looks for words */
	TRIGGER_PART, /* of LIST_PARTS */
};

/* A word as every rule sees it: one bit for each rule and list it stands in. */
struct screen_word {
	char *text; /* owns; len bytes without an end */
	size_t len;
	uint64_t sets[LIST_COUNT]; /* a bit a rule */
	uint32_t triggers; /* a bit each */
};

enum { REGIONS = 1000000 };

/* Prefixes of numbers, and the lengths they come in. */
struct screen_prefix {
	char digits[12];
	size_t len;
	uint32_t lengths; /* a bit each; 0: any */
};

struct screen_rule_data {
	struct screen_rule rule; /* its code and lists are the screener's own, its name is not */
	struct screen_prefix *prefixes; /* owns; from the file of numbers */
	size_t prefix_count;
	uint8_t *regions; /* owns; a bit for each number of six digits; NULL */
	struct strv names; /* from a file of words */
};

struct screener {
	struct automaton automaton;
	struct screen_word *words; /* owns */
	size_t word_count;
	struct screen_rule_data *rules; /* owns */
	size_t rule_count;
	int of[VALIDATOR_COUNT]; /* the first rule of a validator; -1 */
	uint64_t sought; /* rules whose words are looked for, and are no labels */
	uint64_t homes; /* rules of addresses */
};

/* -- Characters ------------------------------------------------------------------------------ */

enum symbol { SYMBOL_NONE, SYMBOL_DIGIT, SYMBOL_HAN_DIGIT, SYMBOL_LETTER };
/* What a character is in a number, *value being '0' to '9' or 'A' to 'Z': full-width, circled,
 * mathematical and Chinese forms alike. */
enum symbol screen_symbol(unsigned c, char *value);
bool screen_is_blank(unsigned c); /* of any width, no line end */
bool screen_is_han(unsigned c);
/* The code point before p, *p moving onto it; 0 at start. */
unsigned screen_prev(const char *start, const char **p);

/* -- The scan -------------------------------------------------------------------------------- */

enum { CONTEXT_RING = 64, CONTEXT_COLUMNS = 32, ADDRESS_GAP = 24 };

struct screen_event { /* a word of context */
	size_t start, end;
	const struct screen_word *word;
};
struct screen_header { /* what the last words say of a column that they head, a bit a rule */
	uint64_t is_for, is_official, is_against;
	size_t start, end; /* of the last of them */
	uint64_t last; /* rules that it spoke of */
};

struct screen_columns { /* how far the columns of the current line are counted */
	size_t at;
	int count[4]; /* tabs, bars, commas, wide gaps */
};

/* A part of an address, or several that stand together. */
struct screen_address {
	size_t start, end;
	int strong, weak;
	bool is_open;
};

struct screen_sense { /* a word that counts near a person alone */
	size_t start, end;
	size_t rule;
};

struct scan {
	const struct screener *screener;
	const char *text;
	size_t len;
	struct findings *findings;
	struct screen_event ring[CONTEXT_RING];
	size_t events;
	struct screen_header headers[4][CONTEXT_COLUMNS]; /* by what parts them */
	struct screen_columns columns;
	size_t numbers_end; /* behind the last run of numbers that was looked at */
	size_t last_number; /* behind the last number that was found to be one */
	size_t recent[64]; /* of a rule: behind the last word that raises it; 0 */
	struct screen_address address;
	struct screen_sense *senses; /* owns */
	size_t sense_count;
	size_t head_end; /* behind the line that the head of the paper ends with */
};

enum context { CONTEXT_NONE, CONTEXT_FOR, CONTEXT_OFFICIAL, CONTEXT_AGAINST };
/* What the words before a place, or the head of its column, make of it. */
enum context screen_context(struct scan *scan, size_t rule, size_t at);
enum context screen_column(struct scan *scan, size_t rule, size_t at); /* its head alone */
/* Whether a word that raises it stands anywhere in the pages before. */
bool screen_is_recent(const struct scan *scan, size_t rule, size_t at);
bool screen_is_after(const struct scan *scan, size_t rule, size_t at); /* a word of LIST_AFTER */
bool screen_is_label_behind(const struct scan *scan, size_t rule, size_t at); /* of LIST_WORDS */
/* Notes a finding; masked is taken over. */
void screen_add(struct scan *scan, size_t rule, enum severity severity, size_t start, size_t end,
	char *masked);

/* -- The kinds of things, each looked for where a trigger stands ------------------------------- */

/* A run of numbers that begins with the character at start. */
void screen_numbers(struct scan *scan, size_t start);
void screen_email(struct scan *scan, size_t at);
void screen_plate(struct scan *scan, size_t rule, size_t start, size_t end);
/* strong: it is a word of houses alone (单元), not of much else too (号). */
void screen_part(struct scan *scan, size_t start, size_t end, bool strong);
/* A place that an address has (村, 小区), which is one by itself behind the label of a home. */
void screen_place(struct scan *scan, size_t rule, size_t start, size_t end);
void screen_address_end(struct scan *scan); /* what is open is complete */
void screen_mark_bare(struct scan *scan, size_t rule, size_t start, size_t end, enum severity sure);
/* Lines that say what stands beside the paper in its file. */
void screen_marked(struct scan *scan);
/* Words of health and of minors, once all numbers are found and sorted. */
void screen_persons(struct scan *scan);

/* -- Numbers by themselves (core/screen_check.c) ----------------------------------------------- */

/* All on characters as screen_symbol folds them. */
bool check_resident_id(const char id[18]); /* ISO 7064 MOD 11-2 */
bool check_birth(const char *yyyymmdd); /* a day from 1880 to 2039 */
bool check_luhn(const char *digits, size_t n);
bool check_credit_code(const char code[18]); /* GB 32100 */
bool check_organisation(const char code[9]); /* GB 11714 */
bool check_region(const struct screen_rule_data *data, const char *digits, size_t n);
/* Whether a prefix of the rule's file fits a number of that length; NULL where none does. */
const struct screen_prefix *check_prefix(
	const struct screen_rule_data *data, const char *digits, size_t n);

#endif

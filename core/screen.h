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
	TRIGGER_PERSON, /* a label of persons, or what stands behind a name */
	TRIGGER_MASKED, /* a sign that hides a digit */
};

/* A word as every rule sees it: one bit for each rule and list it stands in. */
struct screen_word {
	char *text; /* owns; len bytes without an end */
	size_t len;
	uint64_t sets[LIST_COUNT]; /* a bit a rule */
	uint32_t triggers; /* a bit each */
	bool is_context; /* it stands in a list */
	bool is_digit_alone; /* a digit, and nothing else */
};

enum { REGIONS = 1000000, SHAPE_MAX = 40 };

/* What a number or a word looks like: 9 a digit, A a letter, X either, * either or _ or -, ? any
 * sign of ASCII that shows; anything else itself. The last one may come again until there are most.
 */
struct screen_shape {
	char signs[SHAPE_MAX];
	size_t len, least, most; /* signs */
};

/* Prefixes of numbers, and the lengths they come in. */
struct screen_prefix {
	char digits[12];
	size_t len;
	uint32_t lengths; /* a bit each; 0: any */
};

/* Words of a list by the character that they begin with. */
enum { LOOKUP_KINDS = 64 };
struct screen_lookup {
	const struct strv *words; /* borrowed */
	uint16_t first[LOOKUP_KINDS]; /* the first that begins so, + 1 */
	uint16_t *next; /* owns; behind each, in their order, + 1 */
};

struct screen_rule_data {
	struct screen_rule rule; /* its code and lists are the screener's own, its name is not */
	struct screen_prefix *prefixes; /* owns; from the file of numbers */
	size_t prefix_count;
	uint32_t pairs[100]; /* by the first two digits: lengths, a bit each, that a prefix may have
			      */
	uint8_t *regions; /* owns; a bit for each number of six digits; NULL */
	struct strv names; /* from a file of words */
	struct strv everyday; /* from it: words that begin like names and are none */
	bool *weak; /* owns; of names: it begins everyday words too */
	struct screen_lookup lists[LIST_COUNT], by_name, by_everyday;
	struct screen_shape *shapes; /* owns */
	size_t shape_count;
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
	uint64_t persons; /* rules of words near a person */
	uint64_t codes; /* rules of shapes */
	uint64_t figured; /* rules of numbers that amounts look like */
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

/* How far back a word says what a number is, in bytes of a line. */
enum { LABEL_NEAR = 48 };
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
	size_t line; /* the last line that was counted from its start began here */
	int count[4]; /* tabs, bars, commas, wide gaps */
};

/* A part of an address, or several that stand together. */
struct screen_address {
	size_t start, end;
	int strong, weak;
	bool is_open;
};

struct screen_column_of { /* a column; -1: none */
	int delimiter, number;
	size_t since; /* where its head ends */
};

struct screen_sense { /* a word that counts near a person alone */
	size_t start, end;
	size_t rule;
	struct screen_column_of names;
	bool is_other; /* its column is of something else */
};

struct run;
struct scan {
	const struct screener *screener;
	const char *text;
	size_t len;
	struct findings *findings;
	struct screen_event ring[CONTEXT_RING];
	size_t events;
	struct screen_header headers[4][CONTEXT_COLUMNS]; /* by what parts them */
	uint64_t headed, against; /* rules that some column's head speaks for, and against */
	struct screen_columns columns;
	struct run *run; /* owns; the one that is looked at: too large to be cleared each time */
	size_t numbers_end; /* behind the last run of numbers that was looked at */
	size_t last_number; /* behind the last number that was found to be one */
	size_t mark_end; /* behind the last mark that stands alone */
	size_t figures; /* behind the last word that says that a table is of amounts; 0 */
	/* A line that begins within a cell of the one before: the columns that this has passed. */
	size_t carried_line;
	int carried[4];
	size_t recent[64]; /* of a rule: behind the last word that raises it; 0 */
	struct screen_address address;
	struct screen_sense *senses; /* owns */
	size_t sense_count;
	struct screen_event *labels; /* owns; of persons, in the order of their ends */
	size_t label_count;
	struct screen_column_of names; /* the column that a label of persons heads */
	size_t amounts_end, masked_end; /* behind the last of them that was looked at */
	/* For the words of a rule: no amount before it; it was looked for till there. */
	size_t amounts_rule, amounts_none, amounts_far;
	size_t head_end; /* behind the line that the head of the paper ends with */
};

enum context { CONTEXT_NONE, CONTEXT_FOR, CONTEXT_OFFICIAL, CONTEXT_AGAINST };
/* What the words before a place, or the head of its column, make of it. */
enum context screen_context(struct scan *scan, size_t rule, size_t at);
enum context screen_column(struct scan *scan, size_t rule, size_t at); /* its head alone */
/* What stands from start to end is one cell, though a line ends in it: columns are counted on. */
void screen_carry_columns(struct scan *scan, size_t start, size_t end);
bool screen_is_figures(const struct scan *scan, size_t at); /* in a table of amounts (单位：元) */
/* Whether a word that raises it stands anywhere in the pages before. */
bool screen_is_recent(const struct scan *scan, size_t rule, size_t at);
bool screen_is_after(const struct scan *scan, size_t rule, size_t at); /* a word of LIST_AFTER */
bool screen_is_label_behind(const struct scan *scan, size_t rule, size_t at); /* of LIST_WORDS */
/* Notes a finding; masked is taken over. */
void screen_add(struct scan *scan, size_t rule, enum severity severity, size_t start, size_t end,
	char *masked);

/* -- Places in the text ------------------------------------------------------------------------ */

/* The code point at a place, *behind being where it ends; 0 at the end of the text. */
unsigned screen_at(const struct scan *scan, size_t at, size_t *behind);
bool screen_is_word(const struct scan *scan, size_t at, const char *word);
/* The next word of a list that stands at a place, behind the last one (+ 1; 0: from the first); 0
 * where there is no more: + 1. */
size_t screen_word_at(
	const struct scan *scan, size_t at, const struct screen_lookup *lookup, size_t last);
/* Behind a word of a list at a place; the place itself where none stands there. */
size_t screen_word_end(const struct scan *scan, size_t at, const struct screen_lookup *lookup);
bool screen_is_frame(unsigned c); /* what surrounds a word that stands alone */
/* Whether a word that raises the rule stands directly before the place, or heads its column. */
bool screen_is_labelled(struct scan *scan, size_t rule, size_t at);
/* Whether the word there is but the end of one that speaks against the rule: 商用密码. */
bool screen_is_part_of_other(const struct scan *scan, size_t rule, size_t start, size_t end);
/* The cell of a line in a column, of the line that the place stands on; false: there is none. */
bool screen_cell(const struct scan *scan, size_t at, const struct screen_column_of *column,
	size_t *start, size_t *end);

/* -- The kinds of things, each looked for where a trigger stands ------------------------------- */

/* A run of numbers that begins with the character at start. */
void screen_numbers(struct scan *scan, size_t start);
/* Numbers that a pack's shapes tell (core/screen_code.c), among the groups of a run that are not
 * taken. */
void screen_codes(struct scan *scan, struct run *run);
/* What stands behind a word in one of the rule's shapes: a password. */
void screen_behind(struct scan *scan, size_t rule, size_t start, size_t end);
/* A key that begins on the line of the word. */
void screen_key(struct scan *scan, size_t rule, size_t start, size_t end);
void screen_email(struct scan *scan, size_t at, size_t sign); /* the bytes of @ */
void screen_plate(struct scan *scan, size_t rule, size_t start, size_t end);
/* strong: it is a word of houses alone (单元), not of much else too (号). */
void screen_part(struct scan *scan, size_t start, size_t end, bool strong);
/* A place that an address has (村, 小区), which is one by itself behind the label of a home. */
void screen_place(struct scan *scan, size_t rule, size_t start, size_t end);
void screen_address_end(struct scan *scan); /* what is open is complete */
void screen_mark_bare(struct scan *scan, size_t rule, size_t start, size_t end, enum severity sure);
/* An amount of money behind the word, on its line. */
void screen_amount(struct scan *scan, size_t rule, size_t start, size_t end);
void screen_head(struct scan *scan); /* a number that stands alone at the head of the paper */
/* A number of which the sign at a place hides a digit. */
void screen_masked(struct scan *scan, size_t at);
/* Lines that say what stands beside the paper in its file. */
void screen_marked(struct scan *scan);
/* A label of persons, or a word that follows a name: noted for screen_persons. */
void screen_person_label(
	struct scan *scan, const struct screen_word *word, size_t start, size_t end);
/* Words of health and of minors, once all numbers are found and sorted. */
void screen_persons(struct scan *scan);

/* -- Numbers by themselves (core/screen_check.c) ----------------------------------------------- */

/* All on characters as screen_symbol folds them. */
bool check_resident_id(const char id[18]); /* ISO 7064 MOD 11-2 */
bool check_birth(const char *yyyymmdd); /* a day from 1880 to 2039 */
bool check_luhn(const char *digits, size_t n);
bool check_mod_11(const char digits[10]);
bool check_credit_code(const char code[18]); /* GB 32100 */
/* Who registers, and what kind of body it is. */
bool check_body(const char *code);
bool check_organisation(const char code[9]); /* GB 11714 */
bool check_region(const struct screen_rule_data *data, const char *digits, size_t n);
/* Whether a prefix of the rule's file fits a number of that length; NULL where none does. */
const struct screen_prefix *check_prefix(
	const struct screen_rule_data *data, const char *digits, size_t n);

#endif

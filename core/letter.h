/* SPDX-License-Identifier: MIT */
#ifndef CORE_LETTER_H
#define CORE_LETTER_H

/* Letters that an office sends about a record. The text is the pack's; in braces stands what is
 * filled in, and a letter never goes out with a blank: what is missing is named instead.
 *
 *   {field}          what the field says, a choice by its name, a day in words
 *   {title} {number} {id} {unit} {today}
 *   {due CLOCK} {start CLOCK} {first CLOCK} {term CLOCK}    days of a clock, its length
 *   {comment ACTION} {day ACTION}    of the latest decision by that action
 *   {if name=value name!=value}      at the head of a line: it is there where the condition holds
 *   {{               a brace
 *
 * The first line is the heading. */

#include "core/pack.h"
#include "core/session.h"

/* A piece of a letter's text. */
enum letter_what {
	LETTER_TEXT,
	LETTER_BLANK, /* what stands in braces */
	LETTER_IF, /* a condition */
	LETTER_OPEN, /* a brace without its other one */
};
struct letter_reader {
	const char *at; /* borrowed: what is still to be read */
	int line; /* from 1 */
};
struct letter_part {
	enum letter_what what;
	const char *from; /* borrowed from the text */
	size_t len;
};
/* False at the end. A line's end is a piece of its own. */
bool letter_next(struct letter_reader *reader, struct letter_part *part);

/* What a word in braces means; its argument is a clock's or an action's code. */
enum letter_word {
	WORD_FIELD,
	WORD_TITLE,
	WORD_NUMBER,
	WORD_ID,
	WORD_UNIT,
	WORD_TODAY,
	WORD_DUE,
	WORD_START,
	WORD_FIRST,
	WORD_TERM,
	WORD_COMMENT,
	WORD_DAY,
	WORD_COUNT,
};
/* WORD_FIELD for what is no word of ours: a field's code. */
enum letter_word letter_word(const char *word);

struct letter_seen {
	const struct letter *letter; /* borrowed */
	bool is_open, is_draft;
	char *why; /* owns; why it cannot be printed now; NULL where it can */
};
struct letters {
	struct letter_seen *v; /* owns */
	size_t n;
};
void letters_release(struct letters *letters);

/* The letters of the record's kind. ERR_NOT_FOUND. */
MUST_CHECK bool session_letters(
	struct session *session, const char *id, struct letters *letters, struct err *err);
/* One of them, as text or as a page of HTML. ERR_INPUT: there is none of that code. ERR_REFUSED: it
 * does not fit the record as it stands, or something it says is not filled in. */
MUST_CHECK bool session_letter(struct session *session, const char *id, const char *code,
	bool is_html, struct str *out, struct err *err);

#endif

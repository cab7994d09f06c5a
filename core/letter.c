/* SPDX-License-Identifier: MIT */
#include "core/letter.h"

#include <string.h>

bool letter_next(struct letter_reader *reader, struct letter_part *part)
{
	const char *at = reader->at;
	size_t len = strcspn(at, "}\n");

	if (*at == '\0')
		return false;
	*part = (struct letter_part){.what = LETTER_TEXT, .from = at, .len = 1};
	if (*at == '\n') {
		reader->line++;
		reader->at++;
	} else if (at[0] == '{' && at[1] == '{') {
		reader->at += 2;
	} else if (*at == '{' && at[len] != '}') {
		part->what = LETTER_OPEN;
		reader->at += len;
	} else if (*at == '{') {
		bool is_if = strncmp(at, "{if ", 4) == 0;

		part->what = is_if ? LETTER_IF : LETTER_BLANK;
		part->from = at + (is_if ? 4 : 1);
		part->len = (size_t)(at + len - part->from);
		reader->at += len + 1;
	} else {
		part->len = strcspn(at, "{\n");
		reader->at += part->len;
	}
	return true;
}

enum letter_word letter_word(const char *word)
{
	static const char *const words[] = {
		[WORD_TITLE] = "title",
		[WORD_NUMBER] = "number",
		[WORD_ID] = "id",
		[WORD_UNIT] = "unit",
		[WORD_TODAY] = "today",
		[WORD_DUE] = "due",
		[WORD_START] = "start",
		[WORD_FIRST] = "first",
		[WORD_TERM] = "term",
		[WORD_COMMENT] = "comment",
		[WORD_DAY] = "day",
	};

	for (int i = WORD_TITLE; i < WORD_COUNT; i++) {
		if (strcmp(words[i], word) == 0)
			return (enum letter_word)i;
	}
	return WORD_FIELD;
}

/* SPDX-License-Identifier: MIT */
#include "cli/words.h"

#include <string.h>

#include "core/i18n.h"
#include "core/text.h"

static bool is_control(const char *line)
{
	for (const unsigned char *s = (const unsigned char *)line; *s != '\0'; s++) {
		if (*s < ' ' || *s == 0x7F)
			return true;
	}
	return false;
}

/* Appends what stands between quotes; *line is behind the first one, and then behind the last. */
static bool add_quoted(struct str *word, const char **line, char quote)
{
	const char *s = *line;

	for (; *s != quote; s++) {
		if (quote == '"' && *s == '\\' && (s[1] == '"' || s[1] == '\\'))
			s++;
		if (*s == '\0')
			return false;
		str_addc(word, *s);
	}
	*line = s + 1;
	return true;
}

/* The next word, up to a blank. */
static bool add_word(struct str *word, const char **line)
{
	const char *s = *line;

	str_add(word, ""); /* '' is a word too */
	while (*s != '\0' && *s != ' ') {
		char c = *s++;

		if (c == '\'' || c == '"') {
			if (!add_quoted(word, &s, c))
				return false;
			continue;
		}
		if (c == '\\')
			c = *s++;
		if (c == '\0')
			return false;
		str_addc(word, c);
	}
	*line = s;
	return true;
}

static bool split(const char *line, struct strv *words)
{
	bool ok = true;

	while (ok) {
		struct str word = {0};

		line += strspn(line, " ");
		if (*line == '\0')
			return true;
		ok = add_word(&word, &line);
		if (ok)
			strv_add(words, str_get(&word));
		str_release(&word);
	}
	return false;
}

bool words_split(const char *line, struct strv *words, struct err *err)
{
	struct strv found = {0};
	bool ok = false;

	if (strlen(line) > WORDS_MAX)
		err_set(err, ERR_INPUT, _("the command is longer than %d bytes"), WORDS_MAX);
	else if (is_control(line))
		err_set(err, ERR_INPUT, _("a command is one line, without control characters"));
	else if (!text_is_utf8(line, strlen(line)))
		err_set(err, ERR_INPUT, _("the command is not written in UTF-8"));
	else if (!split(line, &found))
		err_set(err, ERR_INPUT, _("a quote in the command has no end"));
	else
		ok = true;
	for (size_t i = 0; ok && i < found.n; i++)
		strv_add(words, found.v[i]);
	strv_release(&found);
	return ok;
}

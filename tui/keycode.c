/* SPDX-License-Identifier: MIT */
#include "tui/keycode.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tui/glyph.h"

enum { SPLIT_SEQUENCE_MS = 500 };

static const struct {
	int key;
	const char *name, *label;
} names[] = {
	{K_UP, "Up", "↑"},
	{K_DOWN, "Down", "↓"},
	{K_LEFT, "Left", "←"},
	{K_RIGHT, "Right", "→"},
	{K_HOME, "Home", "Home"},
	{K_END, "End", "End"},
	{K_PAGE_UP, "PgUp", "PgUp"},
	{K_PAGE_DOWN, "PgDn", "PgDn"},
	{K_INSERT, "Ins", "Ins"},
	{K_DELETE, "Del", "Del"},
	{K_BACKSPACE, "Backspace", "Backspace"},
	{K_ENTER, "Enter", "Enter"},
	{K_TAB, "Tab", "Tab"},
	{K_BACK_TAB, "S-Tab", "S-Tab"},
	{K_ESCAPE, "Esc", "Esc"},
	{' ', "Space", "Space"},
	{'<', "Less", "<"},
};
enum { NAMES = sizeof(names) / sizeof(*names) };

static int named(const char *name, size_t n)
{
	int number = 0;

	for (size_t i = 0; i < NAMES; i++) {
		if (strlen(names[i].name) == n && strncasecmp(names[i].name, name, n) == 0)
			return names[i].key;
	}
	if (n == 3 && strncasecmp(name, "C-", 2) == 0)
		return K_CTRL(name[2]);
	if (n >= 2 && n <= 3 && (name[0] == 'F' || name[0] == 'f')) {
		for (size_t i = 1; i < n; i++) {
			if (name[i] < '0' || name[i] > '9')
				return 0;
			number = 10 * number + (name[i] - '0');
		}
		return number >= 1 && number <= 12 ? K_F1 + number - 1 : 0;
	}
	return 0;
}

int keycode_parse(const char **s)
{
	const char *end = **s == '<' ? strchr(*s, '>') : NULL;
	struct glyph glyph;
	int key = end != NULL ? named(*s + 1, (size_t)(end - *s - 1)) : 0;

	if (key != 0) {
		*s = end + 1;
		return key;
	}
	if (**s == '\0')
		return 0;
	glyph_next(*s, strlen(*s), &glyph);
	*s += glyph.len;
	return glyph.is_run ? 0 : (int)glyph.ch[0];
}

const char *keycode_spell(int key, char buf[KEY_NAME_SIZE])
{
	for (size_t i = 0; i < NAMES; i++) {
		if (names[i].key == key) {
			snprintf(buf, KEY_NAME_SIZE, "<%s>", names[i].name);
			return buf;
		}
	}
	if (key >= K_F1 && key <= K_F12)
		snprintf(buf, KEY_NAME_SIZE, "<F%d>", key - K_F1 + 1);
	else if (key > 0 && key < 0x20)
		snprintf(buf, KEY_NAME_SIZE, "<C-%c>", key + 0x60);
	else if (keycode_is_text(key))
		buf[glyph_encode((char32_t)key, buf)] = '\0';
	else
		buf[0] = '\0';
	return buf;
}

const char *keycode_label(int key, char buf[KEY_NAME_SIZE])
{
	for (size_t i = 0; i < NAMES; i++) {
		if (names[i].key == key) {
			snprintf(buf, KEY_NAME_SIZE, "%s", names[i].label);
			return buf;
		}
	}
	if (key >= K_F1 && key <= K_F12)
		snprintf(buf, KEY_NAME_SIZE, "F%d", key - K_F1 + 1);
	else if (key > 0 && key < 0x20)
		snprintf(buf, KEY_NAME_SIZE, "^%c", key + 0x40);
	else
		keycode_spell(key, buf);
	return buf;
}

bool keycode_is_text(int key)
{
	return key >= 0x20 && key != 0x7F && key < KEY_BASE_ && !(key >= 0x80 && key < 0xA0);
}

static int control(unsigned char byte)
{
	switch (byte) {
	case '\r':
	case '\n': return K_ENTER;
	case '\t': return K_TAB;
	case 0x08:
	case 0x7F: return K_BACKSPACE;
	case 0x1B: return K_ESCAPE;
	default: return byte;
	}
}

/* The final byte of a control sequence ends it. */
static bool swallowed(struct keycode_decoder *decoder, unsigned char byte, int64_t now_ms)
{
	if (decoder->in_sequence) {
		if (byte >= 0x40 && byte <= 0x7E)
			decoder->in_sequence = false;
		return true;
	}
	if (decoder->escape != 0 && now_ms - decoder->escape <= SPLIT_SEQUENCE_MS &&
		(byte == '[' || byte == 'O')) {
		decoder->in_sequence = true;
		decoder->escape = 0;
		return true;
	}
	decoder->escape = byte == 0x1B ? now_ms : 0;
	return false;
}

int keycode_decode(struct keycode_decoder *decoder, unsigned char byte, int64_t now_ms)
{
	char one = (char)byte;
	wchar_t wc;
	size_t n;

	if (mbsinit(&decoder->state)) {
		if (swallowed(decoder, byte, now_ms))
			return 0;
		if (byte < 0x20 || byte == 0x7F)
			return control(byte);
	}
	n = mbrtowc(&wc, &one, 1, &decoder->state);
	if (n == (size_t)-2)
		return 0;
	if (n == (size_t)-1) {
		decoder->state = (mbstate_t){0};
		return 0xFFFD;
	}
	return (int)wc;
}

/* SPDX-License-Identifier: MIT */
#ifndef TUI_KEYCODE_H
#define TUI_KEYCODE_H

/* Keys: a character is its code point, anything else one of enum key. Names as in key maps and test
 * scripts: "a", "<Down>", "<F2>", "<C-s>". */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>
#include <wchar.h>

enum key {
	KEY_BASE_ = 0x110000, /* behind the last character */
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PAGE_UP,
	K_PAGE_DOWN,
	K_INSERT,
	K_DELETE,
	K_BACKSPACE,
	K_ENTER,
	K_TAB,
	K_BACK_TAB,
	K_ESCAPE,
	K_PASTE, /* text came in one piece */
	K_RESIZE,
	K_MOUSE, /* a click or the wheel */
	K_OTHER, /* a key without a meaning here */
	K_F1,
	K_F12 = K_F1 + 11,
};

enum { KEY_NAME_SIZE = 16 };
#define K_CTRL(letter) ((letter)&0x1F)

/* The key that a name at *s spells, *s moves behind it; 0 where it spells none. */
int keycode_parse(const char **s);
const char *keycode_spell(int key, char buf[KEY_NAME_SIZE]); /* buf */
/* What a person reads in the key bar: "Enter", "F2", "^S", "a". */
const char *keycode_label(int key, char buf[KEY_NAME_SIZE]);
bool keycode_is_text(int key); /* a character that can be typed into a field */

/* Bytes from the terminal to keys: characters may come in pieces, escape sequences that nobody
 * knows are swallowed whole, and so is the rest of one that came apart after an escape. */
struct keycode_decoder {
	mbstate_t state;
	bool in_sequence; /* behind ESC [ or ESC O */
	int64_t escape; /* when the last lone escape came, in ms; 0: none */
};
/* One byte at a time; returns the key, or 0 where more is needed or the byte is swallowed. */
int keycode_decode(struct keycode_decoder *decoder, unsigned char byte, int64_t now_ms);

#endif

/* SPDX-License-Identifier: MIT */
#include "tests/tui/keys.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/mem.h"

enum { SHIFT = 1, ALT = 2, CTRL = 4 };

enum kind {
	KIND_PLAIN, /* the text itself */
	KIND_CURSOR, /* CSI X, or SS3 X in application mode */
	KIND_SS3, /* SS3 X in both modes */
	KIND_TILDE, /* CSI number ~ */
};

static const struct key {
	const char *name;
	enum kind kind;
	const char *code;
} keys[] = {
	{"Up", KIND_CURSOR, "A"},
	{"Down", KIND_CURSOR, "B"},
	{"Right", KIND_CURSOR, "C"},
	{"Left", KIND_CURSOR, "D"},
	{"End", KIND_CURSOR, "F"},
	{"Home", KIND_CURSOR, "H"},
	{"F1", KIND_SS3, "P"},
	{"F2", KIND_SS3, "Q"},
	{"F3", KIND_SS3, "R"},
	{"F4", KIND_SS3, "S"},
	{"Insert", KIND_TILDE, "2"},
	{"Delete", KIND_TILDE, "3"},
	{"Del", KIND_TILDE, "3"},
	{"PgUp", KIND_TILDE, "5"},
	{"PgDn", KIND_TILDE, "6"},
	{"F5", KIND_TILDE, "15"},
	{"F6", KIND_TILDE, "17"},
	{"F7", KIND_TILDE, "18"},
	{"F8", KIND_TILDE, "19"},
	{"F9", KIND_TILDE, "20"},
	{"F10", KIND_TILDE, "21"},
	{"F11", KIND_TILDE, "23"},
	{"F12", KIND_TILDE, "24"},
	{"Enter", KIND_PLAIN, "\r"},
	{"Esc", KIND_PLAIN, "\033"},
	{"Tab", KIND_PLAIN, "\t"},
	{"Backspace", KIND_PLAIN, "\177"},
	{"BS", KIND_PLAIN, "\177"},
	{"Space", KIND_PLAIN, " "},
	{"lt", KIND_PLAIN, "<"},
	{"gt", KIND_PLAIN, ">"},
};

static const struct key *find(const char *name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcasecmp(keys[i].name, name) == 0)
			return &keys[i];
	}
	return NULL;
}

static int modifiers(const char **name)
{
	int mods = 0;

	while ((*name)[0] != '\0' && (*name)[1] == '-' && (*name)[2] != '\0') {
		static const char letters[] = "SAMC";
		static const int bits[] = {SHIFT, ALT, ALT, CTRL};
		const char *hit = strchr(letters, (*name)[0]);

		if (hit == NULL)
			break;
		mods |= bits[hit - letters];
		*name += 2;
	}
	return mods;
}

static void add_function(const struct key *key, int mods, bool application, struct str *out)
{
	bool tilde = key->kind == KIND_TILDE;

	if (mods != 0)
		str_addf(out, "\033[%s;%d%s", tilde ? key->code : "1", mods + 1,
			tilde ? "~" : key->code);
	else if (tilde)
		str_addf(out, "\033[%s~", key->code);
	else
		str_addf(out, "\033%c%s", key->kind == KIND_SS3 || application ? 'O' : '[',
			key->code);
}

static bool add_plain(const char *text, int mods, struct str *out, struct err *err)
{
	if (mods & SHIFT) {
		if (strcmp(text, "\t") != 0 || mods != SHIFT)
			return err_set(err, ERR_INPUT, "terminals cannot send shift with it");
		str_add(out, "\033[Z");
		return true;
	}
	if (mods & ALT)
		str_addc(out, '\033');
	if (!(mods & CTRL)) {
		str_add(out, text);
		return true;
	}
	if (strlen(text) != 1 || (*text != ' ' && *text < '?'))
		return err_set(err, ERR_INPUT, "terminals cannot send control with it");
	str_addc(out, (char)(*text == '?' ? 0x7f : *text & 0x1f));
	return true;
}

static bool add_named(const char *name, bool application, struct str *out, struct err *err)
{
	int mods = modifiers(&name);
	const struct key *key = find(name);

	if (key != NULL && key->kind != KIND_PLAIN) {
		add_function(key, mods, application, out);
		return true;
	}
	if (key == NULL && (mods == 0 || strlen(name) != 1))
		return err_set(err, ERR_INPUT, "there is no such key");
	return add_plain(key != NULL ? key->code : name, mods, out, err);
}

bool keys_encode(const char *word, bool application, struct str *out, struct err *err)
{
	const char *end = word[0] == '<' ? strchr(word + 1, '>') : NULL;
	char *name;
	bool ok;

	if (end == NULL || end[1] != '\0') {
		str_add(out, word[0] == '"' ? word + 1 : word);
		return true;
	}
	name = xstrndup(word + 1, (size_t)(end - word) - 1);
	ok = add_named(name, application, out, err);
	free(name);
	return ok || err_wrap(err, "%s", word);
}

/* SPDX-License-Identifier: MIT */

/* Hostile notes, keys of logs and witnesses, checkpoints, requests: what is taken is printed as the
 * same bytes. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(char *text, const char *expected, size_t n)
{
	if (strlen(text) != n || memcmp(text, expected, n) != 0)
		abort();
	free(text);
}

static void try_head(const char *text)
{
	struct note_head head;
	struct err err;
	char *printed;

	if (!note_head_parse(&head, text, &err))
		return;
	printed = note_head_text(&head);
	same(printed, text, strlen(printed));
	note_head_release(&head);
}

static void try_key(const char *text)
{
	struct note_key key;
	struct err err;

	if (!note_key_parse(&key, text, &err))
		return;
	same(note_key_line(&key), text, strcspn(text, "\n"));
	note_key_release(&key);
}

/* A key that the note names, whatever it is. */
static void try_seal(const struct note *note)
{
	for (size_t i = 0; i < note->n; i++) {
		struct note_key key = {.name = note->v[i].name, .id = note->v[i].id};
		int64_t time;

		public_key_from_ed25519((const unsigned char[ED25519_KEY]){9}, &key.key);
		key.use = NOTE_LOG;
		if (note_check(note, &key, &time) == NOTE_UNSIGNED)
			abort();
		key.use = NOTE_WITNESS;
		if (note_check(note, &key, &time) == NOTE_UNSIGNED)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct str out = {0};
	struct note note;
	struct err err;

	if (note_parse(&note, (const char *)data, size, &err)) {
		note_print(&note, &out);
		same(str_detach(&out), (const char *)data, size);
		try_head(note.text);
		try_seal(&note);
		note_keep(&note, NULL, NULL);
		note_release(&note);
	}
	try_head(text);
	try_key(text);
	free(text);
	return 0;
}

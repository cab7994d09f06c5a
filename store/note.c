/* SPDX-License-Identifier: MIT */
#include "store/note.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"
#include "store/base64.h"
#include "store/wire.h"

static const char dash[] = "\xe2\x80\x94 "; /* an em dash and a blank */

void note_release(struct note *note)
{
	for (size_t i = 0; i < note->n; i++) {
		free(note->v[i].name);
		free(note->v[i].bytes);
	}
	free(note->v);
	free(note->text);
	*note = (struct note){0};
}

static bool is_space(unsigned c)
{
	return c <= ' ' || c == 0x7f || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	       c == 0x205f || c == 0x3000;
}

static bool is_name(const char *name)
{
	if (*name == '\0')
		return false;
	while (*name != '\0') {
		unsigned c = text_next(&name);

		if (is_space(c) || c == '+')
			return false;
	}
	return true;
}

/* -- Reading ----------------------------------------------------------------------------------- */

/* What stands behind the name, and the first four bytes of it apart. */
static bool take_bytes(struct note_signature *signature, const char *text, size_t n)
{
	struct wire wire;

	signature->bytes = base64_decode(text, n, &signature->n);
	if (signature->bytes == NULL)
		return false;
	wire = (struct wire){signature->bytes, signature->n};
	if (!wire_u32(&wire, &signature->id))
		return false;
	signature->n = wire.n;
	memmove(signature->bytes, wire.p, wire.n);
	return true;
}

static bool take_signature(struct note *note, const char *line, size_t n)
{
	const char *name = line + strlen(dash), *end = line + n, *blank;
	struct note_signature *signature;

	if (note->n == NOTE_SIGNATURES_MAX || n < strlen(dash) ||
		memcmp(line, dash, strlen(dash)) != 0 ||
		(blank = memchr(name, ' ', (size_t)(end - name))) == NULL)
		return false;
	GROW(note->v, note->n);
	signature = &note->v[note->n++];
	*signature = (struct note_signature){.name = xstrndup(name, (size_t)(blank - name))};
	return is_name(signature->name) &&
	       take_bytes(signature, blank + 1, (size_t)(end - blank - 1));
}

/* No control characters but line feeds. */
static bool is_text(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)bytes[i] < ' ' && bytes[i] != '\n')
			return false;
	}
	return text_is_utf8(bytes, len);
}

/* The last empty line parts the text from the signatures; their first byte, or NULL. */
static const char *find_signatures(const char *bytes, size_t len)
{
	for (size_t i = len; i > 2; i--) {
		if (bytes[i - 1] == '\n' && bytes[i - 2] == '\n')
			return bytes + i;
	}
	return NULL;
}

static bool parse(struct note *note, const char *bytes, size_t len)
{
	const char *at, *end = bytes + len;

	if (len == 0 || len > NOTE_MAX || bytes[len - 1] != '\n' || !is_text(bytes, len))
		return false;
	at = find_signatures(bytes, len);
	if (at == NULL || at == end)
		return false;
	note->text = xstrndup(bytes, (size_t)(at - 1 - bytes));
	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));

		if (!take_signature(note, at, (size_t)(feed - at)))
			return false;
		at = feed + 1;
	}
	return true;
}

bool note_parse(struct note *note, const char *bytes, size_t len, struct err *err)
{
	*note = (struct note){0};
	if (parse(note, bytes, len))
		return true;
	note_release(note);
	return err_set(err, ERR_INPUT, _("it is no signed note"));
}

void note_print(const struct note *note, struct str *out)
{
	str_addf(out, "%s\n", note->text);
	for (size_t i = 0; i < note->n; i++) {
		struct str bytes = {0};
		char *text;

		wire_put_u32(&bytes, note->v[i].id);
		str_addn(&bytes, note->v[i].bytes, note->v[i].n);
		text = base64_encode(bytes.buf, bytes.len);
		str_addf(out, "%s%s %s\n", dash, note->v[i].name, text);
		free(text);
		str_release(&bytes);
	}
}

/* -- Keys -------------------------------------------------------------------------------------- */

void note_key_release(struct note_key *key)
{
	free(key->name);
	*key = (struct note_key){0};
}

/* The 32 bytes of an Ed25519 key. */
static bool raw_of(const struct public_key *key, unsigned char raw[ED25519_KEY])
{
	struct wire wire = {key->blob, key->n}, type, bytes;

	if (key->type != KEY_ED25519 || !wire_string(&wire, &type) || !wire_string(&wire, &bytes) ||
		bytes.n != ED25519_KEY)
		return false;
	memcpy(raw, bytes.p, ED25519_KEY);
	return true;
}

static bool is_plain(const char *name)
{
	for (const char *c = name; *c != '\0'; c++) {
		if (*c <= ' ' || *c > '~')
			return false;
	}
	return strlen(name) <= NOTE_NAME_MAX && is_name(name);
}

static uint32_t id_of(const char *name, enum note_use use, const unsigned char raw[ED25519_KEY])
{
	unsigned char hash[HASH_BYTES];
	struct str bytes = {0};
	struct wire wire = {hash, sizeof(hash)};
	uint32_t id = 0;

	str_addf(&bytes, "%s\n%c", name, (char)use);
	str_addn(&bytes, raw, ED25519_KEY);
	hash_bytes(bytes.buf, bytes.len, hash);
	(void)wire_u32(&wire, &id);
	str_release(&bytes);
	return id;
}

bool note_key_make(struct note_key *key, const char *name, enum note_use use,
	const struct public_key *public, struct err *err)
{
	unsigned char raw[ED25519_KEY];

	*key = (struct note_key){0};
	if (!is_plain(name))
		return err_set(err, ERR_INPUT,
			_("'%s' cannot be the name of a key: at most %d letters, digits and signs, "
			  "without a blank or a plus"),
			name, NOTE_NAME_MAX);
	if (!raw_of(public, raw))
		return err_set(err, ERR_INPUT, _("the key of '%s' is not Ed25519"), name);
	*key = (struct note_key){
		.name = xstrdup(name), .use = use, .id = id_of(name, use, raw), .key = *public};
	return true;
}

/* NAME+ID+KEY; what the three say must fit together. */
static bool parse_key(struct note_key *key, const char *line)
{
	const char *id = strchr(line, '+'), *bytes = id != NULL ? strchr(id + 1, '+') : NULL;
	char *name = NULL, *again;
	unsigned char *raw = NULL;
	struct public_key public;
	struct err why;
	size_t n = 0;
	bool ok;

	if (bytes != NULL) {
		name = xstrndup(line, (size_t)(id - line));
		raw = base64_decode(bytes + 1, strlen(bytes + 1), &n);
	}
	ok = raw != NULL && n == 1 + ED25519_KEY && (*raw == NOTE_LOG || *raw == NOTE_WITNESS);
	if (ok) {
		public_key_from_ed25519(raw + 1, &public);
		ok = note_key_make(key, name, (enum note_use) * raw, &public, &why);
	}
	if (ok) {
		again = note_key_line(key);
		ok = strcmp(again, line) == 0;
		free(again);
		if (!ok)
			note_key_release(key);
	}
	free(name);
	free(raw);
	return ok;
}

bool note_key_parse(struct note_key *key, const char *line, struct err *err)
{
	char *copy = xstrdup(line);
	size_t n = strlen(copy);
	bool ok;

	*key = (struct note_key){0};
	if (n > 0 && copy[n - 1] == '\n')
		copy[n - 1] = '\0';
	ok = parse_key(key, copy);
	free(copy);
	return ok || err_set(err, ERR_INPUT,
			     _("it is no key of a log or a witness: one is written NAME+ID+KEY"));
}

char *note_key_line(const struct note_key *key)
{
	unsigned char bytes[1 + ED25519_KEY] = {(unsigned char)key->use};
	char *text, *line;

	(void)raw_of(&key->key, bytes + 1); /* note_key_make has taken no other */
	text = base64_encode(bytes, sizeof(bytes));
	line = xasprintf("%s+%08" PRIx32 "+%s", key->name, key->id, text);
	free(text);
	return line;
}

bool note_key_eq(const struct note_key *a, const struct note_key *b)
{
	return a->use == b->use && strcmp(a->name, b->name) == 0 && public_key_eq(&a->key, &b->key);
}

/* -- Signatures -------------------------------------------------------------------------------- */

static void message(const struct note *note, enum note_use use, int64_t time, struct str *out)
{
	if (use == NOTE_WITNESS)
		str_addf(out, "cosignature/v1\ntime %" PRId64 "\n", time);
	str_add(out, note->text);
}

bool note_sign(struct note *note, const struct note_key *who, const struct key *secret,
	int64_t time, struct err *err)
{
	unsigned char signature[ED25519_SIGNATURE];
	struct str text = {0}, bytes = {0};
	bool ok;

	message(note, who->use, time, &text);
	ok = key_sign(secret, text.buf, text.len, signature, err);
	if (ok && who->use == NOTE_WITNESS) {
		wire_put_u32(&bytes, (uint32_t)((uint64_t)time >> 32));
		wire_put_u32(&bytes, (uint32_t)time);
	}
	if (ok) {
		str_addn(&bytes, signature, sizeof(signature));
		GROW(note->v, note->n);
		note->v[note->n++] = (struct note_signature){.name = xstrdup(who->name),
			.id = who->id,
			.bytes = (unsigned char *)bytes.buf,
			.n = bytes.len};
	}
	str_release(&text);
	return ok;
}

static bool is_by(const struct note_signature *signature, const struct note_key *who)
{
	return who != NULL && signature->id == who->id && strcmp(signature->name, who->name) == 0;
}

static bool is_good(const struct note *note, const struct note_signature *signature,
	const struct note_key *who, int64_t *time)
{
	struct wire wire = {signature->bytes, signature->n};
	uint32_t high = 0, low = 0;
	struct str text = {0};
	struct err why;
	bool ok;

	if (who->use == NOTE_WITNESS && (!wire_u32(&wire, &high) || !wire_u32(&wire, &low)))
		return false;
	*time = (int64_t)((uint64_t)high << 32 | low);
	if (wire.n != ED25519_SIGNATURE || *time < 0)
		return false;
	message(note, who->use, *time, &text);
	ok = public_key_verify(&who->key, text.buf, text.len, wire.p, &why);
	str_release(&text);
	return ok;
}

enum note_seal note_check(const struct note *note, const struct note_key *who, int64_t *time)
{
	enum note_seal seal = NOTE_UNSIGNED;
	int64_t latest = 0, at;

	for (size_t i = 0; i < note->n; i++) {
		if (!is_by(&note->v[i], who))
			continue;
		if (!is_good(note, &note->v[i], who, &at))
			return NOTE_FORGED;
		latest = at > latest ? at : latest;
		seal = NOTE_SIGNED;
	}
	if (time != NULL)
		*time = latest;
	return seal;
}

void note_keep(struct note *note, const struct note_key *one, const struct note_key *other)
{
	size_t kept = 0;

	for (size_t i = 0; i < note->n; i++) {
		if (is_by(&note->v[i], one) || is_by(&note->v[i], other)) {
			note->v[kept++] = note->v[i];
		} else {
			free(note->v[i].name);
			free(note->v[i].bytes);
		}
	}
	note->n = kept;
}

/* -- Checkpoints ------------------------------------------------------------------------------- */

void note_head_release(struct note_head *head)
{
	free(head->origin);
	*head = (struct note_head){0};
}

/* Decimal, as it would be written again. */
static bool take_size(const char *text, int64_t *n)
{
	char again[32];

	*n = strtoll(text, NULL, 10);
	(void)snprintf(again, sizeof(again), "%" PRId64, *n);
	return *n >= 0 && *n >> (MERKLE_LEVELS - 1) == 0 && strcmp(again, text) == 0;
}

static bool take_root(const char *text, struct merkle_hash *root)
{
	size_t n;
	unsigned char *bytes = base64_decode(text, strlen(text), &n);
	bool ok = bytes != NULL && n == HASH_BYTES;

	if (ok)
		memcpy(root->bytes, bytes, HASH_BYTES);
	free(bytes);
	return ok;
}

bool note_head_parse(struct note_head *head, const char *text, struct err *err)
{
	struct strv lines = {0};
	size_t len = strlen(text);
	bool ok = len > 0 && *text != '\n' && text[len - 1] == '\n' && strstr(text, "\n\n") == NULL;

	*head = (struct note_head){0};
	strv_split(&lines, text, "\n");
	ok = ok && lines.n >= 3 && take_size(lines.v[1], &head->tree.n) &&
	     take_root(lines.v[2], &head->tree.root);
	if (ok)
		head->origin = xstrdup(lines.v[0]);
	strv_release(&lines);
	return ok ||
	       err_set(err, ERR_INPUT, _("it is no checkpoint: origin, size and root are missing"));
}

char *note_head_text(const struct note_head *head)
{
	char *root = base64_encode(head->tree.root.bytes, HASH_BYTES);
	char *text = xasprintf("%s\n%" PRId64 "\n%s\n", head->origin, head->tree.n, root);

	free(root);
	return text;
}

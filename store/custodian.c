/* SPDX-License-Identifier: MIT */
/* The other machine: a folder with a key, the keys of the ledgers it knows, and of each the
 * checkpoint it cosigned last. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/base64.h"
#include "store/clock.h"
#include "store/fs.h"
#include "store/lock.h"
#include "store/witness.h"

struct custodian {
	const char *path; /* borrowed */
	int dir, lock;
	struct key *secret; /* owns */
	struct note_key key; /* its public half, with the name */
};

static void custodian_close(struct custodian *c)
{
	key_free(c->secret);
	note_key_release(&c->key);
	lock_drop(c->lock);
	if (c->dir >= 0)
		close(c->dir);
}

static bool read_name(struct custodian *c, struct err *err)
{
	char *name = NULL;
	bool ok = fs_read(c->dir, "name", NOTE_MAX, &name, NULL, err);

	if (ok) {
		name[strcspn(name, "\n")] = '\0';
		ok = note_key_make(&c->key, name, NOTE_WITNESS, key_public(c->secret), err);
	}
	free(name);
	return ok;
}

static bool custodian_open(struct custodian *c, const char *dir, struct err *err)
{
	char *path = xasprintf("%s/key", dir);
	bool ok;

	*c = (struct custodian){.path = dir, .dir = fs_open_dir(AT_FDCWD, dir, err), .lock = -1};
	ok = c->dir >= 0 && fs_check_private(c->dir, dir, err) &&
	     (c->lock = lock_take(c->dir, "lock", err)) >= 0 &&
	     (c->secret = key_load(path, err)) != NULL && read_name(c, err);
	if (!ok && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND,
			_("'%s' is no witness's folder: `gongkai witness init` makes one"), dir);
	free(path);
	return ok;
}

/* -- Beginning --------------------------------------------------------------------------------- */

static bool make_folder(const char *dir, struct err *err)
{
	bool empty = false, ok;
	int fd;

	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_set(err, ERR_IO, _("cannot make '%s': %s"), dir, err_system(errno));
	fd = fs_open_dir(AT_FDCWD, dir, err);
	if (fd < 0)
		return false;
	ok = fs_check_private(fd, dir, err) && fs_is_empty_dir(fd, &empty, err) &&
	     (empty || err_set(err, ERR_REFUSED,
			       _("'%s' is not empty: a witness begins in a new or empty folder"),
			       dir));
	close(fd);
	return ok;
}

/* The key comes last: before, it is no witness's folder. */
static bool fill_folder(
	const char *dir, const char *name, const struct key *secret, struct err *err)
{
	char *path = xasprintf("%s/key", dir), *line = xasprintf("%s\n", name);
	int fd = fs_open_dir(AT_FDCWD, dir, err);
	bool ok = fd >= 0 && fs_write(fd, "name", 0600, line, strlen(line), err) &&
		  key_save(secret, path, err);

	if (fd >= 0)
		close(fd);
	free(line);
	free(path);
	return ok;
}

bool custodian_init(const char *dir, const char *name, char **line, struct err *err)
{
	struct key *secret = key_generate(err);
	struct note_key key = {0};
	bool ok = secret != NULL &&
		  note_key_make(&key, name, NOTE_WITNESS, key_public(secret), err) &&
		  make_folder(dir, err) && fill_folder(dir, name, secret, err);

	*line = ok ? note_key_line(&key) : NULL;
	note_key_release(&key);
	key_free(secret);
	return ok;
}

/* A line each; the same form as the site's witnesses. */
static bool add_line(int dir, const char *line, struct err *err)
{
	struct str text = {0};
	char *had = NULL;
	struct err why;
	bool ok = fs_read(dir, "keys", NOTE_MAX, &had, NULL, &why);

	if (!ok && why.code != ERR_NOT_FOUND) {
		*err = why;
		return false;
	}
	str_addf(&text, "%s%s\n", had != NULL ? had : "", line);
	ok = (had != NULL && strstr(had, line) != NULL) ||
	     fs_write(dir, "keys", 0600, text.buf, text.len, err);
	str_release(&text);
	free(had);
	return ok;
}

bool custodian_know(const char *dir, const char *text, struct err *err)
{
	struct custodian c;
	struct note_key key = {0};
	bool ok = custodian_open(&c, dir, err) && note_key_parse(&key, text, err);
	char *line;

	if (ok && key.use != NOTE_LOG)
		ok = err_set(
			err, ERR_INPUT, _("the key of '%s' is a witness's, not a log's"), key.name);
	if (ok) {
		line = note_key_line(&key);
		ok = add_line(c.dir, line, err);
		free(line);
	}
	note_key_release(&key);
	custodian_close(&c);
	return ok;
}

/* -- What is asked ----------------------------------------------------------------------------- */

struct request {
	int64_t old; /* -1: a checkpoint alone, without a proof */
	struct merkle_proof proof;
	struct witness_note note;
};

static void request_release(struct request *request)
{
	witness_note_release(&request->note);
}

static bool take_old(const char *line, int64_t *old)
{
	char *again;
	bool ok;

	*old = strtoll(line + strlen("old "), NULL, 10);
	again = xasprintf("old %" PRId64, *old);
	ok = *old >= 0 && strcmp(again, line) == 0;
	free(again);
	return ok;
}

static bool take_hash(struct merkle_proof *proof, const char *line)
{
	size_t n = 0;
	unsigned char *bytes = base64_decode(line, strlen(line), &n);
	bool ok = bytes != NULL && n == HASH_BYTES && proof->n < MERKLE_PROOF_MAX;

	if (ok)
		memcpy(proof->v[proof->n++].bytes, bytes, HASH_BYTES);
	free(bytes);
	return ok;
}

/* The lines before the checkpoint, up to the empty one; *used: how many bytes that is. */
static bool parse_proof(struct request *request, const char *text, size_t *used)
{
	const char *end = strstr(text, "\n\n");
	struct strv lines = {0};
	char *head;
	bool ok = end != NULL;

	if (!ok)
		return false;
	*used = (size_t)(end - text) + 2;
	head = xstrndup(text, *used);
	strv_split(&lines, head, "\n");
	ok = lines.n > 0 && take_old(lines.v[0], &request->old);
	for (size_t i = 1; ok && i < lines.n; i++)
		ok = take_hash(&request->proof, lines.v[i]);
	strv_release(&lines);
	free(head);
	return ok;
}

static bool parse_request(struct request *request, const char *bytes, size_t len, struct err *err)
{
	char *text = xstrndup(bytes, len);
	size_t used = 0;
	bool ok = true;

	*request = (struct request){.old = -1};
	if (starts_with(text, "old "))
		ok = parse_proof(request, text, &used) ||
		     err_set(err, ERR_INPUT, _("it is no request for a cosignature"));
	ok = ok && witness_note_parse(&request->note, bytes + used, len - used, err);
	free(text);
	return ok;
}

/* -- Whether it may be cosigned ---------------------------------------------------------------- */

/* Signed by a key that is known for its origin; *log is that key. */
static bool find_log(const struct custodian *c, const struct witness_note *note,
	struct note_key *log, struct err *err)
{
	struct witness_keys keys = {0};
	bool ok = witness_keys_read(c->dir, &keys, err), is_known = false, found = false;

	for (size_t i = 0; ok && !found && i < keys.n; i++) {
		struct note_key *key = &keys.v[i];

		if (strcmp(key->name, note->head.origin) != 0)
			continue;
		is_known = true;
		found = note_check(&note->note, key, NULL) == NOTE_SIGNED;
		if (found) {
			*log = *key;
			*key = (struct note_key){0};
		}
	}
	witness_keys_release(&keys);
	if (ok && !is_known)
		return err_set(err, ERR_REFUSED,
			_("the ledger '%s' is not known here: `gongkai witness know` takes its "
			  "key"),
			note->head.origin);
	return ok &&
	       (found || err_set(err, ERR_REFUSED,
				 _("the checkpoint is not signed by a key that is known for '%s'"),
				 note->head.origin));
}

/* The roots over the first lines of the evidence, at two sizes. */
struct retelling {
	int64_t n; /* lines */
	struct merkle_claim at[2]; /* n is asked for */
};

static void retell(struct retelling *told, const char *text, size_t len)
{
	struct merkle tree = {0};
	const char *end = text + len;

	for (;;) {
		struct merkle_hash leaf;
		const char *feed = text < end ? memchr(text, '\n', (size_t)(end - text)) : NULL;

		for (int i = 0; i < 2; i++) {
			if (told->at[i].n == tree.n)
				merkle_root(&tree, &told->at[i].root);
		}
		if (feed == NULL)
			break;
		merkle_leaf(text, (size_t)(feed - text), &leaf);
		merkle_add(&tree, &leaf, NULL);
		text = feed + 1;
	}
	told->n = text == end ? tree.n : -1;
}

static bool rewritten(const struct merkle_claim *seen, struct err *err)
{
	return err_set(err, ERR_REFUSED,
		_("HISTORY WAS REWRITTEN: it does not contain the %lld decisions that were "
		  "cosigned here"),
		(long long)seen->n);
}

static bool check_evidence(const struct merkle_claim *seen, const struct merkle_claim *now,
	const struct custodian_ask *ask, struct err *err)
{
	struct retelling told = {.at = {{.n = seen->n}, {.n = now->n}}};

	retell(&told, ask->evidence, ask->evidence_len);
	if (told.n != now->n || !merkle_eq(&told.at[1].root, &now->root))
		return err_set(err, ERR_REFUSED,
			_("the evidence is not that of the checkpoint of %lld decisions"),
			(long long)now->n);
	return seen->n == 0 || merkle_eq(&told.at[0].root, &seen->root) || rewritten(seen, err);
}

/* seen->n is 0 where this ledger was never cosigned. */
static bool check_extends(const struct merkle_claim *seen, const struct request *request,
	const struct custodian_ask *ask, struct err *err)
{
	const struct merkle_claim *now = &request->note.head.tree;

	if (now->n < seen->n)
		return err_set(err, ERR_REFUSED,
			_("it has %lld decisions, and %lld were cosigned here already: the ledger "
			  "was cut short, or this is an old checkpoint"),
			(long long)now->n, (long long)seen->n);
	if (now->n == seen->n && !merkle_eq(&now->root, &seen->root))
		return rewritten(seen, err);
	if (ask->evidence != NULL)
		return check_evidence(seen, now, ask, err);
	if (now->n == seen->n || seen->n == 0)
		return true;
	if (request->old != seen->n)
		return err_set(err, ERR_REFUSED,
			_("%lld decisions were cosigned here last: ask with `gongkai witness "
			  "request --old %lld`"),
			(long long)seen->n, (long long)seen->n);
	return merkle_extends(seen, now, &request->proof) || rewritten(seen, err);
}

/* -- Cosigning --------------------------------------------------------------------------------- */

/* Where the checkpoint of a ledger lies. The caller frees. */
static char *seen_file(const char *origin)
{
	char hash[HASH_HEX + 1];

	hash_hex(origin, strlen(origin), hash);
	return xasprintf("seen-%.16s", hash);
}

/* What was cosigned last; nothing where that was never. */
static bool read_seen(
	const struct custodian *c, const char *file, struct merkle_claim *seen, struct err *err)
{
	struct witness_note note;
	struct err why;
	bool ok;

	*seen = (struct merkle_claim){0};
	if (!witness_note_read(c->dir, file, &note, &why)) {
		*err = why;
		return why.code == ERR_NOT_FOUND;
	}
	*seen = note.head.tree;
	ok = note_check(&note.note, &c->key, NULL) == NOTE_SIGNED ||
	     err_set(err, ERR_IO,
		     _("'%s/%s' was changed: it does not bear this witness's signature"), c->path,
		     file);
	witness_note_release(&note);
	return ok;
}

/* For whoever asks later what was tried. */
static void note_refusal(const struct custodian *c, const struct request *request, const char *why)
{
	int fd = openat(
		c->dir, "refused", O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	struct str line = {0};
	char at[STAMP_SIZE];

	str_addf(&line, "%s %s\n", stamp_format(clock_now(), at), why);
	note_print(&request->note.note, &line);
	str_addc(&line, '\n');
	if (fd >= 0) {
		(void)!write(fd, line.buf, line.len); /* it is refused all the same */
		close(fd);
	}
	str_release(&line);
}

/* On the disk before anybody gets it. */
static bool cosign(const struct custodian *c, struct request *request, const struct note_key *log,
	const char *file, char **text, struct err *err)
{
	struct note *note = &request->note.note;
	struct str out = {0};
	bool ok;

	note_keep(note, log, NULL);
	ok = note_sign(note, &c->key, c->secret, clock_now().time, err);
	if (ok) {
		note_print(note, &out);
		ok = fs_write(c->dir, file, 0600, out.buf, out.len, err);
	}
	*text = ok ? str_detach(&out) : NULL;
	str_release(&out);
	return ok;
}

static bool answer(const struct custodian *c, struct request *request,
	const struct custodian_ask *ask, char **note, struct err *err)
{
	char *file = seen_file(request->note.head.origin);
	struct merkle_claim seen;
	struct note_key log = {0};
	bool ok = find_log(c, &request->note, &log, err) && read_seen(c, file, &seen, err);

	if (ok && !check_extends(&seen, request, ask, err)) {
		note_refusal(c, request, err->text);
		ok = false;
	}
	ok = ok && cosign(c, request, &log, file, note, err);
	note_key_release(&log);
	free(file);
	return ok;
}

bool custodian_sign(const char *dir, const struct custodian_ask *ask, char **note, struct err *err)
{
	struct custodian c;
	struct request request = {0};
	bool ok = custodian_open(&c, dir, err) &&
		  parse_request(&request, ask->request, ask->request_len, err);

	*note = NULL;
	ok = ok && answer(&c, &request, ask, note, err);
	request_release(&request);
	custodian_close(&c);
	return ok;
}

/* SPDX-License-Identifier: MIT */
#include "store/witness.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/base64.h"
#include "store/clock.h"
#include "store/fs.h"
#include "store/site_key.h"

static const char keys_file[] = "keys", note_file[] = "note";

/* -- What lies there --------------------------------------------------------------------------- */

int witness_dir(int store, struct err *err)
{
	return fs_open_dir(store, WITNESS_DIR, err);
}

void witness_keys_release(struct witness_keys *keys)
{
	for (size_t i = 0; i < keys->n; i++)
		note_key_release(&keys->v[i]);
	free(keys->v);
	*keys = (struct witness_keys){0};
}

bool witness_keys_read(int dir, struct witness_keys *keys, struct err *err)
{
	struct strv lines = {0};
	char *text = NULL;
	bool ok = true;

	if (!fs_read(dir, keys_file, NOTE_MAX, &text, NULL, err))
		return err->code == ERR_NOT_FOUND;
	strv_split(&lines, text, "\n");
	for (size_t i = 0; ok && i < lines.n; i++) {
		GROW(keys->v, keys->n);
		ok = note_key_parse(&keys->v[keys->n], lines.v[i], err) ||
		     err_wrap(err, WITNESS_DIR "/%s", keys_file);
		keys->n += ok ? 1 : 0;
	}
	strv_release(&lines);
	free(text);
	return ok;
}

static bool write_keys(int dir, const struct witness_keys *keys, struct err *err)
{
	struct str text = {0};
	bool ok;

	for (size_t i = 0; i < keys->n; i++) {
		char *line = note_key_line(&keys->v[i]);

		str_addf(&text, "%s\n", line);
		free(line);
	}
	ok = fs_write(dir, keys_file, 0600, str_get(&text), text.len, err);
	str_release(&text);
	return ok;
}

char *witness_keys_file(const struct note_key *key)
{
	return xasprintf("seen-%08" PRIx32, key->id);
}

void witness_note_release(struct witness_note *note)
{
	note_release(&note->note);
	note_head_release(&note->head);
}

bool witness_note_parse(struct witness_note *note, const char *bytes, size_t len, struct err *err)
{
	*note = (struct witness_note){0};
	if (note_parse(&note->note, bytes, len, err) &&
		note_head_parse(&note->head, note->note.text, err))
		return true;
	witness_note_release(note);
	return false;
}

bool witness_note_read(int dir, const char *name, struct witness_note *note, struct err *err)
{
	char *text = NULL;
	size_t len;
	bool ok;

	*note = (struct witness_note){0};
	if (!fs_read(dir, name, NOTE_MAX, &text, &len, err))
		return false;
	ok = witness_note_parse(note, text, len, err) || err_wrap(err, WITNESS_DIR "/%s", name);
	free(text);
	return ok;
}

/* The key under which the site signs the checkpoints of its ledger. */
static bool log_key(struct note_key *key, const char *origin, const char *line, struct err *err)
{
	struct public_key public;

	return public_key_parse(line, &public, err) &&
	       note_key_make(key, origin, NOTE_LOG, &public, err);
}

const struct signing_key *witness_note_signer(
	const struct witness_note *note, const struct key_list *site)
{
	const struct signing_key *signer = NULL;

	for (size_t i = 0; signer == NULL && i < site->n; i++) {
		struct note_key key = {0};
		struct err why;

		if (log_key(&key, note->head.origin, site->v[i].line, &why) &&
			note_check(&note->note, &key, NULL) == NOTE_SIGNED)
			signer = &site->v[i];
		note_key_release(&key);
	}
	return signer;
}

/* -- Checkpoints ------------------------------------------------------------------------------- */

static bool rewritten(const struct note_head *head, struct err *err)
{
	return err_set(err, ERR_REFUSED,
		_("this ledger does not contain the checkpoint of %lld decisions: it was rewritten "
		  "or set back; `gongkai verify` says more"),
		(long long)head->tree.n);
}

static bool has_root(const struct evidence_tree *tree, const struct note_head *head)
{
	struct merkle_hash root;
	struct merkle was;

	if (head->tree.n > tree->tree.n)
		return false;
	merkle_at(tree->stored, head->tree.n, &was);
	merkle_root(&was, &root);
	return merkle_eq(&root, &head->tree.root);
}

/* Whether the ledger of today begins with the one of that checkpoint. Nobody is accused by a file
 * that may be damaged: first the tree is made again. ERR_REFUSED. */
static bool check_contains(struct store *store, struct evidence_tree *tree,
	const struct note_head *head, struct err *err)
{
	if (has_root(tree, head))
		return true;
	if (!evidence_anew(tree, store, err))
		return false;
	return has_root(tree, head) || rewritten(head, err);
}

/* The one that was made last; the same again where nothing was decided since. False with *is_new
 * set: there must be another. */
static bool look_at_last(struct store *store, struct evidence_tree *tree, struct note *note,
	bool *is_new, struct err *err)
{
	struct witness_note last;
	struct err why;
	bool ok = true;

	*is_new = true;
	if (!witness_note_read(tree->dir, note_file, &last, &why)) {
		*err = why;
		return why.code == ERR_NOT_FOUND;
	}
	if (witness_note_signer(&last, &store->now.office.org.site) == NULL)
		ok = rewritten(&last.head, err);
	ok = ok && check_contains(store, tree, &last.head, err);
	*is_new = last.head.tree.n != tree->tree.n;
	if (ok && !*is_new) {
		*note = last.note;
		last.note = (struct note){0};
	}
	witness_note_release(&last);
	return ok;
}

static bool sign_note(
	struct store *store, const struct note_head *head, struct note *note, struct err *err)
{
	const struct key *secret = site_key(store, err);
	struct note_key key = {0};
	bool ok;

	note->text = note_head_text(head);
	ok = secret != NULL &&
	     note_key_make(&key, head->origin, NOTE_LOG, key_public(secret), err) &&
	     note_sign(note, &key, secret, 0, err);
	note_key_release(&key);
	return ok;
}

static bool make_note(
	struct store *store, struct evidence_tree *tree, struct str *out, struct err *err)
{
	struct note_head head = {.tree.n = tree->tree.n};
	struct note note = {0};
	struct str text = {0};
	bool is_new, ok = look_at_last(store, tree, &note, &is_new, err);

	if (ok && is_new) {
		merkle_root(&tree->tree, &head.tree.root);
		head.origin = evidence_origin(store, err);
		ok = head.origin != NULL && sign_note(store, &head, &note, err);
	}
	if (ok) {
		note_print(&note, &text);
		ok = !is_new || fs_write(tree->dir, note_file, 0600, text.buf, text.len, err);
		str_addn(out, text.buf, text.len);
	}
	str_release(&text);
	note_head_release(&head);
	note_release(&note);
	return ok;
}

bool store_note(struct store *store, char **text, struct err *err)
{
	struct evidence_tree tree;
	struct str out = {0};
	bool ok = evidence_open(&tree, store, err) && make_note(store, &tree, &out, err);

	evidence_close(&tree);
	*text = ok ? str_detach(&out) : NULL;
	str_release(&out);
	return ok;
}

bool store_note_key(struct store *store, char **line, struct err *err)
{
	const struct signing_key *now = key_list_last(&store->now.office.org.site);
	char *origin = evidence_origin(store, err);
	struct note_key key = {0};
	bool ok = origin != NULL && log_key(&key, origin, now->line, err);

	*line = ok ? note_key_line(&key) : NULL;
	note_key_release(&key);
	free(origin);
	return ok;
}

void ledger_head_release(struct ledger_head *head)
{
	free(head->origin);
	free(head->text);
	*head = (struct ledger_head){0};
}

bool store_head(struct store *store, struct ledger_head *head, struct err *err)
{
	struct err why;
	int dir = witness_dir(store->fd, &why);
	struct witness_note note = {0};
	bool ok = dir >= 0 && witness_note_read(dir, note_file, &note, &why);

	*head = (struct ledger_head){0};
	if (ok) {
		char *root = base64_encode(note.head.tree.root.bytes, HASH_BYTES);
		struct str text = {0};

		note_print(&note.note, &text);
		head->text = str_detach(&text);
		head->origin = note.head.origin;
		note.head.origin = NULL;
		head->size = note.head.tree.n;
		memcpy(head->root, root, ROOT_SIZE);
		free(root);
	}
	witness_note_release(&note);
	if (dir >= 0)
		close(dir);
	if (!ok)
		*err = why;
	return ok || why.code == ERR_NOT_FOUND;
}

/* -- Witnesses --------------------------------------------------------------------------------- */

void witnesses_release(struct witnesses *witnesses)
{
	for (size_t i = 0; i < witnesses->n; i++) {
		free(witnesses->v[i].name);
		free(witnesses->v[i].key);
	}
	free(witnesses->v);
	*witnesses = (struct witnesses){0};
}

const struct witness *witnesses_latest(const struct witnesses *witnesses)
{
	const struct witness *latest = NULL;

	for (size_t i = 0; i < witnesses->n; i++) {
		const struct witness *one = &witnesses->v[i];

		if (one->size > 0 &&
			(latest == NULL || one->size > latest->size ||
				(one->size == latest->size && one->at.time > latest->at.time)))
			latest = one;
	}
	return latest;
}

int64_t witnesses_tail(const struct witnesses *witnesses)
{
	const struct witness *latest = witnesses_latest(witnesses);
	int64_t seen = latest != NULL ? latest->size : 0;

	return witnesses->decisions > seen ? witnesses->decisions - seen : 0;
}

/* What it cosigned last, where that is its signature. */
static void look_at_seen(int dir, const struct note_key *key, struct witness *witness)
{
	char *name = witness_keys_file(key);
	struct witness_note seen;
	struct err why;
	int64_t time;

	if (witness_note_read(dir, name, &seen, &why)) {
		if (note_check(&seen.note, key, &time) == NOTE_SIGNED) {
			witness->size = seen.head.tree.n;
			witness->at = (struct stamp){time, clock_now().offset};
		}
		witness_note_release(&seen);
	}
	free(name);
}

bool store_witnesses(struct store *store, struct witnesses *witnesses, struct err *err)
{
	struct witness_keys keys = {0};
	struct err why;
	int dir = witness_dir(store->fd, &why);
	bool ok = true;

	*witnesses = (struct witnesses){.decisions = store->now.last.last};
	if (dir < 0) {
		*err = why;
		return why.code == ERR_NOT_FOUND;
	}
	ok = witness_keys_read(dir, &keys, err);
	for (size_t i = 0; ok && i < keys.n; i++) {
		GROW(witnesses->v, witnesses->n);
		witnesses->v[i] = (struct witness){
			.name = xstrdup(keys.v[i].name), .key = note_key_line(&keys.v[i])};
		witnesses->n++;
		look_at_seen(dir, &keys.v[i], &witnesses->v[i]);
	}
	witness_keys_release(&keys);
	close(dir);
	return ok;
}

static const struct note_key *find(const struct witness_keys *keys, const char *name)
{
	for (size_t i = 0; i < keys->n; i++) {
		if (strcmp(keys->v[i].name, name) == 0)
			return &keys->v[i];
	}
	return NULL;
}

static void log_change(struct store *store, const char *what, const char *name)
{
	char *line = xasprintf("witness %s %s", what, name);

	store_log(store, line);
	free(line);
}

static bool trust(struct store *store, int dir, const struct note_key *key, struct err *err)
{
	struct witness_keys keys = {0};
	const struct note_key *other;
	bool ok = witness_keys_read(dir, &keys, err);

	other = ok ? find(&keys, key->name) : NULL;
	if (ok && other != NULL)
		ok = note_key_eq(other, key) ||
		     err_set(err, ERR_REFUSED,
			     _("there is a witness '%s' with another key: `gongkai witness drop` "
			       "first"),
			     key->name);
	if (ok && other == NULL) {
		GROW(keys.v, keys.n);
		keys.v[keys.n++] = (struct note_key){.name = xstrdup(key->name),
			.use = key->use,
			.id = key->id,
			.key = key->key};
		ok = write_keys(dir, &keys, err);
	}
	if (ok && other == NULL)
		log_change(store, "trust", key->name);
	witness_keys_release(&keys);
	return ok;
}

bool store_trust_witness(struct store *store, const char *line, struct err *err)
{
	struct evidence_tree tree;
	struct note_key key = {0};
	bool ok = note_key_parse(&key, line, err) &&
		  (key.use == NOTE_WITNESS ||
			  err_set(err, ERR_INPUT, _("the key of '%s' is a log's, not a witness's"),
				  key.name));

	if (ok) {
		ok = evidence_open(&tree, store, err) && trust(store, tree.dir, &key, err);
		evidence_close(&tree);
	}
	note_key_release(&key);
	return ok;
}

static bool drop(int dir, const char *name, struct err *err)
{
	struct witness_keys keys = {0}, rest = {0};
	const struct note_key *found;
	char *seen;
	bool ok = witness_keys_read(dir, &keys, err);

	found = ok ? find(&keys, name) : NULL;
	if (ok && found == NULL)
		ok = err_set(err, ERR_NOT_FOUND,
			_("there is no witness '%s'; `gongkai witness list` shows them"), name);
	for (size_t i = 0; ok && i < keys.n; i++) {
		if (&keys.v[i] == found)
			continue;
		GROW(rest.v, rest.n);
		rest.v[rest.n++] = keys.v[i]; /* borrowed */
	}
	ok = ok && write_keys(dir, &rest, err);
	if (ok) {
		seen = witness_keys_file(found);
		(void)unlinkat(dir, seen, 0); /* nobody asks for it any more */
		free(seen);
	}
	free(rest.v);
	witness_keys_release(&keys);
	return ok;
}

bool store_drop_witness(struct store *store, const char *name, struct err *err)
{
	struct evidence_tree tree;
	bool ok = evidence_open(&tree, store, err) && drop(tree.dir, name, err);

	evidence_close(&tree);
	if (ok)
		log_change(store, "drop", name);
	return ok;
}

/* -- Asking, and what comes back --------------------------------------------------------------- */

/* How many decisions the witness saw last. */
static bool last_seen(struct store *store, const char *name, int64_t *old, struct err *err)
{
	struct witnesses all = {0};
	const struct witness *one = NULL;
	bool ok = store_witnesses(store, &all, err);

	for (size_t i = 0; ok && i < all.n; i++) {
		if (name == NULL ? all.n == 1 : strcmp(all.v[i].name, name) == 0)
			one = &all.v[i];
	}
	if (ok && one == NULL && name != NULL)
		ok = err_set(err, ERR_NOT_FOUND,
			_("there is no witness '%s'; `gongkai witness list` shows them"), name);
	else if (ok && one == NULL && all.n == 0)
		ok = err_set(err, ERR_NOT_FOUND,
			_("no witness is set up: `gongkai witness trust` takes its key"));
	else if (ok && one == NULL)
		ok = err_set(err, ERR_INPUT, _("there are %zu witnesses: name one"), all.n);
	if (ok)
		*old = one->size;
	witnesses_release(&all);
	return ok;
}

/* A proof that leads to today's root has no wrong hash in it. */
static bool is_sound(
	const struct evidence_tree *tree, int64_t old, const struct merkle_proof *proof)
{
	struct merkle_claim was = {.n = old}, is = {.n = tree->tree.n};
	struct merkle then;

	merkle_at(tree->stored, old, &then);
	merkle_root(&then, &was.root);
	merkle_root(&tree->tree, &is.root);
	return merkle_extends(&was, &is, proof);
}

static bool compose(struct store *store, struct evidence_tree *tree, int64_t old, struct str *out,
	struct err *err)
{
	struct merkle_proof proof;

	if (old > tree->tree.n)
		return err_set(err, ERR_INPUT,
			_("%lld is more than the %lld decisions that there are"), (long long)old,
			(long long)tree->tree.n);
	merkle_prove(tree->stored, old, tree->tree.n, &proof);
	if (!is_sound(tree, old, &proof)) {
		if (!evidence_anew(tree, store, err))
			return false;
		merkle_prove(tree->stored, old, tree->tree.n, &proof);
	}
	str_addf(out, "old %" PRId64 "\n", old);
	for (size_t i = 0; i < proof.n; i++) {
		char *line = base64_encode(proof.v[i].bytes, HASH_BYTES);

		str_addf(out, "%s\n", line);
		free(line);
	}
	str_addc(out, '\n');
	return true;
}

bool store_ask_witness(
	struct store *store, const char *name, int64_t old, char **request, struct err *err)
{
	struct evidence_tree tree;
	struct str out = {0};
	bool ok;

	*request = NULL;
	if (old < 0 && !last_seen(store, name, &old, err))
		return false;
	ok = evidence_open(&tree, store, err) && compose(store, &tree, old, &out, err) &&
	     make_note(store, &tree, &out, err);
	evidence_close(&tree);
	if (ok)
		*request = str_detach(&out);
	str_release(&out);
	return ok;
}

/* Kept where it is not older than what is kept. */
static bool keep(const struct evidence_tree *tree, struct witness_note *note,
	const struct note_key *who, const struct note_key *site, struct err *err)
{
	struct witness had = {0};
	struct str text = {0};
	int64_t time = 0;
	char *name;
	bool ok = true;

	(void)note_check(&note->note, who, &time);
	look_at_seen(tree->dir, who, &had);
	if (had.size > note->head.tree.n || (had.size == note->head.tree.n && had.at.time > time))
		return true;
	name = witness_keys_file(who);
	note_keep(&note->note, site, who);
	note_print(&note->note, &text);
	ok = fs_write(tree->dir, name, 0600, text.buf, text.len, err);
	str_release(&text);
	free(name);
	return ok;
}

struct taking {
	struct store *store; /* borrowed */
	struct evidence_tree *tree; /* borrowed */
	const char *bytes;
	size_t len;
	struct strv *names; /* borrowed */
};

/* Is it a checkpoint of this ledger, as it stands? *site is the key that signed it. */
static bool is_ours(const struct taking *t, const struct witness_note *note, struct note_key *site,
	struct err *err)
{
	char *origin = evidence_origin(t->store, err);
	const struct signing_key *signer;
	bool ok = origin != NULL;

	if (ok && strcmp(origin, note->head.origin) != 0)
		ok = err_set(err, ERR_REFUSED, _("it is a checkpoint of another ledger, '%s'"),
			note->head.origin);
	signer = ok ? witness_note_signer(note, &t->store->now.office.org.site) : NULL;
	if (ok && signer == NULL)
		ok = err_set(err, ERR_REFUSED, _("this site has not signed that checkpoint"));
	ok = ok && log_key(site, origin, signer->line, err) &&
	     check_contains(t->store, t->tree, &note->head, err);
	free(origin);
	return ok;
}

static bool take_one(const struct taking *t, const struct note_key *who, struct err *err)
{
	struct witness_note note;
	struct note_key site = {0};
	bool ok = witness_note_parse(&note, t->bytes, t->len, err);

	if (!ok)
		return false;
	ok = is_ours(t, &note, &site, err) && keep(t->tree, &note, who, &site, err);
	strv_add(t->names, who->name);
	note_key_release(&site);
	witness_note_release(&note);
	return ok;
}

/* Whose cosignatures it bears, all of them good. */
static bool look_at_seals(
	const struct taking *t, const struct witness_keys *keys, bool *is_by, struct err *err)
{
	struct witness_note note;
	bool ok = witness_note_parse(&note, t->bytes, t->len, err), any = false;

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < keys->n; i++) {
		enum note_seal seal = note_check(&note.note, &keys->v[i], NULL);

		is_by[i] = seal == NOTE_SIGNED;
		any = any || is_by[i];
		if (seal == NOTE_FORGED)
			ok = err_set(err, ERR_REFUSED, _("the cosignature of '%s' is not good"),
				keys->v[i].name);
	}
	witness_note_release(&note);
	if (ok && !any)
		ok = err_set(err, ERR_REFUSED,
			_("it bears no cosignature of a witness that is believed here; `gongkai "
			  "witness list` shows them"));
	return ok;
}

static bool take_all(const struct taking *t, struct err *err)
{
	struct witness_keys keys = {0};
	bool ok = witness_keys_read(t->tree->dir, &keys, err);
	bool *is_by = xcalloc(keys.n + 1, sizeof(*is_by));

	ok = ok && look_at_seals(t, &keys, is_by, err);
	for (size_t i = 0; ok && i < keys.n; i++)
		ok = !is_by[i] || take_one(t, &keys.v[i], err);
	free(is_by);
	witness_keys_release(&keys);
	return ok;
}

bool store_take_witness(
	struct store *store, const char *note, size_t len, struct strv *names, struct err *err)
{
	struct evidence_tree tree;
	struct taking taking = {store, &tree, note, len, names};
	bool ok = evidence_open(&tree, store, err) && take_all(&taking, err);

	evidence_close(&tree);
	return ok;
}

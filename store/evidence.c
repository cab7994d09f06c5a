/* SPDX-License-Identifier: MIT */
#include "store/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"
#include "core/witness.h"
#include "store/fs.h"
#include "store/ledger.h"
#include "store/lock.h"

enum { PIECE = 1 << 20, SMALL_MAX = 4096 };

void evidence_print(const struct evidence_line *line, struct str *out)
{
	str_addf(out, "%" PRId64 " %" PRId64 " %s %s %s", line->sequence, line->time, line->commit,
		line->sha256, line->link);
}

void evidence_leaf(const struct evidence_line *line, struct merkle_hash *leaf)
{
	struct str text = {0};

	evidence_print(line, &text);
	merkle_leaf(text.buf, text.len, leaf);
	str_release(&text);
}

char *evidence_origin(struct store *store, struct err *err)
{
	char *root = NULL, *origin;

	if (!db_first(store->now.db, &root, err))
		return NULL;
	if (root == NULL) {
		err_set(err, ERR_IO,
			_("the index has no decision; make it again with `gongkai "
			  "rebuild`"));
		return NULL;
	}
	origin = xasprintf("gongkai/%s", root);
	free(root);
	return origin;
}

/* -- Links and their lines --------------------------------------------------------------------- */

/* The names of links, the last one first. */
struct route {
	unsigned char (*ids)[OID_HEX / 2]; /* owns */
	size_t n;
};

/* From the tip back to a link, which is not part of it; to the first one where that is not met, or
 * "". */
static bool find_route(
	struct store *store, const char *from, struct route *route, bool *is_met, struct err *err)
{
	char at[OID_HEX + 1];

	memcpy(at, store->now.last.id, sizeof(at));
	while (*at != '\0' && strcmp(at, from) != 0) {
		struct link link = {0};

		if (!link_read(store->ledger, at, NULL, &link, err))
			return false;
		GROW(route->ids, route->n);
		oid_to_raw(at, route->ids[route->n++]);
		memcpy(at, link.prev, sizeof(at));
		link_release(&link);
	}
	*is_met = strcmp(at, from) == 0;
	return true;
}

/* Takes the lines of a link, one after the other; false ends it. */
struct taker {
	bool (*take)(void *context, const struct evidence_line *line, struct err *err);
	void *context;
};

static bool take_link(
	struct store *store, const char *id, const struct taker *taker, struct err *err)
{
	struct link link = {0};
	bool ok = link_read(store->ledger, id, NULL, &link, err);

	for (size_t i = 0; ok && i < link.decisions.n; i++) {
		struct object object = {0};
		char sha256[HASH_HEX + 1];
		struct evidence_line line = {.sequence = link.first + (int64_t)i,
			.time = link.at.time,
			.commit = link.decisions.v[i],
			.sha256 = sha256,
			.link = link.id};

		ok = gitrepo_read_as(store->ledger, line.commit, OBJECT_COMMIT, &object, err);
		if (ok) {
			hash_hex(object.bytes, object.len, sha256);
			ok = taker->take(taker->context, &line, err);
		}
		object_release(&object);
	}
	link_release(&link);
	return ok;
}

static bool take_route(
	struct store *store, struct route *route, const struct taker *taker, struct err *err)
{
	char id[OID_HEX + 1];
	bool ok = true;

	for (size_t i = route->n; ok && i > 0; i--) {
		oid_from_raw(route->ids[i - 1], id);
		ok = take_link(store, id, taker, err);
	}
	return ok;
}

static bool put_line(void *context, const struct evidence_line *line, struct err *err)
{
	struct str *lines = context;

	(void)err;
	evidence_print(line, lines);
	str_addc(lines, '\n');
	return true;
}

/* The index and who reads it at the ledger's tip. */
static bool catch_up(struct store *store, struct err *err)
{
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	bool ok = lock >= 0 && store_reopen_index(store, err) && store_catch_up(store, err);

	lock_drop(lock);
	return ok;
}

bool store_evidence(struct store *store, struct str *lines, struct err *err)
{
	const struct taker taker = {put_line, lines};
	struct route route = {0};
	bool is_met, ok = catch_up(store, err) && find_route(store, "", &route, &is_met, err) &&
			  take_route(store, &route, &taker, err);

	free(route.ids);
	return ok;
}

/* -- The tree that is kept --------------------------------------------------------------------- */

static void unmap(struct evidence_tree *e)
{
	if (e->stored != NULL)
		munmap(e->stored, e->mapped);
	e->stored = NULL;
}

/* As many hashes as n lines have made; false where the file has fewer. */
static bool map(struct evidence_tree *e, int64_t n)
{
	struct stat st;
	void *bytes;

	unmap(e);
	e->mapped = (size_t)merkle_stored(n) * sizeof(*e->stored);
	if (fstat(e->fd, &st) < 0 || st.st_size < (off_t)e->mapped)
		return false;
	if (n == 0)
		return true;
	bytes = mmap(NULL, e->mapped, PROT_READ, MAP_SHARED, e->fd, 0);
	if (bytes == MAP_FAILED)
		return false;
	e->stored = bytes;
	return true;
}

static char *root_hex(const struct merkle *tree)
{
	struct merkle_hash root;
	struct str hex = {0};

	merkle_root(tree, &root);
	for (int i = 0; i < HASH_BYTES; i++)
		str_addf(&hex, "%02x", root.bytes[i]);
	return str_detach(&hex);
}

/* What the file `at` says of the tree, if it holds of the one in the file `tree`. */
static bool resume(struct evidence_tree *e, const struct record *at)
{
	const char *size = record_get(at, "Size"), *link = record_get(at, "Link");
	const char *root = record_get(at, "Root");
	int64_t n = size != NULL ? strtoll(size, NULL, 10) : 0;
	char *again;
	bool ok;

	if (n <= 0 || n >> (MERKLE_LEVELS - 1) != 0 || link == NULL || !oid_is_valid(link) ||
		!map(e, n))
		return false;
	merkle_at(e->stored, n, &e->tree);
	again = root_hex(&e->tree);
	ok = str_eq(root, again);
	free(again);
	memcpy(e->link, link, sizeof(e->link));
	return ok;
}

static void start_anew(struct evidence_tree *e)
{
	unmap(e);
	e->tree = (struct merkle){0};
	*e->link = '\0';
}

static void look_where_it_stands(struct evidence_tree *e)
{
	struct record record = {0};
	struct err why;
	char *text = NULL;

	if (!fs_read(e->dir, "at", SMALL_MAX, &text, NULL, &why) ||
		!record_parse(&record, text, &why) || !resume(e, &record))
		start_anew(e);
	record_release(&record);
	free(text);
}

static bool note_where_it_stands(struct evidence_tree *e, struct err *err)
{
	struct str text = {0};
	char *root = root_hex(&e->tree);
	bool ok = fdatasync(e->fd) == 0 ||
		  err_set(err, ERR_IO, _("cannot write the tree of the evidence: %s"),
			  err_system(errno));

	record_addf(&text, "Size", "%" PRId64, e->tree.n);
	record_add(&text, "Link", e->link);
	record_add(&text, "Root", root);
	ok = ok && fs_write(e->dir, "at", 0600, text.buf, text.len, err);
	free(root);
	str_release(&text);
	return ok;
}

/* Hashes on their way to the end of the file. */
struct growth {
	struct evidence_tree *evidence;
	struct str bytes;
	int64_t at; /* where they go */
};

static bool flush(struct growth *growth, struct err *err)
{
	size_t done = 0;

	while (done < growth->bytes.len) {
		ssize_t n = pwrite(growth->evidence->fd, growth->bytes.buf + done,
			growth->bytes.len - done, growth->at + (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(err, ERR_IO, _("cannot write the tree of the evidence: %s"),
				err_system(errno));
		done += (size_t)n;
	}
	growth->at += (int64_t)done;
	str_clear(&growth->bytes);
	return true;
}

static bool grow(void *context, const struct evidence_line *line, struct err *err)
{
	struct growth *growth = context;
	struct merkle *tree = &growth->evidence->tree;
	struct merkle_hash made[MERKLE_LEVELS], leaf;

	if (line->sequence != tree->n + 1)
		return err_set(err, ERR_IO, _("the ledger's commit %s: its numbers do not follow"),
			line->link);
	evidence_leaf(line, &leaf);
	str_addn(&growth->bytes, made, merkle_add(tree, &leaf, made) * sizeof(*made));
	return growth->bytes.len < PIECE || flush(growth, err);
}

/* What it stands at may be no part of this ledger: then it is of no use. */
static bool bring_to_tip(struct evidence_tree *e, struct store *store, struct err *err)
{
	struct growth growth = {.evidence = e};
	const struct taker taker = {grow, &growth};
	struct route route = {0};
	bool is_met, ok = find_route(store, e->link, &route, &is_met, err);

	if (ok && !is_met)
		start_anew(e);
	growth.at = merkle_stored(e->tree.n) * (int64_t)sizeof(*e->stored);
	ok = ok && take_route(store, &route, &taker, err) && flush(&growth, err);
	memcpy(e->link, store->now.last.id, sizeof(e->link));
	if (ok && route.n > 0)
		ok = note_where_it_stands(e, err);
	ok = ok && (map(e, e->tree.n) ||
			   err_set(err, ERR_IO, _("cannot read the tree of the evidence: %s"),
				   err_system(errno)));
	str_release(&growth.bytes);
	free(route.ids);
	return ok;
}

bool evidence_open(struct evidence_tree *e, struct store *store, struct err *err)
{
	*e = (struct evidence_tree){.dir = -1, .lock = -1, .fd = -1};
	if (!catch_up(store, err) || !fs_make_dir(store->fd, WITNESS_DIR, err) ||
		(e->dir = fs_open_dir(store->fd, WITNESS_DIR, err)) < 0 ||
		(e->lock = lock_take(e->dir, "lock", err)) < 0)
		return false;
	e->fd = openat(e->dir, "tree", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (e->fd < 0)
		return err_set(err, ERR_IO, _("cannot write the tree of the evidence: %s"),
			err_system(errno));
	look_where_it_stands(e);
	return bring_to_tip(e, store, err) || evidence_anew(e, store, err);
}

bool evidence_anew(struct evidence_tree *e, struct store *store, struct err *err)
{
	start_anew(e);
	return bring_to_tip(e, store, err);
}

void evidence_close(struct evidence_tree *e)
{
	unmap(e);
	if (e->fd >= 0)
		close(e->fd);
	lock_drop(e->lock);
	if (e->dir >= 0)
		close(e->dir);
}

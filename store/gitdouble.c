/* SPDX-License-Identifier: MIT */
#include "store/gitdouble.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2.h>
#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/gitobject.h"

enum {
	RAW = OID_HEX / 2,
	HEAD = 8, /* of an index, before 256 counts */
	COUNTS = 256 * 4,
	AHEAD = 4096, /* names read at once */
};

/* Names in order, out of a file or out of memory. */
struct names {
	char *pack; /* owns; the index's path; NULL: of loose objects, or of the index of many packs
		     */
	git_odb *odb; /* owns; what they lead to; opened when it is first asked */
	bool is_many; /* the index of many packs */
	int fd; /* owns */
	off_t from; /* where the names are in it */
	size_t n, at; /* how many, and the one that is next */
	unsigned char (*v)[RAW]; /* owns; those from first on */
	size_t first, have;
};

struct doubles {
	const char *path;
	struct names *v; /* owns */
	size_t n;
	struct strv *faults;
};

/* The next one; NULL: there are no more, or they cannot be read. */
static const unsigned char *next(struct names *names)
{
	size_t left = names->n - names->at;

	if (left == 0)
		return NULL;
	if (names->fd >= 0 && names->at >= names->first + names->have) {
		ssize_t got;

		if (names->v == NULL)
			names->v = xcalloc(AHEAD, RAW);
		names->first = names->at;
		names->have = left < AHEAD ? left : AHEAD;
		got = pread(names->fd, names->v, names->have * RAW,
			names->from + (off_t)(names->at * RAW));
		if (got != (ssize_t)(names->have * RAW)) {
			names->n = names->at; /* that is for who reads the packs through */
			return NULL;
		}
	}
	return names->v[names->at - names->first];
}

static uint32_t number(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static struct names *add(struct doubles *d)
{
	GROW(d->v, d->n);
	d->v[d->n] = (struct names){.fd = -1};
	return &d->v[d->n++];
}

static void add_pack(struct doubles *d, const char *path)
{
	static const unsigned char head[HEAD] = {0xff, 't', 'O', 'c', 0, 0, 0, 2};
	unsigned char is[HEAD + COUNTS];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct names *names;

	if (fd < 0 || pread(fd, is, sizeof(is), 0) != sizeof(is) || memcmp(is, head, HEAD) != 0) {
		if (fd >= 0)
			close(fd);
		return;
	}
	names = add(d);
	names->pack = xstrdup(path);
	names->fd = fd;
	names->from = sizeof(is);
	names->n = number(is + sizeof(is) - 4);
}

/* Its chunks are listed after twelve bytes: a word of four, and where it is, in eight. */
static void add_many(struct doubles *d, const char *path)
{
	enum { MANY_HEAD = 12, CHUNK = 12 };
	unsigned char head[MANY_HEAD], chunk[CHUNK], count[4];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct names names = {.fd = fd, .is_many = true};

	if (fd < 0 || pread(fd, head, sizeof(head), 0) != sizeof(head))
		head[6] = 0;
	for (int i = 0; fd >= 0 && i < head[6]; i++) {
		off_t at;

		if (pread(fd, chunk, CHUNK, MANY_HEAD + (off_t)i * CHUNK) != CHUNK)
			break;
		at = (off_t)((uint64_t)number(chunk + 4) << 32 | number(chunk + 8));
		if (memcmp(chunk, "OIDL", 4) == 0)
			names.from = at;
		if (memcmp(chunk, "OIDF", 4) == 0 && pread(fd, count, 4, at + COUNTS - 4) == 4)
			names.n = number(count);
	}
	if (names.from > 0 && names.n > 0)
		*add(d) = names;
	else if (fd >= 0)
		close(fd);
}

static int by_name(const void *a, const void *b)
{
	return memcmp(a, b, RAW);
}

static void add_loose(struct doubles *d)
{
	struct names loose = {.fd = -1};

	for (unsigned byte = 0; byte < 256; byte++) {
		char *folder = xasprintf("%s/objects/%02x", d->path, byte), id[OID_HEX + 1];
		DIR *stream = opendir(folder);
		const struct dirent *entry;

		while (stream != NULL && (entry = readdir(stream)) != NULL) {
			if (snprintf(id, sizeof(id), "%02x%s", byte, entry->d_name) != OID_HEX ||
				!oid_is_valid(id))
				continue;
			GROW(loose.v, loose.n);
			oid_to_raw(id, loose.v[loose.n++]);
		}
		if (stream != NULL)
			closedir(stream);
		free(folder);
	}
	if (loose.n > 0)
		qsort(loose.v, loose.n, sizeof(*loose.v), by_name);
	*add(d) = loose;
}

static void find(struct doubles *d)
{
	char *folder = xasprintf("%s/objects/pack", d->path);
	DIR *stream = opendir(folder);
	const struct dirent *entry;

	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		size_t n = strlen(entry->d_name);
		char *path = xasprintf("%s/%s", folder, entry->d_name);

		if (n > 4 && strncmp(entry->d_name, "pack-", 5) == 0 &&
			strcmp(entry->d_name + n - 4, ".idx") == 0)
			add_pack(d, path);
		else if (strcmp(entry->d_name, "multi-pack-index") == 0)
			add_many(d, path);
		free(path);
	}
	if (stream != NULL)
		closedir(stream);
	free(folder);
	add_loose(d);
}

static git_odb *odb_of(const struct doubles *d, struct names *names)
{
	char *objects = xasprintf("%s/objects", d->path);
	git_odb_backend *backend = NULL;

	if (names->odb == NULL && git_odb_new(&names->odb) >= 0 &&
		((names->is_many ? git_odb_backend_pack(&backend, objects)
				 : git_odb_backend_one_pack(&backend, names->pack)) < 0 ||
			git_odb_add_backend(names->odb, backend, 1) < 0)) {
		git_odb_free(names->odb);
		names->odb = NULL;
	}
	free(objects);
	return names->odb;
}

/* libgit2 compares what it reads with its name (gitrepo: GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION).
 */
static void look_at(struct doubles *d, struct names *names, const unsigned char *raw)
{
	git_odb *odb = odb_of(d, names);
	git_odb_object *object = NULL;
	char id[OID_HEX + 1];
	const char *name = strrchr(d->path, '/');
	char *what;
	git_oid oid;

	memcpy(oid.id, raw, RAW);
	oid_from_raw(raw, id);
	if (odb == NULL || git_odb_read(&object, odb, &oid) >= 0 ||
		(names->pack != NULL && access(names->pack, F_OK) != 0)) {
		git_odb_object_free(object);
		return;
	}
	what = xasprintf(_("%s has the object %s twice, and what a pack has of it is something "
			   "else: stock git shows that"),
		name != NULL ? name + 1 : d->path, id);
	strv_put(d->faults, what);
	free(what);
}

/* Whoever has the least name; those that have the same go on with it. */
static bool take_least(struct doubles *d)
{
	unsigned char least[RAW];
	size_t holders = 0;
	char id[OID_HEX + 1];

	for (size_t i = 0; i < d->n; i++) {
		const unsigned char *p = next(&d->v[i]);
		int order = p == NULL ? 1 : holders == 0 ? -1 : memcmp(p, least, RAW);

		if (order < 0)
			memcpy(least, p, RAW);
		holders = order < 0 ? 1 : holders + (order == 0);
	}
	if (holders == 0)
		return false;
	oid_from_raw(least, id);
	for (size_t i = 0; i < d->n; i++) {
		struct names *names = &d->v[i];
		const unsigned char *p = next(names);

		if (p == NULL || memcmp(p, least, RAW) != 0)
			continue;
		/* The empty tree is known by heart, to git too. */
		if (holders > 1 && (names->pack != NULL || names->is_many) &&
			strcmp(id, EMPTY_TREE) != 0)
			look_at(d, names, least);
		names->at++;
	}
	return true;
}

void gitdouble_check(const char *path, struct strv *faults)
{
	struct doubles d = {.path = path, .faults = faults};

	git_libgit2_init();
	find(&d);
	while (take_least(&d))
		;
	for (size_t i = 0; i < d.n; i++) {
		git_odb_free(d.v[i].odb);
		if (d.v[i].fd >= 0)
			close(d.v[i].fd);
		free(d.v[i].pack);
		free(d.v[i].v);
	}
	free(d.v);
	git_libgit2_shutdown();
}

/* SPDX-License-Identifier: MIT */
#include "store/gitmerge.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/fs.h"
#include "store/gitpack.h"
#include "store/wire.h"

enum {
	RAW = OID_HEX / 2,
	STEM = 5 + OID_HEX, /* "pack-" and the hash */
	HEADER = 8,
	FANOUT = 256,
	PACK_MAX = 1 << 30, /* bytes that one merge reads */
};

struct source {
	char stem[STEM + 1];
	int index_fd, fd; /* owns */
	const char *index; /* mapped, where it is merged */
	size_t index_len;
	uint32_t *ends; /* owns; where each object ends in the pack, by its place in the index */
	uint32_t n, at; /* at: the object that is next, in the order of names */
	int64_t size;
};
struct sources {
	int dir; /* the folder; borrowed */
	struct source *v; /* owns */
	size_t n;
};

static void close_source(struct source *source)
{
	if (source->index != NULL)
		munmap((void *)(uintptr_t)source->index, source->index_len);
	if (source->index_fd >= 0)
		close(source->index_fd);
	if (source->fd >= 0)
		close(source->fd);
	free(source->ends);
}

static void release(struct sources *sources)
{
	for (size_t i = 0; i < sources->n; i++)
		close_source(&sources->v[i]);
	free(sources->v);
	*sources = (struct sources){0};
}

static uint32_t number(const char *at)
{
	struct wire wire = {(const unsigned char *)at, 4};
	uint32_t n = 0;

	(void)wire_u32(&wire, &n); /* there are four bytes */
	return n;
}

/* -- Which --------------------------------------------------------------------------------------
 */

static bool is_ours(int dir, const char *stem)
{
	static const char *const marks[] = {".keep", ".bitmap", ".promisor", ".mtimes"};
	char name[STEM + 16];

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		snprintf(name, sizeof(name), "%s%s", stem, marks[i]);
		if (fs_exists(dir, name))
			return false;
	}
	return true;
}

/* Opens a pack whose index is of the form that is written here; false: leave it alone. */
static bool open_source(int dir, const char *stem, struct source *source)
{
	char name[STEM + 16], head[HEADER + FANOUT * 4];
	struct stat st;

	*source = (struct source){.fd = -1, .index_fd = -1};
	memcpy(source->stem, stem, STEM);
	if (!is_ours(dir, source->stem))
		return false;
	snprintf(name, sizeof(name), "%.45s.idx", stem);
	source->index_fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (source->index_fd < 0 || fstat(source->index_fd, &st) < 0 ||
		pread(source->index_fd, head, sizeof(head), 0) != sizeof(head) ||
		memcmp(head, "\377tOc\0\0\0\2", HEADER) != 0)
		return false;
	source->n = number(head + HEADER + (FANOUT - 1) * 4);
	source->index_len = sizeof(head) + (size_t)source->n * (RAW + 4 + 4) + RAW + RAW;
	if (st.st_size != (off_t)source->index_len)
		return false;
	snprintf(name, sizeof(name), "%.45s.pack", stem);
	source->fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (source->fd < 0 || fstat(source->fd, &st) < 0 || st.st_size > PACK_MAX)
		return false;
	source->size = st.st_size;
	return true;
}

static int by_size(const void *a, const void *b)
{
	uint32_t x = ((const struct source *)a)->n, y = ((const struct source *)b)->n;

	return (x > y) - (x < y);
}

static bool is_index(const char *name)
{
	return strlen(name) == STEM + 4 && strncmp(name, "pack-", 5) == 0 &&
	       strcmp(name + STEM, ".idx") == 0;
}

static void find(struct sources *sources)
{
	int copy = openat(sources->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *entry;

	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		struct source source;

		if (!is_index(entry->d_name))
			continue;
		if (!open_source(sources->dir, entry->d_name, &source)) {
			close_source(&source);
			continue;
		}
		GROW(sources->v, sources->n);
		sources->v[sources->n++] = source;
	}
	if (stream != NULL)
		closedir(stream);
	else if (copy >= 0)
		close(copy);
	if (sources->n > 0)
		qsort(sources->v, sources->n, sizeof(*sources->v), by_size);
}

/* How many of the smallest go together. */
static size_t choose(const struct sources *sources)
{
	size_t k = 0, objects = 0;
	int64_t bytes = 0;

	while (k < sources->n) {
		const struct source *next = &sources->v[k];

		if ((k > 1 && next->n >= 2 * objects && sources->n - k < PACKS_FEW) ||
			objects + next->n > MERGE_MAX || bytes + next->size > PACK_MAX)
			break;
		objects += next->n;
		bytes += next->size;
		k++;
	}
	return k > 1 ? k : 0;
}

/* -- Together -----------------------------------------------------------------------------------
 */

struct place {
	uint32_t offset, at;
};

static int by_offset(const void *a, const void *b)
{
	uint32_t x = ((const struct place *)a)->offset, y = ((const struct place *)b)->offset;

	return (x > y) - (x < y);
}

static const unsigned char *id_of(const struct source *source)
{
	return (const unsigned char *)source->index + HEADER + (size_t)FANOUT * 4 +
	       (size_t)source->at * RAW;
}

static uint32_t crc_of(const struct source *source)
{
	return number(source->index + HEADER + (size_t)FANOUT * 4 + (size_t)source->n * RAW +
		      (size_t)source->at * 4);
}

static uint32_t offset_of(const struct source *source, uint32_t at)
{
	return number(source->index + HEADER + (size_t)FANOUT * 4 + (size_t)source->n * (RAW + 4) +
		      (size_t)at * 4);
}

/* Each object ends where the next begins; offsets beyond 31 bits are not ours. */
static bool find_ends(struct source *source)
{
	struct place *v = xcalloc(source->n, sizeof(*v));
	bool ok = true;

	source->ends = xcalloc(source->n, sizeof(*source->ends));
	for (uint32_t i = 0; i < source->n; i++)
		v[i] = (struct place){offset_of(source, i), i};
	qsort(v, source->n, sizeof(*v), by_offset);
	for (uint32_t i = 0; ok && i < source->n; i++) {
		uint32_t end = i + 1 < source->n ? v[i + 1].offset : (uint32_t)(source->size - RAW);

		ok = v[i].offset < end && end <= (uint64_t)source->size;
		source->ends[v[i].at] = end;
	}
	free(v);
	return ok;
}

/* Why mapped: the memory of who imports does not grow with what there is to merge. */
static bool read_index(struct source *source)
{
	void *index = mmap(NULL, source->index_len, PROT_READ, MAP_PRIVATE, source->index_fd, 0);

	if (index == MAP_FAILED)
		return false;
	source->index = index;
	return find_ends(source);
}

static bool add_whole(
	struct gitrepo *repo, struct gitpack *pack, const unsigned char *raw, struct err *err)
{
	struct object object = {0};
	char id[OID_HEX + 1];
	bool ok;

	oid_from_raw(raw, id);
	ok = gitrepo_read(repo, id, &object, err) && gitpack_add(pack, &object, err);
	object_release(&object);
	return ok;
}

/* Copied as it is deflated; one that is stored as a difference (types 6 and 7) is written whole. */
static bool add(
	struct gitrepo *repo, const struct source *source, struct gitpack *pack, struct err *err)
{
	uint32_t offset = offset_of(source, source->at);
	size_t n = source->ends[source->at] - offset;
	unsigned char *bytes = xcalloc(n, 1);
	bool ok = pread(source->fd, bytes, n, offset) == (ssize_t)n &&
		  crc32(0, bytes, (uInt)n) == crc_of(source);

	if (!ok)
		err_set(err, ERR_IO, _("the pack %s of the ledger is damaged: restore it"),
			source->stem);
	else if ((bytes[0] >> 4 & 7) > OBJECT_BLOB)
		ok = add_whole(repo, pack, id_of(source), err);
	else
		ok = gitpack_copy(pack, id_of(source), bytes, n, err);
	free(bytes);
	return ok;
}

/* The one of the first k whose next object has the least name; NULL: there are no more. */
static struct source *least(const struct sources *sources, size_t k)
{
	struct source *found = NULL;

	for (size_t i = 0; i < k; i++) {
		struct source *source = &sources->v[i];

		if (source->at < source->n &&
			(found == NULL || memcmp(id_of(source), id_of(found), RAW) < 0))
			found = source;
	}
	return found;
}

/* Past that object, wherever it is. */
static void pass(const struct sources *sources, size_t k, const struct source *first)
{
	const unsigned char *id = id_of(first);

	for (size_t i = 0; i < k; i++) {
		struct source *source = &sources->v[i];

		while (source->at < source->n && memcmp(id_of(source), id, RAW) == 0)
			source->at++;
	}
}

/* How many different objects there are. */
static size_t count(const struct sources *sources, size_t k)
{
	const struct source *source;
	size_t n = 0;

	for (; (source = least(sources, k)) != NULL; n++)
		pass(sources, k, source);
	for (size_t i = 0; i < k; i++)
		sources->v[i].at = 0;
	return n;
}

/* name receives the hash in the pack's name. */
static bool write_merged(struct gitrepo *repo, const struct sources *sources, size_t k,
	char name[OID_HEX + 1], struct err *err)
{
	struct gitpack *pack = gitpack_new(sources->dir, count(sources, k), err);
	const struct source *source;
	bool ok = pack != NULL;

	for (; ok && (source = least(sources, k)) != NULL; pass(sources, k, source))
		ok = add(repo, source, pack, err);
	ok = ok && gitpack_finish(pack, name, err);
	gitpack_free(pack);
	return ok;
}

/* The index first: without it nobody looks for the pack. */
static void remove_sources(const struct sources *sources, size_t k, const char *name)
{
	static const char *const ends[] = {".idx", ".rev", ".pack"};
	char file[STEM + 16];

	for (size_t i = 0; i < k; i++) {
		if (strcmp(sources->v[i].stem + 5, name) == 0)
			continue;
		for (size_t e = 0; e < sizeof(ends) / sizeof(*ends); e++) {
			snprintf(file, sizeof(file), "%s%s", sources->v[i].stem, ends[e]);
			(void)unlinkat(sources->dir, file, 0); /* what is left is merged again */
		}
	}
}

static bool merge(struct gitrepo *repo, const struct sources *sources, struct err *err)
{
	size_t k = choose(sources);
	char name[OID_HEX + 1];

	for (size_t i = 0; i < k; i++) {
		/* One that cannot be read is for verify to name, not for this. */
		if (!read_index(&sources->v[i]))
			return true;
	}
	if (k == 0)
		return true;
	if (!write_merged(repo, sources, k, name, err))
		return false;
	remove_sources(sources, k, name);
	return true;
}

/* gc.pid says "PID host"; its own lock dies as ours would not. */
static bool gc_runs(int objects)
{
	enum { SMALL = 300 };
	char *text = NULL;
	struct err why = {0};
	bool runs;
	long pid;

	if (!fs_read(objects, "../gc.pid", SMALL, &text, NULL, &why))
		return false;
	pid = strtol(text, NULL, 10);
	runs = pid > 0 && (kill((pid_t)pid, 0) == 0 || errno != ESRCH);
	free(text);
	return runs;
}

bool gitmerge(struct gitrepo *repo, int objects, struct err *err)
{
	int dir = fs_open_dir(objects, "pack", err);
	struct sources sources = {.dir = dir};
	bool ok = true;

	if (dir < 0)
		return false;
	if (!fs_exists(dir, "multi-pack-index") && !gc_runs(objects)) {
		find(&sources);
		if (sources.n > PACKS_FEW)
			ok = merge(repo, &sources, err);
	}
	release(&sources);
	close(dir);
	return ok;
}

bool gitmerge_is_due(int objects)
{
	int dir = openat(objects, "pack", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = dir < 0 ? NULL : fdopendir(dir);
	const struct dirent *entry;
	int n = 0;

	while (stream != NULL && (entry = readdir(stream)) != NULL)
		n += is_index(entry->d_name);
	if (stream != NULL)
		closedir(stream);
	else if (dir >= 0)
		close(dir);
	return n > PACKS_FEW;
}

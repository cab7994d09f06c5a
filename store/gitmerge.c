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
	INDEX_MAX = 1 << 30,
	PACK_MAX = 1 << 30, /* bytes that one merge reads */
};

struct entry {
	const unsigned char *id; /* borrowed from its pack's index */
	uint32_t crc, offset, end;
	size_t pack;
};

struct source {
	char stem[STEM + 1];
	char *index; /* owns */
	int fd; /* owns */
	uint32_t n;
	int64_t size;
};
struct sources {
	int dir; /* the folder; borrowed */
	struct source *v; /* owns */
	size_t n;
};

static void release(struct sources *sources)
{
	for (size_t i = 0; i < sources->n; i++) {
		free(sources->v[i].index);
		if (sources->v[i].fd >= 0)
			close(sources->v[i].fd);
	}
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
	char name[STEM + 16];
	struct err why = {0};
	struct stat st;
	size_t len = 0;

	*source = (struct source){.fd = -1};
	memcpy(source->stem, stem, STEM);
	snprintf(name, sizeof(name), "%.45s.idx", stem);
	if (!is_ours(dir, source->stem) ||
		!fs_read(dir, name, INDEX_MAX, &source->index, &len, &why))
		return false;
	snprintf(name, sizeof(name), "%.45s.pack", stem);
	source->fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (len < HEADER + FANOUT * 4 || memcmp(source->index, "\377tOc\0\0\0\2", HEADER) != 0 ||
		source->fd < 0 || fstat(source->fd, &st) < 0 || st.st_size > PACK_MAX)
		return false;
	source->size = st.st_size;
	source->n = number(source->index + HEADER + (FANOUT - 1) * 4);
	return len == HEADER + FANOUT * 4 + (size_t)source->n * (RAW + 4 + 4) + RAW + RAW;
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
			free(source.index);
			if (source.fd >= 0)
				close(source.fd);
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

/* How many of the smallest go together, and how many objects they have. */
static size_t choose(const struct sources *sources, size_t *objects)
{
	size_t k = 0;
	int64_t bytes = 0;

	*objects = 0;
	while (k < sources->n) {
		const struct source *next = &sources->v[k];

		if ((k > 1 && next->n >= 2 * *objects && sources->n - k < PACKS_FEW) ||
			*objects + next->n > MERGE_MAX || bytes + next->size > PACK_MAX)
			break;
		*objects += next->n;
		bytes += next->size;
		k++;
	}
	return k > 1 ? k : 0;
}

/* -- Together -----------------------------------------------------------------------------------
 */

static int by_offset(const void *a, const void *b)
{
	uint32_t x = ((const struct entry *)a)->offset, y = ((const struct entry *)b)->offset;

	return (x > y) - (x < y);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id, RAW);
}

/* Each entry ends where the next begins; offsets beyond 31 bits are not ours. */
static bool read_entries(const struct source *source, size_t pack, struct entry *v)
{
	const char *ids = source->index + HEADER + FANOUT * 4;
	const char *crcs = ids + (size_t)source->n * RAW, *offsets = crcs + (size_t)source->n * 4;

	for (uint32_t i = 0; i < source->n; i++) {
		v[i] = (struct entry){.id = (const unsigned char *)ids + (size_t)i * RAW,
			.crc = number(crcs + (size_t)i * 4),
			.offset = number(offsets + (size_t)i * 4),
			.pack = pack};
	}
	qsort(v, source->n, sizeof(*v), by_offset);
	for (uint32_t i = 0; i < source->n; i++) {
		v[i].end = i + 1 < source->n ? v[i + 1].offset : (uint32_t)(source->size - RAW);
		if (v[i].offset >= v[i].end || v[i].end > (uint64_t)source->size)
			return false;
	}
	return true;
}

static bool add_whole(
	struct gitrepo *repo, struct gitpack *pack, const struct entry *entry, struct err *err)
{
	struct object object = {0};
	char id[OID_HEX + 1];
	bool ok;

	oid_from_raw(entry->id, id);
	ok = gitrepo_read(repo, id, &object, err) && gitpack_add(pack, &object, err);
	object_release(&object);
	return ok;
}

/* Copied as it is deflated; one that is stored as a difference (types 6 and 7) is written whole. */
static bool add(struct gitrepo *repo, const struct source *source, struct gitpack *pack,
	const struct entry *entry, struct err *err)
{
	size_t n = entry->end - entry->offset;
	unsigned char *bytes = xcalloc(n, 1);
	bool ok = pread(source->fd, bytes, n, entry->offset) == (ssize_t)n &&
		  crc32(0, bytes, (uInt)n) == entry->crc;

	if (!ok)
		err_set(err, ERR_IO, _("the pack %s of the ledger is damaged: restore it"),
			source->stem);
	else if ((bytes[0] >> 4 & 7) > OBJECT_BLOB)
		ok = add_whole(repo, pack, entry, err);
	else
		ok = gitpack_copy(pack, entry->id, bytes, n, err);
	free(bytes);
	return ok;
}

/* In the order of their names, each once; how many. */
static size_t sort_out(struct entry *v, size_t n)
{
	size_t count = 0;

	qsort(v, n, sizeof(*v), by_id);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || memcmp(v[i].id, v[i - 1].id, RAW) != 0)
			v[count++] = v[i];
	}
	return count;
}

/* name receives the hash in the pack's name. */
static bool write_merged(struct gitrepo *repo, const struct sources *sources, const struct entry *v,
	size_t count, char name[OID_HEX + 1], struct err *err)
{
	struct gitpack *pack;
	bool ok;

	pack = gitpack_new(sources->dir, count, err);
	ok = pack != NULL;
	for (size_t i = 0; ok && i < count; i++)
		ok = add(repo, &sources->v[v[i].pack], pack, &v[i], err);
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
	size_t objects, k = choose(sources, &objects), n = 0;
	struct entry *v = xcalloc(objects + 1, sizeof(*v));
	char name[OID_HEX + 1];
	bool ok = k > 0;

	for (size_t i = 0; ok && i < k; i++) {
		ok = read_entries(&sources->v[i], i, v + n);
		n += sources->v[i].n;
	}
	/* One that cannot be read is for verify to name, not for this. */
	if (!ok) {
		free(v);
		return true;
	}
	ok = write_merged(repo, sources, v, sort_out(v, n), name, err);
	if (ok)
		remove_sources(sources, k, name);
	free(v);
	return ok;
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

/* SPDX-License-Identifier: MIT */
#include "tests/faults/record.h"

#include "tests/faults/photo.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NODES_MAX = 8192, OPS_MAX = 65536, GONE = -1, FOLDER = -2, SAME = -3, SECTOR = 512 };

/* A file, whatever its name; a base of NULL: it was made since. */
static struct node {
	ino_t ino;
	mode_t mode;
	const char *base; /* its name in the copy */
} nodes[NODES_MAX];
static int node_count;

static char *names[NODES_MAX]; /* below root, each once, parents first */
static int name_count;
static int first[NODES_MAX]; /* what stood under that name in the copy: a node, GONE, FOLDER */

static struct op {
	enum { WROTE, CUT, NAMED, MOVED } kind;
	bool is_synced;
	int node; /* or GONE, FOLDER: what the name stands for from here on; SAME: as from did */
	int name, from, other; /* MOVED: from stands for other, or GONE */
	int64_t at; /* WROTE; CUT: the size */
	char *bytes;
	size_t n;
} * ops;
static int op_count;

static char root[PATH_SIZE], copy[PATH_SIZE];
static size_t root_len;

/* -- Recording ------------------------------------------------------------------------------- */

static int name_of(const char *path)
{
	for (int i = name_count - 1; i >= 0; i--) {
		if (strcmp(names[i], path) == 0)
			return i;
	}
	if (name_count == NODES_MAX)
		abort();
	names[name_count] = strdup(path);
	first[name_count] = GONE;
	return name_count++;
}

static int add_node(ino_t ino, mode_t mode, const char *path)
{
	if (node_count == NODES_MAX)
		abort();
	nodes[node_count] = (struct node){ino, mode, path};
	return node_count++;
}

static int node_of(const struct stat *st)
{
	for (int i = node_count - 1; i >= 0; i--) {
		if (nodes[i].ino == st->st_ino)
			return i;
	}
	return add_node(st->st_ino, st->st_mode & 0777, NULL);
}

static struct op *add_op(void)
{
	if (op_count == OPS_MAX)
		abort();
	ops[op_count] = (struct op){.node = GONE, .name = -1, .from = -1, .other = GONE};
	return &ops[op_count++];
}

static int note(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	int name;

	(void)ftw;
	if (strcmp(path, root) == 0)
		return 0;
	name = name_of(path + root_len + 1);
	first[name] =
		type == FTW_D ? FOLDER : add_node(st->st_ino, st->st_mode & 0777, names[name]);
	return 0;
}

void record_begin(const char *folder, const char *base)
{
	ops = calloc(OPS_MAX, sizeof(*ops));
	snprintf(root, sizeof(root), "%s", folder);
	snprintf(copy, sizeof(copy), "%s", base);
	root_len = strlen(root);
	if (ops == NULL || nftw(root, note, 16, FTW_PHYS) != 0)
		abort();
}

/* The path below root; false: it is not there, or nothing a loss of power could hurt. */
static bool below(const char *path, char out[PATH_SIZE])
{
	size_t n = strlen(path);

	if (ops == NULL || strncmp(path, root, root_len) != 0 || path[root_len] != '/' ||
		(n > 4 && strcmp(path + n - 4, "-shm") == 0))
		return false;
	snprintf(out, PATH_SIZE, "%s", path + root_len + 1);
	return true;
}

static bool path_of(int fd, char out[PATH_SIZE])
{
	char link[64], path[PATH_SIZE];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n <= 0)
		return false;
	path[n] = '\0';
	return below(path, out);
}

static bool join(int dir, const char *name, char out[PATH_SIZE])
{
	char path[2 * PATH_SIZE], base[PATH_SIZE];

	if (*name == '/')
		return below(name, out);
	if (dir == AT_FDCWD) {
		if (getcwd(base, sizeof(base)) == NULL)
			return false;
		snprintf(path, sizeof(path), "%s/%s", base, name);
		return below(path, out);
	}
	if (!path_of(dir, base))
		return false;
	snprintf(out, PATH_SIZE, "%.199s/%.199s", base, name);
	return true;
}

/* A file that was opened to be written may be new. */
void record_opened(int fd, int at, const char *path, bool is_cut)
{
	char name[PATH_SIZE];
	struct stat st;
	struct op *op;
	int known = node_count, node;

	if (!join(at, path, name) || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return;
	node = node_of(&st);
	if (node < known) {
		if (is_cut)
			record_cut(fd, 0);
		return;
	}
	op = add_op();
	op->kind = NAMED;
	op->node = node;
	op->name = name_of(name);
}

static struct op *add_change(int fd)
{
	char name[PATH_SIZE];
	struct stat st;
	struct op *op;

	if (!path_of(fd, name) || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return NULL;
	op = add_op();
	op->node = node_of(&st);
	return op;
}

void record_wrote(int fd, const void *bytes, size_t n, int64_t at)
{
	struct op *op = add_change(fd);

	if (op == NULL)
		return;
	op->kind = WROTE;
	op->at = at >= 0 ? at : lseek(fd, 0, SEEK_CUR) - (off_t)n;
	op->bytes = malloc(n);
	op->n = n;
	if (op->bytes == NULL)
		abort();
	memcpy(op->bytes, bytes, n);
}

void record_cut(int fd, int64_t size)
{
	struct op *op = add_change(fd);

	if (op == NULL)
		return;
	op->kind = CUT;
	op->at = size;
}

static void add_name(int dir, const char *path, int node)
{
	char name[PATH_SIZE];
	struct op *op;

	if (!join(dir, path, name))
		return;
	op = add_op();
	op->kind = NAMED;
	op->node = node;
	op->name = name_of(name);
}

/* A folder takes all with it that is in it; that the names change is not lost. */
static void move_folder(const char *from, const char *to)
{
	size_t len = strlen(from);

	for (int i = 0, n = name_count; i < n; i++) {
		char name[2 * PATH_SIZE];
		struct op *op;

		if (strncmp(names[i], from, len) != 0 ||
			(names[i][len] != '/' && names[i][len] != '\0'))
			continue;
		snprintf(name, sizeof(name), "%s%s", to, names[i] + len);
		op = add_op();
		*op = (struct op){.kind = MOVED, .is_synced = true, .node = SAME, .from = i};
		op->name = name_of(name);
	}
}

void record_renamed(int from_dir, const char *from, int to_dir, const char *to, bool is_swap)
{
	char a[PATH_SIZE], b[PATH_SIZE];
	struct stat st, other;
	struct op *op;

	if (!join(from_dir, from, a) || !join(to_dir, to, b) || fstatat(to_dir, to, &st, 0) < 0 ||
		(is_swap && fstatat(from_dir, from, &other, 0) < 0))
		return;
	if (S_ISDIR(st.st_mode)) {
		move_folder(a, b);
		return;
	}
	op = add_op();
	op->kind = MOVED;
	op->node = node_of(&st);
	op->name = name_of(b);
	op->from = name_of(a);
	if (is_swap)
		op->other = node_of(&other);
}

void record_linked(const char *from, const char *to)
{
	struct stat st;

	if (stat(from, &st) == 0)
		add_name(AT_FDCWD, to, node_of(&st));
}

void record_folder(int at, const char *path)
{
	add_name(at, path, FOLDER);
}

void record_gone(int at, const char *path)
{
	add_name(at, path, GONE);
}

static bool is_in(int name, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(names[name], folder, n) == 0 && names[name][n] == '/' &&
	       strchr(names[name] + n + 1, '/') == NULL;
}

/* What is synced can be reached: ext4, xfs and btrfs keep the folders above it with it. */
static bool is_above(const struct op *op, const char *path)
{
	size_t n = strlen(names[op->name]);

	return op->kind == NAMED && op->node == FOLDER && strncmp(names[op->name], path, n) == 0 &&
	       (path[n] == '/' || path[n] == '\0');
}

void record_synced(int fd)
{
	char name[PATH_SIZE];
	struct stat st;
	int node;

	if (!path_of(fd, name) || fstat(fd, &st) < 0)
		return;
	node = S_ISREG(st.st_mode) ? node_of(&st) : GONE;
	for (int i = 0; i < op_count; i++) {
		bool is_content = ops[i].kind == WROTE || ops[i].kind == CUT;

		if (is_content ? ops[i].node == node && node >= 0
			       : is_in(ops[i].name, name) || is_above(&ops[i], name))
			ops[i].is_synced = true;
	}
}

void record_synced_all(int fd)
{
	(void)fd;
	for (int i = 0; i < op_count; i++)
		ops[i].is_synced = true;
}

int record_unsynced(void)
{
	int n = 0;

	for (int i = 0; i < op_count; i++)
		n += !ops[i].is_synced;
	return n;
}

/* -- Replaying ------------------------------------------------------------------------------- */

/* What happens to what was not synced: nothing of it came; names in their order up to some moment,
 * contents by chance; everything by chance, and torn; names came, contents did not. */
enum mood { LOST, ORDERED, ANY, EMPTY, MOODS };

struct replay {
	enum mood mood;
	unsigned seed;
	int until; /* ORDERED: names up to this one */
	int at[NODES_MAX]; /* what each name stands for */
	struct content {
		char *bytes; /* owns */
		size_t n;
		bool is_read;
	} v[NODES_MAX];
};

static unsigned chance(struct replay *r, unsigned n)
{
	return (unsigned)rand_r(&r->seed) % n;
}

static bool came(struct replay *r, int i)
{
	const struct op *op = &ops[i];
	bool is_name = op->kind == NAMED || op->kind == MOVED;

	if (op->is_synced)
		return true;
	switch (r->mood) {
	case ORDERED: return is_name ? i < r->until : chance(r, 2) == 0;
	case ANY: return chance(r, 3) != 0;
	case EMPTY: return is_name;
	case LOST:
	case MOODS: break;
	}
	return false;
}

static void read_base(struct replay *r, int node)
{
	struct content *content = &r->v[node];
	char path[2 * PATH_SIZE];
	struct stat st;
	int fd;

	if (content->is_read)
		return;
	content->is_read = true;
	if (nodes[node].base == NULL)
		return;
	snprintf(path, sizeof(path), "%s/%s", copy, nodes[node].base);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		abort();
	content->n = (size_t)st.st_size;
	content->bytes = malloc(content->n + 1);
	if (content->bytes == NULL || read(fd, content->bytes, content->n) != st.st_size)
		abort();
	close(fd);
}

static void resize(struct content *content, size_t n)
{
	content->bytes = realloc(content->bytes, n + 1);
	if (content->bytes == NULL)
		abort();
	if (n > content->n)
		memset(content->bytes + content->n, 0, n - content->n);
	content->n = n;
}

static void put_content(struct replay *r, const struct op *op)
{
	struct content *content = &r->v[op->node];
	size_t n = op->n, end;

	read_base(r, op->node);
	if (op->kind == CUT) {
		resize(content, (size_t)op->at);
		return;
	}
	if (!op->is_synced && r->mood == ANY && chance(r, 3) == 0)
		n = chance(r, 2) == 0 ? n / SECTOR * SECTOR / 2 : chance(r, (unsigned)n + 1);
	end = (size_t)op->at + n;
	if (end > content->n)
		resize(content, end);
	memcpy(content->bytes + op->at, op->bytes, n);
}

static void apply(struct replay *r, int i)
{
	const struct op *op = &ops[i];

	switch (op->kind) {
	case WROTE:
	case CUT: put_content(r, op); break;
	case MOVED:
		if (op->node == SAME) {
			r->at[op->name] = r->at[op->from];
			r->at[op->from] = GONE;
			break;
		}
		if (r->at[op->from] == op->node)
			r->at[op->from] = op->other;
		r->at[op->name] = op->node;
		break;
	case NAMED: r->at[op->name] = op->node; break;
	}
}

static void write_file(struct replay *r, int name, const char *path)
{
	int node = r->at[name], fd;
	struct content *content = &r->v[node];
	char from[2 * PATH_SIZE];

	if (!content->is_read && nodes[node].base != NULL) {
		snprintf(from, sizeof(from), "%s/%s", copy, nodes[node].base);
		photo_copy(from, path);
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, nodes[node].mode | 0400);
	if (fd >= 0) { /* no such folder: it was lost with it */
		if (write(fd, content->bytes, content->n) != (ssize_t)content->n)
			abort();
		close(fd);
	}
}

static void make_all(struct replay *r, const char *to)
{
	char path[2 * PATH_SIZE];

	for (int pass = 0; pass < 2; pass++) {
		for (int name = 0; name < name_count; name++) {
			snprintf(path, sizeof(path), "%s/%s", to, names[name]);
			if (pass == 0 && r->at[name] == FOLDER)
				(void)mkdir(path, 0700); /* without its parent it is lost too */
			else if (pass == 1 && r->at[name] >= 0)
				write_file(r, name, path);
		}
	}
}

void record_replay(const char *to, unsigned seed)
{
	static struct replay r;

	r = (struct replay){.mood = seed % MOODS, .seed = seed * 2654435761U + 1};
	memcpy(r.at, first, sizeof(first));
	r.until = op_count - (int)chance(&r, (unsigned)op_count / 4 + 2);
	if (mkdir(to, 0700) < 0)
		abort();
	for (int i = 0; i < op_count; i++) {
		if (came(&r, i))
			apply(&r, i);
	}
	make_all(&r, to);
	for (int i = 0; i < node_count; i++)
		free(r.v[i].bytes);
}

/* SPDX-License-Identifier: MIT */
#include "store/gitcheck.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2.h>
#include <openssl/evp.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/fs.h"

enum { SMALL = 4096, SUM = 20, SIGNERS_MAX = 16 * 1024 * 1024 };

static const char branch[] = "refs/heads/main", signers_key[] = "gpg.ssh.allowedsignersfile";

static bool fail(const char *path, struct err *err)
{
	const git_error *last = git_error_last();

	return err_set(err, ERR_IO, "%s: libgit2: %s", path,
		last != NULL && last->message != NULL ? last->message : "?");
}

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcmp(name + n - m, end) == 0;
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names != NULL; names++) {
		if (strcmp(name, *names) == 0)
			return true;
	}
	return false;
}

/* -- Strangers: folders ------------------------------------------------------------------------ */

/* What stock git and this program put there. Whatever else there is could be a reference (git takes
 * any file of a right name beside HEAD for one), or lead elsewhere (commondir, alternates). */
static const char *const top[] = {"HEAD", "branches", "config", "description", "gc.log", "gc.pid",
	"hooks", "info", "logs", "main.spare", "objects", "packed-refs", "packed-refs.new", "refs",
	NULL};
static const char *const info[] = {"exclude", "refs", NULL};
static const char *const no_hooks[] = {NULL};
static const char *const about_objects[] = {
	"commit-graph", "commit-graphs", "packs", "maintenance.lock", NULL};

static const struct folder {
	const char *name, *prefix;
	const char *const *known;
	const char *end; /* of names that do no harm either */
} folders[] = {
	{".", "", top, ".lock"},
	{"info", "info/", info, ".lock"},
	{"hooks", "hooks/", no_hooks, ".sample"},
	{"objects/info", "objects/info/", about_objects, ".lock"},
};

static DIR *open_folder(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);

	if (stream == NULL && fd >= 0)
		close(fd);
	return stream;
}

/* A link leads out of the repository; a name beside HEAD may be of any kind but that. libgit2 makes
 * one to see whether it can, and where it cannot remove it, it stays. */
static bool is_known(const struct folder *folder, const struct dirent *entry)
{
	static const char trial[] = "_git2_";
	const char *name = entry->d_name;

	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || starts_with(name, trial) ||
	       ends_in(name, folder->end) ||
	       (is_one_of(name, folder->known) && entry->d_type != DT_LNK);
}

static void look_at_folder(int dir, const struct folder *folder, struct strv *names)
{
	DIR *stream = open_folder(dir, folder->name);
	const struct dirent *entry;

	if (stream == NULL && errno != ENOENT)
		strv_add(names, folder->name);
	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		const char *name = entry->d_name;
		char *path;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || is_known(folder, entry) ||
			ends_in(name, folder->end))
			continue;
		path = xasprintf("%s%s", folder->prefix, name);
		strv_put(names, path);
		free(path);
	}
	if (stream != NULL)
		closedir(stream);
}

static void look_at_head(int dir, struct strv *names)
{
	char *text = NULL;
	struct err why = {0};

	if (fs_read(dir, "HEAD", SMALL, &text, NULL, &why) &&
		strcmp(text, "ref: refs/heads/main\n") != 0)
		strv_add(names, "HEAD");
	free(text);
}

/* -- Strangers: references and settings -------------------------------------------------------- */

static bool look_at_refs(git_repository *repo, struct strv *names)
{
	git_strarray refs = {0};

	if (git_reference_list(&refs, repo) < 0)
		return false;
	for (size_t i = 0; i < refs.count; i++) {
		if (strcmp(refs.strings[i], branch) != 0)
			strv_add(names, refs.strings[i]);
	}
	git_strarray_dispose(&refs);
	return true;
}

/* The settings that a repository of ours may have. A value of NULL: any. The rest could run
 * programs, lead to other files, or lift what keeps the branch. */
static const struct setting {
	const char *name, *value;
} settings[] = {
	{"core.bare", "true"},
	{"core.repositoryformatversion", "0"},
	{"core.filemode", NULL},
	{"core.ignorecase", NULL},
	{"core.precomposeunicode", NULL},
	{"core.symlinks", NULL},
	{"core.logallrefupdates", NULL},
	{"core.fsync", NULL},
	{"receive.denynonfastforwards", "true"},
	{"receive.denydeletes", "true"},
	{"transfer.fsckobjects", "true"},
	{"commitgraph.generationversion", "1"},
	{"gpg.format", "ssh"},
	{signers_key, NULL},
	{"user.name", NULL},
	{"user.email", NULL},
};

/* A section whose settings do no harm, or what of a remote's names no program. */
static bool is_harmless(const char *name)
{
	static const char *const sections[] = {"gc.", "maintenance.", "pack.", "repack."};
	static const char *const of_remotes[] = {".url", ".fetch", ".push", ".mirror"};

	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
		if (starts_with(name, sections[i]))
			return true;
	}
	for (size_t i = 0; i < sizeof(of_remotes) / sizeof(*of_remotes); i++) {
		if (starts_with(name, "remote.") && ends_in(name, of_remotes[i]))
			return true;
	}
	return false;
}

static int look_at_setting(const git_config_entry *entry, void *names)
{
	char *what;

	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		if (strcmp(entry->name, settings[i].name) == 0 &&
			(settings[i].value == NULL || str_eq(entry->value, settings[i].value)))
			return 0;
	}
	if (is_harmless(entry->name))
		return 0;
	what = xasprintf("config: %s", entry->name);
	strv_put(names, what);
	free(what);
	return 0;
}

static bool look_at_settings(const char *path, struct strv *names)
{
	char *file = xasprintf("%s/config", path);
	git_config *config = NULL;
	bool ok = git_config_open_ondisk(&config, file) >= 0 &&
		  git_config_foreach(config, look_at_setting, names) >= 0;

	git_config_free(config);
	free(file);
	return ok;
}

bool gitcheck_strangers(const char *path, struct strv *names, struct err *err)
{
	git_repository *repo = NULL;
	int dir = fs_open_dir(AT_FDCWD, path, err);
	bool ok;

	if (dir < 0)
		return false;
	git_libgit2_init();
	ok = look_at_settings(path, names) && git_repository_open_bare(&repo, path) >= 0 &&
	     look_at_refs(repo, names);
	if (!ok)
		(void)fail(path, err);
	git_repository_free(repo);
	git_libgit2_shutdown();
	look_at_head(dir, names);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		look_at_folder(dir, &folders[i], names);
	close(dir);
	return ok;
}

/* -- Whom git believes ------------------------------------------------------------------------- */

enum gitcheck_signers gitcheck_signers(const char *path, const char *text)
{
	char *file = xasprintf("%s/config", path), *is = NULL;
	enum gitcheck_signers result = SIGNERS_NOWHERE;
	git_buf value = {0};
	git_config *config = NULL;
	struct err why = {0};

	git_libgit2_init();
	if (git_config_open_ondisk(&config, file) >= 0 &&
		git_config_get_string_buf(&value, config, signers_key) >= 0 &&
		(fs_read(AT_FDCWD, value.ptr, SIGNERS_MAX, &is, NULL, &why) ||
			why.code != ERR_NOT_FOUND))
		result = str_eq(is, text) ? SIGNERS_OURS : SIGNERS_FOREIGN;
	free(is);
	git_buf_dispose(&value);
	git_config_free(config);
	git_libgit2_shutdown();
	free(file);
	return result;
}

/* -- Packs ------------------------------------------------------------------------------------- */

struct gitcheck_packs {
	char *path; /* owns */
	int dir; /* objects/; owns */
	struct strv files; /* below it */
	size_t at;
	int fd; /* of the one that is being read; owns */
	off_t left; /* before its sum */
	EVP_MD_CTX *hash; /* owns; of what was read */
};

static void must(int ok)
{
	if (ok != 1)
		abort(); /* hashing bytes in memory fails only where memory does */
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Those whose last bytes are the sum of all before them. */
static bool ends_in_sum(const char *name)
{
	static const char *const ends[] = {".pack", ".idx", ".rev", ".bitmap", ".graph"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		if (ends_in(name, ends[i]))
			return true;
	}
	return strcmp(name, "multi-pack-index") == 0 || strcmp(name, "commit-graph") == 0;
}

static void list(int dir, const char *folder, struct strv *files)
{
	DIR *stream = open_folder(dir, folder);
	const struct dirent *entry;

	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		char *path;

		/* Half-written ones have other names. */
		if (starts_with(entry->d_name, "tmp_") || !ends_in_sum(entry->d_name))
			continue;
		path = xasprintf("%s/%s", folder, entry->d_name);
		strv_add(files, path);
		free(path);
	}
	if (stream != NULL)
		closedir(stream);
	if (files->n > 0)
		qsort(files->v, files->n, sizeof(*files->v), by_name);
}

static int open_objects(const char *path)
{
	char *objects = xasprintf("%s/objects", path);
	int dir = open(objects, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(objects);
	return dir;
}

/* The bytes so far before a file's end; false: it has not so many. */
static bool read_end(int dir, const char *file, off_t before, unsigned char sum[SUM], bool *there)
{
	int fd = openat(dir, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	bool ok;

	*there = fd >= 0 || errno != ENOENT;
	ok = fd >= 0 && fstat(fd, &st) == 0 && st.st_size >= before &&
	     pread(fd, sum, SUM, st.st_size - before) == SUM;
	if (fd >= 0)
		close(fd);
	return ok;
}

static void name_file(const char *path, const char *file, struct strv *faults)
{
	const char *name = strrchr(path, '/');
	char *what = xasprintf(_("%s/objects/%s is damaged: take it from a backup"),
		name != NULL ? name + 1 : path, file);

	strv_put(faults, what);
	free(what);
}

void gitcheck_ends(const char *path, struct strv *faults)
{
	int dir = open_objects(path);
	struct strv files = {0};

	if (dir < 0)
		return;
	list(dir, "pack", &files);
	for (size_t i = 0; i < files.n; i++) {
		unsigned char is[SUM], should[SUM];
		bool pack_there, index_there, ok;
		char *pack;

		if (!ends_in(files.v[i], ".idx"))
			continue;
		pack = xasprintf("%.*s.pack", (int)strlen(files.v[i]) - 4, files.v[i]);
		ok = read_end(dir, files.v[i], 2 * (off_t)SUM, should, &index_there);
		ok = read_end(dir, pack, SUM, is, &pack_there) && ok;
		/* One that is gone was merged into another meanwhile. */
		if (pack_there && index_there && (!ok || memcmp(is, should, SUM) != 0))
			name_file(path, pack, faults);
		free(pack);
	}
	strv_release(&files);
	close(dir);
}

bool gitcheck_has_bitmap(const char *path)
{
	int dir = open_objects(path);
	struct strv files = {0};
	bool has = false;

	if (dir < 0)
		return false;
	list(dir, "pack", &files);
	for (size_t i = 0; i < files.n; i++)
		has = has || ends_in(files.v[i], ".bitmap");
	strv_release(&files);
	close(dir);
	return has;
}

struct gitcheck_packs *gitcheck_packs_begin(const char *path)
{
	static const char *const from[] = {"info", "info/commit-graphs", "pack"};
	struct gitcheck_packs *packs = xcalloc(1, sizeof(*packs));

	packs->path = xstrdup(path);
	packs->fd = -1;
	packs->dir = open_objects(path);
	for (size_t i = 0; packs->dir >= 0 && i < sizeof(from) / sizeof(*from); i++)
		list(packs->dir, from[i], &packs->files);
	packs->hash = EVP_MD_CTX_new();
	must(packs->hash != NULL);
	return packs;
}

static void close_file(struct gitcheck_packs *packs, bool is_whole, struct strv *faults)
{
	if (!is_whole)
		name_file(packs->path, packs->files.v[packs->at], faults);
	if (packs->fd >= 0)
		close(packs->fd);
	packs->fd = -1;
	packs->at++;
}

static void open_file(struct gitcheck_packs *packs, struct strv *faults)
{
	struct stat st;

	packs->fd =
		openat(packs->dir, packs->files.v[packs->at], O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (packs->fd < 0 || fstat(packs->fd, &st) < 0 || st.st_size < SUM) {
		/* One that is gone was merged into another meanwhile. */
		close_file(packs, packs->fd < 0 && errno == ENOENT, faults);
		return;
	}
	packs->left = st.st_size - SUM;
	must(EVP_DigestInit_ex(packs->hash, EVP_sha1(), NULL));
}

static void read_piece(struct gitcheck_packs *packs, struct strv *faults)
{
	enum { PIECE = 1 << 18, PIECES = 16 };
	unsigned char sum[SUM], is[SUM], *bytes = xcalloc(PIECE, 1);
	ssize_t n = 1;

	for (int i = 0; i < PIECES && packs->left > 0 && n > 0; i++) {
		n = read(packs->fd, bytes, packs->left < PIECE ? (size_t)packs->left : PIECE);
		if (n < 0 && errno == EINTR) {
			n = 1;
			continue;
		}
		if (n > 0)
			must(EVP_DigestUpdate(packs->hash, bytes, (size_t)n));
		packs->left -= n > 0 ? n : 0;
	}
	free(bytes);
	if (packs->left > 0 && n > 0)
		return;
	must(EVP_DigestFinal_ex(packs->hash, is, NULL));
	close_file(packs,
		packs->left == 0 && read(packs->fd, sum, SUM) == SUM && memcmp(is, sum, SUM) == 0,
		faults);
}

bool gitcheck_packs_step(struct gitcheck_packs *packs, struct strv *faults)
{
	if (packs->at == packs->files.n)
		return false;
	if (packs->fd < 0)
		open_file(packs, faults);
	else
		read_piece(packs, faults);
	return true;
}

void gitcheck_packs_end(struct gitcheck_packs *packs)
{
	if (packs == NULL)
		return;
	if (packs->fd >= 0)
		close(packs->fd);
	if (packs->dir >= 0)
		close(packs->dir);
	EVP_MD_CTX_free(packs->hash);
	strv_release(&packs->files);
	free(packs->path);
	free(packs);
}

/* SPDX-License-Identifier: MIT */
#include "store/inbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/content.h"
#include "store/fs.h"
#include "store/hash.h"
#include "store/sshsig.h"
#include "store/wire.h"

/* NAME waits, NAME.taken is being decided on, NAME.no holds the reason why not; .spare-NAME was
 * answered. */
static const char folder[] = "inbox", taken[] = ".taken", no[] = ".no", magic[] = "petition1",
		  spare[] = ".spare-";

enum { PETITION_MAX = 64 << 20, PATH = INBOX_NAME + 32 };

struct waiting {
	struct petition petition;
	char *text; /* owns: what its at_hand points to */
	char name[INBOX_NAME];
};

static void waiting_release(struct waiting *waiting)
{
	petition_release(&waiting->petition);
	free(waiting->text);
	*waiting = (struct waiting){0};
}

/* -- As bytes -------------------------------------------------------------------------------- */

static void print(const struct petition *petition, struct str *out)
{
	const struct objects *objects = &petition->draft.objects;
	unsigned char hash[HASH_BYTES];

	wire_put_text(out, magic);
	wire_put_u32(out, petition->at_hand.text != NULL);
	wire_put_u32(out, (uint32_t)objects->n);
	for (size_t i = 0; i < objects->n; i++) {
		wire_put_u32(out, (uint32_t)objects->v[i].type);
		wire_put_string(out, objects->v[i].bytes, objects->v[i].len);
	}
	hash_bytes(out->buf, out->len, hash);
	str_addn(out, hash, HASH_BYTES);
}

static bool parse_objects(struct wire in, struct draft *draft, bool *has_text)
{
	struct wire word, bytes;
	uint32_t flag, n, type;

	if (!wire_string(&in, &word) || !wire_is(word, magic) || !wire_u32(&in, &flag) ||
		!wire_u32(&in, &n) || n == 0)
		return false;
	*has_text = flag != 0;
	for (uint32_t i = 0; i < n; i++) {
		if (!wire_u32(&in, &type) || type < OBJECT_COMMIT || type > OBJECT_BLOB ||
			!wire_string(&in, &bytes))
			return false;
		objects_add(&draft->objects, (enum object_type)type, bytes.p, bytes.n, draft->id);
	}
	return in.n == 0 && type == OBJECT_COMMIT;
}

/* One cut short by a crash of the machine has another hash: nobody waits for it any more. */
static bool parse(const char *bytes, size_t n, struct draft *draft, bool *has_text)
{
	unsigned char hash[HASH_BYTES];

	if (n < HASH_BYTES)
		return false;
	hash_bytes(bytes, n - HASH_BYTES, hash);
	return memcmp(hash, bytes + n - HASH_BYTES, HASH_BYTES) == 0 &&
	       parse_objects((struct wire){(const unsigned char *)bytes, n - HASH_BYTES}, draft,
		       has_text);
}

/* -- Putting in ------------------------------------------------------------------------------ */

static int open_folder(struct store *store, struct err *err)
{
	int dir = fs_open_dir(store->fd, folder, err);

	if (dir >= 0 || err->code != ERR_NOT_FOUND)
		return dir;
	return fs_make_dir(store->fd, folder, err) ? fs_open_dir(store->fd, folder, err) : -1;
}

/* What is left over of a longer one goes. */
static bool fill(int fd, const struct str *bytes)
{
	struct stat st;

	return pwrite(fd, bytes->buf, bytes->len, 0) == (ssize_t)bytes->len &&
	       fstat(fd, &st) == 0 &&
	       (st.st_size == (off_t)bytes->len || ftruncate(fd, (off_t)bytes->len) == 0);
}

/* old is a file to write over; "" or one that is not there: it is made. */
static bool write_file(
	int dir, const char *old, const char *name, const struct str *bytes, struct err *err)
{
	char aside[PATH];
	bool ok;
	int fd;

	snprintf(aside, sizeof(aside), ".%s", name);
	if (*old != '\0')
		(void)renameat(dir, old, dir, aside); /* else it is made */
	fd = openat(dir, aside, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	ok = fd >= 0 && fill(fd, bytes) && renameat(dir, aside, dir, name) == 0;
	if (!ok)
		err_set(err, ERR_IO, _("cannot write '%s': %s"), name, err_system(errno));
	if (fd >= 0)
		close(fd);
	if (!ok)
		(void)unlinkat(dir, aside, 0); /* the write's own failure is told */
	return ok;
}

bool inbox_put(struct store *store, const struct petition *petition, char name[INBOX_NAME],
	struct err *err)
{
	struct str bytes = {0};
	struct timespec at;
	int dir = open_folder(store, err);
	bool ok;

	if (dir < 0)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &at);
	snprintf(name, INBOX_NAME, "%010lld%09ld-%ld-%.40s", (long long)at.tv_sec, at.tv_nsec,
		(long)getpid(), petition->entry.decision.request);
	print(petition, &bytes);
	ok = write_file(dir, store->spare, name, &bytes, err);
	*store->spare = '\0';
	str_release(&bytes);
	close(dir);
	return ok;
}

/* -- Deciding -------------------------------------------------------------------------------- */

static bool has_end(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcmp(name + n - m, end) == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of those that wait, in order; what a dead process claimed waits too. */
static void list(struct store *store, struct strv *names)
{
	int dir = openat(store->fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *stream = dir < 0 ? NULL : fdopendir(dir);
	const struct dirent *entry;

	if (stream == NULL) {
		if (dir >= 0)
			close(dir);
		return;
	}
	while ((entry = readdir(stream)) != NULL) {
		size_t n = strlen(entry->d_name);

		if (*entry->d_name == '.' || has_end(entry->d_name, no) || n >= INBOX_NAME)
			continue;
		if (has_end(entry->d_name, taken))
			n -= sizeof(taken) - 1;
		strv_addn(names, entry->d_name, n);
	}
	closedir(stream);
	if (names->n > 0)
		qsort(names->v, names->n, sizeof(*names->v), by_name);
}

static void path_of(char path[PATH], const char *name, const char *end)
{
	snprintf(path, PATH, "%s/%s%s", folder, name, end);
}

static bool load_text(struct store *store, struct waiting *one, struct err *err)
{
	struct paper paper = {0};
	size_t n = 0;
	bool ok = paper_parse(&paper, one->petition.entry.decision.record, err) &&
		  content_get(store->content, paper_public(&paper)->sha256, &one->text, &n, err);

	one->petition.at_hand.text = one->text;
	one->petition.at_hand.text_len = n;
	paper_release(&paper);
	return ok;
}

/* What was signed elsewhere is believed no more than its signature. */
static bool read_entry(struct petition *petition, struct err *err)
{
	const struct object *commit = draft_commit(&petition->draft);
	struct public_key signer = {0};

	if (!entry_parse(&petition->entry, commit, err))
		return false;
	for (size_t i = 0; i < petition->draft.objects.n; i++) {
		if (petition->draft.objects.v[i].type == OBJECT_BLOB)
			set_str(&petition->entry.decision.record,
				petition->draft.objects.v[i].bytes);
	}
	if (petition->entry.commit.signature == NULL ||
		petition->entry.decision.subject != SUBJECT_DOCUMENT)
		return err_set(err, ERR_INPUT, _("it is not signed"));
	petition->entry.is_checked = sshsig_verify(petition->entry.commit.signature, "git",
		petition->entry.commit.payload, strlen(petition->entry.commit.payload), &signer,
		err);
	return petition->entry.is_checked;
}

static bool claim(struct store *store, const char *name, struct waiting *one)
{
	char path[PATH], mine[PATH], *bytes = NULL;
	struct err why = {0};
	bool has_text = false, ok;
	size_t n = 0;

	path_of(path, name, "");
	path_of(mine, name, taken);
	if (renameat(store->fd, path, store->fd, mine) < 0 && errno != ENOENT)
		return false;
	if (!fs_read(store->fd, mine, PETITION_MAX, &bytes, &n, &why))
		return false; /* taken back at the last moment */
	snprintf(one->name, sizeof(one->name), "%s", name);
	one->petition.is_queued = true;
	ok = parse(bytes, n, &one->petition.draft, &has_text);
	free(bytes);
	ok = ok && read_entry(&one->petition, &why) && (!has_text || load_text(store, one, &why));
	if (ok)
		return true;
	(void)unlinkat(store->fd, mine, 0); /* it never was a decision */
	waiting_release(one);
	return false;
}

/* Claims up to max, the oldest first: how many, in *all, which the caller frees. */
static size_t take(struct store *store, struct waiting **all, size_t max)
{
	struct waiting *waiting;
	struct strv names = {0};
	size_t n = 0;

	list(store, &names);
	if (max > names.n)
		max = names.n;
	*all = waiting = xcalloc(max + 1, sizeof(*waiting));
	for (size_t i = 0; i < names.n && n < max; i++) {
		waiting[n] = (struct waiting){0};
		if ((i == 0 || strcmp(names.v[i], names.v[i - 1]) != 0) &&
			claim(store, names.v[i], &waiting[n]))
			n++;
	}
	strv_release(&names);
	return n;
}

static void answer(struct store *store, const struct waiting *waiting)
{
	const struct err *why = &waiting->petition.err;
	struct str reason = {0};
	struct err err = {0};
	char path[PATH], left[PATH];
	int dir;

	if (why->code != ERR_NONE) {
		snprintf(path, sizeof(path), "%s%s", waiting->name, no);
		str_addf(&reason, "%d %s", (int)why->code, why->text);
		dir = open_folder(store, &err);
		/* Without it its submitter says that the outcome is not known. */
		if (dir >= 0) {
			(void)!write_file(dir, "", path, &reason, &err);
			close(dir);
		}
		str_release(&reason);
	}
	path_of(path, waiting->name, taken);
	snprintf(left, sizeof(left), "%s/%s%s", folder, spare, waiting->name);
	if (renameat(store->fd, path, store->fd, left) < 0)
		(void)unlinkat(store->fd, path, 0); /* decided again, it is known */
}

/* What could not be decided on for the machine's sake is left to the next who takes the lock. */
static bool decide(struct store *store, struct waiting *waiting, size_t n, struct petition *mine,
	struct err *err)
{
	struct petition *all[BATCH_MAX];
	size_t count = 0;
	bool ok;

	for (size_t i = 0; i < n; i++)
		all[count++] = &waiting[i].petition;
	if (mine != NULL)
		all[count++] = mine;
	ok = count == 0 || stand(store, all, count, err);
	for (size_t i = 0; ok && i < n; i++)
		answer(store, &waiting[i]);
	return ok;
}

bool inbox_drain(struct store *store, struct petition *mine, struct err *err)
{
	enum { MOST = BATCH_MAX - 1 };
	struct waiting *waiting;
	size_t n;
	bool ok;

	do {
		n = take(store, &waiting, MOST);
		ok = decide(store, waiting, n, n < MOST ? mine : NULL, err);
		for (size_t i = 0; i < n; i++)
			waiting_release(&waiting[i]);
		free(waiting);
	} while (ok && n == MOST);
	return ok;
}

/* -- Waiting --------------------------------------------------------------------------------- */

bool inbox_is_empty(struct store *store)
{
	struct strv names = {0};
	bool empty;

	list(store, &names);
	empty = names.n == 0;
	strv_release(&names);
	return empty;
}

bool inbox_is_waiting(struct store *store, const char *name)
{
	char path[PATH], mine[PATH];

	path_of(path, name, "");
	path_of(mine, name, taken);
	return fs_exists(store->fd, path) || fs_exists(store->fd, mine);
}

bool inbox_withdraw(struct store *store, const char *name)
{
	char path[PATH];

	path_of(path, name, "");
	return unlinkat(store->fd, path, 0) == 0;
}

void inbox_remove(struct store *store, const char *name)
{
	char path[PATH];

	path_of(path, name, "");
	(void)unlinkat(store->fd, path, 0);
	path_of(path, name, taken);
	(void)unlinkat(store->fd, path, 0); /* one of the two is not there */
}

bool inbox_read_answer(struct store *store, const char *name, struct err *err)
{
	char path[PATH], *text = NULL, *rest;
	struct err why = {0};
	long code;

	snprintf(store->spare, sizeof(store->spare), "%s%s", spare, name);
	path_of(path, name, no);
	if (!fs_read(store->fd, path, ERR_TEXT_SIZE + 16, &text, NULL, &why))
		return why.code == ERR_NOT_FOUND || err_set(err, ERR_UNKNOWN, "%s", why.text);
	(void)unlinkat(store->fd, path, 0); /* the sweep takes what is left */
	code = strtol(text, &rest, 10);
	err_set(err, code > ERR_NONE && code <= ERR_UNKNOWN ? (enum err_code)code : ERR_UNKNOWN,
		"%s", *rest == ' ' ? rest + 1 : rest);
	free(text);
	return false;
}

void inbox_forget(struct store *store)
{
	char path[SPARE_NAME + sizeof(folder)];

	if (*store->spare == '\0')
		return;
	snprintf(path, sizeof(path), "%s/%s", folder, store->spare);
	(void)unlinkat(store->fd, path, 0); /* it only takes room */
	*store->spare = '\0';
}

void inbox_sweep(struct store *store)
{
	int dir = openat(store->fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *stream = dir < 0 ? NULL : fdopendir(dir);
	const struct dirent *entry;

	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		if (has_end(entry->d_name, no) ||
			(*entry->d_name == '.' && strlen(entry->d_name) > 2))
			(void)unlinkat(dir, entry->d_name, 0); /* it only takes room */
	}
	if (stream != NULL)
		closedir(stream);
	else if (dir >= 0)
		close(dir);
}

/* SPDX-License-Identifier: MIT */
#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/bug.h"
#include "store/fs.h"
#include "store/hash.h"
#include "store/wire.h"

/* A record: MAGIC, the body's length and SHA-256, the body, and a tail that lets one see at a
 * glance where the journal leads: its target in hex and LAST. */
static const char magic[] = "gongkai1", last[] = "\nend\n";
static const char name[] = "journal";

enum {
	MAGIC = sizeof(magic) - 1,
	LAST = sizeof(last) - 1,
	HEAD = MAGIC + 4 + HASH_BYTES,
	TAIL = OID_HEX + LAST,
	RECORD_MAX = 1 << 30,
};

static bool fail(const char *what, struct err *err)
{
	return err_set(err, ERR_IO, "%s: %s", what, err_system(errno));
}

bool journal_open(struct journal *journal, int dir, struct err *err)
{
	enum { SAFE = O_NOFOLLOW | O_CLOEXEC | O_NOCTTY };

	journal->size = 0;
	journal->fd = openat(dir, name, O_RDWR | SAFE);
	if (journal->fd >= 0)
		return true;
	if (errno != ENOENT)
		return errno == EROFS || errno == EACCES || fail(_("cannot open the journal"), err);
	journal->fd = openat(dir, name, O_RDWR | O_CREAT | SAFE, 0600);
	if (journal->fd < 0)
		return errno == EROFS || errno == EACCES || fail(_("cannot make the journal"), err);
	return fs_sync_dir(dir, err);
}

void journal_close(struct journal *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	journal->fd = -1;
}

/* A journal that was replaced by another, or removed, must not be written to any more. */
static bool find_size(struct journal *journal, int dir, struct err *err)
{
	struct stat st;

	if (journal->fd < 0)
		return err_set(err, ERR_IO, _("the store cannot be written: it is read-only here"));
	if (fstat(journal->fd, &st) < 0)
		return fail(_("cannot look at the journal"), err);
	if (st.st_nlink == 0) {
		journal_close(journal);
		if (!journal_open(journal, dir, err))
			return false;
		if (journal->fd < 0 || fstat(journal->fd, &st) < 0)
			return fail(_("cannot look at the journal"), err);
	}
	journal->size = st.st_size;
	return true;
}

static bool read_all(int fd, int64_t at, char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t got = pread(fd, bytes, n, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got == 0 ? EIO : errno;
			return false;
		}
		bytes += got;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

bool journal_look(struct journal *journal, int dir, char to[OID_HEX + 1], struct err *err)
{
	char tail[TAIL + 1] = "";

	*to = '\0';
	if (!find_size(journal, dir, err))
		return false;
	if (journal->size < HEAD + TAIL)
		return true;
	if (!read_all(journal->fd, journal->size - TAIL, tail, TAIL))
		return fail(_("cannot read the journal"), err);
	if (strcmp(tail + OID_HEX, last) != 0)
		return true;
	tail[OID_HEX] = '\0';
	if (oid_is_valid(tail))
		memcpy(to, tail, OID_HEX + 1);
	return true;
}

/* -- Reading --------------------------------------------------------------------------------- */

static void passage_release(struct passage *passage)
{
	objects_release(&passage->objects);
	*passage = (struct passage){0};
}

void passages_release(struct passages *passages)
{
	for (size_t i = 0; i < passages->n; i++)
		passage_release(&passages->v[i]);
	free(passages->v);
	*passages = (struct passages){0};
}

static bool parse_name(struct wire *in, char id[OID_HEX + 1])
{
	struct wire text;

	if (!wire_string(in, &text) || text.n != OID_HEX)
		return false;
	memcpy(id, text.p, OID_HEX);
	id[OID_HEX] = '\0';
	return oid_is_valid(id);
}

static bool parse_body(struct wire in, struct passage *passage)
{
	uint32_t n, type;
	struct wire bytes;
	char id[OID_HEX + 1];

	if (!parse_name(&in, passage->from) || !parse_name(&in, passage->to) || !wire_u32(&in, &n))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (!wire_u32(&in, &type) || type < OBJECT_COMMIT || type > OBJECT_BLOB ||
			!wire_string(&in, &bytes))
			return false;
		objects_add(&passage->objects, (enum object_type)type, bytes.p, bytes.n, id);
	}
	return in.n == 0 && n > 0 && strcmp(id, passage->to) == 0;
}

/* Takes one record from the front; false where what comes is none. */
static bool parse_record(struct wire *in, struct passage *passage)
{
	unsigned char hash[HASH_BYTES];
	struct wire at = *in, body;
	uint32_t n;

	if (at.n < HEAD || !wire_literal(&at, magic, MAGIC) || !wire_u32(&at, &n))
		return false;
	body = (struct wire){at.p + HASH_BYTES, n};
	if (n > RECORD_MAX || at.n < (size_t)HASH_BYTES + n + TAIL)
		return false;
	hash_bytes(body.p, body.n, hash);
	if (memcmp(hash, at.p, HASH_BYTES) != 0 || !parse_body(body, passage))
		return false;
	at = (struct wire){body.p + n, at.n - HASH_BYTES - n};
	if (!wire_literal(&at, passage->to, OID_HEX) || !wire_literal(&at, last, LAST))
		return false;
	*in = at;
	return true;
}

bool journal_read(struct journal *journal, struct passages *passages, struct err *err)
{
	char *bytes = xcalloc((size_t)journal->size + 1, 1);
	struct wire in = {(const unsigned char *)bytes, (size_t)journal->size};
	bool ok = read_all(journal->fd, 0, bytes, in.n) || fail(_("cannot read the journal"), err);

	*passages = (struct passages){0};
	while (ok && in.n > 0 && !passages->is_torn) {
		struct passage passage = {0};

		passages->is_torn = !parse_record(&in, &passage) ||
				    (passages->n > 0 && strcmp(passages->v[passages->n - 1].to,
								passage.from) != 0);
		if (passages->is_torn) {
			passage_release(&passage);
			break;
		}
		GROW(passages->v, passages->n);
		passages->v[passages->n++] = passage;
	}
	free(bytes);
	return ok;
}

/* -- Writing --------------------------------------------------------------------------------- */

static void print_body(struct str *body, const char *from, const char *to,
	const struct objects *const *objects, size_t n)
{
	uint32_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (uint32_t)objects[i]->n;
	wire_put_text(body, from);
	wire_put_text(body, to);
	wire_put_u32(body, count);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < objects[i]->n; k++) {
			wire_put_u32(body, (uint32_t)objects[i]->v[k].type);
			wire_put_string(body, objects[i]->v[k].bytes, objects[i]->v[k].len);
		}
	}
}

static bool write_all(int fd, int64_t at, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t put = pwrite(fd, bytes, n, at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes += put;
		at += put;
		n -= (size_t)put;
	}
	return true;
}

static bool sync_data(const struct journal *journal)
{
	return bug("no-fsync") || fdatasync(journal->fd) == 0;
}

/* A record of which a part could not be written is no decision, whatever is left of it. */
static bool put(struct journal *journal, const char *bytes, size_t n, struct err *err)
{
	if (!write_all(journal->fd, journal->size, bytes, n)) {
		(void)fail(_("cannot write the journal"), err);
		if (ftruncate(journal->fd, journal->size) < 0)
			err->code = ERR_IO; /* torn: journal_read takes it for what it is */
		return false;
	}
	if (!sync_data(journal)) {
		(void)fail(_("cannot write the journal to the disk"), err);
		err->code = ERR_UNKNOWN;
		return false;
	}
	journal->size += (int64_t)n;
	return true;
}

bool journal_append(struct journal *journal, const char *from, const char *to,
	const struct objects *const *objects, size_t n, struct err *err)
{
	unsigned char hash[HASH_BYTES];
	struct str body = {0}, record = {0};
	bool ok;

	if (journal->fd < 0)
		return err_set(err, ERR_IO, _("the store cannot be written: it is read-only here"));
	print_body(&body, from, to, objects, n);
	if (body.len > RECORD_MAX) {
		str_release(&body);
		return err_set(err, ERR_INPUT, _("too much at once: decide on fewer papers"));
	}
	hash_bytes(body.buf, body.len, hash);
	str_addn(&record, magic, MAGIC);
	wire_put_u32(&record, (uint32_t)body.len);
	str_addn(&record, hash, HASH_BYTES);
	str_addn(&record, body.buf, body.len);
	str_addn(&record, to, OID_HEX);
	str_addn(&record, last, LAST);
	ok = put(journal, record.buf, record.len, err);
	str_release(&body);
	str_release(&record);
	return ok;
}

bool journal_withdraw(struct journal *journal, int64_t size, struct err *err)
{
	if (ftruncate(journal->fd, size) < 0 || fdatasync(journal->fd) < 0) {
		(void)fail(_("cannot take it back from the journal"), err);
		err->code = ERR_UNKNOWN;
		return false;
	}
	journal->size = size;
	return true;
}

bool journal_cut(struct journal *journal, struct err *err)
{
	if (ftruncate(journal->fd, 0) < 0 || fdatasync(journal->fd) < 0)
		return fail(_("cannot empty the journal"), err);
	journal->size = 0;
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "store/read/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/xml.h"

enum { PARTS_MAX = 20000, CHUNK = 64 << 10 };

void zip_release(struct zip *zip)
{
	for (size_t i = 0; i < zip->n; i++) {
		free(zip->parts[i].name);
		free(zip->parts[i].root);
		str_release(&zip->parts[i].bytes);
	}
	free(zip->parts);
	*zip = (struct zip){0};
}

/* Names of parts that hold words, whatever the office program. */
static bool is_named_xml(const char *name)
{
	static const char *const ends[] = {".xml", ".rels", ".vml", ".rdf", "mimetype"};
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && strcasecmp(name + len - n, ends[i]) == 0)
			return true;
	}
	return false;
}

/* Whatever its name: office programs go by the kind that another part gives it. */
static bool begins_as_xml(const char *p, size_t len)
{
	static const char *const marks[] = {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t n = strlen(marks[i]);

		if (len > n && memcmp(p, marks[i], n) == 0) {
			p += n;
			len -= n;
		}
	}
	while (len > 0 && memchr(" \t\r\n", *p, 5) != NULL) {
		p++;
		len--;
	}
	return len > 0 && *p == '<';
}

static void read_part(
	struct zip_part *part, struct archive *archive, struct gather *gather, size_t *unpacked)
{
	char *chunk = xcalloc(CHUNK, 1);
	la_ssize_t n;

	while ((n = archive_read_data(archive, chunk, CHUNK)) > 0) {
		*unpacked += (size_t)n;
		if (*unpacked > UNPACKED_MAX)
			gather_fail(gather, FAILURE_LARGE);
		part->is_xml = part->is_xml || begins_as_xml(chunk, (size_t)n);
		if (!part->is_xml)
			break;
		str_addn(&part->bytes, chunk, (size_t)n);
	}
	free(chunk);
	if (n < 0)
		gather_fail(gather, FAILURE_DAMAGED);
}

/* Numbers in names by their value: page 2 before page 10. */
static int by_name(const void *a, const void *b)
{
	const struct zip_part *x = a, *y = b;

	return strverscmp(x->name, y->name);
}

/* A name as all programs take it: what some write with backslashes, or from the root. */
static char *plain_name(const char *name)
{
	char *plain = xstrdup(name + strspn(name, "/\\"));

	for (char *c = plain; *c != '\0'; c++) {
		if (*c == '\\')
			*c = '/';
	}
	return plain;
}

static void take_entry(struct zip *zip, struct archive *archive, struct archive_entry *entry,
	struct gather *gather, size_t *unpacked)
{
	const char *name = archive_entry_pathname(entry);
	struct zip_part *part;

	if (archive_entry_is_data_encrypted(entry) || archive_entry_is_metadata_encrypted(entry))
		gather_fail(gather, FAILURE_ENCRYPTED);
	if (name == NULL || zip->n >= PARTS_MAX)
		gather_fail(gather, name == NULL ? FAILURE_DAMAGED : FAILURE_LARGE);
	if (*name == '\0' || name[strlen(name) - 1] == '/')
		return;
	/* No office program writes anything but files. */
	if (archive_entry_filetype(entry) != AE_IFREG)
		gather_fail(gather, FAILURE_DAMAGED);
	GROW(zip->parts, zip->n);
	part = &zip->parts[zip->n++];
	*part = (struct zip_part){.name = plain_name(name), .is_xml = is_named_xml(name)};
	read_part(part, archive, gather, unpacked);
}

static int by_letters(const void *a, const void *b)
{
	const struct zip_part *x = *(struct zip_part *const *)a, *y = *(struct zip_part *const *)b;

	return strcasecmp(x->name, y->name);
}

/* Office programs do not tell capitals from small letters in them. */
static void check_names(const struct zip *zip, struct gather *gather)
{
	const struct zip_part **parts = xcalloc(zip->n, sizeof(*parts));

	for (size_t i = 0; i < zip->n; i++)
		parts[i] = &zip->parts[i];
	qsort(parts, zip->n, sizeof(*parts), by_letters);
	for (size_t i = 1; i < zip->n; i++) {
		if (strcasecmp(parts[i - 1]->name, parts[i]->name) == 0)
			gather_fail(gather, FAILURE_TWICE);
	}
	free(parts);
}

/* What is not called so may look like XML and be none: a picture with a document type, a page of
 * the web that was attached. It is not read then, and named. */
static bool is_readable(const struct zip_part *part, struct gather *gather)
{
	return part->is_xml && part->bytes.len > 0 &&
	       (is_named_xml(part->name) || xml_is_whole(gather, part->bytes.buf, part->bytes.len));
}

void zip_read(struct zip *zip, struct gather *gather, const char *bytes, size_t len)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	size_t unpacked = 0;
	int rc;

	zip_check(gather, bytes, len);
	if (archive == NULL || archive_read_support_format_zip_seekable(archive) != ARCHIVE_OK ||
		archive_read_open_memory(archive, bytes, len) != ARCHIVE_OK)
		gather_fail(gather, FAILURE_DAMAGED);
	while ((rc = archive_read_next_header(archive, &entry)) == ARCHIVE_OK || rc == ARCHIVE_WARN)
		take_entry(zip, archive, entry, gather, &unpacked);
	archive_read_free(archive);
	if (rc != ARCHIVE_EOF)
		gather_fail(gather, FAILURE_DAMAGED);
	if (zip->n == 0)
		gather_fail(gather, FAILURE_EMPTY);
	qsort(zip->parts, zip->n, sizeof(*zip->parts), by_name);
	check_names(zip, gather);
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		part->root = is_readable(part, gather)
				     ? xml_root(gather, part->bytes.buf, part->bytes.len)
				     : xstrdup("");
	}
}

char *zip_beside(const char *part, const char *target)
{
	const char *slash = strrchr(part, '/');
	struct strv steps = {0}, words = {0};
	char *name;

	if (slash != NULL && *target != '/' && *target != '\\')
		strv_addn(&words, part, (size_t)(slash - part));
	if (words.n > 0)
		strv_split(&steps, words.v[0], "/\\");
	strv_clear(&words);
	strv_split(&words, target, "/\\");
	for (size_t i = 0; i < words.n; i++) {
		if (str_eq(words.v[i], "..") && steps.n > 0)
			free(steps.v[--steps.n]);
		else if (!str_eq(words.v[i], ".") && !str_eq(words.v[i], ".."))
			strv_add(&steps, words.v[i]);
	}
	name = strv_join(&steps, "/");
	strv_release(&steps);
	strv_release(&words);
	return name;
}

struct zip_part *zip_at(struct zip *zip, const char *name)
{
	for (size_t i = 0; i < zip->n; i++) {
		if (strcasecmp(zip->parts[i].name, name) == 0)
			return &zip->parts[i];
	}
	return NULL;
}

const struct zip_part *zip_find(const struct zip *zip, const char *name)
{
	for (size_t i = 0; i < zip->n; i++) {
		if (strcmp(zip->parts[i].name, name) == 0)
			return &zip->parts[i];
	}
	return NULL;
}

bool zip_is(const struct zip_part *part, const char *space, const char *name)
{
	const char *blank = strrchr(part->root, ' ');

	return blank != NULL ? strcmp(blank + 1, name) == 0 && strstr(part->root, space) != NULL
			     : *space == '\0' && strcmp(part->root, name) == 0;
}

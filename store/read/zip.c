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
static bool may_be_xml(const char *name)
{
	static const char *const ends[] = {
		".xml", ".rels", ".vml", ".rdf", ".xhtml", ".html", "mimetype"};
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && strcasecmp(name + len - n, ends[i]) == 0)
			return true;
	}
	return false;
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
	*part = (struct zip_part){.name = xstrdup(name), .is_xml = may_be_xml(name)};
	if (part->is_xml)
		read_part(part, archive, gather, unpacked);
}

static void check_names(const struct zip *zip, struct gather *gather)
{
	for (size_t i = 1; i < zip->n; i++) {
		if (strcmp(zip->parts[i - 1].name, zip->parts[i].name) == 0)
			gather_fail(gather, FAILURE_TWICE);
	}
}

void zip_read(struct zip *zip, struct gather *gather, const char *bytes, size_t len)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	size_t unpacked = 0;
	int rc;

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

		part->root = part->is_xml && part->bytes.len > 0
				     ? xml_root(gather, part->bytes.buf, part->bytes.len)
				     : xstrdup("");
	}
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

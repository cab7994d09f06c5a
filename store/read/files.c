/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/read/parts.h"

static bool has(const struct zip *zip, const char *space, const char *root)
{
	for (size_t i = 0; i < zip->n; i++) {
		if (zip_is(&zip->parts[i], space, root))
			return true;
	}
	return false;
}

/* The first part of an OpenDocument file says what it is. */
static void open_document(struct zip *zip, struct gather *gather)
{
	static const struct {
		const char *type, *format;
	} types[] = {{"application/vnd.oasis.opendocument.text", "odt"},
		{"application/vnd.oasis.opendocument.spreadsheet", "ods"},
		{"application/vnd.oasis.opendocument.presentation", "odp"}};
	const struct zip_part *type = zip_find(zip, "mimetype");

	for (size_t i = 0; type != NULL && i < sizeof(types) / sizeof(*types); i++) {
		if (starts_with(str_get(&type->bytes), types[i].type))
			gather->format = types[i].format;
	}
	if (gather->format == NULL)
		gather_fail(gather, FAILURE_UNKNOWN);
	odf_read(zip, gather);
}

static void zip_files_read(struct gather *gather, const char *bytes, size_t len)
{
	struct zip zip = {0};

	zip_read(&zip, gather, bytes, len);
	if (has(&zip, "wordprocessingml", "document"))
		word_read(&zip, gather);
	else if (has(&zip, "spreadsheetml", "workbook"))
		sheet_read(&zip, gather);
	else if (has(&zip, "presentationml", "presentation"))
		slide_read(&zip, gather);
	else if (has(&zip, "ofd", "OFD"))
		ofd_read(&zip, gather);
	else if (zip_find(&zip, "META-INF/manifest.xml") != NULL)
		open_document(&zip, gather);
	else
		gather_fail(gather, FAILURE_UNKNOWN);
	zip_release(&zip);
}

/* Nothing here reads its codes, so a person must look at it. */
static void rich_text(struct gather *gather)
{
	static const char words[] = "rich text, which is not read here: save it as .docx";

	gather->format = "rtf";
	gather_mark(gather, MARK_UNSCREENABLE, words, strlen(words));
}

void files_read(struct gather *gather, const char *bytes, size_t len)
{
	if (len >= 4 && memcmp(bytes, "PK", 2) == 0)
		zip_files_read(gather, bytes, len);
	else if (len >= 8 && memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
		ole_read(gather, bytes, len);
	else if (len >= 5 && memcmp(bytes, "{\\rtf", 5) == 0)
		rich_text(gather);
	else
		html_read(gather, bytes, len);
}

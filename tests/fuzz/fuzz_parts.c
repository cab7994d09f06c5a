/* SPDX-License-Identifier: MIT */

/* The readers of .docx, .xlsx, .pptx, .odt and .ofd on any parts: what is packed into a zip lies
 * here as it is, so that the words in it can be changed. `=name` begins a part, the lines behind it
 * are what is in it. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/reading.h"
#include "store/read/parts.h"
#include "store/read/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
	return "detect_leaks=0";
}

static const char *stop_of(const char *p, const char *end)
{
	const char *stop = memmem(p, (size_t)(end - p), "\n=", 2);

	return stop != NULL ? stop + 1 : end;
}

static void take_parts(struct zip *zip, struct gather *gather, const char *p, const char *end)
{
	while (p < end && *p == '=') {
		const char *stop = stop_of(p, end), *line = memchr(p, '\n', (size_t)(stop - p));
		struct zip_part *part;

		GROW(zip->parts, zip->n);
		part = &zip->parts[zip->n++];
		*part = (struct zip_part){.is_xml = line != NULL, .root = xstrdup("")};
		part->name = xstrndup(p + 1, (size_t)((line != NULL ? line : stop) - p - 1));
		if (line != NULL) {
			char *root;

			str_addn(&part->bytes, line + 1, (size_t)(stop - line - 1));
			root = part->bytes.len > 0
				       ? xml_root(gather, part->bytes.buf, part->bytes.len)
				       : xstrdup("");
			free(part->root);
			part->root = root;
		}
		p = stop;
	}
}

static void read_all(struct gather *gather, const char *data, size_t size)
{
	static void (*const readers[])(struct zip * zip, struct gather * gather) = {
		word_read, sheet_read, slide_read, odf_read, ofd_read};
	struct zip zip = {0};
	struct reading reading = {0};
	struct str out = {0};
	struct err err;

	take_parts(&zip, gather, data + 1, data + size);
	gather->format = "odt";
	readers[(unsigned char)*data % (sizeof(readers) / sizeof(*readers))](&zip, gather);
	gather_print(gather, &out);
	if (!reading_parse(str_get(&out), out.len, &reading, &err) && err.code != ERR_INPUT)
		abort();
	reading_release(&reading);
	str_release(&out);
	zip_release(&zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gather gather = {0};
	jmp_buf escape;

	gather.escape = &escape;
	if (size > 0 && setjmp(escape) == 0)
		read_all(&gather, (const char *)data, size);
	gather_release(&gather);
	return 0;
}

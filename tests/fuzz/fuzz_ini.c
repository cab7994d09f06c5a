/* SPDX-License-Identifier: MIT */

/* Hostile INI files, alone and as packs. A pack comes as one text: a line "@ path" begins a file.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"
#include "core/mem.h"
#include "core/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What iniparser gave back is text of this file's lines, no more. */
static void as_ini(const char *text, size_t size)
{
	struct conf conf = {0};
	struct err err;

	if (conf_read(&conf, "x.ini", text, size, &err)) {
		for (size_t i = 0; i < conf.n; i++) {
			for (size_t k = 0; k < conf.sections[i].n; k++) {
				const char *value = conf.sections[i].entries[k].value;

				if (*value != '\0' &&
					memmem(text, size, value, strlen(value)) == NULL)
					abort();
			}
		}
	}
	conf_release(&conf);
}

static void as_pack(const char *text, size_t size)
{
	struct pack_files files = {0};
	struct err err = {0};
	char *path = xstrdup("pack.ini");
	const char *start = text;
	struct pack *pack;

	for (const char *p = text, *end = text + size; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		stop = stop != NULL ? stop : end;
		if (stop - p > 2 && memcmp(p, "@ ", 2) == 0) {
			pack_files_add(&files, path, start, (size_t)(p - start));
			free(path);
			path = xstrndup(p + 2, (size_t)(stop - p) - 2);
			start = stop < end ? stop + 1 : end;
		}
		p = stop < end ? stop + 1 : end;
	}
	pack_files_add(&files, path, start, (size_t)(text + size - start));
	free(path);
	pack = pack_new(&files, "0", &err);
	if (pack == NULL && (err.code == ERR_NONE || *err.text == '\0'))
		abort();
	for (size_t i = 0; pack != NULL && i < pack->ground_count; i++)
		free(pack_article(pack, &pack->grounds[i]));
	if (pack != NULL)
		(void)pack_catch_all(pack, pack->code);
	pack_free(pack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	as_ini((const char *)data, size);
	as_pack((const char *)data, size);
	return 0;
}

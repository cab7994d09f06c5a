/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_ZIP_H
#define STORE_READ_ZIP_H

/* The parts of a zip archive, by libarchive. Nothing is unpacked to anywhere; a name is only a
 * name. */

#include "store/read/gather.h"

struct zip_part {
	char *name; /* owns */
	struct str bytes; /* owns; empty where it was not wanted */
	char *root; /* owns; of XML: namespace, a blank, name of the root; "" */
	bool is_xml, is_done;
};
struct zip {
	struct zip_part *parts; /* owns; in the order of their names, numbers as numbers */
	size_t n;
};

/* Fails where the directory of an archive and what stands before its parts say different things, so
 * that different programs would read different papers: FAILURE_TWICE; or FAILURE_DAMAGED. */
void zip_check(struct gather *gather, const char *bytes, size_t len);
/* Takes all parts that may be XML into memory, by their names or by how they begin; of the others
 * there is the name. */
void zip_read(struct zip *zip, struct gather *gather, const char *bytes, size_t len);
void zip_release(struct zip *zip);
const struct zip_part *zip_find(const struct zip *zip, const char *name); /* NULL */
struct zip_part *zip_at(struct zip *zip, const char *name); /* capitals or not; NULL */
/* The part that another names: "word/document.xml" and "../media/a.png" are "media/a.png". The
 * caller frees. */
char *zip_beside(const char *part, const char *target);
/* Whether the root element of a part has this name, in a namespace that contains space. */
bool zip_is(const struct zip_part *part, const char *space, const char *name);

#endif

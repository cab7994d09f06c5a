/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_RELS_H
#define STORE_READ_RELS_H

/* What a part of a .docx, .xlsx or .pptx leads to: office programs go by these, whatever parts are
 * called. */

#include "store/read/zip.h"

struct rel {
	char *id, *type, *target; /* owns; the name of a part, from the root of the archive */
};
struct rels {
	struct rel *v; /* owns */
	size_t n;
};

/* Those of a part, "word/document.xml"; "" for the archive as a whole. What leads out of the
 * archive is left out. */
void rels_read(struct zip *zip, struct gather *gather, const char *part, struct rels *rels);
void rels_release(struct rels *rels);
/* The part that the archive says its paper is; NULL where it does not say. FAILURE_DAMAGED: it says
 * one that is not there or no XML. */
struct zip_part *rels_main(struct zip *zip, struct gather *gather);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_PARTS_H
#define STORE_READ_PARTS_H

/* What parts of different kinds of files have in common. */

#include "store/read/zip.h"

/* Each reads one kind of file. */
void word_read(struct zip *zip, struct gather *gather); /* .docx */
void sheet_read(struct zip *zip, struct gather *gather); /* .xlsx */
void slide_read(struct zip *zip, struct gather *gather); /* .pptx */
void odf_read(struct zip *zip, struct gather *gather); /* .odt, .ods, .odp */
void ofd_read(struct zip *zip, struct gather *gather);
void html_read(struct gather *gather, const char *bytes, size_t len);
void ole_read(struct gather *gather, const char *bytes, size_t len); /* .doc, .wps */
void pdf_read(struct gather *gather, const char *bytes, size_t len);

/* All kinds but PDF, by how they begin. */
void files_read(struct gather *gather, const char *bytes, size_t len);

/* All character data of a part, a line for what looks like a paragraph; the caller releases. */
void part_words(const struct zip_part *part, struct gather *gather, struct str *words);
/* Leaves with words in them, as "name: words". */
void part_properties(const struct zip_part *part, struct gather *gather);
/* What was not asked for by name: office properties, links, and words wherever there are any;
 * pictures and unread parts by their names. To be called last. */
void parts_finish(struct zip *zip, struct gather *gather);
/* Marks all lines of words. */
void part_mark(struct gather *gather, enum mark mark, const struct str *words);
/* What a field computes, unless it is what every paper has: the page, a table of contents. */
void part_field(struct gather *gather, const char *code);
/* Whether nothing but blanks is in it. */
bool is_blank(const struct str *text);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_PAPER_H
#define CORE_PAPER_H

/* The paper itself: what a reviewer reads and an approval is bound to. The ledger holds it as a
 * record; where it stands (state, approvals, clocks) is core/document.h. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/hash.h"
#include "core/str.h"

struct blob_ref { /* an original or a text in content/ */
	char sha256[HASH_HEX + 1]; /* "" : there is none */
	int64_t size; /* bytes */
};

struct paper {
	char *id, *kind, *unit; /* set at its creation, for ever */
	char *drafter; /* a person */
	struct strv editors; /* others who edited or marked it */
	char *title; /* one line */
	char *number; /* 发文字号, or NULL */
	char *attribute; /* a code, or NULL: not decided yet */
	struct strv grounds; /* codes */
	char *reason; /* why it is not public, or NULL */
	char *row; /* the row of the pack's table that it is marked by, or NULL */
	int review_by; /* DAY_NONE where it need not be looked at again */
	struct blob_ref original; /* the file as it came in */
	char *file_name; /* its name then, without a folder; or NULL */
	char *encoding; /* "UTF-8", "GB18030": what the original was in */
	struct blob_ref text; /* its text in UTF-8: what is reviewed */
	struct blob_ref rendition; /* the text as the public may read it, where that is another */
	struct strv findings; /* what the screening found in what is to be published: "mobile 3:14"
			       */
	int screening; /* the edition of the screening that looked (core/screening.h); 0: the first,
			* or none */
	char *admitted; /* the stub by which a paper that quotes a secrecy mark was let in */
	struct strv fields; /* "code=value", in the order of the kind; empty ones are not there */
};

void paper_release(struct paper *paper);
void paper_copy(struct paper *to, const struct paper *from); /* to is released first */
/* The text that is decided on and published: the rendition, where there is one. */
const struct blob_ref *paper_public(const struct paper *paper);
const char *paper_field(const struct paper *paper, const char *code); /* NULL; borrowed */
/* value NULL or "" takes the field out. */
void paper_set_field(struct paper *paper, const char *code, const char *value);
void paper_print(const struct paper *paper, struct str *out);
MUST_CHECK bool paper_parse(struct paper *paper, const char *text, struct err *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_LINKS_H
#define CORE_LINKS_H

/* What follows from the papers that a paper names in its fields of type link. */

#include "core/pack.h"
#include "core/paper.h"

/* The paper that this one was split from, in a kind whose papers are; NULL: none. */
const char *links_whole(const struct kind *kind, const struct paper *paper);
/* Who had a hand in the whole has had one in its parts, too: the editors of a part that person
 * begins. */
void links_hands(const struct paper *whole, const char *person, struct strv *editors);

/* The ids of the papers from which something follows (field->relation), in the order of the fields.
 */
void links_followed(const struct kind *kind, const struct paper *paper, struct strv *ids);

#endif

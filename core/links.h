/* SPDX-License-Identifier: MIT */
#ifndef CORE_LINKS_H
#define CORE_LINKS_H

/* What follows from the papers that a paper names in its fields of type link. */

#include "core/pack.h"
#include "core/paper.h"

/* The ids of the papers from which something follows (field->relation), in the order of the fields.
 */
void links_followed(const struct kind *kind, const struct paper *paper, struct strv *ids);

#endif

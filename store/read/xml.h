/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_XML_H
#define STORE_READ_XML_H

/* Walks through a part that is XML, by expat. A document type ends it: office programs write none,
 * and all that entities can do to a reader begins there. */

#include "store/read/gather.h"

struct xml {
	struct gather *gather; /* borrowed */
	void *data; /* the walker's own */
	int depth; /* of the element that is opened or closed: the root is 1 */
	const char *space; /* its namespace, not ended: see xml_in; or "" */
};

/* Names come without their namespace. Attributes are pairs, NULL at the end. */
struct xml_walker {
	void (*open)(struct xml *xml, const char *name, const char **attributes);
	void (*close)(struct xml *xml, const char *name);
	void (*text)(struct xml *xml, const char *text, size_t len);
};

void xml_walk(struct gather *gather, const char *bytes, size_t len, const struct xml_walker *walker,
	void *data);
/* The value of an attribute, by its name without a namespace; NULL. */
const char *xml_attribute(const char **attributes, const char *name);
bool xml_is_on(const char *value); /* of w:val and its kin: left out is on */
/* Whether the namespace of the current element begins so. */
bool xml_in(const struct xml *xml, const char *space);
bool xml_is_whole(struct gather *gather, const char *bytes, size_t len); /* to its end */
/* The name of a part's root element, and its namespace before it and a blank; "" where it is no
 * XML. The caller frees. */
char *xml_root(struct gather *gather, const char *bytes, size_t len);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_SESSION_CHANGE_H
#define CORE_SESSION_CHANGE_H

/* What a person hands in to a paper, read and put into it: a file, a title, a number, fields. */

#include "core/reading.h"
#include "core/session.h"

/* A file as it is about to come in. content borrows from the change and from reading. */
struct incoming {
	struct content content;
	struct reading reading;
};

/* Reads the file of a change, if there is one; the caller releases in->reading. ERR_INPUT: too
 * large or not to be read. */
MUST_CHECK bool change_read(const struct change *change, struct incoming *in, struct err *err);
/* Puts all of it into the paper. ERR_INPUT names what is none of the kind's, or not free. */
MUST_CHECK bool change_take(struct session *session, const struct kind *kind, struct paper *paper,
	const struct change *change, const struct incoming *in, struct err *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_SESSION_SEE_H
#define CORE_SESSION_SEE_H

#include "core/session.h"

/* The document, if the person may see it. ERR_NOT_FOUND tells nothing of whether it is there. */
MUST_CHECK bool see_document(
	struct session *session, const char *id, struct document *document, struct err *err);

#endif

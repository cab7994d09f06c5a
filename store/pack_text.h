/* SPDX-License-Identifier: MIT */
#ifndef STORE_PACK_TEXT_H
#define STORE_PACK_TEXT_H

/* A pack's files in one text, as pack_files_digest writes them: how an adoption carries them. */

#include "core/pack.h"

/* ERR_INPUT: not such a text. */
MUST_CHECK bool pack_text_parse(
	const char *text, size_t len, struct pack_files *files, struct err *err);

#endif

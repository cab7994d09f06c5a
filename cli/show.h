/* SPDX-License-Identifier: MIT */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

/* One paper as a JSON object, for `show` and `export`. */

#include <jansson.h>

#include "core/session.h"

/* The caller prints or frees it. */
json_t *show_json(const struct session *session, const struct view *view);
/* The paper as a page for people. */
void show_page(const struct session *session, const struct view *view);

/* Its clocks, for either of them. */
json_t *show_clocks_json(const struct session *session, const struct document *document);
void show_clocks(const struct session *session, const struct document *document);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef TUI_FILTERS_H
#define TUI_FILTERS_H

/* The tabs over a list: filters that everybody has, and those the person keeps. */

#include <stdbool.h>
#include <stddef.h>

struct app;

enum { FILTER_ALL, FILTER_LATE, FILTER_SOON };

size_t filters_count(const struct app *app);
const char *filters_name(const struct app *app, size_t i); /* in the current language */
const char *filters_query(struct app *app, size_t i); /* "" of the first: all; borrowed */
/* Keeps a query under a name, or another one under the same; writes it down. */
void filters_keep(struct app *app, const char *name, const char *query);
/* Forgets one of the person's own; false: it is everybody's. */
bool filters_forget(struct app *app, size_t i);
void filters_load(struct app *app);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_MEM_H
#define CORE_MEM_H

/* Allocation that never returns NULL: out of memory ends the process through exit(), so that the
 * terminal is restored and no caller has a path that cannot be tested. */

#include <stdarg.h>
#include <stddef.h>

void *xcalloc(size_t n, size_t size);
void *xreallocarray(void *p, size_t n, size_t size); /* n and size >= 1 */
char *xstrdup(const char *s); /* NULL stays NULL */
char *xstrndup(const char *s, size_t n);
void *xmemdup(const void *p, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/* Makes room for one more element in *items, which holds n and doubles at powers of two. */
#define GROW(items, n) ((items) = grow_array((items), (n), sizeof(*(items))))
void *grow_array(void *items, size_t n, size_t size);

/* Replaces a string that a struct owns. */
void set_str(char **slot, const char *s);

#endif

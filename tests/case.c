/* SPDX-License-Identifier: MIT */
/* Linked into every cmocka test: CASE=name (a pattern with * and ?) runs that case alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void __attribute__((constructor)) choose(void)
{
	const char *name = getenv("CASE");

	if (name != NULL && *name != '\0')
		cmocka_set_test_filter(name);
}

/* SPDX-License-Identifier: MIT */
/* Read before every file that clang-tidy looks at: the analyzer follows `return err_set(...)` into
 * success unless it is told that there is none. */
#include "core/err.h"

#define err_set(...) (err_set(__VA_ARGS__), false)
#define err_wrap(...) (err_wrap(__VA_ARGS__), false)

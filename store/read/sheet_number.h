/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_SHEET_NUMBER_H
#define STORE_READ_SHEET_NUMBER_H

/* Numbers in cells of a workbook: a day is stored as how many days it is after another, and shows
 * as a day because its cell is formatted so. */

#include <stdbool.h>

#include "core/str.h"

enum look { LOOK_PLAIN, LOOK_DAY, LOOK_TIME, LOOK_MOMENT, LOOK_PERCENT };

enum look look_of_id(int id); /* of formats that need no code */
enum look look_of_code(const char *code); /* `yyyy"年"m"月"` */
/* A stored number as it is read: 13800138000 for 1.3800138E10, 2026-03-02 for 46083. What is no
 * number comes as it is. */
void sheet_number(const char *stored, enum look look, bool since_1904, struct str *out);

#endif

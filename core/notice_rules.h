/* SPDX-License-Identifier: MIT */
#ifndef CORE_NOTICE_RULES_H
#define CORE_NOTICE_RULES_H

/* How a notice that hands out tasks is written: words of its language, out of the pack's sections
 * [notice], [notice-party], [notice-date]. core/notice.h reads by them. */

#include <stdbool.h>
#include <stddef.h>

#include "core/i18n.h"
#include "core/str.h"

struct kind;

struct party_role { /* in what part somebody is responsible: 牵头, 配合 */
	char *code;
	struct name name;
	struct strv before; /* labels before a list: 牵头单位 */
	struct strv after; /* words behind a list: 配合 */
};

struct notice_date_rule { /* ways to write a date */
	char *code;
	struct strv words; /* with {y} {m} {d} {q} for numbers: {m}月底 */
	int month, mday; /* where the words do not say; 0 */
};

struct notice_rules {
	bool is_there; /* the pack has a section [notice] */
	const struct kind *kind; /* what a clause becomes; NULL: it can only be looked at */
	struct strv numerals; /* 一, 二, ...: the first is 1 */
	struct strv levels; /* how clauses are numbered, outermost first; # is a numeral, % digits,
			       | parts what means the same */
	struct strv places; /* how their places are told, # in numerals, % in digits */
	struct strv ends; /* of a sentence */
	struct strv between, parts, labels; /* what parts names, parts lists, ends a label */
	struct strv deadlines; /* behind a date: 前 */
	struct strv groups; /* names for many units; a * at the end stands for any rest */
	struct strv furniture; /* words of the page around the notice */
	struct strv counts; /* {n} of what a list may have: {n}个方面 */
	struct party_role *roles; /* owns; the first is theirs of whom nothing is said */
	size_t role_count;
	struct notice_date_rule *dates; /* owns */
	size_t date_count;
};

void notice_rules_release(struct notice_rules *rules);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef CORE_PACK_READ_H
#define CORE_PACK_READ_H

/* How the files of a pack become a struct pack. Private to core/pack*.c. */

#include "core/conf.h"
#include "core/mem.h"
#include "core/pack.h"

/* Where something stands in the pack's files. */
struct place {
	const char *file;
	int line;
};
/* "file:line: sentence" into err, as ERR_INPUT; returns false. */
bool pack_fault(struct err *err, struct place place, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

int code_order(const char *a, const char *b); /* like strcmp, without the case of ASCII letters */
const char *coded_code(struct coded list, size_t i);

/* The fault that code is none of them; returns false. */
bool coded_unknown(struct coded declared, const char *code, struct place place, struct err *err);

const struct pack_file *pack_file(const struct pack *pack, const char *path); /* NULL; borrowed */

/* Fills in codes with the codes of text, as they were declared. */
MUST_CHECK bool codes_read(struct strv *codes, struct coded declared, const char *text,
	const char *separators, struct place place, struct err *err);
/* Fills in a condition with its names and values as they were declared; NULL where text is empty.
 */
MUST_CHECK bool condition_read(char **when, const struct pack *pack, const struct kind *kind,
	const char *text, struct place place, struct err *err);

/* A section on its way into the pack. The first fault sticks: what is got after it is empty. */
struct source {
	struct pack *pack;
	const struct conf_section *section;
	struct strv words; /* owns; of the section's name: "field", "gongwen", "policy" */
	struct err *err;
	bool failed;
};
/* The kind that the section is of, by its second word; NULL: a fault, told. */
struct kind *source_kind(struct source *source);
struct place source_place(
	const struct source *source, const char *key); /* of the key, else of the section */
void source_fault(struct source *source, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
char *source_text(struct source *source, const char *key); /* NULL where it is missing or empty */
struct name source_name(struct source *source, const char *key);
bool source_yes(struct source *source, const char *key);
int source_day(struct source *source, const char *key); /* DAY_NONE where it is missing */
int source_number(struct source *source, const char *key, int min, int max, int missing);
/* The index of the value in words, n of them; 0 where it is missing. */
int source_word(struct source *source, const char *key, const char *const *words, size_t n);

char *source_code(const struct source *source); /* the last word of its name; the caller frees */
void source_codes(
	struct source *source, const char *key, struct coded declared, struct strv *codes);
void source_when(struct source *source, const struct kind *kind, char **when);
/* The file that the key names; a fault, and NULL, where the pack has none such. Borrowed. */
const struct pack_file *source_file(struct source *source, const char *key);
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
/* One more of the things that items holds, with its code. */
#define SOURCE_ADD(source, items, n)                                                               \
	(GROW(items, n), (items)[n].code = source_code(source), &(items)[(n)++])

extern const char *const phase_words[PHASE_ENDED + 1];
extern const char *const act_words[ACT_COUNT];

/* The readers of each section, and what they do once everything is read. */
void pack_read_pack(struct source *source);
void pack_read_calendar(struct source *source);
void pack_read_number(struct source *source);
void pack_read_attribute(struct source *source);
void pack_read_law(struct source *source);
void pack_read_ground(struct source *source);
void pack_link_ground(struct source *source);
char *pack_fold_reason(const char *text); /* without what is no word; the caller frees */
void pack_read_catch_all(struct source *source);
void pack_read_return_code(struct source *source);
void pack_read_role(struct source *source);
void pack_read_action(struct source *source);
void pack_read_table(struct source *source);
void pack_read_form(struct source *source);
void pack_link_form(struct source *source);
void pack_form_release(struct pack_form *form);
void pack_read_kind(struct source *source);
void pack_link_kind(struct source *source);
void pack_read_field(struct source *source);
void pack_link_field(struct source *source);
void pack_read_state(struct source *source);
void pack_read_clock(struct source *source);
void pack_read_letter(struct source *source);
void pack_link_letter(struct source *source);
void pack_read_notice(struct source *source);
void pack_link_notice(struct source *source);
void pack_read_notice_party(struct source *source);
void pack_read_notice_date(struct source *source);
void pack_read_screen(struct source *source);

/* Reads the sections into the pack, then what they name: tables, texts, one another. */
MUST_CHECK bool pack_read_sections(struct pack *pack, const struct conf *conf, struct err *err);
void pack_release_table(struct pack_table *table);

/* Reads a kind's workflow. */
MUST_CHECK bool pack_read_workflow(
	const struct pack *pack, struct kind *kind, const char *file, struct err *err);
/* Whether what was read makes a pack: what no section alone can tell. */
MUST_CHECK bool pack_check(const struct pack *pack, const struct conf *conf, struct err *err);

#endif

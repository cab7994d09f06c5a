/* SPDX-License-Identifier: MIT */
#ifndef CORE_PACK_H
#define CORE_PACK_H

/* A rule pack: the law as data. The engine knows what an attribute, a ground, a state is; which
 * there are, and what they are called, stands in the pack's files. docs/formats.md describes them.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/calendar.h"
#include "core/err.h"
#include "core/i18n.h"
#include "core/notice_rules.h"
#include "core/screening.h"
#include "core/str.h"

/* The files of a pack, as bytes: the pack's identity is the hash of them all. */
struct pack_file {
	char *path; /* owns; relative, "law/xxgk-2019.txt" */
	char *text; /* owns; NUL-terminated */
	size_t len;
};
struct pack_files {
	struct pack_file *v; /* owns; in byte order of path */
	size_t n;
};
/* Copies path and text, and keeps the order. */
void pack_files_add(struct pack_files *files, const char *path, const char *text, size_t len);
void pack_files_release(struct pack_files *files);
/* The files of a pack in a folder: its *.ini, *.csv and *.txt and those of the folders below,
 * without demo/ and what begins with a dot. Implemented by store/packdir.c. ERR_NOT_FOUND;
 * ERR_INPUT: a symbolic link, or too many or too large files. files is empty on failure. */
MUST_CHECK bool pack_files_read(const char *dir, struct pack_files *files, struct err *err);

struct attribute { /* 公开属性 */
	char *code;
	struct name name;
	struct name note; /* the line printed on the paper: 此件公开发布 */
	bool is_public; /* the one attribute whose papers are published; it needs no ground */
};

struct law {
	char *code;
	struct name name;
	int from, to; /* in force, both days included; DAY_NONE is open */
	char *text; /* path of the file with its articles, or NULL */
};

enum binding { BINDING_MUST, BINDING_MAY, BINDING_NONE };

struct ground { /* 不公开依据 */
	char *code;
	const struct law *law; /* borrowed from the pack */
	char *article; /* as the law's text file heads it: "14" */
	struct name name;
	struct name evidence; /* what the file should hold */
	struct name override; /* what would make it public all the same; may be empty */
	struct strv attributes; /* codes that may rest on it; never empty */
	enum binding binding;
	int from, to; /* its own validity within the law's; DAY_NONE is open */
	int review_months; /* the longest until it must be looked at again */
	char *cell; /* the cell of the annual report it counts in, or NULL */
	struct strv successors; /* codes that replace it after its end */
	/* The field in which its test stands (the public interest weighed): the paper says
	 * something there before it leaves drafting. NULL: none. */
	char *needs;
};

/* Words that look like a ground and are none: 工作需要. */
struct catch_all {
	char *code;
	struct name name;
	struct strv words; /* a reason that is nothing but these is refused */
	struct strv folded; /* the same as they are compared */
	struct name why;
};

struct return_code { /* 退文原因 */
	char *code;
	struct name name;
};

enum sees { SEES_UNIT, SEES_ALL, SEES_PUBLISHED };
/* How much of a paper a post opens. */
enum opens { OPENS_WHOLE, OPENS_TITLE, OPENS_NOTHING };

struct role {
	char *code;
	struct name name;
	enum sees sees; /* papers of the unit the role is held in and below, all, or what is
			   published alone */
	enum opens drafts, withheld; /* of the papers in states of the phases draft and held */
	bool administers; /* changes units, persons, packs */
	bool bars_decisions; /* who holds it decides about no paper, whatever else they hold */
};

struct table_column {
	char *code;
	struct name name;
};

struct table_row {
	char *code;
	struct name name;
	int from, to; /* named by papers from, to these days; DAY_NONE is open */
	struct name *cells; /* owns; as many as the table has columns */
	struct strv grounds; /* of a table that papers are marked by: what the row fills in, */
	struct name reason; /* and the reason it offers */
};

/* Rows that papers name: a catalogue, a list of what is withheld. */
struct pack_table {
	char *code;
	struct name name;
	struct strv marks; /* attributes whose papers are marked by a row of it */
	char *parent; /* the column that names the row a row was made from, or NULL */
	struct strv own; /* columns in which a copy may say something else */
	struct table_column *columns;
	size_t column_count;
	struct table_row *rows;
	size_t row_count;
};

enum field_type {
	FIELD_TEXT,
	FIELD_LONG,
	FIELD_DATE,
	FIELD_MOMENT, /* a day and a minute by the wall clock: "2026-11-23 14:05" */
	FIELD_FLAG,
	FIELD_CHOICE,
	FIELD_NUMBER,
	FIELD_LINK, /* the id of another document */
	FIELD_ROW, /* the code of a row of a table */
	FIELD_UNITS, /* ids of other units that it concerns, parted by blanks: they see it */
};

struct choice {
	char *code;
	struct name name;
	char *cell; /* the row or column of a return that it counts in, or NULL */
};

/* What follows from a paper's link to another. */
enum relation {
	RELATION_PLAIN,
	RELATION_MARK, /* the mark of the other is proposed, and another one needs a reason */
	RELATION_TOGETHER, /* both are published together */
	RELATION_SPLIT, /* it was split from the other */
};

/* What of a paper's foot a field is filled in with where a file is looked into, for the clerk to
 * confirm. */
enum field_guess { GUESS_NOTHING, GUESS_ISSUER, GUESS_ISSUED };

struct field {
	char *code;
	struct name name;
	struct name help;
	enum field_type type;
	enum field_guess guess;
	bool required; /* to leave drafting, where `when` holds */
	char *when; /* a condition, see pack_condition; NULL is always */
	int max; /* characters; never 0 */
	struct choice *choices;
	size_t choice_count;
	const struct pack_table *table; /* FIELD_ROW; borrowed from the pack */
	enum relation relation; /* FIELD_LINK: what follows from it */
	struct name back; /* FIELD_LINK: what it is called from the other side; may be empty */
	char *instead; /* FIELD_LINK: a field that says why there is none, or NULL */
};

enum phase {
	PHASE_DRAFT,
	PHASE_REVIEW,
	PHASE_DECIDED,
	PHASE_PUBLISHED,
	PHASE_HELD,
	PHASE_ENDED,
	PHASE_COUNT
};

struct state {
	char *code;
	struct name name;
	enum phase phase;
	char *cell; /* the row of a return that documents in it count in, or NULL */
	bool rests; /* nothing waits to be done here but what its clocks ask for */
};

/* What an action means to the engine, whatever the pack calls it. */
enum act {
	ACT_CREATE, /* a new document; its actor becomes the drafter */
	ACT_EDIT, /* changes content, title or fields */
	ACT_MARK, /* changes attribute, grounds, reason, review-by */
	ACT_SUBMIT, /* leaves drafting */
	ACT_APPROVE, /* an approval of what was read */
	ACT_SIGN, /* the last approval: decides */
	ACT_RETURN, /* back to the drafter, with a code */
	ACT_OPINION, /* one of several voices a step waits for */
	ACT_MOVE, /* another step that is no approval (escalate, answer, consult) */
	ACT_WAIVE, /* lets a screening finding stand, with the reason */
	ACT_RECALL, /* the drafter takes it back */
	ACT_VOID, /* the drafter ends it */
	ACT_HOLD, /* the site keeps a decided paper that is not public */
	ACT_PUBLISH, /* the decided paper becomes public */
	ACT_WITHDRAW, /* a published paper is taken down */
	ACT_REVIEW, /* a held paper is looked at again */
	ACT_PURGE, /* its content leaves the disk; two people, with a reason */
	ACT_COUNT,
};

struct action {
	char *code;
	struct name name, help;
	enum act act;
};

enum guard_kind {
	GUARD_DRAFTER, /* the actor drafted it */
	GUARD_COMMENT, /* an opinion or reason in words */
	GUARD_CODE, /* a return code (always asked of ACT_RETURN) */
	GUARD_SCREENED, /* no finding of the screening, or waived */
	GUARD_UNACTED, /* the actor has not acted on it since it was submitted */
	GUARD_UNTOUCHED, /* nobody but the drafter has decided since the last submit */
	GUARD_PAPER, /* another paper is named */
	GUARD_OWN_KEY, /* the actor signs with a key of their own, not the site for them */
	GUARD_GATHERED, /* the site does it once it has taken in what the record selects */
	GUARD_PARTED, /* a part of it is named: another paper that was split from it */
	GUARD_EXPIRED, /* a clock has run out */
	GUARD_FIELD, /* one of some fields is filled in, where a condition holds */
	GUARD_SAME, /* two fields say the same */
	GUARD_APART, /* one date is at least so many days after another */
	GUARD_CALLED, /* a record of a kind, in a state, over the paper's unit, is named */
	GUARD_COUNT,
};

struct guard {
	enum guard_kind kind;
	struct strv fields; /* GUARD_FIELD, _SAME, _APART; of _CALLED the kind and the state */
	char *when; /* of these three: a condition, or NULL */
	int days; /* GUARD_APART */
	char *clock; /* GUARD_EXPIRED: the clock's code */
};

/* A row of a workflow. */
struct transition {
	int line; /* in the workflow's file */
	struct strv from; /* state codes; empty for ACT_CREATE */
	const struct action *action; /* borrowed from the pack */
	const struct state *to; /* borrowed from the kind; NULL: the state stays */
	struct strv roles; /* one, or all that must speak; empty: the site itself */
	/* As many: "" where the role is held in the paper's own unit; else the field of type units
	 * that names the units in each of which it is held, and each of which must speak. */
	struct strv fields;
	bool in_order; /* the roles speak in the order written */
	char *when; /* a condition; NULL is always. The first row that holds is taken */
	struct guard *guards; /* owns */
	size_t guard_count;
};

/* A link to the paper that the one with the field was split from. */
bool field_is_split(const struct field *field);
/* The row by which papers of a kind are split out of a state, or with `to` have been; NULL: none.
 */
const struct transition *kind_parting(const struct kind *kind, const char *from, const char *to);

/* Whether the step waits for voices, which are kept until all have spoken. */
bool transition_has_voices(const struct transition *row);

enum count_unit { COUNT_WORKING, COUNT_CALENDAR };

struct clock_rule { /* 时限 */
	char *code;
	struct name name, basis; /* basis: the article or rule it comes from */
	/* State codes: entering one starts it (anew where it had stopped), stops it, lets it stand
	 * still as long as the document is there. */
	struct strv start, stop, pause;
	char *when; /* a condition for its start */
	struct strv from; /* fields, of which the first filled in says when it began; none: the act
			   */
	struct strv to; /* a field that says when it was stopped; none, or empty: the act */
	int days; /* the term; 0: of hours, or days_of says it, or it is due when it begins */
	char *days_of; /* a field that says how many days; NULL: none */
	char *days_column; /* of a field of type row: the column of its table that says it */
	int hours; /* the term by the clock on the wall; 0: of days */
	enum count_unit count; /* of days; a row's term may say otherwise */
	const struct action
		*extend; /* borrowed from the pack: adds to it, once; NULL: nothing does */
	int extension; /* days or hours that are added */
	int warn; /* days or hours before the end; 0: none */
	bool is_threshold; /* what is kept up to date is updated by its end: `report stale` */
};
enum { CLOCK_DAYS_MAX = 3660, CLOCK_HOURS_MAX = 8760 };

struct kind_column { /* a field that lists of the kind show */
	const struct field *field; /* borrowed from the kind */
	int width; /* columns of the screen; 0: as the field needs */
};
enum { KIND_COLUMNS_MAX = 8, COLUMN_WIDTH_MAX = 60 };

/* A letter that an office sends about a record: a text of the pack, filled in (core/letter.h). */
struct letter {
	char *code;
	struct name name;
	enum lang lang; /* of the text, and so of what is filled in */
	char *when; /* a condition; NULL is always */
	struct strv draft; /* states in which nobody has approved it yet */
	const struct pack_file *file; /* borrowed from the pack */
};

struct kind { /* a kind of document: 公文 */
	char *code;
	struct name name;
	bool is_stub; /* what remains of a paper refused at the door */
	/* Its records are no papers: they carry no file, no text and no attribute, and no act can
	 * decide, publish or withhold them. */
	bool is_register;
	struct field *fields;
	size_t field_count;
	/* Of a register whose records each gather papers (a campaign): the field with the query
	 * that finds them, and the site's act that takes each of them in and names the record. Both
	 * borrowed; NULL: it gathers none. */
	const struct field *selects;
	const struct action *takes;
	struct state *states;
	size_t state_count;
	struct transition *transitions;
	size_t transition_count;
	struct clock_rule *clocks;
	size_t clock_count;
	struct kind_column *columns; /* owns; the one that matters most first */
	size_t column_count;
	struct letter *letters; /* owns */
	size_t letter_count;
};

/* How the numbers of documents (发文字号) are written; empty in a pack that says nothing. */
struct number_form {
	char *write, *write_order; /* "{series}〔{year}〕{serial}号"; of those without a year */
	char *example; /* a series, for the sentence that says how one is written */
	char *brackets; /* opening and closing in turn: what may stand around the year */
	char *ordinal, *end, *year_end; /* 第, 号, 年; NULL where there is none */
	struct strv numerals; /* ten lists of characters, for 0 to 9; or none */
	struct strv tens; /* of characters for 10, 100, ... */
};

/* The procedures that a rule may name; what each takes of the lists below stands in formats.md. */
enum validator {
	VALIDATOR_RESIDENT_ID,
	VALIDATOR_MOBILE,
	VALIDATOR_LANDLINE,
	VALIDATOR_BANK_CARD,
	VALIDATOR_CREDIT_CODE,
	VALIDATOR_PASSPORT,
	VALIDATOR_PLATE,
	VALIDATOR_EMAIL,
	VALIDATOR_ADDRESS,
	VALIDATOR_PERSON_WORD,
	VALIDATOR_SECRECY_MARK,
	VALIDATOR_HIDDEN_CHARACTER,
	VALIDATOR_MARKED_LINE,
	VALIDATOR_CODE,
	VALIDATOR_LABELLED,
	VALIDATOR_MOD_11,
	VALIDATOR_AMOUNT,
	VALIDATOR_HEAD_LINE,
	VALIDATOR_MASKED,
	VALIDATOR_COUNT,
};

enum screen_list {
	LIST_WORDS, /* what raises it, or is looked for */
	LIST_EXCEPT, /* words before it that say it is something else */
	LIST_OFFICIAL, /* words before it that make it an office's own: a note */
	LIST_AFTER, /* words behind it */
	LIST_PARTS,
	LIST_PLACES,
	LIST_ENDS, /* what the label of something else ends in, directly before it */
	LIST_COUNT,
};

/* What the screening looks for (core/screener.h). */
enum { SCREEN_RULES_MAX = 64 };
struct screen_rule {
	char *code;
	struct name name;
	enum validator validator;
	enum severity severity, other; /* other: of what is less sure */
	int keep_first, keep_last; /* characters that the mask leaves */
	struct strv lists[LIST_COUNT];
	const struct pack_file *file; /* borrowed; NULL */
};

/* A return to be made from the records of a register (核算表): its rows and columns are tables with
 * the columns `count` and `of`. docs/formats.md says what counts. */
enum form_word {
	FORM_NEW,
	FORM_CARRIED,
	FORM_DONE,
	FORM_LEFT,
	FORM_CONTESTED,
	FORM_CELL,
	FORM_SUM,
	FORM_WORDS
};
struct form_entry { /* a row or a column */
	enum form_word word; /* what it counts */
	struct strv of; /* owns; the cells, or of a sum the rows */
};
struct pack_form {
	char *code;
	struct name name;
	const struct kind *kind; /* borrowed, as all but what says so; of the records counted */
	const struct field *received; /* the day from which on a record counts */
	const struct field *done; /* the day it ended; NULL: the decision that first ended it */
	const struct field *amount; /* what a record adds to a cell; NULL: one */
	int unit; /* amounts are told in so many, with two decimals; 0: as they are */
	char *when; /* owns; a condition: which records count; NULL: all */
	const struct pack_table *rows, *columns;
	struct form_entry *row_entries, *column_entries; /* owns; one for each row of the tables */
	struct strv left, right; /* owns; codes of rows whose sums are equal in every column */
};

struct pack {
	char *code, *version; /* "cn", "2026.1" */
	char *id; /* "cn 2026.1 sha256:<hex>": what a decision names */
	char *timezone; /* an IANA name: "Asia/Shanghai" */
	struct name name;
	struct pack_files files; /* owns */
	struct calendar calendar;
	struct number_form number;
	struct attribute *attributes;
	size_t attribute_count;
	struct law *laws;
	size_t law_count;
	struct ground *grounds;
	size_t ground_count;
	struct catch_all *catch_alls;
	size_t catch_all_count;
	struct return_code *return_codes;
	size_t return_code_count;
	struct role *roles;
	size_t role_count;
	struct action *actions;
	size_t action_count;
	struct pack_table *tables;
	size_t table_count;
	struct kind *kinds;
	size_t kind_count;
	struct pack_form *forms;
	size_t form_count;
	struct notice_rules notice;
	struct screener *screener; /* owns; made at first use: screener_of */
	struct screen_rule *screen_rules; /* none: marks and hidden characters alone */
	size_t screen_rule_count;
};

/* Reads a pack from its files (taken over, also on failure) whose SHA-256 the caller computed
 * (`pack_files_digest` order). ERR_INPUT: "file:line: what is wrong, what is allowed". Codes in
 * lists and conditions come out as they were declared. The caller frees with pack_free. */
struct pack *pack_new(struct pack_files *files, const char *sha256, struct err *err);
void pack_free(struct pack *pack);
/* The text whose SHA-256 is the pack's: "<path> <length>\n<bytes>\n" for each file in order. */
void pack_files_digest(const struct pack_files *files, struct str *out);

/* ASCII letters, digits, - and _; at most CODE_MAX of them. */
enum { CODE_MAX = 64 };
bool code_is_valid(const char *code);
bool code_eq(const char *a, const char *b); /* without the case of ASCII letters; NULL is no code */

/* An array of things that begin with their code, as all of a pack's do. */
struct coded {
	const void *items;
	size_t n, size;
	const char *what; /* what they are, in the plural; for faults in a pack's files */
};
#define CODED(array, count, what) ((struct coded){(array), (count), sizeof(*(array)), (what)})
const void *coded_find(struct coded list, const char *code); /* NULL where there is none */
char *coded_join(struct coded list); /* "a, b, c"; the caller frees */

/* By code, NULL where there is none. Codes are compared without case. Borrowed. */
const struct attribute *pack_attribute(const struct pack *pack, const char *code);
const struct law *pack_law(const struct pack *pack, const char *code);
const struct ground *pack_ground(const struct pack *pack, const char *code);
/* By code, or by a reason that is nothing but such words, however they are joined and spaced. */
const struct catch_all *pack_catch_all(const struct pack *pack, const char *code_or_reason);
const struct return_code *pack_return_code(const struct pack *pack, const char *code);
const struct role *pack_role(const struct pack *pack, const char *code);
const struct action *pack_action(const struct pack *pack, const char *code);
const struct pack_table *pack_table(const struct pack *pack, const char *code);
const struct table_row *table_row(const struct pack_table *table, const char *code);
const struct kind *pack_kind(const struct pack *pack, const char *code);
const struct kind *pack_stub_kind(const struct pack *pack); /* NULL where the pack has none */
const struct field *kind_field(const struct kind *kind, const char *code);
const struct state *kind_state(const struct kind *kind, const char *code);
const struct letter *kind_letter(const struct kind *kind, const char *code);
const struct choice *field_choice(const struct field *field, const char *code);

/* The table whose rows papers of an attribute are marked by; NULL where there is none. */
const struct pack_table *pack_marking_table(const struct pack *pack, const char *attribute);
bool transition_has(const struct transition *row, enum guard_kind guard);
/* The row that the site takes once it has taken in all that a record selects; NULL. */
const struct transition *kind_gathering(const struct kind *kind);
int table_column(const struct pack_table *table, const char *code); /* its index; -1 */
/* A cell of a row; NULL where there is no such column. */
const struct name *table_cell(
	const struct pack_table *table, const struct table_row *row, const char *column);
/* ERR_INPUT: a term of where that names no column. */
MUST_CHECK bool table_check_where(
	const struct pack_table *table, const struct strv *where, struct err *err);
/* Whether the cells say what each "COLUMN=VALUE" of where asks, in any language. where may be NULL.
 */
bool table_row_matches(
	const struct pack_table *table, const struct table_row *row, const struct strv *where);
/* A cell that is a term: "20" or, with how its days count, "15 calendar"; *count is left alone
 * where it does not say. False where it is none, also where it is empty. */
bool table_term(const struct pack_table *table, const struct table_row *row, const char *column,
	int *days, enum count_unit *count);
bool table_row_is_live(const struct table_row *row, int day);
/* Some rows whose code or name is near to what was typed, as "CODE (name), ..."; the caller frees.
 */
char *table_near(const struct pack_table *table, const char *typed);

/* Whether a ground is in force on a day: its own dates and its law's. */
bool ground_is_live(const struct ground *ground, int day);
/* The article a ground names, out of the law's text; NULL where the pack has no text of it. The
 * caller frees. */
char *pack_article(const struct pack *pack, const struct ground *ground);

/* Conditions: terms parted by blanks, all must hold: `policy=yes attribute!=public`. A name is a
 * field's code or `attribute`, `state`, `kind`, `unit`, or `was` (the attribute before the act, for
 * the rows of a workflow); an empty value means not filled in. Values
 * are compared like codes. value() answers for a name, NULL for empty. NULL always holds. */
typedef const char *condition_value(const void *context, const char *name);
bool pack_condition(const char *when, condition_value *value, const void *context);

#endif

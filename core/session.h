/* SPDX-License-Identifier: MIT */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

/* The use cases: all that one person can do and see. Screens and commands call these and nothing
 * below. Values in, values out; what the person may not see is ERR_NOT_FOUND here. */

#include "core/figures.h"
#include "core/store.h"

struct session {
	struct store *store; /* borrowed */
	struct scope scope; /* owns */
	char *person; /* owns: who acts */
	int seen_on; /* the day the scope is of */
	int64_t looked; /* the minute at which clocks were last looked at; 0: never */
	bool is_many; /* between session_begin_many and its end */
};

/* Begins work as a person. ERR_NOT_FOUND: nobody of that name, or ended; tells who there is. */
MUST_CHECK bool session_open(
	struct session *session, struct store *store, const char *person, struct err *err);
/* Begins as the site itself: to put the first people in. */
void session_open_site(struct session *session, struct store *store);
void session_release(struct session *session);
/* Takes in what others decided; *changed may be NULL. */
MUST_CHECK bool session_refresh(struct session *session, bool *changed, struct err *err);
int session_tick_fd(const struct session *session); /* readable after others decided; -1: none */
void session_tick_clear(struct session *session);
const struct office *session_office(const struct session *session);
const struct person *session_person(const struct session *session); /* NULL for the site alone */
int session_today(const struct session *session);
/* Whether the person administers today: changes people, keys, units and packs. */
bool session_administers(const struct session *session);
struct stamp session_now(const struct session *session); /* in the pack's zone */

/* -- Papers in ------------------------------------------------------------------------------- */

/* Whether the person may bring in documents of a kind (NULL: of any) in the unit they belong to. */
bool session_may_begin(const struct session *session, const struct kind *kind);

/* A change of a paper: what is NULL (or, for fields, not named) stays as it is. */
struct change {
	const char *title, *number;
	struct strv fields; /* "code=value"; an empty value takes the field out */
	const void *file; /* the bytes of a new file, or NULL */
	size_t file_len;
	const char *file_name;
	size_t limit; /* the largest file to take, in bytes; 0: FILE_LIMIT */
};

struct intake {
	struct change change; /* title NULL: guessed from the text's first line */
	const char *kind; /* NULL: the pack's first */
	const char *unit; /* NULL: the person's */
};

enum { FILE_LIMIT = 64 << 20 };

/* Takes in a paper; *id is the caller's to free. ERR_REFUSED with a secrecy mark in it: a stub
 * remains, and *id is the stub's. */
MUST_CHECK bool session_import(
	struct session *session, const struct intake *intake, char **id, struct err *err);
/* The newest paper with this original, or of these particulars without a file, that the person sees
 * and that came in (stubs did not); NULL id where there is none, the caller frees. So an import
 * that was interrupted goes on where it was. */
MUST_CHECK bool session_find_original(
	struct session *session, const char *sha256, char **id, struct err *err);
MUST_CHECK bool session_find_same(
	struct session *session, const struct intake *intake, char **id, struct err *err);
MUST_CHECK bool session_edit(
	struct session *session, const char *id, const struct change *change, struct err *err);

/* Sets the rendition: the text as the public may read it. text NULL: the paper's text with all that
 * the screening found masked. ERR_INPUT: nothing to mask. */
MUST_CHECK bool session_redact(
	struct session *session, const char *id, const char *text, size_t len, struct err *err);
/* The first rendition of a paper whose file says things about itself (author, headers, pictures):
 * the text without them. Nothing is done where there are none. */
MUST_CHECK bool session_put_aside(struct session *session, const char *id, struct err *err);
/* Takes the rendition back: the text itself is to be published, or the first rendition. */
MUST_CHECK bool session_unredact(struct session *session, const char *id, struct err *err);

/* Splits a mixed paper: two new ones of its kind, unit and particulars, which name it and count
 * whoever had a hand in it among theirs; the whole ends by the pack's action with the guard parted.
 * parts gets their ids: what may be public, what is withheld. */
struct split_part {
	const char *title; /* NULL: the whole's */
	const char *file; /* NULL: the whole's rendition; its text for what is withheld */
	size_t len;
	const char *file_name; /* NULL: text.txt */
};
struct splitting {
	struct split_part open, withheld;
	const char *comment;
	const char *seen; /* as of a deed */
};
MUST_CHECK bool session_split(struct session *session, const char *id,
	const struct splitting *splitting, struct strv *parts, struct err *err);

struct marking {
	/* NULL: as it is, on the same grounds as they stand today (law_carry), for the same
	 * reason where no other is said. */
	const char *attribute;
	struct strv grounds;
	const char *reason;
	/* A row of the table that papers of this attribute are marked by, or NULL. Its grounds are
	 * taken too, and its reason where there is none. */
	const char *row;
	int review_by; /* DAY_NONE: the latest that the grounds allow */
};
MUST_CHECK bool session_mark(
	struct session *session, const char *id, const struct marking *marking, struct err *err);

/* Whether the law would let the paper be marked so, whatever step it is at. */
MUST_CHECK bool session_try_mark(
	struct session *session, const char *id, const struct marking *marking, struct err *err);

/* -- Decisions ------------------------------------------------------------------------------- */

struct deed {
	const char *action, *comment, *code, *named;
	const struct strv *findings; /* of a waiver: those it lets stand; NULL: all */
	/* The commit the person last saw this document at, or NULL: as it stands now. When it has
	 * moved on since, ERR_STALE tells who did what. */
	const char *seen;
	/* Papers decided on together, this one among them; NULL: it alone. Papers that share a
	 * file can only be purged together. */
	const struct strv *together;
};
/* Any action of the workflow but those above. What the site then does by itself (hold) follows. */
MUST_CHECK bool session_do(
	struct session *session, const char *id, const struct deed *deed, struct err *err);

/* The same on many papers, in batches that stand together, which is many times faster than one by
 * one. outcomes has room for one each; its code is ERR_NONE where it was done. */
void session_do_many(struct session *session, const struct strv *ids, const struct deed *deed,
	struct err *outcomes);
void session_mark_many(struct session *session, const struct strv *ids,
	const struct marking *marking, struct err *outcomes);
/* What is decided between these two stands together (where an ssh-agent signs, each by itself);
 * until the end a yes is no promise yet, and nobody else can decide. Up to MANY papers, or as long
 * as there is room for one more. After a failed end nothing of it stands (ERR_IO), or the next
 * start shows what does (ERR_UNKNOWN). */
enum { MANY = 32 };
MUST_CHECK bool session_begin_many(struct session *session, struct err *err);
MUST_CHECK bool session_end_many(struct session *session, struct err *err);
bool session_has_room(const struct session *session);

/* Does what clocks that ran out make the site do (rows without a role, with the guard `expired`),
 * and what should have followed from a decision at once, and takes in what started records select,
 * where that was interrupted; is_trial: only says what.
 * done gets an id and an action's code in turn. */
MUST_CHECK bool session_expire(
	struct session *session, bool is_trial, struct strv *done, struct err *err);
/* The same, once a minute and without a word, of what was decided since yesterday; where it cannot
 * be done now, the next does it. */
void session_keep_time(struct session *session);

/* Persons, units and the pack; the record or the files say what is from now on. */
MUST_CHECK bool session_put_unit(struct session *session, const struct unit *unit, struct err *err);
MUST_CHECK bool session_put_person(
	struct session *session, const struct person *person, struct err *err);
/* The same with a reason, or NULL. */
MUST_CHECK bool session_put_person_for(
	struct session *session, const struct person *person, const char *reason, struct err *err);
MUST_CHECK bool session_delegate(
	struct session *session, const struct delegation *delegation, struct err *err);
/* -- Keys ------------------------------------------------------------------------------------ */

/* Where keys of the person's are looked for, to sign with; the site signs for them else. */
void session_sign_with(struct session *session, const struct signing *signing);

struct new_key {
	const char *line; /* "ssh-ed25519 AAAA... note" */
	int from, to; /* days, both included; DAY_NONE: from now; without end */
};
/* For an administrator, and for whoever signs with a key of their own for themselves. */
MUST_CHECK bool session_add_key(
	struct session *session, const char *person, const struct new_key *new, struct err *err);
struct key_ending {
	const char *print; /* the fingerprint or its beginning */
	int on; /* its last day; DAY_NONE: at once */
	const char *reason; /* NULL: none, which will do for one's own */
};
/* What the key has signed so far stays good. */
MUST_CHECK bool session_end_key(struct session *session, const char *person,
	const struct key_ending *ending, struct err *err);
/* As store_change_site_key. */
MUST_CHECK bool session_change_site_key(struct session *session, bool is_lost, struct err *err);

/* code: the pack's own, as its files say. */
MUST_CHECK bool session_adopt(
	struct session *session, const char *code, struct pack_files *files, struct err *err);

/* -- Looking --------------------------------------------------------------------------------- */

/* Another paper that this one names, or that names it, as far as the person may see it. */
struct relation_seen {
	char *id, *title, *kind, *state, *attribute, *grounds; /* owns; of the other paper */
	const struct field *field; /* whose link it is; borrowed */
	bool is_back; /* the other paper names this one */
};

/* All of one document, for its page; to who sees it for being published alone, without what was
 * found, said and decided on the way. */
struct view {
	struct document document;
	struct possibility *options; /* owns */
	size_t option_count;
	struct relation_seen *relations; /* owns */
	size_t relation_count;
	bool may_edit, may_mark; /* the options `edit` and `mark`, for short */
	char *selection; /* session_selection's words on a record not started yet, or NULL; owns */
};
MUST_CHECK bool session_show(
	struct session *session, const char *id, struct view *view, struct err *err);
void view_release(struct view *view);
/* How many papers a record of a kind that gathers would take in today, of those the person may see,
 * or why none (*n is 0), in words. The caller frees. */
char *session_selection(struct session *session, const struct kind *kind, const char *unit,
	const char *text, int *n);
/* The paper's text; *text is the caller's to free; "" where it has none. Who sees the paper for
 * being published alone gets the text as the public may read it. */
MUST_CHECK bool session_text(
	struct session *session, const char *id, char **text, size_t *len, struct err *err);
/* What of the paper's file was read and what was not, in words; false where it came in no file of
 * an office program, or its text cannot be had. The caller frees both. */
bool session_file_words(
	struct session *session, const struct document *document, char **read, char **unread);
/* The text as the public may read it: the rendition, where there is one. */
MUST_CHECK bool session_public_text(
	struct session *session, const char *id, char **text, size_t *len, struct err *err);
/* What the screening finds in the paper's text by the rules of today, notes included, and the text
 * with all but notes masked: what a rendition may begin with. masked may be NULL. */
MUST_CHECK bool session_screen(struct session *session, const char *id, struct findings *findings,
	char **masked, struct err *err);
MUST_CHECK bool session_list(
	struct session *session, const struct query *query, struct rows *rows, struct err *err);
/* The rows of a query page by page: begin with empty rows; they are released and the next ones put
 * in, and query->after moves on. rows->n is 0 when there are no more. */
MUST_CHECK bool session_next(
	struct session *session, struct query *query, struct rows *rows, struct err *err);
MUST_CHECK bool session_count(
	struct session *session, const struct query *query, int *n, struct err *err);
/* Of what the person may see. Of papers that they see for being published alone it is told who did
 * what when, and not what was said. */
MUST_CHECK bool session_history(struct session *session, const struct history_ask *ask,
	struct history *history, struct err *err);

/* A queue by name: "desk" (all that waits for the person), "lapsing" (records at rest whose
 * clock runs out within 7 days), "drafts", "returned", "waiting" (theirs,
 * with others now), "due" (theirs or waiting for them, due within 7 days), "overdue", a state's
 * code. Fills in the query's terms; ERR_INPUT lists the names there are. */
MUST_CHECK bool session_queue(
	struct session *session, const char *name, struct query *query, struct err *err);

/* The desk: the person's queues with their counts. */
struct desk_line {
	char *queue; /* a name for session_queue; owns */
	const char *name; /* in the current language; borrowed until the office changes */
	int n, overdue, due_soon; /* due_soon: within 7 days, today included */
	bool is_mine; /* the person must do something about it */
};
struct desk {
	struct desk_line *lines; /* owns */
	size_t n;
};
MUST_CHECK bool session_desk(struct session *session, struct desk *desk, struct err *err);
void desk_release(struct desk *desk);

/* Counts by unit, kind, state and attribute of what the person may see, in the pack's order. */
MUST_CHECK bool session_status(struct session *session, const char *unit, int from, int to,
	struct figures *figures, struct err *err);
/* As it stood at the end of a day; nothing is counted as overdue. */
MUST_CHECK bool session_status_on(struct session *session, const char *unit, int day,
	struct figures *figures, struct err *err);

/* What leaves the store as public: only a published document, only the text that was signed. */
struct publication {
	char *id, *title, *number, *unit, *note; /* note: the attribute's line on the paper */
	int published;
	char *text; /* owns all */
	size_t len;
};
MUST_CHECK bool session_export(
	struct session *session, const char *id, struct publication *publication, struct err *err);
void publication_release(struct publication *publication);

/* What stands under all that leaves the house: which ledger it is from, and how far that was sealed
 * when the last checkpoint was made, for whoever wants to ask an auditor. NULL where none was ever
 * made. The caller frees. */
char *session_seal(const struct session *session);
/* How many decisions no witness has seen, in words; NULL where all were seen, or nobody is set up
 * to see them. The caller frees. */
char *session_unwitnessed(const struct session *session);

/* A paper to be printed, as text or as one page of HTML: the text that is decided on with the
 * attribute's line below it (附注), its particulars, and its decisions with who signed them. */
MUST_CHECK bool session_print(
	struct session *session, const char *id, bool is_html, struct str *out, struct err *err);
/* Many of them on one page, each on sheets of its own, behind a list of them. What cannot be
 * printed is in the list with the reason, and a sentence in refused. ERR_REFUSED: none can. */
MUST_CHECK bool session_print_many(struct session *session, const struct strv *ids, bool is_html,
	struct str *out, struct strv *refused, struct err *err);

/* The paper as one of its decisions left it (a number as in its history, from 1), with the text it
 * had then. ERR_NOT_FOUND: its content was purged. Released by the caller in either case. */
struct version {
	struct paper paper;
	char *text; /* owns */
	size_t len;
};
MUST_CHECK bool session_version(struct session *session, const char *id, int number,
	struct version *version, struct err *err);
void version_release(struct version *version);
/* The decision whose paper the last reviewer had before them: the latest of somebody who neither
 * drafted nor mended it. 0: nobody else has had it yet. */
int version_reviewed(const struct paper *paper, const struct history *history);

/* The difference of the text and its rendition, by words. ERR_INPUT: there is no rendition. */
MUST_CHECK bool session_diff_rendition(
	struct session *session, const char *id, struct str *out, struct err *err);
/* The difference of a document's text and fields between two of its decisions (numbers as in its
 * history, from 1; 0: the first and the latest), as text with `-`, `+` and blank before each line.
 */
MUST_CHECK bool session_diff(struct session *session, const char *id, int from, int to,
	struct str *out, struct err *err);

#endif

/* SPDX-License-Identifier: MIT */
/* The letters about a record, filled in. */
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/i18n.h"
#include "core/label.h"
#include "core/law.h"
#include "core/letter.h"
#include "core/mem.h"
#include "core/page.h"
#include "core/session_see.h"

enum { SIGNED_COL = 20 };

/* A letter being written. */
struct writing {
	const struct session *session;
	const struct kind *kind;
	const struct letter *letter;
	const struct document *document;
	const struct history *history;
	struct strv missing; /* what it says that is not there */
	struct str text;
};

static const char *in_lang(const struct writing *w, const struct name *name)
{
	const char *word = name->in[w->letter->lang];

	return word != NULL ? word : name_get(name);
}

static char *day_in_words(enum lang lang, int day)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	int year, month, mday;

	if (day == DAY_NONE)
		return NULL;
	day_split(day, &year, &month, &mday);
	if (lang == LANG_ZH)
		return xasprintf("%d年%d月%d日", year, month, mday);
	return xasprintf("%d %s %d", mday, months[month - 1], year);
}

/* A field as the letter says it; NULL where it is empty. The caller frees, as of all below. */
static char *say_field(const struct writing *w, const struct field *field)
{
	const char *value = paper_field(&w->document->paper, field->code);
	const struct choice *choice = value != NULL ? field_choice(field, value) : NULL;
	const struct table_row *row =
		value != NULL && field->type == FIELD_ROW ? table_row(field->table, value) : NULL;
	int day;

	if (choice != NULL)
		return xstrdup(in_lang(w, &choice->name));
	if (row != NULL)
		return xstrdup(in_lang(w, &row->name));
	if (value != NULL && field->type == FIELD_DATE && day_parse(value, &day))
		return day_in_words(w->letter->lang, day);
	if (value != NULL && field->type == FIELD_UNITS)
		return label_units(session_office(w->session), value);
	return xstrdup(value);
}

static char *say_clock(const struct writing *w, enum letter_word word, const char *code)
{
	const struct clock_run *run = clock_find(w->document, code);

	if (run == NULL)
		return NULL;
	if (word == WORD_TERM)
		return xasprintf("%d", clock_term(run, clock_rule(w->kind, code)));
	if (clock_is_hours(run))
		return xstrdup(clock_when(run->due, word == WORD_START ? run->start_at
						    : word == WORD_FIRST && run->first_at != 0
							    ? run->first_at
							    : run->due_at)
				       .text);
	return day_in_words(w->letter->lang, word == WORD_START ? run->start
					     : word == WORD_FIRST && run->first != DAY_NONE
						     ? run->first
						     : run->due);
}

static char *say_decision(const struct writing *w, enum letter_word word, const char *action)
{
	const struct history_entry *latest = NULL;

	for (size_t i = 0; i < w->history->n; i++) {
		if (code_eq(w->history->v[i].decision.action, action))
			latest = &w->history->v[i];
	}
	if (latest == NULL)
		return NULL;
	if (word == WORD_DAY)
		return day_in_words(w->letter->lang, stamp_day(latest->site_time));
	return xstrdup(latest->decision.comment);
}

static char *say_word(const struct writing *w, enum letter_word word, const char *code)
{
	const struct paper *paper = &w->document->paper;
	const struct unit *unit = org_unit(&session_office(w->session)->org, paper->unit);

	switch (word) {
	case WORD_FIELD: return say_field(w, kind_field(w->kind, code));
	case WORD_TITLE: return xstrdup(paper->title);
	case WORD_NUMBER: return xstrdup(paper->number);
	case WORD_ID: return xstrdup(paper->id);
	case WORD_UNIT: return xstrdup(unit != NULL ? in_lang(w, &unit->name) : paper->unit);
	case WORD_TODAY: return day_in_words(w->letter->lang, session_today(w->session));
	case WORD_DUE:
	case WORD_START:
	case WORD_FIRST:
	case WORD_TERM: return say_clock(w, word, code);
	case WORD_COMMENT:
	case WORD_DAY: return say_decision(w, word, code);
	case WORD_COUNT: break;
	}
	return NULL;
}

/* What a blank is called where it is missing. */
static char *name_blank(const struct writing *w, enum letter_word word, const char *code)
{
	const struct pack *pack = session_office(w->session)->pack;
	const struct field *field = kind_field(w->kind, code);

	if (word == WORD_COMMENT || word == WORD_DAY)
		return xasprintf(_("the decision '%s'"), name_get(&pack_action(pack, code)->name));
	if (word >= WORD_DUE && word <= WORD_TERM)
		return xasprintf(_("the clock '%s'"), name_get(&clock_rule(w->kind, code)->name));
	if (word == WORD_FIELD && field != NULL)
		return xasprintf("%s (%s)", name_get(&field->name), field->code);
	return xstrdup(word == WORD_NUMBER ? _("Number") : code);
}

static void fill_blank(struct writing *w, const char *blank)
{
	struct strv words = {0};
	enum letter_word word;
	const char *code;
	char *said;

	strv_split(&words, blank, " ");
	word = letter_word(words.v[0]);
	code = words.v[words.n - 1];
	said = say_word(w, word, code);
	if (str_empty(said)) {
		char *name = name_blank(w, word, code);

		strv_put(&w->missing, name);
		free(name);
	} else {
		str_add(&w->text, said);
	}
	free(said);
	strv_release(&words);
}

static const char *value_of(const void *context, const char *name)
{
	const struct document *document = context;

	return code_eq(name, "state") ? document->state : law_value(&document->paper, name);
}

/* No two empty lines, where what stood between them does not hold. */
static void add_text(struct writing *w, const struct letter_part *part)
{
	bool is_end = *part->from == '\n';

	if (!is_end || w->text.len < 2 || strcmp(str_get(&w->text) + w->text.len - 2, "\n\n") != 0)
		str_addn(&w->text, part->from, part->len);
}

static void write_text(struct writing *w)
{
	struct letter_reader reader = {.at = w->letter->file->text, .line = 1};
	struct letter_part part;
	bool is_left_out = false;

	while (letter_next(&reader, &part)) {
		char *inside = xstrndup(part.from, part.len);

		if (part.what == LETTER_IF) {
			is_left_out = !pack_condition(inside, value_of, w->document);
			reader.at += *reader.at == ' ' ? 1 : 0;
		} else if (!is_left_out && part.what == LETTER_BLANK) {
			fill_blank(w, inside);
		} else if (!is_left_out) {
			add_text(w, &part);
		} else if (*part.from == '\n') {
			is_left_out = false;
		}
		free(inside);
	}
}

static void writing_release(struct writing *w)
{
	strv_release(&w->missing);
	str_release(&w->text);
}

/* Writes it; ERR_REFUSED where it does not fit, or says what is not there. */
static bool write_letter(struct writing *w, struct err *err)
{
	char *missing;

	if (!pack_condition(w->letter->when, value_of, w->document))
		return err_set(err, ERR_REFUSED,
			_("the letter '%s' is not for %s as it stands; it is for: %s"),
			w->letter->code, w->document->paper.id, w->letter->when);
	write_text(w);
	if (w->missing.n == 0)
		return true;
	missing = strv_join(&w->missing, ", ");
	err_set(err, ERR_REFUSED,
		_("the letter '%s' would say nothing for: %s; it is not written "
		  "with a blank"),
		w->letter->code, missing);
	free(missing);
	return false;
}

static void add_line(struct page *page, const char *line)
{
	page_tag(page, "<p class=\"number\">", "");
	page_put(page, line);
	page_tag(page, "</p>\n", "\n");
}

/* On a page of HTML, what blanks move to the right in a text stands at the right margin, and a
 * paragraph begins two characters in, whatever the font. */
static void print_body(struct page *page, const char *text)
{
	if (!page->is_html) {
		page_put(page, text);
		return;
	}
	str_add(page->out, "<div class=\"letter\">\n");
	for (text += strspn(text, "\n"); *text != '\0';) {
		size_t blanks = strspn(text, " "), n = strcspn(text, "\n");
		char *line = xstrndup(text + blanks, n - blanks);

		str_add(page->out, blanks >= SIGNED_COL ? "<p class=\"signed\">"
				   : blanks > 0         ? "<p class=\"indented\">"
							: "<p>");
		page_put(page, line);
		str_add(page->out, *line == '\0' ? "<br></p>\n" : "</p>\n");
		free(line);
		text += n + (text[n] == '\n');
	}
	str_add(page->out, "</div>\n");
}

static void print_letter(struct page *page, const struct writing *w)
{
	const char *text = str_get(&w->text);
	size_t n = strcspn(text, "\n");
	char *heading = xstrndup(text, n), *seal = session_seal(w->session);

	page_begin(page, w->document->paper.id, heading);
	free(heading);
	if (w->document->paper.number != NULL)
		add_line(page, w->document->paper.number);
	if (strv_has(&w->letter->draft, w->document->state))
		add_line(page, _("(Draft: not approved yet, not to be sent)"));
	print_body(page, text + n);
	page_foot(page, seal);
	page_end(page);
	free(seal);
}

/* -- The use cases ----------------------------------------------------------------------------- */

static bool see(struct session *session, const char *id, struct document *document,
	struct history *history, const struct kind **kind, struct err *err)
{
	if (!see_document(session, id, document, err) ||
		!session_history(session, &(struct history_ask){.document = id}, history, err))
		return false;
	*kind = pack_kind(session_office(session)->pack, document->paper.kind);
	return *kind != NULL || err_set(err, ERR_INPUT, _("the pack has no letters for %s"), id);
}

bool session_letters(
	struct session *session, const char *id, struct letters *letters, struct err *err)
{
	struct document document = {0};
	struct history history = {0};
	const struct kind *kind = NULL;
	bool ok = see(session, id, &document, &history, &kind, err);

	for (size_t i = 0; ok && i < kind->letter_count; i++) {
		struct writing w = {.session = session,
			.kind = kind,
			.letter = &kind->letters[i],
			.document = &document,
			.history = &history};
		struct letter_seen seen = {
			.letter = w.letter, .is_draft = strv_has(&w.letter->draft, document.state)};
		struct err why;

		seen.is_open = write_letter(&w, &why);
		seen.why = seen.is_open ? NULL : xstrdup(why.text);
		writing_release(&w);
		GROW(letters->v, letters->n);
		letters->v[letters->n++] = seen;
	}
	history_release(&history);
	document_release(&document);
	return ok;
}

void letters_release(struct letters *letters)
{
	for (size_t i = 0; i < letters->n; i++)
		free(letters->v[i].why);
	free(letters->v);
	*letters = (struct letters){0};
}

static const struct letter *find_letter(
	const struct kind *kind, const char *id, const char *code, struct err *err)
{
	const struct letter *letter = kind_letter(kind, code);
	char *codes;

	if (letter != NULL)
		return letter;
	codes = coded_join(CODED(kind->letters, kind->letter_count, NULL));
	if (kind->letter_count == 0)
		err_set(err, ERR_INPUT, _("the pack has no letters for %s"), id);
	else
		err_set(err, ERR_INPUT, _("there is no letter '%s'; there are: %s"), code, codes);
	free(codes);
	return NULL;
}

bool session_letter(struct session *session, const char *id, const char *code, bool is_html,
	struct str *out, struct err *err)
{
	struct document document = {0};
	struct history history = {0};
	struct writing w = {.session = session, .document = &document, .history = &history};
	bool ok = see(session, id, &document, &history, &w.kind, err) &&
		  (w.letter = find_letter(w.kind, id, code, err)) != NULL && write_letter(&w, err);

	if (ok)
		print_letter(&(struct page){out, is_html, w.letter->lang}, &w);
	writing_release(&w);
	history_release(&history);
	document_release(&document);
	return ok;
}

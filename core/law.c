/* SPDX-License-Identifier: MIT */
#include "core/law.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/org.h"
#include "core/screening.h"
#include "core/text.h"

const char *law_value(const void *context, const char *name)
{
	const struct paper *paper = context;

	if (strcmp(name, "attribute") == 0)
		return paper->attribute;
	if (strcmp(name, "kind") == 0)
		return paper->kind;
	if (strcmp(name, "unit") == 0)
		return paper->unit;
	return paper_field(paper, name);
}

/* -- Attribute and grounds --------------------------------------------------------------------- */

static bool allows(const struct ground *ground, const char *attribute)
{
	return strv_has(&ground->attributes, attribute);
}

char *law_live_grounds(const struct pack *pack, const char *attribute, int day)
{
	struct strv codes = {0};
	char *joined;

	for (size_t i = 0; i < pack->ground_count; i++) {
		const struct ground *ground = &pack->grounds[i];

		if (allows(ground, attribute) && ground_is_live(ground, day))
			strv_add(&codes, ground->code);
	}
	joined = strv_join(&codes, " ");
	strv_release(&codes);
	return joined;
}

int law_latest_review(const struct pack *pack, const struct strv *grounds, int day)
{
	int latest = DAY_NONE;

	for (size_t i = 0; i < grounds->n; i++) {
		const struct ground *ground = pack_ground(pack, grounds->v[i]);
		int limit;

		if (ground == NULL)
			continue;
		limit = day_add_months(day, ground->review_months);
		if (latest == DAY_NONE || limit < latest)
			latest = limit;
	}
	return latest;
}

static bool dead_ground(const struct ground *ground, int day, struct err *err)
{
	char date[DAY_SIZE], *instead = strv_join(&ground->successors, ", ");

	if (ground->successors.n > 0)
		err_set(err, ERR_REFUSED,
			_("ground %s (%s, article %s) is not in force on %s; in its place: %s"),
			ground->code, name_get(&ground->law->name), ground->article,
			day_format(day, date), instead);
	else
		err_set(err, ERR_REFUSED, _("ground %s (%s, article %s) is not in force on %s"),
			ground->code, name_get(&ground->law->name), ground->article,
			day_format(day, date));
	free(instead);
	return false;
}

static bool unknown_ground(
	const struct pack *pack, const char *code, const char *attribute, int day, struct err *err)
{
	const struct catch_all *catch_all = pack_catch_all(pack, code);
	char *live = law_live_grounds(pack, attribute, day);

	if (catch_all != NULL)
		err_set(err, ERR_REFUSED, _("'%s' is no ground: %s; grounds in force for %s: %s"),
			code, name_get(&catch_all->why), attribute, live);
	else
		err_set(err, ERR_REFUSED, _("there is no ground '%s'; in force for %s: %s"), code,
			attribute, live);
	free(live);
	return false;
}

/* The one ground in force that took the place of one that ended; NULL where it is not one. */
static const struct ground *successor_of(
	const struct pack *pack, const struct ground *ground, const char *attribute, int day)
{
	const struct ground *found = NULL;

	for (size_t i = 0; i < ground->successors.n; i++) {
		const struct ground *next = pack_ground(pack, ground->successors.v[i]);

		if (next == NULL || !ground_is_live(next, day) || !allows(next, attribute))
			continue;
		if (found != NULL)
			return NULL;
		found = next;
	}
	return found;
}

bool law_carry(const struct pack *pack, const struct paper *paper, int day, struct strv *grounds,
	struct err *err)
{
	for (size_t i = 0; i < paper->grounds.n; i++) {
		const struct ground *ground = pack_ground(pack, paper->grounds.v[i]);

		if (ground == NULL)
			return unknown_ground(
				pack, paper->grounds.v[i], paper->attribute, day, err);
		if (!ground_is_live(ground, day)) {
			const struct ground *next =
				successor_of(pack, ground, paper->attribute, day);

			if (next == NULL)
				return dead_ground(ground, day, err);
			ground = next;
		}
		strv_put(grounds, ground->code);
	}
	return true;
}

static bool check_ground(const struct pack *pack, const struct paper *paper, const char *code,
	int day, struct err *err)
{
	const struct ground *ground = pack_ground(pack, code);

	/* A code has one spelling in the ledger: whoever counts there compares bytes. */
	if (ground == NULL || strcmp(ground->code, code) != 0)
		return unknown_ground(pack, code, paper->attribute, day, err);
	if (!ground_is_live(ground, day))
		return dead_ground(ground, day, err);
	if (!allows(ground, paper->attribute))
		return err_set(err, ERR_REFUSED, _("ground %s carries %s, not %s"), ground->code,
			ground->attributes.v[0], paper->attribute);
	return true;
}

/* A reason that is nothing but a catch-all word says nothing. */
static bool check_reason(const struct pack *pack, const struct paper *paper, struct err *err)
{
	const struct catch_all *catch_all;
	char *reason;

	if (str_empty(paper->reason))
		return err_set(err, ERR_REFUSED,
			_("a paper marked %s needs its reason in words (--reason)"),
			paper->attribute);
	reason = str_trim(paper->reason);
	catch_all = pack_catch_all(pack, reason);
	free(reason);
	if (catch_all != NULL)
		return err_set(err, ERR_REFUSED, _("'%s' is no reason: %s"), paper->reason,
			name_get(&catch_all->why));
	return true;
}

static bool check_review_by(
	const struct pack *pack, const struct paper *paper, int day, struct err *err)
{
	int latest = law_latest_review(pack, &paper->grounds, day);
	char date[DAY_SIZE], limit[DAY_SIZE];

	if (paper->review_by == DAY_NONE)
		return err_set(err, ERR_REFUSED,
			_("what is withheld needs a day to look at it again, by %s at the latest "
			  "(--review-by)"),
			day_format(latest, limit));
	if (paper->review_by <= day)
		return err_set(err, ERR_REFUSED,
			_("the day to look at it again, %s, has come; mark the paper anew"),
			day_format(paper->review_by, date));
	if (paper->review_by > latest)
		return err_set(err, ERR_REFUSED,
			_("%s is too late to look at it again; its grounds allow %s at the latest"),
			day_format(paper->review_by, date), day_format(latest, limit));
	return true;
}

static bool unknown_row(const struct pack_table *table, const char *code, struct err *err)
{
	char *near = table_near(table, code);

	err_set(err, ERR_REFUSED, _("'%s' has no row '%s'; near it: %s"), name_get(&table->name),
		code, near);
	free(near);
	return false;
}

/* A paper marked by a row stands on the row's grounds, while the row is in force. */
static bool check_marking_row(
	const struct pack *pack, const struct paper *paper, int day, struct err *err)
{
	const struct pack_table *table = pack_marking_table(pack, paper->attribute);
	const struct table_row *row;
	char date[DAY_SIZE];

	if (paper->row == NULL)
		return true;
	if (table == NULL)
		return err_set(err, ERR_REFUSED, _("papers marked %s are marked by no row"),
			paper->attribute);
	row = table_row(table, paper->row);
	if (row == NULL || strcmp(row->code, paper->row) != 0)
		return unknown_row(table, paper->row, err);
	if (!table_row_is_live(row, day))
		return err_set(err, ERR_REFUSED, _("the row %s (%s) is not in force on %s"),
			row->code, name_get(&row->name), day_format(day, date));
	for (size_t i = 0; i < row->grounds.n; i++) {
		if (!strv_has(&paper->grounds, row->grounds.v[i]))
			return err_set(err, ERR_REFUSED,
				_("the row %s (%s) stands on the ground %s, the paper does not"),
				row->code, name_get(&row->name), row->grounds.v[i]);
	}
	return true;
}

/* Guarantees 1, 2 and 7. */
bool law_check_marking(const struct pack *pack, const struct paper *paper, int day, struct err *err)
{
	const struct attribute *attribute;
	char *codes = coded_join(CODED(pack->attributes, pack->attribute_count, NULL));

	attribute = paper->attribute != NULL ? pack_attribute(pack, paper->attribute) : NULL;
	if (paper->attribute == NULL)
		err_set(err, ERR_REFUSED,
			_("%s has no attribute: mark it first (one of: %s); nothing is assumed"),
			paper->id, codes);
	else if (attribute == NULL || strcmp(attribute->code, paper->attribute) != 0)
		err_set(err, ERR_REFUSED, _("there is no attribute '%s'; there are: %s"),
			paper->attribute, codes);
	free(codes);
	if (attribute == NULL || strcmp(attribute->code, paper->attribute) != 0)
		return false;
	if (!check_marking_row(pack, paper, day, err))
		return false;
	if (attribute->is_public) {
		if (paper->grounds.n > 0 || paper->review_by != DAY_NONE)
			return err_set(err, ERR_REFUSED,
				_("a paper marked %s has no ground and no review-by day"),
				attribute->code);
		return true;
	}
	if (paper->grounds.n == 0) {
		char *live = law_live_grounds(pack, attribute->code, day);

		err_set(err, ERR_REFUSED,
			_("a paper marked %s must stand on a ground (--ground), one or more of: "
			  "%s"),
			attribute->code, live);
		free(live);
		return false;
	}
	for (size_t i = 0; i < paper->grounds.n; i++) {
		if (!check_ground(pack, paper, paper->grounds.v[i], day, err))
			return false;
	}
	return check_reason(pack, paper, err) && check_review_by(pack, paper, day, err);
}

bool law_check_needs(const struct pack *pack, const struct kind *kind, const struct paper *paper,
	struct err *err)
{
	for (size_t i = 0; i < paper->grounds.n; i++) {
		const struct ground *ground = pack_ground(pack, paper->grounds.v[i]);
		const char *code = ground != NULL ? ground->needs : NULL;
		const struct field *field = code != NULL ? kind_field(kind, code) : NULL;

		if (code == NULL || (field != NULL && !str_empty(paper_field(paper, field->code))))
			continue;
		return err_set(err, ERR_REFUSED,
			_("ground %s (%s) carries nothing before its test is written down: fill in "
			  "%s (%s) with `edit`"),
			ground->code, name_get(&ground->name),
			field != NULL ? name_get(&field->name) : code, code);
	}
	return true;
}

const struct pack_table *law_outside(const struct pack *pack, const struct paper *paper)
{
	return paper->row == NULL ? pack_marking_table(pack, paper->attribute) : NULL;
}

/* -- Form -------------------------------------------------------------------------------------- */

bool law_check_words(const char *what, const char *words, int max, struct err *err)
{
	if (words == NULL)
		return true;
	if (!text_is_utf8(words, strlen(words)))
		return err_set(err, ERR_INPUT, _("%s is not UTF-8"), what);
	for (const char *p = words; *p != '\0';) {
		unsigned c = text_next(&p);

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || text_is_hidden(c))
			return err_set(err, ERR_INPUT,
				_("%s has a character in it that does not show (U+%04X)"), what, c);
	}
	if (text_length(words) > max)
		return err_set(err, ERR_INPUT, _("%s has more than %d characters"), what, max);
	if (screening_bears_mark(words, strlen(words)))
		return err_set(err, ERR_REFUSED, _("%s bears a secrecy mark"), what);
	return true;
}

static bool check_row(const struct field *field, const char *value, struct err *err)
{
	const struct table_row *row = table_row(field->table, value);
	char *near;

	if (row != NULL && strcmp(row->code, value) == 0)
		return true;
	near = table_near(field->table, value);
	err_set(err, ERR_INPUT, _("%s: '%s' has no row '%s'; near it: %s"), field->code,
		name_get(&field->table->name), value, near);
	free(near);
	return false;
}

/* Ids with one blank between, none twice: the record has one spelling. */
static bool units_are_spelled(const char *value)
{
	struct strv ids = {0}, once = {0};
	char *joined;
	bool ok;

	strv_split(&ids, value, " ");
	for (size_t i = 0; i < ids.n; i++)
		strv_put(&once, ids.v[i]);
	joined = strv_join(&once, " ");
	ok = str_eq(joined, value);
	for (size_t i = 0; ok && i < ids.n; i++)
		ok = id_is_valid(ids.v[i]);
	free(joined);
	strv_release(&ids);
	strv_release(&once);
	return ok;
}

static bool check_value(const struct field *field, const char *value, struct err *err)
{
	const struct choice *choice;
	char *codes;
	int64_t moment;
	int day;

	switch (field->type) {
	case FIELD_LONG: return law_check_words(field->code, value, field->max, err);
	case FIELD_DATE:
		if (!day_parse(value, &day))
			return err_set(err, ERR_INPUT,
				_("%s is no date: '%s'; write it like 2026-11-23"), field->code,
				value);
		return true;
	case FIELD_MOMENT:
		if (!moment_parse(value, &moment))
			return err_set(err, ERR_INPUT,
				_("%s is no moment: '%s'; write it like 2026-11-23 14:05"),
				field->code, value);
		return true;
	case FIELD_FLAG:
		if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
			return err_set(
				err, ERR_INPUT, _("%s is yes or no, not '%s'"), field->code, value);
		return true;
	case FIELD_CHOICE:
		choice = field_choice(field, value);
		if (choice != NULL && strcmp(choice->code, value) == 0)
			return true;
		codes = coded_join(CODED(field->choices, field->choice_count, NULL));
		err_set(err, ERR_INPUT, _("%s is none of its choices: '%s'; there are: %s"),
			field->code, value, codes);
		free(codes);
		return false;
	case FIELD_LINK:
		if (strpbrk(value, " \t/") != NULL)
			return err_set(err, ERR_INPUT, _("%s is no document's id: '%s'"),
				field->code, value);
		break;
	case FIELD_ROW: return check_row(field, value, err);
	case FIELD_UNITS:
		if (!units_are_spelled(value))
			return err_set(err, ERR_INPUT,
				_("%s is no list of units: '%s'; write their ids once each, with "
				  "one blank between"),
				field->code, value);
		break;
	case FIELD_NUMBER:
	case FIELD_TEXT: break;
	}
	return text_check_line(field->code, value, field->max > 0 ? field->max : TITLE_MAX, err);
}

static bool unknown_field(const struct kind *kind, const char *code, struct err *err)
{
	char *codes = coded_join(CODED(kind->fields, kind->field_count, NULL));

	err_set(err, ERR_INPUT, _("'%s' has no field '%s'; there are: %s"), kind->code, code,
		codes);
	free(codes);
	return false;
}

/* A line "code=value" of the paper. */
static bool check_field(
	const struct kind *kind, const struct paper *paper, const char *line, struct err *err)
{
	char *code = xstrndup(line, strcspn(line, "="));
	const struct field *field = kind_field(kind, code);
	const char *value = line + strlen(code);
	bool ok;

	if (*value != '=' || field == NULL || strcmp(field->code, code) != 0)
		ok = unknown_field(kind, code, err);
	else if (paper_field(paper, code) != value + 1)
		ok = err_set(err, ERR_INPUT, _("the field '%s' stands there twice"), code);
	else
		ok = check_value(field, value + 1, err);
	free(code);
	return ok;
}

/* What a register's record never carries: then there is nothing to publish, and nothing that could
 * be withheld. */
static bool check_register(const struct kind *kind, const struct paper *paper, struct err *err)
{
	if (!kind->is_register)
		return true;
	if (paper->original.sha256[0] != '\0' || paper->text.sha256[0] != '\0' ||
		paper->file_name != NULL || paper->encoding != NULL || paper->findings.n > 0 ||
		paper->screening > 0 || paper->admitted != NULL)
		return err_set(err, ERR_REFUSED,
			_("'%s' is a register: its records carry no file and no text; bring the "
			  "paper in as a document of its own and link it"),
			kind->code);
	if (paper->attribute != NULL || paper->grounds.n > 0 || paper->reason != NULL ||
		paper->row != NULL || paper->review_by != DAY_NONE)
		return err_set(err, ERR_REFUSED,
			_("'%s' is a register: its records bear no attribute"), kind->code);
	return true;
}

bool law_check_form(const struct kind *kind, const struct paper *paper, struct err *err)
{
	if (!check_register(kind, paper, err))
		return false;
	if (paper->title != NULL && !text_check_line(_("the title"), paper->title, TITLE_MAX, err))
		return false;
	if (paper->number != NULL &&
		!text_check_line(_("the number"), paper->number, NUMBER_MAX, err))
		return false;
	if (paper->file_name != NULL &&
		!text_check_line(_("the file's name"), paper->file_name, TITLE_MAX, err))
		return false;
	if (paper->file_name != NULL && strchr(paper->file_name, '/') != NULL)
		return err_set(err, ERR_INPUT, _("the file's name has a folder in it"));
	if (paper->encoding != NULL && text_encoding(paper->encoding) == NULL)
		return err_set(err, ERR_INPUT, _("'%s' is no encoding there is"), paper->encoding);
	if (!law_check_words(_("the reason"), paper->reason, REASON_MAX, err))
		return false;
	for (size_t i = 0; i < paper->fields.n; i++) {
		if (!check_field(kind, paper, paper->fields.v[i], err))
			return false;
	}
	return true;
}

bool law_check_complete(const struct kind *kind, const struct paper *paper, struct err *err)
{
	struct strv missing = {0};
	char *joined;
	bool ok;

	if (str_empty(paper->title))
		strv_add(&missing, _("the title"));
	for (size_t i = 0; i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];

		if (field->required && pack_condition(field->when, law_value, paper) &&
			str_empty(paper_field(paper, field->code))) {
			char *what = xasprintf("%s (%s)", name_get(&field->name), field->code);

			strv_add(&missing, what);
			free(what);
		}
	}
	if (paper->text.sha256[0] == '\0' && !kind->is_register)
		strv_add(&missing, _("the text of the paper"));
	joined = strv_join(&missing, _(", "));
	ok = missing.n == 0 || err_set(err, ERR_REFUSED, _("%s lacks: %s; fill it in with `edit`"),
				       paper->id, joined);
	free(joined);
	strv_release(&missing);
	return ok;
}

bool law_refuse_mark(struct err *err)
{
	return err_set(err, ERR_REFUSED,
		_("it bears a secrecy mark: this program holds nothing classified; handle it by "
		  "the rules for state secrets"));
}

/* Guarantee 8, as far as the paper's particulars go; its text is looked at when it comes in. */
bool law_check_marks(const struct paper *paper, struct err *err)
{
	const char *lines[] = {paper->title, paper->number, paper->reason, paper->file_name};
	bool marked = false;

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		marked = marked ||
			 (lines[i] != NULL && screening_bears_mark(lines[i], strlen(lines[i])));
	for (size_t i = 0; i < paper->fields.n; i++)
		marked = marked ||
			 screening_bears_mark(paper->fields.v[i], strlen(paper->fields.v[i]));
	return !marked || law_refuse_mark(err);
}

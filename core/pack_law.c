/* SPDX-License-Identifier: MIT */
#include "core/pack_read.h"

#include <stdlib.h>
#include <string.h>

#include "core/csv.h"
#include "core/day.h"
#include "core/mem.h"
#include "core/text.h"

enum { MONTHS_MAX = 1200 };

/* A word for machines: letters, digits and some marks. */
static void check_word(struct source *source, const char *key, const char *word, const char *marks)
{
	for (const char *p = word; p != NULL && *p != '\0'; p++) {
		char one[] = {*p, '\0'};

		if (!code_is_valid(one) && strchr(marks, *p) == NULL)
			source_fault(source, key,
				_("'%s' is '%s'; it holds letters, digits and any of %s"), key,
				word, marks);
	}
}

void pack_read_pack(struct source *source)
{
	struct pack *pack = source->pack;

	pack->code = source_text(source, "code");
	pack->version = source_text(source, "version");
	pack->timezone = source_text(source, "timezone");
	pack->name = source_name(source, "name");
	check_word(source, "code", pack->code, "-_");
	check_word(source, "version", pack->version, "-_.");
	check_word(source, "timezone", pack->timezone, "-_+/");
}

/* Lists of characters parted by |, `sets` of them or none. */
static void read_sets(
	struct source *source, const char *key, size_t min, size_t max, struct strv *sets)
{
	char *text = source_text(source, key);

	if (text != NULL) {
		strv_split(sets, text, "|");
		if (sets->n < min || sets->n > max)
			source_fault(source, key, _("'%s' holds %zu to %zu lists parted by |"), key,
				min, max);
	}
	free(text);
}

static void check_template(struct source *source, const char *key, const char *text)
{
	if (text != NULL && (strstr(text, "{series}") == NULL || strstr(text, "{serial}") == NULL))
		source_fault(source, key, _("'%s' holds {series} and {serial}"), key);
}

void pack_read_number(struct source *source)
{
	struct number_form *form = &source->pack->number;

	form->write = source_text(source, "write");
	form->write_order = source_text(source, "write-order");
	form->example = source_text(source, "example");
	form->brackets = source_text(source, "brackets");
	form->ordinal = source_text(source, "ordinal");
	form->end = source_text(source, "end");
	form->year_end = source_text(source, "year-end");
	read_sets(source, "numerals", 10, 10, &form->numerals);
	read_sets(source, "tens", 1, 4, &form->tens);
	check_template(source, "write", form->write);
	check_template(source, "write-order", form->write_order);
	if (form->brackets != NULL && text_length(form->brackets) % 2 != 0)
		source_fault(source, "brackets", _("brackets come in pairs, opening and closing"));
}

static bool put_day(struct calendar *calendar, const struct csv *csv, const struct csv_row *row,
	struct err *err)
{
	const char *kind = csv_get(csv, row, "kind");
	int day;

	if (row->ragged)
		return err_set(err, ERR_INPUT, _("the row has %zu cells, the table %zu columns"),
			row->cells.n, csv->columns.n);
	if (!day_parse(csv_get(csv, row, "day"), &day))
		return err_set(err, ERR_INPUT, _("'%s' is no day; a day is written 2026-11-23"),
			csv_get(csv, row, "day"));
	if (!code_eq(kind, "off") && !code_eq(kind, "work"))
		return err_set(
			err, ERR_INPUT, _("'%s' is no kind of day; it is off or work"), kind);
	calendar_put(calendar, day, code_eq(kind, "work"), csv_get(csv, row, "name"));
	return true;
}

static bool fill_calendar(struct calendar *calendar, const struct pack_file *file, struct err *err)
{
	struct csv csv = {0};
	bool ok = true;

	if (!csv_parse(&csv, file->text, file->len, err))
		return err_wrap(err, "%s", file->path);
	if (csv.columns.n != 3 || csv_column(&csv, "day") < 0 || csv_column(&csv, "kind") < 0 ||
		csv_column(&csv, "name") < 0)
		ok = pack_fault(err, (struct place){file->path, 1},
			_("the columns of a calendar are day,kind,name"));
	for (size_t i = 0; ok && i < csv.n; i++) {
		ok = put_day(calendar, &csv, &csv.rows[i], err) ||
		     err_wrap(err, "%s:%d", file->path, csv.rows[i].line);
	}
	if (ok && !calendar_finish(calendar, err))
		ok = err_wrap(err, "%s:1", file->path);
	csv_release(&csv);
	return ok;
}

void pack_read_calendar(struct source *source)
{
	const struct pack_file *file = source_file(source, "file");

	if (file != NULL && !source->failed &&
		!fill_calendar(&source->pack->calendar, file, source->err))
		source->failed = true;
}

void pack_read_attribute(struct source *source)
{
	struct pack *pack = source->pack;
	struct attribute *attribute = SOURCE_ADD(source, pack->attributes, pack->attribute_count);

	attribute->name = source_name(source, "name");
	attribute->note = source_name(source, "note");
	attribute->is_public = source_yes(source, "public");
}

/* A time of validity: from is no later than to. */
static void read_validity(struct source *source, int *from, int *to)
{
	*from = source_day(source, "from");
	*to = source_day(source, "to");
	if (*from != DAY_NONE && *to != DAY_NONE && *from > *to)
		source_fault(source, "to", _("it ends before it begins"));
}

void pack_read_law(struct source *source)
{
	struct pack *pack = source->pack;
	struct law *law = SOURCE_ADD(source, pack->laws, pack->law_count);

	law->name = source_name(source, "name");
	read_validity(source, &law->from, &law->to);
	law->text = source_text(source, "text");
	source_file(source, "text");
}

void pack_read_ground(struct source *source)
{
	static const char *const bindings[] = {
		[BINDING_MUST] = "must", [BINDING_MAY] = "may", [BINDING_NONE] = "none"};
	struct pack *pack = source->pack;
	struct ground *ground = SOURCE_ADD(source, pack->grounds, pack->ground_count);
	struct strv laws = {0};

	source_codes(source, "law", CODED(pack->laws, pack->law_count, _("laws")), &laws);
	if (laws.n > 1)
		source_fault(source, "law", _("a ground stands in one law"));
	ground->law = laws.n > 0 ? pack_law(pack, laws.v[0]) : NULL;
	strv_release(&laws);
	ground->article = source_text(source, "article");
	ground->name = source_name(source, "name");
	ground->evidence = source_name(source, "evidence");
	ground->override = source_name(source, "override");
	source_codes(source, "attributes",
		CODED(pack->attributes, pack->attribute_count, _("attributes")),
		&ground->attributes);
	ground->binding = (enum binding)source_word(source, "binding", bindings, COUNT(bindings));
	read_validity(source, &ground->from, &ground->to);
	ground->review_months = source_number(source, "review-months", 1, MONTHS_MAX, 0);
	ground->cell = source_text(source, "cell");
	ground->needs = source_text(source, "needs");
}

static bool is_field(const struct pack *pack, const char *code)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		if (kind_field(&pack->kinds[i], code) != NULL)
			return true;
	}
	return false;
}

void pack_link_ground(struct source *source)
{
	struct pack *pack = source->pack;
	char *code = source_code(source);
	struct coded grounds = CODED(pack->grounds, pack->ground_count, _("grounds"));

	for (size_t i = 0; i < pack->ground_count; i++) {
		if (!code_eq(pack->grounds[i].code, code))
			continue;
		source_codes(source, "successors", grounds, &pack->grounds[i].successors);
		if (pack->grounds[i].needs != NULL && !is_field(pack, pack->grounds[i].needs))
			source_fault(source, "needs", _("no kind of this pack has a field '%s'"),
				pack->grounds[i].needs);
	}
	free(code);
}

void pack_read_catch_all(struct source *source)
{
	struct pack *pack = source->pack;
	struct catch_all *catch_all = SOURCE_ADD(source, pack->catch_alls, pack->catch_all_count);

	catch_all->name = source_name(source, "name");
	strv_split(&catch_all->words, conf_get(source->section, "words"), "|");
	for (size_t i = 0; i < catch_all->words.n; i++) {
		char *folded = pack_fold_reason(catch_all->words.v[i]);

		if (*folded != '\0')
			strv_add(&catch_all->folded, folded);
		free(folded);
	}
	catch_all->why = source_name(source, "why");
}

void pack_read_return_code(struct source *source)
{
	struct pack *pack = source->pack;
	struct return_code *code = SOURCE_ADD(source, pack->return_codes, pack->return_code_count);

	code->name = source_name(source, "name");
}

/* SPDX-License-Identifier: MIT */
#include "core/session_change.h"

#include <stdlib.h>
#include <string.h>

#include "core/doc_number.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/screener.h"
#include "core/session_see.h"
#include "core/text.h"

/* -- The file ---------------------------------------------------------------------------------- */

bool change_read(const struct change *change, struct incoming *in, struct err *err)
{
	size_t limit = change->limit > 0 ? change->limit : FILE_LIMIT;

	if (change->file == NULL)
		return true;
	if (change->file_len > limit)
		return err_set(
			err, ERR_INPUT, _("it is larger than the limit of %zu bytes"), limit);
	if (!reading_take(change->file, change->file_len, &in->reading, err))
		return false;
	in->content = (struct content){.original = change->file,
		.original_len = change->file_len,
		.text = str_get(&in->reading.text),
		.text_len = in->reading.text.len};
	return true;
}

static void refer(struct blob_ref *ref, const void *bytes, size_t len)
{
	hash_hex(bytes, len, ref->sha256);
	ref->size = (int64_t)len;
}

static void take_file(struct session *session, struct paper *paper, const struct change *change,
	const struct incoming *in)
{
	char before[HASH_HEX + 1];

	if (change->file == NULL)
		return;
	memcpy(before, paper_public(paper)->sha256, sizeof(before));
	refer(&paper->original, change->file, change->file_len);
	refer(&paper->text, in->content.text, in->content.text_len);
	set_str(&paper->file_name, change->file_name);
	set_str(&paper->encoding, in->reading.encoding);
	paper->rendition = (struct blob_ref){0};
	/* What was found stays with the text it was found in, whatever the rules are by now. */
	if (strcmp(before, paper->text.sha256) == 0)
		return;
	strv_clear(&paper->findings);
	screener_list(screener_of(session_office(session)->pack), in->content.text,
		in->content.text_len, &paper->findings);
	paper->screening = SCREENING_EDITION;
}

/* -- Title, number and fields ------------------------------------------------------------------ */

static bool number_is_free(
	struct session *session, const char *number, const char *id, struct err *err)
{
	char *other = NULL;
	bool ok = store_find_number(session->store, number, &other, err);

	if (ok && other != NULL && !str_eq(other, id)) {
		struct document document = {0};

		ok = see_document(session, other, &document, err);
		if (ok)
			err_set(err, ERR_REFUSED, _("the number %s is borne by %s already"), number,
				other);
		else
			err_set(err, ERR_REFUSED,
				_("the number %s is borne by another paper already"), number);
		document_release(&document);
		ok = false;
	}
	free(other);
	return ok;
}

/* As the pack writes what it can read (国办发[2018]58, without its 号); else with its brackets
 * folded. The caller frees. */
static char *normal_number(const struct session *session, const char *number)
{
	const struct number_form *form = &session_office(session)->pack->number;
	struct doc_number read = {0};
	struct str written = {0};
	struct err err;

	if (!text_is_utf8(number, strlen(number)))
		return xstrdup(number);
	if (doc_number_read(form, number, &read, &err) && !str_empty(read.series))
		doc_number_write(form, &read, &written);
	doc_number_release(&read);
	return written.len > 0 ? str_detach(&written) : text_fold_number(number);
}

static bool take_number(
	struct session *session, struct paper *paper, const char *number, struct err *err)
{
	char *folded;
	bool ok;

	if (number == NULL)
		return true;
	folded = normal_number(session, number);
	ok = str_empty(folded) || str_eq(folded, paper->number) ||
	     number_is_free(session, folded, paper->id, err);
	if (ok)
		set_str(&paper->number, str_empty(folded) ? NULL : folded);
	free(folded);
	return ok;
}

static bool parts_names(unsigned c)
{
	static const unsigned parting[] = {',', ';', 0x3001, 0xFF0C, 0xFF1B};

	for (size_t i = 0; i < sizeof(parting) / sizeof(*parting); i++) {
		if (c == parting[i])
			return true;
	}
	return false;
}

/* One unit by its name, or ids with blanks between. */
static void spell_some(const struct session *session, const char *text, struct strv *ids)
{
	const struct org *org = &session_office(session)->org;
	char *name = str_trim(text);
	const struct unit *unit = org_named(org, name, session_today(session));
	struct strv words = {0};

	if (unit != NULL)
		strv_put(ids, unit->id);
	else
		strv_split(&words, name, " \t");
	for (size_t i = 0; i < words.n; i++) {
		unit = org_named(org, words.v[i], session_today(session));
		strv_put(ids, unit != NULL ? unit->id : words.v[i]);
	}
	strv_release(&words);
	free(name);
}

/* Units as people write them, by id or by name, as their ids; the caller frees. */
static char *spell_units(const struct session *session, const char *value)
{
	struct strv ids = {0};
	const char *from = value, *p = value;
	char *joined;

	if (!text_is_utf8(value, strlen(value)))
		return xstrdup(value);
	while (*from != '\0') {
		const char *end = p;
		unsigned c = *p != '\0' ? text_next(&p) : ',';
		char *one;

		if (!parts_names(c))
			continue;
		one = xstrndup(from, (size_t)(end - from));
		spell_some(session, one, &ids);
		free(one);
		from = p;
	}
	joined = strv_join(&ids, " ");
	strv_release(&ids);
	return joined;
}

/* A value in the one spelling that the record has: a code of a row as its table writes it, units by
 * their ids. The caller frees. */
static char *one_spelling(
	const struct session *session, const struct field *field, const char *value)
{
	const struct table_row *row =
		field->table != NULL && value != NULL ? table_row(field->table, value) : NULL;

	if (field->type == FIELD_UNITS && value != NULL)
		return spell_units(session, value);
	return xstrdup(row != NULL ? row->code : value);
}

static bool take_fields(const struct session *session, const struct kind *kind, struct paper *paper,
	const struct strv *fields, struct err *err)
{
	struct paper ordered = {0};

	for (size_t i = 0; i < fields->n; i++) {
		const char *value = strchr(fields->v[i], '=');
		char *code;

		if (value == NULL)
			return err_set(err, ERR_INPUT, _("'%s' is no FIELD=VALUE"), fields->v[i]);
		code = xstrndup(fields->v[i], (size_t)(value - fields->v[i]));
		paper_set_field(paper, code, value + 1);
		free(code);
	}
	/* In the kind's order, so that the record does not tell who filled in what first; what the
	 * kind does not have stays at the end, for the gate to name. */
	for (size_t i = 0; i < kind->field_count; i++) {
		const char *code = kind->fields[i].code;
		char *value = one_spelling(session, &kind->fields[i], paper_field(paper, code));

		paper_set_field(&ordered, code, value);
		paper_set_field(paper, code, NULL);
		free(value);
	}
	for (size_t i = 0; i < paper->fields.n; i++)
		strv_add(&ordered.fields, paper->fields.v[i]);
	strv_copy(&paper->fields, &ordered.fields);
	paper_release(&ordered);
	return true;
}

/* A link leads to a document that whoever makes it may see. */
static bool check_links(struct session *session, const struct kind *kind, const struct paper *paper,
	const struct strv *fields, struct err *err)
{
	for (size_t i = 0; i < kind->field_count; i++) {
		const char *code = kind->fields[i].code, *id = paper_field(paper, code);
		struct document document = {0};
		bool is_named = false, ok;

		for (size_t k = 0; k < fields->n; k++)
			is_named = is_named || (starts_with(fields->v[k], code) &&
						       fields->v[k][strlen(code)] == '=');
		if (kind->fields[i].type != FIELD_LINK || !is_named || id == NULL)
			continue;
		if (str_eq(id, paper->id))
			return err_set(err, ERR_INPUT, _("%s cannot name itself"), id);
		ok = see_document(session, id, &document, err);
		document_release(&document);
		if (!ok)
			return err_wrap(err, "%s", code);
	}
	return true;
}

bool change_take(struct session *session, const struct kind *kind, struct paper *paper,
	const struct change *change, const struct incoming *in, struct err *err)
{
	char *title = change->title != NULL ? str_trim(change->title) : NULL;

	if (title != NULL)
		set_str(&paper->title, str_empty(title) ? NULL : title);
	free(title);
	take_file(session, paper, change, in);
	return take_number(session, paper, change->number, err) &&
	       take_fields(session, kind, paper, &change->fields, err) &&
	       check_links(session, kind, paper, &change->fields, err) &&
	       gather_check(session, kind, paper, err);
}

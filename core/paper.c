/* SPDX-License-Identifier: MIT */
#include "core/paper.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"

void paper_release(struct paper *paper)
{
	free(paper->id);
	free(paper->kind);
	free(paper->unit);
	free(paper->drafter);
	strv_release(&paper->editors);
	free(paper->title);
	free(paper->number);
	free(paper->attribute);
	strv_release(&paper->grounds);
	free(paper->reason);
	free(paper->row);
	free(paper->file_name);
	free(paper->encoding);
	strv_release(&paper->findings);
	free(paper->admitted);
	strv_release(&paper->fields);
	*paper = (struct paper){0};
}

void paper_copy(struct paper *to, const struct paper *from)
{
	struct paper copy = *from;

	copy.id = xstrdup(from->id);
	copy.kind = xstrdup(from->kind);
	copy.unit = xstrdup(from->unit);
	copy.drafter = xstrdup(from->drafter);
	copy.title = xstrdup(from->title);
	copy.number = xstrdup(from->number);
	copy.attribute = xstrdup(from->attribute);
	copy.reason = xstrdup(from->reason);
	copy.row = xstrdup(from->row);
	copy.file_name = xstrdup(from->file_name);
	copy.encoding = xstrdup(from->encoding);
	copy.admitted = xstrdup(from->admitted);
	copy.editors = copy.grounds = copy.findings = copy.fields = (struct strv){0};
	strv_copy(&copy.editors, &from->editors);
	strv_copy(&copy.grounds, &from->grounds);
	strv_copy(&copy.findings, &from->findings);
	strv_copy(&copy.fields, &from->fields);
	paper_release(to);
	*to = copy;
}

const struct blob_ref *paper_public(const struct paper *paper)
{
	return paper->rendition.sha256[0] != '\0' ? &paper->rendition : &paper->text;
}

/* The field's place in the list; fields.n where it is not there. */
static size_t find_field(const struct paper *paper, const char *code)
{
	size_t len = strlen(code);

	for (size_t i = 0; i < paper->fields.n; i++) {
		if (strncmp(paper->fields.v[i], code, len) == 0 && paper->fields.v[i][len] == '=')
			return i;
	}
	return paper->fields.n;
}

const char *paper_field(const struct paper *paper, const char *code)
{
	size_t i = find_field(paper, code);

	return i < paper->fields.n ? paper->fields.v[i] + strlen(code) + 1 : NULL;
}

void paper_set_field(struct paper *paper, const char *code, const char *value)
{
	size_t i = find_field(paper, code);
	char *line;

	if (str_empty(value)) {
		if (i == paper->fields.n)
			return;
		free(paper->fields.v[i]);
		paper->fields.n--;
		memmove(&paper->fields.v[i], &paper->fields.v[i + 1],
			(paper->fields.n - i) * sizeof(*paper->fields.v));
		return;
	}
	line = xasprintf("%s=%s", code, value);
	if (i == paper->fields.n) {
		strv_add(&paper->fields, line);
		free(line);
	} else {
		free(paper->fields.v[i]);
		paper->fields.v[i] = line;
	}
}

static void add_blob(struct str *out, const char *key, const struct blob_ref *blob)
{
	if (blob->sha256[0] != '\0')
		record_addf(out, key, "sha256:%s %" PRId64, blob->sha256, blob->size);
}

void paper_print(const struct paper *paper, struct str *out)
{
	char day[DAY_SIZE];

	record_add(out, "Document", paper->id);
	record_add(out, "Kind", paper->kind);
	record_add(out, "Unit", paper->unit);
	record_add(out, "Drafter", paper->drafter);
	record_add_all(out, "Editor", &paper->editors);
	record_add(out, "Title", paper->title);
	record_add(out, "Number", paper->number);
	record_add(out, "Attribute", paper->attribute);
	record_add_all(out, "Ground", &paper->grounds);
	record_add(out, "Reason", paper->reason);
	record_add(out, "Row", paper->row);
	record_add(out, "Review-By", day_format(paper->review_by, day));
	add_blob(out, "Original", &paper->original);
	record_add(out, "File-Name", paper->file_name);
	record_add(out, "Encoding", paper->encoding);
	add_blob(out, "Text", &paper->text);
	add_blob(out, "Rendition", &paper->rendition);
	if (paper->screening > 0)
		record_addf(out, "Screening", "%d", paper->screening);
	record_add_all(out, "Finding", &paper->findings);
	record_add(out, "Admitted", paper->admitted);
	record_add_all(out, "Field", &paper->fields);
}

static bool is_hex(const char *s, size_t n)
{
	return strspn(s, "0123456789abcdef") == n;
}

/* Written as it was read: without blanks, signs or noughts in front. */
static bool parse_edition(const char *text, int *edition)
{
	*edition = 0;
	for (const char *p = text; *p >= (p == text ? '1' : '0') && *p <= '9' && *edition < 10000;
		p++) {
		*edition = *edition * 10 + (*p - '0');
		if (p[1] == '\0')
			return true;
	}
	return false;
}

static bool parse_blob(const struct record *record, const char *key, struct blob_ref *blob)
{
	const char *value = record_get(record, key), *size;
	char *end;

	if (value == NULL)
		return true;
	if (!starts_with(value, "sha256:") || strlen(value) < 7 + HASH_HEX + 2 ||
		value[7 + HASH_HEX] != ' ' || !is_hex(value + 7, HASH_HEX))
		return false;
	memcpy(blob->sha256, value + 7, HASH_HEX);
	blob->sha256[HASH_HEX] = '\0';
	size = value + 7 + HASH_HEX + 1;
	errno = 0;
	blob->size = strtoll(size, &end, 10);
	return errno == 0 && *size >= '0' && *size <= '9' && *end == '\0';
}

static bool read_lines(struct paper *paper, const struct record *record, struct err *err)
{
	const char *review_by = record_get(record, "Review-By");
	const char *edition = record_get(record, "Screening");

	paper->id = xstrdup(record_get(record, "Document"));
	paper->kind = xstrdup(record_get(record, "Kind"));
	paper->unit = xstrdup(record_get(record, "Unit"));
	paper->drafter = xstrdup(record_get(record, "Drafter"));
	record_get_all(record, "Editor", &paper->editors);
	paper->title = xstrdup(record_get(record, "Title"));
	paper->number = xstrdup(record_get(record, "Number"));
	paper->attribute = xstrdup(record_get(record, "Attribute"));
	record_get_all(record, "Ground", &paper->grounds);
	paper->reason = xstrdup(record_get(record, "Reason"));
	paper->row = xstrdup(record_get(record, "Row"));
	paper->file_name = xstrdup(record_get(record, "File-Name"));
	paper->encoding = xstrdup(record_get(record, "Encoding"));
	record_get_all(record, "Finding", &paper->findings);
	paper->admitted = xstrdup(record_get(record, "Admitted"));
	record_get_all(record, "Field", &paper->fields);
	if (paper->id == NULL || paper->kind == NULL || paper->unit == NULL ||
		paper->drafter == NULL)
		return err_set(err, ERR_INPUT, _("a paper needs Document, Kind, Unit and Drafter"));
	if (edition != NULL && !parse_edition(edition, &paper->screening))
		return err_set(err, ERR_INPUT, _("Screening is no edition: '%s'"), edition);
	if (review_by != NULL && !day_parse(review_by, &paper->review_by))
		return err_set(err, ERR_INPUT, _("Review-By is no date: '%s'"), review_by);
	if (!parse_blob(record, "Original", &paper->original) ||
		!parse_blob(record, "Text", &paper->text) ||
		!parse_blob(record, "Rendition", &paper->rendition))
		return err_set(
			err, ERR_INPUT, _("Original, Text or Rendition is no `sha256:HEX SIZE`"));
	return true;
}

bool paper_parse(struct paper *paper, const char *text, struct err *err)
{
	struct record record = {0};
	struct str again = {0};
	bool ok;

	paper_release(paper);
	ok = record_parse(&record, text, err) && read_lines(paper, &record, err);
	if (ok) {
		paper_print(paper, &again);
		if (!str_eq(str_get(&again), text))
			ok = err_set(err, ERR_INPUT,
				_("the record is not in the form it is written in"));
	}
	str_release(&again);
	record_release(&record);
	return ok;
}

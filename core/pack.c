/* SPDX-License-Identifier: MIT */
#include "core/pack.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/pack_read.h"
#include "core/text.h"

void pack_files_add(struct pack_files *files, const char *path, const char *text, size_t len)
{
	size_t at = files->n;

	while (at > 0 && strcmp(files->v[at - 1].path, path) > 0)
		at--;
	GROW(files->v, files->n);
	memmove(&files->v[at + 1], &files->v[at], (files->n - at) * sizeof(*files->v));
	files->n++;
	files->v[at] =
		(struct pack_file){.path = xstrdup(path), .text = xcalloc(len + 1, 1), .len = len};
	if (len > 0)
		memcpy(files->v[at].text, text, len);
}

void pack_files_release(struct pack_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		free(files->v[i].path);
		free(files->v[i].text);
	}
	free(files->v);
	*files = (struct pack_files){0};
}

void pack_files_digest(const struct pack_files *files, struct str *out)
{
	for (size_t i = 0; i < files->n; i++) {
		str_addf(out, "%s %zu\n", files->v[i].path, files->v[i].len);
		str_addn(out, files->v[i].text, files->v[i].len);
		str_addc(out, '\n');
	}
}

const struct pack_file *pack_file(const struct pack *pack, const char *path)
{
	for (size_t i = 0; i < pack->files.n; i++) {
		if (strcmp(pack->files.v[i].path, path) == 0)
			return &pack->files.v[i];
	}
	return NULL;
}

/* ---- codes ---- */

/* Not tolower(): what a code is must not depend on the locale. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_alnum(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

bool code_is_valid(const char *code)
{
	size_t n = 0;

	while (is_alnum(code[n]) || code[n] == '-' || code[n] == '_')
		n++;
	return n > 0 && n <= CODE_MAX && code[n] == '\0';
}

int code_order(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return (unsigned char)lower(*a) - (unsigned char)lower(*b);
}

bool code_eq(const char *a, const char *b)
{
	return a != NULL && b != NULL && code_order(a, b) == 0;
}

const char *coded_code(struct coded list, size_t i)
{
	return *(char *const *)((const char *)list.items + i * list.size);
}

const void *coded_find(struct coded list, const char *code)
{
	for (size_t i = 0; i < list.n; i++) {
		if (code_eq(coded_code(list, i), code))
			return (const char *)list.items + i * list.size;
	}
	return NULL;
}

char *coded_join(struct coded list)
{
	struct str s = {0};

	for (size_t i = 0; i < list.n; i++) {
		if (i > 0)
			str_add(&s, ", ");
		str_add(&s, coded_code(list, i));
	}
	return str_detach(&s);
}

const struct attribute *pack_attribute(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->attributes, pack->attribute_count, NULL), code);
}

const struct law *pack_law(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->laws, pack->law_count, NULL), code);
}

const struct ground *pack_ground(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->grounds, pack->ground_count, NULL), code);
}

const struct return_code *pack_return_code(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->return_codes, pack->return_code_count, NULL), code);
}

const struct role *pack_role(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->roles, pack->role_count, NULL), code);
}

const struct action *pack_action(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->actions, pack->action_count, NULL), code);
}

const struct kind *pack_kind(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->kinds, pack->kind_count, NULL), code);
}

const struct kind *pack_stub_kind(const struct pack *pack)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		if (pack->kinds[i].is_stub)
			return &pack->kinds[i];
	}
	return NULL;
}

const struct field *kind_field(const struct kind *kind, const char *code)
{
	return coded_find(CODED(kind->fields, kind->field_count, NULL), code);
}

const struct state *kind_state(const struct kind *kind, const char *code)
{
	return coded_find(CODED(kind->states, kind->state_count, NULL), code);
}

bool transition_has(const struct transition *row, enum guard_kind guard)
{
	for (size_t i = 0; i < row->guard_count; i++) {
		if (row->guards[i].kind == guard)
			return true;
	}
	return false;
}

const struct transition *kind_gathering(const struct kind *kind)
{
	for (size_t i = 0; i < kind->transition_count; i++) {
		if (transition_has(&kind->transitions[i], GUARD_GATHERED))
			return &kind->transitions[i];
	}
	return NULL;
}

bool field_is_split(const struct field *field)
{
	return field->type == FIELD_LINK && field->relation == RELATION_SPLIT;
}

const struct letter *kind_letter(const struct kind *kind, const char *code)
{
	return coded_find(CODED(kind->letters, kind->letter_count, NULL), code);
}

const struct transition *kind_parting(const struct kind *kind, const char *from, const char *to)
{
	for (size_t i = 0; i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];

		if (transition_has(row, GUARD_PARTED) &&
			(from == NULL || strv_has(&row->from, from)) &&
			(to == NULL || str_eq(row->to->code, to)))
			return row;
	}
	return NULL;
}

const struct choice *field_choice(const struct field *field, const char *code)
{
	return coded_find(CODED(field->choices, field->choice_count, NULL), code);
}

/* ---- reasons that are none ---- */

/* White space and punctuation, which neither make a reason nor unmake a catch-all. */
static bool is_filler(unsigned c)
{
	if (c < 0x80)
		return !is_alnum((char)c);
	return c <= 0xBF || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
	       (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
	       (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65);
}

char *pack_fold_reason(const char *text)
{
	struct str s = {0};

	while (*text != '\0') {
		const char *start = text;

		if (!is_filler(text_next(&text)))
			str_addn(&s, start, (size_t)(text - start));
	}
	for (size_t i = 0; i < s.len; i++)
		s.buf[i] = lower(s.buf[i]);
	return str_detach(&s);
}

/* Notes in ends where what words begin with at reason + from comes to an end. */
static void end_pieces(
	const struct catch_all *one, const char *reason, size_t from, const struct catch_all **ends)
{
	for (size_t i = 0; i < one->folded.n; i++) {
		const char *word = one->folded.v[i];

		if (starts_with(reason + from, word))
			ends[from + strlen(word)] = one;
	}
}

/* The catch-all that a reason made of pieces alone ends with. */
static const struct catch_all *made_of(const struct pack *pack, const char *reason)
{
	size_t length = strlen(reason);
	const struct catch_all **ends = xcalloc(length + 1, sizeof(*ends)), *last;

	for (size_t i = 0; i < length; i++) {
		for (size_t k = 0; k < pack->catch_all_count && (i == 0 || ends[i] != NULL); k++)
			end_pieces(&pack->catch_alls[k], reason, i, ends);
	}
	last = ends[length];
	free(ends);
	return last;
}

const struct catch_all *pack_catch_all(const struct pack *pack, const char *code_or_reason)
{
	const struct catch_all *found =
		coded_find(CODED(pack->catch_alls, pack->catch_all_count, NULL), code_or_reason);
	char *reason;

	if (found != NULL || code_or_reason == NULL)
		return found;
	reason = pack_fold_reason(code_or_reason);
	found = made_of(pack, reason);
	free(reason);
	return found;
}

/* ---- grounds ---- */

static bool is_within(int day, int from, int to)
{
	return (from == DAY_NONE || day >= from) && (to == DAY_NONE || day <= to);
}

bool ground_is_live(const struct ground *ground, int day)
{
	return is_within(day, ground->from, ground->to) &&
	       is_within(day, ground->law->from, ground->law->to);
}

/* The line after this one; NULL after the last. */
static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end != NULL ? end + 1 : NULL;
}

static bool is_heading(const char *line)
{
	return starts_with(line, "## ") || starts_with(line, "# ");
}

static bool is_heading_of(const char *line, const char *article)
{
	size_t n = strlen(article);

	if (!starts_with(line, "## ") || strncmp(line + 3, article, n) != 0)
		return false;
	line += 3 + n;
	line += strspn(line, " \t\r");
	return *line == '\n' || *line == '\0';
}

char *pack_article(const struct pack *pack, const struct ground *ground)
{
	const char *path = ground->law->text;
	const struct pack_file *file = path != NULL ? pack_file(pack, path) : NULL;
	const char *line = file != NULL ? file->text : NULL, *start;
	char *text, *trimmed;

	while (line != NULL && !is_heading_of(line, ground->article))
		line = next_line(line);
	if (line == NULL)
		return NULL;
	start = line = next_line(line);
	while (line != NULL && !is_heading(line))
		line = next_line(line);
	if (start == NULL)
		return NULL;
	text = xstrndup(start, line != NULL ? (size_t)(line - start) : strlen(start));
	trimmed = str_trim(text);
	free(text);
	return trimmed;
}

/* ---- conditions ---- */

/* Whether a value is the n bytes of a term that stand for it. */
static bool is_value(const char *value, const char *term, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (lower(value[i]) != lower(term[i]))
			return false;
	}
	return value[n] == '\0';
}

static bool term_holds(const char *term, size_t n, condition_value *value, const void *context)
{
	const char *equals = memchr(term, '=', n);
	size_t length = equals != NULL ? (size_t)(equals - term) : 0;
	bool negative = length > 0 && term[length - 1] == '!';
	char name[CODE_MAX + 1] = "";
	const char *actual;

	if (negative)
		length--;
	if (length == 0 || length > CODE_MAX)
		return false;
	memcpy(name, term, length);
	actual = value(context, name);
	return is_value(actual != NULL ? actual : "", equals + 1,
		       n - (size_t)(equals + 1 - term)) != negative;
}

bool pack_condition(const char *when, condition_value *value, const void *context)
{
	while (when != NULL && *when != '\0') {
		size_t n = strcspn(when, " \t");

		if (n > 0 && !term_holds(when, n, value, context))
			return false;
		when += n + strspn(when + n, " \t");
	}
	return true;
}

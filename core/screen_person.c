/* SPDX-License-Identifier: MIT */
/* Words that count near a person: a number of theirs on the line, a name behind a label (患者); or
 * a name before what only names have behind them (，男，) or in the column of names, where nothing
 * says that they are there by office (校长). */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen.h"
#include "core/text.h"

enum { NEAR_BEFORE = 60, NEAR_BEHIND = 45, TABLE_FAR = 20000, HAN = 3 /* bytes of a character */ };

static bool on_one_line(const struct scan *scan, size_t a, size_t b)
{
	return a < b ? memchr(scan->text + a, '\n', b - a) == NULL
		     : memchr(scan->text + b, '\n', a - b) == NULL;
}

/* -- Numbers ----------------------------------------------------------------------------------- */

static bool is_persons(const struct scan *scan, const struct finding *f,
	const struct screen_sense *sense, bool against)
{
	/* What is broken across lines stands on the one that it ends on. */
	size_t from = f->offset < sense->start ? f->offset + f->len : sense->end;
	size_t to = f->offset < sense->start ? sense->start : f->offset;

	return f->severity != SEVERITY_NOTE && to >= from && to - from < 300 &&
	       (strcmp(f->rule, "resident-id") == 0 ||
		       (strcmp(f->rule, "mobile") == 0 && !against)) &&
	       on_one_line(scan, from, to);
}

/* Whether a person's number stands on the line of a word; the first numbers findings are sorted.
 * against: that person stands there by office, where people have phones too. */
static bool has_number_near(
	const struct scan *scan, size_t numbers, const struct screen_sense *sense, bool against)
{
	const struct finding *v = scan->findings->v;
	size_t low = 0, high = numbers;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (v[middle].offset < sense->start)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low < 4 ? 0 : low - 4; i < numbers && i < low + 4; i++) {
		if (is_persons(scan, &v[i], sense, against))
			return true;
	}
	return false;
}

/* -- Names ------------------------------------------------------------------------------------- */

/* The bytes of a surname at a place, *weak: everyday words begin like it; 0: none. */
static size_t surname_at(
	const struct scan *scan, const struct screen_rule_data *data, size_t at, bool *weak)
{
	size_t longest = 0, i = 0;

	while ((i = screen_word_at(scan, at, &data->by_name, i)) > 0) {
		size_t n = strlen(data->names.v[i - 1]);

		if (n > longest) {
			longest = n;
			*weak = data->weak[i - 1];
		}
	}
	return longest;
}

/* A surname and how many characters of a given name may follow, from at; false where the word there
 * is none, or masked already (张某, 张**). */
static bool is_given_name(
	const struct scan *scan, const struct screen_rule_data *data, size_t at, int n)
{
	size_t behind;

	for (; n > 0; n--, at = behind) {
		unsigned c = screen_at(scan, at, &behind);

		if (!screen_is_han(c) || screen_word_end(scan, at, &data->lists[LIST_PLACES]) > at)
			return false;
	}
	return true;
}

/* Whether an everyday word fills all that stands from a place to another. */
static bool is_all_everyday(
	const struct scan *scan, const struct screen_rule_data *data, size_t at, size_t end)
{
	for (size_t i = 0; (i = screen_word_at(scan, at, &data->by_everyday, i)) > 0;) {
		if (at + strlen(data->everyday.v[i - 1]) >= end)
			return true;
	}
	return false;
}

static bool is_everyday(const struct scan *scan, const struct screen_rule_data *data, size_t at)
{
	return screen_word_end(scan, at, &data->by_everyday) > at;
}

/* A surname and one or two characters at a place, and then something that ends a name. */
static bool is_name_at(
	const struct scan *scan, const struct screen_rule_data *data, size_t at, bool direct)
{
	bool weak = false;
	size_t surname = surname_at(scan, data, at, &weak), i = at + surname, behind;

	if (surname == 0 || (direct && (weak || is_everyday(scan, data, at))))
		return false;
	for (int given = 0; given < 3; given++, i = behind) {
		unsigned c = screen_at(scan, i, &behind);

		if (c == '*' || c == 0xD7 || c == 0xFF0A ||
			screen_word_end(scan, i, &data->lists[LIST_PLACES]) > i)
			return false;
		if (given > 0 && (!screen_is_han(c) ||
					 screen_word_end(scan, i, &data->lists[LIST_AFTER]) > i))
			return !is_all_everyday(scan, data, at, i); /* 夏天, not 夏天军 */
		if (!screen_is_han(c))
			return false;
	}
	return false;
}

/* Whether a label of names (患者) ends at a place shortly before a word. */
static bool ends_label(
	const struct scan *scan, const struct screen_event *word, size_t at, uint64_t bit)
{
	const struct screen_event *first = word - scan->labels < 4 ? scan->labels : word - 4;

	for (const struct screen_event *label = first; label < word; label++) {
		if (label->end == at && (label->word->sets[LIST_PARTS] & bit) != 0)
			return true;
	}
	return false;
}

static bool is_boundary(const struct scan *scan, size_t at)
{
	const char *p = scan->text + at;

	return !screen_is_han(screen_prev(scan->text, &p));
}

/* A name that ends at a place, where something stands that only names have before them: of three
 * characters, or two that stand by themselves. */
static bool is_name_before(const struct scan *scan, const struct screen_rule_data *data,
	const struct screen_event *word, uint64_t bit)
{
	size_t end = word->start;

	for (size_t n = 2; n <= 4; n++) {
		size_t at = end - n * HAN, surname;
		bool weak = false, alone;

		if (end < n * HAN)
			return false;
		surname = surname_at(scan, data, at, &weak);
		alone = surname > 0 && (is_boundary(scan, at) || ends_label(scan, word, at, bit));
		if (surname == 0 || n * HAN <= surname || n * HAN - surname > 2 * HAN ||
			(is_everyday(scan, data, at) && !(alone && n > 2)) ||
			(weak && !(alone && n > 2)) || (n == 2 && !alone))
			continue;
		if (is_given_name(scan, data, at + surname, (int)(n - surname / HAN)))
			return true;
	}
	return false;
}

static bool is_label_of_name(const struct scan *scan, const struct screen_rule_data *data,
	const struct screen_event *label)
{
	size_t at = label->end, behind;

	while (at < scan->len && screen_is_frame(screen_at(scan, at, &behind)))
		at = behind;
	return on_one_line(scan, label->start, at) && is_name_at(scan, data, at, at == label->end);
}

/* What speaks for a person near a word: a label with a name, or a name alone; and against one.
 * denied: the word is but part of another, 学生 of 大学生. */
struct witness {
	bool labelled, named, against, denied;
};

/* Whether the label is but part of a word that speaks against: 学生 of 大学生. */
static bool is_part(const struct scan *scan, const struct screen_event *label, uint64_t bit)
{
	const struct screen_event *first = scan->labels, *last = first + scan->label_count;

	for (const struct screen_event *other = label - first < 4 ? first : label - 4;
		other < last && other <= label + 4; other++) {
		if ((other->word->sets[LIST_EXCEPT] & bit) != 0 && other->start <= label->start &&
			other->end >= label->end && other->word->len > label->word->len)
			return true;
	}
	return false;
}

static void ask(const struct scan *scan, const struct screen_sense *sense,
	const struct screen_event *label, struct witness *witness)
{
	const struct screen_rule_data *data = &scan->screener->rules[sense->rule];
	const uint64_t *sets = label->word->sets;
	uint64_t bit = (uint64_t)1 << sense->rule;

	if (!on_one_line(scan, label->start, sense->start))
		return;
	witness->labelled =
		witness->labelled || ((sets[LIST_PARTS] & bit) != 0 && !is_part(scan, label, bit) &&
					     is_label_of_name(scan, data, label));
	witness->named = witness->named ||
			 ((sets[LIST_ENDS] & bit) != 0 && is_name_before(scan, data, label, bit));
	witness->against = witness->against || (sets[LIST_EXCEPT] & bit) != 0;
	witness->denied = witness->denied ||
			  ((sets[LIST_EXCEPT] & bit) != 0 && label->start <= sense->start &&
				  label->end >= sense->end);
}

/* *next: the first label that may be near, which moves on with the senses. */
static struct witness witness_of(
	const struct scan *scan, const struct screen_sense *sense, size_t *next)
{
	size_t from = sense->start > NEAR_BEFORE ? sense->start - NEAR_BEFORE : 0;
	struct witness witness = {.against = sense->is_other};

	while (*next < scan->label_count && scan->labels[*next].end < from)
		(*next)++;
	for (size_t i = *next; i < scan->label_count; i++) {
		if (scan->labels[i].start > sense->end + NEAR_BEHIND)
			break;
		ask(scan, sense, &scan->labels[i], &witness);
	}
	return witness;
}

/* Whether nothing but a name fills the cell of its line that stands under the head of names. */
static bool has_name_in_column(const struct scan *scan, const struct screen_sense *sense)
{
	const struct screen_rule_data *data = &scan->screener->rules[sense->rule];
	size_t start, end, surname;
	bool weak;

	if (sense->names.delimiter < 0 || sense->start < sense->names.since ||
		sense->start - sense->names.since > TABLE_FAR ||
		!screen_cell(scan, sense->start, &sense->names, &start, &end))
		return false;
	if (start <= sense->start && sense->end <= end)
		return false; /* 高一 of 高一鸣 */
	surname = surname_at(scan, data, start, &weak);
	return surname > 0 && end - start > surname && end - start - surname <= 2 * HAN &&
	       (end - start) % HAN == 0 && !is_everyday(scan, data, start) &&
	       is_given_name(scan, data, start + surname, (int)((end - start - surname) / HAN));
}

/* -- Tables whose rows are fields -------------------------------------------------------------- */

enum { TURNED_FAR = 1500, FIELD_LINE = 300 };

static size_t line_start(const struct scan *scan, size_t at)
{
	size_t line = at;

	while (line > 0 && scan->text[line - 1] != '\n' && at - line < FIELD_LINE)
		line--;
	return line;
}

/* Whether the line from start to a place begins with a title and a sign behind it: 病种：, 病种|.
 */
static bool is_field(const struct scan *scan, size_t start, size_t end)
{
	size_t behind, titled = 0;

	for (size_t i = start; i < end; i = behind) {
		unsigned c = screen_at(scan, i, &behind);

		if (titled > 0 && (c == ':' || c == 0xFF1A || c == '\t' || c == '|' || c == ',' ||
					  (c == ' ' && behind < end && scan->text[behind] == ' ')))
			return true;
		titled += screen_is_han(c) ? 1 : 0;
		if (c == 0x3002 || c == 0xFF0C || c == 0xFF1B)
			return false;
	}
	return false;
}

static bool is_number_alone(const struct scan *scan, size_t start, size_t end)
{
	size_t behind;
	char value;

	for (size_t i = start; i < end; i = behind) {
		unsigned c = screen_at(scan, i, &behind);

		if (screen_symbol(c, &value) == SYMBOL_NONE && c != '-' && c != ' ')
			return false;
	}
	return end > start;
}

/* Whether all lines from one place to another are fields, none of them empty or long. */
static bool are_fields(const struct scan *scan, size_t from, size_t to)
{
	while (from < to) {
		const char *stop = memchr(scan->text + from, '\n', to - from);
		size_t end = stop != NULL ? (size_t)(stop - scan->text) : to;

		/* A number may be broken. */
		if (end - from > FIELD_LINE ||
			(!is_field(scan, from, end) && !is_number_alone(scan, from, end)))
			return false;
		from = end + 1;
	}
	return true;
}

/* Whether the word is a field of a person whose name is another, lines above: 姓名|张三, 病种|肺癌.
 * next: the first label that is near. */
static bool has_name_above(const struct scan *scan, const struct screen_sense *sense, size_t next)
{
	const struct screen_rule_data *data = &scan->screener->rules[sense->rule];
	uint64_t bit = (uint64_t)1 << sense->rule;
	size_t line = line_start(scan, sense->start);

	if (!is_field(scan, line, sense->start))
		return false;
	while (next < scan->label_count && scan->labels[next].start < line)
		next++;
	while (next-- > 0 && scan->labels[next].end + TURNED_FAR > line) {
		const struct screen_event *label = &scan->labels[next];
		const uint64_t *sets = label->word->sets;

		if ((sets[LIST_EXCEPT] & bit) != 0)
			return false;
		if ((sets[LIST_PARTS] & bit) != 0 && label->end < line &&
			is_boundary(scan, label->start) && is_label_of_name(scan, data, label))
			return are_fields(scan, line_start(scan, label->start), line);
	}
	return false;
}

static void report(struct scan *scan, const struct screen_sense *sense)
{
	size_t n = 0;
	struct str masked = {0};

	for (size_t k = sense->start; k < sense->end; k++)
		n += ((unsigned char)scan->text[k] & 0xC0) != 0x80 ? 1 : 0;
	while (n-- > 0)
		str_addc(&masked, '*');
	screen_add(scan, sense->rule, scan->screener->rules[sense->rule].rule.severity,
		sense->start, sense->end, str_detach(&masked));
}

void screen_persons(struct scan *scan)
{
	size_t numbers = scan->findings->n, next = 0;

	for (size_t i = 0; i < scan->sense_count; i++) {
		const struct screen_sense *sense = &scan->senses[i];
		struct witness witness = witness_of(scan, sense, &next);

		if (!witness.denied &&
			(has_number_near(scan, numbers, sense, witness.against) ||
				witness.labelled ||
				(!witness.against &&
					(witness.named || has_name_in_column(scan, sense) ||
						has_name_above(scan, sense, next)))))
			report(scan, sense);
	}
}

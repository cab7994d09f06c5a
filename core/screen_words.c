/* SPDX-License-Identifier: MIT */
/* Addresses of mail, plates of cars, marks that stand alone, and words that count near a person. */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen.h"
#include "core/text.h"

/* The code point at a place, *behind being where it ends; 0 at the end of the text. */
static unsigned at_place(const struct scan *scan, size_t at, size_t *behind)
{
	const char *p = scan->text + at;
	unsigned c = at < scan->len ? text_next(&p) : 0;

	*behind = (size_t)(p - scan->text);
	return c;
}

static unsigned before_place(const struct scan *scan, size_t at, size_t *start)
{
	const char *p = scan->text + at;
	unsigned c = screen_prev(scan->text, &p);

	*start = (size_t)(p - scan->text);
	return c;
}

static bool is_word_at(const struct scan *scan, size_t at, const char *word)
{
	size_t n = strlen(word);

	return n <= scan->len - at && memcmp(scan->text + at, word, n) == 0;
}

/* -- Mail -------------------------------------------------------------------------------------- */

enum { MAIL_PART = 64 };

static bool is_mail_sign(unsigned c)
{
	char value;

	if (c == '.' || c == '_' || c == '%' || c == '+' || c == '-' || c == 0xFF0E ||
		c == 0xFF3F || c == 0xFF0D)
		return true;
	return (c < 0x80 || c >= 0xFF00) && screen_symbol(c, &value) != SYMBOL_NONE;
}

/* The end of a domain with a dot in it; at where there is none. */
static size_t domain_end(const struct scan *scan, size_t at)
{
	size_t end = at, behind, since_dot = 0, dots = 0;

	for (size_t i = at; i < scan->len && i - at < 4 * MAIL_PART; i = behind) {
		unsigned c = at_place(scan, i, &behind);

		if (text_is_hidden(c))
			continue;
		if (!is_mail_sign(c) || c == '_' || c == '%' || c == '+')
			break;
		if (c == '.' || c == 0xFF0E) {
			if (since_dot == 0)
				break;
			dots++;
			since_dot = 0;
			continue;
		}
		since_dot++;
		if (dots > 0 && since_dot >= 2)
			end = behind;
	}
	return end;
}

static size_t local_start(const struct scan *scan, size_t at)
{
	size_t start = at, i = at;

	for (int n = 0; n < MAIL_PART && i > 0; n++) {
		unsigned c = before_place(scan, i, &i);

		if (text_is_hidden(c))
			continue;
		if (!is_mail_sign(c))
			break;
		start = i;
	}
	return start;
}

void screen_email(struct scan *scan, size_t at)
{
	int rule = scan->screener->of[VALIDATOR_EMAIL];
	const struct screen_rule *r;
	size_t start, end, domain, behind;
	bool official = false;
	struct str masked = {0};

	if (rule < 0)
		return;
	r = &scan->screener->rules[rule].rule;
	(void)at_place(scan, at, &domain);
	start = local_start(scan, at);
	/* A blank before the sign and one behind it show nothing but care. */
	if (start == at && at > 1 && scan->text[at - 1] == ' ' && is_word_at(scan, domain, " ")) {
		start = local_start(scan, at - 1);
		start = start == at - 1 ? at : start;
		domain++;
	}
	end = domain_end(scan, domain);
	if (start == at || end == domain)
		return;
	for (size_t i = 0; i < r->lists[LIST_OFFICIAL].n; i++) {
		const char *word = r->lists[LIST_OFFICIAL].v[i];
		size_t n = strlen(word);

		official = official || (end - domain >= n && is_word_at(scan, end - n, word));
	}
	(void)at_place(scan, start, &behind);
	str_addn(&masked, scan->text + start, behind - start);
	str_addf(&masked, "***@");
	str_addn(&masked, scan->text + domain, end - domain);
	screen_add(scan, (size_t)rule, official ? SEVERITY_NOTE : r->severity, start, end,
		str_detach(&masked));
}

/* -- Plates ------------------------------------------------------------------------------------ */

static bool is_plate_gap(unsigned c)
{
	return screen_is_blank(c) || c == 0xB7 || c == 0x2022 || c == 0x30FB || c == 0x2027 ||
	       c == '-' || c == '.' || c == 0xFF0D || text_is_hidden(c);
}

/* A letter or digit of a plate at *at, blanks and dots before it passed over; 0: none. */
static char plate_sign(const struct scan *scan, size_t *at, int gaps, bool *is_digit)
{
	size_t i = *at, behind;
	unsigned c = at_place(scan, i, &behind);
	enum symbol symbol;
	char value;

	while (i < scan->len && is_plate_gap(c) && (gaps-- > 0 || text_is_hidden(c))) {
		i = behind;
		c = at_place(scan, i, &behind);
	}
	symbol = screen_symbol(c, &value);
	*is_digit = symbol == SYMBOL_DIGIT;
	if (symbol != SYMBOL_DIGIT && symbol != SYMBOL_LETTER)
		return '\0';
	*at = behind;
	return value;
}

/* Behind a word of a list at a place; the place itself where none stands there. */
static size_t word_end(const struct scan *scan, size_t at, const struct strv *words)
{
	for (size_t i = 0; i < words->n; i++) {
		if (is_word_at(scan, at, words->v[i]))
			return at + strlen(words->v[i]);
	}
	return at;
}

void screen_plate(struct scan *scan, size_t rule, size_t start, size_t end)
{
	const struct screen_rule *r = &scan->screener->rules[rule].rule;
	size_t at = end, n = 0, digits = 0, suffix, keep;
	bool is_digit;
	char letter = plate_sign(scan, &at, 1, &is_digit), value;
	struct str masked = {0};

	if (letter == '\0' || is_digit || letter == 'I')
		return;
	str_addn(&masked, scan->text + start, end - start);
	str_addc(&masked, letter);
	for (size_t i = 0; i < 8; i++) {
		value = plate_sign(scan, &at, i == 0 ? 2 : 0, &is_digit);
		if (value == '\0')
			break;
		n++;
		digits += is_digit ? 1 : 0;
		str_addc(&masked, value);
	}
	suffix = word_end(scan, at, &r->lists[LIST_AFTER]);
	if ((n != 5 && n != 6 && !(n == 4 && suffix > at)) || digits < 2 ||
		(n == 6 && (digits < 4 || digits > 5)) || n - digits > 3 ||
		screen_context(scan, rule, start) == CONTEXT_AGAINST) {
		str_release(&masked);
		return;
	}
	keep = (size_t)r->keep_last;
	for (size_t i = masked.len - n; i + keep < masked.len; i++)
		masked.buf[i] = '*';
	if (n == 4 || suffix > at)
		str_addn(&masked, scan->text + at, suffix - at);
	screen_add(scan, rule, r->severity, start, n == 6 ? at : suffix, str_detach(&masked));
}

/* -- Marks that stand alone -------------------------------------------------------------------- */

static bool is_frame(unsigned c)
{
	static const unsigned frames[] = {'(', ')', '[', ']', '<', '>', '*', ':', '-', '|', 0xFF08,
		0xFF09, 0x3010, 0x3011, 0x300A, 0x300B, 0x3014, 0x3015, 0xFF1A, 0x300C, 0x300D,
		0x25B2, 0x2605, 0x2606, 0x25CF, 0x25A0, 0x25C6, 0x3008, 0x3009, 0xB7, 0x25B3};

	for (size_t i = 0; i < sizeof(frames) / sizeof(*frames); i++) {
		if (c == frames[i])
			return true;
	}
	return screen_is_blank(c) || text_is_hidden(c);
}

/* Whether nothing but frames and, behind it, a term (1年, 长期) shares its line. */
static bool is_alone(
	const struct scan *scan, const struct screen_rule *rule, size_t start, size_t end)
{
	size_t i = start, behind;
	unsigned c;
	char value;

	while (i > 0) {
		c = before_place(scan, i, &i);
		if (c == '\n')
			break;
		if (!is_frame(c))
			return false;
	}
	for (i = end; i < scan->len; i = behind) {
		size_t word = word_end(scan, i, &rule->lists[LIST_AFTER]);

		if (word == i)
			word = word_end(scan, i, &rule->lists[LIST_PARTS]);

		c = at_place(scan, i, &behind);
		if (c == '\n')
			break;
		if (word > i)
			behind = word;
		else if (!is_frame(c) && screen_symbol(c, &value) == SYMBOL_NONE)
			return false;
	}
	return true;
}

/* Whether a label (密级：) stands before it on its line. */
static bool has_label(const struct scan *scan, size_t rule, size_t start)
{
	for (size_t back = 1; back <= scan->events && back < CONTEXT_RING; back++) {
		const struct screen_event *event =
			&scan->ring[(scan->events - back) % CONTEXT_RING];
		size_t i = event->end, behind;

		if (start > event->end + 24)
			return false;
		if ((event->word->sets[LIST_PLACES] & ((uint64_t)1 << rule)) == 0 ||
			event->end > start)
			continue;
		while (i < start && is_frame(at_place(scan, i, &behind)))
			i = behind;
		return i >= start && i > event->end;
	}
	return false;
}

void screen_mark_bare(struct scan *scan, size_t rule, size_t start, size_t end, enum severity sure)
{
	const struct screen_rule *r = &scan->screener->rules[rule].rule;

	if (screening_mark_at(scan->text + start, scan->text + scan->len) > 0)
		return;
	if (!(start < scan->head_end && is_alone(scan, r, start, end)) &&
		!has_label(scan, rule, start))
		return;
	screen_add(scan, rule, sure, start, end, xstrdup("***"));
}

/* -- Words near a person ----------------------------------------------------------------------- */

static bool is_persons(
	const struct scan *scan, const struct finding *f, const struct screen_sense *sense)
{
	size_t from = f->offset < sense->start ? f->offset : sense->end;
	size_t to = f->offset < sense->start ? sense->start : f->offset;

	return f->severity != SEVERITY_NOTE && to >= from && to - from < 300 &&
	       (strcmp(f->rule, "resident-id") == 0 || strcmp(f->rule, "mobile") == 0) &&
	       memchr(scan->text + from, '\n', to - from) == NULL;
}

/* Whether a person's number stands on the line of a word; the first numbers findings are sorted. */
static bool has_number_near(
	const struct scan *scan, size_t numbers, const struct screen_sense *sense)
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
		if (is_persons(scan, &v[i], sense))
			return true;
	}
	return false;
}

/* The bytes of a surname at a place; 0: none. */
static size_t surname_at(const struct scan *scan, const struct screen_rule_data *data, size_t at)
{
	size_t longest = 0;

	for (size_t i = 0; i < data->names.n; i++) {
		size_t n = strlen(data->names.v[i]);

		if (n > longest && is_word_at(scan, at, data->names.v[i]))
			longest = n;
	}
	return longest;
}

/* A surname and one or two characters; a masked name (张某, 张**) is none. */
static bool is_name_at(const struct scan *scan, const struct screen_rule_data *data, size_t at)
{
	size_t surname = surname_at(scan, data, at), i = at + surname, behind;

	for (int given = 0; surname > 0 && given < 3; given++, i = behind) {
		unsigned c = at_place(scan, i, &behind);

		if (c == '*' || c == 0xD7 || c == 0xFF0A ||
			word_end(scan, i, &data->rule.lists[LIST_PLACES]) > i)
			return false;
		if (given > 0 &&
			(!screen_is_han(c) || word_end(scan, i, &data->rule.lists[LIST_AFTER]) > i))
			return true;
		if (!screen_is_han(c))
			return false;
	}
	return false;
}

static bool on_one_line(const struct scan *scan, size_t a, size_t b)
{
	return a < b ? memchr(scan->text + a, '\n', b - a) == NULL
		     : memchr(scan->text + b, '\n', a - b) == NULL;
}

/* Whether a label (姓名, 患者) with a name behind it stands near the word, or is the word. */
static bool has_person_near(const struct scan *scan, const struct screen_sense *sense)
{
	const struct screen_rule_data *data = &scan->screener->rules[sense->rule];
	const struct strv *labels = &data->rule.lists[LIST_PARTS];
	size_t from = sense->start > 60 ? sense->start - 60 : 0;
	size_t to = sense->end + 45 < scan->len ? sense->end + 45 : scan->len;

	for (size_t i = from; i < to; i++) {
		for (size_t k = 0; k < labels->n; k++) {
			size_t n = strlen(labels->v[k]), at = i + n, behind;

			if (at >= scan->len || !is_word_at(scan, i, labels->v[k]))
				continue;
			while (at < scan->len && is_frame(at_place(scan, at, &behind)))
				at = behind;
			if (is_name_at(scan, data, at) && on_one_line(scan, i, at) &&
				on_one_line(scan, i, sense->start))
				return true;
		}
	}
	return false;
}

void screen_persons(struct scan *scan)
{
	size_t numbers = scan->findings->n;

	for (size_t i = 0; i < scan->sense_count; i++) {
		const struct screen_sense *sense = &scan->senses[i];
		const struct screen_rule *r = &scan->screener->rules[sense->rule].rule;
		size_t n = 0;
		struct str masked = {0};

		if (screen_context(scan, sense->rule, sense->start) == CONTEXT_AGAINST ||
			(!has_number_near(scan, numbers, sense) && !has_person_near(scan, sense)))
			continue;
		for (size_t k = sense->start; k < sense->end; k++)
			n += ((unsigned char)scan->text[k] & 0xC0) != 0x80 ? 1 : 0;
		while (n-- > 0)
			str_addc(&masked, '*');
		screen_add(scan, sense->rule, r->severity, sense->start, sense->end,
			str_detach(&masked));
	}
}

/* SPDX-License-Identifier: MIT */
/* Addresses of mail, plates of cars, and marks that stand alone. */
#include <stdlib.h>
#include <string.h>

#include "core/marked.h"
#include "core/mem.h"
#include "core/screen.h"
#include "core/text.h"

unsigned screen_at(const struct scan *scan, size_t at, size_t *behind)
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

bool screen_is_word(const struct scan *scan, size_t at, const char *word)
{
	const char *p = scan->text + at, *end = scan->text + scan->len;

	while (*word != '\0' && p < end && *p == *word) {
		p++;
		word++;
	}
	return *word == '\0';
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
		unsigned c = screen_at(scan, i, &behind);

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

/* Whether a domain is one of a list: all of it, or behind a dot. */
static bool is_domain(const struct scan *scan, size_t start, size_t end, const struct strv *domains)
{
	for (size_t i = 0; i < domains->n; i++) {
		const char *word = domains->v[i];
		size_t n = strlen(word);

		if (end - start >= n && screen_is_word(scan, end - n, word) &&
			(end - start == n || *word == '.' || scan->text[end - n - 1] == '.'))
			return true;
	}
	return false;
}

void screen_email(struct scan *scan, size_t at, size_t sign)
{
	int rule = scan->screener->of[VALIDATOR_EMAIL];
	const struct screen_rule *r;
	size_t start, end, domain = at + sign, behind;
	bool official;
	struct str masked = {0};

	if (rule < 0)
		return;
	r = &scan->screener->rules[rule].rule;
	start = local_start(scan, at);
	/* A blank before the sign and one behind it show nothing but care. */
	if (start == at && at > 1 && scan->text[at - 1] == ' ' &&
		screen_is_word(scan, domain, " ")) {
		start = local_start(scan, at - 1);
		start = start == at - 1 ? at : start;
		domain++;
	}
	end = domain_end(scan, domain);
	if (start == at || end == domain)
		return;
	if (is_domain(scan, domain, end, &r->lists[LIST_EXCEPT]))
		return; /* logo@2x.png */
	official = is_domain(scan, domain, end, &r->lists[LIST_OFFICIAL]);
	/* What only stands for the sign is one before the domain of a post office alone. */
	if (screen_word_end(scan, at, &scan->screener->rules[rule].lists[LIST_PARTS]) > at &&
		!official && !is_domain(scan, domain, end, &r->lists[LIST_PLACES]))
		return;
	(void)screen_at(scan, start, &behind);
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
	unsigned c = screen_at(scan, i, &behind);
	enum symbol symbol;
	char value;

	while (i < scan->len && is_plate_gap(c) && (gaps-- > 0 || text_is_hidden(c))) {
		i = behind;
		c = screen_at(scan, i, &behind);
	}
	symbol = screen_symbol(c, &value);
	*is_digit = symbol == SYMBOL_DIGIT;
	if (symbol != SYMBOL_DIGIT && symbol != SYMBOL_LETTER)
		return '\0';
	*at = behind;
	return value;
}

size_t screen_word_at(
	const struct scan *scan, size_t at, const struct screen_lookup *lookup, size_t last)
{
	size_t behind, i;

	if (lookup->next == NULL)
		return 0;
	i = last > 0 ? lookup->next[last - 1]
		     : lookup->first[screen_at(scan, at, &behind) % LOOKUP_KINDS];
	while (i > 0 && !screen_is_word(scan, at, lookup->words->v[i - 1]))
		i = lookup->next[i - 1];
	return i;
}

size_t screen_word_end(const struct scan *scan, size_t at, const struct screen_lookup *lookup)
{
	size_t word = screen_word_at(scan, at, lookup, 0);

	return word > 0 ? at + strlen(lookup->words->v[word - 1]) : at;
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
	suffix = screen_word_end(scan, at, &scan->screener->rules[rule].lists[LIST_AFTER]);
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

bool screen_is_frame(unsigned c)
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

static bool is_alone_before(const struct scan *scan, size_t start)
{
	for (size_t i = start; i > 0;) {
		unsigned c = before_place(scan, i, &i);

		if (c == '\n')
			break;
		if (!screen_is_frame(c))
			return false;
	}
	return true;
}

/* What parts the words of a mark: 内部资料，注意保存。 */
static bool is_stop(unsigned c)
{
	return c == ',' || c == 0xFF0C || c == 0x3001 || c == 0x3002 || c == '!' || c == 0xFF01;
}

/* Whether nothing but frames, a term (1年, 长期) and other marks follow on its line, *last being
 * where the last of these ends. */
static bool is_alone_behind(
	const struct scan *scan, const struct screen_rule_data *rule, size_t end, size_t *last)
{
	size_t behind;
	char value;

	*last = end;
	for (size_t i = end; i < scan->len; i = behind) {
		size_t term = screen_word_end(scan, i, &rule->lists[LIST_AFTER]);
		size_t mark = screen_word_end(scan, i, &rule->lists[LIST_PARTS]);
		unsigned c = screen_at(scan, i, &behind);

		if (c == '\n')
			break;
		if (mark > i)
			*last = behind = mark;
		else if (term > i)
			behind = term;
		else if (!screen_is_frame(c) && !is_stop(c) &&
			 screen_symbol(c, &value) != SYMBOL_DIGIT &&
			 screen_symbol(c, &value) != SYMBOL_HAN_DIGIT)
			return false;
	}
	return true;
}

/* Whether its line says what stands in a margin or is told of the file: every page bears that. */
static bool is_in_margin(const struct scan *scan, size_t start)
{
	const char *text = scan->text, *line = text + start;
	enum mark mark;

	while (line > text && line[-1] != '\n' && text + start - line < 200)
		line--;
	if (*line == '\n' || !marked_at(line, text + scan->len, &mark))
		return false;
	return mark == MARK_HEADER || mark == MARK_FOOTER || mark == MARK_PROPERTY;
}

/* Behind the mark of the line, and `subject: ` where it is one of a property. */
static bool is_alone_in_margin(const struct scan *scan, size_t start)
{
	for (size_t i = start; i > 0;) {
		unsigned c = before_place(scan, i, &i);

		if (c == 0x27E7 || c == ':') /* ⟧ */
			break;
		if (!screen_is_frame(c))
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
		while (i < start && screen_is_frame(screen_at(scan, i, &behind)))
			i = behind;
		return i >= start && i > event->end;
	}
	return false;
}

void screen_mark_bare(struct scan *scan, size_t rule, size_t start, size_t end, enum severity sure)
{
	bool alone;
	size_t last;

	if (start < scan->mark_end ||
		screening_mark_at(scan->text + start, scan->text + scan->len) > 0)
		return;
	alone = is_alone_behind(scan, &scan->screener->rules[rule], end, &last) &&
		((start < scan->head_end && is_alone_before(scan, start)) ||
			(is_in_margin(scan, start) && is_alone_in_margin(scan, start)));
	if (!alone && !has_label(scan, rule, start))
		return;
	/* 内部资料　注意保存 is one. */
	scan->mark_end = alone ? last : end;
	screen_add(scan, rule, sure, start, scan->mark_end, xstrdup("***"));
}

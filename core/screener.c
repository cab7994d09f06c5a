/* SPDX-License-Identifier: MIT */
#include "core/screener.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen.h"
#include "core/text.h"

/* -- Context ----------------------------------------------------------------------------------- */

enum { LINE_LOOK = 400, HEADER_FAR = 20000 };

static const char delimiters[] = "\t|, ";

/* What parts columns from one place to another, by one more or one less. */
static void count_between(struct scan *scan, size_t from, size_t to, int by)
{
	struct screen_columns *columns = &scan->columns;
	const char *text = scan->text;

	for (size_t i = from; i < to; i++) {
		if ((unsigned char)text[i] > '|' || (text[i] > ',' && text[i] < '|'))
			continue;
		if (text[i] == '\n') {
			memset(columns->count, 0, sizeof(columns->count));
			columns->line = i + 1;
		} else if (text[i] == ' ') {
			columns->count[3] += i > 1 && text[i - 1] == ' ' && text[i - 2] != ' ' &&
							     text[i - 2] != '\n'
						     ? by
						     : 0;
		} else if (text[i] == '\t' || text[i] == '|' || text[i] == ',') {
			columns->count[text[i] == '\t' ? 0 : text[i] == '|' ? 1 : 2] += by;
		}
	}
}

/* Counts on to a place, or back to it; on a line before this one what lies little further back is
 * counted anew. */
static void count_columns(struct scan *scan, size_t at)
{
	struct screen_columns *columns = &scan->columns;

	if (at < columns->at && columns->line <= at) {
		count_between(scan, at, columns->at, -1);
	} else {
		if (at < columns->at) {
			columns->at = at > LINE_LOOK ? at - LINE_LOOK : 0;
			memset(columns->count, 0, sizeof(columns->count));
		}
		count_between(scan, columns->at, at, 1);
	}
	columns->at = at;
}

/* The first column has nothing before it: what comes behind tells. */
static int delimiter_behind(const struct scan *scan, size_t at)
{
	for (size_t i = at; i < scan->len && i - at < 40 && scan->text[i] != '\n'; i++) {
		const char *is = strchr("\t|,", scan->text[i]);

		if (is != NULL && *is != '\0')
			return (int)(strchr(delimiters, *is) - delimiters);
		if (scan->text[i] == ' ' && i + 1 < scan->len && scan->text[i + 1] == ' ')
			return 3;
	}
	return -1;
}

/* How many columns of a kind stand before the place that was counted to last. */
static int columns_before(const struct scan *scan, int delimiter)
{
	bool carried = scan->carried_line > 0 && scan->columns.line == scan->carried_line;

	return scan->columns.count[delimiter] + (carried ? scan->carried[delimiter] : 0);
}

void screen_carry_columns(struct scan *scan, size_t start, size_t end)
{
	int before[4];

	count_columns(scan, start);
	for (int d = 0; d < 4; d++)
		before[d] = columns_before(scan, d);
	count_columns(scan, end);
	scan->carried_line = scan->columns.line;
	memcpy(scan->carried, before, sizeof(before));
}

bool screen_is_figures(const struct scan *scan, size_t at)
{
	return scan->figures > 0 && at >= scan->figures && at - scan->figures < HEADER_FAR;
}

/* What parts the columns that the bytes from start to end stand in; -1 where there are none. */
static int delimiter_of(struct scan *scan, size_t start, size_t end)
{
	int delimiter = -1;

	count_columns(scan, start);
	for (int d = 0; d < 4 && delimiter < 0; d++)
		delimiter = columns_before(scan, d) > 0 ? d : -1;
	if (delimiter < 0)
		delimiter = delimiter_behind(scan, end);
	return delimiter;
}

/* The column that the bytes from start to end stand in; NULL where there are none. */
static struct screen_header *header_of(struct scan *scan, size_t start, size_t end)
{
	int delimiter = delimiter_of(scan, start, end);

	if (delimiter < 0 || columns_before(scan, delimiter) >= CONTEXT_COLUMNS)
		return NULL;
	return &scan->headers[delimiter][columns_before(scan, delimiter)];
}

/* Whether a word that ends labels does end the title of its column: 保单号, not 3号楼. */
static bool ends_title(const struct scan *scan, size_t start, size_t end)
{
	const char *p = scan->text + start;

	return screen_is_han(screen_prev(scan->text, &p)) &&
	       (end >= scan->len || strchr("\t\n|, ", scan->text[end]) != NULL);
}

static bool is_edge(const struct scan *scan, size_t at)
{
	return at >= scan->len || strchr("\t\r\n|, ", scan->text[at]) != NULL;
}

/* Homes have labels that stand in any sentence, commas and all (住): such a word is the title of a
 * column where it is all of it. */
static bool is_whole_title(const struct scan *scan, size_t start, size_t end)
{
	return (start == 0 || is_edge(scan, start - 1)) && is_edge(scan, end);
}

/* What a newer word says of a rule counts, unless it is part of the one before: 号 of 手机号. */
static void note_header(struct scan *scan, const struct screen_word *word, size_t start, size_t end)
{
	const struct screener *screener = scan->screener;
	uint64_t barred =
		screener->sought | (is_whole_title(scan, start, end) ? 0 : screener->homes);
	uint64_t is_for = word->sets[LIST_WORDS] & ~barred;
	uint64_t is_official = word->sets[LIST_OFFICIAL] & ~screener->homes;
	uint64_t ends = ends_title(scan, start, end) ? word->sets[LIST_ENDS] : 0;
	uint64_t is_against = (word->sets[LIST_EXCEPT] | ends) & ~screener->homes;
	uint64_t all = is_for | is_official | is_against;
	struct screen_header *header = all != 0 ? header_of(scan, start, end) : NULL;

	if (header == NULL)
		return;
	if (start >= header->start && end <= header->end)
		all &= ~header->last;
	scan->headed |= is_for & all;
	scan->against |= is_against & all;
	header->is_for = (header->is_for & ~all) | (is_for & all);
	header->is_official = (header->is_official & ~all) | (is_official & all);
	header->is_against = (header->is_against & ~all) | (is_against & all);
	if (start >= header->end || end > header->end)
		*header = (struct screen_header){.is_for = header->is_for,
			.is_official = header->is_official,
			.is_against = header->is_against,
			.start = start,
			.end = end};
	header->last |= all;
}

static void note_context(
	struct scan *scan, const struct screen_word *word, size_t start, size_t end)
{
	scan->ring[scan->events++ % CONTEXT_RING] =
		(struct screen_event){.start = start, .end = end, .word = word};
	if ((word->sets[LIST_PLACES] & scan->screener->figured) != 0)
		scan->figures = end;
	if ((word->sets[LIST_WORDS] | word->sets[LIST_EXCEPT] | word->sets[LIST_OFFICIAL] |
		    word->sets[LIST_ENDS]) == 0)
		return;
	for (uint64_t all = word->sets[LIST_WORDS] | word->sets[LIST_OFFICIAL]; all != 0;
		all &= all - 1)
		scan->recent[__builtin_ctzll(all)] = end;
	note_header(scan, word, start, end);
}

static enum context context_of(const struct screen_word *word, size_t rule)
{
	uint64_t bit = (uint64_t)1 << rule;

	if ((word->sets[LIST_WORDS] & bit) != 0)
		return CONTEXT_FOR;
	if ((word->sets[LIST_OFFICIAL] & bit) != 0)
		return CONTEXT_OFFICIAL;
	return ((word->sets[LIST_EXCEPT] | word->sets[LIST_ENDS]) & bit) != 0 ? CONTEXT_AGAINST
									      : CONTEXT_NONE;
}

/* Of words that end at one place the longest speaks: 公司地址, not 地址. */
static bool is_inside(const struct screen_event *inner, const struct screen_event *outer)
{
	return inner->start >= outer->start && inner->end <= outer->end &&
	       inner->end - inner->start < outer->end - outer->start;
}

/* What may stand between a label and what it is of. */
static bool is_label_sign(unsigned c)
{
	return screen_is_blank(c) || c == ':' || c == 0xFF1A || c == '=' || c == '"' || c == '(' ||
	       c == ')' || c == 0xFF08 || c == 0xFF09 || c == '[' || c == 0x3010 || c == 0x201C ||
	       c == 0x300C || c == 0x4E3A || c == 0x662F || c == 0x53F7 || c == 0x7801 ||
	       c == 0x5143 || c == 0x4E07 || c == 0xFF1D ||
	       text_is_hidden(c); /* 为 是 号 码 元 万 */
}

/* Whether nothing but such signs, and lines line ends, stands between the two places. */
static bool is_direct(const struct scan *scan, size_t from, size_t to, int lines)
{
	const char *p = scan->text + from;

	while (p < scan->text + to) {
		unsigned c = text_next(&p);

		if (c == '\n' ? lines-- <= 0 : !is_label_sign(c))
			return false;
	}
	return true;
}

/* What stands before a noun and is no part of a name: 的号码, 及号码, 该号码. */
static bool is_particle(unsigned c)
{
	static const unsigned particles[] = {0x7684, 0x53CA, 0x548C, 0x4E0E, 0x6216, 0x8BE5, 0x6B64,
		0x5176, 0x81F3, 0x5230, 0x7528, 0x5411, 0x7ED9, 0x4E3A, 0x6709, 0x4E2A};

	for (size_t i = 0; i < sizeof(particles) / sizeof(*particles); i++) {
		if (particles[i] == c)
			return true;
	}
	return false;
}

static bool is_end_alone(const struct screen_word *word, size_t rule)
{
	return (word->sets[LIST_ENDS] & ~word->sets[LIST_EXCEPT] & ((uint64_t)1 << rule)) != 0;
}

/* An end of a label: directly before the number, and behind the rest of its name. */
static bool is_label_end(
	const struct scan *scan, const struct screen_event *event, size_t rule, size_t at)
{
	const char *p = scan->text + event->start;
	unsigned c = screen_prev(scan->text, &p);

	/* 号码 speaks, not 码 in it; 他的号 names nothing. */
	for (size_t back = 1; back <= 3 && back <= scan->events; back++) {
		const struct screen_event *other =
			&scan->ring[(scan->events - back) % CONTEXT_RING];

		if ((other->word->sets[LIST_ENDS] & ((uint64_t)1 << rule)) != 0 &&
			is_inside(event, other))
			return false;
	}
	return is_direct(scan, event->end, at, 1) && screen_is_han(c) && !is_particle(c);
}

/* Whether a word before the place may speak of it at all. */
static bool is_near(const struct scan *scan, const struct screen_event *event, size_t at)
{
	return at - event->end <= LABEL_NEAR &&
	       (memchr(scan->text + event->end, '\n', at - event->end) == NULL ||
		       is_direct(scan, event->end, at, 1));
}

static enum context near_context(const struct scan *scan, size_t rule, size_t at)
{
	const struct screen_event *best = NULL;
	size_t oldest = scan->events > CONTEXT_RING ? scan->events - CONTEXT_RING : 0;

	for (size_t i = scan->events; i-- > oldest;) {
		const struct screen_event *event = &scan->ring[i % CONTEXT_RING];
		enum context context = context_of(event->word, rule);

		if (event->end + LABEL_NEAR < at)
			break;
		if (event->end > at || context == CONTEXT_NONE)
			continue;
		if (!is_near(scan, event, at))
			break;
		/* A number between has taken the word that speaks against. */
		if (context == CONTEXT_AGAINST && scan->last_number > event->end)
			continue;
		if (is_end_alone(event->word, rule) && !is_label_end(scan, event, rule, at))
			continue;
		if (best == NULL || is_inside(best, event))
			best = event;
	}
	return best != NULL ? context_of(best->word, rule) : CONTEXT_NONE;
}

enum context screen_column(struct scan *scan, size_t rule, size_t at)
{
	const struct screen_header *header = header_of(scan, at, at);
	uint64_t bit = (uint64_t)1 << rule;

	if (header == NULL)
		return CONTEXT_NONE;
	if ((header->is_for & bit) != 0)
		return CONTEXT_FOR;
	if ((header->is_official & bit) != 0)
		return CONTEXT_OFFICIAL;
	return (header->is_against & bit) != 0 ? CONTEXT_AGAINST : CONTEXT_NONE;
}

enum context screen_context(struct scan *scan, size_t rule, size_t at)
{
	enum context context = near_context(scan, rule, at);

	if (context == CONTEXT_NONE)
		context = screen_column(scan, rule, at);
	return context;
}

bool screen_is_labelled(struct scan *scan, size_t rule, size_t at)
{
	const char *p = scan->text + at;
	unsigned c;

	if (near_context(scan, rule, at) != CONTEXT_FOR)
		return screen_context(scan, rule, at) == CONTEXT_FOR;
	for (size_t back = 1; back <= 8 && back <= scan->events; back++) {
		const struct screen_event *event =
			&scan->ring[(scan->events - back) % CONTEXT_RING];

		if (event->end <= at && context_of(event->word, rule) == CONTEXT_FOR &&
			is_direct(scan, event->end, at, 1))
			return true;
	}
	do
		c = screen_prev(scan->text, &p);
	while (screen_is_blank(c));
	return c == ':' || c == 0xFF1A;
}

bool screen_is_part_of_other(const struct scan *scan, size_t rule, size_t start, size_t end)
{
	for (size_t back = 1; back <= 8 && back <= scan->events; back++) {
		const struct screen_event *event =
			&scan->ring[(scan->events - back) % CONTEXT_RING];

		if (event->start <= start && event->end >= end &&
			context_of(event->word, rule) == CONTEXT_AGAINST)
			return true;
	}
	return false;
}

static bool is_gap_before(const char *text, size_t line, size_t i)
{
	return i > line + 1 && text[i] == ' ' && text[i - 1] == ' ' && text[i - 2] != ' ';
}

bool screen_cell(const struct scan *scan, size_t at, const struct screen_column_of *column,
	size_t *start, size_t *end)
{
	const char *text = scan->text;
	size_t line = at, i;
	int number = 0;

	while (line > 0 && text[line - 1] != '\n' && at - line < LINE_LOOK)
		line--;
	*start = number == column->number ? line : scan->len;
	for (i = line; i < scan->len && text[i] != '\n' && i - line < 2 * LINE_LOOK; i++) {
		if (column->delimiter == 3 ? !is_gap_before(text, line, i)
					   : text[i] != delimiters[column->delimiter])
			continue;
		if (number++ == column->number)
			break;
		if (number == column->number)
			*start = i + 1;
	}
	*end = i;
	while (*start < *end && text[*start] == ' ')
		(*start)++;
	while (*end > *start && text[*end - 1] == ' ')
		(*end)--;
	return *start < *end;
}

bool screen_is_recent(const struct scan *scan, size_t rule, size_t at)
{
	return scan->recent[rule] > 0 && at >= scan->recent[rule] &&
	       at - scan->recent[rule] < HEADER_FAR;
}

bool screen_is_after(const struct scan *scan, size_t rule, size_t at)
{
	const struct screen_lookup *lists = scan->screener->rules[rule].lists;
	size_t unit;

	while (at < scan->len && scan->text[at] == ' ')
		at++;
	unit = screen_word_end(scan, at, &lists[LIST_AFTER]);
	/* 号码 tells what the number is; 号 alone is a unit. */
	for (size_t i = 0; unit > at && (i = screen_word_at(scan, at, &lists[LIST_ENDS], i)) > 0;) {
		if (at + strlen(lists[LIST_ENDS].words->v[i - 1]) > unit)
			return false;
	}
	return unit > at;
}

bool screen_is_label_behind(const struct scan *scan, size_t rule, size_t at)
{
	const char *p = scan->text + at, *end = scan->text + scan->len;

	for (int n = 0; n < 4 && p < end; n++) {
		const char *q = p;

		if (screen_word_at(scan, (size_t)(p - scan->text),
			    &scan->screener->rules[rule].lists[LIST_WORDS], 0) > 0)
			return true;
		if (!is_label_sign(text_next(&q)))
			return false;
		p = q;
	}
	return false;
}

/* -- The scan ---------------------------------------------------------------------------------- */

/* NOLINTBEGIN(readability-non-const-parameter): masked is taken over */
void screen_add(struct scan *scan, size_t rule, enum severity severity, size_t start, size_t end,
	char *masked)
{
	struct findings *findings = scan->findings;

	GROW(findings->v, findings->n);
	findings->v[findings->n++] = (struct finding){
		.rule = scan->screener->rules[rule].rule.code,
		.offset = start,
		.len = end - start,
		.severity = severity,
		.masked = masked,
	};
}
/* NOLINTEND(readability-non-const-parameter) */

void screen_person_label(
	struct scan *scan, const struct screen_word *word, size_t start, size_t end)
{
	GROW(scan->labels, scan->label_count);
	scan->labels[scan->label_count++] =
		(struct screen_event){.start = start, .end = end, .word = word};
	if ((word->sets[LIST_PARTS] & scan->screener->persons) != 0 &&
		is_whole_title(scan, start, end)) {
		int delimiter = delimiter_of(scan, start, end);

		scan->names = (struct screen_column_of){.delimiter = delimiter,
			.number = delimiter < 0 ? 0 : scan->columns.count[delimiter],
			.since = end};
	}
}

static void find_hidden(struct scan *scan, size_t start)
{
	int rule = scan->screener->of[VALIDATOR_HIDDEN_CHARACTER];
	const char *p = scan->text + start;

	if (rule < 0)
		return;
	(void)text_next(&p);
	screen_add(scan, (size_t)rule, scan->screener->rules[rule].rule.severity, start,
		(size_t)(p - scan->text), xstrdup(""));
}

static void find_mark(struct scan *scan, size_t start)
{
	int rule = scan->screener->of[VALIDATOR_SECRECY_MARK];
	size_t n = screening_mark_at(scan->text + start, scan->text + scan->len);

	if (n > 0 && rule >= 0)
		screen_add(scan, (size_t)rule, SEVERITY_BLOCK, start, start + n, xstrdup("***"));
}

static void note_sense(struct scan *scan, size_t rule, size_t start, size_t end)
{
	GROW(scan->senses, scan->sense_count);
	scan->senses[scan->sense_count++] = (struct screen_sense){.start = start,
		.end = end,
		.rule = rule,
		.names = scan->names,
		.is_other = (scan->against >> rule & 1) != 0 &&
			    screen_column(scan, rule, start) == CONTEXT_AGAINST};
}

/* A word of homes. */
static void find_place(
	struct scan *scan, const struct screen_word *word, size_t rule, size_t start, size_t end)
{
	uint64_t bit = (uint64_t)1 << rule;

	if ((word->sets[LIST_PLACES] & ~word->sets[LIST_OFFICIAL] & bit) != 0)
		screen_place(scan, rule, start, end);
	if (((word->sets[LIST_PARTS] | word->sets[LIST_AFTER]) & bit) != 0)
		screen_part(scan, start, end, (word->sets[LIST_PARTS] & bit) != 0);
}

/* A word that a rule looks for. */
static void find_word_of(
	struct scan *scan, const struct screen_word *word, size_t start, size_t end)
{
	const uint64_t *sets = word->sets;
	uint64_t all = sets[LIST_WORDS] | sets[LIST_PARTS] | sets[LIST_PLACES] | sets[LIST_AFTER];

	for (; all != 0; all &= all - 1) {
		size_t i = (size_t)__builtin_ctzll(all);
		uint64_t bit = (uint64_t)1 << i;
		const struct screen_rule *rule = &scan->screener->rules[i].rule;
		bool sought = (sets[LIST_WORDS] & bit) != 0, part = (sets[LIST_PARTS] & bit) != 0;

		if (rule->validator == VALIDATOR_ADDRESS)
			find_place(scan, word, i, start, end);
		else if (sought && rule->validator == VALIDATOR_PLATE)
			screen_plate(scan, i, start, end);
		else if ((sought || part) && rule->validator == VALIDATOR_SECRECY_MARK)
			screen_mark_bare(
				scan, i, start, end, sought ? rule->severity : rule->other);
		else if (sought && rule->validator == VALIDATOR_PERSON_WORD)
			note_sense(scan, i, start, end);
		else if (sought && rule->validator == VALIDATOR_AMOUNT)
			screen_amount(scan, i, start, end);
		else if (sought && (rule->validator == VALIDATOR_LABELLED ||
					   rule->validator == VALIDATOR_HEAD_LINE))
			screen_behind(scan, i, start, end);
		else if (part && rule->validator == VALIDATOR_LABELLED)
			screen_key(scan, i, start, end);
	}
}

static void found(struct scan *scan, const struct screen_word *word, size_t end)
{
	size_t start = end - word->len;
	uint32_t triggers = word->triggers;

	if (scan->address.is_open && start > scan->address.end + ADDRESS_GAP)
		screen_address_end(scan);
	if ((triggers & 1u << TRIGGER_DIGIT) != 0 && start >= scan->numbers_end)
		screen_numbers(scan, start);
	if ((triggers & 1u << TRIGGER_HIDDEN) != 0)
		find_hidden(scan, start);
	if ((triggers & 1u << TRIGGER_MARK) != 0)
		find_mark(scan, start);
	if ((triggers & 1u << TRIGGER_MASKED) != 0)
		screen_masked(scan, start);
	if ((triggers & 1u << TRIGGER_AT) != 0)
		screen_email(scan, start, word->len);
	if ((triggers & 1u << TRIGGER_PERSON) != 0)
		screen_person_label(scan, word, start, end);
	if ((triggers & (1u << TRIGGER_WORD | 1u << TRIGGER_PART)) != 0)
		find_word_of(scan, word, start, end);
	if (word->is_context)
		note_context(scan, word, start, end);
}

/* Digits of a run that was looked at, which most are where there are many. */
static bool is_seen(const struct scan *scan, const struct screen_word *word, size_t end)
{
	return word->is_digit_alone && end - word->len < scan->numbers_end &&
	       !scan->address.is_open;
}

enum { SETTLE_NEAR = 8 };

static int by_offset(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return (x->len < y->len) - (x->len > y->len);
}

/* Puts one where it belongs among those before it; false where that is far. */
static bool settle(struct finding *v, size_t i)
{
	for (int n = 0; i > 0 && by_offset(&v[i - 1], &v[i]) > 0; i--, n++) {
		struct finding moved = v[i];

		if (n == SETTLE_NEAR)
			return false;
		v[i] = v[i - 1];
		v[i - 1] = moved;
	}
	return true;
}

/* They come almost in their order. */
static void sort(struct findings *findings)
{
	size_t i = 1;

	while (i < findings->n && settle(findings->v, i))
		i++;
	if (i < findings->n)
		qsort(findings->v, findings->n, sizeof(*findings->v), by_offset);
}

/* The head of a paper: its first lines, where a mark stands alone. */
static size_t find_head(const char *text, size_t len)
{
	const char *p = text, *end = text + len;

	for (int i = 0; i < 8 && p < end; i++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		p = stop != NULL ? stop + 1 : end;
	}
	return (size_t)(p - text);
}

void screener_scan(
	const struct screener *screener, const char *text, size_t len, struct findings *findings)
{
	struct scan scan = {.screener = screener, .text = text, .len = len, .findings = findings};
	const struct automaton *automaton = &screener->automaton;
	uint32_t state = 0;

	scan.head_end = find_head(text, len);
	scan.names.delimiter = -1;
	screen_head(&scan);
	for (size_t i = 0; i < len; i++) {
		state = automaton_step(automaton, state, text[i]);
		for (uint32_t at = automaton->end[state]; at != 0; at = automaton->also[at]) {
			const struct screen_word *word = &screener->words[automaton->word[at] - 1];

			if (!is_seen(&scan, word, i + 1))
				found(&scan, word, i + 1);
		}
	}
	screen_address_end(&scan);
	screen_marked(&scan);
	sort(findings);
	screen_persons(&scan);
	sort(findings);
	findings_place(findings, text);
	free(scan.senses);
	free(scan.labels);
	free(scan.run);
}

void screener_list(
	const struct screener *screener, const char *text, size_t len, struct strv *lines)
{
	struct findings findings = {0};

	screener_scan(screener, text, len, &findings);
	findings_list(&findings, lines);
	findings_release(&findings);
}

void screener_mask(const char *text, size_t len, const struct findings *findings,
	enum severity least, struct str *out)
{
	size_t at = 0;

	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *finding = &findings->v[i];

		if (finding->severity < least || finding->offset < at || finding->masked == NULL)
			continue;
		str_addn(out, text + at, finding->offset - at);
		str_add(out, finding->masked);
		at = finding->offset + finding->len;
		/* A line that goes altogether leaves no blank one. */
		if (*finding->masked == '\0' && at < len && text[at] == '\n' &&
			(finding->offset == 0 || text[finding->offset - 1] == '\n'))
			at++;
	}
	str_addn(out, text + at, len - at);
}

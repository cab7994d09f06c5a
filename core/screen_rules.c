/* SPDX-License-Identifier: MIT */
/* A pack's rules as the tables that the screener runs by. */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen.h"
#include "core/screen_table.h"
#include "core/text.h"

/* What numbers may begin with, so that most are told by two digits. */
static void note_pairs(struct screen_rule_data *data, const struct screen_prefix *prefix)
{
	uint32_t lengths = prefix->lengths == 0 ? UINT32_MAX : prefix->lengths;

	for (int pair = 0; pair < 100; pair++) {
		const char digits[2] = {(char)('0' + pair / 10), (char)('0' + pair % 10)};

		if (memcmp(digits, prefix->digits, prefix->len < 2 ? prefix->len : 2) == 0)
			data->pairs[pair] |= lengths;
	}
}

static void read_prefix(struct screen_rule_data *data, const struct screen_line *line)
{
	struct screen_prefix prefix = {.len = line->len};

	if (line->len >= sizeof(prefix.digits))
		return;
	memcpy(prefix.digits, line->word, line->len);
	for (size_t i = 0; i < line->n; i++) {
		if (line->numbers[i] < 32)
			prefix.lengths |= 1u << line->numbers[i];
	}
	note_pairs(data, &prefix);
	GROW(data->prefixes, data->prefix_count);
	data->prefixes[data->prefix_count++] = prefix;
}

/* A code of six digits, and the four and two it begins with. */
static void read_region(struct screen_rule_data *data, const struct screen_line *line)
{
	int number = 0;

	if (line->len != 6)
		return;
	for (size_t i = 0; i < 6; i++) {
		if (line->word[i] < '0' || line->word[i] > '9')
			return;
		number = number * 10 + (line->word[i] - '0');
	}
	if (data->regions == NULL)
		data->regions = xcalloc(REGIONS / 8, 1);
	for (int whole = 1; whole <= 10000; whole *= 100) {
		int n = number / whole * whole;

		data->regions[n / 8] |= (uint8_t)(1 << (n % 8));
	}
}

static void read_shape(struct screen_rule_data *data, const struct screen_line *line)
{
	struct screen_shape shape = {.len = line->len};

	if (line->len == 0 || line->len > sizeof(shape.signs))
		return;
	memcpy(shape.signs, line->word, line->len);
	shape.least = line->n > 0 ? (size_t)line->numbers[0] : line->len;
	shape.most = line->n > 1 ? (size_t)line->numbers[1] : shape.least;
	GROW(data->shapes, data->shape_count);
	data->shapes[data->shape_count++] = shape;
}

/* Behind a surname 1: everyday words begin like it; 2: it is such a word, and no name. */
static void read_name(struct screen_rule_data *data, const struct screen_line *line)
{
	size_t n = data->names.n;

	if (line->n > 0 && line->numbers[0] == 2) {
		strv_addn(&data->everyday, line->word, line->len);
		return;
	}
	GROW(data->weak, n);
	data->weak[n] = line->n > 0;
	strv_addn(&data->names, line->word, line->len);
}

static void read_file(struct screen_rule_data *data)
{
	const char *text = data->rule.file != NULL ? data->rule.file->text : "";
	enum validator validator = data->rule.validator;
	struct screen_line line;

	while (screen_table_next(&text, &line)) {
		if (validator == VALIDATOR_RESIDENT_ID || validator == VALIDATOR_CREDIT_CODE)
			read_region(data, &line);
		else if (validator == VALIDATOR_CODE || validator == VALIDATOR_LABELLED ||
			 validator == VALIDATOR_HEAD_LINE)
			read_shape(data, &line);
		else if (line.word[0] >= '0' && line.word[0] <= '9')
			read_prefix(data, &line);
		else if (line.len > 0)
			read_name(data, &line);
	}
}

static void look_up(struct screen_lookup *lookup, const struct strv *words)
{
	lookup->words = words;
	if (words->n == 0 || words->n > UINT16_MAX - 1)
		return;
	lookup->next = xcalloc(words->n, sizeof(*lookup->next));
	for (size_t i = words->n; i-- > 0;) {
		const char *p = words->v[i];
		uint16_t *first = &lookup->first[text_next(&p) % LOOKUP_KINDS];

		lookup->next[i] = *first;
		*first = (uint16_t)(i + 1);
	}
}

static void look_up_all(struct screen_rule_data *data)
{
	for (int list = 0; list < LIST_COUNT; list++)
		look_up(&data->lists[list], &data->rule.lists[list]);
	look_up(&data->by_name, &data->names);
	look_up(&data->by_everyday, &data->everyday);
}

static struct screen_word *find_word(struct screener *screener, const char *text, size_t len)
{
	for (size_t i = 0; i < screener->word_count; i++) {
		struct screen_word *word = &screener->words[i];

		if (word->len == len && memcmp(word->text, text, len) == 0)
			return word;
	}
	GROW(screener->words, screener->word_count);
	screener->words[screener->word_count] =
		(struct screen_word){.text = xmemdup(text, len), .len = len};
	return &screener->words[screener->word_count++];
}

static void add_trigger(struct screener *screener, unsigned c, enum trigger trigger)
{
	char bytes[5] = {0};
	size_t n = text_put(c, bytes);

	find_word(screener, bytes, n)->triggers |= 1u << trigger;
}

/* Which list of a validator is not context but what it looks for. */
static uint32_t trigger_of(enum validator validator, enum screen_list list)
{
	if (list == LIST_WORDS &&
		(validator == VALIDATOR_PLATE || validator == VALIDATOR_PERSON_WORD ||
			validator == VALIDATOR_SECRECY_MARK || validator == VALIDATOR_LABELLED ||
			validator == VALIDATOR_AMOUNT || validator == VALIDATOR_HEAD_LINE))
		return 1u << TRIGGER_WORD;
	if (list == LIST_PARTS && validator == VALIDATOR_EMAIL)
		return 1u << TRIGGER_AT;
	if (list == LIST_PARTS && validator == VALIDATOR_MASKED)
		return 1u << TRIGGER_MASKED;
	if (list == LIST_PARTS &&
		(validator == VALIDATOR_ADDRESS || validator == VALIDATOR_SECRECY_MARK ||
			validator == VALIDATOR_LABELLED))
		return 1u << TRIGGER_PART;
	if (validator == VALIDATOR_PERSON_WORD &&
		(list == LIST_PARTS || list == LIST_ENDS || list == LIST_EXCEPT))
		return 1u << TRIGGER_PERSON;
	return (list == LIST_AFTER || list == LIST_PLACES) && validator == VALIDATOR_ADDRESS
		       ? 1u << TRIGGER_PART
		       : 0;
}

/* What is compared where a word of the rule stands, and is nothing elsewhere. */
static bool is_looked_up(enum validator validator, enum screen_list list)
{
	if (validator == VALIDATOR_EMAIL)
		return list == LIST_OFFICIAL || list == LIST_PLACES || list == LIST_EXCEPT;
	if (validator == VALIDATOR_AMOUNT && (list == LIST_AFTER || list == LIST_PARTS))
		return true;
	return validator == VALIDATOR_PERSON_WORD && (list == LIST_AFTER || list == LIST_PLACES);
}

/* 机密 as 机 密 too, as marks are spaced. */
static void add_spaced(struct screener *screener, size_t rule, const char *word)
{
	static const char *const gaps[] = {" ", "  ", "   ", "    ", "\u3000", "\u3000\u3000",
		"\u3000\u3000\u3000", "\u00A0", "\t", "\n"};
	const char *rest = word;

	(void)text_next(&rest);
	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps) && *rest != '\0'; i++) {
		struct str spaced = {0};
		struct screen_word *found;

		str_addn(&spaced, word, (size_t)(rest - word));
		str_add(&spaced, gaps[i]);
		str_add(&spaced, rest);
		found = find_word(screener, spaced.buf, spaced.len);
		found->sets[LIST_WORDS] |= (uint64_t)1 << rule;
		found->triggers |= 1u << TRIGGER_WORD;
		str_release(&spaced);
	}
}

static void add_lists(struct screener *screener, size_t rule)
{
	const struct screen_rule *r = &screener->rules[rule].rule;

	if (r->validator == VALIDATOR_MARKED_LINE)
		return; /* marks, not words of the text */
	for (int list = 0; list < LIST_COUNT; list++) {
		if (is_looked_up(r->validator, (enum screen_list)list))
			continue;
		for (size_t i = 0; i < r->lists[list].n; i++) {
			const char *text = r->lists[list].v[i];
			struct screen_word *word = find_word(screener, text, strlen(text));

			/* What hides a digit is no word: rows of stars would leave no other. */
			if (r->validator != VALIDATOR_MASKED || list != LIST_PARTS)
				word->sets[list] |= (uint64_t)1 << rule;
			word->triggers |= trigger_of(r->validator, (enum screen_list)list);
			if (r->validator == VALIDATOR_SECRECY_MARK && list == LIST_WORDS)
				add_spaced(screener, rule, text);
		}
	}
}

static void add_rule(struct screener *screener, const struct screen_rule *rule)
{
	struct screen_rule_data *data;

	GROW(screener->rules, screener->rule_count);
	data = &screener->rules[screener->rule_count++];
	*data = (struct screen_rule_data){.rule = *rule};
	data->rule.code = xstrdup(rule->code);
	data->rule.name = (struct name){{0}};
	for (size_t i = 0; i < LIST_COUNT; i++) {
		data->rule.lists[i] = (struct strv){0};
		strv_copy(&data->rule.lists[i], &rule->lists[i]);
	}
	read_file(data);
	data->rule.file = NULL;
}

static void add_triggers(struct screener *screener)
{
	/* Where there are numerals, or characters that do not show. */
	static const unsigned ranges[][2] = {{1, 0x3164}, {0x4E00, 0x9FFF}, {0xFE00, 0xFFFF},
		{0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D7FF}, {0x1FBF0, 0x1FBF9}};
	char value;

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		for (unsigned c = ranges[i][0]; c <= ranges[i][1]; c++) {
			enum symbol symbol = screen_symbol(c, &value);

			if (symbol == SYMBOL_DIGIT || symbol == SYMBOL_HAN_DIGIT)
				add_trigger(screener, c, TRIGGER_DIGIT);
			else if (text_is_hidden(c))
				add_trigger(screener, c, TRIGGER_HIDDEN);
		}
	}
	/* The tags and selectors U+E0000 to U+E0FFF begin with these two bytes, and nothing else
	 * does. */
	find_word(screener, "\xF3\xA0", 2)->triggers |= 1u << TRIGGER_HIDDEN;
	add_trigger(screener, '@', TRIGGER_AT);
	add_trigger(screener, 0xFF20, TRIGGER_AT);
}

static char mark_code[] = "secrecy-mark", hidden_code[] = "hidden-character";
static const struct screen_rule bare[] = {
	{.code = mark_code,
		.validator = VALIDATOR_SECRECY_MARK,
		.severity = SEVERITY_BLOCK,
		.other = SEVERITY_BLOCK},
	{.code = hidden_code,
		.validator = VALIDATOR_HIDDEN_CHARACTER,
		.severity = SEVERITY_BLOCK,
		.other = SEVERITY_BLOCK},
};

/* Which rule a validator is asked for, and what the words of each are. */
static void sort_rules(struct screener *screener)
{
	for (int v = 0; v < VALIDATOR_COUNT; v++)
		screener->of[v] = -1;
	for (size_t i = screener->rule_count; i-- > 0;) {
		enum validator validator = screener->rules[i].rule.validator;

		screener->of[validator] = (int)i;
		if ((trigger_of(validator, LIST_WORDS) & 1u << TRIGGER_WORD) != 0)
			screener->sought |= (uint64_t)1 << i;
		if (validator == VALIDATOR_ADDRESS)
			screener->homes |= (uint64_t)1 << i;
		if (validator == VALIDATOR_PERSON_WORD)
			screener->persons |= (uint64_t)1 << i;
		if (validator == VALIDATOR_MOBILE || validator == VALIDATOR_BANK_CARD)
			screener->figured |= (uint64_t)1 << i;
		if (validator == VALIDATOR_CODE)
			screener->codes |= (uint64_t)1 << i;
	}
}

static void sort_word(struct screen_word *word)
{
	for (int list = 0; list < LIST_COUNT; list++)
		word->is_context = word->is_context || word->sets[list] != 0;
	word->is_digit_alone = !word->is_context && word->triggers == 1u << TRIGGER_DIGIT;
}

struct screener *screener_new(const struct pack *pack)
{
	static const unsigned firsts[] = {0x7EDD, 0x673A, 0x79D8, 0x7D55, 0x6A5F, 0x7955};
	struct screener *screener = xcalloc(1, sizeof(*screener));
	bool is_bare = pack == NULL || pack->screen_rule_count == 0;
	size_t n = is_bare ? 2 : pack->screen_rule_count;
	const char **words;
	size_t *lens;

	for (size_t i = 0; i < n; i++)
		add_rule(screener, is_bare ? &bare[i] : &pack->screen_rules[i]);
	sort_rules(screener);
	for (size_t i = 0; i < screener->rule_count; i++)
		look_up_all(&screener->rules[i]);
	for (size_t i = 0; i < sizeof(firsts) / sizeof(*firsts); i++)
		add_trigger(screener, firsts[i], TRIGGER_MARK);
	add_triggers(screener);
	for (size_t i = 0; i < n; i++)
		add_lists(screener, i);
	words = xcalloc(screener->word_count, sizeof(*words));
	lens = xcalloc(screener->word_count, sizeof(*lens));
	for (size_t i = 0; i < screener->word_count; i++) {
		sort_word(&screener->words[i]);
		words[i] = screener->words[i].text;
		lens[i] = screener->words[i].len;
	}
	automaton_init(&screener->automaton, words, lens, screener->word_count);
	free(words);
	free(lens);
	return screener;
}

const struct screener *screener_of(struct pack *pack)
{
	if (pack->screener == NULL)
		pack->screener = screener_new(pack);
	return pack->screener;
}

void screener_free(struct screener *screener)
{
	if (screener == NULL)
		return;
	for (size_t i = 0; i < screener->rule_count; i++) {
		struct screen_rule_data *data = &screener->rules[i];

		free(data->rule.code);
		for (size_t k = 0; k < LIST_COUNT; k++)
			strv_release(&data->rule.lists[k]);
		for (size_t k = 0; k < LIST_COUNT; k++)
			free(data->lists[k].next);
		free(data->by_name.next);
		free(data->by_everyday.next);
		free(data->prefixes);
		free(data->regions);
		free(data->shapes);
		free(data->weak);
		strv_release(&data->names);
		strv_release(&data->everyday);
	}
	for (size_t i = 0; i < screener->word_count; i++)
		free(screener->words[i].text);
	free(screener->words);
	free(screener->rules);
	automaton_release(&screener->automaton);
	free(screener);
}

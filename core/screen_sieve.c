/* SPDX-License-Identifier: MIT */
/* Each group of a run may begin a number, and most begin none: what a stretch would need is asked
 * of two digits, of a day of birth, and of sums, in the same time however long it is. */
#include <string.h>

#include "core/screen_run.h"

enum { CARDS = 0xF0000 }; /* a bit each: 16 to 19 digits */

void sieve_read(struct run *run)
{
	if (run->group_count < 2)
		return;
	run->others[0] = run->luhn[0][0] = run->luhn[1][0] = 0;
	for (size_t i = 0; i < run->item_count; i++) {
		char value = run_meant_scanned(run->items[i].value);
		bool is_digit = value >= '0' && value <= '9';
		int plain = is_digit ? value - '0' : 0, doubled = plain * 2 - (plain > 4 ? 9 : 0);

		run->digits[i] = (signed char)(is_digit ? plain : -1);
		run->others[i + 1] = (uint16_t)(run->others[i] + !is_digit);
		run->luhn[i % 2][i + 1] = (uint16_t)(run->luhn[i % 2][i] + doubled);
		run->luhn[1 - i % 2][i + 1] = (uint16_t)(run->luhn[1 - i % 2][i] + plain);
	}
}

static bool has_word(const struct scan *scan, enum validator validator)
{
	int rule = scan->screener->of[validator];

	return rule >= 0 && scan->recent[rule] > 0;
}

/* The lengths of what begins with the two digits, a bit each. */
static uint32_t lengths_of(const struct scan *scan, enum validator validator, int pair)
{
	int rule = scan->screener->of[validator];

	return rule < 0 || pair < 0 ? 0 : scan->screener->rules[rule].pairs[pair];
}

/* The digits in the middle of a resident ID are a day of birth. */
static bool may_be_id(const struct run *run, size_t first)
{
	const signed char *birth = &run->digits[first + 6];
	int century = birth[0] * 10 + birth[1], month = birth[4] * 10 + birth[5];
	int day = birth[6] * 10 + birth[7];

	return century >= 18 && century <= 20 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= 31 && run->others[first + 17] == run->others[first];
}

static bool may_be_code(const struct scan *scan, const struct item *items)
{
	const char body[2] = {run_meant_code(items[0].value), run_meant_code(items[1].value)};

	return has_word(scan, VALIDATOR_CREDIT_CODE) || check_body(body);
}

static bool is_code(const struct item *items)
{
	char code[18];

	for (size_t i = 0; i < 18; i++)
		code[i] = run_meant_code(items[i].value);
	return check_credit_code(code);
}

struct sieve sieve_at(const struct scan *scan, const struct run *run, size_t first, bool sure)
{
	struct sieve sieve = {0};
	size_t left = run->item_count - first;
	const signed char *digits = &run->digits[first];
	int pair = left < 10 || digits[0] < 0 || digits[1] < 0 ? -1 : digits[0] * 10 + digits[1];

	if (!sure && pair >= 0) {
		sieve.lengths = lengths_of(scan, VALIDATOR_MOBILE, pair) & 1u << 11;
		if (lengths_of(scan, VALIDATOR_LANDLINE, pair) != 0)
			sieve.lengths |= 1u << 10 | 1u << 11 | 1u << 12;
	}
	if (!sure && left >= 10 && scan->screener->of[VALIDATOR_MOD_11] >= 0)
		sieve.lengths |= 1u << 10;
	if (left < 16)
		return sieve;
	if (left > 16 && may_be_id(run, first))
		sieve.lengths |= 1u << 17 | 1u << 18;
	sieve.cards = lengths_of(scan, VALIDATOR_BANK_CARD, pair) & CARDS;
	/* A number of a card that nobody knows counts behind a label alone, and a sure one has
	 * both. */
	if (sure)
		sieve.cards &= has_word(scan, VALIDATOR_BANK_CARD) ? 1u << 16 | 1u << 19 : 0;
	else if (has_word(scan, VALIDATOR_BANK_CARD))
		sieve.cards = CARDS;
	if (!sure && left >= 18 && may_be_code(scan, &run->items[first]))
		sieve.codes = 1u << 18;
	return sieve;
}

bool sieve_passes(const struct sieve *sieve, const struct run *run, size_t first, size_t n)
{
	const uint16_t *sums = run->luhn[(first + n) % 2];

	if ((sieve->lengths >> n & 1) != 0)
		return true;
	if ((sieve->cards >> n & 1) != 0 && (sums[first + n] - sums[first]) % 10 == 0 &&
		run->others[first + n] == run->others[first])
		return true;
	return (sieve->codes >> n & 1) != 0 && is_code(&run->items[first]);
}

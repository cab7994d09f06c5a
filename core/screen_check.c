/* SPDX-License-Identifier: MIT */
/* Check digits, days and regions: numbers judged by themselves. */
#include <string.h>

#include "core/day.h"
#include "core/screen.h"

bool check_resident_id(const char id[18])
{
	int sum = 0;

	/* ISO 7064: each place weighs twice the one to its right, by 11; X is ten. */
	for (int i = 0; i < 18; i++) {
		bool is_ten = i == 17 && id[i] == 'X';

		if (!is_ten && (id[i] < '0' || id[i] > '9'))
			return false;
		sum = (sum * 2 + (is_ten ? 10 : id[i] - '0')) % 11;
	}
	return sum == 1;
}

static int number_of(const char *digits, size_t n)
{
	int number = 0;

	for (size_t i = 0; i < n; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return -1;
		number = number * 10 + (digits[i] - '0');
	}
	return number;
}

/* The years are fixed: what was found in a paper must be found again whenever it is verified. */
bool check_birth(const char *yyyymmdd)
{
	int year = number_of(yyyymmdd, 4), month = number_of(yyyymmdd + 4, 2);
	int mday = number_of(yyyymmdd + 6, 2);
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (year < 1880 || year > 2039 || month < 1 || month > 12 || mday < 1)
		return false;
	return mday <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool check_luhn(const char *digits, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		int digit = digits[n - 1 - i] - '0';

		if (i % 2 == 1)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0;
}

/* As numbers of patients are checked: from ten times the first on, by 11; ten is no digit. */
bool check_mod_11(const char digits[10])
{
	int sum = 0;

	for (int i = 0; i < 10; i++)
		sum += (digits[i] - '0') * (i < 9 ? 10 - i : 1);
	return sum % 11 == 0;
}

/* A sign of GB 32100, which has no I O S V Z; -1: none. */
static int code_sign(char c)
{
	static const signed char letters[26] = {10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, 20, 21,
		22, -1, 23, 24, 25, -1, 26, 27, -1, 28, 29, 30, -1};

	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? letters[c - 'A'] : -1;
}

/* Each place weighs three times the one before it, by 31. */
bool check_credit_code(const char code[18])
{
	static const int weights[18] = {
		1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1};
	int sum = 0;

	for (int i = 0; i < 18; i++) {
		int sign = code_sign(code[i]);

		if (sign < 0)
			return false;
		sum += sign * weights[i];
	}
	return sum % 31 == 0;
}

/* Who registers, and what kind of body it is. */
bool check_body(const char *code)
{
	enum { K1 = 1 << 1, K2 = 1 << 2, K3 = 1 << 3, K4 = 1 << 4, K5 = 1 << 5, K9 = 1 << 9 };
	static const uint16_t kinds['Z' + 1] = {['1'] = K1 | K2 | K3 | K9,
		['2'] = K1 | K9,
		['3'] = K1 | K2 | K3 | K4 | K5 | K9,
		['4'] = K1 | K9,
		['5'] = K1 | K2 | K3 | K9,
		['6'] = K1 | K2 | K9,
		['7'] = K1 | K2 | K9,
		['8'] = K1 | K9,
		['9'] = K1 | K2 | K3,
		['A'] = K1 | K9,
		['N'] = K1 | K2 | K3 | K9,
		['Y'] = K1};

	return code[0] > 0 && code[0] <= 'Z' && code[1] >= '0' && code[1] <= '9' &&
	       (kinds[(unsigned char)code[0]] & 1 << (code[1] - '0')) != 0;
}

bool check_organisation(const char code[9])
{
	static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0, check;

	for (int i = 0; i < 8; i++) {
		int value = code[i] <= '9' ? code[i] - '0' : code[i] - 'A' + 10;

		sum += value * weights[i];
	}
	check = 11 - sum % 11;
	return code[8] == (check == 10 ? 'X' : (char)('0' + check % 11));
}

bool check_region(const struct screen_rule_data *data, const char *digits, size_t n)
{
	int number = number_of(digits, n);

	if (number < 0 || data->regions == NULL)
		return false;
	for (; n < 6; n++)
		number *= 10;
	return (data->regions[number / 8] & (1 << (number % 8))) != 0;
}

const struct screen_prefix *check_prefix(
	const struct screen_rule_data *data, const char *digits, size_t n)
{
	const struct screen_prefix *best = NULL;
	int pair = n < 2 ? -1 : number_of(digits, 2);

	if (pair >= 0 && n < 32 && (data->pairs[pair] & 1u << n) == 0)
		return NULL;
	for (size_t i = 0; i < data->prefix_count; i++) {
		const struct screen_prefix *prefix = &data->prefixes[i];

		if (n >= prefix->len && memcmp(digits, prefix->digits, prefix->len) == 0 &&
			(prefix->lengths == 0 || (prefix->lengths & (1u << n)) != 0) &&
			(best == NULL || prefix->len > best->len))
			best = prefix;
	}
	return best;
}

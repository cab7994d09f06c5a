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

/* GB 32100: 31 signs, without I O S V Z; each place weighs three times the one before it. */
bool check_credit_code(const char code[18])
{
	static const char signs[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	int sum = 0, weight = 1, last = 0;

	for (int i = 0; i < 18; i++) {
		const char *sign = code[i] != '\0' ? strchr(signs, code[i]) : NULL;

		if (sign == NULL)
			return false;
		last = (int)(sign - signs);
		if (i < 17)
			sum += last * weight;
		weight = weight * 3 % 31;
	}
	return (31 - sum % 31) % 31 == last;
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

	for (size_t i = 0; i < data->prefix_count; i++) {
		const struct screen_prefix *prefix = &data->prefixes[i];

		if (n >= prefix->len && memcmp(digits, prefix->digits, prefix->len) == 0 &&
			(prefix->lengths == 0 || (prefix->lengths & (1u << n)) != 0) &&
			(best == NULL || prefix->len > best->len))
			best = prefix;
	}
	return best;
}

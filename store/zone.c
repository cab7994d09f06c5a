/* SPDX-License-Identifier: MIT */
#include "store/zone.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"

enum { DAY_SECONDS = 86400, HOUR = 3600, COUNTS = 6, HEADER_SIZE = 44, KIND_SIZE = 6 };
enum { UTS, STANDARDS, LEAPS, CHANGES, KINDS, LETTERS }; /* the counts, in their order */

void zone_release(struct zone *zone)
{
	free(zone->at);
	free(zone->to);
	*zone = (struct zone){0};
}

/* -- What holds from the last change on ------------------------------------------------------ */

static bool take_char(const char **p, char c)
{
	if (**p != c)
		return false;
	++*p;
	return true;
}

static bool take_number(const char **p, int max, int *n)
{
	int digits = 0;

	for (*n = 0; **p >= '0' && **p <= '9' && digits < 4; ++*p, digits++)
		*n = *n * 10 + (**p - '0');
	return digits > 0 && *n <= max;
}

/* CST, or <+08>: at least three characters. */
static bool take_name(const char **p)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	size_t n;

	if (take_char(p, '<')) {
		n = strcspn(*p, ">");
		*p += n;
		return n >= 3 && take_char(p, '>');
	}
	n = strspn(*p, letters);
	*p += n;
	return n >= 3;
}

/* [+-]hh[:mm[:ss]], in seconds. */
static bool take_time(const char **p, int *seconds)
{
	bool minus = take_char(p, '-');
	int part, unit = HOUR;

	if (!minus)
		(void)take_char(p, '+');
	*seconds = 0;
	do {
		if (!take_number(p, unit == HOUR ? 167 : 59, &part))
			return false;
		*seconds += part * unit;
		unit /= 60;
	} while (unit > 0 && take_char(p, ':'));
	if (minus)
		*seconds = -*seconds;
	return true;
}

static bool take_day(const char **p, struct zone_day *day)
{
	bool ok;

	day->form = take_char(p, 'M') ? ZONE_WEEK : take_char(p, 'J') ? ZONE_JULIAN : ZONE_COUNT;
	if (day->form == ZONE_WEEK)
		ok = take_number(p, 12, &day->month) && day->month > 0 && take_char(p, '.') &&
		     take_number(p, 5, &day->week) && day->week > 0 && take_char(p, '.') &&
		     take_number(p, 6, &day->day);
	else
		ok = take_number(p, 365, &day->day) && (day->form == ZONE_COUNT || day->day > 0);
	day->time = 2 * HOUR;
	return ok && (!take_char(p, '/') || take_time(p, &day->time));
}

/* "CST-8", "GMT0BST,M3.5.0/1,M10.5.0". */
static bool read_rule(const char *p, struct zone_rule *rule)
{
	if (*p == '\0')
		return true;
	rule->is_there = true;
	if (!take_name(&p) || !take_time(&p, &rule->standard))
		return false;
	rule->standard = -rule->standard;
	if (*p == '\0')
		return true;
	rule->has_summer = true;
	rule->summer = rule->standard + HOUR;
	if (!take_name(&p))
		return false;
	if (*p != ',') {
		if (!take_time(&p, &rule->summer))
			return false;
		rule->summer = -rule->summer;
	}
	return take_char(&p, ',') && take_day(&p, &rule->begin) && take_char(&p, ',') &&
	       take_day(&p, &rule->end) && *p == '\0';
}

static bool is_leap(int year)
{
	return day_make(year, 3, 1) - day_make(year, 2, 1) == 29;
}

/* Seconds since 1970, by the clock on the wall. */
static int64_t moment_in(const struct zone_day *rule, int year)
{
	int first = day_make(year, rule->form == ZONE_WEEK ? rule->month : 1, 1), day;

	switch (rule->form) {
	case ZONE_WEEK:
		/* Theirs begins on Sunday, ours on Monday; the fifth is the last. */
		day = first + (rule->day + 6 - day_weekday(first)) % 7 + 7 * (rule->week - 1);
		while (day >= day_add_months(first, 1))
			day -= 7;
		break;
	case ZONE_JULIAN: day = first + rule->day - 1 + (is_leap(year) && rule->day >= 60); break;
	case ZONE_COUNT:
	default: day = first + rule->day; break;
	}
	return day_seconds(day) + rule->time;
}

static int by_rule(const struct zone_rule *rule, int64_t time)
{
	int64_t local = time + rule->standard, days = local / DAY_SECONDS, begin, end;
	int year, month, mday;
	bool is_summer;

	if (!rule->has_summer)
		return rule->standard;
	day_split(DAY_1970 + (int)days, &year, &month, &mday);
	begin = moment_in(&rule->begin, year) - rule->standard;
	end = moment_in(&rule->end, year) - rule->summer;
	is_summer = begin < end ? time >= begin && time < end : time >= begin || time < end;
	return is_summer ? rule->summer : rule->standard;
}

int zone_offset(const struct zone *zone, int64_t time)
{
	size_t low = 0, high = zone->n;

	if (zone->rule.is_there && (zone->n == 0 || time >= zone->at[zone->n - 1]))
		return by_rule(&zone->rule, time);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->at[middle] <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return zone->offsets[low == 0 ? 0 : zone->to[low - 1]];
}

/* -- The table ------------------------------------------------------------------------------- */

static int64_t number_at(const char *p, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | (unsigned char)p[i];
	return n == 4 ? (int32_t)(uint32_t)value : (int64_t)value;
}

struct part {
	size_t counts[COUNTS];
	const char *body;
	size_t size;
};

/* A header, and how long what follows it is; false where the file ends before. */
static bool read_part(const char *p, const char *end, size_t word, struct part *part)
{
	static const char magic[] = {'T', 'Z', 'i', 'f'};
	const size_t sizes[COUNTS] = {1, 1, word + 4, word + 1, KIND_SIZE, 1};

	if (end - p < HEADER_SIZE || memcmp(p, magic, sizeof(magic)) != 0)
		return false;
	part->body = p + HEADER_SIZE;
	part->size = 0;
	for (size_t i = 0; i < COUNTS; i++) {
		int64_t count = number_at(p + 20 + 4 * i, 4);

		if (count < 0 || count > end - p)
			return false;
		part->counts[i] = (size_t)count;
		part->size += part->counts[i] * sizes[i];
	}
	return part->size <= (size_t)(end - part->body);
}

static bool read_changes(struct zone *zone, const struct part *part)
{
	const size_t n = part->counts[CHANGES];
	const char *at = part->body, *to = at + 8 * n, *kinds = to + n;

	zone->kinds = part->counts[KINDS];
	if (zone->kinds == 0 || zone->kinds > 256)
		return false;
	for (size_t i = 0; i < zone->kinds; i++) {
		int64_t offset = number_at(kinds + KIND_SIZE * i, 4);

		if (offset < -26 * HOUR || offset > 26 * HOUR)
			return false;
		zone->offsets[i] = (int)offset;
	}
	zone->n = n;
	zone->at = xcalloc(n + 1, sizeof(*zone->at));
	zone->to = xcalloc(n + 1, 1);
	memcpy(zone->to, to, n);
	for (size_t i = 0; i < n; i++) {
		zone->at[i] = number_at(at + 8 * i, 8);
		if (zone->to[i] >= zone->kinds || (i > 0 && zone->at[i] <= zone->at[i - 1]))
			return false;
	}
	return true;
}

/* The footer: a line of its own. */
static bool read_footer(struct zone *zone, const char *p, const char *end)
{
	const char *stop;
	char *text;
	bool ok;

	if (p >= end || *p++ != '\n')
		return false;
	stop = memchr(p, '\n', (size_t)(end - p));
	if (stop == NULL)
		return false;
	text = xstrndup(p, (size_t)(stop - p));
	ok = read_rule(text, &zone->rule);
	free(text);
	return ok;
}

bool zone_parse(struct zone *zone, const char *bytes, size_t len, struct err *err)
{
	const char *end = bytes + len;
	struct part old, part;

	*zone = (struct zone){0};
	/* The first is for programs of before 2038; files of that time alone have no second. */
	if (read_part(bytes, end, 4, &old) && read_part(old.body + old.size, end, 8, &part) &&
		read_changes(zone, &part) && read_footer(zone, part.body + part.size, end))
		return true;
	zone_release(zone);
	return err_set(err, ERR_INPUT, _("not a table of a time zone"));
}

/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include "store/clock.h"
#include "store/zone.h"
#include "tests/store/site.h"

static char *table_of(const char *zone, size_t *len)
{
	enum { MOST = 65536 };
	char *path = xasprintf("/usr/share/zoneinfo/%s", zone), *bytes = xcalloc(MOST, 1);
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	*len = fread(bytes, 1, MOST, f);
	fclose(f);
	free(path);
	return bytes;
}

/* Where the C library can read the zone, it is right. */
static void it_agrees_with_the_c_library(void **state)
{
	static const char *const zones[] = {"Asia/Shanghai", "Europe/London", "Europe/Dublin",
		"America/New_York", "America/St_Johns", "America/Santiago", "Australia/Lord_Howe",
		"Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Asia/Gaza", "Pacific/Apia",
		"Antarctica/Troll", "America/Nuuk", "UTC", "EST", "EST5EDT"};

	(void)state;
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		struct zone zone;
		size_t len;
		char *bytes = table_of(zones[i], &len);

		MUST(zone_parse(&zone, bytes, len, &err));
		setenv("TZ", zones[i], 1);
		tzset();
		/* 1970 to 2100, every 16 hours and some. */
		for (time_t at = 0; at < 4102444800; at += 57601) {
			struct tm tm;

			localtime_r(&at, &tm);
			if (zone_offset(&zone, at) != tm.tm_gmtoff)
				fail_msg("%s at %lld: %d and not %ld", zones[i], (long long)at,
					zone_offset(&zone, at), tm.tm_gmtoff);
		}
		zone_release(&zone);
		free(bytes);
	}
}

/* The second of a change is of what comes. */
static void a_change_is_exact(void **state)
{
	static const struct {
		const char *zone;
		int64_t at;
		int before, after;
	} cases[] = {
		{"Europe/London", 1774746000, 0, 3600}, /* 2026-03-29 01:00 */
		{"Europe/London", 1792890000, 3600, 0}, /* 2026-10-25 02:00 */
		{"Europe/London", 2531955600, 0, 3600}, /* 2050-03-27: by the rule, not the table */
		{"Australia/Lord_Howe", 1775314800, 39600, 37800}, /* 2026-04-05, half an hour */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct zone zone;
		size_t len;
		char *bytes = table_of(cases[i].zone, &len);

		MUST(zone_parse(&zone, bytes, len, &err));
		assert_int_equal(zone_offset(&zone, cases[i].at - 1), cases[i].before);
		assert_int_equal(zone_offset(&zone, cases[i].at), cases[i].after);
		zone_release(&zone);
		free(bytes);
	}
}

static void a_damaged_table_does_no_harm(void **state)
{
	struct zone zone;
	struct err err = {0};
	size_t len;
	char *bytes = table_of("Europe/London", &len);

	(void)state;
	for (size_t n = 0; n < len; n++) {
		char *part = xcalloc(n + 1, 1); /* of its own, so that a step beyond is seen */

		memcpy(part, bytes, n);
		assert_false(zone_parse(&zone, part, n, &err));
		free(part);
	}
	for (size_t i = 0; i < len; i++) {
		bytes[i] = (char)~bytes[i];
		if (zone_parse(&zone, bytes, len, &err)) {
			(void)zone_offset(&zone, 0);
			(void)zone_offset(&zone, 4102444800);
		}
		zone_release(&zone);
		bytes[i] = (char)~bytes[i];
	}
	free(bytes);
}

/* Not UTC, without a word: no store, and no decision. */
static void a_zone_that_is_not_there_is_said(void **state)
{
	struct pack_files files = {0};
	struct session session;
	struct store *store;
	struct err why = {0};

	(void)state;
	assert_int_equal(scratch_run("cp -r " GONGKAI_PACKDIR "/cn nowhere && sed -i "
				     "s,Asia/Shanghai,Asia/Nowhere, nowhere/pack.ini"),
		0);
	MUST(pack_files_read("nowhere", &files, &err));
	assert_false(store_create("nowhere-store", &files, &why));
	assert_non_null(strstr(why.text, "/usr/share/zoneinfo/Asia/Nowhere"));
	assert_int_not_equal(access("nowhere-store", F_OK), 0);
	store = site_make();
	session_open_site(&session, store);
	MUST(pack_files_read("nowhere", &files, &err));
	assert_false(session_adopt(&session, "cn", &files, &why));
	assert_non_null(strstr(why.text, "Asia/Nowhere"));
	pack_files_release(&files);
	session_release(&session);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(it_agrees_with_the_c_library),
		TEST(a_change_is_exact),
		TEST(a_damaged_table_does_no_harm),
		TEST(a_zone_that_is_not_there_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */

/* Hostile notices: whatever comes, what is found lies within the text and is text. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/notice.h"
#include "core/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rules[] =
	"[pack]\ncode = x\nversion = 1\nname.en = x\nname.zh = x\ntimezone = Asia/Shanghai\n"
	"[attribute open]\nname.en = x\nname.zh = x\npublic = yes\n"
	"[notice]\nnumerals = 一 二 三 十 十一\nlevels = \"#、 (#)|(%) #是|%.\"\n"
	"places = \"# (#) %\"\nends = \"。|;\"\nbetween = \"、|,\"\nparts = \";\"\nlabels = \":\"\n"
	"deadlines = 前|内\ngroups = 各*|开发区\nfurniture = 打印|字体\ncounts = {n}个方面\n"
	"[notice-party own]\nname.en = x\nname.zh = x\nbefore = 责任单位\n"
	"[notice-party lead]\nname.en = x\nname.zh = x\nbefore = 牵头单位\nafter = 牵头|参照\n"
	"[notice-date day]\nwords = {y}年{m}月{d}日|{m}月{d}日|{m}月底|第{q}季度|{y}-{m}-{d}\n"
	"[notice-date end]\nwords = {y}年底|年底\non = 12-31\n";

static struct pack *make_pack(void)
{
	struct pack_files files = {0};
	struct pack *pack;
	struct err err;

	pack_files_add(&files, "pack.ini", rules, sizeof(rules) - 1);
	pack = pack_new(&files, "0", &err);
	if (pack == NULL)
		abort();
	return pack;
}

static void check_text(const char *s, bool is_utf8)
{
	if (s == NULL || (is_utf8 && !text_is_utf8(s, strlen(s))))
		abort();
}

static void check_clause(const struct notice_clause *clause, bool is_utf8)
{
	size_t len = strlen(clause->text);

	check_text(clause->text, is_utf8);
	check_text(clause->title, is_utf8);
	check_text(clause->place, is_utf8);
	for (size_t i = 0; i < clause->party_count; i++) {
		check_text(clause->parties[i].name, is_utf8);
		if (*clause->parties[i].name == '\0' || clause->parties[i].role == NULL)
			abort();
	}
	for (size_t i = 0; i < clause->date_count; i++) {
		const struct notice_date *date = &clause->dates[i];

		check_text(date->words, is_utf8);
		if (date->day == DAY_NONE || date->from > date->to || date->to > len)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pack *pack;
	char *text = xstrndup((const char *)data, size);
	bool is_utf8 = text_is_utf8(text, strlen(text));
	const char *names[] = {"市财政局", NULL};
	struct notice notice;
	struct err err;

	if (pack == NULL)
		pack = make_pack();
	if (notice_read(&notice, pack, text, &err)) {
		for (size_t i = 0; i < notice.clause_count; i++) {
			check_clause(&notice.clauses[i], is_utf8);
			(void)notice_due(&notice.clauses[i], names);
		}
		for (size_t i = 0; i < notice.oddity_count; i++)
			check_text(notice.oddities[i].what, is_utf8);
		notice_release(&notice);
	}
	free(text);
	return 0;
}

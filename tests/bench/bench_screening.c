/* SPDX-License-Identifier: MIT */
/* screening: megabytes of text a second on one core, by the rules of packs/cn: laws, which have
 * nothing in them, tables of amounts, which have numbers that are none of what is sought, and lists
 * of people, which are full of it; beside the same text only looked at for being UTF-8. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screener.h"
#include "core/text.h"
#include "store/packdir.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

enum { BYTES = 16 << 20, TURNS = 5 };

static void fill(struct str *text, const char *piece, size_t len)
{
	while (text->len < BYTES)
		str_addn(text, piece, len);
}

static void add_laws(const struct pack *pack, struct str *text)
{
	while (text->len < BYTES) {
		for (size_t i = 0; i < pack->files.n; i++) {
			if (starts_with(pack->files.v[i].path, "law/"))
				str_addn(text, pack->files.v[i].text, pack->files.v[i].len);
		}
	}
}

/* goal: megabytes a second; 0: told alone. */
static void run(
	const struct screener *screener, const char *name, const struct str *text, double goal)
{
	double best = 0, floor = 0;
	size_t n = 0;

	for (int i = 0; i < TURNS; i++) {
		struct findings findings = {0};
		double start = cpu_us(), rate;

		screener_scan(screener, text->buf, text->len, &findings);
		rate = (double)text->len / (cpu_us() - start);
		best = rate > best ? rate : best;
		start = cpu_us();
		need(text_is_utf8(text->buf, text->len), "the text is no UTF-8");
		rate = (double)text->len / (cpu_us() - start);
		floor = rate > floor ? rate : floor;
		n = findings.n;
		findings_release(&findings);
	}
	printf("%-28s %zu MB, %zu findings; %.0f MB/s as UTF-8 alone, %.1f x\n", name,
		text->len >> 20, n, floor, floor / best);
	tell_least("  MB/s", best, goal);
}

int main(void)
{
	static const char list[] = "12\t张三\t110101199003070011\t13800138000\t福建省闽侯县上街镇侯"
				   "官村3组12号\t6222021234567890123\n"
				   "13\t李四\t350102198501010024\t13900139000\t福建省福州市鼓楼区五"
				   "四路12号3栋501室\t联系电话 0591-87654321\n";
	static const char amounts[] =
		"2010301\t行政运行\t13850600.52\t12,500.00\t0.00\t13838100.52\n"
		"2013102\t一般行政管理事务\t159605002.49\t138.50\t1,385.06\t"
		"159603478.93\n合计\t\t173455603.01\t12638.50\t1385.06\n";
	static const char illness[] =
		"患者王小明，男，45岁，因糖尿病入院治疗。学生李思，四年级2班，家庭"
		"经济困难。\n";
	struct err err;
	struct pack *pack = packdir_load("packs/cn", &err);
	struct screener *screener;
	double start;
	struct str laws = {0}, people = {0}, tables = {0}, digits = {0}, letters = {0};
	struct str persons = {0}, labelled = {0};

	need(pack != NULL, err.text);
	start = cpu_us();
	screener = screener_new(pack);
	printf("%-28s %.0f us\n", "the rules into a table", cpu_us() - start);
	add_laws(pack, &laws);
	fill(&people, list, sizeof(list) - 1);
	fill(&persons, illness, sizeof(illness) - 1);
	fill(&tables, amounts, sizeof(amounts) - 1);
	fill(&digits, "138 001 9 ", 10);
	str_add(&labelled, "账号、卡号、身份证号、手机、信用代码见附件。\n");
	fill(&labelled, "2024年138号，138 001 9元；", strlen("2024年138号，138 001 9元；"));
	fill(&letters, "abc 123 def ", 12);
	run(screener, "laws", &laws, 50);
	run(screener, "tables of amounts", &tables, 50);
	run(screener, "lists of people", &people, 50);
	run(screener, "people and their illness", &persons, 50);
	run(screener, "numbers alone", &digits, 50);
	run(screener, "numbers after labels", &labelled, 50);
	run(screener, "letters and numbers", &letters, 50);
	str_release(&laws);
	str_release(&people);
	str_release(&persons);
	str_release(&labelled);
	str_release(&tables);
	str_release(&digits);
	str_release(&letters);
	screener_free(screener);
	pack_free(pack);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* diff: two versions of a paper of 10,000 lines compared by lines and words, as they come and at
 * their worst, beside a look at every byte of both. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/diff.h"
#include "core/mem.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

enum { LINES = 10000, LONG = 1 << 20, TURNS = 3 };

static unsigned state = 7;

static unsigned draw(unsigned below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

/* A sentence of the paper; another seed is another sentence. */
static void add_line(struct str *text, unsigned seed)
{
	static const char signs[] =
		"的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分";
	unsigned kept = state;

	state = seed * 2654435761u + 1;
	for (int i = 0; i < 30; i++)
		str_addn(text, signs + 3 * draw((sizeof(signs) - 1) / 3), 3);
	str_addf(text, "%u。\n", seed);
	state = kept;
}

static void add_lines(struct str *text, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++)
		add_line(text, i);
}

static size_t look(const char *text)
{
	size_t n = 1;

	for (; *text != '\0'; text++)
		n += *text == '\n' ? 1 : 0;
	return n;
}

static void run(const char *name, const struct str *from, const struct str *to, double most)
{
	double best = 1e18, floor = 1e18;
	size_t rows = 0;

	for (int i = 0; i < TURNS; i++) {
		double start = cpu_us(), took;
		struct diff diff;

		diff_init(&diff, str_get(from), str_get(to));
		took = cpu_us() - start;
		best = took < best ? took : best;
		rows = diff.n;
		diff_release(&diff);
		start = cpu_us();
		need(look(str_get(from)) + look(str_get(to)) > 0, "no lines");
		took = cpu_us() - start;
		floor = took < floor ? took : floor;
	}
	printf("%-28s %zu rows; %.1f ms, %.0f x looking at every byte\n", name, rows, best / 1e3,
		best / floor);
	tell_ratio("  ms", best / 1e3, most);
}

static void change_some(struct str *to, const struct str *from, size_t every)
{
	str_addn(to, str_get(from), from->len);
	for (size_t i = every; i < to->len; i += every) {
		while (i < to->len && (to->buf[i] < '0' || to->buf[i] > '9'))
			i++;
		if (i < to->len)
			to->buf[i] = (char)('0' + ('9' - to->buf[i]));
	}
}

static void run_papers(const struct str *paper)
{
	struct str edited = {0}, other = {0}, moved = {0}, turned = {0};

	change_some(&edited, paper, 2500);
	add_lines(&other, LINES, 2 * LINES);
	for (unsigned block = 0; block < 10; block++)
		add_lines(&moved, (9 - block) * LINES / 10, (10 - block) * LINES / 10);
	for (unsigned i = LINES; i-- > 0;)
		add_line(&turned, i);
	run("the same", paper, paper, 100);
	run("a word in every 25th line", paper, &edited, 100);
	run("ten blocks in another order", paper, &moved, 1000);
	run("all lines different", paper, &other, 1000);
	run("its lines from last to first", paper, &turned, 1000);
	str_release(&edited);
	str_release(&other);
	str_release(&moved);
	str_release(&turned);
}

static void run_repeated(void)
{
	struct str ones = {0}, twos = {0}, few = {0};

	for (int i = 0; i < LINES; i++) {
		str_add(&ones, i % 2 == 0 ? "甲\n" : "乙\n");
		str_add(&twos, i % 3 == 0 ? "甲\n" : "乙\n");
	}
	for (int i = 0; i < LINES; i++)
		str_add(&few, draw(2) == 0 ? "甲\n" : "乙\n");
	run("two lines without end", &ones, &twos, 1000);
	run("the same, by chance", &ones, &few, 1000);
	str_release(&ones);
	str_release(&twos);
	str_release(&few);
}

/* As much as a paper may hold of what is hardest: nothing tells one line from another. */
static void run_many(void)
{
	struct str from = {0}, to = {0};

	for (int i = 0; i < 50 * LINES; i++) {
		str_add(&from, draw(2) == 0 ? "甲\n" : "乙\n");
		str_add(&to, draw(2) == 0 ? "甲\n" : "乙\n");
	}
	run("500,000 lines by chance", &from, &to, 5000);
	str_release(&from);
	str_release(&to);
}

static void run_long(void)
{
	struct str line = {0}, edited = {0}, other = {0}, dense = {0}, sparse = {0};

	while (line.len < LONG) {
		add_line(&line, (unsigned)line.len);
		line.buf[line.len - 1] = ' ';
	}
	change_some(&edited, &line, 2500);
	while (other.len < LONG) {
		add_line(&other, 1u << 20 | (unsigned)other.len);
		other.buf[other.len - 1] = ' ';
	}
	while (dense.len < LONG)
		str_addc(&dense, draw(2) == 0 ? 'a' : ' ');
	while (sparse.len < LONG)
		str_addc(&sparse, draw(2) == 0 ? 'b' : ' ');
	run("a line of 1 MB, some words", &line, &edited, 1000);
	run("a line of 1 MB, another", &line, &other, 1000);
	run("words of one letter, 1 MB", &dense, &sparse, 1000);
	str_release(&line);
	str_release(&edited);
	str_release(&other);
	str_release(&dense);
	str_release(&sparse);
}

int main(void)
{
	struct str paper = {0};

	add_lines(&paper, 0, LINES);
	run_papers(&paper);
	run_repeated();
	run_many();
	run_long();
	str_release(&paper);
	return 0;
}

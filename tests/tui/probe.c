/* SPDX-License-Identifier: MIT */
/* A program for the screen driver to be tested on: shows the keys it got, in the way a terminal
 * program with one poll() works. Keys that do more: see acts. With --no-wake it reports idle alone;
 * with --timer it also wakes up all the time on its own. */
#include <curses.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOG_MAX = 200, WORK_ROUNDS = 1000000 };

static struct probe {
	int reports; /* -1: nobody asked */
	bool wakes, timer;
	int count;
	char log[LOG_MAX];
	volatile unsigned work;
} probe = {.reports = -1, .wakes = true};

static void report(char c)
{
	if (probe.reports >= 0 && write(probe.reports, &c, 1) != 1)
		probe.reports = -1;
}

static void note(const char *text)
{
	size_t n = strlen(probe.log);

	if (n + strlen(text) + 1 > sizeof(probe.log))
		n = 0;
	memcpy(probe.log + n, text, strlen(text) + 1);
}

static void draw(void)
{
	erase();
	attrset(A_BOLD | A_REVERSE | COLOR_PAIR(1));
	mvaddstr(0, 0, "政务公开 probe");
	attrset(A_NORMAL);
	mvprintw(1, 0, "%dx%d keys %d home %s", COLS, LINES, probe.count, getenv("HOME"));
	attrset(A_UNDERLINE | COLOR_PAIR(2));
	mvaddstr(2, 0, "公开 yes");
	attrset(A_NORMAL);
	mvaddstr(3, 0, getenv("NO_COLOR") != NULL ? "mono" : "colours");
	mvaddstr(4, 0, probe.log);
	refresh();
}

/* Terminal states that a test wants to see, by key. */
static const struct {
	int key;
	const char *bytes;
} acts[] = {
	{'M', "\033[?1000h\033[?1006h"}, {'P', "\033[?2004h"}, {'Q', "\033[?2026$p"},
	{'C', "\033[6n"},
	{'O', "\033[6;1H\344\270\255\033[6;2Hx"}, /* overwrites the right half of a character */
	{'B', "\033[7;1H\342\200\256x"}, /* a bidi override */
};

static void work(void)
{
	for (unsigned n = 0; n < WORK_ROUNDS; n++)
		probe.work += n;
}

static void act(int key)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (acts[i].key == key &&
			write(STDOUT_FILENO, acts[i].bytes, strlen(acts[i].bytes)) < 0)
			exit(2);
	}
	if (key == 'W') { /* slow, so that a report of something else would come first */
		work();
		note("[worked]");
	}
}

static void take(int key)
{
	char text[32];

	probe.count++;
	if (key == KEY_RESIZE)
		snprintf(text, sizeof(text), "[resize]");
	else if (key >= KEY_MIN)
		snprintf(text, sizeof(text), "[%s]", keyname(key) != NULL ? keyname(key) : "?");
	else if (key < ' ' || key == 0x7f)
		snprintf(text, sizeof(text), "<%02x>", (unsigned)key);
	else
		snprintf(text, sizeof(text), "%c", key);
	note(text);
}

static void loop(void)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	const struct timespec tick = {.tv_nsec = 1000000};
	sigset_t resize, none;
	bool more = true;

	/* ppoll, because a resize between the report and a plain poll would not end the poll */
	sigemptyset(&none);
	sigemptyset(&resize);
	sigaddset(&resize, SIGWINCH);
	sigprocmask(SIG_BLOCK, &resize, NULL);
	draw();
	while (more) {
		int key, last = ERR;

		if (probe.timer)
			work(); /* between finding no input and saying so: keys cross the report */
		report('\n');
		ppoll(&in, 1, probe.timer ? &tick : NULL, &none);
		if (probe.wakes)
			report('r');
		while ((key = getch()) != ERR) {
			take(key);
			last = key;
			if (key == 'X')
				_exit(3);
			more = more && key != 'q';
		}
		if (last == 'W')
			act(last);
		draw();
		if (last != 'W')
			act(last);
	}
}

int main(int argc, char **argv)
{
	const char *fd = getenv("GONGKAI_TEST_FD");

	if (setlocale(LC_ALL, "") == NULL)
		setlocale(LC_ALL, "C.UTF-8");
	for (int i = 1; i < argc; i++) {
		probe.wakes = probe.wakes && strcmp(argv[i], "--no-wake") != 0;
		probe.timer = probe.timer || strcmp(argv[i], "--timer") == 0;
	}
	if (fd != NULL)
		probe.reports = (int)strtol(fd, NULL, 10);
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	if (getenv("NO_COLOR") == NULL)
		start_color();
	use_default_colors();
	init_pair(1, COLOR_YELLOW, COLOR_BLUE);
	init_pair(2, COLOR_RED, -1);
	loop();
	endwin();
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include "tests/tui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

enum {
	REPORT_FD = 3, /* what the environment of the program names */
	CHUNK = 1024, /* typed at once; the kernel's line buffer holds 4096 */
	TICK = 1, /* milliseconds between looks at what has no event */
};

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	stopped = number;
}

void term_catch_signals(void)
{
	struct sigaction action = {.sa_handler = stop};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

bool term_stopped(void)
{
	return stopped != 0;
}

int64_t term_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* libvterm shows every character as wide as libc says; a terminal that does not is asked once, by
 * a quotation mark in the first columns. */
static void add_reply(const char *bytes, size_t n, void *user)
{
	struct term *term = user;

	if (term->is_wide && n > 3 && memcmp(bytes + n - 3, ";2R", 3) == 0)
		str_addf(&term->replies, "%.*s;3R", (int)n - 3, bytes);
	else
		str_addn(&term->replies, bytes, n);
}

/* libvterm does not know synchronised updates and says so; we claim to have them, so that
 * programs take the path they take in a modern terminal. */
static void claim_sync(struct term *term)
{
	char *hit;

	if (term->replies.len > 0 && (hit = strstr(term->replies.buf, "\033[?2026;0$y")) != NULL)
		hit[8] = modes_on(&term->modes, MODE_SYNC) ? '1' : '2';
}

/* The program, in its own process group in front, as a shell would start it. */
static void run_program(const struct term_options *options)
{
	sigset_t none;

	setpgid(0, 0);
	tcsetpgrp(STDIN_FILENO, getpid());
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int n = 1; n < NSIG; n++)
		signal(n, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	close_range(REPORT_FD + 1, ~0u, 0);
	if (chdir(options->dir) == 0)
		execve(options->program, options->argv, options->env);
	perror(options->program);
	_exit(127);
}

/* Starts the program and stays, so that the session and with it the terminal's settings outlive the
 * program: when a session's leader dies the kernel resets them, and nobody could compare. */
static void lead(int slave, int reports, int events, const struct term_options *options)
{
	int status = 0;
	pid_t pid;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	/* out of the way of 0 to 3 first, whatever they were */
	slave = fcntl(slave, F_DUPFD_CLOEXEC, 10);
	reports = fcntl(reports, F_DUPFD_CLOEXEC, 10);
	events = fcntl(events, F_DUPFD_CLOEXEC, 10);
	if (login_tty(slave) != 0 || dup2(reports, REPORT_FD) < 0)
		_exit(127);
	pid = fork();
	if (pid == 0)
		run_program(options);
	close_range(REPORT_FD, (unsigned)events - 1, 0);
	close_range((unsigned)events + 1, ~0u, 0);
	setpgid(pid, pid);
	if (write(events, &pid, sizeof(pid)) != sizeof(pid))
		_exit(127);
	do { /* whoever stops itself comes back at once, as by `fg` */
		if (WIFSTOPPED(status))
			kill(-pid, SIGCONT);
		status = 0;
	} while (waitpid(pid, &status, WUNTRACED) < 0 ? errno == EINTR : WIFSTOPPED(status));
	if (write(events, &status, sizeof(status)) != sizeof(status))
		_exit(127);
	for (;;)
		pause();
}

static bool open_screen(struct term *term, const struct term_options *options)
{
	VTermScreen *screen;

	term->vt = vterm_new(options->rows, options->cols);
	if (term->vt == NULL)
		return false;
	vterm_set_utf8(term->vt, 1);
	vterm_output_set_callback(term->vt, add_reply, term);
	screen = vterm_obtain_screen(term->vt);
	vterm_screen_enable_altscreen(screen, 1);
	vterm_screen_reset(screen, 1);
	return true;
}

static bool open_pty(struct term *term, const struct term_options *options)
{
	struct winsize size = {
		.ws_row = (unsigned short)options->rows,
		.ws_col = (unsigned short)options->cols,
	};

	if (openpty(&term->master, &term->slave, NULL, NULL, &size) != 0)
		return false;
	fcntl(term->master, F_SETFD, FD_CLOEXEC);
	fcntl(term->slave, F_SETFD, FD_CLOEXEC);
	fcntl(term->master, F_SETFL, O_RDWR | O_NONBLOCK);
	return tcgetattr(term->slave, &term->before) == 0;
}

bool term_open(struct term *term, const struct term_options *options, struct err *err)
{
	int reports[2] = {-1, -1}, events[2] = {-1, -1};
	bool ok;

	*term = (struct term){
		.master = -1,
		.slave = -1,
		.reports = -1,
		.events = -1,
		.quiet = options->quiet,
		.deadline = options->deadline,
		.is_wide = options->is_wide,
	};
	if (options->root != NULL &&
		!charset_open(&term->charset, options->root, options->lang, err))
		return false;
	ok = open_screen(term, options) && open_pty(term, options) &&
	     pipe2(reports, O_CLOEXEC) == 0 && pipe2(events, O_CLOEXEC) == 0;
	term->reports = reports[0];
	term->events = events[0];
	if (ok) {
		fcntl(term->reports, F_SETFL, O_NONBLOCK);
		fflush(NULL);
		term->leader = fork();
		if (term->leader == 0)
			lead(term->slave, reports[1], events[1], options);
	}
	close(reports[1]);
	close(events[1]);
	ok = ok && term->leader > 0 &&
	     read(term->events, &term->pid, sizeof(term->pid)) == sizeof(term->pid);
	if (!ok) {
		err_set(err, ERR_IO, "the pseudo-terminal cannot be made: %s", strerror(errno));
		term_close(term);
	}
	term->running = ok;
	return ok;
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void term_close(struct term *term)
{
	if (term->vt == NULL)
		return;
	if (term->running)
		kill(-term->pid, SIGKILL);
	if (term->leader > 0) {
		kill(term->leader, SIGKILL);
		while (waitpid(term->leader, NULL, 0) < 0 && errno == EINTR)
			;
	}
	shut(&term->master);
	shut(&term->slave);
	shut(&term->reports);
	shut(&term->events);
	vterm_free(term->vt);
	charset_close(&term->charset);
	str_release(&term->replies);
	term->vt = NULL;
	term->running = false;
}

/* The bytes we typed that the program has not read. The poll is not for its answer: it makes the
 * kernel carry what was written on our side over to the program's side before it returns. */
static int unread(const struct term *term)
{
	struct pollfd fd = {.fd = term->slave, .events = POLLIN};
	int n = 0;

	poll(&fd, 1, 0);
	return ioctl(term->slave, FIONREAD, &n) == 0 ? n : 0;
}

static void type(struct term *term, const char *bytes, size_t n)
{
	int64_t until = term_now() + term->deadline;

	while (n > 0 && term->running && term_now() < until) {
		size_t size = n < CHUNK ? n : CHUNK;
		ssize_t done = unread(term) > CHUNK ? -1 : write(term->master, bytes, size);

		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		} else {
			term_pump(term, term_now() + TICK, -1);
		}
	}
	(void)unread(term);
	term->reported = false;
}

/* U+202A to U+202E and U+2066 to U+2069 in UTF-8 */
static void find_bidi(struct term *term, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned tail = (term->tail << 8 | (unsigned char)bytes[i]) & 0xffffffu;

		term->tail = tail;
		if ((tail >= 0xe280aau && tail <= 0xe280aeu) ||
			(tail >= 0xe281a6u && tail <= 0xe281a9u))
			term->bidi = 0x2000u | (tail >> 8 & 1u) << 6 | (tail & 0x3fu);
	}
}

/* Everything the program has written, into the screen; read until the kernel has no more, which
 * for a terminal includes what is still on its way inside it. Bounded, for a program that never
 * stops; far more than the kernel holds for one that does. */
static void drain(struct term *term)
{
	struct str text = {0};
	char buf[4096];
	ssize_t n;

	for (int i = 0; i < 1024 && (n = read(term->master, buf, sizeof(buf))) > 0; i++) {
		term->bytes += (size_t)n;
		str_clear(&text);
		charset_decode(&term->charset, buf, (size_t)n, &text);
		modes_feed(&term->modes, str_get(&text), text.len);
		find_bidi(term, str_get(&text), text.len);
		vterm_input_write(term->vt, str_get(&text), text.len);
		if (term->replies.len > 0) {
			struct str replies = term->replies;

			claim_sync(term);
			term->replies = (struct str){0};
			type(term, replies.buf, replies.len);
			str_release(&replies);
		}
	}
	str_release(&text);
}

/* Takes what the program reported; true when there was anything. */
static bool read_reports(struct term *term)
{
	char buf[256];
	bool any = false;
	ssize_t n;

	while ((n = read(term->reports, buf, sizeof(buf))) > 0) {
		term->reported = buf[n - 1] == '\n';
		any = true;
	}
	return any;
}

static void read_end(struct term *term)
{
	int status = 0;

	if (read(term->events, &status, sizeof(status)) != sizeof(status))
		status = 127 << 8;
	term->running = false;
	term->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	drain(term);
}

bool term_pump(struct term *term, int64_t until, int also)
{
	bool open = term->vt != NULL, running = open && term->running;
	struct pollfd fds[] = {
		{.fd = open ? term->master : -1, .events = POLLIN},
		{.fd = running ? term->reports : -1, .events = POLLIN},
		{.fd = running ? term->events : -1, .events = POLLIN},
		{.fd = also, .events = POLLIN},
	};
	int64_t left = until - term_now();

	if (left <= 0 || stopped || poll(fds, 4, (int)left) <= 0)
		return false;
	if (fds[0].revents != 0)
		drain(term);
	if (fds[1].revents & POLLIN)
		read_reports(term);
	else if (fds[1].revents != 0)
		shut(&term->reports); /* it closed its end, and will never report again */
	if (fds[2].revents != 0)
		read_end(term);
	return true;
}

/* Why this has no race. What we typed is on the program's side (unread saw to it). If then nothing
 * is unread, the program has taken all of it; each time it takes anything it reports "r" before.
 * So when, after that look, the reports still end in the "\n" we saw before, it was written after
 * the last byte was taken: the program did what there was to do and is about to block. A "\n" from
 * before the key cannot pass: the key is unread, or an "r" is there.
 * What it drew is in the terminal by then, so one more drain gets all of it. That may answer a
 * question of the program's, which is typing, which is no longer settled. */
static bool settled(struct term *term)
{
	while (term->reported) {
		if (unread(term) > 0)
			term->reported = false; /* another report follows when it was read */
		if (!read_reports(term)) {
			drain(term);
			return term->reported;
		}
	}
	return false;
}

/* A program that does not report: silence for a while, and everything typed was read. */
static bool settle_quiet(struct term *term, int64_t until)
{
	while (term->running && term_now() < until) {
		if (!term_pump(term, term_now() + term->quiet, -1) && unread(term) == 0)
			return true;
		if (stopped)
			return false;
	}
	return !term->running;
}

bool term_settle(struct term *term, struct err *err)
{
	int64_t until = term_now() + term->deadline;
	bool ok = true;

	if (term->quiet > 0)
		ok = settle_quiet(term, until);
	while (term->quiet == 0 && ok && term->running && !settled(term))
		ok = term_pump(term, until, -1);
	if (ok)
		return true;
	if (stopped)
		return err_set(err, ERR_IO, "interrupted");
	return err_set(err, ERR_IO, "the program is still busy after %d ms", term->deadline);
}

static bool need_running(const struct term *term, struct err *err)
{
	if (term->running)
		return true;
	return err_set(err, ERR_IO, "the program has ended with status %d", term->status);
}

bool term_send(struct term *term, const char *bytes, size_t n, struct err *err)
{
	struct str typed = {0};

	if (!need_running(term, err))
		return false;
	term->bytes = 0;
	charset_encode(&term->charset, bytes, n, &typed);
	type(term, str_get(&typed), typed.len);
	str_release(&typed);
	return true;
}

bool term_paste(struct term *term, const char *text, struct err *err)
{
	bool bracketed = modes_on(&term->modes, MODE_PASTE), ok;
	struct str bytes = {0};

	str_add(&bytes, bracketed ? "\033[200~" : "");
	for (; *text != '\0'; text++)
		str_addc(&bytes, *text == '\n' ? '\r' : *text);
	str_add(&bytes, bracketed ? "\033[201~" : "");
	ok = term_send(term, bytes.buf, bytes.len, err);
	str_release(&bytes);
	return ok;
}

bool term_click(struct term *term, int row, int col, struct err *err)
{
	const struct modes *modes = &term->modes;
	char buf[64];

	if (!modes_on(modes, MODE_CLICK) && !modes_on(modes, MODE_DRAG) &&
		!modes_on(modes, MODE_MOVE))
		return err_set(err, ERR_IO, "the program did not ask for the mouse");
	if (modes_on(modes, MODE_SGR))
		snprintf(buf, sizeof(buf), "\033[<0;%d;%dM\033[<0;%d;%dm", col + 1, row + 1,
			col + 1, row + 1);
	else if (row > 222 || col > 222)
		return err_set(err, ERR_IO, "the old mouse reports end at 222");
	else
		snprintf(buf, sizeof(buf), "\033[M %c%c\033[M#%c%c", col + 33, row + 33, col + 33,
			row + 33);
	return term_send(term, buf, strlen(buf), err);
}

void term_resize(struct term *term, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	int old_rows, old_cols;

	vterm_get_size(term->vt, &old_rows, &old_cols);
	if (rows == old_rows && cols == old_cols)
		return; /* the kernel would send no signal, and the program report nothing */
	term->bytes = 0;
	term->reported = false;
	vterm_set_size(term->vt, rows, cols);
	ioctl(term->master, TIOCSWINSZ, &size);
}

static int color(const VTermColor *from)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(from) || VTERM_COLOR_IS_DEFAULT_BG(from))
		return COLOR_DEFAULT;
	if (VTERM_COLOR_IS_INDEXED(from))
		return from->indexed.idx;
	return COLOR_RGB | from->rgb.red << 16 | from->rgb.green << 8 | from->rgb.blue;
}

static void copy_cell(const VTermScreenCell *from, struct cell *to)
{
	const VTermScreenCellAttrs *attrs = &from->attrs;

	to->width = from->chars[0] == (uint32_t)-1 ? 0 : from->width;
	for (int i = 0; to->width > 0 && i < CELL_CHARS; i++)
		to->chars[i] = from->chars[i];
	to->look = (attrs->bold ? LOOK_BOLD : 0u) | (attrs->underline ? LOOK_UNDERLINE : 0u) |
		   (attrs->italic ? LOOK_ITALIC : 0u) | (attrs->blink ? LOOK_BLINK : 0u) |
		   (attrs->reverse ? LOOK_REVERSE : 0u) | (attrs->strike ? LOOK_STRIKE : 0u);
	to->fg = color(&from->fg);
	to->bg = color(&from->bg);
}

void term_grid(const struct term *term, struct grid *grid)
{
	const VTermScreen *screen = vterm_obtain_screen(term->vt);
	VTermPos cursor;
	int rows, cols;

	vterm_get_size(term->vt, &rows, &cols);
	grid_init(grid, rows, cols);
	for (VTermPos at = {0, 0}; at.row < rows; at.row++) {
		for (at.col = 0; at.col < cols; at.col++) {
			VTermScreenCell cell = {0};

			vterm_screen_get_cell(screen, at, &cell);
			copy_cell(&cell, grid_cell(grid, at.row, at.col));
		}
	}
	vterm_state_get_cursorpos(vterm_obtain_state(term->vt), &cursor);
	grid->row = cursor.row;
	grid->col = cursor.col;
	grid->visible = modes_on(&term->modes, MODE_CURSOR);
}

bool term_termios_restored(const struct term *term)
{
	struct termios now;

	return tcgetattr(term->slave, &now) == 0 && now.c_iflag == term->before.c_iflag &&
	       now.c_oflag == term->before.c_oflag && now.c_cflag == term->before.c_cflag &&
	       now.c_lflag == term->before.c_lflag &&
	       memcmp(now.c_cc, term->before.c_cc, sizeof(now.c_cc)) == 0;
}

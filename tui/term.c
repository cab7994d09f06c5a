/* SPDX-License-Identifier: MIT */
#include "tui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"
#include "tui/glyph.h"
#include "tui/keycode.h"
#include "tui/noise.h"
#include "tui/terminfo.h"

enum {
	PASTE_START = 0x2000, /* codes for define_key; terminfo's own extended keys end far below */
	PASTE_END,
	PASTE_MAX = 1 << 20,
	ESC_LOCAL_MS = 25,
	ESC_REMOTE_MS = 100,
#ifdef GONGKAI_TEST
	PROBE_MS = 10000, /* the tests' terminal answers, however busy the machine is */
#else
	PROBE_MS = 300,
#endif
	SIZE_MAX_CELLS = 1000, /* a terminal that says more is lying */
};

struct term {
	SCREEN *screen;
	FILE *in, *out; /* owns */
	int tty; /* a copy of standard output that stays when a frame is caught */
	int frame; /* memfd; -1: paint straight away */
	bool has_colour, in_paste, has_mouse;
	char *note;
	struct keycode_decoder decoder;
	struct str paste;
	struct str early; /* typed before the first frame; taken first */
	size_t early_taken;
	int paste_start, paste_end;
	attr_t attributes[STYLE_COUNT];
	int pairs[STYLE_COUNT];
	cchar_t *line;
	int line_cols;
};

/* ---- leaving the terminal as it was -------------------------------------------------------------
 */

/* Seen by signal handlers: there is one terminal. */
static struct {
	volatile sig_atomic_t is_open;
	int tty;
	struct termios termios;
} saved = {.tty = -1};

static const char modes_off[] = "\033[?2026l\033[?2004l\033[?1000l\033[?1006l\033[0m\033[?25h";
static const char screen_off[] = "\033[?1049l";

static void put(int fd, const char *s, size_t n)
{
	ssize_t rc = write(fd, s, n);

	(void)rc; /* nothing can be done about it on the way out */
}

static void died(int signal_number)
{
	if (saved.is_open) {
		saved.is_open = 0;
		put(saved.tty, modes_off, sizeof(modes_off) - 1);
		put(saved.tty, screen_off, sizeof(screen_off) - 1);
		tcsetattr(saved.tty, TCSANOW, &saved.termios);
		noise_release();
	}
	raise(signal_number); /* SA_RESETHAND: the second time is the default */
}

static void at_exit(void)
{
	if (!saved.is_open)
		return;
	saved.is_open = 0;
	put(saved.tty, modes_off, sizeof(modes_off) - 1);
	endwin();
	noise_release();
}

static void catch_deaths(void)
{
	static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};
	struct sigaction action = {.sa_handler = died, .sa_flags = (int)SA_RESETHAND};

	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++)
		sigaction(fatal[i], &action, NULL);
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* ---- opening
 * -------------------------------------------------------------------------------------- */

/* Without a multi-byte locale curses drops wide text in silence: any that there is will do. */
static void mend_locale(struct term *term)
{
	static const char *const fallbacks[] = {"C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"};

	if (MB_CUR_MAX > 1)
		return;
	for (size_t i = 0; i < sizeof(fallbacks) / sizeof(*fallbacks); i++) {
		if (setlocale(LC_CTYPE, fallbacks[i]) != NULL) {
			term->note = xasprintf(_("the locale has no Chinese; %s is used (set "
						 "LC_ALL to be rid of this)"),
				fallbacks[i]);
			return;
		}
	}
}

static bool start_curses(struct term *term, struct err *err)
{
	static const char *const kinds[] = {NULL, "xterm-256color", "xterm", "vt100"};

	unsetenv("LINES"); /* they would stand above the window's real size */
	unsetenv("COLUMNS");
	use_tioctl(TRUE);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && term->screen == NULL; i++) {
		if (terminfo_has(kinds[i], fileno(term->out)))
			term->screen = newterm(kinds[i], term->out, term->in);
		if (term->screen != NULL && i > 0 && term->note == NULL)
			term->note =
				xasprintf(_("the terminal '%s' is not known; it is taken for '%s'"),
					getenv("TERM") != NULL ? getenv("TERM") : "", kinds[i]);
	}
	if (term->screen == NULL)
		return err_set(err, ERR_IO, _("no terminal of the kind '%s' is known; set TERM"),
			getenv("TERM") != NULL ? getenv("TERM") : "");
	set_term(term->screen);
	if (tigetstr("cup") != NULL)
		return true;
	endwin(); /* it would write line after line over another */
	delscreen(term->screen);
	term->screen = NULL;
	return err_set(err, ERR_INPUT,
		_("the terminal '%s' cannot move its cursor; set TERM, or use --plain"),
		getenv("TERM") != NULL ? getenv("TERM") : "");
}

static void bind_paste(struct term *term)
{
	term->paste_start = key_defined("\033[200~");
	term->paste_end = key_defined("\033[201~");
	if (term->paste_start <= 0) {
		define_key("\033[200~", PASTE_START);
		term->paste_start = PASTE_START;
	}
	if (term->paste_end <= 0) {
		define_key("\033[201~", PASTE_END);
		term->paste_end = PASTE_END;
	}
	put(term->tty, "\033[?2004h", 8);
}

/* curses reads on behind a report of the mouse that it does not want, be nothing there or not: then
 * it comes back after a tenth of a second, and neither signals nor others' decisions wait for the
 * next key. */
static void read_without_waiting(const struct term *term)
{
	struct termios termios;

	if (tcgetattr(term->tty, &termios) != 0)
		return;
	termios.c_cc[VMIN] = 0;
	termios.c_cc[VTIME] = 1;
	tcsetattr(term->tty, TCSANOW, &termios);
	def_prog_mode();
}

static void set_modes(struct term *term)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	read_without_waiting(term);
	meta(stdscr, TRUE);
	typeahead(-1);
	if (getenv("ESCDELAY") == NULL)
		set_escdelay(getenv("SSH_CONNECTION") != NULL ? ESC_REMOTE_MS : ESC_LOCAL_MS);
	curs_set(1);
	term->has_colour = has_colors() && start_color() == OK && use_default_colors() == OK;
}

struct term *term_open(struct err *err)
{
	static bool is_registered;
	struct term *term = xcalloc(1, sizeof(*term));

	term->tty = term->frame = -1;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(err, ERR_IO,
			_("the screen needs a terminal; see `gongkai --help` for the commands"));
		goto fail;
	}
	mend_locale(term);
	term->in = fdopen(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), "r");
	term->out = fdopen(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), "w");
	term->tty = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (term->in == NULL || term->out == NULL || term->tty < 0) {
		err_set(err, ERR_IO, _("the terminal: %s"), err_system(errno));
		goto fail;
	}
	tcgetattr(term->tty, &saved.termios);
	if (!start_curses(term, err))
		goto fail;
	saved.tty = term->tty;
	saved.is_open = 1;
	if (!is_registered)
		atexit(at_exit);
	is_registered = true;
	catch_deaths();
	set_modes(term);
	term->frame = memfd_create("frame", MFD_CLOEXEC);
	bind_paste(term);
	noise_catch();
	return term;
fail:
	term_close(term);
	return NULL;
}

void term_close(struct term *term)
{
	if (term == NULL)
		return;
	if (term->screen != NULL) {
		put(term->tty, modes_off, sizeof(modes_off) - 1);
		endwin();
		saved.is_open = 0;
		delscreen(term->screen);
		noise_release();
	}
	if (term->frame >= 0)
		close(term->frame);
	if (term->tty >= 0)
		close(term->tty);
	if (term->in != NULL)
		fclose(term->in);
	if (term->out != NULL)
		fclose(term->out);
	str_release(&term->paste);
	str_release(&term->early);
	free(term->line);
	free(term->note);
	free(term);
}

int term_fd(const struct term *term)
{
	return fileno(term->in);
}

bool term_has_colour(const struct term *term)
{
	return term->has_colour;
}

const char *term_note(const struct term *term)
{
	return term->note;
}

void term_size(const struct term *term, int *rows, int *cols)
{
	(void)term;
	*rows = LINES < 1 ? 1 : LINES > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : LINES;
	*cols = COLS < 1 ? 1 : COLS > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : COLS;
}

/* ---- asking for the width of a mark
 * ------------------------------------------------------------------------ */

/* The column of an answer ESC [ row ; col R in what came; 0: none yet. What precedes it was typed.
 */
static int answer_column(struct term *term, struct str *came)
{
	const char *bytes = str_get(came), *at = strstr(bytes, "\033[");
	char *end = NULL;
	long col = 0;

	for (; at != NULL; at = strstr(at + 1, "\033[")) {
		strtol(at + 2, &end, 10);
		col = *end == ';' ? strtol(end + 1, &end, 10) : 0;
		if (col > 0 && *end == 'R')
			break;
	}
	if (at == NULL)
		return 0;
	str_addn(&term->early, bytes, (size_t)(at - bytes));
	str_add(&term->early, end + 1);
	return (int)col;
}

bool term_ambiguous_is_wide(struct term *term)
{
	static const char question[] = "\r\xE2\x80\x9C\033[6n";
	static const char wipe[] = "\r\033[K";
	const char *name = getenv("TERM");
	struct pollfd fd = {.fd = fileno(term->in), .events = POLLIN};
	struct str came = {0};
	int64_t until = now_ms() + PROBE_MS;
	int col = 0;

	/* The oldest know no such question, and other character sets have widths of their own. */
	if (name == NULL || starts_with(name, "vt") || starts_with(name, "dumb") ||
		strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		return false;
	refresh();
	put(term->tty, question, sizeof(question) - 1);
	while (col == 0 && now_ms() < until && poll(&fd, 1, (int)(until - now_ms())) > 0) {
		char buf[64];
		ssize_t n = read(fd.fd, buf, sizeof(buf));

		if (n <= 0)
			break;
		str_addn(&came, buf, (size_t)n);
		col = answer_column(term, &came);
	}
	put(term->tty, wipe, sizeof(wipe) - 1);
	if (col == 0)
		str_addn(&term->early, str_get(&came), came.len);
	str_release(&came);
	return col == 3;
}

/* ---- mouse, and away for a while
 * --------------------------------------------------------------------------- */

bool term_mouse(struct term *term, bool on)
{
	mmask_t wanted = on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0;

	mouseinterval(0); /* no waiting for a second click */
	term->has_mouse = mousemask(wanted, NULL) != 0;
	return term->has_mouse;
}

bool term_suspend(struct term *term)
{
	bool had_mouse = term->has_mouse;

	if (getsid(0) == getpid())
		return false;
	term_mouse(term, false);
	put(term->tty, modes_off, sizeof(modes_off) - 1);
	endwin();
	noise_release();
	kill(0, SIGSTOP);
	noise_catch();
	reset_prog_mode();
	put(term->tty, "\033[?2004h", 8);
	term_mouse(term, had_mouse);
	clearok(curscr, TRUE);
	return true;
}

/* ---- painting
 * ------------------------------------------------------------------------------------- */

static int colour_for(int colour, attr_t *attributes)
{
	if (colour < 16 && colour >= 8 && COLORS < 16) { /* eight colours: bright is bold */
		*attributes |= A_BOLD;
		return colour - 8;
	}
	return look_colour(colour, COLORS);
}

static void map_style(struct term *term, enum style style, const struct look *look)
{
	attr_t at = 0;
	int fg, bg, pair;

	at |= look->attributes & LOOK_BOLD ? A_BOLD : 0;
	at |= look->attributes & LOOK_DIM ? A_DIM : 0;
	at |= look->attributes & LOOK_REVERSE ? A_REVERSE : 0;
	at |= look->attributes & LOOK_UNDERLINE ? A_UNDERLINE : 0;
	at |= look->attributes & LOOK_ITALIC ? A_ITALIC : 0;
	term->pairs[style] = 0;
	if (term->has_colour && (look->fg >= 0 || look->bg >= 0)) {
		attr_t ignored = 0;

		fg = colour_for(look->fg, &at);
		bg = colour_for(look->bg, &ignored);
		if (look->bg >= 0 && bg < 0) { /* a background this terminal lacks: turned round */
			fg = -1;
			at |= A_REVERSE;
		}
		pair = fg >= 0 || bg >= 0 ? alloc_pair(fg, bg) : 0;
		term->pairs[style] = pair > 0 ? pair : 0;
	}
	term->attributes[style] = at;
}

void term_theme(struct term *term, const struct theme *theme)
{
	for (int i = 0; i < STYLE_COUNT; i++)
		map_style(term, (enum style)i, &theme->looks[i]);
}

static const cchar_t *line_cell(char32_t c)
{
	switch (c) {
	case 0x2500: return WACS_HLINE;
	case 0x2502: return WACS_VLINE;
	case 0x250C: return WACS_ULCORNER;
	case 0x2510: return WACS_URCORNER;
	case 0x2514: return WACS_LLCORNER;
	default: return WACS_LRCORNER;
	}
}

static void make_cell(const struct term *term, const struct cell *cell, cchar_t *out)
{
	wchar_t wide[CELL_CHARS + 1] = {0};
	attr_t at = 0;
	short unused;

	if (cell->is_line) {
		if (getcchar(line_cell(cell->ch[0]), wide, &at, &unused, NULL) != OK)
			wide[0] = L'+';
	} else {
		for (int i = 0; i < cell->n; i++)
			wide[i] = (wchar_t)cell->ch[i];
	}
	setcchar(out, wide, at | term->attributes[cell->style], 0, &term->pairs[cell->style]);
}

static void fill(struct term *term, const struct grid *grid)
{
	if (term->line_cols < grid->cols) {
		term->line = xreallocarray(term->line, (size_t)grid->cols, sizeof(*term->line));
		term->line_cols = grid->cols;
	}
	erase();
	for (int row = 0; row < grid->rows && row < LINES; row++) {
		const struct cell *cells = &grid->cells[row * grid->cols];
		int n = 0;

		for (int col = 0; col < grid->cols; col++) {
			if (cells[col].width > 0)
				make_cell(term, &cells[col], &term->line[n++]);
		}
		mvadd_wchnstr(row, 0, term->line, n);
	}
	move(grid->cursor_row, grid->cursor_col);
}

static void send(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

/* curses writes at each cursor motion; caught in memory, a frame leaves as one piece: no tearing.
 */
void term_paint(struct term *term, const struct grid *grid)
{
	int fd = fileno(term->out);
	char *bytes;
	off_t len;

	fill(term, grid);
	wnoutrefresh(stdscr);
	if (term->frame < 0 || ftruncate(term->frame, 0) != 0 ||
		lseek(term->frame, 0, SEEK_SET) != 0 || dup2(term->frame, fd) < 0) {
		doupdate();
		return;
	}
	doupdate();
	dup2(term->tty, fd);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	len = lseek(term->frame, 0, SEEK_END);
	if (len <= 0)
		return;
	bytes = mmap(NULL, (size_t)len, PROT_READ, MAP_SHARED, term->frame, 0);
	if (bytes == MAP_FAILED) {
		clearok(curscr, TRUE);
		return;
	}
	send(term->tty, bytes, (size_t)len);
	munmap(bytes, (size_t)len);
}

void term_redraw(struct term *term)
{
	(void)term;
	clearok(curscr, TRUE);
}

/* ---- reading
 * -------------------------------------------------------------------------------------- */

static const struct {
	int curses, key;
} function_keys[] = {
	{KEY_UP, K_UP},
	{KEY_DOWN, K_DOWN},
	{KEY_LEFT, K_LEFT},
	{KEY_RIGHT, K_RIGHT},
	{KEY_HOME, K_HOME},
	{KEY_END, K_END},
	{KEY_PPAGE, K_PAGE_UP},
	{KEY_NPAGE, K_PAGE_DOWN},
	{KEY_IC, K_INSERT},
	{KEY_DC, K_DELETE},
	{KEY_BACKSPACE, K_BACKSPACE},
	{KEY_ENTER, K_ENTER},
	{KEY_BTAB, K_BACK_TAB},
	{KEY_RESIZE, K_RESIZE},
};

static int function_key(int code)
{
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return K_F1 + code - KEY_F(1);
	for (size_t i = 0; i < sizeof(function_keys) / sizeof(*function_keys); i++) {
		if (function_keys[i].curses == code)
			return function_keys[i].key;
	}
	return K_OTHER;
}

/* What may not be typed may not be pasted: controls but line breaks and tabs. Hidden characters
 * stay: they are shown, and a paper's author must see them. */
static void paste_key(struct term *term, int key)
{
	char buf[4];

	if (term->paste.len >= PASTE_MAX)
		return;
	if (key == K_ENTER)
		str_addc(&term->paste, '\n');
	else if (key == K_TAB)
		str_addc(&term->paste, '\t');
	else if (keycode_is_text(key))
		str_addn(&term->paste, buf, glyph_encode((char32_t)key, buf));
}

/* The key a code of wgetch means; 0 where more is needed. */
static int take(struct term *term, int code)
{
	int key;

	if (code == term->paste_start) {
		str_clear(&term->paste);
		term->in_paste = true;
		return 0;
	}
	if (code == term->paste_end) {
		if (!term->in_paste)
			return 0;
		term->in_paste = false;
		return K_PASTE;
	}
	key = code <= 0xFF ? keycode_decode(&term->decoder, (unsigned char)code, now_ms())
			   : function_key(code);
	if (!term->in_paste || key == K_RESIZE)
		return key;
	paste_key(term, key);
	return 0;
}

static int next_code(struct term *term)
{
	if (term->early_taken < term->early.len)
		return (unsigned char)term->early.buf[term->early_taken++];
	return wgetch(stdscr);
}

static bool take_mouse(struct input *input)
{
	MEVENT event;

	if (getmouse(&event) != OK)
		return false;
	input->key = K_MOUSE;
	input->row = event.y;
	input->col = event.x;
	input->button = event.bstate & BUTTON4_PRESSED   ? BUTTON_WHEEL_UP
			: event.bstate & BUTTON5_PRESSED ? BUTTON_WHEEL_DOWN
							 : BUTTON_LEFT;
	return (event.bstate & (BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED)) != 0;
}

bool term_read(struct term *term, struct input *input)
{
	int code;

	*input = (struct input){0};
	while ((code = next_code(term)) != ERR) {
		if (code == KEY_MOUSE && !term->in_paste) {
			if (take_mouse(input))
				return true;
			continue;
		}
		input->key = take(term, code);
		if (input->key == K_PASTE)
			input->text = str_detach(&term->paste);
		if (input->key != 0)
			return true;
	}
	return false;
}

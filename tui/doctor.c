/* SPDX-License-Identifier: MIT */
/* What the terminal is to the screen, from terminfo and the environment; for `gongkai doctor`. */
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/tui.h"

/* Last: it makes macros of words such as lines. */
#include <term.h>

static void add(struct strv *sentences, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void add(struct strv *sentences, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	strv_add(sentences, text);
	free(text);
}

static void add_kind(struct strv *sentences)
{
	const char *name = getenv("TERM");
	int rc, colours;

	if (setupterm(name != NULL ? name : "", STDOUT_FILENO, &rc) != OK) {
		add(sentences,
			_("terminfo does not know '%s'; the screen takes it for xterm-256color"),
			name != NULL ? name : "");
		return;
	}
	colours = tigetnum("colors");
	if (colours > 0)
		add(sentences, _("%d colours"), colours);
	else
		add(sentences, _("no colours: states differ by marks, bold and reverse"));
	add(sentences, tigetstr("kmous") != (char *)-1 && tigetstr("kmous") != NULL
			       ? _("it can report the mouse")
			       : _("it reports no mouse"));
}

void tui_doctor(struct strv *sentences)
{
	const char *no_color = getenv("NO_COLOR");
	/* Ten columns each, where all is as the screen reckons. */
	static const char *const samples[] = {
		"|0123456789|", "|政务公开ab|", "|“—…”······|", "|│─┌┐└┘████|"};
	char *was = xstrdup(setlocale(LC_CTYPE, NULL));

	if (setlocale(LC_CTYPE, "") == NULL || MB_CUR_MAX == 1)
		setlocale(LC_CTYPE, "C.UTF-8");
	add(sentences, _("the screen writes %s"), nl_langinfo(CODESET));
	add_kind(sentences);
	if (no_color != NULL && *no_color != '\0')
		add(sentences, _("NO_COLOR is set: the screen has no colours"));
	add(sentences, getenv("SSH_CONNECTION") != NULL
			       ? _("over SSH: the mouse is the terminal's until F12")
			       : _("not over SSH: the mouse is on until F12"));
	add(sentences, _("the next lines must all be as long; longer ones: set the terminal's "
			 "ambiguous width to narrow, or use --ambiguous wide"));
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		strv_add(sentences, samples[i]);
	setlocale(LC_CTYPE, was);
	free(was);
}

/* SPDX-License-Identifier: MIT */
#include "tui/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/str.h"
#include "tui/frame.h"
#include "tui/keycode.h"
#include "tui/noise.h"

enum { KEEP_AFTER_S = 2 };

#ifdef GONGKAI_TEST
void loop_tell(const char *what)
{
	static int fd = -2;

	if (fd == -2 && !str_number(getenv("GONGKAI_TEST_FD"), &fd))
		fd = -1;
	if (fd >= 0 && write(fd, what, 1) != 1)
		fd = -1;
}
#else
void loop_tell(const char *what)
{
	(void)what;
}
#endif

static void key(struct app *app, struct input *input)
{
	struct tui_view *view = app->top;
	enum command_id id;

	app->key = input->key;
	if (input->key == K_RESIZE)
		return;
	app->has_toast = false;
	app->is_kept = false;
	if (input->key == K_MOUSE) {
		app_mouse(app, input);
		return;
	}
	if (input->key == K_PASTE) {
		if (view->ops->paste != NULL)
			view->ops->paste(view, input->text);
		else
			app_say(app, LEVEL_NOTE, _("Nothing here takes pasted text"));
		return;
	}
	if (view->ops->type != NULL && view->ops->type(view, input->key))
		return;
	id = keymap_command(&app->keys, view->ops->scopes, input->key);
	if (id != CMD_NONE)
		app_command(app, id);
	else if (keycode_is_text(input->key) && (view->ops->scopes & SCOPE_ALL) != 0)
		app_say(app, LEVEL_NOTE, _("This key means nothing here; ? shows what does"));
}

static void keys(struct app *app)
{
	struct input input;

	while (!app->is_leaving && busy_read(app, &input)) {
		key(app, &input);
		free(input.text);
	}
}

/* What a library printed meanwhile becomes messages. */
static void tell_noise(struct app *app)
{
	char *line;

	while ((line = noise_take()) != NULL) {
		app_say(app, LEVEL_NOTE, "%s", line);
		free(line);
	}
}

/* Another process has decided something. */
static void tick(struct app *app)
{
	struct err err;
	bool changed = false;

	session_tick_clear(app->session);
	if (!session_refresh(app->session, &changed, &err))
		app_refuse(app, &err);
	else if (changed)
		app_refresh(app);
}

/* INT, TERM and HUP come through the loop, so that the terminal is left in order. A change of the
 * window's size is let through while waiting alone, or it could come just before and wait for the
 * next key. */
static int watch_signals(sigset_t *waiting)
{
	sigset_t set;
	int signals;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, waiting);
	sigaddset(waiting, SIGINT);
	sigaddset(waiting, SIGTERM);
	sigaddset(waiting, SIGHUP);
	sigdelset(waiting, SIGWINCH);
	signal(SIGPIPE, SIG_IGN);
	signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signals;
}

static void signalled(struct app *app, int fd, struct err *err)
{
	struct signalfd_siginfo info;

	if (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		app->is_leaving = true;
		app->status = 128 + (int)info.ssi_signo;
		err_set(err, ERR_IO, _("ended by signal %d"), (int)info.ssi_signo);
	}
}

bool loop_is_ended(const struct app *app)
{
	struct pollfd signals = {.fd = app->signals, .events = POLLIN};

	return app->signals > 0 && poll(&signals, 1, 0) > 0;
}

/* Whether there is more to do at once. */
static bool work(struct app *app)
{
	struct tui_view *view = app->top;

	return view != NULL && !app->is_leaving && view->ops->work != NULL && view->ops->work(view);
}

/* Typing that nobody has saved is kept when the keys have rested for a while. */
static bool must_keep(const struct app *app)
{
	for (struct tui_view *view = app->top; view != NULL && !app->is_kept; view = view->below) {
		if (view->ops->is_dirty != NULL && view->ops->is_dirty(view))
			return true;
	}
	return false;
}

bool loop_run(struct app *app, struct err *err)
{
	sigset_t waiting;
	int signals = watch_signals(&waiting);
	enum { TTY, SIGNALS, TICK, SOURCES };
	struct pollfd sources[SOURCES] = {
		[TTY] = {.fd = term_fd(app->term), .events = POLLIN},
		[SIGNALS] = {.fd = signals, .events = POLLIN},
		[TICK] = {.events = POLLIN},
	};
	static const struct timespec at_once = {0}, soon = {.tv_sec = KEEP_AFTER_S};
	bool ok = true, is_busy = false;
	int n;

	app->signals = signals;
	keys(app); /* typed while the terminal was asked */
	while (!app->is_leaving && app->top != NULL) {
		tell_noise(app);
		frame_draw(app);
		term_paint(app->term, &app->grid);
		if (!is_busy && app->busy.later_count == 0)
			loop_tell("\n");
		sources[TTY].revents = sources[SIGNALS].revents = sources[TICK].revents = 0;
		sources[TICK].fd = session_tick_fd(app->session);
		n = ppoll(sources, SOURCES,
			is_busy || app->busy.later_count > 0 ? &at_once
			: must_keep(app)                     ? &soon
							     : NULL,
			&waiting);
		loop_tell("r");
		if (n == 0 && !is_busy && app->busy.later_count == 0)
			app_keep(app);
		if (n < 0 && errno != EINTR) {
			ok = err_set(err, ERR_IO, _("waiting for a key: %s"), err_system(errno));
			break;
		}
		if (sources[SIGNALS].revents != 0)
			signalled(app, signals, err);
		if (sources[TICK].revents & POLLIN)
			tick(app);
		/* Also without input: a changed window size comes as a key of curses. */
		keys(app);
		if (sources[TTY].revents & (POLLHUP | POLLERR | POLLNVAL))
			app->is_leaving = true;
		is_busy = work(app);
	}
	app_keep(app);
	app->signals = -1;
	if (signals >= 0)
		close(signals);
	return ok;
}

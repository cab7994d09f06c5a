/* SPDX-License-Identifier: MIT */
#include "tests/tui/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/tui/charset.h"

static const char path_tail[] = "/usr/local/bin:/usr/bin:/bin";

char *stage_make_dir(struct err *err)
{
	char name[] = "/tmp/scr-XXXXXX"; /* not below $TMPDIR: screens show it, always as long */

	if (mkdtemp(name) != NULL)
		return xstrdup(name);
	err_set(err, ERR_IO, "%s: %s", name, strerror(errno));
	return NULL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)at;
	if (type == FTW_DP || type == FTW_DNR)
		rmdir(path);
	else
		unlink(path);
	return 0;
}

void stage_remove_dir(const char *dir)
{
	if (dir != NULL)
		nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The program goes by its own name on the PATH of shell lines, wherever it was built. */
static bool link_program(const struct stage *stage, struct err *err)
{
	char *bin = xasprintf("%s/bin", stage->root);
	char *name = xasprintf("%s/gongkai", bin);
	bool ok = mkdir(bin, 0700) == 0 && symlink(stage->program, name) == 0;

	if (!ok)
		err_set(err, ERR_IO, "%s: %s", name, strerror(errno));
	free(name);
	free(bin);
	return ok;
}

bool stage_init(struct stage *stage, const char *program, struct err *err)
{
	*stage = (struct stage){.program = realpath(program, NULL)};
	if (stage->program == NULL)
		return err_set(err, ERR_NOT_FOUND, "%s: %s", program, strerror(errno));
	prctl(PR_SET_CHILD_SUBREAPER, 1); /* what a program leaves behind comes to us */
	stage->root = stage_make_dir(err);
	if (stage->root == NULL || !link_program(stage, err)) {
		stage_release(stage);
		return false;
	}
	return true;
}

void stage_release(struct stage *stage)
{
	stage_remove_dir(stage->root);
	free(stage->root);
	free(stage->program);
	strv_release(&stage->env);
	*stage = (struct stage){0};
}

static void add(struct strv *env, const char *name, const char *value)
{
	char *pair = xasprintf("%s=%s", name, value);

	strv_add(env, pair);
	free(pair);
}

/* "zh_CN" and "en" are short for the locales that people have; others are taken as they are. */
static char *locale_of(const char *lang)
{
	if (strcmp(lang, "en") == 0)
		return xstrdup("en_US.UTF-8");
	if (strchr(lang, '_') != NULL && strchr(lang, '.') == NULL)
		return xasprintf("%s.UTF-8", lang);
	return xstrdup(lang);
}

void stage_env(const struct stage *stage, const char *dir, const char *lang, const char *color,
	struct strv *env)
{
	static const char *const kept[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS",
		"TSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX", "GCOV_PREFIX_STRIP"};
	char *locale = locale_of(lang), *path = xasprintf("%s/bin:%s", stage->root, path_tail);

	add(env, "TERM", "xterm-256color");
	add(env, "LC_ALL", locale);
	add(env, "TZ", "Asia/Shanghai");
	if (charset_of(locale) != NULL) {
		char *folder = xasprintf("%s/locale", stage->root);

		add(env, "LOCPATH", folder);
		free(folder);
	}
	add(env, "HOME", dir);
	add(env, "PATH", path);
	add(env, "GONGKAI_CLOCK", "2026-01-05T09:00:00+08:00");
	if (strcmp(color, "mono") == 0)
		add(env, "NO_COLOR", "1");
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		const char *value = getenv(kept[i]);

		if (value != NULL)
			add(env, kept[i], value);
	}
	for (size_t i = 0; i < stage->env.n; i++)
		strv_add(env, stage->env.v[i]);
	free(path);
	free(locale);
}

char *stage_expand(const struct stage *stage, const char *dir, const char *text)
{
	const struct {
		const char *name, *value, *tail;
	} names[] = {
		{"$STORE", dir, "/store"}, {"$TMP", dir, ""}, {"$GONGKAI", stage->program, ""}};
	struct str out = {0};

	while (*text != '\0') {
		size_t i = 0;

		while (i < 3 && !starts_with(text, names[i].name))
			i++;
		if (i < 3) {
			str_addf(&out, "%s%s", names[i].value, names[i].tail);
			text += strlen(names[i].name);
		} else {
			str_addc(&out, *text++);
		}
	}
	return str_detach(&out);
}

static void run_shell(const char *dir, char *const *env, const char *line, int out)
{
	int null = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int n = 1; n < NSIG; n++)
		signal(n, SIG_DFL);
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	close_range(3, ~0u, 0);
	if (chdir(dir) == 0)
		execle("/bin/sh", "sh", "-c", line, (char *)NULL, env);
	_exit(127);
}

/* Reads all that the shell prints until it has ended; false when the deadline came first. */
static bool listen(struct term *term, int fd, int deadline, struct str *output)
{
	int64_t until = term_now() + deadline;
	char buf[1024];
	ssize_t n;

	while (term_now() < until && !term_stopped()) {
		n = read(fd, buf, sizeof(buf));
		if (n == 0)
			return true;
		if (n > 0)
			str_addn(output, buf, (size_t)n);
		else
			term_pump(term, until, fd);
	}
	return false;
}

void stage_add_names(const struct stage *stage, const char *dir, struct strv *env)
{
	static const char *const pairs[] = {"STORE=$STORE", "TMP=$TMP", "GONGKAI=$GONGKAI"};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char *pair = stage_expand(stage, dir, pairs[i]);

		strv_add(env, pair);
		free(pair);
	}
}

bool stage_run(struct term *term, const char *dir, struct strv *env, const char *line,
	struct str *output, struct err *err)
{
	int out[2], status = 0;
	bool in_time;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) != 0)
		return err_set(err, ERR_IO, "%s", strerror(errno));
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	GROW(env->v, env->n); /* the NULL after the last */
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		run_shell(dir, env->v, line, out[1]);
	close(out[1]);
	in_time = pid > 0 && listen(term, out[0], term->deadline, output);
	close(out[0]);
	if (pid > 0 && !in_time)
		kill(-pid, SIGKILL);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (in_time && status == 0)
		return true;
	return err_set(err, ERR_REFUSED, in_time ? "'%s' failed" : "'%s' took too long", line);
}

static void kill_children(void)
{
	char path[64], *line = NULL, *p;
	size_t size = 0;
	FILE *file;
	long pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	file = fopen(path, "re");
	if (file == NULL)
		return;
	p = getline(&line, &size, file) > 0 ? line : NULL;
	while (p != NULL && (pid = strtol(p, &p, 10)) > 0)
		kill((pid_t)pid, SIGKILL);
	free(line);
	fclose(file);
}

void stage_reap(void)
{
	do
		kill_children();
	while (waitpid(-1, NULL, 0) > 0);
}

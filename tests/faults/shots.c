/* SPDX-License-Identifier: MIT */
#include "tests/faults/shots.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/judge.h"
#include "tests/faults/photo.h"
#include "tests/faults/points.h"
#include "tests/faults/record.h"

enum { AHEAD = 32 }; /* copies that wait to be judged */

struct shot {
	int number, kind; /* kind: place in the tallies */
	char label[LABEL_SIZE];
	struct told told;
};

static const char *const names[] = {"kill", "torn write", "loss of power"};
static const struct sweep *now;
static char here[PATH_SIZE]; /* the folder that all is in */
static int shots[2], tokens[2]; /* pipes: to the judges, and back */
static int number;

/* -- In the victim --------------------------------------------------------------------------- */

static void begin_shot(struct shot *shot, int kind, unsigned seed, char to[PATH_SIZE])
{
	char token;

	while (read(tokens[0], &token, 1) < 0 && errno == EINTR)
		;
	number++;
	*shot = (struct shot){.number = number, .kind = kind, .told = *told};
	snprintf(shot->label, LABEL_SIZE, "%s, %s, seed %u, call %d", now->played->name,
		names[kind], seed, told->calls);
	snprintf(to, PATH_SIZE, "%.300s/shot-%d", here, shot->number);
}

static void send_shot(const struct shot *shot)
{
	if (write(shots[1], shot, sizeof(*shot)) != sizeof(*shot))
		_exit(99);
}

static void shoot_kill(void)
{
	char from[PATH_SIZE], to[PATH_SIZE];
	struct shot shot;

	begin_shot(&shot, 0, now->seed, to);
	snprintf(from, PATH_SIZE, "%.300s/victim", here);
	photo_take(from, to);
	send_shot(&shot);
}

/* The path of an open file in the copy; false: it is not part of it. */
static bool same_in(const char *to, int fd, char path[2 * PATH_SIZE])
{
	char link[64], at[PATH_SIZE], from[PATH_SIZE];
	size_t len;
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, at, sizeof(at) - 1);
	if (n <= 0)
		return false;
	at[n] = '\0';
	snprintf(from, sizeof(from), "%.300s/victim/", here);
	len = strlen(from);
	if (strncmp(at, from, len) != 0 || photo_is_fixed(at))
		return false;
	snprintf(path, 2 * PATH_SIZE, "%s/%s", to, at + len);
	return true;
}

static void shoot_torn(const struct point *point)
{
	char from[PATH_SIZE], to[PATH_SIZE], path[2 * PATH_SIZE];
	size_t part = point->n * (1 + (now->seed + (unsigned)told->calls) % 7) / 8;
	off_t at = point->at >= 0 ? point->at : lseek(point->fd, 0, SEEK_CUR);
	struct shot shot;
	int fd;

	if (!same_in("", point->fd, path))
		return;
	begin_shot(&shot, 1, now->seed, to);
	snprintf(from, PATH_SIZE, "%.300s/victim", here);
	photo_take(from, to);
	(void)same_in(to, point->fd, path);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0) { /* it may have no name any more */
		(void)!pwrite(fd, point->bytes, part, at);
		close(fd);
	}
	send_shot(&shot);
}

static void shoot_power(void)
{
	char to[PATH_SIZE];
	struct shot shot;

	for (int i = 0; i < now->losses; i++) {
		unsigned seed =
			now->seed * 1009 + (unsigned)(told->calls * 4 + told->calls / 4 + i);

		if (i > 0 && record_unsynced() == 0)
			break;
		begin_shot(&shot, 2, seed, to);
		record_replay(to, seed);
		send_shot(&shot);
	}
}

static void keep_killed(void)
{
	char from[PATH_SIZE], to[PATH_SIZE];
	int fd;

	snprintf(from, PATH_SIZE, "%.300s/victim", here);
	snprintf(to, PATH_SIZE, "%.300s/%s-%d", here, now->keep, told->calls);
	photo_take(from, to);
	snprintf(to, PATH_SIZE, "%.300s/%s-%d/told", here, now->keep, told->calls);
	fd = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, told, sizeof(*told)) != sizeof(*told))
		_exit(99);
	close(fd);
}

static void before(const struct point *point)
{
	if (now->keep != NULL && told->calls % now->keep_step == 0)
		keep_killed();
	if ((told->calls + (int)now->seed) % now->step != 0)
		return;
	if ((now->kinds & SHOT_KILL) != 0)
		shoot_kill();
	if ((now->kinds & SHOT_TEAR) != 0 && point->call == CALL_WRITE && point->n > 1)
		shoot_torn(point);
	/* A close loses nothing that the call before it did not. */
	if ((now->kinds & SHOT_POWER) != 0 && point->call != CALL_CLOSE)
		shoot_power();
}

static void play(void)
{
	char folder[PATH_SIZE];

	close(shots[0]);
	close(tokens[1]);
	snprintf(folder, sizeof(folder), "%.300s/victim", here);
	if (chdir(folder) < 0)
		_exit(99);
	if ((now->kinds & SHOT_POWER) != 0)
		record_begin(folder, now->start);
	points_watch(before, &told->calls);
	scene_play(now->played, now->seed);
	points_stop();
	told->syncs = points_syncs();
	told->has_ended = true;
	_exit(0);
}

/* -- Around it ------------------------------------------------------------------------------- */

static void give_token(pid_t stranger)
{
	if (stranger == 0)
		(void)!write(tokens[1], "", 1);
}

/* FAULT_LEAVE=FOLDER: what was broken is left there as it was found. */
static void leave(const char *folder, const struct shot *shot, char left[PATH_SIZE])
{
	const char *where = getenv("FAULT_LEAVE");

	*left = '\0';
	if (where == NULL)
		return;
	snprintf(left, PATH_SIZE, "%.200s/%.20s-%d-%d-%d", where, now->played->name, shot->kind,
		shot->told.calls, shot->number);
	photo_take(folder, left);
}

static void look(const struct shot *shot, struct tally *tally)
{
	char folder[PATH_SIZE], left[PATH_SIZE];
	bool is_kept;

	if (!jobs_enter(tally, shot->label))
		return;
	snprintf(folder, sizeof(folder), "%.300s/shot-%d", here, shot->number);
	if (chdir(folder) < 0)
		jobs_leave(false);
	leave(folder, shot, left);
	is_kept = judge(now->scene, &shot->told, shot->label);
	if (is_kept && *left != '\0')
		photo_drop(left);
	photo_drop(folder);
	jobs_leave(is_kept);
}

static bool next_shot(struct shot *shot)
{
	size_t have = 0;

	while (have < sizeof(*shot)) {
		ssize_t n = read(shots[0], (char *)shot + have, sizeof(*shot) - have);

		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		have += n > 0 ? (size_t)n : 0;
	}
	return true;
}

void shots_take(const struct sweep *sweep, struct tally tallies[3])
{
	char folder[PATH_SIZE];
	struct shot shot;

	now = sweep;
	number = 0;
	*told = sweep->told;
	if (getcwd(here, sizeof(here)) == NULL || pipe(shots) < 0 || pipe(tokens) < 0)
		exit(1);
	snprintf(folder, sizeof(folder), "%.300s/victim", here);
	photo_take(sweep->start, folder);
	for (int i = 0; i < AHEAD; i++)
		give_token(0);
	fflush(stdout);
	if (fork() == 0)
		play();
	close(shots[1]);
	close(tokens[0]);
	jobs_told(give_token);
	while (next_shot(&shot))
		look(&shot, &tallies[shot.kind]);
	jobs_wait();
	jobs_told(NULL);
	while (wait(NULL) > 0)
		;
	close(shots[0]);
	close(tokens[1]);
	photo_drop(folder);
	if (!told->has_ended) {
		printf("  %s: the victim did not come to its end\n", sweep->played->name);
		tallies[0].broken++;
	}
}

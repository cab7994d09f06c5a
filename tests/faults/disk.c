/* SPDX-License-Identifier: MIT */
#include "tests/faults/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/judge.h"
#include "tests/faults/photo.h"
#include "tests/faults/points.h"
#include "tests/faults/told.h"

enum { PAGE = 4096, SMALL_DISK = 8 << 20, SMALL_FILES = 3000 };

static void *shared(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		exit(1);
	return p;
}

/* A name space whose mounts nobody else sees. */
static bool stand_aside(void)
{
	return unshare(CLONE_NEWNS) == 0 &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* The exit status of a child that does it; -1: it was killed. */
#define IN_CHILD(call)                                                                             \
	({                                                                                         \
		int status_ = 0;                                                                   \
		fflush(stdout);                                                                    \
		pid_t pid_ = fork();                                                               \
		if (pid_ == 0) {                                                                   \
			alarm(WATCHDOG);                                                           \
			const int rc_ = (call);                                                    \
			fflush(stdout);                                                            \
			_exit(rc_);                                                                \
		}                                                                                  \
		while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR)                           \
			;                                                                          \
		WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;                                    \
	})

/* -- A disk that fills up -------------------------------------------------------------------- */

static bool mount_small(const char *folder)
{
	char options[64];

	snprintf(options, sizeof(options), "size=%d,nr_inodes=%d,mode=0700", SMALL_DISK,
		SMALL_FILES);
	return (mkdir(folder, 0700) == 0 || errno == EEXIST) && stand_aside() &&
	       mount("tmpfs", folder, "tmpfs", 0, options) == 0;
}

bool disk_can_fill(void)
{
	bool can = IN_CHILD(mount_small("disk") ? 0 : 1) == 0;

	(void)rmdir("disk");
	return can;
}

/* Leaves so many pages, or so many files. */
static bool fill(int pages, int files)
{
	struct statfs st;
	bool ok = mkdir("filler", 0700) == 0;
	int fd = open("filler/0", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	ok = ok && fd >= 0 && statfs(".", &st) == 0;
	if (ok && pages >= 0)
		ok = posix_fallocate(fd, 0, ((off_t)st.f_bfree - pages) * PAGE) == 0;
	for (int i = 1; ok && files >= 0 && i <= (int)st.f_ffree - files; i++) {
		char name[32];

		snprintf(name, sizeof(name), "filler/%d", i);
		ok = link("filler/0", name) == 0; /* a name takes an inode there */
	}
	if (fd >= 0)
		close(fd);
	return ok;
}

static int play_calmly(const struct scene *scene)
{
	scene_play(scene, 0);
	told->has_ended = true;
	return 0;
}

/* In a job. *enough: nothing was refused for want of room. */
static bool on_full_disk(const struct scene *scene, const char *start, int pages, int files,
	bool *enough, const char *label)
{
	bool is_kept;

	told = shared(sizeof(*told));
	if (!mount_small("disk") || chdir("disk") < 0)
		return false;
	photo_take(start, "play");
	if (!fill(pages, files)) {
		printf("  %s: the disk cannot be filled: %s\n", label, strerror(errno));
		return false;
	}
	if (chdir("play") < 0)
		return false;
	is_kept = IN_CHILD(play_calmly(scene)) == 0;
	if (!is_kept)
		printf("  %s: it crashed or hung\n", label);
	*enough = *told->sentence == '\0';
	photo_drop("../filler");
	return judge(scene, told, label) && is_kept;
}

void disk_fill(const struct scene *scene, const char *start, int step, struct tally *tally)
{
	enum { MOST = 2000 };
	bool *enough = shared(2 * sizeof(*enough));

	for (int what = 0; what < 2; what++) {
		enough[what] = false;
		for (int left = 0; left < MOST && !enough[what] && tally->broken == 0;
			left += step) {
			char label[LABEL_SIZE];

			snprintf(label, sizeof(label), "%s, %d %s left", scene->name, left,
				what == 0 ? "pages" : "files");
			if (jobs_enter(tally, label))
				jobs_leave(on_full_disk(scene, start, what == 0 ? left : -1,
					what == 1 ? left : -1, &enough[what], label));
		}
		jobs_wait();
	}
	(void)rmdir("disk");
	munmap(enough, 2 * sizeof(*enough));
}

/* -- A file system that stops ---------------------------------------------------------------- */

/* What xfs and ext4 know as shutdown; without their log: what was not synced is lost. */
#define GOING_DOWN _IOR('X', 125, uint32_t)
enum { FLUSH_LOG = 1, NO_FLUSH = 2 };

static bool run(const char *command)
{
	return system(command) == 0; /* NOLINT(cert-env33-c) */
}

static bool make_disk(const char *fs)
{
	char command[400];

	snprintf(command, sizeof(command),
		"exec >/dev/null 2>&1; mkdir -p disk-%1$s && truncate -s 320M disk.%1$s && %2$s "
		"disk.%1$s",
		fs,
		strcmp(fs, "xfs") == 0
			? "mkfs.xfs -q -f"
			: "mkfs.ext4 -q -F -O ^metadata_csum -E nodiscard -J size=4");
	return run(command);
}

static bool mount_disk(const char *fs)
{
	char command[200];

	snprintf(command, sizeof(command), "mount -o loop disk.%1$s disk-%1$s", fs);
	return run(command);
}

static bool unmount(const char *fs)
{
	char folder[32];

	snprintf(folder, sizeof(folder), "disk-%s", fs);
	return umount2(folder, 0) == 0;
}

static void drop_disk(const char *fs)
{
	char name[32];

	snprintf(name, sizeof(name), "disk.%s", fs);
	(void)unlink(name);
	snprintf(name, sizeof(name), "disk-%s", fs);
	(void)rmdir(name);
}

static int try_disk(const char *fs)
{
	return stand_aside() && make_disk(fs) && mount_disk(fs) && unmount(fs) ? 0 : 1;
}

bool disk_can_stop(const char *fs)
{
	bool can = IN_CHILD(try_disk(fs)) == 0;

	drop_disk(fs);
	return can;
}

static int stop_at, disk = -1;

static void stop(const struct point *point)
{
	uint32_t how = stop_at % 2 == 0 ? NO_FLUSH : FLUSH_LOG;

	(void)point;
	if (told->calls != stop_at)
		return;
	if (ioctl(disk, GOING_DOWN, &how) == 0)
		told->has_ended = true;
	kill(getpid(), SIGKILL);
}

static int play_until(const struct scene *scene)
{
	points_watch(stop, &told->calls);
	scene_play(scene, (unsigned)stop_at);
	points_stop();
	return 0;
}

static int judge_there(const char *folder, const struct scene *scene, const char *label)
{
	return chdir(folder) == 0 && judge(scene, told, label) ? 0 : 1;
}

/* One loss of power, at the call stop_at; 0: none, to count them. */
static bool lose_power(
	const char *fs, const struct scene *scene, const char *start, const char *label)
{
	char folder[32], play[64], command[64];
	bool is_kept;

	snprintf(folder, sizeof(folder), "disk-%s", fs);
	snprintf(play, sizeof(play), "%s/play", folder);
	memset(told, 0, sizeof(*told));
	photo_take(start, play);
	disk = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	snprintf(command, sizeof(command), "sync -f %s", folder);
	if (disk < 0 || !run(command) || chdir(play) < 0)
		return false;
	(void)IN_CHILD(play_until(scene));
	if (chdir("../..") < 0)
		return false;
	close(disk);
	if (!unmount(fs) || !mount_disk(fs)) {
		printf("  %s: the disk does not come back: %s\n", label, strerror(errno));
		return false;
	}
	is_kept = IN_CHILD(judge_there(play, scene, label)) == 0;
	if (stop_at > 0 && !told->has_ended) {
		printf("  %s: the disk did not stop\n", label);
		is_kept = false;
	}
	photo_drop(play);
	return is_kept;
}

static bool lose_all(const char *fs, const struct scene *scene, int n, struct tally *tally)
{
	char start[PATH_SIZE], label[LABEL_SIZE], here[PATH_SIZE - 20];
	int calls;

	if (getcwd(here, sizeof(here)) == NULL)
		return false;
	snprintf(start, sizeof(start), "%s/%s", here, scene->start);
	stop_at = 0;
	if (!lose_power(fs, scene, start, scene->name))
		return false;
	calls = told->calls;
	for (int i = 0; i < n; i++) {
		stop_at = 1 + (int)((long)i * calls / n);
		snprintf(label, sizeof(label), "%s, %s, call %d", fs, scene->name, stop_at);
		alarm(WATCHDOG);
		tally->points++;
		tally->broken += !lose_power(fs, scene, start, label);
	}
	return true;
}

static int stop_scenes(
	const char *fs, const struct scene *const *played, int n, struct tally *tally)
{
	told = shared(sizeof(*told));
	if (!stand_aside() || !make_disk(fs) || !mount_disk(fs))
		return 1;
	for (; *played != NULL; played++) {
		if (!lose_all(fs, *played, n, tally))
			return 1;
	}
	return unmount(fs) ? 0 : 1;
}

void disk_stop(const char *fs, const struct scene *const *played, int n, struct tally *tally)
{
	struct tally *own = shared(sizeof(*own));

	*own = (struct tally){0};
	if (IN_CHILD(stop_scenes(fs, played, n, own)) != 0)
		own->broken++;
	tally->points += own->points;
	tally->broken += own->broken;
	munmap(own, sizeof(*own));
	drop_disk(fs);
}

/* SPDX-License-Identifier: MIT */
/* faults [SCENE...]: kills, fails, and takes the power from, each call of each scene that touches
 * files or memory, and looks after each whether the store kept its word.
 *
 * Each kind of fault takes its points some calls apart. FAULT_STEP=1 takes them all, FAULT_STEP=N
 * those that are N times as far apart, FAULT_LONG=1 ten times as many; FAULT_FROM=N has the calls
 * that fail begin with the Nth, so that other N meet the calls between; FAULT_KIND=NAME one kind
 * alone, FAULT_SEEDS=N that many seeds. FAULT_LEAVE=FOLDER keeps there what a sudden end has
 * broken; FAULT_BUG=NAME has the store make that mistake. The last line says how many points there
 * were and how many broken promises: "N passed, M failed". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "store/gitrepo.h"
#include "store/hash.h"
#include "tests/faults/disk.h"
#include "tests/faults/failing.h"
#include "tests/faults/judge.h"
#include "tests/faults/photo.h"
#include "tests/faults/shots.h"
#include "tests/store/site.h"

struct told *told;
struct base *base;

static int step; /* 0: each kind's own */
static bool is_long; /* and of those ten times as many */
static unsigned seeds = 1;
static int from; /* which of the calls between two points is the first one */
static const char *kind; /* NULL: all */
static struct tally all;
static char here[PATH_SIZE];

static int number(const char *name, int otherwise)
{
	const char *text = getenv(name);
	int n;

	return text != NULL && str_number(text, &n) && n > 0 ? n : otherwise;
}

static int step_of(int own)
{
	if (step > 0)
		return step == 1 ? 1 : step * own;
	return is_long ? (own + 9) / 10 : own;
}

static bool wanted(const char *name)
{
	return kind == NULL || strcmp(kind, name) == 0;
}

static void say(const char *scene, const char *what, const struct tally *tally)
{
	if (tally->points == 0 && tally->broken == 0)
		return;
	printf("%-11s %-23s %6d points, %d broken\n", scene, what, tally->points, tally->broken);
	all.points += tally->points;
	all.broken += tally->broken;
}

static void start_of(const struct scene *scene, char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, "%.300s/%s", here, scene->start);
}

/* -- Sudden ends ----------------------------------------------------------------------------- */

static const struct shot_row {
	const char *name;
	int kinds, step, losses;
} shot_rows[] = {
	{"kill", SHOT_KILL, 1, 0},
	{"torn write", SHOT_TEAR, 1, 0},
	{"loss of power", SHOT_POWER, 3, 4},
};

static void shoot(struct sweep *sweep, const char *name)
{
	for (size_t i = 0; i < sizeof(shot_rows) / sizeof(*shot_rows); i++) {
		struct tally tallies[3] = {0};

		if (!wanted(shot_rows[i].name))
			continue;
		for (unsigned seed = 0; seed < seeds; seed++) {
			sweep->seed = seed;
			sweep->kinds = shot_rows[i].kinds;
			sweep->step = step_of(shot_rows[i].step);
			sweep->losses = shot_rows[i].losses;
			shots_take(sweep, tallies);
		}
		say(name, shot_rows[i].name, &tallies[i]);
	}
}

static void sudden_ends(const struct scene *scene)
{
	char start[PATH_SIZE];
	struct sweep sweep = {.scene = scene, .played = scene, .start = start};

	start_of(scene, start);
	shoot(&sweep, scene->name);
}

/* -- Ends while recovering from one ---------------------------------------------------------- */

static const struct scene *scene_of(const char *name)
{
	for (size_t i = 0; i < scene_count; i++) {
		if (strcmp(scenes[i].name, name) == 0)
			return &scenes[i];
	}
	abort();
}

static bool read_told(const char *folder, struct told *out)
{
	char path[2 * PATH_SIZE];
	FILE *f;
	bool ok;

	snprintf(path, sizeof(path), "%s/told", folder);
	f = fopen(path, "r");
	ok = f != NULL && fread(out, sizeof(*out), 1, f) == 1;
	if (f != NULL)
		fclose(f);
	return ok;
}

/* States that a kill left, an odd number of calls apart, and in each of them the same again. */
static void pairs_of(const struct scene *scene, int keep_step, struct tally tallies[3])
{
	char start[PATH_SIZE], folder[PATH_SIZE];
	struct sweep sweep = {.scene = scene, .played = scene, .start = start};
	struct tally none[3] = {0};
	int calls;

	start_of(scene, start);
	sweep.keep = "killed";
	sweep.keep_step = keep_step;
	sweep.step = 1;
	shots_take(&sweep, none);
	calls = told->calls;
	sweep.keep = NULL;
	sweep.played = scene_of("recovery");
	sweep.start = folder;
	for (int at = keep_step; at <= calls; at += keep_step) {
		snprintf(folder, PATH_SIZE, "%.300s/killed-%d", here, at);
		if (!read_told(folder, &sweep.told))
			continue;
		for (size_t i = 0; i < sizeof(shot_rows) / sizeof(*shot_rows); i++) {
			sweep.seed = (unsigned)at;
			sweep.kinds = wanted(shot_rows[i].name) ? shot_rows[i].kinds : 0;
			sweep.step = step_of(7 + 4 * (int)i);
			sweep.losses = 2;
			if (sweep.kinds != 0)
				shots_take(&sweep, tallies);
		}
		photo_drop(folder);
	}
}

static void pairs(void)
{
	static const struct {
		const char *scene;
		int every;
	} rows[] = {{"decide", 149}, {"cut", 31}, {"pack", 401}, {"inbox", 97}, {"purge", 149},
		{"bulk", 67}, {"rebuild", 79}};
	const char *what[] = {"kill", "torn write", "loss of power"};
	struct tally tallies[3] = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		pairs_of(scene_of(rows[i].scene), rows[i].every / (int)seeds | 1, tallies);
	for (int i = 0; i < 3; i++)
		say("recovery", what[i], &tallies[i]);
}

/* -- Calls that fail ------------------------------------------------------------------------- */

static void failures(const struct scene *scene)
{
	char start[PATH_SIZE];

	start_of(scene, start);
	for (size_t i = 0; i < failing_count; i++) {
		struct tally tally = {0};
		struct spacing spacing = {from, step_of(failings[i].step)};

		if (!wanted(failings[i].name))
			continue;
		for (unsigned seed = 0; seed < seeds; seed++, spacing.from++)
			failing_sweep(scene, start, &failings[i], seed, &spacing, &tally);
		say(scene->name, failings[i].name, &tally);
	}
}

/* -- Many at once ---------------------------------------------------------------------------- */

enum { WRITERS = 8, EACH = 6, ROUNDS = 5 };

static void write_some(struct told *own)
{
	struct err err = {0};
	struct store *store;

	told = own;
	alarm(WATCHDOG);
	store = store_open("site", &err);
	for (int k = 0; store != NULL && k < EACH; k++)
		scene_import(store, k, 40);
	store_close(store);
	_exit(0);
}

static void add_up(const struct told *own)
{
	memset(told, 0, sizeof(*told));
	for (int i = 0; i < WRITERS; i++) {
		told->acks += own[i].acks;
		told->tries += own[i].tries;
		told->noes += own[i].noes;
		if (*own[i].sentence != '\0')
			memcpy(told->sentence, own[i].sentence, sizeof(told->sentence));
	}
}

/* All are taken in, and each once. */
static void one_crowd(struct tally *tally)
{
	struct told *own = mmap(NULL, WRITERS * sizeof(*own), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (own == MAP_FAILED)
		exit(1);
	photo_take("good", "crowd");
	if (chdir("crowd") < 0)
		exit(1);
	for (int i = 0; i < WRITERS; i++) {
		if (fork() == 0)
			write_some(&own[i]);
	}
	while (wait(NULL) > 0)
		;
	add_up(own);
	munmap(own, WRITERS * sizeof(*own));
	if (jobs_enter(tally, "crowd")) {
		if (told->acks != WRITERS * EACH)
			printf("  crowd: %d of %d were taken in\n", told->acks, WRITERS * EACH);
		jobs_leave(
			judge(scene_of("import"), told, "crowd") && told->acks == WRITERS * EACH);
	}
	jobs_wait();
	if (chdir("..") < 0)
		exit(1);
	photo_drop("crowd");
}

static void crowd(void)
{
	struct tally tally = {0};

	for (int round = 0; round < ROUNDS; round++)
		one_crowd(&tally);
	say("crowd", "8 writers", &tally);
}

/* -- Real disks ------------------------------------------------------------------------------ */

/* What cannot be tried here counts as broken, unless FAULTS_WITHOUT names it. */
static void miss(const char *what)
{
	const char *declared = getenv("FAULTS_WITHOUT");
	struct tally tally = {0};

	if (declared != NULL && strstr(declared, what) != NULL) {
		printf("%-11s cannot be tried here, as was declared\n", what);
		return;
	}
	printf("%-11s cannot be tried here (root, mount, mkfs.%s?): declare it with "
	       "FAULTS_WITHOUT=%s\n",
		what, what, what);
	tally.broken = 1;
	say(what, "not tried", &tally);
}

static void full_disks(void)
{
	if (!disk_can_fill()) {
		miss("tmpfs");
		return;
	}
	for (size_t i = 0; i < scene_count; i++) {
		char start[PATH_SIZE];
		struct tally tally = {0};

		if (scenes[i].start == NULL)
			continue;
		start_of(&scenes[i], start);
		disk_fill(&scenes[i], start, step_of(5), &tally);
		say(scenes[i].name, "full disk", &tally);
	}
}

static void real_power(void)
{
	static const char *const systems[] = {"ext4", "xfs"};
	const struct scene *played[] = {scene_of("import"), scene_of("decide"), scene_of("cut"),
		scene_of("bulk"), scene_of("pack"), NULL};

	for (size_t i = 0; i < sizeof(systems) / sizeof(*systems); i++) {
		struct tally tally = {0};

		if (!disk_can_stop(systems[i])) {
			miss(systems[i]);
			continue;
		}
		disk_stop(systems[i], played, number("FAULT_STOPS", 12), &tally);
		say(systems[i], "shut down", &tally);
	}
}

/* -------------------------------------------------------------------------------------------- */

static void say_syncs(void)
{
	const struct scene *scene = scene_of("import");
	char start[PATH_SIZE];

	start_of(scene, start);
	failing_play(scene, start, "calm", 0);
	printf("three papers taken in: %d calls that change files, %d of them syncs\n", told->calls,
		told->syncs);
}

/* Libraries start once, not at each point. */
static struct gitrepo *warm_up(void)
{
	char hex[HASH_HEX + 1], *path = xasprintf("%s/good/site/ledger.git", here);
	struct err err = {0};
	struct gitrepo *repo = gitrepo_open(path, &err);

	hash_hex("", 0, hex);
	free(path);
	return repo;
}

static bool is_named(const char *name, int argc, char **argv)
{
	bool any = argc < 2;

	for (int i = 1; i < argc; i++)
		any = any || strcmp(argv[i], name) == 0;
	return any;
}

static void campaign(int argc, char **argv)
{
	struct gitrepo *repo;

	if (is_named("crowd", argc, argv))
		crowd();
	repo = warm_up();
	say_syncs();
	if (is_named("full disk", argc, argv))
		full_disks();
	if (is_named("power", argc, argv))
		real_power();
	for (size_t i = 0; i < scene_count; i++) {
		if (!is_named(scenes[i].name, argc, argv))
			continue;
		if (scenes[i].start == NULL) {
			pairs();
			continue;
		}
		sudden_ends(&scenes[i]);
		failures(&scenes[i]);
	}
	gitrepo_close(repo);
}

static void *shared(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		exit(1);
	return p;
}

int main(int argc, char **argv)
{
	const char *mistake = getenv("FAULT_BUG");
	char folder[] = "/dev/shm/gongkai-faults-XXXXXX";
	struct timespec began, ended;

	clock_gettime(CLOCK_MONOTONIC, &began);
	setvbuf(stdout, NULL, _IOLBF, 0);
	(void)signal(SIGPIPE, SIG_IGN); /* a victim may end before its judges */
	told = shared(sizeof(*told));
	base = shared(sizeof(*base));
	step = number("FAULT_STEP", 0);
	is_long = getenv("FAULT_LONG") != NULL;
	seeds = (unsigned)number("FAULT_SEEDS", 1);
	from = number("FAULT_FROM", 0);
	kind = getenv("FAULT_KIND");
	if (mkdtemp(folder) == NULL || chdir(folder) < 0 || getcwd(here, sizeof(here)) == NULL)
		return 1;
	setenv("GONGKAI_CLOCK", "2026-01-05T09:00:00", 1);
	scene_prepare();
	if (mistake != NULL)
		setenv("GONGKAI_BUG", mistake, 1);
	campaign(argc, argv);
	if (chdir("/") == 0)
		photo_drop(folder);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	printf("%ld s\n%d passed, %d failed\n", (long)(ended.tv_sec - began.tv_sec),
		all.points - all.broken, all.broken);
	return all.broken != 0;
}

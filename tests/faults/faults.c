/* SPDX-License-Identifier: MIT */
/* faults [SCENARIO...]: kills and fails each call of each scenario that changes files, and looks
 * after each whether the store kept its word: it opens, it verifies, every acknowledged decision
 * stands, once, and nothing that was answered with a plain no.
 *
 * FAULT_STEP=N takes every Nth point only, FAULT_KIND=NAME one kind of fault; FAULT_BUG=NAME has
 * the store make that mistake. The last line says how many points there were and how many broken
 * promises: "N passed, M failed". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/gitmerge.h"
#include "store/recover.h"
#include "tests/faults/points.h"
#include "tests/store/site.h"

enum { ACTS_MAX = 64, FRESH = 40, WATCHDOG = 60 };

/* What the victim tells, as it happens. */
struct told {
	int calls, syncs;
	int tries, acks, noes; /* decisions begun, answered yes, answered with a plain no */
	char acked[ACTS_MAX][64]; /* the papers that were taken in */
	char sentence[256];
};
static struct told *told;
static const char *mistake; /* that the store is told to make, or NULL */

/* -- What the victim does --------------------------------------------------------------------- */

static void answer(bool ok, const char *id, const struct err *err)
{
	if (ok && mistake != NULL && strcmp(mistake, "early-answer") == 0 && id != NULL)
		return; /* that was said before */
	if (ok) {
		id = id != NULL ? id : "";
		snprintf(told->acked[told->acks % ACTS_MAX], sizeof(told->acked[0]), "%s", id);
		told->acks++;
		return;
	}
	snprintf(told->sentence, sizeof(told->sentence), "%.255s", err->text);
	if (err->code != ERR_UNKNOWN)
		told->noes++;
}

static void import_one(struct store *store, int number)
{
	char *text = xasprintf("通知 %d", number), *id = NULL;
	struct intake intake = {.change = {.title = text, .file = text, .file_len = strlen(text)}};
	struct session session = {0};
	struct err err = {0};

	if (session_open(&session, store, "clerk", &err)) {
		bool ok;

		told->tries++;
		ok = session_import(&session, &intake, &id, &err);
		answer(ok, id, &err);
	}
	session_release(&session);
	free(text);
	free(id);
}

/* The store makes its mistake here, where it asks. */
void store_bug_ack(void);
void store_bug_ack(void)
{
	struct err none = {0};

	answer(true, NULL, &none);
}

static void import_three(struct store *store)
{
	for (int i = 0; i < 3; i++)
		import_one(store, i);
}

static void cut(struct store *store)
{
	struct err err = {0};

	import_one(store, 0);
	if (!recover_cut(store, &err))
		snprintf(told->sentence, sizeof(told->sentence), "%.255s", err.text);
	import_one(store, 1);
}

static void rebuild(struct store *store)
{
	struct err err = {0};

	import_one(store, 0);
	if (!store_rebuild(store, &err))
		snprintf(told->sentence, sizeof(told->sentence), "%.255s", err.text);
}

/* Sixty-four decisions in one link, and a second. */
static void bulk(struct store *store)
{
	struct session session = {0};
	struct err err = {0};
	int acks, taken = 0;

	if (!session_open(&session, store, "clerk", &err))
		return;
	acks = told->acks;
	if (session_begin_many(&session, &err)) {
		bool ok = true;

		for (int i = 0; ok && i < MANY; i++) {
			struct intake intake = {.change = {.title = "通知"}};
			char *id = NULL;

			told->tries++;
			ok = session_import(&session, &intake, &id, &err);
			if (ok)
				taken++;
			else if (err.code != ERR_UNKNOWN)
				told->noes++;
			free(id);
		}
		if (session_end_many(&session, &err))
			told->acks = acks + taken;
		else
			snprintf(told->sentence, sizeof(told->sentence), "%.255s", err.text);
	}
	session_release(&session);
}

/* More packs than there should be, and their merging. */
static void merge(struct store *store)
{
	struct err err = {0};

	for (int i = 0; i < PACKS_FEW + 1; i++) {
		import_one(store, i);
		if (!recover_cut(store, &err))
			return;
	}
	recover_tidy(store);
	import_one(store, 99);
}

static void only_open(struct store *store)
{
	(void)store;
}

static const struct scenario {
	const char *name;
	void (*act)(struct store *store);
	bool after_crash; /* begins with a store that a killed process left */
} scenarios[] = {
	{"import", import_three, false},
	{"cut", cut, false},
	{"bulk", bulk, false},
	{"merge", merge, false},
	{"rebuild", rebuild, false},
	{"recovery", only_open, true},
};

/* -- Around it ------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void fresh_store(void)
{
	(void)nftw("site", remove_one, 16, FTW_DEPTH | FTW_PHYS);
	if (system("cp -a good site") != 0) /* NOLINT(cert-env33-c) */
		abort();
}

static int victim(const struct scenario *scenario, const struct failpoint *fault)
{
	struct err err = {0};
	struct store *store;

	points_arm(fault, &told->calls);
	store = store_open("site", &err);
	if (store == NULL) {
		snprintf(told->sentence, sizeof(told->sentence), "%.255s", err.text);
		return 0;
	}
	scenario->act(store);
	store_close(store);
	told->syncs = points_syncs();
	return 0;
}

static int broken(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static int broken(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("  ", stdout);
	vprintf(fmt, ap);
	printf(" (the victim: %s)\n", told->sentence);
	va_end(ap);
	fflush(stdout);
	return 1;
}

/* The oracle, in a process of its own: before is how many decisions there were. Its exit status is
 * 1 for a broken promise. */
static int judge(int64_t before, int64_t *after)
{
	struct verdict verdict = {0};
	struct err err = {0};
	struct store *store = store_open("site", &err);
	int64_t least = before + told->acks, most = before + told->tries - told->noes;
	int rc = 0;

	if (store == NULL)
		return broken("it does not open: %s", err.text);
	*after = store->now.last.last;
	if (store_alarm(store) != NULL)
		rc = broken("alarm: %s", store_alarm(store));
	if (*after < least || *after > most)
		rc = broken("%lld decisions stand, between %lld and %lld should", (long long)*after,
			(long long)least, (long long)most);
	for (int i = 0; i < ACTS_MAX; i++) {
		struct document document = {0};

		if (*told->acked[i] != '\0' &&
			!store_document(store, told->acked[i], &document, &err))
			rc = broken("%s was acknowledged and is lost", told->acked[i]);
		document_release(&document);
	}
	if (!store_verify(store, &verdict, &err))
		rc = broken("it does not verify: %s", err.text);
	for (size_t i = 0; i < verdict.n; i++)
		rc = broken("verify: %s %s", verdict.faults[i].commit, verdict.faults[i].what);
	verdict_release(&verdict);
	store_close(store);
	return rc;
}

/* Runs it in a child; its exit status, or -1 where it was killed. */
#define IN_CHILD(call)                                                                             \
	({                                                                                         \
		int status_;                                                                       \
		pid_t pid_ = fork();                                                               \
		if (pid_ == 0) {                                                                   \
			alarm(WATCHDOG);                                                           \
			_exit(call);                                                               \
		}                                                                                  \
		while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR)                           \
			;                                                                          \
		WIFEXITED(status_) ? WEXITSTATUS(status_) : -WTERMSIG(status_);                    \
	})

static int64_t *standing; /* how many decisions, as the last judge saw */

static void leave_crashed(void)
{
	struct failpoint fault = {.kind = FAULT_KILL, .at = 1};
	struct failpoint none = {0};

	/* Killed in the middle of the objects of the second paper. */
	(void)IN_CHILD(victim(&scenarios[0], &none));
	fault.at = told->calls / 2;
	fresh_store();
	memset(told, 0, sizeof(*told));
	(void)IN_CHILD(victim(&scenarios[0], &fault));
}

/* One point; whether the promises were kept. */
static bool try(const struct scenario *scenario, const struct failpoint *fault)
{
	int status;

	memset(told, 0, sizeof(*told));
	status = IN_CHILD(victim(scenario, fault));
	if (status == -SIGALRM)
		return broken("it hangs") == 0;
	return IN_CHILD(judge(*standing, standing)) == 0;
}

static const struct {
	const char *name;
	struct failpoint fault;
} kinds[] = {
	{"kill", {.kind = FAULT_KILL}},
	{"torn write", {.kind = FAULT_TEAR}},
	{"loss of power", {.kind = FAULT_POWER}},
	{"EIO once", {.kind = FAULT_ONCE, .error = EIO}},
	{"ENOSPC from then on", {.kind = FAULT_LASTING, .error = ENOSPC}},
	{"EMFILE from then on", {.kind = FAULT_LASTING, .error = EMFILE}},
};

static int base_decisions(void)
{
	struct err err = {0};
	struct store *store = store_open("good", &err);
	int n = store != NULL ? (int)store->now.last.last : 0;

	store_close(store);
	return n;
}

static void begin(const struct scenario *scenario, int base)
{
	fresh_store();
	*standing = base;
	if (!scenario->after_crash)
		return;
	leave_crashed();
}

/* A store that a killed process left is judged by what both were told. */
static bool try_again(const struct scenario *scenario, const struct failpoint *fault, int base)
{
	struct told first;
	int status;

	begin(scenario, base);
	first = *told;
	status = IN_CHILD(victim(scenario, fault));
	if (status == -SIGALRM)
		return broken("it hangs") == 0;
	first.calls = told->calls;
	*told = first;
	return IN_CHILD(judge(base, standing)) == 0;
}

/* All points of a scenario, a step apart; counts into sums. */
static void sweep(const struct scenario *scenario, size_t kind, int step, int base, int sums[2])
{
	const char *only = getenv("FAULT_KIND");
	struct failpoint fault = kinds[kind].fault;
	int points = 0, bad = 0;

	if (only != NULL && strcmp(only, kinds[kind].name) != 0)
		return;

	for (fault.at = 1;; fault.at += step) {
		fault.seed = (unsigned)fault.at * 2654435761U;
		if (!scenario->after_crash && points % FRESH == 0)
			begin(scenario, base);
		if (scenario->after_crash)
			bad += !try_again(scenario, &fault, base);
		else
			bad += !try(scenario, &fault);
		points++;
		if (told->calls < fault.at)
			break;
	}
	printf("%-10s %-20s %5d points, %d broken\n", scenario->name, kinds[kind].name, points,
		bad);
	fflush(stdout);
	sums[0] += points - bad;
	sums[1] += bad;
}

/* Many at once: all are taken in, and each once. */
static void crowd(int base, int sums[2])
{
	enum { WRITERS = 8, EACH = 6, ROUNDS = 5 };
	int bad = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct told *own = mmap(NULL, WRITERS * sizeof(*own), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		int broke;

		fresh_store();
		for (int i = 0; i < WRITERS; i++) {
			if (fork() == 0) {
				struct err err = {0};
				struct store *store;

				told = &own[i];
				alarm(WATCHDOG);
				store = store_open("site", &err);
				for (int k = 0; store != NULL && k < EACH; k++)
					import_one(store, k);
				store_close(store);
				_exit(0);
			}
		}
		while (wait(NULL) > 0)
			;
		memset(told, 0, sizeof(*told));
		for (int i = 0; i < WRITERS; i++) {
			told->acks += own[i].acks;
			told->tries += own[i].tries;
			told->noes += own[i].noes;
			if (*own[i].sentence != '\0')
				memcpy(told->sentence, own[i].sentence, sizeof(told->sentence));
		}
		broke = IN_CHILD(judge(base, standing)) != 0;
		if (told->acks != WRITERS * EACH)
			broke = broken("%d of %d were taken in", told->acks, WRITERS * EACH);
		bad += broke;
		munmap(own, WRITERS * sizeof(*own));
	}
	printf("%-10s %-20s %5d rounds, %d broken\n", "crowd", "8 writers", ROUNDS, bad);
	sums[0] += ROUNDS - bad;
	sums[1] += bad;
}

static void say_syncs(int base)
{
	struct failpoint none = {0};

	begin(&scenarios[0], base);
	memset(told, 0, sizeof(*told));
	(void)IN_CHILD(victim(&scenarios[0], &none));
	printf("three papers taken in: %d calls that change files, %d of them syncs\n", told->calls,
		told->syncs);
}

static bool wanted(const char *name, int argc, char **argv)
{
	bool any = argc < 2;

	for (int i = 1; i < argc; i++)
		any = any || strcmp(argv[i], name) == 0;
	return any;
}

static int make_good(void)
{
	store_close(site_make());
	return rename("site", "good");
}

int main(int argc, char **argv)
{
	const char *step = getenv("FAULT_STEP");
	char folder[] = "/dev/shm/gongkai-faults-XXXXXX";
	int sums[2] = {0}, base = 0, n = 1;

	mistake = getenv("FAULT_BUG");
	told = mmap(NULL, sizeof(*told) + sizeof(*standing), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED || mkdtemp(folder) == NULL || chdir(folder) < 0)
		return 1;
	standing = (int64_t *)(void *)(told + 1);
	if (step != NULL && str_number(step, &n) && n < 1)
		n = 1;
	if (IN_CHILD(make_good()) != 0)
		return 1;
	base = IN_CHILD(base_decisions());
	if (mistake != NULL)
		setenv("GONGKAI_BUG", mistake, 1);
	setenv("GONGKAI_CLOCK", "2026-01-05T09:00:00", 1);
	say_syncs(base);
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++) {
		for (size_t k = 0;
			wanted(scenarios[i].name, argc, argv) && k < sizeof(kinds) / sizeof(*kinds);
			k++)
			sweep(&scenarios[i], k, n, base, sums);
	}
	if (wanted("crowd", argc, argv))
		crowd(base, sums);
	if (chdir("/") == 0)
		(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	printf("%d passed, %d failed\n", sums[0], sums[1]);
	return sums[1] != 0;
}

/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/scene.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/gitmerge.h"
#include "store/lock.h"
#include "store/recover.h"
#include "tests/faults/photo.h"
#include "tests/faults/told.h"
#include "tests/store/site.h"

/* Reading the law is not what is tried here, and every point does it several times. */
#define PACK GONGKAI_PACKDIR "/../tests/faults/pack"

/* -- Telling --------------------------------------------------------------------------------- */

static void note_why(const struct err *err)
{
	snprintf(told->sentence, sizeof(told->sentence), "%.255s", err->text);
}

static void answer(bool ok, const char *id, const struct err *err)
{
	if (ok && told->is_late)
		return; /* that was said before */
	if (ok) {
		if (id != NULL)
			snprintf(told->acked[told->acks % ACKED_MAX], ID_SIZE, "%s", id);
		told->acks++;
		return;
	}
	note_why(err);
	if (err->code != ERR_UNKNOWN)
		told->noes++;
}

/* The store makes its mistake here, where it asks. */
void store_bug_ack(void);
void store_bug_ack(void)
{
	struct err none = {0};

	answer(true, NULL, &none);
	told->is_late = true;
}

void scene_import(struct store *store, int number, size_t n)
{
	struct str text = {0};
	struct session session = {0};
	struct intake intake = {0};
	struct err err = {0};
	char *id = NULL;

	str_addf(&text, "通知 %d\n", number);
	while (text.len < n)
		str_addf(&text, "%zu 现将有关事项通知如下。\n", text.len * 7919);
	intake.change = (struct change){.title = "通知", .file = text.buf, .file_len = text.len};
	if (session_open(&session, store, "clerk", &err)) {
		bool ok;

		told->tries++;
		ok = session_import(&session, &intake, &id, &err);
		answer(ok, id, &err);
	}
	session_release(&session);
	str_release(&text);
	free(id);
}

static void act(struct store *store, const char *who, const char *id, const char *action)
{
	struct err err = {0};
	bool ok;

	told->tries++;
	ok = site_do(store, who, id, action, &err);
	answer(ok, NULL, &err);
}

static void mark(struct store *store, const char *id)
{
	struct marking marking = {.attribute = "public"};
	struct session session = {0};
	struct err err = {0};
	bool ok;

	told->tries++;
	ok = session_open(&session, store, "clerk", &err) &&
	     session_mark(&session, id, &marking, &err);
	answer(ok, NULL, &err);
	session_release(&session);
}

static size_t size_for(unsigned seed, int i)
{
	static const size_t sizes[] = {40, 700, 5000, 1, 30000};

	return sizes[(seed + (unsigned)i) % 5];
}

/* -- The scenes ------------------------------------------------------------------------------ */

static void import_some(struct store *store, unsigned seed)
{
	for (int i = 0; i < 3; i++)
		scene_import(store, i, size_for(seed, i));
}

/* A paper on its way to the public, and the office beside it. */
static void decide(struct store *store, unsigned seed)
{
	static const char *const steps[][2] = {{"clerk", "submit"}, {"head", "pass"},
		{"secrecy", "pass"}, {"checker", "pass"}, {"signer", "sign"},
		{"publisher", "publish"}};
	const char *id = base->ids[seed % BASE_PAPERS];

	mark(store, id);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		act(store, steps[i][0], id, steps[i][1]);
}

static void office(struct store *store, unsigned seed)
{
	struct unit unit = {.id = xasprintf("kjk%u", seed), .parent = xstrdup("zfb")};
	struct person person = {.id = xasprintf("li%u", seed), .unit = xstrdup("zfb")};
	struct session session = {0};
	struct err err = {0};
	bool ok;

	unit.name.in[LANG_ZH] = xstrdup("科教科");
	person.name.in[LANG_ZH] = xstrdup("李某");
	session_open_site(&session, store);
	told->tries += 2;
	ok = session_put_unit(&session, &unit, &err);
	answer(ok, NULL, &err);
	ok = session_put_person(&session, &person, &err);
	answer(ok, NULL, &err);
	session_release(&session);
	unit_release(&unit);
	person_release(&person);
	scene_import(store, 1, 40);
}

static void cut(struct store *store, unsigned seed)
{
	struct err err = {0};

	scene_import(store, 0, size_for(seed, 0));
	if (!recover_cut(store, &err))
		note_why(&err);
	scene_import(store, 1, size_for(seed, 1));
}

static void rebuild(struct store *store, unsigned seed)
{
	struct err err = {0};

	scene_import(store, 0, size_for(seed, 0));
	if (!store_rebuild(store, &err))
		note_why(&err);
}

/* As many as go into one link, and what follows from them. */
static void import_bulk(struct store *store, unsigned seed)
{
	struct session session = {0};
	struct err err = {0};
	int taken = 0;
	bool ok =
		session_open(&session, store, "clerk", &err) && session_begin_many(&session, &err);

	for (int i = 0; ok && i < MANY - (int)(seed % 3); i++) {
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
		told->acks += taken;
	else
		note_why(&err);
	session_release(&session);
}

static void decide_bulk(struct store *store, unsigned seed)
{
	struct marking marking = {.attribute = "public"};
	struct err outcomes[BASE_PAPERS] = {0}, err = {0};
	struct session session = {0};
	struct strv ids = {0};

	for (unsigned i = 0; i < BASE_PAPERS; i++)
		strv_add(&ids, base->ids[(seed + i) % BASE_PAPERS]);
	if (session_open(&session, store, "clerk", &err)) {
		told->tries += BASE_PAPERS;
		session_mark_many(&session, &ids, &marking, outcomes);
		for (int i = 0; i < BASE_PAPERS; i++)
			answer(outcomes[i].code == ERR_NONE, NULL, &outcomes[i]);
	}
	session_release(&session);
	strv_release(&ids);
}

/* More packs than there should be, and their merging. */
static void merge(struct store *store, unsigned seed)
{
	struct err err = {0};

	for (int i = 0; i < PACKS_FEW + 1; i++) {
		scene_import(store, i, size_for(seed, i) % 1000);
		if (!recover_cut(store, &err))
			return;
	}
	recover_tidy(store);
	scene_import(store, 99, 40);
}

static void purge(struct store *store, unsigned seed)
{
	scene_import(store, 0, size_for(seed, 0));
	act(store, "secrecy", base->secret, "purge");
	act(store, "signer", base->secret, "purge");
	scene_import(store, 1, 40);
}

static void back_up(struct store *store, unsigned seed)
{
	for (int i = 0; i < 2; i++) {
		struct backup_report report;
		struct err err = {0};

		scene_import(store, i, size_for(seed, i));
		if (!store_backup(store, "copy", true, &report, &err))
			note_why(&err);
	}
}

static void check_point(struct store *store, unsigned seed)
{
	for (int i = 0; i < 2; i++) {
		char commit[41];
		struct err err = {0};

		scene_import(store, i, size_for(seed, i));
		if (!store_checkpoint(store, commit, &err))
			note_why(&err);
	}
}

void scene_found(struct store *none, unsigned seed)
{
	struct pack_files files = {0};
	struct err err = {0};
	bool ok;

	(void)none;
	(void)seed;
	told->tries++;
	ok = pack_files_read(PACK, &files, &err) && store_create("site", &files, &err);
	answer(ok, NULL, &err);
}

static void only_open(struct store *store, unsigned seed)
{
	(void)store;
	(void)seed;
}

const struct scene scenes[] = {
	{"found", scene_found, "nothing", .is_founding = true},
	{"import", import_some, "good", 0, 0, false},
	{"decide", decide, "good", 0, 0, false},
	{"office", office, "good", 0, 0, false},
	{"cut", cut, "loose", 3, 0, false},
	{"bulk", import_bulk, "good", 0, 0, false},
	{"bulk act", decide_bulk, "good", 0, 0, false},
	{"pack", merge, "good", 0, 0, false},
	{"rebuild", rebuild, "loose", 3, 0, false},
	{"purge", purge, "good", 0, 0, false},
	{"backup", back_up, "good", 0, 0, false},
	{"checkpoint", check_point, "good", 0, 0, false},
	{"inbox", import_some, "inbox", 0, 2, false},
	{"recovery", only_open, NULL, 0, 0, false},
};
const size_t scene_count = sizeof(scenes) / sizeof(*scenes);

void scene_play(const struct scene *scene, unsigned seed)
{
	struct err err = {0};
	struct store *store = scene->is_founding ? NULL : store_open("site", &err);

	if (store == NULL && !scene->is_founding) {
		note_why(&err);
		return;
	}
	scene->act(store, seed);
	store_close(store);
}

/* -- What they begin with -------------------------------------------------------------------- */

static void note_base(struct store *store)
{
	for (int i = 0; i < BASE_PAPERS; i++) {
		char *id = site_import(store, "通知", "内容\n");

		snprintf(base->ids[i], ID_SIZE, "%s", id);
		free(id);
	}
}

static void make_secret(struct store *store)
{
	char *id = site_import(store, "通知", SECRET "\n");

	snprintf(base->secret, ID_SIZE, "%s", id);
	free(id);
}

static void wait_for_petitions(int n)
{
	const struct timespec step = {.tv_nsec = 1000000};

	while (scratch_run("test $(ls site/inbox 2>/dev/null | wc -l) -ge %d", n) != 0)
		nanosleep(&step, NULL);
}

/* Two who wait for the lock, and die. */
static void leave_in_inbox(void)
{
	struct store *store = site_open();
	pid_t pids[2];
	int lock;

	MUST((lock = lock_take(store->fd, WRITE_LOCK, &err)) >= 0);
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			struct store *own = site_open();

			mark(own, base->ids[i]);
			_exit(0);
		}
	}
	wait_for_petitions(2);
	for (int i = 0; i < 2; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
	lock_drop(lock);
	_exit(0);
}

static void make_good(void)
{
	struct store *store = site_found(PACK);
	struct session session;

	session_open_site(&session, store);
	MUST(session_begin_many(&session, &err)); /* few links: each is verified at each point */
	site_people(&session);
	note_base(store);
	make_secret(store);
	MUST(session_end_many(&session, &err));
	session_release(&session);
	base->decisions = store->now.last.last;
	MUST(recover_cut(store, &err));
	store_close(store);
	_exit(0);
}

static void make_loose(void)
{
	struct store *store = site_open();

	for (int i = 0; i < 3; i++)
		site_mark(store, base->ids[i], "public");
	store_close(store);
	_exit(0);
}

static void in_child(void (*make)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		make();
	if (waitpid(pid, &status, 0) != pid || status != 0)
		exit(1);
}

void scene_prepare(void)
{
	if (mkdir("nothing", 0700) < 0)
		exit(1);
	in_child(make_good);
	if (mkdir("good", 0700) < 0 || rename("site", "good/site") < 0 ||
		scratch_run("find good/site -name '*.sample' -delete; find good/site -type d "
			    "-empty -path '*/objects/*' ! -name pack ! -name info -delete") != 0)
		exit(1);
	photo_take("good/site", "site");
	in_child(make_loose);
	if (mkdir("loose", 0700) < 0 || rename("site", "loose/site") < 0)
		exit(1);
	photo_take("good/site", "site");
	in_child(leave_in_inbox);
	if (mkdir("inbox", 0700) < 0 || rename("site", "inbox/site") < 0)
		exit(1);
}

/* SPDX-License-Identifier: MIT */
/* Every file of a store truncated, zeroed, flipped, deleted, swapped for an older one: it is named,
 * or it can be done without; nothing crashes and nothing hangs. GONGKAI_LONG=1 tries all of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/wait.h>

#include "tests/store/forge.h"

enum { WATCHDOG = 10, NAMED = 10, MENDED, WRONG };

static const char *const damages[] = {
	"truncate -s $(($(stat -c %%s %1$s) / 2)) %1$s",
	"n=$(stat -c %%s %1$s); head -c $n /dev/zero >zeros; cat zeros >%1$s",
	"n=$(stat -c %%s %1$s); printf '\\377' | dd of=%1$s bs=1 seek=$((n / 2)) conv=notrunc",
	"rm -f %1$s",
	"test ! -e old/${f#site/} || cp -p old/${f#site/} %1$s",
};

enum { DAMAGES = sizeof(damages) / sizeof(*damages) };

/* What the store makes anew, or never reads. */
static bool can_be_spared(const char *path)
{
	static const char *const names[] = {"site/index.db", "site/journal", "site/lock",
		"site/state.lock", "site/live", "site/tick", "site/inbox", "/config", "/HEAD",
		"/main.spare", "/description", "/hooks/", "/info/", "/logs/", "refs/heads/main",
		"site/version",
		/* the empty tree: git and libgit2 know it by heart */
		"objects/4b/825dc642"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strstr(path, names[i]) != NULL)
			return true;
	}
	return false;
}

/* In a child: how a damaged store answers. */
static int examine(int64_t documents)
{
	struct err why = {0};
	struct store *store = store_open("site", &why);
	struct verdict verdict;
	bool is_named;

	if (store == NULL)
		return why.text[0] != '\0' ? NAMED : WRONG;
	is_named = store_alarm(store) != NULL;
	if (!store_verify(store, &verdict, &why)) {
		store_close(store);
		return why.text[0] != '\0' ? NAMED : WRONG;
	}
	is_named = is_named || verdict.n > 0 || verdict.note_count > 0;
	verdict_release(&verdict);
	if (is_named) {
		(void)!store_rebuild(store, &why); /* it may fail, with a sentence */
		store_close(store);
		return NAMED;
	}
	if (!store_rebuild(store, &why) || !store_verify(store, &verdict, &why))
		return WRONG;
	is_named = verdict.n == 0 && verdict.documents == documents;
	verdict_release(&verdict);
	store_close(store);
	return is_named ? MENDED : WRONG;
}

static int in_child(int64_t documents)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		alarm(WATCHDOG);
		_exit(examine(documents));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int tried, bad;

static void try_one(const char *path, size_t damage, int64_t documents)
{
	char *command = xasprintf("f=%s; rm -rf site; cp -a good site; chmod u+w %s; ", path, path);
	struct str run = {0};
	int outcome;

	str_add(&run, command);
	for (const char *p = damages[damage]; *p != '\0'; p++) {
		if (starts_with(p, "%1$s")) {
			str_add(&run, path);
			p += 3;
		} else if (starts_with(p, "%%")) {
			str_addc(&run, *p++);
		} else {
			str_addc(&run, *p);
		}
	}
	assert_int_equal(scratch_run("%s", str_get(&run)), 0);
	if (scratch_run("cmp -s %s good/%s", path, path + strlen("site/")) == 0) {
		outcome = NAMED; /* it was like that before */
	} else {
		tried++;
		outcome = in_child(documents);
	}
	if (outcome != NAMED && (outcome != MENDED || !can_be_spared(path)) && ++bad > 0)
		print_error("%s, damage %zu: %s (%d)\n", path, damage,
			outcome < 0         ? "it crashed or hung"
			: outcome == MENDED ? "nobody noticed"
					    : "it is wrong",
			outcome);
	str_release(&run);
	free(command);
}

static void every_file_is_watched(void **state)
{
	bool all = getenv("GONGKAI_LONG") != NULL;
	char *id, *list, *rest, *path, commit[OID_HEX + 1];
	struct store *store;
	size_t n = 0;

	(void)state;
	store = at_section(&id);
	store_close(store);
	assert_int_equal(scratch_run("cp -a site old"), 0);
	store = site_open();
	MUST(site_do(store, "head", id, "pass", &err));
	MUST(store_checkpoint(store, commit, &err));
	store_close(store);
	assert_int_equal(scratch_run("mv site good; rm good/journal; find good -type f | sed "
				     "s/^good/site/ | sort"),
		0);
	list = scratch_read("out");
	for (path = strtok_r(list, "\n", &rest); path != NULL; path = strtok_r(NULL, "\n", &rest)) {
		n++;
		for (size_t damage = 0; damage < DAMAGES; damage++) {
			bool is_object = strstr(path, "/objects/") != NULL;

			if (all || (is_object ? n % 90 == damage * 7 : n % 5 == damage))
				try_one(path, damage, 1);
		}
	}
	print_message("%zu files, %d damages\n", n, tried);
	assert_true(n > 50);
	assert_int_equal(bad, 0);
	free(list);
	free(id);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(every_file_is_watched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

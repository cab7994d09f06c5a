/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_PERSONS_H
#define TESTS_STORE_PERSONS_H

/* People with keys of their own, made by stock ssh-keygen, and stock git as the judge. Include
 * after <cmocka.h>. */

#include "tests/store/forge.h"

/* Makes the files NAME and NAME.pub. */
static inline void make_key(const char *name, const char *type)
{
	assert_int_equal(scratch_run("rm -f %s %s.pub; ssh-keygen -q -t %s -N '' -C note -f %s",
				 name, name, type, name),
		0);
}

static inline bool try_add_key(
	struct store *store, const char *by, const char *person, const char *file, struct err *err)
{
	char *path = xasprintf("%s.pub", file), *line = scratch_read(path);
	struct new_key new = {.line = line};
	struct session session;
	bool ok = true;

	if (by == NULL)
		session_open_site(&session, store);
	else
		ok = session_open(&session, store, by, err);
	line[strcspn(line, "\n")] = '\0';
	ok = ok && session_add_key(&session, person, &new, err);
	session_release(&session);
	free(line);
	free(path);
	return ok;
}

/* A new key of a person's, in the file of their name, put in by the site. */
static inline void give_key(struct store *store, const char *person)
{
	make_key(person, "ed25519");
	MUST(try_add_key(store, NULL, person, person, &err));
}

static inline bool try_end_key(struct store *store, const char *by, const char *person,
	const char *reason, struct err *err)
{
	const struct person *who = org_person(&store_office(store)->org, person);
	struct key_ending ending = {
		.print = who->keys.v[who->keys.n - 1].print, .on = DAY_NONE, .reason = reason};
	struct session session;
	bool ok = true;

	if (by == NULL)
		session_open_site(&session, store);
	else
		ok = session_open(&session, store, by, err);
	ok = ok && session_end_key(&session, person, &ending, err);
	session_release(&session);
	return ok;
}

/* Who is at the keyboard: the name of a key file, or NULL for nobody. */
static inline void sign_with(struct store *store, const char *file)
{
	struct signing signing = {.key_file = file, .must = true};

	store_sign_with(store, &signing);
}

/* "site", or whose key signed the latest decision. */
static inline void assert_signer(struct store *store, const char *who)
{
	struct history history = {0};

	MUST(store_history(store, &(struct history_ask){.limit = 1}, NULL, &history, &err));
	assert_int_equal(history.n, 1);
	assert_string_equal(history.v[0].signer, who);
	history_release(&history);
}

/* A copied store's settings name the place it was copied to. */
#define GIT_SSH GIT "-c gpg.format=ssh -c gpg.ssh.allowedSignersFile=$PWD/site/allowed_signers "

/* Every commit of the ledger, as stock git sees it. */
static inline void assert_git_believes_all(void)
{
	int rc = scratch_run(
		"for c in $(" GIT "rev-list main); do " GIT_SSH "verify-commit $c || exit 1; done");
	char *said = scratch_read("err");

	if (rc != 0)
		fail_msg("%s", said);
	free(said);
}

static inline int git_verify(const char *commit)
{
	return scratch_run(GIT_SSH "verify-commit %s", commit);
}

static inline void at_clock(const char *moment)
{
	setenv("GONGKAI_CLOCK", moment, 1);
}

#endif

/* SPDX-License-Identifier: MIT */
/* People sign with keys of their own, in a file or in an ssh-agent; who signed is asked of every
 * decision, before, under the lock, in a replay and in verify. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/key.h"
#include "tests/store/persons.h"

/* -- A key file -------------------------------------------------------------------------------- */

static void a_person_signs_with_a_file(void **state)
{
	char *id;
	struct store *store = at_section(&id);
	const struct verify_options whole = {0};
	struct verdict verdict;

	(void)state;
	give_key(store, "head");
	sign_with(store, "head");
	MUST(site_do(store, "head", id, "pass", &err));
	assert_signer(store, "head");
	assert_git_believes_all();
	assert_int_equal(git_verify("main^2"), 0);
	assert_int_equal(
		scratch_run(GIT_SSH "verify-commit main^2 2>&1 | grep -q head@gongkai"), 0);
	assert_no_fault(store, &whole);
	MUST(store_rebuild(store, &err));
	assert_signer(store, "head");
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.note_count, 0);
	verdict_release(&verdict);
	store_close(store);
	free(id);
}

static void without_a_key_the_site_signs(void **state)
{
	char *id;
	struct store *store = at_section(&id);

	(void)state;
	give_key(store, "head");
	MUST(site_do(store, "head", id, "pass", &err));
	assert_signer(store, "site");
	store_close(store);
	free(id);
}

/* A key that was asked for must do; one that merely lies there may be another's. */
static void a_key_that_was_asked_for_must_be_theirs(void **state)
{
	static const struct {
		const char *file, *words;
	} cases[] = {
		{"signer", "holds no key of head's that is valid now"},
		{"signer.pub", "no ssh-agent has it as a key of head's"},
		{"nothing", "nothing"},
		{"locked", "ssh-add"},
		{"ecdsa", "'ecdsa-sha2-nistp256' signs only out of an ssh-agent"},
		{"open", "others may read or change this key"},
	};
	char *id;
	struct store *store = at_section(&id);
	struct signing lax = {.key_file = "signer"};

	(void)state;
	give_key(store, "head");
	give_key(store, "signer");
	assert_int_equal(scratch_run("ssh-keygen -q -t ed25519 -N secret -f locked && "
				     "ssh-keygen -q -t ecdsa -N '' -f ecdsa && "
				     "cp head open && chmod 644 open"),
		0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err err = {0};

		sign_with(store, cases[i].file);
		assert_false(site_do(store, "head", id, "pass", &err));
		if (strstr(err.text, cases[i].words) == NULL)
			fail_msg("%s: %s", cases[i].file, err.text);
	}
	store_sign_with(store, &lax);
	MUST(site_do(store, "head", id, "pass", &err));
	assert_signer(store, "site");
	store_close(store);
	free(id);
}

static void keys_are_changed_by_their_owner_and_by_administrators(void **state)
{
	struct store *store = site_make();
	struct session session;
	struct err why;

	(void)state;
	session_open_site(&session, store);
	site_put_person(&session, "admin", "admin");
	session_release(&session);
	make_key("head", "ed25519");
	make_key("head2", "ed25519");
	make_key("head3", "ed25519");
	assert_false(try_add_key(store, "head", "head", "head", &why));
	assert_non_null(strstr(why.text, "administrator"));
	MUST(try_add_key(store, "admin", "head", "head", &err));
	assert_signer(store, "site");
	sign_with(store, "head");
	MUST(try_add_key(store, "head", "head", "head2", &err));
	assert_signer(store, "head");
	assert_false(try_add_key(store, "head", "clerk", "head3", &why));
	sign_with(store, NULL);
	assert_false(try_add_key(store, "admin", "clerk", "head2", &why));
	assert_non_null(strstr(why.text, "is head's already"));
	/* the second is lost */
	assert_false(try_end_key(store, "admin", "head", NULL, &why));
	assert_non_null(strstr(why.text, "--reason"));
	MUST(try_end_key(store, "admin", "head", "丢失", &err));
	assert_false(try_end_key(store, "admin", "head", "丢失", &why));
	assert_non_null(strstr(why.text, "has ended already"));
	assert_false(try_add_key(store, "admin", "head", "head2", &why));
	assert_non_null(strstr(why.text, "stands there twice"));
	at_clock("2026-01-05T09:00:01");
	sign_with(store, "head2");
	assert_false(try_add_key(store, "head", "head", "head3", &why));
	assert_non_null(strstr(why.text, "no key of head's that is valid now"));
	sign_with(store, "head");
	MUST(try_add_key(store, "head", "head", "head3", &err));
	MUST(try_end_key(store, "head", "head", NULL, &err));
	assert_git_believes_all();
	store_close(store);
}

/* -- An ssh-agent ------------------------------------------------------------------------------ */

/* One that a failing test leaves behind ends by itself. */
/* Its socket is there before it listens: it has started when it answers (1: it holds no key). */
static void agent_start(void)
{
	assert_int_equal(scratch_run("timeout 300 ssh-agent -D -a $PWD/agent >said 2>&1 & "
				     "echo $! >pid; export SSH_AUTH_SOCK=$PWD/agent; "
				     "until ssh-add -l >said.list 2>&1 || test $? = 1; do :; done"),
		0);
}

/* It takes its socket away itself, which must not be the next one's. */
static void agent_stop(void)
{
	assert_int_equal(scratch_run("kill $(cat pid); while test -S agent; do :; done"), 0);
}

static void agent_add(const char *file)
{
	assert_int_equal(scratch_run("SSH_AUTH_SOCK=$PWD/agent ssh-add -q %s", file), 0);
}

static void every_type_signs_out_of_an_agent(void **state)
{
	static const char *const types[] = {
		"ed25519", "rsa -b 2048", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521"};
	const struct signing signing = {.agent = "agent"};
	const struct verify_options whole = {0};
	struct store *store = site_make();

	(void)state;
	agent_start();
	make_key("stranger", "ed25519");
	agent_add("stranger");
	store_sign_with(store, &signing);
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		char *id = site_import(store, "通知", "内容\n"), *name = xasprintf("key%zu", i);

		assert_signer(store, "site");
		site_mark(store, id, "public");
		MUST(site_do(store, "clerk", id, "submit", &err));
		make_key(name, types[i]);
		MUST(try_add_key(store, NULL, "head", name, &err));
		agent_add(name);
		MUST(site_do(store, "head", id, "pass", &err));
		assert_signer(store, "head");
		MUST(try_end_key(store, NULL, "head", "丢失", &err));
		free(name);
		name = xasprintf("2026-01-05T09:%zu0:00", i + 1);
		at_clock(name);
		free(name);
		free(id);
	}
	agent_stop();
	assert_git_believes_all();
	assert_no_fault(store, &whole);
	MUST(store_rebuild(store, &err));
	assert_no_fault(store, &whole);
	store_close(store);
}

/* What cannot be read here, the agent may have opened. */
static void a_file_names_a_key_of_the_agents(void **state)
{
	static const char *const files[] = {"locked", "locked.pub"};
	struct store *store = site_make();

	(void)state;
	assert_int_equal(scratch_run("ssh-keygen -q -t ed25519 -N '' -f locked"), 0);
	agent_start();
	agent_add("locked");
	make_key("other", "ed25519");
	agent_add("other");
	assert_int_equal(scratch_run("ssh-keygen -q -p -N secret -f locked"), 0);
	MUST(try_add_key(store, NULL, "clerk", "other", &err));
	MUST(try_add_key(store, NULL, "clerk", "locked", &err));
	for (size_t i = 0; i < 2; i++) {
		const struct signing signing = {
			.key_file = files[i], .agent = "agent", .must = true};
		char *id;

		store_sign_with(store, &signing);
		id = site_import(store, "通知", "内容\n");
		assert_signer(store, "clerk");
		assert_int_equal(
			scratch_run(GIT_SSH "verify-commit main^2 2>&1 | grep -qF "
					    "$(ssh-keygen -lf locked.pub | cut -d' ' -f2)"),
			0);
		free(id);
	}
	agent_stop();
	store_close(store);
}

/* Nobody is asked whether they mean it in a test: `ssh-add -c` without anybody to ask refuses. */
static void an_agent_that_refuses_decides_nothing(void **state)
{
	const struct signing signing = {.agent = "agent"};
	char *id;
	struct store *store = at_section(&id);
	struct document document = {0};
	struct err why = {0};

	(void)state;
	give_key(store, "head");
	agent_start();
	agent_add("-c head");
	store_sign_with(store, &signing);
	assert_false(site_do(store, "head", id, "pass", &why));
	assert_int_equal(why.code, ERR_REFUSED);
	assert_string_equal(why.text, "the ssh-agent did not sign");
	agent_stop();
	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.state, "section");
	document_release(&document);
	/* Gone altogether: the site signs, and the record says so. */
	MUST(site_do(store, "head", id, "pass", &err));
	assert_signer(store, "site");
	store_close(store);
	free(id);
}

/* -- Forgeries ------------------------------------------------------------------------------- */

/* A ledger with a decision of head's that key signed and site took in at its time, however it was
 * made; by parent, which its signer claims to have seen (NULL: the tip). */
static void force_by(struct store *store, const struct decision *decision, const char *file,
	const char *parent, char commit[OID_HEX + 1])
{
	struct key *key = NULL;
	struct drafting how = {.repo = store->ledger, .name = "王head"};
	struct draft draft;
	struct batch batch = {.n = 1, .at = store_now(store)};
	const struct ledger ledger = {store->ledger, &store->journal, store->site};
	struct link link;

	MUST((key = key_load(file, &err)) != NULL);
	how.key = key;
	how.parent = parent != NULL ? parent : store->now.last.id;
	MUST(draft_make(&how, decision, &draft, &err));
	batch.v[0] = &draft;
	MUST(ledger_append(&ledger, &store->now.last, &batch, &link, &err));
	memcpy(commit, draft.id, sizeof(draft.id));
	draft_release(&draft);
	link_release(&link);
	key_free(key);
}

static const struct {
	const char *key, *now;
	bool is_back_dated;
	const char *words;
	bool git_believes;
} forgeries[] = {
	/* the same with the right key is no forgery */
	{"head", "2026-01-05T10:00:00", false, NULL, true},
	{"signer", "2026-01-05T10:00:00", false, "which is signer's and not head's", true},
	{"stranger", "2026-01-05T10:00:00", false, "a key that may not sign here", false},
	{"late", "2026-01-05T10:00:00", false, "not valid before 2026-03-01T00:00:00+08:00", false},
	{"lost", "2026-01-05T10:00:00", false, "ended at 2026-01-05T09:00:00+08:00", false},
	/* stock git has only the signer's word for when it was */
	{"lost", "2026-01-05T10:00:00", true, "ended at 2026-01-05T09:00:00+08:00", true},
	{"old-site", "2026-01-05T10:00:00", false, "a key that may not sign here", false},
};

static void add_from(struct store *store, const char *person, const char *file, int from)
{
	char *path = xasprintf("%s.pub", file), *line = scratch_read(path);
	struct new_key new = {.line = line, .from = from};
	struct session session;

	session_open_site(&session, store);
	MUST(session_add_key(&session, person, &new, &err));
	session_release(&session);
	free(line);
	free(path);
}

/* A paper in head's hands, who has one good key, one that comes and one that went. */
static char *set_the_scene(void)
{
	char *id;
	struct store *store = at_section(&id);
	int march;

	assert_true(day_parse("2026-03-01", &march));
	give_key(store, "signer");
	make_key("stranger", "ed25519");
	make_key("late", "ed25519");
	make_key("old-site", "ed25519");
	add_from(store, "head", "late", march);
	make_key("lost", "ed25519");
	MUST(try_add_key(store, NULL, "head", "lost", &err));
	assert_int_equal(scratch_run(GIT "rev-parse main >seen"), 0);
	MUST(try_end_key(store, NULL, "head", "丢失", &err));
	give_key(store, "head");
	store_close(store);
	return id;
}

static void assert_replay(struct store *store, const char *commit, const char *words)
{
	struct err why = {0};
	bool ok = store_rebuild(store, &why);

	if (words == NULL
			? !ok
			: ok || strstr(why.text, commit) == NULL || strstr(why.text, words) == NULL)
		fail_msg("%s: %s", words != NULL ? words : "good", why.text);
}

static void forged_signatures_are_named(void **state)
{
	const struct verify_options whole = {0};
	char *id = set_the_scene(), *seen = scratch_read("seen"), commit[OID_HEX + 1];

	(void)state;
	seen[OID_HEX] = '\0';
	assert_int_equal(scratch_run("mv site good"), 0);
	for (size_t i = 0; i < sizeof(forgeries) / sizeof(*forgeries); i++) {
		struct store *store;
		struct decision d;

		at_clock("2026-01-05T09:00:00");
		assert_int_equal(scratch_run("rm -rf site; cp -a good site"), 0);
		store = site_open();
		d = passing(store, id);
		at_clock(forgeries[i].now);
		d.at = store_now(store);
		if (forgeries[i].is_back_dated)
			d.at.time -= 3600;
		force_by(store, &d, forgeries[i].key, forgeries[i].is_back_dated ? seen : NULL,
			commit);
		assert_int_equal(git_verify(commit) == 0, forgeries[i].git_believes);
		if (forgeries[i].words != NULL)
			assert_fault(store, commit, forgeries[i].words);
		assert_replay(store, commit, forgeries[i].words);
		if (forgeries[i].words == NULL)
			assert_no_fault(store, &whole);
		decision_release(&d);
		store_close(store);
	}
	free(seen);
	free(id);
}

/* Their key is good for ever, they themselves are not. */
static void a_key_of_who_left_is_named(void **state)
{
	char *id, commit[OID_HEX + 1];
	struct store *store = at_section(&id);
	struct person head = {0};
	struct session session;
	struct str text = {0};
	struct decision d;

	(void)state;
	give_key(store, "head");
	person_print(org_person(&store_office(store)->org, "head"), &text);
	MUST(person_parse(&head, str_get(&text), &err));
	assert_true(day_parse("2026-01-05", &head.to));
	session_open_site(&session, store);
	MUST(session_put_person(&session, &head, &err));
	session_release(&session);
	at_clock("2026-01-06T09:00:00");
	d = passing(store, id);
	force_by(store, &d, "head", NULL, commit);
	assert_int_not_equal(git_verify(commit), 0);
	assert_fault(store, commit, "nobody named 'head' works here today");
	assert_replay(store, commit, "nobody named 'head' works here today");
	decision_release(&d);
	person_release(&head);
	str_release(&text);
	store_close(store);
	free(id);
}

/* -- A step that asks for a key ---------------------------------------------------------------- */

static struct store *strict_site(char **id)
{
	struct pack_files files = {0};
	struct session session;
	struct store *store = NULL;

	at_clock("2026-01-05T09:00:00");
	assert_int_equal(scratch_run("cp -r " GONGKAI_PACKDIR "/cn pack && sed -i "
				     "'s/^section,pass,secrecy,head,,$/&own-key/' "
				     "pack/gongwen.csv && grep -q own-key pack/gongwen.csv"),
		0);
	MUST(pack_files_read("pack", &files, &err));
	MUST(store_create("site", &files, &err));
	store = site_open();
	session_open_site(&session, store);
	site_put_unit(&session, "zfb");
	site_put_person(&session, "clerk", "clerk");
	site_put_person(&session, "head", "head");
	session_release(&session);
	*id = site_import(store, "通知", "内容\n");
	site_mark(store, *id, "public");
	MUST(site_do(store, "clerk", *id, "submit", &err));
	return store;
}

static void assert_option(struct store *store, const char *id, bool open)
{
	struct session session;
	struct view view;
	bool found = false;

	MUST(session_open(&session, store, "head", &err));
	MUST(session_show(&session, id, &view, &err));
	for (size_t i = 0; i < view.option_count; i++) {
		if (strcmp(view.options[i].action->code, "pass") != 0)
			continue;
		found = true;
		assert_true(view.options[i].needs_key);
		assert_int_equal(view.options[i].is_open, open);
		if (!open)
			assert_non_null(strstr(view.options[i].why.text, "key of head's own"));
	}
	assert_true(found);
	view_release(&view);
	session_release(&session);
}

static void a_step_asks_for_a_key(void **state)
{
	char *id, commit[OID_HEX + 1];
	struct store *store = strict_site(&id);
	struct decision d;
	struct err why = {0};

	(void)state;
	give_key(store, "head");
	assert_option(store, id, false);
	assert_false(site_do(store, "head", id, "pass", &why));
	assert_int_equal(why.code, ERR_REFUSED);
	assert_non_null(strstr(why.text, "must be signed with a key of head's own"));
	sign_with(store, "head");
	assert_option(store, id, true);
	assert_int_equal(scratch_run("cp -a site good"), 0);
	MUST(site_do(store, "head", id, "pass", &err));
	assert_signer(store, "head");
	store_close(store);
	/* past the gate, with the site's key */
	assert_int_equal(scratch_run("rm -rf site; mv good site"), 0);
	store = site_open();
	d = passing(store, id);
	force(store, &d, store->site, commit);
	assert_fault(store, commit, "must be signed with a key of head's own");
	assert_replay(store, commit, "must be signed with a key of head's own");
	decision_release(&d);
	store_close(store);
	free(id);
}

/* -- allowed_signers --------------------------------------------------------------------------- */

/* A crash between the two: the index has not heard of the decision, and the file is the old one. */
static void the_file_is_mended_after_a_crash(void **state)
{
	const struct verify_options whole = {0};
	struct store *store = site_make();

	(void)state;
	store_close(store);
	assert_int_equal(
		scratch_run("mkdir old && cp site/index.db* site/allowed_signers old/"), 0);
	store = site_open();
	give_key(store, "head");
	assert_int_equal(scratch_run("grep -q head@gongkai site/allowed_signers"), 0);
	store_close(store);
	assert_int_equal(scratch_run("cp site/allowed_signers new; rm site/index.db*; "
				     "cp old/* site/"),
		0);
	store = site_open();
	assert_int_equal(scratch_run("cmp new site/allowed_signers"), 0);
	assert_no_fault(store, &whole);
	/* By hand: told, and made again with the index. */
	assert_int_equal(scratch_run("sed -i /head/d site/allowed_signers"), 0);
	assert_fault(store, NULL, "allowed_signers is not what the ledger says");
	MUST(store_rebuild(store, &err));
	assert_int_equal(scratch_run("cmp new site/allowed_signers"), 0);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(a_person_signs_with_a_file),
		TEST(without_a_key_the_site_signs),
		TEST(a_key_that_was_asked_for_must_be_theirs),
		TEST(keys_are_changed_by_their_owner_and_by_administrators),
		TEST(every_type_signs_out_of_an_agent),
		TEST(a_file_names_a_key_of_the_agents),
		TEST(an_agent_that_refuses_decides_nothing),
		TEST(forged_signatures_are_named),
		TEST(a_key_of_who_left_is_named),
		TEST(a_step_asks_for_a_key),
		TEST(the_file_is_mended_after_a_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

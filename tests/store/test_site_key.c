/* SPDX-License-Identifier: MIT */
/* The site's own key: changed, lost and replaced, left half changed by a crash; and those who would
 * like to be the site. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/commit.h"
#include "store/site_key.h"
#include "store/sshsig.h"
#include "tests/store/persons.h"

static const struct verify_options whole;

/* A store with an administrator, who has a key in the file `admin`, and a paper in head's hands. */
static struct store *with_admin(char **id)
{
	struct store *store = at_section(id);
	struct session session;

	give_key(store, "head");
	make_key("admin", "ed25519");
	session_open_site(&session, store);
	site_put_person(&session, "admin", "admin");
	session_release(&session);
	MUST(try_add_key(store, "admin", "admin", "admin", &err));
	return store;
}

static bool change(struct store *store, const char *who, bool is_lost, struct err *err)
{
	struct session session;
	bool ok = session_open(&session, store, who, err) &&
		  session_change_site_key(&session, is_lost, err);

	session_release(&session);
	return ok;
}

static char *anchor_of(struct store *store)
{
	char *text = NULL;

	MUST(store_anchor(store, &text, &err));
	return text;
}

/* One note and no fault; what came before, and the anchors of before, are as good as ever. */
static void assert_changed(struct store *store, const char *anchor, const char *words)
{
	const struct verify_options options = {.anchor = anchor};
	struct verdict verdict;

	verify_as(store, &options, &verdict);
	for (size_t i = 0; i < verdict.n; i++)
		print_error("%s %s\n", verdict.faults[i].commit, verdict.faults[i].what);
	assert_int_equal(verdict.n, 0);
	assert_int_equal(verdict.note_count, 1);
	if (strstr(verdict.notes[0].what, words) == NULL)
		fail_msg("%s", verdict.notes[0].what);
	verdict_release(&verdict);
	assert_git_believes_all();
}

static void the_key_is_changed(void **state)
{
	char *id, *before, *after;
	struct store *store = with_admin(&id), *other = site_open();
	char commit[OID_HEX + 1];
	struct err why = {0};

	(void)state;
	MUST(store_checkpoint(store, commit, &err));
	before = anchor_of(store);
	assert_false(change(store, "head", false, &why));
	assert_non_null(strstr(why.text, "head is none"));
	assert_int_equal(scratch_run("test -e site/keys/site.next"), 1 << 8);
	assert_int_equal(scratch_run("cp site/keys/site old"), 0);
	MUST(change(store, "admin", false, &err));
	assert_int_equal(scratch_run("cmp -s site/keys/site old"), 1 << 8);
	assert_int_equal(scratch_run("test -e site/keys/site.next"), 1 << 8);
	assert_int_equal(scratch_run("test $(stat -c %%a site/keys/site) = 600"), 0);
	/* Another process goes on with the new one. */
	MUST(site_do(other, "head", id, "pass", &err));
	assert_signer(other, "site");
	store_close(other);
	MUST(site_do(store, "secrecy", id, "pass", &err));
	assert_changed(store, before, "changed its key, and the old one vouched for it");
	after = anchor_of(store);
	assert_changed(store, after, "vouched");
	MUST(store_checkpoint(store, commit, &err));
	MUST(store_rebuild(store, &err));
	assert_changed(store, before, "vouched");
	/* and again */
	MUST(change(store, "admin", false, &err));
	MUST(site_do(store, "checker", id, "pass", &err));
	assert_git_believes_all();
	assert_no_fault(store, &whole);
	store_close(store);
	store = site_open();
	assert_null(store_alarm(store));
	store_close(store);
	free(before);
	free(after);
	free(id);
}

/* A copy without its key, on another machine: all can be read, nothing be decided, until somebody
 * who administers vouches for another key with their own. */
static void a_lost_key_is_replaced(void **state)
{
	char *id, *before;
	struct store *store = with_admin(&id);
	struct backup_report report;
	struct document document = {0};
	struct err why = {0};

	(void)state;
	before = anchor_of(store);
	MUST(store_backup(store, "copy", false, &report, &err));
	assert_false(change(store, "admin", true, &why));
	assert_non_null(strstr(why.text, "the site's key is here"));
	store_close(store);
	assert_int_equal(scratch_run("mv site machine1 && cp -a copy site"), 0);
	store = site_open();
	MUST(store_document(store, id, &document, &err));
	document_release(&document);
	assert_no_fault(store, &whole);
	assert_false(site_do(store, "head", id, "pass", &why));
	assert_int_equal(why.code, ERR_REFUSED);
	assert_non_null(strstr(why.text, "lacks keys/site"));
	sign_with(store, "head");
	assert_false(site_do(store, "head", id, "pass", &why));
	assert_non_null(strstr(why.text, "lacks keys/site"));
	assert_false(change(store, "head", true, &why));
	assert_non_null(strstr(why.text, "head is none"));
	sign_with(store, NULL);
	assert_false(change(store, "admin", false, &why));
	assert_non_null(strstr(why.text, "lacks keys/site"));
	assert_false(change(store, "admin", true, &why));
	assert_non_null(strstr(why.text, "signs with a key of their own"));
	sign_with(store, "admin");
	MUST(change(store, "admin", true, &err));
	assert_signer(store, "admin");
	sign_with(store, NULL);
	MUST(site_do(store, "head", id, "pass", &err));
	assert_signer(store, "site");
	assert_changed(store, before, "replaced its key, which was lost");
	MUST(store_rebuild(store, &err));
	assert_changed(store, before, "replaced");
	store_close(store);
	free(before);
	free(id);
}

static void a_foreign_key_in_its_place_is_no_key(void **state)
{
	char *id;
	struct store *store = with_admin(&id);
	struct err why = {0};

	(void)state;
	store_close(store);
	assert_int_equal(scratch_run("rm site/keys/site && cp head site/keys/site"), 0);
	store = site_open();
	assert_false(site_do(store, "head", id, "pass", &why));
	assert_non_null(strstr(why.text, "lacks keys/site"));
	store_close(store);
	free(id);
}

/* -- Crashes --------------------------------------------------------------------------------- */

/* The decision stands and the file has not moved: whoever comes next moves it. */
static void a_change_that_was_not_seen_to_its_end(void **state)
{
	char *id;
	struct store *store = with_admin(&id);

	(void)state;
	assert_int_equal(scratch_run("cp site/keys/site old"), 0);
	MUST(change(store, "admin", false, &err));
	store_close(store);
	assert_int_equal(scratch_run("mv site/keys/site site/keys/site.next && "
				     "cp site/keys/site.next new && mv old site/keys/site"),
		0);
	store = site_open();
	MUST(site_do(store, "head", id, "pass", &err));
	assert_int_equal(scratch_run("cmp new site/keys/site && ! test -e site/keys/site.next"), 0);
	assert_no_fault(store, &whole);
	/* The other way round: a key that never came to be the site's is in nobody's way. */
	assert_int_equal(scratch_run("cp head site/keys/site.next && chmod 600 "
				     "site/keys/site.next"),
		0);
	MUST(site_do(store, "secrecy", id, "pass", &err));
	MUST(change(store, "admin", false, &err));
	MUST(site_do(store, "checker", id, "pass", &err));
	assert_no_fault(store, &whole);
	assert_int_equal(scratch_run("! test -e site/keys/site.next"), 0);
	store_close(store);
	free(id);
}

/* -- Forgeries ------------------------------------------------------------------------------- */

static void put_on_main(
	struct store *store, const struct key *site, struct draft *draft, const char *words[2])
{
	struct batch batch = {.n = 1, .at = store_now(store)};
	const struct ledger ledger = {store->ledger, &store->journal, site};
	struct link link;
	struct err why = {0};

	batch.v[0] = draft;
	MUST(ledger_append(&ledger, &store->now.last, &batch, &link, &err));
	assert_fault(store, draft->id, words[0]);
	assert_false(store_rebuild(store, &why));
	if (strstr(why.text, words[1]) == NULL)
		fail_msg("%s: %s", words[1], why.text);
	link_release(&link);
}

/* A change of the site's key to one of one's own, as an administrator would make it. */
static struct decision claim(struct store *store, const char *action, const struct key *next)
{
	struct decision d = {.subject = SUBJECT_SITE,
		.id = xstrdup(ACTOR_SITE),
		.action = xstrdup(action),
		.actor = xstrdup("admin"),
		.role = xstrdup("admin"),
		.pack = xstrdup(store_office(store)->pack->id),
		.request = request_new(),
		.at = store_now(store)};
	const struct key_list *was = &store_office(store)->org.site;
	char print[KEY_PRINT_SIZE], *line = key_public_line(next);
	struct signing_key key = {.print = print, .line = line, .by = d.actor, .from = d.at};
	struct key_list is = {0};
	struct str record = {0};

	public_key_fingerprint(key_public(next), print);
	for (size_t i = 0; i < was->n; i++)
		key_list_add(&is, &was->v[i]);
	is.v[is.n - 1].to = d.at;
	key_list_add(&is, &key);
	site_keys_print(&is, &record);
	d.record = str_detach(&record);
	hash_hex(d.record, strlen(d.record), d.record_sha256);
	key_list_release(&is);
	free(line);
	return d;
}

/* The old key's signature of something else under it. */
static void swap_signature(struct draft *draft, const struct key *site)
{
	struct object *raw = &draft->objects.v[draft->objects.n - 1];
	struct commit commit = {0};
	struct str bytes = {0};
	char *armor = NULL;

	MUST(commit_parse(&commit, raw->bytes, raw->len, &err));
	MUST((armor = sshsig_sign(site, "git", "something else", 14, &err)) != NULL);
	commit_seal(commit.payload, armor, &bytes);
	draft->objects.n--;
	free(raw->bytes);
	objects_add(&draft->objects, OBJECT_COMMIT, bytes.buf, bytes.len, draft->id);
	str_release(&bytes);
	commit_release(&commit);
	free(armor);
}

/* Who is not the site makes a link that brings in their own key, signed by that. */
static void nobody_makes_themselves_the_site(void **state)
{
	static const struct {
		const char *action, *by; /* whose key signs the change; NULL: their own */
		bool is_swapped;
		const char *words;
	} cases[] = {
		{ACTION_ROTATE, NULL, false, "a key that may not sign here"},
		{ACTION_REPLACE, NULL, false, "a key that may not sign here"},
		{ACTION_ROTATE, "site/keys/site", true, "its signature is not good"},
		{ACTION_REPLACE, "head", false, "which is head's and not admin's"},
		{ACTION_REPLACE, "site/keys/site", false, "signs with a key of their own"},
		{ACTION_ROTATE, "admin", false, "that the old one signs"},
	};
	char *id;

	(void)state;
	store_close(with_admin(&id));
	assert_int_equal(scratch_run("mv site good"), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *words[2] = {cases[i].words, cases[i].words};
		struct drafting how = {.name = "王admin"};
		struct key *mine = NULL, *by = NULL;
		struct draft draft;
		struct store *store;
		struct decision d;

		assert_int_equal(scratch_run("rm -rf site; cp -a good site"), 0);
		store = site_open();
		MUST((mine = key_generate(&err)) != NULL);
		if (cases[i].by != NULL)
			MUST((by = key_load(cases[i].by, &err)) != NULL);
		d = claim(store, cases[i].action, mine);
		how.repo = store->ledger;
		how.key = by != NULL ? by : mine;
		how.parent = store->now.last.id;
		MUST(draft_make(&how, &d, &draft, &err));
		if (cases[i].is_swapped)
			swap_signature(&draft, by);
		put_on_main(store, mine, &draft, words);
		draft_release(&draft);
		decision_release(&d);
		key_free(mine);
		key_free(by);
		store_close(store);
	}
	free(id);
}

/* Whoever kept the old key is not the site any more, and nobody's signature either. */
static void the_old_key_is_not_the_site(void **state)
{
	const char *words[2] = {
		"of the site, which is not its key now", "it is not signed by the site"};
	char *id, commit[OID_HEX + 1];
	struct store *store = with_admin(&id);
	struct key *old = NULL;
	struct draft draft;
	struct drafting how = {.repo = store->ledger, .name = "王head"};
	struct decision d;

	(void)state;
	MUST((old = key_load("site/keys/site", &err)) != NULL);
	MUST(change(store, "admin", false, &err));
	at_clock("2026-01-05T10:00:00");
	assert_int_equal(scratch_run("cp -a site good"), 0);
	d = passing(store, id);
	force(store, &d, old, commit);
	assert_fault(store, commit, "of the site, which is not its key now");
	assert_int_not_equal(git_verify(commit), 0);
	store_close(store);
	/* a link of its making */
	assert_int_equal(scratch_run("rm -rf site; mv good site"), 0);
	store = site_open();
	how.repo = store->ledger;
	how.key = old;
	how.parent = store->now.last.id;
	MUST(draft_make(&how, &d, &draft, &err));
	put_on_main(store, old, &draft, words);
	draft_release(&draft);
	decision_release(&d);
	key_free(old);
	store_close(store);
	free(id);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(the_key_is_changed),
		TEST(a_lost_key_is_replaced),
		TEST(a_foreign_key_in_its_place_is_no_key),
		TEST(a_change_that_was_not_seen_to_its_end),
		TEST(nobody_makes_themselves_the_site),
		TEST(the_old_key_is_not_the_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

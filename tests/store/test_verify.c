/* SPDX-License-Identifier: MIT */
/* Forgeries by somebody who has the disk, stock git and the site's own key: each is named, with the
 * commit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/hash.h"
#include "core/screening.h"
#include "store/content.h"
#include "store/db.h"
#include "store/sshsig.h"
#include "tests/store/forge.h"

static void an_honest_ledger_has_no_fault(void **state)
{
	char *id, commit[OID_HEX + 1];
	struct store *store = at_section(&id);
	struct decision d = passing(store, id);
	struct verdict verdict;

	(void)state;
	/* The forger's tools make a good decision too: what follows is found for what is wrong in
	 * it. */
	force(store, &d, store->site, commit);
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.n, 0);
	verdict_release(&verdict);
	decision_release(&d);
	store_close(store);
	free(id);
}

/* -- What a decision says ---------------------------------------------------------------------- */

static void set_actor(struct decision *d)
{
	set_str(&d->actor, "clerk");
}

static void skip_states(struct decision *d)
{
	set_str(&d->action, "sign");
	set_str(&d->to, "decided");
	set_str(&d->actor, "signer");
	set_str(&d->role, "signer");
}

static void publish_unsigned(struct decision *d)
{
	set_str(&d->action, "publish");
	set_str(&d->to, "published");
	set_str(&d->actor, "publisher");
	set_str(&d->role, "publisher");
}

/* An approval of another text than the one that is there. */
static void set_content(struct decision *d)
{
	memset(d->content, 'a', HASH_HEX);
}

static void set_target(struct decision *d)
{
	set_str(&d->to, "office");
}

static void set_nobody(struct decision *d)
{
	set_str(&d->actor, "nobody");
}

static void set_prev(struct decision *d)
{
	set_str(&d->prev, "1111111111111111111111111111111111111111");
}

static void set_second_chain(struct decision *d)
{
	d->prev_sha256[0] = d->prev_sha256[0] == '0' ? '1' : '0';
}

static void set_pack(struct decision *d)
{
	set_str(&d->pack, "cn 2008 sha256:0000");
}

static void set_early(struct decision *d)
{
	d->at.time -= 3600;
}

static void set_late(struct decision *d)
{
	d->at.time += 1;
}

static void set_record(struct decision *d)
{
	set_str(&d->record, "Id: zfb-2026-0001\n");
}

static void set_attribute(struct decision *d)
{
	set_str(&d->attribute, "private");
}

static void lies_are_named(void **state)
{
	static const struct {
		void (*lie)(struct decision *d);
		const char *words;
	} cases[] = {
		{set_actor, "not allowed"},
		{skip_states, "'sign' is not possible"},
		{publish_unsigned, "'publish' is not possible"},
		{set_content, "not allowed"},
		{set_target, "not allowed"},
		{set_nobody, "nobody named 'nobody'"},
		{set_prev, "its Prev is not"},
		{set_second_chain, "its Prev is not"},
		{set_pack, "not allowed"},
		{set_early, "the date is forged"},
		{set_late, "dated after the site took it in"},
		{set_record, "its record is not the one that was signed"},
		{set_attribute, "not allowed"},
	};
	char *id, commit[OID_HEX + 1];

	(void)state;
	store_close(at_section(&id));
	assert_int_equal(scratch_run("mv site good"), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct store *store;
		struct decision d;

		assert_int_equal(scratch_run("rm -rf site; cp -a good site"), 0);
		store = site_open();
		d = passing(store, id);
		cases[i].lie(&d);
		force(store, &d, store->site, commit);
		assert_fault(store, commit, cases[i].words);
		decision_release(&d);
		store_close(store);
	}
	free(id);
}

/* Somebody who is both the drafter and the head cannot pass their own paper, whatever is signed. */
static void a_self_approval_is_named(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n"), commit[OID_HEX + 1];
	struct session session;
	struct person clerk = {.id = xstrdup("clerk"), .unit = xstrdup("zfb"), .post_count = 2};
	struct decision d;

	(void)state;
	clerk.name.in[LANG_ZH] = xstrdup("王");
	clerk.posts = xcalloc(2, sizeof(*clerk.posts));
	clerk.posts[0] = (struct post){xstrdup("clerk"), xstrdup("zfb")};
	clerk.posts[1] = (struct post){xstrdup("head"), xstrdup("zfb")};
	session_open_site(&session, store);
	MUST(session_put_person(&session, &clerk, &err));
	session_release(&session);
	site_mark(store, id, "public");
	MUST(site_do(store, "clerk", id, "submit", &err));
	d = passing(store, id);
	set_str(&d.actor, "clerk");
	force(store, &d, store->site, commit);
	assert_fault(store, commit, "drafted");
	decision_release(&d);
	person_release(&clerk);
	store_close(store);
	free(id);
}

/* What is not public stands on a ground, whoever signs the contrary. */
static void private_without_a_ground_is_named(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n"), commit[OID_HEX + 1];
	struct decision d = passing(store, id);
	struct paper paper = {0};
	struct str record = {0};

	(void)state;
	MUST(paper_parse(&paper, d.record, &err));
	set_str(&paper.attribute, "private");
	set_str(&paper.reason, "内部事务");
	paper_print(&paper, &record);
	set_str(&d.record, str_get(&record));
	hash_hex(d.record, strlen(d.record), d.record_sha256);
	set_str(&d.action, "mark");
	set_str(&d.from, "draft");
	set_str(&d.to, "draft");
	set_str(&d.attribute, "private");
	set_str(&d.actor, "clerk");
	set_str(&d.role, "clerk");
	force(store, &d, store->site, commit);
	assert_fault(store, commit, "must stand on a ground");
	decision_release(&d);
	paper_release(&paper);
	str_release(&record);
	store_close(store);
	free(id);
}

/* -- Who signed ------------------------------------------------------------------------------ */

static void a_foreign_key_is_named(void **state)
{
	char *id, commit[OID_HEX + 1];
	struct store *store = at_section(&id);
	struct decision d = passing(store, id);
	struct key *key = NULL;

	(void)state;
	MUST((key = key_generate(&err)) != NULL);
	force(store, &d, key, commit);
	assert_fault(store, commit, "a key that may not sign here");
	key_free(key);
	decision_release(&d);
	store_close(store);
	free(id);
}

static void a_changed_commit_is_named(void **state)
{
	char *id, *main;
	struct store *store = at_section(&id);

	(void)state;
	store_close(store);
	/* The same signature under another message: the main line's last link is written again. */
	assert_int_equal(
		scratch_run(GIT "cat-file commit main | sed 's/^author site/author sote/' | " GIT
				"hash-object -t commit -w --stdin >new && " GIT
				"update-ref refs/heads/main $(cat new) && cat new"),
		0);
	main = scratch_read("out");
	main[OID_HEX] = '\0';
	store = site_open();
	assert_fault(store, main, "its signature is not good");
	store_close(store);
	free(main);
	free(id);
}

/* -- By hand, with stock git ------------------------------------------------------------------- */

static const struct {
	const char *make, *words;
} by_hand[] = {
	/* one commit on top, signed or not */
	{"git " AS_SITE "--git-dir=site/ledger.git commit-tree main^{tree} -p main -m hello",
		"it is not signed"},
	{"git " AS_SITE "--git-dir=site/ledger.git commit-tree -S main^{tree} -p main -m hello",
		"merges no decision"},
	/* a link over an old decision */
	{"git " AS_SITE "--git-dir=site/ledger.git commit-tree -S main^{tree} -p main -p main^2 -m "
	 "'site: decision 15' -m 'Sequence: 15-15'",
		"its signature"},
	/* another tree, another number */
	{"git " AS_SITE
	 "--git-dir=site/ledger.git commit-tree -S main^2^{tree} -p main -p main^2 -m "
	 "'site: decision 15' -m 'Sequence: 15-15'",
		"its tree is not empty"},
	{"git " AS_SITE "--git-dir=site/ledger.git commit-tree -S main^{tree} -p main -p main^2 -m "
	 "'site: decision 16' -m 'Sequence: 16-16'",
		"with decisions 15 to 15"},
	/* another beginning */
	{"git " AS_SITE "--git-dir=site/ledger.git commit-tree -S main^{tree} -m hello",
		"trailers"},
};

static void commits_by_hand_are_named(void **state)
{
	char *id, *commit;

	(void)state;
	store_close(at_section(&id));
	assert_int_equal(scratch_run("mv site good; "
				     "git config --global gpg.format ssh; "
				     "git config --global user.signingkey $PWD/site/keys/site"),
		0);
	for (size_t i = 0; i < sizeof(by_hand) / sizeof(*by_hand); i++) {
		struct store *store;
		struct err why = {0};

		assert_int_equal(scratch_run("rm -rf site; cp -a good site; "
					     "GIT_COMMITTER_DATE='2026-01-05T09:00:00+08:00' "
					     "GIT_AUTHOR_DATE='2026-01-05T09:00:00+08:00' "
					     "%s >new && " GIT
					     "update-ref refs/heads/main $(cat new) && cat new",
					 by_hand[i].make),
			0);
		commit = scratch_read("out");
		commit[OID_HEX] = '\0';
		store = store_open("site", &why);
		assert_non_null(store);
		assert_non_null(store_alarm(store));
		if (strcmp(by_hand[i].words, "its signature") != 0)
			assert_fault(store, commit, by_hand[i].words);
		else /* nothing is wrong with the link: it is the decision, standing twice */
			assert_fault(store, NULL, "its Prev is not");
		store_close(store);
		free(commit);
	}
	free(id);
}

/* -- Beside the ledger ------------------------------------------------------------------------- */

static void damage_beside_the_ledger_is_named(void **state)
{
	static const struct {
		const char *damage, *words;
	} cases[] = {
		{"f=$(find site/content -type f); chmod u+w $f; echo more >>$f", "was changed"},
		{"rm $(find site/content -type f)", "not in the store"},
		{"echo >>site/allowed_signers", "allowed_signers"},
		{"rm site/allowed_signers", "allowed_signers"},
		{"rm -r site/state.git", "state.git"},
		{GIT "update-ref refs/replace/$(" GIT "rev-parse main^) main", "another history"},
		{GIT "rev-parse main >site/ledger.git/info/grafts", "another history"},
		{"c=$(git --git-dir=site/state.git cat-file commit main | grep -A9 ^checkpoint | "
		 "git -c user.name=site -c user.email=site@gongkai --git-dir=site/state.git "
		 "commit-tree "
		 "main^{tree}:documents) && git --git-dir=site/state.git update-ref "
		 "refs/heads/main $c",
			"files are not what the ledger leads to"},
		/* a record edited, and signed with the site's key, with no decision for it */
		{"export GIT_DIR=site/state.git GIT_INDEX_FILE=$PWD/edit; "
		 "f=$(git ls-tree -r --name-only main documents | head -n 1); git read-tree main; "
		 "b=$(git cat-file -p main:$f | sed s/通知/告示/ | git hash-object -w --stdin); "
		 "git update-index --cacheinfo 100644,$b,$f; "
		 "c=$(git cat-file commit main | grep -A9 ^checkpoint | git " AS_SITE
		 "-c gpg.format=ssh -c user.signingkey=$PWD/site/keys/site commit-tree -S "
		 "$(git write-tree)); git update-ref refs/heads/main $c",
			"files are not what the ledger leads to"},
		{"c=$(git --git-dir=site/state.git cat-file commit main | sed 's/^checkpoint: "
		 "1/checkpoint: "
		 "2/' | git --git-dir=site/state.git hash-object -t commit -w --stdin) && "
		 "git --git-dir=site/state.git update-ref refs/heads/main $c",
			"says something else"},
	};
	char *id, commit[OID_HEX + 1];
	struct store *store;

	(void)state;
	store = at_section(&id);
	MUST(store_checkpoint(store, commit, &err));
	store_close(store);
	assert_int_equal(scratch_run("mv site good"), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(
			scratch_run("rm -rf site; cp -a good site; %s", cases[i].damage), 0);
		store = site_open();
		assert_null(store_alarm(store));
		assert_fault(store, NULL, cases[i].words);
		store_close(store);
	}
	free(id);
}

/* An index from before a decision that says it knows it. */
static void a_lying_index_is_named(void **state)
{
	char *id, tip[OID_HEX + 1] = "";
	struct store *store = at_section(&id);
	struct verdict verdict;
	struct db *db = NULL;

	(void)state;
	store_close(store);
	assert_int_equal(scratch_run("mkdir old && cp site/index.db* old/"), 0);
	store = site_open();
	MUST(site_do(store, "head", id, "pass", &err));
	snprintf(tip, sizeof(tip), "%s", store->now.last.id);
	store_close(store);
	assert_int_equal(scratch_run("rm site/index.db* && cp old/* site/"), 0);
	MUST((db = db_open("site/index.db", 0, &err)) != NULL);
	if (db != NULL)
		MUST(db_set_meta(db, META_TIP, tip, &err));
	db_close(db);
	store = site_open();
	assert_null(store_alarm(store));
	assert_fault(store, NULL, "otherwise than the ledger");
	MUST(store_rebuild(store, &err));
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.n, 0);
	verdict_release(&verdict);
	store_close(store);
	free(id);
}

/* Any byte of any object: it is named, or makes no difference to what git reads. */
static void a_damaged_object_is_named(void **state)
{
	char *id, *list, *rest, *path;
	struct store *store = at_section(&id);
	struct verdict verdict;
	int n = 0;

	(void)state;
	assert_int_equal(scratch_run("find site/ledger.git/objects -type f | sort"), 0);
	list = scratch_read("out");
	for (path = strtok_r(list, "\n", &rest); path != NULL; path = strtok_r(NULL, "\n", &rest)) {
		/* Some of them, and the one that git never reads. */
		if (n++ % 7 != 0 && strstr(path, "4b/825dc") == NULL)
			continue;
		assert_int_equal(scratch_run("cp %s saved; chmod u+w %s; truncate -s -3 %s", path,
					 path, path),
			0);
		alarm(20);
		MUST(store_verify(store, &verdict, &err));
		alarm(0);
		if (verdict.n == 0)
			fail_msg("%s was cut short, and nothing was found", path);
		verdict_release(&verdict);
		store->alarm = (struct err){0};
		assert_int_equal(scratch_run("cp saved %s", path), 0);
	}
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.n, 0);
	verdict_release(&verdict);
	store_close(store);
	free(list);
	free(id);
}

/* -- What the screening found ------------------------------------------------------------------ */

/* A paper that comes in, with what its record says of the screening; to be released. */
static struct draft incoming(struct store *store, int edition, const char *finding)
{
	static int n;
	struct paper paper = {.id = xasprintf("zfb-2026-%d", 90 + n),
		.kind = xstrdup("gongwen"),
		.unit = xstrdup("zfb"),
		.drafter = xstrdup("clerk"),
		.title = xstrdup("通知"),
		.file_name = xstrdup("paper.txt"),
		.encoding = xstrdup("UTF-8"),
		.screening = edition};
	struct decision d = {.subject = SUBJECT_DOCUMENT};
	struct str record = {0};
	char *text = xasprintf("联系电话：13850600137。%d\n", n++);
	struct draft draft;

	paper_set_field(&paper, "policy", "no");
	MUST(content_put(store->content, text, strlen(text), paper.text.sha256, &err));
	paper.text.size = (int64_t)strlen(text);
	paper.original = paper.text;
	if (finding != NULL)
		strv_add(&paper.findings, finding);
	paper_print(&paper, &record);
	d.id = xstrdup(paper.id);
	d.action = xstrdup("import");
	d.to = xstrdup("draft");
	d.actor = xstrdup("clerk");
	d.role = xstrdup("clerk");
	memcpy(d.content, paper.text.sha256, sizeof(d.content));
	hash_hex(record.buf, record.len, d.record_sha256);
	d.pack = xstrdup(store_office(store)->pack->id);
	d.request = request_new();
	d.record = str_detach(&record);
	d.at = store_now(store);
	draft = drafted(store, &d, store->site);
	decision_release(&d);
	paper_release(&paper);
	free(text);
	return draft;
}

static bool has_note(const struct verdict *verdict, const char *commit, const char *words)
{
	for (size_t i = 0; i < verdict->note_count; i++) {
		if (strcmp(verdict->notes[i].commit, commit) == 0 &&
			strstr(verdict->notes[i].what, words) != NULL)
			return true;
	}
	return false;
}

static void the_screening_of_its_day_is_held_to(void **state)
{
	static const char today[] = "today's screening", lies[] = "where the record has";
	enum { PAST, RIGHT, WRONG, BACK, ALL };
	struct store *store = site_make();
	const struct ledger ledger = {store->ledger, &store->journal, store->site};
	struct batch batch = {.n = ALL, .at = store_now(store)};
	struct draft drafts[ALL];
	struct verdict verdict;
	struct link link;

	(void)state;
	drafts[PAST] = incoming(store, 1, NULL);
	drafts[RIGHT] = incoming(store, SCREENING_EDITION, "mobile 1:6");
	drafts[WRONG] = incoming(store, SCREENING_EDITION, NULL);
	drafts[BACK] = incoming(store, 1, NULL);
	for (int i = 0; i < ALL; i++)
		batch.v[i] = &drafts[i];
	MUST(ledger_append(&ledger, &store->now.last, &batch, &link, &err));
	link_release(&link);
	MUST(store_verify(store, &verdict, &err));
	/* An edition that found less is no fault, but it is told; today's that found less is. */
	assert_true(has_note(&verdict, drafts[PAST].id, today));
	assert_false(has_fault(&verdict, drafts[PAST].id, ""));
	assert_false(has_fault(&verdict, drafts[RIGHT].id, "") ||
		     has_note(&verdict, drafts[RIGHT].id, ""));
	assert_true(has_fault(&verdict, drafts[WRONG].id, lies));
	/* Nor does a forger go back to it. */
	assert_true(has_fault(&verdict, drafts[BACK].id, "when edition"));
	for (int i = 0; i < ALL; i++)
		draft_release(&drafts[i]);
	verdict_release(&verdict);
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(an_honest_ledger_has_no_fault),
		TEST(lies_are_named),
		TEST(a_self_approval_is_named),
		TEST(private_without_a_ground_is_named),
		TEST(a_foreign_key_is_named),
		TEST(a_changed_commit_is_named),
		TEST(commits_by_hand_are_named),
		TEST(damage_beside_the_ledger_is_named),
		TEST(a_lying_index_is_named),
		TEST(a_damaged_object_is_named),
		TEST(the_screening_of_its_day_is_held_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

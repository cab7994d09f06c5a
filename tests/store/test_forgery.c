/* SPDX-License-Identifier: MIT */
/* Forgeries in the form of what git keeps: commits and trees that stock git takes and the program
 * never makes, all of them signed with the site's own key; and what can be put beside them so that
 * stock git shows another history, runs something, or believes other keys. Each is named, or shown
 * to do no harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/sshsig.h"
#include "tests/store/forge.h"

#define SET "git config --file site/ledger.git/config "
#define STATE "git --git-dir=site/state.git "
#define OLD "$(cat old)" /* the last link but one */

/* -- Commits --------------------------------------------------------------------------------- */

/* A header of a commit, or "" that stands before the message. */
static const struct odd_commit {
	const char *before, *with; /* what stands before this is put in */
	const char *words;
} odd_commits[] = {
	{"\n\n", "\nencoding GBK", "not a commit in the form"},
	{"\n\n", "\ngongkai-note kept from view", "not a commit in the form"},
	{"\n\n", "\nHG:extra branch:other", "not a commit in the form"},
	{"\n\n",
		"\nmergetag object " EMPTY_TREE
		"\n type tree\n tag v1\n tagger a <a@a> 1 +0000\n \n v1",
		"not a commit in the form"},
	{"\n\n", "\ngpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n -----END SSH SIGNATURE-----",
		"not a commit in the form"},
	{"\nauthor ", "\nparent " EMPTY_TREE, "2 parents"},
	{"\ncommitter ", "\nauthor head <head@gongkai> 1 +0000", "not a commit in the form"},
	{" +0800\ncommitter", " ", "not a commit in the form"},
};

/* Signs so many bytes as git signs, whatever they are. */
static void seal(const char *payload, size_t n, const struct key *key, int times, struct str *raw)
{
	size_t head = (size_t)(strstr(payload, "\n\n") + 1 - payload);
	char *armor = NULL;

	MUST((armor = sshsig_sign(key, "git", payload, n, &err)) != NULL);
	str_addn(raw, payload, head);
	while (times-- > 0) {
		str_add(raw, "gpgsig ");
		for (const char *p = armor; *p != '\0'; p++) {
			str_addc(raw, *p);
			if (*p == '\n')
				str_addc(raw, ' ');
		}
		str_addc(raw, '\n');
	}
	str_addn(raw, payload + head, n - head);
	free(armor);
}

static char *payload_of(const char *raw)
{
	struct commit commit;
	char *payload;

	MUST(commit_parse(&commit, raw, strlen(raw), &err));
	payload = xstrdup(commit.payload);
	commit_release(&commit);
	return payload;
}

static char *insert(const char *text, const char *before, const char *with)
{
	const char *at = strstr(text, before);

	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, with, at);
}

/* The draft's commit is another now. */
static void replace_commit(struct draft *draft, const struct str *raw)
{
	object_release(&draft->objects.v[--draft->objects.n]);
	objects_add(&draft->objects, OBJECT_COMMIT, raw->buf, raw->len, draft->id);
}

/* The store as it was, and an honest draft in it. */
static struct store *begin(const char *id, struct draft *draft)
{
	struct store *store;
	struct decision d;

	assert_int_equal(scratch_run("rm -rf site; cp -a good site"), 0);
	store = site_open();
	d = passing(store, id);
	*draft = drafted(store, &d, store->site);
	decision_release(&d);
	return store;
}

static char *good_site(void)
{
	char *id;

	store_close(at_section(&id));
	assert_int_equal(
		scratch_run("mv site good; git --git-dir=good/ledger.git rev-parse main^ >old"), 0);
	return id;
}

static void odd_commits_are_named(void **state)
{
	char *id = good_site();

	(void)state;
	for (size_t i = 0; i < sizeof(odd_commits) / sizeof(*odd_commits); i++) {
		const struct odd_commit *odd = &odd_commits[i];
		struct draft draft;
		struct store *store = begin(id, &draft);
		char *payload = payload_of(draft_commit(&draft)->bytes);
		char *other = insert(payload, odd->before, odd->with);
		struct str raw = {0};

		seal(other, strlen(other), store->site, 1, &raw);
		replace_commit(&draft, &raw);
		force_draft(store, &draft);
		assert_fault(store, draft.id, odd->words);
		str_release(&raw);
		free(other);
		free(payload);
		draft_release(&draft);
		store_close(store);
	}
	free(id);
}

/* What comes after the NUL is hidden from whoever prints the message, and is signed all the same:
 * stock git says that it is good. */
static void a_nul_in_a_message_is_named(void **state)
{
	char *id = good_site();
	struct draft draft;
	struct store *store = begin(id, &draft);
	char *payload = payload_of(draft_commit(&draft)->bytes);
	struct str other = {0}, raw = {0};

	(void)state;
	str_add(&other, payload);
	str_addn(&other, "\0and more", 9);
	seal(other.buf, other.len, store->site, 1, &raw);
	replace_commit(&draft, &raw);
	force_draft(store, &draft);
	assert_int_equal(scratch_run(GIT "verify-commit %s", draft.id), 0);
	assert_fault(store, draft.id, "not a commit in the form");
	str_release(&raw);
	str_release(&other);
	free(payload);
	draft_release(&draft);
	store_close(store);
	free(id);
}

static void a_doubled_signature_is_named(void **state)
{
	char *id = good_site();
	struct draft draft;
	struct store *store = begin(id, &draft);
	char *payload = payload_of(draft_commit(&draft)->bytes);
	struct str raw = {0};

	(void)state;
	seal(payload, strlen(payload), store->site, 2, &raw);
	replace_commit(&draft, &raw);
	force_draft(store, &draft);
	assert_fault(store, draft.id, "not a commit in the form");
	str_release(&raw);
	free(payload);
	draft_release(&draft);
	store_close(store);
	free(id);
}

/* A decision that nothing precedes; and one that another beginning precedes. */
static void a_second_root_is_named(void **state)
{
	static const struct {
		bool has_parent;
		const char *words;
	} cases[] = {{false, "it has 0 parents"}, {true, "no earlier commit of the main line"}};
	char *id = good_site();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct draft draft;
		struct store *store = begin(id, &draft);
		char *payload = payload_of(draft_commit(&draft)->bytes), *root;
		char *parent = strstr(payload, "parent ") + strlen("parent ");
		struct str raw = {0};

		assert_int_equal(scratch_run("git " AS_SITE "--git-dir=site/ledger.git commit-tree "
					     "main^{tree} -m another"),
			0);
		root = scratch_read("out");
		if (cases[i].has_parent)
			memcpy(parent, root, OID_HEX);
		else
			memmove(parent - strlen("parent "), parent + OID_HEX + 1,
				strlen(parent + OID_HEX + 1) + 1);
		seal(payload, strlen(payload), store->site, 1, &raw);
		replace_commit(&draft, &raw);
		force_draft(store, &draft);
		assert_fault(store, draft.id, cases[i].words);
		str_release(&raw);
		free(root);
		free(payload);
		draft_release(&draft);
		store_close(store);
	}
	free(id);
}

/* The same on the main line itself: its last link again, with a header more. */
static void an_odd_link_is_named(void **state)
{
	char *id = good_site(), tip[OID_HEX + 1], *payload, *other;
	struct object link = {0};
	struct objects objects = {0};
	struct str raw = {0};
	struct store *store;

	(void)state;
	assert_int_equal(scratch_run("cp -a good site"), 0);
	store = site_open();
	MUST(gitrepo_tip(store->ledger, tip, &err));
	MUST(gitrepo_read_as(store->ledger, tip, OBJECT_COMMIT, &link, &err));
	payload = payload_of(link.bytes);
	other = insert(payload, "\n\n", "\nencoding GBK");
	seal(other, strlen(other), store->site, 1, &raw);
	objects_add(&objects, OBJECT_COMMIT, raw.buf, raw.len, tip);
	MUST(gitrepo_write(store->ledger, &objects.v[0], &err));
	MUST(gitrepo_set(store->ledger, tip, &err));
	assert_int_equal(scratch_run(GIT "verify-commit main"), 0);
	assert_fault(store, tip, "not a commit in the form");
	str_release(&raw);
	objects_release(&objects);
	object_release(&link);
	free(other);
	free(payload);
	store_close(store);
	free(id);
}

/* -- Trees ----------------------------------------------------------------------------------- */

/* Entries of a tree: each has the record's own hash. */
static const struct odd_tree {
	const char *entries[2][2]; /* mode and name */
	const char *words;
} odd_trees[] = {
	{{{"100755", "record"}}, "a tree holds something else"},
	{{{"120000", "record"}}, "a tree holds something else"},
	{{{"160000", "record"}}, "a tree holds something else"},
	{{{"100664", "record"}}, "a tree holds something else"},
	{{{"0100644", "record"}}, "a tree holds something else"},
	{{{"100644", "record"}, {"100644", "record"}}, "a tree holds something else"},
	{{{"100644", "record"}, {"160000", "sub"}}, "a tree holds something else"},
	{{{"100644", "record"}, {"120000", "way-out"}}, "a tree holds something else"},
	{{{"100644", "zz"}, {"100644", "record"}}, "a tree holds something else"},
	{{{"100644", "a/record"}, {"100644", "record"}}, "a tree holds something else"},
	{{{"100644", "record"}, {"100644", "zz"}}, "something else than its record"},
	{{{"100644", ".git"}, {"100644", "record"}}, "something else than its record"},
	{{{"100644", "records"}}, "something else than its record"},
};

static void put_tree(const struct odd_tree *odd, const char *blob, struct str *out)
{
	unsigned char raw[OID_HEX / 2];

	oid_to_raw(blob, raw);
	for (size_t i = 0; i < 2 && odd->entries[i][0] != NULL; i++) {
		str_addf(out, "%s %s", odd->entries[i][0], odd->entries[i][1]);
		str_addn(out, "", 1);
		str_addn(out, raw, sizeof(raw));
	}
}

static void odd_trees_are_named(void **state)
{
	char *id = good_site();

	(void)state;
	for (size_t i = 0; i < sizeof(odd_trees) / sizeof(*odd_trees); i++) {
		struct draft draft;
		struct store *store = begin(id, &draft);
		char *payload = payload_of(draft_commit(&draft)->bytes), tree[OID_HEX + 1];
		struct str bytes = {0}, raw = {0};

		/* record, tree, commit */
		put_tree(&odd_trees[i], draft.objects.v[0].id, &bytes);
		objects_add(&draft.objects, OBJECT_TREE, bytes.buf, bytes.len, tree);
		memcpy(payload + strlen("tree "), tree, OID_HEX);
		seal(payload, strlen(payload), store->site, 1, &raw);
		objects_add(&draft.objects, OBJECT_COMMIT, raw.buf, raw.len, draft.id);
		force_draft(store, &draft);
		assert_fault(store, draft.id, odd_trees[i].words);
		str_release(&bytes);
		str_release(&raw);
		free(payload);
		draft_release(&draft);
		store_close(store);
	}
	free(id);
}

/* -- Beside the history ------------------------------------------------------------------------ */

struct plant {
	const char *plant, *words;
};

static const struct plant together[] = {
	/* another history */
	{GIT "update-ref refs/replace/" OLD " main", "'refs/replace/"},
	{GIT "rev-parse main >site/ledger.git/info/grafts", "'info/grafts'"},
	{GIT "rev-parse main >site/ledger.git/shallow", "'shallow'"},
	{"echo $PWD/good/ledger.git/objects >site/ledger.git/objects/info/alternates",
		"'objects/info/alternates'"},
	{"echo /objects >site/ledger.git/objects/info/http-alternates",
		"'objects/info/http-alternates'"},
	{GIT "update-ref refs/tags/main " OLD, "'refs/tags/main'"},
	{GIT "update-ref refs/remotes/origin/main " OLD, "'refs/remotes/origin/main'"},
	{"echo " OLD " >site/ledger.git/main", "'main'"},
	{"echo " OLD " >site/ledger.git/FETCH_HEAD", "'FETCH_HEAD'"},
	{"echo " OLD " refs/heads/other >>site/ledger.git/packed-refs", "'refs/heads/other'"},
	{"mkdir site/ledger.git/worktrees", "'worktrees'"},
	{"echo '* -diff' >site/ledger.git/info/attributes", "'info/attributes'"},
	/* programs */
	{"mkdir -p site/ledger.git/hooks; echo : >site/ledger.git/hooks/post-update",
		"'hooks/post-update'"},
	{SET "core.hooksPath /tmp", "'config: core.hookspath'"},
	{SET "core.fsmonitor /bin/false", "'config: core.fsmonitor'"},
	{SET "core.pager /bin/false", "'config: core.pager'"},
	{SET "core.sshCommand /bin/false", "'config: core.sshcommand'"},
	{SET "core.gitProxy /bin/false", "'config: core.gitproxy'"},
	{SET "alias.verify-all /bin/true", "'config: alias.verify-all'"},
	{SET "gpg.ssh.program /bin/true", "'config: gpg.ssh.program'"},
	{SET "gpg.ssh.defaultKeyCommand /bin/true", "'config: gpg.ssh.defaultkeycommand'"},
	{SET "remote.custodian.uploadpack /bin/true", "'config: remote.custodian.uploadpack'"},
	{SET "uploadpack.packObjectsHook /bin/true", "'config: uploadpack.packobjectshook'"},
	{SET "diff.x.textconv /bin/true", "'config: diff.x.textconv'"},
	/* settings that undo ours, or lead to others */
	{SET "core.useReplaceRefs true", "'config: core.usereplacerefs'"},
	{SET "include.path ../other", "'config: include.path'"},
	{SET "receive.denyNonFastForwards false", "'config: receive.denynonfastforwards'"},
	{SET "--add receive.denyDeletes false", "'config: receive.denydeletes'"},
	{SET "gpg.format openpgp", "'config: gpg.format'"},
	{SET "url./tmp/.insteadOf /", "'config: url./tmp/.insteadof'"},
	/* the same beside the checkpoints */
	{"echo : >site/state.git/hooks/post-update", "'hooks/post-update'"},
	{"echo " EMPTY_TREE " >site/state.git/shallow", "'shallow'"},
};

/* Each would hide others. */
static const struct plant alone[] = {
	{GIT "update-ref --no-deref HEAD " OLD, "'HEAD'"},
	{GIT "symbolic-ref HEAD refs/heads/other", "'HEAD'"},
	{"rm -f site/ledger.git/HEAD; ln -s refs/heads/main site/ledger.git/HEAD", "HEAD"},
	{"cp -a good/ledger.git other.git; echo ../../other.git >site/ledger.git/commondir",
		"commondir"},
	{"rm -rf site/ledger.git/hooks; mkdir other; ln -s ../../other site/ledger.git/hooks",
		"'hooks'"},
	{SET "core.worktree /tmp", "core.worktree"},
	{SET "core.bare false", "core.bare"},
	{SET "core.repositoryformatversion 1", "core.repositoryformatversion"},
	{SET "extensions.worktreeConfig true", "extensions.worktreeconfig"},
};

static void plant(const struct plant *what)
{
	if (scratch_run("%s", what->plant) != 0)
		fail_msg("%s", what->plant);
}

static void plant_alone(const struct plant *what)
{
	struct store *store;

	assert_int_equal(scratch_run("rm -rf site other*; cp -a good site"), 0);
	plant(what);
	store = site_open();
	assert_fault(store, NULL, what->words);
	store_close(store);
}

static void what_is_planted_is_named(void **state)
{
	static const size_t n = sizeof(together) / sizeof(*together);
	struct verdict verdict;
	struct store *store;

	(void)state;
	free(good_site());
	for (size_t i = 0; i < sizeof(alone) / sizeof(*alone); i++)
		plant_alone(&alone[i]);
	assert_int_equal(scratch_run("rm -rf site other*; cp -a good site"), 0);
	for (size_t i = 0; i < n; i++)
		plant(&together[i]);
	store = site_open();
	MUST(store_verify(store, &verdict, &err));
	for (size_t i = 0; i < n; i++) {
		if (!has_fault(&verdict, NULL, together[i].words))
			fail_msg("%s is not named", together[i].words);
	}
	verdict_release(&verdict);
	store_close(store);
}

/* What an administrator may rightly set, and what stock git leaves. */
static void what_does_no_harm_is_let_be(void **state)
{
	struct store *store;

	(void)state;
	free(good_site());
	assert_int_equal(
		scratch_run("cp -a good site; " SET "user.name admin; " SET
			    "remote.custodian.url /srv/custodian.git; " SET
			    "remote.custodian.push refs/heads/main; " SET "pack.threads 1; " GIT
			    "gc -q; " GIT "repack -q -a -d -b; " GIT
			    "commit-graph write --reachable; " GIT "update-server-info; " GIT
			    "multi-pack-index write; " GIT "reflog expire --all"),
		0);
	store = site_open();
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
}

/* Both read the branch's own file before packed-refs. So an older commit there changes nothing
 * while the file is there, and without it the ledger was set back: an alarm. */
static void packed_refs_that_disagree_do_no_harm(void **state)
{
	char *tip;
	struct store *store;

	(void)state;
	free(good_site());
	assert_int_equal(scratch_run("cp -a good site; echo \"" OLD
				     " refs/heads/main\" >site/ledger.git/packed-refs; " GIT
				     "rev-parse main"),
		0);
	tip = scratch_read("out");
	store = site_open();
	assert_null(store_alarm(store));
	assert_memory_equal(tip, store->now.last.id, OID_HEX);
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	assert_int_equal(scratch_run("rm site/journal site/ledger.git/refs/heads/main"), 0);
	store = site_open();
	assert_non_null(store_alarm(store));
	store_close(store);
	free(tip);
}

/* A store whose last link takes in three decisions, which a graph lists apart. */
static void good_site_of_three(void)
{
	struct store *store = site_make();
	struct session session;

	session_open_site(&session, store);
	MUST(session_begin_many(&session, &err));
	for (int i = 0; i < 3; i++) {
		char id[] = {'u', (char)('1' + i), '\0'};

		site_put_unit(&session, id);
	}
	MUST(session_end_many(&session, &err));
	session_release(&session);
	assert_int_equal(store->now.last.decisions.n, 3);
	store_close(store);
	assert_int_equal(scratch_run("mv site good"), 0);
}

/* Takes its parents from a commit: the graph's file, and what prints the commit's name and a log.
 */
#define FORGE_GRAPH                                                                                \
	"set -e; f=%s; chmod u+w $f; perl -e 'use Digest::SHA \"sha1\"; local $/; "                \
	"open F, \"+<\", $ARGV[0]; binmode F; $_ = <F>; "                                          \
	"for $i (0 .. ord(substr($_, 6, 1)) - 1) { "                                               \
	"my ($w, $h, $l) = unpack(\"a4NN\", substr($_, 8 + 12 * $i, 12)); $at{$w} = $l; } "        \
	"$n = (index($_, pack(\"H*\", $ARGV[1]), $at{OIDL}) - $at{OIDL}) / 20; "                   \
	"substr($_, $at{CDAT} + 36 * $n + 20, 8) = pack(\"NN\", 0x70000000, 0x70000000); "         \
	"substr($_, -20) = sha1(substr($_, 0, -20)); seek F, 0, 0; print F' $f $(%s); "            \
	"test $(%s | wc -l) = 1"

/* Stock git walks by a commit-graph and does not compare it with the commits: here the last one has
 * no parents, and the whole history is gone from `git log`. */
static void a_false_commit_graph_is_named(void **state)
{
	static const char *const writes[] = {
		"commit-graph write --reachable", "commit-graph write --reachable --split"};
	struct store *store;

	(void)state;
	good_site_of_three();
	for (size_t i = 0; i < sizeof(writes) / sizeof(*writes); i++) {
		assert_int_equal(
			scratch_run("rm -rf site; cp -a good site; " GIT "%s", writes[i]), 0);
		store = site_open();
		assert_no_fault(store, &(struct verify_options){0});
		store_close(store);
		assert_int_equal(
			scratch_run(FORGE_GRAPH,
				"$(find site/ledger.git/objects/info -name '*graph' -type f)",
				GIT "rev-parse main", GIT "log --oneline main"),
			0);
		store = site_open();
		assert_fault(store, store->now.last.id, "a commit-graph beside the history");
		store_close(store);
	}
}

/* The same of the checkpoints: the last one has no other before it. */
static void a_false_graph_of_checkpoints_is_named(void **state)
{
	char commit[OID_HEX + 1];
	struct store *store;

	(void)state;
	free(good_site());
	assert_int_equal(scratch_run("cp -a good site"), 0);
	store = site_open();
	MUST(store_checkpoint(store, commit, &err));
	free(site_publish(store, "通知"));
	MUST(store_checkpoint(store, commit, &err));
	store_close(store);
	assert_int_equal(scratch_run(STATE "commit-graph write --reachable"), 0);
	store = site_open();
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	assert_int_equal(scratch_run(FORGE_GRAPH, "site/state.git/objects/info/commit-graph",
				 STATE "rev-parse main", STATE "log --oneline main"),
		0);
	store = site_open();
	assert_fault(store, commit, "remove state.git/objects/info/commit-graph*");
	store_close(store);
}

/* By filters of paths stock git leaves commits out of a path's history. */
static void filters_of_paths_are_named(void **state)
{
	static const char *const where[] = {"ledger.git", "state.git"};
	struct store *store;

	(void)state;
	free(good_site());
	for (size_t i = 0; i < sizeof(where) / sizeof(*where); i++) {
		char *words = xasprintf("%s/objects/info/commit-graph has filters", where[i]);

		assert_int_equal(scratch_run("rm -rf site; cp -a good site"), 0);
		store = site_open();
		MUST(store_checkpoint(store, (char[OID_HEX + 1]){0}, &err));
		store_close(store);
		assert_int_equal(scratch_run("git --git-dir=site/%s commit-graph write "
					     "--reachable --changed-paths",
					 where[i]),
			0);
		store = site_open();
		assert_fault(store, NULL, words);
		store_close(store);
		free(words);
	}
}

/* The index of many packs says where an object is: here two have changed places. Stock git believes
 * that; what the program reads it compares with its name. */
static void a_false_index_of_many_packs_is_named(void **state)
{
	struct store *store;

	(void)state;
	free(good_site());
	assert_int_equal(
		scratch_run("set -e; cp -a good site; " GIT "repack -q -a -d; " GIT
			    "multi-pack-index write; f=site/ledger.git/objects/pack/"
			    "multi-pack-index; chmod u+w $f; "
			    "perl -e 'use Digest::SHA \"sha1\"; local $/; "
			    "open F, \"+<\", $ARGV[0]; binmode F; $d = <F>; "
			    "for $i (0 .. ord(substr($d, 6, 1)) - 1) { "
			    "my ($w, $h, $l) = unpack(\"a4NN\", substr($d, 12 + 12 * $i, 12)); "
			    "$at{$w} = $l; } "
			    "sub place { $at{OOFF} + 8 * (index($d, pack(\"H*\", $_[0]), "
			    "$at{OIDL}) - $at{OIDL}) / 20 } "
			    "($p, $q) = map { place($_) } @ARGV[1, 2]; "
			    "(substr($d, $p, 8), substr($d, $q, 8)) = "
			    "(substr($d, $q, 8), substr($d, $p, 8)); "
			    "substr($d, -20) = sha1(substr($d, 0, -20)); "
			    "seek F, 0, 0; print F $d' $f $(" GIT "rev-parse main^2 main~2); "
			    "test \"$(" GIT "cat-file commit main^2)\" = "
			    "\"$(" GIT "-c core.multiPackIndex=false cat-file commit main~2)\""),
		0);
	store = site_open();
	assert_fault(store, NULL, "object hash mismatch");
	store_close(store);
}

/* Here the bitmaps of two commits have changed places. Only who asks for them is told something
 * else; a history is shown as it is, and who fetches one notices. */
static void a_false_bitmap_is_told_and_shows_no_other_history(void **state)
{
	struct verdict verdict;
	struct store *store;

	(void)state;
	free(good_site());
	assert_int_equal(
		scratch_run("set -e; cp -a good site; " GIT "rev-list main >was; " GIT
			    "repack -q -a -d -b; f=$(echo site/ledger.git/objects/pack/*.bitmap); "
			    "chmod u+w $f; perl -e 'use Digest::SHA \"sha1\"; local $/; "
			    "open F, \"+<\", $ARGV[0]; binmode F; $d = <F>; $p = 32; "
			    "sub skip { $p += 12 + 8 * unpack(\"N\", substr($d, $p + 4, 4)); } "
			    "skip() for 0 .. 3; "
			    "for (1 .. unpack(\"N\", substr($d, 8, 4))) "
			    "{ push @at, $p; $p += 6; skip(); } "
			    "(substr($d, $at[0], 4), substr($d, $at[-1], 4)) = "
			    "(substr($d, $at[-1], 4), substr($d, $at[0], 4)); "
			    "substr($d, -20) = sha1(substr($d, 0, -20)); "
			    "seek F, 0, 0; print F $d' $f; "
			    "test $(" GIT "rev-list --count --use-bitmap-index main) != "
			    "$(wc -l <was); " GIT "rev-list main | cmp - was; "
			    "! git clone -q --bare --no-local site/ledger.git copy 2>/dev/null"),
		0);
	store = site_open();
	verify_as(store, &(struct verify_options){0}, &verdict);
	assert_int_equal(verdict.n, 0);
	assert_int_equal(verdict.note_count, 1);
	assert_non_null(strstr(verdict.notes[0].what, "ledger.git has a bitmap"));
	verdict_release(&verdict);
	store_close(store);
}

/* Stock git takes what a pack has before a file of its own, and believes the pack's index: so a
 * pack that was put there shows another decision under the name of the right one. */
static void a_pack_before_the_objects_is_named(void **state)
{
	struct store *store;

	(void)state;
	free(good_site());
	/* A pack of one other commit; in its index the name of the last decision. The sums are
	 * right. */
	assert_int_equal(
		scratch_run(
			"set -e; cp -a good site; cd site/ledger.git; "
			"real=$(git rev-parse main^2); "
			"fake=$(git cat-file commit $real | sed s/section/decided/ | "
			"git hash-object -t commit -w --stdin); "
			"p=$(echo $fake | git pack-objects -q objects/pack/pack); "
			"rm objects/$(echo $fake | sed 's,..,&/,'); "
			"cd objects/pack; chmod u+w pack-$p.idx; "
			"perl -e 'use Digest::SHA \"sha1\"; local $/; open F, \"+<\", $ARGV[0]; "
			"binmode F; $_ = <F>; $o = pack(\"H*\", $ARGV[1]); "
			"substr($_, 8, 1024) = pack(\"N*\", map { $_ >= ord($o) ? 1 : 0 } 0..255); "
			"substr($_, 1032, 20) = $o; "
			"substr($_, -20) = sha1(substr($_, 0, -20)); seek F, 0, 0; print F' "
			"pack-$p.idx $real"),
		0);
	assert_int_equal(
		scratch_run(GIT "cat-file commit $(" GIT "rev-parse main^2) | grep -q decided"), 0);
	store = site_open();
	assert_fault(store, NULL, "what a pack has of it is something else");
	store_close(store);
}

/* -- Whom stock git believes ------------------------------------------------------------------- */

/* A path in git's settings does not begin where they stand. So a store that was moved, or copied,
 * sets it right when it is opened, and stock git judges its signatures as before. */
static void a_moved_store_works_with_stock_git(void **state)
{
	static const char *const moves[][2] = {
		{"mv good moved", "moved"},
		{"cp -a good moved", "moved"},
		{"mv good 'a \"b\" #c'", "a \"b\" #c"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++) {
		struct store *store = NULL;
		char *id = good_site(), commit[OID_HEX + 1];

		assert_int_equal(scratch_run("%s", moves[i][0]), 0);
		MUST((store = store_open(moves[i][1], &err)) != NULL);
		MUST(store_checkpoint(store, commit, &err));
		assert_no_fault(store, &(struct verify_options){0});
		store_close(store);
		assert_int_equal(scratch_run("rm -rf good"), 0);
		if (scratch_run("git --git-dir='%s/ledger.git' verify-commit main main^2 && "
				"git --git-dir='%s/state.git' verify-commit main",
			    moves[i][1], moves[i][1]) != 0)
			fail_msg("%s: %s", moves[i][0], scratch_read("err"));
		assert_int_equal(scratch_run("rm -rf '%s'", moves[i][1]), 0);
		free(id);
	}
}

/* Where nothing can be written it stays as it is, and is told. */
static void a_setting_that_leads_elsewhere_is_told(void **state)
{
	struct store *store = site_make();
	struct verdict verdict;

	(void)state;
	assert_int_equal(scratch_run(SET "gpg.ssh.allowedSignersFile /nowhere/allowed_signers"), 0);
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.n, 0);
	assert_int_equal(verdict.note_count, 1);
	assert_non_null(strstr(verdict.notes[0].what, "stock git knows no key"));
	verdict_release(&verdict);
	assert_int_equal(
		scratch_run(
			"ssh-keygen -q -t ed25519 -N '' -f forger; (printf 'site@gongkai '; "
			"cat forger.pub) >theirs; " SET "gpg.ssh.allowedSignersFile $PWD/theirs"),
		0);
	assert_fault(store, NULL, "stock git believes other keys");
	store_close(store);
	store = site_open();
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
}

/* -- Packs ----------------------------------------------------------------------------------- */

/* A process that has a pack open has it mapped, and libgit2 shows it as it was, or as it is. */
static void a_pack_damaged_under_an_open_store_is_named(void **state)
{
	static const char *const damages[] = {"truncate -s -3 $p", "truncate -s 100 $p",
		"printf x | dd of=$p bs=1 seek=20 conv=notrunc",
		"printf x | dd of=$p bs=1 seek=$(($(stat -c %s pack) - 9)) conv=notrunc", ": >$p",
		/* a commit, so that nothing beyond it can be followed */
		"at=$(git verify-pack -v ${p%pack}idx | awk -v id=$(" GIT
		"rev-parse HEAD~2) '$1 == id {print $5}'); "
		"printf xxxxxxxx | dd of=$p bs=1 seek=$((at + 3)) conv=notrunc"};
	struct store *store;
	char *id = good_site(), *path;

	(void)state;
	assert_int_equal(scratch_run("cp -a good site; " GIT "gc -q; rm site/journal; "
				     "echo site/ledger.git/objects/pack/*.pack"),
		0);
	path = scratch_read("out");
	path[strcspn(path, "\n")] = '\0';
	assert_int_equal(scratch_run("chmod u+w %s; cp %s pack", path, path), 0);
	store = site_open();
	assert_no_fault(store, &(struct verify_options){0});
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		struct store *fresh = site_open();

		assert_int_equal(scratch_run("p=%s; %s", path, damages[i]), 0);
		assert_fault(store, NULL, "is damaged: take it from a backup");
		assert_fault(fresh, NULL, "is damaged: take it from a backup");
		store_close(fresh);
		assert_int_equal(scratch_run("cat pack >%s", path), 0);
		assert_no_fault(store, &(struct verify_options){0});
	}
	store_close(store);
	free(path);
	free(id);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(odd_commits_are_named),
		TEST(a_nul_in_a_message_is_named),
		TEST(a_doubled_signature_is_named),
		TEST(a_second_root_is_named),
		TEST(an_odd_link_is_named),
		TEST(odd_trees_are_named),
		TEST(what_is_planted_is_named),
		TEST(what_does_no_harm_is_let_be),
		TEST(a_false_commit_graph_is_named),
		TEST(a_false_graph_of_checkpoints_is_named),
		TEST(filters_of_paths_are_named),
		TEST(a_false_index_of_many_packs_is_named),
		TEST(a_false_bitmap_is_told_and_shows_no_other_history),
		TEST(a_pack_before_the_objects_is_named),
		TEST(packed_refs_that_disagree_do_no_harm),
		TEST(a_moved_store_works_with_stock_git),
		TEST(a_setting_that_leads_elsewhere_is_told),
		TEST(a_pack_damaged_under_an_open_store_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

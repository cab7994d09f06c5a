/* SPDX-License-Identifier: MIT */
/* scale DIR DOCS [SEED [TEXTS [REQUESTS]]]: a new store as a city would have it after years of
 * work, DOCS papers with about five decisions each, and REQUESTS requests for information (a tenth
 * as many), every one asked of the law and signed. Its papers are the same for the same seed; its
 * site key, and with it every hash, is its own. Nothing is synced. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/mem.h"
#include "core/screener.h"
#include "store/clock.h"
#include "store/hash.h"
#include "store/packdir.h"
#include "store/replay.h"
#include "store/store.h"
#include "tests/bench/city.h"
#include "tests/bench/must.h"
#include "tests/bench/packfile.h"

enum {
	TEXT_BYTES = 2000,
	LIVE_SHARE = 50, /* one paper in so many is still on its way */
	LINKS_A_COMMIT = 1024,
	YEARS = 6,
	SECONDS_A_DAY = 86400,
};

enum fate { FATE_PUBLIC, FATE_WITHHELD, FATE_VOID };

struct live { /* a paper on its way */
	struct document document;
	char tree[OID_HEX + 1];
	enum fate fate;
	bool is_request;
	int contests; /* how often it was contested */
	size_t unit;
	int64_t link; /* that took its latest decision */
};

struct scale {
	struct store *store;
	struct projection now; /* its index is made aside */
	struct packfile pack;
	struct words words;
	struct dice dice;
	size_t docs, requests, texts; /* wanted; requests are among the docs */
	size_t made, live_count;
	struct live *live; /* owns */
	int64_t from, until; /* seconds */
	struct str text; /* of the latest paper */
	struct blob_ref text_ref;
	/* The link that is being filled: */
	struct stamp at;
	struct strv commits;
	int64_t links;
	size_t serials[CITY_UNITS], years[CITY_UNITS], numbers[CITY_BRANCHES + 1];
};

/* -- Commits ----------------------------------------------------------------------------------- */

static void keep(struct scale *s, enum object_type type, const void *bytes, size_t n, char *id)
{
	struct objects one = {0};

	objects_add(&one, type, bytes, n, id);
	packfile_add(&s->pack, &one.v[0]);
	objects_release(&one);
}

static void keep_tree(struct scale *s, const char *record, char tree[OID_HEX + 1])
{
	unsigned char raw[OID_HEX / 2];
	struct str bytes = {0};
	char blob[OID_HEX + 1];

	keep(s, OBJECT_BLOB, record, strlen(record), blob);
	oid_to_raw(blob, raw);
	str_addn(&bytes, "100644 record", sizeof("100644 record"));
	str_addn(&bytes, raw, sizeof(raw));
	keep(s, OBJECT_TREE, bytes.buf, bytes.len, tree);
	str_release(&bytes);
}

/* Signs and keeps a commit; sha256 may be NULL. */
static void keep_commit(struct scale *s, struct commit *commit, char *id, char *sha256)
{
	struct str payload = {0}, raw = {0};

	commit_print(commit, &payload);
	MUST(commit_sign(str_get(&payload), s->store->site, &raw, &err));
	keep(s, OBJECT_COMMIT, raw.buf, raw.len, id);
	if (sha256 != NULL)
		hash_hex(raw.buf, raw.len, sha256);
	str_release(&payload);
	str_release(&raw);
}

static const char *name_of(const struct scale *s, const char *actor)
{
	const struct person *person = org_person(&s->now.office.org, actor);

	return person != NULL ? name_get(&person->name) : actor;
}

/* An admitted decision becomes a commit, and waits for its link. */
static void sign(
	struct scale *s, const struct decision *decision, const char *tree, char *id, char *sha256)
{
	struct commit commit = {.authored = decision->at, .committed = decision->at};
	struct str message = {0};

	memcpy(commit.tree, tree, OID_HEX + 1);
	strv_add(&commit.parents, s->now.last.id);
	decision_message(decision, &message);
	commit.author = commit_identity(name_of(s, decision->actor), decision->actor);
	commit.committer = xstrdup(commit.author);
	commit.message = str_detach(&message);
	keep_commit(s, &commit, id, sha256);
	commit_release(&commit);
	strv_add(&s->commits, id);
}

static struct db_entry entry_of(
	const struct scale *s, const struct decision *decision, const char *id, const char *sha256)
{
	return (struct db_entry){
		.decision = decision,
		.commit = id,
		.commit_sha256 = sha256,
		.signer = ACTOR_SITE,
		.sequence = s->now.last.last + (int64_t)s->commits.n,
		.site_time = s->at,
	};
}

static char *link_words(int64_t first, int64_t last)
{
	if (first == last)
		return xasprintf("site: decision %lld\n\nSequence: %lld-%lld\n", (long long)first,
			(long long)first, (long long)last);
	return xasprintf("site: decisions %lld to %lld\n\nSequence: %lld-%lld\n", (long long)first,
		(long long)last, (long long)first, (long long)last);
}

/* The link over what waits for it, and the time of the next. */
static void end_link(struct scale *s)
{
	struct commit commit = {.tree = EMPTY_TREE, .authored = s->at, .committed = s->at};
	struct link link = {.first = s->now.last.last + 1,
		.last = s->now.last.last + (int64_t)s->commits.n,
		.at = s->at};

	s->at.time = s->from + (s->until - s->from) / (int64_t)s->docs * (int64_t)s->made;
	if (s->at.time < link.at.time)
		s->at.time = link.at.time;
	if (s->commits.n == 0)
		return;
	strv_add(&commit.parents, s->now.last.id);
	for (size_t i = 0; i < s->commits.n; i++)
		strv_add(&commit.parents, s->commits.v[i]);
	commit.author = commit_identity(ACTOR_SITE, ACTOR_SITE);
	commit.committer = xstrdup(commit.author);
	commit.message = link_words(link.first, link.last);
	keep_commit(s, &commit, link.id, NULL);
	memcpy(link.prev, s->now.last.id, sizeof(link.prev));
	strv_copy(&link.decisions, &s->commits);
	strv_clear(&s->commits);
	commit_release(&commit);
	MUST(projection_arrive(&s->now, &link, &err));
	if (++s->links % LINKS_A_COMMIT == 0) {
		MUST(db_commit(s->now.db, &err));
		MUST(db_begin(s->now.db, &err));
	}
}

static void ended(struct scale *s)
{
	if (s->commits.n == BATCH_MAX)
		end_link(s);
}

/* -- Units and people -------------------------------------------------------------------------- */

static char *any_request(struct scale *s)
{
	unsigned a = (unsigned)dice_pick(&s->dice, UINT32_MAX);
	unsigned b = (unsigned)dice_pick(&s->dice, UINT32_MAX);
	unsigned c = (unsigned)dice_pick(&s->dice, UINT32_MAX);
	unsigned d = (unsigned)dice_pick(&s->dice, UINT32_MAX);

	return xasprintf(
		"%08x-%04x-4%03x-8%03x-%04x%08x", a, b >> 16, b & 0xfff, c >> 20, c & 0xffff, d);
}

static struct decision begin(struct scale *s, const char *id, const char *action, const char *actor)
{
	return (struct decision){.id = xstrdup(id),
		.action = xstrdup(action),
		.actor = xstrdup(actor),
		.request = any_request(s),
		.at = s->at};
}

static void put_org(struct scale *s, enum subject subject, const char *id, const char *record)
{
	struct decision decision = begin(s, id, ACTION_PUT, ACTOR_SITE);
	char commit[OID_HEX + 1], sha256[HASH_HEX + 1], tree[OID_HEX + 1];
	struct db_entry entry;

	decision.subject = subject;
	decision.record = xstrdup(record);
	MUST(workflow_admit_org(&s->now.office, NULL, &decision, s->at, &err));
	keep_tree(s, record, tree);
	sign(s, &decision, tree, commit, sha256);
	entry = entry_of(s, &decision, commit, sha256);
	MUST(office_apply(&s->now.office, &decision, &err));
	MUST(db_put_org(s->now.db, &entry, &s->now.office.org, &err));
	decision_release(&decision);
	ended(s);
}

static void put_units(struct scale *s)
{
	for (size_t i = 0; i < CITY_UNITS; i++) {
		struct unit unit;
		struct str text = {0};

		city_unit(i, &unit);
		unit_print(&unit, &text);
		put_org(s, SUBJECT_UNIT, unit.id, str_get(&text));
		str_release(&text);
		unit_release(&unit);
	}
}

static void put_person(struct scale *s, const char *role, size_t unit, size_t number)
{
	struct person person;
	struct str text = {0};
	char id[CITY_ID];

	city_person(role, unit, number, id);
	city_put(id, role, unit, &person);
	person_print(&person, &text);
	put_org(s, SUBJECT_PERSON, id, str_get(&text));
	str_release(&text);
	person_release(&person);
}

static void put_people(struct scale *s)
{
	for (size_t unit = 1; unit < CITY_UNITS; unit++) {
		for (size_t i = 0; unit <= CITY_BRANCHES && i < CITY_ROLES; i++)
			put_person(s, city_roles[i], unit, 0);
		for (size_t i = 1; unit > CITY_BRANCHES && i <= CITY_CLERKS; i++)
			put_person(s, "clerk", unit, i);
	}
	put_person(s, "auditor", 0, 0);
	put_person(s, "statistician", 0, 0);
	put_person(s, "admin", 0, 0);
}

/* -- Papers ------------------------------------------------------------------------------------ */

static void write_content(struct scale *s, const struct str *text, struct blob_ref *ref)
{
	char path[HASH_HEX + 8];
	int fd;

	hash_hex(text->buf, text->len, ref->sha256);
	ref->size = (int64_t)text->len;
	(void)snprintf(path, sizeof(path), "%.2s", ref->sha256);
	(void)mkdirat(s->store->content, path, 0700);
	(void)snprintf(path, sizeof(path), "%.2s/%.2s", ref->sha256, ref->sha256 + 2);
	(void)mkdirat(s->store->content, path, 0700);
	(void)snprintf(
		path, sizeof(path), "%.2s/%.2s/%s", ref->sha256, ref->sha256 + 2, ref->sha256);
	fd = openat(s->store->content, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	need(fd >= 0 && write(fd, text->buf, text->len) == (ssize_t)text->len && close(fd) == 0,
		path);
}

/* A decision on a paper; record NULL: it stays as it is. */
static void decide(struct scale *s, struct live *live, struct decision *decision,
	const char *record, const struct str *text)
{
	struct evidence evidence = {.text = text != NULL ? str_get(text) : NULL,
		.text_len = text != NULL ? text->len : 0};
	const struct document *before = live->document.state != NULL ? &live->document : NULL;
	char commit[OID_HEX + 1], sha256[HASH_HEX + 1];
	struct document after = {0};
	const struct kind *kind;
	struct db_entry entry;

	decision->record = xstrdup(record);
	if (before != NULL) {
		decision->prev = xstrdup(before->prev);
		memcpy(decision->prev_sha256, before->prev_sha256, sizeof(sha256));
	}
	MUST(workflow_admit(&s->now.office, before, decision, s->at, &evidence, &after, &err));
	if (record != NULL)
		keep_tree(s, record, live->tree);
	sign(s, decision, live->tree, commit, sha256);
	set_str(&after.prev, commit);
	memcpy(after.prev_sha256, sha256, sizeof(sha256));
	entry = entry_of(s, decision, commit, sha256);
	kind = pack_kind(s->now.office.pack, after.paper.kind);
	MUST(db_put_document(s->now.db, &entry, &after, kind, &err));
	document_release(&live->document);
	live->document = after;
	live->link = s->now.last.last;
	decision_release(decision);
	ended(s);
}

/* A decision of its drafter's that changes the paper, which is taken over. */
static void put_in(struct scale *s, struct live *live, struct paper *paper, const char *action,
	const struct str *text)
{
	struct decision decision = begin(s, paper->id, action, paper->drafter);
	struct str record = {0};

	paper_print(paper, &record);
	decide(s, live, &decision, str_get(&record), text);
	str_release(&record);
	paper_release(paper);
}

static void name_paper(struct scale *s, struct paper *paper, size_t unit)
{
	int year, month, day;
	struct str text = {0};

	day_split(stamp_day(s->at), &year, &month, &day);
	if (s->years[unit] != (size_t)year) {
		s->years[unit] = (size_t)year;
		s->serials[unit] = 0;
	}
	paper->id = xasprintf("%s-%d-%04zu", paper->unit, year, ++s->serials[unit]);
	words_title(&s->words, &s->dice, year, &text);
	paper->title = str_detach(&text);
	if (dice_chance(&s->dice, 80)) {
		words_number(unit, year, ++s->numbers[city_branch(unit)], &text);
		paper->number = str_detach(&text);
	}
}

static void fill_fields(struct scale *s, struct paper *paper)
{
	static const char *const genres[] = {"notice", "opinion", "report", "letter", "reply"};
	bool policy = dice_chance(&s->dice, 20);

	paper_set_field(paper, "policy", policy ? "yes" : "no");
	paper_set_field(paper, "genre", genres[dice_pick(&s->dice, 5)]);
	if (policy)
		paper_set_field(paper, "no-interpretation", "内容简明，无需另行解读");
}

static bool is_clean(struct scale *s)
{
	struct strv found = {0};
	bool clean;

	screener_list(screener_of(s->now.office.pack), str_get(&s->text), s->text.len, &found);
	clean = found.n == 0;
	strv_release(&found);
	return clean;
}

/* A text that may be published as it is. */
static void make_text(struct scale *s, const char *title)
{
	do {
		str_clear(&s->text);
		str_addf(&s->text, "%s\n\n", title);
		words_text(&s->words, &s->dice, TEXT_BYTES, &s->text);
		title = "关于有关事项的通知"; /* what was found may stand in its own */
	} while (!is_clean(s));
}

/* A text of its own, or that of the paper before. */
static void take_text(struct scale *s, struct paper *paper)
{
	if (s->text.len == 0 || (s->texts > 0 && s->made % (s->docs / s->texts) == 0)) {
		make_text(s, paper->title);
		write_content(s, &s->text, &s->text_ref);
	}
	paper->original = paper->text = s->text_ref;
	paper->file_name = xasprintf("%s.txt", paper->id);
	paper->encoding = xstrdup("UTF-8");
	paper->screening = SCREENING_EDITION;
}

static enum fate any_fate(struct scale *s)
{
	size_t n = dice_pick(&s->dice, 100);

	return n < 34 ? FATE_PUBLIC : n < 50 ? FATE_WITHHELD : FATE_VOID;
}

static size_t any_leaf(struct scale *s)
{
	return 1 + CITY_BRANCHES + dice_pick(&s->dice, CITY_UNITS - 1 - CITY_BRANCHES);
}

static void bring_in(struct scale *s)
{
	size_t unit = any_leaf(s);
	struct paper paper = {.kind = xstrdup("gongwen")};
	char id[CITY_ID];
	struct live *live;

	GROW(s->live, s->live_count);
	live = &s->live[s->live_count++];
	*live = (struct live){.fate = any_fate(s), .unit = unit};
	city_unit_id(unit, id);
	paper.unit = xstrdup(id);
	city_person("clerk", unit, 1 + dice_pick(&s->dice, CITY_CLERKS), id);
	paper.drafter = xstrdup(id);
	name_paper(s, &paper, unit);
	fill_fields(s, &paper);
	take_text(s, &paper);
	put_in(s, live, &paper, "import", &s->text);
	s->made++;
}

static void mark(struct scale *s, struct live *live)
{
	static const char *const grounds[] = {"CN15-TRADE", "CN15-PRIV", "CN16-HR", "CN16-LOG",
		"CN16-DISC", "CN16-DRAFT", "CN16-REQ"};
	const struct pack *pack = s->now.office.pack;
	struct str reason = {0};
	struct paper paper = {0};

	paper_copy(&paper, &live->document.paper);
	strv_clear(&paper.grounds);
	set_str(&paper.attribute, NULL);
	set_str(&paper.reason, NULL);
	if (live->fate == FATE_WITHHELD) {
		paper.attribute = xstrdup(dice_chance(&s->dice, 25) ? "on-request" : "private");
		strv_add(&paper.grounds, str_eq(paper.attribute, "private")
						 ? grounds[dice_pick(&s->dice, 7)]
						 : "CN27");
		words_reason(&s->words, &s->dice, &reason);
		paper.reason = str_detach(&reason);
		paper.review_by = law_latest_review(pack, &paper.grounds, stamp_day(s->at));
	} else {
		paper.attribute = xstrdup("public");
	}
	put_in(s, live, &paper, "mark", NULL);
}

static void act(struct scale *s, struct live *live, const char *action, const char *role)
{
	static const char *const codes[] = {"weak-reason", "wrong-ground", "should-be-public"};
	const struct paper *paper = &live->document.paper;
	char id[CITY_ID];
	struct decision decision;

	if (strcmp(role, "clerk") == 0)
		(void)snprintf(id, sizeof(id), "%s", paper->drafter);
	else if (strcmp(role, ACTOR_SITE) == 0)
		(void)snprintf(id, sizeof(id), "%s", ACTOR_SITE);
	else
		city_person(role, city_branch(live->unit), 0, id);
	decision = begin(s, paper->id, action, id);
	if (strcmp(action, "return") == 0)
		decision.code = xstrdup(codes[dice_pick(&s->dice, 3)]);
	if (strcmp(role, ACTOR_SITE) != 0 && strcmp(action, "submit") != 0)
		decision.comment = xstrdup(strcmp(action, "void") == 0 ? "重复登记，作废" : "同意");
	decide(s, live, &decision, NULL, NULL);
}

/* Whether the day to look at it again comes before anybody can decide. */
static bool is_overdue(const struct scale *s, const struct live *live)
{
	int day = live->document.paper.review_by;

	return day != DAY_NONE && day <= stamp_day(s->at) + 1;
}

/* -- Requests ---------------------------------------------------------------------------------- */

static void bring_in_request(struct scale *s)
{
	static const char *const classes[] = {
		"person", "person", "person", "business", "research", "welfare", "legal", "other"};
	struct live *live;
	struct paper paper = {.kind = xstrdup("request")};
	char id[CITY_ID], day[DAY_SIZE];

	GROW(s->live, s->live_count);
	live = &s->live[s->live_count++];
	*live = (struct live){.is_request = true, .unit = any_leaf(s)};
	city_unit_id(live->unit, id);
	paper.unit = xstrdup(id);
	city_person("disclosure", city_branch(live->unit), 0, id);
	paper.drafter = xstrdup(id);
	name_paper(s, &paper, live->unit);
	set_str(&paper.number, NULL);
	paper_set_field(&paper, "applicant", "张三");
	paper_set_field(&paper, "applicant-class", classes[dice_pick(&s->dice, 8)]);
	paper_set_field(&paper, "content", paper.title);
	paper_set_field(&paper, "channel", "internet");
	paper_set_field(&paper, "received", day_format(stamp_day(s->at), day));
	put_in(s, live, &paper, "import", NULL);
	s->made++;
}

/* Fills in fields: codes and values in turn, ended by NULL. */
static void fill_in(struct scale *s, struct live *live, const char *const *fields)
{
	struct paper paper = {0};

	paper_copy(&paper, &live->document.paper);
	for (; *fields != NULL; fields += 2)
		paper_set_field(&paper, fields[0], fields[1]);
	put_in(s, live, &paper, "edit", NULL);
}

static void reply(struct scale *s, struct live *live)
{
	static const char *const outcomes[][2] = {{"granted", "2"}, {"granted", "2"},
		{"granted", "1"}, {"partly", "2"}, {"forbidden", "3"}, {"third-party", "3"},
		{"internal", "3"}, {"process", "3"}, {"case-file", "3"}, {"not-held", "4"},
		{"needs-making", "4"}, {"petition", "5"}, {"repeated", "6"}, {"query", "7"}};
	const char *const *outcome = outcomes[dice_pick(&s->dice, 14)];

	fill_in(s, live,
		(const char *const[]){"outcome", outcome[0], "reply", outcome[1], "reason",
			"依据条例有关规定", "search", "以申请所列名称检索档案目录", "remedy", "yes",
			NULL});
}

static bool lacks(const struct live *live, const char *field)
{
	return paper_field(&live->document.paper, field) == NULL;
}

/* What an act asks for is filled in before it. */
static void process(struct scale *s, struct live *live)
{
	char day[DAY_SIZE];

	day_format(stamp_day(s->at), day);
	if (!lacks(live, "outcome"))
		act(s, live, "propose-reply", "disclosure");
	else if (!lacks(live, "correction-days") && lacks(live, "corrected"))
		act(s, live, "ask-correction", "disclosure");
	else if (!lacks(live, "third-party") && lacks(live, "third-party-answer"))
		act(s, live, "ask-third-party", "disclosure");
	else if (lacks(live, "correction-days") && dice_chance(&s->dice, 8))
		fill_in(s, live, (const char *const[]){"correction-days", "15", NULL});
	else if (lacks(live, "third-party") && dice_chance(&s->dice, 6))
		fill_in(s, live,
			(const char *const[]){
				"third-party", "某公司", "third-party-notified", day, NULL});
	else
		reply(s, live);
}

/* What was asked of others is filled in, then said to have come. */
static void hear(struct scale *s, struct live *live, const char *field, const char *value,
	const char *action)
{
	if (lacks(live, field))
		fill_in(s, live, (const char *const[]){field, value, NULL});
	else
		act(s, live, action, "disclosure");
}

/* One in twenty is contested, and of those one in six twice. */
static bool end_request(struct scale *s, struct live *live)
{
	if (live->contests < 2 && dice_chance(&s->dice, live->contests == 0 ? 5 : 16)) {
		act(s, live, live->contests++ == 0 ? "contest-review" : "contest-suit",
			"disclosure");
		return true;
	}
	if (dice_chance(&s->dice, 70))
		act(s, live, "file-away", "disclosure");
	return false;
}

static bool advance_request(struct scale *s, struct live *live)
{
	static const char *const ends[] = {"upheld", "upheld", "corrected", "other", "pending"};
	const char *state = live->document.state, *end = ends[dice_pick(&s->dice, 5)];
	char day[DAY_SIZE];

	day_format(stamp_day(s->at), day);
	if (strcmp(state, "replied") == 0)
		return end_request(s, live);
	if (strcmp(state, "draft") == 0)
		act(s, live, dice_chance(&s->dice, 2) ? "void" : "submit", "disclosure");
	else if (strcmp(state, "processing") == 0)
		process(s, live);
	else if (strcmp(state, "correction") == 0)
		hear(s, live, "corrected", day, "take-correction");
	else if (strcmp(state, "third-party") == 0)
		hear(s, live, "third-party-answer", "agrees", "third-party-answer");
	else if (strcmp(state, "contested-review") == 0)
		hear(s, live, "review", end, "contest-ended");
	else if (strcmp(state, "contested-suit") == 0)
		hear(s, live, "suit-after-review", end, "contest-ended");
	else
		act(s, live, dice_chance(&s->dice, 4) ? "send-back" : "pass", "signer");
	return strcmp(live->document.state, "void") != 0;
}

/* What somebody does with a paper on its way, by its state; false when it is at its end. */
static bool advance(struct scale *s, struct live *live)
{
	static const struct {
		const char *state, *role, *action;
		size_t returned; /* percent */
	} steps[] = {
		{"section", "head", "pass", 5},
		{"pre-review", "disclosure", "pass", 5},
		{"secrecy", "secrecy", "pass", 3},
		{"office", "checker", "pass", 3},
		{"sign", "signer", "sign", 1},
	};
	const char *state = live->document.state;

	if (live->is_request)
		return advance_request(s, live);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		if (strcmp(state, steps[i].state) == 0) {
			bool back = is_overdue(s, live) || dice_chance(&s->dice, steps[i].returned);

			act(s, live, back ? "return" : steps[i].action, steps[i].role);
			if (strcmp(live->document.state, "decided") != 0 ||
				live->fate == FATE_PUBLIC)
				return true;
			end_link(s);
			act(s, live, "hold", ACTOR_SITE);
			return false;
		}
	}
	if (strcmp(state, "decided") == 0) {
		act(s, live, "publish", "publisher");
		return false;
	}
	if (live->fate == FATE_VOID &&
		(live->document.paper.attribute != NULL || dice_chance(&s->dice, 50))) {
		act(s, live, "void", "clerk");
		return false;
	}
	if (live->document.paper.attribute == NULL || is_overdue(s, live))
		mark(s, live);
	else
		act(s, live, "submit", "clerk");
	return true;
}

/* A paper is decided on once a link: its next decision names the one before. */
static void advance_one(struct scale *s)
{
	size_t i = dice_pick(&s->dice, s->live_count);

	if (s->live[i].link == s->now.last.last)
		end_link(s);
	if (advance(s, &s->live[i]))
		return;
	document_release(&s->live[i].document);
	s->live[i] = s->live[--s->live_count];
}

/* -- The whole --------------------------------------------------------------------------------- */

static double seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void make_papers(struct scale *s)
{
	size_t wanted = s->docs / LIVE_SHARE + 20;
	double begun = seconds();

	while (s->made < s->docs) {
		if (dice_pick(&s->dice, s->docs) < s->requests)
			bring_in_request(s);
		else
			bring_in(s);
		while (s->live_count > wanted || (s->live_count > 20 && dice_chance(&s->dice, 60)))
			advance_one(s);
		if (s->made % 10000 == 0)
			(void)fprintf(stderr, "scale: %zu papers, %lld decisions, %.0f s\n",
				s->made, (long long)s->now.last.last, seconds() - begun);
	}
	end_link(s);
}

static void found(const char *dir, struct scale *s, const char *first_day)
{
	struct pack_files files = {0};

	(void)setenv("GONGKAI_CLOCK", first_day, 1);
	MUST(pack_files_read(GONGKAI_PACKDIR "/cn", &files, &err));
	MUST(store_create(dir, &files, &err));
	MUST((s->store = store_open(dir, &err)) != NULL);
	s->at = clock_now();
	(void)unsetenv("GONGKAI_CLOCK");
}

static void open_index(struct scale *s, const char *aside)
{
	(void)unlink(aside);
	MUST((s->now.db = db_open(aside, DB_CREATE | DB_BULK, &err)) != NULL);
	MUST(replay_catch_up(&s->now, s->store->ledger, s->store->fd, &err));
	MUST(db_begin(s->now.db, &err));
}

static void write_tip(const struct scale *s)
{
	char *path = xasprintf("%s/ledger.git/refs/heads/main", s->store->dir);
	FILE *file = fopen(path, "w");

	need(file != NULL, path);
	need(fprintf(file, "%s\n", s->now.last.id) > 0, path);
	need(fclose(file) == 0, path);
	free(path);
}

static void finish(struct scale *s, const char *aside)
{
	char *wal = xasprintf("%s-wal", s->store->index),
	     *shm = xasprintf("%s-shm", s->store->index);
	char *index = xstrdup(s->store->index);

	MUST(db_commit(s->now.db, &err));
	packfile_release(&s->pack);
	write_tip(s);
	MUST(db_finish(s->now.db, &err));
	projection_release(&s->now);
	store_close(s->store);
	(void)unlink(wal);
	(void)unlink(shm);
	need(rename(aside, index) == 0, index);
	free(wal);
	free(shm);
	free(index);
}

int main(int argc, char **argv)
{
	size_t docs = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	struct scale s = {.docs = docs,
		.dice = {.seed = argc > 3 ? strtoul(argv[3], NULL, 10) : 1},
		.texts = argc > 4 ? strtoul(argv[4], NULL, 10) : docs / 10,
		.requests = argc > 5 ? strtoul(argv[5], NULL, 10) : docs / 10};
	char *ledger, *aside, first[32];
	int year, month, day;

	if (docs == 0 || s.texts > docs) {
		(void)fprintf(stderr, "usage: scale DIR DOCS [SEED [TEXTS [REQUESTS]]]\n");
		return 2;
	}
	s.docs += s.requests;
	day_split(stamp_day(clock_now()), &year, &month, &day);
	(void)snprintf(first, sizeof(first), "%d-01-02T09:00:00", year - YEARS);
	found(argv[1], &s, first);
	ledger = xasprintf("%s/ledger.git", s.store->dir);
	aside = xasprintf("%s.new", s.store->index);
	packfile_init(&s.pack, ledger);
	open_index(&s, aside);
	words_read(&s.words, GONGKAI_PACKDIR "/cn");
	s.from = s.at.time;
	s.until = (int64_t)time(NULL) - SECONDS_A_DAY;
	put_units(&s);
	put_people(&s);
	end_link(&s);
	make_papers(&s);
	(void)printf(
		"%s: %zu papers, %lld decisions\n", argv[1], s.made, (long long)s.now.last.last);
	finish(&s, aside);
	for (size_t i = 0; i < s.live_count; i++)
		document_release(&s.live[i].document);
	free(s.live);
	words_release(&s.words);
	str_release(&s.text);
	strv_release(&s.commits);
	free(ledger);
	free(aside);
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

#include "core/conf.h"
#include "core/mem.h"
#include "core/screening.h"
#include "tests/core/fake_gate.h"

/* -- The pack and its people ------------------------------------------------------------------- */

static char *read_file(const char *path, size_t *len)
{
	FILE *file = fopen(path, "r");
	struct str text = {0};
	char buf[4096];
	size_t n;

	if (file == NULL)
		fail_msg("%s cannot be read", path);
	while ((n = fread(buf, 1, sizeof(buf), file)) > 0)
		str_addn(&text, buf, n);
	(void)fclose(file);
	*len = text.len;
	return str_detach(&text);
}

static char *patched(char *text, const char *path, const struct patch *patches, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *at, *other;

		if (patches[i].old == NULL || strcmp(patches[i].path, path) != 0)
			continue;
		at = strstr(text, patches[i].old);
		if (at == NULL)
			fail_msg("%s has no '%s'", path, patches[i].old);
		other = xasprintf("%.*s%s%s", (int)(at - text), text, patches[i].new,
			at + strlen(patches[i].old));
		free(text);
		text = other;
	}
	return text;
}

static void add_folder(
	struct pack_files *files, const char *below, const struct patch *patches, size_t n)
{
	char *folder = xasprintf("packs/cn/%s", below);
	DIR *dir = opendir(folder);
	struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');
		char *path, *whole;
		size_t len;

		if (dot == NULL || (strcmp(dot, ".ini") != 0 && strcmp(dot, ".csv") != 0 &&
					   strcmp(dot, ".txt") != 0))
			continue;
		path = xasprintf("%s%s", below, entry->d_name);
		whole = xasprintf("packs/cn/%s", path);
		free(folder);
		folder = patched(read_file(whole, &len), path, patches, n);
		pack_files_add(files, path, folder, strlen(folder));
		free(whole);
		free(path);
	}
	closedir(dir);
	free(folder);
}

static void read_pack(struct office *office, const struct patch *patches, size_t n)
{
	struct pack_files files = {0};
	struct str digest = {0};
	char sha256[HASH_HEX + 1];
	struct err err;

	add_folder(&files, "", patches, n);
	add_folder(&files, "calendar/", patches, n);
	add_folder(&files, "forms/", patches, n);
	add_folder(&files, "law/", patches, n);
	add_folder(&files, "letters/", patches, n);
	add_folder(&files, "registers/", patches, n);
	for (size_t i = 0; i < n; i++) {
		if (patches[i].old == NULL)
			pack_files_add(
				&files, patches[i].path, patches[i].new, strlen(patches[i].new));
	}
	add_folder(&files, "tables/", patches, n);
	add_folder(&files, "screening/", patches, n);
	pack_files_digest(&files, &digest);
	hash_hex(digest.buf, digest.len, sha256);
	str_release(&digest);
	office->pack = pack_new(&files, sha256, &err);
	if (office->pack == NULL)
		fail_msg("%s", err.text);
}

static void put_unit(struct org *org, const struct conf_section *section)
{
	struct unit unit = {.id = xstrdup(section->name + strlen("unit ")),
		.parent = xstrdup(conf_get(section, "parent"))};
	struct err err;

	unit.name.in[LANG_ZH] = xstrdup(conf_get(section, "name.zh"));
	assert_true(org_put_unit(org, &unit, &err));
}

static void put_person(struct org *org, const struct conf_section *section)
{
	const char *roles = conf_get(section, "roles"), *at = strchr(roles, '@');
	struct person person = {.id = xstrdup(section->name + strlen("person ")),
		.unit = xstrdup(conf_get(section, "unit"))};
	struct err err;

	person.name.in[LANG_ZH] = xstrdup(conf_get(section, "name.zh"));
	assert_non_null(at);
	GROW(person.posts, person.post_count);
	person.posts[person.post_count++] = (struct post){
		.role = xstrndup(roles, (size_t)(at - roles)), .unit = xstrdup(at + 1)};
	assert_true(org_put_person(org, &person, &err));
}

static void read_people(struct org *org)
{
	size_t len;
	char *text = read_file("packs/cn/demo/demo.ini", &len);
	struct conf conf = {0};
	struct err err;

	assert_true(conf_read(&conf, "demo.ini", text, len, &err));
	for (size_t i = 0; i < conf.n; i++) {
		if (strncmp(conf.sections[i].name, "unit ", 5) == 0)
			put_unit(org, &conf.sections[i]);
		else if (strncmp(conf.sections[i].name, "person ", 7) == 0)
			put_person(org, &conf.sections[i]);
	}
	conf_release(&conf);
	free(text);
}

void gate_open_with(struct gate *gate, const struct patch *patches, size_t n)
{
	*gate = (struct gate){.now = gate_noon("2026-11-23")};
	read_pack(&gate->office, patches, n);
	read_people(&gate->office.org);
}

void gate_open(struct gate *gate)
{
	gate_open_with(gate, NULL, 0);
}

static void forget(struct gate *gate)
{
	document_release(&gate->doc);
	for (size_t i = 0; i < gate->n; i++)
		decision_release(&gate->log[i]);
	free(gate->log);
	free(gate->times);
	gate->log = NULL;
	gate->times = NULL;
	gate->n = 0;
}

void gate_close(struct gate *gate)
{
	forget(gate);
	office_release(&gate->office);
}

struct gate shared_gate;

int gate_set_up(void **state)
{
	(void)state;
	gate_open(&shared_gate);
	return 0;
}

int gate_tear_down(void **state)
{
	(void)state;
	gate_close(&shared_gate);
	return 0;
}

int gate_day(const char *day)
{
	int number;

	if (!day_parse(day, &number))
		fail_msg("'%s' is no day", day);
	return number;
}

struct stamp gate_noon(const char *day)
{
	return (struct stamp){
		.time = (gate_day(day) - DAY_1970) * INT64_C(86400) + 4 * 3600, .offset = 8 * 60};
}

void gate_put(struct gate *gate, enum subject subject, const char *record)
{
	struct decision decision = {.subject = subject, .record = xstrdup(record)};
	struct err err;

	if (!office_apply(&gate->office, &decision, &err))
		fail_msg("%s", err.text);
	decision_release(&decision);
}

void gate_add(struct gate *gate, const char *person, const char *line)
{
	struct str record = {0};

	person_print(org_person(&gate->office.org, person), &record);
	str_addf(&record, "%s\n", line);
	gate_put(gate, SUBJECT_PERSON, str_get(&record));
	str_release(&record);
}

/* -- Acts -------------------------------------------------------------------------------------- */

static const char usual_text[] = "关于印发工作要点的通知\n各县（区、市）人民政府：\n";

static void refer(struct blob_ref *ref, const char *text)
{
	hash_hex(text, strlen(text), ref->sha256);
	ref->size = (int64_t)strlen(text);
}

static char *record_of(const struct act_of *act)
{
	struct paper paper = {0};
	struct str record = {0};

	if (act->paper == NULL)
		return NULL;
	paper_copy(&paper, act->paper);
	if (act->text != NULL)
		refer(&paper.text, act->text);
	paper_print(&paper, &record);
	paper_release(&paper);
	return str_detach(&record);
}

struct decision gate_decision(const struct gate *gate, const struct act_of *act)
{
	const struct document *doc = &gate->doc;
	struct decision d = {.action = xstrdup(act->action),
		.actor = xstrdup(act->who),
		.comment = xstrdup(act->comment),
		.code = xstrdup(act->code),
		.named = xstrdup(act->named),
		.signer = xstrdup(act->signer),
		.request = request_new(),
		.prev = xstrdup(doc->prev),
		.at = gate->now};

	memcpy(d.prev_sha256, doc->prev_sha256, sizeof(d.prev_sha256));
	d.id = xstrdup(act->paper != NULL ? act->paper->id : doc->paper.id);
	d.record = record_of(act);
	return d;
}

void gate_take(struct gate *gate, struct decision *decision, struct document *after)
{
	struct str message = {0};
	char sha256[HASH_HEX + 1];

	decision_message(decision, &message);
	hash_hex(message.buf, message.len, sha256);
	str_release(&message);
	free(after->prev);
	after->prev = xstrndup(sha256, 40);
	memcpy(after->prev_sha256, sha256, sizeof(sha256));
	document_release(&gate->doc);
	gate->doc = *after;
	gate->log = xreallocarray(gate->log, gate->n + 1, sizeof(*gate->log));
	gate->times = xreallocarray(gate->times, gate->n + 1, sizeof(*gate->times));
	gate->log[gate->n] = *decision;
	gate->times[gate->n++] = gate->now;
	*after = (struct document){0};
	*decision = (struct decision){0};
}

bool gate_act(struct gate *gate, const struct act_of *act)
{
	const struct document *before = gate->doc.prev != NULL ? &gate->doc : NULL;
	struct decision decision = gate_decision(gate, act);
	struct evidence evidence = gate->evidence;
	struct document after = {0};
	bool ok;

	gate->err = (struct err){0};
	evidence.text = act->text;
	if (before == NULL && act->text == NULL && act->paper != NULL &&
		act->paper->text.sha256[0] != '\0')
		evidence.text = usual_text;
	evidence.text_len = evidence.text != NULL ? strlen(evidence.text) : 0;
	ok = workflow_admit(
		&gate->office, before, &decision, gate->now, &evidence, &after, &gate->err);
	if (ok)
		gate_take(gate, &decision, &after);
	document_release(&after);
	decision_release(&decision);
	return ok;
}

/* -- Papers ------------------------------------------------------------------------------------ */

void gate_paper(struct paper *paper, const char *id, const char *drafter)
{
	*paper = (struct paper){.id = xstrdup(id),
		.kind = xstrdup("gongwen"),
		.unit = xstrdup("zfb"),
		.drafter = xstrdup(drafter),
		.title = xstrdup("关于印发工作要点的通知"),
		.number = xstrdup("市政办发〔2026〕41号"),
		.file_name = xstrdup("yaodian.txt"),
		.encoding = xstrdup("UTF-8"),
		.screening = SCREENING_EDITION};
	refer(&paper->text, usual_text);
	paper->original = paper->text;
	paper_set_field(paper, "policy", "no");
}

bool gate_import(struct gate *gate, const char *who)
{
	struct paper paper;
	bool ok;

	forget(gate);
	gate_paper(&paper, "zfb-2026-1", who);
	ok = ACT(gate, who, "import", .paper = &paper);
	paper_release(&paper);
	return ok;
}

static bool change(struct gate *gate, const char *who, const char *action, struct paper *paper)
{
	bool ok;

	if (strcmp(who, paper->drafter) != 0)
		strv_put(&paper->editors, who);
	ok = ACT(gate, who, action, .paper = paper);
	paper_release(paper);
	return ok;
}

bool gate_mark_with(struct gate *gate, const char *who, const char *attribute, const char *grounds,
	const char *reason, const char *review_by)
{
	struct paper paper = {0};

	paper_copy(&paper, &gate->doc.paper);
	set_str(&paper.attribute, attribute);
	strv_clear(&paper.grounds);
	strv_split(&paper.grounds, grounds, " ");
	set_str(&paper.reason, str_empty(reason) ? NULL : reason);
	paper.review_by = str_empty(review_by) ? DAY_NONE : gate_day(review_by);
	return change(gate, who, "mark", &paper);
}

bool gate_mark(struct gate *gate, const char *who, const char *attribute)
{
	static const char reason[] = "会议讨论尚未形成结论，公开会误导公众";
	char limit[DAY_SIZE];

	day_format(stamp_day(gate->now) + 90, limit);
	if (strcmp(attribute, "public") == 0)
		return gate_mark_with(gate, who, attribute, "", "", "");
	return gate_mark_with(gate, who, attribute,
		strcmp(attribute, "private") == 0 ? "CN16-DISC" : "CN27", reason, limit);
}

bool gate_edit(struct gate *gate, const char *who, const char *field, const char *value)
{
	struct paper paper = {0};

	paper_copy(&paper, &gate->doc.paper);
	if (strcmp(field, "title") == 0)
		set_str(&paper.title, value);
	else if (strcmp(field, "number") == 0)
		set_str(&paper.number, value);
	else
		paper_set_field(&paper, field, value);
	return change(gate, who, "edit", &paper);
}

bool gate_reach(struct gate *gate, const char *attribute, const char *state)
{
	static const struct {
		const char *from, *who, *action, *comment;
	} way[] = {
		{"draft", "clerk", "submit", NULL},
		{"section", "head", "pass", NULL},
		{"pre-review", "disclosure", "pass", "同意"},
		{"secrecy", "secrecy", "pass", NULL},
		{"office", "checker", "pass", NULL},
		{"sign", "signer", "sign", NULL},
	};
	bool is_public = strcmp(attribute, "public") == 0;

	if (!gate_import(gate, "clerk") || !gate_mark(gate, "clerk", attribute))
		return false;
	for (size_t i = 0; i < COUNT(way) && strcmp(gate->doc.state, state) != 0; i++) {
		if (strcmp(state, "escalated") == 0 && strcmp(gate->doc.state, "secrecy") == 0)
			return ACT(gate, "secrecy", "escalate", .comment = "不能确定");
		if (strcmp(state, "consult") == 0 && strcmp(gate->doc.state, "office") == 0)
			return ACT(gate, "checker", "consult", .comment = "意见不一致");
		if (strcmp(way[i].from, gate->doc.state) == 0 &&
			!ACT(gate, way[i].who, way[i].action, .comment = way[i].comment))
			return false;
	}
	if (strcmp(gate->doc.state, state) == 0)
		return true;
	if (strcmp(state, "returned") == 0 && strcmp(gate->doc.state, "decided") == 0)
		return ACT(gate, "publisher", "return", .code = "format");
	if (!is_public)
		return ACT(gate, ACTOR_SITE, "hold") && strcmp(state, "held") == 0;
	if (!ACT(gate, "publisher", "publish") || strcmp(state, "published") == 0)
		return gate->err.code == ERR_NONE;
	return ACT(gate, "publisher", "withdraw", .comment = "内容有误") &&
	       ACT(gate, "checker", "withdraw", .comment = "同意撤下");
}

/* -- Replay --------------------------------------------------------------------------------------
 */

/* What the ledger gives: the chain, to the next decision. */
static void link_up(const struct gate *gate, size_t i, struct document *doc)
{
	const bool is_last = i + 1 == gate->n;

	set_str(&doc->prev, is_last ? gate->doc.prev : gate->log[i + 1].prev);
	memcpy(doc->prev_sha256, is_last ? gate->doc.prev_sha256 : gate->log[i + 1].prev_sha256,
		sizeof(doc->prev_sha256));
}

void gate_replay(const struct gate *gate,
	void (*each)(const struct gate *gate, size_t i, const struct document *before))
{
	struct document doc = {0};
	struct str told = {0}, stands = {0};

	for (size_t i = 0; i < gate->n; i++) {
		struct decision d = {0};
		struct document after = {0};
		struct str message = {0};
		struct err err = {0};

		if (each != NULL)
			each(gate, i, &doc);
		decision_message(&gate->log[i], &message);
		assert_true(decision_parse(&d, str_get(&message), &err));
		str_release(&message);
		d.record = xstrdup(gate->log[i].record);
		if (!workflow_admit(&gate->office, i > 0 ? &doc : NULL, &d, gate->times[i],
			    &gate->evidence, &after, &err))
			fail_msg("%zu, %s: %s", i, d.action, err.text);
		document_release(&doc);
		doc = after;
		link_up(gate, i, &doc);
		decision_release(&d);
	}
	document_print(&doc, &told);
	document_print(&gate->doc, &stands);
	assert_string_equal(str_get(&told), str_get(&stands));
	str_release(&told);
	str_release(&stands);
	document_release(&doc);
}

/* -- Expectations -------------------------------------------------------------------------------
 */

void gate_refused(const struct gate *gate, bool ok, const char *part)
{
	if (ok)
		fail_msg("allowed; expected: %s", part);
	if (strstr(gate->err.text, part) == NULL)
		fail_msg("'%s' does not say '%s'", gate->err.text, part);
}

void gate_done(const struct gate *gate, bool ok)
{
	if (!ok)
		fail_msg("%s", gate->err.text);
}

/* The row of the workflow that leads an action out of a state, to be bent. */
struct transition *gate_row(struct gate *gate, const char *state, const char *action)
{
	for (size_t k = 0; k < gate->office.pack->kind_count; k++) {
		struct kind *kind = &gate->office.pack->kinds[k];

		for (size_t i = 0; i < kind->transition_count; i++) {
			if (strv_has(&kind->transitions[i].from, state) &&
				strcmp(kind->transitions[i].action->code, action) == 0)
				return &kind->transitions[i];
		}
	}
	fail_msg("no row '%s' from '%s'", action, state);
	return NULL;
}

const struct state *gate_state(const struct gate *gate, const char *state)
{
	return kind_state(pack_kind(gate->office.pack, "gongwen"), state);
}

struct ground *gate_ground(struct gate *gate, const char *code)
{
	for (size_t i = 0; i < gate->office.pack->ground_count; i++) {
		if (strcmp(gate->office.pack->grounds[i].code, code) == 0)
			return &gate->office.pack->grounds[i];
	}
	fail_msg("no ground '%s'", code);
	return NULL;
}

/* SPDX-License-Identifier: MIT */
/* Whose signatures count, from when to when, and who may change that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "core/signers.h"
#include "tests/core/fake_gate.h"

/* The fake fingerprint of the key "ssh-ed25519 NAME", for as long as the caller keeps it. */
static char *print_of(const char *name, char print[KEY_PRINT_SIZE])
{
	char *line = xasprintf("ssh-ed25519 %s", name);
	struct err err;

	if (!key_print(line, print, &err))
		fail_msg("%s", err.text);
	free(line);
	return print;
}

/* A `Key:` line of a record from "NAME BY FROM [TO]", its fingerprint made; the caller frees. */
static char *key_line(const char *spec)
{
	size_t name = strcspn(spec, " ");
	char *key = xstrndup(spec, name), print[KEY_PRINT_SIZE];
	char *line = xasprintf("Key: %s ssh-ed25519 %s", print_of(key, print), spec);

	free(key);
	return line;
}

static void add_keys(struct str *text, const char *const keys[3])
{
	for (size_t i = 0; i < 3 && keys[i] != NULL; i++) {
		char *line = key_line(keys[i]);

		str_addf(text, "%s\n", line);
		free(line);
	}
}

/* -- Lists ----------------------------------------------------------------------------------- */

static void test_lines_of_a_record(void **state)
{
	static const struct {
		const char *line;
		bool good;
	} cases[] = {
		{"Key: P ssh-ed25519 AAAA admin 2026-11-23T09:00:00+08:00", true},
		{"Key: P ssh-ed25519 AAAA admin 2026-11-23T09:00:00+08:00 "
		 "2026-12-01T00:00:00+08:00",
			true},
		{"Key: P ssh-ed25519 AAAA admin", false},
		{"Key: P ssh-ed25519 AAAA admin 2026-11-23", false},
		{"Key: P ssh-ed25519 AAAA admin 2026-11-23T09:00:00+08:00 ", false},
		{"Key: P  ssh-ed25519 AAAA admin 2026-11-23T09:00:00+08:00", false},
		{"Key: P ssh-ed25519 AAAA admin 2026-11-23T09:00:00+08:00 never", false},
		{"Key: P ssh-ed25519 AAAA admin 2026-11-23T09:00:00+08:00 "
		 "1970-01-01T00:00:00+00:00",
			false},
		{"Key: P ssh-ed25519 AAAA admin 2026-11-23T09:00:00+08:00 "
		 "2026-12-01T00:00:00+08:00 x",
			false},
		{"Key:", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *text = xasprintf("Site: site\n%s\n", cases[i].line);
		struct key_list keys = {0};
		struct err err = {0};
		bool ok = site_keys_parse(&keys, text, &err);

		if (ok != cases[i].good)
			fail_msg("%s: %s", cases[i].line, ok ? "taken" : err.text);
		if (ok)
			assert_string_equal(keys.v[0].line, "ssh-ed25519 AAAA");
		key_list_release(&keys);
		free(text);
	}
}

static void test_no_site_without_a_key(void **state)
{
	static const char *const texts[] = {
		"Site: site\n", "Site: other\n", "", "Site: site", NULL};
	struct key_list keys = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct err err = {0};

		assert_false(site_keys_parse(&keys, texts[i], &err));
		assert_int_equal(err.code, ERR_INPUT);
		key_list_release(&keys);
	}
}

static void test_both_ends_are_included(void **state)
{
	struct signing_key key = {.from = {100, 0}, .to = {200, 0}};

	(void)state;
	assert_false(signing_key_is_live(&key, (struct stamp){99, 0}));
	assert_true(signing_key_is_live(&key, (struct stamp){100, 0}));
	assert_true(signing_key_is_live(&key, (struct stamp){200, 480}));
	assert_false(signing_key_is_live(&key, (struct stamp){201, 0}));
	key.to.time = 0;
	assert_true(signing_key_is_live(&key, (struct stamp){INT64_MAX, 0}));
}

/* -- Who signs ------------------------------------------------------------------------------- */

/* head has a key from 24 to 30 November, clerk one without end; the site has two, the second now.
 */
static void give_keys(struct gate *gate)
{
	static const char *const site[3] = {
		"OLD site 2026-11-01T00:00:00+08:00 2026-11-20T00:00:00+08:00",
		"NOW admin 2026-11-20T00:00:00+08:00"};
	char *head = key_line("HEAD admin 2026-11-24T00:00:00+08:00 2026-11-30T23:59:59+08:00");
	char *clerk = key_line("CLERK admin 2026-11-23T00:00:00+08:00");
	struct str text = {0};
	struct err err;

	gate_add(gate, "head", head);
	gate_add(gate, "clerk", clerk);
	str_add(&text, "Site: site\n");
	add_keys(&text, site);
	assert_true(site_keys_parse(&gate->office.org.site, str_get(&text), &err));
	str_release(&text);
	free(head);
	free(clerk);
}

static void test_whose_signature_counts(void **state)
{
	static const struct {
		const char *key, *actor, *now, *at, *why; /* NULL: it counts */
	} cases[] = {
		{NULL, "head", "2026-11-25", "2026-11-25", NULL},
		{"HEAD", "head", "2026-11-25", "2026-11-25", NULL},
		{"HEAD", "head", "2026-11-24", "2026-11-24", NULL},
		{"HEAD", "head", "2026-11-30", "2026-11-30", NULL},
		{"CLERK", "head", "2026-11-25", "2026-11-25", "which is clerk's and not head's"},
		{"HEAD", "clerk", "2026-11-25", "2026-11-25", "which is head's and not clerk's"},
		{"NOBODY", "head", "2026-11-25", "2026-11-25", "a key that may not sign here"},
		{"HEAD", "head", "2026-11-23", "2026-11-23",
			"not valid before 2026-11-24T00:00:00+08:00"},
		{"HEAD", "head", "2026-12-01", "2026-12-01", "ended at 2026-11-30T23:59:59+08:00"},
		/* the site's time rules, and what the signer claims must fit too */
		{"HEAD", "head", "2026-12-01", "2026-11-25", "ended at"},
		{"HEAD", "head", "2026-11-24", "2026-11-23", "not valid before"},
		{"NOW", "head", "2026-11-25", "2026-11-25", "of the site, which is not its key"},
		{"OLD", ACTOR_SITE, "2026-11-25", "2026-11-25",
			"of the site, which is not its key"},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	give_keys(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char print[KEY_PRINT_SIZE];
		struct decision d = {
			.actor = (char *)(uintptr_t)cases[i].actor, .at = gate_noon(cases[i].at)};
		struct err err = {0};
		bool ok;

		d.signer = cases[i].key != NULL ? print_of(cases[i].key, print) : NULL;
		ok = signers_check(&gate.office.org, &d, gate_noon(cases[i].now), &err);
		if (cases[i].why == NULL ? !ok : ok || strstr(err.text, cases[i].why) == NULL)
			fail_msg("%zu: %s", i, ok ? "counts" : err.text);
	}
	gate_close(&gate);
}

/* -- Who changes keys ------------------------------------------------------------------------ */

enum { NO_REASON, REASON };

static const char head_says[] = "Person: head\nIn: mishu\nName-zh: 赵科\nRole: head zfb\n";

/* Asks for the record of head with these keys; the gate stands at noon on 25 November. */
static const struct {
	const char *actor, *signer;
	int reason;
	const char *keys[3]; /* NAME BY FROM [TO] */
	const char *why; /* NULL: allowed */
} changes[] = {
#define KEPT "HEAD admin 2026-11-24T00:00:00+08:00 2026-11-30T23:59:59+08:00"
	{"admin", NULL, NO_REASON, {KEPT, "NEW admin 2026-11-25T12:00:00+08:00"}, NULL},
	{"admin", NULL, NO_REASON, {KEPT, "NEW admin 2026-11-25T00:00:00+08:00"}, NULL},
	{"admin", NULL, NO_REASON, {KEPT, "NEW admin 2027-01-01T00:00:00+08:00"}, NULL},
	/* by oneself, with a key of one's own */
	{"head", "HEAD", NO_REASON, {KEPT, "NEW head 2026-11-25T12:00:00+08:00"}, NULL},
	{"head", NULL, NO_REASON, {KEPT, "NEW head 2026-11-25T12:00:00+08:00"},
		"changed by an administrator; head is none"},
	{"clerk", "CLERK", NO_REASON, {KEPT, "NEW clerk 2026-11-25T12:00:00+08:00"},
		"changed by an administrator; clerk is none"},
	{"head", "CLERK", NO_REASON, {KEPT, "NEW head 2026-11-25T12:00:00+08:00"},
		"which is clerk's and not head's"},
	/* ending */
	{"head", "HEAD", NO_REASON,
		{"HEAD admin 2026-11-24T00:00:00+08:00 2026-11-25T12:00:00+08:00"}, NULL},
	{"admin", NULL, REASON, {"HEAD admin 2026-11-24T00:00:00+08:00 2026-11-25T12:00:00+08:00"},
		NULL},
	{"admin", NULL, NO_REASON,
		{"HEAD admin 2026-11-24T00:00:00+08:00 2026-11-25T12:00:00+08:00"},
		"say why you end it"},
	{"admin", NULL, REASON, {"HEAD admin 2026-11-24T00:00:00+08:00 2026-11-25T11:55:00+08:00"},
		NULL},
	{"admin", NULL, REASON, {"HEAD admin 2026-11-24T00:00:00+08:00 2026-11-25T11:54:59+08:00"},
		"not ended for the past"},
	{"admin", NULL, REASON, {"HEAD admin 2026-11-24T00:00:00+08:00 2026-12-30T23:59:59+08:00"},
		"not taken up again"},
	{"admin", NULL, REASON, {"HEAD admin 2026-11-24T00:00:00+08:00"}, "not taken up again"},
	/* what was put in stays */
	{"admin", NULL, REASON, {NULL}, "never taken out"},
	{"admin", NULL, REASON, {"HEAD clerk 2026-11-24T00:00:00+08:00 2026-11-30T23:59:59+08:00"},
		"stays as it was put in"},
	{"admin", NULL, REASON, {"HEAD admin 2026-11-23T00:00:00+08:00 2026-11-30T23:59:59+08:00"},
		"stays as it was put in"},
	{"admin", NULL, REASON, {"NEW admin 2026-11-24T00:00:00+08:00 2026-11-30T23:59:59+08:00"},
		"stays as it was put in"},
	/* what is put in */
	{"admin", NULL, NO_REASON, {KEPT, "NEW head 2026-11-25T12:00:00+08:00"},
		"put in by admin, not by head"},
	{"admin", NULL, NO_REASON, {KEPT, "NEW admin 2026-11-24T11:59:59+08:00"},
		"before the day it is put in"},
	{"admin", NULL, NO_REASON,
		{KEPT, "NEW admin 2026-11-25T12:00:00+08:00 2026-11-25T11:00:00+08:00"},
		"ends before it begins"},
	{"admin", NULL, NO_REASON, {KEPT, "CLERK admin 2026-11-25T12:00:00+08:00"},
		"is clerk's already, and a key is one person's"},
	{"admin", NULL, NO_REASON, {KEPT, "HEAD admin 2026-11-25T12:00:00+08:00"},
		"stands there twice"},
	{"admin", NULL, NO_REASON,
		{KEPT, "NEW admin 2026-11-25T12:00:00+08:00",
			"NEW admin 2026-11-25T12:00:00+08:00"},
		"stands there twice"},
	{"admin", NULL, NO_REASON, {KEPT, "NOW admin 2026-11-25T12:00:00+08:00"},
		"is the site's own"},
	{"admin", NULL, NO_REASON, {KEPT, "OLD admin 2026-11-25T12:00:00+08:00"},
		"is the site's own"},
#undef KEPT
};

static char *with_keys(size_t i)
{
	struct str text = {0};

	str_add(&text, head_says);
	add_keys(&text, changes[i].keys);
	return str_detach(&text);
}

static bool ask_put(const struct gate *gate, const char *before, const char *actor,
	const char *signer, struct decision *d, struct err *err)
{
	char print[KEY_PRINT_SIZE];

	d->subject = SUBJECT_PERSON;
	d->id = xstrdup("head");
	d->action = xstrdup(ACTION_PUT);
	d->actor = xstrdup(actor);
	d->signer = signer != NULL ? xstrdup(print_of(signer, print)) : NULL;
	d->at = gate->now;
	return workflow_admit_org(&gate->office, before, d, gate->now, err);
}

static void test_who_changes_keys(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	give_keys(&gate);
	gate.now = gate_noon("2026-11-25");
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct decision d = {.record = with_keys(i),
			.comment = changes[i].reason ? xstrdup("丢失") : NULL};
		struct str before = {0};
		struct err err = {0};
		bool ok;

		person_print(org_person(&gate.office.org, "head"), &before);
		ok = ask_put(
			&gate, str_get(&before), changes[i].actor, changes[i].signer, &d, &err);
		if (changes[i].why == NULL ? !ok : ok || strstr(err.text, changes[i].why) == NULL)
			fail_msg("%zu: %s", i, ok ? "allowed" : err.text);
		decision_release(&d);
		str_release(&before);
	}
	gate_close(&gate);
}

/* Back-dating does not help: the site's time rules. */
static void test_no_key_ends_in_a_claimed_past(void **state)
{
	char *line = key_line("HEAD admin 2026-11-24T00:00:00+08:00 2026-11-24T12:00:00+08:00");
	struct decision d = {
		.subject = SUBJECT_PERSON, .record = xasprintf("%s%s\n", head_says, line)};
	char print[KEY_PRINT_SIZE];
	struct str before = {0};
	struct err err = {0};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	give_keys(&gate);
	d.id = xstrdup("head");
	d.action = xstrdup(ACTION_PUT);
	d.actor = xstrdup("head");
	d.signer = xstrdup(print_of("HEAD", print));
	d.at = gate_noon("2026-11-24");
	person_print(org_person(&gate.office.org, "head"), &before);
	assert_false(workflow_admit_org(
		&gate.office, str_get(&before), &d, gate_noon("2026-11-25"), &err));
	assert_non_null(strstr(err.text, "not ended for the past"));
	str_release(&before);
	decision_release(&d);
	gate_close(&gate);
	free(line);
}

/* -- The site's own -------------------------------------------------------------------------- */

static const struct {
	const char *actor, *signer, *action;
	const char *keys[3]; /* NAME BY FROM [TO] */
	const char *why;
} successions[] = {
#define OLD "OLD site 2026-11-01T00:00:00+08:00 2026-11-20T00:00:00+08:00"
#define ENDED "NOW admin 2026-11-20T00:00:00+08:00 2026-11-25T12:00:00+08:00"
	{"admin", NULL, ACTION_ROTATE, {OLD, ENDED, "NEW admin 2026-11-25T12:00:00+08:00"}, NULL},
	{"admin", "ADMIN", ACTION_REPLACE, {OLD, ENDED, "NEW admin 2026-11-25T12:00:00+08:00"},
		NULL},
	{"admin", NULL, ACTION_REPLACE, {OLD, ENDED, "NEW admin 2026-11-25T12:00:00+08:00"},
		"signs with a key of their own"},
	{"admin", "ADMIN", ACTION_ROTATE, {OLD, ENDED, "NEW admin 2026-11-25T12:00:00+08:00"},
		"changed by a decision that the old one signs"},
	{"head", NULL, ACTION_ROTATE, {OLD, ENDED, "NEW head 2026-11-25T12:00:00+08:00"},
		"head is none"},
	{"head", "HEAD", ACTION_REPLACE, {OLD, ENDED, "NEW head 2026-11-25T12:00:00+08:00"},
		"head is none"},
	{"admin", NULL, ACTION_PUT, {OLD, ENDED, "NEW admin 2026-11-25T12:00:00+08:00"},
		"'put' is not done to that"},
	{"admin", NULL, ACTION_ROTATE, {OLD, ENDED}, "exactly one new key"},
	{"admin", NULL, ACTION_ROTATE, {ENDED, "NEW admin 2026-11-25T12:00:00+08:00"},
		"exactly one new key"},
	{"admin", NULL, ACTION_ROTATE, {OLD, ENDED, "NEW admin 2026-11-25T12:00:01+08:00"},
		"begins when the one"},
	{"admin", NULL, ACTION_ROTATE,
		{OLD, "NOW admin 2026-11-20T00:00:00+08:00 2026-11-25T11:00:00+08:00",
			"NEW admin 2026-11-25T11:00:00+08:00"},
		"changes at once"},
	{"admin", NULL, ACTION_ROTATE,
		{OLD, "NOW admin 2026-11-20T00:00:00+08:00 2026-11-25T13:00:00+08:00",
			"NEW admin 2026-11-25T13:00:00+08:00"},
		"changes at once"},
	{"admin", NULL, ACTION_ROTATE, {OLD, ENDED, "CLERK admin 2026-11-25T12:00:00+08:00"},
		"is clerk's already"},
	{"admin", NULL, ACTION_ROTATE, {OLD, ENDED, "NOW admin 2026-11-25T12:00:00+08:00"},
		"stands there twice"},
	{"admin", NULL, ACTION_ROTATE,
		{"OLD site 2026-11-01T00:00:00+08:00 2026-11-21T00:00:00+08:00", ENDED,
			"NEW admin 2026-11-25T12:00:00+08:00"},
		"not taken up again"},
#undef OLD
#undef ENDED
};

static char *site_record(size_t i)
{
	struct str text = {0};

	str_add(&text, "Site: site\n");
	add_keys(&text, successions[i].keys);
	return str_detach(&text);
}

static void test_the_sites_succession(void **state)
{
	char *admin = key_line("ADMIN admin 2026-11-23T00:00:00+08:00");
	struct gate gate;

	(void)state;
	gate_open(&gate);
	give_keys(&gate);
	gate_add(&gate, "admin", admin);
	gate.now = gate_noon("2026-11-25");
	for (size_t i = 0; i < COUNT(successions); i++) {
		char print[KEY_PRINT_SIZE];
		struct decision d = {.subject = SUBJECT_SITE,
			.id = xstrdup(ACTOR_SITE),
			.action = xstrdup(successions[i].action),
			.actor = xstrdup(successions[i].actor),
			.record = site_record(i),
			.at = gate.now};
		struct err err = {0};
		bool ok;

		if (successions[i].signer != NULL)
			d.signer = xstrdup(print_of(successions[i].signer, print));
		ok = workflow_admit_org(&gate.office, NULL, &d, gate.now, &err);
		if (successions[i].why == NULL ? !ok
					       : ok || strstr(err.text, successions[i].why) == NULL)
			fail_msg("%zu: %s", i, ok ? "allowed" : err.text);
		decision_release(&d);
	}
	free(admin);
	gate_close(&gate);
}

/* -- For stock tools --------------------------------------------------------------------------- */

static void test_allowed_signers(void **state)
{
	struct str out = {0};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	give_keys(&gate);
	signers_print(&gate.office.org, &out);
	assert_string_equal(str_get(&out),
		"site@gongkai namespaces=\"git,gongkai-anchor\",valid-after=\"20261031160000Z\","
		"valid-before=\"20261119160500Z\" ssh-ed25519 OLD\n"
		"site@gongkai namespaces=\"git,gongkai-anchor\",valid-after=\"20261119160000Z\" "
		"ssh-ed25519 NOW\n"
		"clerk@gongkai namespaces=\"git\",valid-after=\"20261122160000Z\" "
		"ssh-ed25519 CLERK\n"
		"head@gongkai namespaces=\"git\",valid-after=\"20261123160000Z\","
		"valid-before=\"20261130160459Z\" ssh-ed25519 HEAD\n");
	/* Who left signs no more, whatever their key says. */
	gate_put(&gate, SUBJECT_PERSON,
		"Person: clerk\nIn: mishu\nName-zh: 陈立\nTo: 2026-11-24\n"
		"Key: P ssh-ed25519 CLERK admin 2026-11-23T00:00:00+08:00\n");
	str_clear(&out);
	signers_print(&gate.office.org, &out);
	assert_non_null(
		strstr(str_get(&out), "valid-before=\"20261124160000Z\" ssh-ed25519 CLERK"));
	str_release(&out);
	gate_close(&gate);
}

/* -- A step that asks for a key of one's own --------------------------------------------------- */

static void test_the_guard(void **state)
{
	static const struct patch patch = {
		"gongwen.csv", "section,pass,secrecy,head,,", "section,pass,secrecy,head,,own-key"};
	char print[KEY_PRINT_SIZE];
	struct possibility *options;
	struct asker asker = {0};
	struct gate gate;
	size_t n;

	(void)state;
	gate_open_with(&gate, &patch, 1);
	give_keys(&gate);
	gate.now = gate_noon("2026-11-25");
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_refused(&gate, ACT(&gate, "head", "pass"),
		"'Pass' must be signed with a key of head's own, not by the site");
	asker.person = org_person(&gate.office.org, "head");
	asker.now = gate.now;
	for (int with = 0; with < 2; with++) {
		asker.signer = with ? print_of("HEAD", print) : NULL;
		n = workflow_options(&gate.office, &gate.doc, &asker, &options);
		for (size_t i = 0; i < n; i++) {
			bool is_it = strcmp(options[i].action->code, "pass") == 0;

			assert_int_equal(options[i].needs_key, is_it);
			if (is_it && options[i].is_open != (with == 1))
				fail_msg("%d: %s", with, options[i].why.text);
			if (is_it && !with)
				assert_non_null(strstr(options[i].why.text, "--key"));
		}
		free(options);
	}
	gate_refused(&gate, ACT(&gate, "head", "pass", .signer = print_of("CLERK", print)),
		"which is clerk's and not head's");
	gate_done(&gate, ACT(&gate, "head", "pass", .signer = print_of("HEAD", print)));
	assert_string_equal(gate.doc.state, "secrecy");
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_of_a_record),
		cmocka_unit_test(test_no_site_without_a_key),
		cmocka_unit_test(test_both_ends_are_included),
		cmocka_unit_test(test_whose_signature_counts),
		cmocka_unit_test(test_who_changes_keys),
		cmocka_unit_test(test_no_key_ends_in_a_claimed_past),
		cmocka_unit_test(test_the_sites_succession),
		cmocka_unit_test(test_allowed_signers),
		cmocka_unit_test(test_the_guard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

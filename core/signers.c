/* SPDX-License-Identifier: MIT */
#include "core/signers.h"

#include <string.h>

#include "core/i18n.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

const struct person *signers_owner(
	const struct org *org, const char *print, const struct signing_key **key)
{
	for (size_t i = 0; i < org->person_count; i++) {
		*key = key_list_find(&org->persons[i].keys, print);
		if (*key != NULL)
			return &org->persons[i];
	}
	*key = NULL;
	return NULL;
}

/* -- Signing ----------------------------------------------------------------------------------- */

static bool check_time(const struct signing_key *key, struct stamp at, struct err *err)
{
	char moment[STAMP_SIZE];

	if (at.time < key->from.time)
		return err_set(err, ERR_REFUSED,
			_("it is signed with the key %s, which is not valid before %s"), key->print,
			stamp_format(key->from, moment));
	if (key->to.time != 0 && at.time > key->to.time)
		return err_set(err, ERR_REFUSED,
			_("it is signed with the key %s, which ended at %s"), key->print,
			stamp_format(key->to, moment));
	return true;
}

bool signers_check(
	const struct org *org, const struct decision *decision, struct stamp now, struct err *err)
{
	const char *print = decision->signer;
	const struct signing_key *key;
	const struct person *owner;

	if (print == NULL)
		return true;
	owner = signers_owner(org, print, &key);
	if (owner == NULL && key_list_find(&org->site, print) != NULL)
		return err_set(err, ERR_REFUSED,
			_("it is signed with the key %s of the site, which is not its key now"),
			print);
	if (owner == NULL)
		return err_set(err, ERR_REFUSED,
			_("it is signed with a key that may not sign here: %s"), print);
	if (!str_eq(owner->id, decision->actor))
		return err_set(err, ERR_REFUSED,
			_("it is signed with the key %s, which is %s's and not %s's"), print,
			owner->id, decision->actor);
	return check_time(key, now, err) && check_time(key, decision->at, err);
}

/* -- Changes ----------------------------------------------------------------------------------- */

static bool is_same(const struct signing_key *a, const struct signing_key *b)
{
	return str_eq(a->print, b->print) && str_eq(a->line, b->line) && str_eq(a->by, b->by) &&
	       a->from.time == b->from.time && a->from.offset == b->from.offset;
}

static bool check_kept(const struct key_change *change, size_t i, struct err *err)
{
	const struct signing_key *was = &change->was->v[i], *is = &change->is->v[i];

	if (!is_same(was, is))
		return err_set(err, ERR_REFUSED,
			_("the key %s stays as it was put in: it can only be ended"), was->print);
	if (was->to.time == is->to.time && was->to.offset == is->to.offset)
		return true;
	if (is->to.time == 0 || (was->to.time != 0 && is->to.time > was->to.time))
		return err_set(err, ERR_REFUSED,
			_("the key %s ended, and is not taken up again: put in a new one"),
			was->print);
	if (is->to.time + KEY_GRACE < change->now.time)
		return err_set(err, ERR_REFUSED,
			_("a key is not ended for the past: what it signed is decided; end %s from "
			  "now on, and look at what it signed (`gongkai log`)"),
			was->print);
	if (!str_eq(change->owner, change->actor) && change->reason == NULL)
		return err_set(err, ERR_REFUSED,
			_("the key %s is %s's: say why you end it (--reason)"), was->print,
			change->owner);
	return true;
}

/* The line is sound, the fingerprint is its, and no one has or had the key. */
static bool check_new(const struct org *org, const struct signing_key *key, struct err *err)
{
	const struct signing_key *other;
	const struct person *owner;
	char print[KEY_PRINT_SIZE];

	if (!key_print(key->line, print, err))
		return false;
	if (strcmp(print, key->print) != 0)
		return err_set(err, ERR_REFUSED, _("%s is not the fingerprint of its key: %s is"),
			key->print, print);
	owner = signers_owner(org, print, &other);
	if (owner != NULL)
		return err_set(err, ERR_REFUSED,
			_("the key %s is %s's already, and a key is one person's"), print,
			owner->id);
	if (key_list_find(&org->site, print) != NULL)
		return err_set(err, ERR_REFUSED, _("the key %s is the site's own"), print);
	return true;
}

static bool check_added(const struct org *org, const struct signing_key *key,
	const struct key_change *change, struct err *err)
{
	if (!str_eq(key->by, change->actor))
		return err_set(err, ERR_REFUSED, _("the key %s is put in by %s, not by %s"),
			key->print, change->actor, key->by);
	if (key->from.time + DAY_SECONDS < change->now.time)
		return err_set(err, ERR_REFUSED,
			_("a key cannot be valid from before the day it is put in"));
	if (key->to.time != 0 && key->to.time < key->from.time)
		return err_set(err, ERR_REFUSED, _("the key %s ends before it begins"), key->print);
	return check_new(org, key, err);
}

bool signers_check_change(const struct org *org, const struct key_change *change, struct err *err)
{
	const struct key_list *was = change->was, *is = change->is;

	if (is->n < was->n)
		return err_set(err, ERR_REFUSED, _("a key is never taken out: it ends"));
	for (size_t i = 0; i < was->n; i++) {
		if (!check_kept(change, i, err))
			return false;
	}
	for (size_t i = was->n; i < is->n; i++) {
		const struct key_list before = {is->v, i};

		if (key_list_find(&before, is->v[i].print) != NULL)
			return err_set(err, ERR_REFUSED, _("the key %s stands there twice"),
				is->v[i].print);
		if (!check_added(org, &is->v[i], change, err))
			return false;
	}
	return true;
}

static bool check_succession(const struct key_change *change, struct stamp at, struct err *err)
{
	const struct key_list *was = change->was, *is = change->is;
	const struct signing_key *old = key_list_last(was), *new = key_list_last(is);

	if (is->n != was->n + 1 || old == NULL)
		return err_set(err, ERR_REFUSED, _("the site gets exactly one new key"));
	if (is->v[was->n - 1].to.time != new->from.time || new->to.time != 0)
		return err_set(err, ERR_REFUSED,
			_("the site's new key begins when the one before ends, and has no end"));
	if (new->from.time > at.time || new->from.time + KEY_GRACE < change->now.time)
		return err_set(err, ERR_REFUSED, _("the site's key changes at once"));
	return starts_with(new->line, "ssh-ed25519 ") ||
	       err_set(err, ERR_REFUSED, _("the site's key is of the type ssh-ed25519"));
}

bool signers_check_site(
	const struct org *org, const struct decision *decision, struct stamp now, struct err *err)
{
	bool replaces = str_eq(decision->action, ACTION_REPLACE);
	struct key_list is = {0};
	struct key_change change = {.was = &org->site,
		.is = &is,
		.owner = decision->actor,
		.actor = decision->actor,
		.now = now};
	bool ok;

	if (!str_eq(decision->id, ACTOR_SITE))
		return err_set(err, ERR_REFUSED, _("there is no other site than this"));
	/* What the old key signs it vouches for; without it a person must, by what they alone have.
	 */
	if (replaces && decision->signer == NULL)
		return err_set(err, ERR_REFUSED,
			_("the site's key is replaced by an administrator who signs with a key of "
			  "their own: name it with --key"));
	if (!replaces && decision->signer != NULL)
		return err_set(err, ERR_REFUSED,
			_("the site's key is changed by a decision that the old one signs"));
	ok = site_keys_parse(&is, decision->record, err) &&
	     check_succession(&change, decision->at, err) &&
	     signers_check_change(org, &change, err);
	key_list_release(&is);
	return ok;
}

/* -- For stock tools --------------------------------------------------------------------------- */

/* "20260105010000Z": in UTC, so that it means the same wherever it is read. */
static void add_moment(struct str *out, const char *option, int64_t time)
{
	struct stamp utc = {.time = time};
	char text[STAMP_SIZE];

	stamp_format(utc, text);
	str_addf(out, ",%s=\"%.4s%.2s%.2s%.2s%.2s%.2sZ\"", option, text, text + 5, text + 8,
		text + 11, text + 14, text + 17);
}

static void add_line(struct str *out, const char *who, const char *uses,
	const struct signing_key *key, int64_t end)
{
	str_addf(out, "%s@gongkai namespaces=\"%s\"", who, uses);
	add_moment(out, "valid-after", key->from.time);
	if (end != INT64_MAX)
		add_moment(out, "valid-before", end);
	str_addf(out, " %s\n", key->line);
}

static int64_t end_of(const struct signing_key *key)
{
	return key->to.time != 0 ? key->to.time + KEY_GRACE : INT64_MAX;
}

/* Whose last day is over signs no more: the end of that day, where the key was put in. */
static int64_t end_with(const struct signing_key *key, const struct person *person)
{
	int64_t end = end_of(key), last;

	if (person->to == DAY_NONE)
		return end;
	last = day_seconds(person->to + 1) - key->from.offset * INT64_C(60);
	return last < end ? last : end;
}

void signers_print(const struct org *org, struct str *out)
{
	for (size_t i = 0; i < org->site.n; i++)
		add_line(out, ACTOR_SITE, "git,gongkai-anchor", &org->site.v[i],
			end_of(&org->site.v[i]));
	for (size_t i = 0; i < org->person_count; i++) {
		const struct person *person = &org->persons[i];

		for (size_t k = 0; k < person->keys.n; k++)
			add_line(out, person->id, "git", &person->keys.v[k],
				end_with(&person->keys.v[k], person));
	}
}

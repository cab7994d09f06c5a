/* SPDX-License-Identifier: MIT */
/* Units, people and packs: who may change them, and how the office becomes another by it. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/mem.h"
#include "core/signers.h"
#include "core/text.h"
#include "core/workflow.h"

enum { NAME_MAX_CHARS = 100 };

void office_release(struct office *office)
{
	pack_free(office->pack);
	org_release(&office->org);
	*office = (struct office){0};
}

const struct role *office_administers(
	const struct office *office, const struct person *person, int day)
{
	for (size_t i = 0; person_is_live(person, day) && i < person->post_count; i++) {
		const struct role *role = pack_role(office->pack, person->posts[i].role);

		if (role != NULL && role->administers)
			return role;
	}
	return NULL;
}

static bool anybody_administers(const struct office *office, int day)
{
	for (size_t i = 0; i < office->org.person_count; i++) {
		if (office_administers(office, &office->org.persons[i], day) != NULL)
			return true;
	}
	return false;
}

/* -- Who may ----------------------------------------------------------------------------------- */

/* A delegation is its giver's own act: everything else of the record stays as it was. */
static bool is_own_delegation(const struct decision *decision, const char *before)
{
	struct person was = {0}, is = {0};
	struct str a = {0}, b = {0};
	struct err err;
	bool own = false;

	if (decision->subject == SUBJECT_PERSON && before != NULL && decision->record != NULL &&
		str_eq(decision->actor, decision->id) && person_parse(&was, before, &err) &&
		person_parse(&is, decision->record, &err) &&
		is.delegation_count == was.delegation_count + 1) {
		struct delegation added = is.delegations[--is.delegation_count];

		person_print(&was, &a);
		person_print(&is, &b);
		own = str_eq(str_get(&a), str_get(&b));
		is.delegations[is.delegation_count++] = added;
	}
	str_release(&a);
	str_release(&b);
	person_release(&was);
	person_release(&is);
	return own;
}

/* Whoever signs with a key of theirs may add to their own keys and end them: everything else of the
 * record stays as it was. */
static bool is_own_keys(const struct decision *decision, const char *before)
{
	struct person was = {0}, is = {0};
	struct str a = {0}, b = {0};
	struct err err;
	bool own = false;

	if (decision->subject == SUBJECT_PERSON && before != NULL && decision->record != NULL &&
		decision->signer != NULL && str_eq(decision->actor, decision->id) &&
		person_parse(&was, before, &err) && person_parse(&is, decision->record, &err)) {
		key_list_release(&was.keys);
		key_list_release(&is.keys);
		person_print(&was, &a);
		person_print(&is, &b);
		own = str_eq(str_get(&a), str_get(&b));
	}
	str_release(&a);
	str_release(&b);
	person_release(&was);
	person_release(&is);
	return own;
}

static bool may_change(const struct office *office, const char *before,
	const struct decision *decision, int day, const char **role, struct err *err)
{
	const struct person *person = org_person(&office->org, decision->actor);
	const struct role *administers;

	*role = ROLE_SYSTEM;
	if (strcmp(decision->actor, ACTOR_SITE) == 0) {
		if (!anybody_administers(office, day))
			return true;
		return err_set(err, ERR_REFUSED,
			_("somebody administers this store; units, people and packs are theirs to "
			  "change"));
	}
	if (person == NULL || !person_is_live(person, day))
		return err_set(
			err, ERR_REFUSED, _("nobody named '%s' works here today"), decision->actor);
	administers = office_administers(office, person, day);
	if (administers != NULL) {
		*role = administers->code;
		return true;
	}
	if (is_own_delegation(decision, before) || is_own_keys(decision, before)) {
		*role = "person";
		return true;
	}
	return err_set(err, ERR_REFUSED,
		_("units, people and packs are changed by an administrator; "
		  "%s is none"),
		decision->actor);
}

/* -- What may stand in a record ---------------------------------------------------------------- */

static bool check_names(const struct name *name, const char *id, struct err *err)
{
	bool any = false;

	for (int i = 0; i < LANG_COUNT; i++) {
		if (name->in[i] == NULL)
			continue;
		any = true;
		if (!text_check_line(_("the name"), name->in[i], NAME_MAX_CHARS, err))
			return false;
	}
	return any || err_set(err, ERR_REFUSED, _("'%s' needs a name"), id);
}

static bool check_delegation(const struct office *office, const struct person *person,
	const struct delegation *d, struct err *err)
{
	const struct person *acting_for;

	if (d->last < d->first)
		return err_set(
			err, ERR_REFUSED, _("the delegation to %s ends before it begins"), d->to);
	if (org_person(&office->org, d->to) == NULL)
		return err_set(err, ERR_REFUSED, _("there is no person '%s'"), d->to);
	if (str_eq(d->to, person->id))
		return err_set(err, ERR_REFUSED, _("%s cannot delegate to themselves"), person->id);
	if (!text_check_line(_("the reason of the delegation"), d->reason, NAME_MAX_CHARS, err))
		return false;
	if (!org_holds(&office->org, person, d->role, d->unit, d->first, &acting_for) ||
		acting_for != NULL)
		return err_set(err, ERR_REFUSED, _("%s is not %s of %s and cannot delegate that"),
			person->id, d->role, d->unit);
	return true;
}

/* What was allowed once stands as it was, though its giver may hold the post no more. */
static bool had_delegation(const struct person *was, const struct delegation *d)
{
	for (size_t i = 0; i < was->delegation_count; i++) {
		const struct delegation *old = &was->delegations[i];

		if (str_eq(old->to, d->to) && str_eq(old->role, d->role) &&
			str_eq(old->unit, d->unit) && old->first == d->first &&
			old->last == d->last && str_eq(old->reason, d->reason))
			return true;
	}
	return false;
}

/* What a decision makes of the record of a person, a unit or the site. */
struct amendment {
	const char *before; /* the record so far, or NULL */
	const struct decision *decision;
	struct stamp now;
};

static bool check_person_record(const struct office *office, const struct amendment *a,
	struct person *person, struct err *err)
{
	struct person was = {0};
	struct key_change keys = {.was = &was.keys,
		.is = &person->keys,
		.owner = person->id,
		.actor = a->decision->actor,
		.reason = a->decision->comment,
		.now = a->now};
	bool ok = true;

	if (str_eq(person->id, ACTOR_SITE))
		return err_set(err, ERR_REFUSED, _("'%s' is the program itself"), person->id);
	if (!check_names(&person->name, person->id, err))
		return false;
	if (person->login != NULL && !text_check_line(_("the login"), person->login, 32, err))
		return false;
	for (size_t i = 0; i < person->post_count; i++) {
		if (pack_role(office->pack, person->posts[i].role) == NULL)
			return err_set(err, ERR_REFUSED, _("the pack has no role '%s'"),
				person->posts[i].role);
	}
	if (a->before != NULL && !person_parse(&was, a->before, err))
		return false;
	ok = signers_check_change(&office->org, &keys, err);
	for (size_t i = 0; ok && i < person->delegation_count; i++)
		ok = had_delegation(&was, &person->delegations[i]) ||
		     check_delegation(office, person, &person->delegations[i], err);
	person_release(&was);
	return ok;
}

/* What cannot be applied is never admitted. */
static bool check_record(const struct office *office, const struct amendment *a, struct err *err)
{
	const struct decision *decision = a->decision;
	struct person person = {0};
	struct unit unit = {0};
	bool ok = false;

	if (decision->record == NULL)
		return err_set(err, ERR_REFUSED, _("the decision has no record"));
	if (decision->subject == SUBJECT_SITE)
		return signers_check_site(&office->org, decision, a->now, err);
	if (decision->subject == SUBJECT_PERSON) {
		ok = person_parse(&person, decision->record, err) &&
		     check_person_record(office, a, &person, err);
		if (ok && !str_eq(person.id, decision->id))
			ok = err_set(err, ERR_REFUSED, _("the record is another person's"));
		ok = ok && org_check_person(&office->org, &person, err);
		person_release(&person);
	} else {
		ok = unit_parse(&unit, decision->record, err) &&
		     check_names(&unit.name, unit.id, err);
		if (ok && !str_eq(unit.id, decision->id))
			ok = err_set(err, ERR_REFUSED, _("the record is another unit's"));
		ok = ok && org_check_unit(&office->org, &unit, err);
		unit_release(&unit);
	}
	return ok;
}

/* As for papers: the trailers follow behind a blank line. */
static bool check_comment(const char *comment, struct err *err)
{
	if (comment != NULL && (*comment == '\0' || comment[strlen(comment) - 1] == '\n'))
		return err_set(err, ERR_INPUT, _("the comment ends in a blank line"));
	return law_check_words(_("the comment"), comment, REASON_MAX, err);
}

static bool is_action(const struct decision *d)
{
	if (d->subject == SUBJECT_SITE)
		return str_eq(d->action, ACTION_ROTATE) || str_eq(d->action, ACTION_REPLACE);
	return str_eq(d->action, d->subject == SUBJECT_PACK ? ACTION_ADOPT : ACTION_PUT);
}

static bool has_paper_trailers(const struct decision *d)
{
	return d->from != NULL || d->to != NULL || d->attribute != NULL || d->grounds.n > 0 ||
	       d->acting_for != NULL || d->code != NULL || d->named != NULL ||
	       d->content[0] != '\0';
}

bool workflow_admit_org(const struct office *office, const char *before, struct decision *decision,
	struct stamp now, struct err *err)
{
	const struct amendment amendment = {before, decision, now};
	bool settled = decision->record_sha256[0] != '\0';
	char sha256[HASH_HEX + 1];
	const char *role;

	if (!signers_check(&office->org, decision, now, err) ||
		!may_change(office, before, decision, stamp_day(now), &role, err))
		return false;
	if (decision->subject == SUBJECT_DOCUMENT)
		return err_set(err, ERR_REFUSED, _("that is a document"));
	if (!is_action(decision))
		return err_set(err, ERR_REFUSED, _("'%s' is not done to that"), decision->action);
	if (has_paper_trailers(decision))
		return err_set(err, ERR_REFUSED,
			_("the decision says what only one about a document says"));
	if (!check_comment(decision->comment, err) ||
		(decision->subject != SUBJECT_PACK && !check_record(office, &amendment, err)))
		return false;
	hash_hex(decision->record, decision->record != NULL ? strlen(decision->record) : 0, sha256);
	if (settled &&
		(!str_eq(decision->role, role) || !str_eq(decision->pack, office->pack->id) ||
			strcmp(decision->record_sha256, sha256) != 0))
		return err_set(err, ERR_REFUSED,
			_("the decision's Role, Pack or Record is not what the law gives"));
	if (!settled) {
		set_str(&decision->role, role);
		set_str(&decision->pack, office->pack->id);
		memcpy(decision->record_sha256, sha256, sizeof(sha256));
	}
	return true;
}

bool office_apply(struct office *office, const struct decision *decision, struct err *err)
{
	struct person person = {0};
	struct unit unit = {0};
	bool ok;

	if (decision->subject == SUBJECT_SITE)
		return site_keys_parse(&office->org.site, decision->record, err);
	if (decision->subject == SUBJECT_UNIT) {
		ok = unit_parse(&unit, decision->record, err) &&
		     org_put_unit(&office->org, &unit, err);
		unit_release(&unit);
	} else {
		ok = person_parse(&person, decision->record, err) &&
		     org_put_person(&office->org, &person, err);
		person_release(&person);
	}
	return ok;
}

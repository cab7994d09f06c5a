/* SPDX-License-Identifier: MIT */
#include "core/session.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

const struct office *session_office(const struct session *session)
{
	return store_office(session->store);
}

const struct person *session_person(const struct session *session)
{
	return org_person(&session_office(session)->org, session->person);
}

struct stamp session_now(const struct session *session)
{
	return store_now(session->store);
}

int session_today(const struct session *session)
{
	return stamp_day(store_now(session->store));
}

bool session_administers(const struct session *session)
{
	const struct person *me = session_person(session);

	return me != NULL &&
	       office_administers(session_office(session), me, session_today(session)) != NULL;
}

static bool nobody(const struct office *office, const char *person, int today, struct err *err)
{
	struct strv ids = {0};
	char *joined;

	for (size_t i = 0; i < office->org.person_count; i++) {
		if (person_is_live(&office->org.persons[i], today))
			strv_add(&ids, office->org.persons[i].id);
	}
	joined = strv_join(&ids, ", ");
	err_set(err, ERR_NOT_FOUND, _("nobody named '%s' works here; there are: %s"), person,
		joined);
	free(joined);
	strv_release(&ids);
	return false;
}

/* What the person may see today; of somebody who has left, what everybody may. */
static void look_around(struct session *session)
{
	const struct person *me = session_person(session);

	session->seen_on = session_today(session);
	scope_release(&session->scope);
	if (me != NULL && person_is_live(me, session->seen_on))
		access_scope(session_office(session), me, session->seen_on, &session->scope);
}

bool session_open(struct session *session, struct store *store, const char *person, struct err *err)
{
	const struct office *office = store_office(store);
	const struct person *found = org_person(&office->org, person);
	int today = stamp_day(store_now(store));

	*session = (struct session){.store = store};
	if (found == NULL || !person_is_live(found, today))
		return nobody(office, person, today, err);
	session->person = xstrdup(found->id);
	look_around(session);
	return true;
}

void session_open_site(struct session *session, struct store *store)
{
	*session = (struct session){.store = store, .person = xstrdup(ACTOR_SITE)};
}

void session_release(struct session *session)
{
	scope_release(&session->scope);
	free(session->person);
	*session = (struct session){0};
}

bool session_refresh(struct session *session, bool *changed, struct err *err)
{
	bool any = false;

	if (!store_refresh(session->store, &any, err))
		return false;
	if (changed != NULL)
		*changed = any;
	if (any || session->seen_on != session_today(session))
		look_around(session);
	if (session->looked != 0)
		session_keep_time(session);
	return true;
}

int session_tick_fd(const struct session *session)
{
	return store_tick_fd(session->store);
}

void session_tick_clear(struct session *session)
{
	store_tick_clear(session->store);
}

/* -- Units, people, packs ---------------------------------------------------------------------- */

/* Puts a record of a person, unit or pack in (an adoption's record is the store's to make). */
/* A decision on a person, a unit or a pack. */
struct putting {
	enum subject subject;
	const char *id, *record, *reason;
	const struct content *content;
};

static bool put(struct session *session, const struct putting *what, struct err *err)
{
	struct decision decision = {.subject = what->subject}, latest = {0};
	bool ok;

	ok = store_subject(session->store, what->subject, what->id, &latest, &decision.prev,
		decision.prev_sha256, err);
	if (ok) {
		decision.id = xstrdup(what->id);
		decision.action =
			xstrdup(what->subject == SUBJECT_PACK ? ACTION_ADOPT : ACTION_PUT);
		decision.actor = xstrdup(session->person);
		decision.record = xstrdup(what->record);
		decision.comment = xstrdup(what->reason);
		decision.request = request_new();
		decision.at = store_now(session->store);
		ok = store_submit(session->store, &decision, what->content, NULL, err);
	}
	if (ok)
		look_around(session);
	decision_release(&latest);
	decision_release(&decision);
	return ok;
}

bool session_put_unit(struct session *session, const struct unit *unit, struct err *err)
{
	struct str text = {0};
	bool ok;

	unit_print(unit, &text);
	ok = put(session, &(struct putting){SUBJECT_UNIT, unit->id, str_get(&text), NULL, NULL},
		err);
	str_release(&text);
	return ok;
}

bool session_put_person(struct session *session, const struct person *person, struct err *err)
{
	return session_put_person_for(session, person, NULL, err);
}

bool session_put_person_for(
	struct session *session, const struct person *person, const char *reason, struct err *err)
{
	struct str text = {0};
	bool ok;

	person_print(person, &text);
	ok = put(session,
		&(struct putting){SUBJECT_PERSON, person->id, str_get(&text), reason, NULL}, err);
	str_release(&text);
	return ok;
}

bool session_delegate(struct session *session, const struct delegation *delegation, struct err *err)
{
	const struct person *me = session_person(session);
	struct person copy = {0};
	struct str text = {0};
	bool ok;

	if (me == NULL)
		return err_set(err, ERR_REFUSED, _("only a person can delegate"));
	person_print(me, &text);
	ok = person_parse(&copy, str_get(&text), err);
	if (ok) {
		copy.delegations = xreallocarray(
			copy.delegations, copy.delegation_count + 1, sizeof(*copy.delegations));
		copy.delegations[copy.delegation_count++] =
			(struct delegation){.to = xstrdup(delegation->to),
				.role = xstrdup(delegation->role),
				.unit = xstrdup(delegation->unit),
				.first = delegation->first,
				.last = delegation->last,
				.reason = xstrdup(delegation->reason)};
		ok = session_put_person(session, &copy, err);
	}
	str_release(&text);
	person_release(&copy);
	return ok;
}

bool session_adopt(
	struct session *session, const char *code, struct pack_files *files, struct err *err)
{
	struct content content = {0};
	struct str text = {0};
	bool ok;

	pack_files_digest(files, &text);
	content.text = str_get(&text);
	content.text_len = text.len;
	ok = put(session, &(struct putting){SUBJECT_PACK, code, NULL, NULL, &content}, err);
	str_release(&text);
	return ok;
}

/* SPDX-License-Identifier: MIT */
/* The use cases that change whose signatures count. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/session.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

void session_sign_with(struct session *session, const struct signing *signing)
{
	store_sign_with(session->store, signing);
}

/* The first or the last second of a day, in the zone it is now. */
static struct stamp moment(const struct session *session, int day, bool is_end)
{
	struct stamp at = store_now(session->store);

	at.time = day_seconds(day) - at.offset * INT64_C(60) + (is_end ? DAY_SECONDS - 1 : 0);
	return at;
}

/* The type and the key; what else stands in the line is its owner's note. */
static char *bare_line(const char *line)
{
	size_t type = strcspn(line, " \t\r\n"), gap = strspn(line + type, " \t");
	size_t key = strcspn(line + type + gap, " \t\r\n");

	return xasprintf("%.*s %.*s", (int)type, line, (int)key, line + type + gap);
}

bool session_add_key(
	struct session *session, const char *person, const struct new_key *new, struct err *err)
{
	char print[KEY_PRINT_SIZE], *line = bare_line(new->line);
	struct signing_key key = {.print = print, .line = line, .by = session->person};
	struct person copy = {0};
	bool ok = person_copy(&copy, &session_office(session)->org, person, err) &&
		  key_print(line, print, err);

	if (ok) {
		key.from = new->from != DAY_NONE ? moment(session, new->from, false)
						 : store_now(session->store);
		if (new->to != DAY_NONE)
			key.to = moment(session, new->to, true);
		key_list_add(&copy.keys, &key);
		ok = session_put_person(session, &copy, err);
	}
	person_release(&copy);
	free(line);
	return ok;
}

/* By its fingerprint, or as much of its beginning as only one has. */
static struct signing_key *find_key(struct person *person, const char *print, struct err *err)
{
	struct signing_key *found = NULL;
	bool is_whole = starts_with(print, "SHA256:");

	for (size_t i = 0; i < person->keys.n; i++) {
		struct signing_key *key = &person->keys.v[i];

		if (!starts_with(is_whole ? key->print : key->print + strlen("SHA256:"), print))
			continue;
		if (found != NULL) {
			err_set(err, ERR_INPUT, _("'%s' may be more than one key of %s's"), print,
				person->id);
			return NULL;
		}
		found = key;
	}
	if (found == NULL)
		err_set(err, ERR_NOT_FOUND,
			_("%s has no key '%s'; `gongkai person key list %s` shows theirs"),
			person->id, print, person->id);
	return found;
}

bool session_end_key(struct session *session, const char *person, const struct key_ending *ending,
	struct err *err)
{
	struct stamp now = store_now(session->store);
	struct person copy = {0};
	struct signing_key *key = NULL;
	bool ok;

	if (person_copy(&copy, &session_office(session)->org, person, err))
		key = find_key(&copy, ending->print, err);
	ok = key != NULL;
	if (ok && key->to.time != 0 && key->to.time <= now.time)
		ok = err_set(err, ERR_REFUSED, _("the key %s has ended already"), key->print);
	if (ok) {
		key->to = ending->on != DAY_NONE ? moment(session, ending->on, true) : now;
		ok = session_put_person_for(session, &copy, ending->reason, err);
	}
	person_release(&copy);
	return ok;
}

bool session_change_site_key(struct session *session, bool is_lost, struct err *err)
{
	return store_change_site_key(session->store, session->person, is_lost, err);
}

/* SPDX-License-Identifier: MIT */
#include "core/health.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/pack.h"
#include "core/witness.h"

const char *grade_code(enum grade grade)
{
	static const char *const codes[] = {
		[GRADE_OK] = "ok", [GRADE_WARN] = "warn", [GRADE_FAIL] = "fail"};

	return codes[grade];
}

const char *grade_name(enum grade grade)
{
	switch (grade) {
	case GRADE_OK: return _("well");
	case GRADE_WARN: return _("warning");
	case GRADE_FAIL: return _("failure");
	}
	return "";
}

const char *health_name(const char *what)
{
	static const char *const words[] = {N_("folder"), N_("key"), N_("disk"), N_("locks"),
		N_("store"), N_("pack"), N_("calendar"), N_("expiry"), N_("people"), N_("witness"),
		N_("sessions")};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i], what) == 0)
			return _(words[i]);
	}
	return what;
}

void health_say(struct health *health, enum grade grade, const char *what, const char *fmt, ...)
{
	va_list ap;

	GROW(health->v, health->n);
	va_start(ap, fmt);
	health->v[health->n++] = (struct finding_of_health){
		.grade = grade, .what = xstrdup(what), .text = xvasprintf(fmt, ap)};
	va_end(ap);
}

void health_release(struct health *health)
{
	for (size_t i = 0; i < health->n; i++) {
		free(health->v[i].what);
		free(health->v[i].text);
	}
	free(health->v);
	*health = (struct health){0};
}

/* -- Calendar ---------------------------------------------------------------------------------- */

enum { HORIZON_DAYS = 90 };

static void check_calendar(struct health *health, struct store *store)
{
	const struct pack *pack = store_office(store)->pack;
	int left = pack->calendar.horizon - stamp_day(store_now(store));
	char day[DAY_SIZE];

	health_say(health, GRADE_OK, "pack", _("the rules are %s %s"), pack->code, pack->version);
	day_format(pack->calendar.horizon, day);
	if (pack->calendar.horizon == DAY_NONE)
		health_say(health, GRADE_WARN, "calendar",
			_("the pack has no calendar: every term is provisional"));
	else if (left < HORIZON_DAYS)
		health_say(health, GRADE_WARN, "calendar",
			_("the calendar ends on %s: terms beyond it are provisional; adopt a pack "
			  "with the next year"),
			day);
	else
		health_say(health, GRADE_OK, "calendar", _("the calendar reaches to %s"), day);
}

/* -- People, keys, what others have left ------------------------------------------------------- */

enum { SOON_DAYS = 30 };

/* Those that end soon; how many there are that hold. */
static int check_key_list(
	struct health *health, const char *whose, const struct key_list *list, struct stamp now)
{
	char day[DAY_SIZE];
	int live = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct signing_key *key = &list->v[i];

		if (!signing_key_is_live(key, now))
			continue;
		live++;
		if (key->to.time == 0 || stamp_day(key->to) - stamp_day(now) > SOON_DAYS)
			continue;
		health_say(health, GRADE_WARN, "expiry",
			_("the key %s of %s ends on %s: `gongkai person key add` puts in another"),
			key->print, whose, day_format(stamp_day(key->to), day));
	}
	return live;
}

static void check_keys(struct health *health, struct store *store)
{
	const struct org *org = &store_office(store)->org;
	struct stamp now = store_now(store);
	int people = 0, with_key = 0;

	check_key_list(health, _("the site"), &org->site, now);
	for (size_t i = 0; i < org->person_count; i++) {
		const struct person *person = &org->persons[i];

		if (!person_is_live(person, stamp_day(now)))
			continue;
		people++;
		with_key += check_key_list(health, person->id, &person->keys, now) > 0;
	}
	health_say(health, GRADE_OK, "people",
		_("%d people are at work, %d of them with keys of their own"), people, with_key);
}

enum { STALE_SECONDS = 24 * 3600 };

/* What no witness has seen can still be dropped unnoticed. */
static void check_witness(
	struct health *health, const struct witness *one, int64_t decisions, struct stamp now)
{
	int64_t waited = now.time - one->at.time;
	long long tail = (long long)(decisions - one->size);
	char day[DAY_SIZE];

	day_format(stamp_day(one->at), day);
	if (one->size == 0)
		health_say(health, GRADE_WARN, "witness", _("the witness %s has cosigned nothing"),
			one->name);
	else if (tail < 0)
		health_say(health, GRADE_FAIL, "witness",
			_("the witness %s saw %lld decisions more on %s than there are: the ledger "
			  "was cut short"),
			one->name, -tail, day);
	else
		health_say(health, tail > 0 && waited > STALE_SECONDS ? GRADE_WARN : GRADE_OK,
			"witness",
			_("the witness %s cosigned on %s; %lld decisions have come since"),
			one->name, day, tail);
}

static void check_witnesses(struct health *health, struct store *store)
{
	struct witnesses witnesses = {0};
	struct err err;

	if (!store_witnesses(store, &witnesses, &err))
		health_say(health, GRADE_FAIL, "witness", "%s", err.text);
	for (size_t i = 0; i < witnesses.n; i++)
		check_witness(health, &witnesses.v[i], witnesses.decisions, store_now(store));
	witnesses_release(&witnesses);
}

static void check_sessions(struct health *health, struct store *store)
{
	struct strv lines = {0};

	store_visits(store, &lines);
	health_say(health, GRADE_OK, "sessions",
		_("%zu sessions are open over SSH (`gongkai person sessions`)"), lines.n);
	strv_release(&lines);
}

void health_store(struct health *health, struct store *store)
{
	struct err err;

	/* Brings the index up to the ledger's tip. */
	if (!store_refresh(store, &(bool){false}, &err)) {
		health_say(health, GRADE_FAIL, "store", "%s", err.text);
		return;
	}
	health_say(health, GRADE_OK, "store", _("the ledger and its index are in step"));
	check_calendar(health, store);
	check_keys(health, store);
	check_witnesses(health, store);
	check_sessions(health, store);
}

/* SPDX-License-Identifier: MIT */
/* Who works here and by what right: people and their posts and keys, what they lent each other,
 * units, the rules, and for who administers the sessions that are open. */
#include <stdlib.h>

#include "core/label.h"
#include "core/mem.h"
#include "core/report_papers.h"
#include "core/reports.h"

static bool is_asked(const struct office *office, const struct report_ask *ask, const char *unit)
{
	return ask->unit == NULL || org_is_within(&office->org, unit, ask->unit);
}

/* -- People ------------------------------------------------------------------------------------ */

static void add_posts(
	struct report_table *table, const struct office *office, const struct person *person)
{
	struct str words = {0}, labels = {0};

	for (size_t i = 0; i < person->post_count; i++) {
		const struct post *post = &person->posts[i];

		str_addf(&words, "%s%s@%s", i > 0 ? " " : "", post->role, post->unit);
		str_addf(&labels, "%s%s (%s)", i > 0 ? ", " : "", label_role(office, post->role),
			label_unit(office, post->unit));
	}
	report_word(table, str_get(&words), str_get(&labels));
	str_release(&words);
	str_release(&labels);
}

/* How many keys hold now, and when the first of them ends. */
static void add_keys(struct report_table *table, const struct key_list *keys, struct stamp now)
{
	int live = 0, ends = DAY_NONE;

	for (size_t i = 0; i < keys->n; i++) {
		const struct signing_key *key = &keys->v[i];
		int day = key->to.time != 0 ? stamp_day(key->to) : DAY_NONE;

		if (!signing_key_is_live(key, now))
			continue;
		live++;
		if (day != DAY_NONE && (ends == DAY_NONE || day < ends))
			ends = day;
	}
	report_number(table, live);
	report_day(table, ends);
}

static void write_people(
	struct session *session, const struct report_ask *ask, struct report *report)
{
	const struct office *office = session_office(session);
	struct report_table *table = report_table(report, "people", _("People"));

	report_column(table, "person", _("Id"), COLUMN_WORD);
	report_column(table, "name", _("Name"), COLUMN_WORD);
	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_column(table, "roles", _("Roles"), COLUMN_WORD);
	report_column(table, "from", _("From"), COLUMN_DAY);
	report_column(table, "to", _("To"), COLUMN_DAY);
	report_column(table, "keys", _("Keys"), COLUMN_NUMBER);
	report_column(table, "key_ends", _("First key ends"), COLUMN_DAY);
	for (size_t i = 0; i < office->org.person_count; i++) {
		const struct person *person = &office->org.persons[i];

		if (!is_asked(office, ask, person->unit))
			continue;
		report_cases(report_word(table, person->id, NULL), "drafter:%s", person->id);
		report_word(table, label_person(office, person->id), NULL);
		report_word(table, person->unit, label_unit(office, person->unit));
		add_posts(table, office, person);
		report_day(table, person->from);
		report_day(table, person->to);
		add_keys(table, &person->keys, session_now(session));
	}
}

static void add_lent(struct report_table *table, const struct office *office,
	const struct person *giver, const struct delegation *lent)
{
	report_word(table, giver->id, label_person(office, giver->id));
	report_word(table, lent->to, label_person(office, lent->to));
	report_word(table, lent->role, label_role(office, lent->role));
	report_word(table, lent->unit, label_unit(office, lent->unit));
	report_day(table, lent->first);
	report_day(table, lent->last);
	report_word(table, lent->reason, NULL);
}

/* What has not run out. */
static void write_lent(struct session *session, const struct report_ask *ask, struct report *report)
{
	const struct office *office = session_office(session);
	struct report_table *table = report_table(report, "delegations", _("Delegations"));

	report_column(table, "person", _("Who"), COLUMN_WORD);
	report_column(table, "to_person", _("Stands in"), COLUMN_WORD);
	report_column(table, "role", _("Role"), COLUMN_WORD);
	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_column(table, "from", _("From"), COLUMN_DAY);
	report_column(table, "to", _("To"), COLUMN_DAY);
	report_column(table, "reason", _("Reason"), COLUMN_WORD);
	for (size_t i = 0; i < office->org.person_count; i++) {
		const struct person *giver = &office->org.persons[i];

		for (size_t k = 0; k < giver->delegation_count; k++) {
			const struct delegation *lent = &giver->delegations[k];

			if (lent->last >= session_today(session) &&
				is_asked(office, ask, lent->unit))
				add_lent(table, office, giver, lent);
		}
	}
}

/* -- Units, rules ------------------------------------------------------------------------------ */

static int people_in(const struct org *org, const char *unit, int today)
{
	int n = 0;

	for (size_t i = 0; i < org->person_count; i++)
		n += str_eq(org->persons[i].unit, unit) && person_is_live(&org->persons[i], today);
	return n;
}

static void write_units(
	struct session *session, const struct report_ask *ask, struct report *report)
{
	const struct office *office = session_office(session);
	struct report_table *table = report_table(report, "units", _("Units"));

	report_column(table, "unit", _("Id"), COLUMN_WORD);
	report_column(table, "name", _("Name"), COLUMN_WORD);
	report_column(table, "above", _("Part of"), COLUMN_WORD);
	report_sum_column(table, "people", _("People"));
	report_column(table, "from", _("From"), COLUMN_DAY);
	report_column(table, "to", _("To"), COLUMN_DAY);
	for (size_t i = 0; i < office->org.unit_count; i++) {
		const struct unit *unit = &office->org.units[i];

		if (!is_asked(office, ask, unit->id))
			continue;
		report_cases(report_word(table, unit->id, NULL), "in:%s", unit->id);
		report_word(table, name_get(&unit->name), NULL);
		report_word(table, unit->parent,
			unit->parent != NULL ? label_unit(office, unit->parent) : NULL);
		report_number(table, people_in(&office->org, unit->id, session_today(session)));
		report_day(table, unit->from);
		report_day(table, unit->to);
	}
}

static void note_rules(struct session *session, struct report *report)
{
	const struct pack *pack = session_office(session)->pack;
	char day[DAY_SIZE];

	if (pack->calendar.horizon == DAY_NONE)
		report_note(
			report, _("Rules: %s %s, without a calendar"), pack->code, pack->version);
	else
		report_note(report, _("Rules: %s %s, whose calendar reaches to %s"), pack->code,
			pack->version, day_format(pack->calendar.horizon, day));
}

/* -- Sessions ---------------------------------------------------------------------------------- */

/* Lines `PERSON SINCE ADDRESS KEY PROCESS`. */
static void write_sessions(struct session *session, struct report *report)
{
	enum { PERSON, SINCE, ADDRESS, KEY, PARTS };
	struct report_table *table = report_table(report, "sessions", _("Sessions open over SSH"));
	struct strv lines = {0};

	report_column(table, "person", _("Who"), COLUMN_WORD);
	report_column(table, "since", _("Since"), COLUMN_WORD);
	report_column(table, "address", _("From where"), COLUMN_WORD);
	report_column(table, "key", _("Key"), COLUMN_WORD);
	store_visits(session->store, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		struct strv parts = {0};

		strv_split(&parts, lines.v[i], " ");
		if (parts.n >= PARTS) {
			report_word(table, parts.v[PERSON],
				label_person(session_office(session), parts.v[PERSON]));
			for (size_t k = SINCE; k < PARTS; k++)
				report_word(table, parts.v[k], NULL);
		}
		strv_release(&parts);
	}
	strv_release(&lines);
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	(void)err;
	write_people(session, ask, report);
	write_lent(session, ask, report);
	write_units(session, ask, report);
	if (session_administers(session))
		write_sessions(session, report);
	note_rules(session, report);
	return true;
}

const struct report_kind report_office = {
	.name = "office",
	.title = N_("The office"),
	.help = N_("people, their roles and keys, delegations, units, rules; who is logged in"),
	.make = make,
};

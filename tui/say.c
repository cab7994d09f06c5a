/* SPDX-License-Identifier: MIT */
#include "tui/say.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

enum { SOON_DAYS = 3, NAMES_MAX = 2, HOUR = 60, HOURS_MAX = 100 * HOUR };

const char *say_attribute(const struct office *office, const char *attribute)
{
	const struct attribute *a;

	if (attribute == NULL || *attribute == '\0')
		return _("not marked");
	a = pack_attribute(office->pack, attribute);
	return a != NULL ? name_get(&a->name) : attribute;
}

enum style say_attribute_style(const struct office *office, const char *attribute)
{
	const struct attribute *a;

	if (attribute == NULL || *attribute == '\0')
		return STYLE_DIM;
	a = pack_attribute(office->pack, attribute);
	return a != NULL && a->is_public ? STYLE_PUBLIC : STYLE_WITHHELD;
}

const char *say_rule(const struct pack *pack, const char *rule)
{
	for (size_t i = 0; i < pack->screen_rule_count; i++) {
		if (strcmp(pack->screen_rules[i].code, rule) == 0)
			return name_get(&pack->screen_rules[i].name);
	}
	return rule;
}

const char *say_severity(enum severity severity)
{
	static const char *const words[] = {
		[SEVERITY_NOTE] = N_("to be known"),
		[SEVERITY_WARN] = N_("to be looked at"),
		[SEVERITY_BLOCK] = N_("must not be public"),
	};

	return _(words[severity]);
}

char *say_findings(const struct pack *pack, const struct findings *findings)
{
	struct str out = {0};

	if (findings->n == 0)
		return NULL;
	str_addf(&out, _("! found in the text: %zu"), findings->n);
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *finding = &findings->v[i];

		str_addf(&out, "\n%d:%d  ", finding->line, finding->column);
		str_addf(&out, _("%s (%s), masked: %s"), say_rule(pack, finding->rule),
			say_severity(finding->severity),
			*finding->masked != '\0' ? finding->masked : _("(taken out)"));
	}
	return str_detach(&out);
}

const char *say_queue(const struct office *office, const char *queue)
{
	static const struct {
		const char *queue, *name;
	} names[] = {
		{"desk", N_("All that waits for me")},
		{"returned", N_("Returned to me")},
		{"drafts", N_("My drafts")},
		{"waiting", N_("My papers, with others now")},
		{"due", N_("Due within 7 days")},
		{"overdue", N_("Overdue")},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(queue, names[i].queue) == 0)
			return _(names[i].name);
	}
	return label_any_state(office, queue);
}

struct due_end due_of_row(const struct row *row)
{
	return (struct due_end){row->due, row->due_at};
}

struct due_end due_of(const struct document *document)
{
	return (struct due_end){document_due(document), document_due_at(document)};
}

/* Hours while there are two digits of them; the last one by the minute. */
static const char *say_minutes(int64_t left, char buf[SAY_DUE_SIZE])
{
	int n = (int)(left < 0 ? -left : left);

	if (n < HOUR)
		(void)snprintf(buf, SAY_DUE_SIZE, left < 0 ? _("%dm late") : _("%dm left"), n);
	else
		(void)snprintf(
			buf, SAY_DUE_SIZE, left < 0 ? _("%dh late") : _("%dh left"), n / HOUR);
	return buf;
}

const char *say_due(struct stamp now, struct due_end due, char buf[SAY_DUE_SIZE])
{
	int today = stamp_day(now);
	int64_t left = due.at - stamp_moment(now);

	if (due.day == DAY_NONE)
		return "";
	if (due.at != 0 && left < HOURS_MAX && left > -HOURS_MAX)
		return say_minutes(left, buf);
	if (due.day == today)
		return _("today");
	if (due.day < today)
		snprintf(buf, SAY_DUE_SIZE, _("%dd late"), today - due.day);
	else
		snprintf(buf, SAY_DUE_SIZE, _("%dd left"), due.day - today);
	return buf;
}

static bool is_late(struct stamp now, struct due_end due)
{
	return due.at != 0 ? due.at < stamp_moment(now) : due.day < stamp_day(now);
}

enum style say_due_style(struct stamp now, struct due_end due)
{
	if (due.day == DAY_NONE)
		return STYLE_DIM;
	return is_late(now, due)                       ? STYLE_LATE
	       : due.day - stamp_day(now) <= SOON_DAYS ? STYLE_SOON
						       : STYLE_TEXT;
}

enum mark say_due_mark(struct stamp now, struct due_end due)
{
	if (due.day == DAY_NONE || due.day - stamp_day(now) > SOON_DAYS)
		return MARK_COUNT;
	return is_late(now, due) ? MARK_LATE : MARK_SOON;
}

/* The people of a role over a unit, at most a few of them. */
static void add_people(
	struct str *out, const struct office *office, const char *role, const char *unit, int today)
{
	int n = 0;

	for (size_t i = 0; i < office->org.person_count; i++) {
		const struct person *person = &office->org.persons[i];
		const struct person *acting_for;

		if (!person_is_live(person, today) ||
			!org_holds(&office->org, person, role, unit, today, &acting_for))
			continue;
		if (n++ < NAMES_MAX)
			str_addf(out, "%s%s", n == 1 ? " (" : ", ", name_get(&person->name));
	}
	if (n > NAMES_MAX)
		str_add(out, ", ...");
	if (n > 0)
		str_addc(out, ')');
}

/* Steps that wait for somebody: not what the drafter could do besides, and not a second look. */
static bool moves_on(enum act act)
{
	switch (act) {
	case ACT_SUBMIT:
	case ACT_APPROVE:
	case ACT_SIGN:
	case ACT_OPINION:
	case ACT_MOVE:
	case ACT_PUBLISH: return true;
	case ACT_CREATE:
	case ACT_EDIT:
	case ACT_MARK:
	case ACT_RETURN:
	case ACT_WAIVE:
	case ACT_RECALL:
	case ACT_VOID:
	case ACT_HOLD:
	case ACT_WITHDRAW:
	case ACT_REVIEW:
	case ACT_PURGE:
	case ACT_COUNT: return false;
	}
	return false;
}

char *say_next(const struct session *session, const char *kind, const char *state, const char *unit,
	const char *drafter)
{
	const struct office *office = session_office(session);
	const struct kind *k = pack_kind(office->pack, kind);
	struct strv roles = {0};
	struct str out = {0};
	bool is_drafters = false; /* the next step is the drafter's own */

	for (size_t i = 0; k != NULL && i < k->transition_count; i++) {
		const struct transition *t = &k->transitions[i];

		if (!strv_has(&t->from, state) || !moves_on(t->action->act))
			continue;
		is_drafters = is_drafters || transition_has(t, GUARD_DRAFTER);
		for (size_t r = 0; r < t->roles.n; r++)
			strv_put(&roles, t->roles.v[r]);
	}
	for (size_t i = 0; i < roles.n; i++) {
		if (out.len > 0)
			str_add(&out, _(" and "));
		str_add(&out, label_role(office, roles.v[i]));
		if (is_drafters && drafter != NULL)
			str_addf(&out, " (%s)", label_person(office, drafter));
		else
			add_people(&out, office, roles.v[i], unit, session_today(session));
	}
	strv_release(&roles);
	return out.len > 0 ? str_detach(&out) : NULL;
}

char *say_place(const struct session *session, const char *kind, const char *state,
	const char *unit, const char *drafter)
{
	char *next = say_next(session, kind, state, unit, drafter);
	const char *name = label_state(session_office(session), kind, state);
	char *place = next != NULL ? xasprintf(_("%s, next: %s"), name, next) : xstrdup(name);

	free(next);
	return place;
}

char *say_error(const struct err *err)
{
	char *s = xstrdup(err->text);
	size_t word = strspn(s, "abcdefghijklmnopqrstuvwxyz");

	/* A word begins a sentence; an id or a path stays as it is. */
	if (word > 0 && (s[word] == ' ' || s[word] == ','))
		s[0] = (char)toupper((unsigned char)s[0]);
	return s;
}

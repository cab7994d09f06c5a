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
		{"second", N_("Begun by others, you confirm")},
		{"left", N_("Left by who has gone")},
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

/* Whose turn it is: a role in a unit. */
struct turn {
	const char *role;
	const char *unit; /* NULL: it is not known in which */
	bool speaks_itself; /* the unit is named by the paper: nobody above it speaks for it */
};

/* Whether somebody holds a role over a unit, or, where it speaks for itself, in that very one. */
static bool may_take(const struct office *office, const struct person *person,
	const struct turn *turn, int today)
{
	const struct person *acting_for = NULL;

	return (turn->speaks_itself ? org_holds_in : org_holds)(
		&office->org, person, turn->role, turn->unit, today, &acting_for);
}

/* The people whose turn it is, at most a few of them. */
static void add_people(
	struct str *out, const struct office *office, const struct turn *turn, int today)
{
	int n = 0;

	for (size_t i = 0; turn->unit != NULL && i < office->org.person_count; i++) {
		const struct person *person = &office->org.persons[i];

		if (!person_is_live(person, today) || !may_take(office, person, turn, today))
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

/* What is told of a paper: of a list's there is no more than this. */
struct told {
	const char *kind, *state, *unit, *drafter;
	const struct document *document; /* or NULL */
};

static bool has_spoken(const struct document *document, const char *unit)
{
	for (size_t i = 0; i < document->opinion_count; i++) {
		if (str_eq(document->opinions[i].unit, unit))
			return true;
	}
	return false;
}

static void add_turn(struct strv *turns, const char *role, const char *unit, bool speaks_itself)
{
	char *word = xasprintf("%s %s %s", role, unit, speaks_itself ? "itself" : "");

	strv_put(turns, word);
	free(word);
}

/* Of a role that units named in a field hold: those that have not spoken yet. */
static void add_turns(
	struct strv *turns, const struct told *told, const char *role, const char *field)
{
	const char *named =
		told->document != NULL ? paper_field(&told->document->paper, field) : NULL;
	struct strv units = {0};

	if (*field == '\0' || named == NULL) {
		add_turn(turns, role, *field == '\0' ? told->unit : "-", *field != '\0');
		return;
	}
	strv_split(&units, named, " ");
	for (size_t i = 0; i < units.n; i++) {
		if (!has_spoken(told->document, units.v[i]))
			add_turn(turns, role, units.v[i], true);
	}
	strv_release(&units);
}

/* Whose turn it is, each once; *is_drafters: the next step is the drafter's own. */
static void find_turns(const struct session *session, const struct told *told, struct strv *turns,
	bool *is_drafters)
{
	const struct kind *kind = pack_kind(session_office(session)->pack, told->kind);

	for (size_t i = 0; kind != NULL && i < kind->transition_count; i++) {
		const struct transition *t = &kind->transitions[i];

		if (!strv_has(&t->from, told->state) || !moves_on(t->action->act))
			continue;
		*is_drafters = *is_drafters || transition_has(t, GUARD_DRAFTER);
		for (size_t r = 0; r < t->roles.n; r++)
			add_turns(turns, told, t->roles.v[r], t->fields.v[r]);
	}
}

static void add_words(
	struct str *out, const struct session *session, const struct told *told, const char *word)
{
	const struct office *office = session_office(session);
	struct strv parts = {0};
	struct turn turn;

	strv_split(&parts, word, " ");
	turn = (struct turn){parts.v[0], str_eq(parts.v[1], "-") ? NULL : parts.v[1], parts.n > 2};
	if (out->len > 0)
		str_add(out, _(" and "));
	str_add(out, label_role(office, turn.role));
	if (told->drafter != NULL)
		str_addf(out, " (%s)", label_person(office, told->drafter));
	else
		add_people(out, office, &turn, session_today(session));
	strv_release(&parts);
}

static bool is_here(const struct session *session, const char *id)
{
	const struct person *person = org_person(&session_office(session)->org, id);

	return person != NULL && person_is_live(person, session_today(session));
}

static char *next_of(const struct session *session, struct told told)
{
	struct strv turns = {0};
	struct str out = {0};
	bool is_drafters = false;

	find_turns(session, &told, &turns, &is_drafters);
	if (!is_drafters || !is_here(session, told.drafter))
		told.drafter = NULL;
	for (size_t i = 0; i < turns.n; i++)
		add_words(&out, session, &told, turns.v[i]);
	strv_release(&turns);
	return out.len > 0 ? str_detach(&out) : NULL;
}

char *say_next(const struct session *session, const char *kind, const char *state, const char *unit,
	const char *drafter)
{
	return next_of(session, (struct told){kind, state, unit, drafter, NULL});
}

char *say_next_of(const struct session *session, const struct document *document)
{
	const struct paper *paper = &document->paper;

	return next_of(session,
		(struct told){paper->kind, document->state, paper->unit, paper->drafter, document});
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

/* How long the code in parentheses is that begins here, or the list of codes, the blank before it
 * and all; 0: none. */
static size_t code_at(const char *s)
{
	static const char *const pairs[][2] = {{" (", ")"}, {"（", "）"}};

	for (size_t i = 0; i < 2; i++) {
		size_t open = strlen(pairs[i][0]), n;

		if (!starts_with(s, pairs[i][0]))
			continue;
		if (starts_with(s + open, "one of: "))
			open += strlen("one of: ");
		n = s[open] == '-' ? 0 : strspn(s + open, "abcdefghijklmnopqrstuvwxyz-`");
		while (n > 0 && starts_with(s + open + n, ", "))
			n += 2 + strspn(s + open + n + 2, "abcdefghijklmnopqrstuvwxyz-`");
		if (n > 0 && starts_with(s + open + n, pairs[i][1]))
			return open + n + strlen(pairs[i][1]);
	}
	return 0;
}

static char *say_why(const char *why)
{
	static const char edit[] = "`edit`";
	char *s = xstrdup(why), *to = s, *at, *with;

	for (const char *from = s; *from != '\0';) {
		size_t n = code_at(from);

		if (n > 0)
			from += n;
		else
			*to++ = *from++;
	}
	*to = '\0';
	at = strstr(s, edit);
	if (at == NULL)
		return s;
	*at = '\0';
	with = xasprintf("%s%s%s", s, _("'Edit'"), at + strlen(edit));
	free(s);
	return with;
}

char *say_error(const struct err *err)
{
	char *s = say_why(err->text);
	size_t word = strspn(s, "abcdefghijklmnopqrstuvwxyz");

	/* A word begins a sentence; an id or a path stays as it is. */
	if (word > 0 && (s[word] == ' ' || s[word] == ','))
		s[0] = (char)toupper((unsigned char)s[0]);
	return s;
}

bool say_show(struct session *session, const char *id, struct view *view, struct err *err)
{
	if (!session_show(session, id, view, err))
		return false;
	for (size_t i = 0; i < view->option_count; i++) {
		struct possibility *option = &view->options[i];

		if (!option->is_open) {
			char *why = say_why(option->why.text);

			snprintf(option->why.text, sizeof(option->why.text), "%s", why);
			free(why);
		}
	}
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "core/voices.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"

bool transition_has_voices(const struct transition *row)
{
	return row->roles.n > 1 || (row->fields.n == 1 && *row->fields.v[0] != '\0');
}

static void add(struct voices *voices, const struct voice *voice)
{
	GROW(voices->v, voices->n);
	voices->v[voices->n++] = *voice;
}

void voices_init(struct voices *voices, const struct question *q)
{
	const struct transition *row = q->row;

	*voices = (struct voices){0};
	for (size_t i = 0; i < row->roles.n; i++) {
		struct voice voice = {.role = row->roles.v[i], .term = i};
		size_t k = voices->units.n;

		if (*row->fields.v[i] == '\0')
			add(voices, &voice);
		else
			strv_split(&voices->units, paper_field(&q->paper, row->fields.v[i]), " ");
		for (; k < voices->units.n; k++) {
			voice.unit = voices->units.v[k];
			add(voices, &voice);
		}
	}
}

void voices_release(struct voices *voices)
{
	free(voices->v);
	strv_release(&voices->units);
	*voices = (struct voices){0};
}

/* Whether it was said about what this row is about: the step the paper is in, or its purge, which
 * may be asked for in any step. */
static bool concerns(const struct question *q, const struct opinion *opinion)
{
	const struct action *action = pack_action(q->office->pack, opinion->action);

	return (action != NULL && action->act == ACT_PURGE) == (q->row->action->act == ACT_PURGE);
}

bool voice_has_spoken(const struct question *q, const struct voice *voice)
{
	for (size_t i = 0; q->before != NULL && i < q->before->opinion_count; i++) {
		const struct opinion *opinion = &q->before->opinions[i];

		if (concerns(q, opinion) && strcmp(opinion->role, voice->role) == 0 &&
			str_eq(opinion->unit, voice->unit))
			return true;
	}
	return false;
}

bool voice_is_next(const struct question *q, const struct voices *voices, size_t i)
{
	const struct voice *voice = &voices->v[i];

	if (!transition_has_voices(q->row))
		return true;
	if (voice_has_spoken(q, voice))
		return false;
	for (size_t k = 0; q->row->in_order && k < voices->n; k++) {
		if (voices->v[k].term < voice->term && !voice_has_spoken(q, &voices->v[k]))
			return false;
	}
	return true;
}

bool voice_is_held(const struct question *q, const struct voice *voice, const struct person *person,
	const struct person **acting_for)
{
	const struct org *org = &q->office->org;

	if (voice->unit != NULL)
		return org_holds_in(org, person, voice->role, voice->unit, q->day, acting_for);
	return org_holds(org, person, voice->role, q->paper.unit, q->day, acting_for);
}

static bool has_said(const struct opinion *opinion, const char *person)
{
	return person != NULL &&
	       (str_eq(opinion->person, person) || str_eq(opinion->acting_for, person));
}

bool voices_check_once(const struct question *q, struct err *err)
{
	const char *actor = q->decision->actor;

	for (size_t i = 0; transition_has_voices(q->row) && i < q->before->opinion_count; i++) {
		const struct opinion *opinion = &q->before->opinions[i];

		if (concerns(q, opinion) &&
			(has_said(opinion, actor) || has_said(opinion, q->acting_for)))
			return err_set(err, ERR_REFUSED,
				_("%s has spoken on %s already, as %s; the other voice must be "
				  "another "
				  "person's"),
				has_said(opinion, actor) ? actor : q->acting_for, q->paper.id,
				opinion->role);
	}
	return true;
}

char *voices_waited_for(const struct question *q, const struct voices *voices)
{
	struct strv names = {0};
	char *joined;

	for (size_t i = 0; i < voices->n; i++) {
		const struct voice *voice = &voices->v[i];
		const char *unit = voice->unit != NULL ? voice->unit : q->paper.unit;
		char *name = xasprintf(_("%s of %s"), label_role(q->office, voice->role),
			label_unit(q->office, unit));

		if (voice_is_next(q, voices, i))
			strv_add(&names, name);
		free(name);
	}
	joined = strv_join(&names, ", ");
	strv_release(&names);
	return joined;
}

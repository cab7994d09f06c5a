/* SPDX-License-Identifier: MIT */
#include "core/four_eyes.h"

#include "core/i18n.h"

/* The acts that judge a paper, and so are never done by those who made it. */
static bool judges(enum act act)
{
	switch (act) {
	case ACT_APPROVE:
	case ACT_SIGN:
	case ACT_RETURN:
	case ACT_OPINION:
	case ACT_WAIVE:
	case ACT_MOVE:
	case ACT_REVIEW: return true;
	case ACT_CREATE:
	case ACT_EDIT:
	case ACT_MARK:
	case ACT_SUBMIT:
	case ACT_RECALL:
	case ACT_VOID:
	case ACT_HOLD:
	case ACT_PUBLISH:
	case ACT_WITHDRAW:
	case ACT_PURGE:
	case ACT_COUNT: break;
	}
	return false;
}

bool four_eyes_had_a_hand(const struct paper *paper, const char *person)
{
	return str_eq(paper->drafter, person) || strv_has(&paper->editors, person);
}

/* One of the two people behind an act: the one who acts, and the one they stand in for. */
static bool check_one(
	const struct document *document, enum act act, const char *person, struct err *err)
{
	if (judges(act) && four_eyes_had_a_hand(&document->paper, person))
		return err_set(err, ERR_REFUSED,
			_("%s drafted or edited %s and cannot judge it too: four eyes are needed, "
			  "here "
			  "and through a delegation; another person in that role must do it"),
			person, document->paper.id);
	for (size_t i = 0; (act == ACT_APPROVE || act == ACT_SIGN) && i < document->approval_count;
		i++) {
		const struct approval *approval = &document->approvals[i];

		if (str_eq(approval->person, person) || str_eq(approval->acting_for, person))
			return err_set(err, ERR_REFUSED,
				_("%s has approved %s already, as %s; one person gives one "
				  "approval, so "
				  "another must give this one"),
				person, document->paper.id, approval->role);
	}
	for (size_t i = 0; (act == ACT_OPINION || act == ACT_WITHDRAW || act == ACT_PURGE) &&
			   i < document->opinion_count;
		i++) {
		const struct opinion *opinion = &document->opinions[i];

		if (str_eq(opinion->person, person) || str_eq(opinion->acting_for, person))
			return err_set(err, ERR_REFUSED,
				_("%s has spoken on %s already, as %s; the other voice must be "
				  "another "
				  "person's"),
				person, document->paper.id, opinion->role);
	}
	return true;
}

bool four_eyes_check(const struct document *document, enum act act, const char *person,
	const char *acting_for, struct err *err)
{
	return check_one(document, act, person, err) &&
	       (acting_for == NULL || check_one(document, act, acting_for, err));
}

/* SPDX-License-Identifier: MIT */
/* The guards that a row of a workflow names, and guarantee 5. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/four_eyes.h"
#include "core/i18n.h"
#include "core/law.h"
#include "core/links.h"
#include "core/question.h"
#include "core/screener.h"
#include "core/mem.h"
#include "core/voices.h"

const char *question_value(const void *context, const char *name)
{
	const struct question *q = context;

	if (strcmp(name, "state") == 0)
		return q->before != NULL ? q->before->state : NULL;
	if (strcmp(name, "was") == 0)
		return q->before != NULL ? q->before->paper.attribute : NULL;
	return law_value(&q->paper, name);
}

static const char *person_name(const struct question *q, const char *id)
{
	const struct person *person = org_person(&q->office->org, id);

	return person != NULL ? name_get(&person->name) : id;
}

static bool guard_field(const struct question *q, const struct guard *guard, struct err *err)
{
	struct strv names = {0};
	char *joined;

	if (!pack_condition(guard->when, question_value, q))
		return true;
	for (size_t i = 0; i < guard->fields.n; i++) {
		const struct field *field = kind_field(q->kind, guard->fields.v[i]);

		if (!str_empty(paper_field(&q->paper, guard->fields.v[i]))) {
			strv_release(&names);
			return true;
		}
		strv_add(&names, field != NULL ? name_get(&field->name) : guard->fields.v[i]);
	}
	joined = strv_join(&names, _(" or "));
	if (q->kind->is_register || q->row->action->act == ACT_SUBMIT)
		err_set(err, ERR_REFUSED, _("'%s' needs %s filled in; do so with `edit`"),
			name_get(&q->row->action->name), joined);
	else
		err_set(err, ERR_REFUSED,
			_("'%s' needs %s filled in; return %s to its drafter to have it added"),
			name_get(&q->row->action->name), joined, q->paper.id);
	free(joined);
	strv_release(&names);
	return false;
}

static const char *field_name(const struct question *q, const struct guard *guard, size_t i)
{
	const struct field *field = kind_field(q->kind, guard->fields.v[i]);

	return field != NULL ? name_get(&field->name) : guard->fields.v[i];
}

static bool guard_same(const struct question *q, const struct guard *guard, struct err *err)
{
	const char *a = paper_field(&q->paper, guard->fields.v[0]);
	const char *b = paper_field(&q->paper, guard->fields.v[1]);

	return !pack_condition(guard->when, question_value, q) || str_eq(a, b) ||
	       err_set(err, ERR_REFUSED, _("'%s' needs %s and %s to be the same"),
		       name_get(&q->row->action->name), field_name(q, guard, 0),
		       field_name(q, guard, 1));
}

static bool guard_apart(const struct question *q, const struct guard *guard, struct err *err)
{
	const char *a = paper_field(&q->paper, guard->fields.v[0]);
	const char *b = paper_field(&q->paper, guard->fields.v[1]);
	int first = DAY_NONE, second = DAY_NONE;

	return !pack_condition(guard->when, question_value, q) ||
	       (a != NULL && b != NULL && day_parse(a, &first) && day_parse(b, &second) &&
		       second - first >= guard->days) ||
	       err_set(err, ERR_REFUSED, _("'%s' needs %s to be %d days after %s, or more"),
		       name_get(&q->row->action->name), field_name(q, guard, 1), guard->days,
		       field_name(q, guard, 0));
}

static bool guard_named(const struct question *q, struct err *err)
{
	return q->is_probe || !str_empty(q->decision->named) ||
	       err_set(err, ERR_REFUSED, _("'%s' names another paper (--named ID)"),
		       q->row->action->code);
}

/* Whether it must name one or not: the paper it names is there, and another one. */
static bool check_named(const struct question *q, struct err *err)
{
	const char *named = q->decision->named;

	if (named == NULL)
		return true;
	if (str_eq(named, q->paper.id))
		return err_set(err, ERR_REFUSED, _("%s cannot name itself"), q->paper.id);
	if (q->evidence == NULL || q->evidence->named == NULL ||
		!str_eq(q->evidence->named->paper.id, named))
		return err_set(err, ERR_REFUSED, _("there is no paper '%s'"), named);
	return true;
}

/* Whoever drafted it, as long as they have a post for this step; then whoever has: a paper does not
 * stop because a person left. */
static bool guard_drafter(const struct question *q, struct err *err)
{
	const struct person *drafter = org_person(&q->office->org, q->paper.drafter), *giver;
	bool can = false;

	if (str_eq(q->decision->actor, q->paper.drafter))
		return true;
	for (size_t i = 0; drafter != NULL && i < q->voices.n; i++)
		can = can || voice_is_held(q, &q->voices.v[i], drafter, &giver);
	return !can || err_set(err, ERR_REFUSED, _("'%s' is for the drafter, %s"),
			       name_get(&q->row->action->name), person_name(q, q->paper.drafter));
}

static bool guard_untouched(const struct question *q, struct err *err)
{
	const struct strv *actors = &q->before->actors;

	for (size_t i = 0; i < actors->n; i++) {
		if (!str_eq(actors->v[i], q->paper.drafter))
			return err_set(err, ERR_REFUSED,
				_("%s has decided on %s since it was submitted; ask for it to be "
				  "returned"),
				person_name(q, actors->v[i]), q->paper.id);
	}
	return true;
}

static bool guard_unacted(const struct question *q, const char *person, struct err *err)
{
	if (person != NULL &&
		(strv_has(&q->before->actors, person) || four_eyes_had_a_hand(&q->paper, person)))
		return err_set(err, ERR_REFUSED,
			_("%s has acted on %s before; '%s' is for someone who has not"),
			person_name(q, person), q->paper.id, name_get(&q->row->action->name));
	return true;
}

/* A record calls papers of its own unit and of those below it, and no others. */
static bool guard_called(const struct question *q, const struct guard *guard, struct err *err)
{
	const struct kind *kind = pack_kind(q->office->pack, guard->fields.v[0]);
	const struct document *named = q->evidence != NULL ? q->evidence->named : NULL;

	if (q->is_probe)
		return true;
	if (named == NULL || kind == NULL || !str_eq(named->paper.id, q->decision->named) ||
		!str_eq(named->paper.kind, kind->code) || !str_eq(named->state, guard->fields.v[1]))
		return err_set(err, ERR_REFUSED,
			_("'%s' names a record of '%s' that is at: %s (--named ID)"),
			name_get(&q->row->action->name),
			kind != NULL ? name_get(&kind->name) : guard->fields.v[0],
			kind != NULL ? name_get(&kind_state(kind, guard->fields.v[1])->name)
				     : guard->fields.v[1]);
	return org_is_within(&q->office->org, q->paper.unit, named->paper.unit) ||
	       err_set(err, ERR_REFUSED, _("%s is of %s, and %s is not below it"), named->paper.id,
		       named->paper.unit, q->paper.unit);
}

/* The whole ends where what was made of it is named. */
static bool guard_parted(const struct question *q, struct err *err)
{
	const struct document *named = q->evidence != NULL ? q->evidence->named : NULL;

	if (q->is_probe)
		return true;
	for (size_t i = 0; named != NULL && i < q->kind->field_count; i++) {
		const struct field *field = &q->kind->fields[i];

		if (field_is_split(field) && str_eq(named->paper.kind, q->kind->code) &&
			str_eq(paper_field(&named->paper, field->code), q->paper.id))
			return true;
	}
	return err_set(err, ERR_REFUSED,
		_("'%s' is done with the parts that it makes: `gongkai split %s`"),
		name_get(&q->row->action->name), q->paper.id);
}

/* Whether named says the finding ("mobile 3:14") or all of its rule ("mobile"). */
static bool names_finding(const char *named, const char *finding)
{
	size_t n = strlen(named);

	return strncmp(finding, named, n) == 0 && (finding[n] == '\0' || finding[n] == ' ');
}

static bool is_waived(const struct document *document, const char *finding)
{
	for (size_t i = 0; i < document->waivers.n; i++) {
		if (names_finding(document->waivers.v[i], finding))
			return true;
	}
	return false;
}

void guards_open_findings(const struct document *document, struct strv *open)
{
	const struct strv *findings = &document->paper.findings;

	if (findings->n == 0 || str_eq(document->waived, document->record))
		return;
	for (size_t i = 0; i < findings->n; i++) {
		if (!is_waived(document, findings->v[i]))
			strv_add(open, findings->v[i]);
	}
}

/* The first thing in a line that blocks, masked; NULL. The caller frees. */
static char *blocked_in(const struct question *q, const char *line)
{
	struct findings findings = {0};
	char *found = NULL;

	screener_scan(screener_of(q->office->pack), line, strlen(line), &findings);
	for (size_t i = 0; i < findings.n && found == NULL; i++) {
		if (findings.v[i].severity == SEVERITY_BLOCK)
			found = xasprintf("%s %s", findings.v[i].rule, findings.v[i].masked);
	}
	findings_release(&findings);
	return found;
}

/* Title and number go out with the text, and no rendition masks them. A replay believes that they
 * were looked at. */
static bool check_lines(const struct question *q, struct err *err)
{
	const struct paper *paper = &q->before->paper;
	const char *lines[] = {paper->title, paper->number};

	for (size_t i = 0; i < 2 && !q->is_settled && !q->is_probe; i++) {
		char *found = lines[i] != NULL ? blocked_in(q, lines[i]) : NULL;

		if (found == NULL)
			continue;
		err_set(err, ERR_REFUSED,
			i == 0 ? _("the title holds what must not be published: %s; return the "
				   "paper to have it called otherwise (`edit --title`)")
			       : _("the number holds what must not be published: %s; return the "
				   "paper to have it changed (`edit --number`)"),
			found);
		free(found);
		return false;
	}
	return true;
}

static bool guard_screened(const struct question *q, struct err *err)
{
	struct strv open = {0};
	char *findings;
	bool ok;

	if (!check_lines(q, err))
		return false;
	guards_open_findings(q->before, &open);
	findings = strv_join(&open, "; ");
	ok = open.n == 0 ||
	     err_set(err, ERR_REFUSED,
		     _("the screening found: %s; return the paper to have it masked (`redact`), or "
		       "let it stand with a reason (waive)"),
		     findings);
	free(findings);
	strv_release(&open);
	return ok;
}

/* What a waiver names has been found; nothing else names findings. */
static bool check_waived(const struct question *q, struct err *err)
{
	const struct strv *named = &q->decision->findings;

	for (size_t i = 0; i < named->n; i++) {
		bool found = false;

		if (q->row->action->act != ACT_WAIVE)
			return err_set(
				err, ERR_REFUSED, _("'%s' takes no finding"), q->row->action->code);
		for (size_t k = 0; k < q->paper.findings.n; k++)
			found = found || names_finding(named->v[i], q->paper.findings.v[k]);
		if (!found)
			return err_set(err, ERR_REFUSED,
				_("the screening found no '%s' in %s; `gongkai show %s` lists what "
				  "it found"),
				named->v[i], q->paper.id, q->paper.id);
	}
	return true;
}

/* Whose key it is, and whether it is valid, is asked of every decision: see core/signers.c. */
static bool guard_own_key(const struct question *q, struct err *err)
{
	if (q->decision->signer != NULL)
		return true;
	return err_set(err, ERR_REFUSED,
		_("'%s' must be signed with a key of %s's own, not by the site: name it with --key "
		  "or in GONGKAI_KEY, or have it in an ssh-agent"),
		name_get(&q->row->action->name), q->decision->actor);
}

static const char *clock_name(const struct question *q, const char *code)
{
	const struct clock_rule *rule = clock_rule(q->kind, code);

	return rule != NULL ? name_get(&rule->name) : code;
}

static const char *due_words(const struct clock_run *run, char buf[MOMENT_SIZE])
{
	char day[DAY_SIZE];

	if (clock_is_hours(run))
		return moment_format(run->due_at, buf);
	(void)snprintf(buf, MOMENT_SIZE, "%s", day_format(run->due, day));
	return buf;
}

/* What has run out alone may be acted on as such: by whoever the row names, or by the site. */
static bool guard_expired(const struct question *q, const struct guard *guard, struct err *err)
{
	const struct clock_run *run =
		q->before != NULL ? clock_find(q->before, guard->clock) : NULL;
	const char *name = clock_name(q, guard->clock);
	char due[MOMENT_SIZE];

	if (run == NULL || run->stopped != DAY_NONE)
		return err_set(err, ERR_REFUSED,
			_("'%s' is for when '%s' has run out; it does not "
			  "run"),
			name_get(&q->row->action->name), name);
	if (clock_is_paused(run))
		return err_set(err, ERR_REFUSED,
			_("'%s' is for when '%s' has run out; it stands still"),
			name_get(&q->row->action->name), name);
	return clock_is_over(run, q->now) ||
	       err_set(err, ERR_REFUSED, _("'%s' is for when '%s' has run out; it is due %s"),
		       name_get(&q->row->action->name), name, due_words(run, due));
}

/* A term is extended while it runs, and once. */
static bool check_extends(const struct question *q, struct err *err)
{
	char due[MOMENT_SIZE];

	for (size_t i = 0; q->before != NULL && i < q->kind->clock_count; i++) {
		const struct clock_rule *rule = &q->kind->clocks[i];
		const struct clock_run *run = clock_find(q->before, rule->code);

		if (rule->extend != q->row->action)
			continue;
		if (run == NULL || run->stopped != DAY_NONE)
			return err_set(err, ERR_REFUSED,
				_("'%s' does not run, so that '%s' has "
				  "nothing to add to"),
				name_get(&rule->name), name_get(&q->row->action->name));
		if (run->extension > 0)
			return err_set(err, ERR_REFUSED,
				_("'%s' has been extended before, and it can be extended once"),
				name_get(&rule->name));
		if (clock_is_over(run, q->now))
			return err_set(err, ERR_REFUSED,
				_("'%s' ended on %s; it is extended before that or not at all"),
				name_get(&rule->name), due_words(run, due));
	}
	return true;
}

static bool check_guard(const struct question *q, const struct guard *guard, struct err *err)
{
	const struct decision *d = q->decision;

	switch (guard->kind) {
	case GUARD_DRAFTER: return guard_drafter(q, err);
	case GUARD_COMMENT:
		if (!q->is_probe && str_empty(d->comment))
			return err_set(err, ERR_REFUSED,
				_("'%s' needs a word of explanation (--comment)"),
				name_get(&q->row->action->name));
		return true;
	case GUARD_SCREENED: return q->before == NULL || guard_screened(q, err);
	case GUARD_UNACTED:
		return q->before == NULL ||
		       (guard_unacted(q, d->actor, err) && guard_unacted(q, q->acting_for, err));
	case GUARD_UNTOUCHED: return q->before == NULL || guard_untouched(q, err);
	case GUARD_PAPER: return guard_named(q, err);
	case GUARD_OWN_KEY: return guard_own_key(q, err);
	case GUARD_FIELD: return guard_field(q, guard, err);
	case GUARD_EXPIRED: return guard_expired(q, guard, err);
	case GUARD_SAME: return guard_same(q, guard, err);
	case GUARD_APART: return guard_apart(q, guard, err);
	case GUARD_CALLED: return guard_called(q, guard, err);
	case GUARD_PARTED: return guard_parted(q, err);
	case GUARD_GATHERED: /* core/session_gather.c sees to it: the list is not in a decision */
	case GUARD_CODE: /* asked of every return, below */
	case GUARD_COUNT: break;
	}
	return true;
}

/* Guarantee 5: a return carries a coded reason, and nothing else does. */
static bool check_code(const struct question *q, struct err *err)
{
	const struct pack *pack = q->office->pack;
	const char *code = q->decision->code;
	const struct return_code *return_code;
	char *codes;

	if (q->is_probe)
		return true;
	if (q->row->action->act != ACT_RETURN) {
		if (code != NULL)
			return err_set(
				err, ERR_REFUSED, _("'%s' takes no code"), q->row->action->code);
		return true;
	}
	return_code = code != NULL ? pack_return_code(pack, code) : NULL;
	if (return_code != NULL && strcmp(return_code->code, code) == 0)
		return true;
	codes = coded_join(CODED(pack->return_codes, pack->return_code_count, NULL));
	if (code == NULL)
		err_set(err, ERR_REFUSED, _("a return needs a code (--code), one of: %s"), codes);
	else
		err_set(err, ERR_REFUSED, _("there is no return code '%s'; there are: %s"), code,
			codes);
	free(codes);
	return false;
}

bool guards_check(const struct question *q, struct err *err)
{
	for (size_t i = 0; i < q->row->guard_count; i++) {
		if (!check_guard(q, &q->row->guards[i], err))
			return false;
	}
	return check_extends(q, err) && check_named(q, err) && check_code(q, err) &&
	       check_waived(q, err);
}

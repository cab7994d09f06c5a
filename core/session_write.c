/* SPDX-License-Identifier: MIT */
/* The use cases that decide something about a paper. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/head.h"
#include "core/law.h"
#include "core/links.h"
#include "core/mem.h"
#include "core/screening.h"
#include "core/session.h"
#include "core/session_change.h"
#include "core/session_see.h"
#include "core/text.h"

/* A decision on a document as it stands (NULL: a new one); the rest is the gate's to fill in. */
static struct decision begin(
	const struct session *session, const struct document *document, const char *action)
{
	struct decision decision = {.subject = SUBJECT_DOCUMENT,
		.action = xstrdup(action),
		.actor = xstrdup(session->person),
		.request = request_new(),
		.at = store_now(session->store)};

	if (document != NULL) {
		decision.id = xstrdup(document->paper.id);
		decision.prev = xstrdup(document->prev);
		memcpy(decision.prev_sha256, document->prev_sha256, sizeof(decision.prev_sha256));
	}
	return decision;
}

static void set_record(struct decision *decision, const struct paper *paper)
{
	struct str text = {0};

	paper_print(paper, &text);
	free(decision->record);
	decision->record = str_detach(&text);
}

/* The action of a kind that means an act: what the pack calls creating, editing. */
static const char *action_for(const struct kind *kind, enum act act)
{
	for (size_t i = 0; kind != NULL && i < kind->transition_count; i++) {
		if (kind->transitions[i].action->act == act)
			return kind->transitions[i].action->code;
	}
	return NULL;
}

static bool need_action(const struct kind *kind, enum act act, const char **action, struct err *err)
{
	*action = action_for(kind, act);
	return *action != NULL ||
	       err_set(err, ERR_REFUSED, _("papers of this kind cannot be changed so"));
}

/* -- The door (guarantee 8) -------------------------------------------------------------------- */

static bool bears_mark(const struct paper *paper, const struct incoming *in)
{
	struct err err;

	return !law_check_marks(paper, &err) ||
	       (in->content.text != NULL &&
		       screening_bears_mark(in->content.text, in->content.text_len));
}

/* Leaves a stub of a paper that was refused: unit, date, hash and who tried. */
static bool leave_stub(
	struct session *session, const struct paper *refused, char **id, struct err *err)
{
	const struct kind *kind = pack_stub_kind(session_office(session)->pack);
	struct decision decision;
	struct paper paper = {0};
	const char *action;
	int year, month, mday;
	bool ok;

	if (!need_action(kind, ACT_CREATE, &action, err))
		return false;
	day_split(session_today(session), &year, &month, &mday);
	*id = store_reserve(session->store, refused->unit, year, err);
	if (*id == NULL)
		return false;
	paper.id = xstrdup(*id);
	paper.kind = xstrdup(kind->code);
	paper.unit = xstrdup(refused->unit);
	paper.drafter = xstrdup(session->person);
	paper.original = refused->original;
	decision = begin(session, NULL, action);
	decision.id = xstrdup(*id);
	set_record(&decision, &paper);
	ok = store_submit(session->store, &decision, NULL, NULL, err);
	decision_release(&decision);
	paper_release(&paper);
	return ok;
}

/* The state in which a stub lets its paper in; NULL where the pack has no stubs. */
static const char *admitted_state(const struct pack *pack)
{
	const struct kind *kind = pack_stub_kind(pack);

	for (size_t i = 0; kind != NULL && i < kind->state_count; i++) {
		if (kind->states[i].phase == PHASE_ENDED)
			return kind->states[i].code;
	}
	return NULL;
}

/* Lets a marked paper in by an admitted stub, or turns it away and leaves a stub of it. */
static bool pass_door(struct session *session, struct paper *paper, char **id, struct err *err)
{
	const char *state = admitted_state(session_office(session)->pack);
	const char *sha256 = paper->original.sha256;
	char *stub = NULL;
	bool ok = true;

	if (*sha256 != '\0' && state != NULL)
		ok = store_find_stub(session->store, sha256, state, &session->scope, &stub, err);
	if (ok && stub != NULL) {
		set_str(&paper->admitted, stub);
		free(stub);
		return true;
	}
	if (ok && *sha256 != '\0')
		ok = store_find_stub(session->store, sha256, NULL, &session->scope, &stub, err);
	if (ok && stub == NULL && *sha256 != '\0')
		ok = leave_stub(session, paper, &stub, err);
	if (ok && stub != NULL)
		err_set(err, ERR_REFUSED,
			_("it bears a secrecy mark: this program holds nothing classified; handle "
			  "it by "
			  "the rules for state secrets. %s remains of it: its hash, no title, no "
			  "text. A "
			  "paper that only quotes a mark comes in once another person has admitted "
			  "%s"),
			stub, stub);
	else if (ok)
		law_refuse_mark(err);
	if (stub != NULL && id != NULL)
		*id = stub;
	else
		free(stub);
	return false;
}

/* -- Papers in --------------------------------------------------------------------------------- */

static const struct kind *find_kind(const struct office *office, const char *code, struct err *err)
{
	const struct kind *kind = NULL;
	struct strv codes = {0};
	char *joined;

	for (size_t i = 0; i < office->pack->kind_count; i++) {
		const struct kind *k = &office->pack->kinds[i];

		if (k->is_stub)
			continue;
		strv_add(&codes, k->code);
		if (kind == NULL && (code == NULL || pack_kind(office->pack, code) == k))
			kind = k;
	}
	joined = strv_join(&codes, ", ");
	if (kind == NULL)
		err_set(err, ERR_INPUT, _("there is no kind '%s'; there are: %s"),
			code != NULL ? code : "", joined);
	free(joined);
	strv_release(&codes);
	return kind;
}

static bool find_unit(
	const struct session *session, const char *unit, const char **found, struct err *err)
{
	const struct person *me = session_person(session);

	*found = unit != NULL ? unit : me != NULL ? me->unit : "";
	return org_unit(&session_office(session)->org, *found) != NULL ||
	       err_set(err, ERR_INPUT, _("there is no unit '%s'"), *found);
}

/* What a new paper is before anything of it was read. */
static void begin_paper(
	struct paper *paper, const struct kind *kind, const char *unit, const char *person)
{
	paper->kind = xstrdup(kind->code);
	paper->unit = xstrdup(unit);
	paper->drafter = xstrdup(person);
}

static bool submit_new(struct session *session, const struct kind *kind, struct paper *paper,
	const struct content *content, char **id, struct err *err)
{
	struct decision decision;
	int year, month, mday;
	const char *action;
	bool ok;

	if (!need_action(kind, ACT_CREATE, &action, err))
		return false;
	day_split(session_today(session), &year, &month, &mday);
	paper->id = store_reserve(session->store, paper->unit, year, err);
	if (paper->id == NULL)
		return false;
	decision = begin(session, NULL, action);
	decision.id = xstrdup(paper->id);
	set_record(&decision, paper);
	ok = store_submit(session->store, &decision, content, NULL, err);
	if (ok)
		*id = xstrdup(paper->id);
	decision_release(&decision);
	return ok;
}

/* Of a part: whoever had a hand in the whole. */
static bool take_hands(
	struct session *session, const struct kind *kind, struct paper *paper, struct err *err)
{
	const char *id = links_whole(kind, paper);
	struct document whole = {0};
	bool ok = id == NULL || see_document(session, id, &whole, err);

	if (ok && id != NULL)
		links_hands(&whole.paper, paper->drafter, &paper->editors);
	document_release(&whole);
	return ok;
}

/* What a file says about itself and its pages is no part of what is published: the paper begins
 * with a rendition without it. The paper itself stands already. */
static bool put_aside(
	struct session *session, const char *id, const struct incoming *in, struct err *err)
{
	if (in->content.text == NULL || text_is_plain(in->reading.encoding) ||
		session_put_aside(session, id, err))
		return true;
	err->code = ERR_UNKNOWN;
	return err_wrap(
		err, _("%s was taken in, but not its rendition; `gongkai redact %s`"), id, id);
}

bool session_import(
	struct session *session, const struct intake *intake, char **id, struct err *err)
{
	const struct kind *kind = find_kind(session_office(session), intake->kind, err);
	struct incoming in = {0};
	struct paper paper = {0};
	const char *unit;
	bool ok;

	*id = NULL;
	ok = kind != NULL && find_unit(session, intake->unit, &unit, err) &&
	     change_read(&intake->change, &in, err);
	if (ok) {
		begin_paper(&paper, kind, unit, session->person);
		ok = change_take(session, kind, &paper, &intake->change, &in, err);
	}
	ok = ok && take_hands(session, kind, &paper, err);
	if (ok && in.content.text != NULL)
		ok = !purge_refuses(session, paper.original.sha256, err);
	if (ok && paper.title == NULL && in.content.text != NULL)
		paper.title = head_title(in.content.text);
	if (ok && bears_mark(&paper, &in))
		ok = pass_door(session, &paper, id, err);
	ok = ok &&
	     submit_new(session, kind, &paper, in.content.text != NULL ? &in.content : NULL, id,
		     err) &&
	     put_aside(session, *id, &in, err);
	paper_release(&paper);
	reading_release(&in.reading);
	return ok;
}

/* Submits the paper as changed by an action of the kind that means act. */
bool write_change(struct session *session, const struct document *document, enum act act,
	const struct paper *paper, const struct content *content, struct err *err)
{
	const struct office *office = session_office(session);
	const struct transition *row = workflow_change_row(office, document, paper, act);
	struct decision decision;
	struct paper signed_paper = {0};
	const char *action = row != NULL ? row->action->code : NULL;
	bool ok;

	/* None here: the gate says why not of the one that is elsewhere. */
	if (row == NULL &&
		!need_action(pack_kind(office->pack, document->paper.kind), act, &action, err))
		return false;
	paper_copy(&signed_paper, paper);
	if (!str_eq(paper->drafter, session->person))
		strv_put(&signed_paper.editors, session->person);
	decision = begin(session, document, action);
	set_record(&decision, &signed_paper);
	ok = store_submit(session->store, &decision, content, NULL, err);
	decision_release(&decision);
	paper_release(&signed_paper);
	return ok;
}

bool session_edit(
	struct session *session, const char *id, const struct change *change, struct err *err)
{
	struct document document = {0};
	struct incoming in = {0};
	struct paper paper = {0};
	const struct kind *kind;
	bool ok;

	ok = see_document(session, id, &document, err) && change_read(change, &in, err);
	if (ok) {
		kind = pack_kind(session_office(session)->pack, document.paper.kind);
		paper_copy(&paper, &document.paper);
		if (change->file != NULL)
			set_str(&paper.admitted, NULL);
		ok = kind != NULL ? change_take(session, kind, &paper, change, &in, err)
				  : err_set(err, ERR_REFUSED, _("the pack has no kind '%s'"),
					    document.paper.kind);
	}
	if (ok && bears_mark(&paper, &in))
		ok = pass_door(session, &paper, NULL, err);
	ok = ok &&
	     write_change(session, &document, ACT_EDIT, &paper,
		     in.content.text != NULL ? &in.content : NULL, err) &&
	     put_aside(session, document.paper.id, &in, err);
	paper_release(&paper);
	document_release(&document);
	reading_release(&in.reading);
	return ok;
}

/* -- Decisions --------------------------------------------------------------------------------- */

static bool check_action(const struct session *session, const char *code, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct action *action = pack_action(pack, code);
	char *codes;

	if (action == NULL) {
		codes = coded_join(CODED(pack->actions, pack->action_count, NULL));
		err_set(err, ERR_INPUT, _("there is no action '%s'; there are: %s"), code, codes);
		free(codes);
		return false;
	}
	if (action->act == ACT_CREATE || action->act == ACT_EDIT || action->act == ACT_MARK)
		return err_set(err, ERR_INPUT,
			_("'%s' has a command of its own: import, edit or mark"), action->code);
	return true;
}

bool site_does(struct session *session, const struct document *document,
	const struct transition *row, const char *named, struct err *err)
{
	struct session site = {.store = session->store, .person = (char *)(uintptr_t)ACTOR_SITE};
	struct decision decision = begin(&site, document, row->action->code);
	bool ok;

	set_str(&decision.named, named);
	ok = store_submit(session->store, &decision, NULL, NULL, err);
	decision_release(&decision);
	return ok;
}

/* What the site does by itself in the state a decision led to: the rows that name no role. */
static bool follow_up(struct session *session, const char *id, struct err *err)
{
	struct document document = {0};
	const struct transition *row = NULL;
	bool ok = store_document(session->store, id, &document, err);

	if (ok)
		row = workflow_site_row(
			session_office(session), &document, store_now(session->store));
	if (row != NULL)
		ok = site_does(session, &document, row, NULL, err);
	document_release(&document);
	return ok;
}

static bool check_seen(const struct session *session, const struct document *document,
	const struct deed *deed, struct err *err)
{
	return deed->seen == NULL || str_eq(deed->seen, document->prev) ||
	       workflow_moved_on(session_office(session), document, err);
}

static void say(struct decision *decision, const struct session *session, const struct deed *deed)
{
	const struct pack *pack = session_office(session)->pack;
	const struct return_code *code =
		deed->code != NULL ? pack_return_code(pack, deed->code) : NULL;
	char *comment = deed->comment != NULL ? str_trim(deed->comment) : NULL;

	set_str(&decision->action, pack_action(pack, deed->action)->code);
	set_str(&decision->code, code != NULL ? code->code : deed->code);
	set_str(&decision->named, deed->named);
	if (deed->findings != NULL)
		strv_copy(&decision->findings, deed->findings);
	set_str(&decision->comment, str_empty(comment) ? NULL : comment);
	free(comment);
}

/* A plain no would be false: the decision itself stands. */
static bool finish(struct session *session, const struct document *before,
	const struct decision *decision, struct err *err)
{
	const struct kind *kind = pack_kind(session_office(session)->pack, before->paper.kind);
	const char *id = before->paper.id;
	struct strv done = {0};
	bool ok = follow_up(session, id, err) &&
		  (!purge_is(session, decision->action) || purge_finish(session, id, err)) &&
		  (kind == NULL || kind->selects == NULL ||
			  session_gather(session, false, &done, err));

	strv_release(&done);
	if (ok)
		return true;
	session->looked = -1; /* tried again with what comes next */
	err->code = ERR_UNKNOWN;
	return err_wrap(err, _("it is decided (request %s), but what follows from it is not done"),
		decision->request);
}

bool session_do(struct session *session, const char *id, const struct deed *deed, struct err *err)
{
	struct document document = {0}, named = {0};
	struct decision decision = {0};
	bool ok;

	ok = check_action(session, deed->action, err) &&
	     law_check_words(_("the comment"), deed->comment, REASON_MAX, err) &&
	     see_document(session, id, &document, err) &&
	     check_seen(session, &document, deed, err) &&
	     (deed->named == NULL || see_document(session, deed->named, &named, err)) &&
	     (!purge_is(session, deed->action) ||
		     purge_check(session, document.paper.id, deed->together, err));
	ok = ok && gather_may_start(session, &document, deed->action, NULL, err) &&
	     do_together(session, &document, deed, err);
	if (ok) {
		decision = begin(session, &document, deed->action);
		say(&decision, session, deed);
		ok = store_submit(session->store, &decision, NULL, NULL, err);
	}
	if (ok)
		ok = finish(session, &document, &decision, err);
	decision_release(&decision);
	document_release(&named);
	document_release(&document);
	return ok;
}

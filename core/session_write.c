/* SPDX-License-Identifier: MIT */
/* The use cases that decide something about a paper. */
#include <stdlib.h>
#include <string.h>

#include "core/doc_number.h"
#include "core/i18n.h"
#include "core/law.h"
#include "core/links.h"
#include "core/mem.h"
#include "core/reading.h"
#include "core/screener.h"
#include "core/session.h"
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

/* -- Files ------------------------------------------------------------------------------------- */

/* A file as it is about to come in. */
struct incoming {
	struct content content;
	struct reading reading;
};

static bool read_file(const struct change *change, struct incoming *in, struct err *err)
{
	size_t limit = change->limit > 0 ? change->limit : FILE_LIMIT;

	if (change->file == NULL)
		return true;
	if (change->file_len > limit)
		return err_set(
			err, ERR_INPUT, _("it is larger than the limit of %zu bytes"), limit);
	if (!reading_take(change->file, change->file_len, &in->reading, err))
		return false;
	in->content = (struct content){.original = change->file,
		.original_len = change->file_len,
		.text = str_get(&in->reading.text),
		.text_len = in->reading.text.len};
	return true;
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

static void refer(struct blob_ref *ref, const void *bytes, size_t len)
{
	hash_hex(bytes, len, ref->sha256);
	ref->size = (int64_t)len;
}

static void take_file(struct session *session, struct paper *paper, const struct change *change,
	const struct incoming *in)
{
	char before[HASH_HEX + 1];

	if (change->file == NULL)
		return;
	memcpy(before, paper_public(paper)->sha256, sizeof(before));
	refer(&paper->original, change->file, change->file_len);
	refer(&paper->text, in->content.text, in->content.text_len);
	set_str(&paper->file_name, change->file_name);
	set_str(&paper->encoding, in->reading.encoding);
	paper->rendition = (struct blob_ref){0};
	/* What was found stays with the text it was found in, whatever the rules are by now. */
	if (strcmp(before, paper->text.sha256) == 0)
		return;
	strv_clear(&paper->findings);
	screener_list(screener_of(session_office(session)->pack), in->content.text,
		in->content.text_len, &paper->findings);
}

/* -- A change of title, number and fields ------------------------------------------------------ */

static bool number_is_free(
	struct session *session, const char *number, const char *id, struct err *err)
{
	char *other = NULL;
	bool ok = store_find_number(session->store, number, &other, err);

	if (ok && other != NULL && !str_eq(other, id)) {
		struct document document = {0};

		ok = see_document(session, other, &document, err);
		if (ok)
			err_set(err, ERR_REFUSED, _("the number %s is borne by %s already"), number,
				other);
		else
			err_set(err, ERR_REFUSED,
				_("the number %s is borne by another paper already"), number);
		document_release(&document);
		ok = false;
	}
	free(other);
	return ok;
}

/* As the pack writes what it can read (国办发[2018]58, without its 号); else with its brackets
 * folded. The caller frees. */
static char *normal_number(const struct session *session, const char *number)
{
	const struct number_form *form = &session_office(session)->pack->number;
	struct doc_number read = {0};
	struct str written = {0};
	struct err err;

	if (!text_is_utf8(number, strlen(number)))
		return xstrdup(number);
	if (doc_number_read(form, number, &read, &err) && !str_empty(read.series))
		doc_number_write(form, &read, &written);
	doc_number_release(&read);
	return written.len > 0 ? str_detach(&written) : text_fold_number(number);
}

static bool take_number(
	struct session *session, struct paper *paper, const char *number, struct err *err)
{
	char *folded;
	bool ok;

	if (number == NULL)
		return true;
	folded = normal_number(session, number);
	ok = str_empty(folded) || str_eq(folded, paper->number) ||
	     number_is_free(session, folded, paper->id, err);
	if (ok)
		set_str(&paper->number, str_empty(folded) ? NULL : folded);
	free(folded);
	return ok;
}

static bool parts_names(unsigned c)
{
	static const unsigned parting[] = {',', ';', 0x3001, 0xFF0C, 0xFF1B};

	for (size_t i = 0; i < sizeof(parting) / sizeof(*parting); i++) {
		if (c == parting[i])
			return true;
	}
	return false;
}

/* One unit by its name, or ids with blanks between. */
static void spell_some(const struct session *session, const char *text, struct strv *ids)
{
	const struct org *org = &session_office(session)->org;
	char *name = str_trim(text);
	const struct unit *unit = org_named(org, name, session_today(session));
	struct strv words = {0};

	if (unit != NULL)
		strv_put(ids, unit->id);
	else
		strv_split(&words, name, " \t");
	for (size_t i = 0; i < words.n; i++) {
		unit = org_named(org, words.v[i], session_today(session));
		strv_put(ids, unit != NULL ? unit->id : words.v[i]);
	}
	strv_release(&words);
	free(name);
}

/* Units as people write them, by id or by name, as their ids; the caller frees. */
static char *spell_units(const struct session *session, const char *value)
{
	struct strv ids = {0};
	const char *from = value, *p = value;
	char *joined;

	if (!text_is_utf8(value, strlen(value)))
		return xstrdup(value);
	while (*from != '\0') {
		const char *end = p;
		unsigned c = *p != '\0' ? text_next(&p) : ',';
		char *one;

		if (!parts_names(c))
			continue;
		one = xstrndup(from, (size_t)(end - from));
		spell_some(session, one, &ids);
		free(one);
		from = p;
	}
	joined = strv_join(&ids, " ");
	strv_release(&ids);
	return joined;
}

/* A value in the one spelling that the record has: a code of a row as its table writes it, units by
 * their ids. The caller frees. */
static char *one_spelling(
	const struct session *session, const struct field *field, const char *value)
{
	const struct table_row *row =
		field->table != NULL && value != NULL ? table_row(field->table, value) : NULL;

	if (field->type == FIELD_UNITS && value != NULL)
		return spell_units(session, value);
	return xstrdup(row != NULL ? row->code : value);
}

static bool take_fields(const struct session *session, const struct kind *kind, struct paper *paper,
	const struct strv *fields, struct err *err)
{
	struct paper ordered = {0};

	for (size_t i = 0; i < fields->n; i++) {
		const char *value = strchr(fields->v[i], '=');
		char *code;

		if (value == NULL)
			return err_set(err, ERR_INPUT, _("'%s' is no FIELD=VALUE"), fields->v[i]);
		code = xstrndup(fields->v[i], (size_t)(value - fields->v[i]));
		paper_set_field(paper, code, value + 1);
		free(code);
	}
	/* In the kind's order, so that the record does not tell who filled in what first; what the
	 * kind does not have stays at the end, for the gate to name. */
	for (size_t i = 0; i < kind->field_count; i++) {
		const char *code = kind->fields[i].code;
		char *value = one_spelling(session, &kind->fields[i], paper_field(paper, code));

		paper_set_field(&ordered, code, value);
		paper_set_field(paper, code, NULL);
		free(value);
	}
	for (size_t i = 0; i < paper->fields.n; i++)
		strv_add(&ordered.fields, paper->fields.v[i]);
	strv_copy(&paper->fields, &ordered.fields);
	paper_release(&ordered);
	return true;
}

/* A link leads to a document that whoever makes it may see. */
static bool check_links(struct session *session, const struct kind *kind, const struct paper *paper,
	const struct strv *fields, struct err *err)
{
	for (size_t i = 0; i < kind->field_count; i++) {
		const char *code = kind->fields[i].code, *id = paper_field(paper, code);
		struct document document = {0};
		bool is_named = false, ok;

		for (size_t k = 0; k < fields->n; k++)
			is_named = is_named || (starts_with(fields->v[k], code) &&
						       fields->v[k][strlen(code)] == '=');
		if (kind->fields[i].type != FIELD_LINK || !is_named || id == NULL)
			continue;
		if (str_eq(id, paper->id))
			return err_set(err, ERR_INPUT, _("%s cannot name itself"), id);
		ok = see_document(session, id, &document, err);
		document_release(&document);
		if (!ok)
			return err_wrap(err, "%s", code);
	}
	return true;
}

static bool take_change(struct session *session, const struct kind *kind, struct paper *paper,
	const struct change *change, const struct incoming *in, struct err *err)
{
	char *title = change->title != NULL ? str_trim(change->title) : NULL;

	if (title != NULL)
		set_str(&paper->title, str_empty(title) ? NULL : title);
	free(title);
	take_file(session, paper, change, in);
	return take_number(session, paper, change->number, err) &&
	       take_fields(session, kind, paper, &change->fields, err) &&
	       check_links(session, kind, paper, &change->fields, err) &&
	       gather_check(session, kind, paper, err);
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
	     read_file(&intake->change, &in, err);
	if (ok) {
		begin_paper(&paper, kind, unit, session->person);
		ok = take_change(session, kind, &paper, &intake->change, &in, err);
	}
	ok = ok && take_hands(session, kind, &paper, err);
	if (ok && in.content.text != NULL)
		ok = !purge_refuses(session, paper.original.sha256, err);
	if (ok && paper.title == NULL && in.content.text != NULL)
		paper.title = text_guess_title(in.content.text);
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

	ok = see_document(session, id, &document, err) && read_file(change, &in, err);
	if (ok) {
		kind = pack_kind(session_office(session)->pack, document.paper.kind);
		paper_copy(&paper, &document.paper);
		if (change->file != NULL)
			set_str(&paper.admitted, NULL);
		ok = kind != NULL ? take_change(session, kind, &paper, change, &in, err)
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

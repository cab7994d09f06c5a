/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/js.h"
#include "cli/show.h"
#include "core/law.h"
#include "core/mem.h"

static json_t *fields(const struct paper *paper)
{
	json_t *object = json_object();

	for (size_t i = 0; i < paper->fields.n; i++) {
		const char *field = paper->fields.v[i];
		char *code = xstrndup(field, strcspn(field, "="));

		js_str(object, code, field + strlen(code) + 1);
		free(code);
	}
	return object;
}

static json_t *relations(const struct view *view)
{
	json_t *array = json_array();

	for (size_t i = 0; i < view->relation_count; i++) {
		const struct relation_seen *relation = &view->relations[i];
		json_t *object = json_object();

		js_str(object, "field", relation->field->code);
		js_bool(object, "back", relation->is_back);
		js_str(object, "id", relation->id);
		js_str(object, "title", relation->title);
		js_str(object, "state", relation->state);
		js_str(object, "attribute", relation->attribute);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *approvals(const struct document *document)
{
	json_t *array = json_array();

	for (size_t i = 0; i < document->approval_count; i++) {
		const struct approval *approval = &document->approvals[i];
		json_t *object = json_object();

		js_str(object, "person", approval->person);
		js_str(object, "acting_for", approval->acting_for);
		js_str(object, "role", approval->role);
		js_str(object, "unit", approval->unit);
		js_str(object, "action", approval->action);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *opinions(const struct document *document)
{
	json_t *array = json_array();

	for (size_t i = 0; i < document->opinion_count; i++) {
		const struct opinion *opinion = &document->opinions[i];
		json_t *object = json_object();

		js_str(object, "person", opinion->person);
		js_str(object, "acting_for", opinion->acting_for);
		js_str(object, "role", opinion->role);
		js_str(object, "unit", opinion->unit);
		js_str(object, "action", opinion->action);
		json_array_append_new(array, object);
	}
	return array;
}

static void put_options(json_t *line, const struct view *view)
{
	json_t *open = json_array(), *closed = json_array();

	for (size_t i = 0; i < view->option_count; i++) {
		const struct possibility *option = &view->options[i];

		if (option->is_open) {
			json_array_append_new(open, json_string(option->action->code));
		} else {
			json_t *object = json_object();

			js_str(object, "action", option->action->code);
			js_str(object, "why", option->why.text);
			json_array_append_new(closed, object);
		}
	}
	js_put(line, "actions", open);
	js_put(line, "closed", closed);
}

static void put_file(json_t *line, const struct paper *paper)
{
	js_str(line, "content", paper->text.sha256);
	js_str(line, "rendition", paper->rendition.sha256);
	js_str(line, "original", paper->original.sha256);
	js_str(line, "file_name", paper->file_name);
	js_int(line, "size", paper->original.size);
	js_str(line, "encoding", paper->encoding);
}

/* What was found and neither masked nor waived. */
static void put_open_findings(json_t *line, const struct document *document)
{
	struct strv open = {0};

	guards_open_findings(document, &open);
	js_list(line, "open_findings", &open);
	strv_release(&open);
}

json_t *show_json(const struct session *session, const struct view *view)
{
	const struct document *document = &view->document;
	const struct paper *paper = &document->paper;
	json_t *line = json_object();
	char at[MOMENT_SIZE];

	js_str(line, "id", paper->id);
	js_str(line, "kind", paper->kind);
	js_str(line, "title", paper->title);
	js_str(line, "number", paper->number);
	js_str(line, "unit", paper->unit);
	js_str(line, "state", document->state);
	js_str(line, "attribute", paper->attribute);
	js_list(line, "grounds", &paper->grounds);
	js_str(line, "reason", paper->reason);
	js_str(line, "row", paper->row);
	js_bool(line, "outside_list", law_outside(session_office(session)->pack, paper) != NULL);
	js_str(line, "drafter", paper->drafter);
	js_list(line, "editors", &paper->editors);
	js_day(line, "review_by", paper->review_by);
	js_day(line, "due", document_due(document));
	js_str(line, "due_at", moment_format(document_due_at(document), at));
	js_day(line, "entered", document->entered);
	js_day(line, "decided", document->decided);
	js_day(line, "published", document->published);
	js_stamp(line, "created", document->created);
	js_stamp(line, "updated", document->updated);
	put_file(line, paper);
	js_put(line, "fields", fields(paper));
	js_list(line, "findings", &paper->findings);
	put_open_findings(line, document);
	js_put(line, "approvals", approvals(document));
	js_put(line, "opinions", opinions(document));
	js_put(line, "clocks", show_clocks_json(session, document));
	js_int(line, "decisions", document->decisions);
	js_str(line, "last_action", document->last_action);
	js_str(line, "last_actor", document->last_actor);
	js_str(line, "commit", document->prev);
	js_put(line, "relations", relations(view));
	if (view->selection != NULL)
		js_str(line, "selection", view->selection);
	put_options(line, view);
	return line;
}

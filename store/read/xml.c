/* SPDX-License-Identifier: MIT */
#include "store/read/xml.h"

#include <expat.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

struct walk {
	struct xml xml;
	const struct xml_walker *walker;
	XML_Parser parser;
	enum failure failure;
	bool is_stopped;
	char *root;
};

static void stop(struct walk *walk, enum failure failure)
{
	walk->failure = failure;
	walk->is_stopped = true;
	XML_StopParser(walk->parser, XML_FALSE);
}

static const char *local(const char *name)
{
	const char *blank = strrchr(name, ' ');

	return blank != NULL ? blank + 1 : name;
}

static void XMLCALL opened(void *data, const char *name, const char **attributes)
{
	struct walk *walk = data;

	if (walk->is_stopped)
		return;
	walk->xml.space = name;
	if (++walk->xml.depth > DEPTH_MAX)
		stop(walk, FAILURE_DEEP);
	else if (walk->walker->open != NULL)
		walk->walker->open(&walk->xml, local(name), attributes);
}

static void XMLCALL closed(void *data, const char *name)
{
	struct walk *walk = data;

	if (walk->is_stopped)
		return;
	walk->xml.space = name;
	if (walk->walker->close != NULL)
		walk->walker->close(&walk->xml, local(name));
	walk->xml.depth--;
}

static void XMLCALL said(void *data, const char *text, int len)
{
	struct walk *walk = data;

	if (!walk->is_stopped && walk->walker->text != NULL)
		walk->walker->text(&walk->xml, text, (size_t)len);
}

static void XMLCALL typed(
	void *data, const char *name, const char *system_id, const char *public_id, int internal)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)internal;
	stop(data, FAILURE_ENTITIES);
}

static void walk_through(struct walk *walk, const char *bytes, size_t len)
{
	XML_Parser parser = XML_ParserCreateNS(NULL, ' ');

	if (parser == NULL)
		gather_fail(walk->xml.gather, FAILURE_LARGE);
	walk->parser = parser;
	XML_SetUserData(parser, walk);
	XML_SetElementHandler(parser, opened, closed);
	XML_SetCharacterDataHandler(parser, said);
	XML_SetStartDoctypeDeclHandler(parser, typed);
	XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER);
	if (len > INT_MAX || XML_Parse(parser, bytes, (int)len, 1) != XML_STATUS_OK) {
		if (!walk->is_stopped)
			walk->failure = FAILURE_DAMAGED;
		walk->is_stopped = true;
	}
	XML_ParserFree(parser);
}

void xml_walk(struct gather *gather, const char *bytes, size_t len, const struct xml_walker *walker,
	void *data)
{
	struct walk walk = {.xml = {.gather = gather, .data = data, .space = ""}, .walker = walker};

	walk_through(&walk, bytes, len);
	if (walk.is_stopped)
		gather_fail(gather, walk.failure);
}

bool xml_is_whole(struct gather *gather, const char *bytes, size_t len)
{
	static const struct xml_walker walker = {0};
	struct walk walk = {.xml = {.gather = gather, .space = ""}, .walker = &walker};

	walk_through(&walk, bytes, len);
	return !walk.is_stopped;
}

const char *xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2) {
		if (strcmp(local(attributes[0]), name) == 0)
			return attributes[1];
	}
	return NULL;
}

bool xml_is_on(const char *value)
{
	return value == NULL || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 &&
					strcmp(value, "off") != 0);
}

bool xml_in(const struct xml *xml, const char *space)
{
	return starts_with(xml->space, space);
}

/* -- What a part is ---------------------------------------------------------------------------- */

static void note_root(struct xml *xml, const char *name, const char **attributes)
{
	struct walk *walk = (struct walk *)xml; /* its first member */

	(void)name;
	(void)attributes;
	walk->root = xstrdup(xml->space);
	stop(walk, FAILURE_EMPTY);
}

char *xml_root(struct gather *gather, const char *bytes, size_t len)
{
	static const struct xml_walker walker = {.open = note_root};
	struct walk walk = {.xml = {.gather = gather, .space = ""}, .walker = &walker};

	walk_through(&walk, bytes, len);
	if (walk.failure == FAILURE_ENTITIES)
		gather_fail(gather, walk.failure);
	return walk.root != NULL ? walk.root : xstrdup("");
}

/* SPDX-License-Identifier: MIT */
#include "store/read/rels.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/xml.h"

void rels_release(struct rels *rels)
{
	for (size_t i = 0; i < rels->n; i++) {
		free(rels->v[i].id);
		free(rels->v[i].type);
		free(rels->v[i].target);
	}
	free(rels->v);
	*rels = (struct rels){0};
}

struct reading_rels {
	struct rels *rels;
	const char *part;
};

static void open_rel(struct xml *xml, const char *name, const char **attributes)
{
	struct reading_rels *reading = xml->data;
	struct rels *rels = reading->rels;
	const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type");
	const char *target = xml_attribute(attributes, "Target");
	const char *mode = xml_attribute(attributes, "TargetMode");

	if (strcmp(name, "Relationship") != 0 || target == NULL ||
		(mode != NULL && strcmp(mode, "External") == 0))
		return;
	GROW(rels->v, rels->n);
	rels->v[rels->n++] = (struct rel){.id = xstrdup(id != NULL ? id : ""),
		.type = xstrdup(type != NULL ? type : ""),
		.target = zip_beside(reading->part, target)};
}

void rels_read(struct zip *zip, struct gather *gather, const char *part, struct rels *rels)
{
	static const struct xml_walker walker = {.open = open_rel};
	struct reading_rels reading = {rels, part};
	const char *slash = strrchr(part, '/');
	size_t folder = slash != NULL ? (size_t)(slash - part) + 1 : 0;
	char *name = xasprintf("%.*s_rels/%s.rels", (int)folder, part, part + folder);
	const struct zip_part *of = zip_at(zip, name);

	if (of != NULL && *of->root != '\0')
		xml_walk(gather, of->bytes.buf, of->bytes.len, &walker, &reading);
	free(name);
}

static bool ends_in(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

struct zip_part *rels_main(struct zip *zip, struct gather *gather)
{
	struct zip_part *main = NULL;
	struct rels rels = {0};

	rels_read(zip, gather, "", &rels);
	for (size_t i = 0; main == NULL && i < rels.n; i++) {
		if (!ends_in(rels.v[i].type, "/officeDocument"))
			continue;
		main = zip_at(zip, rels.v[i].target);
		if (main == NULL || *main->root == '\0')
			gather_fail(gather, FAILURE_DAMAGED);
	}
	rels_release(&rels);
	return main;
}

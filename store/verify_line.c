/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/verify.h"

enum { PREFIX_MIN = 7 };

static size_t slot_of(const struct line *line, const unsigned char *id)
{
	uint64_t hash;
	size_t at;

	memcpy(&hash, id, sizeof(hash)); /* it is one already */
	for (at = hash & (line->size - 1); line->slots[at] != 0; at = (at + 1) & (line->size - 1)) {
		if (memcmp(line->ids[line->slots[at] - 1], id, OID_HEX / 2) == 0)
			break;
	}
	return at;
}

static void add(struct line *line, const char *id)
{
	GROW(line->ids, line->n);
	oid_to_raw(id, line->ids[line->n++]);
}

static void make_table(struct line *line)
{
	for (line->size = 8; line->size < 2 * line->n;)
		line->size *= 2;
	line->slots = xcalloc(line->size, sizeof(*line->slots));
	line->times = xcalloc(line->n + 1, sizeof(*line->times));
	for (size_t i = 0; i < line->n; i++)
		line->slots[slot_of(line, line->ids[i])] = (uint32_t)i + 1;
}

/* First parents, down to the commit that has none. */
void audit_read_line(struct audit *audit, const char *tip)
{
	struct line *line = &audit->line;
	char at[OID_HEX + 1];

	memcpy(at, tip, sizeof(at));
	while (*at != '\0') {
		struct object object = {0};
		struct commit commit = {0};
		struct err why = {0};

		if (!gitrepo_read_as(audit->repo, at, OBJECT_COMMIT, &object, &why) ||
			!commit_parse(&commit, object.bytes, object.len, &why)) {
			audit_fault(audit, at, _("%s; the main line cannot be followed beyond it"),
				why.text);
			line->is_cut = true;
			*at = '\0';
		} else {
			add(line, at);
			if (commit.parents.n > 0)
				memcpy(at, commit.parents.v[0], sizeof(at));
			else
				*at = '\0';
		}
		commit_release(&commit);
		object_release(&object);
	}
	make_table(line);
}

void line_id(const struct line *line, size_t place, char id[OID_HEX + 1])
{
	oid_from_raw(line->ids[place], id);
}

void line_see(struct line *line, int64_t time)
{
	line->seen++;
	line->times[line->n - line->seen] = time;
}

bool line_time(const struct line *line, const char *id, int64_t *time)
{
	unsigned char raw[OID_HEX / 2];
	size_t place;

	if (line->n == 0)
		return false;
	oid_to_raw(id, raw);
	place = line->slots[slot_of(line, raw)];
	if (place == 0 || place - 1 < line->n - line->seen)
		return false;
	*time = line->times[place - 1];
	return true;
}

bool line_find(const struct line *line, const char *prefix, size_t *place, struct err *err)
{
	size_t len = strlen(prefix), found = 0;
	char id[OID_HEX + 1];

	for (size_t i = 0; len >= PREFIX_MIN && i < line->n; i++) {
		line_id(line, i, id);
		if (strncmp(id, prefix, len) != 0)
			continue;
		*place = i;
		found++;
	}
	if (found == 1)
		return true;
	if (found > 1)
		return err_set(err, ERR_INPUT,
			_("'%s' begins several commits of the main line: write more of it"),
			prefix);
	return err_set(err, ERR_INPUT,
		_("'%s' is no commit of the ledger's main line (`git log --first-parent` in "
		  "ledger.git lists them)"),
		prefix);
}

void line_release(struct line *line)
{
	free(line->ids);
	free(line->times);
	free(line->slots);
	*line = (struct line){0};
}

/* SPDX-License-Identifier: MIT */
/* What is read out of git objects: commits, the decisions in them, trees, checkpoints. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/checkpoint.h"
#include "store/entry.h"
#include "store/pack_text.h"
#include "store/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_commit(const char *text, size_t size)
{
	struct object object = {.type = OBJECT_COMMIT, .bytes = xstrndup(text, size), .len = size};
	struct commit commit = {0};
	struct entry entry = {0};
	struct str again = {0};
	struct err err;

	if (commit_parse(&commit, object.bytes, size, &err)) {
		commit_print(&commit, &again);
		if (strcmp(str_get(&again), commit.payload) != 0)
			abort();
	}
	if (entry_parse(&entry, &object, &err)) {
		str_clear(&again);
		decision_message(&entry.decision, &again);
		if (strcmp(str_get(&again), entry.commit.message) != 0)
			abort();
	}
	entry_release(&entry);
	commit_release(&commit);
	object_release(&object);
	str_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	char *text = xstrndup(bytes, size);
	struct pack_files files = {0};
	struct checkpoint checkpoint;
	struct tree tree;
	struct err err;

	if (memchr(bytes, '\0', size) == NULL)
		as_commit(text, size);
	(void)!tree_parse(&tree, bytes, size, &err);
	tree_release(&tree);
	(void)!checkpoint_parse(text, &checkpoint, &err);
	(void)!pack_text_parse(bytes, size, &files, &err);
	pack_files_release(&files);
	free(text);
	return 0;
}

/* SPDX-License-Identifier: MIT */
#include "store/tree.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

enum { DEPTH_MAX = 16 };

static const char file_mode[] = "100644 ", folder_mode[] = "40000 ";

void tree_release(struct tree *tree)
{
	for (size_t i = 0; i < tree->n; i++)
		free(tree->v[i].name);
	free(tree->v);
	*tree = (struct tree){0};
}

static int compare(const void *a, const void *b)
{
	const struct tree_entry *x = a, *y = b;
	size_t n = strlen(x->name), m = strlen(y->name);
	int order = memcmp(x->name, y->name, n < m ? n : m);
	unsigned char c, d;

	if (order != 0 || n == m)
		return order;
	/* git sorts a folder as if its name ended in a slash. */
	c = n > m ? (unsigned char)x->name[m] : x->is_folder ? '/' : 0;
	d = m > n ? (unsigned char)y->name[n] : y->is_folder ? '/' : 0;
	return (int)c - (int)d;
}

static bool parse_entry(const char **p, const char *end, struct tree_entry *entry)
{
	size_t mode, name;

	entry->is_folder = (size_t)(end - *p) > sizeof(folder_mode) && starts_with(*p, folder_mode);
	mode = entry->is_folder ? sizeof(folder_mode) - 1 : sizeof(file_mode) - 1;
	if (!entry->is_folder && !((size_t)(end - *p) > mode && starts_with(*p, file_mode)))
		return false;
	*p += mode;
	name = strnlen(*p, (size_t)(end - *p));
	if (name == 0 || (size_t)(end - *p) < name + 1 + OID_HEX / 2 ||
		memchr(*p, '/', name) != NULL)
		return false;
	entry->name = xstrndup(*p, name);
	oid_from_raw((const unsigned char *)*p + name + 1, entry->id);
	*p += name + 1 + OID_HEX / 2;
	return true;
}

bool tree_parse(struct tree *tree, const char *bytes, size_t len, struct err *err)
{
	const char *p = bytes, *end = bytes + len;
	bool ok = true;

	*tree = (struct tree){0};
	while (ok && p < end) {
		struct tree_entry entry = {0};

		ok = parse_entry(&p, end, &entry);
		if (!ok)
			break;
		GROW(tree->v, tree->n);
		tree->v[tree->n++] = entry;
		ok = tree->n == 1 || compare(&tree->v[tree->n - 2], &tree->v[tree->n - 1]) < 0;
	}
	if (ok)
		return true;
	tree_release(tree);
	return err_set(err, ERR_INPUT,
		_("a tree holds something else than files and folders, or is out of order"));
}

const struct tree_entry *tree_find(const struct tree *tree, const char *name)
{
	for (size_t i = 0; i < tree->n; i++) {
		if (strcmp(tree->v[i].name, name) == 0)
			return &tree->v[i];
	}
	return NULL;
}

bool tree_read(struct gitrepo *repo, const char *id, struct tree *tree, struct err *err)
{
	struct object object = {0};
	bool ok;

	*tree = (struct tree){0};
	if (!gitrepo_read_as(repo, id, OBJECT_TREE, &object, err))
		return false;
	ok = tree_parse(tree, object.bytes, object.len, err);
	object_release(&object);
	return ok;
}

void tree_changes_add(struct tree_changes *changes, const char *path, const char *id)
{
	GROW(changes->v, changes->n);
	changes->v[changes->n].path = path;
	memcpy(changes->v[changes->n].id, id, OID_HEX + 1);
	changes->n++;
}

static int by_path(const void *a, const void *b)
{
	const struct tree_change *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void tree_changes_sort(struct tree_changes *changes)
{
	if (changes->n > 0)
		qsort(changes->v, changes->n, sizeof(*changes->v), by_path);
}

void tree_changes_release(struct tree_changes *changes)
{
	free(changes->v);
	*changes = (struct tree_changes){0};
}

/* Takes the entry's name over. */
static void put_entry(struct tree *tree, const struct tree_entry *entry)
{
	for (size_t i = 0; i < tree->n; i++) {
		if (strcmp(tree->v[i].name, entry->name) != 0)
			continue;
		tree->v[i].is_folder = entry->is_folder;
		memcpy(tree->v[i].id, entry->id, sizeof(entry->id));
		free(entry->name);
		return;
	}
	GROW(tree->v, tree->n);
	tree->v[tree->n++] = *entry;
}

static void store_tree(struct tree *tree, struct objects *objects, char id[OID_HEX + 1])
{
	struct str out = {0};

	if (tree->n > 0)
		qsort(tree->v, tree->n, sizeof(*tree->v), compare);
	for (size_t i = 0; i < tree->n; i++) {
		unsigned char raw[OID_HEX / 2];

		str_add(&out, tree->v[i].is_folder ? folder_mode : file_mode);
		str_addn(&out, tree->v[i].name, strlen(tree->v[i].name) + 1);
		oid_to_raw(tree->v[i].id, raw);
		str_addn(&out, raw, sizeof(raw));
	}
	objects_add(objects, OBJECT_TREE, str_get(&out), out.len, id);
	str_release(&out);
}

/* Takes from changes those in the folder that the first of them names; returns how many. */
static size_t take_folder(
	const struct tree_changes *changes, size_t from, size_t name, struct tree_changes *inside)
{
	const char *first = changes->v[from].path;
	size_t i = from;

	for (; i < changes->n && strncmp(changes->v[i].path, first, name + 1) == 0; i++)
		tree_changes_add(inside, changes->v[i].path + name + 1, changes->v[i].id);
	return i - from;
}

bool tree_update(struct gitrepo *repo, const char *base, const struct tree_changes *changes,
	struct objects *objects, char id[OID_HEX + 1], struct err *err)
{
	struct tree tree = {0};
	bool ok = *base == '\0' || tree_read(repo, base, &tree, err);

	for (size_t i = 0; ok && i < changes->n;) {
		const char *path = changes->v[i].path, *slash = strchr(path, '/');
		struct tree_entry entry = {.is_folder = slash != NULL};
		size_t name = slash != NULL ? (size_t)(slash - path) : strlen(path);
		struct tree_changes inside = {0};
		const struct tree_entry *old;

		entry.name = xstrndup(path, name);
		if (entry.is_folder) {
			old = str_eq(entry.name, changes->anew) ? NULL
								: tree_find(&tree, entry.name);
			i += take_folder(changes, i, name, &inside);
			/* As deep as the paths, which are ours. */
			ok = tree_update(repo, old != NULL && old->is_folder ? old->id : "",
				&inside, objects, entry.id, err);
			tree_changes_release(&inside);
		} else {
			memcpy(entry.id, changes->v[i++].id, sizeof(entry.id));
		}
		put_entry(&tree, &entry);
	}
	if (ok)
		store_tree(&tree, objects, id);
	tree_release(&tree);
	return ok;
}

static bool add_files(struct gitrepo *repo, const char *id, const char *prefix, int depth,
	struct pack_files *files, struct err *err)
{
	struct tree tree = {0};
	bool ok;

	if (depth > DEPTH_MAX)
		return err_set(err, ERR_INPUT, _("a tree is too deep"));
	ok = tree_read(repo, id, &tree, err);
	for (size_t i = 0; ok && i < tree.n; i++) {
		struct object object = {0};
		char *path =
			xasprintf("%s%s%s", prefix, tree.v[i].name, tree.v[i].is_folder ? "/" : "");

		if (tree.v[i].is_folder) {
			ok = add_files(repo, tree.v[i].id, path, depth + 1, files, err);
		} else {
			ok = gitrepo_read_as(repo, tree.v[i].id, OBJECT_BLOB, &object, err);
			if (ok)
				pack_files_add(files, path, object.bytes, object.len);
			object_release(&object);
		}
		free(path);
	}
	tree_release(&tree);
	return ok;
}

bool tree_files(struct gitrepo *repo, const char *id, const char *prefix, struct pack_files *files,
	struct err *err)
{
	return add_files(repo, id, prefix, 0, files, err);
}

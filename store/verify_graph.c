/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/fs.h"
#include "store/verify.h"

/* Numbers of git's format (gitformat-commit-graph). */
enum {
	RAW = OID_HEX / 2,
	HEAD = 8,
	CHUNK = 12, /* a word of four, and where it is, in eight */
	COUNTS = 256 * 4,
	RECORD = RAW + 16, /* tree, two parents, generation and time */
	NO_PARENT = 0x70000000,
	GENERATION_MAX = 0x3FFFFFFF,
	SMALL = 1 << 16,
};
static const uint32_t many_parents = 0x80000000U, last_edge = 0x80000000U;
static const size_t graph_max = (size_t)4 << 30;

/* One file; a chain has several, and numbers their commits through. */
struct graph {
	char *bytes; /* owns */
	size_t len;
	const unsigned char *counts, *names, *records, *edges; /* into it; edges may be NULL */
	size_t edge_count;
	uint32_t n, before; /* commits in it, and in those before it */
};

/* A file alone is a chain of one. */
struct chain {
	struct graph *v; /* owns */
	size_t n;
};
enum { CHAINS = 2 };

struct graphs {
	const char *repository; /* borrowed */
	struct chain chains[CHAINS];
};

static uint32_t number(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Where a chunk is, and how long; NULL: there is none. */
static const unsigned char *find_chunk(const struct graph *graph, const char *word, size_t *len)
{
	const unsigned char *bytes = (const unsigned char *)graph->bytes, *p = bytes + HEAD;

	for (int i = 0; i < bytes[6]; i++, p += CHUNK) {
		uint64_t from = (uint64_t)number(p + 4) << 32 | number(p + 8);
		uint64_t to = (uint64_t)number(p + CHUNK + 4) << 32 | number(p + CHUNK + 8);

		if (memcmp(p, word, 4) != 0)
			continue;
		if (from > to || to > graph->len)
			return NULL;
		*len = (size_t)(to - from);
		return bytes + from;
	}
	return NULL;
}

static bool take_apart(struct graph *graph)
{
	size_t counts, names, records;

	if (graph->len < HEAD || memcmp(graph->bytes, "CGPH\1\1", 6) != 0 ||
		graph->len < HEAD + ((size_t)(unsigned char)graph->bytes[6] + 1) * CHUNK)
		return false;
	graph->counts = find_chunk(graph, "OIDF", &counts);
	graph->names = find_chunk(graph, "OIDL", &names);
	graph->records = find_chunk(graph, "CDAT", &records);
	graph->edges = find_chunk(graph, "EDGE", &graph->edge_count);
	graph->edge_count /= 4;
	if (graph->counts == NULL || graph->names == NULL || graph->records == NULL ||
		counts != COUNTS)
		return false;
	graph->n = number(graph->counts + COUNTS - 4);
	for (size_t i = 1; i < 256; i++) {
		if (number(graph->counts + 4 * (i - 1)) > number(graph->counts + 4 * i))
			return false;
	}
	return names == (size_t)graph->n * RAW && records == (size_t)graph->n * RECORD;
}

/* Stock git leaves out of the history of a path what the filters deny, and nobody compares them. */
static bool has_filters(const struct graph *graph)
{
	static const char *const words[] = {"BIDX", "BDAT"};
	size_t len;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (find_chunk(graph, words[i], &len) != NULL)
			return true;
	}
	return false;
}

static void add_graph(struct audit *audit, const char *repository, struct chain *chain, int info,
	const char *name)
{
	struct graph graph = {0};
	struct err why = {0};

	if (!fs_read(info, name, graph_max, &graph.bytes, &graph.len, &why)) {
		if (why.code != ERR_NOT_FOUND)
			audit_fault(audit, NULL, "%s: %s", name, why.text);
		return;
	}
	if (!take_apart(&graph)) {
		audit_fault(audit, NULL, _("%s/objects/info/%s is damaged: remove it"), repository,
			name);
		free(graph.bytes);
		return;
	}
	if (has_filters(&graph))
		audit_fault(audit, NULL,
			_("%s/objects/info/%s has filters of paths, by which stock git leaves "
			  "commits out: remove it, or write it without --changed-paths"),
			repository, name);
	for (size_t i = 0; i < chain->n; i++)
		graph.before += chain->v[i].n;
	GROW(chain->v, chain->n);
	chain->v[chain->n++] = graph;
}

static void add_chain(struct audit *audit, const char *repository, struct chain *chain, int info)
{
	struct strv lines = {0};
	struct err why = {0};
	char *text = NULL;

	if (!fs_read(info, "commit-graphs/commit-graph-chain", SMALL, &text, NULL, &why))
		return;
	strv_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n; i++) {
		char *name = xasprintf("commit-graphs/graph-%s.graph", lines.v[i]);

		add_graph(audit, repository, chain, info, name);
		free(name);
	}
	strv_release(&lines);
	free(text);
}

struct graphs *audit_open_graphs(struct audit *audit, const char *dir, const char *repository)
{
	char *path = xasprintf("%s/%s/objects/info", dir, repository);
	struct graphs *graphs = xcalloc(1, sizeof(*graphs));
	struct err why;
	int info = fs_open_dir(AT_FDCWD, path, &why);

	free(path);
	graphs->repository = repository;
	if (info < 0)
		return graphs;
	add_graph(audit, repository, &graphs->chains[0], info, "commit-graph");
	add_chain(audit, repository, &graphs->chains[1], info);
	close(info);
	return graphs;
}

void audit_close_graphs(struct graphs *graphs)
{
	for (size_t i = 0; graphs != NULL && i < CHAINS; i++) {
		for (size_t k = 0; k < graphs->chains[i].n; k++)
			free(graphs->chains[i].v[k].bytes);
		free(graphs->chains[i].v);
	}
	free(graphs);
}

/* -- One commit -------------------------------------------------------------------------------- */

static const unsigned char *find(
	const struct chain *chain, const char *id, const struct graph **graph)
{
	unsigned char raw[RAW];

	oid_to_raw(id, raw);
	for (size_t i = 0; i < chain->n; i++) {
		const struct graph *g = &chain->v[i];
		uint32_t from = raw[0] == 0 ? 0 : number(g->counts + 4 * (raw[0] - 1U));
		uint32_t to = number(g->counts + 4 * (size_t)raw[0]);

		while (from < to) {
			uint32_t middle = from + (to - from) / 2;
			int order = memcmp(raw, g->names + (size_t)middle * RAW, RAW);

			if (order == 0) {
				*graph = g;
				return g->records + (size_t)middle * RECORD;
			}
			if (order < 0)
				to = middle;
			else
				from = middle + 1;
		}
	}
	return NULL;
}

/* Whether the commit of this number is the parent id; *generation grows to its. */
static bool is_parent(const struct chain *chain, uint32_t at, const char *id, uint32_t *generation)
{
	for (size_t i = 0; i < chain->n; i++) {
		const struct graph *g = &chain->v[i];
		char name[OID_HEX + 1];
		uint32_t own;

		if (at < g->before || at - g->before >= g->n)
			continue;
		oid_from_raw(g->names + (size_t)(at - g->before) * RAW, name);
		own = number(g->records + (size_t)(at - g->before) * RECORD + RAW + 8) >> 2;
		if (own > *generation)
			*generation = own;
		return strcmp(name, id) == 0;
	}
	return false;
}

/* The second parent and those after it: one number, or a list of them. */
static bool has_more_parents(const struct chain *chain, const struct graph *graph, uint32_t second,
	const struct strv *parents, uint32_t *generation)
{
	size_t at = second & ~many_parents;

	if ((second & many_parents) == 0)
		return parents->n == 2 && is_parent(chain, second, parents->v[1], generation);
	for (size_t i = 1; i < parents->n; i++, at++) {
		uint32_t edge;

		if (graph->edges == NULL || at >= graph->edge_count)
			return false;
		edge = number(graph->edges + 4 * at);
		if (!is_parent(chain, edge & ~last_edge, parents->v[i], generation) ||
			((edge & last_edge) != 0) != (i == parents->n - 1))
			return false;
	}
	return parents->n > 2;
}

static bool says_so(const struct chain *chain, const struct graph *graph,
	const unsigned char *record, const struct commit *commit)
{
	const struct strv *parents = &commit->parents;
	uint32_t first = number(record + RAW), second = number(record + RAW + 4), above = 0;
	uint32_t generation = number(record + RAW + 8) >> 2;
	int64_t time = (int64_t)(number(record + RAW + 8) & 3) << 32 | number(record + RAW + 12);
	char tree[OID_HEX + 1];
	bool ok;

	oid_from_raw(record, tree);
	ok = strcmp(tree, commit->tree) == 0 && time == commit->committed.time;
	if (parents->n == 0)
		ok = ok && first == NO_PARENT;
	else
		ok = ok && is_parent(chain, first, parents->v[0], &above);
	if (parents->n < 2)
		ok = ok && second == NO_PARENT;
	else
		ok = ok && has_more_parents(chain, graph, second, parents, &above);
	return ok && (generation == 0 || generation == GENERATION_MAX || generation == above + 1);
}

void audit_check_graphs(struct audit *audit, const struct graphs *graphs, const char *id,
	const struct commit *commit)
{
	for (size_t i = 0; graphs != NULL && i < CHAINS; i++) {
		const struct graph *graph;
		const unsigned char *record = find(&graphs->chains[i], id, &graph);

		if (record != NULL && !says_so(&graphs->chains[i], graph, record, commit))
			audit_fault(audit, id,
				_("a commit-graph beside the history says something else of it, "
				  "and stock git believes that: remove %s/objects/info/"
				  "commit-graph*"),
				graphs->repository);
	}
}

/* -- The checkpoints --------------------------------------------------------------------------- */

/* The commit before it; "" at the first one, and where it cannot be read. */
static void check_step(struct audit *audit, const struct graphs *graphs, char id[OID_HEX + 1])
{
	struct object object = {0};
	struct commit commit = {0};
	struct err why = {0};

	if (gitrepo_read_as(audit->checkpoint.repo, id, OBJECT_COMMIT, &object, &why) &&
		commit_parse(&commit, object.bytes, object.len, &why))
		audit_check_graphs(audit, graphs, id, &commit);
	else
		audit_fault(audit, id, "state.git: %s", why.text);
	*id = '\0';
	if (commit.parents.n > 0)
		memcpy(id, commit.parents.v[0], OID_HEX + 1);
	commit_release(&commit);
	object_release(&object);
}

void audit_check_checkpoint_graphs(struct audit *audit, const char *dir)
{
	struct graphs *graphs = audit_open_graphs(audit, dir, "state.git");
	char id[OID_HEX + 1];

	memcpy(id, audit->checkpoint.id, sizeof(id));
	while (*id != '\0' && (graphs->chains[0].n > 0 || graphs->chains[1].n > 0))
		check_step(audit, graphs, id);
	audit_close_graphs(graphs);
}

/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/judge.h"

#include <string.h>

#include "tests/faults/photo.h"
#include "tests/store/site.h"

struct case_ {
	const struct told *told;
	const char *label;
	bool is_kept;
};

__attribute__((format(printf, 2, 3))) static void broken(struct case_ *c, const char *fmt, ...)
{
	char what[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	printf("  %s: %s (the victim: %s)\n", c->label, what, c->told->sentence);
	c->is_kept = false;
}

/* A store or a copy of one has between least and most decisions, and no fault. */
static struct store *look_into(struct case_ *c, const char *dir, int64_t least, int64_t most)
{
	struct verdict verdict = {0};
	struct err err = {0};
	struct store *store = store_open(dir, &err);

	if (store == NULL) {
		broken(c, "%s does not open: %s", dir, err.text);
		return NULL;
	}
	if (store_alarm(store) != NULL)
		broken(c, "%s: alarm: %s", dir, store_alarm(store));
	if (store->now.last.last < least || store->now.last.last > most)
		broken(c, "%s: %lld decisions stand, between %lld and %lld should", dir,
			(long long)store->now.last.last, (long long)least, (long long)most);
	if (!store_verify(store, &verdict, &err))
		broken(c, "%s does not verify: %s", dir, err.text);
	for (size_t i = 0; i < verdict.n; i++)
		broken(c, "%s: verify: %s %s", dir, verdict.faults[i].commit,
			verdict.faults[i].what);
	verdict_release(&verdict);
	return store;
}

static void look_for_papers(struct case_ *c, struct store *store)
{
	for (int i = 0; i < ACKED_MAX; i++) {
		struct document document = {0};
		struct err err = {0};

		if (*c->told->acked[i] != '\0' &&
			!store_document(store, c->told->acked[i], &document, &err))
			broken(c, "%s was acknowledged and is lost", c->told->acked[i]);
		document_release(&document);
	}
}

/* Where the purge stands, nothing is left of what was purged. */
static void look_for_secret(struct case_ *c, struct store *store)
{
	struct document document = {0};
	struct err err = {0};

	if (store_document(store, base->secret, &document, &err) &&
		str_eq(document.state, "purged") && photo_finds("site", SECRET))
		broken(c, "the purge stands, and what was purged is on the disk");
	document_release(&document);
}

/* A copy that calls itself a store is one; and another backup makes it whole. */
static void look_at_backup(struct case_ *c, struct store *store, int64_t most)
{
	struct backup_report report;
	struct err err = {0};

	/* A victim that could not copy an original has said so. */
	if (access("copy/version", F_OK) == 0 && !starts_with(c->told->sentence, "all was copied"))
		store_close(look_into(c, "copy", base->decisions, most));
	if (!store_backup(store, "copy", true, &report, &err)) {
		broken(c, "it cannot be backed up: %s", err.text);
		return;
	}
	store_close(look_into(c, "copy", store->now.last.last, store->now.last.last));
}

static void go_on(struct case_ *c, const struct scene *scene, struct store *store)
{
	int64_t before = store->now.last.last;
	struct told *kept = told, own = {0};
	char commit[41];
	struct err err = {0};

	told = &own;
	scene_import(store, 7, 40);
	if (own.acks != 1 || store->now.last.last != before + 1)
		broken(c, "it takes no decision any more: %s", own.sentence);
	told = kept;
	if (str_eq(scene->name, "checkpoint") && !store_checkpoint(store, commit, &err))
		broken(c, "it takes no checkpoint any more: %s", err.text);
}

/* What bears its name is a whole store; and where nothing does, one can be made. */
static bool judge_founding(struct case_ *c)
{
	struct told *kept = told, own = {0};
	struct session session = {0};
	struct store *store;

	told = &own;
	if (c->told->acks == 0 && access("site", F_OK) != 0) {
		scene_found(NULL, 0);
		if (own.acks != 1)
			broken(c, "no store can be made any more: %s", own.sentence);
	}
	told = kept;
	store = look_into(c, "site", 1, 1);
	if (store == NULL)
		return false;
	session_open_site(&session, store);
	site_people(&session);
	session_release(&session);
	store_close(store);
	return c->is_kept;
}

bool judge(const struct scene *scene, const struct told *victim, const char *label)
{
	struct case_ c = {victim, label, true};
	int64_t before = base->decisions + scene->before, least = before + victim->acks;
	int64_t most = before + scene->waiting + victim->tries - victim->noes;
	struct store *store;

	if (scene->is_founding)
		return judge_founding(&c);
	store = look_into(&c, "site", least, most);
	if (store == NULL)
		return false;
	look_for_papers(&c, store);
	look_for_secret(&c, store);
	if (str_eq(scene->name, "backup"))
		look_at_backup(&c, store, most);
	go_on(&c, scene, store);
	store_close(store);
	return c.is_kept;
}

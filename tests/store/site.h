/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_SITE_H
#define TESTS_STORE_SITE_H

/* A small office in a store of its own, by the real pack: unit `zfb`, and people whose ids are
 * their roles (and `clerk2`). Include after <cmocka.h>. The clock stands at 2026-01-05 09:00. */

#include "core/mem.h"
#include "core/session.h"
#include "store/packdir.h"
#include "store/store.h"
#include "tests/store/scratch.h"

#define MUST(call)                                                                                 \
	do {                                                                                       \
		struct err err = {0};                                                              \
		if (!(call))                                                                       \
			fail_msg("%s: %s", #call, err.text);                                       \
	} while (0)

static inline void site_put_person(struct session *session, const char *id, const char *role)
{
	struct person person = {.id = xstrdup(id), .unit = xstrdup("zfb"), .post_count = 1};

	person.name.in[LANG_ZH] = xasprintf("王%s", id);
	person.posts = xcalloc(1, sizeof(*person.posts));
	person.posts[0] = (struct post){.role = xstrdup(role), .unit = xstrdup("zfb")};
	MUST(session_put_person(session, &person, &err));
	person_release(&person);
}

static inline void site_put_unit(struct session *session, const char *id)
{
	struct unit unit = {.id = xstrdup(id)};

	unit.name.in[LANG_ZH] = xasprintf("%s办公室", id);
	MUST(session_put_unit(session, &unit, &err));
	unit_release(&unit);
}

static inline struct store *site_open(void)
{
	struct store *store = NULL;

	MUST((store = store_open("site", &err)) != NULL);
	return store;
}

/* Makes the store in the folder `site` by the pack in a folder, nobody in it; the caller closes it.
 */
static inline struct store *site_found(const char *pack)
{
	struct pack_files files = {0};

	setenv("GONGKAI_CLOCK", "2026-01-05T09:00:00", 1);
	MUST(pack_files_read(pack, &files, &err));
	MUST(store_create("site", &files, &err));
	return site_open();
}

static inline void site_people(struct session *session)
{
	static const char *const roles[] = {"clerk", "head", "disclosure", "secrecy", "checker",
		"signer", "publisher", "auditor"};

	site_put_unit(session, "zfb");
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		site_put_person(session, roles[i], roles[i]);
	site_put_person(session, "clerk2", "clerk");
}

/* Makes the store in the folder `site`; the caller closes it. */
static inline struct store *site_make(void)
{
	struct store *store = site_found(GONGKAI_PACKDIR "/cn");
	struct session session;

	session_open_site(&session, store);
	site_people(&session);
	session_release(&session);
	return store;
}

/* The clerk brings in a paper; its id is the caller's to free. */
static inline char *site_import(struct store *store, const char *title, const char *text)
{
	struct intake intake = {.change = {.title = title,
					.file = text,
					.file_len = strlen(text),
					.file_name = "paper.txt"}};
	struct session session;
	char *id = NULL;

	strv_add(&intake.change.fields, "policy=no");
	MUST(session_open(&session, store, "clerk", &err));
	MUST(session_import(&session, &intake, &id, &err));
	session_release(&session);
	strv_release(&intake.change.fields);
	return id;
}

static inline bool site_do(
	struct store *store, const char *who, const char *id, const char *action, struct err *err)
{
	struct deed deed = {.action = action, .comment = "同意"};
	struct session session;
	bool ok = session_open(&session, store, who, err) && session_do(&session, id, &deed, err);

	session_release(&session);
	return ok;
}

static inline void site_mark(struct store *store, const char *id, const char *attribute)
{
	struct marking marking = {.attribute = attribute};
	struct session session;

	MUST(session_open(&session, store, "clerk", &err));
	MUST(session_mark(&session, id, &marking, &err));
	session_release(&session);
}

/* A public paper from drafting to the public. */
static inline char *site_publish(struct store *store, const char *title)
{
	static const char *const steps[][2] = {{"clerk", "submit"}, {"head", "pass"},
		{"secrecy", "pass"}, {"checker", "pass"}, {"signer", "sign"},
		{"publisher", "publish"}};
	char *id = site_import(store, title, "各县区人民政府：\n\n现将有关事项通知如下。\n");

	site_mark(store, id, "public");
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		MUST(site_do(store, steps[i][0], id, steps[i][1], &err));
	return id;
}

#endif

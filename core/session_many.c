/* SPDX-License-Identifier: MIT */
#include "core/session.h"
#include "core/session_see.h"

/* One act on many papers: a deed, or a marking. */
struct bulk {
	const struct deed *deed;
	const struct marking *marking;
};

bool session_begin_many(struct session *session, struct err *err)
{
	session->is_many = store_begin_many(session->store, session->person, err);
	return session->is_many;
}

bool session_end_many(struct session *session, struct err *err)
{
	struct strv done = {0};
	struct err later = {0};
	bool ok = store_end_many(session->store, err);

	session->is_many = false;
	/* What cannot be taken in now is by the next who looks at the clocks. */
	(void)(ok && session_gather(session, false, &done, &later));
	strv_release(&done);
	return ok;
}

bool session_has_room(const struct session *session)
{
	return store_has_room(session->store);
}

static void one(struct session *session, const char *id, const struct bulk *bulk, struct err *err)
{
	bool ok = bulk->deed != NULL ? session_do(session, id, bulk->deed, err)
				     : session_mark(session, id, bulk->marking, err);

	if (ok)
		*err = (struct err){0}; /* what was tried in vain on the way is in it */
}

/* A batch that cannot be ended takes all back that was done in it. */
static void batch(struct session *session, char *const *ids, size_t n, const struct bulk *bulk,
	struct err *outcomes)
{
	struct err err = {0};

	if (!session_begin_many(session, &err)) {
		for (size_t i = 0; i < n; i++)
			outcomes[i] = err;
		return;
	}
	for (size_t i = 0; i < n; i++)
		one(session, ids[i], bulk, &outcomes[i]);
	if (session_end_many(session, &err))
		return;
	for (size_t i = 0; i < n; i++) {
		if (outcomes[i].code == ERR_NONE)
			outcomes[i] = err;
	}
}

static void all(struct session *session, const struct strv *ids, const struct bulk *bulk,
	struct err *outcomes)
{
	if (ids->n == 1) {
		one(session, ids->v[0], bulk, &outcomes[0]);
		return;
	}
	for (size_t i = 0; i < ids->n; i += MANY)
		batch(session, &ids->v[i], ids->n - i < MANY ? ids->n - i : MANY, bulk,
			&outcomes[i]);
}

void session_do_many(struct session *session, const struct strv *ids, const struct deed *deed,
	struct err *outcomes)
{
	struct deed together = *deed;
	struct bulk bulk = {.deed = &together};

	if (together.together == NULL)
		together.together = ids;
	/* What leaves the disk must stand decided before. */
	for (size_t i = 0; i < ids->n && purge_is(session, deed->action); i++)
		one(session, ids->v[i], &bulk, &outcomes[i]);
	if (purge_is(session, deed->action))
		return;
	all(session, ids, &bulk, outcomes);
}

void session_mark_many(struct session *session, const struct strv *ids,
	const struct marking *marking, struct err *outcomes)
{
	struct bulk bulk = {.marking = marking};

	all(session, ids, &bulk, outcomes);
}

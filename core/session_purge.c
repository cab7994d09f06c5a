/* SPDX-License-Identifier: MIT */
/* What a purge asks and does beyond its decision. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/session_see.h"

bool purge_is(const struct session *session, const char *action)
{
	const struct action *found = pack_action(session_office(session)->pack, action);

	return found != NULL && found->act == ACT_PURGE;
}

/* Names those that the person may see. */
static char *name_them(struct session *session, const struct strv *ids)
{
	struct strv seen = {0};
	char *joined;

	for (size_t i = 0; i < ids->n; i++) {
		struct document document = {0};
		struct err why;

		if (see_document(session, ids->v[i], &document, &why))
			strv_add(&seen, ids->v[i]);
		else
			strv_put(&seen, _("a paper that you may not see"));
		document_release(&document);
	}
	joined = strv_join(&seen, ", ");
	strv_release(&seen);
	return joined;
}

bool purge_check(
	struct session *session, const char *id, const struct strv *together, struct err *err)
{
	struct strv sharers = {0}, others = {0};
	bool ok = store_sharers(session->store, id, &sharers, err);
	char *names;

	for (size_t i = 0; ok && i < sharers.n; i++) {
		if (together == NULL || !strv_has(together, sharers.v[i]))
			strv_add(&others, sharers.v[i]);
	}
	if (ok && others.n > 0) {
		names = name_them(session, &others);
		ok = err_set(err, ERR_REFUSED,
			_("%s shares its original or text with: %s; while those stand it would "
			  "stay on the disk: name them all together, or none"),
			id, names);
		free(names);
	}
	strv_release(&sharers);
	strv_release(&others);
	return ok;
}

/* Once both have spoken. */
bool purge_finish(struct session *session, const char *id, struct err *err)
{
	struct document document = {0};
	bool ok = store_document(session->store, id, &document, err);

	if (ok && document.purged != DAY_NONE)
		ok = store_sweep(session->store, err);
	document_release(&document);
	return ok;
}

bool purge_refuses(struct session *session, const char *sha256, struct err *err)
{
	struct document document = {0};
	struct err why;
	char *id = NULL;

	if (!store_find_purged(session->store, sha256, &id, err))
		return true;
	if (id == NULL)
		return false;
	if (see_document(session, id, &document, &why))
		err_set(err, ERR_REFUSED,
			_("this very file was purged with %s and does not come in again; what may "
			  "be kept of it must be another file"),
			id);
	else
		err_set(err, ERR_REFUSED,
			_("this very file was purged and does not come in again; what may be kept "
			  "of it must be another file"));
	document_release(&document);
	free(id);
	return true;
}

bool purge_says(const struct document *document, struct err *err)
{
	char day[DAY_SIZE];

	if (document->purged == DAY_NONE)
		return true;
	return err_set(err, ERR_NOT_FOUND,
		_("the content of %s was purged on %s by a decision; its record and hash remain "
		  "(`gongkai log %s` says who and why)"),
		document->paper.id, day_format(document->purged, day), document->paper.id);
}

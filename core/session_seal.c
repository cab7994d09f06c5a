/* SPDX-License-Identifier: MIT */
/* How far the ledger is sealed: by the last checkpoint, and by what witnesses have seen. A file of
 * theirs that cannot be read keeps nobody from work; verify names it. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/session.h"
#include "core/witness.h"

enum { ORIGIN_CHARS = 20, ROOT_CHARS = 22 }; /* "gongkai/" and twelve digits; 132 bits */

char *session_seal(const struct session *session)
{
	struct ledger_head head = {0};
	char *line = NULL;
	struct err why;

	if (session->store != NULL && store_head(session->store, &head, &why) &&
		head.origin != NULL)
		line = xasprintf(_("Checkpoint of the ledger: %.*s, %lld decisions, %.*s"),
			ORIGIN_CHARS, head.origin, (long long)head.size, ROOT_CHARS, head.root);
	ledger_head_release(&head);
	return line;
}

static char *tell_tail(const struct witnesses *witnesses)
{
	const struct witness *latest = witnesses_latest(witnesses);
	char day[DAY_SIZE];

	if (latest == NULL)
		return xstrdup(_("no witness has cosigned anything yet"));
	day_format(stamp_day(latest->at), day);
	if (latest->size > witnesses->decisions)
		return xasprintf(_("THE LEDGER WAS CUT SHORT: the witness of %s saw %lld decisions "
				   "more"),
			day, (long long)(latest->size - witnesses->decisions));
	if (latest->size == witnesses->decisions)
		return NULL;
	return xasprintf(_("%lld decisions since the witness of %s"),
		(long long)witnesses_tail(witnesses), day);
}

char *session_unwitnessed(const struct session *session)
{
	struct witnesses witnesses = {0};
	char *line = NULL;
	struct err why;

	if (store_witnesses(session->store, &witnesses, &why) && witnesses.n > 0)
		line = tell_tail(&witnesses);
	witnesses_release(&witnesses);
	return line;
}

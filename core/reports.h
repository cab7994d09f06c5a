/* SPDX-License-Identifier: MIT */
#ifndef CORE_REPORTS_H
#define CORE_REPORTS_H

/* The reports there are, one file each (core/report_x.c), ending in its row. */

#include "core/report.h"
#include "core/session.h"

/* What is asked of a report. Zero asks for everything. */
struct report_ask {
	const char *unit; /* this unit and what is below it; NULL: all that the person may see */
	const char *kind; /* of the reports on records of one kind */
	int from, to; /* days, both included; DAY_NONE is open */
	int as_of; /* as it stood at the end of this day; DAY_NONE: now */
	/* A CSV that is reported on instead of the store, under this pack; session is NULL then. */
	const char *table;
	size_t table_len;
	const struct pack *pack;
	bool in_pages; /* who takes the report writes it out page by page (report_turn) */
	const struct strv *where; /* "COLUMN=VALUE" of the rows of a pack's table; or NULL */
};

struct report_kind {
	const char *name; /* as on the command line */
	const char *title, *help; /* to be translated */
	bool takes_table, takes_day; /* takes_day: as_of may be asked */
	bool (*make)(struct session *session, const struct report_ask *ask, struct report *report,
		struct err *err);
};

const struct report_kind *const *reports_all(size_t *n); /* in the order they are listed */
const struct report_kind *reports_find(const char *name); /* NULL */

/* The report, of what the person may see; the caller releases it. ERR_INPUT: no such report or
 * unit, a table it cannot take. session may be NULL with a table. */
MUST_CHECK bool session_report(struct session *session, const char *name,
	const struct report_ask *ask, struct report *report, struct err *err);

/* " did:CODES on:FROM..TO": papers on which an act of this sort was done in these days, as a part
 * of a list's query. The caller frees. */
char *reports_did(const struct pack *pack, enum act act, const struct days *days);
/* " on:FROM..TO unit:UNIT", as far as they are asked for, of a list by what was done. The caller
 * frees. */
char *reports_on(const char *unit, const struct days *days);
/* Those days of a month ("2026-11") that are asked for. */
struct days reports_month(const char *month, const struct report_ask *ask);
/* "term:ended published:FROM..TO", or term:late: papers published in these days that had a term.
 * The caller frees. */
char *reports_published(const struct days *days, bool late);
/* As reports_did of papers begun in the days asked for; "" where none are. The caller frees. */
char *reports_begun(const struct pack *pack, const struct report_ask *ask);

/* Adds the last checkpoint to its notes, where one was made. */
void reports_seal(const struct session *session, struct report *report);
/* Adds a table with the decisions on a document. ERR_NOT_FOUND. */
MUST_CHECK bool session_audit(
	struct session *session, const char *id, struct report *report, struct err *err);
/* As store_proof. ERR_REFUSED: the person does not see everything. */
MUST_CHECK bool session_proof(
	struct session *session, const char *bundle, char **signers, struct err *err);

extern const struct report_kind report_ageing, report_annual, report_basis, report_breach,
	report_campaign, report_comparison, report_coverage, report_gaps, report_health,
	report_interpretation, report_office, report_outside, report_overview, report_records,
	report_returns, report_stale, report_status, report_tasks, report_times, report_trend;

#endif

/* SPDX-License-Identifier: MIT */
#include "cli/tally.h"

#include "cli/out.h"

void tally_done(struct tally *tally)
{
	tally->done++;
}

bool tally_fail(struct tally *tally, const char *what, const struct err *err)
{
	tally->failed++;
	if (tally->is_bulk)
		out_complain("%s: %s", what, err->text);
	else
		out_complain("%s", err->text);
	/* After a write of unknown outcome nothing more may be written. */
	tally->unknown = err->code == ERR_UNKNOWN;
	return !tally->unknown;
}

enum status tally_status(const struct tally *tally)
{
	if (tally->unknown)
		return STATUS_UNKNOWN;
	if (tally->failed == 0)
		return STATUS_DONE;
	return tally->done > 0 ? STATUS_PART : STATUS_REFUSED;
}

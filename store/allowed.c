/* SPDX-License-Identifier: MIT */
#include "store/allowed.h"

#include <stdlib.h>
#include <string.h>

#include "core/signers.h"
#include "store/fs.h"

enum { ALLOWED_MAX = 16 * 1024 * 1024 };

static const char name[] = "allowed_signers";

static bool is_there(int dir, const char *text)
{
	char *is = NULL;
	struct err why;
	bool same = fs_read(dir, name, ALLOWED_MAX, &is, NULL, &why) && strcmp(is, text) == 0;

	free(is);
	return same;
}

bool allowed_write(struct projection *p, int dir, struct err *err)
{
	struct str text = {0};
	bool ok;

	if (!p->has_new_signers)
		return true;
	signers_print(&p->office.org, &text);
	ok = is_there(dir, str_get(&text)) ||
	     fs_write(dir, name, 0600, str_get(&text), text.len, err);
	p->has_new_signers = !ok;
	str_release(&text);
	return ok;
}

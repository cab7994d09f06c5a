/* SPDX-License-Identifier: MIT */
/* The audit package: what was decided on some papers, for people; all decisions as a git bundle
 * with who may sign, for git; and how to check the one by the other, for a stranger. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/export.h"
#include "cli/file.h"
#include "cli/out.h"
#include "core/mem.h"
#include "core/reports.h"

static const char howto[] = N_(
	"How to check these decisions with git 2.34 or newer and OpenSSH, and nothing of ours\n"
	"\n"
	"index.html lists the decisions on the papers asked for, each with its commit.\n"
	"ledger.bundle holds all decisions of the site, allowed_signers the keys that may sign.\n"
	"anchor.txt is a signed note of what stood when this was made.\n"
	"Replace ID and COMMIT below by what index.html says.\n"
	"\n"
	"1. Take the history out of the bundle; git looks at every object:\n"
	"\n"
	"   git clone --bare ledger.bundle ledger.git\n"
	"   git -C ledger.git fsck --strict\n"
	"\n"
	"2. Say whose signatures count:\n"
	"\n"
	"   git -C ledger.git config gpg.format ssh\n"
	"   git -C ledger.git config gpg.ssh.allowedSignersFile \"$PWD/allowed_signers\"\n"
	"\n"
	"3. Check every commit. Each line is how many were signed by whom, and the letter must be "
	"G in all:\n"
	"\n"
	"   git -C ledger.git log --format='%G? %GS' main | sort | uniq -c\n"
	"\n"
	"4. Read one paper's decisions; the paper as it stood after one of them; and its SHA-256, "
	"which is\n"
	"   the one that the decision names as its Record and that index.html begins with:\n"
	"\n"
	"   git -C ledger.git log --no-merges --grep '^Document: ID$' main\n"
	"   git -C ledger.git show COMMIT:record\n"
	"   git -C ledger.git show COMMIT:record | sha256sum\n"
	"\n"
	"5. Compare with the signed note: its Head is the commit of main, its Head-SHA256 that "
	"commit's:\n"
	"\n"
	"   sed '/^-----BEGIN/,$d' anchor.txt >note\n"
	"   sed -n '/^-----BEGIN/,$p' anchor.txt >note.sig\n"
	"   ssh-keygen -Y verify -f allowed_signers -I site@gongkai -n gongkai-anchor -s note.sig "
	"<note\n"
	"   git -C ledger.git rev-parse main\n"
	"   git -C ledger.git cat-file commit main | sha256sum\n"
	"\n"
	"The order is that of `git log --first-parent main`: the site's commits, each of which "
	"takes\n"
	"decisions in. What the site may have left out no history can tell; compare with an anchor "
	"that\n"
	"somebody else has kept. Whether allowed_signers names the right keys ask the office "
	"itself.\n");

static bool put(const char *dir, const char *name, const char *text, struct err *err)
{
	char *path = xasprintf("%s/%s", dir, name);
	bool ok = file_write_new(path, text, strlen(text), err);

	if (ok)
		out_print("%s\n", path);
	free(path);
	return ok;
}

/* The pages of a document, or of all that a query finds. */
static bool fill(
	struct cli *cli, const char *asked, bool is_id, struct report *report, struct err *err)
{
	struct session *session = &cli->session;
	struct query query = {0};
	struct rows rows = {0};
	bool ok;

	if (is_id)
		return session_audit(session, asked, report, err);
	ok = query_parse(&query, session_office(session), asked, session_today(session), err);
	while (ok && (ok = session_next(session, &query, &rows, err)) && rows.n > 0) {
		for (size_t i = 0; ok && i < rows.n; i++)
			ok = session_audit(session, rows.v[i].id, report, err);
	}
	rows_release(&rows);
	query_release(&query);
	if (ok && report->table_count == 0)
		ok = err_set(err, ERR_NOT_FOUND, _("nothing that you may see fits '%s'"), asked);
	return ok;
}

static bool put_proof(struct cli *cli, const char *dir, struct err *err)
{
	char *bundle = xasprintf("%s/ledger.bundle", dir), *signers = NULL, *anchor = NULL;
	bool ok = session_proof(&cli->session, bundle, &signers, err);

	if (ok)
		out_print("%s\n", bundle);
	ok = ok && put(dir, "allowed_signers", signers, err) &&
	     store_anchor(cli->store, &anchor, err) && put(dir, "anchor.txt", anchor, err);
	ok = ok && export_checkpoint(cli, dir, err);
	free(bundle);
	free(signers);
	free(anchor);
	return ok;
}

enum status export_audit(struct cli *cli, const char *dir, const char *asked, bool is_id)
{
	struct report report = {.title = xstrdup(_("Decisions"))};
	struct str page = {0};
	struct err err;
	bool ok = fill(cli, asked, is_id, &report, &err);

	reports_seal(&cli->session, &report);
	report_html(&report, i18n_lang() == LANG_ZH ? "zh-CN" : "en", &page);
	if (ok && mkdir(dir, 0777) != 0 && errno != EEXIST)
		ok = err_set(&err, ERR_IO, "%s: %s", dir, err_system(errno));
	ok = ok && put_proof(cli, dir, &err) && put(dir, "index.html", str_get(&page), &err) &&
	     put(dir, "README.txt", _(howto), &err);
	str_release(&page);
	report_release(&report);
	return ok ? STATUS_DONE : fail(&err);
}

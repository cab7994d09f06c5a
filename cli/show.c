/* SPDX-License-Identifier: MIT */
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"
#include "core/marked.h"
#include "core/text.h"

static const struct option_spec options[] = {
	{"text", 0, NULL, N_("Only its text")},
	{"format", 0, "F",
		N_("To be printed, as text or html: the paper, its note, its decisions")},
	{0},
};

static enum status show_text(struct cli *cli, const char *id)
{
	struct err err;
	char *text;
	size_t len;

	if (!session_text(&cli->session, id, &text, &len, &err))
		return fail(&err);
	out_bytes(text, len);
	free(text);
	return STATUS_DONE;
}

/* One paper, or many of them one behind the other. */
static enum status print_papers(struct cli *cli, const struct strv *ids, bool is_html)
{
	struct session *session = &cli->session;
	struct str out = {0};
	struct strv refused = {0};
	struct err err;
	bool ok = ids->n == 1 ? session_print(session, ids->v[0], is_html, &out, &err)
			      : session_print_many(session, ids, is_html, &out, &refused, &err);
	enum status status = !ok ? fail(&err) : refused.n > 0 ? STATUS_PART : STATUS_DONE;

	if (ok)
		out_bytes(str_get(&out), out.len);
	for (size_t i = 0; ok && i < refused.n; i++)
		out_complain("%s", refused.v[i]);
	strv_release(&refused);
	str_release(&out);
	return status;
}

/* Who signed the latest decision: the site, or a person with their own key. */
static void read_signer(struct cli *cli, const char *id, char signer[64])
{
	struct history history = {0};
	struct err err;

	signer[0] = '\0';
	if (session_history(&cli->session, &(struct history_ask){.document = id, .limit = 1},
		    &history, &err) &&
		history.n > 0)
		(void)snprintf(signer, 64, "%s", history.v[history.n - 1].signer);
	history_release(&history);
}

/* What of a file was read, and what was not; false where it is no file, or is gone. */
static bool count_read(
	struct cli *cli, const char *id, const struct document *document, int counts[MARK_COUNT])
{
	const char *encoding = document->paper.encoding;
	char *text = NULL;
	struct err err;
	size_t len;
	bool ok = encoding != NULL && !text_is_plain(encoding) &&
		  session_text(&cli->session, id, &text, &len, &err);

	if (ok)
		marked_count(text, len, counts);
	free(text);
	return ok;
}

static void print_read(struct cli *cli, const struct document *document)
{
	char *read, *unread;

	if (!session_file_words(&cli->session, document, &read, &unread))
		return;
	out_print("\n%s: %s\n%s: %s\n", _("Read of the file"), read, _("Not read"), unread);
	free(read);
	free(unread);
}

/* {"comment": 2, ...}, of what was read or of what was not. */
static json_t *json_counts(const int counts[MARK_COUNT], bool is_unread)
{
	json_t *object = json_object();

	for (int i = 0; i < MARK_COUNT; i++) {
		if (counts[i] > 0 && mark_is_unread((enum mark)i) == is_unread)
			js_int(object, mark_code((enum mark)i), counts[i]);
	}
	return object;
}

static void print_page(struct cli *cli, const char *id, const struct view *view)
{
	const struct document *document = &view->document;
	char signer[64];

	read_signer(cli, id, signer);
	show_page(&cli->session, view);
	print_read(cli, document);
	out_print("\n%s: %s, %s %s\n", _("Latest decision"), document->last_action, _("signed by"),
		signer[0] != '\0' ? signer : _("nobody who is known"));
}

/* A text that cannot be had (purged, damaged) is null; the words say why. */
static void print_json(struct cli *cli, const char *id, const struct view *view)
{
	json_t *line = show_json(&cli->session, view);
	char *text = NULL;
	struct err err;
	size_t len = 0;
	char signer[64];
	int counts[MARK_COUNT];

	read_signer(cli, id, signer);
	js_str(line, "signature", signer);
	if (count_read(cli, id, &view->document, counts)) {
		js_put(line, "read", json_counts(counts, false));
		js_put(line, "unread", json_counts(counts, true));
	}
	if (!session_text(&cli->session, id, &text, &len, &err))
		out_complain("%s: %s", id, err.text);
	js_text(line, "text", text, len);
	js_print(line);
	free(text);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 0), *format = args_get(args, "format");
	struct view view = {0};
	struct err err;

	if (format != NULL && strcmp(format, "text") != 0 && strcmp(format, "html") != 0)
		return usage(args, _("--format: a paper is printed as text or html, not as '%s'"),
			format);
	if (format != NULL)
		return print_papers(cli, &args->words, strcmp(format, "html") == 0);
	if (args->words.n > 1)
		return usage(
			args, _("one paper at a time is shown; many are printed, with --format"));
	if (args_has(args, "text") && !cli->json)
		return show_text(cli, id);
	if (!session_show(&cli->session, id, &view, &err))
		return fail(&err);
	if (cli->json)
		print_json(cli, id, &view);
	else
		print_page(cli, id, &view);
	view_release(&view);
	return STATUS_DONE;
}

const struct command command_show = {
	.name = "show",
	.synopsis = "ID... [--text] [--format F]",
	.help = N_("Show a paper, its clocks day by day, and what you may do next"),
	.options = options,
	.need = NEED_PERSON,
	.min = 1,
	.max = -1,
	.run = run,
};

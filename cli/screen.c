/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/packs.h"
#include "cli/tally.h"
#include "core/mem.h"
#include "core/reading.h"
#include "core/screener.h"

static const struct option_spec options[] = {
	{"pack", 0, "PACK", N_("The rules of this pack; else the store's, or cn without a store")},
	{"masked", 0, NULL,
		N_("Print the text with all that was found masked, instead of what was found")},
	{"limit", 0, "BYTES", N_("The largest file to take (67108864)")},
	{0},
};

struct screening {
	const struct cli *cli;
	struct screener *screener;
	bool is_masked, stops;
	struct tally tally;
	int found;
};

static void print_json(const char *file, const char *text, const struct finding *finding)
{
	json_t *line = json_object();

	js_str(line, "rule", finding->rule);
	js_int(line, "line", finding->line);
	js_int(line, "column", finding->column);
	js_text(line, "text", text + finding->offset, finding->len);
	js_text(line, "masked", finding->masked, strlen(finding->masked));
	js_str(line, "severity", severity_words[finding->severity]);
	js_str(line, "file", file);
	js_print(line);
}

static void print_words(const char *file, const char *text, const struct finding *finding)
{
	const char *from = text + finding->offset, *end = memchr(from, '\n', finding->len);
	char *safe = out_safe(from, end != NULL ? (size_t)(end - from) : finding->len);

	out_print("%s:%d:%d: %s %s: %s -> %s\n", file, finding->line, finding->column,
		_(severity_words[finding->severity]), finding->rule, safe, finding->masked);
	free(safe);
}

static void show(struct screening *screening, const char *file, const struct str *text)
{
	struct findings findings = {0};
	struct str masked = {0};

	screener_scan(screening->screener, str_get(text), text->len, &findings);
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *finding = &findings.v[i];

		screening->found++;
		screening->stops = screening->stops || finding->severity != SEVERITY_NOTE;
		if (screening->is_masked)
			continue;
		if (screening->cli->json)
			print_json(file, str_get(text), finding);
		else
			print_words(file, str_get(text), finding);
	}
	if (screening->is_masked) {
		screener_mask(str_get(text), text->len, &findings, SEVERITY_WARN, &masked);
		out_bytes(str_get(&masked), masked.len);
	}
	str_release(&masked);
	findings_release(&findings);
}

static bool screen_file(
	struct screening *screening, const char *path, size_t limit, struct err *err)
{
	struct reading reading = {0};
	size_t len;
	char *bytes = file_read(path, limit, &len, err);
	bool ok = bytes != NULL;

	if (ok && len > 0)
		ok = reading_take(bytes, len, &reading, err) || err_wrap(err, "%s", path);
	if (ok)
		show(screening, path, &reading.text);
	reading_release(&reading);
	free(bytes);
	return ok;
}

static enum status end(const struct screening *screening)
{
	enum status status = tally_status(&screening->tally);

	if (screening->found == 0 && screening->tally.failed == 0 && !screening->cli->json &&
		!screening->is_masked)
		out_complain(_("nothing was found; that is not to say that it may be published"));
	if (screening->stops && !screening->is_masked)
		return STATUS_REFUSED;
	return status;
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct screening screening = {.cli = cli,
		.is_masked = args_has(args, "masked"),
		.tally = {.is_bulk = args->words.n > 1}};
	struct packs packs = {0};
	enum status status;
	int limit = 64 << 20;
	struct err err;

	if (!args_number(args, "limit", &limit, &err))
		return usage(args, "%s", err.text);
	if (!packs_find(&packs, cli, args_get(args, "pack"), &err)) {
		packs_release(&packs);
		return fail(&err);
	}
	if (packs.pack->screen_rule_count == 0)
		out_complain(_("the pack has no rules of screening: only secrecy marks and hidden "
			       "characters are looked for"));
	screening.screener = screener_new(packs.pack);
	for (size_t i = 0; i < args->words.n; i++) {
		if (screen_file(&screening, args->words.v[i], (size_t)limit, &err))
			tally_done(&screening.tally);
		else
			(void)tally_fail(&screening.tally, "", &err); /* the others are looked at */
	}
	status = end(&screening);
	screener_free(screening.screener);
	packs_release(&packs);
	return status;
}

const struct command command_screen = {
	.name = "screen",
	.synopsis = "FILE...",
	.help = N_("Look through texts for what must not be published: rule, place, severity"),
	.options = options,
	.more = N_(
		"`-` is standard input. It ends in 1 where something must not be published as it "
		"stands.\nThe screening is an aid: what it does not find may still be there, and "
		"pictures are not read."),
	.need = NEED_NOTHING,
	.min = 1,
	.max = -1,
	.run = run,
};

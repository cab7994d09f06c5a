/* SPDX-License-Identifier: MIT */
/* Runs screen tests: the program named by $GONGKAI on a terminal of its own, by .screen files. */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/play.h"

static const char usage[] =
	"usage: GONGKAI=PROGRAM [UPDATE=1] scr [OPTION]... SCRIPT...\n"
	"  --only REGEX      only the cases whose \"NAME SIZE LANG COLOR\" it matches\n"
	"  --env NAME=VALUE  for every program and shell line\n"
	"  --show            print the screen of every snap, compare nothing\n"
	"  --dump FILE       write the screen of every snap to FILE as well\n";

struct arguments {
	struct strv env;
	const char *only, *dump;
	regex_t regex; /* of only */
	bool show;
};

static bool parse(int argc, char **argv, struct arguments *arguments)
{
	static const struct option options[] = {
		{"only", required_argument, NULL, 'o'},
		{"env", required_argument, NULL, 'e'},
		{"show", no_argument, NULL, 's'},
		{"dump", required_argument, NULL, 'd'},
		{0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		switch (c) {
		case 'o': arguments->only = optarg; break;
		case 'e': strv_add(&arguments->env, optarg); break;
		case 's': arguments->show = true; break;
		case 'd': arguments->dump = optarg; break;
		default: return false;
		}
	}
	return optind < argc;
}

static bool play_all(char *const *scripts, struct play_options *options,
	struct arguments *arguments, struct play_count *count)
{
	const char *update = getenv("UPDATE");

	if (arguments->only != NULL) {
		if (regcomp(&arguments->regex, arguments->only, REG_EXTENDED | REG_NOSUB) != 0) {
			fprintf(stderr, "scr: '%s' is not a regular expression\n", arguments->only);
			return false;
		}
		options->only = &arguments->regex;
	}
	options->update = update != NULL && strcmp(update, "1") == 0;
	for (; *scripts != NULL && !term_stopped(); scripts++)
		play_script(*scripts, options, count);
	if (options->only != NULL)
		regfree(&arguments->regex);
	return true;
}

static bool open_dump(const struct arguments *arguments, struct play_options *options)
{
	options->show = arguments->show;
	if (arguments->show)
		options->dump = stdout;
	if (arguments->dump == NULL)
		return true;
	options->dump = fopen(arguments->dump, "we");
	if (options->dump == NULL)
		perror(arguments->dump);
	return options->dump != NULL;
}

int main(int argc, char **argv)
{
	const char *program = getenv("GONGKAI");
	struct arguments arguments = {0};
	struct stage stage = {0};
	struct play_options options = {.stage = &stage, .out = stdout};
	struct play_count count = {0};
	struct err err;
	bool ok = false;

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL || !parse(argc, argv, &arguments)) {
		fputs(usage, stderr);
		return 2;
	}
	term_catch_signals();
	if (program == NULL) {
		fputs("scr: GONGKAI does not name the program under test\n", stderr);
	} else if (!stage_init(&stage, program, &err)) {
		fprintf(stderr, "scr: %s\n", err.text);
	} else if (open_dump(&arguments, &options)) {
		stage.env = arguments.env;
		arguments.env = (struct strv){0};
		ok = play_all(argv + optind, &options, &arguments, &count);
	}
	if (options.dump != NULL && options.dump != stdout)
		ok = fclose(options.dump) == 0 && ok;
	stage_release(&stage);
	strv_release(&arguments.env);
	fprintf(options.show ? stderr : stdout, "scr: %d passed, %d failed\n", count.passed,
		count.failed);
	return ok && count.failed == 0 && !term_stopped() ? 0 : 1;
}

/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* The commands: one file each, which ends in its row of the table. To add one: write the file, name
 * its row in command.c. */

#include "cli/args.h"
#include "core/session.h"

/* How the program ends. */
enum status {
	STATUS_DONE,
	STATUS_REFUSED, /* or failed; nothing was changed */
	STATUS_USAGE,
	STATUS_PART, /* bulk work: the rows that failed are named */
	STATUS_UNKNOWN, /* the outcome shows at the next start */
};

struct remote;

/* What a command works with. */
struct cli {
	const char *dir; /* the store's folder, which need not be there */
	bool is_told_dir; /* by -C */
	const struct remote *remote; /* who is at the other end of SSH; NULL: nobody is */
	const char *as; /* who acts, or NULL: the Unix user */
	struct signing signing; /* with what they sign */
	bool json;
	struct store *store; /* NULL until it is open */
	struct session session; /* its person is NULL until somebody acts */
	/* cli/main.c alone opens stores; these are its functions. begin() opens the store and finds
	 * who acts, create() leaves a new one open. */
	bool (*open)(struct cli *cli, struct err *err);
	bool (*begin)(struct cli *cli, struct err *err);
	void (*look_at_terminal)(struct strv *sentences);
	/* The screen's settings, as tui_settings gives them. */
	void (*list_settings)(struct cli *cli, struct strv *cells, struct strv *problems);
	/* The program's words once more, for who is at the other end of SSH. */
	enum status (*again)(struct cli *cli, int argc, char **argv);
	bool (*create)(struct cli *cli, struct pack_files *files, struct err *err);
};

enum need { NEED_NOTHING, NEED_STORE, NEED_PERSON };

struct command {
	const char *name;
	const char *synopsis; /* what follows the name */
	const char *help; /* a sentence; translated where it is shown */
	const struct option_spec *options; /* ends with an empty row; NULL: none of its own */
	const char *more; /* further lines of help, or NULL; translated where they are shown */
	enum need need; /* what must be there before it runs */
	int min, max; /* words after its name; max -1: any number */
	enum status (*run)(struct cli *cli, const struct args *args);
};

/* The table, in the order of the help; command_at(i) is NULL behind the last. */
const struct command *command_at(size_t i);
const struct command *command_find(const char *name); /* NULL where there is none */
/* The command whose name is nearest to a mistyped one, or NULL. */
const struct command *command_nearest(const char *name);

/* The options that every command takes too, and those of the screen. */
extern const struct option_spec global_options[], screen_options[];

/* `word` is the one of a command that has several: unit add, person grant. */
struct verb {
	const char *name, *synopsis;
	int min, max; /* words after the verb */
	enum status (*run)(struct cli *cli, const struct args *args);
};
/* Runs the verb that the first word names; says which there are where none does. */
enum status verb_run(struct cli *cli, const struct args *args, const struct verb *verbs, size_t n);

/* Says what failed; STATUS_UNKNOWN for ERR_UNKNOWN, else STATUS_REFUSED. */
enum status fail(const struct err *err);
/* Says what is wrong with the command line, and where its help is. */
enum status usage(const struct args *args, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

void help_program(void);
void help_command(const struct command *command);

#endif

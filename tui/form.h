/* SPDX-License-Identifier: MIT */
#ifndef TUI_FORM_H
#define TUI_FORM_H

/* A form: labels and values, one of them being typed into, faults named under their field as soon
 * as it is left. What the fields mean is the owner's business. */

#include "core/str.h"
#include "tui/edit.h"
#include "tui/views.h"

enum form_type {
	FORM_LINE,
	FORM_DATE,
	FORM_MOMENT,
	FORM_NUMBER,
	FORM_TEXT, /* a few lines here, all of it in an editor of its own */
	FORM_FLAG, /* "", "yes", "no" */
	FORM_CHOICE, /* one of the owner's picks */
	FORM_MANY, /* several of them */
};

struct form_field {
	char *code, *label, *help; /* owns */
	enum form_type type;
	bool is_required; /* to save */
	bool is_wanted; /* not to save, but later */
	bool is_off; /* off: does not matter now; greyed and passed over */
	int max; /* characters; 0: no limit */
	struct edit edit; /* lines, dates, numbers, texts */
	char *value; /* flags and choices: a code; owns */
	struct strv chosen; /* many */
	char *shown; /* what a choice shows in words; owns */
	char *fault; /* owns; NULL: none */
	bool is_changed;
};

struct form;
struct form_ops {
	char *(*title)(struct form *form); /* the caller frees */
	/* The value of a field has changed, or the field is being left. */
	void (*changed)(struct form *form, struct form_field *field);
	void (*picks)(struct form *form, const struct form_field *field, struct picks *picks);
	/* More to know about the field under the cursor; the caller frees; may be NULL. */
	char *(*detail)(struct form *form, const struct form_field *field);
	/* Says why it failed itself; true: done, and the form has been closed. */
	bool (*save)(struct form *form);
	/* What the owner asked for itself, with tags from FORM_ASK_OWN on. */
	void (*answer)(struct form *form, int tag, const struct answer *got);
	void (*release)(struct form *form);
};
enum { FORM_ASK_OWN = 200 };

/* The owner's struct begins with it. */
struct form {
	struct tui_view base;
	const struct form_ops *ops;
	struct form_field *fields; /* owns */
	int n, cursor, top;
	bool is_leaving; /* Esc was pressed once over unsaved typing */
	char *draft; /* owns; the file where typing is kept; NULL: it is not */
};

void *form_new(size_t size, const struct form_ops *ops, struct app *app);
struct form_field *form_add(struct form *form, enum form_type type, const char *code,
	const char *label, const char *help, const char *value);
void form_clear(struct form *form); /* takes all fields away */
struct form_field *form_find(struct form *form, const char *code); /* NULL */
/* "" where nothing stands there; borrowed until the next change. */
const char *form_value(const struct form *form, const char *code);
void form_set(struct form *form, const char *code, const char *value, const char *shown);
void form_fault(struct form_field *field, const char *fault); /* NULL: none */
bool form_is_typed(const struct form_field *field); /* its value is a text */
/* Looks at a field that was answered; the others may be other ones afterwards. */
void form_look(struct form *form, struct form_field *field);
/* Looks at every field; false: the cursor is on the first with a fault. */
bool form_check(struct form *form);
bool form_is_changed(const struct form *form);
/* The same, and what is being typed into an editor over it. */
bool form_is_dirty(const struct form *form);

struct form *form_of(struct tui_view *view); /* NULL: it is no form */
/* Pushes the form; key says what it is about, so that typing which was not saved is offered again;
 * NULL: it is not kept. */
void form_open(struct form *form, const char *key);
/* For form.c alone. */
enum { FORM_ASK_DRAFT = 100 };
void form_keep(struct form *form);
void form_recover(struct form *form);
void form_forget_draft(struct app *app, const char *draft);

#endif

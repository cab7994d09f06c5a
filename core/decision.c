/* SPDX-License-Identifier: MIT */
#include "core/decision.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/record.h"

/* The trailer that names the subject. */
static const char *const subject_keys[SUBJECT_COUNT] = {
	[SUBJECT_DOCUMENT] = "Document",
	[SUBJECT_PERSON] = "Person",
	[SUBJECT_UNIT] = "Unit",
	[SUBJECT_PACK] = "Adopts",
	[SUBJECT_SITE] = "Site",
};

void decision_release(struct decision *decision)
{
	free(decision->id);
	free(decision->action);
	free(decision->from);
	free(decision->to);
	free(decision->attribute);
	strv_release(&decision->grounds);
	free(decision->actor);
	free(decision->acting_for);
	free(decision->role);
	free(decision->unit);
	free(decision->code);
	free(decision->named);
	strv_release(&decision->findings);
	free(decision->comment);
	free(decision->record);
	free(decision->pack);
	free(decision->request);
	free(decision->prev);
	free(decision->signer);
	*decision = (struct decision){0};
}

void decision_copy(struct decision *to, const struct decision *from)
{
	struct decision copy = *from;

	copy.id = xstrdup(from->id);
	copy.action = xstrdup(from->action);
	copy.from = xstrdup(from->from);
	copy.to = xstrdup(from->to);
	copy.attribute = xstrdup(from->attribute);
	copy.grounds = (struct strv){0};
	strv_copy(&copy.grounds, &from->grounds);
	copy.actor = xstrdup(from->actor);
	copy.acting_for = xstrdup(from->acting_for);
	copy.role = xstrdup(from->role);
	copy.unit = xstrdup(from->unit);
	copy.code = xstrdup(from->code);
	copy.named = xstrdup(from->named);
	copy.findings = (struct strv){0};
	strv_copy(&copy.findings, &from->findings);
	copy.comment = xstrdup(from->comment);
	copy.record = xstrdup(from->record);
	copy.pack = xstrdup(from->pack);
	copy.request = xstrdup(from->request);
	copy.prev = xstrdup(from->prev);
	copy.signer = xstrdup(from->signer);
	decision_release(to);
	*to = copy;
}

/* What the subject line calls it. */
static const char *const subject_words[SUBJECT_COUNT] = {
	[SUBJECT_PERSON] = "person",
	[SUBJECT_UNIT] = "unit",
	[SUBJECT_PACK] = "pack",
	[SUBJECT_SITE] = "key of",
};

static void add_subject_line(const struct decision *d, struct str *out)
{
	if (d->subject != SUBJECT_DOCUMENT) {
		str_addf(out, "%s %s %s", d->action, subject_words[d->subject], d->id);
		return;
	}
	str_addf(out, "%s %s", d->action, d->id);
	if (d->from == NULL)
		str_addf(out, ": new, %s", d->to);
	else if (!str_eq(d->from, d->to))
		str_addf(out, ": %s -> %s", d->from, d->to);
	else
		str_addf(out, ": %s", d->to);
	if (d->attribute != NULL)
		str_addf(out, ", %s", d->attribute);
	if (d->code != NULL)
		str_addf(out, " (%s)", d->code);
}

static void add_hash(struct str *out, const char *key, const char *hex)
{
	if (*hex != '\0')
		record_addf(out, key, "sha256:%s", hex);
}

void decision_message(const struct decision *decision, struct str *out)
{
	add_subject_line(decision, out);
	str_add(out, "\n\n");
	if (decision->comment != NULL)
		str_addf(out, "%s\n\n", decision->comment);
	record_add(out, "Action", decision->action);
	record_add(out, subject_keys[decision->subject], decision->id);
	record_add(out, "From", decision->from);
	record_add(out, "To", decision->to);
	record_add(out, "Attribute", decision->attribute);
	record_add_all(out, "Ground", &decision->grounds);
	record_add(out, "Actor", decision->actor);
	record_add(out, "Acting-For", decision->acting_for);
	record_add(out, "Role", decision->role);
	record_add(out, "For-Unit", decision->unit);
	record_add(out, "Code", decision->code);
	record_add(out, "Named", decision->named);
	record_add_all(out, "Finding", &decision->findings);
	add_hash(out, "Content", decision->content);
	add_hash(out, "Record", decision->record_sha256);
	record_add(out, "Pack", decision->pack);
	record_add(out, "Request", decision->request);
	record_add(out, "Prev", decision->prev);
	add_hash(out, "Prev-SHA256", decision->prev_sha256);
}

static bool read_hash(const struct record *trailers, const char *key, char to[HASH_HEX + 1])
{
	const char *value = record_get(trailers, key);

	to[0] = '\0';
	if (value == NULL)
		return true;
	if (!starts_with(value, "sha256:") || strlen(value) != 7 + HASH_HEX ||
		strspn(value + 7, "0123456789abcdef") != HASH_HEX)
		return false;
	memcpy(to, value + 7, HASH_HEX + 1);
	return true;
}

static bool read_trailers(struct decision *d, const struct record *t, struct err *err)
{
	for (int i = 0; i < SUBJECT_COUNT && d->id == NULL; i++) {
		d->subject = (enum subject)i;
		d->id = xstrdup(record_get(t, subject_keys[i]));
	}
	d->action = xstrdup(record_get(t, "Action"));
	d->from = xstrdup(record_get(t, "From"));
	d->to = xstrdup(record_get(t, "To"));
	d->attribute = xstrdup(record_get(t, "Attribute"));
	record_get_all(t, "Ground", &d->grounds);
	d->actor = xstrdup(record_get(t, "Actor"));
	d->acting_for = xstrdup(record_get(t, "Acting-For"));
	d->role = xstrdup(record_get(t, "Role"));
	d->unit = xstrdup(record_get(t, "For-Unit"));
	d->code = xstrdup(record_get(t, "Code"));
	d->named = xstrdup(record_get(t, "Named"));
	record_get_all(t, "Finding", &d->findings);
	d->pack = xstrdup(record_get(t, "Pack"));
	d->request = xstrdup(record_get(t, "Request"));
	d->prev = xstrdup(record_get(t, "Prev"));
	if (d->id == NULL || d->action == NULL || d->actor == NULL || d->role == NULL ||
		d->request == NULL)
		return err_set(err, ERR_INPUT,
			_("a decision needs Action, its subject, Actor, Role and Request"));
	if (record_get(t, "Record") == NULL)
		return err_set(
			err, ERR_INPUT, _("a decision needs the Record that stands after it"));
	if (!read_hash(t, "Content", d->content) || !read_hash(t, "Record", d->record_sha256) ||
		!read_hash(t, "Prev-SHA256", d->prev_sha256))
		return err_set(err, ERR_INPUT, _("a trailer is no `sha256:HEX`"));
	return true;
}

/* The last paragraph holds the trailers; what stands between it and the subject is the comment. */
static bool split(const char *message, char **comment, char **trailers)
{
	const char *body = strstr(message, "\n\n"), *last;

	if (body == NULL)
		return false;
	body += 2;
	last = body;
	for (const char *p = body; (p = strstr(p, "\n\n")) != NULL; p += 2)
		last = p + 2;
	*trailers = xstrdup(last);
	*comment = last > body ? xstrndup(body, (size_t)(last - 2 - body)) : NULL;
	return true;
}

bool decision_parse(struct decision *decision, const char *message, struct err *err)
{
	struct record trailers = {0};
	struct str again = {0};
	char *text = NULL, *comment = NULL;
	bool ok;

	decision_release(decision);
	if (!split(message, &comment, &text))
		return err_set(err, ERR_INPUT, _("the message has no trailers"));
	decision->comment = comment;
	ok = record_parse(&trailers, text, err) && read_trailers(decision, &trailers, err);
	if (ok) {
		decision_message(decision, &again);
		if (!str_eq(str_get(&again), message))
			ok = err_set(err, ERR_INPUT,
				_("the message is not in the form decisions are written in"));
	}
	free(text);
	str_release(&again);
	record_release(&trailers);
	return ok;
}

char *request_new(void)
{
	unsigned char b[16];

	/* Sixteen bytes are never handed out in part, see getrandom(2). */
	if (getrandom(b, sizeof(b), 0) != (ssize_t)sizeof(b))
		abort();
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
	return xasprintf("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12],
		b[13], b[14], b[15]);
}

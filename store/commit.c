/* SPDX-License-Identifier: MIT */
#include "store/commit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/sshsig.h"

static const char domain[] = "@gongkai>";

void commit_release(struct commit *commit)
{
	strv_release(&commit->parents);
	free(commit->author);
	free(commit->committer);
	free(commit->signature);
	free(commit->payload);
	free(commit->message);
	*commit = (struct commit){0};
}

static void add_line(struct str *out, const char *key, const char *value)
{
	str_add(out, key);
	str_addc(out, ' ');
	str_add(out, value);
	str_addc(out, '\n');
}

static void print_person(const char *role, const char *identity, struct stamp at, struct str *out)
{
	int minutes = abs(at.offset);

	str_addf(out, "%s %s %lld %c%02d%02d\n", role, identity, (long long)at.time,
		at.offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void commit_print(const struct commit *commit, struct str *out)
{
	add_line(out, "tree", commit->tree);
	for (size_t i = 0; i < commit->parents.n; i++)
		add_line(out, "parent", commit->parents.v[i]);
	print_person("author", commit->author, commit->authored, out);
	print_person("committer", commit->committer, commit->committed, out);
	str_addc(out, '\n');
	str_add(out, commit->message);
}

void commit_seal(const char *payload, const char *armor, struct str *out)
{
	const char *body = strstr(payload, "\n\n") + 1;

	str_addn(out, payload, (size_t)(body - payload));
	str_add(out, "gpgsig ");
	for (; *armor != '\0'; armor++) {
		str_addc(out, *armor);
		if (*armor == '\n')
			str_addc(out, ' ');
	}
	str_addc(out, '\n');
	str_add(out, body);
}

bool commit_sign(const char *payload, const struct key *key, struct str *out, struct err *err)
{
	char *armor = sshsig_sign(key, "git", payload, strlen(payload), err);

	if (armor == NULL)
		return false;
	commit_seal(payload, armor, out);
	free(armor);
	return true;
}

/* The rest of the line after "word "; NULL, and nothing taken, where the line is another. */
static char *take(const char **p, const char *word)
{
	size_t n = strlen(word);
	const char *end = strchr(*p, '\n');
	char *value;

	if (strncmp(*p, word, n) != 0 || end == NULL || (*p)[n] != ' ')
		return NULL;
	value = xstrndup(*p + n + 1, (size_t)(end - (*p + n + 1)));
	*p = end + 1;
	return value;
}

static bool take_oid(const char **p, const char *word, char id[OID_HEX + 1])
{
	char *value = take(p, word);
	bool ok = value != NULL && oid_is_valid(value);

	if (ok)
		memcpy(id, value, OID_HEX + 1);
	free(value);
	return ok;
}

static bool take_person(const char **p, const char *word, char **identity, struct stamp *at)
{
	char *value = take(p, word), *end = NULL, *zone = NULL;
	int minutes;

	if (value == NULL)
		return false;
	end = strstr(value, "> ");
	if (end == NULL)
		goto fail;
	*identity = xstrndup(value, (size_t)(end + 1 - value));
	errno = 0;
	at->time = strtoll(end + 2, &zone, 10);
	if (errno != 0 || zone == end + 2 || strlen(zone) != 6 || zone[0] != ' ' ||
		(zone[1] != '+' && zone[1] != '-') || !str_number(zone + 2, &minutes) ||
		minutes % 100 >= 60)
		goto fail;
	at->offset = (minutes / 100 * 60 + minutes % 100) * (zone[1] == '-' ? -1 : 1);
	free(value);
	return true;
fail:
	free(value);
	return false;
}

static char *take_signature(const char **p)
{
	struct str armor = {0};
	char *line = take(p, "gpgsig");

	if (line == NULL)
		return NULL;
	str_add(&armor, line);
	free(line);
	while ((line = take(p, "")) != NULL) {
		str_addc(&armor, '\n');
		str_add(&armor, line);
		free(line);
	}
	return str_detach(&armor);
}

bool commit_parse(struct commit *commit, const char *bytes, size_t len, struct err *err)
{
	struct str payload = {0}, again = {0};
	char id[OID_HEX + 1];
	const char *p = bytes;
	bool ok;

	*commit = (struct commit){0};
	ok = strlen(bytes) == len && take_oid(&p, "tree", commit->tree);
	while (ok && starts_with(p, "parent ")) {
		ok = take_oid(&p, "parent", id);
		if (ok)
			strv_add(&commit->parents, id);
	}
	ok = ok && take_person(&p, "author", &commit->author, &commit->authored) &&
	     take_person(&p, "committer", &commit->committer, &commit->committed);
	if (ok) {
		commit->signature = take_signature(&p);
		ok = *p == '\n';
	}
	if (ok) {
		/* Made again and compared: so nothing can hide in a form that is read leniently. */
		commit->message = xstrdup(p + 1);
		commit_print(commit, &payload);
		if (commit->signature != NULL)
			commit_seal(payload.buf, commit->signature, &again);
		ok = strcmp(commit->signature != NULL ? again.buf : payload.buf, bytes) == 0;
	}
	commit->payload = str_detach(&payload);
	str_release(&again);
	if (ok)
		return true;
	commit_release(commit);
	return err_set(err, ERR_INPUT, _("not a commit in the form the ledger has"));
}

char *commit_identity(const char *name, const char *id)
{
	struct str out = {0};

	for (const char *p = name == NULL ? "" : name; *p != '\0'; p++) {
		if ((unsigned char)*p >= ' ' && *p != '<' && *p != '>' && *p != 0x7F)
			str_addc(&out, *p);
	}
	if (str_empty(str_get(&out))) {
		str_clear(&out);
		str_add(&out, id);
	}
	str_addf(&out, " <%s%s", id, domain);
	return str_detach(&out);
}

char *commit_identity_id(const char *identity)
{
	const char *from = strchr(identity, '<');
	size_t n = from == NULL ? 0 : strlen(from + 1), m = sizeof(domain) - 1;

	if (n <= m || strcmp(from + 1 + n - m, domain) != 0)
		return NULL;
	return xstrndup(from + 1, n - m);
}

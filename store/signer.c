/* SPDX-License-Identifier: MIT */
#include "store/signer.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "core/decision.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "store/agent.h"
#include "store/fs.h"
#include "store/sshsig.h"

enum { PUBLIC_FILE_MAX = 16 * 1024 };

void key_source_release(struct key_source *source)
{
	free(source->file);
	free(source->agent);
	*source = (struct key_source){0};
}

void signer_release(struct signer *signer)
{
	key_free(signer->key);
	*signer = (struct signer){0};
}

/* Who chooses, and when. */
struct chooser {
	const struct person *person;
	struct stamp at;
};

static bool has_any(const struct chooser *chooser)
{
	for (size_t i = 0; i < chooser->person->keys.n; i++) {
		if (signing_key_is_live(&chooser->person->keys.v[i], chooser->at))
			return true;
	}
	return false;
}

static bool is_theirs(
	const struct chooser *chooser, const struct public_key *key, char print[KEY_PRINT_SIZE])
{
	const struct signing_key *found;

	found = key_list_find(&chooser->person->keys, public_key_fingerprint(key, print));
	if (found != NULL && signing_key_is_live(found, chooser->at))
		return true;
	print[0] = '\0';
	return false;
}

/* wanted NULL: any of theirs. An agent that is not there, or has none, is no failure. */
static bool choose_in_agent(struct signer *signer, const char *agent, const struct chooser *chooser,
	const struct public_key *wanted)
{
	struct agent_keys keys = {0};
	struct err why;

	if (agent == NULL || !agent_list(agent, &keys, &why))
		return false;
	for (size_t i = 0; i < keys.n && signer->agent == NULL; i++) {
		if ((wanted != NULL && !public_key_eq(wanted, &keys.v[i])) ||
			!is_theirs(chooser, &keys.v[i], signer->print))
			continue;
		signer->agent = agent;
		signer->public = keys.v[i];
	}
	agent_keys_release(&keys);
	return signer->agent != NULL;
}

/* A file with a public key names one that is in the agent, as for git and ssh. */
static bool read_public(const char *path, struct public_key *key)
{
	char *text = NULL;
	struct err why;
	bool ok = fs_read(AT_FDCWD, path, PUBLIC_FILE_MAX, &text, NULL, &why) &&
		  public_key_parse(text, key, &why);

	free(text);
	return ok;
}

/* A private key that cannot be read here, but whose public half lies beside it as ssh-keygen leaves
 * it there, may be in the agent: with its passphrase asked for, or in a thing to touch. */
static bool choose_beside(
	struct signer *signer, const struct key_source *source, const struct chooser *chooser)
{
	char *path = xasprintf("%s.pub", source->file);
	struct public_key public;
	bool found = read_public(path, &public) &&
		     choose_in_agent(signer, source->agent, chooser, &public);

	free(path);
	return found;
}

/* *found says whether the file led to a key of theirs. */
static bool choose_in_file(struct signer *signer, const struct key_source *source,
	const struct chooser *chooser, bool *found, struct err *err)
{
	struct public_key public;

	if (read_public(source->file, &public)) {
		*found = choose_in_agent(signer, source->agent, chooser, &public);
		return *found || !source->must ||
		       err_set(err, ERR_REFUSED,
			       _("'%s' is a public key, and no ssh-agent has it as a key of %s's "
				 "that is valid now"),
			       source->file, chooser->person->id);
	}
	signer->key = key_load(source->file, err);
	if (signer->key == NULL) {
		*found = err->code == ERR_INPUT && choose_beside(signer, source, chooser);
		return *found || err_wrap(err, "%s", source->file);
	}
	*found = is_theirs(chooser, key_public(signer->key), signer->print);
	if (*found)
		return true;
	key_free(signer->key);
	signer->key = NULL;
	return !source->must || err_set(err, ERR_REFUSED,
					_("'%s' holds no key of %s's that is valid now; `gongkai "
					  "person key list %s` "
					  "shows theirs"),
					source->file, chooser->person->id, chooser->person->id);
}

/* NOLINTNEXTLINE(readability-function-size): where, whose and when */
bool signer_choose(struct signer *signer, const struct key_source *source, const struct org *org,
	const char *actor, struct stamp at, struct err *err)
{
	struct chooser chooser = {org_person(org, actor), at};
	bool found = false;

	*signer = (struct signer){0};
	if (chooser.person == NULL || (source->file == NULL && source->agent == NULL))
		return true;
	if (source->file != NULL && (source->must || has_any(&chooser)) &&
		!choose_in_file(signer, source, &chooser, &found, err))
		return false;
	if (!found && has_any(&chooser))
		(void)choose_in_agent(signer, source->agent, &chooser, NULL); /* else the site */
	return true;
}

/* What an agent answers is looked at before it is believed. */
static char *sign_in_agent(const struct signer *signer, const char *payload, struct err *err)
{
	struct str text = {0}, signature = {0};
	struct public_key by;
	char *armor = NULL;

	if (sshsig_text("git", payload, strlen(payload), &text, err) &&
		agent_sign(signer->agent, &signer->public, text.buf, text.len, &signature, err))
		armor = sshsig_armor(&signer->public, "git", &signature);
	if (armor != NULL && !sshsig_verify(armor, "git", payload, strlen(payload), &by, err)) {
		(void)err_wrap(err, "%s", _("what the ssh-agent signed"));
		free(armor);
		armor = NULL;
	}
	str_release(&text);
	str_release(&signature);
	return armor;
}

char *signer_sign(const struct signer *signer, const char *payload, struct err *err)
{
	if (signer->key != NULL)
		return sshsig_sign(signer->key, "git", payload, strlen(payload), err);
	return sign_in_agent(signer, payload, err);
}

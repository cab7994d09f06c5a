/* SPDX-License-Identifier: MIT */
#include "store/ahead.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/sshsig.h"

enum {
	SLOTS = 32, /* links in memory at once: what bounds it */
	THREADS_MAX = 4,
	FEW = 8, /* links that are not worth a thread */
	RECORDS = 1 << 16,
};

struct ahead {
	struct gitrepo *repo; /* borrowed */
	struct ahead_plan plan;
	_Atomic uint64_t records[RECORDS]; /* those that were read last, by a part of their hash */

	pthread_t threads[THREADS_MAX];
	size_t thread_count; /* 0: everything happens in ahead_next */
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t room, ready;
	struct stretch slots[SLOTS];
	bool is_done[SLOTS];
	size_t begun, given; /* links that somebody reads or has read; that were handed out */
	bool is_over;
};

void seal_check(struct seal *seal, const struct commit *commit)
{
	if (commit->signature == NULL)
		seal->is_good = err_set(&seal->err, ERR_INPUT, _("it is not signed"));
	else
		seal->is_good = sshsig_verify(commit->signature, "git", commit->payload,
			strlen(commit->payload), &seal->signer, &seal->err);
}

void glimpse_release(struct glimpse *glimpse)
{
	entry_release(&glimpse->entry);
	*glimpse = (struct glimpse){0};
}

void glimpse_decision(struct gitrepo *repo, const char *id, bool seal, struct glimpse *glimpse)
{
	*glimpse = (struct glimpse){0};
	glimpse->is_read = entry_read(repo, id, &glimpse->entry, &glimpse->err);
	if (glimpse->is_read && seal)
		seal_check(&glimpse->seal, &glimpse->entry.commit);
}

static void glimpse_link(struct gitrepo *repo, const char *id, bool seal, struct glimpse *glimpse)
{
	struct commit *commit = &glimpse->entry.commit;
	struct object object = {0};

	*glimpse = (struct glimpse){0};
	memcpy(glimpse->entry.id, id, sizeof(glimpse->entry.id));
	glimpse->is_read = gitrepo_read_as(repo, id, OBJECT_COMMIT, &object, &glimpse->err) &&
			   commit_parse(commit, object.bytes, object.len, &glimpse->err);
	object_release(&object);
	if (glimpse->is_read && seal)
		seal_check(&glimpse->seal, commit);
}

/* Why not every record: most decisions leave the one that stands, which need not be read again.
 * That it was read for another decision is only likely: who asks for it may have to read it. */
static void read_record(struct ahead *ahead, struct entry *entry)
{
	struct err ignored; /* who asks for it reads it again, and tells */
	char begin[sizeof(uint64_t) * 2 + 1];
	uint64_t record;

	(void)snprintf(begin, sizeof(begin), "%.16s", entry->decision.record_sha256);
	record = strtoull(begin, NULL, 16);
	if (atomic_exchange(&ahead->records[record % RECORDS], record) != record)
		(void)!entry_load_record(ahead->repo, entry, &ignored);
}

/* A link vouches for what its own signer signed. */
static void read_seal(const struct seal *link, struct glimpse *glimpse)
{
	const struct commit *commit = &glimpse->entry.commit;
	struct public_key signer;
	struct err ignored; /* whose it is, the replay asks again */
	bool is_known =
		commit->signature != NULL && sshsig_signer(commit->signature, &signer, &ignored);

	if (is_known)
		(void)public_key_fingerprint(&signer, glimpse->entry.signer);
	if (!is_known || !link->is_good || !public_key_eq(&signer, &link->signer))
		seal_check(&glimpse->seal, commit);
}

static void replay_decision(
	struct ahead *ahead, const char *id, const struct seal *link, struct glimpse *glimpse)
{
	glimpse_decision(ahead->repo, id, false, glimpse);
	if (!glimpse->is_read)
		return;
	read_seal(link, glimpse);
	read_record(ahead, &glimpse->entry);
}

static void release(struct stretch *stretch)
{
	for (size_t i = 0; i < stretch->n; i++)
		glimpse_release(&stretch->decisions[i]);
	free(stretch->decisions);
	glimpse_release(&stretch->link);
	*stretch = (struct stretch){0};
}

/* Over what was there: where threads read, they free too what main has done with. */
static void read_stretch(struct ahead *ahead, size_t place, struct stretch *stretch)
{
	bool seal = place >= ahead->plan.trusted;
	char id[OID_HEX + 1];
	const struct strv *parents = &stretch->link.entry.commit.parents;

	oid_from_raw(ahead->plan.ids[ahead->plan.n - 1 - place], id);
	release(stretch);
	glimpse_link(ahead->repo, id, seal, &stretch->link);
	if (!stretch->link.is_read || parents->n < 2)
		return;
	stretch->n = parents->n - 1 < AHEAD_DECISIONS ? parents->n - 1 : AHEAD_DECISIONS;
	stretch->decisions = xcalloc(stretch->n, sizeof(*stretch->decisions));
	for (size_t i = 0; i < stretch->n; i++) {
		if (ahead->plan.aim == AHEAD_REPLAY)
			replay_decision(ahead, parents->v[i + 1], &stretch->link.seal,
				&stretch->decisions[i]);
		else
			glimpse_decision(
				ahead->repo, parents->v[i + 1], seal, &stretch->decisions[i]);
	}
}

/* The one that was given last is still in use. */
static bool has_room(const struct ahead *ahead)
{
	return ahead->begun < ahead->given + SLOTS - 1;
}

static void *work(void *data)
{
	struct ahead *ahead = data;

	pthread_mutex_lock(&ahead->mutex);
	for (;;) {
		struct stretch *slot;
		size_t place;

		while (!ahead->is_over && ahead->begun < ahead->plan.n && !has_room(ahead))
			pthread_cond_wait(&ahead->room, &ahead->mutex);
		if (ahead->is_over || ahead->begun == ahead->plan.n)
			break;
		place = ahead->begun++;
		slot = &ahead->slots[place % SLOTS];
		pthread_mutex_unlock(&ahead->mutex);
		read_stretch(ahead, place, slot);
		pthread_mutex_lock(&ahead->mutex);
		ahead->is_done[place % SLOTS] = true;
		if (place == ahead->given)
			pthread_cond_signal(&ahead->ready);
	}
	pthread_mutex_unlock(&ahead->mutex);
	return NULL;
}

static void start(struct ahead *ahead)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	size_t most = n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (size_t)n;

	if (ahead->plan.n <= FEW)
		most = 0;
	while (ahead->thread_count < most &&
		pthread_create(&ahead->threads[ahead->thread_count], NULL, work, ahead) == 0)
		ahead->thread_count++;
}

struct ahead *ahead_begin(struct gitrepo *repo, const struct ahead_plan *plan)
{
	struct ahead *ahead = xcalloc(1, sizeof(*ahead));

	ahead->repo = repo;
	ahead->plan = *plan;
	pthread_mutex_init(&ahead->mutex, NULL);
	pthread_cond_init(&ahead->room, NULL);
	pthread_cond_init(&ahead->ready, NULL);
	start(ahead);
	return ahead;
}

/* Who reads is not woken for every link: only when half of the room is there again. */
static void make_room(struct ahead *ahead)
{
	if (ahead->begun < ahead->plan.n && ahead->begun - ahead->given <= SLOTS / 2)
		pthread_cond_broadcast(&ahead->room);
}

struct stretch *ahead_next(struct ahead *ahead)
{
	size_t place = ahead->given;
	struct stretch *slot = &ahead->slots[place % SLOTS];

	if (place == ahead->plan.n)
		return NULL;
	if (ahead->thread_count == 0) {
		read_stretch(ahead, place, slot);
		ahead->given++;
		return slot;
	}
	pthread_mutex_lock(&ahead->mutex);
	while (!ahead->is_done[place % SLOTS])
		pthread_cond_wait(&ahead->ready, &ahead->mutex);
	ahead->is_done[place % SLOTS] = false;
	ahead->given++;
	make_room(ahead);
	pthread_mutex_unlock(&ahead->mutex);
	return slot;
}

void ahead_end(struct ahead *ahead)
{
	if (ahead == NULL)
		return;
	pthread_mutex_lock(&ahead->mutex);
	ahead->is_over = true;
	pthread_cond_broadcast(&ahead->room);
	pthread_mutex_unlock(&ahead->mutex);
	for (size_t i = 0; i < ahead->thread_count; i++)
		pthread_join(ahead->threads[i], NULL);
	for (size_t i = 0; i < SLOTS; i++)
		release(&ahead->slots[i]);
	pthread_cond_destroy(&ahead->ready);
	pthread_cond_destroy(&ahead->room);
	pthread_mutex_destroy(&ahead->mutex);
	free(ahead);
}

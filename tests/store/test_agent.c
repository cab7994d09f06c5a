/* SPDX-License-Identifier: MIT */
/* ssh-agents that answer anything, and one that looks whether a lock is held while it is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "store/agent.h"
#include "store/lock.h"
#include "store/wire.h"
#include "tests/store/persons.h"

enum { ASK_LIST = 11, ASK_SIGN = 13, MESSAGE_MAX = 64 * 1024 };

static int listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)unlink(path);
	strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 8), 0);
	return fd;
}

static size_t get(int fd, unsigned char *message)
{
	size_t n = 0, want = 4;

	while (n < want) {
		ssize_t got = read(fd, message + n, want - n);

		if (got <= 0)
			return 0;
		n += (size_t)got;
		if (n == 4)
			want = 4 + ((size_t)message[2] << 8 | message[3]);
	}
	return n;
}

static void put(int fd, const struct str *answer)
{
	if (write(fd, answer->buf, answer->len) != (ssize_t)answer->len)
		_exit(1);
}

/* Answers by what it is asked, for as long as somebody asks; a process of its own. */
static pid_t serve(int socket, void (*answer)(const unsigned char *ask, size_t n, struct str *out))
{
	pid_t pid = fork();

	if (pid != 0) {
		close(socket);
		return pid;
	}
	alarm(100);
	for (;;) {
		unsigned char ask[MESSAGE_MAX];
		int fd = accept(socket, NULL, NULL);
		size_t n = get(fd, ask);
		struct str out = {0};

		if (n > 4)
			answer(ask + 4, n - 4, &out);
		put(fd, &out);
		str_release(&out);
		close(fd);
	}
}

static void stop(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* -- Whether somebody waits -------------------------------------------------------------------- */

static bool is_free(const char *lock)
{
	int fd = open(lock, O_RDWR | O_CLOEXEC);
	bool is = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;

	close(fd);
	return is;
}

/* Signs with the key in the file `clerk`, and notes in the file `seen` how it found the lock. */
static void sign_and_look(const unsigned char *ask, size_t n, struct str *out)
{
	unsigned char raw[ED25519_SIGNATURE];
	struct wire rest = {ask + 1, n - 1}, blob, text;
	struct str body = {0}, signature = {0};
	struct err err;
	struct key *key = key_load("clerk", &err);
	FILE *seen;

	if (*ask == ASK_LIST) {
		str_addc(&body, 12);
		wire_put_u32(&body, 1);
		wire_put_string(&body, key_public(key)->blob, key_public(key)->n);
		wire_put_text(&body, "note");
	} else if (*ask == ASK_SIGN && wire_string(&rest, &blob) && wire_string(&rest, &text) &&
		   key_sign(key, text.p, text.n, raw, &err)) {
		seen = fopen("seen", "a");
		(void)fprintf(seen, "%s\n", is_free("site/" WRITE_LOCK) ? "free" : "held");
		(void)fclose(seen);
		wire_put_text(&signature, "ssh-ed25519");
		wire_put_string(&signature, raw, sizeof(raw));
		str_addc(&body, 14);
		wire_put_string(&body, signature.buf, signature.len);
	}
	wire_put_string(out, body.buf, body.len);
	str_release(&body);
	str_release(&signature);
	key_free(key);
}

static void nobody_waits_for_a_touch(void **state)
{
	enum { PAPERS = 5 };
	const struct signing signing = {.agent = "agent"};
	const struct verify_options whole = {0};
	const struct deed deed = {.action = "submit"};
	struct store *store = site_make();
	struct err outcomes[PAPERS] = {{0}};
	struct session session;
	struct strv ids = {0};
	pid_t pid;

	(void)state;
	give_key(store, "clerk");
	for (int i = 0; i < PAPERS; i++) {
		char *id = site_import(store, "通知", "内容\n");

		site_mark(store, id, "public");
		strv_add(&ids, id);
		free(id);
	}
	pid = serve(listen_at("agent"), sign_and_look);
	store_sign_with(store, &signing);
	MUST(session_open(&session, store, "clerk", &err));
	session_do_many(&session, &ids, &deed, outcomes);
	session_release(&session);
	for (int i = 0; i < PAPERS; i++)
		assert_int_equal(outcomes[i].code, ERR_NONE);
	assert_signer(store, "clerk");
	assert_int_equal(scratch_run("test $(grep -c free seen) = 5 && ! grep held seen"), 0);
	stop(pid);
	assert_no_fault(store, &whole);
	strv_release(&ids);
	store_close(store);
}

/* -- Answers that are none -----------------------------------------------------------------------
 */

static const struct {
	const char *bytes;
	size_t n;
	const char *words;
} answers[] = {
	{"", 0, "does not answer"},
	{"\0\0\0\0", 4, "does not answer"},
	{"\0\0\0\1", 4, "does not answer"},
	{"\377\377\377\377\14", 5, "does not answer"},
	{"\0\0\0\1\5", 5, "is no ssh-agent"},
	{"\0\0\0\1\14", 5, "is no ssh-agent"},
	{"\0\0\0\5\14\0\0\0\1", 9, "is no ssh-agent"},
	{"\0\0\0\5\14\377\377\377\377", 9, "is no ssh-agent"},
	{"\0\0\0\15\14\0\0\0\1\377\377\377\377abcd", 17, "is no ssh-agent"},
};
static size_t answered;

static void say(const unsigned char *ask, size_t n, struct str *out)
{
	(void)ask;
	(void)n;
	str_addn(out, answers[answered].bytes, answers[answered].n);
}

static void anything_may_be_answered(void **state)
{
	struct public_key key = {0};
	struct str out = {0};
	struct agent_keys keys;

	(void)state;
	for (answered = 0; answered < sizeof(answers) / sizeof(*answers); answered++) {
		pid_t pid = serve(listen_at("agent"), say);
		struct err err = {0};

		assert_false(agent_list("agent", &keys, &err));
		if (strstr(err.text, answers[answered].words) == NULL)
			fail_msg("%zu: %s", answered, err.text);
		assert_false(agent_sign("agent", &key, "text", 4, &out, &err));
		stop(pid);
	}
	str_release(&out);
}

static void nobody_may_be_there(void **state)
{
	char longest[200];
	struct agent_keys keys;
	struct err err = {0};

	(void)state;
	assert_false(agent_list("nobody", &keys, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_false(agent_list(longest, &keys, &err));
	assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(nobody_waits_for_a_touch),
		TEST(anything_may_be_answered),
		TEST(nobody_may_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#include "store/agent.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/wire.h"

enum {
	LIST_REQUEST = 11,
	LIST_ANSWER = 12,
	SIGN_REQUEST = 13,
	SIGN_RESPONSE = 14,
	RSA_SHA512 = 4, /* a flag of the request; without it RSA keys sign with SHA-1 */
	ANSWER_MAX = 256 * 1024, /* as OpenSSH */
	KEYS_MAX = 2000,
	LIST_SECONDS = 5,
	SIGN_SECONDS = 120,
};

static int connect_agent(const char *path, struct err *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		err_set(err, ERR_INPUT, _("the name of the agent's socket is too long: '%s'"),
			path);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	err_set(err, ERR_NOT_FOUND, _("no ssh-agent listens at '%s': %s"), path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool send_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = send(fd, bytes, n, MSG_NOSIGNAL);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
	return true;
}

static bool receive_all(int fd, unsigned char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = recv(fd, bytes, n, 0);

		if (done == 0 || (done < 0 && errno != EINTR))
			return false;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
	return true;
}

/* The answer's bytes behind its length, the first being its type; the caller frees. */
static unsigned char *receive(int fd, size_t *len)
{
	unsigned char head[4], *answer;
	struct wire wire = {head, sizeof(head)};
	uint32_t n = 0;

	if (!receive_all(fd, head, sizeof(head)) || !wire_u32(&wire, &n) || n == 0 ||
		n > ANSWER_MAX)
		return NULL;
	answer = xcalloc(n, 1);
	*len = n;
	if (receive_all(fd, answer, n))
		return answer;
	free(answer);
	return NULL;
}

/* Sends a request, its type in front; NULL on failure, else the answer, the caller's to free. */
static unsigned char *ask(
	const char *path, const struct str *request, int seconds, size_t *len, struct err *err)
{
	const struct timeval patience = {.tv_sec = seconds};
	struct str message = {0};
	unsigned char *answer = NULL;
	int fd = connect_agent(path, err);

	if (fd < 0)
		return NULL;
	wire_put_string(&message, request->buf, request->len);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0 &&
		send_all(fd, message.buf, message.len))
		answer = receive(fd, len);
	if (answer == NULL)
		err_set(err, ERR_IO, _("the ssh-agent at '%s' does not answer"), path);
	str_release(&message);
	close(fd);
	return answer;
}

void agent_keys_release(struct agent_keys *keys)
{
	free(keys->v);
	*keys = (struct agent_keys){0};
}

static bool has_type(const void *answer, size_t n, int type)
{
	return n > 0 && *(const unsigned char *)answer == type;
}

/* Keys of types that are not known here, certificates among them, are passed over. */
bool agent_read_keys(const void *answer, size_t len, struct agent_keys *keys)
{
	struct wire rest = {answer, len}, blob, comment;
	struct public_key key;
	struct err why;
	uint32_t n;

	if (!has_type(answer, len, LIST_ANSWER))
		return false;
	rest = (struct wire){rest.p + 1, rest.n - 1};
	if (!wire_u32(&rest, &n) || n > KEYS_MAX)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (!wire_string(&rest, &blob) || !wire_string(&rest, &comment))
			return false;
		if (!public_key_read(blob.p, blob.n, &key, &why))
			continue;
		GROW(keys->v, keys->n);
		keys->v[keys->n++] = key;
	}
	return true;
}

bool agent_list(const char *socket, struct agent_keys *keys, struct err *err)
{
	struct str request = {0};
	unsigned char *answer;
	size_t len = 0;
	bool ok;

	*keys = (struct agent_keys){0};
	str_addc(&request, LIST_REQUEST);
	answer = ask(socket, &request, LIST_SECONDS, &len, err);
	str_release(&request);
	if (answer == NULL)
		return false;
	ok = agent_read_keys(answer, len, keys);
	free(answer);
	if (ok)
		return true;
	agent_keys_release(keys);
	return err_set(err, ERR_IO, _("what answers at '%s' is no ssh-agent"), socket);
}

bool agent_read_signature(const void *answer, size_t n, struct str *out)
{
	struct wire rest = {answer, n}, signature;

	if (!has_type(answer, n, SIGN_RESPONSE))
		return false;
	rest = (struct wire){rest.p + 1, rest.n - 1};
	if (!wire_string(&rest, &signature) || rest.n > 0)
		return false;
	str_addn(out, signature.p, signature.n);
	return true;
}

/* NOLINTNEXTLINE(readability-function-size): a socket, a key and a text in, a signature out */
bool agent_sign(const char *socket, const struct public_key *key, const void *bytes, size_t n,
	struct str *out, struct err *err)
{
	struct str request = {0};
	unsigned char *answer;
	size_t len = 0;
	bool ok;

	str_addc(&request, SIGN_REQUEST);
	wire_put_string(&request, key->blob, key->n);
	wire_put_string(&request, bytes, n);
	wire_put_u32(&request, key->type == KEY_RSA ? RSA_SHA512 : 0);
	answer = ask(socket, &request, SIGN_SECONDS, &len, err);
	str_release(&request);
	if (answer == NULL)
		return false;
	ok = agent_read_signature(answer, len, out);
	free(answer);
	return ok || err_set(err, ERR_REFUSED, _("the ssh-agent did not sign"));
}

/* SPDX-License-Identifier: MIT */
/* What a session may no longer do. Each case is tried in a process of its own, once before it
 * enters the cell, when it must go well, and once behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "core/cell.h"
#include "tests/store/scratch.h"

static bool can_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool can_run(const char *path)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl(path, path, (char *)NULL);
		_exit(127);
	}
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool can_socket(int family)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool in_store(void)
{
	return can_open("store/a", O_RDWR | O_CREAT) && mkdir("store/b", 0700) == 0 &&
	       rename("store/a", "store/b/a") == 0 && truncate("store/b/a", 0) == 0 &&
	       symlink("x", "store/c") == 0 && link("store/b/a", "store/d") == 0 &&
	       unlink("store/d") == 0 && unlink("store/c") == 0 && unlink("store/b/a") == 0 &&
	       rmdir("store/b") == 0;
}

static bool read_pack(void)
{
	return can_open("pack/x", O_RDONLY);
}

static bool run_reader(void)
{
	return can_run("libexec/true");
}

static bool agent(void)
{
	return can_socket(AF_UNIX);
}

static bool null_device(void)
{
	return can_open("/dev/null", O_WRONLY);
}

static bool read_elsewhere(void)
{
	return can_open("/etc/passwd", O_RDONLY);
}

static bool read_next_to_it(void)
{
	return can_open("secret", O_RDONLY);
}

static bool write_pack(void)
{
	return can_open("pack/x", O_WRONLY);
}

static bool write_elsewhere(void)
{
	return can_open("new", O_WRONLY | O_CREAT | O_EXCL) && unlink("new") == 0;
}

static bool cut_elsewhere(void)
{
	return truncate("secret", 1) == 0;
}

static bool move_out(void)
{
	return can_open("store/e", O_RDWR | O_CREAT) && rename("store/e", "e") == 0 &&
	       unlink("e") == 0;
}

static bool move_in(void)
{
	return link("secret", "store/secret") == 0 && unlink("store/secret") == 0;
}

/* What a link in the store leads to is still somewhere else. */
static bool read_through_link(void)
{
	return can_open("store/link", O_RDONLY);
}

static bool run_shell(void)
{
	return can_run("/bin/true");
}

static bool run_from_store(void)
{
	return can_run("store/true");
}

static bool internet(void)
{
	return can_socket(AF_INET);
}

static bool look_into_process(void)
{
	char bytes[1];
	struct iovec to = {bytes, 1}, from = {bytes, 1};

	return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == 1;
}

static bool other_namespace(void)
{
	return syscall(SYS_unshare, 0) == 0;
}

static bool signal_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static const struct trial {
	const char *name;
	bool (*can)(void);
	bool stays; /* may still be done behind */
	int landlock; /* the version that forbids it; 0: seccomp does */
} trials[] = {
	{"make, move and take away in the store", in_store, true, 0},
	{"read a pack", read_pack, true, 0},
	{"start the reader", run_reader, true, 0},
	{"reach an agent", agent, true, 0},
	{"write to nowhere", null_device, true, 0},
	{"read elsewhere", read_elsewhere, false, 1},
	{"read next to the store", read_next_to_it, false, 1},
	{"change a pack", write_pack, false, 1},
	{"write elsewhere", write_elsewhere, false, 1},
	{"cut short elsewhere", cut_elsewhere, false, 3},
	{"move out of the store", move_out, false, 1},
	{"link into the store", move_in, false, 1},
	{"read through a link in the store", read_through_link, false, 1},
	{"start a shell", run_shell, false, 1},
	{"start what it put into the store", run_from_store, false, 1},
	{"reach the network", internet, false, 0},
	{"look into a process", look_into_process, false, 0},
	{"enter another namespace", other_namespace, false, 0},
	{"signal another process", signal_parent, false, 6},
};

static const char *const readable[] = {
	"pack", "/usr/lib", "/lib", "/lib64", "/etc/ld.so.cache", NULL};
static const char *const runnable[] = {
	"libexec", "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", NULL};
static const struct cell cell = {.dir = "store", .read = readable, .run = runnable};

/* Exits 0 where it goes, 1 where not, 2 where this kernel has nothing to forbid it by. */
static int try_it(const struct trial *trial, bool is_inside)
{
	struct cell_state state;
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (is_inside)
			cell_enter(&cell, &state);
		if (is_inside && !trial->stays &&
			(trial->landlock > 0 ? state.landlock < trial->landlock : !state.seccomp))
			_exit(2);
		_exit(trial->can() ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_what_stays_and_what_does_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(trials) / sizeof(*trials); i++) {
		int inside;

		if (try_it(&trials[i], false) != 0)
			fail_msg("cannot %s at all", trials[i].name);
		inside = try_it(&trials[i], true);
		if (inside != 2 && (inside == 0) != trials[i].stays)
			fail_msg("%s %s", trials[i].stays ? "cannot" : "can", trials[i].name);
	}
}

static void test_what_there_is_to_hold_by(void **state)
{
	struct cell_state seen, had;
	pid_t pid = fork();
	int status;

	(void)state;
	if (pid == 0) {
		cell_look(&seen);
		cell_enter(&cell, &had);
		_exit(seen.landlock == had.landlock && seen.seccomp == had.seccomp ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static int set_up(void **state)
{
	return scratch_enter(state) != 0 ||
	       scratch_run("mkdir store pack libexec && echo x >pack/x && echo secret >secret && "
			   "ln -s ../secret store/link && cp /bin/true libexec && "
			   "cp /bin/true store") != 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_stays_and_what_does_not),
		cmocka_unit_test(test_what_there_is_to_hold_by),
	};

	return cmocka_run_group_tests_name("test_cell", tests, set_up, scratch_leave);
}

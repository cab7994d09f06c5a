/* SPDX-License-Identifier: MIT */
/* What somebody could do who took a reader over: each attempt is made in a process of its own that
 * has gone into the cage, and none may succeed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/read/cage.h"

enum outcome { DENIED, DONE, NO_CAGE, KILLED };

static const char *const tables[] = {"/usr/share/poppler", NULL};

/* -- Attempts: below zero they failed ---------------------------------------------------------- */

static long read_passwd(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

static long read_around(void)
{
	return open("/usr/share/poppler/../../../etc/passwd", O_RDONLY | O_CLOEXEC);
}

static long read_itself(void)
{
	return open("/proc/self/mem", O_RDWR | O_CLOEXEC);
}

static long make_file(void)
{
	return open("/tmp/gongkai-was-here", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long ask_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static long ask_local_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static long fork_one(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid;
}

static long run_program(void)
{
	char *words[] = {(char *)(uintptr_t) "true", NULL}, *none[] = {NULL};

	return execve("/bin/true", words, none);
}

static long signal_parent(void)
{
	return kill(getppid(), 0);
}

static long make_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		       0) == MAP_FAILED
		       ? -1
		       : 0;
}

static long turn_into_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static long raise_limits(void)
{
	const struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};

	return setrlimit(RLIMIT_CPU, &limit);
}

static long trace(void)
{
	return syscall(SYS_ptrace, 16 /* ATTACH */, getppid(), 0, 0);
}

static long read_parent(void)
{
	return syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0);
}

static long remove_file(void)
{
	return unlink("/tmp/gongkai-was-here");
}

static long make_folder(void)
{
	return mkdir("/tmp/gongkai-was-here", 0700);
}

static long change_folder(void)
{
	return chdir("/");
}

static long make_memory_file(void)
{
	return syscall(SYS_memfd_create, "x", 0);
}

static long ask_ring(void)
{
	return syscall(SYS_io_uring_setup, 1, NULL);
}

static long ask_kernel_code(void)
{
	return syscall(SYS_bpf, 0, NULL, 0);
}

static long leave_names(void)
{
	return syscall(SYS_unshare, 0x10000000 /* a user namespace */);
}

static long write_file(void)
{
	return truncate("/tmp/gongkai-was-here", 0);
}

static const struct {
	const char *name;
	long (*attempt)(void);
} attempts[] = {{"read a file", read_passwd}, {"read a file by another way", read_around},
	{"open its own memory", read_itself}, {"make a file", make_file}, {"a socket", ask_socket},
	{"a local socket", ask_local_socket}, {"fork", fork_one}, {"run a program", run_program},
	{"signal whoever started it", signal_parent}, {"memory that is code", make_code},
	{"memory made code", turn_into_code}, {"raise a limit", raise_limits}, {"trace", trace},
	{"read another's memory", read_parent}, {"remove a file", remove_file},
	{"make a folder", make_folder}, {"change the folder", change_folder},
	{"a file of memory", make_memory_file}, {"a ring of calls", ask_ring},
	{"code for the kernel", ask_kernel_code}, {"names of its own", leave_names},
	{"cut a file off", write_file}};

/* -- Kernels that lack something --------------------------------------------------------------- */

enum kernel { WHOLE, NO_LANDLOCK, NO_SECCOMP };

/* From now on the kernel says it has no such call. */
static void take_away(enum kernel kernel)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
			kernel == NO_LANDLOCK ? SYS_landlock_create_ruleset : SYS_seccomp, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		/* The older way to ask for seccomp. */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
			kernel == NO_SECCOMP ? PR_SET_SECCOMP : 0xFFFFFFFF, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
	const struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(*filter), .filter = filter};

	if (kernel == WHOLE)
		return;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* How an attempt ends in the cage. */
static enum outcome try_it(enum kernel kernel, bool may_read, long (*attempt)(void))
{
	const struct cage cage = {
		.memory = (size_t)RLIM_INFINITY, .files = may_read ? tables : NULL};
	struct cage_state state;
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		take_away(kernel);
		if (!cage_enter(&cage, &state))
			_exit(NO_CAGE);
		_exit(attempt() < 0 ? DENIED : DONE);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return KILLED;
	assert_true(WIFEXITED(status));
	return (enum outcome)WEXITSTATUS(status);
}

/* Refused, or stopped: which of them is the sanitizers' to choose. */
static void check_one(enum kernel kernel, bool may_read, const char *name, long (*attempt)(void))
{
	enum outcome outcome = try_it(kernel, may_read, attempt);

	if (outcome != DENIED && outcome != KILLED)
		fail_msg("%s: %s", name, outcome == NO_CAGE ? "no cage" : "it was let");
}

static void check_all(enum kernel kernel, bool may_read)
{
	for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++)
		check_one(kernel, may_read, attempts[i].name, attempts[i].attempt);
	assert_int_equal(access("/tmp/gongkai-was-here", F_OK), -1);
}

static void test_reader(void **state)
{
	(void)state;
	check_all(WHOLE, false);
}

static void test_reader_of_pdf(void **state)
{
	(void)state;
	check_all(WHOLE, true);
}

/* Then no file may be read at all: seccomp cannot tell one from another. */
static long read_table(void)
{
	return open("/usr/share/poppler", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void test_without_landlock(void **state)
{
	(void)state;
	check_all(NO_LANDLOCK, false);
	check_all(NO_LANDLOCK, true);
	check_one(NO_LANDLOCK, true, "read a table", read_table);
}

static void test_without_seccomp(void **state)
{
	(void)state;
	assert_int_equal(try_it(NO_SECCOMP, false, read_passwd), NO_CAGE);
	assert_int_equal(try_it(NO_SECCOMP, true, read_passwd), NO_CAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reader),
		cmocka_unit_test(test_reader_of_pdf),
		cmocka_unit_test(test_without_landlock),
		cmocka_unit_test(test_without_seccomp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

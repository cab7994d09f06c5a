/* SPDX-License-Identifier: MIT */
#include "core/cell.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/mem.h"

/* LeakSanitizer looks into its own process at the end. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { IS_WATCHED = 1 };
#else
enum { IS_WATCHED = 0 };
#endif

/* -- Landlock: these files and no others ------------------------------------------------------- */

/* Rights by the version of the kernel's that knows them; Debian's headers stop at the second. */
enum { REFER = 1 << 13, TRUNCATE = 1 << 14, IOCTL_DEV = 1 << 15 };
enum { BIND_TCP = 1 << 0, CONNECT_TCP = 1 << 1 };
enum { SCOPE_ABSTRACT_SOCKETS = 1 << 0, SCOPE_SIGNALS = 1 << 1 };
struct handled {
	__u64 files, network, scoped;
};

static int landlock_version(void)
{
	int version =
		(int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? version : 0;
}

static struct handled handled_by(int version)
{
	struct handled all = {.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};

	if (version >= 2)
		all.files |= REFER;
	if (version >= 3)
		all.files |= TRUNCATE;
	if (version >= 4)
		all.network = BIND_TCP | CONNECT_TCP;
	/* Not IOCTL_DEV: the terminal is a device. */
	if (version >= 6)
		all.scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
	return all;
}

/* What a file that is no folder knows of rights. */
static __u64 rights_of(int fd, __u64 rights)
{
	const __u64 of_files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
			       LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE;
	int folder = openat(fd, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return rights & of_files;
	close(folder);
	return rights;
}

/* What is not there need not be touched. */
static bool allow(int ruleset, const char *path, __u64 rights)
{
	struct landlock_path_beneath_attr beneath = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
	long rc;

	if (beneath.parent_fd < 0)
		return true;
	beneath.allowed_access = rights_of(beneath.parent_fd, rights);
	rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(beneath.parent_fd);
	return rc == 0;
}

static bool allow_all(int ruleset, const struct cell *cell, const struct handled *handled)
{
	const __u64 reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	bool ok = allow(ruleset, cell->dir, handled->files & ~(__u64)LANDLOCK_ACCESS_FS_EXECUTE) &&
		  allow(ruleset, "/dev/null", reading | LANDLOCK_ACCESS_FS_WRITE_FILE) &&
		  (!IS_WATCHED || allow(ruleset, "/proc", reading));

	for (size_t i = 0; ok && cell->read[i] != NULL; i++)
		ok = allow(ruleset, cell->read[i], reading);
	for (size_t i = 0; ok && cell->run[i] != NULL; i++)
		ok = allow(ruleset, cell->run[i], reading | LANDLOCK_ACCESS_FS_EXECUTE);
	return ok;
}

/* The version that holds; 0 where it does not. */
static int lock_files(const struct cell *cell)
{
	int version = landlock_version(), ruleset;
	struct handled handled = handled_by(version);
	bool ok;

	if (version == 0)
		return 0;
	/* An older kernel takes the longer structure where it holds nothing that it does not know.
	 */
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	if (ruleset < 0)
		return 0;
	ok = allow_all(ruleset, cell, &handled) &&
	     syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return ok ? version : 0;
}

/* -- seccomp: calls that nothing here makes ---------------------------------------------------- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* A list of what is forbidden rather than of what is needed: curses, SQLite, libgit2 and a reader
 * in its own cage run behind it, on whatever C library there is. */
static const int forbidden[] = {SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_process_vm_readv,
	SYS_process_vm_writev, SYS_pidfd_getfd, SYS_kcmp, SYS_bpf, SYS_perf_event_open,
	SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_add_key,
	SYS_request_key, SYS_keyctl, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot,
	SYS_unshare, SYS_setns, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_open_tree,
	SYS_move_mount, SYS_fsopen, SYS_fsmount, SYS_init_module, SYS_finit_module,
	SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct,
	SYS_personality, SYS_quotactl, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex,
	SYS_clock_adjtime, SYS_setuid, SYS_setgid, SYS_setgroups, SYS_setresuid, SYS_setresgid,
	SYS_mknodat, SYS_ptrace};
enum { FORBIDDEN = sizeof(forbidden) / sizeof(*forbidden), INSTRUCTIONS = 2 * FORBIDDEN + 32 };

#ifdef ARCHITECTURE
struct program {
	struct sock_filter code[INSTRUCTIONS];
	unsigned short n;
};

static void put(struct program *program, struct sock_filter instruction)
{
	program->code[program->n++] = instruction;
}

static void load(struct program *program, size_t offset)
{
	put(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

/* Where what was loaded is the value: the next instruction; else the one after it. */
static void when(struct program *program, unsigned value)
{
	put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
}

static void answer(struct program *program, unsigned what)
{
	put(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

static void write_program(struct program *program)
{
	const unsigned no = SECCOMP_RET_ERRNO | EPERM;
	const size_t low_half = 0; /* of an argument: both architectures are little-endian */

	load(program, offsetof(struct seccomp_data, arch));
	put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
	answer(program, SECCOMP_RET_KILL_PROCESS);
	load(program, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__ /* the numbers of x32 */
	put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
	answer(program, SECCOMP_RET_KILL_PROCESS);
#endif
	for (size_t i = 0; i < FORBIDDEN; i++) {
		if (IS_WATCHED && forbidden[i] == SYS_ptrace)
			continue;
		when(program, (unsigned)forbidden[i]);
		answer(program, no);
	}
	/* Sockets: to an agent and to the log, by path. */
	put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3));
	load(program, offsetof(struct seccomp_data, args[0]) + low_half);
	put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 1, 0));
	answer(program, no);
	/* Typing into the terminal as if somebody had. */
	load(program, offsetof(struct seccomp_data, nr));
	put(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5));
	load(program, offsetof(struct seccomp_data, args[1]) + low_half);
	when(program, TIOCSTI);
	answer(program, no);
	when(program, TIOCLINUX);
	answer(program, no);
	answer(program, SECCOMP_RET_ALLOW);
}

static bool lock_calls(void)
{
	struct program program = {0};
	struct sock_fprog loaded = {.filter = program.code};

	write_program(&program);
	loaded.len = program.n;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &loaded) == 0;
}
#else
static bool lock_calls(void)
{
	return false;
}
#endif

void cell_enter(const struct cell *cell, struct cell_state *state)
{
	*state = (struct cell_state){0};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return;
	state->landlock = lock_files(cell);
	state->seccomp = lock_calls();
}

void cell_look(struct cell_state *state)
{
	*state = (struct cell_state){.landlock = landlock_version()};
	/* Without a program it says whether there would be one at all. */
	state->seccomp =
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) != 0 && errno == EFAULT;
}

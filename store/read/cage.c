/* SPDX-License-Identifier: MIT */
#include "store/read/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SECONDS = 10, DESCRIPTORS = 16 };

static bool limit(__rlimit_resource_t what, rlim_t most)
{
	const struct rlimit limit = {.rlim_cur = most, .rlim_max = most};

	return setrlimit(what, &limit) == 0;
}

static bool set_limits(size_t memory)
{
	return limit(RLIMIT_AS, memory) && limit(RLIMIT_CPU, SECONDS) && limit(RLIMIT_FSIZE, 0) &&
	       limit(RLIMIT_NOFILE, DESCRIPTORS) && limit(RLIMIT_NPROC, 0) &&
	       limit(RLIMIT_CORE, 0) && limit(RLIMIT_MEMLOCK, 0);
}

/* -- Landlock: no file, whatever the calls ----------------------------------------------------- */

/* What each version of the kernel's knows to forbid; Debian's headers stop at the second. */
static __u64 all_rights(int version)
{
	__u64 rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

	if (version >= 2)
		rights |= 1ULL << 13; /* REFER */
	if (version >= 3)
		rights |= 1ULL << 14; /* TRUNCATE */
	if (version >= 5)
		rights |= 1ULL << 15; /* IOCTL_DEV */
	return rights;
}

static bool allow(int ruleset, const char *path)
{
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(path, O_PATH | O_CLOEXEC)};
	long rc;

	if (beneath.parent_fd < 0)
		return errno == ENOENT; /* what is not there need not be read */
	rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(beneath.parent_fd);
	return rc == 0;
}

/* The version that holds; 0 where it does not. */
static int lock_files(const char *const *files)
{
	/* Later versions also know networks and signals: zero handles none of them here, where
	 * seccomp does. */
	struct {
		__u64 files;
	} attr;
	int version =
		(int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	int ruleset;
	bool ok = true;

	if (version <= 0)
		return 0;
	attr.files = all_rights(version);
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (ruleset < 0)
		return 0;
	for (; ok && files != NULL && *files != NULL; files++)
		ok = allow(ruleset, *files);
	ok = ok && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return ok ? version : 0;
}

/* -- seccomp: no call but these ---------------------------------------------------------------- */

static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev),
	SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(brk), SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield),
	SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(sched_getaffinity)};

/* A library that asks for a file is told there is none for it, and goes on without. */
static const int denied[] = {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(stat), SCMP_SYS(lstat),
	SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
	SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(statfs),
	SCMP_SYS(fcntl), SCMP_SYS(ioctl), SCMP_SYS(getdents64), SCMP_SYS(unlink), SCMP_SYS(mkdir),
	SCMP_SYS(tgkill), SCMP_SYS(socket)};

/* Files to be read at most: never to be written or made. */
static bool let_read(scmp_filter_ctx filter)
{
	const unsigned refuse = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_PATH;
	static const int calls[] = {SCMP_SYS(newfstatat), SCMP_SYS(getdents64), SCMP_SYS(access),
		SCMP_SYS(stat), SCMP_SYS(fcntl)};
	bool ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
			  SCMP_A2(SCMP_CMP_MASKED_EQ, refuse, 0)) == 0 &&
		  seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
			  SCMP_A1(SCMP_CMP_MASKED_EQ, refuse, 0)) == 0;

	for (size_t i = 0; ok && i < sizeof(calls) / sizeof(*calls); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	return ok;
}

static bool is_in(const int *list, size_t n, int call)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i] == call)
			return true;
	}
	return false;
}

/* Memory may be asked for, but none of it is ever code. */
static bool let_map(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
		       SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
		       SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool lock_calls(bool may_read)
{
	static const int read_calls[] = {SCMP_SYS(newfstatat), SCMP_SYS(getdents64),
		SCMP_SYS(access), SCMP_SYS(stat), SCMP_SYS(fcntl), SCMP_SYS(openat),
		SCMP_SYS(open)};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL && let_map(filter) && (!may_read || let_read(filter));

	for (size_t i = 0; ok && i < sizeof(allowed) / sizeof(*allowed); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	for (size_t i = 0; ok && i < sizeof(denied) / sizeof(*denied); i++) {
		if (!may_read || !is_in(read_calls, 7, denied[i]))
			ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), denied[i], 0) == 0;
	}
	ok = ok && seccomp_load(filter) == 0;
	if (filter != NULL)
		seccomp_release(filter);
	return ok;
}

bool cage_enter(const struct cage *cage, struct cage_state *state)
{
	*state = (struct cage_state){0};
	(void)close_range(3, ~0U, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	state->landlock = lock_files(cage->files);
	/* Without Landlock seccomp cannot tell one file from another: then none may be read. */
	state->seccomp =
		set_limits(cage->memory) && lock_calls(cage->files != NULL && state->landlock > 0);
	return state->seccomp;
}

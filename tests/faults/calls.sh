#!/bin/bash
# SPDX-License-Identifier: MIT
# calls.sh PROGRAM STEP: the program itself, killed or failed by strace in the middle of whole system
# calls: every STEPth of each kind, in each of a few commands. Its exit status must be true: 0 and it
# stands, 1 and it does not, 4 with the request to ask about; killed, either. Ends in the line
# "N passed, N failed".
set -eu
program=$1 step=$2
tmp=$(mktemp -d "/dev/shm/gongkai-calls-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai HOME=$tmp
unset GONGKAI_STORE GONGKAI_BUG || true
passed=0 failed=0

if ! strace -qq -o log -e trace=write -e inject=write:error=EIO:when=1 true 2>/dev/null; then
	case " ${FAULTS_WITHOUT:-} " in
	*' strace '*)
		echo 'strace      cannot be tried here, as was declared'
		echo '0 passed, 0 failed'
		exit 0
		;;
	esac
	echo 'strace      cannot be tried here (ptrace?): declare it with FAULTS_WITHOUT=strace'
	echo '0 passed, 1 failed'
	exit 1
fi

{
	"$program" init -C good
	"$program" -C good unit add zfb --name-zh 办公室
	"$program" -C good person add clerk --name-zh 王某 --unit zfb --role clerk
	for i in 1 2 3; do
		echo "通知 $i" >paper.txt
		"$program" -C good --as clerk import paper.txt
	done
} >/dev/null

# count STORE: how many commits it has; fails where it has a fault.
count() {
	"$program" -C "$1" verify --json | sed -n 's/^{"ok":true,"commits":\([0-9]*\),.*/\1/p'
}

wrong() {
	echo "  $1"
	echo "    exit $rc, out: $(head -c 200 out), err: $(head -c 300 err)"
	failed=$((failed + 1))
}

# judge LABEL MORE: MORE commits are added by the command where it is done.
judge() {
	local now
	now=$(count site) || now=
	if [ -z "$now" ]; then
		wrong "$1: it does not verify"
	elif [ "$now" != "$before" ] && [ "$now" != $((before + $2)) ]; then
		wrong "$1: $now commits, $before before"
	elif [ "$rc" = 0 ] && [ "$now" != $((before + $2)) ]; then
		wrong "$1: a false yes"
	elif [ "$rc" = 1 ] && [ "$2" -gt 0 ] && [ "$now" != "$before" ]; then
		wrong "$1: a false no"
	elif [ "$rc" = 4 ] && ! grep -qE '[0-9a-f]{8}-[0-9a-f]{4}-' err; then
		wrong "$1: not known, and no request to ask about"
	elif [ "$rc" != 0 ] && [ "$rc" != 137 ] && [ ! -s err ]; then
		wrong "$1: no word"
	elif [ "$rc" = 137 ] && [ "$2" -gt 0 ] && [ -s out ] && [ "$now" = "$before" ]; then
		wrong "$1: it was said to be done, and is lost"
	else
		passed=$((passed + 1))
	fi
}

# strike CALL WHAT MORE COMMAND...: at each STEPth CALL, until there are no more of them.
strike() {
	local call=$1 what=$2 more=$3 nth
	shift 3
	for ((nth = 1 + RANDOM % step; ; nth += step)); do
		rm -rf site copy
		cp -a good site
		rc=0
		# A shell of its own has nobody to tell that it was killed.
		(
			timeout 60 strace -f -qq -o log -e trace="$call" \
				-e "inject=$call:$what:when=$nth" \
				"$program" -C site --as clerk "$@" >out 2>err </dev/null
			exit $?
		) 2>/dev/null || rc=$?
		grep -qE 'INJECTED|killed by SIGKILL' log || break
		judge "$1, $call $nth, $what" "$more"
	done
}

RANDOM=7
before=$(count good)
changing='openat pwrite64 write fdatasync fsync renameat rename unlink unlinkat ftruncate mkdirat mkdir
	flock fcntl'
for call in $changing; do
	strike "$call" signal=KILL 2 import paper.txt
	strike "$call" signal=KILL 2 mark zfb-2026-0001 public
	strike "$call" signal=KILL 0 rebuild
	strike "$call" signal=KILL 0 checkpoint
done
echo "strace      kill -9 at whole calls: $passed points, $failed broken"
killed=$passed
for call in openat read pread64 pwrite64 write fdatasync fsync renameat ftruncate mkdirat mmap; do
	strike "$call" error=EIO 2 import paper.txt
	strike "$call" error=ENOSPC 2 mark zfb-2026-0001 public
done
echo "strace      calls that fail: $((passed - killed)) points, $failed broken"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

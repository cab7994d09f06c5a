# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# For the black-box tests of the commands: sourced, not run. A test is a line of `check`, `is` or
# `refused`; the last line of a file is `finish`.
set -u
: "${GONGKAI:?the program to test}" "${TMPDIR:=/tmp}"
export GONGKAI_CLOCK=2026-01-05T09:00:00 LC_ALL=C.UTF-8 TZ=Asia/Shanghai
unset LANGUAGE GONGKAI_STORE
store=$TMPDIR/store
root=$PWD
export fixtures=$root/tests/fixtures
passed=0 failed=0
rc=0 out='' err='' speak=''

# The program on the test's store, in the language of $speak, as a person.
gk() { LC_ALL=${speak:-C.UTF-8} "$GONGKAI" -C "$store" "$@"; }
as() { gk --as "$@"; }

# run COMMAND...: leaves what it wrote in $out and $err and how it ended in $rc.
run() {
	rc=0
	out=$("$@" 2>"$TMPDIR/stderr" </dev/null) || rc=$?
	err=$(cat "$TMPDIR/stderr")
}

# count NAME OK: 0 is a pass. CASE=pattern counts those alone.
count() {
	# shellcheck disable=SC2254  # CASE is a pattern
	case $1 in ${CASE:-*}) ;; *) return 0 ;; esac
	if [ "$2" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok: %s\n    exit %s\n    out: %s\n    err: %s\n' "$1" "$rc" "$out" "$err"
	fi
}

# check NAME COMMAND...: passes when the command does.
check() {
	local name=$1
	shift
	run "$@"
	count "$name" "$rc"
}

# is NAME EXPECTED COMMAND...: it passes, and writes exactly that.
is() {
	local name=$1 expected=$2
	shift 2
	run "$@"
	[ "$rc" = 0 ] && [ "$out" = "$expected" ]
	count "$name" $?
}

# has NAME PATTERN COMMAND...: it passes, and what it writes matches the pattern (grep -E).
has() {
	local name=$1 pattern=$2
	shift 2
	run "$@"
	[ "$rc" = 0 ] && grep -qE -- "$pattern" <<<"$out"
	count "$name" $?
}

tip() { git --git-dir="$store/ledger.git" rev-parse --verify -q refs/heads/main; }

# refused NAME STATUS PATTERN COMMAND...: it ends so, says a sentence that matches (grep -E) and
# leaves the ledger as it was.
refused() {
	local name=$1 status=$2 pattern=$3 before ok=0
	shift 3
	before=$(tip)
	run "$@"
	[ "$rc" = "$status" ] && grep -qE -- "$pattern" <<<"$err" && [ "$before" = "$(tip)" ] || ok=1
	[[ $err == gongkai:\ * ]] || ok=1
	count "$name" "$ok"
}

# ends NAME STATUS COMMAND...: it ends so; $out and $err are for the next line to look at.
ends() {
	local name=$1 status=$2
	shift 2
	run "$@"
	[ "$rc" = "$status" ]
	count "$name" $?
}

# that NAME EXPRESSION...: test(1) holds.
that() {
	local name=$1 ok=0
	shift
	[ "$@" ] || ok=1
	count "$name" "$ok"
}

# How long whatever a test leaves running may stay, when somebody killed the test.
patience=${TEST_SECONDS:-900}

# agent_up: an ssh-agent, which is $agent and listens at $sock.
agent_up() {
	sock=$TMPDIR/agent
	timeout "$patience" ssh-agent -D -a "$sock" >/dev/null 2>&1 &
	agent=$!
	# Its socket is there before it listens; 1 is an agent without keys.
	until SSH_AUTH_SOCK=$sock ssh-add -l >/dev/null 2>&1 || [ $? = 1 ]; do
		kill -0 "$agent" || return
	done
}

# json_of ID FILTER: something of `show --json`, by jq.
json_of() { as "${who:-auditor}" show "$1" --json | jq -r "$2"; }

finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

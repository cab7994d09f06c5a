#!/bin/bash
# SPDX-License-Identifier: MIT
# The programs as they are built for use: what the compiler and the linker have put in against
# mistakes that nobody has found yet, and what is not in them at all.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

product=${GONGKAI_PRODUCT:?} programs=()
if readelf -dW "$product" | grep -qE 'lib(a|t|ub)san' || readelf -sW "$product" | grep -q __gcov; then
	check 'a build for tests is not looked at' true
	finish
	exit
fi
programs=("$product" "${product%/*}"/libexec/read "${product%/*}"/libexec/read-pdf)

# With cf-protection a function that may be called by its address begins with a mark.
is_marked() {
	[ "$(uname -m)" != x86_64 ] || [ "$(objdump -d "$1" | grep -c endbr64)" -gt 20 ]
}
# What it takes from libraries.
imports() {
	nm -D --undefined-only "$1" | sed 's/.* U //; s/@.*//' | grep -E "$2" >/dev/null
}
refuses() {
	local name=$1
	shift
	run "$@"
	[ "$rc" != 0 ]
	count "$name" $?
}
for program in "${programs[@]}"; do
	name=${program##*/}
	has "$name: at any address" 'DYN \(Pos' readelf -hW "$program"
	has "$name: all names bound at once" 'Flags: .*NOW.*PIE' readelf -dW "$program"
	has "$name: what was bound cannot be changed" 'GNU_RELRO' readelf -lW "$program"
	has "$name: the stack is no code" 'GNU_STACK.* RW +0x' readelf -lW "$program"
	is "$name: nothing is code and written" '' bash -c \
		"readelf -lW '$program' | grep -E 'LOAD.* RWE' || true"
	is "$name: libraries are the system's" '' bash -c \
		"readelf -dW '$program' | grep -E 'R(UN)?PATH' || true"
	check "$name: stacks are watched" imports "$program" '^__stack_chk_fail$'
	check "$name: copies are checked" imports "$program" '^__(mem|str|sn?printf|vsn?printf|fd|read).*_chk$'
	check "$name: jumps are marked" is_marked "$program"
	refuses "$name: no shell, no library by name" \
		imports "$program" '^(system|popen|exec.*|dlopen|gets|v?sprintf|tmpnam|mktemp)$'
done
check 'it starts programs in one way' imports "$product" '^posix_spawn$'
refuses 'and in no other' imports "$product" '^(posix_spawnp|v?fork|clone)$'
finish

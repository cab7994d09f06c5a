#!/bin/bash
# SPDX-License-Identifier: MIT
# The manual names every command and every option that the program has.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# The manual's source as plain text: no escapes, no font changes, quotes and macros gone.
text=$(sed -e 's/\\f[BIR]//g; s/\\-/-/g; s/^\.[A-Z]\{1,2\} //; s/"//g; s/\\&//g' docs/gongkai.1 |
	sed -e 's/ \([,|]\)/\1/g' | tr -s ' ')

# names PATTERN: a line of the manual matches (grep -E).
names() { grep -qE -- "$1" <<<"$text"; }

commands=$("$GONGKAI" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
that 'there are commands' "$(wc -l <<<"$commands")" -ge 20
for command in $commands; do
	check "the manual has $command" names "^$command( |$)"
	for option in $("$GONGKAI" help "$command" | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
		check "and $command $option" names "(^|[^a-z-])$option([^a-z-]|$)"
	done
done
for option in $("$GONGKAI" help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
	check "the manual has $option" names "(^|[^a-z-])$option([^a-z-]|$)"
done

# On a terminal a row stays a line; elsewhere it is whole.
check 'a new store' gk init --demo
run script -qec "stty cols 60; '$GONGKAI' -C '$store' --as auditor list" /dev/null
that 'no row is wider than the terminal' "$(tr -d '\r' <<<"$out" | while IFS= read -r line; do
	printf '%s\n' "${#line}"
done | sort -n | tail -n 1)" -le 60
that 'what was cut says so' "$(grep -c … <<<"$out")" -ge 1
run as auditor list
that 'nothing is cut in a file' "$(grep -c … <<<"$out")" = 0
has 'the ledger on the terminal is safe' . as auditor log
finish

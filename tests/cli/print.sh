#!/bin/bash
# SPDX-License-Identifier: MIT
# show ID... --format: papers to be printed, one or many.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
paper() { as auditor show "$@" --format html; }
has 'one paper has no list' '^<h1>关于' paper zfb-2026-0001
has 'many have one' '^<h1>3 papers</h1>$' paper zfb-2026-0001 zfb-2026-0002 mishu-2026-0001
that 'each on sheets of its own' "$(grep -c '<h1 class="next">' <<<"$out")" = 3
that 'one page of HTML' "$(grep -c '<!DOCTYPE\|</html>' <<<"$out")" = 2
has 'the list has their ids' '^<li>mishu-2026-0001  ' paper zfb-2026-0001 mishu-2026-0001
has 'as text' '^  zfb-2026-0002  关于' as auditor show zfb-2026-0001 zfb-2026-0002 --format text
has 'in Chinese' '<h1>2 件' paper zfb-2026-0001 zfb-2026-0002 --lang zh

# What cannot be printed is named, and does not keep the rest.
ends 'one is not there' 3 paper zfb-2026-0001 zfb-2026-9999
that 'by a sentence' "$(grep -c '^gongkai: zfb-2026-9999  not printed: ' <<<"$err")" = 1
that 'and in the list' "$(grep -c '^<li>zfb-2026-9999  not printed: ' <<<"$out")" = 1
that 'the other is' "$(grep -c '<h1 class="next">' <<<"$out")" = 1
ends 'none of them' 1 paper zfb-2026-9998 zfb-2026-9999
that 'nothing is written then' "$out" = ''
ends 'many are not shown' 2 as auditor show zfb-2026-0001 zfb-2026-0002

# What a paper says runs nothing and ends nothing.
printf '<script>alert(1)</script></body>\n' >"$TMPDIR/hostile.txt"
check 'a hostile paper' as clerk import "$TMPDIR/hostile.txt" --title '<img src=x>' --set policy=no
id=$out
none_runs() { ! as auditor show "$id" zfb-2026-0001 --format html | grep '<script>\|<img'; }
check 'nothing of it runs' none_runs
finish

#!/bin/bash
# SPDX-License-Identifier: MIT
# A second judge of what is on the screen: tmux, which has a terminal of its own. What it captures
# must be what the goldens hold.
set -u
: "${GONGKAI:?the program to test}" "${TMPDIR:=/tmp}"
export GONGKAI_CLOCK=2026-01-05T09:00:00+08:00 TZ=Asia/Shanghai
unset LANGUAGE GONGKAI_STORE TMUX
passed=0 failed=0
server=$TMPDIR/tmux.sock
mux() { tmux -S "$server" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null' EXIT

# The text of a golden, without what makes it a golden.
golden() { sed -n 's/^|//p' "tests/tui/$1.scr"; }

# shows NAME GOLDEN: waits until the screen is that one; a minute at most.
shows() {
	local name=$1 file=$2 is
	for _ in $(seq 1200); do
		is=$(mux capture-pane -p | sed 's/ *$//')
		if [ "$is" = "$(golden "$file")" ]; then
			passed=$((passed + 1))
			return
		fi
		sleep 0.05
	done
	failed=$((failed + 1))
	echo "not ok: $name"
	diff <(golden "$file") <(printf '%s\n' "$is")
}

for lang in zh_CN en; do
	store=$TMPDIR/$lang
	case $lang in en) locale=en_US.UTF-8 ;; *) locale=zh_CN.UTF-8 ;; esac
	LANGUAGE=$lang "$GONGKAI" init --demo -C "$store" >/dev/null || exit 1
	mux new-session -d -x 80 -y 24 env -u TMUX LC_ALL=C.UTF-8 LANGUAGE=$lang LANG=$locale \
		HOME="$store.home" XDG_STATE_HOME="$store.state" XDG_CONFIG_HOME="$store.config" \
		"$GONGKAI" -C "$store" --as clerk
	mux set -g status off
	mux set -g window-size manual
	mux resize-window -x 80 -y 24
	shows "the desk ($lang)" "desk/start.80x24.$lang.256"
	mux send-keys j j Down
	shows "the first paper ($lang)" "desk/first-paper.80x24.$lang.256"
	mux send-keys '?'
	shows "the keys ($lang)" "desk/help.80x24.$lang.256"
	mux send-keys Escape
	shows "back from the keys ($lang)" "desk/first-paper.80x24.$lang.256"
	mux send-keys k k k
	mux resize-window -x 132 -y 43
	shows "the desk, larger ($lang)" "desk/start.132x43.$lang.256"
	mux send-keys / Enter
	shows "a queue ($lang)" "views/queue.132x43.$lang.256"
	mux send-keys Q
	for _ in $(seq 1200); do
		mux has-session 2>/dev/null || break
		sleep 0.05
	done
	mux kill-server 2>/dev/null
done
echo "$passed passed, $failed failed"

#!/bin/bash
# SPDX-License-Identifier: MIT
# A real sshd on a high port of the loopback: three people work one paper, each from a machine of
# their own; and what else an account over SSH could be used for, tried and refused.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
unset SSH_AUTH_SOCK GONGKAI_KEY GONGKAI_CLOCK
cd "$TMPDIR" || exit 1
PATH=$PATH:/usr/sbin

# -- The server ---------------------------------------------------------------------------------
check 'a new store' gk init --demo
for who in clerk head secrecy admin auditor stranger ended; do
	ssh-keygen -q -t ed25519 -N '' -C "$who@laptop" -f "$who"
done
for who in clerk head secrecy admin auditor; do
	check "$who has a key" as admin person key add "$who" "$who.pub"
done
check 'one that is not good any more' as admin person key add head ended.pub
check 'ended' as admin person key end head "$(ssh-keygen -lf ended.pub | cut -d' ' -f2)" \
	-r lost
ssh-keygen -q -t ed25519 -N '' -f host
mkdir -p /run/sshd 2>/dev/null

# serve NAME LINE...: sshd with these lines, on a port that is free; sets $port and $sshd.
serve() {
	local name=$1 try
	shift
	for try in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 20000))
		{
			printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $TMPDIR/host" \
				"PidFile $TMPDIR/$name.pid" 'UsePAM no' 'StrictModes no' \
				'PasswordAuthentication no' 'KbdInteractiveAuthentication no' \
				'PermitRootLogin yes' 'Subsystem sftp internal-sftp'
			printf '%s\n' "$@"
		} >"$name.conf"
		: >"$name.log"
		timeout "$patience" /usr/sbin/sshd -D -e -f "$name.conf" 2>"$name.log" &
		sshd=$!
		until grep -q "listening on" "$name.log" || ! kill -0 "$sshd" 2>/dev/null; do :; done
		kill -0 "$sshd" 2>/dev/null && return
	done
	echo "sshd does not begin: $(cat "$name.log") (try $try)"
	exit 1
}
pids=
trap 'kill $pids 2>/dev/null; wait 2>/dev/null' EXIT

options=(-F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
	-o LogLevel=ERROR -o IdentitiesOnly=yes)
# over WHO [SSH-OPTION...] [--] [COMMAND...]: as somebody from their machine.
over() {
	local who=$1
	shift
	ssh "${options[@]}" -i "$TMPDIR/$who" -p "$port" "$@"
}
on() {
	local who=$1
	shift
	over "$who" -- 127.0.0.1 "$@"
}

# Everything the program needs is in the server's own lines; the key's says nothing.
cat clerk.pub head.pub secrecy.pub admin.pub auditor.pub stranger.pub ended.pub >keys
cat >forced.lines <<END
AuthorizedKeysFile $TMPDIR/keys
ExposeAuthInfo yes
PermitUserEnvironment no
AcceptEnv LANG
DisableForwarding yes
PermitUserRC no
MaxSessions 1
ForceCommand $GONGKAI -C $store session
END
mapfile -t lines <forced.lines
serve forced "${lines[@]}"
pids="$pids $sshd"

# fed COMMAND: as run, with a standard input of its own.
fed() {
	rc=0
	out=$("$@" 2>"$TMPDIR/stderr") || rc=$?
	err=$(cat "$TMPDIR/stderr")
}
signer() { as auditor log "$1" --json | tail -n 1 | jq -r .signature; }
actors() { on auditor "log $id --json" | jq -r .actor | xargs; }

# -- Three people, one paper --------------------------------------------------------------------
printf '关于举办培训班的通知\n\n各单位：定于下周举办培训班。\n' >paper
import() { on clerk 'import - --title "关于举办培训班的通知" --set policy=no' <paper; }
fed import
count 'a paper comes in through the connection' "$rc"
id=$out
that 'it has an id' -n "$id"
check 'the clerk marks it' on clerk "mark $id public"
check 'and submits it' on clerk "do submit $id"
refused 'and cannot pass it' 1 '.' on clerk "do pass $id"
check 'the head passes it' on head "do pass $id --comment 'a comment; \$(touch $TMPDIR/oops) it is'"
has 'whose words are words' 'touch' on auditor "log $id --json"
that 'and no command' ! -e "$TMPDIR/oops"
check 'a third reviews it for secrets' on secrecy "do pass $id"
is 'each under their own name' 'clerk clerk clerk head secrecy' actors
has 'and where they were' '^clerk [^ ]+ 127\.0\.0\.1|^[^ ]+ clerk 127\.0\.0\.1 SHA256:[^ ]+ import done$' \
	cat "$store/sessions.log"
on auditor 'report status --format xlsx' >status.xlsx
check 'a workbook comes whole' unzip -tq status.xlsx
check 'it verifies' on auditor verify
refused 'which counts what not everybody may see' 1 'all of' on clerk verify

# -- Who one is ---------------------------------------------------------------------------------
refused 'a key that is nobody'\''s' 1 "nobody's here" on stranger list
refused 'one that has ended' 1 'not valid now' on ended list
refused 'another name' 1 "clerk's, not head's" on clerk 'list --as head'
refused 'before the command too' 1 "clerk's, not head's" on clerk '--as head list'
check 'the own name is no mistake' on clerk 'list --as clerk'
has 'a refusal is written down' '127\.0\.0\.1 - log-in refused$' cat "$store/sessions.log"

# -- Elsewhere ----------------------------------------------------------------------------------
refused 'another store' 1 '--store is not for' on clerk "-C $store list"
refused 'after the command too' 1 '--store is not for' on clerk "list -C /tmp"
refused 'a key file of the server' 1 '--key is not for' on clerk "list --key $TMPDIR/head"
refused 'a file of the server' 1 'no file of the server' on clerk "import /etc/passwd"
refused 'nor to look through' 1 'no file of the server' on clerk "screen /etc/passwd"
refused 'nor as a table' 1 'no file of the server' on clerk "import --table=/etc/passwd"
refused 'nor as a notice' 1 'no file of the server' on clerk "import --tasks /etc/passwd"
refused 'nor a new text' 1 'no file of the server' on clerk "edit $id -f /etc/passwd"
refused 'nor a report' 1 'no file of the server' on auditor "report status -o $TMPDIR/x"
refused 'nor an anchor' 1 'no file of the server' on auditor "verify --anchor /etc/passwd"
refused 'nor a key' 1 'no file of the server' on admin "person key add clerk2 /etc/passwd"
refused 'nor a pack' 1 'no file of the server' on admin "pack adopt ./x"
refused 'nor to look at' 1 'no file of the server' on admin "pack show --pack ../packs/uk"
refused 'nor a theme' 1 'no file of the server' on clerk "--theme ../../x"
for what in "init -C $TMPDIR/other" "backup $TMPDIR/copy" 'rebuild' 'checkpoint' 'anchor' 'witness list' 'doctor' \
	'export state:published' 'site key rotate' 'session' 'person keys' 'person sessions' '--tutor'; do
	refused "not: $what" 1 'not for work over SSH' on admin "$what"
done

# -- A shell ------------------------------------------------------------------------------------
# shellcheck disable=SC2016  # a shell on the other side would expand them
for what in sh 'id; cat /etc/passwd' '$(id)' '`id`' 'bash -i' '../gongkai list'; do
	refused "not: $what" 2 'no command' on clerk "$what"
done
refused 'two lines' 1 'one line' on clerk $'list\nid'
refused 'a quote without end' 1 'no end' on clerk "list 'x"
refused 'a long one' 1 'longer than 4096' on clerk "list $(printf '%05000d' 1)"
printf 'x' >x
for how in -O -s; do
	run scp "$how" "${options[@]}" -i clerk -P "$port" x "127.0.0.1:$TMPDIR/y"
	that "no scp $how" "$rc" != 0
done
printf 'put x %s\nget /etc/passwd %s\n' "$TMPDIR/y" "$TMPDIR/z" >"$TMPDIR/batch"
run sftp "${options[@]}" -i clerk -P "$port" -b "$TMPDIR/batch" 127.0.0.1
that 'no sftp' "$rc" != 0
that 'and nothing arrived' ! -e "$TMPDIR/y" -a ! -e "$TMPDIR/z"
# What listens here is the client; behind it there is to be nobody.
through=$((40000 + RANDOM % 20000))
timeout "$patience" ssh "${options[@]}" -i clerk -p "$port" -N -L "127.0.0.1:$through:127.0.0.1:$port" 127.0.0.1 2>/dev/null &
tunnel=$!
pids="$pids $tunnel"
greeting() { { exec 8<>"/dev/tcp/127.0.0.1/$through"; } 2>/dev/null && timeout "$patience" head -c 4 <&8; }
until greeted=$(greeting) || ! kill -0 "$tunnel" 2>/dev/null; do :; done
that 'no way to a service of the server' "$greeted" != SSH-
kill "$tunnel"
run over clerk -o ExitOnForwardFailure=yes -W 127.0.0.1:"$port" 127.0.0.1
that 'no way through' "$rc" != 0
run over clerk -o ExitOnForwardFailure=yes -R 0:127.0.0.1:"$port" 127.0.0.1 list
that 'no way back' "$rc" != 0
# Who is not there refuses nothing.
check 'and the server was there all the while' on clerk list
agent_up
pids="$pids $agent"
export SSH_AUTH_SOCK=$sock
ssh-add -q clerk
own() { over clerk -A -- 127.0.0.1 'import - --title 关于第二次培训的通知 --set policy=no' <paper; }
fed own
is 'an agent does not come along' site signer "$out"

# -- Signing by an agent that comes along ---------------------------------------------------------
mapfile -t lines < <(sed 's/^DisableForwarding.*/AllowTcpForwarding no/' forced.lines)
serve agented "${lines[@]}" 'AllowAgentForwarding yes' 'AllowStreamLocalForwarding no' 'X11Forwarding no'
pids="$pids $sshd"
fed own
is 'where sshd lets it through the key signs' clerk signer "$out"
unset SSH_AUTH_SOCK
# Somebody else's machine: a clone, the table of signers, stock git.
git clone -q --bare "$store/ledger.git" elsewhere.git
cp "$store/allowed_signers" elsewhere.signers
theirs() { git --git-dir=elsewhere.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=elsewhere.signers "$@" 2>&1; }
has 'stock git elsewhere knows whose it is' 'Good "git" signature for clerk@gongkai' \
	theirs verify-commit "$(theirs log --no-merges -1 --format=%H main)"

# -- The environment ----------------------------------------------------------------------------
env_of() { GIT_DIR=/x GONGKAI_STORE=/tmp LANG=zh_CN.UTF-8 over clerk -o SendEnv='*' 127.0.0.1 "$@"; }
has 'the language comes along' '用法' env_of help
check 'and nothing else' env_of list
# -- The screen ---------------------------------------------------------------------------------
# An odd TERM reaches no file name: the screen takes it for one that it knows.
# It asks the terminal how wide it shows a character; it is left when the desk is there.
mkfifo typed
desk() {
	local at has_answered=
	: >seen
	TERM=$1 timeout "$patience" ssh "${options[@]}" -tt -i clerk -p "$port" 127.0.0.1 <typed >seen &
	at=$!
	exec 6>typed
	until grep -aqE 'Drafter|拟稿人' seen || ! kill -0 "$at" 2>/dev/null; do
		[ -n "$has_answered" ] || ! grep -aqF $'\033[6n' seen || { has_answered=1 && printf '\033[1;2R' >&6; }
	done
	printf Q >&6
	wait "$at"
	at=$?
	exec 6>&-
	cat seen
	return "$at"
}
for term in xterm-256color ../../../../evil "$(printf '%01000d' 1)" ''; do
	fed desk "$term"
	that "the screen opens and ends on '${term:0:20}'" "$rc" = 0
	that 'as the clerk' -n "$(grep -aE 'Drafter|拟稿人' <<<"$out")"
done

# A hang-up in the middle: the place is free again, and what was decided stands.
# shellcheck disable=SC2034  # its process is what counts
coproc HANG { TERM=xterm exec ssh "${options[@]}" -tt -i head -p "$port" 127.0.0.1 2>/dev/null; }
is_in() { as admin person sessions | grep -q "^$1 "; }
until is_in head; do :; done
has 'who is in' '^head .* 127\.0\.0\.1 SHA256:' as admin person sessions
# shellcheck disable=SC2154  # coproc sets it
kill -9 "$HANG_PID"
while is_in head; do :; done
check 'the place is free again' on head list
# A hang-up in the middle of decisions: each was made once or not at all, and can be made then.
for n in 1 2 3 4; do
	paper=$(as clerk import "$TMPDIR/paper" --title "关于第 $n 次培训的通知" --set policy=no)
	as clerk mark "$paper" public && as clerk do submit "$paper" >/dev/null
	over head 127.0.0.1 "do pass $paper" >/dev/null 2>&1 &
	caller=$!
	until is_in head || ! kill -0 "$caller" 2>/dev/null; do :; done
	kill -9 "$caller" 2>/dev/null
	wait "$caller" 2>/dev/null
	while is_in head; do :; done
	run on head "do pass $paper"
	is 'a decision that was hung up on is made once' 1 bash -c \
		"'$GONGKAI' -C '$store' --as auditor log '$paper' --json | jq -s '[.[] | select(.action == \"pass\")] | length'"
done
check 'and the ledger holds' as auditor verify

# Who does nothing for as long as sshd is told is out, and the place is free.
mapfile -t lines < <(cat forced.lines)
serve idle "${lines[@]}" 'ChannelTimeout session:shell=1s'
pids="$pids $sshd"
mkfifo still
exec 7<>still
rc=0
TERM=xterm timeout "$patience" ssh "${options[@]}" -tt -i secrecy -p "$port" 127.0.0.1 <&7 >/dev/null 2>&1 || rc=$?
that 'an idle screen is ended' "$rc" != 0 -a "$rc" != 124
exec 7>&-
while is_in secrecy; do :; done
check 'and its place is free' as secrecy list

# -- By the key's line alone, as person keys prints it --------------------------------------------
keys_for() {
	local type key
	read -r type key _ <"$1.pub"
	gk person keys "$type" "$key"
}
gk person keys >authorized
that 'a line a live key' "$(wc -l <authorized)" = 5
has 'one is asked for' '^restrict,pty.*command=".* session --as head" ssh-ed25519' \
	keys_for head
is 'an unknown one is nobody' '' keys_for stranger
serve lined "AuthorizedKeysFile $TMPDIR/authorized" 'ExposeAuthInfo yes'
pids="$pids $sshd"
check 'it lets in' on head "show $id"
refused 'to nothing else' 2 'no command' on head sh
run over head -W 127.0.0.1:"$port" 127.0.0.1
that 'nor through' "$rc" != 0
sed 's/--as head/--as admin/' authorized >swapped
serve swapped "AuthorizedKeysFile $TMPDIR/swapped" 'ExposeAuthInfo yes'
pids="$pids $sshd"
refused 'a wrong name in the line gives nobody another' 1 "head's, not admin's" on head list
serve mute "AuthorizedKeysFile $TMPDIR/authorized"
pids="$pids $sshd"
refused 'sshd must say which key it was' 1 'ExposeAuthInfo' on head list
has 'which is written down, too' '^[^ ]+ head 127\.0\.0\.1 - log-in refused$' tail -n 1 "$store/sessions.log"

# -- As the account's shell -----------------------------------------------------------------------
echo "publickey $(cut -d' ' -f1,2 clerk.pub)" >auth
shell() { SSH_USER_AUTH=$TMPDIR/auth GONGKAI_STORE=$store "$GONGKAI" "$@"; }
SSH_ORIGINAL_COMMAND=list check 'sshd calls it with the forced command' shell -c "$GONGKAI session"
export SSH_ORIGINAL_COMMAND=list
check 'and with a name' shell -c 'gongkai session --as clerk'
for what in sh 'gongkai list' "gongkai -C $store session" 'gongkai session --as admin --json' \
	'gongkai session; sh' "$TMPDIR/sftp-server"; do
	refused "not: $what" 1 'no shell' shell -c "$what"
done
refused 'nor another name' 1 "clerk's, not admin's" shell -c 'gongkai session --as admin'
# It may touch the store and little else: see tests/store/test_cell.c for what that is.
unset SSH_ORIGINAL_COMMAND
mkfifo hold
SSH_ORIGINAL_COMMAND='screen -' SSH_USER_AUTH=$TMPDIR/auth GONGKAI_STORE=$store \
	"$GONGKAI" session <hold >held.out 2>held.err &
held=$!
exec 9>hold
for _ in $(seq 200); do
	grep -q "^clerk [^ ]* .* $held\$" <(gk person sessions --as admin 2>/dev/null) && break
	sleep 0.1
done
has 'a session is held by seccomp' '^Seccomp:[[:space:]]*2' cat "/proc/$held/status"
has 'and gains no rights' '^NoNewPrivs:[[:space:]]*1' cat "/proc/$held/status"
# Flags of descriptors are octal; 02000000 is O_CLOEXEC. Only root may look.
kept() {
	for info in /proc/"$held"/fdinfo/*; do
		[ "${info##*/}" -le 2 ] || awk -v fd="${info##*/}" '$1 == "flags:" &&
			int(substr($2, length($2) - 6, 1) / 2) % 2 == 0 { print fd, $2 }' "$info"
	done
}
[ "$(id -u)" != 0 ] || is 'what it has open goes to no other program' '' kept
exec 9>&-
wait "$held"
# Eight at once, and no more; who was turned away is written down.
exec 9<>hold
held=
for _ in 1 2 3 4 5 6 7 8; do
	SSH_ORIGINAL_COMMAND='screen -' SSH_USER_AUTH=$TMPDIR/auth GONGKAI_STORE=$store \
		"$GONGKAI" session <hold >/dev/null 2>&1 9>&- &
	held="$held $!"
done
until [ "$(gk person sessions | grep -c '^clerk ')" = 8 ]; do :; done
ninth() { SSH_ORIGINAL_COMMAND=list shell session; }
refused 'a ninth session' 1 'logged in 8 times already' ninth
has 'and a line says so' '^[^ ]+ clerk .* log-in refused: too many$' tail -n 1 "$store/sessions.log"
# shellcheck disable=SC2086  # processes
kill $held
# shellcheck disable=SC2086
wait $held 2>/dev/null
exec 9>&-
check 'who has left leaves room' ninth
SSH_ORIGINAL_COMMAND='report status --format xlsx' shell session >held.xlsx 2>held.err
check 'a workbook is made in the store' unzip -tq held.xlsx
cp tests/files/paper.docx . 2>/dev/null || cp "$root/tests/files/paper.docx" .
rc=0
out=$(SSH_ORIGINAL_COMMAND='screen -' shell session <paper.docx 2>"$TMPDIR/stderr") || rc=$?
err=$(cat "$TMPDIR/stderr")
that 'a document is read by the reader, which is the one program that starts' "$rc" -le 1 -a -z "$err"
export SSH_ORIGINAL_COMMAND=list
ln -s "$store" link
refused 'no store through a link' 1 'link' env SSH_USER_AUTH="$TMPDIR/auth" "$GONGKAI" -C link session
finish

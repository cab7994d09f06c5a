#!/bin/bash
# SPDX-License-Identifier: MIT
# config: the settings of the screen, and who said each.
# shellcheck disable=SC2016 # what bash -c is given
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

export GONGKAI_CONFIG_DIR=$TMPDIR/mine
mkdir -p "$GONGKAI_CONFIG_DIR" "$TMPDIR/site/gongkai"
config() { "$GONGKAI" config "$@"; }
has 'nobody has said anything' '^theme +default +as built' config
has 'in Chinese' '^theme +default +内置' config --lang zh
has 'the files that are looked into' '^/.*/mine/config.ini  \(not there\)$' config
is 'one value alone' default config theme
ends 'no such setting' 1 config wings
ends 'one name at most' 2 config theme keys

# What a machine has in /etc must change no test; what is installed looks there.
none_of_etc() { ! config --json | jq -r '.file // empty' | grep '^/etc/'; }
check 'no setting of the machine is read' none_of_etc
is 'whatever the tests say' null bash -c '"$GONGKAI" config --json | jq -r "select(.setting == \"ascii\") | .from"'
installed=$(dirname "$(dirname "$GONGKAI")")/gongkai
has 'the program itself reads them' '^/etc/gongkai/config.ini' env -u XDG_CONFIG_DIRS "$installed" config

# Site, person, keys.ini.
export XDG_CONFIG_DIRS=$TMPDIR/none:$TMPDIR/site
printf '[screen]\ntheme = light\nascii = on\n' >"$TMPDIR/site/gongkai/config.ini"
printf '[screen]\nascii = off\nblanks = on\n' >"$GONGKAI_CONFIG_DIR/config.ini"
printf '[keys]\npreset = vi\n' >"$GONGKAI_CONFIG_DIR/keys.ini"
has 'the site' "^theme +light +$TMPDIR/site/gongkai/config.ini:2" config
has 'the person before the site' '^ascii +off +config.ini:2' config
has 'a file that is there' '/mine/config.ini$' config
has 'keys.ini before both' '^keys +vi +keys.ini' config
of() { config --json | jq -r --arg n "$1" "select(.setting == \$n) | $2"; }
is 'as JSON: the value' on of blanks .value
is 'who said it' config.ini:3 of blanks .from
is 'what it may be' 'auto zh en' of language '.values | join(" ")'
is 'themes that there are' true of theme '.values | index("night") != null'
is 'four files' 4 bash -c '"$GONGKAI" config --json | jq -r "select(.file) | .file" | wc -l'

# What is wrong.
printf '[screen]\nmouse = perhaps\n' >"$GONGKAI_CONFIG_DIR/config.ini"
ends 'a fault' 1 config
has_err() { local n=$1 p=$2; shift 2; run "$@"; [ "$rc" = 1 ] && grep -qE -- "$p" <<<"$err"; count "$n" $?; }
has_err 'by file and line' '^gongkai: config.ini:2: .*perhaps' config
printf '[screen]\ntheme = nowhere\n' >"$GONGKAI_CONFIG_DIR/config.ini"
has_err 'no such theme' "^gongkai: .*nowhere" config
finish

#!/bin/bash
# SPDX-License-Identifier: MIT
# The pictures in docs/ are of the screens as they are (make pictures).
set -u
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
failed=0
tests/tui/pictures "$(dirname "$GONGKAI_PROBE")/picture" "$made" || failed=1
for path in screens screens.md zh/screens.md; do
	diff -rq "$made/$path" "docs/$path" || failed=1
done
[ "$failed" = 0 ] || echo 'docs/screens are not of these screens: make pictures'
echo "$((1 - failed)) passed, $failed failed"

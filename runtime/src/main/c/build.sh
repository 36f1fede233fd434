#!/bin/sh
# build.sh OUTPUT [COMPILER OPTION…]: the helper as one static binary, by musl where it is installed.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
out=$1
shift
if [ -f "$out" ] && [ -z "$(find "$here" -newer "$out" -type f)" ]; then
    exit
fi
cc=${CC:-$(command -v musl-gcc || command -v gcc || command -v cc || true)}
[ -n "$cc" ] || { echo "jfs: a C compiler is missing; on Debian or Ubuntu: apt-get install musl-tools" >&2; exit 1; }
mkdir -p "$(dirname -- "$out")"
[ $# -gt 0 ] || set -- -static -Os -s
"$cc" -std=gnu11 -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wwrite-strings -D_GNU_SOURCE \
    -ffunction-sections -fdata-sections -Wl,--gc-sections "$@" -o "$out" "$here"/*.c

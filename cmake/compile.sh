#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Launcher of every compilation: ccache, set so that files with a precompiled header hit, in other
# clones too. ccache reads the checksum beside that header instead of the header, which holds the
# clone's path: the checksum is of what went in (arguments and headers), without that path.
# Without ccache, the compiler alone.
if ! command -v ccache >/dev/null 2>&1; then
    exec "$@"
fi
root=$(cd "$(dirname "$0")/.." && pwd)
CCACHE_BASEDIR=$root
CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
# The dependency file names what was read: a cold build spares itself the preprocessor (a seventh).
export CCACHE_BASEDIR CCACHE_SLOPPINESS CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 CCACHE_DEPEND=1
# Paths behind -Xclang are not made relative by ccache.
for argument; do
    shift
    set -- "$@" "${argument#"$PWD/"}"
done
ccache "$@" || exit
previous=
output=
depends=
for argument; do
    case $previous in
    -o) output=$argument ;;
    -MF) depends=$argument ;;
    esac
    previous=$argument
done
case $output in
*.gch | *.pch)
    # The dependency file is `target: header \\ header...`; no path here holds a space.
    { echo "$@" && "$1" --version && sed 's/^[^:]*://; s/\\$//' "$depends" | xargs cat; } |
        sed "s|$root/||g" | sha256sum >"$output.sum"
    ;;
esac

#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Launcher of every compilation: ccache, set so that files with a precompiled header hit within a
# clone (that header holds the clone's path, so other clones miss). A checksum beside it spares
# ccache reading the header for every file. Without ccache, the compiler alone.
if ! command -v ccache >/dev/null 2>&1; then
    exec "$@"
fi
CCACHE_BASEDIR=$(cd "$(dirname "$0")/.." && pwd)
CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR CCACHE_SLOPPINESS CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1
ccache "$@" || exit
previous=
for argument; do
    if [ "$previous" = -o ]; then
        case $argument in
        *.gch | *.pch) sha256sum <"$argument" >"$argument.sum" ;;
        esac
        break
    fi
    previous=$argument
done

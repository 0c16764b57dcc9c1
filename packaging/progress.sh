#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# progress.sh PRESET: reads what ninja says with NINJA_STATUS="@%f/%t@ " and shows how far it is: one
# line drawn again and again on a terminal, a line every 10 % elsewhere. All the rest passes as it is.
# The few steps that every build has, even one with nothing to compile, are not worth a word.
set -euo pipefail
preset=$1
terminal=no
[[ -t 1 ]] && terminal=yes
begun=no drawn=no shown=-10
status='^@([0-9]+)/([0-9]+)@ (.*)'
few=4 many=100

line_away() {
    [[ $drawn == yes ]] && printf '\r\033[K'
    drawn=no
}

while IFS= read -r line; do
    if [[ $line =~ $status ]]; then
        done=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
        if [[ ${BASH_REMATCH[3]} == "Re-running CMake"* ]]; then
            echo "Configuration (préréglage $preset)…"
            continue
        fi
        ((all > few)) || continue
        if [[ $begun == no ]]; then
            begun=yes
            length=
            ((all > many)) && length=" ; une dizaine de minutes sur 2 cœurs"
            echo "Compilation (préréglage $preset$length)…"
        fi
        percent=$((100 * done / all))
        if [[ $terminal == yes ]]; then
            printf '\r\033[K  %d %% (%d sur %d)' "$percent" "$done" "$all"
            drawn=yes
        elif ((percent >= shown + 10)); then
            shown=$((percent / 10 * 10))
            printf '  %d %% (%d sur %d)\n' "$percent" "$done" "$all"
        fi
    elif [[ $line != "ninja: no work to do." && $line != "ninja: Entering directory"* ]]; then
        line_away
        printf '%s\n' "$line"
    fi
done
line_away

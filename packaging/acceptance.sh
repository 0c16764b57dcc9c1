#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# What `make acceptance` does once everything is built: every acceptance test, the long ones too, then what each of
# them printed, whole and one after another (two run at a time: their lines would mingle), then what failed.
set -euo pipefail
cd "$(dirname "$0")/.."
log=build/release/Testing/Temporary/LastTest.log
export MOISSON_CRASH_POINTS=${MOISSON_CRASH_POINTS:-100}
echo "Deux tests à la fois, le plus long d'abord ; leurs tables viennent à la fin, et sont dans $log."
status=0
ctest --preset release -L acceptance "$@" || status=$?
[[ ! -e $log ]] || cat "$log"
if ((status != 0)); then
    echo "Ce qui a échoué, en bref :" >&2
    packaging/failures.sh "$log" >&2
    exit "$status"
fi
echo "Toute l'acceptation est réussie."

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# build.sh PRESET TARGET...: configures once and builds; says how far it is, and what fails.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
log=build/$preset.configure.log
mkdir -p build
if ! cmake --preset "$preset" >"$log" 2>&1; then
    cat "$log" >&2
    echo "La configuration a échoué (voir ci-dessus)." >&2
    exit 1
fi
NINJA_STATUS="@%f/%t@ " cmake --build --preset "$preset" --target "$@" -- -j "${JOBS:-$(nproc)}" |
    packaging/progress.sh "$preset"

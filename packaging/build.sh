#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# build.sh PRESET TARGET...: configures when it must and builds; says how far it is, and what fails.
# Once configured, ninja itself sees the CMake files change; the presets are all that it does not know.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
log=build/$preset.configure.log
mkdir -p build
if [[ ! -w build ]]; then
    echo "Le dossier $PWD/build est à un autre compte (make lancé en root ?) : sudo chown -R $(id -un) $PWD/build" >&2
    exit 1
fi
if [[ ! build/$preset/build.ninja -nt CMakePresets.json ]]; then
    echo "Configuration (préréglage $preset)…"
    if ! cmake --preset "$preset" >"$log" 2>&1; then
        cat "$log" >&2
        echo "La configuration a échoué (voir ci-dessus)." >&2
        exit 1
    fi
    # ninja keeps an unchanged file as it was: its date says that it answers these presets.
    touch "build/$preset/build.ninja"
fi
NINJA_STATUS="@%f/%t@ " cmake --build --preset "$preset" --target "$@" -- -j "${JOBS:-$(nproc)}" |
    packaging/progress.sh "$preset"

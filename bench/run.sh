#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Mesures de `make bench` : moissonnage de 100 000 jeux de données, plancher, recherche.
#   bench/run.sh [NOMBRE] [--only one|ten|harvest|inventory] [--wrk SECONDES] [--statements]
set -euo pipefail
cd "$(dirname "$0")/.."
python3 bench/harvest.py "$@"
if [[ $# -eq 0 && -x build/release/bin/search_bench ]]; then
    build/release/bin/search_bench
fi

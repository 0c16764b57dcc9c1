#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Every test of the release build but the long ones (`make acceptance`). Tests that share clocks or ports do not exist, and some
# wait for time limits to pass: twice as many at a time as there are cores.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ ! -d ${MOISSON_CORPUS:-} ]]; then
    echo "Catalogues enregistrés absents (${MOISSON_CORPUS:-non défini}) : les tests qui les rejouent ne sont PAS exécutés ;"
    echo "le reste prouve le produit sur nos propres petits cas."
    if [[ ${CI:-} == true ]]; then
        echo "En intégration continue, leur absence est un échec." >&2
        exit 1
    fi
fi
# Of its own: any other ctest in this folder, were it only to list, begins LastTest.log again.
log=build/release/make-test.log
if ! ctest --preset release -LE long -j "$((2 * $(nproc)))" --output-log "$log" "$@"; then
    echo "Ce qui a échoué, en bref (tout : $log) :" >&2
    packaging/failures.sh "$log" >&2
    exit 8
fi

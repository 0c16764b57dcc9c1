#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Formatting of every C++ file, then the repository rules (tests/repo). --forme: the formatting only,
# for who has just passed the tests, which hold the rules too.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "Mise en forme (clang-format 14)"
git ls-files -- '*.cpp' '*.hpp' | xargs -r -P "$(nproc)" -n 20 clang-format-14 --dry-run --Werror
[[ ${1:-} != --forme ]] || exit 0
echo "Compilation des règles (des secondes si le projet l'est déjà, quelques minutes sinon)"
packaging/build.sh release repo_test
echo "Règles du dépôt"
ctest --test-dir build/release -L repo --output-on-failure --no-tests=error

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Finds the coroutine shapes that g++ 12.2 miscompiles (double frees) in every file with co_await;
# clang-query reads those in which a look at the text does not rule them out.
# The first argument is a build folder of clang's, whose commands and precompiled headers are used.
# --control checks that the query still finds the shapes in a file made of them. A file that passed is
# not asked about again until it, the query or the precompiled headers change.
set -euo pipefail
cd "$(dirname "$0")/../.."
query=tests/repo/coroutine.query
build=$1
shift

if [[ ${1:-} == --control ]]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cp tests/repo/coroutine_control.cpp.txt "$folder/control.cpp"
    found=$(clang-query-14 -f "$query" "$folder/control.cpp" -- -std=c++20 2>&1 | grep -c 'binds here' || true)
    echo "formes dangereuses trouvées dans le témoin : $found (au moins 4 attendues)"
    csplit -sz -f "$folder/shape" "$folder/control.cpp" '/^Task [a-z]*(.*{/' '{*}'
    shapes=("$folder"/shape*)
    told=$(python3 tests/repo/coroutine_candidates.py "${shapes[@]}" | wc -l)
    echo "formes que le premier regard laisse à examiner : $told sur $((${#shapes[@]} - 1))"
    ((found >= 4 && told == ${#shapes[@]} - 1 && told >= 4))
    exit
fi

mapfile -t all < <(git ls-files -co --exclude-standard -- 'daemon/*.cpp' 'connectors/*.cpp' 'tests/*.cpp' 'bench/*.cpp' |
    xargs -r grep -l co_await)
((${#all[@]} > 0))
named=$(python3 tests/repo/coroutine_candidates.py "${all[@]}") # its failure is ours
mapfile -t files < <(printf '%s' "${named:+$named$'\n'}")
cmake --build "$build" --target moisson_pch_std moisson_pch_asio moisson_pch_plain_std moisson_pch_plain_asio -- --quiet
passed=$build/coroutines
mkdir -p "$passed"
salt=$(cat "$query" tests/repo/coroutine_candidates.py cmake/pch_*.hpp | sha256sum | cut -c1-16)
changed=() stamps=()
while read -r digest file; do
    [[ -e $passed/$salt-$digest ]] && continue
    changed+=("$file") stamps+=("$passed/$salt-$digest")
done < <(sha256sum -- "${files[@]}" /dev/null | grep -v /dev/null)
if ((${#changed[@]} == 0)); then
    echo "${#all[@]} fichiers avec co_await, aucune forme dangereuse (${#files[@]} à examiner, inchangés depuis)."
    exit
fi
out=$(mktemp)
trap 'rm -f "$out"' EXIT
printf '%s\n' "${changed[@]}" |
    xargs -P "$(nproc)" -n 4 clang-query-14 -p "$build" -f "$query" >"$out" 2>&1 || { cat "$out"; exit 1; }
if grep -q 'binds here' "$out"; then
    grep -B1 -A3 'binds here' "$out"
    echo "Formes de coroutine que g++ 12.2 compile mal (design/style.md, section 2)."
    exit 1
fi
if grep -qE '(^|[^a-z])(fatal )?error:' "$out"; then
    grep -E -A3 'error:' "$out" | head -40
    exit 1
fi
touch "${stamps[@]}"
echo "${#all[@]} fichiers avec co_await, dont ${#changed[@]} examinés, aucune forme dangereuse."


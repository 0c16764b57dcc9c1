#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Usage: udata_count.sh LISTING CORPUS
# LISTING: output of `portail_simule --protocole udata --lister-catalogues`.
# Prints "<catalogue>\t<data sets>\t<resources>" of what each recorded udata would list, counted by jq
# from the documents. Exports in CSV are not counted here (jq does not read them): "-".
set -euo pipefail
listing=$1 corpus=$2

listed='
def documents: if has("datasets") then .datasets[] | .dataset + {resources: .resources} else . end;
documents | select(.archived == null and .deleted == null and (.private | not))
| [.id, (.resources | length)] | @tsv'

jq -r '.catalogues[] | select(.large | not) | [.key, .paths[0]] | @tsv' "$listing" | while IFS=$'\t' read -r key path; do
  case $path in
    *.csv | *.csv.gz) printf '%s\t-\t-\n' "$key"; continue ;;
  esac
  find "$corpus/$path" -type f -name '*.json' | LC_ALL=C sort | xargs -d '\n' jq -r "$listed" | LC_ALL=C sort -u -k1,1 |
    awk -F'\t' -v key="$key" '{ datasets += 1; resources += $2 } END { printf "%s\t%d\t%d\n", key, datasets, resources }'
done

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Records of each recorded CKAN catalogue, counted by jq alone.
# Usage: ckan_count.sh LISTING CORPUS      prints "<catalogue><tab><records>"
# LISTING: output of `portail_simule --lister-catalogues` (which files make which catalogue).
set -euo pipefail
listing=$1
corpus=$2

# Package dicts of a document, whatever wraps them (list, envelope, search answer, Solr document).
packages='
def is_package:
  type == "object" and (has("id") or has("name"))
  and (has("title") or has("title_translated") or has("title_fra"))
  and (has("resources") or has("notes") or has("extras") or has("notes_translated") or has("description"))
  and (has("is_organization") or has("package_id") or has("aspects") | not);
def packages:
  if type == "array" then .[] | packages
  elif type == "object" then
    if (.data_dict | type) == "string" then .data_dict | fromjson | packages
    elif is_package then .
    else (.result?, .results?, .packages?) | select(. != null) | packages end
  else empty end;
packages | ([.id, .name] | map(select(type == "string"))) + [(.id | tojson)] | .[0]'

jq -r '.catalogues[] | [.key] + .paths | @tsv' "$listing" | while IFS=$'\t' read -r key paths; do
  seen=$(mktemp)
  total=0
  while IFS= read -r path; do
    [ -e "$corpus/$path" ] || continue
    while IFS= read -r file; do
      # An id that comes again in a later file is left out; within a file every record counts.
      ids=$(jq -r "$packages" "$file")
      [ -n "$ids" ] || continue
      new=$(grep -vxFf "$seen" <<<"$ids" || true)
      [ -n "$new" ] || continue
      total=$((total + $(wc -l <<<"$new")))
      printf '%s\n' "$new" >>"$seen"
    done < <(find "$corpus/$path" -type f \( -name '*.json' -o -name '*.jsonl' \) | LC_ALL=C sort)
  done < <(tr '\t' '\n' <<<"$paths")
  rm -f "$seen"
  printf '%s\t%s\n' "$key" "$total"
done

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages of the given sections of packaging/dependencies.txt, only those
# that are missing, saying which. Needs no network when nothing is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

wanted=()
for section in "$@"; do
    while read -r name packages; do
        [[ $name == "$section" ]] && read -ra list <<<"$packages" && wanted+=("${list[@]}")
    done < <(grep -vE '^(#|$)' "$here/dependencies.txt")
done

# One question for all: each would read the whole list of packages again.
declare -A installed=()
while read -r package status; do
    [[ $status == installed ]] && installed[$package]=yes
done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
    [[ ${installed[$package]:-} ]] || missing+=("$package")
done
((${#missing[@]} == 0)) && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Il manque : ${missing[*]}" >&2
    echo "Ce système n'a pas apt-get ; installez l'équivalent de ces paquets de Debian 12." >&2
    exit 1
fi
sudo=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || {
        echo "Il manque : ${missing[*]}" >&2
        echo "Lancez en root : apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    }
    sudo=(sudo)
fi
echo "Installation de ${#missing[@]} paquets Debian : ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${sudo[@]}" apt-get update -q >/dev/null ||
    echo "apt-get update a échoué : essai avec les listes déjà présentes." >&2

# The package postgresql-15 would start a system-wide cluster of its own: Moisson never uses it.
if printf '%s\n' "${missing[@]}" | grep -q '^postgresql-15$' && [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
    "${sudo[@]}" mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null || {
    echo "L'installation a échoué. Vérifiez l'accès aux dépôts Debian, puis relancez." >&2
    exit 1
}

# Of Prometheus only its promtool is wanted.
if printf '%s\n' "${missing[@]}" | grep -q '^prometheus$' && command -v systemctl >/dev/null; then
    "${sudo[@]}" systemctl disable --quiet --now prometheus 2>/dev/null || true
fi

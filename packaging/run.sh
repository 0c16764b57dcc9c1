#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# What `make run` does once everything is built: private cluster, sample portals, moissond, progress,
# address. Ctrl-C stops all of it. CONFIG=file: your own database and the real portals instead.
# run.sh --verifier: says now what would be wrong then; needs nothing built.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
bin=${MOISSON_BIN:-$root/build/release/bin}
var=${MOISSON_VAR:-$root/var}
port=${PORT:-8080}

# What a first build of ten minutes must not hide.
check() {
    if [[ ${CONFIG:-} ]]; then
        [[ -f $CONFIG ]] || { echo "Fichier de configuration introuvable : $CONFIG" >&2; return 1; }
        [[ -r $CONFIG ]] || { echo "Fichier de configuration illisible : $CONFIG" >&2; return 1; }
        return 0
    fi
    if [[ ! $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
        echo "PORT=$port n'est pas un numéro de port (1 à 65535) : make run PORT=9000" >&2
        return 1
    fi
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        echo "Le port $port est déjà pris, peut-être par une autre Moisson : make run PORT=9000" >&2
        return 1
    fi
}
check || exit 1
[[ ${1:-} == --verifier ]] && exit 0

mkdir -p "$var/demo/portails" "$var/log"

simulator= daemon= cluster=
alive() { [[ $1 ]] && kill -0 "$1" 2>/dev/null; }
say() { printf '%s\n' "$*"; }

stop() {
    trap "" INT TERM HUP
    set +e
    [[ $daemon$simulator$cluster ]] || return # refused before anything began
    alive "$daemon" && kill -TERM "$daemon"
    alive "$simulator" && kill -TERM "$simulator"
    # moissond drains for three seconds at most here; what still lives after four is killed.
    for _ in $(seq 40); do
        alive "$daemon" || alive "$simulator" || break
        sleep 0.1
    done
    alive "$daemon" && kill -KILL "$daemon"
    alive "$simulator" && kill -KILL "$simulator"
    [[ $cluster ]] && "$root/packaging/cluster.sh" stop "$cluster" >/dev/null 2>&1
    say "Tout est arrêté. Les données restent dans ${cluster:-votre base} ; relancez « make run » pour les retrouver."
}

fail() {
    say "$1" >&2
    [[ -s ${2:-} ]] && { say "--- fin de $2" >&2; tail -n 15 "$2" >&2; }
    exit 1
}

trap stop EXIT
trap 'exit 0' INT TERM HUP

start_cluster() {
    cluster=$var/cluster
    local answer status=0
    answer=$(packaging/cluster.sh start "$cluster" 2>&1) || status=$?
    if ((status == 77)); then
        # As root under a closed folder (/root): PostgreSQL's user cannot enter it.
        cluster=/var/tmp/moisson-$(printf '%s' "$root" | sha256sum | cut -c1-12)
        say "L'utilisateur de PostgreSQL ne peut pas entrer dans $var : les données vont dans $cluster."
        answer=$(packaging/cluster.sh start "$cluster" 2>&1) || fail "PostgreSQL n'a pas démarré : $answer"
    elif ((status != 0)); then
        fail "PostgreSQL n'a pas démarré : $answer"
    fi
    connection=$(tail -n 1 <<<"$answer")
    local found
    found=$(psql -XqAt -d "$connection" -c "SELECT 1 FROM pg_database WHERE datname = 'moisson'")
    [[ $found ]] || psql -XqAt -d "$connection" -c "CREATE DATABASE moisson" >/dev/null
    connection=${connection/dbname=postgres/dbname=moisson}
}

start_portals() {
    local first=$1
    rm -f "$var/demo/portails.json"
    "$bin/portail_simule" --echantillon --port "$first" --autorite "$var/demo/autorite.pem" \
        --sortie "$var/demo/portails.json" >"$var/log/portails.log" 2>&1 &
    simulator=$!
    for _ in $(seq 100); do
        [[ -s $var/demo/portails.json ]] && return 0
        kill -0 "$simulator" 2>/dev/null || break
        sleep 0.1
    done
    wait "$simulator" 2>/dev/null || true
    simulator=
    return 1
}

write_config() {
    config=$var/demo/moisson.yaml
    # JSON is YAML, and jq escapes what needs it.
    jq -n --arg db "$connection" --arg port "$port" --arg var "$var" --arg root "$root" \
        --slurpfile portals "$var/demo/portails.json" '{
            public_url: "http://127.0.0.1:\($port)/", demonstration: true,
            paths: {portals: "\($var)/demo/portails", vocabularies: "\($root)/config/vocabularies", state: "\($var)/state"},
            http: {listen: "127.0.0.1:\($port)", drain_time: "3s"},
            net: {allow: [$portals[0][].address], ca_file: "\($var)/demo/autorite.pem"},
            db: {connection: $db}}' >"$config"
    jq '{portals: [.[] | {key, title, url, countries: (if .country == "" then [] else [.country] end), languages: ["fr"],
            sources: [{connector, url, rate: 20, page_size: 100, interval: "1h"}]}]}' \
        "$var/demo/portails.json" >"$var/demo/portails/exemple.yaml"
}

if [[ ${CONFIG:-} ]]; then
    config=$CONFIG
    address=$("$bin/moisson" --config "$config" config afficher --json | jq -r .public_url) ||
        fail "La configuration $config n'est pas valable (voir ci-dessus)."
    health=http://$("$bin/moisson" --config "$config" config afficher --json | jq -r .http.listen)
else
    say "Démarrage de PostgreSQL (grappe privée), des portails d'exemple et de moissond…"
    start_cluster
    # The same ports at each start when they are free, so that addresses in the catalogue stay true.
    start_portals $((port + 20000 < 60000 ? port + 20000 : 28080)) || start_portals 0 ||
        fail "Les portails d'exemple n'ont pas démarré." "$var/log/portails.log"
    write_config
    address=http://127.0.0.1:$port/
    health=http://127.0.0.1:$port
fi

# A session of its own: the terminal's Ctrl-C reaches this script alone, which asks once. Two signals
# would mean "at once", and the index would not be saved.
setsid "$bin/moissond" --config "$config" 2>>"$var/log/moissond.log" &
daemon=$!
for _ in $(seq 300); do
    kill -0 "$daemon" 2>/dev/null || fail "moissond s'est arrêté." "$var/log/moissond.log"
    curl -fsS -o /dev/null --max-time 2 "$health/readyz" 2>/dev/null && break
    sleep 0.1
done

# The first time, show the harvest; later, everything is there at once.
if [[ -z ${CONFIG:-} && ! -e $var/demo/moissonne ]]; then
    say "Le site répond déjà : $address"
    # Some sample portals fail on purpose: that is no failure of the demonstration.
    "$bin/moisson" --config "$config" moissonner --attendre || true
    touch "$var/demo/moissonne"
fi
say
say "  Le site :   $address"
say "  L'API :     ${address}api/v1/datasets?q=eau"
say "  Portails :  $bin/moisson --config ${config#"$root"/} portails"
say "  Journal :   var/log/moissond.log"
say "  Ctrl-C pour tout arrêter."
wait "$daemon" || fail "moissond s'est arrêté." "$var/log/moissond.log"

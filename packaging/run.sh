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
        [[ ! ${PORT:-} ]] || {
            echo "PORT=$PORT ne vaut que sans CONFIG= : changez « http.listen » dans $CONFIG." >&2
            return 1
        }
        return 0
    fi
    if [[ ! $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
        echo "PORT=$port n'est pas un numéro de port (1 à 65535) : make run PORT=9000" >&2
        return 1
    fi
    # The kernel keeps the low ports for root.
    local open_from=${MOISSON_PORTS_OPEN_FROM:-}
    [[ $open_from ]] || open_from=$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start 2>/dev/null || echo 1024)
    if ((EUID != 0 && 10#$port < open_from)); then
        echo "Le port $port est réservé à root (ceux sous $open_from le sont) : make run PORT=9000" >&2
        return 1
    fi
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        echo "Le port $port est déjà pris, peut-être par une autre Moisson : make run PORT=9000" >&2
        return 1
    fi
}
# What `sudo make run` has made is root's: said now, and not by whoever cannot write there.
writable() {
    [[ ! -e $var || -w $var ]] && return 0
    echo "Le dossier $var est à un autre compte (make run lancé en root ?) : sudo chown -R $(id -un) $var" >&2
    return 1
}
{ check && writable; } || exit 1
[[ ${1:-} == --verifier ]] && exit 0

mkdir -p "$var/demo/portails" "$var/log"
# The demonstration and a site of yours may run side by side: each has its own.
log=$var/log/demonstration.log
[[ ${CONFIG:-} ]] && log=$var/log/moissond.log

simulator= daemon= cluster= watcher=
alive() { [[ $1 ]] && kill -0 "$1" 2>/dev/null; }
milliseconds() { local now=${EPOCHREALTIME/[.,]/}; echo $((now / 1000)); }
say() { printf '%s\n' "$*"; }

stop() {
    trap "" INT TERM HUP
    set +e
    [[ $daemon$simulator$cluster ]] || return # refused before anything began
    local begun last=3000
    begun=$(milliseconds)
    [[ $cluster ]] || last=4000
    alive "$watcher" && kill -TERM "$watcher"
    alive "$daemon" && kill -TERM "$daemon"
    alive "$simulator" && kill -TERM "$simulator"
    # Five seconds in all. moissond of the demonstration drains for two and a half at most, then it is killed;
    # the cluster gets what is left.
    while alive "$daemon" || alive "$simulator"; do
        (($(milliseconds) - begun < last)) || break
        sleep 0.05
    done
    alive "$daemon" && kill -KILL "$daemon"
    alive "$simulator" && kill -KILL "$simulator"
    if [[ $cluster ]]; then
        local left=$(((4200 - $(milliseconds) + begun) / 1000))
        "$root/packaging/cluster.sh" stop --soon="$((left > 1 ? left : 1))" "$cluster" >/dev/null 2>&1
    fi
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
            paths: {portals: "\($var)/demo/portails", vocabularies: "\($root)/config/vocabularies", synonyms: "\($root)/config/synonymes.yaml", state: "\($var)/state"},
            http: {listen: "127.0.0.1:\($port)", drain_time: "2500ms"},
            net: {allow: [$portals[0][].address], ca_file: "\($var)/demo/autorite.pem"},
            monitor: {probe_every: "1min", links: {enabled: true, rate: 20, control_urls: [$portals[0][0:3][].url]}},
            db: {connection: $db}}' >"$config"
    jq '{portals: [.[] | {key, title, url, countries: (if .country == "" then [] else [.country] end), languages: ["fr"],
            sources: [{connector, url, rate: 20, page_size: 100, interval: "1h"}]}]}' \
        "$var/demo/portails.json" >"$var/demo/portails/exemple.yaml"
}

# The database of CONFIG, before moissond waits for it in silence. What is wrong with it is in $trouble;
# a schema that moissond migrates at its start is nothing wrong.
database_answers() {
    local status
    status=$("$bin/moisson" --config "$config" base etat --json 2>"$var/log/base.log") && return 0
    trouble=$(cat "$var/log/base.log")
    [[ $status && $(jq -r .verdict <<<"$status") != newer ]] && return 0
    [[ $status ]] && trouble="Le schéma de la base est plus récent que ce programme : installez la version qui l'a migrée."
    return 1
}

if [[ ${CONFIG:-} ]]; then
    config=$CONFIG
    shown=$("$bin/moisson" --config "$config" config afficher --json) ||
        fail "La configuration $config n'est pas valable (voir ci-dessus)."
    address=$(jq -r .public_url <<<"$shown")
    health=http://$(jq -r 'if (.admin.listen // "") == "" then .http.listen else .admin.listen end' <<<"$shown")
    # Another moissond there would answer /readyz in the place of ours.
    listen=$(jq -r .http.listen <<<"$shown")
    host=$(tr -d '[]' <<<"${listen%:*}")
    [[ $host == 0.0.0.0 || $host == :: ]] && host=127.0.0.1
    if (exec 3<>"/dev/tcp/$host/${listen##*:}") 2>/dev/null; then
        fail "Le port ${listen##*:} est déjà pris, peut-être par une autre Moisson : changez « http.listen » dans $config."
    fi
    say "Connexion à la base de données de $config…"
    database_answers || fail "La base de données de $config n'est pas utilisable. $trouble
Vérifiez que PostgreSQL est démarré et que « db.connection » est juste, puis relancez."
    say "Démarrage de moissond…"
else
    say "Démarrage de PostgreSQL (instance privée), des portails d'exemple et de moissond…"
    start_cluster
    # The same ports at each start when they are free, so that addresses in the catalogue stay true;
    # ten for each site, so that the one of the next port has others.
    first=$((20000 + 10 * 10#$port % 12000))
    start_portals "$first" || start_portals 0 ||
        fail "Les portails d'exemple n'ont pas démarré." "$var/log/portails.log"
    write_config
    address=http://127.0.0.1:$port/
    health=http://127.0.0.1:$port
fi

# A session of its own: the terminal's Ctrl-C reaches this script alone, which asks once. Two signals
# would mean "at once", and the index would not be saved.
setsid "$bin/moissond" --config "$config" 2>>"$log" &
daemon=$!
# Nothing below is said before it is true: a large catalogue may take its time, a lost database may not.
looks=0
until curl -fsS -o /dev/null --max-time 2 "$health/readyz" 2>/dev/null; do
    kill -0 "$daemon" 2>/dev/null || fail "moissond s'est arrêté." "$log"
    sleep 0.1
    ((++looks % 100 == 0)) || continue
    database_answers || fail "La base de données n'est plus utilisable. $trouble" "$log"
    say "Le site se prépare encore (l'index se remplit depuis la base)…"
done

# The first time, show the harvest; later, everything is there at once.
if [[ -z ${CONFIG:-} && ! -e $var/demo/moissonne ]]; then
    say "Le site répond déjà : $address"
    say "Deux des portails d'exemple échouent exprès (page HTML au milieu, certificat expiré) : voyez ce que Moisson en dit."
    # Some sample portals fail on purpose: that is no failure of the demonstration. In the background: a
    # signal is obeyed at once, not when the harvest is over.
    "$bin/moisson" --config "$config" moissonner --attendre &
    watcher=$!
    wait "$watcher" || true
    touch "$var/demo/moissonne"
fi
say
say "  Le site :   $address"
say "  L'API :     ${address}api/v1/datasets?q=eau"
say "  Portails :  $bin/moisson --config ${config#"$root"/} portails"
say "  Journal :   ${log#"$root"/}"
say "  Ctrl-C pour tout arrêter."
# Your portals are harvested when they are due: the runs under way are shown as those of the demonstration,
# to somebody who looks.
if [[ ${CONFIG:-} && -t 1 ]]; then
    "$bin/moisson" --config "$config" passages --suivre 2>>"$log" &
    watcher=$!
fi
wait "$daemon" || fail "moissond s'est arrêté." "$log"

#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# A private PostgreSQL 15 cluster on a Unix socket, never the system's own:
#   cluster.sh start [--fast [--followed]] DIR | stop [--now|--soon[=SECONDS]] DIR | status DIR | conninfo DIR
#   cluster.sh standby DIR PRIMARY (a hot standby in DIR that follows the running cluster of PRIMARY; later: start, stop) | promote DIR
# --fast: without fsync, for tests only; no standby can follow it without --followed. --now: as a crash. --soon: as a crash after three seconds, or SECONDS. Works as root (the server then runs as
# `postgres`, or as the user named by MOISSON_PG_USER) and as an ordinary user.
set -eu

say() { printf '%s\n' "$*" >&2; }
usage() {
    say "Utilisation : cluster.sh start [--fast [--followed]] DOSSIER | stop [--now|--soon[=SECONDES]] DOSSIER | status DOSSIER | conninfo DOSSIER"
    say "              cluster.sh standby DOSSIER PRINCIPALE | promote DOSSIER"
    say "  --followed  avec --fast : une réplique peut la suivre"
    say "  --fast  sans fsync, pour les tests seulement ; --now  arrêt brutal ; --soon  brutal après trois secondes, ou SECONDES"
    exit 64
}

command=${1:-}
[ -n "$command" ] && shift || usage
fast=no now=no followed=no seconds=3
while [ $# -gt 0 ]; do
    case $1 in
    --fast) fast=yes ;;
    --followed) followed=yes ;;
    --now) now=yes ;;
    --soon) now=soon ;;
    --soon=[1-9]) now=soon seconds=${1#--soon=} ;;
    -*) usage ;;
    *) break ;;
    esac
    shift
done
primary=
if [ "$command" = standby ]; then
    [ $# -eq 2 ] || usage
    primary=$(sh "$0" conninfo "$2")
    set -- "$1"
fi
[ $# -eq 1 ] || usage
mkdir -p "$1" 2>/dev/null || { say "Le dossier $1 ne peut pas être créé."; exit 73; }
dir=$(cd "$1" && pwd)
data=$dir/data
log=$dir/postgresql.log

bin=${MOISSON_PG_BIN:-}
if [ -z "$bin" ]; then
    for candidate in /usr/lib/postgresql/15/bin /usr/pgsql-15/bin /usr/local/pgsql/bin; do
        [ -x "$candidate/initdb" ] && bin=$candidate && break
    done
fi
[ -n "$bin" ] || { say "PostgreSQL 15 n'est pas installé (paquet Debian : postgresql-15)."; exit 69; }

# The socket path is limited to 107 bytes: a deep DIR gets a short one.
socket=$dir/socket
if [ ${#socket} -gt 85 ]; then
    socket=/tmp/moisson-$(printf '%s' "$dir" | sha256sum | cut -c1-16)
fi

owner=
if [ "$(id -u)" -eq 0 ]; then
    owner=${MOISSON_PG_USER:-postgres}
    id -u "$owner" >/dev/null 2>&1 || owner=nobody
    # Data that an ordinary user has made stay theirs.
    made_by=$(stat -c %U "$data" 2>/dev/null) || made_by=
    case $made_by in
    '' | root | UNKNOWN) ;;
    *) owner=$made_by ;;
    esac
fi
as_owner() {
    if [ -n "$owner" ]; then
        # Its own directory may be closed to the other user: start from /.
        (cd / && runuser -u "$owner" -- "$@")
    else
        "$@"
    fi
}

# Every directory above must let the unprivileged user through, else the data go elsewhere.
reachable() { as_owner test -x "$dir"; }

prepare() {
    mkdir -p "$socket"
    if [ -n "$owner" ]; then
        chown "$owner" "$dir" "$socket"
        reachable || { say "L'utilisateur $owner ne peut pas entrer dans $dir : choisissez un autre dossier, ou ouvrez ceux du dessus (chmod o+x)."; exit 77; }
    fi
    chmod 755 "$socket"
}

# A copy of the running primary that goes on following it.
copy() {
    prepare
    [ -f "$data/PG_VERSION" ] && { say "$dir contient déjà un serveur."; exit 73; }
    rm -rf "$data.new"
    as_owner "$bin/pg_basebackup" --pgdata="$data.new" --write-recovery-conf --wal-method=stream --checkpoint=fast --no-sync \
        --dbname="$primary application_name=replique" >"$dir/basebackup.log" 2>&1 || {
        say "pg_basebackup a échoué ; fin de $dir/basebackup.log :"
        tail -n 20 "$dir/basebackup.log" >&2
        exit 70
    }
    as_owner mv "$data.new" "$data"
}

create() {
    prepare
    [ -f "$data/PG_VERSION" ] && return
    # A half-made directory of an interrupted initdb is of no use.
    rm -rf "$data.new"
    as_owner "$bin/initdb" --no-sync --auth=trust --username=moisson --encoding=UTF8 --locale=C.UTF-8 \
        --pgdata="$data.new" >"$dir/initdb.log" 2>&1 || {
        say "initdb a échoué ; fin de $dir/initdb.log :"
        tail -n 20 "$dir/initdb.log" >&2
        exit 70
    }
    {
        printf "listen_addresses = ''\n"
        printf "max_connections = 60\nshared_buffers = 256MB\nmax_wal_size = 2GB\nwal_compression = lz4\n"
        printf "checkpoint_completion_target = 0.9\nlog_line_prefix = '%%m [%%p] '\nlogging_collector = off\n"
        # Each test has a database of its own: autovacuum would start a worker for one of hundreds all the time. What a
        # standby has to know is written at each COMMIT that empties a temporary table, ten locks at a time.
        if [ "$fast" = yes ]; then
            printf "fsync = off\nfull_page_writes = off\nshared_buffers = 64MB\njit = off\nautovacuum = off\n"
            [ "$followed" = yes ] || printf "wal_level = minimal\nmax_wal_senders = 0\n"
        fi
    } | as_owner tee -a "$data.new/postgresql.conf" >/dev/null
    as_owner mv "$data.new" "$data"
}

running() { [ -f "$data/PG_VERSION" ] && as_owner "$bin/pg_ctl" --pgdata="$data" status >/dev/null 2>&1; }

start() {
    as_owner "$bin/pg_ctl" --pgdata="$data" --log="$log" --wait --timeout=60 --silent \
        --options="-k '$socket'" start >/dev/null || {
        say "PostgreSQL refuse de démarrer ; fin de $log :"
        tail -n 20 "$log" >&2
        exit 70
    }
}

case $command in
start)
    if ! running; then
        create
        start
    fi
    printf 'host=%s user=moisson dbname=postgres\n' "$socket"
    ;;
standby)
    copy
    start
    printf 'host=%s user=moisson dbname=postgres\n' "$socket"
    ;;
promote) as_owner "$bin/pg_ctl" --pgdata="$data" --wait --timeout=60 --silent promote >/dev/null ;;
stop)
    mode=fast
    [ "$now" = yes ] && mode=immediate
    running || exit 0
    # A slow disk may need long for the last checkpoint: the journal has everything, the next start replays it.
    if [ "$now" = soon ]; then
        as_owner "$bin/pg_ctl" --pgdata="$data" --mode=fast --wait --timeout="$seconds" --silent stop >/dev/null 2>&1 || mode=immediate
    fi
    ! running || as_owner "$bin/pg_ctl" --pgdata="$data" --mode=$mode --wait --timeout=60 --silent stop >/dev/null
    case $socket in /tmp/moisson-*) rmdir "$socket" 2>/dev/null || true ;; esac
    ;;
status)
    if running; then
        printf 'en marche %s\n' "$socket"
    else
        printf 'arrêtée\n'
        exit 3
    fi
    ;;
conninfo)
    printf 'host=%s user=moisson dbname=postgres\n' "$socket"
    ;;
*) usage ;;
esac

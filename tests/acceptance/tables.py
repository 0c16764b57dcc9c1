#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The table of a report of a million rows: all of them come, moissond stays small, and a reader who leaves costs nothing.

MOISSON_TABLE_ROWS=200000 for a quicker look.
"""
import csv
import http.client
import io
import os
import sys
import time

from stack import Cluster, Daemon, wait_until

ROWS = int(os.environ.get("MOISSON_TABLE_ROWS", 1_000_000))
GROWTH_MB = 16
PORTAL = {"key": "essai", "title": "Essai", "url": "https://essai.example"}

SEED = f"""
set search_path = moisson;
insert into portal (key, title, url, description, countries, languages, owner)
    values ('essai', 'Essai', 'https://essai.example', '', '{{}}', '{{}}', '');
insert into source (portal, key, connector, url, public_url, every, full_every, config_hash)
    values (1, 'essai', 'ckan', 'https://essai.example', '', '1 day', '7 days', '');
insert into run (source, mode, state, requested_at, started_at, ended_at)
    values (1, 'full', 'complete', now(), now(), now());
insert into issue (run, page, code, stage, severity, remote_id, remote_url, detail, excerpt)
    select 1, n / 100, 'BAD_DATE', 'normalise', 'warning', 'fiche-' || n, 'https://essai.example/' || n, 'modified: hier', repeat('x', 200)
    from generate_series(1, {ROWS}) n;
insert into issue_count (run, code, total) values (1, 'BAD_DATE', {ROWS});
analyze;
"""


def lines_of(answer):
    """Rows of a table as they come; nothing is kept."""
    return csv.reader(io.TextIOWrapper(answer, encoding="utf-8-sig", newline=""), delimiter=";")


def ask(daemon, path):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=60)
    connection.request("GET", path)
    return connection, connection.getresponse()


def whole_table(daemon):
    connection, answer = ask(daemon, "/api/v1/runs/1/report.csv")
    assert answer.status == 200, answer.read()
    names = None
    count = 0
    for line in lines_of(answer):
        if names is None:
            names = line
            continue
        count += 1
        record = dict(zip(names, line))
        assert record["remote_id"] == f"fiche-{count}", (count, record)
        assert record["detail"] == "date de modification : hier", record
    connection.close()
    return count


def main():
    cluster = Cluster()
    daemon = Daemon(cluster, [PORTAL], {"roles": ["api"]})
    try:
        daemon.cli("base", "migrer")
        cluster.query(SEED)
        daemon.start()
        daemon.json("/api/v1/version")
        daemon.forget_memory_peak()
        before = daemon.memory_peak_mb()
        begin = time.monotonic()
        count = whole_table(daemon)
        took = time.monotonic() - begin
        peak = daemon.memory_peak_mb()
        assert count == ROWS, f"{count} lignes sur {ROWS}"
        print(f"{ROWS} lignes en {took:.1f} s ({ROWS / took:.0f}/s) ; moissond : {before:.1f} Mo avant, {peak:.1f} Mo au plus haut")
        assert peak - before < GROWTH_MB, f"{peak - before:.1f} Mo de plus"

        # Readers who leave, and one who does not read: their connections end, the site answers.
        for _ in range(20):
            connection, answer = ask(daemon, "/api/v1/runs/1/report.csv")
            answer.read(1000)
            connection.close()
        sleeper, _ = ask(daemon, "/api/v1/runs/1/report.csv")
        assert daemon.get("/api/v1/version")[0] == 200
        idle = "select count(*) from pg_stat_activity where application_name like 'moissond%' and state <> 'idle'"
        wait_until("plus aucune requête en cours", lambda: cluster.value(idle) == "0", 20)
        peak = daemon.memory_peak_mb()
        assert peak - before < GROWTH_MB, f"{peak - before:.1f} Mo de plus avec des lecteurs partis"
        sleeper.close()

        # A server that goes away in the middle leaves no table that looks whole.
        connection, answer = ask(daemon, "/api/v1/runs/1/report.csv")
        answer.read(1000)
        daemon.kill()
        try:
            answer.read()
            raise AssertionError("la table coupée paraît entière")
        except (http.client.IncompleteRead, ConnectionError) as cut:
            print(f"coupée : {type(cut).__name__}")
    finally:
        daemon.close()
        cluster.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

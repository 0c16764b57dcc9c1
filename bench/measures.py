#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""How large histories are after a year (decision 19): measures.py [--datasets 100000] [--days 365] [--drift 0.01]

A throwaway cluster with the real schema and its triggers, and a clock that goes day by day. Each day one dataset in a
hundred changes its verdict (half of them lose their files, the others get them back, ten days later on average), one
in fifty is updated and stays what it was, each loss is an alert that is told, repeated and resolved, portals come and
go, and the measures of the day are taken. Foreign keys are dropped: nothing else of a catalogue is there. No binary.
"""
import argparse
import subprocess
import time

from measure import ROOT, Report
from stack import Cluster

TABLES = ("verdict", "daily_measure", "portal_health", "link_outage", "alert_event", "alert")
PORTALS, COUNTRIES, DATASETS_OF_A_PUBLISHER = 40, 20, 50
VACUUM_EVERY = 10

SETUP = """
SET search_path = moisson, public;
DO $$ DECLARE r record; BEGIN
    FOR r IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint
             WHERE contype = 'f' AND connamespace = 'moisson'::regnamespace LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.relation, r.conname);
    END LOOP; END $$;
CREATE OR REPLACE FUNCTION moisson.now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$SELECT timestamptz '2026-01-01T12:00Z' + coalesce(nullif(current_setting('bench.day', true), ''), '0')::int * interval '1 day'$$;
CREATE TABLE public.bench_dataset AS
    SELECT md5('d' || n)::uuid AS dataset, md5('l' || n)::uuid AS link, n FROM generate_series(0, {datasets} - 1) n;
ALTER TABLE public.bench_dataset ADD PRIMARY KEY (n);
CREATE UNIQUE INDEX ON public.bench_dataset (link);
CREATE TABLE public.bench_scope AS
    SELECT 'all' AS scope, '' AS subject
    UNION ALL SELECT 'country', 'C' || n FROM generate_series(1, {countries}) n
    UNION ALL SELECT 'portal', 'portail-' || n FROM generate_series(1, {portals}) n
    UNION ALL SELECT 'publisher', md5('p' || n)::uuid::text FROM generate_series(1, {publishers}) n;
INSERT INTO dataset_signal (dataset, quality, links, basis, evidence, expected_at, late_at, very_late_at)
    SELECT dataset, 50 + n % 40, 'ok', 'declared', 'dataset', moisson.now() + interval '400 days',
        moisson.now() + interval '430 days', moisson.now() + interval '490 days' FROM public.bench_dataset;
INSERT INTO portal_health (portal, since, state, reasons)
    SELECT n, moisson.now(), 'UP', '{{}}' FROM generate_series(1, {portals}) n;
"""

# {day}, {lost}: how many lose their files; {updated}: how many are updated and stay what they were.
A_DAY = """
SET search_path = moisson, public; SET bench.day = '{day}'; SET client_min_messages = warning;
CREATE TEMP TABLE drawn AS SELECT DISTINCT floor(random() * {datasets})::int AS n FROM generate_series(1, {lost});
CREATE TEMP TABLE lost AS SELECT b.dataset, b.link, b.n FROM drawn d JOIN bench_dataset b USING (n)
    JOIN dataset_signal s ON s.dataset = b.dataset AND s.links = 'ok';
UPDATE dataset_signal s SET links = 'broken', quality = quality - 8 FROM lost WHERE s.dataset = lost.dataset;
INSERT INTO link_outage (link, began, cause) SELECT link, moisson.now(), 'http_404' FROM lost;
WITH fired AS (
    INSERT INTO alert (fingerprint, kind, severity, audience, subject, portal, dataset, countries, state, reason, evidence,
        pending_since, firing_since)
    SELECT sha256(convert_to(dataset::text || moisson.now()::text, 'UTF8')), 'links_broken', 'warning', 'producer',
        'urn:uuid:' || dataset, 'portail-' || n % {portals} + 1, dataset, '{{BF}}', 'firing', 'lasted',
        jsonb_build_object('links', 3, 'broken', 1, 'since', moisson.now(), 'code', 'http_404'), moisson.now(), moisson.now()
    FROM lost RETURNING id)
INSERT INTO alert_event (alert, at, event, reason, deliver) SELECT id, moisson.now(), 'fired', 'lasted', true FROM fired;
INSERT INTO alert_event (alert, at, event, reason, deliver)
    SELECT id, moisson.now(), 'repeated', 'still_true', true FROM alert
    WHERE state = 'firing' AND firing_since IN (moisson.now() - interval '7 days', moisson.now() - interval '30 days');
CREATE TEMP TABLE back AS SELECT o.link, o.began, b.dataset FROM link_outage o JOIN bench_dataset b USING (link)
    WHERE o.ended IS NULL AND o.began < moisson.now() AND random() < 0.1;
UPDATE link_outage o SET ended = moisson.now() FROM back WHERE o.link = back.link AND o.began = back.began;
UPDATE dataset_signal s SET links = 'ok', quality = quality + 8 FROM back WHERE s.dataset = back.dataset;
WITH over AS (
    UPDATE alert a SET state = 'resolved', resolved_at = moisson.now() FROM back
    WHERE a.dataset = back.dataset AND a.state = 'firing' RETURNING a.id)
INSERT INTO alert_event (alert, at, event, reason, deliver) SELECT id, moisson.now(), 'resolved', 'over', true FROM over;
UPDATE alert SET state = 'closed', closed_at = moisson.now()
    WHERE state = 'resolved' AND resolved_at < moisson.now() - interval '30 days';
UPDATE dataset_signal s SET expected_at = moisson.now() + interval '400 days', late_at = moisson.now() + interval '430 days',
    very_late_at = moisson.now() + interval '490 days'
    FROM (SELECT DISTINCT floor(random() * {datasets})::int AS n FROM generate_series(1, {updated})) d
    JOIN bench_dataset b USING (n) WHERE s.dataset = b.dataset;
CREATE TEMP TABLE away AS SELECT n::bigint AS portal FROM generate_series(1, {portals}) n WHERE random() < 0.1;
UPDATE portal_health h SET until = moisson.now() FROM away WHERE h.portal = away.portal AND h.until IS NULL;
INSERT INTO portal_health (portal, since, until, state, reasons)
    SELECT portal, moisson.now(), moisson.now() + interval '2 hours', 'DOWN', '{{HOME_TIMEOUT,API_TIMEOUT}}'::text[] FROM away
    UNION ALL SELECT portal, moisson.now() + interval '2 hours', NULL, 'UP', '{{}}'::text[] FROM away;
INSERT INTO daily_measure (day, scope, subject, datasets, a_jour, attendue, en_retard, tres_en_retard, sans_objet, inconnue,
    quality_sum, scored)
    SELECT (moisson.now() AT TIME ZONE 'UTC')::date, scope, subject, 1000, 600, 100, 100, 100, 50, 50, 65000, 1000
    FROM bench_scope;
"""

SIZES = """
SELECT relname, pg_table_size(oid), pg_indexes_size(oid), (xpath('/row/n/text()', query_to_xml(
    format('SELECT count(*) AS n FROM %s', oid::regclass), false, true, '')))[1]::text::bigint
FROM pg_class WHERE relnamespace = 'moisson'::regnamespace AND relname IN ({names}) ORDER BY 2 + 3 DESC
"""


def load_schema(cluster):
    subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", cluster.conninfo(), "-f", str(ROOT / "sql/schema.sql")],
                   check=True, stdout=subprocess.DEVNULL)


def sizes(cluster):
    out = {}
    for name, table, indexes, rows in cluster.query(SIZES.format(names=", ".join(f"'{t}'" for t in TABLES))):
        table, indexes, rows = int(table), int(indexes), int(rows)
        out[name] = {"rows": rows, "table_mb": round(table / 2**20, 1), "indexes_mb": round(indexes / 2**20, 1),
                     "bytes_a_row": round((table + indexes) / max(rows, 1))}
    return out


def vacuum(cluster):
    cluster.query("VACUUM (ANALYZE) " + ", ".join(f"moisson.{t}" for t in (*TABLES, "dataset_signal")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--datasets", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--drift", type=float, default=0.01)
    options = parser.parse_args()
    out = Report("measures", datasets=options.datasets, days=options.days, drift=options.drift)
    values = {"datasets": options.datasets, "countries": COUNTRIES, "portals": PORTALS,
              "publishers": options.datasets // DATASETS_OF_A_PUBLISHER,
              # As many come back as are lost.
              "lost": round(options.datasets * options.drift / 2), "updated": options.datasets // 50}
    cluster = Cluster()
    try:
        load_schema(cluster)
        cluster.query(SETUP.format(**values))
        first = int(cluster.value("SELECT count(*) FROM moisson.verdict"))
        assert first == options.datasets, f"{first} verdicts le premier jour"
        begin = time.monotonic()
        for day in range(1, options.days + 1):
            cluster.query(A_DAY.format(day=day, **values))
            if day % VACUUM_EVERY == 0:
                vacuum(cluster)
                print(f"  jour {day} : {time.monotonic() - begin:.0f} s", flush=True)
        vacuum(cluster)
        found = sizes(cluster)
        for name in TABLES:
            out.add(name, found[name])
        verdicts = found["verdict"]
        total = sum(one["table_mb"] + one["indexes_mb"] for one in found.values())
        a_row_a_day = options.datasets * options.days
        out.add("together", {
            "mb": round(total, 1),
            "verdicts_changed_a_day": round((verdicts["rows"] - first) / max(options.days, 1), 1),
            "a_row_a_day_mb": round(a_row_a_day * verdicts["bytes_a_row"] / 2**20)})
        changed = options.datasets * options.drift * options.days
        assert verdicts["rows"] <= first + 1.1 * changed, "une visite qui ne change rien a écrit"
    finally:
        cluster.close()
    out.write()


if __name__ == "__main__":
    main()

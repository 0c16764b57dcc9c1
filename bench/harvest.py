#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""From HTTP to committed rows and index: a rendered catalogue harvested as one source with pages of
1,000 and as ten sources with pages of 100, on a durable cluster; then unchanged; then without the
index; the floor: the same rows put in by psql with the daemon's own statements; and what a catalogue
of which little or nothing changed costs in the other modes."""
import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from measure import Interval, Report, Statements, memory_mb, reset_memory_peak, wal_statistics
from stack import BIN, Cluster, Daemon, Simulator, portal_config, wait_until

import aims
import floor
import search

RESOURCES = 3
RECORD_BYTES = 5000
SECONDS_MAX = 1800


def render(folder, count, sources):
    """Written before any clock starts."""
    subprocess.run([BIN / "portail_simule", "--generer", str(count), "--ressources", str(RESOURCES),
                    "--octets", str(RECORD_BYTES), "--sources", str(sources), "--rendre", str(folder)],
                   check=True, stdout=subprocess.DEVNULL)


def last_run_times(cluster):
    """Begin of the first and end of the last of the newest run of every source."""
    row = cluster.query(
        "SELECT extract(epoch FROM min(started_at)), extract(epoch FROM max(ended_at)), sum(created), sum(unchanged),"
        " string_agg(DISTINCT state, ','), sum(requests), sum(wire_bytes) FROM moisson.run"
        " WHERE id IN (SELECT max(id) FROM moisson.run GROUP BY source)")[0]
    return {"begin": float(row[0]), "end": float(row[1]), "created": int(row[2]), "unchanged": int(row[3]),
            "states": row[4], "requests": int(row[5]), "wire_bytes": int(row[6])}


class Scene:
    """A durable cluster, a served catalogue and moissond, which gets its portals only when told."""

    def __init__(self, rendered, page_size, roles, statements=False):
        self.cluster = Cluster(fast=False)
        self.statements = Statements(self.cluster) if statements else None
        self.simulator = Simulator("--servir", rendered)
        for portal in self.simulator.portals:
            portal["source"] = {"page_size": page_size}
        self.daemon = Daemon(self.cluster, self.simulator.portals, {"roles": roles})
        self.portals_file = self.daemon.folder / "portals/test.yaml"
        self.full = self.portals_file.read_text()
        self.portals_file.write_text(json.dumps({"portals": []}))
        self.daemon.start(wait="api" in roles)
        self.has_index = "api" in roles
        if not self.has_index:
            wait_until("le schéma existe", self.schema_there, 60)
            time.sleep(1)

    def schema_there(self):
        rows = self.cluster.query("SELECT to_regclass('moisson.change_number') IS NOT NULL")
        return rows and rows[0][0] == "t"

    def interval(self):
        if self.statements:
            self.statements.begin()
        return Interval(self.cluster, simulator=self.simulator.process.pid, daemon=self.daemon.process.pid)

    def release_portals(self):
        self.portals_file.write_text(self.full)
        self.daemon.process.send_signal(signal.SIGHUP)

    def runs(self):
        rows = self.cluster.query("SELECT count(*) FILTER (WHERE ended_at IS NOT NULL) FROM moisson.run")
        return int(rows[0][0])

    def alive(self):
        if self.daemon.process.poll() is not None:
            raise AssertionError("moissond s'est arrêté :\n" + self.daemon.tail())

    def wait_indexed(self, count):
        """The moment when a search sees every dataset."""
        def seen():
            self.alive()
            return self.daemon.json("/api/v1/datasets", page_size=1)["total"] == count

        while not seen():
            time.sleep(0.2)
        return time.time()

    def wait_runs(self, ended):
        deadline = time.monotonic() + SECONDS_MAX
        while self.runs() < ended:
            self.alive()
            if time.monotonic() > deadline:
                raise AssertionError("les passages ne finissent pas :\n" + self.daemon.tail())
            time.sleep(0.2)

    def first_harvest(self, count):
        sources = len(self.simulator.portals)
        interval = self.interval()
        self.release_portals()
        indexed = None
        if self.has_index:
            indexed = self.wait_indexed(count)
        self.wait_runs(sources)
        figures = interval.end(count)
        run = last_run_times(self.cluster)
        assert run["states"] == "complete" and run["created"] == count, run
        seconds = run["end"] - run["begin"]
        out = {"datasets": count, "committed_seconds": round(seconds, 2),
               "committed_per_second": round(count / seconds)}
        if indexed:
            whole = max(indexed, run["end"]) - run["begin"]
            out["indexed_seconds"] = round(whole, 2)
            out["indexed_per_second"] = round(count / whole)
        return {**out, **figures, "requests": run["requests"], "wire_bytes": run["wire_bytes"],
                "simulator": self.served(),
                "daemon_memory_peak_mb": memory_mb(self.daemon.process.pid),
                "daemon_memory_mb": memory_mb(self.daemon.process.pid, "VmRSS"),
                "simulator_memory_peak_mb": memory_mb(self.simulator.process.pid),
                "wal": wal_statistics(self.cluster)}

    def unchanged_harvest(self, count):
        sources = len(self.simulator.portals)
        before = self.runs()
        reset_memory_peak(self.daemon.process.pid)
        interval = self.interval()
        self.daemon.cli("moissonner", "--mode", "complet")
        self.wait_runs(before + sources)
        figures = interval.end(count)
        run = last_run_times(self.cluster)
        assert run["states"] == "complete" and run["unchanged"] == count, run
        seconds = run["end"] - run["begin"]
        return {"seconds": round(seconds, 2), "per_second": round(count / seconds), **figures,
                "daemon_memory_peak_mb": memory_mb(self.daemon.process.pid)}

    def served(self):
        """What the simulator has answered, by its own count: beside what moissond says that it got."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.simulator.admin_port}/journal", timeout=60) as answer:
            portals = json.load(answer).values()
        return {"requests": sum(portal["total"] for portal in portals),
                "body_bytes": sum(portal["body_bytes"] for portal in portals)}

    def asked(self):
        """Requests that the simulator has answered."""
        return self.served()["requests"]

    def mode_harvest(self, count, mode, name):
        """One more run of the one source; what it asked for is what the simulator counted."""
        before = self.runs()
        asked = self.asked()
        reset_memory_peak(self.daemon.process.pid)
        interval = self.interval()
        self.daemon.cli("moissonner", "--mode", mode)
        self.wait_runs(before + 1)
        figures = interval.end(count)
        run = last_run_times(self.cluster)
        asked = self.asked() - asked
        seconds = run["end"] - run["begin"]
        row = self.cluster.query("SELECT mode, mode_reason, updated FROM moisson.run ORDER BY id DESC LIMIT 1")[0]
        assert run["states"] == "complete" and row[0] == name, (run, row)
        return {"mode": row[0], "reason": row[1], "seconds": round(seconds, 3), "per_second": round(count / seconds),
                "unchanged": run["unchanged"], "updated": int(row[2]), "requests": asked,
                "requests_per_100000": round(asked * 100_000 / count), **figures,
                "daemon_memory_peak_mb": memory_mb(self.daemon.process.pid)}

    def forget(self, share):
        """As if the portal had changed that share of the catalogue: other stamps, digests and mark in the store."""
        self.cluster.query("UPDATE moisson.run SET mark = 'another' WHERE mark <> ''")
        for table, change in (("remote_id r", "stamp = 'another' WHERE r.dataset"),
                              ("dataset d", "source_digest = '\\x00' WHERE d.id")):
            self.cluster.query(f"UPDATE moisson.{table} SET {change} IN (SELECT id FROM moisson.dataset ORDER BY id"
                               f" LIMIT (SELECT (count(*) * {share})::int FROM moisson.dataset))")

    def curl_pages(self, page_size, count):
        """What the simulator alone can give: the same pages by curl on one connection."""
        urls = []
        for portal in self.simulator.portals:
            part = count // len(self.simulator.portals)
            for start in range(0, part, page_size):
                query = urllib.parse.urlencode({"sort": "id asc", "rows": page_size, "start": start})
                urls.append(f'url = "{portal["url"].rstrip("/")}/api/3/action/package_search?{query}"\noutput = "/dev/null"\n')
        begin = time.monotonic()
        subprocess.run(["curl", "-fsS", "--config", "-"], input="".join(urls), text=True, check=True)
        seconds = time.monotonic() - begin
        return {"pages": len(urls), "seconds": round(seconds, 2), "per_second": round(count / seconds)}

    def add_statements(self, report, name):
        if self.statements:
            report.add(name, self.statements.end())

    def clusters(self):
        """What the first harvest made of datasets that several sources have: the floor makes none of it."""
        row = self.cluster.query("SELECT (SELECT count(*) FROM moisson.cluster), (SELECT count(*) FROM moisson.cluster_member),"
                                 " (SELECT count(*) FROM moisson.cluster_dirty),"
                                 " (SELECT count(*) FROM moisson.change WHERE cause = 'clustered')")[0]
        return dict(zip(("clusters", "members", "waiting", "changes"), map(int, row)))

    def close(self):
        self.daemon.close()
        self.simulator.close()
        self.cluster.close()


def scenario(report, name, rendered, count, page_size, arguments, wrk_seconds=0):
    scene = Scene(rendered, page_size, ["api", "harvest"], arguments.statements)
    try:
        first = scene.first_harvest(count)
        report.add(f"{name}: first harvest", first)
        scene.add_statements(report, f"{name}: statements of the first harvest")
        report.add(f"{name}: clusters", scene.clusters())
        report.add(f"{name}: unchanged harvest", scene.unchanged_harvest(count))
        scene.add_statements(report, f"{name}: statements of the unchanged harvest")
        report.add(f"{name}: curl of the pages", scene.curl_pages(page_size, count))
        if wrk_seconds:
            for key, figures in search.measure(scene.daemon, wrk_seconds).items():
                report.add(f"search: {key}", figures)
        scene.daemon.stop()
        lowest = floor.measure(scene.cluster)
        lowest["harvest_share"] = round(first["committed_per_second"] / lowest["per_second"], 2)
        report.add(f"{name}: floor", lowest)
        tables = scene.cluster.query(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relnamespace = 'moisson'::regnamespace"
            " AND relkind = 'r' ORDER BY 2 DESC LIMIT 8")
        report.add(f"{name}: bytes per dataset", {row[0]: round(int(row[1]) / count) for row in tables})
    finally:
        scene.close()


def without_index(report, name, rendered, count, page_size):
    scene = Scene(rendered, page_size, ["harvest"])
    try:
        report.add(f"{name}: first harvest without index", scene.first_harvest(count))
        report.add(f"{name}: unchanged harvest without index", scene.unchanged_harvest(count))
    finally:
        scene.close()


def modes(report, rendered, count):
    scene = Scene(rendered, 1000, ["harvest"])
    try:
        first = scene.first_harvest(count)
        report.add("first harvest", first)
        report.add("unchanged: probe", scene.mode_harvest(count, "auto", "probe"))
        unchanged = scene.mode_harvest(count, "inventaire", "inventory")
        assert unchanged["unchanged"] == count, unchanged
        report.add("unchanged: inventory", unchanged)
        scene.forget(0.01)
        changed = scene.mode_harvest(count, "auto", "inventory")
        assert changed["updated"] == count // 100, changed
        report.add("1 % changed: inventory", changed)
        report.add("unchanged: full", scene.unchanged_harvest(count))
        scene.forget(1)
        # So that each record has something to tell in its history.
        scene.cluster.query("UPDATE moisson.dataset SET frequency = 'ANOTHER'")
        everything = scene.mode_harvest(count, "complet", "full")
        assert everything["updated"] == count, everything
        told = int(scene.cluster.value("SELECT count(*) FROM moisson.dataset_history"))
        size = int(scene.cluster.value("SELECT pg_total_relation_size('moisson.dataset_history')"))
        report.add("all changed: full", {**everything, "history_rows": told, "history_bytes_per_row": round(size / max(told, 1))})
    finally:
        scene.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=100_000, help="datasets (100000)")
    parser.add_argument("--only", choices=["one", "ten", "harvest", "inventory"], help="one scenario alone")
    parser.add_argument("--wrk", type=int, default=15, help="seconds of wrk per load; 0: none")
    parser.add_argument("--statements", action="store_true", help="which statements of PostgreSQL cost what (slower)")
    parser.add_argument("--keep", action="store_true", help="keep the rendered catalogues in bench/rendered")
    arguments = parser.parse_args()
    count = arguments.count // 10 * 10
    folder = Path(tempfile.mkdtemp(prefix="moisson-bench-"))
    report = Report("harvest" if not arguments.only else f"harvest-{arguments.only}", datasets=count,
                    distributions=RESOURCES, record_bytes=RECORD_BYTES, statements=arguments.statements)
    try:
        render(folder / "one", count, 1)
        if arguments.only in (None, "one"):
            scenario(report, "one source, pages of 1000", folder / "one", count, 1000, arguments, arguments.wrk)
        if arguments.only in (None, "inventory"):
            modes(report, folder / "one", count)
        if arguments.only in (None, "ten"):
            render(folder / "ten", count, 10)
            scenario(report, "ten sources, pages of 100", folder / "ten", count, 100, arguments)
        if arguments.only in (None, "harvest"):
            without_index(report, f"one source of {count}", folder / "one", count, 1000)
            small = count // 10
            render(folder / "small", small, 1)
            without_index(report, f"one source of {small}", folder / "small", small, 1000)
        report.add("aims", aims.compare(report.result, count))
        report.write()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The scene of workers.py: sources that all answer slowly, one PostgreSQL, workers that start together; who asked what."""
import contextlib
import heapq
import json
import signal
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

from stack import Cluster, Daemon, Simulator, preloadable, wait_until

SOURCES = 40
SLOTS = 4
LATENCY_MS = 300
RECORDS = 240
# Catalogues are not all of one size: 60 to 20 pages each, the longest first, in the order of their
# keys, which is that of their rows and so of their first runs. With 40 equal ones four workers could
# do no better than 10 rounds in 3 (x3.33), whatever they were worth; with the longest late, about x3.1.
PAGE_SIZES = [4, 5, 6, 7, 8, 9, 10, 12]
CLOCK_SHIFT = 600
LEASE = 110
# What claims take in turn (claim_lock in store/run_queue.cpp).
CLAIM_LOCK = 6129484611666145821
HARVEST_SECONDS_MAX = 400


class Scene:
    """Simulated sources, one PostgreSQL, a new database for each demonstration."""

    def __init__(self, options):
        self.options = options
        self.folder = tempfile.TemporaryDirectory(prefix="moisson-workers-")
        scenario = Path(self.folder.name) / "scenario.json"
        scenario.write_text(json.dumps({"rules": [
            {"when": {"operation": "package_search"}, "do": "latency", "ms": LATENCY_MS}]}))
        self.simulator = Simulator("--generer", RECORDS * SOURCES, "--sources", SOURCES, "--scenario", scenario)
        self.page_size = {}
        for number, portal in enumerate(sorted(self.simulator.portals, key=lambda portal: portal["key"])):
            size = PAGE_SIZES[number * len(PAGE_SIZES) // SOURCES]
            portal["source"] = {"page_size": 6 if options.egales else size}
            self.page_size[portal["key"]] = portal["source"]["page_size"]
        self.pages = {key: -(-RECORDS // size) for key, size in self.page_size.items()}
        self.cluster = Cluster()
        self.clock_library = None
        self.fingerprint = None
        # When the workers were let go, by the clock of PostgreSQL.
        self.begun = 0.0

    def close(self):
        self.cluster.close()
        self.simulator.close()
        self.folder.cleanup()

    def settings(self):
        settings = {"roles": ["harvest"]}
        if self.options.bail != LEASE:
            settings["harvest"] = {"lease": f"{self.options.bail}s"}
            settings["db"] = {"idle_in_transaction_timeout": f"{self.idle_timeout()}s"}
        return settings

    def idle_timeout(self):
        return max(1, self.options.bail // 4)

    def shifted_clock(self):
        """What gives the process that loads it another time of day."""
        if self.clock_library is None:
            self.clock_library = preloadable("shifted_clock", self.folder.name)
        return {"LD_PRELOAD": str(self.clock_library), "SHIFT_SECONDS": str(CLOCK_SHIFT)}

    @contextlib.contextmanager
    def claims_held(self, count):
        """Nobody gets a run until so many workers ask for one: how long each took to start does not count."""
        lock = "((classid::bigint << 32) | objid::bigint) = " + str(CLAIM_LOCK)
        held = f"SELECT count(*) FILTER (WHERE granted), count(*) FILTER (WHERE NOT granted) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND {lock}"
        gate = subprocess.Popen(["psql", "-Xq", "-d", self.cluster.conninfo()], stdin=subprocess.PIPE,
                                stdout=subprocess.DEVNULL, text=True)
        try:
            gate.stdin.write(f"BEGIN; SELECT pg_advisory_xact_lock({CLAIM_LOCK});\n")
            gate.stdin.flush()
            wait_until("le verrou est pris", lambda: self.cluster.query(held)[0][0] == "1", 30)
            yield
            wait_until("tous les ouvriers attendent", lambda: int(self.cluster.query(held)[0][1]) >= count, 60)
            self.begun = float(self.cluster.value("SELECT extract(epoch FROM clock_timestamp())"))
        finally:
            gate.stdin.close()
            gate.wait(30)

    @contextlib.contextmanager
    def workers(self, count, environments=()):
        """That many moissond of the harvest role on an empty database, started together."""
        self.cluster.query("DROP DATABASE IF EXISTS moisson WITH (FORCE)", database="postgres")
        self.cluster.query("CREATE DATABASE moisson", database="postgres")
        self.forget_journal()
        daemons = [Daemon(self.cluster, self.simulator.portals, self.settings()) for _ in range(count)]
        try:
            daemons[0].cli("base", "migrer")
            with self.claims_held(count):
                for number, daemon in enumerate(daemons):
                    daemon.start(wait=False, environment=environments[number] if number < len(environments) else None)
            yield daemons
        finally:
            for daemon in daemons:
                with contextlib.suppress(ProcessLookupError):
                    daemon.process.send_signal(signal.SIGCONT)
                daemon.close()

    def admin(self, path, data=None):
        address = f"http://127.0.0.1:{self.simulator.admin_port}/{path}"
        with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=60) as answer:
            return json.load(answer)

    def forget_journal(self):
        self.admin("vider", b"")

    def requests(self):
        """(source, entry) of every request."""
        return [(key, entry) for key, log in self.admin("journal").items() for entry in log["entries"]]

    def pages_asked(self):
        """How often each page of a listing was asked: {(source, number of the page): times}."""
        asked = Counter()
        for key, entry in self.requests():
            query = urllib.parse.parse_qs(entry["query"])
            if entry["operation"] == "package_search" and "start" in query:
                asked[key, int(query["start"][0]) // self.page_size[key]] += 1
        return asked

    def requests_of(self, daemon):
        """A worker is known by its public address, which every request names."""
        return [(key, entry) for key, entry in self.requests()
                if f"//127.0.0.1:{daemon.port}/" in entry["headers"].get("user-agent", "")]

    def ends(self):
        return self.cluster.query("SELECT state, count(*), count(*) FILTER (WHERE token = 1) FROM moisson.run GROUP BY 1")

    def wait_ended(self, daemons, runs, seconds):
        deadline = time.monotonic() + seconds
        while True:
            for daemon in daemons:
                if daemon.process.poll() is not None:
                    raise AssertionError("moissond s'est arrêté :\n" + daemon.tail())
            ended = int(self.cluster.value("SELECT count(*) FROM moisson.run WHERE ended_at IS NOT NULL"))
            if ended >= runs:
                return
            if time.monotonic() > deadline:
                raise AssertionError(f"{ended} passages finis sur {runs} en {seconds} s : {self.ends()}\n" +
                                     "\n".join(daemon.tail(15) for daemon in daemons))
            time.sleep(0.5)

    def runs_of(self, daemon):
        """Runs in the hands of this worker, or that it ended: {run: (source, pages committed)}."""
        return {int(run): (key, int(pages)) for run, key, pages in self.cluster.query(
            "SELECT r.id, s.key, (SELECT count(*) FROM moisson.run_page p WHERE p.run = r.id)"
            " FROM moisson.run r JOIN moisson.source s ON s.id = r.source"
            f" WHERE split_part(r.worker, ':', 2) = '{daemon.process.pid}'")}

    def held_by(self, daemon):
        running = {int(row[0]) for row in self.cluster.query("SELECT id FROM moisson.run WHERE state = 'running'")}
        return {run: what for run, what in self.runs_of(daemon).items() if run in running}

    def seconds(self):
        return float(self.cluster.value("SELECT extract(epoch FROM max(ended_at)) FROM moisson.run")) - self.begun

    def ideal(self, workers):
        """The speed-up of as many workers that lose no time at all."""
        def span(slots):
            free = [0] * slots
            for pages in self.pages.values():
                heapq.heapreplace(free, free[0] + pages + 1)
            return max(free)
        return span(SLOTS) / span(SLOTS * workers)

    def check_catalogue(self, verdicts, daemon):
        found = daemon.fingerprint()
        if self.fingerprint is None:
            self.fingerprint = found
        verdicts.check(found == self.fingerprint, f"empreinte {found[:16]}…, celle de tous les autres")

    def check_calm(self, verdicts):
        """Without a crash: every page once, every run in one pair of hands."""
        asked = self.pages_asked()
        expected = sum(self.pages.values())
        twice = sum(times > 1 for times in asked.values())
        verdicts.check(len(asked) == expected and twice == 0,
                       f"{len(asked)} pages demandées sur {expected}, {twice} deux fois")
        ends = self.ends()
        verdicts.check(ends == [["complete", str(SOURCES), str(SOURCES)]],
                       f"{SOURCES} passages complets, un seul bail chacun" if len(ends) == 1 else f"passages {ends}")

    def check_taken_over(self, verdicts, held, survivor):
        """What was committed is not asked again; the page that was being committed and the next one, once."""
        taken = self.runs_of(survivor)
        verdicts.check(held.keys() <= taken.keys(), f"{len(held)} passages repris et finis par l'autre")
        begun = {int(event["run"]): event["time"] for event in survivor.events("run started") if event["resumed"] == "true"}
        checkpoints = {}
        for run, (key, _) in held.items():
            checkpoints[key] = int(self.cluster.value(
                f"SELECT count(*) FROM moisson.run_page WHERE run = {run} AND committed_at < '{begun.get(run, 'infinity')}'"))
        repeated = {page: times for page, times in self.pages_asked().items() if times > 1}
        wrong = {page: times for page, times in repeated.items()
                 if times > 2 or page[0] not in checkpoints or not 0 <= page[1] - checkpoints[page[0]] <= 1}
        verdicts.check(not wrong, f"{sum(checkpoints.values())} pages enregistrées avant, aucune redemandée ; {len(repeated)} "
                       f"pages demandées deux fois, celles qui étaient en route"
                       if not wrong else f"pages redemandées sans raison : {wrong}, points de reprise : {checkpoints}")

    def wait_nearly_done(self, waiting):
        """Until so few runs wait that whoever is left is free when a lease ends: it takes over at once."""
        pending = "SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE ended_at IS NOT NULL) FROM moisson.run"

        def nearly():
            time.sleep(0.5)
            left, ended = map(int, self.cluster.query(pending)[0])
            return ended > 0 and left <= waiting

        wait_until("presque tout est commencé", nearly, HARVEST_SECONDS_MAX)

#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing lost: kill -9 anywhere, restart PostgreSQL, end its sessions, fill its disk, move the clock, and the end is the same.

Half of the kills fall at random moments, half at named fail points. Every disturbed harvest must
end with the fingerprint of an undisturbed one. MOISSON_CRASH_POINTS sets how many kills (default 20,
100 in `make acceptance`, where each fail point must kill five times); there is one of each other
disturbance for ten of them, two at least. MOISSON_SEED is the seed (drawn and printed otherwise).
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

from stack import Cluster, Daemon, Simulator, preloadable, report, runs_ended, wait_until

POINTS = int(os.environ.get("MOISSON_CRASH_POINTS", "20"))
SEED = int(os.environ.get("MOISSON_SEED", random.SystemRandom().randrange(1 << 31)))
FAIL_POINTS = ["after_fetch", "in_copy", "before_commit", "after_commit", "in_rename", "in_reconcile"]
# Kills that must have struck at each of them: five of a hundred, one of twenty.
STRUCK_MIN = min(5, POINTS // 20)
SOURCES = 2
DATASETS = 2000
PAGE = 50
PAGES = DATASETS // PAGE
SETTINGS = {"harvest": {"lease": "2s", "plan_every": "100ms"}, "db": {"idle_in_transaction_timeout": "1s"}}
CHANGES = {"rules": [{"when": {}, "do": "shrink", "keep": 0.9},
                     {"when": {"operation": "package_search"}, "do": "patch", "record": {"title": "Un autre titre"}}]}
# The shortest harvest the random moments are drawn in: a machine may be quicker than it was.
MARGIN = 0.9
FULL_SECONDS = 1.0
CLOCK_JUMP = 3600


class Shims:
    """Libraries that are preloaded, and the files that tell them what to do."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="moisson-shims-")
        self.full = Path(self.folder.name) / "full"
        self.shift = Path(self.folder.name) / "shift"
        self.disk = preloadable("full_disk", self.folder.name)
        self.clock = preloadable("shifted_clock", self.folder.name)

    def of_server(self):
        """The folder of the data: the log beside it is to say why."""
        return {"LD_PRELOAD": str(self.disk), "DISK_FULL_WHILE": str(self.full), "DISK_FULL_UNDER": "/data/"}

    def of_daemon(self):
        self.shift.write_text("0")
        return {"LD_PRELOAD": str(self.clock), "SHIFT_FILE": str(self.shift)}

    def close(self):
        self.folder.cleanup()


class Scene:
    """One simulated catalogue in SOURCES parts, one PostgreSQL, a new database for each harvest.

    The harvest that is cut is the first one, or (`again`) the one after a tenth of the records have
    vanished and one of each page has another title.
    """

    def __init__(self, cluster, shims, again):
        self.cluster = cluster
        self.shims = shims
        self.again = again
        # Kills by the fail point that gave them: one that the harvest never met proves nothing.
        self.struck = Counter()
        self.folder = tempfile.TemporaryDirectory(prefix="moisson-crash-")
        scenario = Path(self.folder.name) / "scenario.json"
        scenario.write_text(json.dumps(CHANGES))
        self.simulator = Simulator("--generer", DATASETS, "--graine", SEED % 1000 + 1, "--sources", SOURCES,
                                   "--scenario", scenario)
        for portal in self.simulator.portals:
            portal["source"] = {"page_size": PAGE}
            self.simulator.admin("desactiver", portal)
        self.template = "depart_seconde" if again else "depart_premiere"
        self.seconds = 0.0
        self.expected = None
        self.prepare()

    def prepare(self):
        """The database that every harvest begins with, and what a calm one makes of it."""
        sql = self.cluster.query
        sql(f"CREATE DATABASE {self.template}", database="postgres")
        if self.again:
            self.harvest(undisturbed, rounds=1)
            sql(f"DROP DATABASE {self.template}", database="postgres")
            sql(f"CREATE DATABASE {self.template} TEMPLATE moisson", database="postgres")
            for portal in self.simulator.portals:
                self.simulator.admin("activer", portal)
        self.seconds = 0.0
        self.expected, _ = self.harvest(undisturbed)
        calm, _ = self.harvest(undisturbed)
        assert calm == self.expected, "deux moissonnages calmes n'ont pas la même empreinte"
        print(f"{self} : {DATASETS} jeux, {PAGES} pages, {SOURCES} sources, {self.seconds:.2f} s sans coupure, "
              f"{self.counts()} : {self.expected}", flush=True)

    def __str__(self):
        return "seconde" if self.again else "première"

    def counts(self):
        states = self.cluster.query("SELECT state, count(*) FROM moisson.dataset GROUP BY 1 ORDER BY 1")
        return ", ".join(f"{state} {n}" for state, n in states)

    def close(self):
        self.simulator.close()
        self.folder.cleanup()

    def harvest(self, disturb, rounds=None):
        """One harvest from the start database; returns (fingerprint, runs cut by the disturbance)."""
        rounds = rounds or (2 if self.again else 1)
        self.cluster.query("DROP DATABASE IF EXISTS moisson WITH (FORCE)", database="postgres")
        # FILE_COPY: the default copies sequences with values that are not in the WAL yet, and a crash
        # then hands them out twice.
        self.cluster.query(f"CREATE DATABASE moisson TEMPLATE {self.template} STRATEGY FILE_COPY", database="postgres")
        daemon = Daemon(self.cluster, self.simulator.portals, SETTINGS)
        try:
            if rounds == 2:
                daemon.cli("moissonner", "--mode", "complet")
            cut = disturb(self, daemon)
            if daemon.process.poll() is not None:
                daemon.start(wait=False)
            runs_ended(daemon, self.simulator.portals, 120, rounds)
            ends = self.cluster.query("SELECT state, received FROM moisson.run ORDER BY id")
            wrong = [end for end in ends if end[0] != "complete"]
            assert not wrong and len(ends) == SOURCES * rounds, f"passages {ends}\n{daemon.tail()}"
            return daemon.fingerprint(), cut
        finally:
            daemon.close()

    def running(self):
        """Runs that are under way, with pages already committed or not."""
        if self.cluster.value("SELECT to_regclass('moisson.run')") in (None, ""):
            return 0
        return int(self.cluster.value("SELECT count(*) FROM moisson.run WHERE state = 'running'"))


def started(daemon):
    wait_until("un passage commence", lambda: daemon.events("run started"), 60)
    return time.monotonic()


def daemon_done(daemon):
    return len(daemon.events("run finished")) >= SOURCES


def undisturbed(scene, daemon):
    daemon.start(wait=False)
    begin = started(daemon)
    wait_until("les passages finissent", lambda: daemon_done(daemon), 120)
    seconds = time.monotonic() - begin
    scene.seconds = min(scene.seconds, seconds) if scene.seconds else seconds
    return 0


def kill_after(fraction):
    def disturb(scene, daemon):
        daemon.start(wait=False)
        started(daemon)
        time.sleep(fraction * scene.seconds * MARGIN)
        daemon.kill()
        return scene.running()
    return disturb


def kill_at(point, rank):
    def disturb(scene, daemon):
        daemon.start(wait=False, environment={"MOISSON_FAILPOINT": f"{point}:{rank}"})
        try:
            daemon.process.wait(60)
        except subprocess.TimeoutExpired:  # the harvest ended before the point came round
            daemon.kill()
            return 0
        assert daemon.process.returncode == -9, f"fini avec {daemon.process.returncode}\n{daemon.tail()}"
        scene.struck[point] += 1
        return scene.running()
    return disturb


def restart_database(fraction):
    def disturb(scene, daemon):
        daemon.start(wait=False)
        started(daemon)
        time.sleep(fraction * scene.seconds * MARGIN)
        scene.cluster.script("stop", "--now")
        time.sleep(0.3)
        scene.cluster.script("start")
        return scene.running()
    return disturb


def end_sessions(fractions):
    def disturb(scene, daemon):
        daemon.start(wait=False)
        begin = started(daemon)
        running = ended = 0
        for fraction in sorted(fractions):
            time.sleep(max(0.0, begin + fraction * scene.seconds * MARGIN - time.monotonic()))
            running = max(running, scene.running())
            ended += int(scene.cluster.query(
                "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name LIKE 'moissond%'", database="postgres")[0][0])
        assert ended > 0, "aucune session de moissond à interrompre"
        return running
    return disturb


def is_full(scene):
    """Whether the server cannot make a file grow: another proof than the absence of harm."""
    try:
        scene.cluster.query("CREATE TABLE plein AS SELECT g FROM generate_series(1, 100000) g", database="postgres")
    except AssertionError:
        return True
    scene.cluster.query("DROP TABLE plein", database="postgres")
    return False


def fill_disk(fraction):
    def disturb(scene, daemon):
        daemon.start(wait=False)
        started(daemon)
        time.sleep(fraction * scene.seconds * MARGIN)
        running = scene.running()
        scene.shims.full.touch()
        try:
            assert is_full(scene), "le disque de PostgreSQL n'est pas plein"
            time.sleep(FULL_SECONDS)
        finally:
            scene.shims.full.unlink()
        # A server that needed a new segment of its journal has stopped itself, and may have given up.
        scene.cluster.script("start")
        return running
    return disturb


def jump_clock(fraction, seconds):
    def disturb(scene, daemon):
        daemon.start(wait=False, environment=scene.shims.of_daemon())
        started(daemon)
        time.sleep(fraction * scene.seconds * MARGIN)
        running = scene.running()
        finished = len(daemon.events("run finished"))
        scene.shims.shift.write_text(str(seconds))
        wait_until("les passages finissent", lambda: daemon_done(daemon), 120)
        ends = daemon.events("run finished")
        if len(ends) == finished:  # the harvest ended before the clock moved
            return 0
        last = datetime.fromisoformat(ends[-1]["time"][:19]).replace(tzinfo=timezone.utc).timestamp()
        assert abs(last - time.time() - seconds) < 600, f"l'horloge n'a pas sauté : {ends[-1]['time']}"
        return running
    return disturb


def plan(rng):
    """(what, how) of every disturbance: each fail point in turn, ranks and moments drawn."""
    cuts = []
    for _ in range(POINTS // 2):
        fraction = rng.random()
        cuts.append((f"kill -9 à {fraction:.0%}", kill_after(fraction)))
    for i in range(POINTS - POINTS // 2):
        point = FAIL_POINTS[i % len(FAIL_POINTS)]
        rank = rng.randint(1, SOURCES) if point in ("in_rename", "in_reconcile") else rng.randint(1, PAGES * 4 // 5)
        cuts.append((f"{point}:{rank}", kill_at(point, rank)))
    for _ in range(max(2, POINTS // 10)):
        fraction = rng.random()
        cuts.append((f"PostgreSQL relancé à {fraction:.0%}", restart_database(fraction)))
    for number in range(max(2, POINTS // 10)):
        fractions = [rng.random() for _ in range(3)]
        cuts.append((f"sessions interrompues à {', '.join(f'{one:.0%}' for one in sorted(fractions))}", end_sessions(fractions)))
        fraction = rng.random()
        cuts.append((f"disque plein à {fraction:.0%}", fill_disk(fraction)))
        fraction, seconds = rng.random(), CLOCK_JUMP if number % 2 else -CLOCK_JUMP
        cuts.append((f"horloge {seconds:+} s à {fraction:.0%}", jump_clock(fraction, seconds)))
    return cuts


def main():
    rng = random.Random(SEED)
    print(f"graine {SEED} (MOISSON_SEED), {POINTS} coupures (MOISSON_CRASH_POINTS)", flush=True)
    shims = Shims()
    cluster = Cluster(environment=shims.of_server())
    scenes = []
    try:
        scenes += [Scene(cluster, shims, False), Scene(cluster, shims, True)]
        rows = [("moisson", "coupure", "passages coupés", "durée (s)", "empreinte")]
        for number, (name, disturb) in enumerate(plan(rng)):
            # Each fail point falls in both: the scenes change after every round of them.
            scene = scenes[number // len(FAIL_POINTS) % 2]
            begin = time.monotonic()
            try:
                fingerprint, cut = scene.harvest(disturb)
            except AssertionError as error:
                raise AssertionError(f"{scene}, {name} : {error}") from error
            same = "identique" if fingerprint == scene.expected else "DIFFÉRENTE"
            rows.append((scene, name, cut, f"{time.monotonic() - begin:.1f}", same))
        report("Rien n'est perdu", rows)
        struck = sum((scene.struck for scene in scenes), Counter())
        report("Arrêts brutaux par point nommé", [("point", "arrêts"), *((point, struck[point]) for point in FAIL_POINTS)])
        lost = sum(row[4] != "identique" for row in rows[1:])
        fallen = sum(row[2] > 0 for row in rows[1:])
        print(f"{len(rows) - 1} coupures, dont {fallen} en plein passage ; {lost} empreintes différentes")
        assert lost == 0
        rare = [point for point in FAIL_POINTS if struck[point] < STRUCK_MIN]
        assert not rare, f"moins de {STRUCK_MIN} arrêts : {', '.join(rare)}"
        assert fallen >= 0.7 * (len(rows) - 1), "trop de coupures hors d'un passage : rien n'est prouvé"
    finally:
        for scene in scenes:
            scene.close()
        cluster.close()
        shims.close()


if __name__ == "__main__":
    sys.exit(main())

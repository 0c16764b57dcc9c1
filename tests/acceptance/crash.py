#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing lost: kill -9 anywhere, or restart PostgreSQL, and the end is the same.

Half of the kills fall at random moments, half at named fail points. Every disturbed harvest must
end with the fingerprint of an undisturbed one. MOISSON_CRASH_POINTS sets how many (default 20),
MOISSON_SEED the seed (drawn and printed otherwise).
"""
import os
import random
import subprocess
import sys
import time

from stack import Cluster, Daemon, Simulator, report, runs_ended, wait_until

POINTS = int(os.environ.get("MOISSON_CRASH_POINTS", "20"))
SEED = int(os.environ.get("MOISSON_SEED", random.SystemRandom().randrange(1 << 31)))
FAIL_POINTS = ["after_fetch", "in_copy", "before_commit", "after_commit", "in_reconcile"]
SOURCES = 2
DATASETS = 2000
PAGE = 50
PAGES = DATASETS // PAGE
SETTINGS = {"harvest": {"lease": "2s", "plan_every": "100ms"}, "db": {"idle_in_transaction_timeout": "1s"}}
# The shortest harvest the random moments are drawn in: a machine may be quicker than it was.
MARGIN = 0.9


class Scene:
    """One simulated catalogue in SOURCES parts, one PostgreSQL, a new database for each harvest."""

    def __init__(self):
        self.cluster = Cluster()
        self.simulator = Simulator("--generer", DATASETS, "--graine", SEED % 1000 + 1, "--sources", SOURCES)
        for portal in self.simulator.portals:
            portal["source"] = {"page_size": PAGE}
        self.seconds = 0.0

    def close(self):
        self.simulator.close()
        self.cluster.close()

    def harvest(self, disturb):
        """One harvest from nothing; returns (fingerprint, runs cut by the disturbance)."""
        self.cluster.query("DROP DATABASE IF EXISTS moisson WITH (FORCE)", database="postgres")
        self.cluster.query("CREATE DATABASE moisson", database="postgres")
        daemon = Daemon(self.cluster, self.simulator.portals, SETTINGS)
        try:
            cut = disturb(self, daemon)
            if daemon.process.poll() is not None:
                daemon.start(wait=False)
            runs_ended(daemon, self.simulator.portals, 120)
            ends = self.cluster.query("SELECT state, received FROM moisson.run ORDER BY id")
            wrong = [end for end in ends if end[0] != "complete"]
            assert not wrong and len(ends) == SOURCES, f"passages {ends}\n{daemon.tail()}"
            return daemon.fingerprint(), cut
        finally:
            daemon.close()

    def running(self):
        """Runs that are under way, with pages already committed or not."""
        if self.cluster.value("SELECT to_regclass('moisson.run')") in (None, ""):
            return 0
        return int(self.cluster.value("SELECT count(*) FROM moisson.run WHERE state = 'running'"))


def started(daemon):
    wait_until("un passage commence", lambda: "msg=\"run started\"" in daemon.log_path.read_text(errors="replace"), 60)
    return time.monotonic()


def undisturbed(scene, daemon):
    daemon.start(wait=False)
    begin = started(daemon)
    runs_ended(daemon, scene.simulator.portals, 120)
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


def plan(rng):
    """(what, how) of every disturbance: each fail point in turn, ranks and moments drawn."""
    cuts = []
    for _ in range(POINTS // 2):
        fraction = rng.random()
        cuts.append((f"kill -9 à {fraction:.0%}", kill_after(fraction)))
    for i in range(POINTS - POINTS // 2):
        point = FAIL_POINTS[i % len(FAIL_POINTS)]
        rank = rng.randint(1, SOURCES) if point == "in_reconcile" else rng.randint(1, PAGES)
        cuts.append((f"{point}:{rank}", kill_at(point, rank)))
    for _ in range(max(2, POINTS // 10)):
        fraction = rng.random()
        cuts.append((f"PostgreSQL relancé à {fraction:.0%}", restart_database(fraction)))
    return cuts


def main():
    rng = random.Random(SEED)
    print(f"graine {SEED} (MOISSON_SEED), {POINTS} coupures (MOISSON_CRASH_POINTS)", flush=True)
    scene = Scene()
    try:
        expected, _ = scene.harvest(undisturbed)
        again, _ = scene.harvest(undisturbed)
        assert expected == again, "deux moissonnages calmes n'ont pas la même empreinte"
        print(f"{DATASETS} jeux, {PAGES} pages, {SOURCES} sources, {scene.seconds:.2f} s sans coupure : {expected}")

        rows = [("coupure", "passages coupés", "durée (s)", "empreinte")]
        for name, disturb in plan(rng):
            begin = time.monotonic()
            try:
                fingerprint, cut = scene.harvest(disturb)
            except AssertionError as error:
                raise AssertionError(f"{name} : {error}") from error
            same = "identique" if fingerprint == expected else "DIFFÉRENTE"
            rows.append((name, cut, f"{time.monotonic() - begin:.1f}", same))
        report("Rien n'est perdu", rows)
        lost = sum(row[3] != "identique" for row in rows[1:])
        fallen = sum(row[1] > 0 for row in rows[1:])
        print(f"{len(rows) - 1} coupures, dont {fallen} en plein passage ; {lost} empreintes différentes")
        assert lost == 0
        assert fallen >= 0.7 * (len(rows) - 1), "trop de coupures hors d'un passage : rien n'est prouvé"
    finally:
        scene.close()


if __name__ == "__main__":
    sys.exit(main())

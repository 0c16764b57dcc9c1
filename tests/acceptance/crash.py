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
import sys
import time

from stack import Cluster, Daemon, Simulator, report, runs_ended

POINTS = int(os.environ.get("MOISSON_CRASH_POINTS", "20"))
SEED = int(os.environ.get("MOISSON_SEED", random.SystemRandom().randrange(1 << 31)))
FAIL_POINTS = ["after_fetch", "in_copy", "before_commit", "after_commit", "in_reconcile"]
DATASETS = 1500
PAGE = 100
SETTINGS = {"harvest": {"lease": "2s", "plan_every": "200ms"}}


def empty(cluster):
    cluster.query("DROP DATABASE IF EXISTS moisson WITH (FORCE)", database="postgres")
    cluster.query("CREATE DATABASE moisson", database="postgres")


def harvest(cluster, portals, disturb):
    """One harvest from nothing, disturbed once; returns (fingerprint, did the disturbance fall)."""
    empty(cluster)
    daemon = Daemon(cluster, portals, SETTINGS)
    try:
        fell = disturb(daemon)
        if daemon.process is None or daemon.process.poll() is not None:
            daemon.start()
        runs_ended(daemon, portals, 120)
        state = cluster.value("SELECT string_agg(DISTINCT state, ',') FROM moisson.run WHERE state <> 'interrupted'")
        assert state == "complete", f"état final {state}\n{daemon.tail()}"
        return daemon.fingerprint(), fell
    finally:
        daemon.close()


def undisturbed(daemon):
    begin = time.monotonic()
    daemon.start()
    runs_ended(daemon, portals_of(daemon), 120)
    undisturbed.seconds = time.monotonic() - begin
    return True


def kill_after(seconds):
    def disturb(daemon):
        daemon.start(wait=False)
        time.sleep(seconds)
        daemon.kill()
        return True
    return disturb


def kill_at(point, rank):
    def disturb(daemon):
        daemon.start(wait=False, environment={"MOISSON_FAILPOINT": f"{point}:{rank}"})
        try:
            daemon.process.wait(30)
        except Exception:  # the run ended before the point came round
            daemon.stop()
            return False
        return daemon.process.returncode == -9
    return disturb


def restart_database(seconds):
    def disturb(daemon):
        daemon.start(wait=False)
        time.sleep(seconds)
        daemon.cluster.script("stop", "--now")
        time.sleep(0.5)
        daemon.cluster.script("start")
        return True
    return disturb


def main():
    rng = random.Random(SEED)
    print(f"graine {SEED}, {POINTS} coupures")
    cluster = Cluster()
    simulator = Simulator("--generer", DATASETS, "--graine", 7)
    for portal in simulator.portals:
        portal["source"] = {"page_size": PAGE}
    try:
        expected, _ = harvest(cluster, simulator.portals, undisturbed)
        again, _ = harvest(cluster, simulator.portals, undisturbed)
        assert expected == again, "deux moissonnages calmes diffèrent"
        plan = []
        for i in range(POINTS // 2):
            seconds = rng.uniform(0.05, undisturbed.seconds)
            plan.append((f"kill -9 après {seconds:.2f} s", kill_after(seconds)))
        for i in range(POINTS - POINTS // 2):
            point = FAIL_POINTS[i % len(FAIL_POINTS)]
            rank = 1 if point == "in_reconcile" else rng.randint(1, DATASETS // PAGE)
            plan.append((f"{point}:{rank}", kill_at(point, rank)))
        for i in range(max(2, POINTS // 20)):
            seconds = rng.uniform(0.2, undisturbed.seconds)
            plan.append((f"PostgreSQL redémarré après {seconds:.2f} s", restart_database(seconds)))

        rows = [("coupure", "tombée", "empreinte")]
        lost = 0
        for name, disturb in plan:
            fingerprint, fell = harvest(cluster, simulator.portals, disturb)
            same = fingerprint == expected
            lost += not same
            rows.append((name, "oui" if fell else "non", "identique" if same else "DIFFÉRENTE"))
        report("Rien n'est perdu", rows)
        fallen = sum(1 for row in rows[1:] if row[1] == "oui")
        print(f"{len(plan)} coupures, {fallen} tombées pendant le passage, {lost} différences")
        assert lost == 0
        assert fallen >= len(plan) * 0.8, "trop de coupures hors du passage : le test ne prouve rien"
    finally:
        simulator.close()
        cluster.close()


if __name__ == "__main__":
    sys.exit(main())

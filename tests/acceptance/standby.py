#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Reads from a hot standby (streaming replication, a copy by pg_basebackup): a process that reads there and writes to the
primary, and one that knows the standby only. What changes on the primary is seen; a standby that lags, stops, returns and is
promoted costs nobody an index; without any database the search goes on and says since when.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from stack import ROOT, Cluster, Daemon, Simulator, report, runs_ended, wait_until

DATASETS = 80
SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 2}}
# A process that found the primary only looks for its standby once a minute.
RETURN_S = 90


class Standby(Cluster):
    """Follows `primary`; its folder is known before it exists, so that connection strings may name it."""

    def __init__(self, primary):
        self.folder = Path(tempfile.mkdtemp(prefix="moisson-rep-", dir=primary.folder.parent))
        os.chmod(self.folder, 0o755)
        self.fast = primary.fast
        self.followed = primary.followed
        self.primary = primary
        self.environment = {}

    def create(self):
        command = [str(ROOT / "packaging/cluster.sh"), "standby", str(self.folder), str(self.primary.folder)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert run.returncode == 0, run.stdout + run.stderr

    def log(self):
        return (self.folder / "postgresql.log").read_text(errors="replace")


class Away:
    """A cluster as a daemon of the standby's own sees it."""

    def __init__(self, conninfo):
        self._conninfo = conninfo

    def conninfo(self):
        return self._conninfo


def both(first, second, wants):
    return f"host={first.socket},{second.socket} dbname=moisson user=moisson target_session_attrs={wants}"


def state(daemon):
    status, body, _ = daemon.get("/readyz")
    assert status == 200, (status, body)
    return json.loads(body)


def total(daemon):
    return daemon.json("/api/v1/datasets", page_size=1)["total"]


def becomes(daemon, database, seconds=60):
    wait_until(f"la base est {database}", lambda: state(daemon)["database"] == database, seconds)


def sees(daemon, count, seconds=30):
    begin = time.monotonic()
    wait_until(f"{count} jeux", lambda: total(daemon) == count, seconds)
    return time.monotonic() - begin


def rebuilt(daemon):
    return "index position is gone" in daemon.log_path.read_text(errors="replace")


def write(daemon, token, target="rien-de-tel"):
    request = urllib.request.Request(
        f"http://127.0.0.1:{daemon.port}/api/v1/admin/takedowns", method="POST",
        data=json.dumps({"target": target, "ground": "request", "reason": "essai"}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        error.read()
        return error.code, dict(error.headers)


class World:
    def __init__(self):
        self.primary = Cluster(followed=True)
        self.standby = Standby(self.primary)
        self.simulator = Simulator("--generer", DATASETS, "--graine", 11, "--sources", 1)
        portals = self.simulator.portals
        writes = both(self.primary, self.standby, "read-write")
        self.main = Daemon(self.primary, portals, {**SETTINGS, "db": {"connection": writes}})
        reader = {"roles": ["api"], "db": {"connection": writes, "read_connection": both(self.standby, self.primary, "prefer-standby")}}
        self.reader = Daemon(self.primary, portals, reader)
        self.alone = Daemon(Away(self.standby.conninfo()), portals, {"roles": ["api"]})
        self.hidden = 0

    def begin(self):
        self.main.start()
        runs_ended(self.main, self.simulator.portals, 120)
        self.count = int(self.primary.value("SELECT count(*) FROM moisson.dataset WHERE state IN ('active','missing')"))
        sees(self.main, self.count, 30)
        self.slugs = [row[0] for row in self.primary.query(
            "SELECT slug FROM moisson.dataset WHERE state = 'active' ORDER BY slug")]
        self.next_slug = iter(self.slugs)
        self.main.cli("personnes", "ajouter", "awa", "--role", "coordinateur", "--courriel", "awa@example.org")
        made = self.main.cli("jetons", "creer", "awa", "--nom", "essai", "--droits", "takedowns:write")
        self.token = re.search(r"moisson_[0-9a-f]+_[\w-]+", made).group(0)
        self.standby.create()
        self.reader.start()
        self.alone.start()

    def hide(self):
        """One dataset less, decided on whatever server takes writes; returns how many are left."""
        self.main.cli("retirer", next(self.next_slug), "--motif", "essai", "--auteur", "essai")
        self.hidden += 1
        return self.count - self.hidden

    def close(self):
        for daemon in (self.alone, self.reader, self.main):
            daemon.close()
        self.simulator.close()
        self.standby.close()
        self.primary.close()


def follows(world):
    for daemon in (world.reader, world.alone):
        becomes(daemon, "standby")
        assert total(daemon) == world.count
    left = world.hide()
    waits = [("lecteur de la réplique", f"{sees(daemon, left):.2f} s") for daemon in (world.reader, world.alone)]
    report("Un retrait est vu sur la réplique", waits)
    gone = f"/jeux-de-donnees/{world.slugs[0]}"
    assert world.alone.get(gone)[0] == 410 == world.reader.get(gone)[0]
    # A whole record comes from the standby itself.
    ours, theirs = (daemon.json(f"/api/v1/datasets/{world.slugs[5]}")["data"] for daemon in (world.alone, world.main))
    assert ours["distributions"] and [one["url"] for one in ours["distributions"]] == [one["url"] for one in theirs["distributions"]]
    assert len(world.alone.json("/api/3/action/package_search", rows=1000)["result"]["results"]) == left


def writes(world):
    for daemon in (world.main, world.reader, world.alone):
        wait_until("le jeton est connu", lambda: write(daemon, world.token)[0] == 404, 40)
    # The one that knows the primary writes there; the other says that it cannot, and when to come back.
    status, headers = write(world.alone, world.token, world.slugs[-1])
    assert status == 503 and "Retry-After" in headers, (status, headers)
    assert write(world.reader, world.token, world.slugs[-2])[0] in (200, 201)
    world.hidden += 1
    for daemon in (world.main, world.reader, world.alone):
        sees(daemon, world.count - world.hidden)


def lags(world):
    """The standby replays nothing for a while: what was seen stays, and nobody builds the index again."""
    world.standby.query("SELECT pg_wal_replay_pause()")
    left = world.hide()
    sees(world.main, left)
    time.sleep(2)
    assert total(world.reader) == left + 1 == total(world.alone)
    assert state(world.alone)["lag_s"] > 0
    world.standby.query("SELECT pg_wal_replay_resume()")
    sees(world.reader, left)
    sees(world.alone, left)


def goes_and_returns(world):
    world.standby.script("stop")
    becomes(world.alone, "down")
    status, body, headers = world.alone.get("/api/v1/datasets?q=donnees&page_size=5")
    assert status == 200 and headers.get("Moisson-Stale-Since"), (status, headers)
    assert world.alone.get("/catalog.ttl")[0] == 503
    # The other one reads from the primary meanwhile, and sees what the standby does not know yet.
    becomes(world.reader, "ok")
    left = world.hide()
    sees(world.reader, left)
    # It comes back far behind: what the reader knows is further on than what the standby has.
    world.standby.folder.joinpath("data/postgresql.auto.conf").open("a").write("recovery_min_apply_delay = '1h'\n")
    world.standby.script("start")
    becomes(world.alone, "standby")
    becomes(world.reader, "standby", RETURN_S)
    left = world.hide()
    sees(world.main, left)
    time.sleep(3)
    assert total(world.alone) == left + 2, total(world.alone)
    assert total(world.reader) == left + 1, total(world.reader)
    world.standby.query("ALTER SYSTEM SET recovery_min_apply_delay = 0")
    # By signal: a statement may meet what is replayed just then, and is cancelled for it.
    os.kill(int(world.standby.folder.joinpath("data/postmaster.pid").read_text().split()[0]), signal.SIGHUP)
    sees(world.reader, left)
    sees(world.alone, left)


def is_promoted(world):
    world.primary.script("stop", "--now")
    # Nobody takes writes; reads go on as before.
    assert total(world.reader) == world.count - world.hidden
    assert world.reader.get(f"/jeux-de-donnees/{world.slugs[20]}")[0] == 200
    world.standby.script("promote")
    for daemon in (world.reader, world.alone, world.main):
        becomes(daemon, "ok")
    left = world.hide()
    for daemon in (world.main, world.reader, world.alone):
        sees(daemon, left)
    # Its sessions with the standby that was became sessions with a primary.
    assert write(world.alone, world.token, world.slugs[-1])[0] in (200, 201)
    sees(world.main, left - 1)


def main():
    world = World()
    try:
        world.begin()
        for step in (follows, writes, lags, goes_and_returns, is_promoted):
            print(f"-- {step.__name__}", flush=True)
            step(world)
        for daemon in (world.reader, world.alone, world.main):
            assert not rebuilt(daemon), daemon.tail()
        for daemon in (world.reader, world.alone):
            assert not daemon.events("task begins again"), daemon.tail()
        complaints = [line for line in world.standby.log().splitlines() if "ERROR" in line and "recovery" in line]
        assert not [line for line in complaints if "LISTEN" in line], complaints[:3]
        report("Refus de la réplique", [("écritures essayées", len(complaints))])
    except Exception:
        print(world.alone.tail(), world.reader.tail(), sep="\n--\n")
        raise
    finally:
        world.close()


if __name__ == "__main__":
    main()

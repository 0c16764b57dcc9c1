#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Several moissond on one PostgreSQL share the sources, and none loses or repeats another's work.

40 sources answer each page after 300 ms. One, two and four workers harvest them; then two whose
clocks are ten minutes apart; then one of two is killed; then two of three are stopped in the middle
of a transaction, one between two statements and one in a COPY. Who asked what is the simulator's own
journal. Every setting is the product's default, unless --bail asks for a shorter lease.
"""
import argparse
import os
import signal
import sys
import time
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

from stack import wait_until
from workers_scene import CLOCK_SHIFT, HARVEST_SECONDS_MAX, LATENCY_MS, LEASE, SLOTS, SOURCES, Scene

SPEED_UP_MIN = {2: 1.8, 4: 3.2}
# Where two workers of three stop themselves: most is begun, so that the third is not too busy. A page is four COPY, or
# five when it has issues.
STOPPED_AT = {"mid_copy": 1320, "before_commit": 330}
PLAN_EVERY = 3
# Sources of the harvest that a worker that was stopped has to take part in.
AGAIN = 24


class Verdicts:
    def __init__(self):
        self.failures = 0

    def check(self, holds, text):
        self.failures += not holds
        print(f"  {'réussi' if holds else 'ÉCHEC '} : {text}", flush=True)


def load():
    return f"charge {os.getloadavg()[0]:.1f}".replace(".", ",")


def number(value, digits=1):
    return f"{value:.{digits}f}".replace(".", ",")


def title(text):
    print(f"\n== {text} ({load()})", flush=True)


def share(scene, verdicts):
    title(f"{SOURCES} sources de {min(scene.pages.values())} à {max(scene.pages.values())} pages, {LATENCY_MS} ms par page, "
          f"{SLOTS} passages à la fois par ouvrier")
    alone = None
    for count in (1, 2, 4):
        with scene.workers(count) as daemons:
            scene.wait_ended(daemons, SOURCES, HARVEST_SECONDS_MAX)
            seconds = scene.seconds()
            alone = alone or seconds
            asked = scene.pages_asked()
            parts = [len(scene.runs_of(daemon)) for daemon in daemons]
            print(f"{count} ouvrier{'s' if count > 1 else ' '} : {number(seconds)} s, accélération {number(alone / seconds, 2)} "
                  f"(idéal {number(scene.ideal(count), 2)}), {len(asked)} pages, {sum(n > 1 for n in asked.values())} demandées "
                  f"deux fois, sources {'+'.join(map(str, parts))}, {load()}", flush=True)
            if count in SPEED_UP_MIN:
                verdicts.check(alone / seconds >= SPEED_UP_MIN[count],
                               f"au moins {number(SPEED_UP_MIN[count])} fois plus vite qu'un seul")
            scene.check_calm(verdicts)
            scene.check_catalogue(verdicts, daemons[0])
    return alone


def calm(scene, verdicts):
    """What the others are compared with, when nothing before has given it."""
    title("Un moissonnage calme, pour comparer")
    with scene.workers(4) as daemons:
        scene.wait_ended(daemons, SOURCES, HARVEST_SECONDS_MAX)
        scene.check_catalogue(verdicts, daemons[0])


def seconds_ahead(daemon):
    """How far the clock of a worker is from ours: the first time it writes."""
    wait_until("moissond écrit", lambda: daemon.log_path.read_text(errors="replace").count("\n"), 30)
    written = daemon.log_path.read_text(errors="replace").split()[0].removeprefix("time=").rstrip("Z")
    return datetime.fromisoformat(written[:19]).replace(tzinfo=timezone.utc).timestamp() - time.time()


def clocks(scene, verdicts, alone):
    title("Deux ouvriers dont les horloges ont dix minutes d'écart")
    with scene.workers(2, [scene.shifted_clock()]) as daemons:
        apart = seconds_ahead(daemons[0]) - seconds_ahead(daemons[1])
        scene.wait_ended(daemons, SOURCES, HARVEST_SECONDS_MAX)
        seconds = scene.seconds()
        parts = [len(scene.runs_of(daemon)) for daemon in daemons]
        gain = f", accélération {number(alone / seconds, 2)}" if alone else ""
        print(f"2 ouvriers : {number(seconds)} s{gain}, sources {'+'.join(map(str, parts))}, {load()}", flush=True)
        verdicts.check(abs(apart - CLOCK_SHIFT) < 10, f"horloges à {apart:.0f} s l'une de l'autre")
        if alone:
            verdicts.check(alone / seconds >= SPEED_UP_MIN[2], f"au moins {number(SPEED_UP_MIN[2])} fois plus vite qu'un seul")
        verdicts.check(min(parts) >= SOURCES // 4, "chacun fait sa part")
        scene.check_calm(verdicts)
        scene.check_catalogue(verdicts, daemons[0])


def wait_taken(scene, held, seconds):
    """When each of these runs passes to another lease: {run: (wall clock, seconds after the last sign of life)}."""
    names = ",".join(map(str, held))
    before = {int(run): (token, float(until)) for run, token, until in scene.cluster.query(
        f"SELECT id, token, extract(epoch FROM lease_until - lease) FROM moisson.run WHERE id IN ({names})")}
    taken = {}
    deadline = time.monotonic() + seconds
    while len(taken) < len(held) and time.monotonic() < deadline:
        now = time.time()
        for run, token in scene.cluster.query(f"SELECT id, token FROM moisson.run WHERE id IN ({names})"):
            if token != before[int(run)][0] and int(run) not in taken:
                taken[int(run)] = (now, now - before[int(run)][1])
        time.sleep(0.5)
    return taken


def check_delays(scene, verdicts, taken, held, begin, looks=1):
    """`looks` of the planner: one to take a run, one more before it to end a session that keeps it."""
    slowest = max((when - begin for when, _ in taken.values()), default=0)
    silence = max((quiet for _, quiet in taken.values()), default=0)
    verdicts.check(len(taken) == len(held) and silence <= scene.options.bail + looks * PLAN_EVERY + 1,
                   f"{len(taken)} passages sur {len(held)} repris, {number(slowest)} s après au plus tard, {number(silence)} s après "
                   f"le dernier signe de vie (bail {scene.options.bail} s, un regard toutes les {PLAN_EVERY} s)")


def death(scene, verdicts):
    title(f"Un ouvrier tué sur deux, bail de {scene.options.bail} s")
    with scene.workers(2) as (dead, survivor):
        scene.wait_nearly_done(6)
        dead.kill()
        begin = time.time()
        held = scene.held_by(dead)
        verdicts.check(bool(held), f"{len(held)} passages en cours quand il meurt, pages enregistrées : "
                       f"{', '.join(str(pages) for _, pages in held.values())}")
        taken = wait_taken(scene, held, scene.options.bail + 90)
        check_delays(scene, verdicts, taken, held, begin)
        scene.wait_ended([survivor], SOURCES, HARVEST_SECONDS_MAX)
        scene.check_taken_over(verdicts, held, survivor)
        ends = dict((state, int(count)) for state, count, _ in scene.ends())
        verdicts.check(ends == {"complete": SOURCES}, f"passages : {ends}")
        scene.check_catalogue(verdicts, survivor)


# Transactions that wait for their client: of one that is stopped, when that lasts.
WAITING = ("SELECT pid, xact_start, query FROM pg_stat_activity WHERE application_name LIKE 'moissond%'"
           " AND wait_event = 'ClientRead' AND clock_timestamp() - state_change > interval '200 ms' AND ")
IN_COPY = "state = 'active' AND query ILIKE 'copy%'"
BETWEEN_STATEMENTS = "state = 'idle in transaction' AND backend_xid IS NOT NULL"


def wait_stopped(scene, expected):
    """Until each worker has stopped itself in such a transaction, which PostgreSQL may end soon; tells where."""
    waiting = dict(expected)

    def all_stopped():
        time.sleep(0.2)
        for daemon, where in expected.items():
            state = Path(f"/proc/{daemon.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
            if daemon in waiting and state == "T":
                time.sleep(0.5)
                rows = scene.cluster.query(WAITING + where)
                if not rows:
                    raise AssertionError(f"arrêté, mais pas au milieu d'une transaction ({where})")
                print(f"arrêté au milieu de « {' '.join(rows[0][2].split())[:60]} » (processus {rows[0][0]} de PostgreSQL)", flush=True)
                del waiting[daemon]
        return not waiting

    wait_until("les ouvriers se sont arrêtés", all_stopped, HARVEST_SECONDS_MAX)


def longest_silence(scene, since, until):
    """Seconds without a committed page while there was something to do."""
    rows = scene.cluster.query(
        "SELECT extract(epoch FROM committed_at) FROM moisson.run_page"
        f" WHERE extract(epoch FROM committed_at) BETWEEN {since} AND {until} ORDER BY 1")
    moments = [since, *(float(row[0]) for row in rows)]
    return max((after - before for before, after in zip(moments, moments[1:])), default=until - since)


def show_open(scene):
    for pid, age, state, wait, query in scene.cluster.query(
            "SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::int, state, wait_event, left(query, 60)"
            " FROM pg_stat_activity WHERE application_name LIKE 'moissond%' AND xact_start < now() - interval '10 s'"):
        print(f"  transaction ouverte depuis {age} s : processus {pid}, {state}, {wait}, « {' '.join(query.split())} »", flush=True)


def pause(scene, verdicts):
    seconds, lease = scene.options.arret, scene.options.bail
    title(f"Deux ouvriers sur trois arrêtés (SIGSTOP) {seconds} s au milieu d'une transaction, bail de {lease} s")
    orders = [{"MOISSON_FAILPOINT": f"{point}:{STOPPED_AT[point]}:stop"} for point in STOPPED_AT]
    with scene.workers(3, orders) as (copying, between, other):
        wait_stopped(scene, {copying: IN_COPY, between: BETWEEN_STATEMENTS})
        begin = time.time()
        stopped = (copying, between)
        held = {run: what for daemon in stopped for run, what in scene.held_by(daemon).items()}
        before = Counter(key for daemon in stopped for key, _ in scene.requests_of(daemon))
        verdicts.check(bool(held), f"{len(held)} passages en cours, pages enregistrées : "
                       f"{', '.join(str(pages) for _, pages in held.values())}")
        taken = wait_taken(scene, held, min(lease + 60, seconds - 5))
        # The COPY of issues comes after the lease of its run was renewed, and holds it.
        check_delays(scene, verdicts, taken, held, begin, looks=2)
        if len(taken) < len(held):
            show_open(scene)
        silence = longest_silence(scene, begin, begin + lease / 2)
        verdicts.check(silence <= scene.idle_timeout() + PLAN_EVERY,
                       f"le troisième continue : {number(silence)} s au plus sans page enregistrée "
                       f"(db.idle_in_transaction_timeout {scene.idle_timeout()} s)")
        scene.wait_ended([other], SOURCES - len(held) + len(taken), HARVEST_SECONDS_MAX)
        print(f"le troisième a fini {number(time.time() - begin)} s après l'arrêt, {load()}", flush=True)
        held_by_none = {run: what for run, what in held.items() if run in taken}
        scene.check_taken_over(verdicts, held_by_none, other)
        time.sleep(max(0.0, begin + seconds - time.time()))

        for daemon in stopped:
            daemon.process.send_signal(signal.SIGCONT)
        again = time.time()
        scene.wait_ended([copying, between, other], SOURCES, HARVEST_SECONDS_MAX)
        time.sleep(max(0.0, again + 10 - time.time()))
        left = [event for daemon in stopped for event in daemon.events("run left")]
        verdicts.check({int(event["run"]) for event in left} >= taken.keys(),
                       f"repartis après {again - begin:.0f} s, ils laissent {len(left)} passages : "
                       f"{', '.join(sorted({event['why'] for event in left}))}")
        lost = {key for key, _ in held_by_none.values()}
        after = Counter(key for daemon in stopped for key, _ in scene.requests_of(daemon))
        more = sum(after[key] - before[key] for key in lost)
        verdicts.check(more == 0, f"{more} requêtes d'eux pour des passages qu'ils n'ont plus")
        ends = dict((state, int(count)) for state, count, _ in scene.ends())
        verdicts.check(ends == {"complete": SOURCES}, f"passages : {ends}")
        scene.check_catalogue(verdicts, other)

        # They are workers like before.
        keys = [portal["key"] for portal in scene.simulator.portals[-AGAIN:]]
        other.cli("moissonner", "--mode", "complet", *keys)
        scene.wait_ended([copying, between, other], SOURCES + AGAIN, HARVEST_SECONDS_MAX)
        parts = [sum(run > SOURCES for run in scene.runs_of(daemon)) for daemon in (copying, between, other)]
        verdicts.check(parts[0] + parts[1] > 0, f"{AGAIN} sources de nouveau, partagées : {'+'.join(map(str, parts))}")
        scene.check_catalogue(verdicts, copying)


def main():
    demonstrations = ["partage", "horloges", "mort", "arret"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arret", type=int, default=300, metavar="S", help="seconds that a worker is stopped (300)")
    parser.add_argument("--bail", type=int, default=LEASE, metavar="S", help="harvest.lease, in seconds (110)")
    parser.add_argument("--egales", action="store_true", help="40 sources of one size: at best x3.33 for four workers")
    parser.add_argument("--seulement", choices=demonstrations, action="append", help="these demonstrations only")
    options = parser.parse_args()
    wanted = options.seulement or demonstrations
    verdicts = Verdicts()
    # Whoever ends the test leaves no worker behind, stopped ones least of all.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(143))
    scene = Scene(options)
    try:
        alone = share(scene, verdicts) if "partage" in wanted else None
        if "horloges" in wanted:
            clocks(scene, verdicts, alone)
        if scene.fingerprint is None:
            calm(scene, verdicts)
        if "mort" in wanted:
            death(scene, verdicts)
        if "arret" in wanted:
            pause(scene, verdicts)
    finally:
        scene.close()
    print(f"\n{verdicts.failures} échec{'s' if verdicts.failures > 1 else ''}")
    return 1 if verdicts.failures else 0


if __name__ == "__main__":
    sys.exit(main())

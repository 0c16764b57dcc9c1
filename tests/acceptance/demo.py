#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What `make run` promises once built: sample portals harvested, a site that answers, an end
within five seconds on Ctrl-C with no child left, in mid-harvest too, and a second start within ten that
lost nothing. Where root runs this, an ordinary user starts and stops it too."""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from stack import BIN, ROOT, free_port, wait_until

# What it starts, as `ps` names it; moissond and PostgreSQL are in sessions of their own.
PARTS = ("portail_simule", "moissond", "postgres")

# Somebody who is not root, for root.
ORDINARY = 65534
AS_ORDINARY = ("setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups")

STOP_SECONDS_MAX = 5
RESTART_SECONDS_MAX = 10


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode()


def living(group, var):
    """Processes of that group, and all that name `var` among their arguments; zombies left out."""
    out = subprocess.run(["ps", "-eo", "pgid=,stat=,args=", "-ww"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in out.splitlines()]
    return [row[2] for row in rows if not row[1].startswith("Z") and (row[0] == str(group) or str(var) in row[2])]


def query(var, sql):
    out = subprocess.run(["psql", "-XqAt", "-d", f"host={var}/cluster/socket user=moisson dbname=moisson", "-c", sql],
                         capture_output=True, text=True)
    return out.stdout.strip()


def pages_come_in(var):
    """Datasets stored and a run still under way: its portal is slow."""
    return query(var, "SELECT (SELECT count(*) > 0 FROM moisson.run_page)"
                      " AND (SELECT count(*) > 0 FROM moisson.run WHERE state = 'running')") == "t"


def unfinished(var):
    return int(query(var, "SELECT count(*) FROM moisson.run WHERE state IN ('running', 'interrupted')"))


class Demonstration:
    def __init__(self, var, port, user=()):
        self.var = var
        self.output = open(var / "sortie.txt", "w+")
        self.begin = time.monotonic()
        self.process = subprocess.Popen(
            [*user, str(ROOT / "packaging/run.sh")], stdout=self.output, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, "MOISSON_VAR": str(var), "MOISSON_BIN": str(BIN), "PORT": str(port), "CONFIG": ""})

    def text(self):
        self.output.flush()
        return Path(self.output.name).read_text()

    def wait_address(self, seconds):
        def ready():
            if self.process.poll() is not None:
                raise AssertionError("make run s'est arrêté :\n" + self.text())
            return "Ctrl-C pour tout arrêter" in self.text()

        wait_until("l'adresse du site s'affiche", ready, seconds)
        return time.monotonic() - self.begin

    def interrupt(self):
        there = living(self.process.pid, self.var)
        unseen = [part for part in PARTS if not any(part in line for line in there)]
        assert not unseen, f"le contrôle ne voit pas {unseen} : il ne prouverait rien"
        begin = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)  # what a terminal does
        self.process.wait(30)
        took = time.monotonic() - begin
        left = living(self.process.pid, self.var)
        self.output.close()
        assert not left, f"restent : {left}"
        assert took <= STOP_SECONDS_MAX, f"arrêt en {took:.1f} s"
        return took


def indexed(port, var):
    """Waits until the index holds what the database holds; returns how many datasets that is."""
    out = subprocess.run([str(BIN / "moisson"), "--config", str(var / "demo/moisson.yaml"), "portails", "--json"],
                         capture_output=True, text=True, check=True)
    stored = sum(portal["active"] for portal in json.loads(out.stdout))
    wait_until(f"{stored} jeux de données dans l'index",
               lambda: json.loads(get(port, "/api/v1/datasets?page_size=1"))["total"] == stored, 10)
    return stored


def fingerprint(var):
    out = subprocess.run([str(BIN / "moisson"), "--config", str(var / "demo/moisson.yaml"), "base", "empreinte", "--json"],
                         capture_output=True, text=True, check=True)
    return json.loads(out.stdout)


def clean(demonstration, var):
    if demonstration and demonstration.process.poll() is None:
        os.killpg(demonstration.process.pid, signal.SIGTERM)
        demonstration.process.wait(30)
    subprocess.run([str(ROOT / "packaging/cluster.sh"), "stop", "--now", str(var / "cluster")], check=False,
                   capture_output=True)
    shutil.rmtree(var, ignore_errors=True)


def by_an_ordinary_user():
    """Up to pages that come in, then Ctrl-C. Who is no root has just done all of it."""
    if os.geteuid() != 0:
        return
    for file in (ROOT / "packaging/run.sh", BIN / "moissond"):
        if subprocess.run([*AS_ORDINARY, "test", "-r", str(file), "-a", "-x", str(file)]).returncode != 0:
            print(f"NON EXÉCUTÉ en simple utilisateur : il ne peut pas lire {file}")
            return
    var = Path(tempfile.mkdtemp(prefix="moisson-demo-"))
    demonstration = None
    try:
        os.chmod(var, 0o755)
        os.chown(var, ORDINARY, ORDINARY)
        demonstration = Demonstration(var, free_port(), AS_ORDINARY)
        wait_until("des pages arrivent chez un simple utilisateur", lambda: pages_come_in(var), 120)
        out = subprocess.run(["ps", "-eo", "euid=,args=", "-ww"], capture_output=True, text=True, check=True).stdout
        strangers = [line for line in out.splitlines() if str(var) in line and line.split()[0] != str(ORDINARY)]
        assert not strangers, f"ne sont pas à lui : {strangers}"
        print(f"en simple utilisateur : pages reçues, arrêt {demonstration.interrupt():.1f} s")
    except AssertionError:
        print(demonstration.text() if demonstration and not demonstration.output.closed else "")
        raise
    finally:
        clean(demonstration, var)


def main():
    var = Path(tempfile.mkdtemp(prefix="moisson-demo-"))
    os.chmod(var, 0o755)
    port = free_port()
    demonstration = None
    try:
        demonstration = Demonstration(var, port)
        wait_until("des pages arrivent", lambda: pages_come_in(var), 120)
        stop = demonstration.interrupt()
        print(f"interrompu en plein moissonnage : arrêt {stop:.1f} s")

        demonstration = Demonstration(var, port)
        # A worker that was killed keeps its runs until the end of its lease.
        first = demonstration.wait_address(240)
        wait_until("les passages interrompus sont menés à leur fin", lambda: unfinished(var) == 0, 60)
        shown = demonstration.text()
        for word in ("exemple-burkina-faso", "jeux de données", "TLS_EXPIRED", "NOT_JSON"):
            assert word in shown, f"« {word} » n'est pas montré pendant le moissonnage :\n{shown}"
        stored = indexed(port, var)
        found = json.loads(get(port, "/api/v1/datasets?q=recensement"))
        assert found["total"] > 0
        page = get(port, "/jeux-de-donnees?q=recensement")
        assert "<html" in page and "Recensement" in page and "Mode démonstration" in page
        # A busy machine may still be at the last steps of a harvest.
        before = None
        while before != (now := fingerprint(var)):
            before = now
            time.sleep(2)
        stop = demonstration.interrupt()
        print(f"premier démarrage : {first:.1f} s ; {found['total']} jeux pour « recensement » ; arrêt {stop:.1f} s")

        demonstration = Demonstration(var, port)
        second = demonstration.wait_address(60)
        assert fingerprint(var) == before, "le second démarrage a perdu ou changé quelque chose"
        assert indexed(port, var) == stored
        again = json.loads(get(port, "/api/v1/datasets?q=recensement"))["total"]
        assert again == found["total"], f"{again} jeux trouvés au lieu de {found['total']}"
        stop = demonstration.interrupt()
        print(f"second démarrage : {second:.1f} s, rien de perdu ; arrêt {stop:.1f} s")
        assert second <= RESTART_SECONDS_MAX
    finally:
        clean(demonstration, var)
    by_an_ordinary_user()


if __name__ == "__main__":
    sys.exit(main())

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The product as its user runs it, for acceptance: a private cluster, simulated portals, moissond.

Standard library only. Everything listens on loopback with a free port and stops with the test.
"""
import contextlib
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("MOISSON_BIN", ROOT / "build/release/bin"))
CORPUS = ROOT / (os.environ.get("MOISSON_CORPUS") or "../shared/corpus")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(what, check, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = check()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"toujours pas après {seconds} s : {what}")


def preloadable(name, folder):
    """The library of NAME.cpp.txt beside this file; the servers of PostgreSQL may be another user's."""
    library = Path(folder) / f"{name}.so"
    subprocess.run([os.environ.get("CXX", "c++"), "-O1", "-shared", "-fPIC", "-o", library,
                    "-x", "c++", Path(__file__).with_name(f"{name}.cpp.txt")], check=True)
    os.chmod(folder, 0o755)
    return library


class Cluster:
    """A throwaway PostgreSQL 15 on a Unix socket; `followed`: by a standby; `environment`: of its servers."""

    def __init__(self, fast=True, database="moisson", followed=False, environment=None):
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) and fast else None
        self.folder = Path(tempfile.mkdtemp(prefix="moisson-pg-", dir=base))
        os.chmod(self.folder, 0o755)
        self.fast = fast
        self.followed = followed
        self.environment = environment or {}
        self.script("start")
        self.query(f"CREATE DATABASE {database}", database="postgres")

    def script(self, verb, *options, check=True):
        if verb == "start" and self.fast:
            options += ("--fast", "--followed") if self.followed else ("--fast",)
        command = [str(ROOT / "packaging/cluster.sh"), verb, *options, str(self.folder)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120,
                             env={**os.environ, **self.environment})
        if check and run.returncode != 0:
            raise AssertionError(f"{' '.join(command)}\n{run.stdout}{run.stderr}")
        return run.stdout

    @property
    def socket(self):
        return self.folder / "socket"

    def conninfo(self, database="moisson"):
        return f"host={self.socket} dbname={database} user=moisson"

    def query(self, sql, database="moisson"):
        """Rows as lists of strings."""
        out = subprocess.run(
            ["psql", "-XqAt", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo(database), "-c", sql],
            capture_output=True, text=True, timeout=300)
        if out.returncode != 0:
            raise AssertionError(out.stderr)
        text = out.stdout.rstrip("\n")
        return [row.split("\x1f") for row in text.split("\x1e")] if text else []

    def value(self, sql):
        rows = self.query(sql)
        return rows[0][0] if rows else None

    def close(self):
        self.script("stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


class Simulator:
    """tests/portals over TCP; `portals` is what it wrote to --sortie."""

    def __init__(self, *arguments):
        self.folder = Path(tempfile.mkdtemp(prefix="moisson-sim-"))
        out = self.folder / "portails.json"
        self.authority = str(self.folder / "autorite.pem")
        self.admin_port = free_port()
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            [str(BIN / "portail_simule"), *map(str, arguments), "--sortie", str(out), "--autorite", self.authority,
             "--admin", str(self.admin_port)],
            stdout=self.log, stderr=subprocess.STDOUT)

        def ready():
            if self.process.poll() is not None:
                raise AssertionError("portail_simule s'est arrêté : " + (self.folder / "log").read_text(errors="replace"))
            return out.exists() and out.stat().st_size > 0

        wait_until("les portails simulés répondent", ready, 120)
        document = json.loads(out.read_text())
        self.portals = document["portals"] if isinstance(document, dict) else document

    def admin(self, verb, portal):
        """Wakes (activer) or puts to sleep (desactiver) the fault of a portal."""
        address = f"http://127.0.0.1:{self.admin_port}/{verb}?portail={portal['key']}"
        with urllib.request.urlopen(urllib.request.Request(address, method="POST", data=b""), timeout=10) as answer:
            answer.read()

    def close(self):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Daemon:
    """moissond with a configuration of its own."""

    def __init__(self, cluster, portals, settings=None, environment=None):
        self.folder = Path(tempfile.mkdtemp(prefix="moisson-d-"))
        self.cluster = cluster
        self.port = free_port()
        self.environment = environment or {}
        self.config = self.folder / "moisson.yaml"
        self.write_config(portals, settings or {})
        self.process = None
        self.log_path = self.folder / "log"

    def write_config(self, portals, settings):
        (self.folder / "portals").mkdir(exist_ok=True)
        allow = [p["address"] for p in portals if loopback(p)]
        # JSON is YAML: nothing to escape by hand.
        config = {
            "public_url": f"http://127.0.0.1:{self.port}/",
            "db": {"connection": self.cluster.conninfo()},
            "http": {"listen": f"127.0.0.1:{self.port}"},
            "net": {"allow": allow},
            "paths": {"portals": str(self.folder / "portals"), "state": str(self.folder / "state"),
                      "vocabularies": str(ROOT / "config/vocabularies")},
        }
        for key, value in settings.items():
            if isinstance(value, dict):
                config.setdefault(key, {}).update(value)
            else:
                config[key] = value
        self.config.write_text(json.dumps(config, indent=1))
        (self.folder / "portals/test.yaml").write_text(
            json.dumps({"portals": [portal_config(p) for p in portals]}, indent=1, ensure_ascii=False))

    def start(self, wait=True, environment=None):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [str(BIN / "moissond"), "--config", str(self.config)], stdout=log, stderr=log,
                env={**os.environ, **self.environment, **(environment or {})})
        if wait:
            self.wait_ready()

    def wait_ready(self, seconds=60):
        def ready():
            if self.process.poll() is not None:
                raise AssertionError("moissond s'est arrêté :\n" + self.tail())
            with contextlib.suppress(OSError):
                return self.get("/readyz")[0] == 200
            return False

        wait_until("moissond est prêt", ready, seconds)

    def tail(self, lines=40):
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])

    def events(self, message):
        """The log's lines with this message, as dictionaries of their fields."""
        lines = self.log_path.read_text(errors="replace").splitlines()
        return [dict(field.partition("=")[::2] for field in shlex.split(line))
                for line in lines if f' msg="{message}" ' in line]

    def get(self, path, headers=None, timeout=30):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read(), dict(error.headers)

    def json(self, path, **parameters):
        query = "?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else ""
        status, body, _ = self.get(path + query)
        if status != 200:
            raise AssertionError(f"{path}{query} : {status} {body[:300]!r}")
        return json.loads(body)

    def cli(self, *arguments, check=True, timeout=600):
        run = subprocess.run([str(BIN / "moisson"), "--config", str(self.config), *arguments],
                             capture_output=True, text=True, timeout=timeout)
        if check and run.returncode != 0:
            raise AssertionError(f"moisson {' '.join(arguments)} : {run.returncode}\n{run.stdout}{run.stderr}\n{self.tail()}")
        return run.stdout

    def fingerprint(self):
        return json.loads(self.cli("base", "empreinte", "--json"))["fingerprint"]

    def memory_peak_mb(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return None

    def forget_memory_peak(self):
        """The peak is that of now: what comes next is measured alone."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Clean stop; returns how long it took."""
        begin = time.monotonic()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError("moissond ne s'arrête pas en 10 s :\n" + self.tail())
        return time.monotonic() - begin

    def close(self):
        with contextlib.suppress(AssertionError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def loopback(portal):
    return portal.get("address", "").startswith("127.")


def portal_config(portal):
    """One simulated portal as config/portals/*.yaml wants it; loopback needs no politeness."""
    source = {"connector": portal.get("connector", "ckan"), "url": portal["url"]}
    if loopback(portal):
        source["rate"] = 0
    source.update(portal.get("source", {}))
    return {"key": portal["key"], "title": portal.get("title", portal["key"]), "url": portal["url"],
            "countries": [portal["country"]] if portal.get("country") else [], "sources": [source]}


def runs_ended(daemon, portals, seconds, rounds=1):
    """Waits until each of these portals has `rounds` ended runs."""
    keys = {portal["key"] for portal in portals}
    wanted = len(keys)

    def ended():
        if daemon.process.poll() is not None:
            raise AssertionError("moissond s'est arrêté :\n" + daemon.tail())
        with contextlib.suppress(AssertionError):  # PostgreSQL may be restarting
            rows = daemon.cluster.query(
                "SELECT p.key, count(*) FILTER (WHERE r.state NOT IN ('pending','running','interrupted'))"
                " FROM moisson.portal p JOIN moisson.source s ON s.portal = p.id"
                " LEFT JOIN moisson.run r ON r.source = s.id GROUP BY p.key")
            return sum(int(n) >= rounds for key, n in rows if key in keys) >= wanted
        return False

    wait_until(f"{wanted} portails moissonnés {rounds} fois", ended, seconds)


def report(title, rows):
    """A table on standard output."""
    print(f"\n== {title}")
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())

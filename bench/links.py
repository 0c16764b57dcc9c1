#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Link checks per second: links.py [--hosts 8000] [--links 10] [--silent 0.05] [--only moisson|unpaced|curl|linkchecker]

`link_hosts` plays thousands of hosts, each with a name, an address in 127.0.0.0/8 and one port; moissond (monitor alone)
harvests a catalogue that names them all, then checks its links at the default pace of one request a second and host.
What is counted is counted by link_hosts: requests by second, most in flight at once, and for every host whether two
requests were ever in flight together or begun less than a second apart. Beside it, without any pace, moissond once more
(a hundred requests a second and host, which is all that it can be told), `curl --parallel` and `linkchecker` on the same
addresses. Loopback only; needs root for /etc/hosts of linkchecker.
"""
import argparse
import contextlib
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from measure import Report, cpu_seconds, memory_mb, postgres_cpu_seconds, reset_memory_peak
from stack import BIN, Cluster, Daemon, runs_ended

# Seconds at the beginning and at the end that are no steady state: all hosts begin at once, the slowest end last.
RAMP = 10
BASELINE_SECONDS = 60
# The default pace, and the quickest that `monitor.links.rate` may be.
PACE, NO_PACE = 1.0, 100.0


class Hosts:
    """link_hosts; a new one for each measure."""

    def __init__(self, options):
        self.process = subprocess.Popen(
            [str(BIN / "link_hosts"), "--hosts", str(options.hosts), "--silent", str(options.silent), "--nameless", "0.02"],
            stdout=subprocess.PIPE, text=True)
        ports = json.loads(self.process.stdout.readline())
        self.port, self.names = ports["web_port"], ports["name_port"]

    def seen(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/bilan", timeout=30) as answer:
            return json.load(answer)

    def close(self):
        self.process.kill()
        self.process.wait()


def address(host):
    return f"127.10.{host // 250}.{host % 250 + 1}"


def name(host):
    return f"h{host}.example"


def links_of(host, port, options):
    return [f"http://{name(host)}:{port}/fichiers/{n}.csv" for n in range(options.links)]


def catalogue(folder, port, options):
    datasets = [{"@type": "dcat:Dataset", "identifier": f"jeu-{host}", "title": f"Relevés de la station {host}",
                 "description": "Un relevé par jour.", "modified": "2026-11-01",
                 "publisher": {"name": "Service des relevés"},
                 "distribution": [{"@type": "dcat:Distribution", "downloadURL": link, "format": "CSV", "mediaType": "text/csv"}
                                  for link in links_of(host, port, options)]} for host in range(options.hosts)]
    (Path(folder) / "data.json").write_text(json.dumps(
        {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": datasets}))


@contextlib.contextmanager
def served(folder):
    handler = functools.partial(QuietFiles, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def rates(by_second):
    """Requests per second: over all, without the ramps, and in the best 30 seconds."""
    steady = by_second[RAMP:-RAMP] or by_second
    best = max((sum(by_second[i:i + 30]) / 30 for i in range(max(1, len(by_second) - 29))), default=0)
    return {"seconds": len(by_second), "mean": round(sum(by_second) / max(1, len(by_second)), 1),
            "steady": round(sum(steady) / max(1, len(steady)), 1), "best_30_s": round(best, 1)}


def moisson(options):
    return by_moissond(options, PACE)


def unpaced(options):
    return by_moissond(options, NO_PACE)


def by_moissond(options, rate):
    hosts = Hosts(options)
    cluster = Cluster()
    with tempfile.TemporaryDirectory(prefix="moisson-links-") as folder, served(folder) as catalogue_port:
        catalogue(folder, hosts.port, options)
        home = f"127.0.0.1:{catalogue_port}"
        portal = {"key": "releves", "title": "Relevés", "url": f"http://{home}/", "address": home, "connector": "datajson",
                  "source": {"url": f"http://{home}/data.json"}}
        settings = {
            "roles": ["api", "harvest"], "harvest": {"plan_every": "100ms"},
            "net": {"allow": [home] + [f"{address(host)}:{hosts.port}" for host in range(options.hosts)],
                    "dns_servers": [f"127.0.0.1:{hosts.names}"]},
            "monitor": {"links": {"enabled": True, "in_flight": 500, "rate": rate, "poll": "1s",
                                  "links_per_host": options.links}}}
        daemon = Daemon(cluster, [portal], settings)
        daemon.start()
        runs_ended(daemon, [portal], 600)
        daemon.stop()
        cluster.query("ANALYZE")
        links = int(cluster.value("SELECT count(*) FROM moisson.link"))
        # The monitor alone, as a machine of its own would run it: no index.
        settings["roles"] = ["monitor"]
        daemon.write_config([portal], settings)
        daemon.start(wait=False)
        reset_memory_peak(daemon.process.pid)
        cpu = cpu_seconds(daemon.process.pid), postgres_cpu_seconds(cluster)
        begin = time.monotonic()
        quiet = 0
        last = -1
        while quiet < 8 and time.monotonic() - begin < options.seconds:
            time.sleep(1)
            seen = hosts.seen()
            quiet = quiet + 1 if 0 < seen["requests"] == last else 0
            last = seen["requests"]
            if int(time.monotonic() - begin) % 10 == 0:
                print(f"  {time.monotonic() - begin:.0f} s : {seen['requests']} requêtes, {seen['in_flight']} en cours", flush=True)
            if seen["requests"] and not int(cluster.value(
                    "SELECT count(*) FROM moisson.link_host WHERE due_at <= moisson.now() OR held_until > clock_timestamp()")):
                break
        elapsed = time.monotonic() - begin
        seen = hosts.seen()
        states = cluster.query("SELECT state || coalesce(' ' || nullif(code, ''), ''), count(*) FROM moisson.link GROUP BY 1 ORDER BY 2 DESC")
        result = {"what": f"moissond, {rate:g} a second and host", "links": links, "elapsed_s": round(elapsed, 1),
                  "memory_peak_mb": memory_mb(daemon.process.pid), "daemon_cpu_s": round(cpu_seconds(daemon.process.pid) - cpu[0], 1),
                  "postgres_cpu_s": round(postgres_cpu_seconds(cluster) - cpu[1], 1),
                  "links_looked_at": int(cluster.value("SELECT count(*) FROM moisson.link WHERE checked_at IS NOT NULL")),
                  "states": {state: int(count) for state, count in states}, **summary(seen)}
        daemon.close()
    cluster.close()
    hosts.close()
    return result


def summary(seen):
    by_second = seen.pop("by_second")
    return {**seen, "requests_per_s": rates(by_second)}


def curl(options):
    hosts = Hosts(options)
    with tempfile.TemporaryDirectory(prefix="moisson-curl-") as folder:
        config = Path(folder) / "config"
        with open(config, "w") as out:
            for host in range(options.hosts):
                out.write(f'resolve = "{name(host)}:{hosts.port}:{address(host)}"\n')
            for host in range(options.hosts):
                for link in links_of(host, hosts.port, options):
                    out.write(f'url = "{link}"\noutput = "/dev/null"\n')
        command = ["curl", "--config", str(config), "--silent", "--parallel", "--parallel-max", "300", "--connect-timeout", "10",
                   "--max-time", "45"]
        result = timed("curl --parallel (300 at most)", command, hosts)
    hosts.close()
    return result


def linkchecker(options):
    hosts = Hosts(options)
    with tempfile.TemporaryDirectory(prefix="moisson-linkchecker-") as folder:
        # It stops being root before it reads what is here.
        os.chmod(folder, 0o755)
        names = Path(folder) / "hosts"
        names.write_text("127.0.0.1 localhost\n" + "".join(f"{address(h)} {name(h)}\n" for h in range(options.hosts)))
        rc = Path(folder) / "linkcheckerrc"
        rc.write_text("[checking]\nthreads=300\ntimeout=45\nmaxrequestspersecond=1000000\nrobotstxt=0\nrecursionlevel=0\n")
        page = Path(folder) / "page.html"
        page.write_text("".join(f'<a href="{link}">x</a>\n' for host in range(options.hosts)
                                for link in links_of(host, hosts.port, options)))
        command = ["unshare", "-m", "bash", "-c",
                   f"mount --bind {names} /etc/hosts && exec linkchecker --config {rc} --no-status --check-extern -r1 {page.as_uri()}"]
        result = timed("linkchecker, 300 threads", command, hosts)
    hosts.close()
    return result


def timed(what, command, hosts):
    """For a minute at most, no pace on either side."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None and time.monotonic() - begin < BASELINE_SECONDS:
        peak = max(peak, memory_mb(process.pid) or 0.0)
        time.sleep(0.5)
    process.kill()
    process.wait()
    elapsed = time.monotonic() - begin
    return {"what": what, "elapsed_s": round(elapsed, 1), "memory_peak_mb": peak, **summary(hosts.seen())}


RUNS = (moisson, unpaced, curl, linkchecker)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hosts", type=int, default=8000)
    parser.add_argument("--links", type=int, default=10)
    parser.add_argument("--silent", type=float, default=0.05)
    parser.add_argument("--seconds", type=int, default=400)
    parser.add_argument("--only", choices=[run.__name__ for run in RUNS])
    options = parser.parse_args()
    runs = [run for run in RUNS if options.only in (None, run.__name__)]
    for run in (curl, linkchecker):
        if run in runs and not shutil.which(run.__name__):
            sys.exit(f"{run.__name__} n'est pas installé (make dependances)")
    out = Report("links", hosts=options.hosts, links_per_host=options.links, silent=options.silent)
    for run in runs:
        out.add(run.__name__, run(options))
    out.write()


if __name__ == "__main__":
    main()

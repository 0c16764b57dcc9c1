# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""No e-mail address that a portal wrote leaves in what machines read as a whole (decision 26): exports, feeds, DCAT, the CKAN
facade, /api/v1, the tables of reports and dumps, of everything a daemon has. Pages for people are not looked at.
"""
import gzip
import re
import tempfile
from pathlib import Path

from stack import report

ADDRESS = re.compile(r"[A-Za-z0-9._+-]+(?:@|%40)[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
IN_DATABASE = "[A-Za-z0-9._+-]+@[A-Za-z0-9-]+[.][A-Za-z]{2,}"
# Enough of a large catalogue; datasets that have an address come first among those asked for by themselves.
PAGES, SINGLES = 12, 40


def linked(daemon, path):
    """Bodies of a walk that goes on by `Link: rel="next"`."""
    for _ in range(PAGES):
        status, body, headers = daemon.get(path, timeout=120)
        assert status == 200, (path, status)
        yield body.decode()
        follows = re.search(r'<([^>]*)>; *rel="next"', headers.get("Link", ""))
        if not follows:
            return
        path = re.sub(r"^https?://[^/]*", "", follows.group(1))


def bodies(daemon):
    yield "CSV", [daemon.get("/api/v1/datasets.csv", timeout=300)[1].decode()]
    yield "NDJSON", [daemon.get("/api/v1/datasets.ndjson", timeout=300)[1].decode()]
    for feed in ("atom", "rss", "json-feed"):
        yield feed, linked(daemon, f"/api/v1/datasets.{feed}?page_size=100")
    yield "recherche", linked(daemon, "/api/v1/datasets?cursor=*&page_size=100")
    for syntax in ("ttl", "rdf", "nt", "jsonld"):
        yield f"catalog.{syntax}", linked(daemon, f"/catalog.{syntax}?page_size=500")
    yield "CKAN", [daemon.get(f"/api/3/action/package_search?rows=1000&start={start}&sort=id%20asc", timeout=120)[1].decode()
                   for start in range(0, 1000 * PAGES, 1000)
                   if start < daemon.json("/api/3/action/package_search", rows=0)["result"]["count"]]
    yield "organisations", [daemon.get("/api/3/action/organization_list?all_fields=1")[1].decode(),
                            daemon.get("/api/v1/organizations?page_size=100")[1].decode()]
    some = daemon.cluster.query(f"SELECT d.id FROM moisson.dataset d ORDER BY d::text ~ '{IN_DATABASE}' DESC, 1 LIMIT {SINGLES}")
    for name, path in (("fiche", "/api/v1/datasets/{}"), ("historique", "/api/v1/datasets/{}/history"), ("RDF", "/dataset/{}.ttl")):
        yield name, [daemon.get(path.format(row[0]))[1].decode() for row in some]
    portals = [row[0] for row in daemon.cluster.query("SELECT key FROM moisson.portal")]
    yield "rapports des portails", [daemon.get(f"/api/v1/portals/{key}/report{suffix}", timeout=120)[1].decode()
                                    for key in portals for suffix in ("", ".csv")]
    runs = [row[0] for row in daemon.cluster.query("SELECT id FROM moisson.run WHERE ended_at IS NOT NULL")]
    yield "rapports des passages", [daemon.get(f"/api/v1/runs/{run}/{table}.csv", timeout=120)[1].decode()
                                    for run in runs for table in ("report", "changes")]
    with tempfile.TemporaryDirectory() as folder:
        daemon.cli("exporter", "--dans", folder)
        for file in sorted(Path(folder).rglob("*.gz")):
            yield file.name, [gzip.decompress(file.read_bytes()).decode()]


def judge(daemon, failures):
    inside = daemon.cluster.value(f"SELECT count(*) FROM moisson.dataset d WHERE d::text ~ '{IN_DATABASE}'")
    rows = [("document", "octets", "adresses")]
    for name, parts in bodies(daemon):
        size, leaks = 0, []
        for part in parts:
            size += len(part)
            leaks += ADDRESS.findall(part)
        rows.append((name, size, len(leaks)))
        failures.check(size > 0, f"{name} : rien")
        # Recorded addresses are real: only their beginnings are printed.
        failures.check(not leaks, f"{name} : {len(leaks)} adresses électroniques ({', '.join(leak[:3] + '…' for leak in leaks[:3])})")
    report(f"Adresses électroniques qui sortent ({inside} jeux en ont en base)", rows)

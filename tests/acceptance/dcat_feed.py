#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The catalogue as others read it: walked whole and held against rdflib, rapper and the shapes of DCAT-AP 3 by
tests/oracles/dcat_feed.py, then harvested by a second moissond, which must find the same datasets.

With npm packages in MOISSON_SHACL (a folder with node_modules: npm install shacl-engine n3 rdf-ext) another validator
judges too; nothing is fetched from outside by itself.
"""
import json
import os
import subprocess
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from stack import CORPUS, ROOT, Cluster, Daemon, Simulator, report, runs_ended, wait_until

SHAPES = CORPUS.parent / "data/shacl"
SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 4}}
DATASETS = 300
# The one that Debian's rdflib belongs to.
PYTHON = os.environ.get("MOISSON_PYTHON", "/usr/bin/python3")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def simulators():
    """Generated catalogues of two kinds, the sample portals and a recorded DCAT catalogue when there is one."""
    yield Simulator("--generer", DATASETS, "--graine", 5, "--sources", 2)
    yield Simulator("--protocole", "udata", "--generer", 60, "--graine", 6)
    yield Simulator("--echantillon")


def stored(cluster):
    return int(cluster.value("SELECT count(*) FROM moisson.dataset WHERE state IN ('active','missing')"))


def titles(cluster):
    return sorted(row[0] for row in cluster.query("SELECT title FROM moisson.dataset WHERE state = 'active'"))


def judge_feed(daemon, count, folder):
    run = subprocess.run([PYTHON, str(ROOT / "tests/oracles/dcat_feed.py"),
                          f"http://127.0.0.1:{daemon.port}/catalog.ttl?page_size=40", str(folder)],
                         capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-4000:]
    told = json.loads(run.stdout)
    report("Le catalogue parcouru", [("pages", "triplets", "jeux", "fiches", "total dit"),
                                     (told["pages"], told["triples"], told["datasets"], told["records"], told["total"])])
    report("Recommandé et absent", [("quoi", "fois"), *sorted(told["recommended"].items(), key=lambda e: -e[1])[:12]])
    assert told["datasets"] == count, f"{told['datasets']} jeux sur {count}"
    assert told["records"] == count, f"{told['records']} fiches sur {count}"
    assert told["total"] == [count], told["total"]
    for name in ("problems", "differences", "violations"):
        assert not told[name], f"{name} : {len(told[name])}, " + "\n".join(told[name][:5])


def second_opinion(folder):
    modules = os.environ.get("MOISSON_SHACL")
    if not modules:
        print("\nMOISSON_SHACL n'est pas donné : tests/oracles/dcat_shapes.py a jugé seul.")
        return
    run = subprocess.run(["node", str(ROOT / "tests/oracles/dcat_shapes.mjs"), modules, str(folder / "catalogue.ttl"),
                          str(SHAPES / "shapes.ttl"), str(SHAPES / "range.ttl")], capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout)
    print(f"\nshacl-engine : conforms={told['conforms']}, {len(told['results'])} résultats")
    assert told["conforms"], "\n".join(told["results"][:10])


def judge_portals(daemon, cluster):
    for key, count in cluster.query(
            "SELECT p.key, count(*) FROM moisson.dataset d JOIN moisson.source s ON s.id = d.source"
            " JOIN moisson.portal p ON p.id = s.portal WHERE d.state IN ('active','missing') GROUP BY p.key"):
        status, body, _ = daemon.get(f"/portal/{urllib.parse.quote(key)}/catalog.nt?page_size=500")
        assert status == 200, (key, status)
        found = body.count(b"22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset>")
        assert found == min(int(count), 500), (key, found, count)


def judge_answers(daemon, cluster):
    """The right status for what is there, moved, gone, hidden, wanted otherwise."""
    slug, uuid = cluster.query("SELECT slug, id FROM moisson.dataset WHERE state = 'active' ORDER BY id LIMIT 1")[0]
    for name in (slug, uuid):
        for suffix in ("ttl", "rdf", "nt", "jsonld"):
            assert daemon.get(f"/dataset/{name}.{suffix}")[0] == 200, (name, suffix)
    body = daemon.get(f"/dataset/{slug}", {"Accept": "application/rdf+xml"})[1]
    assert body.startswith(b"<?xml"), body[:80]
    assert b"<html" in daemon.get(f"/dataset/{slug}", {"Accept": "text/html"})[1]
    assert daemon.get("/catalog", {"Accept": "text/turtle"})[1].startswith(b"@prefix")
    for path, accept, wanted in (("/catalog", "image/png", 406), ("/catalog.ttl?page=9999", "", 404),
                                 ("/dataset/rien-de-tel.ttl", "", 404), ("/portal/rien/catalog.ttl", "", 404),
                                 ("/catalog.ttl?page=x", "", 400), ("/catalog.ttl?q=eau", "", 400)):
        assert daemon.get(path, {"Accept": accept} if accept else {})[0] == wanted, path
    page = daemon.get(f"/jeux-de-donnees/{slug}")[1].decode()
    assert f'href="/dataset/{uuid}.ttl"' in page, "pas de lien vers la fiche en RDF"
    assert '"@type":"Dataset"' in page.replace(" ", ""), "pas de schema.org"
    assert 'type="application/opensearchdescription+xml"' in page
    daemon.cli("retirer", slug, "--motif", "essai", "--auteur", "essai")
    assert daemon.get(f"/dataset/{uuid}.ttl")[0] in (410, 451)
    return slug


def judge_sitemaps(daemon, count, hidden):
    found = []
    index = ElementTree.fromstring(daemon.get("/sitemap.xml")[1])
    for place in index.iter(SITEMAP + "loc"):
        path = urllib.parse.urlsplit(place.text).path
        found += [entry.findtext(SITEMAP + "loc") for entry in ElementTree.fromstring(daemon.get(path)[1])]
    datasets = [url for url in found if "/jeux-de-donnees/" in url]
    assert len(datasets) == len(set(datasets)) == count, f"{len(datasets)} adresses pour {count} jeux"
    assert not any(url.endswith("/" + hidden) for url in datasets), "un jeu retiré est dans le plan"
    assert f"Sitemap: http://127.0.0.1:{daemon.port}/sitemap.xml" in daemon.get("/robots.txt")[1].decode()
    assert daemon.get(urllib.parse.urlsplit(datasets[0]).path)[0] == 200
    assert daemon.get("/llms.txt")[0] == 200 and daemon.get("/.well-known/void")[0] == 200


def harvest_us(daemon, cluster):
    """Another node of Moisson reads us by its own connector."""
    us = {"key": "nous", "title": "Nous", "url": f"http://127.0.0.1:{daemon.port}/catalog.ttl?page_size=50",
          "address": f"127.0.0.1:{daemon.port}", "connector": "dcat"}
    other = Cluster()
    node = Daemon(other, [us], SETTINGS)
    try:
        node.start()
        runs_ended(node, [us], 300)
        rows = other.query("SELECT state, received, refused FROM moisson.run")
        report("Moissonnés par un autre", [("passage", "reçus", "refusés"), *rows])
        ours, theirs = titles(cluster), titles(other)
        missing = [title for title in ours if title not in set(theirs)]
        assert len(ours) == len(theirs) and not missing, f"{len(theirs)} jeux sur {len(ours)}, manque {missing[:3]}"
    finally:
        node.close()
        other.close()


def main():
    sources, cluster, daemon = [], Cluster(), None
    try:
        sources += simulators()
        portals = [portal for source in sources for portal in source.portals]
        daemon = Daemon(cluster, portals, SETTINGS)
        daemon.start()
        runs_ended(daemon, portals, 300)
        count = stored(cluster)
        assert count > DATASETS, count
        # Clusters follow: which copy keeps a URI is theirs to say.
        wait_until("les grappes sont faites", lambda: cluster.value("SELECT count(*) FROM moisson.cluster_dirty") == "0", 120)
        with tempfile.TemporaryDirectory() as folder:
            judge_feed(daemon, count, Path(folder))
            second_opinion(Path(folder))
        judge_portals(daemon, cluster)
        harvest_us(daemon, cluster)
        hidden = judge_answers(daemon, cluster)
        judge_sitemaps(daemon, count - 1, hidden)
    finally:
        if daemon:
            daemon.close()
        for source in sources:
            source.close()
        cluster.close()


if __name__ == "__main__":
    main()

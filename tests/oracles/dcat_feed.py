#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Walks a DCAT feed as ckanext-dcat and udata do, and holds it against rdflib, rapper and the shapes of DCAT-AP 3.

    /usr/bin/python3 tests/oracles/dcat_feed.py http://host/catalog.ttl?page_size=20 [folder for the pages]

Nothing of ours is used but the shapes' reader (dcat_shapes.py). Prints one JSON object: datasets, records, pages,
violations, differences; see `main`.
"""
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import rdflib
from rdflib.compare import graph_diff, to_isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

import dcat_shapes

HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
SYNTAXES = {"ttl": ("turtle", "turtle", "text/turtle"), "rdf": ("xml", "rdfxml", "application/rdf+xml"),
            "nt": ("turtle", "ntriples", "application/n-triples"), "jsonld": ("json-ld", None, "application/ld+json")}
PAGES_MAX = 10_000


def fetch(url, method="GET", headers=None):
    request = urllib.request.Request(url, method=method, headers=headers or {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, answer.read(), answer.headers


def parse(body, syntax):
    graph = rdflib.Graph()
    graph.parse(data=body.decode("utf-8"), format=SYNTAXES[syntax][0])
    return graph


def next_by_udata(graph):
    """The first subject of the first class that there is, and its own word for the next page."""
    for kind, name in ((HYDRA.PartialCollectionView, HYDRA.next), (HYDRA.PagedCollection, HYDRA.nextPage)):
        for page in graph.subjects(RDF.type, kind):
            found = graph.value(page, name)
            return str(found) if found is not None else None
    return None


def next_by_ckan(graph):
    """Either word on either class."""
    for kind in (HYDRA.PartialCollectionView, HYDRA.PagedCollection):
        for page in graph.subjects(RDF.type, kind):
            for name in (HYDRA.next, HYDRA.nextPage):
                if (found := graph.value(page, name)) is not None:
                    return str(found)
    return None


def rapper(body, syntax):
    """Triples by another parser; None when it has no such syntax."""
    name = SYNTAXES[syntax][1]
    if name is None:
        return None
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        run = subprocess.run(["rapper", "-c", "-i", name, file.name, "http://base.example/"], capture_output=True, text=True)
    problems = [line for line in run.stderr.splitlines() if "Error" in line or "Warning" in line]
    if run.returncode != 0 or problems:
        raise AssertionError(f"rapper, {syntax} : {problems or run.stderr}")
    return int(re.search(r"returned (\d+) triple", run.stderr).group(1))


def compare_syntaxes(address):
    """Differences between the syntaxes of one page; their own addresses (hydra) are made alike first."""
    base, counts, differences = None, {}, []
    for syntax in SYNTAXES:
        url = re.sub(r"\.ttl(?=\?|$)", "." + syntax, address)
        status, body, headers = fetch(url)
        if headers["Content-Type"] != SYNTAXES[syntax][2]:
            differences.append(f"{url} : Content-Type {headers['Content-Type']}")
        if fetch(url, "HEAD")[2]["Content-Type"] != headers["Content-Type"]:
            differences.append(f"{url} : HEAD")
        counts[syntax] = rapper(body, syntax)
        alike = parse(body.replace(f"catalog.{syntax}?".encode(), b"catalog.ttl?"), syntax)
        if counts[syntax] not in (None, len(alike)):
            differences.append(f"{url} : {counts[syntax]} triplets pour rapper, {len(alike)} pour rdflib")
        same = to_isomorphic(alike)
        if base is None:
            base = same
        elif same != base:
            _, first, second = graph_diff(base, same)
            differences.append(f"{url} : {len(first)} et {len(second)} triplets de différence, "
                               f"{sorted(first)[:1]} {sorted(second)[:1]}")
    return differences


def walk(address):
    """(all pages in one graph, addresses of the pages, problems)"""
    whole, pages, problems, seen = rdflib.Graph(), [], [], set()
    while address:
        if address in seen or len(pages) >= PAGES_MAX:
            problems.append(f"une ronde de pages : {address}")
            break
        seen.add(address)
        status, body, headers = fetch(address)
        if fetch_unchanged(address, headers["ETag"]) != 304:
            problems.append(f"{address} : pas de 304 avec son ETag")
        page = parse(body, "ttl")
        pages.append(address)
        for dataset in page.subjects(RDF.type, DCAT.Dataset):
            if (dataset, RDF.type, DCAT.Dataset) in whole:
                problems.append(f"deux fois : {dataset}")
        if next_by_udata(page) != next_by_ckan(page):
            problems.append(f"{address} : {next_by_udata(page)} ou {next_by_ckan(page)}")
        # Paging is of each page: kept apart, as harvesters do.
        page.remove((None, HYDRA.view, None))
        address = next_by_udata(page)
        for view in list(page.subjects(RDF.type, HYDRA.PartialCollectionView)):
            page.remove((view, None, None))
        whole += page
    return whole, pages, problems


def fetch_unchanged(address, etag):
    try:
        return fetch(address, headers={"If-None-Match": etag})[0]
    except urllib.error.HTTPError as error:
        return error.code


def record_problems(graph):
    """Each dataset has a record of its own, with a date and an identifier."""
    problems = []
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        records = [record for record in graph.subjects(FOAF.primaryTopic, dataset)
                   if (None, DCAT.record, record) in graph]
        if len(records) != 1:
            problems.append(f"{dataset} : {len(records)} fiches")
        elif graph.value(records[0], DCTERMS.modified) is None:
            problems.append(f"{dataset} : fiche sans date")
        if graph.value(dataset, DCTERMS.identifier) is None:
            problems.append(f"{dataset} : sans identifiant")
        if (None, DCAT.dataset, dataset) not in graph:
            problems.append(f"{dataset} : hors du catalogue")
    return problems


def main():
    rdflib.NORMALIZE_LITERALS = False
    address = sys.argv[1]
    whole, pages, problems = walk(address)
    differences = compare_syntaxes(pages[0]) + (compare_syntaxes(pages[-1]) if len(pages) > 1 else [])
    must = dcat_shapes.Shapes([dcat_shapes.SHAPES / name for name in dcat_shapes.MUST])
    should = dcat_shapes.Shapes([dcat_shapes.SHAPES / name for name in dcat_shapes.SHOULD])
    violations = [f"{' '.join(kind)} : {len(found)}, {found[0]}" for kind, found in must.violations(whole).items()]
    if len(sys.argv) > 2:
        whole.serialize(str(Path(sys.argv[2]) / "catalogue.ttl"), format="turtle", encoding="utf-8")
    print(json.dumps({
        "pages": len(pages),
        "triples": len(whole),
        "datasets": len(set(whole.subjects(RDF.type, DCAT.Dataset))),
        "records": len(set(whole.objects(None, DCAT.record))),
        "total": sorted({int(total) for total in whole.objects(None, HYDRA.totalItems)}),
        "problems": problems + record_problems(whole),
        "differences": differences,
        "violations": violations,
        "recommended": {" ".join(kind): len(found) for kind, found in should.violations(whole).items()},
    }, ensure_ascii=False))


if __name__ == "__main__":
    main()

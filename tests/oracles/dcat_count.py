#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Datasets and distributions of RDF catalogues, counted with rdflib, else with what rapper gives before it stops.

Usage: dcat_count.py CORPUS FOLDER...
Prints "<file>\t<how>\t<datasets>\t<distributions>" for every file below the folders of the corpus. A dataset is what
is typed dcat:Dataset or dcat:DatasetSeries, or what a catalogue lists; a distribution, what a dataset has by
dcat:distribution. how: "rdflib" (the whole document was read), "lenient" (broken: the most that rapper and a search in
the text find), "none" (neither RDF nor a dataset in sight). Contexts of JSON-LD are never fetched.
"""
import gzip
import logging
import re
import subprocess
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import rdflib
import rdflib.parser
import rdflib.plugins.shared.jsonld.context as context

DCAT = "http://www.w3.org/ns/dcat#"
TYPES = [rdflib.URIRef(DCAT + name) for name in ("Dataset", "DatasetSeries")]
LISTS = [rdflib.URIRef(DCAT + name) for name in ("dataset", "Dataset")]
FILES = [rdflib.URIRef(DCAT + name) for name in ("distribution", "distributions")]


def refuse(*_args, **_kwargs):
    raise ValueError("a remote context")


context.source_to_json = refuse


def syntax_of(head, name):
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")) and not re.match(r"\[\s*(a|\]|<|\w+:)", text):
        return "json-ld"
    if "<rdf:RDF" in text or "<RDF" in text or (text.startswith("<?xml") and "rdf" in text):
        return "xml"
    if text.startswith("<") and not re.match(r"<[a-z]+:[^>\s]*>\s", text) or text.startswith("<!"):
        return "xml"
    return "trig" if name.endswith(".trig") else "turtle"


def counts(graph):
    datasets = {node for kind in TYPES for node in graph.subjects(rdflib.RDF.type, kind)}
    datasets |= {node for way in LISTS for node in graph.objects(None, way) if not isinstance(node, rdflib.Literal)}
    files = sum(len({one for way in FILES for one in graph.objects(node, way)}) for node in datasets)
    return len(datasets), files


def by_rdflib(data, syntax, base):
    graph = rdflib.ConjunctiveGraph() if syntax in ("trig", "json-ld") else rdflib.Graph()
    graph.parse(data=data, format=syntax, publicID=base)
    whole = rdflib.Graph()
    for s, p, o in graph.triples((None, None, None)):
        whole.add((s, p, o))
    return counts(whole) if len(whole) else None


def by_rapper(data, syntax, base):
    kind = {"xml": "rdfxml", "turtle": "turtle", "trig": "trig"}.get(syntax)
    if kind is None:
        return 0, 0
    done = subprocess.run(["rapper", "-q", "-i", kind, "-o", "ntriples", "-", base],
                          input=data, capture_output=True, timeout=120, check=False)
    graph = rdflib.Graph()
    for line in done.stdout.splitlines():
        try:
            graph.parse(data=line + b"\n", format="nt")
        except Exception:  # whatever rdflib makes of a broken IRI
            continue
    return counts(graph)


def by_search(data):
    """Subjects that text alone shows to be datasets."""
    text = re.sub(r"(?m)^\s*#.*$", "", data.decode("utf-8", "replace"))
    found = set(re.findall(r"<dcat:Dataset\s[^>]*rdf:about=\"([^\"]*)\"", text))
    found |= set(re.findall(r"(?m)^(<[^>]*>|[\w-]*:[\w/-]+)\s+(?:a|rdf:type)\s+dcat:Dataset\b", text))
    return len(found)


def count(path, name):
    data = path.read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    base = "http://base.example/" + name
    syntax = syntax_of(data[:8192], name)
    try:
        found = by_rdflib(data, syntax, base)
    except Exception:  # whatever a parser throws at a broken document
        datasets, files = by_rapper(data, syntax, base)
        return "lenient", max(datasets, by_search(data)), files
    return ("none", 0, 0) if found is None else ("rdflib", *found)


def main():
    corpus = Path(sys.argv[1])
    for folder in sys.argv[2:]:
        for path in sorted((corpus / folder).rglob("*")):
            if path.is_file() and path.stat().st_size < 40_000_000:
                name = str(path.relative_to(corpus))
                print(name, *count(path, name), sep="\t", flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Field table of RDF catalogues: for every row of the mapping, how many datasets or distributions have it.

Usage: dcat_fields.py CORPUS FOLDER...
       dcat_fields.py --records FILE...     one JSON object per dataset: what it has, and each of its distributions
Prints "file\t<name>" of each document in which rdflib finds a graph, then "<row>\t<count>" over their datasets, in all
of them together. A dataset counts
when something more than its type is said about it and it is not another thing too; a value, when it is a literal that
is not blank, a named node, or a blank node that something is said about.
"""
import collections
import gzip
import json
import sys
from pathlib import Path

import rdflib
from rdflib import RDF

from dcat_count import DCAT, FILES, LISTS, TYPES, syntax_of  # quiet, and without remote contexts

PREFIXES = {
    "dcat": DCAT, "dct": "http://purl.org/dc/terms/", "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "owl": "http://www.w3.org/2002/07/owl#",
    "spdx": "http://spdx.org/rdf/terms#", "adms": "http://www.w3.org/ns/adms#"}
OTHERS = [rdflib.URIRef(DCAT + name) for name in ("Catalog", "DataService", "Distribution", "CatalogRecord")]

# Row -> properties, any of which gives it.
DATASET = {
    "title": ("dct:title", "dc:title", "rdfs:label", "skos:prefLabel", "foaf:name"),
    "description": ("dct:description", "dct:abstract", "dc:description", "rdfs:comment"),
    "keyword": ("dcat:keyword",),
    "theme": ("dcat:theme",),
    "publisher": ("dct:publisher",),
    "creator": ("dct:creator",),
    "contactPoint": ("dcat:contactPoint",),
    "accessRights": ("dct:accessRights",),
    "license": ("dct:license", "dct:rights"),
    "language": ("dct:language", "dc:language"),
    "issued": ("dct:issued", "dct:created"),
    "modified": ("dct:modified",),
    "accrualPeriodicity": ("dct:accrualPeriodicity",),
    "temporal": ("dct:temporal",),
    "spatial": ("dct:spatial",),
    "landingPage": ("dcat:landingPage", "foaf:page", "foaf:homepage"),
    "conformsTo": ("dct:conformsTo",),
    "provenance": ("dct:provenance",),
    "version": ("dcat:version", "owl:versionInfo"),
}
DISTRIBUTION = {
    "distribution title": ("dct:title",),
    "distribution description": ("dct:description",),
    "distribution downloadURL": ("dcat:downloadURL",),
    "distribution accessURL": ("dcat:accessURL",),
    "distribution format": ("dct:format",),
    "distribution mediaType": ("dcat:mediaType",),
    "distribution byteSize": ("dcat:byteSize", "dcat:bytesSize"),
    "distribution checksum": ("spdx:checksum",),
    "distribution issued": ("dct:issued",),
    "distribution modified": ("dct:modified",),
    "distribution language": ("dct:language",),
    "distribution license": ("dct:license", "dct:rights"),
}


def predicate(name):
    prefix, local = name.split(":", 1)
    return rdflib.URIRef(PREFIXES[prefix] + local)


def says(graph, value):
    if isinstance(value, rdflib.Literal):
        return bool(str(value).strip())
    if isinstance(value, rdflib.BNode):
        return any(not isinstance(o, rdflib.Literal) or str(o).strip()
                   for _, p, o in graph.triples((value, None, None)) if p != RDF.type)
    return bool(str(value).strip())


def has(graph, node, names):
    return any(says(graph, value) for name in names for value in graph.objects(node, predicate(name)))


def datasets_of(graph):
    typed = {node for kind in TYPES for node in graph.subjects(RDF.type, kind)}
    listed = {node for way in LISTS for node in graph.objects(None, way) if not isinstance(node, rdflib.Literal)}
    for node in typed | listed:
        described = any(p != RDF.type for _, p, _ in graph.triples((node, None, None)))
        other = any((node, RDF.type, kind) in graph for kind in OTHERS)
        if described and not (other and (node not in typed or (node, RDF.type, OTHERS[0]) in graph)):
            yield node


def graph_of(data, name):
    syntax = syntax_of(data[:8192], name)
    graph = rdflib.ConjunctiveGraph() if syntax in ("trig", "json-ld") else rdflib.Graph()
    graph.parse(data=data, format=syntax, publicID="http://base.example/" + name)
    return graph


def records(paths):
    """Each dataset once, with the first document that describes it."""
    told = set()
    for path in paths:
        graph = graph_of(Path(path).read_bytes(), Path(path).name)
        for node in datasets_of(graph):
            if node in told:
                continue
            told.add(node)
            files = {one for way in FILES for one in graph.objects(node, way)}
            values = {row: [str(v) for name in names for v in graph.objects(node, predicate(name))][:1]
                      for row, names in DATASET.items()}
            print(json.dumps({
                "id": str(graph.value(node, predicate("dct:identifier")) or node),
                "shown": {row: value[0] if value else "" for row, value in values.items()},
                "fields": {row: has(graph, node, names) for row, names in DATASET.items()},
                "file_rows": list(DISTRIBUTION),
                "files": [{row: has(graph, file, names) for row, names in DISTRIBUTION.items()} for file in files]}))


def main():
    if sys.argv[1] == "--records":
        records(sys.argv[2:])
        return
    corpus, counts = Path(sys.argv[1]), collections.Counter()
    for folder in sys.argv[2:]:
        for path in sorted((corpus / folder).rglob("*")):
            if not path.is_file():
                continue
            name, data = str(path.relative_to(corpus)), path.read_bytes()
            data = gzip.decompress(data) if name.endswith(".gz") else data
            try:
                graph = graph_of(data, name)
            except Exception:  # whatever a parser throws at a broken document
                continue
            if next(graph.triples((None, None, None)), None):
                print("file", name, sep="\t")
            for node in datasets_of(graph):
                counts.update(row for row, names in DATASET.items() if has(graph, node, names))
                for file in {one for way in FILES for one in graph.objects(node, way)}:
                    counts.update(row for row, names in DISTRIBUTION.items() if has(graph, file, names))
    for row in (*DATASET, *DISTRIBUTION):
        print(row, counts[row], sep="\t")


if __name__ == "__main__":
    main()

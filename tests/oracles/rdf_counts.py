#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Counts the triples and datasets of recorded RDF documents with rapper and rdflib, and holds them
against the table that rdf_corpus_test writes when MOISSON_RDF_TABLE names a file:

    MOISSON_RDF_TABLE=table.tsv build/dev/bin/rdf_corpus_test && tests/oracles/rdf_counts.py table.tsv

A document that both of them read without complaint must have the same number of triples in the
table. A malformed one must have at least the datasets that a line-by-line search finds.
"""
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import logging

logging.disable(logging.CRITICAL)
import rdflib

CORPUS = Path(os.environ.get("MOISSON_CORPUS", Path(__file__).resolve().parents[2].parent / "shared/corpus"))
RAPPER = {"turtle": "turtle", "trig": "trig", "ntriples": "ntriples", "rdfxml": "rdfxml"}
RDFLIB = {"turtle": "turtle", "trig": "trig", "ntriples": "nt", "rdfxml": "xml"}
DATASET = rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset")


def by_rapper(path, syntax, base):
    """Number of distinct triples, None when rapper complains."""
    done = subprocess.run(
        ["rapper", "-q", "-i", RAPPER[syntax], "-o", "ntriples", str(path), base],
        capture_output=True, timeout=120, check=False)
    if done.returncode != 0 or b"Error" in done.stderr or b"Warning" in done.stderr:
        return None
    return len(set(done.stdout.splitlines()))


def by_rdflib(path, syntax, base):
    """(triples, datasets), None when rdflib refuses the document."""
    graph = rdflib.ConjunctiveGraph() if syntax == "trig" else rdflib.Graph()
    try:
        graph.parse(data=path.read_bytes(), format=RDFLIB[syntax], publicID=base)
    except Exception:  # whatever a parser throws at a broken document
        return None
    triples = {(s, p, o) for s, p, o in graph.triples((None, None, None))}
    return len(triples), len(set(graph.subjects(rdflib.RDF.type, DATASET)))


def by_search(path):
    """Subjects of IRIs that text alone shows to be datasets."""
    text = path.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"(?m)^\s*#.*$", "", text)
    found = set(re.findall(r"<dcat:Dataset\s[^>]*rdf:about=\"([^\"]*)\"", text))
    found |= set(re.findall(r"(?m)^(<[^>]*>|[\w-]*:[\w/-]+)\s+a\s+dcat:Dataset\b", text))
    return len(found)


def main():
    agree = refuse = 0
    wrong = []
    broken = broken_kept = 0
    manifest = {line.split("\t")[0]: line.split("\t")[7]
                for line in (CORPUS / "MANIFEST.tsv").read_text().splitlines() if "\t" in line}
    for line in Path(sys.argv[1]).read_text().splitlines():
        cells = line.split("\t")
        if len(cells) < 5 or cells[1] not in RAPPER:
            continue
        name, syntax, triples, datasets = cells[0], cells[1], int(cells[2]), int(cells[3])
        path, base = CORPUS / name, "http://base.example/" + name
        if re.search("rdf ERR|INVALID|NOT UTF", manifest.get(name, "")):
            broken += 1
            wanted = by_search(path)
            broken_kept += datasets >= wanted
            if datasets < wanted:
                wrong.append(f"{name}: {datasets} datasets, the text shows {wanted}")
            continue
        foreign, library = by_rapper(path, syntax, base), by_rdflib(path, syntax, base)
        if foreign is None and library is None:
            refuse += 1
            continue
        allowed = {foreign, library[0] if library else None}
        if triples in allowed:
            agree += 1
        else:
            wrong.append(f"{name}: {triples} triples, rapper {foreign}, rdflib {library}")
    print(f"{agree} documents agree, {refuse} that neither rapper nor rdflib reads")
    print(f"{broken_kept} of {broken} malformed documents keep every dataset the text shows")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Holds what daemon/dcat writes against what it read, with rdflib alone.

    MOISSON_DCAT_ROUND_TRIP=dir build/dev/bin/dcat_corpus_test --gtest_filter='DcatRoundTrip.What*'
    tests/oracles/dcat_round_trip.py dir

For each document of the corpus:
1. the statements kept and the statements left out, read together, are the source as our readers give it;
2. Turtle, RDF/XML, N-Triples and JSON-LD written from what is kept are isomorphic to what is kept;
3. where rdflib reads the document itself, it is isomorphic to the source as our readers give it.
Documents over 400 kB of N-Triples are compared by number of statements and by their statements without blank nodes.
"""
import gzip
import logging
import os
import re
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import rdflib
from rdflib.compare import isomorphic

from dcat_count import refuse, syntax_of  # refuses remote contexts as it is imported

CORPUS = Path(os.environ.get("MOISSON_CORPUS", Path(__file__).resolve().parents[2].parent / "shared/corpus"))
LARGE = 400_000
# What rdflib itself changes while it reads: document -> why it cannot compare.
KNOWN = {
    "dcat-jsonld!ckanext-dcat!dcat!catalog_pod.jsonld": "rdflib rewrites the dates of the source",
    "dcat-turtle!ckanext-dcat!dataset.ttl": "rdflib's JSON-LD reads https:/example.com as https:///example.com",
    "dcat-turtle!ckanext-dcat!dataset_health.ttl": "the same address",
}
SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
MINDED = re.compile(r"""[<>" {}|\\\\^`]""")
SYNTAXES = {".out.ttl": "turtle", ".out.rdf": "xml", ".out.nt": "nt", ".out.jsonld": "json-ld"}


def graph_of(text, syntax, base="http://base.invalid/"):
    if syntax == "nt":  # rdflib's own reader of it takes an escaped backslash before "n" for the end of a line
        syntax = "turtle"
    graph = rdflib.ConjunctiveGraph() if syntax in ("trig", "json-ld") else rdflib.Graph()
    graph.parse(data=text, format=syntax, publicID=base)
    whole = rdflib.Graph()
    for triple in graph.triples((None, None, None)):
        whole.add(tuple(plain(term) for term in triple))
    return whole


def plain(term):
    """A literal as RDF 1.1 has it: xsd:string is no datatype of its own, languages are lower case.

    rdflib compares no names it would not write ("tel:+49 40"), and its JSON-LD writes "TODO:" as "todo:.": what it
    minds is escaped, what it changes is changed, on both sides.
    """
    if isinstance(term, rdflib.URIRef):
        name = SCHEME.sub(lambda found: found[0].lower(), str(term))
        name = name[:-1] if name.endswith(":.") else name
        return rdflib.URIRef(MINDED.sub(lambda found: f"%{ord(found[0]):02X}", name))
    if not isinstance(term, rdflib.Literal):
        return term
    if term.datatype == rdflib.XSD.string:
        return rdflib.Literal(str(term))
    if term.language:
        return rdflib.Literal(str(term), lang=term.language.lower())
    return rdflib.Literal(str(term), datatype=term.datatype, normalize=False)


def ground(graph):
    return {t for t in graph if not any(isinstance(term, rdflib.BNode) for term in t)}


def same(one, other, large):
    if large:
        return len(one) == len(other) and ground(one) == ground(other)
    return len(one) == len(other) and isomorphic(one, other)


def main():
    rdflib.NORMALIZE_LITERALS = False
    folder, wrong = Path(sys.argv[1]), []
    documents = compared = independent = refused = 0
    for path in sorted(folder.glob("*.source.nt")):
        name = path.name[:-len(".source.nt")]
        source_text = path.read_text()
        large = len(source_text) > LARGE
        kept_text = (folder / (name + ".kept.nt")).read_text()
        rest_text = (folder / (name + ".rest.nt")).read_text()
        source, kept = graph_of(source_text, "nt"), graph_of(kept_text, "nt")
        if not same(graph_of(kept_text + rest_text, "nt"), source, large):
            wrong.append(f"{name}: kept and left out are not the source")
        documents += 1
        for extension, syntax in SYNTAXES.items():
            written = graph_of((folder / (name + extension)).read_text(), syntax)
            compared += 1
            if not same(written, kept, large):
                wrong.append(f"{name}: {syntax} is another graph ({len(written)} statements for {len(kept)})")
        file = name.replace("!", "/")
        data = (CORPUS / file).read_bytes()
        data = gzip.decompress(data) if file.endswith(".gz") else data
        try:
            theirs = graph_of(data, syntax_of(data[:8192], file), "http://base.example/" + file)
        except Exception:  # whatever rdflib throws at a broken document
            refused += 1
            continue
        if same(theirs, source, large):
            independent += 1
        else:
            wrong.append(f"{name}: rdflib reads {len(theirs)} statements, we {len(source)}")
    for known in [line for line in wrong if line.split(": ")[0] in KNOWN]:
        print(f"{known} ({KNOWN[known.split(': ')[0]]})")
        wrong.remove(known)
    print(f"{documents} documents, {compared} written ones compared")
    print(f"{independent} are what rdflib reads, {refused} rdflib does not read, {len(wrong)} differ")
    print("\n".join(wrong))
    return 1 if wrong or documents == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

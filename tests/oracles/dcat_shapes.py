#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Holds what daemon/dcat publishes against the SHACL shapes of DCAT-AP 3, with rdflib alone.

    MOISSON_DCAT_PUBLISHED=dir build/dev/bin/dcat_corpus_test --gtest_filter='DcatPublished.*'
    tests/oracles/dcat_shapes.py dir [folder of the shapes]

Debian has no SHACL engine: the constraints that these files use are checked here (minCount, maxCount, nodeKind, datatype,
class, hasValue, pattern, or, node), read from the files themselves; a constraint that is not known ends the run. The
source of each document is checked too: a violation of the publication is the source's own when the source has as many
of the same kind (same class, property and constraint), because what nobody said cannot be published; else it is ours.
shapes.ttl and range.ttl must hold; shapes_recommended.ttl only counts.
"""
import collections
import os
import re
import sys
from pathlib import Path

import rdflib
from rdflib.namespace import RDF, XSD

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES = Path(os.environ.get("MOISSON_CORPUS", Path(__file__).resolve().parents[2].parent / "shared/corpus")).parent / \
    "data/shacl"
MUST, SHOULD = ("shapes.ttl", "range.ttl"), ("shapes_recommended.ttl",)
# Of a property, what is no constraint.
SILENT = {SH.path, SH.severity, SH.message, SH.name, SH.description, SH.order, RDF.type, rdflib.RDFS.comment,
          rdflib.RDFS.label, rdflib.RDFS.seeAlso, SH.targetClass, SH.property, rdflib.RDFS.isDefinedBy}
KINDS = {SH.IRI: (rdflib.URIRef,), SH.Literal: (rdflib.Literal,), SH.BlankNode: (rdflib.BNode,),
         SH.BlankNodeOrIRI: (rdflib.BNode, rdflib.URIRef), SH.IRIOrLiteral: (rdflib.URIRef, rdflib.Literal),
         SH.BlankNodeOrLiteral: (rdflib.BNode, rdflib.Literal)}
LEXICAL = {
    XSD.date: r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", XSD.gYear: r"-?\d{4,}(Z|[+-]\d\d:\d\d)?",
    XSD.gYearMonth: r"-?\d{4,}-\d\d(Z|[+-]\d\d:\d\d)?", XSD.hexBinary: r"([0-9A-Fa-f]{2})*",
    XSD.dateTime: r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", XSD.nonNegativeInteger: r"\+?\d+",
    XSD.decimal: r"[+-]?(\d+(\.\d*)?|\.\d+)", XSD.duration: r"-?P(?=.)[0-9YMDTHS.]*",
}


def named(term):
    """"dct:title" of an IRI."""
    text = str(term)
    for prefix, space in (("dcat:", "http://www.w3.org/ns/dcat#"), ("dct:", "http://purl.org/dc/terms/"),
                          ("foaf:", "http://xmlns.com/foaf/0.1/"), ("adms:", "http://www.w3.org/ns/adms#"),
                          ("spdx:", "http://spdx.org/rdf/terms#"), ("skos:", "http://www.w3.org/2004/02/skos/core#"),
                          ("sh:", str(SH)), ("vcard:", "http://www.w3.org/2006/vcard/ns#")):
        if text.startswith(space):
            return prefix + text[len(space):]
    return text.rpartition("#")[2] or text


class Shapes:
    """The node shapes of some files, and what they say of a graph."""

    def __init__(self, paths):
        self.graph = rdflib.Graph()
        for path in paths:
            self.graph.parse(str(path), format="turtle")
        self.targets = sorted((target, shape) for shape, target in self.graph.subject_objects(SH.targetClass))

    def violations(self, data):
        """{(class, path, constraint): [focus nodes]}."""
        found = collections.defaultdict(list)
        for target, shape in self.targets:
            for focus in set(data.subjects(RDF.type, target)):
                for prop in self.graph.objects(shape, SH.property):
                    path, values = self.values(data, focus, prop)
                    for constraint in self.broken(data, prop, values):
                        found[named(target), path, constraint].append(focus)
        return found

    def values(self, data, focus, prop):
        path = self.graph.value(prop, SH.path)
        if isinstance(path, rdflib.URIRef):
            return named(path), list(data.objects(focus, path))
        inverse = self.graph.value(path, SH.inversePath)
        if inverse is None:
            sys.exit(f"a path of another kind: {path}")
        return "^" + named(inverse), list(data.subjects(inverse, focus))

    def broken(self, data, shape, values):
        """The constraints of one property shape that its values break."""
        for predicate, wanted in self.graph.predicate_objects(shape):
            if predicate in SILENT:
                continue
            if predicate == SH.minCount:
                if len(values) < int(wanted):
                    yield "minCount"
            elif predicate == SH.maxCount:
                if len(values) > int(wanted):
                    yield "maxCount"
            elif predicate == SH.hasValue:
                if wanted not in values:
                    yield "hasValue " + named(wanted)
            else:
                told = str(predicate).rpartition("#")[2]
                if not all(self.holds(data, predicate, wanted, value) for value in values):
                    yield told + (" " + named(wanted) if isinstance(wanted, rdflib.URIRef) else "")

    def holds(self, data, predicate, wanted, value):
        if predicate == SH.nodeKind:
            return isinstance(value, KINDS[wanted])
        if predicate == SH["class"]:
            return (value, RDF.type, wanted) in data
        if predicate == SH.datatype:
            return isinstance(value, rdflib.Literal) and value.datatype == wanted and \
                re.fullmatch(LEXICAL.get(wanted, r"(?s).*"), str(value)) is not None
        if predicate == SH.pattern:
            return re.search(str(wanted), str(value)) is not None
        if predicate in (SH.node, SH.shape):  # these files write sh:shape where they mean sh:node
            return self.conforms(data, wanted, value)
        if predicate == SH["or"]:
            return any(self.conforms(data, choice, value) for choice in rdflib.collection.Collection(self.graph, wanted))
        return sys.exit(f"a constraint that is not checked: {predicate}")

    def conforms(self, data, shape, value):
        for prop in self.graph.objects(shape, SH.property):
            if any(self.broken(data, prop, self.values(data, value, prop)[1])):
                return False
        return not any(self.broken(data, shape, [value]))


def graph_of(path):
    graph = rdflib.Graph()
    graph.parse(data=path.read_text(), format="turtle")  # rdflib's own reader of N-Triples misreads "\\\\n"
    return graph


def main():
    rdflib.NORMALIZE_LITERALS = False
    folder = Path(sys.argv[1])
    shapes = Path(sys.argv[2]) if len(sys.argv) > 2 else SHAPES
    must, should = (Shapes([shapes / name for name in names]) for names in (MUST, SHOULD))
    totals, ours, examples, missing = (collections.Counter(), collections.Counter(), {}, collections.Counter())
    documents = conforming = datasets = 0
    for path in sorted(folder.glob("*.published.nt")):
        name = path.name[:-len(".published.nt")]
        published = graph_of(path)
        source_path = folder / (name + ".source.nt")
        source = must.violations(graph_of(source_path)) if source_path.exists() else {}
        found = must.violations(published)
        documents += 1
        conforming += not found
        datasets += len(set(published.subjects(RDF.type, rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset"))))
        for kind, focuses in found.items():
            totals[kind] += len(focuses)
            more = len(focuses) - len(source.get(kind, ()))
            if more > 0:
                ours[kind] += more
                examples.setdefault(kind, f"{name} {focuses[0]}")
        for kind, focuses in should.violations(published).items():
            missing[kind] += len(focuses)
    print(f"{documents} documents, {datasets} datasets; {conforming} documents without a violation")
    for kind, count in totals.most_common():
        print(f"  {' '.join(kind)}: {count}, {count - ours[kind]} as in the source, {ours[kind]} ours")
    print("recommended and absent:")
    for kind, count in missing.most_common(20):
        print(f"  {' '.join(kind)}: {count}")
    for kind, count in ours.most_common():
        print(f"OURS {' '.join(kind)}: {count}, first {examples[kind]}")
    return 1 if ours or documents == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

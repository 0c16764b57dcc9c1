#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What PyLD (python3-pyld) makes of every recorded JSON-LD document, with our contexts.

Usage: jsonld_counts.py CORPUS CONTEXTS [--quads FOLDER]
Prints path, tab, number of quads (or "-" where PyLD refuses the document).
--quads also writes every document as canonical N-Quads (URDNA2015) to FOLDER.
tests/golden/jsonld/corpus_counts.tsv is its output.
"""
import argparse
import fnmatch
import json
import pathlib
import re

from pyld import jsonld

BASE = "https://example.org/catalogue.jsonld"


def bundled(folder):
    """Address pattern and context, in the order of addresses.tsv."""
    rows = []
    for line in (folder / "addresses.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, pattern = line.split("\t")
            rows.append((pattern, folder / name))
    return rows


def loader_of(rows):
    def load(url, _options=None):
        bare = re.sub(r"^https?://", "", url).rstrip("/")
        for pattern, file in rows:
            if fnmatch.fnmatchcase(bare, pattern):
                document = json.loads(file.read_text(encoding="utf-8"))
                return {"contextUrl": None, "documentUrl": url, "document": document,
                        "contentType": "application/ld+json"}
        raise LookupError(url)
    return load


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("contexts", type=pathlib.Path)
    parser.add_argument("--quads", type=pathlib.Path)
    arguments = parser.parse_args()
    jsonld.set_document_loader(loader_of(bundled(arguments.contexts)))
    root = arguments.corpus / "dcat-jsonld"
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        name = file.relative_to(root).as_posix()
        try:
            document = json.loads(file.read_text(encoding="utf-8-sig"))
            quads = jsonld.normalize(document, {"base": BASE, "algorithm": "URDNA2015",
                                                "format": "application/n-quads"})
            count = sum(1 for line in quads.splitlines() if line)
        except (jsonld.JsonLdError, ValueError):
            quads = None
            count = "-"
        print(name, count, sep="\t")
        if arguments.quads and quads is not None:
            target = arguments.quads / (name.replace("/", "_") + ".nq")
            target.write_text(quads, encoding="utf-8")


if __name__ == "__main__":
    main()

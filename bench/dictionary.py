#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What a dictionary saves on recorded catalogues (MOISSON_CORPUS), connector by connector: the records
as canonical JSON through `dictionary_bench`, whose held-out quarter is measured."""
import csv
import gzip
import hashlib
import itertools
import json
import os
import subprocess
from pathlib import Path

from measure import ROOT, Report
from stack import BIN

CORPUS = Path(os.environ.get("MOISSON_CORPUS", ROOT.parent / "shared/corpus"))
CSV_ROWS = 20_000


def documents(folder, pattern="*.json"):
    for file in sorted((CORPUS / folder).rglob(pattern)):
        try:
            yield json.loads(file.read_text(encoding="utf-8-sig"))
        except (UnicodeDecodeError, ValueError):
            continue


def packages(value):
    """Every CKAN package in a document, whatever stands around it."""
    if isinstance(value, dict):
        if isinstance(value.get("resources"), list) and ("name" in value or "id" in value):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from packages(item)


def ckan():
    for folder in ("ckan", "dumps/ckan"):
        for document in documents(folder):
            yield from packages(document)


def datajson():
    for folder in ("datajson", "dumps/datajson"):
        for document in documents(folder):
            datasets = document.get("dataset") if isinstance(document, dict) else None
            yield from (item for item in datasets or [] if isinstance(item, dict))


def udata():
    return documents("udata/datagouvfr-datasets")


def udata_csv():
    csv.field_size_limit(1 << 26)
    file = next((CORPUS / "dumps/datagouvfr").glob("*.csv.gz"))
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        yield from itertools.islice(csv.DictReader(text, delimiter=";"), CSV_ROWS)


def lines(records):
    """One each, so that nothing is measured on what it was trained on, in an order that says nothing."""
    return sorted({json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")) for record in records},
                  key=lambda line: hashlib.sha256(line.encode(errors="replace")).digest())


def main():
    report = Report("dictionary", corpus="MOISSON_CORPUS")
    for name, read in (("ckan", ckan), ("datajson", datajson), ("udata", udata), ("udata, catalogue CSV", udata_csv)):
        text = "\n".join(lines(read())) + "\n"
        answer = subprocess.run([BIN / "dictionary_bench"], input=text.encode(errors="replace"), check=True,
                                capture_output=True).stdout
        report.add(name, json.loads(answer))
    report.write()


if __name__ == "__main__":
    main()

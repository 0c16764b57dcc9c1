#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Field table of data.json files: for every row of the mapping, how many datasets or distributions have it.

Usage: datajson_fields.py FOLDER...
Prints "<row>\t<count>" over the datasets that datajson_count.py keeps, in all files together. A member counts
when it holds something: not null, not an empty text (after stripping), not a list or an object of such values.
"""
import collections
import json
import pathlib
import re
import sys

from datajson_count import blank, entries, key


def has(record, *names):
    return any(not blank(record.get(name)) for name in names)


def is_interval(value):
    return isinstance(value, str) and bool(re.fullmatch(r"(R\d*/)?P[T\d].+", value.strip()))


def is_web(value):
    return isinstance(value, str) and value.strip().startswith(("http://", "https://"))


def files(dataset):
    value = dataset.get("distribution")
    if blank(value):
        return []
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict) and not blank(item)]


def rows_of(dataset):
    modified = dataset.get("modified")
    parts = [dataset] + files(dataset)
    yield "title", has(dataset, "title")
    yield "description", has(dataset, "description")
    yield "keyword", has(dataset, "keyword")
    yield "theme", has(dataset, "theme", "superTheme")
    yield "publisher", has(dataset, "publisher")
    yield "contactPoint", has(dataset, "contactPoint", "mbox")
    yield "accessLevel", has(dataset, "accessLevel")
    yield "license", has(dataset, "license") or is_web(dataset.get("rights"))
    yield "language", has(dataset, "language")
    yield "issued", has(dataset, "issued")
    yield "modified", has(dataset, "modified") and not is_interval(modified)
    yield "accrualPeriodicity", has(dataset, "accrualPeriodicity") or is_interval(modified)
    yield "temporal", has(dataset, "temporal")
    yield "spatial", has(dataset, "spatial")
    yield "landingPage", is_web(dataset.get("landingPage")) or str(dataset.get("landingPage")).startswith("www.")
    yield "conformsTo", any(has(part, "conformsTo", "describedBy", "describedBY") for part in parts)


def distribution_rows_of(item):
    yield "distribution title", has(item, "title")
    yield "distribution description", has(item, "description")
    yield "distribution URL", has(item, "downloadURL", "accessURL")
    yield "distribution format", has(item, "format")
    yield "distribution mediaType", has(item, "mediaType")
    yield "distribution byteSize", has(item, "byteSize")
    yield "distribution issued", has(item, "issued")
    yield "distribution modified", has(item, "modified") and not is_interval(item.get("modified"))
    yield "distribution identifier", has(item, "identifier")
    yield "distribution license", has(item, "license")


def main():
    counts = collections.Counter()
    for folder in map(pathlib.Path, sys.argv[1:]):
        for path in sorted(folder.rglob("*.json")):
            try:
                found = entries(json.loads(path.read_bytes().decode("utf-8-sig", "replace"), strict=False))
            except ValueError:
                continue
            kept = {}
            for dataset in found or []:
                if isinstance(dataset, dict) and dataset:
                    kept.setdefault(key(dataset), dataset)
            for dataset in kept.values():
                counts.update(row for row, there in rows_of(dataset) if there)
                for item in files(dataset):
                    counts.update(row for row, there in distribution_rows_of(item) if there)
    for row, count in sorted(counts.items()):
        print(row, count, sep="\t")


if __name__ == "__main__":
    main()

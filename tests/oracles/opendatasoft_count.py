#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Datasets and files of recorded Opendatasoft answers, counted apart from the product.

Usage: opendatasoft_count.py CORPUS      prints "<file><tab><datasets><tab><files>" for each file, then
"ensemble" for all of them: a dataset that comes again in a later file counts once.
Files of a dataset: what its page offers to download (CSV, JSON and a workbook of its records; GeoJSON
and, up to 50,000 records, a shapefile when they are placed on a map), then its attachments and
alternative exports.
"""
import json
import sys
from pathlib import Path


def datasets(node):
    """Whatever describes a dataset in an answer of any age of the API."""
    if isinstance(node, list):
        for item in node:
            yield from datasets(item)
    elif isinstance(node, dict):
        if isinstance(node.get("metas"), dict) and any(k in node for k in ("dataset_uid", "dataset_id", "datasetid")):
            yield node
        else:
            for key in ("dataset", "datasets", "results"):
                yield from datasets(node.get(key))


def files(dataset):
    metas = dataset["metas"].get("default", dataset["metas"])
    count = 0
    if dataset.get("has_records", True) and dataset.get("data_visible", True):
        count += 3
        if "geo" in (dataset.get("features") or []):
            count += 1 + int((metas.get("records_count") or 0) <= 50_000)
    return count + len(dataset.get("attachments") or []) + len(dataset.get("alternative_exports") or [])


def main():
    corpus = Path(sys.argv[1])
    known = {}
    for file in sorted((corpus / "opendatasoft").rglob("*.json")):
        try:
            found = list(datasets(json.loads(file.read_text(encoding="utf-8-sig"))))
        except json.JSONDecodeError:
            found = []
        for dataset in found:
            identity = dataset.get("dataset_uid") or dataset.get("dataset_id") or dataset["datasetid"]
            known.setdefault(identity, files(dataset))
        print(f"{file.relative_to(corpus)}\t{len(found)}\t{sum(files(d) for d in found)}")
    print(f"ensemble\t{len(known)}\t{sum(known.values())}")


if __name__ == "__main__":
    main()

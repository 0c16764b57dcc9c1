#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What data.json files hold, counted with Python's own JSON reader.

Usage: datajson_count.py FOLDER...
One line per *.json file, in name order: path, entries of the lists of datasets, datasets left when each
identifier is kept once, their distributions; "-" in place of numbers when the file holds no list.
"""
import json
import pathlib
import sys

CONTAINERS = {"catalog": "dataset", "service": "servesDataset", "datasetSeries": "seriesMember"}


def blank(value):
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, (list, dict)):
        items = value.values() if isinstance(value, dict) else value
        return all(map(blank, items))
    return False


def entries(document, root=True):
    """Entries of every list of datasets; None when there is no list."""
    if isinstance(document, list):
        return document if root else None
    if not isinstance(document, dict):
        return None
    found, any_list = [], False
    for key in ("dataset", "servesDataset", "seriesMember"):
        value = document.get(key)
        if isinstance(value, list) or (key == "dataset" and isinstance(value, dict)):
            any_list = True
            found += value if isinstance(value, list) else [value]
    for key in CONTAINERS:
        for inner in document.get(key) or []:
            any_list = True
            found += entries(inner, False) or []
    return found if any_list else None


def name(value):
    if isinstance(value, dict):
        return str(value.get("name", ""))
    return "" if value is None else str(value)


def key(dataset):
    for field in ("identifier", "@id", "id"):
        if not blank(dataset.get(field)):
            return str(dataset[field]).strip()
    if not blank(dataset.get("landingPage")):
        return "page", dataset["landingPage"]
    return "title", str(dataset.get("title", "")), name(dataset.get("publisher"))


def count(path):
    text = path.read_bytes().decode("utf-8-sig", "replace")
    try:
        found = entries(json.loads(text, strict=False))
    except ValueError:
        return None
    if found is None:
        return None
    kept = {}
    for dataset in found:
        if isinstance(dataset, dict) and dataset:
            kept.setdefault(key(dataset), dataset)
    distributions = 0
    for dataset in kept.values():
        value = dataset.get("distribution")
        if blank(value):
            distributions += sum(not blank(dataset.get(field)) for field in ("accessURL", "webService"))
        else:
            distributions += sum(not blank(item) for item in value) if isinstance(value, list) else 1
    return len(found), len(kept), distributions


def main():
    for folder in map(pathlib.Path, sys.argv[1:]):
        for path in sorted(folder.rglob("*.json")):
            counted = count(path)
            print(path, *(counted or ("-", "-", "-")), sep="\t")


if __name__ == "__main__":
    main()

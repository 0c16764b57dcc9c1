# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Package dicts of recorded CKAN catalogues, read with Python's own json: no line of ours in common.

The only thing taken from the simulator is which files make which catalogue
(`portail_simule --lister-catalogues`).
"""
import json
import os

NAMES = ("id", "name")
TITLES = ("title", "title_translated", "title_fra")
BODIES = ("resources", "notes", "extras", "notes_translated", "description")
OTHERS = ("is_organization", "package_id", "aspects")


def is_package(value):
    return (
        isinstance(value, dict)
        and any(key in value for key in NAMES)
        and any(key in value for key in TITLES)
        and any(key in value for key in BODIES)
        and not any(key in value for key in OTHERS)
    )


def packages_in(value, depth=0):
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from packages_in(item, depth + 1)
    elif isinstance(value, dict):
        if isinstance(value.get("data_dict"), str):
            yield from packages_in(json.loads(value["data_dict"]), depth + 1)
        elif is_package(value):
            yield value
        else:
            for key in ("result", "results", "packages"):
                if key in value:
                    yield from packages_in(value[key], depth + 1)


def packages_of_file(path):
    with open(path, encoding="utf-8") as source:
        text = source.read()
    try:
        return list(packages_in(json.loads(text)))
    except json.JSONDecodeError:
        found = []
        for line in text.splitlines():
            try:
                found += packages_in(json.loads(line))
            except json.JSONDecodeError:
                pass
        return found


def files_of(path):
    if not os.path.isdir(path):
        return [path] if os.path.exists(path) else []
    return sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if name.endswith((".json", ".jsonl"))
    )


def identity(package):
    for key in NAMES:
        if isinstance(package.get(key), str):
            return package[key]
    return json.dumps(package.get("id"))


def load(catalogue, corpus):
    """Records of one catalogue; an id that comes again in a later file is left out."""
    records, seen = [], set()
    for path in catalogue["paths"]:
        for file in files_of(os.path.join(corpus, path)):
            here = set()
            for package in packages_of_file(file):
                key = identity(package)
                if key not in seen:
                    here.add(key)
                    records.append(package)
            seen |= here
    return records


def catalogues(listing):
    with open(listing, encoding="utf-8") as source:
        return json.load(source)["catalogues"]

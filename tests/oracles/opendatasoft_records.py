# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Datasets of recorded Opendatasoft answers, read with Python's own json: no line of ours in common.

The only thing taken from the simulator is which files make which catalogue
(`portail_simule --protocole opendatasoft --lister-catalogues`).
"""
import json
import os

from opendatasoft_count import datasets


def files_of(path):
    if not os.path.isdir(path):
        return [path] if os.path.exists(path) else []
    return sorted(os.path.join(path, name) for name in os.listdir(path) if name.endswith(".json"))


def identity(dataset):
    return dataset.get("dataset_uid") or dataset.get("dataset_id") or dataset.get("datasetid")


def load(catalogue, corpus):
    """What the API would list of one catalogue; an id that comes again is left out."""
    found, seen = [], set()
    for path in catalogue["paths"]:
        for file in files_of(os.path.join(corpus, path)):
            try:
                with open(file, encoding="utf-8-sig") as source:
                    document = json.load(source)
            except json.JSONDecodeError:
                continue
            for dataset in datasets(document):
                if identity(dataset) not in seen:
                    seen.add(identity(dataset))
                    found.append(dataset)
    return found


def catalogues(listing):
    with open(listing, encoding="utf-8") as source:
        return json.load(source)["catalogues"]

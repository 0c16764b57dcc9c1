# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Datasets of RDF documents and the rows of their mapping, for the recipe of catalogues.

rdflib is only there for the system's Python: a script of its own reads the documents (dcat_fields.py --records).
Recorded files are driven one by one (tests/acceptance/documents.py): catalogues() is empty.
"""
import json
import subprocess
from pathlib import Path


def catalogues(_listing):
    return []


def load(_catalogue, _corpus):
    return []


def read(paths):
    script = Path(__file__).with_name("dcat_fields.py")
    lines = subprocess.run(["/usr/bin/python3", str(script), "--records", *map(str, paths)], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def identity(dataset):
    return dataset["id"]


def fields_of(dataset):
    return dataset["fields"]


def resources_of(dataset):
    return dataset["files"]


def resource_fields_of(dataset):
    return {name: sum(item[name] for item in dataset["files"]) for name in dataset["file_rows"]}

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Datasets of one data.json and the rows of its mapping, for the recipe of catalogues.

Recorded files are driven one by one (tests/acceptance/documents.py): catalogues() is empty.
"""
from datajson_count import entries, key
from datajson_fields import distribution_rows_of, files, rows_of


def catalogues(_listing):
    return []


def load(_catalogue, _corpus):
    return []


def kept(document):
    """Each identifier once."""
    found = {}
    for dataset in entries(document) or []:
        if isinstance(dataset, dict) and dataset:
            found.setdefault(key(dataset), dataset)
    return list(found.values())


def identity(dataset):
    return key(dataset)


def fields_of(dataset):
    return dict(rows_of(dataset))


def resources_of(dataset):
    return files(dataset)


def resource_fields_of(dataset):
    rows = [dict(distribution_rows_of(item)) for item in files(dataset)]
    return {name: sum(row[name] for row in rows) for name, _ in distribution_rows_of({})}

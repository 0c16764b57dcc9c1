# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Data sets of recorded udata catalogues, read with Python's own json and csv: no line of ours in common.

The only thing taken from the simulator is which files make which catalogue
(`portail_simule --protocole udata --lister-catalogues`). Rows of a catalogue export become small
documents: what the export says, under the names of the API.
"""
import csv
import gzip
import json
import os

csv.field_size_limit(1 << 28)


def files_of(path):
    if not os.path.isdir(path):
        return [path] if os.path.exists(path) else []
    return sorted(os.path.join(path, name) for name in os.listdir(path) if name.endswith(".json"))


def documents_of_json(path):
    with open(path, encoding="utf-8") as source:
        document = json.load(source)
    if "datasets" not in document:
        return [document]
    # udata's own fixtures: organization and resources stand beside the data set.
    return [{**item["dataset"], "organization": item["organization"], "resources": item["resources"]}
            for item in document["datasets"]]


def split(text):
    return [part for part in text.split(",") if part]


def document_of_row(row):
    harvest = {key: row[f"harvest.{key}"] for key in ("backend", "domain", "created_at", "modified_at", "remote_url")}
    formats = split(row["resources_formats"])
    count = int(row["resources_count"] or 0)
    return {
        "id": row["id"], "slug": row["slug"], "title": row["title"], "acronym": row["acronym"], "page": row["url"],
        "organization": row["organization"] or row["organization_id"], "owner": row["owner"] or row["owner_id"],
        "description": row["description"], "description_short": row["description_short"], "frequency": row["frequency"],
        "license": row["license"], "tags": split(row["tags"]), "created_at": row["created_at"],
        "last_modified": row["last_modified"], "last_update": row["last_modified"],
        "temporal_coverage": {"start": row["temporal_coverage.start"], "end": row["temporal_coverage.end"]},
        "spatial": {"zones": split(row["spatial.zones"]), "granularity": row["spatial.granularity"]},
        "harvest": harvest, "archived": row["archived"] if row["archived"] != "False" else None,
        "metrics": {name: int(row[f"metric.{column}"] or 0) for name, column in (
            ("views", "views"), ("reuses", "reuses"), ("followers", "followers"),
            ("resources_downloads", "resources_downloads"))},
        # The export counts resources and lists their formats; the rest is the simulator's.
        "resources": [{"id": i, "title": "x", "url": "x", "type": "main", "latest": "x", "created_at": row["created_at"],
                       "last_modified": row["last_modified"], "format": formats[i % len(formats)] if formats else None}
                      for i in range(count)],
    }


def rows_of(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as source:
        # A part of an export begins and ends in the middle of a row: those are no data sets.
        for row in csv.DictReader(source, delimiter=";"):
            if None not in row and None not in row.values():
                yield row


def documents_of(path):
    if path.endswith((".csv", ".csv.gz")):
        return map(document_of_row, rows_of(path))
    return documents_of_json(path)


def is_listed(document):
    """udata's visibility for who is not logged in."""
    return not document.get("archived") and not document.get("deleted") and not document.get("private")


def identity(document):
    return document.get("id") or document.get("slug")


def load(catalogue, corpus):
    """What the API would list of one catalogue; an id that comes again is left out."""
    documents, seen = [], set()
    for path in catalogue["paths"]:
        for file in files_of(os.path.join(corpus, path)):
            for document in documents_of(file):
                if identity(document) not in seen and is_listed(document):
                    documents.append(document)
                seen.add(identity(document))
    return documents


def catalogues(listing):
    with open(listing, encoding="utf-8") as source:
        return [c for c in json.load(source)["catalogues"] if not c["large"]]

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Datasets of a Data Fair list and the field table of the mapping, apart from the product.

No list was recorded: catalogues() is empty, and the recipe runs on what the simulator serves.
"""

ROWS = {
    "remote_id": ["id"],
    "slug": ["slug"],
    "title": ["title"],
    "description": ["description", "summary"],
    "keywords": ["keywords"],
    "theme": ["topics"],
    "publisher": ["owner", "creator"],
    "creator": ["creator"],
    "licence": ["license"],
    "frequency": ["frequency"],
    "issued": ["createdAt"],
    "record_created": ["createdAt"],
    "modified": ["modified", "dataUpdatedAt", "updatedAt"],
    "record_modified": ["updatedAt"],
    "temporal": ["temporal", "timePeriod"],
    "spatial": ["spatial", "bbox"],
    "landing_page": ["origin"],
}


def catalogues(_listing):
    return []


def load(_catalogue, _corpus):
    return []


def identity(dataset):
    return dataset.get("id") or dataset.get("slug")


def holds(value):
    if value is None:
        return False
    if isinstance(value, str):
        return value.strip() != ""
    if isinstance(value, (list, dict)):
        return len(value) > 0
    return True


def fields_of(dataset):
    """{row: does this dataset have it}"""
    return {row: any(holds(dataset.get(key)) for key in keys) for row, keys in ROWS.items()}


def resources_of(dataset):
    """Files offered: the one that was sent, its conversion, attachments."""
    found = []
    original, converted = dataset.get("originalFile"), dataset.get("file")
    if original and not dataset.get("isMetaOnly"):
        found.append(original)
        if converted and converted.get("mimetype") != original.get("mimetype"):
            found.append(converted)
    return found + (dataset.get("attachments") or [])


def resource_fields_of(dataset):
    """{row: how many files of this dataset have it}"""
    files = resources_of(dataset)
    return {
        "resource_url": len(files),
        "resource_kind": len(files),
        "resource_title": sum("mimetype" in f or holds(f.get("title")) for f in files),
        "resource_mime": sum(holds(f.get("mimetype")) for f in files),
        "resource_size": sum(holds(f.get("size")) for f in files),
        "resource_hash": sum(holds(f.get("md5")) for f in files),
        "resource_description": sum(holds(f.get("description")) for f in files),
    }

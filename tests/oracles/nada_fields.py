# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Studies of a NADA catalogue and the field table of the mapping, apart from the product.

A record is {"row": a row of the search, "study": the study asked for by its id}. No catalogue was recorded.
"""
ROWS = {
    "remote_id": lambda row, desc: row.get("idno"),
    "title": lambda row, desc: desc.get("title_statement", {}).get("title"),
    "description": lambda row, desc: info(desc).get("abstract"),
    "keywords": lambda row, desc: [k for k in info(desc).get("keywords", []) if k.get("keyword")],
    "theme": lambda row, desc: [t for t in info(desc).get("topics", []) if t.get("topic")],
    "publisher": lambda row, desc: [a for a in desc.get("authoring_entity", []) if a.get("name")],
    "contact": lambda row, desc: [c for c in desc.get("distribution_statement", {}).get("contact", [])
                                  if c.get("name") or c.get("email")],
    "access_rights": lambda row, desc: row.get("data_access_type") or row.get("form_model"),
    "record_created": lambda row, desc: row.get("created"),
    "record_modified": lambda row, desc: row.get("changed"),
    "temporal": lambda row, desc: [d for d in info(desc).get("coll_dates", []) if d.get("start") or d.get("end")],
    "spatial": lambda row, desc: [n for n in info(desc).get("nation", []) if n.get("name")],
    "version": lambda row, desc: desc.get("version_statement", {}).get("version"),
}


def info(desc):
    return desc.get("study_info", {})


def catalogues(_listing):
    return []


def load(_catalogue, _corpus):
    return []


def is_study(record):
    """Documents, images, scripts and videos of a catalogue are no data sets."""
    return record["row"].get("type") not in ("document", "image", "script", "video")


def identity(record):
    return record["row"]["idno"]


def description(record):
    return record["study"].get("metadata", {}).get("study_desc", {})


def fields_of(record):
    row, desc = {**record["row"], **record["study"]}, description(record)
    return {name: bool(value(row, desc)) for name, value in ROWS.items()}


def resources_of(record):
    """The page of the microdata, unless there is none to have, and the description in DDI."""
    access = record["study"].get("data_access_type") or record["row"].get("form_model")
    return ["ddi"] + ([] if access == "data_na" else ["microdata"])


def resource_fields_of(record):
    return {"resource_url": len(resources_of(record)), "resource_title": len(resources_of(record))}

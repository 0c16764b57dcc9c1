# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the NADA mapping is stored, and why a value may be missing there.

Source counts come from tests/oracles/nada_fields.py, stored counts from SQL alone.
"""
from field_table import DATASET, DISTRIBUTION, key, part, reason, stored  # noqa: F401

TITLE = "Lignes de la correspondance NADA : à la source, en base"

FIELDS = {
    "remote_id": ("remote_id", "d.remote_id <> ''"),
    "title": ("title", "d.title <> ''"),
    "description": ("description", key("description")),
    "keywords": ("keywords", key("keywords")),
    "theme": ("raw_themes", key("raw_themes")),
    "publisher": ("publisher", "d.publisher IS NOT NULL"),
    "contact": ("contacts", key("contacts")),
    "access_rights": ("access_right", "d.access_right <> '' OR " + key("access_raw")),
    "record_created": ("record_created", key("record_created")),
    "record_modified": ("record_modified", key("record_modified")),
    "temporal": ("temporal", key("temporal")),
    "spatial": ("spatial, countries", key("spatial") + " OR d.countries <> '{}'"),
    "version": ("version", key("version")),
}

RESOURCE_FIELDS = {
    "resource_url": ("url ou raw_url", "x.url <> '' OR " + part("raw_url") + " OR " + part("access_url")),
    "resource_title": ("title", part("title")),
}

CODES = {"contact": {"BAD_EMAIL"}, "temporal": {"BAD_PERIOD", "BAD_DATE"}, "spatial": {"BAD_SPATIAL"}}

REASONS = {}

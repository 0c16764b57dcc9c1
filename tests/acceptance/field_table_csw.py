# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the ISO 19139 mapping is stored, and why a value may be missing there.

Source counts come from tests/oracles/csw_fields.py, stored counts from SQL alone.
"""
from field_table import DATASET, DISTRIBUTION, key, part, reason, stored  # noqa: F401

TITLE = "Lignes de la correspondance ISO 19139 : à la source, en base"

FIELDS = {
    "remote_id": ("remote_id", "d.remote_id <> ''"),
    "title": ("title", "d.title <> ''"),
    "description": ("description", key("description")),
    "keywords": ("keywords", key("keywords")),
    "theme": ("raw_themes", key("raw_themes")),
    "publisher": ("publisher", "d.publisher IS NOT NULL"),
    "licence": ("licence", key("licence")),
    "frequency": ("frequency", "d.frequency <> '' OR " + key("frequency_raw")),
    "language": ("languages", "d.languages <> '{}'"),
    "issued": ("issued", key("issued")),
    "modified": ("modified", key("modified")),
    "record_modified": ("record_modified", key("record_modified")),
    "spatial": ("spatial, countries", key("spatial") + " OR d.countries <> '{}'"),
    "temporal": ("temporal", key("temporal")),
}

RESOURCE_FIELDS = {
    "resource_url": ("url ou raw_url", "x.url <> '' OR " + part("raw_url") + " OR " + part("access_url")),
    "resource_title": ("title", part("title")),
    "resource_description": ("description", part("description")),
}

FILES = {"BAD_URL", "DUP_RESOURCE"}
CODES = {
    "issued": {"BAD_DATE", "FUTURE_DATE"},
    "modified": {"BAD_DATE", "FUTURE_DATE"},
    "record_modified": {"BAD_DATE", "FUTURE_DATE"},
    "temporal": {"BAD_PERIOD", "BAD_DATE"},
    "spatial": {"BAD_SPATIAL"},
    **{row: FILES for row in RESOURCE_FIELDS},
}

REASONS = {}

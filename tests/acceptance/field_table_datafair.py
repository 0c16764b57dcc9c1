# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the Data Fair mapping is stored, and why a value may be missing there.

Source counts come from tests/oracles/datafair_fields.py, stored counts from SQL alone.
"""
from field_table import DATASET, DISTRIBUTION, key, part, reason, stored  # noqa: F401

TITLE = "Lignes de la correspondance Data Fair : à la source, en base"

FIELDS = {
    "remote_id": ("remote_id", "d.remote_id <> ''"),
    "slug": ("alias", key("aliases")),
    "title": ("title", "d.title <> ''"),
    "description": ("description", key("description")),
    "keywords": ("keywords", key("keywords")),
    "theme": ("raw_themes", key("raw_themes")),
    "publisher": ("publisher", "d.publisher IS NOT NULL"),
    "creator": ("creator", "d.creator IS NOT NULL"),
    "licence": ("licence", key("licence")),
    "frequency": ("frequency", "d.frequency <> '' OR " + key("frequency_raw")),
    "issued": ("issued", key("issued")),
    "record_created": ("record_created", key("record_created")),
    "modified": ("modified", key("modified")),
    "record_modified": ("record_modified", key("record_modified")),
    "temporal": ("temporal", key("temporal")),
    "spatial": ("spatial, countries", key("spatial") + " OR d.countries <> '{}'"),
    "landing_page": ("landing_page", key("landing_page")),
}

RESOURCE_FIELDS = {
    "resource_url": ("url ou raw_url", "x.url <> '' OR " + part("raw_url")),
    "resource_kind": ("kind", part("kind")),
    "resource_title": ("title", part("title")),
    "resource_mime": ("media_type", "x.media_type <> ''"),
    "resource_size": ("byte_size", "x.byte_size IS NOT NULL"),
    "resource_hash": ("checksum", part("checksum")),
    "resource_description": ("description", part("description")),
}

CODES = {
    "issued": {"BAD_DATE", "FUTURE_DATE"},
    "modified": {"BAD_DATE", "FUTURE_DATE"},
    "temporal": {"BAD_PERIOD", "BAD_DATE"},
    "spatial": {"BAD_SPATIAL"},
    "landing_page": {"BAD_URL"},
    "resource_url": {"BAD_URL", "DUP_RESOURCE"},
    "resource_hash": {"BAD_CHECKSUM"},
    "resource_kind": {"BAD_URL", "DUP_RESOURCE"},
    "resource_title": {"BAD_URL", "DUP_RESOURCE"},
    "resource_description": {"BAD_URL", "DUP_RESOURCE"},
}

REASONS = {}

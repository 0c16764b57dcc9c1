# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the data.json mapping is stored, and why a value may be missing there.

Source counts come from tests/oracles/datajson_fields.py, stored counts from SQL alone.
"""
from field_table import DATASET, DISTRIBUTION, key, part, reason, stored  # noqa: F401

TITLE = "Lignes de la correspondance data.json : à la source, en base"

FIELDS = {
    "title": ("title", "d.title <> ''"),
    "description": ("description", key("description")),
    "keyword": ("keywords", key("keywords")),
    "theme": ("raw_themes", key("raw_themes")),
    "publisher": ("publisher", "d.publisher IS NOT NULL"),
    "contactPoint": ("contacts", key("contacts")),
    "accessLevel": ("access_right", "d.access_right <> '' OR " + key("access_raw")),
    "license": ("licence", key("licence")),
    "language": ("languages", "d.languages <> '{}'"),
    "issued": ("issued", key("issued")),
    "modified": ("modified", key("modified")),
    "accrualPeriodicity": ("frequency", "d.frequency <> '' OR " + key("frequency_raw")),
    "temporal": ("temporal", key("temporal")),
    "spatial": ("spatial, countries", key("spatial") + " OR d.countries <> '{}'"),
    "landingPage": ("landing_page", key("landing_page")),
    "conformsTo": ("conforms_to", key("conforms_to")),
}

RESOURCE_FIELDS = {
    "distribution title": ("title", part("title")),
    "distribution description": ("description", part("description")),
    "distribution URL": ("url ou raw_url", "x.url <> '' OR " + part("raw_url") + " OR " + part("access_url")),
    "distribution format": ("format", "x.format <> '' OR " + part("format_raw")),
    "distribution mediaType": ("media_type", "x.media_type <> ''"),
    "distribution byteSize": ("byte_size", "x.byte_size IS NOT NULL"),
    "distribution issued": ("issued", part("issued")),
    "distribution modified": ("modified", part("modified")),
    "distribution identifier": ("remote_id", part("remote_id")),
    "distribution license": ("licence", part("licence")),
}

FILES = {"BAD_URL", "DUP_RESOURCE"}
CODES = {
    "contactPoint": {"BAD_EMAIL"},
    "issued": {"BAD_DATE", "FUTURE_DATE"},
    "modified": {"BAD_DATE", "FUTURE_DATE"},
    "temporal": {"BAD_PERIOD", "BAD_DATE"},
    "spatial": {"BAD_SPATIAL"},
    "landingPage": {"BAD_URL"},
    **{row: FILES for row in RESOURCE_FIELDS},
    "distribution issued": FILES | {"BAD_DATE"},
    "distribution modified": FILES | {"BAD_DATE"},
}

REASONS = {}

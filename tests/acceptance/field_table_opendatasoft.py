# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the Opendatasoft mapping is stored, and why a value may be missing there.

Source counts come from tests/oracles/opendatasoft_fields.py, stored counts from SQL alone.
"""
from field_table import DATASET, DISTRIBUTION, key, part, reason, stored  # noqa: F401

TITLE = "Lignes de la correspondance Opendatasoft : à la source, en base"

FIELDS = {
    "remote_id": ("remote_id", "d.remote_id <> ''"),
    "name": ("alias ou remote_id", key("aliases") + " OR d.remote_id <> ''"),
    "title": ("title", "d.title <> ''"),
    "description": ("description", key("description")),
    "keywords": ("keywords", key("keywords")),
    "theme": ("raw_themes", key("raw_themes")),
    "publisher": ("publisher", "d.publisher IS NOT NULL"),
    "creator": ("creator", "d.creator IS NOT NULL"),
    "contact": ("contacts", key("contacts")),
    "licence": ("licence", key("licence")),
    "language": ("languages", "d.languages <> '{}'"),
    "modified": ("modified", key("modified")),
    "record_modified": ("record_modified", key("record_modified")),
    "record_created": ("record_created", key("record_created")),
    "issued": ("issued", key("issued")),
    "frequency": ("frequency", "d.frequency <> '' OR " + key("frequency_raw")),
    "temporal": ("temporal", key("temporal")),
    "spatial": ("spatial, countries", key("spatial") + " OR d.countries <> '{}'"),
    "country": ("countries", "d.countries <> '{}'"),
    "identifier": ("identifiers, uri", key("identifiers") + " OR " + key("uri")),
    "attributions": ("provenance", key("provenance")),
    "federated": ("origin_*", " OR ".join(map(key, ("origin_portal", "origin_url", "origin_id")))),
    "landing_page": ("landing_page", key("landing_page")),
    "popularity": ("dataset_signal.counters",
                   "(SELECT s2.popularity > 0 FROM moisson.dataset_signal s2 WHERE s2.dataset = d.id)"),
}

RESOURCE_FIELDS = {
    "resource_id": ("remote_id", part("remote_id")),
    "resource_title": ("title", part("title")),
    "resource_description": ("description", part("description")),
    "resource_url": ("url ou raw_url", "x.url <> '' OR " + part("raw_url")),
    "resource_mime": ("media_type", "x.media_type <> ''"),
    "resource_kind": ("kind", part("kind")),
    "resource_modified": ("modified", part("modified")),
}

CODES = {
    "contact": {"BAD_EMAIL"},
    "issued": {"BAD_DATE", "FUTURE_DATE"},
    "modified": {"BAD_DATE", "FUTURE_DATE"},
    "record_created": {"BAD_DATE"},
    "record_modified": {"BAD_DATE"},
    "temporal": {"BAD_PERIOD", "BAD_DATE"},
    "spatial": {"BAD_SPATIAL", "LIMIT_REACHED"},
    "language": {"UNMAPPED_LANGUAGE"},
    "landing_page": {"BAD_URL"},
    "resource_url": {"BAD_URL"},
}

REASONS = {}

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the DCAT mapping is stored, and why a value may be missing there.

Source counts come from tests/oracles/dcat_fields.py (rdflib), stored counts from SQL alone.
"""
from field_table import DATASET, DISTRIBUTION, key, part, reason, stored  # noqa: F401
import field_table_datajson

TITLE = "Lignes de la correspondance DCAT : à la source, en base"

FIELDS = {row: place for row, place in field_table_datajson.FIELDS.items() if row not in ("accessLevel",)}
FIELDS |= {
    "creator": ("creator", "d.creator IS NOT NULL"),
    "accessRights": ("access_right", "d.access_right <> '' OR " + key("access_raw")),
    "provenance": ("provenance", key("provenance")),
    "version": ("version", key("version")),
}

RESOURCE_FIELDS = {row: place for row, place in field_table_datajson.RESOURCE_FIELDS.items()
                   if row not in ("distribution URL", "distribution identifier")}
RESOURCE_FIELDS |= {
    "distribution downloadURL": ("url ou raw_url", "x.url <> '' OR " + part("raw_url")),
    "distribution accessURL": ("access_url ou url", "x.url <> '' OR " + part("raw_url") + " OR " + part("access_url")),
    "distribution checksum": ("checksum", part("checksum")),
    "distribution language": ("languages", part("languages")),
}

CODES = {**field_table_datajson.CODES, "distribution checksum": {"BAD_CHECKSUM"}}

REASONS = {}

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the udata mapping is stored, and why a value of the source may be missing there.

Source counts come from tests/oracles/udata_fields.py, stored counts from SQL on the database alone.
"""
from field_table import FIELDS as CKAN, RESOURCE_FIELDS as CKAN_RESOURCES, key, part

TITLE = "Lignes de la correspondance udata : à la source, en base"

SAME = ("remote_id", "title", "description", "landing_page", "publisher", "contact", "keywords", "theme", "licence",
        "frequency", "issued", "modified", "record_created", "record_modified", "temporal", "access_rights", "conforms_to",
        "identifier", "harvested_from")

# Row -> (where it is stored, SQL condition).
FIELDS = {
    **{name: CKAN[name] for name in SAME},
    "slug": CKAN["name"],
    "creator": ("creator", "d.creator IS NOT NULL"),
    "spatial": ("spatial, countries", key("spatial") + " OR d.countries <> '{}'"),
    "granularity": ("-", "false"),
    "frequency_date": ("-", "false"),
    "remote_quality": ("-", "false"),
    "popularity": ("signal.popularity", "EXISTS (SELECT FROM moisson.dataset_signal g WHERE g.dataset = d.id"
                                        " AND g.counters::text <> '{}')"),
}

RESOURCE_FIELDS = {
    "resource_id": CKAN_RESOURCES["resource_id"],
    "resource_title": CKAN_RESOURCES["resource_name"],
    "resource_description": CKAN_RESOURCES["resource_description"],
    "resource_url": CKAN_RESOURCES["resource_url"],
    "resource_latest": ("access_url", part("access_url") + " OR x.url <> ''"),
    "resource_format": CKAN_RESOURCES["resource_format"],
    "resource_mime": CKAN_RESOURCES["resource_mimetype"],
    "resource_filesize": CKAN_RESOURCES["resource_size"],
    "resource_checksum": CKAN_RESOURCES["resource_hash"],
    "resource_kind": CKAN_RESOURCES["resource_kind"],
    "resource_created": CKAN_RESOURCES["resource_created"],
    "resource_modified": CKAN_RESOURCES["resource_modified"],
}

# Issue codes that account for values of a row that were not stored.
CODES = {
    "resource_checksum": {"BAD_CHECKSUM"},
    "landing_page": {"BAD_URL"},
    "contact": {"BAD_EMAIL"},
    "issued": {"BAD_DATE", "FUTURE_DATE"},
    "modified": {"BAD_DATE", "FUTURE_DATE"},
    "record_created": {"BAD_DATE", "FUTURE_DATE"},
    "record_modified": {"BAD_DATE", "FUTURE_DATE"},
    "temporal": {"BAD_PERIOD", "BAD_DATE"},
    "spatial": {"BAD_SPATIAL", "LIMIT_REACHED"},
    "resource_url": {"BAD_URL"},
    "resource_created": {"BAD_DATE", "FUTURE_DATE"},
    "resource_modified": {"BAD_DATE", "FUTURE_DATE"},
}

ANY = 10 ** 9
# What is left out by design: row -> {catalogue or "*": (most values, reason)}.
REASONS = {
    "granularity": {"*": (ANY, "finesse des zones, sans place dans le modèle ; gardée dans la fiche brute")},
    "frequency_date": {"*": (ANY, "échéance annoncée, recalculée de la fréquence ; gardée dans la fiche brute")},
    "remote_quality": {"*": (ANY, "note du portail, volatile : hors de la fiche, nous notons nous-mêmes")},
}

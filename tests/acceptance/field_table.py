# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Where each row of the CKAN mapping is stored, and why a value of the source may be missing there.

Source counts come from tests/oracles/ckan_fields.py, stored counts from SQL on the database alone.
"""

DATASET = "SELECT s.key, d.remote_id, {counts} FROM moisson.dataset d JOIN moisson.source s ON s.id = d.source" \
    " WHERE d.state = 'active' GROUP BY s.key, d.remote_id"
DISTRIBUTION = "SELECT s.key, d.remote_id, {counts} FROM moisson.distribution x JOIN moisson.dataset d ON d.id = x.dataset" \
    " JOIN moisson.source s ON s.id = d.source WHERE d.state = 'active' GROUP BY s.key, d.remote_id"


TITLE = "Lignes de la correspondance CKAN : à la source, en base"


def key(name):
    return f"d.metadata->'{name}' IS NOT NULL"


# Row -> (where it is stored, SQL condition).
FIELDS = {
    "remote_id": ("remote_id", "d.remote_id <> ''"),
    "name": ("alias ou remote_id", "d.metadata->'aliases' IS NOT NULL OR d.remote_id <> ''"),
    "title": ("title", "d.title <> ''"),
    "description": ("description", key("description")),
    "landing_page": ("landing_page", key("landing_page")),
    "publisher": ("publisher", "d.publisher IS NOT NULL"),
    "contact": ("contacts, creator", key("contacts") + " OR d.creator IS NOT NULL"),
    "keywords": ("keywords", key("keywords")),
    "groups": ("raw_themes", key("raw_themes")),
    "licence": ("licence", key("licence")),
    "record_created": ("record_created", key("record_created")),
    "record_modified": ("record_modified", key("record_modified")),
    "issued": ("issued", key("issued")),
    "modified": ("modified", key("modified")),
    "data_modified": ("modified", key("modified")),
    "frequency": ("frequency", "d.frequency <> '' OR " + key("frequency_raw")),
    "spatial": ("spatial", key("spatial")),
    "spatial_text": ("spatial, countries", key("spatial") + " OR d.countries <> '{}'"),
    "temporal": ("temporal", key("temporal")),
    "theme": ("raw_themes", key("raw_themes")),
    "language": ("languages", "d.languages <> '{}'"),
    "conforms_to": ("conforms_to", key("conforms_to")),
    "access_rights": ("access_right", "d.access_right <> '' OR " + key("access_raw")),
    "provenance": ("provenance", key("provenance")),
    "identifier": ("identifiers, uri", key("identifiers") + " OR " + key("uri")),
    "harvested_from": ("origin_*", " OR ".join(map(key, ("origin_portal", "origin_url", "origin_id")))),
    "state": ("state (actifs)", "true"),
    "private": ("actifs", "true"),
    "type": ("actifs", "true"),
    "version": ("version", key("version")),
    "relationships": ("-", "false"),
}


def part(name):
    return f"x.metadata->'{name}' IS NOT NULL"


RESOURCE_FIELDS = {
    "resource_id": ("remote_id", part("remote_id")),
    "resource_name": ("title", part("title")),
    "resource_description": ("description", part("description")),
    "resource_url": ("url ou raw_url", "x.url <> '' OR " + part("raw_url") + " OR " + part("access_url")),
    "resource_format": ("format", "x.format <> '' OR " + part("format_raw")),
    "resource_mimetype": ("media_type", "x.media_type <> ''"),
    "resource_size": ("byte_size", "x.byte_size IS NOT NULL"),
    "resource_hash": ("checksum", part("checksum")),
    "resource_kind": ("kind", part("kind")),
    "resource_created": ("issued", part("issued")),
    "resource_modified": ("modified", part("modified")),
    "resource_record_modified": ("-", "false"),
    "resource_mimetype_inner": ("-", "false"),
    "resource_position": ("position", "true"),
    "resource_state": ("actives", "true"),
    "resource_datastore": ("-", "false"),
    "resource_cache": ("-", "false"),
}

# Issue codes that account for values of a row that were not stored.
CODES = {
    "landing_page": {"BAD_URL"},
    "contact": {"BAD_EMAIL"},
    "issued": {"BAD_DATE", "FUTURE_DATE"},
    "modified": {"BAD_DATE", "FUTURE_DATE"},
    "data_modified": {"BAD_DATE", "FUTURE_DATE"},
    "record_created": {"BAD_DATE"},
    "record_modified": {"BAD_DATE"},
    "temporal": {"BAD_PERIOD", "BAD_DATE"},
    "spatial": {"BAD_SPATIAL", "LIMIT_REACHED"},
    "resource_url": {"BAD_URL"},
    "resource_created": {"BAD_DATE"},
    "resource_modified": {"BAD_DATE"},
    "resource_hash": {"BAD_CHECKSUM"},
}

# What is left out by design: row -> {catalogue or "*": (most values, reason)}.
REASONS = {
    "harvested_from": {"*": (1, "harvest_object_id seul : il change à chaque passage de l'amont, écarté")},
    "identifier": {"*": (3, "égal à l'identifiant du jeu : rangé une fois, dans remote_id")},
    "resource_mimetype": {"bonn-dkan": (215, "« pdf » n'est pas un type de média : lu comme format")},
    "resource_modified": {"bonn-dkan": (2, "une étiquette sans date (« Date changed »)")},
    "resource_record_modified": {"*": (10 ** 6, "date de la notice et non de la donnée")},
    "relationships": {"*": (10 ** 6, "liens entre notices du portail : lus par personne, laissés dans la fiche d'origine")},
    "resource_mimetype_inner": {"*": (10 ** 6, "ce que contient une archive : laissé dans la fiche d'origine")},
    "resource_datastore": {"*": (10 ** 6, "état du portail et non de la donnée : hors de l'empreinte")},
    "resource_cache": {"*": (10 ** 6, "copie du portail, qui change seule : hors de l'empreinte")},
}


def reason(row, catalogue, missing, reasons):
    """Why so many values are missing (REASONS of a kind); nothing when it is not known."""
    known = reasons.get(row, {})
    most, sentence = known.get(catalogue) or known.get("*") or (0, None)
    return sentence if missing <= most else None


def stored(query, template, fields):
    """{(catalogue, remote id): {row: how many}}, one for a dataset, any number for its distributions."""
    names = list(fields)
    counts = ", ".join(f"count(*) FILTER (WHERE {fields[name][1]})" for name in names)
    return {(row[0], row[1]): dict(zip(names, map(int, row[2:]))) for row in query(template.format(counts=counts))}

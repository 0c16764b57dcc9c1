# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Field table of udata documents: for every row of the mapping, does this record hold it?

A field counts when one of its members holds something: not null, not an empty string (after
stripping), not an empty list or dict.
"""

# Row of the mapping -> paths of members, any of them.
ROWS = {
    "remote_id": ["id"],
    "slug": ["slug"],
    "title": ["title"],
    "description": ["description", "description_short"],
    "landing_page": ["harvest.remote_url", "extras.remote_url"],
    "publisher": ["organization", "owner"],
    "creator": ["extras.publisher_name"],
    "contact": ["contact_points", "contact_point"],
    "keywords": ["tags", "badges", "acronym"],
    "theme": ["extras.theme"],
    "licence": ["license"],
    "frequency": ["frequency"],
    "issued": ["harvest.created_at", "created_at", "created_at_internal"],
    "modified": ["harvest.modified_at", "last_update", "last_modified"],
    "record_created": ["internal.created_at_internal", "created_at", "created_at_internal"],
    "record_modified": ["last_modified", "last_update"],
    "temporal": ["temporal_coverage.start", "temporal_coverage.end"],
    "spatial": ["spatial.zones", "spatial.geom"],
    "access_rights": ["access_type"],
    "conforms_to": ["schema.url", "schema.name"],
    "identifier": ["harvest.uri", "harvest.remote_id", "harvest.dct_identifier", "extras.uri", "extras.harvest:remote_id",
                   "extras.datagouv_ckan_id", "extras.guid", "extras.inspire:identifier"],
    "harvested_from": ["harvest.domain", "harvest.remote_url", "harvest.remote_id", "extras.harvest:domain",
                       "extras.harvest:remote_id", "extras.remote_url", "extras.ods:url"],
    "granularity": ["spatial.granularity"],
    "frequency_date": ["frequency_date"],
    "remote_quality": ["quality"],
}

RESOURCE_ROWS = {
    "resource_id": ["id"],
    "resource_title": ["title"],
    "resource_description": ["description"],
    "resource_url": ["url"],
    "resource_latest": ["latest"],
    "resource_format": ["format"],
    "resource_mime": ["mime"],
    "resource_filesize": ["filesize"],
    "resource_checksum": ["checksum.value"],
    "resource_kind": ["type", "filetype"],
    "resource_created": ["harvest.created_at", "created_at", "published"],
    "resource_modified": ["harvest.modified_at", "last_modified", "modified"],
}

METRICS = ("views", "resources_downloads", "reuses", "followers", "nb_visits")


def holds(value):
    if value is None:
        return False
    if isinstance(value, str):
        return value.strip() != ""
    if isinstance(value, (list, dict)):
        return len(value) > 0
    return True


def member(record, path):
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def has(record, paths):
    return any(holds(member(record, path)) for path in paths)


def resources_of(record):
    return [r for r in record.get("resources") or [] if isinstance(r, dict)]


def fields_of(record):
    """{row: does this record have it}"""
    found = {row: has(record, paths) for row, paths in ROWS.items()}
    found["conforms_to"] = found["conforms_to"] or any(has(r, ROWS["conforms_to"]) for r in resources_of(record))
    metrics = record.get("metrics") or {}
    found["popularity"] = any((metrics.get(name) or 0) > 0 for name in METRICS)
    return found


def resource_fields_of(record):
    """{row: how many resources of this record have it}"""
    mine = resources_of(record)
    return {row: sum(has(r, paths) for r in mine) for row, paths in RESOURCE_ROWS.items()}

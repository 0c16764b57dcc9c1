#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Field table of recorded CKAN catalogues: for every row of the mapping, how many records have it.

Usage: ckan_fields.py LISTING CORPUS [KEY...]
Prints {"<catalogue>": {"records": n, "resources": n, "fields": {...}, "resource_fields": {...}}}.
A field counts when at least one of its keys holds something: not null, not an empty string (after
stripping), not an empty list or dict, "" and "N/A" alike being judged by the product and not here.
"""
import json
import sys

import ckan_records

# Row of the mapping -> keys at the root or among the extras (dict or list), any of them.
ROWS = {
    "remote_id": ["id"],
    "name": ["name"],
    "title": ["title", "title_translated", "title_fra"],
    "description": ["notes", "notes_translated", "notes_fra", "description"],
    "landing_page": ["url"],
    "publisher": ["organization", "owner_org", "publisher_name", "publisher", "publisher_uri"],
    "contact": ["author", "author_email", "maintainer", "maintainer_email", "contact_name",
                "contact_email", "contact_uri", "contact-name", "contact-email", "contact_points",
                "contact_point", "contact"],
    "keywords": ["tags", "keywords", "keywords_fra"],
    "groups": ["groups"],
    "licence": ["license_id", "license_title", "license_url", "license", "licence-custom"],
    "record_created": ["metadata_created"],
    "record_modified": ["metadata_modified"],
    "issued": ["issued", "dcat_issued", "date_published", "date_released", "dates_issued"],
    "modified": ["modified", "dcat_modified", "date_modified", "date_updated"],
    "frequency": ["frequency", "update_frequency", "update_freq", "data_update_frequency",
                  "accrual_periodicity", "maintenance_and_update_frequency"],
    "spatial": ["spatial"],
    "spatial_text": ["spatial-text", "spatial_text", "spatial_uri", "spatial_coverage",
                     "geographic_region", "geographical_coverage"],
    "temporal": ["temporal_start", "temporal_end", "temporal_coverage_from", "temporal_coverage_to",
                 "temporal_coverage-from", "temporal_coverage-to", "temporal_coverage",
                 "time_period_coverage_start", "time_period_coverage_end", "dataset_date"],
    "theme": ["theme", "theme-primary", "theme-secondary"],
    "language": ["language"],
    "conforms_to": ["conforms_to"],
    "access_rights": ["access_rights"],
    "provenance": ["provenance"],
    "identifier": ["identifier", "guid", "uri", "alternate_identifier"],
    "harvested_from": ["harvest_source_id", "harvest_source_title", "harvest_object_id",
                       "harvest_url", "harvest_portal", "source_catalog_title",
                       "source_catalog_homepage"],
    "state": ["state"],
    "private": ["private"],
    "type": ["type"],
    "version": ["version"],
    "relationships": ["relationships_as_subject", "relationships_as_object"],
}

RESOURCE_ROWS = {
    "resource_id": ["id"],
    "resource_name": ["name", "name_translated", "name_fra"],
    "resource_description": ["description"],
    "resource_url": ["url"],
    "resource_format": ["format"],
    "resource_mimetype": ["mimetype"],
    "resource_size": ["size"],
    "resource_hash": ["hash"],
    "resource_kind": ["resource_type", "url_type"],
    "resource_created": ["created"],
    "resource_modified": ["last_modified"],
    "resource_record_modified": ["metadata_modified"],
    "resource_mimetype_inner": ["mimetype_inner"],
    "resource_position": ["position"],
    "resource_state": ["state"],
    "resource_datastore": ["datastore_active"],
    "resource_cache": ["cache_url", "cache_last_updated"],
}


def holds(value):
    if value is None:
        return False
    if isinstance(value, str):
        return value.strip() not in ("", "[]", "{}")
    if isinstance(value, (list, dict)):
        if isinstance(value, dict):
            return any(holds(item) for item in value.values())
        return len(value) > 0
    return True


def extras_of(package):
    extras = package.get("extras")
    if isinstance(extras, dict):
        return extras
    result = {}
    if isinstance(extras, list):
        for item in extras:
            if isinstance(item, dict) and "key" in item:
                result.setdefault(item["key"], item.get("value"))
    return result


def has(record, extras, keys):
    return any(holds(record.get(key)) or holds(extras.get(key)) for key in keys)


def resources_of(package):
    resources = package.get("resources")
    return [r for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []


def fields_of(record):
    """{row: does this record have it}"""
    extras = extras_of(record)
    found = {row: has(record, extras, keys) for row, keys in ROWS.items()}
    found["data_modified"] = any(
        holds(r.get("last_modified")) or holds(r.get("created")) for r in resources_of(record)
    )
    return found


def resource_fields_of(record):
    """{row: how many resources of this record have it}"""
    mine = resources_of(record)
    return {row: sum(has(r, {}, keys) for r in mine) for row, keys in RESOURCE_ROWS.items()}


def table(records):
    fields = dict.fromkeys([*ROWS, "data_modified"], 0)
    resource_fields = dict.fromkeys(RESOURCE_ROWS, 0)
    resources = 0
    for record in records:
        resources += len(resources_of(record))
        for row, there in fields_of(record).items():
            fields[row] += there
        for row, count in resource_fields_of(record).items():
            resource_fields[row] += count
    return {
        "records": len(records),
        "resources": resources,
        "fields": fields,
        "resource_fields": resource_fields,
    }


def main():
    listing, corpus, wanted = sys.argv[1], sys.argv[2], set(sys.argv[3:])
    result = {}
    for catalogue in ckan_records.catalogues(listing):
        if not wanted or catalogue["key"] in wanted:
            result[catalogue["key"]] = table(ckan_records.load(catalogue, corpus))
    json.dump(result, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()

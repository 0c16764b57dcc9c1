# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Field table of Opendatasoft datasets: for every row of the mapping, does this dataset hold it?

A field counts when one of its members holds something: not null, not an empty string (after
stripping), not an empty list or dict. Templates: metas.T.name in v2, interop_metas.T.name in v1, and
the default template at metas.name in v1.
"""
from opendatasoft_count import files

# Row of the mapping -> (template, member), any of them; template None = the dataset itself.
ROWS = {
    "remote_id": [(None, "dataset_uid"), (None, "dataset_id"), (None, "datasetid")],
    "name": [(None, "dataset_id"), (None, "datasetid")],
    "title": [("default", "title")],
    "description": [("default", "description")],
    "keywords": [("default", "keyword")],
    "theme": [("default", "theme")],
    "publisher": [("default", "publisher")],
    "creator": [("dcat", "creator")],
    "contact": [("dcat", "contact_name"), ("dcat", "contact_email"), ("dcat", "contributor"),
                ("inspire", "contact_individual_name"), ("inspire", "contact_email")],
    "licence": [("default", "license"), ("default", "license_url")],
    "language": [("default", "language")],
    "modified": [("default", "modified"), ("default", "data_processed")],
    "record_modified": [("default", "metadata_processed")],
    "record_created": [("dcat", "created")],
    "issued": [("dcat", "issued"), ("dcat", "created")],
    "frequency": [("dcat", "accrualperiodicity"), ("default", "update_frequency"), ("custom", "update_frequency")],
    "temporal": [("dcat", "temporal")],
    "spatial": [("dcat", "spatial"), ("default", "territory"), ("default", "geographic_area")],
    "country": [("default", "geographic_reference")],
    "identifier": [("inspire", "file_identifier")],
    "attributions": [("default", "attributions")],
    "federated": [("default", "source_domain"), ("default", "source_dataset"), ("default", "source_domain_address")],
}


def holds(value):
    if value is None:
        return False
    if isinstance(value, str):
        return value.strip() != ""
    if isinstance(value, (list, dict)):
        return any(map(holds, value.values() if isinstance(value, dict) else value))
    return True


def member(dataset, template, name):
    if template is None:
        return dataset.get(name)
    metas = dataset.get("metas") or {}
    if template == "default" and not isinstance(metas.get("default"), dict):
        return metas.get(name)
    for place in (metas, dataset.get("interop_metas") or {}, dataset.get("extra_metas") or {}):
        value = (place.get(template) or {}).get(name) if isinstance(place, dict) else None
        if holds(value):
            return value
    return None


def fields_of(dataset):
    """{row: does this dataset have it}"""
    found = {row: any(holds(member(dataset, *place)) for place in places) for row, places in ROWS.items()}
    references = member(dataset, "default", "references")
    found["landing_page"] = "http://" in str(references) or "https://" in str(references)
    downloads = member(dataset, "explore", "download_count")
    found["popularity"] = isinstance(downloads, int) and downloads > 0
    return found


def resources_of(dataset):
    """Files offered, each as what is left of it to count."""
    return range(files(dataset))


def resource_fields_of(dataset):
    """{row: how many files of this dataset have it}"""
    own = (dataset.get("attachments") or []) + (dataset.get("alternative_exports") or [])
    exports = files(dataset) - len(own)
    count = {"resource_" + row: exports + sum(holds(f.get(key)) for f in own)
             for row, key in (("id", "id"), ("title", "title"), ("mime", "mimetype"), ("url", "url"))}
    count["resource_kind"] = exports + len(own)
    count["resource_description"] = sum(holds(f.get("description")) for f in own)
    count["resource_modified"] = exports if holds(member(dataset, "default", "data_processed")) else 0
    return count

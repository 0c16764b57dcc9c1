# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Records of a CSW in ISO 19139 and the field table of the mapping, read with Python's own XML parser.

Recorded ISO records have no service around them: catalogues() is empty.
"""
from csw_records import GCO, GMD, describe, local, text_of

NO_DATA = {"service", "application", "software", "map"}
ROWS = {
    "title": "identificationInfo//citation//title",
    "description": "identificationInfo//abstract",
    "keywords": "identificationInfo//descriptiveKeywords//keyword",
    "theme": "identificationInfo//topicCategory",
    "publisher": "identificationInfo//pointOfContact//organisationName",
    "licence": "identificationInfo//resourceConstraints//otherConstraints",
    "frequency": "identificationInfo//maintenanceAndUpdateFrequency",
    "language": "identificationInfo//language",
    "spatial": "identificationInfo//EX_GeographicBoundingBox",
    "record_modified": "dateStamp",
}


def found(record, path):
    return record.findall("/".join(f"{GMD}{step}" if step else "" for step in path.split("/")))


def catalogues(_listing):
    return []


def load(_catalogue, _corpus):
    return []


def is_dataset(record):
    return describe(record)[1] not in NO_DATA


def identity(record):
    return describe(record)[0]


def title(record):
    return describe(record)[3]


def says(element):
    return text_of(element) != "" or any(child.get("codeListValue") for child in element.iter())


def dates(record, kind):
    for date in found(record, "identificationInfo//citation//CI_Date"):
        code = date.find(f"{GMD}dateType/{GMD}CI_DateTypeCode")
        if code is not None and code.get("codeListValue") == kind and text_of(date.find(f"{GMD}date")):
            yield date


def fields_of(record):
    rows = {name: any(map(says, found(record, path))) for name, path in ROWS.items()}
    rows["issued"] = any(dates(record, "publication")) or any(dates(record, "creation"))
    rows["modified"] = any(dates(record, "revision"))
    rows["temporal"] = any(local(e) in ("beginPosition", "endPosition") and text_of(e) for e in record.iter())
    rows["remote_id"] = identity(record) != ""
    return rows


def resources_of(record):
    return [online for online in found(record, "distributionInfo//CI_OnlineResource")
            if text_of(online.find(f"{GMD}linkage"))]


def resource_fields_of(record):
    online = resources_of(record)
    return {"resource_url": len(online),
            "resource_title": sum(text_of(o.find(f"{GMD}name/{GCO}CharacterString")) != "" for o in online),
            "resource_description": sum(text_of(o.find(f"{GMD}description/{GCO}CharacterString")) != "" for o in online)}

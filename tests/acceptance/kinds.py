# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What the recipe of recorded catalogues needs to know of each portal software.

A kind is the name of a connector and of a protocol of the simulator (`--protocole`), with:
records  oracle module: catalogues(listing), load(catalogue, corpus), identity(record)
fields   oracle module: fields_of(record), resource_fields_of(record)
table    where those fields are stored (field_table.py or its like for the kind)
counted  {catalogue: data sets} counted by a tool that is not ours
served   all records of an invented portal, asked page by page
title, shown  words for the search and the side-by-side list
words_min  words of a title below which it is not searched for: the recorded udata sample gathers the answers to
          common searches, where "Sirene" and "Code postal" are many and the most viewed come first
recorded  whether the corpus holds catalogues of this kind
"""
import json
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from types import ModuleType
from pathlib import Path
from typing import Callable

from stack import ROOT
import field_table
import field_table_csw
import field_table_datafair
import field_table_datajson
import field_table_dcat
import field_table_nada
import field_table_opendatasoft
import field_table_udata

sys.path.insert(0, str(ROOT / "tests/oracles"))
import ckan_fields  # noqa: E402
import ckan_records  # noqa: E402
import ckan_titles  # noqa: E402
import csw_fields  # noqa: E402
import csw_records  # noqa: E402
import datafair_fields  # noqa: E402
import datajson_records  # noqa: E402
import dcat_records  # noqa: E402
import nada_fields  # noqa: E402
import opendatasoft_count  # noqa: E402
import opendatasoft_fields  # noqa: E402
import opendatasoft_records  # noqa: E402
import udata_fields  # noqa: E402
import udata_records  # noqa: E402


@dataclass
class Kind:
    name: str
    records: ModuleType
    fields: ModuleType
    table: ModuleType
    counted: Callable
    served: Callable
    title: Callable
    shown: Callable
    whole: dict = field(default_factory=dict)
    recorded: bool = True
    words_min: int = 1


def answer_of(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return json.load(answer)


def counted_by_script(script, listing, corpus):
    lines = subprocess.run(["bash", str(ROOT / "tests/oracles" / script), str(listing), str(corpus)],
                           capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split("\t") for line in lines]


def ckan_counted(listing, corpus):
    return {key: int(count) for key, count in counted_by_script("ckan_count.sh", listing, corpus)}


def ckan_served(portal):
    records = []
    while True:
        address = f"{portal['url']}/api/3/action/package_search?rows=100&sort=id%20asc&start={len(records)}"
        page = answer_of(address)["result"]["results"]
        if not page:
            return records
        records += page


def ckan_shown(package):
    extras = ckan_fields.extras_of(package)
    organization = package.get("organization")
    return [
        ckan_titles.title_of(package), package.get("license_id") or package.get("license_title"),
        next((str(v) for k in ckan_fields.ROWS["frequency"] for v in (package.get(k), extras.get(k)) if v), ""),
        next((str(v) for k in ckan_fields.ROWS["modified"] for v in (package.get(k), extras.get(k)) if v),
             package.get("metadata_modified")),
        organization.get("title") if isinstance(organization, dict) else organization,
        len(ckan_fields.resources_of(package)),
        [g.get("name") if isinstance(g, dict) else g for g in package.get("groups") or []],
        len(package.get("tags") or [])]


def udata_counted(listing, corpus):
    """By jq; the CSV exports, which it cannot read, by Python's csv."""
    counts = {key: datasets for key, datasets, _ in counted_by_script("udata_count.sh", listing, corpus)}
    return {c["key"]: int(counts[c["key"]]) if counts[c["key"]] != "-" else len(udata_records.load(c, corpus))
            for c in udata_records.catalogues(listing)}


def udata_served(portal):
    records, page = [], 1
    while True:
        answer = answer_of(f"{portal['url']}/api/1/datasets/?page={page}&page_size=100&sort=created")
        records += answer["data"]
        if not answer["next_page"]:
            return records
        page += 1


def udata_shown(dataset):
    publisher = dataset.get("organization") or dataset.get("owner")
    harvest = dataset.get("harvest") or {}
    return [
        (dataset.get("title") or "").strip(), dataset.get("license"), dataset.get("frequency"),
        harvest.get("modified_at") or dataset.get("last_update") or dataset.get("last_modified"),
        publisher.get("name") if isinstance(publisher, dict) else publisher,
        len(udata_fields.resources_of(dataset)), (dataset.get("extras") or {}).get("theme") or [],
        len(dataset.get("tags") or [])]


def opendatasoft_counted(listing, corpus):
    """Counted in the very files by Python's json: a dataset that comes again counts once."""
    return {c["key"]: len(opendatasoft_records.load(c, corpus)) for c in opendatasoft_records.catalogues(listing)}


def opendatasoft_served(portal):
    return list(opendatasoft_count.datasets(answer_of(f"{portal['url']}/api/explore/v2.1/catalog/exports/json")))


def opendatasoft_title(dataset):
    return (opendatasoft_fields.member(dataset, "default", "title") or "").strip()


def opendatasoft_shown(dataset):
    def member(name):
        return opendatasoft_fields.member(dataset, "default", name)
    return [
        opendatasoft_title(dataset), member("license"), opendatasoft_fields.member(dataset, "dcat", "accrualperiodicity"),
        member("modified") or member("data_processed"), member("publisher"), opendatasoft_count.files(dataset),
        member("theme") or [], len(member("keyword") or [])]


def datafair_served(portal):
    records, page = [], 1
    while True:
        address = f"{portal['url']}/data-fair/api/v1/catalog/datasets?size=100&page={page}&sort=createdAt:1"
        answer = answer_of(address)
        records += answer["results"]
        if not answer["results"] or len(records) >= answer["count"]:
            return records
        page += 1


def datafair_shown(dataset):
    return [
        (dataset.get("title") or "").strip(), (dataset.get("license") or {}).get("title"), dataset.get("frequency"),
        dataset.get("modified") or dataset.get("dataUpdatedAt") or dataset.get("updatedAt"),
        (dataset.get("owner") or {}).get("name"), len(datafair_fields.resources_of(dataset)),
        [topic.get("title") for topic in dataset.get("topics") or []], len(dataset.get("keywords") or [])]


def datajson_served(portal):
    return datajson_records.kept(answer_of(f"{portal['url']}/data.json"))


def datajson_shown(dataset):
    publisher = dataset.get("publisher")
    return [
        dataset.get("title"), dataset.get("license"), dataset.get("accrualPeriodicity"), dataset.get("modified"),
        publisher.get("name") if isinstance(publisher, dict) else publisher, len(datajson_records.resources_of(dataset)),
        dataset.get("theme") or [], len(dataset.get("keyword") or [])]


def dcat_served(portal):
    """The pages as they come, read by rdflib."""
    with tempfile.TemporaryDirectory() as folder:
        pages = []
        while True:
            try:
                with urllib.request.urlopen(f"{portal['url']}/catalog.ttl?page={len(pages) + 1}", timeout=30) as answer:
                    body = answer.read()
            except urllib.error.HTTPError as error:  # behind the last page
                if error.code != 404:
                    raise
                return dcat_records.read(pages)
            pages.append(Path(folder) / f"{len(pages)}.ttl")
            pages[-1].write_bytes(body)


def dcat_shown(dataset):
    said = dataset["shown"]
    return [said["title"], said["license"], said["accrualPeriodicity"], said["modified"], said["publisher"],
            len(dataset["files"]), said["theme"], said["keyword"]]


def nada_served(portal):
    rows, api = [], f"{portal['url']}/index.php/api/catalog"
    while True:
        result = answer_of(f"{api}/search?ps=100&page={len(rows) // 100 + 1}")["result"]
        rows += result["rows"]
        if not result["rows"] or len(rows) >= int(result["found"]):
            break
    records = [{"row": row, "study": answer_of(f"{api}/{urllib.parse.quote(row['idno'])}")["dataset"]} for row in rows]
    return [record for record in records if nada_fields.is_study(record)]


def nada_shown(record):
    desc = nada_fields.description(record)
    info = nada_fields.info(desc)
    return [desc["title_statement"]["title"], "", "", record["row"]["changed"],
            [a["name"] for a in desc.get("authoring_entity", [])], len(nada_fields.resources_of(record)),
            [t["topic"] for t in info.get("topics", [])], len(info.get("keywords", []))]


def csw_served(portal):
    records = []
    while True:
        query = urllib.parse.urlencode({
            "service": "CSW", "version": "2.0.2", "request": "GetRecords", "resultType": "results",
            "typeNames": "gmd:MD_Metadata", "elementSetName": "full", "outputSchema": "http://www.isotc211.org/2005/gmd",
            "maxRecords": 50, "startPosition": len(records) + 1})
        with urllib.request.urlopen(f"{portal['url']}/catalogue/csw?{query}", timeout=30) as answer:
            page = csw_records.records_of(ET.fromstring(answer.read()))
        if not page:
            return [record for record in records if csw_fields.is_dataset(record)]
        records += page


def csw_shown(record):
    def first(row):
        return next((csw_records.text_of(e) for e in csw_fields.found(record, csw_fields.ROWS[row])), "")
    return [csw_fields.title(record), first("licence"), first("frequency"), first("record_modified"), first("publisher"),
            len(csw_fields.resources_of(record)), first("theme"),
            len(csw_fields.found(record, csw_fields.ROWS["keywords"]))]


KINDS = {kind.name: kind for kind in (
    Kind("ckan", ckan_records, ckan_fields, field_table, ckan_counted, ckan_served, ckan_titles.title_of, ckan_shown,
         {"berlin-2014": 686, "canada-asc": 127}),
    Kind("udata", udata_records, udata_fields, field_table_udata, udata_counted, udata_served,
         lambda dataset: (dataset.get("title") or "").strip(), udata_shown, {"udata-fixtures": 15}, words_min=4),
    Kind("opendatasoft", opendatasoft_records, opendatasoft_fields, field_table_opendatasoft, opendatasoft_counted,
         opendatasoft_served, opendatasoft_title, opendatasoft_shown),
    # No Data Fair list was recorded.
    Kind("datafair", datafair_fields, datafair_fields, field_table_datafair, lambda *_: {}, datafair_served,
         lambda dataset: (dataset.get("title") or "").strip(), datafair_shown, recorded=False),
    # Recorded documents are driven file by file: documents.py.
    Kind("csw", csw_fields, csw_fields, field_table_csw, lambda *_: {}, csw_served, csw_fields.title, csw_shown,
         recorded=False),
    Kind("datajson", datajson_records, datajson_records, field_table_datajson, lambda *_: {}, datajson_served,
         lambda dataset: (dataset.get("title") or "").strip(), datajson_shown, recorded=False),
    Kind("dcat", dcat_records, dcat_records, field_table_dcat, lambda *_: {}, dcat_served,
         lambda dataset: dataset["shown"]["title"].strip(), dcat_shown, recorded=False),
    # No NADA catalogue was recorded.
    Kind("nada", nada_fields, nada_fields, field_table_nada, lambda *_: {}, nada_served,
         lambda record: nada_fields.description(record)["title_statement"]["title"].strip(), nada_shown, recorded=False),
)}

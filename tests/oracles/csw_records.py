#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Records of ISO 19139 and CSW files, counted and read with Python's own XML parser.

Usage: csw_records.py FOLDER...        every .xml below, in order
       csw_records.py --shuffle SEED FILE     the document with other prefixes and shuffled siblings
Prints one line per record: file, id, hierarchy level, number of online resources with an address,
title (tabs and line ends as one space); and one line per file without records: file, "-".
"""
import pathlib
import random
import sys
import xml.etree.ElementTree as ET

GMD = "{http://www.isotc211.org/2005/gmd}"
GCO = "{http://www.isotc211.org/2005/gco}"
DC = "{http://purl.org/dc/elements/1.1/}"
RECORDS = {"SearchResults", "GetRecordByIdResponse"}


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def is_iso(element):
    return local(element) in ("MD_Metadata", "MI_Metadata", "CHE_MD_Metadata") and any(
        child.tag.startswith(GMD) for child in element if isinstance(child.tag, str)
    )


def is_dublin_core(element):
    return local(element) in ("Record", "SummaryRecord", "BriefRecord") and "csw" in element.tag


def records_of(root):
    if is_iso(root) or is_dublin_core(root):
        return [root]
    for element in root.iter():
        if local(element) in RECORDS:
            return [child for child in element if is_iso(child) or is_dublin_core(child)]
    return []


def text_of(element):
    return "" if element is None else " ".join("".join(element.itertext()).split())


def plain(element):
    """The first text inside, translations left out."""
    if element is None:
        return ""
    for child in element:
        if local(child) != "PT_FreeText":
            return text_of(child)
    return text_of(element)


def describe(record):
    if is_dublin_core(record):
        return (text_of(record.find(DC + "identifier")), text_of(record.find(DC + "type")), "",
                text_of(record.find(DC + "title")))
    level = record.find(f"{GMD}hierarchyLevel")
    code = "" if level is None or len(level) == 0 else level[0].get("codeListValue", "").strip()
    links = 0
    for element in record.iterfind(f"{GMD}distributionInfo//{GMD}linkage"):
        links += 1 if text_of(element) else 0
    title = None
    for information in record.iterfind(f"{GMD}identificationInfo"):
        title = information.find(f".//{GMD}citation//{GMD}title")
        if title is not None:
            break
    return plain(record.find(f"{GMD}fileIdentifier")), code, str(links), plain(title)


def shuffle(element, chance):
    """Siblings in another order, but for those whose order says something."""
    children = list(element)
    kept = any("gml" in child.tag or child.tag in (DC + "identifier", DC + "title")
               for child in children if isinstance(child.tag, str))
    if not kept:
        chance.shuffle(children)
    for child in children:
        element.remove(child)
    for child in children:
        child.tail = "\n"
        element.append(child)
        shuffle(child, chance)


def shuffled(seed, path):
    tree = ET.parse(path)
    shuffle(tree.getroot(), random.Random(seed))
    sys.stdout.buffer.write(ET.tostring(tree.getroot(), encoding="utf-8"))


def main():
    if sys.argv[1] == "--shuffle":
        shuffled(sys.argv[2], sys.argv[3])
        return
    files = [file for folder in sys.argv[1:] for file in pathlib.Path(folder).rglob("*.xml")]
    for path in sorted(files):
        try:
            root = ET.parse(path).getroot()
            found = records_of(root)
        except ET.ParseError:
            found = []
        if not found:
            print(path, "-", sep="\t")
        for record in found:
            print(path, *describe(record), sep="\t")


if __name__ == "__main__":
    main()

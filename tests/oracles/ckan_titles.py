#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Queries that must find a record: the three rarest words of titles drawn by seed, and variants.

Usage: ckan_titles.py LISTING CORPUS --graine SEED [--nombre 200]
Prints [{"catalogue","id","title","words","query","without_accents","plural","elision"}].
Rarity is counted over the titles of all catalogues. A variant that changes nothing is null.
"""
import argparse
import json
import random
import re
import sys
import unicodedata
from collections import Counter

import ckan_records

ELISION = re.compile(r"^(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
VOWELS = "aeiouyâàéèêëîïôöùûüh"


def title_of(record):
    """French first, then English, then whatever comes."""
    for key in ("title_translated", "title", "title_fra"):
        value = record.get(key)
        if isinstance(value, dict):
            value = value.get("fr") or value.get("en") or next(iter(value.values()), None)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def without_accents(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words_of(title):
    """Words of 3 letters or more, elided articles taken off, in order, once each."""
    words = []
    for word in WORD.findall(unicodedata.normalize("NFC", title)):
        bare = ELISION.sub("", word)
        for part in re.split(r"['’]", bare):
            if len(part) >= 3 and part.lower() not in words:
                words.append(part.lower())
    return words


def plural(words, title):
    """A final s on one word; on a name ("Togo") only when there is no other word."""
    changed = list(words)
    for rank, word in sorted(enumerate(words), key=lambda item: item[1] not in title):
        if word.isalpha() and not word.endswith(("s", "x", "z", "au", "eu", "al")):
            changed[rank] = word + "s"
            return " ".join(changed)
    return None


def elision(words):
    changed = list(words)
    for rank, word in enumerate(words):
        if word.isalpha() and word[0] in VOWELS:
            changed[rank] = "d'" + word
            return " ".join(changed)
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("listing")
    parser.add_argument("corpus")
    parser.add_argument("--graine", type=int, required=True)
    parser.add_argument("--nombre", type=int, default=200)
    options = parser.parse_args()

    titles, documents = [], Counter()
    for catalogue in ckan_records.catalogues(options.listing):
        for record in ckan_records.load(catalogue, options.corpus):
            title = title_of(record)
            words = words_of(title)
            documents.update(set(without_accents(w) for w in words))
            if words:
                titles.append((catalogue["key"], ckan_records.identity(record), title, words))
    drawn = random.Random(options.graine).sample(titles, min(options.nombre, len(titles)))
    result = []
    for key, identity, title, words in drawn:
        rarest = sorted(words, key=lambda w: (documents[without_accents(w)], words.index(w)))[:3]
        query = " ".join(rarest)
        bare = without_accents(query)
        result.append({
            "catalogue": key,
            "id": identity,
            "title": title,
            "words": rarest,
            "query": query,
            "without_accents": bare if bare != query else None,
            "plural": plural(rarest, title),
            "elision": elision(rarest),
        })
    json.dump(result, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Real input: every recorded catalogue of each kind (kinds.py) replayed over HTTP, then found again by its words.

The same steps run on invented catalogues: of every kind where the recorded ones are absent
(MOISSON_CORPUS) or --inventes says so, else of the kinds without a recorded one and of one more, drawn by
the seed. Counts of the source come from tests/oracles: jq and Python's own json. For the drawn kind a
portal that never answers must make the same check fail.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from stack import BIN, CORPUS, Cluster, Daemon, Simulator, report, runs_ended, wait_until
import addresses
import field_table
from kinds import KINDS

import ckan_titles  # words of a title, whatever the kind; kinds.py made tests/oracles known

SEED = int(os.environ.get("MOISSON_SEED", random.SystemRandom().randrange(1 << 31)))
SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 8}}
STORED_MIN, FOUND_MIN, VARIANT_MIN = 0.99, 0.99, 0.97
TITLES, SIDE_BY_SIDE, FIRST = 200, 20, 10
# What a source counts and no catalogue should show: not a part of what must be stored.
NOT_TO_STORE = ("NOT_PUBLISHED", "NOT_A_DATASET", "DUP_ID")
# {catalogue: why less of it is stored}; what is missing is told by a code there too.
EXPLAINED = {}


class Failures(list):
    def check(self, held, sentence):
        if not held:
            self.append(sentence)
            print(f"ÉCHEC : {sentence}")


def recorded(kind, listing_path):
    """({catalogue: records}, {catalogue: data sets counted by another tool}) of the recorded catalogues."""
    listing = subprocess.run([str(BIN / "portail_simule"), "--lister-catalogues", "--protocole", kind.name, "--corpus",
                              str(CORPUS)], capture_output=True, text=True, check=True).stdout
    listing_path.write_text(listing)
    report("Fichiers qui ne sont pas des catalogues",
           [("fichiers", "raison"), *((n["path"], n["reason"]) for n in json.loads(listing)["not_replayed"])])
    return ({c["key"]: kind.records.load(c, CORPUS) for c in kind.records.catalogues(listing_path)},
            kind.counted(listing_path, CORPUS))


def counts_table(daemon, kind, portals, counts, failures):
    query = daemon.cluster.query
    stored = {key: int(n) for key, n in query(
        "SELECT s.key, count(d.id) FROM moisson.source s LEFT JOIN moisson.dataset d ON d.source = s.id"
        " AND d.state = 'active' GROUP BY s.key")}
    runs = {row[0]: row[1:] for row in query(
        "SELECT s.key, r.state, r.received, r.refused FROM moisson.run r JOIN moisson.source s ON s.id = r.source"
        " ORDER BY r.id")}
    refusals = {}
    for key, code, n in query(
            "SELECT s.key, i.code, count(DISTINCT i.remote_id) FROM moisson.issue i JOIN moisson.run r ON r.id = i.run"
            " JOIN moisson.source s ON s.id = r.source WHERE i.stage IN ('parse', 'map', 'store')"
            f" AND (i.severity = 'error' OR i.code IN {NOT_TO_STORE})"
            " GROUP BY s.key, i.code ORDER BY s.key, i.code"):
        refusals.setdefault(key, []).append((code, int(n)))
    rows = [("catalogue", "comptés (jq)", "reçus", "rangés", "refusés", "codes", "passage")]
    for portal in portals:
        key = portal["key"]
        state, received, refused = runs[key]
        codes = " ".join(f"{code} {n}" for code, n in refusals.get(key, [])) or "-"
        rows.append((key, counts[key], received, stored[key], refused, codes, state))
        failures.check(state == "complete", f"{key} : passage {state}")
        missing = counts[key] - stored[key]
        explained = sum(n for _, n in refusals.get(key, []))
        failures.check(missing <= explained, f"{key} : {missing} jeux absents, {explained} expliqués par un code")
        due = counts[key] - min(missing, sum(n for code, n in refusals.get(key, []) if code in NOT_TO_STORE))
        failures.check(key in EXPLAINED or stored[key] >= STORED_MIN * due,
                       f"{key} : {stored[key]} jeux rangés sur {due} à ranger")
        if key in kind.whole:
            failures.check(stored[key] == kind.whole[key], f"{key} : {stored[key]} jeux au lieu de {kind.whole[key]}")
    total, kept = sum(counts.values()), sum(stored[p["key"]] for p in portals)
    rows.append(("ensemble", total, "", kept, "", f"{kept / max(total, 1):.2%}", ""))
    report("Comptés à la source et rangés", rows)
    failures.check(total > 0 and kept >= STORED_MIN * total, f"{kept} jeux rangés sur {total}")


def issue_counts(daemon):
    counts = {}
    for key, code, n in daemon.cluster.query(
            "SELECT s.key, c.code, sum(c.total) FROM moisson.issue_count c JOIN moisson.run r ON r.id = c.run"
            " JOIN moisson.source s ON s.id = r.source GROUP BY 1, 2"):
        counts.setdefault(key, {})[code] = int(n)
    return counts


def issues_table(daemon):
    totals = {}
    for codes in issue_counts(daemon).values():
        for code, n in codes.items():
            totals[code] = totals.get(code, 0) + n
    report("Observations par code", [("code", "nombre"), *sorted(totals.items(), key=lambda item: -item[1])])


def resources_line(daemon, kind, records, failures):
    """Resources of the source and distributions stored, over what was stored at all."""
    source = sum(len(kind.fields.resources_of(r)) for packages in records.values() for r in packages)
    stored = int(daemon.cluster.value("SELECT count(*) FROM moisson.distribution x JOIN moisson.dataset d"
                                      " ON d.id = x.dataset WHERE d.state = 'active'"))
    print(f"\nRessources : {source} à la source, {stored} rangées")
    failures.check(stored >= STORED_MIN * source, f"{stored} ressources rangées sur {source}")


def fields_table(daemon, kind, records, failures):
    table = kind.table
    issues = issue_counts(daemon)
    rows = [("ligne", "à la source", "rangés en", "rangés", "manquent", "explication")]
    for read, template, fields in (
            (kind.fields.fields_of, field_table.DATASET, table.FIELDS),
            (kind.fields.resource_fields_of, field_table.DISTRIBUTION, table.RESOURCE_FIELDS)):
        stored = field_table.stored(daemon.cluster.query, template, fields)
        source = [(key, (key, kind.records.identity(r)), read(r)) for key, packages in records.items() for r in packages]
        for name, (place, _) in fields.items():
            there, gaps, example = 0, {}, ""
            for key, identity, has in source:
                there += int(has[name])
                lost = int(has[name]) - min(int(has[name]), stored.get(identity, {}).get(name, 0))
                if lost:
                    gaps[key] = gaps.get(key, 0) + lost
                    example = example or identity[1]
            codes = table.CODES.get(name, ())
            coded = {key: min(n, sum(issues.get(key, {}).get(code, 0) for code in codes)) for key, n in gaps.items()}
            gap, explained = sum(gaps.values()), sum(coded.values())
            why = [f"{'/'.join(sorted(codes))} {explained}"] if explained else []
            if gap > explained:
                left = {key: n - coded[key] for key, n in gaps.items() if n > coded[key]}
                reasons = {field_table.reason(name, key, n, table.REASONS) or "INEXPLIQUÉ" for key, n in left.items()}
                text = ", ".join(f"{key} {n}" for key, n in left.items())
                why.append(f"{' / '.join(sorted(reasons))} ({text})")
                failures.check("INEXPLIQUÉ" not in reasons, f"{name} : valeurs perdues ({text} ; par exemple {example})")
            rows.append((name, there, place, sum(s[name] for s in stored.values()), gap, " ; ".join(why) or "-"))
    report(table.TITLE, rows)


def second_run(daemon, portals, failures):
    before = daemon.fingerprint()
    daemon.cli("moissonner", "--mode", "complet")
    runs_ended(daemon, portals, 300, rounds=2)
    rows = daemon.cluster.query(
        "SELECT count(*), sum(unchanged), sum(created), sum(updated), sum(remapped), sum(archived + missing)"
        " FROM (SELECT *, row_number() OVER (PARTITION BY source ORDER BY id) AS rank FROM moisson.run) r WHERE rank = 2")
    runs, unchanged, created, updated, remapped, gone = map(int, rows[0])
    same = before == daemon.fingerprint()
    print(f"\nSecond passage : {runs} catalogues, {unchanged} inchangés, {created} créés, {updated} modifiés, "
          f"{remapped} renormalisés, {gone} disparus ; empreinte {'identique' if same else 'DIFFÉRENTE'}")
    failures.check(same and created == updated == remapped == gone == 0 and unchanged > 0,
                   "le second passage a changé quelque chose")


def queries(kind, records, rng):
    """The three rarest words of titles drawn at random, and their variants."""
    documents, titles = {}, []
    for key, packages in records.items():
        for package in packages:
            title = kind.title(package)
            words = ckan_titles.words_of(title)
            for word in {ckan_titles.without_accents(w) for w in words}:
                documents[word] = documents.get(word, 0) + 1
            if len(words) >= kind.words_min:
                titles.append((key, kind.records.identity(package), title, words))
    for key, identity, title, words in rng.sample(titles, min(TITLES, len(titles))):
        rarest = sorted(words, key=lambda w: (documents[ckan_titles.without_accents(w)], words.index(w)))[:3]
        text = " ".join(rarest)
        bare = ckan_titles.without_accents(text)
        yield key, identity, title, {"exacte": text, "sans accents": bare if bare != text else None,
                                     "pluriel": ckan_titles.plural(rarest, title), "élision": ckan_titles.elision(rarest)}


def same_words(title, text):
    bare = ckan_titles.without_accents(str(title)).lower()
    return all(word in bare for word in ckan_titles.without_accents(text).split())


def search(daemon, kind, records, rng, failures):
    ids = {(key, remote): dataset for key, remote, dataset in daemon.cluster.query(
        "SELECT s.key, d.remote_id, d.id FROM moisson.dataset d JOIN moisson.source s ON s.id = d.source")}
    total = len(ids)
    wait_until("l'index suit la base", lambda: daemon.json("/api/v1/datasets", page_size=1)["total"] == total, 60)
    bearers = Counter(" ".join(kind.title(record).split()) for packages in records.values() for record in packages)
    asked, found, lost = {}, {}, []
    for key, identity, title, variants in queries(kind, records, rng):
        wanted = ids.get((key, identity))
        for name, text in variants.items():
            if text is None:
                continue
            answer = daemon.json("/api/v1/datasets", q=text, page_size=FIRST)
            hit = any(item["id"] == wanted for item in answer["data"])
            # More records of this very title than fit in a page: no words can tell them apart.
            same = " ".join(title.split())
            hit = hit or (bearers[same] > FIRST and any(" ".join(i["title"].split()) == same for i in answer["data"]))
            # A full page of titles with the same three words: no query of these words can tell more.
            hit = hit or sum(same_words(item["title"], variants["exacte"]) for item in answer["data"]) == FIRST
            asked[name] = asked.get(name, 0) + 1
            found[name] = found.get(name, 0) + hit
            if not hit:
                lost.append((name, key, text, title[:70], answer["total"]))
    report(f"Retrouvés dans les {FIRST} premiers", [
        ("recherche", "titres", "retrouvés", "part"),
        *((name, asked[name], found[name], f"{found[name] / asked[name]:.1%}") for name in asked)])
    if lost:
        report("Pas retrouvés", [("recherche", "catalogue", "mots", "titre", "résultats"), *lost[:20]])
    failures.check(found["exacte"] >= FOUND_MIN * asked["exacte"], f"{found['exacte']} titres retrouvés sur {asked['exacte']}")
    for name in asked:
        if name != "exacte":
            failures.check(found[name] >= VARIANT_MIN * asked[name], f"{name} : {found[name]} sur {asked[name]}")


def side_by_side(daemon, kind, records, rng):
    print(f"\n== {SIDE_BY_SIDE} jeux tirés au sort : à la source, en base")
    everything = [(key, package) for key, packages in records.items() for package in packages]
    for key, package in rng.sample(everything, min(SIDE_BY_SIDE, len(everything))):
        identity = kind.records.identity(package)
        stored = daemon.cluster.query(
            "SELECT d.title, d.licence, d.frequency, to_char(d.modified, 'YYYY-MM-DD'), coalesce(a.name->0->>1, ''),"
            " (SELECT count(*) FROM moisson.distribution x WHERE x.dataset = d.id), d.themes, d.metadata->'keywords'"
            " FROM moisson.dataset d JOIN moisson.source s ON s.id = d.source LEFT JOIN moisson.agent a ON a.id = d.publisher"
            f" WHERE s.key = '{key}' AND d.remote_id = $id${identity}$id$")
        row = stored[0] if stored else ["ABSENT"] + [""] * 7
        source = kind.shown(package)
        names = ["titre", "licence", "fréquence", "modifié", "producteur", "ressources", "thèmes", "mots-clés"]
        row[7] = str(len(json.loads(row[7]))) if row[7] else "0"
        print(f"-- {key} {identity}")
        for name, left, right in zip(names, source, row):
            print(f"   {name:<11} {str(left if left is not None else '')[:60]:<62} {right[:60]}")


def accept(kind, simulator, records_of, seconds=300):
    """The whole check of one set of portals; returns what is wrong, in sentences."""
    failures, rng = Failures(), random.Random(SEED)
    portals = simulator.portals
    for portal in portals:
        portal["source"] = {"page_size": 100}
    cluster = Cluster()
    daemon = Daemon(cluster, portals, SETTINGS)
    try:
        daemon.start()
        runs_ended(daemon, portals, seconds)
        records, counts = records_of(portals)
        counts_table(daemon, kind, portals, counts, failures)
        issues_table(daemon)
        resources_line(daemon, kind, records, failures)
        fields_table(daemon, kind, records, failures)
        second_run(daemon, portals, failures)
        search(daemon, kind, records, rng, failures)
        side_by_side(daemon, kind, records, rng)
        addresses.judge(daemon, failures)
    except AssertionError as error:
        failures.check(False, str(error))
    finally:
        daemon.close()
        cluster.close()
        simulator.close()
    return failures


def of_simulator(kind):
    def records_of(portals):
        records = {portal["key"]: kind.served(portal) for portal in portals}
        return records, {key: len(packages) for key, packages in records.items()}
    return records_of


def of_corpus(kind):
    def records_of(_portals):
        with tempfile.TemporaryDirectory() as folder:
            return recorded(kind, Path(folder) / "catalogues.json")
    return records_of


def accept_invented(kind):
    print(f"\n#### {kind.name} : catalogue inventé", flush=True)
    simulator = Simulator("--protocole", kind.name, "--generer", 400, "--graine", SEED % 1000 + 1, "--sources", 2)
    return accept(kind, simulator, of_simulator(kind))


def refuse_mute(kind):
    """What is wrong when the check passes on a portal that never answers."""
    print(f"\n#### {kind.name}, contrôle négatif : des portails qui ne répondent jamais", flush=True)
    failures = Failures()
    simulator = Simulator("--protocole", kind.name, "--generer", 10, "--muet")
    mute = accept(kind, simulator, lambda portals: ({}, {p["key"]: 10 for p in portals}), 8)
    failures.check(mute, f"{kind.name} : la recette passe sur un portail muet : elle ne prouve rien")
    print(f"La recette échoue sur un portail muet, comme il se doit ({len(mute)} refus).")
    return failures


def accept_recorded(kind):
    print(f"\n#### {kind.name} : catalogues enregistrés", flush=True)
    return accept(kind, Simulator("--protocole", kind.name, "--rejouer", "tout", "--corpus", CORPUS), of_corpus(kind))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--generes", action="store_true", help="only the invented catalogues")
    parser.add_argument("--inventes", action="store_true", help="the invented catalogues of all kinds too")
    parser.add_argument("--type", choices=sorted(KINDS), action="append", help="only this kind (all)")
    options = parser.parse_args()
    print(f"graine {SEED} (MOISSON_SEED)", flush=True)
    absent = not CORPUS.is_dir()
    failures = []
    names = list(options.type or KINDS)
    drawn = random.Random(SEED).choice(names)
    for kind in map(KINDS.get, names):
        recorded = kind.recorded and not options.generes and not absent
        if options.inventes or not recorded or kind.name == drawn:
            failures += accept_invented(kind)
        if recorded:
            failures += accept_recorded(kind)
    failures += refuse_mute(KINDS[drawn])
    if absent:
        print(f"\nCatalogues enregistrés absents ({CORPUS}) : ils n'ont PAS été rejoués.")
    if failures:
        print("\nRecette des catalogues refusée :\n- " + "\n- ".join(failures))
        return 1
    print("\nRecette des catalogues réussie.")
    return 1 if absent and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())

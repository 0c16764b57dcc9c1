#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Every recorded document, file by file: served as it is, harvested by moissond, counted by others.

RDF catalogues and data.json files of MOISSON_CORPUS, one source each; data sets and distributions of a file come from
tests/oracles (rdflib, else rapper; Python's json). A file those read whole must be stored whole, but for records that
an issue names; a broken one must at least leave a run with a code, and of those that the corpus calls malformed at
least 40 keep what a lenient parser finds. A second harvest changes nothing. Files of the recorded catalogues that are
driven elsewhere, or nowhere, are named with the test or the reason: none is left out in silence.
"""
import json
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

from stack import BIN, CORPUS, ROOT, Cluster, Daemon, Simulator, report, runs_ended

RDF = ("dcat-rdfxml", "dcat-turtle", "dcat-jsonld", "dumps/rdfxml", "dumps/datagovbe")
DATAJSON = ("datajson", "dumps/datajson")
SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 8}}
SECONDS = 900
# Issues that say why a record, or a distribution, of the file is not stored.
RECORD_CODES = {"DUP_ID", "MISSING_ID", "NOT_A_DATASET", "NOT_PUBLISHED", "PARSE_JSON", "PARSE_RDF", "BAD_SHAPE", "TOO_LARGE",
                "STORE_REJECTED", "NOT_JSON"}
UNIDENTIFIED_CODES = {"MISSING_ID", "BAD_SHAPE", "PARSE_JSON"}
FILE_CODES = RECORD_CODES | {"DUP_RESOURCE", "LIMIT_REACHED", "BAD_URL"}
SHOWN = 400
# Of the manifest, column "validation".
MALFORMED, MALFORMED_KEPT_MIN = re.compile("rdf ERR|INVALID|NOT UTF"), 40
FOLDERS = ("dcat-rdfxml", "dcat-turtle", "dcat-jsonld", "udata", "opendatasoft", "datajson", "dumps")
# Files that neither this recipe nor that of catalogues drives.
ELSEWHERE = {
    "dumps/iso19139": "csw_test (CswCorpus), fiche par fiche",
    "dumps/be-scraper-samples": "csw_test (CswCorpus), fiche par fiche",
    "dumps/registry": "registre de portails, pas un catalogue",
    "dumps/csv/fr-mojibake": "lieux annotés à la main, pas un catalogue",
    "dumps/csv/yukon": "visites par jeu, pas un catalogue",
    "datajson/project-open-data/examples/catalog-sample.xml": "modèle XML d'avant 2014, que personne ne sert",
    "datajson/project-open-data/examples/catalog-template.xml": "modèle XML d'avant 2014, que personne ne sert",
    "datajson/project-open-data/examples/catalog-template-extended.xml": "modèle XML d'avant 2014, que personne ne sert",
    "datajson/resources-data-gov/catalog-sample.csv": "modèle de tableur, pas un data.json",
}


class Failures(list):
    def check(self, held, sentence):
        if not held:
            self.append(sentence)


def number(text):
    return int(text) if text.isdigit() else None


def counted():
    """{file: (connector, how it was counted, data sets, distributions)}; None where nobody can tell."""
    files = {}
    lines = subprocess.run(["/usr/bin/python3", str(ROOT / "tests/oracles/dcat_count.py"), str(CORPUS), *RDF],
                           capture_output=True, text=True, check=True).stdout.splitlines()
    for name, how, datasets, distributions in (line.split("\t") for line in lines):
        files[name] = ("dcat", how, int(datasets), int(distributions))
    lines = subprocess.run([sys.executable, str(ROOT / "tests/oracles/datajson_count.py"),
                            *(str(CORPUS / folder) for folder in DATAJSON)],
                           capture_output=True, text=True, check=True).stdout.splitlines()
    for name, _, kept, distributions in (line.split("\t") for line in lines):
        how = "json" if number(kept) is not None else "none"
        files[str(Path(name).relative_to(CORPUS))] = ("datajson", how, number(kept), number(distributions))
    return files


def elsewhere():
    """{file or folder: the recipe that drives it, or why none does}."""
    places = dict(ELSEWHERE)
    for kind in ("ckan", "opendatasoft", "udata"):
        listing = json.loads(subprocess.run(
            [str(BIN / "portail_simule"), "--lister-catalogues", "--protocole", kind, "--corpus", str(CORPUS)],
            capture_output=True, text=True, check=True).stdout)
        places.update({path: f"catalogues.py ({kind})" for one in listing["catalogues"] for path in one["paths"]})
        places.update({one["path"]: one["reason"] for one in listing["not_replayed"]})
    return places


def account(files, failures):
    places = elsewhere()
    tally = {}
    for path in sorted(path for folder in FOLDERS for path in (CORPUS / folder).rglob("*") if path.is_file()):
        name = str(path.relative_to(CORPUS))
        above = [name, *(str(parent) for parent in Path(name).parents)]
        place = next((one for one in above if one in places), "")
        where = f"ici ({files[name][0]})" if name in files else places.get(place)
        failures.check(where, f"{name} : aucune recette, aucune raison")
        key = (name.split("/")[0], "-" if name in files else place, where or "RIEN")
        tally[key] = tally.get(key, 0) + 1
    report("Où passe chaque fichier enregistré",
           [("dossier", "fichiers", "nombre", "recette ou raison"),
            *((folder, place, total, where) for (folder, place, where), total in sorted(tally.items()))])


def malformed_table(portals, files, found, failures):
    """Those that the corpus calls malformed: what a lenient parser finds, what is stored, what is said."""
    lines = [line.split("\t") for line in (CORPUS / "MANIFEST.tsv").read_text().splitlines()]
    broken = {cells[0] for cells in lines if len(cells) > 7 and MALFORMED.search(cells[7])}
    rows, whole, driven = [("fichier", "un lecteur tolérant", "rangés", "passage", "codes")], 0, 0
    for portal in portals:
        name = portal["title"]
        if name not in broken:
            continue
        driven += 1
        state, reason, kept, _, codes = found[portal["key"]]
        datasets = files[name][2] or 0
        whole += kept >= datasets
        rows.append((name[-70:], datasets, kept, state if state == "complete" else f"{state} {reason}",
                     " ".join(f"{code} {n}" for code, n in sorted(codes.items())) or "-"))
        failures.check(kept >= datasets or codes, f"{name} : {datasets - kept} jeux perdus, et rien ne le dit")
    report(f"Abîmés : {whole} sur {driven} gardent ce qu'un lecteur tolérant y trouve ({len(broken)} au manifeste)", rows)
    failures.check(whole >= MALFORMED_KEPT_MIN, f"{whole} fichiers abîmés gardés, {MALFORMED_KEPT_MIN} au moins")


def portals_of(files, site):
    return [{"key": f"doc-{i}", "title": name, "connector": files[name][0], "address": site["address"],
             "url": site["url"].rstrip("/") + "/" + urllib.parse.quote(name)} for i, name in enumerate(sorted(files))]


def stored(daemon):
    """{source: (run state, reason, data sets, distributions, {code: issues})}."""
    query = daemon.cluster.query
    found = {key: [state, reason, 0, 0, {}] for key, state, reason in query(
        "SELECT DISTINCT ON (s.key) s.key, r.state, r.reason FROM moisson.source s JOIN moisson.run r ON r.source = s.id"
        " ORDER BY s.key, r.id DESC")}
    for key, datasets, distributions in query(
            "SELECT s.key, count(*), coalesce(sum((SELECT count(*) FROM moisson.distribution x WHERE x.dataset = d.id)), 0)"
            " FROM moisson.dataset d JOIN moisson.source s ON s.id = d.source WHERE d.state = 'active' GROUP BY s.key"):
        found[key][2:4] = int(datasets), int(distributions)
    for key, code, total in query(
            "SELECT s.key, c.code, sum(c.total) FROM moisson.issue_count c JOIN moisson.run r ON r.id = c.run"
            " JOIN moisson.source s ON s.id = r.source GROUP BY 1, 2"):
        found[key][4][code] = int(total)
    return found


def compare(portals, files, found, failures):
    rows = [("fichier", "compté par", "jeux", "rangés", "ressources", "rangées", "passage", "codes")]
    totals = {}
    for portal in portals:
        name = portal["title"]
        connector, how, datasets, distributions = files[name]
        state, reason, kept, kept_files, codes = found[portal["key"]]
        rows.append((name[-70:], how, "-" if datasets is None else datasets, kept,
                     "-" if distributions is None else distributions, kept_files,
                     state if state == "complete" else f"{state} {reason}",
                     " ".join(f"{code} {n}" for code, n in sorted(codes.items())) or "-"))
        total = totals.setdefault((connector, how), [0, 0, 0, 0, 0])
        for i, value in enumerate((1, datasets or 0, kept, distributions or 0, kept_files)):
            total[i] += value
        if how == "none":
            failures.check(kept == 0 or codes, f"{name} : {kept} jeux d'un fichier que personne ne lit")
        elif how == "lenient":
            # A context that only we have at hand makes a document unreadable for the others, not broken.
            failures.check(codes or kept > datasets, f"{name} : abîmé, et rien ne le dit")
        else:
            told = sum(codes.get(code, 0) for code in RECORD_CODES)
            # An entry that cannot be told from another may be any of those that are known.
            in_doubt = datasets == 0 or any(code in codes for code in UNIDENTIFIED_CODES)
            failures.check(state == "complete" or in_doubt, f"{name} : passage {state} {reason}")
            failures.check(kept <= datasets, f"{name} : {kept} jeux rangés, {datasets} dans le fichier")
            failures.check(datasets - kept <= told, f"{name} : {datasets - kept} jeux absents, {told} expliqués")
            told = sum(codes.get(code, 0) for code in FILE_CODES)
            failures.check(distributions - kept_files <= told + (datasets - kept) * distributions,
                           f"{name} : {distributions - kept_files} ressources absentes, {told} expliquées")
    report("Fichier par fichier", rows if len(rows) <= SHOWN or "--tout" in sys.argv else
           [rows[0], *(row for row in rows[1:] if row[2] != row[3] or row[4] != row[5] or row[7] != "-")])
    report("Ensemble", [("connecteur", "compté par", "fichiers", "jeux", "rangés", "ressources", "rangées"),
                        *((*key, *total) for key, total in sorted(totals.items()))])


def second_run(daemon, portals, failures):
    before = daemon.fingerprint()
    daemon.cli("moissonner")
    runs_ended(daemon, portals, SECONDS, rounds=2)
    changed = daemon.cluster.query(
        "SELECT s.key, created + updated + remapped + missing + archived FROM (SELECT *, row_number() OVER"
        " (PARTITION BY source ORDER BY id) AS rank FROM moisson.run) r JOIN moisson.source s ON s.id = r.source"
        " WHERE rank = 2 AND created + updated + remapped + missing + archived > 0")
    titles = {portal["key"]: portal["title"] for portal in portals}
    failures.check(not changed, f"le second passage change {[titles[key] for key, _ in changed][:10]}")
    failures.check(before == daemon.fingerprint(), "le second passage change l'empreinte")
    print(f"\nSecond passage : {len(portals)} sources, {len(changed)} qui changent")


def main():
    if not CORPUS.is_dir():
        print(f"Documents enregistrés absents ({CORPUS}) : ils n'ont PAS été rejoués.")
        return 1 if os.environ.get("CI") == "true" else 0
    failures, files = Failures(), counted()
    account(files, failures)
    simulator, cluster = Simulator("--documents", CORPUS), Cluster()
    portals = portals_of(files, simulator.portals[0])
    daemon = Daemon(cluster, portals, SETTINGS)
    try:
        daemon.start()
        runs_ended(daemon, portals, SECONDS)
        found = stored(daemon)
        compare(portals, files, found, failures)
        malformed_table(portals, files, found, failures)
        second_run(daemon, portals, failures)
    except AssertionError as error:
        failures.check(False, str(error))
    finally:
        daemon.close()
        cluster.close()
        simulator.close()
    if failures:
        print("\nRecette des documents refusée :\n- " + "\n- ".join(failures))
        return 1
    print("\nRecette des documents réussie.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

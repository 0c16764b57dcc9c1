#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The complete data.gouv.fr catalogue, served as a udata API with udata's visibility.

Its export (MOISSON_CORPUS) is rendered once into the documents the API would give and mapped into memory. What is listed is
harvested, whole; what is archived answers 410 by id and is never created; a second harvest changes nothing. Both sums,
times, rate and peak memory are printed. Counts of the source come from Python's csv.
"""
import http.client
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from stack import BIN, CORPUS, ROOT, Cluster, Daemon, Simulator, report, runs_ended

sys.path.insert(0, str(ROOT / "tests/oracles"))
import udata_records  # noqa: E402

EXPORT = CORPUS / "dumps/datagouvfr/export-dataset-20260116-055249.csv.gz"
WHOLE = {"listed": 70_575, "archived": 50_499}
RESOURCES_MAX = 5_000  # per data set (limits.hpp); more is LIMIT_REACHED
SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 1}}
SECONDS = 3600


class Failures(list):
    def check(self, held, sentence):
        if not held:
            self.append(sentence)
            print(f"ÉCHEC : {sentence}")


def source_of_export():
    """(listed ids, archived ids, resources that can be stored, resources) by Python's csv."""
    listed, archived, kept, resources = set(), set(), 0, 0
    for row in udata_records.rows_of(str(EXPORT)):
        if row["archived"] != "False":
            archived.add(row["id"])
            continue
        listed.add(row["id"])
        count = int(row["resources_count"] or 0)
        kept += min(count, RESOURCES_MAX)
        resources += count
    return listed, archived, kept, resources


def statuses_by_id(portal, ids):
    """{status: how many} of GET /api/1/datasets/{id}/ for each id."""
    connection = http.client.HTTPConnection(urlsplit(portal["url"]).netloc, timeout=30)
    statuses = {}
    for identity in ids:
        connection.request("GET", f"/api/1/datasets/{identity}/")
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
    connection.close()
    return statuses


def run_counts(daemon, rank):
    names = ("state", "received", "created", "updated", "unchanged", "refused", "missing + archived")
    row = daemon.cluster.query(f"SELECT {', '.join(names)} FROM moisson.run ORDER BY id OFFSET {rank - 1} LIMIT 1")[0]
    return dict(zip(("state", "received", "created", "updated", "unchanged", "refused", "gone"), row))


def harvest(daemon, portals, rank, start):
    begin = time.monotonic()
    start()
    runs_ended(daemon, portals, SECONDS, rounds=rank)
    return time.monotonic() - begin


def check_first(daemon, portal, source, took, failures):
    listed, archived, kept, resources = source
    counts = run_counts(daemon, 1)
    stored = {row[0] for row in daemon.cluster.query("SELECT remote_id FROM moisson.dataset WHERE state = 'active'")}
    distributions = int(daemon.cluster.value("SELECT count(*) FROM moisson.distribution"))
    asked = statuses_by_id(portal, archived)
    created_archived = int(daemon.cluster.value("SELECT count(*) FROM moisson.dataset")) - len(stored)
    report("Le catalogue entier de data.gouv.fr", [
        ("", "à la source", "en base"),
        ("listés", len(listed), len(stored & listed)),
        ("archivés (410 par identifiant)", f"{len(archived)} ({asked.get(410, 0)})", len(stored & archived)),
        ("ressources des listés", f"{resources} ({kept} sous la limite de {RESOURCES_MAX} par jeu)", distributions)])
    print(f"Premier passage : {counts['state']}, {took:.1f} s, {len(stored) / took:.0f} jeux/s, "
          f"mémoire maximale {daemon.memory_peak_mb():.0f} Mo")
    report("Observations par code", [("code", "nombre"), *daemon.cluster.query(
        "SELECT code, sum(total) FROM moisson.issue_count GROUP BY code ORDER BY 2 DESC")])
    failures.check(len(listed) == WHOLE["listed"] and len(archived) == WHOLE["archived"],
                   f"l'export compte {len(listed)} listés et {len(archived)} archivés")
    failures.check(counts["state"] == "complete", f"passage {counts['state']}")
    failures.check(stored == listed, f"{len(listed - stored)} jeux absents, {len(stored - listed)} de trop")
    failures.check(asked == {410: len(archived)}, f"statuts des archivés : {asked}")
    failures.check(created_archived == 0, f"{created_archived} jeux créés puis retirés")
    failures.check(distributions == kept, f"{distributions} ressources au lieu de {kept}")


def check_second(daemon, portals, failures):
    before = daemon.fingerprint()
    daemon.forget_memory_peak()
    took = harvest(daemon, portals, 2, lambda: daemon.cli("moissonner", "--mode", "complet"))
    counts = run_counts(daemon, 2)
    same = before == daemon.fingerprint()
    print(f"Second passage : {counts['state']}, {took:.1f} s, {counts['unchanged']} inchangés, {counts['created']} créés, "
          f"{counts['updated']} modifiés, {counts['gone']} disparus, mémoire maximale {daemon.memory_peak_mb():.0f} Mo ; "
          f"empreinte {'identique' if same else 'DIFFÉRENTE'}")
    failures.check(same and int(counts["unchanged"]) == WHOLE["listed"] and counts["created"] == counts["updated"] == "0",
                   "le second passage a changé quelque chose")


def main():
    if not EXPORT.exists():
        print(f"Export absent ({EXPORT}) : le catalogue entier n'a PAS été moissonné.")
        return 1 if os.environ.get("CI") == "true" else 0
    failures = Failures()
    with tempfile.TemporaryDirectory(prefix="moisson-dgf-") as folder:
        begin = time.monotonic()
        subprocess.run([str(BIN / "portail_simule"), "--rejouer", "datagouvfr-export", "--corpus", str(CORPUS),
                        "--rendre", folder], check=True)
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        print(f"Export rendu en {time.monotonic() - begin:.1f} s, {size / 1e6:.0f} Mo de documents", flush=True)
        source = source_of_export()
        simulator = Simulator("--servir", folder)
        cluster = Cluster()
        daemon = Daemon(cluster, simulator.portals, SETTINGS)
        try:
            took = harvest(daemon, simulator.portals, 1, daemon.start)
            check_first(daemon, simulator.portals[0], source, took, failures)
            check_second(daemon, simulator.portals, failures)
        except AssertionError as error:
            failures.check(False, str(error))
        finally:
            daemon.close()
            cluster.close()
            simulator.close()
    if failures:
        print("\nRecette du catalogue entier refusée :\n- " + "\n- ".join(failures))
        return 1
    print("\nRecette du catalogue entier réussie.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

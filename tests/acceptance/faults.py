#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Every fault of the simulator ends in the right issue code, and none stops another portal.

One portal per fault, all harvested by one moissond. What each fault must give (code, records) is
the simulator's own table. Then all of them again one after another, with the peak memory of each.
`--protocole udata` shows the same faults under another paged protocol; the table is not made for documents.
"""
import argparse
import json
import subprocess
import sys

from stack import BIN, Cluster, Daemon, Simulator, report, runs_ended, wait_until

MEMORY_MB_MAX = 300
# Nobody waits a minute for a first byte in a test; the codes are the same.
QUICK = {"timeouts": {"connect": "2s", "tls": "2s", "first_byte": "3s", "idle": "2s", "total": "20s"},
         "retries": 2, "page_size": 20}
# The simulator needs a while to pack its bomb, a busy machine to carry as much as is too much.
PATIENT = {"bombe-gzip": {"timeouts": {"first_byte": "30s", "total": "40s"}, "retries": 0},
           **{name: {"timeouts": {**QUICK["timeouts"], "total": "90s"}, "retries": 0}
              for name in ("sans-fin", "sans-fin-morceaux", "chaine-geante", "chaine-geante-morceaux")}}
SETTINGS = {"harvest": {"runs_max": 16, "plan_every": "200ms"}}
# The table names all that any connector may say, on a wire without sockets too. moissond and a CKAN over TCP:
# one code each, but for a name that does not exist (the resolver of this machine) and broken gzip (its bytes).
CKAN_CODE = {
    "premier-octet": "TIMEOUT_FIRST_BYTE", "silence": "TIMEOUT_FIRST_BYTE", "goutte-a-goutte": "TIMEOUT_IDLE",
    "coupure": "CONNECT_RESET", "tronquee": "TRUNCATED", "corps-vide": "NOT_JSON", "commentaire-final": "PARSE_JSON",
    "compte-trop-grand": "COUNT_MISMATCH", "compte-trop-petit": "COUNT_MISMATCH", "compte-plus-un": "COUNT_MISMATCH",
    "page-vide": "COUNT_MISMATCH", "page-repetee": "PAGE_LOOP", "boucle": "PAGE_LOOP",
    "bombe-gzip": "COMPRESSION_BOMB", "sans-fin": "TOO_LARGE", "sans-fin-morceaux": "TOO_LARGE",
    "profondeur": "LIMIT_REACHED", "description": "LIMIT_REACHED", "demi-paire": "ENCODING_REPAIRED",
    "tls-autorite-inconnue": "TLS_UNKNOWN_CA", "tls-chaine": "TLS_INCOMPLETE_CHAIN", "tls-ancien": "TLS_OLD_PROTOCOL",
    "redirection-boucle": "REDIRECT_LOOP", "redirection-fichier": "SSRF_BLOCKED", "403": "HTTP_4XX",
    "id-absent": "BAD_SHAPE"}
# A search that is not there is made up for by current_package_list_with_resources, which is whole here.
LISTED = {"corps-vide", "forme-inattendue", "erreur-200", "401", "403"}
# The second pass finds what the empty pages did not show.
FOUND_AGAIN = {"page-vide"}


def fault_table():
    out = subprocess.run([str(BIN / "portail_simule"), "--lister-fautes"], capture_output=True, text=True, check=True)
    return {fault["name"]: fault for fault in json.loads(out.stdout)}


def issues_of(cluster, key):
    rows = cluster.query(
        "SELECT DISTINCT c.code FROM moisson.issue_count c JOIN moisson.run r ON r.id = c.run"
        f" JOIN moisson.source s ON s.id = r.source WHERE s.key = '{key}'")
    return {row[0] for row in rows}


def active(cluster, key):
    return int(cluster.value(
        "SELECT count(*) FROM moisson.dataset d JOIN moisson.source s ON s.id = d.source"
        f" WHERE d.state = 'active' AND s.key = '{key}'"))


def judge(fault, codes, stored, catalogue, protocol):
    """What is wrong, in words; empty when the fault ended as the table says."""
    wrong = []
    name, is_ckan = fault["name"], protocol == "ckan"
    expected = set(fault["expected_codes"])
    if is_ckan and name in CKAN_CODE:
        assert CKAN_CODE[name] in expected, f"{name} : {CKAN_CODE[name]} n'est pas dans la table"
        expected = {CKAN_CODE[name]}
    if expected and not expected & codes:
        wrong.append(f"attendu {'|'.join(sorted(expected))}")
    if not expected and codes:
        wrong.append("aucun problème attendu")
    records = fault["records"]
    if records == "all" and stored != catalogue:
        wrong.append(f"{stored} jeux au lieu de {catalogue}")
    if records == "all_but_few" and not catalogue * 0.9 <= stored <= catalogue:
        wrong.append(f"{stored} jeux sur {catalogue}")
    if records == "kept" and fault["second_run"] and stored < catalogue:
        wrong.append(f"{stored} jeux gardés sur {catalogue}")
    if records == "kept" and not fault["second_run"] and is_ckan and name not in LISTED and stored:
        wrong.append(f"{stored} jeux que personne n'a pu lire")
    if records == "part" and is_ckan and name not in FOUND_AGAIN and not 0 < stored < catalogue:
        wrong.append(f"{stored} jeux sur {catalogue}, une partie attendue")
    return ", ".join(wrong)


def all_at_once(cluster, faults, protocol):
    simulator = Simulator("--protocole", protocol, "--faute", "toutes", "--acceleration", 10)
    for portal in simulator.portals:
        portal["source"] = {**QUICK, **PATIENT.get(portal["fault"], {})}
    later = [p for p in simulator.portals if faults[p["fault"]]["second_run"]]
    for portal in later:
        simulator.admin("desactiver", portal)
    daemon = Daemon(cluster, simulator.portals, dict(SETTINGS, net={"ca_file": simulator.authority}))
    try:
        daemon.start()
        runs_ended(daemon, simulator.portals, 300)
        for portal in later:
            simulator.admin("activer", portal)
        daemon.cli("moissonner", "--mode", "complet", *[p["key"] for p in later])
        runs_ended(daemon, later, 120, rounds=2)
        catalogue = active(cluster, "faute-aucune")
        assert catalogue > 0, "le portail sain n'a rien donné"
        rows = [("faute", "codes", "jeux", "verdict")]
        failures = 0
        for portal in simulator.portals:
            fault = faults[portal["fault"]]
            codes, stored = issues_of(cluster, portal["key"]), active(cluster, portal["key"])
            wrong = judge(fault, codes, stored, catalogue, protocol)
            failures += bool(wrong)
            rows.append((fault["name"], ",".join(sorted(codes)) or "-", stored, wrong or "ok"))
        report(f"{len(rows) - 1} fautes, un seul moissond (mémoire de pointe {daemon.memory_peak_mb():.0f} Mo)", rows)
        stuck = cluster.value("SELECT count(*) FROM moisson.run WHERE state IN ('pending','running')")
        assert stuck == "0", f"{stuck} passages ne finissent pas"
        return failures
    finally:
        daemon.close()
        simulator.close()


def one_after_another(cluster, protocol):
    """One run at a time in one process; its peak is read and forgotten at the end of each."""
    simulator = Simulator("--protocole", protocol, "--faute", "toutes", "--acceleration", 10)
    for portal in simulator.portals:
        portal["source"] = {**QUICK, **PATIENT.get(portal["fault"], {}), "retries": 0}
    cluster.query("DROP DATABASE moisson WITH (FORCE)", database="postgres")
    cluster.query("CREATE DATABASE moisson", database="postgres")
    daemon = Daemon(cluster, simulator.portals, {"harvest": {"runs_max": 1, "plan_every": "100ms"},
                                                 "net": {"ca_file": simulator.authority}})
    ends = {}

    def all_ended():
        if daemon.process.poll() is not None:
            raise AssertionError("moissond s'est arrêté :\n" + daemon.tail())
        for event in daemon.events("run finished"):
            name = event["source"].removeprefix("faute-")
            if name not in ends:
                ends[name] = (event["state"], int(event["took_ms"]), daemon.memory_peak_mb())
                daemon.forget_memory_peak()
        return len(ends) == len(simulator.portals)

    try:
        daemon.start()
        wait_until(f"{len(simulator.portals)} fautes l'une après l'autre", all_ended, 300)
        report(f"Les mêmes l'une après l'autre : mémoire de pointe de chacune (au plus {MEMORY_MB_MAX} Mo)", [
            ("faute", "passage", "durée (ms)", "VmHWM (Mo)", "codes"),
            *((name, state, took, f"{peak:.0f}", ",".join(sorted(issues_of(cluster, f"faute-{name}"))) or "-")
              for name, (state, took, peak) in sorted(ends.items(), key=lambda end: -end[1][2]))])
        return sum(peak > MEMORY_MB_MAX for _, _, peak in ends.values())
    finally:
        daemon.close()
        simulator.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocole", default="ckan", help="what the portals speak (ckan)")
    protocol = parser.parse_args().protocole
    faults = fault_table()
    cluster = Cluster()
    try:
        failures = all_at_once(cluster, faults, protocol) + one_after_another(cluster, protocol)
    finally:
        cluster.close()
    assert failures == 0, f"{failures} fautes ne finissent pas comme prévu"


if __name__ == "__main__":
    sys.exit(main())

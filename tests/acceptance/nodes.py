#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes of Moisson that harvest one another: a portal, a first node, a second one that reads it by DCAT, a third one that
reads the second by the CKAN facade, and the other way round. Each keeps the portal's page as the origin; the first one
harvests the third and takes none of its own records back.
"""
from stack import Cluster, Daemon, Simulator, report, runs_ended, wait_until

SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 4}}
DATASETS = 60
ACTIVE = "SELECT count(*) FROM moisson.dataset WHERE state IN ('active','missing')"


def as_portal(node, connector):
    base = f"http://127.0.0.1:{node.port}"
    return {"key": f"noeud-{connector}", "title": f"Nœud ({connector})", "connector": connector,
            "url": f"{base}/catalog.ttl?page_size=50" if connector == "dcat" else base, "address": f"127.0.0.1:{node.port}"}


def details(node):
    """The datasets of a node by title, where it is the only one of its title."""
    rows = node.cluster.query("SELECT min(slug), title FROM moisson.dataset WHERE state = 'active'"
                              " GROUP BY title HAVING count(*) = 1")
    return {title: node.json(f"/api/v1/datasets/{slug}")["data"] for slug, title in rows}


def origin(dataset):
    return (dataset.get("origin") or {}).get("url")


def judge_origins(first, node, name):
    ours, theirs = details(first), details(node)
    assert set(ours) == set(theirs), f"{name} : {len(theirs)} titres sur {len(ours)}"
    wrong = [(title, origin(theirs[title]), one["remote_url"]) for title, one in ours.items()
             if origin(theirs[title]) != (origin(one) or one["remote_url"])]
    report(f"Origines : {name}", [("jeux", "justes"), (len(theirs), len(theirs) - len(wrong))])
    assert not wrong, wrong[:3]


def chain(first, ways, nodes):
    """Each further node reads the one before and is put into `nodes`."""
    before = first
    for way in ways:
        portal = as_portal(before, way)
        node = Daemon(Cluster(), [portal], SETTINGS)
        nodes.append(node)
        node.start()
        runs_ended(node, [portal], 120)
        count = int(first.cluster.value(ACTIVE))
        assert int(node.cluster.value(ACTIVE)) == count, (way, node.cluster.value(ACTIVE), count)
        # The facade answers from the index.
        wait_until("l'index a suivi",
                   lambda asked=node, all_of=count:
                       asked.json("/api/3/action/package_search", rows=0)["result"]["count"] == all_of, 60)
        before = node


def judge_loop(first, portals, last, way):
    """The first node reads the last one: all of it is its own."""
    count = first.cluster.value(ACTIVE)
    back = as_portal(last, way)
    back["key"] = f"retour-{way}"
    first.stop()
    first.write_config([*portals, back], SETTINGS)
    first.start()
    runs_ended(first, [back], 120)
    told = first.cluster.value(
        "SELECT coalesce(sum(c.total), 0) FROM moisson.issue_count c JOIN moisson.run r ON r.id = c.run"
        " JOIN moisson.source s ON s.id = r.source JOIN moisson.portal p ON p.id = s.portal"
        f" WHERE p.key = '{back['key']}' AND c.code = 'HARVESTED_FROM_US'")
    report(f"Retour par {way}", [("jeux avant", "jeux après", "reconnus"), (count, first.cluster.value(ACTIVE), told)])
    assert first.cluster.value(ACTIVE) == count, "un jeu est revenu"
    assert int(told) == int(count), (told, count)
    first.stop()
    first.write_config(portals, SETTINGS)
    first.start()


def close(nodes):
    for node in nodes:
        node.close()
        node.cluster.close()


def portals_of(source, protocol):
    """Each simulator calls its only portal by the same key."""
    return [{**portal, "key": f"{protocol}-{portal['key']}"} for portal in source.portals]


def main():
    sources = {"ckan": Simulator("--generer", DATASETS, "--graine", 5),
               "udata": Simulator("--protocole", "udata", "--generer", DATASETS, "--graine", 6)}
    first = None
    try:
        portals = [portal for protocol, source in sources.items() for portal in portals_of(source, protocol)]
        first = Daemon(Cluster(), portals, SETTINGS)
        first.start()
        runs_ended(first, portals, 120)
        count = int(first.cluster.value(ACTIVE))
        wait_until("l'index a suivi",
                   lambda: first.json("/api/3/action/package_search", rows=0)["result"]["count"] == count, 60)
        for ways in (("dcat", "ckan"), ("ckan", "dcat")):
            nodes = []
            try:
                chain(first, ways, nodes)
                for way, node in zip(ways, nodes):
                    judge_origins(first, node, f"{' puis '.join(ways)}, après {way}")
                judge_loop(first, portals, nodes[-1], ways[0])
            finally:
                close(nodes)
    finally:
        if first:
            close([first])
        for source in sources.values():
            source.close()


if __name__ == "__main__":
    main()

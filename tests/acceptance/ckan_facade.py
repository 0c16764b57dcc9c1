#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The catalogue as clients of CKAN read it: what ckanapi, ckanext-harvest and udata ask, in their order, is asked of us and
of a CKAN beside us, and must end the same way, and as recorded answers of real CKANs and CKAN's own rules (research A1.2) say;
then a second moissond harvests us by its own `ckan` connector.
"""
import concurrent.futures
import http.client
import json
import re
import urllib.parse

from stack import CORPUS, Cluster, Daemon, Simulator, report, runs_ended, wait_until

SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 4}}
DATASETS = 120


class Client:
    """One connection that is kept, as the clients keep theirs; notes status and type of every answer."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.base = parts.path.rstrip("/")
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self.transcript = []

    def ask(self, step, method, path, body=None, headers=None):
        self.connection.request(method, self.base + path, body=body, headers=headers or {})
        answer = self.connection.getresponse()
        text = answer.read()
        value = json.loads(text)
        kind = answer.headers["Content-Type"].split(";")[0].strip()
        self.transcript.append((step, answer.status, kind, shape(value)))
        return answer.status, value

    def get(self, step, action, **parameters):
        query = "?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else ""
        return self.ask(step, "GET", f"/api/3/action/{action}{query}")

    def post(self, step, action, body, kind="application/json"):
        return self.ask(step, "POST", f"/api/action/{action}", body if isinstance(body, str) else json.dumps(body),
                        {"Content-Type": kind})


def shape(value):
    """What a client can tell of an envelope: success, and the type of the result or the error."""
    if not isinstance(value, dict):
        return type(value).__name__
    if value.get("success"):
        result = value["result"]
        inner = sorted(key for key in ("count", "results", "sort", "facets", "search_facets", "id", "name", "resources")
                       if isinstance(result, dict) and key in result)
        return f"success {type(result).__name__} {' '.join(inner)}".strip()
    return f"failure {value.get('error', {}).get('__type')}"


def harvester(client):
    """ckanext-harvest: pages of 100 by id, until one is empty; then what changed since."""
    ids, start = [], 0
    while True:
        status, answer = client.get("page", "package_search", rows=100, start=start, sort="id asc", fq="")
        assert status == 200, answer
        results = answer["result"]["results"]
        if not results:
            break
        ids += [one["id"] for one in results]
        start += 100
    assert len(ids) == len(set(ids)) == answer["result"]["count"], (len(ids), answer["result"]["count"])
    assert ids == sorted(ids)
    client.get("since", "package_search", rows=100, start=0, sort="id asc",
               fq="metadata_modified:[2001-05-01T10:00:00.123456Z TO *]")
    client.get("later", "package_search", rows=100, start=0, sort="id asc",
               fq="metadata_modified:[2901-05-01T10:00:00.123456Z TO *]")
    return ids


def udata(client, name):
    client.get("show", "package_show", id=name)
    client.get("no such", "package_show", id="rien-de-tel")
    client.get("fields", "package_search", q="title:x AND -title:y", rows=1000)
    return client


def same_story(ours, theirs):
    """Step by step the same status, media type and shape; pages beyond those of the smaller catalogue aside."""
    def short(transcript):
        out = []
        for step in transcript:
            if not out or out[-1] != step:
                out.append(step)
        return out

    for mine, other in zip(short(ours.transcript), short(theirs.transcript)):
        assert mine == other, f"nous : {mine}\nCKAN : {other}"
    assert len(short(ours.transcript)) == len(short(theirs.transcript))


DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")


def judge_dataset(one):
    """The types that udata's schema insists on: one fault and it refuses the dataset."""
    for key in ("id", "name", "title", "notes", "license_id", "license_title", "author", "author_email", "maintainer",
                "maintainer_email", "state"):
        assert isinstance(one[key], str), (key, one[key])
    for key in ("metadata_created", "metadata_modified"):
        assert DATE.fullmatch(one[key]), one[key]
    assert one["type"] == "dataset" and one["private"] is False and one["state"] == "active"
    assert re.fullmatch(r"[a-z0-9_-]{2,100}", one["name"]), one["name"]
    for tag in one["tags"]:
        assert re.fullmatch(r"[\w \-.]{2,100}", tag["name"]), tag
    if one["organization"] is not None:
        assert all(isinstance(one["organization"][key], str) for key in ("title", "description", "image_url", "name"))
    for position, resource in enumerate(one["resources"]):
        assert resource["position"] == position and resource["package_id"] == one["id"]
        assert re.match(r"(https?|ftp)://[^\s]+$", resource["url"]), resource["url"]
        assert isinstance(resource["format"], str) and isinstance(resource["name"], str)
        assert resource["size"] is None or isinstance(resource["size"], int)
        assert resource["resource_type"] in ("file", "api") and DATE.fullmatch(resource["created"])
    assert all(isinstance(extra["key"], str) and isinstance(extra["value"], str) for extra in one["extras"])


def ckanapi(url, count):
    """dump: the list, then three at a time; search by pages of 1000; JSON in every form that was ever sent."""
    client = Client(url)
    status, answer = client.post("list", "package_list", {"include_private": False, "include_drafts": False})
    names = answer["result"]
    assert status == 200 and len(names) == count and names == sorted(names), (len(names), count)

    def show(some):
        own = Client(url)
        return [own.post("show", "package_show", {"id": name, "include_datasets": False, "include_users": False,
                                                  "include_password_hash": False})[1]["result"] for name in some]

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        shown = [one for part in pool.map(show, (names[0::3], names[1::3], names[2::3])) for one in part]
    assert sorted(one["name"] for one in shown) == names
    for one in shown:
        judge_dataset(one)
    _, answer = client.post("search", "package_search", {"q": "*:*", "rows": 1000, "start": 0})
    assert answer["result"]["count"] == count == len(answer["result"]["results"])
    for body, kind in ((json.dumps({"id": names[0]}), "application/x-www-form-urlencoded"),
                       (urllib.parse.quote(json.dumps({"id": names[0]})) + "=1", "application/x-www-form-urlencoded"),
                       (urllib.parse.urlencode({"id": names[0]}), "application/x-www-form-urlencoded"),
                       (json.dumps({"id": names[0]}), "text/plain")):
        status, answer = client.post("form", "package_show", body, kind)
        assert status == 200 and answer["result"]["name"] == names[0], (body, kind)
    assert client.post("write", "package_create", {"name": "x"})[0] == 403
    assert client.post("unknown", "fais_le_cafe", {})[0] == 400
    return shown


def judge_lists(client, shown):
    organizations = {one["organization"]["name"]: one["organization"] for one in shown if one["organization"]}
    _, answer = client.get("organizations", "organization_list")
    assert answer["result"] == sorted(organizations), "organisations"
    for name, brief in list(organizations.items())[:3]:
        by_name = client.get("by name", "organization_show", id=name)[1]["result"]
        by_id = client.get("by id", "organization_show", id=brief["id"])[1]["result"]
        assert by_name == by_id
        wanted = {one["id"] for one in shown if one["organization"] and one["organization"]["name"] == name}
        for fq in (f"organization:{name}", f"owner_org:{brief['id']}", f'organization:"{name}"'):
            found = client.get("filter", "package_search", fq=fq, rows=1000)[1]["result"]
            assert {one["id"] for one in found["results"]} == wanted, fq
        others = client.get("without", "package_search", fq=f"-organization:{name}", rows=0)[1]["result"]
        assert others["count"] == len(shown) - len(wanted)
    facets = client.get("facets", "package_search", rows=0, **{"facet.field": '["organization","tags","res_format"]',
                                                               "facet.limit": -1})[1]["result"]
    counts = {name: sum(bool(one["organization"]) and one["organization"]["name"] == name for one in shown)
              for name in organizations}
    assert facets["facets"]["organization"] == counts
    resource = next(resource for one in shown for resource in one["resources"])
    assert client.get("resource", "resource_show", id=resource["id"])[1]["result"] == resource


def transcript(name, count):
    """(client, method, path, body, status, shape): what a CKAN answers, whichever it is (research A1.2, A1.4, A1.6)."""
    search, show = "package_search", "package_show"
    missing, invalid = "failure Not Found Error", "failure Validation Error"
    page = "success dict count facets results search_facets sort"
    return [
        ("ckanapi", "POST", f"action/{show}", {"id": name}, 200, "success dict id name resources"),
        ("ckanapi", "POST", f"action/{show}", {"id": "rien-de-tel"}, 404, missing),
        ("ckanapi", "POST", f"action/{show}", {}, 409, invalid),
        ("ckanapi", "POST", f"action/{search}", {"q": "*:*", "rows": 1000, "start": 0}, 200, page),
        ("ckanapi", "POST", f"action/{search}", {"q": "*:*", "rows": 1000, "start": count}, 200, page),
        ("ckanapi", "POST", f"action/{search}", {"rows": "abc"}, 409, invalid),
        ("ckanapi", "POST", f"action/{search}", "{oui}", 400, "str"),
        ("ckanapi", "POST", "action/fais_le_cafe", {}, 400, "str"),
        ("ckanapi", "POST", "action/package_create", {"name": "x"}, 403, "failure Authorization Error"),
        ("ckanapi", "POST", "action/organization_show", {"id": "rien-de-tel"}, 404, missing),
        ("ckanext-harvest", "GET", f"3/action/{search}?rows=100&start=0&sort=id+asc&fq=", None, 200, page),
        ("ckanext-harvest", "GET", f"3/action/{search}?rows=100&start={count}&sort=id+asc", None, 200, page),
        ("ckanext-harvest", "GET", f"3/action/{search}?fq=metadata_modified:[2001-05-01T10:00:00.123456Z+TO+*]", None, 200, page),
        ("ckanext-harvest", "GET", "3/action/group_show?id=rien-de-tel", None, 404, missing),
        ("udata", "GET", "3/action/package_list", None, 200, "success list"),
        ("udata", "GET", f"3/action/{show}?id={name}", None, 200, "success dict id name resources"),
        ("udata", "GET", f"3/action/{search}?q=tags:eau+AND+-title:x&rows=1000", None, 200, page),
        ("udata", "GET", "3/action/status_show", None, 200, "success dict"),
        ("autres", "GET", f"3/action/{search}?limit=5", None, 400, "failure Search Query Error"),
        ("autres", "GET", f"3/action/{search}?fq={{!func}}x", None, 409, "failure Search Error"),
        ("autres", "GET", "3", None, 200, "dict"),
    ]


def as_every_ckan(client, name, count):
    for who, method, path, body, status, wanted in transcript(name, count):
        text = body if isinstance(body, str) or body is None else json.dumps(body)
        address = "/api/" + urllib.parse.quote(path, safe="/?&=+:*-.,_")
        got, value = client.ask(who, method, address, text, {"Content-Type": "application/json"} if text else {})
        told = type(value).__name__ if path == "3" else shape(value)
        assert (got, told) == (status, wanted), (who, path, got, told)
        assert client.transcript[-1][2] == "application/json", path
        if f"start={count}" in path or (isinstance(body, dict) and body.get("start") == count):
            assert value["result"]["results"] == [] and value["result"]["count"] == count, "fin des pages"


def as_recorded(client, shown):
    """Answers of data.gov.uk and others, recorded: ours to the same question has the same shape; pages end as theirs do."""
    folder = CORPUS / "ckan"
    if not folder.exists():
        print("NON EXÉCUTÉ : pas de corpus")
        return
    name, organization = shown[0]["name"], next(one["organization"]["name"] for one in shown if one["organization"])
    resource = next(resource["id"] for one in shown for resource in one["resources"])
    uk = "datagovuk-functional-tests"
    for file, path in ((f"{uk}/package_list.json", "package_list"), (f"{uk}/package_show.json", f"package_show?id={name}"),
                       (f"{uk}/package_search.json", "package_search?rows=2"), (f"{uk}/organization_list.json", "organization_list"),
                       (f"{uk}/organization_show.json", f"organization_show?id={organization}"),
                       ("terriajs/search-result.json", "package_search?rows=2"),
                       ("terriajs/vic-wms-layer-resource.json", f"resource_show?id={resource}"),
                       ("magda/ckan-server-dataset-sample-response.json", f"package_show?id={name}")):
        theirs = json.loads((folder / file).read_text())
        status, ours = client.ask("recorded", "GET", f"/api/3/action/{path}")
        assert status == 200 and shape(ours) == shape(theirs), (file, shape(ours), shape(theirs))
        lists = [(theirs["result"], ours["result"])]
        if isinstance(theirs["result"], dict) and theirs["result"].get("results"):
            lists.append((theirs["result"]["results"][0], ours["result"]["results"][0]))
        for other, mine in lists:
            if isinstance(other, dict):
                for key in set(other) & set(mine):
                    same = type(other[key]) is type(mine[key]) or other[key] is None or mine[key] is None
                    assert same, (file, key, other[key], mine[key])
    for number, offset in ((1, 0), (2, len(shown))):
        theirs = json.loads((folder / f"datagovuk-publish/v26/search_dataset_p{number}.json").read_text())["result"]
        fields = "id,organization,metadata_modified"
        status, ours = client.ask("recorded", "GET", f"/api/3/search/dataset?fl={fields}&limit=1000&offset={offset}")
        assert status == 200 and ours["count"] == len(shown), (status, ours)
        assert len(ours["results"]) == (len(shown) if theirs["results"] else 0), (number, len(ours["results"]))
        if theirs["results"]:
            assert set(ours["results"][0]) == set(theirs["results"][0])


def by_name(client, shown):
    names = sorted(one["name"] for one in shown)
    for order, wanted in (("name asc", names), ("name desc", names[::-1])):
        for start in (0, 7, len(names) - 3):
            found = client.get("by name", "package_search", sort=order, rows=5, start=start, fl="name")[1]["result"]["results"]
            assert [one["name"] for one in found] == wanted[start:start + 5], (order, start)
    assert client.get("part", "package_list", offset=3, limit=4)[1]["result"] == names[3:7]


def hide(daemon, client, one):
    daemon.cli("retirer", one["name"], "--motif", "essai", "--auteur", "essai")
    for name in (one["id"], one["name"]):
        status, answer = client.get("hidden", "package_show", id=name)
        assert status == 404 and answer["error"]["__type"] == "Not Found Error", answer


def harvest_us(daemon, cluster):
    us = {"key": "nous", "title": "Nous", "url": f"http://127.0.0.1:{daemon.port}", "address": f"127.0.0.1:{daemon.port}",
          "connector": "ckan"}
    other = Cluster()
    node = Daemon(other, [us], SETTINGS)
    try:
        node.start()
        runs_ended(node, [us], 120)
        rows = other.query("SELECT state, received, refused FROM moisson.run")
        report("Moissonnés par un autre", [("passage", "reçus", "refusés"), *rows])
        query = "SELECT title FROM moisson.dataset WHERE state IN ('active','missing') ORDER BY 1"
        ours, theirs = cluster.query(query), other.query(query)
        assert ours == theirs, f"{len(theirs)} jeux sur {len(ours)}"
        files = "SELECT count(*) FROM moisson.distribution"
        assert cluster.value(files) == other.value(files), (cluster.value(files), other.value(files))
    finally:
        node.close()
        other.close()


def main():
    simulator, cluster, daemon = Simulator("--generer", DATASETS, "--graine", 5, "--sources", 1), Cluster(), None
    try:
        portals = simulator.portals
        daemon = Daemon(cluster, portals, SETTINGS)
        daemon.start()
        runs_ended(daemon, portals, 120)
        us = f"http://127.0.0.1:{daemon.port}"
        count = int(cluster.value("SELECT count(*) FROM moisson.dataset WHERE state IN ('active','missing')"))
        wait_until("l'index a suivi", lambda: daemon.json("/api/3/action/package_search", rows=0)["result"]["count"] == count, 30)
        shown = ckanapi(us, count)
        ours, theirs = Client(us), Client(portals[0]["url"])
        assert len(harvester(ours)) == count
        first = harvester(theirs)[0]
        same_story(ours, theirs)
        ours.transcript.clear()
        theirs.transcript.clear()
        same_story(udata(ours, shown[0]["name"]), udata(theirs, first))
        judge_lists(Client(us), shown)
        as_every_ckan(Client(us), shown[0]["name"], count)
        as_recorded(Client(us), shown)
        by_name(Client(us), shown)
        harvest_us(daemon, cluster)
        hide(daemon, Client(us), shown[0])
        assert daemon.get("/robots.txt")[1].decode().count("Allow: /api/3") == 1
    finally:
        if daemon:
            daemon.close()
        simulator.close()
        cluster.close()


if __name__ == "__main__":
    main()

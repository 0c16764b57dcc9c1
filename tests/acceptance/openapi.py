#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The API of a running moissond against its own description: the document is linted, every address answers as its
schema says (python3-jsonschema judges), and answers keep the conventions of HTTP."""
import gzip
import http.client
import json
import re
import urllib.parse

import jsonschema

from stack import Cluster, Daemon, Simulator, report, runs_ended

SETTINGS = {"harvest": {"plan_every": "100ms", "runs_max": 4}}
REFERENCE = re.compile(r'"#(/[^"]*)"')


def lint(document):
    """What linters of OpenAPI ask for; returns a list of faults."""
    faults = []
    if not document["openapi"].startswith("3.1."):
        faults.append("openapi is not 3.1")
    for name in ("title", "version", "description", "license"):
        if not document["info"].get(name):
            faults.append(f"info without {name}")
    tags = {tag["name"] for tag in document["tags"]}
    seen = set()
    for path, item in document["paths"].items():
        placeholders = set(re.findall(r"{(\w+)}", path))
        for method, operation in item.items():
            where = f"{method} {path}"
            if operation["operationId"] in seen:
                faults.append(f"{where}: operationId twice")
            seen.add(operation["operationId"])
            if not operation.get("summary"):
                faults.append(f"{where}: no summary")
            if not set(operation["tags"]) <= tags:
                faults.append(f"{where}: unknown tag")
            parameters = [resolve(document, one) for one in operation.get("parameters", [])]
            if {one["name"] for one in parameters if one["in"] == "path"} != placeholders:
                faults.append(f"{where}: parameters of the path")
            names = [(one["in"], one["name"]) for one in parameters]
            if len(names) != len(set(names)):
                faults.append(f"{where}: a parameter twice")
            for one in parameters:
                if not one.get("description") or "schema" not in one:
                    faults.append(f"{where}: {one['name']} is not described")
            if "200" not in operation["responses"]:
                faults.append(f"{where}: no 200")
            for status, answer in operation["responses"].items():
                if not resolve(document, answer).get("description"):
                    faults.append(f"{where}: {status} without description")
    text = json.dumps(document)
    for pointer in REFERENCE.findall(text):
        try:
            follow(document, pointer)
        except KeyError:
            faults.append(f"#{pointer} leads nowhere")
    for kind, members in document["components"].items():
        for name in members:
            if f'"#/components/{kind}/{name}"' not in text:
                faults.append(f"components/{kind}/{name} is used nowhere")
    for name, schema in document["components"]["schemas"].items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            faults.append(f"{name}: {error.message}")
    return faults


def follow(document, pointer):
    for part in pointer.strip("/").split("/"):
        document = document[part.replace("~1", "/").replace("~0", "~")]
    return document


def resolve(document, value):
    return follow(document, value["$ref"][1:]) if "$ref" in value else value


def validate(document, operation, daemon, path):
    status, body, headers = daemon.get(path)
    answers = operation["responses"]
    assert str(status) in answers, f"{path}: {status} {body[:300]}"
    content = resolve(document, answers[str(status)]).get("content", {})
    media = headers["Content-Type"].split(";")[0]
    assert media in content, f"{path}: {status} {media}"
    if not media.endswith("json") or media.endswith("ndjson"):
        return status
    schema = {**content[media]["schema"], "components": document["components"]}
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(body)))
    assert not errors, f"{path}: " + "\n".join(f"{list(one.path)} {one.message[:300]}" for one in errors[:5])
    return status


def identifiers(daemon):
    """What may stand for {id}, by the beginning of the path."""
    found = {name: [row[key] for row in daemon.json(f"/api/v1/{name}")["data"][:8]] for name, key in
             (("datasets", "id"), ("distributions", "id"), ("organizations", "code"), ("portals", "key"), ("runs", "id"))}
    assert all(found.values()), found
    found["datasets"] += ["rien-de-tel"]
    found["portals"] += ["rien"]
    found |= {"alerts": [1], "countries": ["BF"], "dumps": ["rien.csv.gz"]}
    return found


def walk(document, daemon):
    ids = identifiers(daemon)
    count = {}
    for path, item in document["paths"].items():
        operation = item["get"]
        places = ids[path.split("/")[3]] if "{id}" in path else [""]
        for place in places:
            address = path.replace("{id}", urllib.parse.quote(str(place), safe="")).replace("{dump}", "2026-01-01")
            status = validate(document, operation, daemon, address)
            count[status] = count.get(status, 0) + 1
            for one in operation.get("parameters", []):
                parameter = resolve(document, one)
                if parameter["in"] != "query":
                    continue
                example = parameter["example"]
                query = urllib.parse.urlencode({parameter["name"]: example[0] if isinstance(example, list) else example})
                status = validate(document, operation, daemon, f"{address}?{query}")
                assert status != 400, f"{address}?{query}"
                count[status] = count.get(status, 0) + 1
    report("Réponses validées", [("statut", "nombre"), *sorted(count.items())])
    assert count[200] > 150, count


def whole_lists(daemon):
    """Walks without limit meet each once, and as many as there are."""
    seen = []
    path = "/api/v1/distributions?page_size=17"
    while path:
        body = json.loads(daemon.get(path)[1])
        seen += [row["id"] for row in body["data"]]
        told = body["total"]
        link = body["links"]["next"]
        path = link and link[link.index("/api/"):]
    assert told == len(seen), (told, len(seen))
    total = daemon.json("/api/v1/stats")["data"]["totals"]["distributions"]
    assert len(seen) == len(set(seen)) == total, (len(seen), len(set(seen)), total)
    datasets = set()
    path = "/api/v1/changes?page_size=50"
    while path:
        body = json.loads(daemon.get(path)[1])
        datasets |= {row["dataset"] for row in body["data"] if row["kind"] == "upsert"}
        link = body["links"]["next"]
        path = link and link[link.index("/api/"):]
    count = daemon.json("/api/v1/datasets", page_size=0)["total"]
    assert len(datasets) == count, (len(datasets), count)
    by_portal = sum(row["datasets"] for row in daemon.json("/api/v1/stats")["data"]["by_portal"])
    assert by_portal == count, (by_portal, count)
    report("Parcours", [("fichiers", "jeux"), (len(seen), count)])


def ask(daemon, method, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict((name.lower(), value) for name, value in answer.getheaders()), body


def conventions(document, daemon):
    portal = daemon.json("/api/v1/portals")["data"][0]["key"]
    for path in document["paths"]:
        if "{id}" in path:
            continue
        if path == "/api/v1/calendar.ics":  # of one thing only
            path += f"?portal={portal}"
        status, headers, body = ask(daemon, "GET", path)
        assert status == 200, (path, status)
        if headers.get("transfer-encoding") == "chunked" and path.endswith((".csv", ".ndjson")):
            continue  # made while it is sent: nobody knows its digest before
        tag = headers["etag"]
        assert tag.startswith('"'), f"{path}: {tag} is not strong"
        assert headers["access-control-allow-origin"] == "*", path
        if path != "/api/v1/stats":
            assert ask(daemon, "GET", path, {"If-None-Match": tag})[0] == 304, path
        head = ask(daemon, "HEAD", path)
        assert head[0] == 200 and not head[2] and head[1]["content-type"] == headers["content-type"], path
        options = ask(daemon, "OPTIONS", path)
        assert options[0] == 204 and "GET" in options[1].get("access-control-allow-methods", ""), (path, options)
        packed = ask(daemon, "GET", path, {"Accept-Encoding": "gzip"})
        if packed[1].get("content-encoding") == "gzip":
            assert gzip.decompress(packed[2]) == body or path == "/api/v1/stats", path
        else:
            assert len(body) < 2000, f"{path}: {len(body)} bytes as they are"
        assert ask(daemon, "POST", path)[0] == 405, path
    beyond = ask(daemon, "GET", "/api/v1/datasets?page=501&page_size=20")
    assert beyond[0] == 400 and "cursor=" in json.loads(beyond[2])["links"]["cursor"], beyond
    assert 'rel="next"' in ask(daemon, "GET", "/api/v1/datasets?page_size=2")[1]["link"]


def main():
    simulator, cluster, daemon = Simulator("--echantillon"), Cluster(), None
    try:
        daemon = Daemon(cluster, simulator.portals, SETTINGS)
        daemon.start()
        runs_ended(daemon, simulator.portals, 300)
        document = daemon.json("/api/v1/openapi.json")
        faults = lint(document)
        assert not faults, "\n".join(faults[:20])
        walk(document, daemon)
        whole_lists(daemon)
        conventions(document, daemon)
        page = daemon.get("/api")[1].decode()
        missing = [path for path in document["paths"] if path not in page]
        assert not missing, f"manquent à la page /api : {missing} {page[:200]}"
        print("\nopenapi : tout est conforme")
    finally:
        if daemon:
            daemon.close()
        cluster.close()
        simulator.close()


if __name__ == "__main__":
    main()

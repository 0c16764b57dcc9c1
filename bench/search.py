# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""HTTP search under wrk: 50 mixed queries made from the words of the harvested catalogue itself, by
one user after another and by many at once."""
import json
import os
import re
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

from measure import cpu_seconds, memory_mb

QUERIES = 50


def words_of(daemon):
    """Words of titles, frequent and rare, and real values of filters."""
    titles, seen = [], {}
    for page in (1, 20, 40, 60, 80):
        answer = daemon.json("/api/v1/datasets", page=page, page_size=100)
        for dataset in answer["data"]:
            title = dataset["title"]
            title = title if isinstance(title, str) else next(iter(title.values()))
            titles.append(title)
            for word in re.findall(r"[^\W\d_]{4,}", title):
                seen[word.lower()] = seen.get(word.lower(), 0) + 1
    ranked = sorted(seen, key=lambda word: (-seen[word], word))
    return titles, ranked


def paths_of(daemon):
    titles, words = words_of(daemon)
    step = max(1, len(words) // 20)
    spread = words[::step]
    paths = []

    def add(**parameters):
        paths.append("/api/v1/datasets?" + urllib.parse.urlencode(parameters, doseq=True))

    for i in range(QUERIES):
        word = spread[i % len(spread)]
        other = words[(i * 7) % min(len(words), 40)]
        kind = i % 10
        if kind in (0, 1):
            add(q=word)
        elif kind in (2, 3):
            add(q=f"{other} {word}")
        elif kind == 4:
            add(q=titles[(i * 31) % len(titles)][:60])
        elif kind == 5:
            add(q=other, format="csv")
        elif kind == 6:
            add(q=other, country=["FR", "SN", "CI", "TN", "BF"][i // 10])
        elif kind == 7:
            add(q=word[:-1] + "s")
        elif kind == 8:
            add(page=1 + i % 5)
        else:
            add(q=f'"{" ".join(titles[(i * 13) % len(titles)].split()[:2])}"')
    return paths


def run_wrk(daemon, paths_file, connections, threads, seconds):
    before = cpu_seconds(daemon.process.pid)
    run = subprocess.run(
        ["wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "-s",
         str(Path(__file__).with_name("search.lua")), f"http://127.0.0.1:{daemon.port}"],
        capture_output=True, text=True, check=True, env={**os.environ, "MOISSON_PATHS": str(paths_file)})
    figures = json.loads(next(line for line in run.stdout.splitlines() if line.startswith("{")))
    used = cpu_seconds(daemon.process.pid) - before
    figures["daemon_cpu_us_per_request"] = round(used * 1e6 / max(1, figures["requests"]))
    figures["daemon_memory_mb"] = memory_mb(daemon.process.pid, "VmRSS")
    return figures


def measure(daemon, seconds):
    paths = paths_of(daemon)
    alone = {}
    for path in paths:
        begin = time.monotonic()
        status, _, _ = daemon.get(path)
        alone[urllib.parse.unquote_plus(path.partition("?")[2])] = round((time.monotonic() - begin) * 1e3, 1)
        assert status == 200, f"{path} : {status}"
    slowest = dict(sorted(alone.items(), key=lambda item: -item[1])[:8])
    with tempfile.NamedTemporaryFile("w", prefix="moisson-wrk-", suffix=".txt") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        results = {"slowest alone, ms": slowest}
        results |= {f"{connections} connection(s)": run_wrk(daemon, file.name, connections, 1, seconds)
                   for connections in (1, 32)}
    with tempfile.NamedTemporaryFile("w", prefix="moisson-wrk-", suffix=".txt") as file:
        file.write("\n".join(path.replace("/api/v1/datasets", "/jeux-de-donnees") for path in paths) + "\n")
        file.flush()
        results["HTML pages, 32 connections"] = run_wrk(daemon, file.name, 32, 1, seconds)
    return results

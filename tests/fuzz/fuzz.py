#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""make fuzz: every harness under libFuzzer, then a table.

    fuzz.py BUILD [--time S] [--runs N] [--jobs N] [--only NAME[,NAME]] [--report FILE]

Each harness gets S seconds or N executions, whichever ends first. What it learns stays in
BUILD/fuzz-corpus/<name>. An input that breaks something is copied to tests/fuzz/found/<name>, where
the smoke run of every build replays it from then on; the exit code is 1.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUNCTION = re.compile(r"^(?:UN)?COVERED_FUNC: hits: \d+ edges: (\d+)/(\d+) .* (\S+?):\d+(?::\d+)?$")


def environment():
    symbolizer = shutil.which("llvm-symbolizer") or shutil.which("llvm-symbolizer-14")
    options = ":".join(["detect_stack_use_after_return=1", "allocator_may_return_null=1"] +
                       ([f"external_symbolizer_path={symbolizer}"] if symbolizer else []))
    return {**os.environ, "ASAN_OPTIONS": options, "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1"}


def number(text, name):
    found = re.search(rf"{name}:\s*(\d+)", text)
    return int(found.group(1)) if found else 0


def coverage(program, corpus, sources, limits):
    """Edges reached and edges in all, in the functions of `sources`."""
    text = subprocess.run([program, "-runs=0", "-print_coverage=1", *limits, str(corpus)], env=environment(),
                          capture_output=True, text=True, errors="replace").stderr
    reached = total = 0
    for line in text.splitlines():
        found = FUNCTION.match(line)
        if not found or not any(found.group(3).startswith(source) for source in sources):
            continue
        total += int(found.group(2))
        reached += int(found.group(1)) if line.startswith("COVERED") else 0
    return reached, total


def run(build, row, arguments):
    name, bytes_max, dictionary, sources = row
    program = str(build / "bin/fuzz" / f"fuzz_{name}")
    corpus = build / "fuzz-corpus" / name
    findings = build / "fuzz-findings" / name
    findings.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_len={bytes_max}", "-timeout=20", "-rss_limit_mb=2048"]
    command = [program, f"-max_total_time={arguments.time}", f"-runs={arguments.runs}", "-print_final_stats=1",
               f"-artifact_prefix={findings}/", *limits]
    if dictionary != "-":
        command.append(f"-dict={ROOT}/tests/fuzz/dictionaries/{dictionary}.dict")
    begin = time.monotonic()
    with open(build / "fuzz-findings" / f"{name}.log", "w", errors="replace") as log:
        code = subprocess.run([*command, str(corpus)], env=environment(), stdout=log, stderr=log).returncode
    seconds = time.monotonic() - begin
    text = (build / "fuzz-findings" / f"{name}.log").read_text(errors="replace")
    found = []
    if code != 0:
        found = re.findall(r"Test unit written to (\S+)", text) or ["?"]
        for path in found:
            if Path(path).exists():
                kept = ROOT / "tests/fuzz/found" / name
                kept.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, kept / Path(path).name[:24])
    executions = number(text, "stat::number_of_executed_units") or max(
        (int(n) for n in re.findall(r"^#(\d+)\s", text, re.M)), default=0)
    reached, total = coverage(program, corpus, sources, limits)
    return {"name": name, "executions": executions, "seconds": seconds, "reached": reached, "total": total,
            "found": found}


def line_of(result):
    rate = result["executions"] / result["seconds"] if result["seconds"] else 0
    share = f"{100 * result['reached'] / result['total']:.1f} %" if result["total"] else "-"
    edges = f"{result['reached']}/{result['total']}"
    return (f"{result['name']:<20}{result['executions']:>12}{result['seconds']:>8.0f}{rate:>10.0f}"
            f"{edges:>13}{share:>9}{len(result['found']):>12}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--time", type=int, default=60)
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    listing = subprocess.run([build / "bin/fuzz_inputs", build / "fuzz-corpus"], capture_output=True, text=True,
                             check=True).stdout
    rows = [line.split("\t") for line in listing.splitlines()]
    rows = [(name, bytes_max, dictionary, sources.split()) for name, bytes_max, dictionary, sources in rows]
    wished = [name for name in arguments.only.split(",") if name]
    unknown = set(wished) - {row[0] for row in rows}
    if unknown:
        sys.exit("banc inconnu : " + ", ".join(sorted(unknown)) + " (connus : " + ", ".join(r[0] for r in rows) + ")")
    rows = [row for row in rows if not wished or row[0] in wished]
    print(f"{len(rows)} bancs, {arguments.time} s chacun au plus")
    head = (f"{'banc':<20}{'exécutions':>12}{'s':>8}{'par s':>10}{'arêtes':>13}{'atteint':>9}{'trouvailles':>12}")
    print(head, flush=True)
    results = []
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for result in pool.map(lambda row: run(build, row, arguments), rows):
            results.append(result)
            print(line_of(result), flush=True)
    executions = sum(result["executions"] for result in results)
    broken = [result for result in results if result["found"]]
    print(f"{executions} exécutions, {len(broken)} bancs avec trouvaille")
    for result in broken:
        print(f"  {result['name']} : voir {build}/fuzz-findings/{result['name']}.log ; "
              f"entrée gardée dans tests/fuzz/found/{result['name']}/")
    if arguments.report:
        arguments.report.write_text("\n".join([head, *map(line_of, results)]) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

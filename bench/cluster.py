#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The full pass over the keys of 1,000,000 datasets beside its floor: `sort` of the same keys.

    bench/cluster.py [DATASETS]
"""
import json
import os
import subprocess
import sys
import tempfile
import time

from measure import ROOT, Report

BENCH = ROOT / "build/release/bin/cluster_bench"


def sort_of(keys, threads):
    """(seconds, peak MiB) of sort(1) over the file, bytes compared."""
    command = ["sort", f"--parallel={threads}", "-S", "2G", "-o", os.devnull, keys]
    begin = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, "LC_ALL": "C"})
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError("sort failed")
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def main():
    datasets = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    report = Report("cluster", datasets=int(datasets))
    figures = json.loads(subprocess.run([BENCH, datasets], check=True, capture_output=True, text=True).stdout)
    with tempfile.NamedTemporaryFile() as keys:
        subprocess.run([BENCH, datasets, "--keys"], check=True, stdout=keys)
        seconds, mib = sort_of(keys.name, 1)
    report.add("full pass", figures)
    report.add("floor: LC_ALL=C sort of the same keys, one thread", {"ms": round(1000 * seconds), "peak_mib": round(mib)})
    report.write()


if __name__ == "__main__":
    main()

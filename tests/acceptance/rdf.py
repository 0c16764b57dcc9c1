#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded RDF held against readers that are not ours: rapper and rdflib.

1. Triples and data sets of every document as our readers give them (tests/oracles/rdf_counts.py).
2. What daemon/dcat keeps of every document and writes again, in each syntax: the same graph (dcat_round_trip.py);
   the terms that it leaves out are printed with their counts.
The test binaries write what they made of MOISSON_CORPUS; the oracles judge it.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from stack import BIN, CORPUS, ROOT

# Test binary, its case, the variable that names where it writes, and the oracle.
STEPS = (
    ("rdf_corpus_test", "RdfCorpus.*", "MOISSON_RDF_TABLE", "rdf_counts.py"),
    ("dcat_corpus_test", "DcatRoundTrip.What*", "MOISSON_DCAT_ROUND_TRIP", "dcat_round_trip.py"),
)


def passes(command, **variables):
    environment = {**os.environ, "MOISSON_CORPUS": str(CORPUS), **variables}
    return subprocess.run([str(part) for part in command], env=environment, check=False).returncode == 0


def main():
    if not CORPUS.is_dir():
        print(f"Documents enregistrés absents ({CORPUS}) : ils n'ont PAS été lus.")
        return 1 if os.environ.get("CI") == "true" else 0
    refused = []
    with tempfile.TemporaryDirectory() as folder:
        for binary, case, variable, oracle in STEPS:
            print(f"\n== {binary} ({case}), puis {oracle}", flush=True)
            written = Path(folder) / binary
            if not passes([BIN / binary, f"--gtest_filter={case}"], **{variable: str(written)}):
                refused.append(f"{binary} échoue")
            elif not written.exists():
                refused.append(f"{binary} n'a rien écrit")
            elif not passes([sys.executable, ROOT / "tests/oracles" / oracle, written]):
                refused.append(f"{oracle} refuse ce que {binary} a écrit")
    if refused:
        print("\nRecette de RDF refusée :\n- " + "\n- ".join(refused))
        return 1
    print("\nRecette de RDF réussie.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

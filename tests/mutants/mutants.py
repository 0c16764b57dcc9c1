#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Planted faults: each patch beside this file breaks one rule of the product, and the test that it names must fail.

mutants.py             builds and tests them all, in a copy of the tree (build/mutants), with the preset dev
mutants.py NAME...     those only
mutants.py --check     only that every patch applies and names a test that exists (a repository test; builds nothing)

A patch begins with "Rule: what must hold" and "Test: binary Suite.Case". The test must pass without the patch.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COPY = ROOT / "build/mutants"
BUILD = COPY / "build/dev"
TEST_SECONDS = 900
HEAD = re.compile(r"Rule: (?P<rule>.+)\nTest: (?P<binary>\w+) (?P<case>\w+\.\w+)\n\n(?=diff --git )")


class Mutant:
    def __init__(self, file):
        self.file = file
        self.name = file.stem
        head = HEAD.match(file.read_text())
        if not head:
            sys.exit(f"{file.name} : les lignes Rule: et Test:, une ligne vide, puis le diff sont attendus")
        self.rule, self.binary, self.case = head["rule"], head["binary"], head["case"]


def mutants(names):
    found = [Mutant(file) for file in sorted(HERE.glob("*.patch"))]
    unknown = set(names) - {one.name for one in found}
    if unknown:
        sys.exit(f"faute inconnue : {', '.join(sorted(unknown))}")
    return [one for one in found if not names or one.name in names]


def apply(mutant, tree, *options):
    return subprocess.run(["git", "apply", *options, str(mutant.file)], cwd=tree, capture_output=True, text=True)


# -- without a build

def check(found):
    sources = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("*.cpp"))
    lists = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("CMakeLists.txt"))
    wrong = []
    for one in found:
        done = apply(one, ROOT, "--check")
        if done.returncode != 0:
            wrong.append(f"{one.name} ne s'applique plus : {done.stderr.strip()}")
        suite, case = one.case.split(".")
        if not re.search(rf"\bTEST(_F|_P)?\({suite},\s*{case}\)", sources):
            wrong.append(f"{one.name} : l'essai {one.case} n'existe pas")
        if not re.search(rf"\bNAME {one.binary}\b", lists):
            wrong.append(f"{one.name} : aucun binaire ne s'appelle {one.binary}")
    print("\n".join(wrong) or f"{len(found)} fautes s'appliquent, leurs essais existent")
    return 1 if wrong or not found else 0


# -- with one

def copy_tree():
    """Of the files that git knows or would add; what is the same keeps its date, so that little is compiled again."""
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    names = {name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()}
    for name in names:
        to, content = COPY / name, (ROOT / name).read_bytes()
        if not to.exists() or to.read_bytes() != content:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(content)
            shutil.copymode(ROOT / name, to)
    for folder, folders, files in os.walk(COPY):
        if Path(folder) == COPY:
            folders[:] = [one for one in folders if one not in ("build", ".git")]
        for file in files:
            path = Path(folder) / file
            if str(path.relative_to(COPY)) not in names:
                path.unlink()
    # So that `git apply` takes this folder for the top of its paths.
    subprocess.run(["git", "init", "-q"], cwd=COPY, check=True)


def build(binary):
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "dev"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)
    return subprocess.run(["cmake", "--build", "--preset", "dev", "--target", binary], cwd=COPY, capture_output=True, text=True)


def run(one):
    """passed, failed or none, and what was printed."""
    try:
        done = subprocess.run([str(BUILD / "bin" / one.binary), f"--gtest_filter={one.case}"], cwd=COPY,
                              capture_output=True, text=True, errors="replace", timeout=TEST_SECONDS)
    except subprocess.TimeoutExpired:
        return "failed", "ne finit pas"
    text = done.stdout + done.stderr
    if "Running 0 tests" in text:
        return "none", text
    return ("passed" if done.returncode == 0 else "failed"), text


def must_build(one):
    built = build(one.binary)
    if built.returncode != 0:
        sys.exit(f"{one.binary} ne compile pas sans faute :\n{built.stdout[-4000:]}{built.stderr[-2000:]}")


def verdict(one):
    if apply(one, COPY).returncode != 0:
        return "ne s'applique plus"
    try:
        built = build(one.binary)
        if built.returncode != 0:
            print(built.stdout[-3000:], flush=True)
            return "ne compile pas"
        outcome, _ = run(one)
        return {"failed": "vue", "passed": "PAS VUE", "none": "essai absent"}[outcome]
    finally:
        if apply(one, COPY, "-R").returncode != 0:
            copy_tree()


def try_all(found):
    copy_tree()
    wrong = 0
    # Those of one binary after one another: it is built whole once.
    for one in sorted(found, key=lambda mutant: mutant.binary):
        must_build(one)
        outcome, text = run(one)
        if outcome != "passed":
            print(text[-3000:])
            sys.exit(f"{one.case} ne passe pas sans faute")
        said = verdict(one)
        wrong += said != "vue"
        print(f"{said:<20} {one.name:<40} {one.case}\n{'':<20} {one.rule}", flush=True)
    print(f"{len(found) - wrong} fautes vues sur {len(found)}")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    found = mutants(options.names)
    return check(found) if options.check else try_all(found)


if __name__ == "__main__":
    sys.exit(main())

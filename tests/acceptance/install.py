#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""`make install` and `make package` once built: a configuration that is right as it lies, an administrator's files
left alone, and a package that says what it needs and which of its files are the administrator's."""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from stack import BIN

BUILD = BIN.parent
ETC = "etc/moisson"
SHARE = "/usr/share/moisson"


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=240, **options)
    assert done.returncode == 0, f"{command} : {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def install(root):
    run("cmake", "--install", BUILD, "--component", "moisson", env={**os.environ, "DESTDIR": str(root)})


def check_layout(root):
    for file in ("usr/bin/moissond", "usr/bin/moisson", "usr/lib/systemd/system/moissond.service",
                 "usr/lib/sysusers.d/moisson.conf", f"{ETC}/moisson.yaml", f"{ETC}/portals/fr.yaml",
                 "usr/share/moisson/vocabularies/licence.tsv", "usr/share/moisson/synonymes.yaml",
                 "usr/share/moisson/exemple/moisson.yaml", "usr/share/doc/moisson/copyright"):
        assert (root / file).is_file(), f"{file} n'est pas installé"
    unit = (root / "usr/lib/systemd/system/moissond.service").read_text()
    documentation = re.search(r"^Documentation=file://(\S+)$", unit, re.MULTILINE)[1]
    assert (root / documentation.lstrip("/") / "exploitation.md").is_file(), f"rien dans {documentation}"


def check_configuration(root):
    """What is installed, with its absolute paths under `root`."""
    text = (root / ETC / "moisson.yaml").read_text()
    for path in (f"vocabularies: {SHARE}/vocabularies", f"synonyms: {SHARE}/synonymes.yaml", "state: /var/lib/moisson"):
        assert f"  {path}\n" in text, f"« {path} » n'est pas dans la configuration installée"
    moved = root / ETC / "essai.yaml"
    moved.write_text(text.replace(SHARE, f"{root}{SHARE}"))
    answer = json.loads(run(root / "usr/bin/moisson", "--config", moved, "config", "verifier", "--json"))
    moved.unlink()
    assert answer["ok"] and answer["portals"] > 30, answer
    print(f"installé : {answer['portals']} portails, {answer['sources']} sources")


def check_second_install(root):
    """As after an upgrade: what was changed stays so, what was removed stays away."""
    mine = root / ETC / "moisson.yaml"
    mine.write_text(mine.read_text() + "# à moi\n")
    (root / ETC / "portals/fr.yaml").unlink()
    install(root)
    assert mine.read_text().endswith("# à moi\n"), "la configuration a été écrasée"
    assert not (root / ETC / "portals/fr.yaml").exists(), "un portail retiré est revenu"


def check_package(folder):
    folder.mkdir()
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder, cwd=BUILD)
    package, = folder.glob("moisson_*.deb")
    needs = run("dpkg-deb", "--field", package, "Depends")
    for name in ("libpq5", "libc6", "ca-certificates", "adduser"):
        assert name in needs, f"le paquet ne dit pas qu'il lui faut {name} : {needs}"
    paths = [line.split()[5].removeprefix(".") for line in run("dpkg-deb", "--contents", package).splitlines()]
    under_etc = sorted(path for path in paths if path.startswith("/etc/") and not path.endswith("/"))
    told = sorted(run("dpkg-deb", "--info", package, "conffiles").split())
    assert f"/{ETC}/moisson.yaml" in told and told == under_etc, \
        f"dpkg écraserait {set(under_etc) - set(told)} ; nommés à tort : {set(told) - set(under_etc)}"
    assert "moisson.conf" in run("dpkg-deb", "--info", package, "postinst")
    print(f"{package.name} : {package.stat().st_size / 1e6:.0f} Mo, {len(told)} fichiers de configuration ; {needs.strip()}")


def main():
    with tempfile.TemporaryDirectory(prefix="moisson-install-") as folder:
        root = Path(folder) / "racine"
        install(root)
        check_layout(root)
        check_configuration(root)
        check_second_install(root)
        check_package(Path(folder) / "paquet")


if __name__ == "__main__":
    sys.exit(main())

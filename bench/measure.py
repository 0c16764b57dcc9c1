# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What every benchmark measures with: processor time, memory and WAL as the kernel and PostgreSQL
count them, and one result file per run."""
import json
import os
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/acceptance"))

TICKS = os.sysconf("SC_CLK_TCK")


def stat_fields(pid):
    # The name of a process may hold anything, brackets too.
    text = Path(f"/proc/{pid}/stat").read_text()
    return text[text.rindex(")") + 2:].split()


def cpu_seconds(pid):
    """User and system time of one process, all threads."""
    fields = stat_fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def children(pid):
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                if int(stat_fields(entry)[1]) == pid:
                    found.append(int(entry))
            except (OSError, ValueError):
                pass
    return found


def postmaster(cluster):
    return int((cluster.folder / "data/postmaster.pid").read_text().splitlines()[0])


def postgres_cpu_seconds(cluster):
    """The postmaster, the processes it has waited for and those that live."""
    pid = postmaster(cluster)
    fields = stat_fields(pid)
    total = sum(int(fields[i]) for i in (11, 12, 13, 14)) / TICKS
    for child in children(pid):
        try:
            total += cpu_seconds(child)
        except OSError:
            pass  # ended meanwhile: the next look finds it in the postmaster's sum
    return total


def memory_mb(pid, field="VmHWM"):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return round(int(line.split()[1]) / 1024, 1)
    return None


def reset_memory_peak(pid):
    """VmHWM restarts from what is resident now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def wal_bytes(cluster):
    return int(cluster.value("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"))


def wal_statistics(cluster):
    row = cluster.query("SELECT wal_records, wal_fpi, wal_bytes, wal_sync FROM pg_stat_wal")[0]
    return dict(zip(("records", "full_page_images", "bytes", "syncs"), map(int, row)))


class Interval:
    """Processor time, WAL and wall time between begin and end."""

    def __init__(self, cluster, **processes):
        self.cluster = cluster
        self.processes = processes
        self.begin_at = time.time()
        self.cpu = {name: cpu_seconds(pid) for name, pid in processes.items()}
        self.cpu["postgresql"] = postgres_cpu_seconds(cluster)
        self.wal = wal_bytes(cluster)

    def end(self, datasets):
        used = {name: cpu_seconds(pid) - self.cpu[name] for name, pid in self.processes.items()}
        used["postgresql"] = postgres_cpu_seconds(self.cluster) - self.cpu["postgresql"]
        return {
            "cpu_us_per_dataset": {name: round(seconds * 1e6 / datasets, 1) for name, seconds in used.items()},
            "wal_bytes_per_dataset": round((wal_bytes(self.cluster) - self.wal) / datasets),
        }


def machine():
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "unknown")
    memory = int(Path("/proc/meminfo").read_text().split()[1])
    return {"cpu": model, "cores": os.cpu_count(), "memory_mb": memory // 1024,
            "kernel": os.uname().release, "load_average": list(os.getloadavg())}


def git_hash():
    def git(*arguments):
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True).stdout.strip()
    dirty = git("status", "--porcelain", "--untracked-files=no", "--", "daemon", "connectors", "sql", "tests/portals")
    return git("rev-parse", "HEAD") + ("+changes" if dirty else "")


class Report:
    """Raw figures of one benchmark, written to bench/results at the end."""

    def __init__(self, name, **parameters):
        self.name = name
        self.result = {"name": name, "git": git_hash(), "begin": now_text(), "machine": machine(),
                       "parameters": parameters}

    def add(self, key, figures):
        self.result[key] = figures
        print(f"-- {key}")
        print_figures(figures)
        sys.stdout.flush()

    def write(self):
        self.result["end"] = now_text()
        self.result["load_average_at_end"] = list(os.getloadavg())
        folder = ROOT / "bench/results"
        folder.mkdir(exist_ok=True)
        file = folder / f"{datetime.now(timezone.utc):%Y-%m-%dT%H%M}-{self.name}.json"
        file.write_text(json.dumps(self.result, indent=1, ensure_ascii=False) + "\n")
        print(f"=> {file.relative_to(ROOT)}")


def now_text():
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def print_figures(figures, prefix="   "):
    for key, value in figures.items():
        if isinstance(value, dict):
            print(f"{prefix}{key}")
            print_figures(value, prefix + "   ")
        elif not isinstance(value, list):
            print(f"{prefix}{key:<34} {value:,}" if isinstance(value, (int, float)) else f"{prefix}{key:<34} {value}")

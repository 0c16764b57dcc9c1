# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What every benchmark measures with: processor time, memory and WAL as the kernel and PostgreSQL
count them, and one result file per run."""
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
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


POSTGRES_KINDS = ("checkpointer", "background writer", "walwriter", "autovacuum")


def postgres_kind(pid):
    """By the title that PostgreSQL gives to its processes; whatever serves a client is a session."""
    title = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    what = title.partition("postgres: ")[2]
    return next((kind for kind in POSTGRES_KINDS if what.startswith(kind)), "sessions")


def postgres_cpu_by_kind(cluster):
    """The postmaster, the processes it has waited for ("ended": workers of autovacuum, psql) and
    those that live."""
    pid = postmaster(cluster)
    fields = stat_fields(pid)
    out = Counter(postmaster=(int(fields[11]) + int(fields[12])) / TICKS,
                  ended=(int(fields[13]) + int(fields[14])) / TICKS)
    for child in children(pid):
        try:
            out[postgres_kind(child)] += cpu_seconds(child)
        except OSError:
            pass  # ended meanwhile: the next look finds it in the postmaster's sum
    return out


def postgres_cpu_seconds(cluster):
    return sum(postgres_cpu_by_kind(cluster).values())


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
        self.kinds = postgres_cpu_by_kind(cluster)
        self.wal = wal_bytes(cluster)

    def end(self, datasets):
        used = {name: cpu_seconds(pid) - self.cpu[name] for name, pid in self.processes.items()}
        kinds = postgres_cpu_by_kind(self.cluster)
        parts = {kind: kinds[kind] - self.kinds[kind] for kind in kinds.keys() | self.kinds.keys()}
        used["postgresql"] = sum(parts.values())

        def per_dataset(sums):
            return {name: round(seconds * 1e6 / datasets, 1) for name, seconds in sums.items()}

        return {
            "cpu_us_per_dataset": per_dataset(used),
            "postgresql_cpu_us_per_dataset": per_dataset(dict(sorted(parts.items()))),
            "wal_bytes_per_dataset": round((wal_bytes(self.cluster) - self.wal) / datasets),
        }


class Statements:
    """pg_stat_statements over an interval, and what autovacuum used as the server's log says.

    Times are those of a clock: waiting for locks counts, COMMIT has its own line. It costs a few per
    cent by itself and the cluster is started again: not for figures that are compared."""

    SETTINGS = ("shared_preload_libraries = 'pg_stat_statements'", "pg_stat_statements.track_planning = on",
                "log_autovacuum_min_duration = 0")
    TOP = r"""
SELECT calls, total_exec_time::bigint, total_plan_time::bigint, rows, shared_blks_hit + shared_blks_read,
 (wal_bytes / 1024)::bigint, left(regexp_replace(query, '\s+', ' ', 'g'), 110)
FROM pg_stat_statements ORDER BY total_exec_time + total_plan_time DESC LIMIT 40"""
    AUTOVACUUM = re.compile(r'automatic (?:aggressive )?(vacuum|analyze) of table "[^"]*?([^".]+)"'
                            r'.*?system usage: CPU: user: ([0-9.]+) s, system: ([0-9.]+) s', re.DOTALL)

    def __init__(self, cluster):
        self.cluster = cluster
        self.log = cluster.folder / "postgresql.log"
        cluster.query(f"ALTER SYSTEM SET {self.SETTINGS[0]}", database="postgres")
        cluster.script("stop")
        cluster.script("start")
        # Known to the server only now.
        for setting in self.SETTINGS[1:]:
            cluster.query(f"ALTER SYSTEM SET {setting}", database="postgres")
        cluster.query("SELECT pg_reload_conf()", database="postgres")
        cluster.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements", database="postgres")
        self.begin()

    def begin(self):
        self.cluster.query("SELECT pg_stat_statements_reset()", database="postgres")
        self.read_to = self.log.stat().st_size

    def end(self):
        names = ("calls", "ms", "plan_ms", "rows", "buffers", "wal_kb")
        rows = self.cluster.query(self.TOP, database="postgres")
        statements = {f"{rank:02} {row[-1]}": dict(zip(names, map(int, row))) for rank, row in enumerate(rows, 1)}
        told = self.log.read_bytes()[self.read_to:].decode(errors="replace")
        autovacuum = Counter()
        for work, table, user, system in self.AUTOVACUUM.findall(told):
            autovacuum[f"{work} {table}"] += float(user) + float(system)
        return {"statements": statements,
                "autovacuum_cpu_ms": {key: round(1000 * seconds) for key, seconds in autovacuum.most_common()}}


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

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The floor: what PostgreSQL alone takes for the rows of a harvest. The staged rows of every page
are written to binary COPY files from the harvested database; then psql puts them into an empty
database on two connections, with the daemon's own COPY and merge statements and one commit a page.

The two connections would wait for one another at the slugs of their one portal, where the daemon has
one writer: the second has a suffix on its slugs and its own lock, so the floor is the faster."""
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from measure import Interval
from stack import BIN

CONNECTIONS = 2
DATABASE = "plancher"

EXPORT_RECORDS = """
SELECT d.id, d.remote_id, g.stem || '{suffix}', d.source_digest, d.mapping_version, d.publisher, d.creator, d.issued,
 d.modified, d.title, d.licence, d.access_right, d.frequency, d.themes, d.countries, d.languages, d.metadata,
 array(SELECT a.alias FROM alias a WHERE a.dataset = d.id), i.codes, i.issues,
 (SELECT r.stamp FROM remote_id r WHERE r.source = d.source AND r.remote_id = d.remote_id),
 array(SELECT k.kind::bigint FROM cluster_key k WHERE k.dataset = d.id ORDER BY k.hash),
 array(SELECT k.hash FROM cluster_key k WHERE k.dataset = d.id ORDER BY k.hash)
FROM unnest(ids) WITH ORDINALITY u (id, rank) JOIN dataset d ON d.id = u.id JOIN slug g ON g.dataset = d.id
LEFT JOIN dataset_issue i ON i.dataset = d.id ORDER BY u.rank"""

EXPORT_RAW = """
SELECT w.dataset, w.bytes FROM unnest(ids) WITH ORDINALITY u (id, rank) JOIN raw_record w ON w.dataset = u.id
ORDER BY u.rank"""

EXPORT_DISTRIBUTIONS = """
SELECT r.dataset, r.position, r.id, r.link, r.url, coalesce(l.host, ''), r.format, r.format_family, r.media_type, r.byte_size, r.metadata
FROM unnest(ids) WITH ORDINALITY u (id, rank) JOIN distribution r ON r.dataset = u.id LEFT JOIN link l ON l.id = r.link
ORDER BY u.rank, r.position"""

EXPORT_AGENTS = """
SELECT a.id, a.key, a.name, a.slug, a.email, a.url FROM agent a WHERE a.id IN
 (SELECT d.publisher FROM dataset d WHERE d.id = ANY (ids) UNION SELECT d.creator FROM dataset d WHERE d.id = ANY (ids))
ORDER BY a.id"""

PARAMETERS = {
    "classify": "boolean", "agents": "bigint", "slug_lock": "bigint", "create": "bigint", "remote_ids": "bigint",
    "issues": "bigint", "raw_records": "bigint, bigint", "classify_revived": "uuid[]", "changes": "uuid, bigint",
}
SESSION = ("SET search_path = moisson, pg_catalog, pg_temp; SET client_min_messages = warning; SET jit = off;"
           " SET timezone = 'UTC';\n")


def psql(cluster, script, database):
    subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", cluster.conninfo(database), "-f", str(script)],
                   check=True, stdout=subprocess.DEVNULL)


def empty_copy(cluster):
    """Schema, portals, sources and runs; no dataset."""
    cluster.query(f"DROP DATABASE IF EXISTS {DATABASE}", database="postgres")
    cluster.query(f"CREATE DATABASE {DATABASE}", database="postgres")
    tables = [f"--table=moisson.{name}" for name in ("portal", "source", "run")]
    for options in (["--schema-only"], ["--data-only", *tables]):
        dump = subprocess.run(["pg_dump", "-d", cluster.conninfo(), *options], check=True, capture_output=True)
        subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", cluster.conninfo(DATABASE)],
                       input=dump.stdout, check=True)


def first_pages(cluster):
    """(run, page, source, portal) of every page that created datasets, in commit order."""
    rows = cluster.query("SELECT p.run, p.page, r.source, s.portal FROM moisson.run_page p JOIN moisson.run r ON r.id = p.run"
                         " JOIN moisson.source s ON s.id = r.source WHERE p.created > 0 ORDER BY p.page, p.run")
    return [tuple(map(int, row)) for row in rows]


def export(cluster, pages, folder):
    # The product never asks for aliases or slugs by dataset; a hundred thousand times here.
    cluster.query("CREATE INDEX plancher_alias ON moisson.alias (dataset); CREATE INDEX plancher_slug ON moisson.slug (dataset);"
                  " ANALYZE")
    script = folder / "export.sql"
    with open(script, "w") as out:
        out.write(SESSION)
        for number, (run, page, _, _) in enumerate(pages):
            suffix = f"-{number % CONNECTIONS}" if number % CONNECTIONS else ""
            ids = f"(SELECT seen FROM run_page WHERE run = {run} AND page = {page})"
            for name, query in (("record", EXPORT_RECORDS), ("raw", EXPORT_RAW), ("distribution", EXPORT_DISTRIBUTIONS), ("agent", EXPORT_AGENTS)):
                text = " ".join(query.format(suffix=suffix).replace("(ids)", f"({ids}::uuid[])").split())
                out.write(f"\\copy ({text}) TO '{folder}/{number}.{name}' (FORMAT binary)\n")
            out.write(f"\\copy (SELECT * FROM run_page WHERE run = {run} AND page = {page}) TO '{folder}/{number}.page'"
                      " (FORMAT binary)\n")
    psql(cluster, script, "moisson")


def write_script(statements, pages, folder, connection):
    def copy(name, file):
        return "\\" + statements[name].replace("from stdin", f"from '{file}'") + "\n"

    script = folder / f"connection-{connection}.sql"
    with open(script, "w") as out:
        out.write(SESSION + statements["staging_tables"])
        for name, text in statements.items():
            if name not in ("staging_tables", "copy_records", "copy_raw", "copy_distributions", "copy_agents"):
                types = f" ({PARAMETERS[name]})" if name in PARAMETERS else ""
                out.write(f"PREPARE p_{name}{types} AS {text};\n")
        for number, (run, page, source, portal) in enumerate(pages):
            if number % CONNECTIONS != connection:
                continue
            out.write("BEGIN;\n")
            out.write(copy("copy_records", f"{folder}/{number}.record"))
            out.write(copy("copy_raw", f"{folder}/{number}.raw"))
            out.write(copy("copy_distributions", f"{folder}/{number}.distribution"))
            out.write(copy("copy_agents", f"{folder}/{number}.agent"))
            calls = ["classify(false)", f"agents({portal})", "links", f"slug_lock({portal + 1000000 * connection})",
                     f"create({source})", "keys", f"remote_ids({source})", "aliases", "raw_records(0, null)", "distributions",
                     f"issues({source})", "classify_revived(:'seen')", "verdicts"]
            out.write("SELECT array_agg(id)::text AS seen FROM stage_record \\gset\n")
            for call in calls:
                out.write(f"EXECUTE p_{call};\n")
            out.write(f"\\copy run_page FROM '{folder}/{number}.page' (FORMAT binary)\n")
            out.write("EXECUTE p_dirty;\nEXECUTE p_announce;\nEXECUTE p_change_lock;\n"
                      f"EXECUTE p_changes(gen_random_uuid(), {run});\nCOMMIT;\n")
    return script


def measure(cluster):
    """The database `moisson` of this cluster must be at rest."""
    statements = json.loads(subprocess.run([BIN / "floor_statements"], check=True, capture_output=True).stdout)
    folder = Path(tempfile.mkdtemp(prefix="moisson-floor-"))
    try:
        pages = first_pages(cluster)
        empty_copy(cluster)
        export(cluster, pages, folder)
        scripts = [write_script(statements, pages, folder, i) for i in range(CONNECTIONS)]
        cluster.query("CHECKPOINT", database="postgres")
        interval = Interval(cluster)
        begin = time.monotonic()
        running = [subprocess.Popen(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null",
                                     "-d", cluster.conninfo(DATABASE), "-f", str(script)]) for script in scripts]
        codes = [process.wait() for process in running]
        seconds = time.monotonic() - begin
        assert codes == [0] * CONNECTIONS, codes
        datasets = int(cluster.query("SELECT count(*) FROM moisson.dataset", database=DATABASE)[0][0])
        expected = int(cluster.value("SELECT count(*) FROM moisson.dataset"))
        assert datasets == expected, f"{datasets} de {expected}"
        figures = interval.end(datasets)
        return {"datasets": datasets, "pages": len(pages), "connections": CONNECTIONS, "seconds": round(seconds, 2),
                "per_second": round(datasets / seconds), **figures}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        cluster.query(f"DROP DATABASE IF EXISTS {DATABASE}", database="postgres")

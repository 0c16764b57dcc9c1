# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""The workload of search_million on PostgreSQL full text (GIN) and on Xapian: top 20, exact total, six facets each
without its own filter. Their best ordinary use, no code of our own inside them."""
import re
import shutil
import subprocess
import tempfile
import time
import unicodedata
from pathlib import Path

from measure import memory_mb
from stack import Cluster

FACETS = ("country", "theme", "format", "licence", "organization", "portal")
COLUMNS = ("id", "title", "keywords", "publisher", "description", "country", "portal", "organization", "theme",
           "format", "licence", "modified")


def quantiles(times):
    times = sorted(times)
    return {name: round(times[int(share * (len(times) - 1))], 2)
            for name, share in (("p50", .5), ("p95", .95), ("p99", .99), ("max", 1))}


def by_kind(questions, times):
    kinds = {}
    for question, ms in zip(questions, times):
        kinds.setdefault(question["kind"], []).append(ms)
    return {"ms": quantiles(times), "by kind, ms": {kind: quantiles(own) for kind, own in sorted(kinds.items())}}


# -- PostgreSQL -------------------------------------------------------------------------------------------------------

SETUP = """
CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION fr ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TABLE dataset(id int PRIMARY KEY, title text, keywords text, publisher text, description text, country text,
  portal text, organization text, theme text, format text[], licence text, modified int);
"""
INDEX = """
ALTER TABLE dataset ADD words tsvector;
UPDATE dataset SET words = setweight(to_tsvector('fr', title), 'A') || setweight(to_tsvector('fr', keywords), 'B')
  || setweight(to_tsvector('fr', publisher), 'C') || setweight(to_tsvector('fr', description), 'D');
CREATE INDEX ON dataset USING gin(words);
CREATE INDEX ON dataset(modified);
VACUUM ANALYZE dataset;
"""


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def tsquery(text):
    text = text.rstrip("\n")
    if text.startswith('"'):
        return f"phraseto_tsquery('fr', {literal(text.strip().strip(chr(34)))})"
    words = re.findall(r"\w+", text)
    if not words:
        return None
    if text.endswith(" "):
        return f"plainto_tsquery('fr', {literal(' '.join(words))})"
    whole = f"plainto_tsquery('fr', {literal(' '.join(words[:-1]))}) && " if words[:-1] else ""
    return f"({whole}to_tsquery('simple', {literal(words[-1] + ':*')}))"


def condition(facet, values):
    if facet == "format":
        return "format && ARRAY[" + ",".join(map(literal, values)) + "]"
    return f"{facet} IN (" + ",".join(map(literal, values)) + ")"


def statement(question):
    query, filters = tsquery(question["text"]), question["filters"]
    match = f"WHERE words @@ {query}" if query else ""
    rank = f"ts_rank(words, {query})" if query else "modified::float4"
    parts = [f"WITH found AS MATERIALIZED (SELECT id, {', '.join(FACETS)}, {rank} AS rank FROM dataset {match})"]

    def where(but=None):
        left = [condition(facet, values) for facet, values in filters.items() if facet != but]
        return "WHERE " + " AND ".join(left) if left else ""

    selects = [f"(SELECT json_agg(t) FROM (SELECT id FROM found {where()} ORDER BY rank DESC, id LIMIT 20) t)",
               f"(SELECT count(*) FROM found {where()})"]
    for facet in FACETS:
        value = "unnest(format)" if facet == "format" else facet
        selects.append(f"(SELECT json_agg(t) FROM (SELECT {value} AS v, count(*) FROM found {where(facet)} "
                       "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20) t)")
    return parts[0] + " SELECT " + ", ".join(selects) + ";"


def psql(cluster, text=None, file=None, options=()):
    command = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", *options, "-d", cluster.conninfo()]
    with (open(file, "rb") if file else tempfile.TemporaryFile()) as given:
        if text is not None:
            given.write(text.encode())
            given.seek(0)
        run = subprocess.run(command, stdin=given, capture_output=True, text=True, check=True)
    return run.stdout


def timings(out):
    return [float(ms) for ms in re.findall(r"^Time: ([0-9.]+) ms", out, re.MULTILINE)]


def postgres(catalogue, questions):
    cluster = Cluster(fast=False)
    try:
        psql(cluster, SETUP)
        begin = time.monotonic()
        psql(cluster, file=catalogue, options=("-c", "COPY dataset FROM STDIN"))
        loaded = time.monotonic()
        psql(cluster, INDEX)
        built = time.monotonic()
        text = ("SET jit = off; SET max_parallel_workers_per_gather = 0; SET statement_timeout = '20s';\n\\timing on\n"
                + "\n".join(map(statement, questions)) + "\n")
        psql(cluster, text)
        times = timings(psql(cluster, text))
        changed = time.monotonic()
        psql(cluster, "UPDATE dataset SET description = description || ' révision', words = words || "
                      "to_tsvector('fr', 'révision') WHERE id < 10000;")
        size = cluster.value("SELECT pg_total_relation_size('dataset')")
        return {"load s": round(loaded - begin, 1), "index s": round(built - loaded, 1),
                "disk MiB": round(int(size) / 1048576), **by_kind(questions, times),
                "10,000 changed s": round(time.monotonic() - changed, 2)}
    finally:
        cluster.close()


# -- Xapian -----------------------------------------------------------------------------------------------------------

def folded(text):
    text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def rows(catalogue):
    with open(catalogue, encoding="utf-8") as lines:
        for line in lines:
            yield dict(zip(COLUMNS, line.rstrip("\n").split("\t")))


def fill(document, generator, row, xapian, suffix=""):
    generator.set_document(document)
    for field, weight in (("title", 6), ("keywords", 3), ("publisher", 2), ("description", 1)):
        generator.index_text(folded(row[field] + suffix), weight)
        generator.increase_termpos()
    for slot, facet in enumerate(FACETS):
        document.add_value(slot, row[facet].strip("{}"))
        for value in row[facet].strip("{}").split(","):
            document.add_boolean_term(f"X{facet.upper()}:{value}")
    document.add_value(len(FACETS), xapian.sortable_serialise(float(row["modified"])))
    document.add_boolean_term("Q" + row["id"])


def ask(database, parser, question, xapian):
    text, filters = question["text"], question["filters"]
    flags = xapian.QueryParser.FLAG_PHRASE | (0 if text.endswith((" ", '"')) else xapian.QueryParser.FLAG_PARTIAL)
    words = parser.parse_query(folded(text), flags) if text.strip() else xapian.Query.MatchAll

    def filtered(but=None):
        query = words
        for facet, values in filters.items():
            if facet != but:
                terms = [xapian.Query(f"X{facet.upper()}:{value}") for value in values]
                query = xapian.Query(xapian.Query.OP_FILTER, query, xapian.Query(xapian.Query.OP_OR, terms))
        return query

    # One pass serves every facet that has no filter of its own.
    passes = {None: [facet for facet in FACETS if facet not in filters], **{facet: [facet] for facet in filters}}
    total = 0
    for but, facets in passes.items():
        enquire = xapian.Enquire(database)
        enquire.set_query(filtered(but))
        if not text.strip():
            enquire.set_weighting_scheme(xapian.BoolWeight())
            enquire.set_sort_by_value(len(FACETS), True)
        spies = [xapian.ValueCountMatchSpy(FACETS.index(facet)) for facet in facets]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, 20 if but is None else 0, database.get_doccount())
        if but is None:
            total = found.get_matches_estimated()
            [match.document.get_data() for match in found]
        for spy in spies:
            list(spy.top_values(20))
    return total


def xapian(catalogue, questions):
    import xapian as engine
    folder = tempfile.mkdtemp(prefix="moisson-xapian-")
    try:
        generator = engine.TermGenerator()
        generator.set_stemmer(engine.Stem("french"))
        begin = time.monotonic()
        database = engine.WritableDatabase(folder, engine.DB_CREATE_OR_OPEN)
        for row in rows(catalogue):
            document = engine.Document()
            document.set_data(row["title"])
            fill(document, generator, row, engine)
            database.add_document(document)
        database.commit()
        built = time.monotonic()
        parser = engine.QueryParser()
        parser.set_stemmer(engine.Stem("french"))
        parser.set_stemming_strategy(parser.STEM_SOME)
        parser.set_default_op(engine.Query.OP_AND)
        parser.set_database(database)
        times = []
        for measured in (False, True):
            for question in questions:
                at = time.monotonic()
                ask(database, parser, question, engine)
                if measured:
                    times.append(1000 * (time.monotonic() - at))
        at = time.monotonic()
        for row in rows(catalogue):
            if int(row["id"]) >= 10_000:
                break
            document = engine.Document()
            document.set_data(row["title"])
            fill(document, generator, row, engine, " révision")
            database.replace_document("Q" + row["id"], document)
        database.commit()
        changed = time.monotonic() - at
        size = sum(file.stat().st_size for file in Path(folder).rglob("*"))
        return {"index s": round(built - begin, 1), "disk MiB": round(size / 1048576),
                "resident MiB": memory_mb("self", "VmRSS"), **by_kind(questions, times),
                "10,000 changed s": round(changed, 2)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)

# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""What a harvest should reach at 100,000 datasets, beside what it reached: no figure has to be looked up to be judged."""

ONE, TEN = "one source, pages of 1000", "ten sources, pages of 100"
# (measure, figure in it, aim); a positive aim is the least, a negative one the most.
AIMS = (
    (f"{ONE}: first harvest", "indexed_per_second", 3000),
    (f"{TEN}: first harvest", "indexed_per_second", 2000),
    (f"{ONE}: floor", "harvest_share", 0.33),
    (f"{TEN}: floor", "harvest_share", 0.33),
    ("one source of {count}: first harvest without index", "cpu_us_per_dataset.daemon", -250),
    (f"{ONE}: unchanged harvest", "per_second", 6000),
    (f"{TEN}: unchanged harvest", "per_second", 6000),
    (f"{ONE}: first harvest", "daemon_memory_peak_mb", -300),
    (f"{TEN}: first harvest", "daemon_memory_peak_mb", -300),
)
# Peak of a whole catalogue beyond that of a tenth of it, without an index: harvest memory does not grow with the portal.
GROWTH_MB = -32


def figure(measures, measure, path):
    value = measures.get(measure)
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def judge(measured, aim):
    held = measured >= aim if aim > 0 else measured <= -aim
    return {"measured": measured, "aim": f"{'>=' if aim > 0 else '<='} {abs(aim)}", "reached": "yes" if held else "NO"}


def compare(measures, count):
    """{measure: verdict} of the aims whose measure was taken."""
    verdicts = {}
    for name, path, aim in AIMS:
        measure = name.format(count=count)
        measured = figure(measures, measure, path)
        if measured is not None:
            verdicts[f"{measure}, {path}"] = judge(measured, aim)
    peaks = [figure(measures, f"one source of {n}: first harvest without index", "daemon_memory_peak_mb")
             for n in (count, count // 10)]
    if None not in peaks:
        verdicts["memory that ten times the datasets add, MB"] = judge(round(peaks[0] - peaks[1], 1), GROWTH_MB)
    return verdicts

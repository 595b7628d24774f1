"""Many stories: how many a minute, the overhead of each, memory, and planning what is unchanged.

    python benchmarks/many.py speed --stories 8 --words 1500            # pyttsx3, on one core and on all
    python benchmarks/many.py overhead --stories 1000                   # the tone engine, tiny stories
    python benchmarks/many.py planning --stories 100000                 # nothing changed

`overhead` renders tiny stories with bare produce.make() too, in one process and one studio: what the batch
needs above that is its overhead; in processor time too, which other programs on the machine disturb less.
`planning` makes files and a ledger as a finished batch leaves them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

import prose

from drama import produce, stamps
from drama.batch import LEDGER, Report, batch, plan
from drama.batch.work import common_of
from drama.collection import Collection
from drama.ledger import Entry, Ledger
from drama.preproduction import adapt_story, cast_story, keep_script
from drama.studio import open_studio

MEGABYTE = 1024.0
"""Kilobytes: the unit of ru_maxrss on Linux."""


def house_of(folder: Path, stories: int, words: int, voices: str) -> Collection:
    """Return a new collection whose stories are old enough to have stamps."""
    prose.collection(folder, stories, words)
    (folder / "voices.yaml").write_text(voices, encoding="utf-8")
    long_ago = time.time() - 3600
    for path in (folder / "stories").iterdir():
        os.utime(path, (long_ago, long_ago))
    return Collection(root=folder)


def render(house: Collection, jobs: int) -> Report:
    """Return the report of a whole batch, which must not have failures."""
    report = batch(house, house.stories(), jobs=jobs)
    report.check()
    return report


def processor_s() -> float:
    """Return the processor time of this process and of those that it began and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def speed(folder: Path, stories: int, words: int, jobs: int) -> dict[str, float]:
    """Return stories a minute on one core and on `jobs` cores, and the efficiency of the latter."""
    found: dict[str, float] = {"stories": stories, "words": words, "jobs": jobs}
    cores = sorted(os.sched_getaffinity(0))
    for n in (1, jobs):
        os.sched_setaffinity(0, cores[:n])  # one process alone would use a second core for its encoder
        house = house_of(folder / f"with-{n}", stories, words, f"house:\n  jobs: {n}\n")
        found[f"with_{n}_s"] = render(house, n).wall_s
        found[f"with_{n}_stories_a_minute"] = 60.0 * stories / found[f"with_{n}_s"]
    found["efficiency"] = found["with_1_s"] / found[f"with_{jobs}_s"] / jobs
    return found


def overhead(folder: Path, stories: int, words: int, jobs: int) -> dict[str, float]:
    """Return what a batch needs beside the bare production of each story, and its memory."""
    tone = "house: {engine: tone, jobs: 1}\n"
    bare = house_of(folder / "bare", min(stories, 200), words, tone)
    began, used = time.perf_counter(), processor_s()
    studio = open_studio(bare, jobs=1)
    for entry in bare.stories():
        adapted = adapt_story(studio, entry)
        keep_script(studio, adapted)
        produce.make(studio, cast_story(studio, adapted))
    studio.close()
    bare_s = (time.perf_counter() - began) / len(bare.stories())
    bare_used_s = (processor_s() - used) / len(bare.stories())
    house = house_of(folder / "batch", stories, words, tone)
    used = processor_s()
    cold = render(house, jobs)
    used_s = (processor_s() - used) / stories
    again = render(house, jobs)
    me, below = (
        resource.getrusage(who).ru_maxrss / MEGABYTE
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "stories": stories,
        "words": words,
        "jobs": jobs,
        "bare_ms_a_story": 1_000 * bare_s,
        "batch_ms_a_story": 1_000 * cold.wall_s * jobs / stories,
        "overhead_ms_a_story": 1_000 * (cold.wall_s * jobs / stories - bare_s),
        "bare_processor_ms_a_story": 1_000 * bare_used_s,
        "batch_processor_ms_a_story": 1_000 * used_s,
        "overhead_processor_ms_a_story": 1_000 * (used_s - bare_used_s),
        "unchanged_s": again.wall_s,
        "peak_mb": me,
        "peak_of_a_worker_mb": below,
    }


def planning(folder: Path, stories: int) -> dict[str, float]:
    """Return how long it takes to find that nothing has changed in a large collection."""
    house = house_of(folder, 0, 0, "house: {engine: tone}\n")
    long_ago = time.time() - 3600
    for n in range(stories):
        key = f"{n:06}"
        paths = (
            house.stories_folder / f"{key} Tale.txt",
            house.script(key),
            house.made(key),
            house.episode(key),
            house.output(key) / "manifest.json",
        )
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{key}\n", encoding="utf-8")
            os.utime(path, (long_ago, long_ago))
    studio = open_studio(house)
    common = common_of(studio, None)
    with Ledger(house.cache / LEDGER) as ledger:
        now = time.time()
        ledger.enter(
            Entry(
                key=entry.key,
                name=entry.name,
                stamp=stamps.joined(
                    stamps.of_inputs(house, entry, common.digest, now),
                    stamps.of_episode(house, entry.key, common.suffix),
                ),
            )
            for entry in house.stories()
        )
    began = time.perf_counter()
    entries = house.stories()
    listed_s = time.perf_counter() - began
    with Ledger(house.cache / LEDGER) as ledger:
        found = plan(house, entries, ledger, common, jobs=1)
    whole_s = time.perf_counter() - began
    assert not found.open
    return {
        "stories": stories,
        "listing_s": listed_s,
        "planning_s": whole_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    }


def main() -> None:
    """Measure what was asked for, and print it as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("speed", "overhead", "planning"))
    parser.add_argument("--stories", type=int, default=8)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drama-many-"))
    try:
        if given.what == "planning":
            found = planning(folder / "house", given.stories)
        else:
            measure = speed if given.what == "speed" else overhead
            found = measure(folder, given.stories, given.words, given.jobs)
    finally:
        shutil.rmtree(folder)
    print(json.dumps({name: round(value, 3) for name, value in found.items()}, indent=1))


if __name__ == "__main__":
    main()

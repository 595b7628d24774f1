"""Many stories: how many a minute, overhead and memory, what a change costs, planning what is unchanged.

    python benchmarks/many.py speed --stories 8 --words 1500            # pyttsx3, on one core and on all
    python benchmarks/many.py overhead --stories 1000                   # the tone engine, tiny stories
    python benchmarks/many.py incremental --stories 1000                # a line, a voice, a word changed
    python benchmarks/many.py planning --stories 100000                 # nothing changed

`overhead` renders tiny stories with bare produce.make(), too: what the batch needs above that is overhead, in
processor time, which other programs on the machine disturb less.
`incremental` tells for each change how many stories were made again, and what share of their takes was there.
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
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import prose
from against import change_a_voice

from drama.batch import LEDGER, Ended, Report, batch, stat_cache
from drama.batch.ledger import Entry, Ledger
from drama.batch.selection import plan
from drama.batch.values import Unwatched, Watcher
from drama.batch.work import common_of
from drama.produce import render as produce
from drama.produce.freshness import read_manifest
from drama.produce.prepare import adapt_story, cast_story, keep_script
from drama.produce.session import open_session
from drama.project.layout import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MEGABYTE = 1024.0
"""Kilobytes: the unit of ru_maxrss on Linux."""


def house_of(folder: Path, stories: int, words: int, voices: str) -> Project:
    """Return a new collection whose stories are old enough to have stamps."""
    prose.collection(folder, stories, words)
    (folder / "voices.yaml").write_text(voices, encoding="utf-8")
    long_ago = time.time() - 3600
    for path in (folder / "stories").iterdir():
        os.utime(path, (long_ago, long_ago))
    return Project(root=folder)


class Clock(Unwatched):
    """Notes when the first story was begun to be rendered, and when each ended."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.first_s = 0.0
        self.ends_s: list[float] = []

    def under_way(self, key: str, stage: str, _done: int, _total: int) -> None:
        """Note the first story's time."""
        if key and stage == "record" and not self.first_s:
            self.first_s = time.perf_counter() - self.began

    def ended(self, _ended: Ended, _count: int, _total: int, _left_s: float) -> None:
        """Note a story's end."""
        self.ends_s.append(time.perf_counter() - self.began)


def render(project: Project, jobs: int, watcher: Watcher | None = None) -> Report:
    """Return the report of a whole batch, which must not have failures."""
    report = batch(project, project.stories(), jobs=jobs, watcher=watcher)
    report.check()
    return report


def processor_s() -> float:
    """Return the processor time of this process and of those that it began and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def speed(folder: Path, stories: int, words: int, jobs: int) -> dict[str, float]:
    """Return stories a minute on one core and on `jobs` cores, and the efficiency of the latter.

    `before_first_s` is what passes before a word is spoken, `alone_at_end_s` how long the last story went on
    when the others had ended.
    """
    found: dict[str, float] = {"stories": stories, "words": words, "jobs": jobs}
    cores = sorted(os.sched_getaffinity(0))
    for n in (1, jobs):
        os.sched_setaffinity(0, cores[:n])  # one process alone would use a second core for its encoder
        project = house_of(folder / f"with-{n}", stories, words, f"house:\n  jobs: {n}\n")
        clock, used_s = Clock(), processor_s()
        found[f"with_{n}_s"] = render(project, n, clock).wall_s
        found[f"with_{n}_processor_s"] = processor_s() - used_s
        found[f"with_{n}_before_first_s"] = clock.first_s
        found[f"with_{n}_alone_at_end_s"] = clock.ends_s[-1] - clock.ends_s[-2]
        found[f"with_{n}_stories_a_minute"] = 60.0 * stories / found[f"with_{n}_s"]
    found["efficiency"] = found["with_1_s"] / found[f"with_{jobs}_s"] / jobs
    return found


def bare(project: Project, keys: Sequence[str]) -> tuple[float, float]:
    """Render stories one after another in one studio; return processor seconds a story: all, and for papers.

    Papers are what comes before the sound: reading, adapting, casting and directing a story, and its script.
    The first story isn't counted: it loads what all need.
    """
    session = open_session(project, jobs=1)
    began_s = papers_s = 0.0
    for n, entry in enumerate(project.select(keys)):
        if n == 1:
            began_s, papers_s = processor_s(), 0.0
        before_s = processor_s()
        adapted = adapt_story(session, entry)
        keep_script(session, adapted)
        prepared = cast_story(session, adapted)
        papers_s += processor_s() - before_s
        produce.make(session, prepared)
    session.close()
    counted = len(keys) - 1
    return (processor_s() - began_s) / counted, papers_s / counted


def overhead(folder: Path, stories: int, words: int, jobs: int) -> dict[str, float]:
    """Return what a batch needs beside the bare production of each story, and its memory.

    The bare production runs in as many processes at once: two that share a machine's caches slow each other.
    """
    tone = "house: {engine: tone, jobs: 1}\n"
    alone = house_of(folder / "bare", min(stories, 200), words, tone)
    keys = [entry.key for entry in alone.stories()]
    with get_context("spawn").Pool(jobs) as pool:
        used = pool.starmap(bare, [(alone, keys[i::jobs]) for i in range(jobs)], chunksize=1)
    bare_s, papers_s = (sum(column) / jobs for column in zip(*used, strict=True))
    project = house_of(folder / "batch", stories, words, tone)
    before_s = processor_s()
    cold = render(project, jobs)
    used_s = (processor_s() - before_s) / stories
    again = render(project, jobs)
    me, below = (
        resource.getrusage(who).ru_maxrss / MEGABYTE
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "stories": stories,
        "words": words,
        "jobs": jobs,
        "batch_ms_a_story": 1_000 * cold.wall_s * jobs / stories,
        "bare_processor_ms_a_story": 1_000 * bare_s,
        "papers_processor_ms_a_story": 1_000 * papers_s,
        "batch_processor_ms_a_story": 1_000 * used_s,
        "overhead_processor_ms_a_story": 1_000 * (used_s - bare_s),
        "unchanged_s": again.wall_s,
        "peak_mb": me,
        "peak_of_a_worker_mb": below,
    }


def change_a_line(project: Project) -> None:
    """Give one story's first spoken line another opening."""
    path = project.stories()[0].path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("“", "“Listen: ", 1), encoding="utf-8")


def add_a_story(project: Project) -> None:
    """Add a story whose people are those of the others."""
    (project.stories_folder / "999999 New.txt").write_text(prose.story(60, seed=999_999), encoding="utf-8")


def add_a_word(project: Project) -> None:
    """Enter a pronunciation for a word that many stories have."""
    text = project.voices.read_text(encoding="utf-8")
    project.voices.write_text(f"{text}\nlexicon:\n  harbour: harber\n", encoding="utf-8")


CHANGES: dict[str, Callable[[Project], None]] = {
    "nothing": lambda _house: None,
    "a_line": change_a_line,
    "a_story_more": add_a_story,
    "a_voice": change_a_voice,
    "a_word": add_a_word,
}


def takes_of(project: Project, key: str) -> int:
    """Return how many different takes an episode plays."""
    manifest = read_manifest(project.output(key))
    return len({cue["take"] for cue in manifest["cues"] if "take" in cue})


def incremental(folder: Path, stories: int, words: int, jobs: int) -> dict[str, float]:
    """Return what a rerun costs after each of some changes, and which share of the takes is used again."""
    project = house_of(folder / "house", stories, words, "house: {engine: tone}\n")
    found: dict[str, float] = {"stories": stories, "words": words, "cold_s": render(project, jobs).wall_s}
    for name, change in CHANGES.items():
        change(project)
        used_s = processor_s()
        report = render(project, jobs)
        made = report.in_state("made")
        spoken = sum(ended.entry.spoken for ended in made if ended.entry)
        takes = sum(takes_of(project, ended.key) for ended in made)
        found |= {
            f"{name}_s": report.wall_s,
            f"{name}_processor_s": processor_s() - used_s,
            f"{name}_stories_made": len(made),
            f"{name}_takes_spoken": spoken,
        }
        if made:
            found[f"{name}_takes_used_again"] = 1.0 - spoken / takes
    return found


def planning(folder: Path, stories: int) -> dict[str, float]:
    """Return how long it takes to find that nothing has changed in a large collection."""
    project = house_of(folder, 0, 0, "house: {engine: tone}\n")
    long_ago = time.time() - 3600
    for n in range(stories):
        key = f"{n:06}"
        paths = (
            project.stories_folder / f"{key} Tale.txt",
            project.script(key),
            project.made(key),
            project.episode(key),
            project.output(key) / "manifest.json",
        )
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{key}\n", encoding="utf-8")
            os.utime(path, (long_ago, long_ago))
    session = open_session(project)
    common = common_of(session, None)
    with Ledger(project.cache / LEDGER) as ledger:
        now = time.time()
        ledger.enter(
            Entry(
                key=entry.key,
                name=entry.name,
                stamp=stat_cache.joined(
                    stat_cache.of_inputs(project, entry, common.digest, now),
                    stat_cache.of_episode(project, entry.key, common.suffix),
                ),
            )
            for entry in project.stories()
        )
    began, used_s = time.perf_counter(), processor_s()
    entries = project.stories()
    listed_s = time.perf_counter() - began
    with Ledger(project.cache / LEDGER) as ledger:
        found = plan(project, entries, ledger, common, jobs=1)
    whole_s, whole_used_s = time.perf_counter() - began, processor_s() - used_s
    assert not found.open
    return {
        "stories": stories,
        "listing_s": listed_s,
        "planning_s": whole_s,
        "planning_processor_s": whole_used_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    }


def main() -> None:
    """Measure what was asked for, and print it as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("speed", "overhead", "incremental", "planning"))
    parser.add_argument("--stories", type=int, default=8)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drama-many-"))
    try:
        if given.what == "planning":
            found = planning(folder / "house", given.stories)
        else:
            measure = {"speed": speed, "overhead": overhead, "incremental": incremental}
            found = measure[given.what](folder, given.stories, given.words, given.jobs)
    finally:
        shutil.rmtree(folder)
    print(json.dumps({name: round(value, 3) for name, value in found.items()}, indent=1))


if __name__ == "__main__":
    main()

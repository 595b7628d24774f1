"""An hour of sound: how long mixing and mastering it takes, over encoding it twice.

    python benchmarks/hour.py [--words 10000] [--jobs N]

Seconds by the clock, and of CPU where the name says so: that is the figure to read where others are at work.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import limit
import prose

from drama.audio.id3 import Tags
from drama.master.mastering import PRESETS, master
from drama.mix.mixing import mix
from drama.produce import render
from drama.produce.prepare import adapt_story, cast_story
from drama.produce.session import open_session
from drama.project.layout import Project

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """Return what some work returns, and its seconds by the clock and of CPU, with those of its processes."""
    began, cpu_began = time.perf_counter(), time.process_time() + limit.cpu_of_children_s()
    result = work()
    cpu_s = time.process_time() + limit.cpu_of_children_s() - cpu_began
    return result, time.perf_counter() - began, cpu_s


def compare(folder: Path, words: int, jobs: int) -> dict[str, float]:
    """Return how long mixing, mastering and encoding take for a story of so many words."""
    project = Project(root=folder)
    story = folder / "stories" / "000 Tale.txt"
    story.parent.mkdir()
    story.write_text(prose.story(words, seed=1), encoding="utf-8")
    session = open_session(project, jobs=jobs)
    prepared = cast_story(session, adapt_story(session, project.stories()[0]))
    staged = render.stage(session, prepared, render.plan(session, prepared))
    session.close()
    made, mix_s, mix_cpu_s = timed(lambda: mix(staged.timeline, staged.source, folder / "mix", jobs=jobs))
    episode, pcm = folder / "episode.mp3", folder / "episode.pcm"
    _, master_s, master_cpu_s = timed(
        lambda: master(made, PRESETS["podcast"], episode, Tags(title="Tale"), jobs=jobs)
    )
    limit.decode(episode, pcm)
    least = limit.measure([], pcm, jobs)
    return {
        "sound_s": made.frames / made.rate_hz,
        "mix_s": mix_s,
        "master_s": master_s,
        "encode_s": least["encoding_s"],
        "over_encoding_twice": (mix_s + master_s) / (2 * least["encoding_s"]),
        "mix_cpu_s": mix_cpu_s,
        "master_cpu_s": master_cpu_s,
        "encode_cpu_s": least["encoding_cpu_s"],
        "over_encoding_twice_cpu": (mix_cpu_s + master_cpu_s) / (2 * least["encoding_cpu_s"]),
    }


def main() -> None:
    """Compare, and print one JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=10_000, help="of the story; 10,000 are an hour")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="drama-hour-") as folder:
        found = compare(Path(folder), given.words, given.jobs)
    print(json.dumps({name: round(value, 3) for name, value in found.items()}))


if __name__ == "__main__":
    main()

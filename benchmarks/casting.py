"""Cast a large invented collection with the default engine: how long it takes, how even the use of voices is.

    python benchmarks/casting.py [--stories 1000] [--seed 5]

Each story has three scenes and three to nine characters: some come back, some have names that could be
anybody's. Times are seconds of one core.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path

from drama.cast import Director
from drama.cast.table import distances
from drama.model import Character, Cue, Scene, Script
from drama.project import voices_file
from drama.project.voices_edit import enter
from drama.speech.engines.pyttsx3 import Pyttsx3

LINES, SCENES = 12, 3


def invented(number: int, luck: random.Random) -> Script:
    """Return a story in which everybody says a few words."""
    names = {_name(number, one, luck) for one in range(luck.randint(3, 9))}
    people = [Character(name=name, gender=_gender(name)) for name in sorted(names)]
    scenes = []
    for _ in range(SCENES):
        speakers = [luck.choice(people).name for _ in range(LINES)]
        cues = (
            Cue(number=n, kind="line", speaker=who, text="So it is then.") for n, who in enumerate(speakers)
        )
        scenes.append(Scene(cues=tuple(cues)))
    return Script(
        key=str(number), title="", author="", sha256="", characters=tuple(people), scenes=tuple(scenes)
    )


def _name(number: int, one: int, luck: random.Random) -> str:
    lot = luck.random()
    return (
        f"Guest{luck.randint(0, 300)}"
        if lot < 0.15
        else f"the man {one}"
        if lot < 0.3
        else f"Mx {number}-{one}"
    )


def _gender(name: str) -> str:
    return random.Random(name).choice(("female", "male", "male", "unknown"))


def main() -> None:
    """Cast, enter, read again; print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=5)
    wanted = parser.parse_args()
    luck = random.Random(wanted.seed)
    stories = [invented(number, luck) for number in range(wanted.stories)]
    engine = Pyttsx3({})
    offered = engine.voices()
    engine.close()
    director = Director(voices_file.parse("", Path("voices.yaml")), offered)

    began = time.process_time()
    castings = {story.key: director.cast(story) for story in stories}
    cast_s = time.process_time() - began
    entries = {part.name: part for casting in castings.values() for part in casting.entries}
    own = {key: casting.own for key, casting in castings.items() if casting.own}
    began = time.process_time()
    text = enter(voices_file.template(), entries.values(), director.new_narrator, own)
    entered_s = time.process_time() - began
    began = time.process_time()
    voices_file.parse(text, Path("voices.yaml"))
    read_s = time.process_time() - began

    print(f"{len(stories)} stories, {len(entries)} characters, {sum(map(len, own.values()))} of one story")
    print(f"cast {cast_s:.1f} s, {1000 * cast_s / len(stories):.1f} ms a story")
    print(f"entered in {entered_s:.1f} s, read again in {read_s:.1f} s, {len(text) / 1e6:.1f} MB")
    genders = {info.name: info.gender for info in offered}
    for gender in ("female", "male"):
        used = Counter(part.voice for part in entries.values() if genders.get(part.voice or "") == gender)
        most, count = used.most_common(1)[0]
        print(f"{gender}: {len(used)} voices, the most used {most} for {100 * count / used.total():.0f} %")
    some = stories[:: max(1, len(stories) // 200)]
    pairs = [pair for story in some for pair in distances(story, castings[story.key].cast, director)]
    near = sum(not pair.apart for pair in pairs)
    print(f"{len(pairs)} pairs heard together in {len(some)} stories, {near} not told apart")


if __name__ == "__main__":
    main()

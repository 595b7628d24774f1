"""A serial that grows: earlier chapters stay as they were decided, and new ones know their people."""

from __future__ import annotations

import hashlib
from pathlib import Path

from drama.adapt import adapt, grown, merge, verbatim
from drama.model import Script, Story

ONE = """Chapter One

The gardener leaned on his spade.

"It will rain," said the gardener.

"It may," said Alice.

"It will," he said.
"""
TWO = """
Chapter Two

"They call me Finch round here," the gardener said.

"Good morning, Finch," said Alice.

"Morning, miss," said Finch.
"""


def story(text: str) -> Story:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Story(key="001", name="001", path=Path("001.txt"), text=text, sha256=sha256)


def lines(play: Script) -> list[tuple[str, str]]:
    return [(cue.speaker, cue.text) for cue in play.cues if cue.kind == "line"]


def test_an_earlier_chapter_is_not_decided_again() -> None:
    first, fresh = adapt(story(ONE)), adapt(story(ONE + TWO))
    assert lines(fresh)[:3] != lines(first)  # the second chapter names him
    play = grown(first, fresh)
    assert play.scenes[0] == first.scenes[0]
    assert lines(play)[3:] == [
        ("the gardener", "They call me Finch round here,"),
        ("Alice", "Good morning, Finch,"),
        ("the gardener", "Morning, miss,"),
    ]
    verbatim.check_words(play, story(ONE + TWO))


def test_cues_keep_their_numbers_when_a_chapter_is_added() -> None:
    first = adapt(story(ONE))
    merged = merge(first, first, grown(first, adapt(story(ONE + TWO)))).script
    assert merged.cues[: len(first.cues)] == first.cues
    assert min(cue.number for cue in merged.cues[len(first.cues) :]) > first.numbered


def test_a_chapter_that_was_rewritten_is_adapted_again() -> None:
    rewritten = ONE.replace("It may", "It might") + TWO
    fresh = adapt(story(rewritten))
    assert grown(adapt(story(ONE)), fresh) == fresh

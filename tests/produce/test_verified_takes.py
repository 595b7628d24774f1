"""Misheard lines are spoken again, and the best take is kept in the script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from drama.audio import Sound
from drama.cli.app import app
from drama.cli.commands import understood
from drama.produce import hearing, open_session, prepare
from drama.project import Project

STORY = """The Kettle

"You put it there," said Martha.

"It was there before," said Anselm.
"""
LINES = ["The Kettle", "You put it there,", "said Martha.", "It was there before,", "said Anselm."]


class Scripted:
    """A recogniser that answers from a list."""

    def __init__(self, answers: Iterable[str]) -> None:
        self.name = "scripted"
        self.answers = list(answers)
        self.lengths: list[int] = []

    def hear(self, sound: Sound, rate_hz: int) -> str:
        assert sound.dtype == np.float32
        self.lengths.append(len(sound))
        return self.answers.pop(0)


@pytest.fixture
def collection(tmp_path: Path) -> Project:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "001 The Kettle.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text("house:\n  engine: tone\n", encoding="utf-8")
    return Project(root=tmp_path)


def verified(collection: Project, ears: Scripted) -> hearing.Verified:
    with open_session(collection) as session:
        adapted = prepare.adapt_story(session, collection.stories()[0])
        found = hearing.verify(session, adapted, ears)
        prepare.keep_script(session, replace(adapted, script=found.script, changed=True))
        return found


def test_a_line_that_is_understood_in_another_take_keeps_that_one(collection: Project) -> None:
    ears = Scripted([*LINES[:3], "It was bear for", LINES[4], "It was there before"])
    found = verified(collection, ears)
    (line,) = found.lines
    assert (found.heard, line.speaker, line.take, line.best.understood) == (5, "Anselm", 2, True)
    kept = next(cue for cue in found.script.cues if cue.number == line.cue)
    assert dict(kept.settings)["rate"] != 1.0
    assert ears.lengths[3] != ears.lengths[5], "the second take is another reading"


def test_a_line_that_nothing_helps_is_listed_and_left_as_it_was(collection: Project) -> None:
    ears = Scripted([*LINES[:3], "It was", LINES[4], "It", "It was"])
    found = verified(collection, ears)
    (line,) = found.lines
    assert (line.take, line.best.lost) == (1, ("there", "before"))
    assert all(not cue.settings for cue in found.script.cues)
    (kept,) = hearing.misheard(collection, found.script)
    assert (kept.cue, kept.text, kept.heard) == (line.cue, "It was there before,", "It was")


def test_a_take_is_heard_once(collection: Project) -> None:
    verified(collection, Scripted(LINES))
    assert not verified(collection, Scripted([])).lines


def test_a_render_of_a_house_that_hears_verifies_its_takes(
    collection: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection.voices.write_text("house:\n  engine: tone\n  hear: true\n", encoding="utf-8")
    monkeypatch.setattr(understood, "ears_of", lambda session: Scripted([*LINES, *LINES]))
    command = ["render", "1", "--project", str(collection.root)]
    assert "5 lines heard" in CliRunner().invoke(app, command).output
    assert "lines heard" not in CliRunner().invoke(app, command).output, "a fresh episode is left alone"

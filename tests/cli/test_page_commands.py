"""Commands by ear: a cue named by a time, pieces played without an episode, edits of the page taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile
from plays import manifest

from drama.cli.commands import play, undo
from drama.cli.commands.cue_at import cue_at, seconds_of
from drama.cli.console import Console
from drama.errors import UsageError
from drama.project import Project

STORY = "The Bell\n\n“Listen,” said Ada.\n\n“I hear nothing,” said Bo.\n\nThe bell rang at last.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "001 The Bell.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text("drama: voices/1\nhouse:\n  engine: tone\n", encoding="utf-8")
    return Project(root=tmp_path)


@pytest.fixture
def timed(project: Project) -> Project:
    """The project with a manifest of an episode of ten minutes."""
    folder = project.output("001")
    folder.mkdir(parents=True)
    about = manifest(600.0, {3: (1.0, 6.0), 7: (177.0, 182.0)})
    (folder / "manifest.json").write_text(about, encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("word", "seconds"), [("2:57", 177.0), ("0:00", 0.0), ("1:02:03", 3723.0), ("2:57.5", 177.5)]
)
def test_a_time_is_read_as_people_write_it(word: str, seconds: float) -> None:
    assert seconds_of(word) == seconds


@pytest.mark.parametrize("word", ["", "2.57", "2:5:9:1", "-1:00", "half past two"])
def test_what_is_no_time_is_refused_with_a_hint(word: str) -> None:
    with pytest.raises(UsageError, match="neither a cue's number nor a time"):
        seconds_of(word)


@pytest.mark.parametrize(("word", "cue"), [("7", 7), ("0:00", 3), ("2:56", 3), ("2:57", 7), ("9:59", 7)])
def test_a_time_means_the_line_that_is_heard_then(timed: Project, word: str, cue: int) -> None:
    assert cue_at(timed, "001", word) == cue


def test_a_time_needs_an_episode_that_is_so_long(project: Project, timed: Project) -> None:
    with pytest.raises(UsageError, match="ends at 10:00"):
        cue_at(timed, "001", "10:01")
    (timed.output("001") / "manifest.json").unlink()
    with pytest.raises(UsageError, match="no episode yet"):
        cue_at(timed, "001", "2:57")


def played(project: Project, out: Path, **asked: object) -> int:
    """Play into a file; return its length in frames."""
    nothing = {"what": None, "scene": None, "person": None, "preview_s": None}
    console = Console(quiet=True)
    play.run(console, story="001", out=out, project=project.root, **{**nothing, **asked})
    return int(soundfile.info(out).frames)


def test_pieces_are_played_without_an_episode(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "heard.wav"
    whole, ada = played(project, out, scene=1), played(project, out, person="ada")
    assert 0 < ada < whole
    assert 0 < played(project, out, preview_s=1.0) <= 44_100


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "no episode yet"),
        ({"what": "99"}, "no cue 99"),
        ({"what": "soon"}, "neither a cue's number"),
        ({"scene": 9}, "no scene 9"),
        ({"person": "Adda"}, "nobody called 'Adda'"),
        ({"scene": 1, "person": "Ada"}, "two things"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_the_story_lacks_is_said(
    project: Project, tmp_path: Path, asked: dict[str, object], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        played(project, tmp_path / "heard.wav", **asked)


def test_without_an_edit_there_is_nothing_to_undo(project: Project) -> None:
    with pytest.raises(UsageError, match="no edit of story 001"):
        undo.run(Console(quiet=True), story="001", steps=1, project=project.root)

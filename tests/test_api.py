"""drama as a library: three lines from a story to an episode."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import drama
from drama.errors import UsageError
from drama.project import Project

TALE = "The Kettle\n\n“Is it hot?” asked Ines.\n\n“It was,” said Tobias.\n"


@pytest.fixture
def folder(project: Project) -> Path:
    """Return a project's folder with one story in it."""
    (project.root / "stories" / "005 The Kettle.txt").write_text(TALE, encoding="utf-8")
    return project.root


@pytest.mark.slow
def test_a_story_is_rendered_in_one_call_and_left_alone_by_the_next(folder: Path) -> None:
    made = drama.render("005", project=folder)
    assert made.path == folder / "output" / "005.mp3"
    assert made.duration_s > 2
    assert not made.fresh
    assert drama.render(folder / "stories" / "005 The Kettle.txt", project=folder).fresh


def test_a_story_is_adapted_and_nothing_written(folder: Path) -> None:
    script = drama.adapt("kettle", project=folder)
    assert [cue.speaker for cue in script.cues if cue.kind == "line"] == ["Ines", "Tobias"]
    assert not (folder / "scripts" / "005.yaml").exists()


def test_a_project_is_found_from_a_folder_below(folder: Path) -> None:
    assert drama.open_project(folder / "stories").root == folder


def test_an_unknown_story_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="006"):
        drama.adapt("006", project=folder)


FIRST = ["import drama.adapt.cues", "from drama.adapt import adapt", "import drama"]


@pytest.mark.parametrize("first", FIRST)
def test_adapt_is_the_function_whatever_was_imported_first(first: str) -> None:
    then = "import drama; from drama.adapt import review; print(callable(drama.adapt), review.__name__)"
    code = f"{first}\n{then}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "drama.adapt.revision.review"]

"""drama cast on the command line: enters, changes and shows voices, and leaves the rest of the file alone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from drama.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

pytestmark = pytest.mark.slow
STORY = """The Kettle

"You put it there," said Martha.

"It was there before," said Anselm. "It has always been there."

"Then who filled it?" asked Martha.
"""
VOICES = "# mine\nhouse:\n  engine: tone\ncharacters:\n  Martha: alto # as she wants\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "001 The Kettle.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text(VOICES, encoding="utf-8")
    return tmp_path


def drama_cast(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["cast", "1", "--project", str(project), *arguments])


def voices_text(project: Path) -> str:
    return (project / "voices.yaml").read_text(encoding="utf-8")


def test_new_characters_are_entered_and_what_was_there_stays(project: Path) -> None:
    done = drama_cast(project)
    assert done.exit_code == 0, done.output
    assert voices_text(project).startswith(VOICES)
    assert re.search(r"\n  Anselm:\n(    .*\n)*    voice: \{tone: ", voices_text(project))


def test_casting_again_changes_nothing(project: Path) -> None:
    assert drama_cast(project).exit_code == 0
    before = voices_text(project)
    assert drama_cast(project).exit_code == 0
    assert "Anselm" in before
    assert voices_text(project) == before


def test_whom_it_takes_for_the_narrator_is_told(project: Path) -> None:
    told = 'I filled it. I was cold, and I had waited.\n\n"It is full," said Martha.\n\n"It is," I said.\n'
    (project / "stories" / "001 The Kettle.txt").write_text(f"{STORY}\n{told}", encoding="utf-8")
    assert "the story is told by I" in drama_cast(project).output


def test_a_voice_that_is_set_stands_in_the_file_and_in_the_cast(project: Path) -> None:
    done = drama_cast(project, "--set", "martha=tenor", "--json")
    assert "  Martha: tenor # as she wants\n" in voices_text(project)
    (made,) = json.loads(done.stdout)["casts"]
    assert made["voices"]["Martha"]["name"] == "tenor"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ("Martha=tenro", 1, "did you mean"),
        ("Marta=tenor", 2, "did you mean 'Martha'"),
        ("Bo=tenor", 2, "`drama cast` lists who speaks"),
        ("Martha", 2, "--set Ines="),
    ],
    ids=["voice", "name", "nobody", "no voice"],
)
def test_a_change_that_cannot_be_meant_leaves_the_file_as_it_was(
    project: Path, change: str, code: int, words: str
) -> None:
    drama_cast(project)
    before = voices_text(project)
    done = drama_cast(project, "--set", "Anselm=bass", "--set", change)
    assert (done.exit_code, voices_text(project)) == (code, before)
    assert words in done.output


def test_the_audition_lies_with_the_episode(project: Path) -> None:
    done = drama_cast(project, "--audition")
    assert done.exit_code == 0, done.output
    page = (project / "output" / "001" / "audition.html").read_text(encoding="utf-8")
    assert page.count("<h2>") == 3


def test_so_many_pairs_are_listed_and_the_rest_is_counted(project: Path) -> None:
    names = [f"{first}{last}" for first in ("Ar", "Bel", "Cor") for last in ("ado", "iva", "una")]
    said = "\n\n".join(f'"It is number {n}," said {name}.' for n, name in enumerate(names))
    (project / "stories" / "001 The Kettle.txt").write_text(said, encoding="utf-8")
    few, all_of_them = (drama_cast(project, *more).stdout for more in ((), ("-v",)))
    assert re.search(r"and \d+ pairs? farther apart", few)
    assert "farther apart" not in all_of_them
    assert "! marks two who may be taken for one: a likeness of 0.80 or more" in few

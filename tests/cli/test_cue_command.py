"""drama cue on the command line: the sheet, and answers that stay in the script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from drama.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
STORY = """The Kettle

Martha stood in the kitchen. The telephone rang, and she let it ring.

"You put it there," said Martha.

"It was there before," said Anselm.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "001 The Kettle.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text("house:\n  engine: tone\n", encoding="utf-8")
    return tmp_path


def sheet(project: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    done = CliRunner().invoke(app, ["cue", "1", "--json", "--project", str(project), *arguments])
    assert done.exit_code == 0, done.output
    return {row["sound"]: row for row in json.loads(done.stdout)["cues"]}


def test_the_sheet_says_what_is_heard_and_why(project: Path) -> None:
    rows = sheet(project)
    assert rows["telephone"]["is_played"]
    assert "rings" in rows["telephone"]["why"]
    assert {"kitchen", "opening-hopeful"} <= set(rows)


def test_an_answer_stays_in_the_script(project: Path) -> None:
    number = sheet(project)["telephone"]["cue"]
    assert not sheet(project, "--off", str(number))["telephone"]["is_played"]
    assert not sheet(project)["telephone"]["is_played"]
    assert sheet(project, "--instead", f"{number}=doorbell")["doorbell"]["is_played"]


def test_a_sound_that_there_is_not_is_refused(project: Path) -> None:
    number = sheet(project)["telephone"]["cue"]
    arguments = ["cue", "1", "--project", str(project), "--instead", f"{number}=dorbell"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert "doorbell" in done.output
